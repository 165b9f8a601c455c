"""Words burnt into the picture."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Luma = NDArray[np.uint8]
DARK, LIGHT = 16, 235  # black and white in limited-range Y
GREY = 128  # no colour in Cb and Cr


def plate(text: str, *, height_px: int) -> Luma:
    """Light letters on a dark plate, (h, w) limited-range luma with even sides; `height_px` of the letters.

    The font is the one inside Pillow: Latin letters and figures.
    """
    font = ImageFont.load_default(height_px)
    left, top, right, bottom = font.getbbox(re.sub(r"\d", "8", text))  # a counter does not shake its plate
    pad = max(height_px // 3, 2)
    width, height = (round(side) + 2 * pad for side in (right - left, bottom - top))
    image = Image.new("L", (width + width % 2, height + height % 2), DARK)
    ImageDraw.Draw(image).text((pad - left, pad - top), text, LIGHT, font)
    return np.asarray(image)


def stamp(frame: NDArray[np.uint8], mark: Luma, *, width_px: int, height_px: int) -> None:
    """Put a plate into the upper left corner of a yuv420p frame (3h/2, w), in place."""
    margin = max(height_px // 36, 2) // 2 * 2
    mark = mark[: height_px - margin, : width_px - margin]
    flat, area = frame.reshape(-1), width_px * height_px
    bottom, right = margin + mark.shape[0], margin + mark.shape[1]
    flat[:area].reshape(height_px, width_px)[margin:bottom, margin:right] = mark
    for start in (area, area + area // 4):
        colour = flat[start : start + area // 4].reshape(height_px // 2, width_px // 2)
        colour[margin // 2 : bottom // 2, margin // 2 : right // 2] = GREY
