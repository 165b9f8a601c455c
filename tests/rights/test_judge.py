from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hwaryong.rights.ancestry import GIVEN, Step
from hwaryong.rights.attestation import Attestation
from hwaryong.rights.judge import Judge, Verdict
from hwaryong.rights.policy import Policy, packaged
from hwaryong.rights.shelf import Shelf

DAY = date(2026, 11, 23)


def judge(name: str, *cards: Any, client: str = "") -> Judge:
    return Judge(Policy.named(name), Shelf(cards), day=DAY, client=client)


def run(by: Judge, **facts: Any) -> Verdict:
    plain: dict[str, Any] = {
        "element": "ep01/sq010/sh010/A/0003", "tool": "drawing.inbetween", "step": "drawing.inbetween",
        "cards": (), "network": (), "classes": frozenset({"human"}),
    }  # fmt: skip
    return by.judge_run(**{**plain, **facts})


@pytest.mark.parametrize("name", packaged())
def test_a_tool_that_learned_nothing_may_run_under_every_policy(name: str) -> None:
    assert run(judge(name)) == Verdict(True)


@pytest.mark.parametrize("name", packaged())
@pytest.mark.parametrize("fact", ["element", "tool", "step", "cards", "network", "classes"])
def test_a_fact_that_is_missing_refuses_under_every_policy(name: str, fact: str) -> None:
    assert not run(judge(name), **{fact: None}).allow


@pytest.mark.parametrize("name", packaged())
def test_a_card_that_is_not_at_hand_refuses_under_every_policy(name: str) -> None:
    verdict = run(judge(name), cards=("e" * 64,))
    assert not verdict.allow
    assert any("no card eeee" in reason for reason in verdict.reasons)


def test_a_model_that_is_cleared_throughout(card: Any) -> None:
    clear = card()
    answers = {name: run(judge(name, clear), cards=(clear.digest,)).allow for name in packaged()}
    assert answers == {
        "assistive-only": True, "client-forbids-ai": False, "in-house-or-licensed-only": True,
        "netflix-partner": True, "open": True,
    }  # fmt: skip


def test_a_model_whose_data_rests_on_the_vendors_word_is_not_licensed(card: Any) -> None:
    said = {"evidence": "E2", "source": "the vendor's page"}
    vendor = card(training_consent={**said, "answer": "ok", "scope": "all"})
    verdict = run(judge("in-house-or-licensed-only", vendor), cards=(vendor.digest,))
    assert not verdict.allow
    assert "training consent is ok only at E2" in verdict.reasons[0]
    assert run(judge("assistive-only", vendor), cards=(vendor.digest,)).allow


def test_what_the_client_bans_is_found_by_name_and_file_in_the_ancestry(card: Any) -> None:
    base = card(name="base", files={"base.bin": "b" * 64})
    edge = {
        "name": "base",
        "relation": "fine-tuned-from",
        "digest": base.digest,
        "evidence": "E4",
        "source": "log",
    }
    tuned = card(name="renamed", parents=(edge,))
    policy = Policy.named("open")
    for banned in ("base", "b" * 64, base.digest):
        rule = policy.cards.model_copy(update={"banned": (banned,)})
        by = Judge(policy.model_copy(update={"cards": rule}), Shelf([base, tuned]), day=DAY)
        assert "bans" in run(by, cards=(tuned.digest,)).reasons[0]


def test_the_productions_client_is_asked_about(card: Any) -> None:
    banned = card(bans={"evidence": "E4", "source": "contract", "clients": ("a client",)})
    by = judge("in-house-or-licensed-only", banned, client="a client")
    assert "client ban is forbidden" in run(by, cards=(banned.digest,)).reasons[0]


def test_servers_and_classes() -> None:
    by = judge("in-house-or-licensed-only")
    assert "talk to a server (example.org)" in run(by, network=("example.org",)).reasons[0]
    assert "unclear material" in run(by, classes=frozenset({"unclear", "human"})).reasons[0]


def test_a_run_is_judged_in_microseconds(card: Any) -> None:
    clear = card()
    by = judge("in-house-or-licensed-only", clear)
    run(by, cards=(clear.digest,))
    began = time.perf_counter()
    for _ in range(10_000):
        run(by, cards=(clear.digest,))
    assert (time.perf_counter() - began) / 10_000 < 50e-6


def film(memory: Any, drawing: str) -> str:
    cel = memory.add("ep01/sq010/sh010/A/0003/paint", [drawing])
    shot = memory.add("ep01/sq010/sh010/shot", [cel, memory.person("places/wall")])
    return str(memory.add("ep01/film", [shot]))


def test_generated_work_is_named_with_the_way_to_it(memory: Any, card: Any) -> None:
    clear = card()
    made = film(memory, memory.model("ep01/sq010/sh010/A/0003", digest=clear.digest))
    verdict = judge("client-forbids-ai", clear).judge_delivery(memory, made)
    assert not verdict.allow
    (offence,) = verdict.offending
    assert offence.element == "ep01/sq010/sh010/A/0003"
    assert offence.path == (
        "ep01/film", "ep01/sq010/sh010/shot", "ep01/sq010/sh010/A/0003/paint", "ep01/sq010/sh010/A/0003",
    )  # fmt: skip
    assert judge("open", clear).judge_delivery(memory, made).allow


