from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.cleanup import cleanup
from hwaryong.drawing.cluster import clusters, doubled
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Stroke
from tests.drawing.figures import line, ring, turned

FRAME = line("frame", (0, 0), (700, 0), (700, 700), (0, 700), (0, 0), count=80)  # sets the scale


def test_strokes_side_by_side_are_one() -> None:
    rough = [FRAME, line("a", (100, 200), (400, 220)), line("b", (120, 205), (420, 225))]
    assert clusters(rough) == [[0], [1, 2]]


def test_strokes_farther_apart_are_two() -> None:
    assert len(clusters([FRAME, line("a", (100, 200), (400, 220)), line("b", (100, 240), (400, 260))])) == 3


def test_a_stroke_that_goes_on_where_another_ends_is_the_same_line() -> None:
    assert clusters([FRAME, line("a", (100, 200), (300, 200)), line("b", (303, 200), (500, 202))])[1] == [
        1,
        2,
    ]


def test_strokes_that_cross_are_two() -> None:
    assert len(clusters([FRAME, line("a", (100, 200), (400, 400)), line("b", (100, 400), (400, 200))])) == 3


def test_strokes_that_part_are_two() -> None:
    fork = [line("a", (100, 300), (250, 300), (450, 240)), line("b", (100, 303), (250, 303), (450, 360))]
    assert len(clusters([FRAME, *fork])) == 3


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 360), st.floats(0.3, 4), st.lists(st.booleans(), min_size=7, max_size=7))
def test_turning_scaling_and_reversing_change_nothing(degrees: float, size: float, back: list[bool]) -> None:
    rough = [
        FRAME, line("a", (100, 200), (400, 220)), line("b", (120, 205), (420, 225)),
        ring("r", 500, 500, 80), ring("q", 503, 500, 79), line("c", (100, 500), (300, 600)),
        line("d", (100, 600), (300, 500)),
    ]  # fmt: skip
    moved = []
    for stroke, reverse in zip(rough, back, strict=True):
        points = turned(stroke.points, 350, 350, degrees)[:: -1 if reverse else 1] * size
        moved.append(Stroke(stroke.id, points))
    assert clusters(moved) == clusters(rough) == [[0], [1, 2], [3, 4], [5], [6]]


def test_what_runs_beside_its_like_is_told_as_a_share() -> None:
    twice = [
        line("a", (100, 200), (400, 200)),
        line("b", (100, 204), (400, 204)),
        line("c", (100, 500), (700, 500)),
    ]
    assert doubled(twice, [[0, 1], [2]]) == pytest.approx(0.5, abs=0.05)
    assert doubled(twice, [[0], [1], [2]]) == 0


def test_nothing_and_one_stroke() -> None:
    assert clusters([]) == []
    assert clusters([FRAME]) == [[0]]


def test_a_ring_drawn_twice_becomes_one_closed_line() -> None:
    [frame, circle] = cleanup(
        Drawing(720, 720, (FRAME, ring("r", 350, 350, 150), ring("q", 354, 350, 149)))
    ).strokes
    assert frame.length_px == pytest.approx(2800, rel=0.01)
    away = np.hypot(circle.points[:, 0] - 352, circle.points[:, 1] - 350)
    assert np.abs(away - 149.5).max() < 4
    assert circle.length_px == pytest.approx(2 * np.pi * 149.5, rel=0.03)
