"""Whether a sheet says enough about what the options differ in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hwaryong.media.cast import Cast
from hwaryong.media.situation import Step
from hwaryong.story.appraisal import REGARDS
from hwaryong.story.mind import Mind, mind
from hwaryong.story.utility import Chance, Weights

ENOUGH = 0.25  # of what the options differ in, weighed, the sheet has to say something about
_SOURCES = 2  # and from so many entries at least
_TOLD = 4


@dataclass(frozen=True)
class Sufficiency:
    """Whether it is enough, the share of the differences that the sheet covers, and what it does not tell."""

    enough: bool
    covered: float
    missing: tuple[str, ...]


def sufficiency(cast: Cast, step: Step, weights: Weights, found: Sequence[Chance]) -> Sufficiency:
    """Weigh what the sheet covers of the options' differences."""
    held = mind(cast, cast.character(step.who), step.when)
    rows = [
        (weights[kind] * spread, words, known)
        for kind, words, spread, known in _differences(cast, held, step)
        if spread > 0
    ]
    whole = sum(weight for weight, _, _ in rows)
    covered = sum(weight for weight, _, known in rows if known) / whole if whole else 0.0
    entries = {reason.entries[0] for one in found for reason in one.reasons if reason.entries}
    possible = any(not one.lacks for one in found)
    enough = covered >= ENOUGH and len(entries) >= _SOURCES and possible
    unknown = sorted((row for row in rows if not row[2]), key=lambda row: (-row[0], row[1]))
    missing = [words for _, words, _ in unknown[:_TOLD]]
    if not possible:
        missing.insert(0, f"any option that {held.who} could know of at {step.when:g}")
    return Sufficiency(enough, covered, tuple(missing))


def _differences(cast: Cast, held: Mind, step: Step) -> Iterator[tuple[str, str, float, bool]]:
    """What the options differ in: kind, words, spread of the effect (0–2), whether the sheet knows of it."""
    who = held.who
    others = [
        mind(cast, other, held.when)
        for name, (_, relation) in held.relations.items()
        if relation.affection and (other := cast.find(name))
    ]
    cared = set(held.goals).union(*(other.goals for other in others))
    texts = {goal.id: goal.text for one in cast.characters for goal in one.goal}
    for id in _keys(step, "goals"):
        yield (
            "goal",
            f"whether {who} wants this: {texts.get(id, id)}",
            _spread(step, "goals", id),
            id in cared,
        )
    for id in _keys(step, "values"):
        words = f"how much {who} values {id.replace('_', ' ')}"
        yield "value", words, _spread(step, "values", id), id in held.values
    for id in _keys(step, "traits"):
        yield "trait", f"{who}'s {id}", _spread(step, "traits", id), id in held.traits
    for name in _keys(step, "relations"):
        treated = [option.relations[name] for option in step.option if name in option.relations]
        for regard in REGARDS:
            effects = [getattr(one, regard) for one in treated] + [0.0] * (len(treated) < len(step.option))
            spread = (max(effects) - min(effects)) / 2
            yield (
                regard,
                f"how {who} stands to {name} ({regard})",
                spread,
                cast.proper(name) in held.relations,
            )


def _keys(step: Step, table: str) -> list[str]:
    return list(dict.fromkeys(key for option in step.option for key in getattr(option, table)))


def _spread(step: Step, table: str, key: str) -> float:
    effects: list[float] = [getattr(option, table).get(key, 0.0) for option in step.option]
    return (max(effects) - min(effects)) / 2


__all__ = ["ENOUGH", "Sufficiency", "sufficiency"]