def test_painting_over_does_not_wash(memory: Any, card: Any) -> None:
    clear = card()
    draft = memory.model("ep01/sq010/sh010/A/0003", digest=clear.digest)
    made = film(memory, memory.person("ep01/sq010/sh010/A/0003", [draft]))
    assert not judge("client-forbids-ai", clear).judge_delivery(memory, made).allow
    assert judge("assistive-only", clear).judge_delivery(memory, made).allow


def test_assistive_only_refuses_an_untouched_draft(memory: Any, card: Any) -> None:
    clear = card()
    made = film(memory, memory.model("ep01/sq010/sh010/A/0003", digest=clear.digest))
    verdict = judge("assistive-only", clear).judge_delivery(memory, made)
    assert [offence.element for offence in verdict.offending] == ["ep01/sq010/sh010/A/0003"]
    assert "generated work to be seen" in verdict.offending[0].why


def test_a_lost_origin_is_refused_even_by_open(memory: Any) -> None:
    wall = memory.person("places/wall")
    made = memory.add("ep01/film", [wall, "never-recorded"])
    memory.lose_run(wall)
    verdict = judge("open").judge_delivery(memory, made)
    assert {offence.element for offence in verdict.offending} == {"places/wall", "a lost take never-record"}


def test_a_film_without_models_may_leave_under_every_policy(memory: Any) -> None:
    made = film(memory, memory.program("ep01/sq010/sh010/A/0003"))
    for name in packaged():
        assert judge(name).judge_delivery(memory, made) == Verdict(True)


def ruled(base: str, *rules: dict[str, Any], cards: tuple[Any, ...] = (), client: str = "") -> Judge:
    """A packaged policy with further rules."""
    plain = Policy.named(base).model_dump()
    policy = Policy.model_validate({**plain, "rule": tuple({"why": "a reason", **rule} for rule in rules)})
    steps = {"ep01/sq010/sh010/line/001.ko": Step("voice.speak"), "ep01/sq010/sh010/A/0003": GIVEN}
    return Judge(policy, Shelf(cards), day=DAY, client=client, steps=steps)


def test_a_rule_about_a_step_holds_whatever_tool_takes_it(card: Any) -> None:
    clear = card()
    by = ruled("open", {"steps": ("voice.*",), "learned_models": "refuse"}, cards=(clear,))
    asked = {"cards": (clear.digest,), "tool": "somebodys.tool"}
    assert run(by, step="drawing.inbetween", **asked).allow
    refused = run(by, step="voice.speak", **asked)
    assert refused.reasons == (
        "ep01/sq010/sh010/A/0003: open refuses learned models (a model) (under the rule: a reason)",
    )


def test_a_rule_about_classes_is_asked_before_the_run_what_the_run_would_make(card: Any) -> None:
    clear = card()
    by = ruled("open", {"elements": ("**/A/*",), "classes": ("human", "algorithmic")}, cards=(clear,))
    assert run(by).allow
    assert "does not allow generated work here" in run(by, cards=(clear.digest,)).reasons[0]
    assert run(by, cards=(clear.digest,), element="ep01/line/001").allow
    later = ruled("open", {"deliverables": ("final",), "learned_models": "refuse"}, cards=(clear,))
    assert run(later, cards=(clear.digest,)).allow  # a draft that a person draws over may still come of it


def test_a_rule_about_what_is_final_lets_temporary_work_be(memory: Any, card: Any) -> None:
    clear = card()
    rule = {"deliverables": ("final",), "learned_models": "refuse"}
    draft = memory.model("ep01/sq010/sh010/A/0003", digest=clear.digest)
    over = film(memory, memory.person("ep01/sq010/sh010/A/0003", [draft]))
    assert ruled("open", rule, cards=(clear,)).judge_delivery(memory, over).allow
    assert not ruled("open", rule, cards=(clear,)).judge_delivery(memory, film(memory, draft)).allow


def test_rules_for_a_client_or_a_country() -> None:
    rule = {"clients": ("a client",), "learned_models": "refuse"}
    for client, allowed in (("a client", False), ("another", True), ("", False)):
        assert (
            run(ruled("open", rule, client=client), cards=("e" * 64,)).reasons[0].count("learned") != allowed
        )
    korea = {"countries": ("KR",), "classes": ("human",)}
    assert not run(ruled("in-house-or-licensed-only", korea)).allow
    assert run(ruled("in-house-or-licensed-only", {**korea, "countries": ("US",)})).allow


