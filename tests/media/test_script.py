from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.encoding import encode
from hwaryong.media.script import Element, Script, Syntax, is_korean, recognised
from tests.media.hostile import damaged

EXAMPLES = Path(__file__).parents[3] / "shared/data/story/screenplain-examples"
FOUNTAIN = """\
Title: A
Author: B

EXT. TEMPLE WALL - DUSK #1A#

The wind moves the pines.

PAINTER (O.S.)
(low)
Not yet.

MONK
Why?

CUT TO:
"""
KOREAN = "S#1. 절 마당 (밤/밖)\n\n바람이 분다.\n\n화가\t눈은 아직.\n스님\t왜?\n"


def kinds(script: Script) -> list[tuple[str, str]]:
    return [(element.type, element.text) for element in script.elements]


@given(st.text(alphabet=st.sampled_from("AB가 a.@!>~#=()[]/*^:\n\r\t")) | st.text())
def test_writing_what_was_read_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    data = text.encode("utf-8", "ignore")
    path = folder / "in.fountain"
    path.write_bytes(data)
    try:
        script = Script.read(path)
    except BadInput:
        return
    assert script.write(folder / "out").read_bytes() == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp949"])
@pytest.mark.parametrize(
    ("text", "suffix"), [(FOUNTAIN.replace("\n", "\r\n"), ".fountain"), (KOREAN, ".txt")]
)
def test_an_encoding_is_kept(tmp_path: Path, text: str, suffix: str, encoding: str) -> None:
    if text.isascii() and encoding == "cp949":
        pytest.skip("without Hangul there is no difference to UTF-8")
    path = tmp_path / f"a{suffix}"
    path.write_bytes(encode(text, encoding))
    script = Script.read(path)
    assert (script.text, script.encoding) == (text, encoding)
    assert script.write(tmp_path / "b").read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("text", "suffix", "syntax"),
    [
        (FOUNTAIN, ".fountain", "fountain"),
        (FOUNTAIN, ".txt", "fountain"),
        ("Anything at all.\n", ".fountain", "fountain"),
        (KOREAN, ".txt", "korean"),
        (Script(FOUNTAIN).converted("fdx").text, ".xml", "fdx"),
        (Script(FOUNTAIN).converted("json").text, ".txt", "json"),
        ("ANNA\nHi.\n\nBEN\nHo.\n", ".txt", "fountain"),
        ("# Eyes\n\n## 1. Wall\n\n“Why?” asks the monk.\n", ".md", None),
        ("It was late. “Why?” asked the monk.\n\nNobody spoke.\n", ".txt", None),
        ("화가가 말했다. “아직.”\n", ".txt", None),
        ("CHAPTER I\nIt was late.\n\nNobody spoke.\n", ".txt", None),
        (f"CHAPTER I\n{'It was late. ' * 99}\n\nCHAPTER II\n{'Morning. ' * 99}\n", ".txt", None),
    ],
)
def test_a_syntax_is_told_by_suffix_and_words(text: str, suffix: str, syntax: Syntax | None) -> None:
    assert recognised(text, suffix) == syntax


@pytest.mark.parametrize("to", ["fdx", "json", "fountain"])
def test_a_script_is_the_same_in_other_syntaxes(to: Syntax) -> None:
    script = Script(FOUNTAIN)
    other = script.converted(to)
    assert other.syntax == to
    back = other.converted("fountain")
    assert kinds(back) == [(kind, text) for kind, text in kinds(script)]
    assert back.title_page == {"title": "A", "author": "B"}
    assert back.elements[0].scene_number == "1A"
    assert script.converted(script.syntax) is script


def test_the_korean_layout_is_one_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(KOREAN, "utf-8")
    script = Script.read(path)
    assert [kind for kind, _ in kinds(script)] == [
        "scene_heading", "action", "character", "dialogue", "character", "dialogue"
    ]  # fmt: skip
    fountain = script.converted("fountain")
    assert [one.speaker for one in fountain.elements if one.type == "dialogue"] == ["화가", "스님"]
    assert fountain.elements[0].scene_number == "1"
    assert script.write(tmp_path / "b").read_bytes() == path.read_bytes()


def test_what_a_syntax_cannot_hold_is_flagged() -> None:
    revised = Script.of({}, [Element("action", "He goes.", revision="1")], "json")
    assert "1 revision marks were left out" in revised.converted("fountain").flags[0]
    assert revised.converted("fdx").elements[0].revision == "1"


