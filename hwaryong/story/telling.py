"""What a decision says in words: flips, what nobody can know yet, consequences."""

from __future__ import annotations

from collections.abc import Sequence

from hwaryong.media.cast import Cast
from hwaryong.media.decision import Change
from hwaryong.media.situation import Consequence, Step
from hwaryong.story.appraisal import REGARDS
from hwaryong.story.flips import Flip
from hwaryong.story.utility import Chance, likeliest


def flip_words(flip: Flip | None, at: int, found: Sequence[Chance], who: str) -> str:
    """The smallest change that makes the option at a place the likeliest (of the likeliest: another)."""
    top = at == likeliest(found)
    if flip is None:
        other = "another option" if top else "this"
        return f"No change of one entry of {who}'s sheet, nor of two, makes {other} the likeliest."
    said = " and ".join(_change(change, who) for change in flip.changes)
    other = f"“{found[flip.to].option.id}”" if top else "this"
    return f"If {said}, {other} would be the likeliest."


def impossible_words(cast: Cast, step: Step, one: Chance) -> str:
    """Which beliefs an option needs that its character cannot have yet; empty where it is possible."""
    if not one.lacks:
        return ""
    who = cast.character(step.who)
    told = []
    for id in one.lacks:
        later = [belief for belief in who.belief if belief.id == id and belief.known_from > step.when]
        texts = [belief.text for person in cast.characters for belief in person.belief if belief.id == id]
        told.append(f"“{(texts or [id])[0]}”" + (f" (known from {later[0].known_from:g})" if later else ""))
    return f"At {step.when:g} {who.name} does not know: {', '.join(told)}."


def consequence_words(cast: Cast, change: Consequence) -> str:
    """What a consequence changes."""
    who = cast.character(change.who)
    if change.learns:
        text = next((belief.text for belief in who.belief if belief.id == change.learns), change.learns)
        return f"{who.name} learns: {text}"
    shifts = [f"{regard} {getattr(change, regard):+g}" for regard in REGARDS if getattr(change, regard)]
    return f"{who.name} towards {cast.proper(change.to or '')}: {', '.join(shifts)}"


def _change(change: Change, who: str) -> str:
    if change.key == "known_from":
        return f"{who} knew at {change.then:g}, not from {change.now:g} on, that {change.what}"
    return f"{change.what} were {change.then:g} instead of {change.now:g}"


__all__ = ["consequence_words", "flip_words", "impossible_words"]
