"""A film's ancestry as facts: every take that it descends from, with all that a policy asks about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from hwaryong.rights.lineage import Class, Lineage, Matter, element_of, label

Deliverable = Literal["final", "temporary"]
"""Where a take stands in the film: it can be seen, or it lies behind a person's work."""

_HUMAN, _DELICATE = Matter.HUMAN.value, (Matter.GENERATED | Matter.UNCLEAR).value


@dataclass(frozen=True, slots=True)
class Step:
    """The corridor's step of an element, named by its default tool, and what that tool needs: the digests of
    its cards and its hosts; None where that is not known."""

    tool: str
    cards: tuple[str, ...] | None = ()
    network: tuple[str, ...] | None = ()


GIVEN = Step("intake")
"""The step of an element that is handed in as a file and that no tool makes."""

Steps = Mapping[str, Step]
"""The step of each element; of an element that is not there it is not known."""

NO_STEPS: Steps = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Made:
    """How a take was made. `own` is the Matter that its run put in, `parents` are numbers of takes that stand
    before it; `by_person` where it is a person's own work, `lost` where the record has lost what made it."""

    take: str
    element: str
    step: str | None
    kind: str
    maker: str
    own: int
    cards: tuple[str, ...]
    parents: tuple[int, ...]
    by_person: bool
    by_tool: bool
    lost: bool


class Ancestry:
    """The takes that a film descends from, parents first and the film last; their classes and places.

    Worked out once for a film, and asked by any number of policies.
    """

    def __init__(self, takes: Sequence[Made], steps: Steps = NO_STEPS) -> None:
        self.takes, self.steps = takes, steps
        self.classes, self.matter = _classes(takes)
        self.seen = _reached(takes, len(takes) - 1, lambda made: made.by_person)
        self.behind = self._behind()
        self.delicate = frozenset(
            number
            for number, made in enumerate(takes)
            if made.own & _DELICATE or (made.by_person and made.parents)
        )  # those whose matter can make a class a fault
        self._covered: dict[tuple[object, ...], bytearray] = {}
        self.alike: dict[Deliverable, list[list[int]]] = {
            "temporary": self._alike(self.behind),
            "final": self._alike(self.seen),
        }
        self._before = cache(self._nearest)

    @classmethod
    def of(cls, lineage: Lineage, film: str, steps: Steps = NO_STEPS) -> Ancestry:
        """The ancestry of the film with this take id; raises HwaryongError for a circle in the record."""
        history, numbers, takes = lineage.history, dict[str, int](), list[Made]()
        for take in lineage.ancestors(film):
            run = lineage.run_of(take)
            own = (lineage.own(run) if run else Matter.UNCLEAR).value
            element = element_of(history, take)
            numbers[take] = len(takes)
            takes.append(
                Made(
                    take=take,
                    element=element,
                    step=steps[element].tool if element in steps else None,
                    kind=history.take(take).kind if run else "",
                    maker=run.maker if run else "",
                    own=own,
                    cards=tuple(card.get("digest", "") for card in run.cards) if run else (),
                    parents=tuple(numbers[parent] for parent in lineage.parents(take)),
                    by_person=run is not None and run.kind == "intake" and bool(own & _HUMAN),
                    by_tool=run is not None and run.kind == "tool",
                    lost=run is None,
                )
            )
        return cls(takes, steps)

    def covered(self, key: tuple[object, ...], covers: Callable[[str, str | None], bool]) -> bytearray:
        """For each take whether `covers` holds for its element and step; asked once for each key."""
        if key not in self._covered:
            asked = {(made.element, made.step) for made in self.takes}
            known = {pair: covers(*pair) for pair in asked}
            self._covered[key] = bytearray(known[made.element, made.step] for made in self.takes)
        return self._covered[key]

    def distance(self, number: int, place: Deliverable) -> int:
        """How many steps a take is from the film, for what is seen through what is seen."""
        return self._before(place)[1][number]

    def way(self, number: int, place: Deliverable) -> tuple[str, ...]:
        """A shortest way of elements from the film to a take, for what is seen through what is seen."""
        before, _ = self._before(place)
        steps = [number]
        while before[steps[-1]] != steps[-1]:
            steps.append(before[steps[-1]])
        return tuple(self.takes[step].element for step in reversed(steps))

    def _nearest(self, place: Deliverable) -> tuple[list[int], list[int]]:
        film = len(self.takes) - 1
        before, distance, queue = [-1] * (film + 1), [0] * (film + 1), [film]
        before[film] = film
        for number in queue:
            made = self.takes[number]
            if place == "final" and made.by_person:
                continue
            for parent in made.parents:
                if before[parent] < 0:
                    before[parent], distance[parent] = number, distance[number] + 1
                    queue.append(parent)
        return before, distance

    def _alike(self, there: bytearray) -> list[list[int]]:
        """The takes in one place, together where no policy without rules on elements tells them apart."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for number, made in enumerate(self.takes):
            if there[number]:
                key = (made.maker, made.own, made.cards, made.by_person, made.lost, self.classes[number])
                groups.setdefault(key, []).append(number)
        return list(groups.values())

    def _behind(self) -> bytearray:
        behind = bytearray(len(self.takes))
        for number in range(len(self.takes) - 1, -1, -1):
            made = self.takes[number]
            if behind[number] or (self.seen[number] and made.by_person):
                for parent in made.parents:
                    behind[parent] = 1
        return behind


def _classes(takes: Sequence[Made]) -> tuple[list[Class], list[int]]:
    classes, matter = list[Class](), list[int]()
    for made in takes:
        whole, inputs = made.own, set[Class]()
        for parent in made.parents:
            whole |= matter[parent]
            inputs.add(classes[parent])
        matter.append(whole)
        classes.append(label(made.own, whole, frozenset(inputs)))
    return classes, matter


def _reached(takes: Sequence[Made], start: int, stops: Callable[[Made], bool]) -> bytearray:
    """Which takes can be reached from one without passing one that stops the walk."""
    reached = bytearray(len(takes))
    reached[start] = 1
    for number in range(start, -1, -1):  # parents stand before their children
        if reached[number] and not stops(takes[number]):
            for parent in takes[number].parents:
                reached[parent] = 1
    return reached
