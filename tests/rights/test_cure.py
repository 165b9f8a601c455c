"""The cheapest cure: on every small film it suffices, and no cheaper one does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwaryong.rights.ancestry import GIVEN, Ancestry, Step
from hwaryong.rights.cure import BY_HAND, EVIDENCE, ORIGIN, OTHER_TOOL, Remedies, apply, cheapest
from hwaryong.rights.fault import Faults, Want
from hwaryong.rights.judge import Judge, Verdict
from hwaryong.rights.lineage import Lineage, Matter
from hwaryong.rights.policy import Policy, packaged
from hwaryong.rights.shelf import Shelf

DAY = date(2026, 11, 23)
SAID = {"evidence": "E2", "source": "the vendor's page"}


@pytest.fixture(scope="session")
def cards(card: Any) -> dict[str, Any]:
    """Cards that lack nothing, a document, a parent's card, everything, and one that no evidence clears."""
    unsaid = {"answer": "ok", "scope": "all", **SAID}
    return {
        "clear": card(),
        "vendor": card(name="vendor's", files={"v": "1" * 64}, training_consent=unsaid),
        "orphan": card(
            name="orphan", files={"o": "2" * 64},
            parents=({"name": "a crawl", "relation": "trained-on", **SAID},),
        ),
        "forbidden": card(name="banned", files={"f": "3" * 64}, likeness={**unsaid, "answer": "forbidden"}),
    }  # fmt: skip


class Planned(NamedTuple):
    maker: str
    inputs: tuple[int, ...]
    card: str = ""
    default: bool = False
    dear: bool = False


@st.composite
def films(draw: st.DrawFn, at_most: int) -> list[Planned]:
    """Makers, inputs, cards, and what of the step: a default tool, and a shot's cost; the film comes last."""
    takes: list[Planned] = []
    for number in range(draw(st.integers(1, at_most))):
        maker = draw(st.sampled_from(["person", "tool", "model", "model", "unclear"]))
        inputs = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set[int]()
        if maker == "unclear":
            inputs = set()
        card = draw(st.sampled_from(["clear", "vendor", "orphan", "forbidden", "lost"]))
        takes.append(Planned(maker, tuple(sorted(inputs)), card, draw(st.booleans()), draw(st.booleans())))
    used = {given for take in takes for given in take.inputs}
    takes.append(Planned("tool", tuple(number for number in range(len(takes)) if number not in used)))
    return takes


def build(memory: Any, film: list[Planned], cards: dict[str, Any]) -> Ancestry:
    ids: list[str] = []
    steps: dict[str, Step] = {}
    for number, (maker, inputs, card, default, dear) in enumerate(film):
        element, given = f"e/{number}", [ids[one] for one in inputs]
        if maker == "unclear":
            ids.append(memory.unclear(element))
        elif maker == "model":
            digest = cards[card].digest if card in cards else "f" * 64
            ids.append(memory.model(element, given, digest=digest))
        else:
            ids.append(getattr(memory, "person" if maker == "person" else "add")(element, given))
        if dear:
            memory.takes[ids[-1]] = replace(memory.takes[ids[-1]], kind="clip")
        steps[element] = Step("drawing.inbetween") if default else GIVEN
    return Ancestry.of(Lineage(memory, Shelf(cards.values())), ids[-1], steps)


def options(faults: Faults, ancestry: Ancestry, judge: Judge) -> list[tuple[int, str, Any]]:
    """Everything that could be done, with its cost."""
    film = len(ancestry.takes) - 1
    found = [
        (ORIGIN, "origin", n) for n, made in enumerate(ancestry.takes) if made.own & Matter.UNCLEAR.value
    ]
    for number, made in enumerate(ancestry.takes[:film]):
        if ancestry.seen[number]:
            found.append((BY_HAND.get(made.kind, 10), "by_hand", number))
        tool = ancestry.steps[made.element].tool
        if ancestry.seen[number] and made.by_tool and tool not in (GIVEN.tool, made.maker):
            found.append((OTHER_TOOL, "other_tool", number))
    wants = {want for every in faults.at(ancestry).values() for fault in every for want in fault.wanted}
    return [*found, *((EVIDENCE, "evidence", want) for want in wants)]


def cheaper(choice: list[tuple[int, str, Any]], left: int) -> Iterator[list[tuple[int, str, Any]]]:
    """Every set of options that costs less than `left`."""
    if left > 0:
        yield []
    for number, one in enumerate(choice):
        if one[0] < left:
            for rest in cheaper(choice[number + 1 :], left - one[0]):
                yield [one, *rest]


def remedies(chosen: list[tuple[int, str, Any]]) -> Remedies:
    kinds = ("by_hand", "other_tool", "origin", "evidence")
    return Remedies(*(frozenset(what for _, kind, what in chosen if kind == one) for one in kinds))


def suffices(faults: Faults, ancestry: Ancestry, done: Remedies) -> bool:
    return not faults.at(apply(ancestry, done)[0], done.evidence)


@pytest.mark.parametrize("name", packaged())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(film=films(at_most=6))
def test_no_cheaper_cure_suffices(name: str, film: Any, cards: Any, make_memory: Any) -> None:
    ancestry = build(make_memory(), film, cards)
    shelf = Shelf(cards.values())
    judge = Judge(Policy.named(name), shelf, day=DAY)
    faults = Faults(Policy.named(name), shelf, DAY, "")
    verdict = judge.judge(ancestry)
    cost = sum(cure.cost for cure in verdict.cures)
    if verdict.cures:
        assert suffices(faults, ancestry, done_by(verdict, ancestry, faults))
    elif not verdict.allow:
        cost = 120
    for chosen in cheaper(options(faults, ancestry, judge), cost):
        assert not suffices(faults, ancestry, remedies(chosen)), chosen


