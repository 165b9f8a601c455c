from __future__ import annotations

import pytest

from hwaryong.media.text import Text
from hwaryong.story import shifts_en, shifts_ko
from hwaryong.story.adapt import adapt
from hwaryong.story.shifts import Shifts

FILLER = "The wind was cold. Nobody said a word, and the lamp burned low. " * 16
FILLER_KO = "바람이 찼다. 아무도 말이 없었고 등잔불만 낮게 타올랐다. " * 8


def headings(prose: str, lang: str = "en") -> list[str]:
    return [
        one.text
        for one in adapt(Text(prose), lang=lang, syntax="json").elements
        if one.type == "scene_heading"
    ]


@pytest.mark.parametrize(
    ("opening", "heading"),
    [
        ("The next morning Anna awoke.", "PLACE UNKNOWN - MORNING"),
        ("Two hours later the rain stopped.", "PLACE UNKNOWN"),
        ("It was eleven o'clock that night when he came.", "PLACE UNKNOWN - NIGHT"),
        ("She went into the old library.", "INT. OLD LIBRARY"),
        ("At last they reached the inn.", "INT. INN"),
        ("He entered Darnley Park.", "EXT. DARNLEY PARK"),
    ],
)
def test_another_time_or_place_begins_a_scene(opening: str, heading: str) -> None:
    assert headings(f"{FILLER}\n\n{opening}\n\n{FILLER}\n") == ["PLACE UNKNOWN", heading]


@pytest.mark.parametrize(
    "opening",
    [
        "“The next morning she went into the library,” he said.",
        "She would always go into the library.",
        "He had gone into the library.",
        "A young man entered the room.",
        "Anna thought of the library.",
        "He put the letter in a drawer.",
    ],
)
def test_what_is_spoken_of_or_usual_or_past_begins_none(opening: str) -> None:
    assert headings(f"{FILLER}\n\n{opening}\n\n{FILLER}\n") == ["PLACE UNKNOWN"]


@pytest.mark.parametrize(
    ("opening", "heading"),
    [
        ("이튿날 아침, 수아가 깨어났다.", "장소 모름 - 이튿날 아침"),
        ("두 시간 뒤, 비가 그쳤다.", "장소 모름"),
        ("그날 밤, 수아는 울었다.", "장소 모름 - 밤"),
        ("수아는 도서관으로 들어섰다.", "도서관"),
        ("두 사람은 학교에 도착했다.", "학교"),
    ],
)
def test_korean_time_and_place(opening: str, heading: str) -> None:
    assert headings(f"{FILLER_KO}\n\n{opening}\n\n{FILLER_KO}\n", "ko") == ["장소 모름", heading]


@pytest.mark.parametrize(
    "opening", ["수아는 가방에 책을 넣었다.", "“이튿날 아침에 학교에 도착했다.” 수아가 말했다."]
)
def test_korean_words_that_only_look_so(opening: str) -> None:
    assert headings(f"{FILLER_KO}\n\n{opening}\n\n{FILLER_KO}\n", "ko") == ["장소 모름"]


def test_breaks_titles_and_empty_lines_begin_scenes_however_near() -> None:
    prose = "It rained.\n\nIt rained.\n\n* * *\n\nIt snowed.\n\nCHAPTER II\n\nIt thawed.\n\n\n\n"
    prose += "It froze.\n\nIt thawed.\n"
    elements = adapt(Text(prose), lang="en", syntax="json").elements
    assert [one.why for one in elements if one.type == "scene_heading"] == [
        "the text begins", "a break stands before it", "a title stands before it",
        "empty lines stand before it",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shifts", "text", "hour"),
    [
        (shifts_en, "It was long after midnight.", "NIGHT"),
        (shifts_en, "Nothing.", ""),
        (shifts_ko, "해 질 녘에 비가 왔다.", "해 질 녘"),
        (shifts_ko, "밤나무가 섰다.", ""),
    ],
)
def test_hours(shifts: Shifts, text: str, hour: str) -> None:
    assert shifts.hour(text) == hour
