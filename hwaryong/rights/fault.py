"""What a policy does not accept: of a card, of a run before it starts, of each take behind a film."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal
from weakref import WeakKeyDictionary

from hwaryong.rights.ancestry import Ancestry, Deliverable, Made
from hwaryong.rights.card import Card
from hwaryong.rights.lineage import Class, Matter, label
from hwaryong.rights.policy import Limits, Policy
from hwaryong.rights.shelf import Shelf
from hwaryong.rights.verdict import DIMENSIONS, Answered, Dimension, Findings, Use, gaps, verdicts

_ROOTED: Final[dict[Class, int]] = {
    "generated": Matter.GENERATED.value,
    "unclear": Matter.UNCLEAR.value,
    "assisted": 0,
}
"""Which own Matter makes a class a take's own doing; a class that is not here always is."""


@dataclass(frozen=True)
class Want:
    """A piece of evidence that is missing: about which card, by name, and on which question. The same one may
    answer several questions."""

    card: str
    text: str
    dimension: str = field(compare=False)


@dataclass(frozen=True)
class Fault:
    """One thing that a policy does not accept, and why. `card` is the digest of the card that it is about;
    all of `wanted` together would clear it, and where that is empty no evidence could."""

    about: Literal["class", "lost", "card"]
    why: str
    card: str = ""
    wanted: tuple[Want, ...] = ()


_NEED_EVIDENCE: Final[tuple[Answered, ...]] = ("ok", "restricted")

Standing = tuple[int, Deliverable]
"""A take by its number in the ancestry, in one of its places in the film."""

Brought = frozenset[Want]
"""Evidence that is taken as brought."""