@pytest.mark.parametrize("syntax", ["fountain", "fdx", "korean", "json"])
def test_an_edit_changes_one_element(syntax: Syntax) -> None:
    script = Script(KOREAN, "korean") if syntax == "korean" else Script(FOUNTAIN).converted(syntax)
    index = next(at for at, one in enumerate(script.elements) if one.type == "dialogue")
    edited = script.edited(index, "이제는.")
    wanted = kinds(script)
    wanted[index] = ("dialogue", "이제는.")
    assert kinds(edited) == wanted
    if syntax != "json":
        start, end = script.elements[index].source
        assert edited.text[:start] == script.text[:start]
        assert edited.text.endswith(script.text[end:])
    with pytest.raises(BadInput, match="no element 99"):
        script.edited(99, "x")


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the public scripts are not beside this checkout")
def test_a_pdf_is_melted_and_knows_its_places() -> None:
    script = Script.read(EXAMPLES / "Brick-and-Steel.pdf")
    source = Script.read(EXAMPLES / "Brick-and-Steel.fountain")
    assert script.syntax == "json"
    assert [one.type for one in script.elements] == [one.type for one in source.elements]
    text = script.converted("fountain").text
    for element in script.elements:
        assert element.text.split("\n")[0] in text[slice(*element.source)]


@pytest.mark.parametrize(
    ("data", "suffix", "words"),
    [
        (b"", ".fountain", "empty"),
        (b"don\x92t", ".fountain", "not UTF-8 at byte 3"),
        (b"INT. A\x00", ".fountain", "not a text"),
        (b"\n \n", ".fountain", "white space"),
        (b"<html></html>", ".fdx", "no Final Draft file"),
        (b"<FinalDraft>", ".fdx", "XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><FinalDraft/>', ".fdx", "document type"),
        (b'{"elements": [{"type": "shot", "text": ""}]}', ".json", "elements.0.type"),
        (b"[]", ".json", "no script in JSON"),
        (b"%PDF-1.7\n%%EOF", ".pdf", "PDF"),
        (b"INT. A - DAY\n", ".pdf", "no PDF"),
        (b"%PDF-1.7", ".txt", "cut off"),
    ],
)
def test_bad_scripts_are_refused(tmp_path: Path, data: bytes, suffix: str, words: str) -> None:
    path = tmp_path / f"bad{suffix}"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=words) as told:
        Script.read(path)
    assert str(told.value).startswith(f"{path}: ")
    assert "\n" not in str(told.value)


def test_a_letter_that_the_file_cannot_hold_is_named(tmp_path: Path) -> None:
    script = replace(Script("@화가\n龘\n"), encoding="cp949")
    with pytest.raises(BadInput, match="CP949 has no letter '龘'"):
        script.write(tmp_path / "a")


@pytest.mark.parametrize("syntax", ["fountain", "fdx", "korean", "json"])
def test_damaged_files_are_read_or_refused(tmp_path: Path, syntax: Syntax) -> None:
    script = Script(KOREAN, "korean") if syntax == "korean" else Script(FOUNTAIN).converted(syntax)
    path = script.write(tmp_path / "a")
    data, rng = path.read_bytes(), random.Random(5)
    for seed in range(60):
        path.write_bytes(damaged(data, seed) if seed % 2 else data[: rng.randrange(1, len(data))])
        try:
            read = Script.read(path)
        except BadInput as error:
            said = str(error)
        else:
            said = ""
            assert read.write(tmp_path / "b").read_bytes() == path.read_bytes()
        assert "\n" not in said


def test_json_tells_all_that_programs_need() -> None:
    element = Element("dialogue", "왜?", (3, 5), None, True, "스님", confidence=0.5)
    script = Script.of({"title": "T"}, [element], "json")
    assert json.loads(script.text) == {
        "title_page": {"title": "T"},
        "elements": [
            {"type": "dialogue", "text": "왜?", "scene_number": None, "dual": True, "speaker": "스님",
             "confidence": 0.5, "source": [3, 5]}
        ],
    }  # fmt: skip
    assert script.elements == (element,)


ELEMENTS = st.builds(
    Element,
    st.sampled_from(["scene_heading", "action", "character", "dialogue", "note", "section"]),
    st.text(),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
    st.none() | st.text(),
    st.booleans(),
    st.none() | st.text(),
    st.integers(0, 9),
    st.none() | st.text(),
    st.floats(0, 1),
    st.none() | st.integers(0, 99),
)


@given(
    st.lists(ELEMENTS, max_size=4),
    st.dictionaries(st.text().map(str.lower).filter(str.islower), st.text(), max_size=3),
)
def test_json_holds_everything(elements: list[Element], page: dict[str, str]) -> None:
    script = Script.of(page, elements, "json")
    assert (script.title_page, script.elements) == (page, tuple(elements))


@pytest.mark.parametrize(
    ("text", "korean"),
    [
        ("", False),
        ("1. 절 마당, 밤", True),
        ("FADE IN: 절 마당에", True),
        ("A monk (스님) enters the hall", False),
    ],
)
def test_a_text_is_korean_where_more_than_a_third_of_its_letters_are(text: str, korean: bool) -> None:
    assert is_korean(text) == korean
