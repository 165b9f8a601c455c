from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hwaryong.errors import HwaryongError
from hwaryong.record.model import Damage, Take
from hwaryong.rights import disclosure as model
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure, leaf, salts_of, schema
from hwaryong.rights.judge import Judge
from hwaryong.rights.merkle import Tree, verify
from hwaryong.rights.policy import Policy
from hwaryong.rights.shelf import Shelf

SHOT = "ep01/sq010/sh010"


def make(memory: Any, film: str, **options: Any) -> Disclosure:
    fields: dict[str, Any] = {
        "production": "Dotting the Dragon",
        "judge": Judge(Policy.named("open"), Shelf(), day=date(2026, 11, 23)),
        "rehash": lambda take: take.digest,
    }
    takes = {take.element: take.id for take in memory.takes.values()}
    options["gates"] = {gate: takes.get(gate, "") for gate in options.get("gates", ())}
    return disclose(memory, film, **{**fields, **options})


@pytest.fixture
def film(memory: Any) -> str:
    """A drafted in-between with a retouch, over a background that a program wrote."""
    keys = [memory.program(f"{SHOT}/A/0001"), memory.program(f"{SHOT}/A/0005")]
    draft = memory.add(f"{SHOT}/A/0003", keys, maker="drawing.inbetween", libraries={"numpy": "2.4.6"})
    retouch = memory.person(f"{SHOT}/A/0003", [draft])
    shot = memory.add(f"{SHOT}/shot", [retouch, memory.program("places/wall")], maker="edit.composite")
    memory.review(shot)
    return str(memory.add("ep01/film", [shot], maker="edit.film"))


def questions(found: Disclosure) -> list[tuple[str, str]]:
    return [(question.about, question.element) for question in found.open_questions]


def test_a_sound_film_has_no_open_questions(memory: Any, film: str) -> None:
    found = make(memory, film, gates=[f"{SHOT}/shot"])
    assert questions(found) == []
    assert found.klass == "composite"
    assert not found.draft
    assert found.allowed
    assert found.gates[0].review.by == "director"


def test_statements_are_word_for_word_and_grouped(memory: Any, film: str) -> None:
    sayings = {saying.statement: saying.elements for saying in make(memory, film).statements}
    assert sayings["written as code"] == (f"{SHOT}/A/0001", f"{SHOT}/A/0005", "places/wall")
    assert sayings["derived, drawn by hand"] == (f"{SHOT}/A/0003",)


def test_shares_count_what_is_seen_and_what_is_behind_it(memory: Any, film: str) -> None:
    shares = make(memory, film).shares
    assert shares["final"].total == 3  # the shot, the retouch, the wall
    assert shares["temporary"].total == 3  # the keys and the draft behind the retouch
    assert shares["ancestry"].total == 6
    assert (shares["final"].classes["algorithmic"].low, shares["final"].classes["algorithmic"].high) == (1, 1)


def test_unclear_raises_only_high(memory: Any) -> None:
    film = memory.add("film", [memory.person("a"), memory.unclear("b"), memory.program("c")])
    classes = make(memory, film).shares["final"].classes
    assert (classes["human"].low, classes["human"].high) == (1, 2)
    assert (classes["generated"].low, classes["generated"].high) == (0, 1)
    assert (classes["unclear"].low, classes["unclear"].high) == (1, 1)


