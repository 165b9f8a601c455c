from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.media import fountain
from hwaryong.media.screenplay import Element

STORY = Path(__file__).parents[3] / "shared/data/story"
OFFICIAL = STORY / "fountain-tests"
SAMPLES = [*sorted(OFFICIAL.glob("*.fountain")), *sorted(OFFICIAL.glob("*.txt")),
           *sorted((STORY / "screenplain-examples").glob("*.fountain"))]  # fmt: skip
absent = pytest.mark.skipif(not SAMPLES, reason="the public scripts are not beside this checkout")

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


def elements(text: str) -> tuple[Element, ...]:
    return fountain.parse(text)[1]


def types(text: str) -> list[str]:
    return [element.type for element in elements(text)]


def shown(found: tuple[Element, ...] | list[Element]) -> list[tuple[Any, ...]]:
    """Elements without their spans; the space before a scene number is not told apart."""
    return [
        (one.type, one.text.rstrip() if one.type == "scene_heading" else one.text, one.scene_number,
         one.dual, one.speaker, one.level)
        for one in found
    ]  # fmt: skip


def test_elements_of_a_script_in_two_languages() -> None:
    page, found = fountain.parse(SAMPLE)
    assert page == {"title": "_**화룡점정**_\nDotting the eyes", "author": "somebody"}
    assert [element.type for element in found] == [
        "action", "scene_heading", "action", "character", "parenthetical", "dialogue",
        "character", "dialogue", "note", "boneyard", "scene_heading", "synopsis", "transition", "centered",
    ]  # fmt: skip
    heading, action, cue, how, said, monk, why = found[1:8]
    assert (heading.text.strip(), heading.scene_number) == ("EXT. TEMPLE WALL - DUSK", "1A")
    assert action.text == "The wind moves the pines.\nA bell."
    assert (cue.text, cue.speaker, how.speaker, said.text) == (
        "화가 (O.S.)",
        "화가",
        "화가",
        "눈은 아직.\n아직이네.",
    )
    assert (monk.text, monk.speaker) == ("MONK", "MONK")
    assert all(part.dual for part in (cue, how, said, monk, why)), "both halves of a dual dialogue are marked"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WILL’S DATE\nHi.", ["character", "dialogue"]),
        ("\t\tEVE\n\t  (low)\n\tHi.", ["character", "parenthetical", "dialogue"]),
        ("23\nHi.", ["action"]),
        ("R2D2\nBleep.", ["character", "dialogue"]),
        ("EVE (cont'd)\nHi.", ["character", "dialogue"]),
        ("BANG\n\nHi.", ["action", "action"]),
        ("!BANG\n!BOOM", ["action"]),
        ("!CUT TO:", ["action"]),
        ("INT. A - DAY\nHi.", ["action"]),
        (".45 lies there.", ["scene_heading"]),
        ("He takes the\n.45 from the table.", ["action"]),
        ("... and then", ["action"]),
        ("[[a]] goes [[b]]", ["action"]),
        ("[[a\n  \nb]]", ["note"]),
        ("[[a\n\nb]]", ["action", "action"]),
        ("He /* a */ goes", ["action"]),
        ("He /* a\n\nb */ goes", ["action", "boneyard", "action"]),
        ("/* a */ b */", ["action"]),
        ("/* never closed\n\nHi.", ["action", "action"]),
        ("A ^\nHi.", ["character", "dialogue"]),
        ("INT. HOUSE: NIGHT\n\nHi.", ["scene_heading", "action"]),
        ("~la\n~la", ["lyrics"]),
        ("A\n~la\nla", ["character", "lyrics", "dialogue"]),
    ],
)
def test_lines_are_told_apart(text: str, expected: list[str]) -> None:
    assert types(text) == expected
    assert types(text.replace("\n", "\r\n")) == expected
    assert types(text.replace("\n", "\r")) == expected


def test_a_speech_stands_beside_one_other() -> None:
    found = elements("A\n1\n\nB ^\n2\n\nC ^\n3\n\nD ^\n4\n\nE ^\n5\n")
    assert [one.dual for one in found if one.type == "character"] == [True, True, True, True, False]
    assert [one.dual for one in elements("A\n1\n\nHe goes.\n\nB ^\n2\n") if one.type == "character"] == [
        False
    ] * 2