def done_by(verdict: Verdict, ancestry: Ancestry, faults: Faults) -> Remedies:
    """What the cures tell people to do, read back from their words alone."""
    numbers = {made.element: number for number, made in enumerate(ancestry.takes)}
    wants: set[Want] = {
        want for every in faults.at(ancestry).values() for fault in every for want in fault.wanted
    }
    done = {"by-hand": set[Any](), "other-tool": set[Any](), "origin": set[Any](), "evidence": set[Any]()}
    for cure in verdict.cures:
        if cure.what == "evidence":
            done["evidence"] |= {want for want in wants if cure.sentence == f"bring {want.text}"}
        else:
            done[cure.what] |= {numbers[element] for element in cure.elements}
    return Remedies(*(frozenset(done[what]) for what in ("by-hand", "other-tool", "origin", "evidence")))


CLASSES = ["human", "algorithmic", "assisted", "generated", "composite", "unclear"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    film=films(at_most=7),
    final=st.sets(st.sampled_from(CLASSES)),
    more=st.sets(st.sampled_from(CLASSES)),
    rules=st.lists(
        st.fixed_dictionaries(
            {"elements": st.sets(st.sampled_from(["e/0", "e/1", "e/2", "e/3"]), min_size=1).map(tuple)},
            optional={
                "classes": st.sets(st.sampled_from(CLASSES)).map(tuple),
                "evidence": st.sampled_from(["E3", "E4"]),
                "deliverables": st.sampled_from([("final",), ("temporary",), ("final", "temporary")]),
            },
        ).filter(lambda rule: "classes" in rule or "evidence" in rule),
        max_size=2,
    ),
)
def test_a_cure_suffices_under_any_policy(
    film: Any, final: Any, more: Any, rules: Any, cards: Any, make_memory: Any
) -> None:
    plain = Policy.named("assistive-only").model_dump()
    plain["delivery"] = {"final": tuple(sorted(final)), "temporary": tuple(sorted(final | more))}
    plain["rule"] = tuple({"why": "a law", **rule} for rule in rules)
    policy = Policy.model_validate(plain)
    ancestry = build(make_memory(), film, cards)
    faults = Faults(policy, Shelf(cards.values()), DAY, "")
    verdict = Judge(policy, Shelf(cards.values()), day=DAY).judge(ancestry)
    assert verdict.allow == (not faults.at(ancestry))
    bare = Judge(policy.model_copy(update={"rule": ()}), Shelf(cards.values()), day=DAY).judge(ancestry)
    assert bare.allow or not verdict.allow, "a rule let through what the policy refuses"
    if verdict.cures:
        assert suffices(faults, ancestry, done_by(verdict, ancestry, faults))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(film=films(at_most=7), name=st.sampled_from(packaged()))
def test_every_offence_is_one_and_none_follows_from_another(
    film: Any, name: str, cards: Any, make_memory: Any
) -> None:
    ancestry = build(make_memory(), film, cards)
    policy = Policy.named(name)
    verdict = Judge(policy, Shelf(cards.values()), day=DAY).judge(ancestry)
    assert len({offence.why + str(offence.elements) for offence in verdict.offending}) == len(
        verdict.offending
    )
    made = {one.element: one for one in ancestry.takes}
    for offence in verdict.offending:
        for element in offence.elements:
            brought = made[element]
            assert brought.cards or brought.lost or brought.by_person or brought.own & Matter.UNCLEAR.value
        for above, below in zip(offence.path, offence.path[1:], strict=False):
            assert below in {ancestry.takes[parent].element for parent in made[above].parents}
        assert offence.path[0] == ancestry.takes[-1].element
        assert offence.path[-1] == offence.element
    explained = {element for offence in verdict.offending for element in offence.elements}
    above: list[set[str]] = []
    for number, one in enumerate(ancestry.takes):
        above.append({one.element}.union(*(above[parent] for parent in one.parents)))
        if ancestry.seen[number] and ancestry.classes[number] not in policy.delivery.final:
            assert above[number] & explained


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(film=films(at_most=7), name=st.sampled_from(packaged()))
def test_a_record_of_the_cured_film_is_allowed(film: Any, name: str, cards: Any, make_memory: Any) -> None:
    ancestry, shelf = build(make_memory(), film, cards), Shelf(cards.values())
    judge, faults = Judge(Policy.named(name), shelf, day=DAY), Faults(Policy.named(name), shelf, DAY, "")
    cures = cheapest(faults, ancestry, faults.at(ancestry))
    if not cures or any(cure.what == "evidence" for cure in cures):
        return
    verdict = judge.judge(ancestry)
    memory, ids = make_memory(), list[str]()
    for made in apply(ancestry, done_by(verdict, ancestry, faults))[0].takes:
        given = [ids[parent] for parent in made.parents]
        used = tuple({"name": "a model", "digest": digest} for digest in made.cards)
        if made.by_person:
            ids.append(memory.person(made.element, given))
        elif made.own & Matter.UNCLEAR.value:
            ids.append(memory.unclear(made.element))
        else:
            ids.append(memory.add(made.element, given, maker=made.maker, cards=used))
    assert judge.judge_delivery(memory, ids[-1]) == Verdict(True)
