from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from hwaryong.errors import HwaryongError
from hwaryong.record.model import Notice
from hwaryong.rights.attestation import Attestation
from hwaryong.rights.card import Card
from hwaryong.rights.shelf import Shelf
from hwaryong.rights.verdict import DIMENSIONS, Finding, Use, verdicts

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


@pytest.mark.parametrize(
    "field", ["licences", "complete", "training_consent", "likeness", "territory", "expiry", "bans"]
)
def test_a_statement_that_is_taken_away_never_clears_anything(card: Any, field: str) -> None:
    full = card(parents=(parent(card(name="base")),)).model_dump(mode="json")
    del full[field]
    answered = answers(Card.model_validate_json(json.dumps(full)), card(name="base"))
    assert "unknown" in answered.values()


def consent(answer: str, evidence: str = "E4", source: str = "read there") -> dict[str, Any]:
    return {**SAID, "answer": answer, "scope": "films", "evidence": evidence, "source": source}


def attest(about: str, **said: Any) -> Attestation:
    plain = {"format": "hwaryong.attestation/1", "about": about, "by": "rights desk"}
    return Attestation.model_validate({**plain, **said})


def notice(about: Any, dimension: str = "training_consent", from_day: str = "2026-11-23") -> Notice:
    return Notice(
        "n", about.digest, about.names, (), dimension, "forbidden", "producer", "a letter", "E2", "", from_day
    )


def test_the_strongest_of_sources_that_agree_counts(card: Any) -> None:
    both = (consent("ok", "E1", "press"), consent("ok", "E3", "contract"))
    found = verdicts(card(training_consent=both), {}, USE)["training_consent"]
    assert (found.verdict, found.evidence, found.contradicted, found.cure) == ("ok", "E3", (), "")


def test_a_contradiction_keeps_the_worst_and_is_shown(card: Any) -> None:
    both = (consent("ok", "E3", "contract"), consent("forbidden", "E1", "press"))
    found = verdicts(card(training_consent=both), {}, USE)["training_consent"]
    assert (found.verdict, found.evidence) == ("forbidden", "E1")
    assert found.contradicted == ("a model: forbidden (E1, press) against ok (E3, contract)",)
    assert found.contradicted[0] in found.cure


def test_a_contradiction_is_shown_from_below_and_beside_a_worse_answer(card: Any) -> None:
    both = (consent("ok", "E3", "contract"), consent("restricted", "E1", "press"))
    base = card(name="base", training_consent=both)
    tuned = card(name="tuned", training_consent=consent("forbidden"), parents=(parent(base, "E0"),))
    found = verdicts(tuned, {base.digest: base}, USE)["training_consent"]
    assert (found.verdict, found.path) == ("forbidden", ("tuned",))
    assert found.contradicted == ("base: restricted (E1, press) against ok (E3, contract)",)


def test_contradicting_licences_are_shown_with_their_part(card: Any) -> None:
    licence = {**SAID, "id": "MIT", "commercial": "ok"}
    no = {**SAID, "id": "CC-BY-NC-4.0", "commercial": "forbidden", "source": "model card"}
    found = verdicts(card(licences={"code": licence, "weights": (licence, no), "data": licence}), {}, USE)[
        "commercial"
    ]
    told = (
        "a model: forbidden (E4, weights, CC-BY-NC-4.0: model card) against ok (E4, weights, MIT: read there)"
    )
    assert (found.verdict, found.contradicted) == ("forbidden", (told,))
    assert "licence of the weights" in found.cure


def test_a_licence_that_nobody_has_read_is_less_than_a_permission(card: Any) -> None:
    licence = {**SAID, "id": "MIT", "commercial": "ok"}
    unread = {**SAID, "id": "LicenseRef-custom", "commercial": "unknown"}
    licences = {"code": licence, "weights": licence, "data": (licence, unread)}
    found = verdicts(card(licences=licences), {}, USE)["commercial"]
    assert found.verdict == "unknown"
    assert found.contradicted[0].endswith("against ok (E4, data, MIT: read there)")


def test_what_is_missing_is_named(card: Any) -> None:
    code = {**SAID, "id": "MIT", "commercial": "ok"}
    cure = verdicts(card(licences={"code": code}), {}, USE)["commercial"].cure
    assert cure == "a source for the licence of the weights and the licence of the data of a model"


def test_the_strongest_source_of_one_edge_counts_and_names_do_not_matter(card: Any) -> None:
    base = card(name="base")
    edges = (parent(base, "E1"), {**parent(base, "E3"), "name": "the base, by another name"})
    tuned = card(name="tuned", parents=edges)
    assert verdicts(tuned, {base.digest: base}, USE)["likeness"].evidence == "E3"


