"""Ink told from paper, however the drawing came."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hwaryong.drawing.cleanup import cleanup
from hwaryong.drawing.trace import inked, separated
from hwaryong.media.drawing import Drawing
from hwaryong.media.paper import SAID, Pixels


def sheet(ink: int = 0, paper: int = 255, width: int = 4) -> Pixels:
    pixels = np.full((400, 600), paper, np.uint8)
    cv2.line(pixels, (50, 60), (550, 330), ink, width)
    cv2.circle(pixels, (300, 200), 120, ink, width)
    return np.dstack([pixels, pixels, pixels, np.full_like(pixels, 255)])


def mask(pixels: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return inked(separated(Drawing.from_pixels(pixels))[0])


@pytest.mark.parametrize("width", [1, 4, 40])
def test_a_scan_of_one_bit_is_all_ink_and_paper(width: int) -> None:
    assert np.array_equal(mask(sheet(width=width)), sheet(width=width)[..., 0] == 0)


def test_a_negative_and_lines_by_alpha_give_the_same_ink() -> None:
    dark = sheet()
    light = np.dstack([255 - dark[..., :3], dark[..., 3]])
    nothing = np.dstack([np.full_like(dark[..., :3], 255), 255 - dark[..., 0]])
    assert np.array_equal(mask(light), mask(dark))
    assert np.array_equal(mask(nothing), mask(dark))


def test_a_photographed_sheet_with_a_gradient_has_its_ink() -> None:
    pixels = sheet(40, 235)
    light = np.linspace(0.35, 1.0, 600)[None, :, None] * np.linspace(1.0, 0.7, 400)[:, None, None]
    photo = np.dstack([(pixels[..., :3] * light).astype(np.uint8), pixels[..., 3]])
    assert float((mask(photo) == mask(sheet())).mean()) > 0.995


def test_a_drawing_in_coloured_pencil_is_ink() -> None:
    """Blue as pencils are, with a black dot: the lines that are drawn are the drawing's."""
    blue = sheet()
    blue[..., 2] = 255
    cv2.circle(blue, (60, 350), 5, (0, 0, 0, 255), -1)
    assert mask(blue)[80:300].sum() == mask(sheet())[80:300].sum()
    assert len(cleanup(Drawing.from_pixels(blue)).strokes) == len(
        cleanup(Drawing.from_pixels(sheet())).strokes
    )
    cv2.line(blue, (50, 380), (550, 380), (0, 0, 0, 255), 4)
    assert mask(blue)[80:300].sum() == 0, "beside black lines it is construction"


def test_clean_up_says_what_was_recognised() -> None:
    negative = Drawing.from_pixels(sheet(255, 0)).told()
    assert cleanup(negative).flags == (SAID["light"],)
