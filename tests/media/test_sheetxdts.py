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
from hwaryong.media.sheetnumbers import Numbered
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


def layer(track: str) -> Numbered:
    return columns(document(track))[0]["A"]


def shown(track: str) -> list[int]:
    return [number for _, number in sorted(layer(track).cells.items())]


def names(track: str) -> str:
    called = layer(track).called
    return " ".join(called.get(number, str(number)) for number in shown(track))


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


@pytest.mark.parametrize(
    ("track", "said", "keys"),
    [
        ("(1) ○ ○ (2) ○ (3)", "1 1a 1b 2 2a 3", {1, 4, 6}),
        ("(1) ○ ○ (2) ● ● 1", "1 1a 1b 2 1b 1a 1", {1, 4}),
        ("(2) ○ (1) ○ ○ 2", "2 1b 1 1a 1b 2", {1, 4}),
        ("(1) ○ ○ (3)", "1 1a 2 3", {1, 4}),
        ("(1) 1A ○ (2)", "1 1A 1b 2", {1, 4}),
        ("(1) 1b ○ (2) ○ (5)", "1 1b 1c 2 3 5", {1, 4, 7}),
        ("1 ○ ○ 2 | 3", "1 1a 1b 2 3", {1, 4, 5}),
        ("1 ○ ○ 4", "1 2 3 4", {1, 4}),
    ],
)
def test_keys_numbered_without_room_get_in_betweens_with_letters(
    track: str, said: str, keys: set[int]
) -> None:
    assert (names(track), layer(track).keys) == (said, keys)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6))
def test_a_filled_in_sheet_says_the_same_again(between: list[int]) -> None:
    track = "".join(f"({key}) {'○ ' * marks}" for key, marks in enumerate(between, 1))
    first = f"{track}({len(between) + 1})"
    again = " ".join(
        f"({name})" if number in layer(first).keys else name
        for name, number in zip(names(first).split(), shown(first), strict=True)
    )
    assert layer(again) == layer(first)
    assert shown(first) == list(range(1, sum(between) + len(between) + 2))


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
        ("(1) ○ (3) × (2)", "frame 2: the marks between drawings 1 and 3 pass key 2"),
        ("(1a) ○ (1b)", "frame 2: the marks between drawings 1a and 1b need 1 more names, there are 0"),
        (f"(1) {'○ ' * 27} (2)", "need 27 more names, there are 26"),
        ("(1) (4) ● 1", "need 1 in-betweens shown before, there are 0"),
        ("(1) ○", "no drawing before and after it"),
        ("○ (1)", "no drawing before and after it"),
        ("(1) ○ ×", "no drawing before and after it"),
        ("(1) ○ ● (4)", "mixed"),
        ("(1) 2aa (4)", "'2aa' is no number"),
        ("(1) 12345 (4)", "'12345' is no number"),
    ],
)
def test_a_mark_that_stands_for_nothing(track: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as error:
        columns(document(track))
    assert "layer A" in str(error.value)
