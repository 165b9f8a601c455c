"""The evaluator: a policy's word on a run before it starts, and on a film before it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hwaryong.rights.ancestry import NO_STEPS, Ancestry, Steps
from hwaryong.rights.card import Card
from hwaryong.rights.cure import Cure, cheapest
from hwaryong.rights.fault import Fault, Faults, Standing
from hwaryong.rights.lineage import Class, History, Lineage, Matter
from hwaryong.rights.policy import Policy
from hwaryong.rights.verdict import Findings

_UNCLEAR: Final = Matter.UNCLEAR.value


@dataclass(frozen=True)
class Offence:
    """A root cause: the nearest element that it brought in, a shortest way of elements from the film to it,
    why, and all the elements that it brought in."""

    element: str
    path: tuple[str, ...]
    why: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """The answer; `reasons` are sentences, empty when it allows. `cures` together would make it allow, at the
    least cost; they are empty where nothing less than another film would."""

    allow: bool
    reasons: tuple[str, ...] = ()
    offending: tuple[Offence, ...] = ()
    cures: tuple[Cure, ...] = ()


class Judge:
    """A policy, the cards at hand by digest, the day, the client where the policy names none, and the steps
    of the elements; a rule about steps holds for every element whose step is not known."""

    def __init__(
        self,
        policy: Policy,
        cards: Mapping[str, Card],
        *,
        day: date,
        client: str = "",
        steps: Steps = NO_STEPS,
    ) -> None:
        self.policy, self.cards, self.steps = policy, cards, steps
        self._faults = Faults(policy, cards, day, client)
        self._runs: dict[tuple[object, ...], tuple[str, ...]] = {}

    def judge_run(
        self,
        *,
        element: str | None,
        tool: str | None,
        step: str | None,
        cards: tuple[str, ...] | None,
        network: tuple[str, ...] | None,
        classes: frozenset[Class] | None,
    ) -> Verdict:
        """May this tool, in this step, with these cards (digests), hosts and classes of inputs, make it?

        None means that the fact is not known, and refuses. Equal facts are judged once.
        """
        asked = element if element is None or self._faults.asks_elements else "a run"
        key = (asked, tool, step, cards, network, classes)
        if key not in self._runs:
            self._runs[key] = tuple(self._faults.of_run(element, tool, step, cards, network, classes))
        reasons = self._runs[key]
        return Verdict(not reasons, tuple(f"{element or 'a run'}: {reason}" for reason in reasons))

    def judge_delivery(self, history: History, film: str) -> Verdict:
        """May this film, with everything that it descends from, be delivered? As `judge` says."""
        return self.judge(Ancestry.of(Lineage(history, self.cards), film, self.steps))

    def judge(self, ancestry: Ancestry) -> Verdict:
        """May the film of this ancestry be delivered?

        Each root cause is one offence, however many elements it brought in: a card for all that was made with
        it, a tool or a person for what else they made, a take by itself where nobody knows its origin.
        """
        faults = self._faults.at(ancestry)
        if not faults:
            return Verdict(True)
        offences = _offences(ancestry, faults)
        reasons = tuple(f"{offence.element}{_others(offence)}: {offence.why}" for offence in offences)
        return Verdict(False, reasons, offences, cheapest(self._faults, ancestry, faults))

    def findings(self, card: Card) -> Findings:
        """The six answers for a card and the use that this policy is about."""
        return self._faults.findings(card)


def _offences(ancestry: Ancestry, faults: Mapping[Standing, tuple[Fault, ...]]) -> tuple[Offence, ...]:
    roots: dict[str, dict[Standing, tuple[Fault, ...]]] = {}
    for (number, place), found in faults.items():
        for fault in found:
            by_root = roots.setdefault(_root(ancestry, number, fault), {})
            by_root[number, place] = (*by_root.get((number, place), ()), fault)
    offences = []
    for by_root in roots.values():
        number, place = min(by_root, key=lambda at: (ancestry.distance(*at), ancestry.takes[at[0]].element))
        path = ancestry.way(number, place)
        whys = dict.fromkeys(fault.why for found in by_root.values() for fault in found)
        elements = dict.fromkeys(ancestry.takes[number].element for number, _ in by_root)
        offences.append(Offence(path[-1], path, "; ".join(whys), tuple(sorted(elements))))
    return tuple(sorted(offences, key=lambda offence: (offence.element, offence.path, offence.why)))


def _root(ancestry: Ancestry, number: int, fault: Fault) -> str:
    made = ancestry.takes[number]
    if made.lost or made.own & _UNCLEAR:
        return f"take {made.take}"
    return f"card {fault.card}" if fault.card else f"maker {made.maker} {fault.why}"


def _others(offence: Offence) -> str:
    more = len(offence.elements) - 1
    return f" and {more} more" if more else ""
