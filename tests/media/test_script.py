from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.script import Element, Script

OFFICIAL = Path(__file__).parents[3] / "shared/data/story/fountain-tests"

SAMPLE = """\
Title:
    _**화룡점정**_
    Dotting the eyes
Author: somebody

FADE IN:

EXT. TEMPLE WALL - DUSK #1A#

The wind moves the pines.
A bell.

@화가 (O.S.)
(낮게)
눈은 아직.
아직이네.

MONK ^
Why?

[[props: brush, ink]]

/* not
in the film */

.절 마당 - 밤

= They wait.

> CUT TO BLACK
> THE END <
"""


def types(text: str) -> list[str]:
    return [element.type for element in Script(text).elements]


def test_elements_of_a_script_in_two_languages() -> None:
    script = Script(SAMPLE)
    assert script.title_page == {"title": "_**화룡점정**_\nDotting the eyes", "author": "somebody"}
    assert types(SAMPLE) == [
        "action", "scene_heading", "action", "character", "parenthetical", "dialogue",
        "character", "dialogue", "note", "boneyard", "scene_heading", "synopsis", "transition", "centered",
    ]  # fmt: skip
    heading, action, cue, how, said, monk, why = script.elements[1:8]
    assert (heading.text.strip(), heading.scene_number) == ("EXT. TEMPLE WALL - DUSK", "1A")
    assert action.text == "The wind moves the pines.\nA bell."
    assert (cue.text, cue.speaker, how.speaker, said.text) == (
        "화가 (O.S.)",
        "화가",
        "화가",
        "눈은 아직.\n아직이네.",
    )
    assert (monk.text, monk.speaker) == ("MONK", "MONK")
    assert cue.dual, "both halves of a dual dialogue are marked"
    assert said.dual
    assert why.dual


def test_source_spans_hold_the_element() -> None:
    for element in Script(SAMPLE).elements:
        start, end = element.source
        assert element.text.split("\n")[0].strip() in SAMPLE[start:end]


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


@given(st.text(alphabet=st.sampled_from("AB가 a.@!>~#=()[]/*^:\n")))
def test_spans_are_in_order_and_nothing_is_left_out(text: str) -> None:
    script = Script("\n" + text)  # the blank first line says that there is no title page
    end = 0
    for element in script.elements:
        assert not script.text[end : element.source[0]].strip()
        assert element.source[0] < element.source[1]
        end = element.source[1]
    assert not script.text[end:].strip()


WORDS = st.text(alphabet="abXY가나 ,.!", min_size=1, max_size=20).map(str.strip).filter(bool)
NAMES = st.sampled_from(["PAINTER", "화가", "McDuck", "R2D2", "둘째 제자"])
SPEECH = st.tuples(NAMES, st.lists(WORDS, min_size=1, max_size=3), st.booleans())


def plain(kind: str) -> Callable[[str], list[Element]]:
    return lambda text: [Element(kind, text)]  # type: ignore[arg-type]


def speech(parts: tuple[str, list[str], bool]) -> list[Element]:
    name, words, how = parts
    wry = [Element("parenthetical", "(wry)", speaker=name)] if how else []
    return [
        Element("character", name, speaker=name),
        *wry,
        Element("dialogue", "\n".join(words), speaker=name),
    ]


BLOCKS = st.one_of(
    WORDS.map(plain("action")),
    WORDS.map(plain("transition")),
    WORDS.map(plain("synopsis")),
    WORDS.map(plain("centered")),
    WORDS.filter(lambda words: words[0] != ".").map(plain("scene_heading")),
    SPEECH.map(speech),
)


@given(st.lists(BLOCKS, min_size=1))
def test_written_elements_are_read_back(blocks: list[list[Element]]) -> None:
    elements = [element for block in blocks for element in block]
    script = Script.of({"Title": "T"}, elements)

    def shown(element: Element) -> tuple[Any, ...]:
        return (element.type, element.text.strip(), element.speaker)

    assert [shown(element) for element in script.elements] == [shown(element) for element in elements]
    assert script.title_page == {"title": "T"}


@pytest.mark.parametrize(
    "text", ["[[" * 50000, "[[\n" * 50000, "/*\n" * 50000, "A ^\nx\n\n" * 20000, "/* a */ " * 30000]
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.monotonic()
    assert Script(text).elements
    assert time.monotonic() - began < 6


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        ("화가".encode("cp949"), "not UTF-8"),
        (b"INT. A\x00", "not a text"),
        (b"\n \n", "white space"),
    ],
)
def test_bad_scripts_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "bad.fountain"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=words):
        Script.read(path)


def test_byte_order_mark_is_kept_but_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.fountain"
    path.write_bytes(b"\xef\xbb\xbfINT. A - DAY\n")
    script = Script.read(path)
    assert script.elements[0].source == (0, 12)
    assert script.write(tmp_path / "b").read_bytes() == path.read_bytes()


KINDS = {"Comment": "note", "Section Heading": "section"}


def as_expected(script: Script, expected: dict[str, Any]) -> bool:
    """Whether a script is as one of the format's own tests has it."""
    check = expected["check"]
    if check == "title_page_keys":
        return len(script.title_page) == expected["count"]
    if check == "title_page_values":
        return len(script.title_page[expected["key"]].split("\n")) == expected["count"]
    if check not in (
        "type",
        "not_type",
        "text",
        "centered",
        "dual_dialogue",
        "scene_number",
        "section_depth",
    ):
        return True
    element = script.elements[expected["index"]]
    kind = "action" if element.type == "centered" else element.type
    found = {
        "type": kind, "not_type": kind, "text": element.text, "centered": element.type == "centered",
        "dual_dialogue": element.dual, "scene_number": element.scene_number, "section_depth": element.level,
    }  # fmt: skip
    if check in ("type", "not_type"):
        name = expected[check]
        return (found[check] == KINDS.get(name, name.lower().replace(" ", "_"))) == (check == "type")
    return bool(found[check] == expected[check])


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the format's own test files are not beside this checkout")
def test_official_fountain_tests() -> None:
    expectations = json.loads((OFFICIAL / "expectations.json").read_text("utf-8"))["expectations"]
    files = [expected for expected in expectations if "file" in expected]
    failed = [
        expected["test"]
        for expected in files
        if not as_expected(Script((OFFICIAL / expected["file"]).read_bytes().decode("utf-8-sig")), expected)
    ]
    assert len(files) > 120
    assert failed == []
