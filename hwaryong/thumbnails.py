"""Small pictures of takes, for the pages that people read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.media import svg
from hwaryong.media.base import read_bytes
from hwaryong.media.clip import Clip
from hwaryong.media.drawing import Drawing
from hwaryong.media.film import Film
from hwaryong.media.picture import Picture
from hwaryong.record.model import Take

Pixels = NDArray[np.uint8]

WIDTH_PX = 240
PAPER = 245.0  # sRGB grey behind what is transparent


def _clip(path: Path) -> Pixels:
    clip = Clip.read(path)
    return np.asarray(clip.picture(clip.frames // 2))


def _drawing(path: Path, width_px: int) -> Pixels:
    if path.suffix != ".svg":
        return Drawing.read(path).picture().pixels
    root = svg.parse(read_bytes(path), path)
    svg.remove(root, lambda element: element.get(f"{{{svg.HW}}}kind", "ink") != "ink")
    svg.remove(root, lambda element: f"{{{svg.HW}}}paint" in element.attrib)
    width, height = svg.size_px(root, path)
    return svg.rasterise(root, width_px, max(1, round(height * width_px / width)), path)


_READERS: dict[str, Callable[[Path, int], Pixels]] = {
    Drawing.kind: _drawing,
    Picture.kind: lambda path, _: Picture.read(path).pixels,
    Clip.kind: lambda path, _: _clip(path),
    Film.kind: lambda path, _: _clip(path),
}


def pictured(take: Take) -> bool:
    """Whether a take can be shown as a small picture."""
    return take.kind in _READERS


def thumbnail(take: Take, path: Path, width_px: int = WIDTH_PX) -> bytes:
    """A JPEG of a take's content on paper grey, `width_px` wide; of a film or clip its middle frame."""
    pixels = _READERS[take.kind](path, width_px)
    height_px = max(1, round(pixels.shape[0] * width_px / pixels.shape[1]))
    small: NDArray[Any] = cv2.resize(pixels, (width_px, height_px), interpolation=cv2.INTER_AREA)
    if small.shape[2] == 4:
        alpha = small[..., 3:].astype(np.float32) / 255
        small = (small[..., :3] * alpha + PAPER * (1 - alpha)).astype(np.uint8)
    done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])
    if not done:
        raise ValueError(f"{path} cannot be shown as a picture")
    return jpeg.tobytes()
