"""What a take descends from, and the class that follows from it; never from what somebody typed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Flag, auto
from functools import cache
from typing import Final, Literal, Protocol, get_args

from hwaryong.record.model import Damage, Review, Run, Take
from hwaryong.rights.card import Card
from hwaryong.rights.graph import nearest_first, parents_first, way

Class = Literal["human", "algorithmic", "assisted", "generated", "composite", "unclear"]
CLASSES: Final[tuple[Class, ...]] = get_args(Class)

_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class History(Protocol):
    """What the rights desk needs to know of the record; `take` and `run` raise LookupError where none is."""

    def take(self, id: str, /) -> Take: ...

    def run(self, id: str, /) -> Run: ...

    def reviews(self, take: str, /) -> Sequence[Review]:
        """The reviews of a take, oldest first."""

    def stale(self, take: str, /) -> Sequence[str]:
        """What changed upstream since a person made this take; empty where nothing did."""

    def damage(self) -> Sequence[Damage]:
        """Where the record's chain of hashes or the store does not hold together."""


class Matter(Flag):
    """Whose work is in a take: the kinds of makers in its ancestry, itself included."""

    NONE = 0
    HUMAN = auto()
    ALGORITHMIC = auto()
    GENERATED = auto()
    UNCLEAR = auto()


class Lineage:
    """Ancestry, matter and class of takes, each computed once.

    `cards` are the known lineage cards by digest; a card that is not there counts as a learned model's.
    """

    def __init__(self, history: History, cards: Mapping[str, Card] | None = None) -> None:
        self.history = history
        self._cards = dict(cards or {})
        self._parents: dict[str, tuple[str, ...]] = {}
        self._matter: dict[str, int] = {}  # values of Matter: a series has 10⁵ takes, and an int is quick
        self._class: dict[str, Class] = {}

    def parents(self, take: str) -> tuple[str, ...]:
        """The takes that a take was made from, in its inputs' order; none where the record has a gap."""
        known = self._parents.get(take)
        if known is None:
            run = self.run_of(take)
            known = tuple(dict.fromkeys([given.take for given in run.inputs])) if run else ()
            self._parents[take] = known
        return known

    def run_of(self, take: str) -> Run | None:
        """The run that made a take; None where the record has lost the take or the run."""
        try:
            return self.history.run(self.history.take(take).run)
        except LookupError:
            return None

    def matter(self, take: str) -> Matter:
        """The kinds of makers in a take's ancestry; grows with every ancestor and never shrinks."""
        self._settle(take)
        return Matter(self._matter[take])

    def klass(self, take: str) -> Class:
        """The class of a take by the rules of docs/rights.md."""
        self._settle(take)
        return self._class[take]

    def ancestors(self, take: str) -> tuple[str, ...]:
        """A take and all that it descends from, parents first."""
        return tuple(parents_first(take, self.parents))

    def shipped(self, take: str) -> tuple[str, ...]:
        """A take and what can be seen in it: like `ancestors`, but not past a person's own work.

        What a person has drawn over is replaced by the person's take and no longer seen as it was.
        """
        return tuple(parents_first(take, self._seen_parents))

    def paths(self, take: str, targets: Iterable[str], *, seen: bool = False) -> dict[str, tuple[str, ...]]:
        """A shortest way, as take ids, from `take` to each target that it reaches; `seen` as in `shipped`."""
        before = nearest_first(take, self._seen_parents if seen else self.parents)
        return {target: way(before, target) for target in targets if target in before}

    def own(self, run: Run) -> Matter:
        """What a run itself puts in, whatever it was given."""
        if run.cards and any(self._learned(card.get("digest", "")) for card in run.cards):
            return Matter.GENERATED
        if run.kind == "tool" or run.origin == "program":
            return Matter.ALGORITHMIC
        declared = run.maker.strip() and run.statement.strip()
        if declared and (run.origin == "original" or (run.origin == "derived" and run.inputs)):
            return Matter.HUMAN
        return Matter.UNCLEAR

    def _learned(self, digest: str) -> bool:
        card = self._cards.get(digest)
        return card is None or card.learned

    def _seen_parents(self, take: str) -> tuple[str, ...]:
        run = self.run_of(take)
        if run is None or (run.kind == "intake" and Matter.HUMAN in self.own(run)):
            return ()
        return self.parents(take)

    def _settle(self, take: str) -> None:
        if take in self._matter:
            return
        matters, classes = self._matter, self._class
        for id in parents_first(take, self.parents, matters):
            run, parents = self.run_of(id), self._parents[id]
            matter = own = (self.own(run) if run else Matter.UNCLEAR).value
            for parent in parents:
                matter |= matters[parent]
            matters[id] = matter
            classes[id] = label(own, matter, frozenset([classes[parent] for parent in parents]))


@cache
def label(own_value: int, matter_value: int, inputs: frozenset[Class]) -> Class:
    """The table of docs/rights.md, first row that fits."""
    own, matter = Matter(own_value), Matter(matter_value)
    if Matter.UNCLEAR in matter:
        return "unclear"
    if Matter.GENERATED in own:
        return "generated"
    if Matter.HUMAN in own:
        if Matter.GENERATED in matter:
            return "assisted"
        return "human" if matter == Matter.HUMAN else "composite"
    if len(inputs) > 1:
        return "composite"
    if inputs <= {"human", "algorithmic"}:
        return "algorithmic"
    return next(iter(inputs))


def element_of(history: History, take: str) -> str:
    """The element's name, or words that say that the record has lost the take."""
    try:
        return history.take(take).element
    except LookupError:
        return f"a lost take {take[:12]}"


def iptc(klass: Class, matter: Matter) -> str | None:
    """The IPTC digitalSourceType that says the same; None for unclear, which IPTC has no word for."""
    if klass == "unclear":
        return None
    if klass == "composite" and Matter.GENERATED not in matter:
        return _IPTC + "composite"
    words: dict[Class, str] = {
        "human": "digitalCreation",
        "algorithmic": "algorithmicMedia",
        "assisted": "compositeWithTrainedAlgorithmicMedia",
        "generated": "trainedAlgorithmicMedia",
        "composite": "compositeWithTrainedAlgorithmicMedia",
    }
    return _IPTC + words[klass]