def test_names_without_capitals_are_cues_where_they_come_again_and_unsure() -> None:
    found = elements(
        ".절 마당\n\n화가\n눈은 아직.\n\n비가 온다.\n문이 열린다.\n\n스님\n(낮게)\n왜?\n\n화가\n아직.\n"
    )
    assert [(one.type, one.speaker) for one in found] == [
        ("scene_heading", None), ("character", "화가"), ("dialogue", "화가"), ("action", None),
        ("character", "스님"), ("parenthetical", "스님"), ("dialogue", "스님"), ("character", "화가"),
        ("dialogue", "화가"),
    ]  # fmt: skip
    assert {one.confidence for one in found if one.speaker} == {0.8}
    assert types("눈이 온다\n화가가 나온다.\n") == ["action"], "once is no evidence"


def test_spans_hold_the_element() -> None:
    for element in elements(SAMPLE):
        start, end = element.source
        assert element.text.split("\n")[0].strip() in SAMPLE[start:end]


PIECES = st.sampled_from([
    "INT. A - DAY", "EXT. ", "JOHN", "화가", "(V.O.)", "(x)", "[[", "]]", "/*x*/", "*/", "> ", "<", "#1#",
    "\n\n", "\n", "TO:", "CUT TO:", "  \n", "~la", "=", "===", "# ", "@", "!", " ^", "hello there", "말한다.",
    ".X", "\r\n", " ", "Title: x", "a: b",
])  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map("".join), st.text(alphabet="AB가 a.@!>~#=()[]*^:\n\t", max_size=40)
).map(lambda text: text.replace("/*", "/*x*/"))  # one that nothing closes gets a space between its marks


@given(TEXTS)
def test_nothing_is_left_out(text: str) -> None:
    text, end = "\n" + text, 0  # the blank first line says that there is no title page
    for element in elements(text):
        assert not text[end : element.source[0]].strip()
        assert element.source[0] < element.source[1]
        end = element.source[1]
    assert not text[end:].strip()


@given(TEXTS)
def test_what_was_read_is_written_and_read_back(text: str) -> None:
    page, found = fountain.parse("\n" + text)
    again, same = fountain.parse(fountain.compose(page, found))
    assert (again, shown(same)) == (page, shown(found))


@absent
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_are_written_and_read_back(path: Path) -> None:
    page, found = fountain.parse(path.read_bytes().decode("utf-8-sig"))
    again, same = fountain.parse(fountain.compose(page, found))
    assert (again, shown(same)) == (page, shown(found))


@absent
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_an_edit_changes_nothing_else(path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    found = elements(text)
    for index, element in enumerate(found):
        if element.type in ("page_break", "boneyard") or index % 7:
            continue
        words = "(DIFFERENT)" if element.type == "parenthetical" else "DIFFERENT"
        edited = fountain.edit(text, index, words)
        start, end = element.source
        assert edited.startswith(text[:start])
        assert edited.endswith(text[end:])
        now = elements(edited)
        assert [one.type for one in now] == [one.type for one in found]
        assert now[index].text.strip() == words
        assert [one.dual for one in now] == [one.dual for one in found]


WORDS = st.text(alphabet="abXY가나 ,.!", min_size=1, max_size=20).map(str.strip).filter(bool)
NAMES = st.sampled_from(
    ["PAINTER", "화가", "McDuck", "R2D2", "둘째 제자", "WILL’S DATE", "MONK (V.O.)", "CUT TO:"]
)
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)


def plain(kind: str) -> Any:
    return lambda text: [Element(kind, text)]  # type: ignore[arg-type]


def speech(parts: tuple[str, str, bool, bool]) -> list[Element]:
    name, words, how, sung = parts
    speaker = name.removesuffix(" (V.O.)")
    wry = [Element("parenthetical", "(wry)", speaker=speaker)] if how else []
    kind: Any = "lyrics" if sung else "dialogue"
    return [Element("character", name, speaker=speaker), *wry, Element(kind, words, speaker=speaker)]


def dual(both: tuple[list[Element], list[Element]]) -> list[Element]:
    return [Element(part.type, part.text, dual=True, speaker=part.speaker) for half in both for part in half]


