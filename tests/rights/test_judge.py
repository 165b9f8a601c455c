from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

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
