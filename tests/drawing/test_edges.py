from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.edges import weight
from hwaryong.drawing.trace import inked, traced
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Floats, Stroke
from tests.drawing.figures import line, ring, turned


def followed(drawing: Drawing, *, blur_px: float = 0, known: bool = True) -> Floats:
    """Samples of the longest line that is found, without its ends."""
    ink = drawing.ink()
    if blur_px:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), blur_px), np.float32)
    found = traced(inked(ink), ink if known else None, spur_px=5)
    longest = max(found, key=lambda stroke: stroke.length_px)
    return longest.resampled(int(longest.length_px))[15:-15]


@settings(max_examples=30, deadline=None)
@given(st.floats(2, 14), st.floats(0, 180), st.floats(0, 1))
def test_a_line_is_as_wide_as_it_was_drawn_and_where(width: float, degrees: float, shift: float) -> None:
    bar = line("a", (60, 150 + shift), (240, 150 + shift), width=width)
    points = turned(bar.points, 150, 150, degrees)
    found = followed(Drawing(300, 300, (Stroke("a", points),)))
    assert np.median(found[:, 2]) == pytest.approx(width, abs=0.35)
    way = (points[-1] - points[0])[:2] / 180
    off = (found[:, :2] - points[0, :2]) @ (-way[1], way[0])
    assert np.abs(off).max() < 0.35


@pytest.mark.parametrize("width", [3, 6, 9])
def test_a_mask_alone_tells_the_width_to_half_a_pixel(width: float) -> None:
    found = followed(Drawing(300, 300, (line("a", (30, 80), (270, 200), width=width),)), known=False)
    assert np.median(found[:, 2]) == pytest.approx(width, abs=0.5)


def test_a_soft_line_ends_where_it_is_half_as_dark() -> None:
    drawing = Drawing(300, 300, (line("a", (30, 80), (270, 200), width=8),))
    assert np.median(followed(drawing, blur_px=1.5)[:, 2]) == pytest.approx(8, abs=0.2)


def test_a_line_keeps_its_way_and_width_over_a_crossing() -> None:
    cross = line("a", (30, 80), (270, 200), width=6), line("b", (60, 220), (240, 40), width=6)
    found = followed(Drawing(300, 300, cross))
    assert np.ptp(found[:, 2]) < 1
    ends = (cross[0] if abs(found[0, 1] - found[-1, 1]) < 140 else cross[1]).points[[0, -1], :2]
    way = np.diff(ends, axis=0)[0] / np.hypot(*np.diff(ends, axis=0)[0])
    assert np.abs((found[:, :2] - ends[0]) @ (-way[1], way[0])).max() < 0.7


@pytest.mark.parametrize("grey", [0.3, 1.0])
def test_weight_gives_lines_the_ink_that_was_drawn(grey: float) -> None:
    drawn = Drawing(300, 300, (ring("r", 150, 150, 90),))
    ink = (grey * drawn.ink()).astype(np.float32)
    thinner = weight(
        Drawing(300, 300, (Stroke("r", drawn.strokes[0].points, colour="#000000"),)), ink, ink > 0.1
    )
    assert thinner == pytest.approx(max(grey, 0.7), abs=0.02)
