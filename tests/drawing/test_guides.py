from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.guides import Guides
from hwaryong.drawing.pairs import Complex
from hwaryong.media.marks import Mark

LINE = np.linspace(0, 300, 61).astype(np.complex128)
Place = tuple[float, float]


def guided(first: Complex, last: Complex, *marks: Mark) -> Complex:
    guides = Guides(first, last, marks)
    times = guides.times(0.5, (first + last) / 2, last - first)
    points = first + times * (last - first)
    return np.asarray(points + guides.offsets(0.5, points), np.complex128)


def mark(first: Place, last: Place, half_way: Place) -> Mark:
    return Mark(first=first, last=last, path=(half_way,))


@settings(deadline=None, max_examples=40)  # the spline is imported at the first path
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-40, 40), st.integers(-40, 40)), min_size=1,
                max_size=4, unique_by=lambda one: one[0] // 5))  # fmt: skip
def test_marks_stand_where_their_paths_say(said: list[tuple[int, int, int]]) -> None:
    last = LINE + 100j
    marks = [mark((5.0 * i, 0), (5.0 * i, 100), (5.0 * i + dx, 50 + dy)) for i, dx, dy in said]
    points = guided(LINE, last, *marks)
    for i, dx, dy in said:
        assert abs(points[i] - complex(5 * i + dx, 50 + dy)) < 0.5


def test_one_mark_on_the_way_times_the_whole_drawing() -> None:
    points = guided(LINE, LINE + 100j, mark((0, 0), (0, 100), (0, 25)))
    assert np.abs(points - LINE - 25j).max() < 5


def test_a_step_aside_fades_along_the_drawing_and_leaves_what_is_still() -> None:
    last = LINE + np.where(LINE.real < 250, 100j, 0)
    points = guided(LINE, last, mark((0, 0), (0, 100), (20, 50)))
    aside = points.real - LINE.real
    assert aside[0] == pytest.approx(20, abs=0.1)
    assert (np.diff(aside) < 0.01).all()
    assert abs(aside[-1]) < 3
    assert np.abs(points.imag[-10:]).max() < 3


def test_two_marks_blend_between_them() -> None:
    points = guided(LINE, LINE + 100j, mark((0, 0), (0, 100), (0, 70)), mark((300, 0), (300, 100), (300, 30)))
    assert (np.diff(points.imag) < 0).all()
    assert points[30].imag == pytest.approx(50, abs=2)


def test_marks_of_one_place_that_contradict_each_other_meet_in_the_middle() -> None:
    marks = [mark((150, 0), (150, 100), (150, y)) for y in (40.0, 60.0)]
    assert guided(LINE, LINE + 100j, *marks)[30].imag == pytest.approx(50, abs=1)


def test_marks_without_a_path_guide_nothing() -> None:
    assert not Guides(LINE, LINE + 100j, [Mark(first=(0, 0), last=(0, 100)), Mark(first=(0, 0), ends=True)])
