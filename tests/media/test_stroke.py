from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.stroke import Dot, Stroke, number, resample


def test_resampling_keeps_the_ends_and_spaces_evenly() -> None:
    bent = np.array([[0.0, 0, 2], [10, 0, 4], [10, 90, 6]])
    even = resample(bent, 11)
    assert even[0].tolist() == [0, 0, 2]
    assert even[-1].tolist() == [10, 90, 6]
    assert np.allclose(np.abs(np.diff(even[:, :2], axis=0)).sum(axis=1), 10)


def test_a_stroke_without_length_resamples_to_its_point() -> None:
    assert resample(np.array([[3.0, 4, 5], [3, 4, 5]]), 3).tolist() == [[3, 4, 5]] * 3


def test_samples_are_rounded_and_read_only() -> None:
    stroke = Stroke("a", np.array([[0.123, -0.001, 2.0]]))
    assert stroke.points.tolist() == [[0.12, 0.0, 2.0]]
    with pytest.raises(ValueError):
        stroke.points[0, 0] = 5


def test_colour_defaults_by_kind() -> None:
    point = np.array([[0.0, 0, 1]])
    assert Stroke("a", point).colour == "#1b1917"
    assert Stroke("a", point, "close").colour == "#2b6cff"


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "pencil"},
        {"colour": "red"},
        {"points": np.zeros((0, 3))},
        {"points": np.zeros((2, 2))},
        {"sure": 1.5},
        {"sure": float("nan")},
    ],
)
def test_a_stroke_that_is_none_names_itself(bad: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="'arm'"):
        Stroke(**{"id": "arm", "points": np.zeros((1, 3)), **bad})  # type: ignore[arg-type]


def test_a_dot_off_the_paper() -> None:
    with pytest.raises(BadInput, match="robe"):
        Dot("robe", "robe", float("nan"), 0)


@given(st.floats(-1e4, 1e4))
def test_numbers_are_short_and_never_minus_zero(value: float) -> None:
    text = number(value)
    assert abs(float(text) - value) <= 0.0051
    assert text != "-0"
    assert len(text.partition(".")[2]) <= 2
