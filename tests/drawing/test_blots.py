"""Filled dots and small rings of keys in pixels: they stay what they are in the in-betweens."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hwaryong.drawing.blots import blots
from hwaryong.drawing.inbetween import inbetween
from hwaryong.drawing.trace import Mask, traced
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import coverage
from hwaryong.media.picture import Pixels

_FINE = 4
_SPUR_PX = 4.0


def sheet(x: float, *, dots: bool = True) -> Pixels:
    """A box of 120 px, in it a pupil 12 by 16 px wide, buttons of radius 4 and 7 px, and a speck of 2 px."""
    grey = np.full((200 * _FINE, 320 * _FINE), 255, np.uint8)

    def at(a: float, b: float) -> tuple[int, int]:
        return round((x + a) * _FINE), round(b * _FINE)

    cv2.rectangle(grey, at(0, 40), at(120, 160), 20, 3 * _FINE)
    if dots:
        cv2.ellipse(grey, at(35, 80), (6 * _FINE, 8 * _FINE), 20, 0, 360, 20, -1)
        cv2.circle(grey, at(80, 110), 4 * _FINE, 20, 2 * _FINE)
        cv2.circle(grey, at(80, 138), 7 * _FINE, 20, 2 * _FINE)
        cv2.circle(grey, at(90, 70), 1 * _FINE, 20, -1)
    small = cv2.resize(grey, (320, 200), interpolation=cv2.INTER_AREA)
    return np.dstack([small, small, small, np.full_like(small, 255)])


def mask(x: float, *, dots: bool = True) -> Mask:
    return np.asarray(sheet(x, dots=dots)[..., 0] < 128, np.bool_)


def between(*, dots: bool = True) -> Drawing:
    first, last = (Drawing.from_pixels(sheet(x, dots=dots)) for x in (60, 90))
    drawing = inbetween(first, last)["0001"]
    assert isinstance(drawing, Drawing)
    return drawing


def test_a_pupil_is_filled_by_a_ring() -> None:
    ink = mask(60)
    [pupil] = blots(ink, traced(ink, spur_px=2 * _SPUR_PX))
    area = np.s_[68:92, 83:107]
    drawn, wanted = coverage([pupil], 320, 200)[area], ink[area]
    assert pupil.closed
    assert drawn.sum() == pytest.approx(wanted.sum(), rel=0.06)
    assert np.abs(drawn - wanted).sum() < 0.15 * wanted.sum()


def test_lines_are_no_blots() -> None:
    ink = mask(60, dots=False)
    assert blots(ink, traced(ink, spur_px=_SPUR_PX)) == []
    assert blots(mask(60), []) == []


def test_pupils_and_buttons_come_along_round() -> None:
    middle = between()
    [pupil] = [s for s in middle.strokes if s.id.startswith("b")]
    assert np.abs(pupil.points[:, :2].mean(axis=0) - (110, 80)).max() < 1.5
    for radius, y in ((4, 110), (7, 138)):
        [button] = [s for s in middle.strokes if np.hypot(*(s.points[:, :2].mean(axis=0) - (155, y))) < 2]
        from_middle = np.hypot(*(button.points[:, :2] - (155, y)).T)
        assert from_middle.mean() == pytest.approx(radius, abs=1)
        assert np.ptp(from_middle) < 1.5
        turns = np.diff(np.unwrap(np.angle(np.diff(button.points[:, :2] @ np.array([1, 1j])))))
        assert np.abs(turns).max() < np.deg2rad(50), "a polygon"
    assert middle.ink()[66:74, 161:169].sum() < 1, "the speck is left out"


def test_drawings_without_them_stay_as_they_were() -> None:
    ink = mask(60, dots=False)
    for plain, fine in zip(
        traced(ink, spur_px=_SPUR_PX), traced(ink, spur_px=_SPUR_PX, around=17), strict=True
    ):
        assert np.array_equal(plain.points, fine.points)
    assert all(len(stroke.points) > 20 for stroke in between(dots=False).strokes)
