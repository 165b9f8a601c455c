"""The cheapest cure: the least work and evidence after which a policy lets a film leave.

What is wrong flows from its causes (a card without evidence, a file of unknown origin) through the takes that
they brought in to the film. Whoever brings the evidence, says the origin or makes a take anew stops the flow
there, at a price; the cheapest way to stop all of it is a minimum cut (Ford and Fulkerson, 1956).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from hwaryong.rights.ancestry import GIVEN, Ancestry, Made
from hwaryong.rights.fault import Fault, Faults, Standing, Want
from hwaryong.rights.lineage import Matter

BY_HAND: Final = {"drawing": 10, "picture": 20, "audio": 10, "text": 10, "script": 100, "clip": 1000}
"""What a take costs by hand, by its kind, where a drawing is 10 and what is not named here 10. Rough weights
that put cures into an order: prices of no studio."""
OTHER_TOOL: Final = 1
ORIGIN: Final = 2
EVIDENCE: Final = 50

_ROUNDS: Final = 8
_NEVER: Final = 2**30
_GENERATED, _HUMAN, _UNCLEAR = Matter.GENERATED.value, Matter.HUMAN.value, Matter.UNCLEAR.value
_SHOWN: Final = 5


@dataclass(frozen=True)
class Cure:
    """One part of the cheapest cure: what to do, to which elements, with which tool or for which card."""

    what: Literal["by-hand", "other-tool", "evidence", "origin"]
    elements: tuple[str, ...]
    tool: str
    card: str
    dimension: str
    cost: int
    sentence: str


@dataclass(frozen=True)
class Remedies:
    """What is done: takes made anew by hand or with their step's own tool, takes whose maker is named (all by
    number), and evidence that is brought."""

    by_hand: frozenset[int] = frozenset()
    other_tool: frozenset[int] = frozenset()
    origin: frozenset[int] = frozenset()
    evidence: frozenset[Want] = frozenset()


def cheapest(
    faults: Faults, ancestry: Ancestry, found: Mapping[Standing, tuple[Fault, ...]]
) -> tuple[Cure, ...]:
    """The cheapest cure for the faults found in an ancestry; empty where there is none but another film.

    It is the cheapest of all where every kind of work without models is allowed wherever it stands. Where
    not, making one take anew can make another's class a fault: then the cured film is judged again, what that
    brings up is cured as well, and the cure is one that suffices.
    """
    more = frozenset[int]()
    for _ in range(_ROUNDS):
        remedies = _Flow(faults, ancestry, found, more).cut()
        if remedies is None:
            return ()
        if faults.plain:
            return tuple(_told(ancestry, found, remedies))
        cured, numbers = apply(ancestry, remedies)
        left = {numbers[number] for number, _ in faults.at(cured, remedies.evidence)}
        if not left:
            return tuple(_told(ancestry, found, remedies))
        if left <= more:
            return ()
        more |= left
    return ()


def apply(ancestry: Ancestry, remedies: Remedies) -> tuple[Ancestry, list[int]]:
    """The ancestry after these remedies, and for each of its takes the number that it had before.

    What tools made from a take is made again from the new one; a person's work stays as it is, with what it
    was drawn over behind it.
    """
    takes, numbers = list[Made](), list[int]()
    behind, seen = dict[int, int](), dict[int, int]()
    for number, made in enumerate(ancestry.takes):
        if number in remedies.origin:
            made = replace(made, own=_HUMAN, by_person=True)
        if ancestry.behind[number]:
            behind[number] = len(takes)
            numbers.append(number)
            takes.append(replace(made, parents=tuple(behind[parent] for parent in made.parents)))
        if not ancestry.seen[number]:
            continue
        if number in remedies.by_hand:
            made = replace(
                made, own=_HUMAN, cards=(), parents=(), by_person=True, by_tool=False, lost=False, maker=""
            )
        elif number in remedies.other_tool:
            step = ancestry.steps[made.element]
            own = Matter.GENERATED if step.cards else Matter.ALGORITHMIC
            made = replace(made, own=own.value, cards=step.cards or (), maker=step.tool, by_person=False)
        before = behind if made.by_person else seen
        seen[number] = len(takes)
        numbers.append(number)
        takes.append(replace(made, parents=tuple(before[parent] for parent in made.parents)))
    return Ancestry(takes, ancestry.steps), numbers


class _Flow:
    """The network: source → missing evidence or origin → takes in the film's order → film.

    Each seen take is three nodes: what its own maker brought in flows through the first (another tool stops
    it there), everything that it carries through the other two (making it by hand stops it there). What lies
    behind a person's work flows into that work and can be stopped only by evidence, for making it anew would
    not change what the person drew over.
    """

    def __init__(
        self,
        faults: Faults,
        ancestry: Ancestry,
        found: Mapping[Standing, tuple[Fault, ...]],
        more: frozenset[int],
    ) -> None:
        self._faults, self._ancestry, self._found, self._more = faults, ancestry, found, more
        self._concerned = ancestry.delicate | more | {number for number, _ in found}
        self._rules = {place: faults.rules_at(ancestry, place) for place in ("final", "temporary")}
        self._arcs: list[tuple[int, int, int]] = []
        self._remedy: dict[tuple[int, int], Want | tuple[str, int]] = {}
        self._nodes = 2  # 0 is the source, 1 the film
        self._may_run: dict[tuple[object, ...], bool] = {}
        self._causes: dict[Want | int, int] = {}
        self._cause_nodes = [0]  # the node of each bit of a mask; bit 0 is what nothing clears
        self._build()

    def cut(self) -> Remedies | None:
        """The remedies of least cost that stop every flow; None where none do."""
        import numpy as np  # what is allowed needs no cure, and no second to import this
        from scipy.sparse import coo_array, csr_array
        from scipy.sparse.csgraph import breadth_first_order, maximum_flow

        if not self._arcs:
            return Remedies()
        tails, heads, costs = np.array(self._arcs, np.int32).T
        shape = (self._nodes, self._nodes)
        network = csr_array(coo_array((costs, (tails, heads)), shape))
        result = maximum_flow(network, 0, 1)
        if result.flow_value >= _NEVER:
            return None
        left = csr_array(network - result.flow)
        left.eliminate_zeros()
        reached = np.zeros(self._nodes, bool)
        reached[breadth_first_order(left, 0, return_predecessors=False)] = True
        chosen = [
            remedy for (tail, head), remedy in self._remedy.items() if reached[tail] and not reached[head]
        ]
        named = {
            what: frozenset(one[1] for one in chosen if isinstance(one, tuple) and one[0] == what)
            for what in ("by-hand", "other-tool", "origin")
        }
        evidence = frozenset(one for one in chosen if isinstance(one, Want))
        return Remedies(named["by-hand"], named["other-tool"], named["origin"], evidence)

    def _build(self) -> None:
        masks = self._behind()
        out: dict[int, int] = {}
        for number, made in enumerate(self._ancestry.takes):
            if not self._ancestry.seen[number]:
                continue
            own, carried = self._own(number, made, "final") if number in self._concerned else (0, 0)
            above = [] if made.by_person else [out[parent] for parent in made.parents if parent in out]
            if made.by_person:
                for parent in made.parents:
                    carried |= masks[parent]
            if not (own or carried or above):
                continue
            inner = self._node()
            if own:
                first = self._node()
                self._arc(first, inner, self._other_tool(number, made), ("other-tool", number))
                self._arcs += [(cause, first, _NEVER) for cause in self._nodes_of(own)]
            self._arcs += [(cause, inner, _NEVER) for cause in self._nodes_of(carried)]
            self._arcs += [(node, inner, _NEVER) for node in above]
            out[number] = self._node()
            self._arc(inner, out[number], self._by_hand(number, made), ("by-hand", number))
        film = len(self._ancestry.takes) - 1
        if film in out:
            self._arcs.append((out[film], 1, _NEVER))

    def _behind(self) -> list[int]:
        """For each take behind a person's work, what it carries, as a mask over causes."""
        masks = [0] * len(self._ancestry.takes)
        for number, made in enumerate(self._ancestry.takes):
            if self._ancestry.behind[number]:
                if number in self._concerned:
                    own, carried = self._own(number, made, "temporary")
                    masks[number] = own | carried
                for parent in made.parents:
                    masks[number] |= masks[parent]
        return masks

    def _own(self, number: int, made: Made, place: Literal["final", "temporary"]) -> tuple[int, int]:
        """What starts at a take, as masks: what its maker brought in, and what no other tool would change.

        By matter, not by class: a class can hide another that comes out when an origin is known.
        """
        limits = self._faults.limits(place, self._rules[place][number])
        own = carried = 0
        if made.own & _GENERATED and "generated" not in limits.classes:
            own |= 1
        if made.own & _UNCLEAR and "unclear" not in limits.classes:
            carried |= 1 if made.lost or made.parents else self._cause(number)
        inherits = any(self._ancestry.matter[parent] & _GENERATED for parent in made.parents)
        if made.by_person and inherits and "assisted" not in limits.classes:
            carried |= 1
        for fault in self._found.get((number, place), ()):
            if fault.about == "card":
                for cause in fault.wanted or (None,):
                    own |= self._cause(cause) if cause else 1
            elif fault.about == "lost" or not (own or carried):
                carried |= 1
        return own, carried | (number in self._more and place == "final")

    def _cause(self, cause: Want | int) -> int:
        """The bit of a piece of evidence, or of the origin of the take with this number."""
        if cause not in self._causes:
            node = self._node()
            self._causes[cause] = 1 << len(self._cause_nodes)
            self._cause_nodes.append(node)
            if isinstance(cause, Want):
                self._arc(0, node, EVIDENCE, cause)
            else:
                self._arc(0, node, ORIGIN, ("origin", cause))
        return self._causes[cause]

    def _nodes_of(self, mask: int) -> Iterator[int]:
        while mask:
            lowest = mask & -mask
            yield self._cause_nodes[lowest.bit_length() - 1]
            mask ^= lowest

    def _by_hand(self, number: int, made: Made) -> int:
        limits = self._faults.limits("final", self._rules["final"][number])
        film = number == len(self._ancestry.takes) - 1
        return _NEVER if film or "human" not in limits.classes else BY_HAND.get(made.kind, 10)

    def _other_tool(self, number: int, made: Made) -> int:
        """What the step's own tool costs, where another one made the take and the policy allows it."""
        step = self._ancestry.steps.get(made.element)
        film = number == len(self._ancestry.takes) - 1
        if step is None or step == GIVEN or not made.by_tool or step.tool == made.maker or film:
            return _NEVER
        limits = self._faults.limits("final", self._rules["final"][number])
        given = frozenset(self._ancestry.classes[parent] for parent in made.parents) & limits.classes
        asked = (step, given, limits, made.element if self._faults.asks_elements else "")
        if asked not in self._may_run:
            self._may_run[asked] = not (
                any(self._faults.of_run(made.element, step.tool, step.tool, step.cards, step.network, given))
                or (step.cards and "generated" not in limits.classes)
                or any(self._faults.of_card(card, limits) for card in step.cards or ())
            )
        return OTHER_TOOL if self._may_run[asked] else _NEVER

    def _node(self) -> int:
        self._nodes += 1
        return self._nodes - 1

    def _arc(self, tail: int, head: int, cost: int, remedy: Want | tuple[str, int]) -> None:
        self._arcs.append((tail, head, cost))
        if cost < _NEVER:
            self._remedy[tail, head] = remedy


