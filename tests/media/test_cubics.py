from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from hwaryong.media.cubics import cubics
from hwaryong.media.stroke import Floats, resample


def drawn(curves: list[Floats]) -> Floats:
    u = np.linspace(0, 1, 200)[:, None]
    weights = np.hstack([(1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u), u**3])
    return np.vstack([weights @ curve for curve in curves])


def dense(line: Floats) -> Floats:
    return resample(line, max(int(np.hypot(*np.diff(line, axis=0).T).sum()), 2))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.2, 1.5), st.floats(0, 60), st.floats(15, 60))
def test_curves_hang_together_and_keep_the_line(within: float, swing: float, wave: float) -> None:
    x = np.linspace(0, 400, 800)
    line = dense(np.column_stack([x, swing * np.sin(x / wave)]))
    curves = cubics(line, within)
    assert np.array_equal(curves[0][0], line[0])
    assert np.array_equal(curves[-1][3], line[-1])
    assert all(np.array_equal(a[3], b[0]) for a, b in pairwise(curves))
    assert np.max(cKDTree(resample(line, 8 * len(line))).query(drawn(curves))[0]) <= within + 0.15
    assert len(curves) < len(line) / 6


def test_a_circle_needs_few_and_a_corner_stays() -> None:
    turn = np.linspace(0, 2 * np.pi, 630)
    assert len(cubics(np.column_stack([100 * np.cos(turn), 100 * np.sin(turn)]), 0.4)) <= 6
    corner = cubics(dense(np.array([[0.0, 0], [100, 0], [100, 100]])), 0.4)
    assert len(corner) <= 4
    assert np.hypot(*(drawn(corner) - (100, 0)).T).min() == pytest.approx(0, abs=0.6)


def test_one_place_and_two() -> None:
    assert cubics(np.array([[3.0, 4]]), 0.4) == []
    [straight] = cubics(np.array([[0.0, 0], [1, 0]]), 0.4)
    assert straight[[0, 3]].tolist() == [[0, 0], [1, 0]]
