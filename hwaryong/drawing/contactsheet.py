"""A contact sheet: many small drawings on one picture, each with its name and parameters below it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydantic import BaseModel, Field

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture, Pixels
from hwaryong.media.variation import MAX_COUNT, Variations
from hwaryong.tool import tool

_PAPER, _CARD, _DARK, _LIGHT = "#e9e6df", "#ffffff", "#1b1917", "#6a6660"
_GAP_PX, _TEXT_PX = 16, 14
_LINES = 3  # of text below each


@tool("drawing.thumbnail", version=1, libraries=("numpy", "opencv-python-headless", "pillow"))
def thumbnail(drawing: Drawing, *, side_px: int = Field(640, ge=16, le=2048)) -> Picture:
    """The drawing small, on white: RGBA, sRGB, opaque, no side longer than `side_px`."""
    return Picture(np.array(_fitted(drawing.picture().pixels, side_px, side_px), np.uint8))


@tool("drawing.contactsheet", version=1, libraries=("numpy", "opencv-python-headless", "pillow"))
def contactsheet(
    pictures: Mapping[str, Picture],
    variations: Variations,
    *,
    width_px: int = Field(320, ge=120, le=640),
) -> Picture:
    """Lay out pictures by name, cells of `width_px`, each with what `variations` says of it below.

    RGBA, sRGB, opaque. One of which nothing is said is shown "as it is". Raises BadInput for more than
    a hundred.
    """
    if not 0 < len(pictures) <= MAX_COUNT + 1:
        raise BadInput(f"a contact sheet holds 1 to {MAX_COUNT + 1} pictures, not {len(pictures)}")
    first = next(iter(pictures.values()))
    tall = min(round(width_px * first.height_px / first.width_px), width_px)
    cell = (width_px + _GAP_PX, tall + _GAP_PX + (_LINES + 1) * (_TEXT_PX + 4))
    columns = max(1, min(len(pictures), math.ceil(math.sqrt(len(pictures) * cell[1] / cell[0] * 1.6))))
    rows = math.ceil(len(pictures) / columns)
    sheet = Image.new("RGBA", (columns * cell[0] + _GAP_PX, rows * cell[1] + _GAP_PX), _PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(_TEXT_PX)
    for index, (id, picture) in enumerate(pictures.items()):
        x = _GAP_PX + index % columns * cell[0]
        y = _GAP_PX + index // columns * cell[1]
        small = _fitted(picture.pixels, width_px, tall)
        draw.rectangle((x, y, x + width_px - 1, y + tall - 1), _PAPER, _LIGHT)
        at = (x + (width_px - small.width) // 2, y + (tall - small.height) // 2)
        sheet.paste(small, at)
        name, parameters = _words(id, variations)
        y += tall + 5
        draw.text((x, y), name, _DARK, font)
        for line in _wrapped(parameters, font, width_px)[:_LINES]:
            y += _TEXT_PX + 4
            draw.text((x, y), line, _LIGHT, font)
    return Picture(np.array(sheet, np.uint8))


def _fitted(pixels: Pixels, width_px: int, height_px: int) -> Image.Image:
    """The pixels on white, made small enough."""
    share = min(width_px / pixels.shape[1], height_px / pixels.shape[0], 1.0)
    size = (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share)))
    card = Image.new("RGBA", size, _CARD)
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    card.alpha_composite(Image.fromarray(np.asarray(small, np.uint8)))
    return card


def _words(id: str, variations: Variations) -> tuple[str, str]:
    if id not in variations.items:
        return f"{id}  as it is", ""
    name, one = variations.items[id]
    said = [_told(key, value) for part in (one.palette, one.line, one.pose) for key, value in _changed(part)]
    if crop := one.crop:
        said.append(
            f"frame {crop.x:.0f}, {crop.y:.0f}, {crop.width:.0f}x{crop.height:.0f} px on "
            f"{crop.out_width_px}x{crop.out_height_px} px"
        )
    return f"{id}  {name}", ", ".join(said)


def _changed(part: BaseModel | None) -> list[tuple[str, Any]]:
    return list(part.model_dump(exclude_defaults=True).items()) if part else []


def _told(key: str, value: Any) -> str:
    word, _, unit = key.partition("_")
    return (
        f"{word} {value:g}{'°' if unit == 'deg' else ''}"
        if isinstance(value, int | float)
        else f"{word} {value}"
    )


def _wrapped(text: str, font: Any, width_px: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" ") if text else []:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