def _told(
    ancestry: Ancestry, found: Mapping[Standing, tuple[Fault, ...]], remedies: Remedies
) -> Iterator[Cure]:
    """The remedies as cures for people, each kind together."""
    for want in sorted(remedies.evidence, key=lambda want: (want.card, want.text)):
        faulty = [(number, fault) for (number, _), faults in found.items() for fault in faults
                  if want in fault.wanted]  # fmt: skip
        elements = _elements(ancestry, frozenset(number for number, _ in faulty))
        questions = {one.dimension for _, fault in faulty for one in fault.wanted if one == want}
        about = ", ".join(sorted(questions))
        yield Cure("evidence", elements, "", want.card, about, EVIDENCE, f"bring {want.text}")
    if remedies.origin:
        elements = _elements(ancestry, remedies.origin)
        how = "hwaryong intake DIR ELEMENT FILE --by NAME --original"
        sentence = f"say who made {_listed(elements)} ({how})"
        yield Cure("origin", elements, "", "", "", ORIGIN * len(remedies.origin), sentence)
    tools = {number: ancestry.steps[ancestry.takes[number].element].tool for number in remedies.other_tool}
    for tool in sorted(set(tools.values())):
        made = frozenset(number for number in tools if tools[number] == tool)
        elements = _elements(ancestry, made)
        sentence = f"make {_listed(elements)} with {tool}, which is allowed here"
        yield Cure("other-tool", elements, tool, "", "", OTHER_TOOL * len(made), sentence)
    if remedies.by_hand:
        elements = _elements(ancestry, remedies.by_hand)
        cost = sum(BY_HAND.get(ancestry.takes[number].kind, 10) for number in remedies.by_hand)
        sentence = f"make {_listed(elements)} by hand, from nothing that is there"
        yield Cure("by-hand", elements, "", "", "", cost, sentence)


def _elements(ancestry: Ancestry, numbers: frozenset[int]) -> tuple[str, ...]:
    return tuple(sorted({ancestry.takes[number].element for number in numbers}))


def _listed(elements: tuple[str, ...]) -> str:
    more = len(elements) - _SHOWN
    return ", ".join(elements[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