def test_everything_open_comes_first_and_in_order(memory: Any) -> None:
    wall, cel, key = memory.unclear("wall"), memory.person("cel"), memory.person("key")
    flagged = memory.add("line", [key])
    memory.takes[flagged] = replace(memory.takes[flagged], flags=("the line breaks off",))
    film = memory.add("film", [wall, cel, flagged, memory.model("sky")])
    memory.lose_run(key)
    memory.changes[cel] = ("the model sheet",)
    memory.review(wall, "retake", note="too dark")
    memory.damages = (Damage("seal 7", "the chain of seals is broken here"),)
    found = make(
        memory, film, gates=["cel", "cut"], rehash=lambda take: "0" * 64 if take.id == wall else take.digest
    )
    assert questions(found) == [
        ("record", "seal 7"),
        ("content", "wall"),
        ("lost", "key"),
        ("unclear", "wall"),
        ("policy", "key"),
        ("policy", "sky"),
        ("card", "a model"),
        ("stale", "cel"),
        ("approval", "cel"),
        ("approval", "cut"),
        ("approval", "wall"),
        ("flag", "line"),
    ]
    assert found.draft
    assert next(q.path for q in found.open_questions if q.about == "unclear") == ("film", "wall")


def test_a_content_that_cannot_be_read_is_an_open_question(memory: Any, film: str) -> None:
    def rehash(take: Take) -> str:
        if take.element == "places/wall":
            raise HwaryongError("The stored content is missing.")
        return take.digest

    found = make(memory, film, rehash=rehash)
    assert questions(found) == [("content", "places/wall")]
    assert [row.element for row in found.elements if not row.sound] == ["places/wall"]


def test_an_approval_needs_a_name_and_the_newest_word_counts(memory: Any, film: str) -> None:
    shot = memory.runs[memory.takes[film].run].inputs[0].take
    memory.review(shot, by=" ")
    assert make(memory, film, gates=[f"{SHOT}/shot"]).draft
    memory.review(shot, "retake", note="the eye")
    found = make(memory, film, gates=[f"{SHOT}/shot"])
    assert found.draft
    assert found.open_questions[0].what == "director asked for a retake: the eye"


def test_the_same_history_gives_the_same_bytes(memory: Any, film: str) -> None:
    one, two = make(memory, film), make(memory, film)
    assert one.to_json() == two.to_json()
    assert one.made is None
    assert one.sha256 != make(memory, film, made="2026-11-23T00:00:00+00:00").sha256


def test_the_json_says_class_and_comes_back(memory: Any, film: str) -> None:
    found = make(memory, film)
    plain = json.loads(found.to_json())
    assert plain["class"] == "composite"
    assert "klass" not in found.to_json().decode()
    assert Disclosure.model_validate(plain) == found


def test_an_element_is_proved_by_the_root_alone(memory: Any, film: str) -> None:
    found = make(memory, film)
    salts = salts_of(found.elements)
    leaves = [leaf(row, salts).to_bytes() for row in found.rows]
    tree = Tree(leaves)
    assert tree.root.hex() == found.merkle_root
    for index, row in enumerate(found.elements):
        proof = tree.proof(index)
        assert verify(leaves[index], index, len(leaves), proof, bytes.fromhex(found.merkle_root))
        for field, value in (("klass", "unclear"), ("statement", "mine"), ("seed", 7), ("inputs", ())):
            forged = row.model_copy(update={field: value})
            if forged != row:
                assert not verify(leaf(forged, salts).to_bytes(), index, len(leaves), proof, tree.root)


def test_every_element_has_a_salt_of_its_own_that_stays(memory: Any, film: str) -> None:
    salts = salts_of(make(memory, film).elements)
    assert len(set(salts.values())) == len(salts)
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts.values())
    assert salts == salts_of(make(memory, film).elements)


def test_a_card_is_disclosed_with_its_way_and_cure(memory: Any, card: Any) -> None:
    shelf = Shelf([card(training_consent=())])
    film = memory.add("film", [memory.model("a", digest=next(iter(shelf)))])
    found = make(memory, film, judge=Judge(Policy.named("open"), shelf, day=date(2026, 11, 23)))
    consent = found.cards[0].verdicts["training_consent"]
    assert (consent.verdict, consent.path) == ("unknown", ("a model",))
    assert consent.cure


def test_the_published_schema_is_the_models() -> None:
    path = Path(model.__file__).parent / "schemas" / "disclosure-2.json"
    assert json.loads(path.read_text("utf-8")) == schema()
    assert schema()["properties"]["open_questions"]
