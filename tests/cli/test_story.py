from __future__ import annotations

import json
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.script import Script
from tests.cli.scripts import run

FOUNTAIN = """\
Title: Eyes

INT. STUDIO - NIGHT #12A#

The painter waits.

PAINTER
(low)
Not yet.

MONK ^
Why?
"""
PROSE = "# 눈\n\n## 1. 절 마당, 밤\n\n바람이 분다.\n\n“왜?” 스님이 묻는다.\n\n“모르네.”\n"


def kinds(file: Path) -> list[tuple[str, str]]:
    return [(one.type, one.text.strip()) for one in Script.read(file).elements]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "a.fountain"
    file.write_bytes(FOUNTAIN.replace("\n", "\r\n").encode("utf-8-sig"))
    return file


def test_a_script_goes_through_every_format(source: Path, tmp_path: Path) -> None:
    want = kinds(source)
    for name in ("b.fdx", "c.json", "d.pdf", "e.fountain"):
        out = tmp_path / name
        run(source, "-o", out)
        assert kinds(out) == want, name
        assert (tmp_path / f"{name}.c2pa").exists() == (out.suffix != ".pdf"), "its credentials"
        source = out
    assert Script.read(source).elements[0].scene_number == "12A"


def test_its_own_format_is_the_same_bytes(source: Path, tmp_path: Path) -> None:
    run(source, "-o", tmp_path / "b.fountain")
    assert (tmp_path / "b.fountain").read_bytes() == source.read_bytes()


def test_json_keeps_places_in_the_prose_and_what_is_unsure(tmp_path: Path) -> None:
    prose, out = tmp_path / "treatment.md", tmp_path / "script.json"
    prose.write_text(PROSE, "utf-8")
    report = json.loads(run(prose, "-o", out, "--json"))
    assert (report["prose"], report["flagged"]) == (True, True)
    elements = json.loads(out.read_text("utf-8"))["elements"]
    said = [one for one in elements if one["type"] == "dialogue"]
    assert [PROSE[slice(*one["source"])] for one in said] == [one["text"] for one in said] == ["왜?"]
    assert said[0]["speaker"] == "스님"
    unknown = next(one for one in elements if one["type"] == "note")
    assert unknown["confidence"] == 0.0
    assert PROSE[slice(*unknown["source"])] == "모르네."


def test_plain_text_is_laid_out_as_its_language_is(source: Path, tmp_path: Path) -> None:
    prose = tmp_path / "treatment.md"
    prose.write_text(PROSE, "utf-8")
    run(prose, "-o", tmp_path / "ko.txt")
    assert (tmp_path / "ko.txt").read_text("utf-8").splitlines()[2].startswith("S#1.")
    run(source, "-o", tmp_path / "en.txt")
    assert "\n                      PAINTER\n" in (tmp_path / "en.txt").read_text("utf-8")
    run(source, "-o", tmp_path / "layout.txt", "--layout", "korean")
    assert "S#12A." in (tmp_path / "layout.txt").read_text("utf-8")
    run(tmp_path / "ko.txt", "-o", tmp_path / "ko.fdx")
    run(tmp_path / "ko.fdx", "-o", tmp_path / "again.txt")
    assert kinds(tmp_path / "again.txt") == kinds(tmp_path / "ko.txt")


@pytest.mark.parametrize(
    ("name", "data", "options", "words"),
    [
        ("a.fountain", b"", (), "a.fountain: the file is empty"),
        ("a.fountain", b"\x00\x01", (), "a.fountain: this is not a text file"),
        ("a.fdx", b'<!DOCTYPE a [<!ENTITY b "c">]><FinalDraft/>', (), "a.fdx: .*document type"),
        ("a.pdf", b"%PDF-1.7\n", (), "a.pdf: the PDF is cut off"),
        ("a.md", b"x", ("--lang", "fr"), "'fr'; it knows en, ko"),
        ("a.fountain", b"x", ("--paper", "b5"), "no paper 'b5'; say letter or a4"),
        ("a.fountain", b"x", ("--layout", "korean"), "no layout 'korean'"),
    ],
)
def test_bad_input_is_one_sentence(
    tmp_path: Path, name: str, data: bytes, options: tuple[str, ...], words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=words) as told:
        run(tmp_path / name, "-o", tmp_path / "b.json", *options)
    assert "\n" not in str(told.value)
    assert not (tmp_path / "b.json").exists()


def test_other_formats_are_refused(source: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a script is written as"):
        run(source, "-o", tmp_path / "b.docx")
