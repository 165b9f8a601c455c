from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.rights.verdict import DIMENSIONS, Use, verdicts

USE = Use(client="a client", countries=("KR",), day=date(2026, 11, 23))
SAID = {"evidence": "E4", "source": "read there", "document": "b" * 64}


def parent(card: Any, evidence: str = "E4") -> dict[str, Any]:
    edge = {"name": card.name, "relation": "trained-on", "digest": card.digest}
    return {**edge, "evidence": evidence, "source": "log", "document": "b" * 64}


def answers(card: Any, *others: Any) -> dict[str, str]:
    found = verdicts(card, {other.digest: other for other in others}, USE)
    return {dimension: finding.verdict for dimension, finding in found.items()}


def test_a_card_on_which_all_is_said_is_clear(card: Any) -> None:
    assert set(answers(card()).values()) == {"ok"}


@pytest.mark.parametrize(
    ("field", "value", "dimension", "answer"),
    [
        ("training_consent", (), "training_consent", "unknown"),
        (
            "training_consent",
            {**SAID, "answer": "restricted", "scope": "research"},
            "training_consent",
            "restricted",
        ),
        ("likeness", {**SAID, "evidence": "E0", "answer": "ok", "scope": "all"}, "likeness", "unknown"),
        ("territory", {**SAID, "countries": ("JP",)}, "territory", "forbidden"),
        ("territory", {**SAID, "countries": ("JP", "KR")}, "territory", "ok"),
        ("expiry", {**SAID, "last_day": date(2026, 11, 22)}, "expiry", "forbidden"),
        ("expiry", {**SAID, "last_day": date(2026, 11, 23)}, "expiry", "ok"),
        ("bans", {**SAID, "clients": ("a client",)}, "client_ban", "forbidden"),
        ("bans", (), "client_ban", "unknown"),
    ],
)
def test_each_question(card: Any, field: str, value: Any, dimension: str, answer: str) -> None:
    found = answers(card(**{field: value}))
    assert found.pop(dimension) == answer
    assert set(found.values()) == {"ok"}


def test_a_permissive_code_licence_clears_neither_weights_nor_data(card: Any) -> None:
    code = {**SAID, "id": "Apache-2.0", "commercial": "ok"}
    assert answers(card(licences={"code": code}))["commercial"] == "unknown"


def test_a_forbidding_licence_counts_though_others_are_missing(card: Any) -> None:
    data = {**SAID, "id": "CC-BY-NC-4.0", "commercial": "forbidden"}
    assert answers(card(licences={"data": data}))["commercial"] == "forbidden"


def test_the_worst_ancestor_wins_with_the_way_and_the_weakest_evidence(card: Any) -> None:
    data = {**SAID, "id": "LicenseRef-research", "commercial": "forbidden"}
    corpus = card(name="corpus", kind="dataset", learned=False, licences={"data": data})
    base = card(name="base", parents=(parent(corpus, "E1"),))
    tuned = card(name="tuned", parents=(parent(base),))
    found = verdicts(tuned, {one.digest: one for one in (corpus, base)}, USE)["commercial"]
    assert (found.verdict, found.path, found.evidence) == ("forbidden", ("tuned", "base", "corpus"), "E1")
    assert "corpus" in found.cure


def test_a_parent_without_a_card_is_unknown(card: Any) -> None:
    base = card(name="base")
    assert set(answers(card(parents=(parent(base),))).values()) == {"unknown"}


@pytest.mark.parametrize(
    "complete",
    [
        (),
        {"evidence": "E2", "source": "the vendor says so"},
        {"evidence": "E3", "source": "a contract that nobody hashed"},
    ],
)
def test_an_incomplete_card_has_a_parent_that_nobody_knows(card: Any, complete: Any) -> None:
    assert set(answers(card(complete=complete)).values()) == {"unknown"}


WORSE = ("ok", "restricted", "unknown", "forbidden")
said = st.sampled_from([None, "ok", "restricted", "forbidden"])


@given(st.lists(said, min_size=1, max_size=6), st.data())
def test_more_ancestors_never_make_it_better_and_order_never_matters(
    card: Any, consents: list[str | None], data: st.DataObject
) -> None:
    stated = [{**SAID, "answer": one, "scope": "s"} if one else () for one in consents]
    above = [card(name=f"c{n}", training_consent=one) for n, one in enumerate(stated)]
    order = data.draw(st.permutations(above))
    full = card(parents=tuple(parent(one) for one in above))
    turned = card(parents=tuple(parent(one) for one in order))
    fewer = card(parents=tuple(parent(one) for one in above[1:]))
    cards = {one.digest: one for one in above}
    ask = lambda one: verdicts(one, cards, USE)["training_consent"].verdict  # noqa: E731
    assert ask(full) == ask(turned) == max((one or "unknown" for one in consents), key=WORSE.index)
    assert WORSE.index(ask(full)) >= WORSE.index(ask(fewer))


def test_nothing_is_asked_twice_in_a_wide_ancestry(card: Any) -> None:
    layer = [card(name="root")]
    cards = list(layer)
    for depth in range(30):
        layer = [card(name=f"{depth}.{n}", parents=tuple(parent(one) for one in layer)) for n in range(2)]
        cards += layer
    assert set(answers(layer[0], *cards).values()) == {"ok"}
    assert len(DIMENSIONS) == 6
