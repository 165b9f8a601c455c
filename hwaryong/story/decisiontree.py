"""The tree of decisions: what each option changes goes into the minds of those who decide after it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from hwaryong.media.cast import Belief, Cast, Relation
from hwaryong.media.decision import Branch, Node, Term
from hwaryong.media.situation import Consequence, Option, Situation, Step
from hwaryong.story.appraisal import REGARDS
from hwaryong.story.flips import Flips
from hwaryong.story.mind import Mind, mind
from hwaryong.story.sufficiency import sufficiency
from hwaryong.story.telling import consequence_words, flip_words, impossible_words
from hwaryong.story.utility import Chance, Weights, chances


@dataclass
class _Bud:
    """A point of decision that is to be worked out, and what hangs on its options."""

    step: Step
    cast: Cast
    cumulative: float
    node: Node | None = None
    after: dict[str, _Bud] = field(default_factory=dict)


class Tree:
    """Grows depth by depth, following the likeliest ways (a beam)."""

    def __init__(self, situation: Situation, weights: Weights) -> None:
        self._situation, self._weights = situation, weights

    def grown(self, cast: Cast, depth: int, beam: int) -> Node:
        """The tree, `depth` decisions deep, with the `beam` likeliest ways followed at each depth."""
        root = _Bud(self._situation.first, cast, 1.0)
        level = [root]
        for left in range(depth - 1, -1, -1):
            following: list[tuple[_Bud, str, _Bud]] = []
            for bud in level:
                bud.node = node(bud.cast, bud.step, self._weights, bud.cumulative)
                following += [(bud, way.id, new) for way in bud.node.options if (new := self._next(bud, way))]
            kept = heapq.nlargest(beam if left else 0, following, key=lambda row: row[2].cumulative)
            for bud, id, new in kept:
                bud.after[id] = new
            level = [new for _, _, new in kept]
        return self._sewn(root)

    def _next(self, bud: _Bud, way: Branch) -> _Bud | None:
        step = self._situation.after(way.id)
        if step is None or way.probability == 0:
            return None
        option = next(one for one in bud.step.option if one.id == way.id)
        return _Bud(step, changed(bud.cast, option, step.when), way.cumulative)

    def _sewn(self, bud: _Bud) -> Node:
        assert bud.node is not None
        ways = tuple(
            way.model_copy(update={"next": self._sewn(bud.after[way.id])}) if way.id in bud.after else way
            for way in bud.node.options
        )
        could = sum(way.probability > 0 and self._situation.after(way.id) is not None for way in ways)
        return bud.node.model_copy(update={"options": ways, "pruned": could - len(bud.after)})


def node(cast: Cast, step: Step, weights: Weights, cumulative: float = 1.0) -> Node:
    """One point of decision: its options with terms and flips, and whether the evidence is enough."""
    found = chances(cast, step, weights)
    told = sufficiency(cast, step, weights, found)
    who = cast.character(step.who).name
    without = _without(cast, step, weights, found)
    ways = [
        Branch(
            id=one.option.id,
            text=one.option.text,
            probability=round(one.probability, 9),
            terms=_terms(one, at, weights, without),
            flip=flip_words(flip, at, found, who),
            changes=flip.changes if flip else (),
            impossible=impossible_words(cast, step, one),
            cumulative=round(cumulative * one.probability, 9),
            then=tuple(consequence_words(cast, change) for change in one.option.consequence),
        )
        for at, (one, flip) in enumerate(zip(found, Flips(cast, step, weights, found).all(), strict=True))
    ]
    return Node(
        who=who, when=step.when, text=step.text, options=tuple(ways), enough_evidence=told.enough,
        missing=() if told.enough else told.missing,
    )  # fmt: skip


def changed(cast: Cast, option: Option, when: float) -> Cast:
    """The cast after an option was taken, as it is at `when`: beliefs learned, relations changed."""
    for change in option.consequence:
        sheet = cast.character(change.who)
        if change.to:
            later = _shifted(cast, change, option, when)
            sheet = sheet.with_entry(f"relation.{len(sheet.relation)}", later)
        for address, entry in sheet.entries():
            if isinstance(entry, Belief) and entry.id == change.learns and not entry.holds(when):
                known = {"known_from": when, "from_": None, "until": None}
                sheet = sheet.with_entry(address, entry.model_copy(update=known))
                break
        cast = cast.with_character(sheet)
    return cast


def _shifted(cast: Cast, change: Consequence, option: Option, when: float) -> Relation:
    """A relation as it is after a consequence; the levels stay within −2…2."""
    name = cast.proper(change.to or "")
    held = mind(cast, cast.character(change.who), when).relations.get(name)
    before = held[1] if held else Relation(to=name)
    levels = {
        regard: min(2.0, max(-2.0, getattr(before, regard) + getattr(change, regard))) for regard in REGARDS
    }
    source = " / ".join(part for part in (before.source, f"after: {option.text}") if part)
    return Relation(to=name, **levels, source=source, from_=when)


def _terms(one: Chance, at: int, weights: Weights, without: dict[str, list[float]]) -> tuple[Term, ...]:
    """The reasons of an option, weightiest first; what weighs nothing is left out."""
    terms = [
        Term(
            name=reason.name,
            value=round(weights[reason.kind] * reason.amount, 9),
            source=reason.source,
            entries=reason.entries,
            without=without[reason.entries[0]][at] if reason.entries else None,
        )
        for reason in one.reasons
    ]
    return tuple(sorted((term for term in terms if term.value), key=lambda term: -abs(term.value)))


def _without(cast: Cast, step: Step, weights: Weights, found: Sequence[Chance]) -> dict[str, list[float]]:
    """The probabilities that are left when an entry is deleted from its sheet, by the entry's place."""
    left: dict[str, list[float]] = {}
    others: dict[str, Mind] = {}
    for place in {reason.entries[0] for one in found for reason in one.reasons if reason.entries}:
        name, _, address = place.rpartition(": ")
        sheet = cast.character(name).with_entry(address, None)
        now = chances(cast.with_character(sheet), step, weights, others)
        left[place] = [round(one.probability, 9) for one in now]
    return left


__all__ = ["Tree", "changed", "node"]