def test_an_edge_that_nobody_has_a_source_for_is_unknown(card: Any) -> None:
    base = card(name="base")
    tuned = card(name="tuned", parents=(parent(base, "E0"),))
    found = verdicts(tuned, {base.digest: base}, USE)["likeness"]
    assert (found.verdict, found.evidence) == ("unknown", "E0")


def test_a_parent_is_known_by_its_file_too(card: Any) -> None:
    base = card(name="base", training_consent=consent("forbidden"))
    tuned = card(name="tuned", parents=({**parent(base), "digest": base.files["model.bin"]},))
    assert answers(tuned, base)["training_consent"] == "forbidden"


def test_an_attestation_gives_what_the_card_lacks_and_leaves_its_digest(card: Any) -> None:
    one = card(training_consent=(), complete=())
    more = attest(one.digest, training_consent=consent("ok", "E3"), complete=SAID)
    found = verdicts(one, Shelf([one], [more]), USE)
    assert {finding.verdict for finding in found.values()} == {"ok"}


def test_an_attestation_resolves_a_parent_that_was_only_named(card: Any) -> None:
    base = card(name="base")
    tuned = card(name="tuned", parents=({**parent(base), "digest": None},))
    assert answers(tuned, base)["likeness"] == "unknown"
    shelf = Shelf([tuned, base], [attest(tuned.digest, parents=(parent(base, "E2"),))])
    found = verdicts(tuned, shelf, USE)["likeness"]
    assert (found.verdict, found.evidence) == ("ok", "E2")


def test_another_name_for_the_same_file_washes_nothing(card: Any) -> None:
    bad = card(name="bad", training_consent=consent("forbidden", source="the court"))
    washed = card(name="washed", files={"renamed.bin": bad.files["model.bin"]})
    found = verdicts(washed, {bad.digest: bad}, USE)["training_consent"]
    assert (found.verdict, found.path) == ("forbidden", ("washed", "bad"))
    assert (
        answers(card(name="tuned", parents=(parent(washed),)), washed, bad)["training_consent"] == "forbidden"
    )


def test_the_parents_of_the_same_file_under_another_name_count(card: Any) -> None:
    corpus = card(name="corpus", likeness=consent("forbidden"))
    honest = card(name="honest", parents=(parent(corpus),))
    washed = card(name="washed", files=honest.files)
    found = verdicts(washed, {one.digest: one for one in (corpus, honest)}, USE)["likeness"]
    assert (found.verdict, found.path) == ("forbidden", ("washed", "honest", "corpus"))


def test_a_card_may_list_a_file_of_its_parent(card: Any) -> None:
    base = card(name="base")
    tuned = card(
        name="tuned", files={"base": base.files["model.bin"], "lora": "c" * 64}, parents=(parent(base),)
    )
    assert set(answers(tuned, base).values()) == {"ok"}


def test_a_circle_is_refused_with_its_names(card: Any) -> None:
    one, two = card(name="one"), card(name="two")
    shelf = Shelf(
        [one, two],
        [attest(one.digest, parents=(parent(two),)), attest(two.digest, parents=(parent(one),))],
    )
    with pytest.raises(HwaryongError, match="lineage of one runs in a circle through one"):
        verdicts(one, shelf, USE)


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2026, 11, 22), "ok"), (date(2026, 11, 23), "forbidden"), (None, "forbidden")],
)
def test_a_notice_holds_from_its_day_on_and_always_where_no_day_is_known(
    card: Any, day: date | None, verdict: str
) -> None:
    one = card()
    shelf = Shelf([one], notices=[notice(one)])
    use = Use(client="a client", countries=("KR",), day=day)
    assert verdicts(one, shelf, use)["training_consent"].verdict == verdict
    below = card(name="below", parents=(parent(one),))
    assert verdicts(below, shelf, use)["training_consent"].verdict == verdict


# The laws, over random lineages: cards in order, each with parents among those before it.

WORSE = ("ok", "restricted", "unknown", "forbidden")
laws = settings(max_examples=40, deadline=None)
said = st.sampled_from([None, "ok", "restricted", "forbidden"])
levels = st.sampled_from(["E0", "E1", "E2", "E3", "E4"])


@st.composite
def lineages(draw: st.DrawFn) -> list[tuple[str | None, str, list[int], int | None]]:
    """Answer, evidence, parents and the card whose file it shares, for each card."""
    size = draw(st.integers(1, 6))
    some = []
    for n in range(size):
        above = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=3)) if n else []
        twin = draw(st.none() | st.integers(0, n - 1)) if n else None
        some.append((draw(said), draw(levels), above, twin))
    return some


