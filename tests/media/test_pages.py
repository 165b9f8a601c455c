from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.media.emphasis import plain
from hwaryong.media.pages import PAPERS, Line, Pages, PaperName, paginate
from hwaryong.media.screenplay import Element
from hwaryong.media.wrap import columns


def action(lines: int) -> Element:
    return Element("action", "\n".join(f"line {number}" for number in range(lines)))


def speech(name: str, *said: str) -> list[Element]:
    return [
        Element("character", name, speaker=name),
        *(Element("parenthetical" if text[0] == "(" else "dialogue", text, speaker=name) for text in said),
    ]


def pages(*elements: Element, paper: PaperName = "letter") -> Pages:
    return paginate({}, elements, paper=paper)


def where(found: Pages, text: str) -> list[Line]:
    return [line for line in found.lines if line.text == text]


def test_each_type_stands_in_its_column() -> None:
    found = pages(
        Element("scene_heading", "INT. A - DAY", scene_number="12A"), Element("action", "Rain."),
        *speech("ANNA", "(low)", "Yes."), Element("lyrics", "La"), Element("transition", "CUT TO:"),
        Element("centered", "THE END"),
    )  # fmt: skip
    assert [(line.text, line.row, line.column) for line in found.lines] == [
        ("INT. A - DAY", 0, 15), ("12A", 0, 10), ("12A", 0, 76), ("Rain.", 2, 15), ("ANNA", 4, 37),
        ("(low)", 5, 31),
        ("Yes.", 6, 25), ("La", 8, 27), ("CUT TO:", 10, 68), ("THE END", 12, 41),
    ]  # fmt: skip


def test_what_is_not_printed_takes_no_lines() -> None:
    hidden = [Element(kind, "words") for kind in ("section", "synopsis", "note", "boneyard")]
    found = pages(*hidden, Element("action", "One [[a note]]."), *hidden, Element("action", "Two."))
    assert [(line.text, line.row) for line in found.lines] == [("One.", 0), ("Two.", 2)]


def test_a_heading_is_not_left_at_the_foot() -> None:
    for used in range(48, 55):
        found = pages(action(used), Element("scene_heading", "INT. A - DAY"), action(4))
        heading = where(found, "INT. A - DAY")[0]
        after = [line for line in found.lines if line.element == 2 and line.page == heading.page]
        assert len(after) >= 2, used


def test_two_lines_of_a_paragraph_stay_on_each_side() -> None:
    for used in range(45, 54):
        found = pages(action(used), action(6))
        parts = [sum(line.element == 1 and line.page == page for line in found.lines) for page in (1, 2)]
        assert sorted(parts) in ([0, 6], [2, 4], [3, 3]), used


def test_a_speech_breaks_where_a_sentence_ends_with_more_and_continued() -> None:
    long = (
        "The first sentence is here. " * 3 + "The second one goes on and on and never seems to stop at all."
    )
    found = pages(action(50), *speech("ANNA (V.O.)", long))
    more, again = where(found, "(MORE)")[0], where(found, "ANNA (V.O.) (CONT'D)")[0]
    assert (more.page, again.page, again.row, again.column) == (1, 2, 0, 37)
    last = [line for line in found.lines if line.element == 2 and line.page == 1][-1]
    assert last.text.endswith("here.")
    assert "".join(line.text for line in found.lines if line.element == 2).replace(" ", "") == long.replace(
        " ", ""
    )


def test_a_speech_without_a_sentence_end_moves_whole() -> None:
    found = pages(action(50), *speech("ANNA", "word " * 30))
    assert where(found, "ANNA")[0].page == 2
    assert not where(found, "(MORE)")


def test_dual_dialogue_stands_side_by_side() -> None:
    both = [Element(e.type, e.text, dual=True, speaker=e.speaker) for e in
            [*speech("ANNA", "Left."), *speech("BEN", "Right.")]]  # fmt: skip
    found = pages(*both)
    assert [(line.text, line.row, line.column) for line in found.lines] == [
        ("ANNA", 0, 25), ("BEN", 0, 57), ("Left.", 1, 15), ("Right.", 1, 47),
    ]  # fmt: skip


def test_pages_are_numbered_from_the_second_on() -> None:
    found = pages(action(2), Element("page_break", ""), action(2), Element("page_break", ""), action(2))
    assert [(line.page, line.column) for line in found.lines if line.row == -3] == [(2, 73), (3, 73)]


def test_the_title_page_is_page_0() -> None:
    found = paginate({"title": "**A**\nB", "author": "C", "contact": "D\nE", "draft date": "F"}, [action(1)])
    front = [(line.text, line.row, line.column) for line in found.lines if line.page == 0]
    assert front == [("A", 13, 44), ("B", 14, 44), ("C", 18, 44), ("D", 53, 15), ("E", 54, 15), ("F", 54, 74)]
    assert found.count == 1


def test_eighths_are_of_the_lines_between_headings() -> None:
    def scene(lines: int) -> list[Element]:
        return [Element("scene_heading", "INT. A - DAY"), action(lines)]

    found = pages(*scene(25), *scene(1), *scene(80), *scene(20))
    assert [(one.page, one.lines, one.eighths) for one in found.scenes] == [
        (1, 28, 4), (1, 4, 1), (1, 23 + 55 + 5, 12), (3, 22, 3),
    ]  # fmt: skip
    assert sum(one.lines for one in found.scenes) == 2 * 55 + 27


def test_a4_holds_three_lines_more() -> None:
    assert pages(action(58), paper="a4").count == 1
    assert pages(action(58)).count == 2


KINDS = st.sampled_from(
    ("scene_heading", "action", "character", "dialogue", "parenthetical", "lyrics", "transition", "centered",
     "page_break", "note")
)  # fmt: skip
TEXT = st.text(st.sampled_from("ab. \n가漢*_(["), max_size=300)
ELEMENTS = st.lists(
    st.builds(Element, KINDS, TEXT, dual=st.booleans(), speaker=st.sampled_from((None, "A"))), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(ELEMENTS, st.sampled_from(("letter", "a4")))
def test_every_word_is_printed_once_in_its_place(elements: list[Element], paper: PaperName) -> None:
    found = pages(*elements, paper=paper)
    for number, element in enumerate(elements):
        printed = "".join(line.text for line in found.lines if line.element == number)
        wanted = "" if element.type in ("note", "page_break") else plain(element.text)
        assert "".join(printed.split()) == "".join(wanted.split())
    for line in found.lines:
        assert -3 <= line.row < PAPERS[paper].rows
        assert line.column >= 2
        assert line.column + columns(line.text) <= 80


@settings(max_examples=30, deadline=None)
@given(ELEMENTS)
def test_lines_come_in_the_order_of_pages_and_rows(elements: list[Element]) -> None:
    found = pages(*elements)
    assert all((a.page, a.row) <= (b.page, b.row) for a, b in pairwise(found.lines))


@pytest.mark.parametrize(
    "text", ["word " * 30_000, "가" * 30_000, "*a* " * 9_000, "(" * 30_000, "Yes. " * 60_000]
)
def test_long_texts_take_linear_time(text: str) -> None:
    assert pages(*speech("ANNA", text), Element("scene_heading", text)).count > 10
