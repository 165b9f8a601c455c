from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput, Refused
from hwaryong.record.model import Notice
from hwaryong.rights.attestation import Attestation
from hwaryong.rights.card import Card
from hwaryong.rights.shelf import Shelf, read_paper

EMPTY_FILE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ATTESTATION = """
format = "hwaryong.attestation/1"
about = "{about}"
by = "the rights desk"
[likeness]
answer = "ok"
scope = "films of this studio"
evidence = "E3"
source = "contract with the speaker"
document = "{document}"
"""


def test_cards_and_attestations_lie_in_one_folder(tmp_path: Path, card: Any) -> None:
    one = card(name="one")
    (tmp_path / "one.json").write_text(one.model_dump_json(), "utf-8")
    (tmp_path / "more.toml").write_text(ATTESTATION.format(about=one.digest, document="d" * 64), "utf-8")
    (tmp_path / "notes.txt").write_text("no card", "utf-8")
    shelf = Shelf.read(tmp_path, tmp_path / "missing")
    assert dict(shelf) == {one.digest: one}
    assert shelf.named("one") == one
    assert shelf.named("two") is None
    paper, attestation = shelf.said(one)
    assert paper == one
    assert isinstance(attestation, Attestation)
    assert attestation.likeness[0].counted == "E3"


def test_an_attestation_about_a_file_concerns_every_card_that_lists_it(tmp_path: Path, card: Any) -> None:
    one, two, other = card(name="one"), card(name="two", files={"m": "c" * 64}), card(name="other")
    path = tmp_path / "more.toml"
    path.write_text(ATTESTATION.format(about="c" * 64, document="d" * 64), "utf-8")
    paper = read_paper(path)
    assert isinstance(paper, Attestation)
    shelf = Shelf([one, two, other], [paper])
    assert [len(shelf.said(each)) for each in (one, two, other)] == [1, 2, 1]


def test_a_wrong_attestation_gets_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "more.toml"
    path.write_text(ATTESTATION.format(about="one", document="d" * 64), "utf-8")
    with pytest.raises(BadInput, match=r"'about' is not usable"):
        read_paper(path)


def test_a_tool_gets_its_cards(card: Any) -> None:
    one = card(name="one", files={"m": "a" * 64})
    assert Shelf([one]).for_tool("voice.speak", ("one",), ["a" * 64]) == (one,)


def test_a_name_without_a_card_is_refused(card: Any) -> None:
    with pytest.raises(Refused, match="no card of that name"):
        Shelf([card(name="one")]).for_tool("voice.speak", ("two",), [])


def test_a_renamed_model_is_refused(card: Any) -> None:
    with pytest.raises(Refused, match="none of its cards lists"):
        Shelf([card(name="one")]).for_tool("voice.speak", ("one",), ["0" * 64])


def test_two_cards_of_one_name_are_not_guessed(card: Any) -> None:
    with pytest.raises(BadInput, match="2 cards"):
        Shelf([card(name="one"), card(name="one", version="2")]).named("one")


def test_a_card_of_the_production_stands_before_a_packaged_one(card: Any) -> None:
    ours, packaged = card(name="one"), card(name="one", maker="somebody")
    shelf = Shelf([ours], behind=[packaged])
    assert shelf.named("one") == ours
    assert set(shelf) == {ours.digest, packaged.digest}
    assert set(shelf.same(ours.digest)) == set(shelf)  # the same file: it still answers for it


def test_a_card_is_found_by_its_names_and_by_its_digest(card: Any) -> None:
    one = card(name="one", aliases=("eins", "하나"))
    shelf = Shelf([one, card(name="two")])
    for name in ("one", "하나", one.digest, one.digest[:8]):
        assert shelf.find(name) == one
    for name in ("three", one.digest[:7], "f" * 64):
        with pytest.raises(BadInput, match="card list"):
            shelf.find(name)


def test_cards_of_one_file_are_of_one_thing_and_an_empty_file_is_nobodys(card: Any) -> None:
    one = card(name="one", files={"m": "c" * 64, "__init__.py": EMPTY_FILE})
    renamed = card(name="renamed", files={"n": "c" * 64})
    other = card(name="other", files={"__init__.py": EMPTY_FILE})
    shelf = Shelf([one, renamed, other])
    assert set(shelf.same(one.digest)) == {one.digest, renamed.digest}
    assert shelf.same(other.digest) == (other.digest,)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["ok", "E3"]),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_spoilt_card_is_read_or_gets_a_sentence(tmp_path: Path, card: Any, data: st.DataObject) -> None:
    plain = json.loads(card().model_dump_json())
    place = plain
    while True:
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    if data.draw(st.booleans()):
        place[key] = data.draw(values)
    else:
        del place[key]
    path = tmp_path / "card.json"
    path.write_text(json.dumps(plain), "utf-8")
    with contextlib.suppress(BadInput):
        assert isinstance(read_paper(path), Card | Attestation)


def edge(card: Card, digest: str = "") -> dict[str, Any]:
    made = {"name": card.name, "relation": "trained-on", "digest": digest or card.digest}
    return {**made, "evidence": "E2", "source": "log"}


def test_what_descends_from_a_card_is_found_by_card_by_file_and_by_another_name(card: Any) -> None:
    base = card(name="base")
    renamed = card(name="renamed", files=base.files)
    tuned = card(name="tuned", parents=(edge(base),))
    by_file = card(name="by file", parents=(edge(base, base.files["model.bin"]),))
    deeper = card(name="deeper", parents=(edge(by_file),))
    other = card(name="other")
    shelf = Shelf([base, renamed, tuned, by_file, deeper, other])
    below = {shelf[digest].name for digest in shelf.descending(base)}
    assert below == {"base", "renamed", "tuned", "by file", "deeper"}


def notice(card: Card, **fields: Any) -> Notice:
    plain: dict[str, Any] = {
        "id": "n", "about": card.digest, "names": card.names, "files": tuple(card.files.values()),
        "dimension": "likeness", "verdict": "forbidden", "by": "producer", "source": "a letter",
        "evidence": "E2", "at": "2026-11-23T00:00:00Z", "from_day": "2026-11-23",
    }  # fmt: skip
    return Notice(**{**plain, **fields})


def test_neither_an_edited_card_nor_another_name_escapes_a_notice(card: Any) -> None:
    one = card(name="one")
    shelf = Shelf([one], notices=[notice(one)])
    for same in (one, card(name="one", note="edited"), card(name="renamed", files=one.files)):
        assert len(shelf.notices_about(same)) == 1
    assert not shelf.notices_about(card(name="other"))