def cards_of(card: Any, lineage: list[Any], turned: bool = False) -> list[Any]:
    made: list[Any] = []
    for n, (answer, evidence, above, twin) in enumerate(lineage):
        consents = (consent(answer, evidence),) if answer else ()
        edges = [parent(made[up], "E3") for up in above]
        files = {"own": f"{n:064x}"} | ({"shared": f"{twin:064x}"} if twin is not None else {})
        edges = edges[::-1] if turned else edges
        made.append(card(name=f"c{n}", training_consent=consents, parents=tuple(edges), files=files))
    return made


def ask(card: Any, shelf: Shelf) -> Finding:
    try:
        return verdicts(card, shelf, USE)["training_consent"]
    except HwaryongError:
        reject()  # a base that shares a file with its grandchild is a circle


def badness(finding: Finding) -> int:
    return WORSE.index(finding.verdict)


@laws
@given(lineages())
def test_the_answer_is_that_of_the_worst_that_can_be_reached(card: Any, lineage: list[Any]) -> None:
    made = cards_of(card, lineage)
    files = [set(one.files.values()) for one in made]
    waiting, reached = [len(made) - 1], set[int]()
    bearing = set[int]()
    while waiting:
        n = waiting.pop()
        if n not in reached:
            reached.add(n)
            same = [m for m in range(len(made)) if files[m] & files[n]]
            bearing.update(same)
            waiting += [up for m in same for up in lineage[m][2]]
    worst = max(WORSE.index(own(lineage[n])) for n in bearing)
    assert badness(ask(made[-1], Shelf(made))) == worst


def own(one: tuple[str | None, str, list[int], int | None]) -> str:
    answer, evidence, *_ = one
    return answer if answer and evidence > "E0" else "unknown"


@laws
@given(lineages(), st.randoms(use_true_random=False))
def test_order_never_matters(card: Any, lineage: list[Any], random: Any) -> None:
    straight, turned = cards_of(card, lineage), cards_of(card, lineage, turned=True)
    shuffled = list(turned)
    random.shuffle(shuffled)
    assert ask(straight[-1], Shelf(straight)) == ask(turned[-1], Shelf(shuffled))


@laws
@given(lineages(), st.data())
def test_another_ancestor_never_makes_it_better(card: Any, lineage: list[Any], data: st.DataObject) -> None:
    made = cards_of(card, lineage)
    answer = data.draw(said)
    new = card(name="new", training_consent=(consent(answer),) if answer else ())
    below = data.draw(st.sampled_from(made))
    level = data.draw(levels)
    before = ask(made[-1], Shelf([*made, new]))
    after = ask(made[-1], Shelf([*made, new], [attest(below.digest, parents=(parent(new, level),))]))
    assert badness(after) >= badness(before)


@laws
@given(lineages(), st.data())
def test_a_source_that_agrees_never_makes_it_worse(
    card: Any, lineage: list[Any], data: st.DataObject
) -> None:
    made = cards_of(card, lineage)
    n = data.draw(st.integers(0, len(made) - 1))
    answer, _, above, _ = lineage[n]
    added: dict[str, Any] = {"parents": tuple(parent(made[up], data.draw(levels)) for up in above)}
    if answer:
        added["training_consent"] = consent(answer, data.draw(levels))
    before = ask(made[-1], Shelf(made))
    after = ask(made[-1], Shelf(made, [attest(made[n].digest, **added)]))
    if own(lineage[n]) != "unknown" or answer in (None, "ok", "restricted"):
        assert badness(after) <= badness(before)
    if before.verdict == after.verdict == "ok":
        assert after.evidence >= before.evidence


@laws
@given(lineages(), st.data())
def test_a_negative_word_never_makes_it_better(card: Any, lineage: list[Any], data: st.DataObject) -> None:
    made = cards_of(card, lineage)
    about = data.draw(st.sampled_from(made))
    answer = data.draw(st.sampled_from(["restricted", "forbidden"]))
    worse = [attest(about.digest, training_consent=consent(answer, data.draw(levels)))]
    before = ask(made[-1], Shelf(made))
    if not (before.verdict == "unknown" and answer == "restricted"):  # it may fill a gap, below "unknown"
        assert badness(ask(made[-1], Shelf(made, worse))) >= badness(before)
    assert badness(ask(made[-1], Shelf(made, notices=[notice(about)]))) >= badness(before)
    if about is made[-1]:
        assert ask(made[-1], Shelf(made, notices=[notice(about)])).verdict == "forbidden"


def test_nothing_is_asked_twice_in_a_wide_ancestry(card: Any) -> None:
    layer = [card(name="root")]
    cards = list(layer)
    for depth in range(30):
        layer = [card(name=f"{depth}.{n}", parents=tuple(parent(one) for one in layer)) for n in range(2)]
        cards += layer
    assert set(answers(layer[0], *cards).values()) == {"ok"}
    assert len(DIMENSIONS) == 6
