from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.marks import Anchor, Mark, Marks

EVERY = [
    {"first": [10.5, 20.0], "last": [30.0, 40.0]},
    {"first": [1.0, 2.0], "ends": True},
    {"last": [3.0, 4.0], "begins": True},
    {"first": [0.0, 0.0], "last": [90.0, 0.0], "path": [[45.0, 30.0]], "lost": "its line is gone"},
]


def written(folder: Path, marks: object) -> Path:
    path = folder / "marks.json"
    path.write_text(marks if isinstance(marks, str) else json.dumps(marks), "utf-8")
    return path


def test_marks_are_read_and_written_the_same(tmp_path: Path) -> None:
    marks = Marks.read(written(tmp_path, {"marks": EVERY}))
    again = marks.write(tmp_path / "again")
    assert json.loads(again.read_text("utf-8")) == {"marks": EVERY}
    assert Marks.read(again).write(tmp_path / "third").read_bytes() == again.read_bytes()
    assert Marks.read(Marks().write(tmp_path / "none")).items == ()


def test_a_lost_mark_is_kept_and_does_not_count() -> None:
    marks = Marks(EVERY)
    assert len(marks.items) == 4
    assert len(marks.held) == 3


@settings(deadline=None)  # the spline is imported at the first path
@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=6))
def test_the_points_of_a_path_are_reached_at_times_evenly_spaced(path: list[tuple[float, float]]) -> None:
    mark = Mark(first=(0, 0), path=tuple(path), last=(130, 40))
    for number, point in enumerate([(0, 0), *path, (130, 40)]):
        assert abs(mark.at(number / (len(path) + 1)) - complex(*point)) < 1e-6
    straight = Mark(first=(0, 0), last=(130, 40))
    assert straight.at(0.25) == complex(32.5, 10)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ([], "not {"),
        ({"marks": 3}, "not {"),
        ({"marks": [], "more": 1}, "not {"),
        ({"marks": [{"first": [1, 2]}]}, "mark 1: a mark has first and last"),
        ({"marks": [EVERY[0], {"first": [1, 2], "last": [1, 2], "ends": True}]}, "mark 2: a mark has"),
        ({"marks": [{"last": [1, 2], "begins": True, "path": [[1, 2]]}]}, "mark 1: only a mark"),
        ({"marks": [{"first": [1], "last": [1, 2]}]}, "mark 1, first"),
        ('{"marks": [{"first": [NaN, 0], "last": [1, 2]}]}', "mark 1, first"),
        ({"marks": [{"first": [1e9, 0], "last": [1, 2]}]}, "mark 1, first"),
        ({"marks": [{"first": [1, 2], "last": [1, 2], "colour": "red"}]}, "mark 1, colour"),
        ({"marks": [{"first": [1, 2], "ends": True}] * 257}, "at most 256"),
        ({"marks": [{"first": [1, 2], "ends": True, "first_on": {"ink": "<svg>"}}]}, "first_on.ink"),
    ],
)
def test_bad_marks_are_told_of_in_one_sentence(tmp_path: Path, marks: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said) as told:
        Marks.read(written(tmp_path, marks))
    assert "marks.json" in str(told.value)
    assert "\n" not in str(told.value)


def test_an_anchor_stays_with_its_point(tmp_path: Path) -> None:
    anchor = Anchor(stroke="팔", along=0.25, ink="A" * 183 + "=")
    file = Marks([Mark(first=(1, 2), last=(3, 4), first_on=anchor)]).write(tmp_path / "m")
    assert Marks.read(file).items[0].first_on == anchor
