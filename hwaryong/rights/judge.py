"""The evaluator: a policy's word on a run before it starts, and on a film before it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hwaryong.rights.card import Card
from hwaryong.rights.lineage import Class, History, Lineage, element_of
from hwaryong.rights.policy import Policy
from hwaryong.rights.verdict import DIMENSIONS, Findings, Use, verdicts


@dataclass(frozen=True)
class Offence:
    """An element that the policy does not allow, the way of elements from the film to it, and why."""

    element: str
    path: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Verdict:
    """The answer; `reasons` are sentences, empty when it allows."""

    allow: bool
    reasons: tuple[str, ...] = ()
    offending: tuple[Offence, ...] = ()


class Judge:
    """A policy, the cards at hand by digest, the day, and the client where the policy names none."""

    def __init__(self, policy: Policy, cards: Mapping[str, Card], *, day: date, client: str = "") -> None:
        self.policy, self.cards = policy, cards
        self._use = Use(policy.client or client, policy.countries, day)
        self._runs: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._card_reasons: dict[str, tuple[str, ...]] = {}

    def judge_run(
        self,
        *,
        element: str | None,
        tool: str | None,
        cards: tuple[str, ...] | None,
        network: tuple[str, ...] | None,
        classes: frozenset[Class] | None,
    ) -> Verdict:
        """May this tool, with these cards (digests), hosts and classes of inputs, make this element?

        None means that the fact is not known, and refuses. Equal facts are judged once.
        """
        key = (tool, cards, network, classes)
        if key not in self._runs:
            self._runs[key] = tuple(self._against_run(tool, cards, network, classes))
        reasons = self._runs[key] if element else ("the element is not named", *self._runs[key])
        return Verdict(not reasons, tuple(f"{element or 'a run'}: {reason}" for reason in reasons))

    def judge_delivery(self, history: History, film: str) -> Verdict:
        """May this film, with everything that it descends from, be delivered?

        Each offence names the take that brought the trouble in, by a shortest way of elements from the film.
        """
        lineage = Lineage(history, self.cards)
        seen = frozenset(lineage.shipped(film))
        takes = lineage.ancestors(film)
        classes = {take: why for take in takes if (why := self._against_class(lineage, take, take in seen))}
        whys: dict[str, list[str]] = {}
        for take in takes:
            if take in classes and not any(parent in classes for parent in lineage.parents(take)):
                whys.setdefault(take, []).append(classes[take])
            for why in self._against_maker(lineage, take):
                whys.setdefault(take, []).append(why)
        paths = {**lineage.paths(film, whys), **lineage.paths(film, whys, seen=True)}
        offences = [_offence(history, paths[take], why) for take in whys for why in whys[take]]
        offences.sort(key=lambda offence: (offence.element, offence.path, offence.why))
        reasons = tuple(f"{offence.element}: {offence.why}" for offence in offences)
        return Verdict(not offences, reasons, tuple(offences))

    def findings(self, card: Card) -> Findings:
        """The six answers for a card and the use that this policy is about."""
        return verdicts(card, self.cards, self._use)

    def _against_run(
        self,
        tool: str | None,
        cards: tuple[str, ...] | None,
        network: tuple[str, ...] | None,
        classes: frozenset[Class] | None,
    ) -> Iterable[str]:
        rule, name = self.policy.run, self.policy.name
        if tool is None or cards is None or network is None or classes is None:
            yield f"{name} refuses what is not fully known (tool, cards, network and classes of inputs)"
            return
        for klass in sorted(classes - set(rule.classes)):
            yield f"{name} does not let {tool} work on {klass} material"
        if network and rule.servers == "refuse":
            yield f"{name} refuses tools that talk to a server ({', '.join(network)})"
        for digest in cards:
            card = self.cards.get(digest)
            if rule.learned_models == "refuse" and (card is None or card.learned):
                yield f"{name} refuses learned models ({card.name if card else digest[:12]})"
            yield from self._against_card(digest)

    def _against_class(self, lineage: Lineage, take: str, seen: bool) -> str:
        rule, klass = self.policy.delivery, lineage.klass(take)
        if seen and klass not in rule.seen:
            return f"{self.policy.name} does not allow {klass} work to be seen in the film"
        if klass not in rule.ancestry:
            return f"{self.policy.name} does not allow {klass} work in the ancestry"
        return ""

    def _against_maker(self, lineage: Lineage, take: str) -> Iterable[str]:
        run = lineage.run_of(take)
        if run is None:
            yield "the record has lost what made it"
            return
        for card in run.cards:
            yield from self._against_card(card.get("digest", ""))

    def _against_card(self, digest: str) -> tuple[str, ...]:
        if digest not in self._card_reasons:
            self._card_reasons[digest] = tuple(self._card_offences(digest))
        return self._card_reasons[digest]

    def _card_offences(self, digest: str) -> Iterable[str]:
        card, rule = self.cards.get(digest), self.policy.cards
        if card is None:
            yield f"there is no card {digest[:12] or 'with that digest'}"
            return
        for banned in sorted(set(rule.banned) & self._names(card)):
            yield f"{self.policy.name} bans {banned}, from which {card.name} descends"
        findings = self.findings(card)
        for dimension in DIMENSIONS:
            found = findings[dimension]
            asked = f"{card.name}: {dimension.replace('_', ' ')} is {found.verdict}"
            if found.verdict not in rule.accept[dimension]:
                yield f"{asked} by way of {' → '.join(found.path)}; needed is {found.cure}"
            elif found.verdict == "ok" and found.evidence < rule.evidence:
                yield f"{asked} only at {found.evidence}, and {self.policy.name} asks for {rule.evidence}"

    def _names(self, card: Card) -> set[str]:
        """Names, digests and file digests of a card and all its ancestors, named or at hand."""
        found, waiting = set[str](), [card]
        while waiting:
            one = waiting.pop()
            if one.digest in found:
                continue
            found |= {one.digest, one.name, *one.files.values(), *(parent.name for parent in one.parents)}
            waiting += [self.cards[p.digest] for p in one.parents if p.digest and p.digest in self.cards]
        return found


def _offence(history: History, path: tuple[str, ...], why: str) -> Offence:
    names = tuple(element_of(history, take) for take in path)
    return Offence(names[-1], names, why)