def test_licences_are_asked_of_every_ancestor(card: Any) -> None:
    free = {
        "evidence": "E4",
        "source": "its page",
        "document": "d" * 64,
        "id": "CC-BY-NC-4.0",
        "commercial": "ok",
    }
    data = card(
        name="pictures", kind="dataset", learned=False, files={"p": "b" * 64}, licences={"data": free}
    )
    edge = {
        "name": "pictures",
        "relation": "trained-on",
        "digest": data.digest,
        "evidence": "E2",
        "source": "log",
    }
    tuned = card(name="tuned", files={"t": "c" * 64}, parents=(edge,))
    refused = {"licences": {"allowed": "any", "refused": ("cc-by-nc-4.0",)}}
    (reason,) = run(ruled("open", refused, cards=(data, tuned)), cards=(tuned.digest,)).reasons
    assert "does not allow CC-BY-NC-4.0 (data of pictures)" in reason
    named = {"licences": {"allowed": ("Apache-2.0", "CC-BY-NC-4.0"), "refused": ()}}
    assert run(ruled("open", named, cards=(data, tuned)), cards=(tuned.digest,)).allow
    unsaid = card(name="unsaid", files={"u": "9" * 64}, parents=({**edge, "digest": None},))
    reasons = run(ruled("open", named, cards=(unsaid,)), cards=(unsaid.digest,)).reasons
    assert "not known" in reasons[0]


def test_a_maker_is_banned_by_any_spelling_in_any_descendant(card: Any) -> None:
    base = card(name="base", maker="A Vendor", files={"b": "b" * 64})
    edge = {
        "name": "b",
        "relation": "fine-tuned-from",
        "digest": base.digest,
        "evidence": "E4",
        "source": "log",
    }
    tuned = card(name="tuned", files={"t": "c" * 64}, parents=(edge,))
    twin = card(name="renamed", maker="nobody", files={"other": "b" * 64})
    by = ruled("open", {"banned": ("a vendor",)}, cards=(base, tuned, twin))
    for one in (base, tuned, twin):
        assert "bans a vendor" in run(by, cards=(one.digest,)).reasons[0]


def test_one_card_is_one_offence_and_one_cure(memory: Any, card: Any) -> None:
    said = {"evidence": "E2", "source": "the vendor's page"}
    vendor = card(name="vendor's", training_consent={**said, "answer": "ok", "scope": "all"})
    drawings = [memory.model(f"ep01/A/{number:04}", digest=vendor.digest) for number in range(400)]
    shot = memory.add("ep01/shot", drawings)
    memory.takes[shot] = replace(memory.takes[shot], kind="clip")
    made = memory.add("ep01/film", [shot])
    verdict = judge("in-house-or-licensed-only", vendor).judge_delivery(memory, made)
    (offence,), (cure,) = verdict.offending, verdict.cures
    assert (offence.element, len(offence.elements)) == ("ep01/A/0000", 400)
    assert (cure.what, cure.card, cure.dimension) == ("evidence", "vendor's", "training_consent")
    assert cure.sentence == "bring a document on the training consent of vendor's (at E3 or better)"
    assert verdict.reasons[0].startswith(
        "ep01/A/0000 and 399 more: vendor's: training consent is ok only at E2"
    )


def test_the_evidence_that_a_cure_asks_for_clears_the_film(memory: Any, card: Any) -> None:
    said = {"evidence": "E2", "source": "the vendor's page"}
    vendor = card(name="vendor's", training_consent={**said, "answer": "ok", "scope": "all"})
    drawings = [memory.model(f"ep01/A/{number:04}", digest=vendor.digest) for number in range(9)]
    made = memory.add("ep01/film", drawings)
    policy = Policy.named("in-house-or-licensed-only")
    (cure,) = Judge(policy, Shelf([vendor]), day=DAY).judge_delivery(memory, made).cures
    assert cure.what == "evidence"
    signed = {"evidence": "E3", "source": "contract", "document": "d" * 64, "answer": "ok", "scope": "all"}
    brought = Attestation.model_validate(
        {
            "format": "hwaryong.attestation/1", "about": vendor.digest, "by": "a lawyer",
            "training_consent": (signed,),
        }
    )  # fmt: skip
    assert Judge(policy, Shelf([vendor], [brought]), day=DAY).judge_delivery(memory, made).allow


def test_the_steps_own_tool_is_the_cheapest_cure_where_it_is_allowed(memory: Any, card: Any) -> None:
    clear = card()
    made = film(memory, memory.model("ep01/sq010/sh010/A/0003", digest=clear.digest))
    for step, what in (
        (Step("drawing.inbetween"), "other-tool"),
        (Step("drawing.inbetween", cards=(clear.digest,)), "by-hand"),
        (Step("drawing.inbetween", cards=None), "by-hand"),
        (Step("drawing.inbetween", network=("example.org",)), "by-hand"),
        (GIVEN, "by-hand"),
    ):
        steps = {"ep01/sq010/sh010/A/0003": step}
        by = Judge(Policy.named("client-forbids-ai"), Shelf([clear]), day=DAY, steps=steps)
        (cure,) = by.judge_delivery(memory, made).cures
        assert cure.what == what
        assert ("drawing.inbetween" in cure.sentence) == (what == "other-tool")


def test_where_the_film_itself_is_refused_there_is_no_cure(memory: Any) -> None:
    made = film(memory, memory.person("ep01/sq010/sh010/A/0003"))
    verdict = ruled("open", {"classes": ("human",)}).judge_delivery(memory, made)
    assert not verdict.allow
    assert verdict.cures == ()
