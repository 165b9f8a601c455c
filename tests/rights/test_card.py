from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hwaryong.errors import BadInput
from hwaryong.rights.card import Card, Statement
from hwaryong.rights.document import read_document

TOML = """
format = "hwaryong.card/1"
name = "lessac-like voice"
version = "1.0"
kind = "voice"
learned = true
maker = "a vendor"
note = "읽은 날에 본 그대로"
[files]
"voice.onnx" = "%s"
[licences.code]
id = "MIT"
commercial = "ok"
evidence = "E2"
source = "the vendor's README"
read = 2026-11-01
[[parents]]
name = "a corpus"
relation = "trained-on"
evidence = "E1"
source = "a newspaper"
""" % ("b" * 64)


def write(folder: Path, text: str, name: str = "card.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_card_is_read_with_its_dates(tmp_path: Path) -> None:
    card = read_document(write(tmp_path, TOML), Card)
    assert [str(licence.read) for licence in card.licences.code] == ["2026-11-01"]
    assert card.licences.weights == ()
    assert card.complete == ()


def test_several_sources_are_an_array_of_tables_and_one_is_a_table(tmp_path: Path) -> None:
    one = read_document(write(tmp_path, TOML), Card)
    listed = TOML.replace("[licences.code]", "[[licences.code]]")
    assert read_document(write(tmp_path, listed), Card).digest == one.digest
    second = '[[licences.code]]\nid = "MIT"\ncommercial = "ok"\nevidence = "E1"\nsource = "press"\n'
    several = read_document(write(tmp_path, listed + second), Card)
    assert [licence.evidence for licence in several.licences.code] == ["E2", "E1"]
    again = read_document(write(tmp_path, several.model_dump_json(), "card.json"), Card)
    assert again == several


@pytest.mark.parametrize(
    ("evidence", "document", "counted"),
    [
        ("E4", "a" * 64, "E4"),
        ("E3", "a" * 64, "E3"),
        ("E4", None, "E2"),
        ("E3", None, "E2"),
        ("E2", None, "E2"),
        ("E1", "a" * 64, "E1"),
        ("E0", None, "E0"),
    ],
)
def test_high_evidence_needs_the_hash_of_its_document(
    evidence: Any, document: str | None, counted: str
) -> None:
    assert Statement(evidence=evidence, source="there", document=document).counted == counted


def test_the_digest_is_of_the_content_not_of_the_file(tmp_path: Path) -> None:
    card = read_document(write(tmp_path, TOML), Card)
    again = read_document(write(tmp_path, "# a comment\n" + TOML), Card)
    json = read_document(write(tmp_path, card.model_dump_json(), "card.json"), Card)
    other = read_document(write(tmp_path, TOML.replace('"E1"', '"E2"')), Card)
    assert card.digest == again.digest == json.digest != other.digest


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('kind = "voice"', 'kind = "magic"', "'kind' is not usable"),
        ("learned = true", 'learned = "yes"', "'learned' is not usable"),
        ("learned = true", "", "'learned' is not usable"),
        ('maker = "a vendor"', 'maker = ""', "'maker' is not usable"),
        ("b" * 64, "b" * 63, "'files.voice.onnx' is not usable"),
        ('evidence = "E1"', 'evidence = "E9"', "'parents.0.evidence' is not usable"),
        ('version = "1.0"', 'version = "1.0"\nlicense = "MIT"', "'license' is not usable"),
        ("[files]", "[files", "not TOML"),
        ("read = 2026-11-01", "read = 5", "'licences.code.one.read' is not usable"),
    ],
)
def test_a_wrong_card_gets_one_sentence(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    path = write(tmp_path, TOML.replace(before, after))
    with pytest.raises(BadInput, match=sentence) as caught:
        read_document(path, Card)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ['{"name": "a", "name": "b"}', "[" * 100_000, '{"name": NaN}', "[]", "1", "{"]
)
def test_hostile_json_gets_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        read_document(write(tmp_path, text, "card.json"), Card)


def test_other_suffixes_and_large_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no \.toml or \.json"):
        read_document(write(tmp_path, "x", "card.yaml"), Card)
    with pytest.raises(BadInput, match="more than"):
        read_document(write(tmp_path, "#" * (1 << 21)), Card)


def test_a_model_cannot_say_that_it_learned_nothing(card: Any) -> None:
    with pytest.raises(ValidationError):
        card(learned=False)


def test_a_territory_is_worldwide_or_listed(card: Any) -> None:
    with pytest.raises(ValidationError):
        card(territory={"evidence": "E4", "source": "contract", "worldwide": True, "countries": ("KR",)})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=300), st.sampled_from([".toml", ".json"]))
def test_any_bytes_give_a_card_or_a_sentence(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"card{suffix}"
    path.write_bytes(data)
    with pytest.raises(BadInput):
        read_document(path, Card)