class Faults:
    """Finds faults under one policy; equal facts are looked at once."""

    def __init__(self, policy: Policy, cards: Mapping[str, Card], day: date, client: str) -> None:
        self.policy = policy
        self.shelf = cards if isinstance(cards, Shelf) else Shelf(cards.values())
        self._use = Use(policy.client or client, policy.countries, day)
        self._rules = [
            (number, rule)
            for number, rule in enumerate(policy.rule)
            if rule.concerns(self._use.client, policy.countries)
        ]
        self._limits: dict[tuple[Deliverable, tuple[int, ...]], Limits] = {}
        self._rules_at = WeakKeyDictionary[Ancestry, dict[Deliverable, list[tuple[int, ...]]]]()
        self._of_card: dict[tuple[str, Limits], tuple[Fault, ...]] = {}

    @property
    def asks_elements(self) -> bool:
        """Whether a rule distinguishes elements by name."""
        return any(rule.elements is not None for _, rule in self._rules)

    @property
    def plain(self) -> bool:
        """Whether all work without models may stand anywhere, and unclear work anywhere or nowhere."""
        given = self.policy.delivery
        return (
            {"human", "algorithmic", "composite"} <= set(given.final)
            and ("unclear" in given.final) == ("unclear" in given.temporary)
            and all(rule.classes is None for _, rule in self._rules)
        )

    def findings(self, card: Card) -> Findings:
        """The six answers for a card and the use that the policy is about."""
        return verdicts(card, self.shelf, self._use)

    # Takes.

    def at(self, ancestry: Ancestry, brought: Brought = frozenset()) -> dict[Standing, tuple[Fault, ...]]:
        """The faults of each take in each of its places; a class that comes from a faulty parent is none."""
        found: dict[Standing, tuple[Fault, ...]] = {}
        wrong: dict[Deliverable, dict[int, Fault]] = {"temporary": {}, "final": {}}
        for place in wrong:
            for rules, numbers in self._alike(ancestry, place):
                made, klass = ancestry.takes[numbers[0]], ancestry.classes[numbers[0]]
                limits = self.limits(place, rules)
                if faults := tuple(self._of_maker(made, limits, brought)):
                    found.update(((number, place), faults) for number in numbers)
                if fault := self._of_class(made, klass, place, limits):
                    wrong[place].update(dict.fromkeys(numbers, fault))
            for number, fault in wrong[place].items():
                made = ancestry.takes[number]
                above = wrong["temporary" if made.by_person else place].keys()
                rooted = made.own & _ROOTED.get(ancestry.classes[number], ~0)
                if rooted or above.isdisjoint(made.parents):
                    found[number, place] = (fault, *found.get((number, place), ()))
        return found

    def _alike(self, ancestry: Ancestry, place: Deliverable) -> Iterator[tuple[tuple[int, ...], list[int]]]:
        """Takes that one look is enough for, with the rules that hold for them."""
        rules_at = self.rules_at(ancestry, place)
        for numbers in ancestry.alike[place]:
            groups: dict[tuple[int, ...], list[int]] = {}
            for number in numbers:
                groups.setdefault(rules_at[number], []).append(number)
            yield from groups.items()

    def limits(self, place: Deliverable, rules: tuple[int, ...]) -> Limits:
        """What holds in a place where these rules hold."""
        if (place, rules) not in self._limits:
            self._limits[place, rules] = self.policy.limits(place, rules)
        return self._limits[place, rules]

    def rules_at(self, ancestry: Ancestry, place: Deliverable) -> list[tuple[int, ...]]:
        """The numbers of the rules that hold for each take in this place."""
        ruled = self._rules_at.setdefault(ancestry, {})
        if place not in ruled:
            ruled[place] = self._ruled(ancestry, place)
        return ruled[place]

    def _ruled(self, ancestry: Ancestry, place: Deliverable) -> list[tuple[int, ...]]:
        rules = [(number, rule) for number, rule in self._rules if place in rule.deliverables]
        masks = [ancestry.covered((rule.elements, rule.steps), rule.covers) for _, rule in rules]
        everywhere = tuple(number for (number, _), mask in zip(rules, masks, strict=True) if all(mask))
        if all(all(mask) or not any(mask) for mask in masks):
            return [everywhere] * len(ancestry.takes)
        tuples: dict[tuple[int, ...], tuple[int, ...]] = {}
        return [
            tuples.setdefault(holds, tuple(rules[i][0] for i, one in enumerate(holds) if one))
            for holds in zip(*masks, strict=True)
        ]

    def _of_class(self, made: Made, klass: Class, place: Deliverable, limits: Limits) -> Fault | None:
        if made.lost or klass in limits.classes:
            return None
        where = "to be seen in the film" if place == "final" else "behind what is seen in it"
        rules = "" if klass not in self.limits(place, ()).classes else _rules(limits)
        why = f"{self.policy.name} does not allow {klass} work {where}{rules}"
        learned = [digest for digest in made.cards if self._learned(digest)]
        return Fault("class", why, card=learned[0] if learned and klass == "generated" else "")

    def _of_maker(self, made: Made, limits: Limits, brought: Brought) -> Iterator[Fault]:
        if made.lost:
            yield Fault("lost", "the record has lost what made it")
        for digest in dict.fromkeys(made.cards):
            for fault in self.of_card(digest, limits):
                if not fault.wanted or not brought.issuperset(fault.wanted):
                    yield fault

    # Runs.

    def of_run(
        self,
        element: str | None,
        tool: str | None,
        step: str | None,
        cards: tuple[str, ...] | None,
        network: tuple[str, ...] | None,
        classes: frozenset[Class] | None,
    ) -> Iterator[str]:
        """Why a run may not start; asked of what holds for a take wherever it will stand in the film."""
        if None in (element, tool, step, cards, network, classes):
            yield (
                f"{self.policy.name} refuses what is not fully known (element, tool, step, cards, network and"
                " classes of inputs)"
            )
        if element is None or cards is None or network is None or classes is None:
            return
        rules = [
            (number, rule)
            for number, rule in self._rules
            if len(set(rule.deliverables)) == 2 and rule.covers(element, step)
        ]
        limits = self.limits("temporary", tuple(number for number, _ in rules))
        for klass in sorted(classes - set(self.policy.run.classes)):
            yield f"{self.policy.name} does not let {tool} work on {klass} material"
        made = self._foreseen(cards, classes)
        for _, rule in rules:
            if rule.classes is not None and made not in rule.classes:
                yield f"{self.policy.name} does not allow {made} work here ({rule.why})"
        if network and not limits.servers:
            hosts = ", ".join(network)
            because = _rules(limits) if self.policy.run.servers == "allow" else ""
            yield f"{self.policy.name} refuses tools that talk to a server ({hosts}){because}"
        for digest in cards:
            yield from (fault.why for fault in self.of_card(digest, limits))

    def _foreseen(self, cards: tuple[str, ...], classes: frozenset[Class]) -> Class:
        own = Matter.GENERATED if any(map(self._learned, cards)) else Matter.ALGORITHMIC
        matter = own | Matter.UNCLEAR if "unclear" in classes else own
        return label(own.value, matter.value, classes)

    # Cards.

    def of_card(self, digest: str, limits: Limits) -> tuple[Fault, ...]:
        """The faults of a card with all its ancestors, under limits."""
        if (digest, limits) not in self._of_card:
            faults = tuple(self._look_at(digest, limits))
            if limits.because:
                bare = {fault.why for fault in self._look_at(digest, self.limits("temporary", ()))}
                faults = tuple(
                    fault if fault.why in bare else replace(fault, why=fault.why + _rules(limits))
                    for fault in faults
                )
            self._of_card[digest, limits] = faults
        return self._of_card[digest, limits]

    def _look_at(self, digest: str, limits: Limits) -> Iterator[Fault]:
        card, name = self.shelf.get(digest), self.policy.name
        if not limits.learned_models and self._learned(digest):
            yield Fault(
                "card", f"{name} refuses learned models ({card.name if card else digest[:12]})", digest
            )
        if card is None:
            short = digest[:12] or "with that digest"
            want = Want(short, f"the card {short}", "card")
            yield Fault("card", f"there is no card {short}", digest, (want,))
            return
        for banned in sorted(limits.banned & self._names(card)):
            yield Fault("card", f"{name} bans {banned}, from which {card.name} descends", digest)
        for why, wanted in self._of_licences(card, limits):
            yield Fault("card", why, digest, wanted)
        alike: dict[tuple[str, bool], list[Dimension]] = {}
        for dimension, why in self._answers(card, limits):
            curable = bool(self._wanted(card, dimension, limits))
            alike.setdefault((why, curable), []).append(dimension)
        for (why, _), dimensions in alike.items():
            words = ", ".join(dimension.replace("_", " ") for dimension in dimensions)
            wants = dict.fromkeys(want for one in dimensions for want in self._wanted(card, one, limits))
            verb = "is" if len(dimensions) == 1 else "are"
            yield Fault("card", f"{card.name}: {words} {verb} {why}", digest, tuple(wants))

    def _answers(self, card: Card, limits: Limits) -> Iterator[tuple[Dimension, str]]:
        """The questions whose answer the policy does not accept, and why."""
        findings = self.findings(card)
        for dimension, accepted in zip(DIMENSIONS, limits.accept, strict=True):
            found = findings[dimension]
            if found.verdict not in accepted:
                way = " → ".join(found.path)
                yield dimension, f"{found.verdict} by way of {way}; needed is {found.cure}"
            elif found.verdict in _NEED_EVIDENCE and found.evidence < limits.evidence:
                asked = f"{self.policy.name} asks for {limits.evidence}"
                yield dimension, f"{found.verdict} only at {found.evidence}, and {asked}"

    def _wanted(self, card: Card, dimension: Dimension, limits: Limits) -> tuple[Want, ...]:
        """Every piece of evidence that a question lacks, at the card and all its ancestors; nothing where one
        of them has answered, and evidence would not change the answer."""
        wants, words = dict[Want, None](), dimension.replace("_", " ")
        accepted = limits.accept[DIMENSIONS.index(dimension)]
        for gap in gaps(card, self.shelf, self._use, dimension):
            name = gap.path[-1]
            if gap.verdict not in accepted:
                if gap.verdict != "unknown":
                    return ()
                wants[Want(name, f"{gap.cure} (at {limits.evidence} or better)", dimension)] = None
            elif gap.verdict in _NEED_EVIDENCE and gap.evidence < limits.evidence:
                what = gap.cure or f"a document on the {words} of {name}"
                wants[Want(name, f"{what} (at {limits.evidence} or better)", dimension)] = None
        return tuple(wants)

    def _of_licences(self, card: Card, limits: Limits) -> Iterator[tuple[str, tuple[Want, ...]]]:
        """Licences are asked of a card and its ancestors; where only some are allowed, all must be known."""
        if limits.allowed is None and not limits.refused:
            return
        for one in self._ancestors(card):
            for kind in ("code", "weights", "data"):
                ids = self._licences(one, kind)
                for id in ids:
                    if not limits.licenses(id):
                        yield f"{self.policy.name} does not allow {id} ({kind} of {one.name})", ()
                if limits.allowed is not None and not ids and (one.learned or kind == "data"):
                    want = Want(one.name, f"the licence of the {kind} of {one.name}", "licence")
                    yield f"{want.text} is not known", (want,)
            if limits.allowed is not None:
                for name, what in self._unnamed(one):
                    want = Want(name, what, "card")
                    yield f"the licences of all that {one.name} comes from are not known", (want,)

    def _unnamed(self, card: Card) -> Iterator[tuple[str, str]]:
        """The cards that are missing for all that a card comes from to be known, by whose and which."""
        for parent in self.shelf.parents(card.digest):
            if not self.shelf.listing(parent.digest or ""):
                yield parent.name, f"the card of {parent.name}, which {card.name} is {parent.relation}"
        if not any(one.counted >= "E3" for said in self.shelf.said(card) for one in said.complete):
            yield card.name, f"a complete card of {card.name} at E3 or better"

    def _licences(self, card: Card, kind: str) -> list[str]:
        return [licence.id for said in self.shelf.said(card) for licence in getattr(said.licences, kind)]

    def _learned(self, digest: str) -> bool:
        card = self.shelf.get(digest)
        return card is None or card.learned

    def _ancestors(self, card: Card) -> Iterable[Card]:
        """A card, those that tell of the same thing, and all at hand that they descend from."""
        found, waiting = set[str](), [card.digest]
        while waiting:
            digest = waiting.pop()
            if digest not in found:
                found.add(digest)
                waiting += [*self.shelf.same(digest), *self.shelf.before(digest)]
        return [self.shelf[digest] for digest in sorted(found)]

    def _names(self, card: Card) -> set[str]:
        """Names, makers, digests and file digests of a card and all its ancestors, without their case."""
        found = set[str]()
        for one in self._ancestors(card):
            parents = self.shelf.parents(one.digest)
            found |= {one.digest, one.maker, *one.names, *one.files.values()}
            found |= {name for parent in parents for name in (parent.name, parent.digest or "")}
        return {name.casefold() for name in found}


def _rules(limits: Limits) -> str:
    return f" (under the rule: {'; '.join(limits.because)})" if limits.because else ""
