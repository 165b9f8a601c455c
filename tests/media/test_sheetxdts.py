from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.sheet import Sheet
from hwaryong.media.sheetfile import filled, write_as
from hwaryong.media.sheetxdts import HEAD, columns

MARKS = {"○": "SYMBOL_TICK_1", "●": "SYMBOL_TICK_2", "×": "SYMBOL_NULL_CELL", "|": "SYMBOL_HYPHEN"}


def document(track: str) -> dict[str, Any]:
    """A sheet with a cell on every second frame: "(1) ○ ○ (4)"; a number in brackets is circled."""
    frames = []
    for place, word in enumerate(track.split()):
        value = MARKS.get(word, word.strip("()"))
        options = {"options": ["OPTION_KEYFRAME"]} if word.startswith("(") else {}
        frames.append({"frame": 2 * place, "data": [{"id": 0, "values": [value], **options}]})
    return {
        "header": {"cut": "1", "scene": "1"}, "version": 5,
        "timeTables": [{
            "duration": 60, "name": "sheet1",
            "fields": [{"fieldId": 0, "tracks": [{"trackNo": 0, "frames": frames}]}],
            "timeTableHeaders": [{"fieldId": 0, "names": ["A", "B"]}],
        }],
    }  # fmt: skip


def shown(track: str) -> list[int]:
    return list(columns(document(track))[0]["A"].values())


def test_cells_keys_and_frames(tmp_path: Path) -> None:
    file = tmp_path / "sheet.xdts"
    file.write_text(f"{HEAD}\n{json.dumps(document('(1) 2 | (3) ×'))}", "utf-8")
    sheet = Sheet.read(file)
    assert (sheet.layer("A").keys, sheet.frames, sheet.layer("A").ease) == ((1, 3), 60, None)
    assert [sheet.drawing_at("A", frame) for frame in (0, 3, 5, 6, 9)] == [1, 2, 2, 3, 0]


@pytest.mark.parametrize(
    ("track", "numbers"),
    [
        ("(1) ○ ○ (4)", [1, 2, 3, 4]),
        ("(1) 2 ○ (4)", [1, 2, 3, 4]),
        ("(1) ○ (5)", [1, 3, 5]),
        ("(4) ○ ○ (1)", [4, 3, 2, 1]),
        ("(1) ○ ○ (4) ● ● 1", [1, 2, 3, 4, 3, 2, 1]),
        ("(1) ○ ○ ○ (5) ● 1", [1, 2, 3, 4, 5, 3, 1]),
    ],
)
def test_a_mark_is_the_place_of_an_in_between(track: str, numbers: list[int]) -> None:
    assert shown(track) == numbers


@given(st.integers(1, 9), st.integers(1, 8))
def test_marks_go_forward_and_stay_between_their_keys(first: int, count: int) -> None:
    last = first + count + 1
    for fewer in range(1, count + 1):
        numbers = shown(f"({first}) {'○ ' * fewer} ({last})")
        assert (numbers[0], numbers[-1]) == (first, last)
        assert all(a < b for a, b in pairwise(numbers))


def test_marks_go_back_as_the_numbers_that_they_stand_for(tmp_path: Path) -> None:
    came = tmp_path / "sheet.xdts"
    came.write_text(f"{HEAD}\n{json.dumps(document('(1) ○ ○ (4) ×'))}", "utf-8")
    (tmp_path / "out").mkdir()
    sheet = filled(Sheet.read(came), {"A": {2, 3}})
    went = json.loads(write_as(sheet, came, tmp_path / "out").read_text("utf-8").partition("\n")[2])
    frames = went["timeTables"][0]["fields"][0]["tracks"][0]["frames"]
    told = [(frame["frame"], frame["data"][0]["values"], "options" in frame["data"][0]) for frame in frames]
    nothing = ["SYMBOL_NULL_CELL"]
    assert told == [
        (0, ["1"], True),
        (2, ["2"], False),
        (4, ["3"], False),
        (6, ["4"], True),
        (8, nothing, False),
    ]


@pytest.mark.parametrize(
    ("track", "said"),
    [
        ("(1) ○ ○ (3)", "frame 2: the marks between drawings 1 and 3 need 2 free numbers, there are 1"),
        ("(1) ○ (2)", "there are 0"),
        ("(1) (4) ● 1", "need 1 in-betweens shown before, there are 0"),
        ("(1) ○", "no drawing before and after it"),
        ("○ (1)", "no drawing before and after it"),
        ("(1) ○ ×", "no drawing before and after it"),
        ("(1) ○ ● (4)", "mixed"),
        ("(1) 2a (4)", "'2a' is no number"),
    ],
)
def test_a_mark_that_stands_for_nothing(track: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as error:
        columns(document(track))
    assert "layer A" in str(error.value)
