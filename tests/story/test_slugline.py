from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.story.slugline import hour, slugline


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("INT. TEMPLE - NIGHT", ("int", "TEMPLE", "NIGHT", "night")),
        ("int./ext. car - day", ("int/ext", "car", "day", "day")),
        ("I/E CAR (MOVING) - NIGHT", ("int/ext", "CAR (MOVING)", "NIGHT", "night")),
        ("EXT. HOUSE - KITCHEN - DAY", ("ext", "HOUSE - KITCHEN", "DAY", "day")),
        ("EXT. CONEY ISLAND - TWO HOURS LATER", ("ext", "CONEY ISLAND", "TWO HOURS LATER", "")),
        ("INT. SAUSALITO HOME, THE NEXT MORNING", ("int", "SAUSALITO HOME", "THE NEXT MORNING", "day")),
        ("INT. A, B - NIGHT", ("int", "A, B", "NIGHT", "night")),
        ("THE WALL", ("", "THE WALL", "", "")),
        ("EST. CITY", ("", "CITY", "", "")),
        ("절 마당 - 해 질 녘", ("", "절 마당", "해 질 녘", "dusk")),
        ("경찰서 (낮/안)", ("int", "경찰서", "낮", "day")),
        ("경찰서 / 밤 / 밖", ("ext", "경찰서", "밤", "night")),
        ("학교 옥상 (D)", ("", "학교 옥상", "D", "day")),
        ("차 안과 밖 (안/밖, 새벽)", ("int/ext", "차 안과 밖", "새벽", "dawn")),
        ("", ("", "", "", "")),
    ],
)
def test_headings(heading: str, parts: tuple[str, str, str, str]) -> None:
    found = slugline(heading)
    assert (found.setting, found.place, found.time, found.hour) == parts


def test_hours_are_words_and_not_letters_of_others() -> None:
    assert hour("Monday") == ""
    assert hour("the day after") == "day"
    assert hour("nightmare") == ""


@given(st.text(max_size=80))
def test_any_text_is_read_and_its_place_is_part_of_it(heading: str) -> None:
    found = slugline(heading)
    assert found.place in " ".join(heading.split())
