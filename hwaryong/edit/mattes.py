"""Mattes of a shot: what the compositor shows of each picture, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import cv2
import numpy as np
from pydantic import Field

from hwaryong.edit.composite import Shot
from hwaryong.edit.multiplane import Shown, glaze
from hwaryong.media.layout import Layer, Layout
from hwaryong.media.mattes import Mattes, Pictured, Seen
from hwaryong.media.mouths import Mouths
from hwaryong.media.picture import Picture
from hwaryong.media.rate import Rate
from hwaryong.media.sheet import Sheet
from hwaryong.tool import tool

_MEAN = np.full((1, 3), 1 / (3 * 255), np.float32)  # of three channels, 0–255 to 0–1
LARGE_PX = 720
MARGIN_PX = 32  # enough for pictures that the camera shrinks to an eighth


@tool("edit.mattes", version=1, libraries=("opencv-python-headless", "numpy"))
def mattes(
    layout: Layout,
    sheet: Sheet | None,
    cels: Mapping[str, Picture],
    backgrounds: Mapping[str, Picture],
    mouths: Mapping[str, Picture],
    cues: Mapping[str, Mouths],
    *,
    rate: Rate,
    width_px: int = Field(1280, ge=2, le=8192, multiple_of=2),
    height_px: int = Field(720, ge=2, le=8192, multiple_of=2),
    ground: str = Field("#ffffff", pattern="^#[0-9a-fA-F]{6}$"),
    bleed_px: float = Field(0.0, ge=0, le=16),
) -> Mattes:
    """Weigh what is seen of each picture in a shot: the inputs and settings are those of `edit.composite`.

    A picture's weight in a pixel is α · Π (1 − α) over all layers above it (Porter and Duff 1984, *over*),
    with opacity in α. A layer laid on by multiplication covers as much as it takes of the light from below,
    the mean over R, G and B of α · (1 − colour). Measured on frames of a quarter of the width and height, of
    a half where they are small. `ground` changes nothing. Raises BadInput like the compositor.
    """
    shot = Shot(layout, sheet, cels, backgrounds, mouths, cues, Fraction(rate), width_px, height_px)
    scale = _Scale(width_px, height_px)
    weighed = _Weighed(layout.layers)
    for shown in shot.exposed(bleed_px, MARGIN_PX):
        weighed.add(shown, scale)
    return Mattes(width_px, height_px, layout.frames, weighed.pictures())


@dataclass(frozen=True)
class _Scale:
    """The smaller frame on which the mattes are measured."""

    full_width_px: int
    full_height_px: int

    @property
    def by(self) -> int:
        whole = self.full_width_px % 4 == self.full_height_px % 4 == 0
        return 4 if whole and self.full_height_px >= LARGE_PX else 2

    def weights(self, shown: Sequence[Shown]) -> list[int]:
        """What is seen of each layer on one frame, in pixels of the full frame, rounded down."""
        by, weights = self.by, []
        width, height = self.full_width_px // by, self.full_height_px // by
        clear = np.ones((height, width), np.float32)  # how much light still comes through from below
        for layer in reversed(shown):
            where = layer.key[1].reduced(by)
            what = layer.plate and glaze(layer.plate, where, layer.blend, width, height)
            if not what:
                weights.append(0)
                continue
            below = clear[what.at]
            before = cv2.sumElems(below)[0]
            below *= 0 if what.keep is None else cv2.transform(what.keep.astype(np.float32), _MEAN)
            weights.append(int(round((before - cv2.sumElems(below)[0]) * by * by, 2)))
        return weights[::-1]


@dataclass
class _Weighed:
    """The weights of all frames so far, with frames that show the same put together."""

    layers: Sequence[Layer]
    _spans: dict[Pictured, list[Seen]] = field(default_factory=dict)
    _frame: int = 0
    _last: tuple[object, list[int]] = (None, [])

    def add(self, shown: Sequence[Shown], scale: _Scale) -> None:
        """Weigh the next frame; what looks like the frame before is not measured again."""
        keys = [layer.key for layer in shown]
        if self._last[0] != keys:
            self._last = (keys, scale.weights(shown))
        seen: dict[Pictured, int] = {}
        for layer, (name, _), pixels in zip(self.layers, keys, self._last[1], strict=True):
            if name:
                picture = Pictured(Shot.param(layer), name)
                seen[picture] = seen.get(picture, 0) + pixels
        for picture, pixels in seen.items():
            spans = self._spans.setdefault(picture, [])
            last = spans[-1] if spans else Seen(0, 0, 0)
            if spans and last.first + last.frames == self._frame and last.pixels == pixels:
                spans[-1] = last._replace(frames=last.frames + 1)
            else:
                spans.append(Seen(self._frame, 1, pixels))
        self._frame += 1

    def pictures(self) -> dict[Pictured, tuple[Seen, ...]]:
        return {picture: tuple(spans) for picture, spans in self._spans.items()}