SPEECH = st.tuples(NAMES, LINES, st.booleans(), st.booleans()).map(speech)
HEADINGS = st.tuples(
    WORDS.filter(lambda words: words[0].isalnum()), st.sampled_from([None, "12A", "3.", "I-1"])
)
BLOCKS = st.one_of(
    LINES.map(plain("action")),
    *(WORDS.map(plain(kind)) for kind in ("transition", "synopsis", "centered", "section")),
    LINES.map(plain("note")),
    LINES.map(plain("boneyard")),
    st.just([Element("page_break", "")]),
    st.just([Element("lyrics", "la\nla")]),
    HEADINGS.map(lambda one: [Element("scene_heading", one[0], scene_number=one[1])]),
    SPEECH,
    st.tuples(SPEECH, SPEECH).map(dual),
)


@given(
    st.lists(BLOCKS, min_size=1), st.sampled_from([{}, {"title": "T"}, {"title": "A\nB", "draft date": "1"}])
)
def test_composed_elements_are_read_back(blocks: list[list[Element]], page: dict[str, str]) -> None:
    found = [
        Element(
            one.type, one.text, (0, 0), one.scene_number, one.dual, one.speaker, int(one.type == "section")
        )
        for block in blocks
        for one in block
    ]
    again, same = fountain.parse(fountain.compose(page, found))
    assert again == page
    assert shown(same) == shown(found)


def test_a_note_within_a_speech_stays_in_it() -> None:
    parts = [
        Element("character", "A", speaker="A"),
        Element("note", "why?"),
        Element("dialogue", "Hi.", speaker="A"),
    ]
    assert fountain.compose({}, parts) == "A\n[[why?]]\nHi.\n"


@pytest.mark.parametrize(
    "text",
    [
        "[[" * 20_000, "[[\n" * 60_000, "[[ ]]\n" * 30_000, "[[\n]] a\n" * 20_000, "/*" * 20_000,
        "/*\n" * 60_000, "/* a */ " * 30_000, "(" * 200_000, "()" * 20_000, "*" * 200_000, "#a" * 20_000,
        "A\nx\n\n" * 20_000, "A ^\nx\n\n" * 20_000, "화가\n눈은.\n\n" * 20_000, "A\n\n" * 20_000,
    ],
    ids=lambda text: repr(text[:9]),
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    assert elements(text)
    assert time.process_time() - began < 1


KINDS = {"Comment": "note", "Section Heading": "section"}


def named(element: Element) -> str:
    """The type as the tests of 2015 call it: they know no centred element."""
    kind = "action" if element.type == "centered" else element.type
    return next((name for name, ours in KINDS.items() if ours == kind), kind.replace("_", " ").title())


def fails(expected: dict[str, Any]) -> list[str]:
    """What of one of the format's own expectations is not as expected."""
    text = expected.get("input") or (OFFICIAL / expected["file"]).read_bytes().decode("utf-8-sig")
    page, found = fountain.parse(text)
    if expected["check"] == "document_text" or expected["check"] == "write_roundtrip":
        return [] if shown(elements(fountain.compose(page, found))) == shown(found) else ["text"]
    if expected["check"] == "title_page_text":
        return [] if fountain.compose(page, ()) == expected["text"] else ["title page"]
    if expected["check"] == "title_page_keys":
        return [] if len(page) == expected["count"] else ["keys"]
    if expected["check"] == "title_page_values":
        return [] if len(page[expected["key"]].split("\n")) == expected["count"] else ["values"]
    if expected["check"] == "loads":
        return [] if found else ["nothing"]
    element = found[expected["index"]]
    centered = " (centered)" if element.type == "centered" else ""
    told = {
        "type": named(element), "text": element.text, "centered": element.type == "centered",
        "dual_dialogue": element.dual, "scene_number": element.scene_number, "section_depth": element.level,
        "description": f"{named(element)}{centered}: {element.text}",
    }  # fmt: skip
    wrong = [name for name, value in told.items() if name in expected and expected[name] != value]
    return wrong + ["not_type"] * (expected.get("not_type") == told["type"])


@absent
def test_official_tests() -> None:
    expectations = json.loads((OFFICIAL / "expectations.json").read_text("utf-8"))["expectations"]
    assert len(expectations) == 141
    assert [(one["test"], wrong) for one in expectations if (wrong := fails(one))] == []
