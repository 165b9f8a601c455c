from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from hwaryong.drawing.fit import middle, simplified
from hwaryong.media.ink import flatten
from hwaryong.media.stroke import Stroke, resample
from tests.drawing.figures import line


@settings(max_examples=40, deadline=None)
@given(st.floats(0.2, 1.5), st.floats(5, 60), st.integers(1, 5))
def test_few_samples_keep_the_line(within: float, swing: float, waves: int) -> None:
    x = np.linspace(0, 400, 400)
    wave = np.column_stack([x, swing * np.sin(x / 400 * waves * 2 * np.pi), 3 + np.sin(x / 80)])
    few = simplified(wave, within)
    assert 2 <= len(few) < 100
    away, _ = cKDTree(flatten(few, 0.25)[:, :2]).query(wave[:, :2])
    assert np.max(away) < within + 0.3
    assert np.array_equal(few[[0, -1]], wave[[0, -1]])


def test_a_corner_stays() -> None:
    angle = resample(np.array([[0.0, 0, 2], [100, 0, 2], [100, 100, 2]]), 201)
    few = simplified(angle, 0.3)
    assert np.hypot(few[:, 0] - 100, few[:, 1]).min() == pytest.approx(0, abs=1)
    assert len(few) < 12


def test_a_straight_line_needs_two_samples() -> None:
    assert len(simplified(line("a", (0, 0), (300, 40), count=60).points, 0.3)) == 2


def test_the_middle_lies_between() -> None:
    [between] = middle([line("a", (100, 100), (400, 100)), line("b", (100, 108), (400, 108))], 10)
    assert np.abs(between[:, 1] - 104).max() < 1.5
    assert np.ptp(between[:, 0]) == pytest.approx(300, abs=8)


def test_what_hangs_on_is_not_lost() -> None:
    far = [line("a", (100, 100), (400, 100)), line("b", (250, 100), (250, 300))]
    assert len(middle(far, 10)) == 2


def test_two_sides_of_an_opening_become_their_mean() -> None:
    x = np.linspace(100, 500, 200)
    bow = 30 * np.sin(np.clip((x - 200) / 200, 0, 1) * np.pi) ** 2
    sides = [np.column_stack([x, 200 + sign * bow, np.full(200, 2.0)]) for sign in (-1, 1)]
    [between] = middle([Stroke("a", sides[0]), Stroke("b", sides[1] + [0, 2, 0])], 10)
    assert np.abs(between[:, 1] - 201).max() < 8
    assert np.abs(np.diff(between[:, 1])).max() < 1, "without a notch"


def test_a_line_goes_on_past_what_overshoots() -> None:
    chain = [line("a", (100, 200), (310, 200)), line("b", (270, 200), (300, 220), (380, 330))]
    [whole] = middle(chain, 10)
    assert np.ptp(whole[:, 1]) > 120


def test_a_spiral_is_followed_to_its_end() -> None:
    turn = np.linspace(0, 5 * np.pi, 300)
    spiral = np.column_stack(
        [300 + 12 * turn * np.cos(turn), 300 + 12 * turn * np.sin(turn), np.full(300, 2)]
    )
    beside = spiral + np.array([2.0, 2, 0])
    lines = middle([Stroke("a", spiral), Stroke("b", beside)], 8)
    assert lines[0][:, 2].min() > 0
    length = Stroke("m", resample(lines[0], 400)).length_px
    assert length == pytest.approx(Stroke("a", spiral).length_px, rel=0.05)
