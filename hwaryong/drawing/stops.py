"""What stops paint on a drawing: ink, close lines, and coloured lines that part light and shadow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.regions import INKED
from hwaryong.media import paper
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import Coverage, coverage
from hwaryong.media.stroke import COLOURS, Stroke

Tone = Literal["shadow", "light"]
T = TypeVar("T", bound=np.generic)
TONES: tuple[Tone, ...] = ("shadow", "light")  # 1 and 2 in `Stops.tones`
_LOOK_PX = 512  # the paper's shade is looked for on a picture reduced to about this side
_SHADE_PART = 1 / 24  # of the side: what is darker over a wider place is paper, not line
_WHITE = 0.06  # darkness up to which paper counts as white
_FEW = 0.6  # part of the lines from which on colour is the pen's, and parts nothing
_CLEAR = 96  # difference of two channels (0–255) from which on a close stroke is red or blue
_ROWS = 512


@dataclass(frozen=True)
class Stops:
    """The paper and what is drawn beyond its edges, as fields of a canvas whose corner lies at `corner`.

    `ink` is what is seen, `stops` all that stops paint (0–1), `tones` uint8: 1 where a line parts shadow,
    2 where it parts light.
    """

    corner: tuple[int, int]
    paper: tuple[int, int]
    ink: Coverage
    stops: Coverage
    tones: NDArray[np.uint8] | None = None

    @classmethod
    def of(cls, lines: Drawing) -> Self:
        """Lines further away than the paper's own size do not count.

        Of pixels, uneven paper is flattened, and coloured lines beside black ones are no ink: red ones
        part shadow, blue ones light, green ones nothing in particular.
        """
        width, height = lines.width_px, lines.height_px
        if lines.raster is not None:
            return cls((0, 0), (width, height), *_parted(lines))
        ink, close = lines.of_kind("ink"), lines.of_kind("close")
        reached = [
            (s.points[:, :2] - s.points[:, 2:], s.points[:, :2] + s.points[:, 2:]) for s in ink + close
        ]
        low = np.min([(0, 0), *(low.min(axis=0) for low, _ in reached)], axis=0)
        high = np.max([(width, height), *(high.max(axis=0) for _, high in reached)], axis=0)
        x, y = (int(np.floor(max(value, -size))) for value, size in zip(low, (width, height), strict=True))
        right, bottom = (
            int(np.ceil(min(v, 2 * size))) for v, size in zip(high, (width, height), strict=True)
        )

        def drawn(strokes: Sequence[Stroke]) -> Coverage:
            return coverage([s.moved(s.points - (x, y, 0)) for s in strokes], right - x, bottom - y)

        seen = drawn(ink)
        stops = np.maximum(seen, drawn(close)) if close else seen
        parted = {tone: [stroke for stroke in close if _tone(stroke) == tone] for tone in TONES}
        if not any(parted.values()):
            return cls((x, y), (width, height), seen, stops)
        tones = np.zeros(seen.shape, np.uint8)
        for value, strokes in enumerate(parted.values(), 1):
            tones[drawn(strokes) >= INKED] = value
        return cls((x, y), (width, height), seen, stops, tones)

    def on_paper(self, field: NDArray[T]) -> NDArray[T]:
        """The paper's part of a field of the canvas."""
        x, y = self.corner
        return field[-y : self.paper[1] - y, -x : self.paper[0] - x]

    def without_tones(self) -> Coverage:
        """What stops paint where light and shadow are not parted."""
        return self.stops if self.tones is None else np.where(self.tones > 0, 0, self.stops)


def _tone(stroke: Stroke) -> Tone | None:
    """What a close stroke parts; the usual blue of close strokes parts nothing in particular."""
    red, green, blue = bytes.fromhex(stroke.colour[1:7])
    if stroke.colour == COLOURS["close"]:
        return None
    if red - max(green, blue) >= _CLEAR:
        return "shadow"
    return "light" if blue - max(red, green) >= _CLEAR else None


def _parted(lines: Drawing) -> tuple[Coverage, Coverage, NDArray[np.uint8] | None]:
    """Ink, what stops paint, and tones of a drawing in pixels."""
    stops = _flattened(lines.ink())
    seen = lines.on_paper()
    step = max(1, max(seen.shape[:2]) // 1024)
    # A photograph's tint is no line: only what is dark enough to be one is looked at.
    dark = stops[::step, ::step] >= INKED
    some = seen[::step, ::step][dark].astype(np.int16)
    coloured = float((some.max(axis=1) - some.min(axis=1) > _CLEAR).mean()) if len(some) else 0.0
    if not 0 < coloured < _FEW:
        return stops, stops, None
    hues = paper.by_hue(seen)
    ink = np.where(hues["black"] > 0, stops, 0)
    tones = np.zeros(stops.shape, np.uint8)
    tones[hues["red"] >= INKED], tones[hues["blue"] >= INKED] = 1, 2
    for hue in ("red", "green", "blue"):
        stops = np.maximum(stops, hues[hue])
    return ink, stops, tones if tones.any() else None


def _flattened(ink: Coverage) -> Coverage:
    """Darkness 0–1 as if the paper were evenly white; the same where it is."""
    height, width = ink.shape
    step = max(1, math.ceil(max(height, width) / _LOOK_PX))
    small = cv2.resize(ink, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    size = max(int(max(small.shape) * _SHADE_PART), 3) | 1
    shade = cv2.GaussianBlur(cv2.erode(small, np.ones((size, size), np.uint8)), (0, 0), size / 2)
    if float(np.quantile(shade, 0.95)) <= _WHITE:
        return ink
    flat = np.empty_like(ink)
    rows = (np.arange(height, dtype=np.float32) + 0.5) * (shade.shape[0] / height) - 0.5
    columns = (np.arange(width, dtype=np.float32) + 0.5) * (shade.shape[1] / width) - 0.5
    for row in range(0, height, _ROWS):
        x, y = np.meshgrid(columns, rows[row : row + _ROWS])
        light = 1 - cv2.remap(shade, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        flat[row : row + _ROWS] = np.clip(1 - (1 - ink[row : row + _ROWS]) / np.maximum(light, 0.05), 0, 1)
    # What the paper's grain leaves is no line.
    flat[flat < _WHITE] = 0
    return flat
