"""A multiplane stand: flat layers under a camera, laid over each other from back to front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from cv2.typing import MatLike as Image

from hwaryong.media.ffmpeg import Frame
from hwaryong.media.layout import Blend, Layer, View
from hwaryong.media.picture import Pixels


@dataclass(frozen=True)
class Plane:
    """Where a layer lies under the camera: output px = `scale` · layer px + (`x_px`, `y_px`)."""

    scale: float
    x_px: float
    y_px: float

    def reduced(self, by: int) -> Plane:
        """The same plane in an output whose pixels are `by` × `by` of this one's."""
        return Plane(self.scale / by, (self.x_px + 0.5) / by - 0.5, (self.y_px + 0.5) / by - 0.5)


@dataclass(frozen=True, eq=False)
class Plate:
    """A picture made ready for the stand: (h, w, 4) RGBA premultiplied, cut to what is not transparent."""

    pixels: Image
    x_px: int
    y_px: int
    opaque: bool
    _smaller: list[Image] = field(default_factory=list)

    def halved(self, times: int) -> Image:
        """The pixels at half their size, so many times over; each is made once."""
        while len(self._smaller) < times:
            self._smaller.append(_halved(self._smaller[-1] if self._smaller else self.pixels))
        return self._smaller[times - 1] if times else self.pixels


@dataclass(frozen=True, eq=False)
class Glaze:
    """What a layer does to a rectangle of the output: output = output · `keep` / 255 + `add`."""

    at: tuple[slice, slice]
    keep: Image | None
    add: Image | None


@dataclass(frozen=True, eq=False)
class Shown:
    """One layer at one moment; two that are equal in `key` look the same."""

    key: tuple[str, Plane]
    plate: Plate | None
    blend: Blend


def plane(layer: Layer, view: View, width_px: int, height_px: int) -> Plane:
    """How a layer lies under the camera in an output of this size.

    The layer moves by its parallax p: the field's centre lies at C + p · (camera − C), where C is the centre
    of the frame, magnified by 1 + p · (zoom − 1). Pixel (0, 0) has its centre at (0.5, 0.5).
    """
    scale = layer.scale(view)
    x = width_px / 2 + layer.parallax * (view.x_px - width_px / 2)
    y = height_px / 2 + layer.parallax * (view.y_px - height_px / 2)
    return Plane(
        scale,
        scale * (layer.x + 0.5 - x) + width_px / 2 - 0.5,
        scale * (layer.y + 0.5 - y) + height_px / 2 - 0.5,
    )


def ready(pixels: Pixels, *, opacity: float, bleed_px: float, margin_px: int = 0) -> Plate | None:
    """Premultiply straight-alpha RGBA and cut it to its content; None where all is transparent.

    `bleed_px` (standard deviation) lays a softened copy beneath, as ink creeps into damp paper. `margin_px`
    is left clear around it, so that its edges keep their place to a fraction of a pixel when it is reduced.
    """
    x, y, width, height = cv2.boundingRect(cv2.extractChannel(pixels, 3))
    if not width:
        return None
    room = math.ceil(3 * bleed_px)
    left, top = max(x - room, 0), max(y - room, 0)
    image = cv2.cvtColor(pixels[top : y + height + room, left : x + width + room], cv2.COLOR_RGBA2mRGBA)
    if bleed_px:
        image = _over(cv2.GaussianBlur(image, (0, 0), bleed_px), image)
    if opacity < 1:
        image = cv2.convertScaleAbs(image, alpha=opacity)
    if margin_px:
        image = np.pad(image, ((margin_px, margin_px), (margin_px, margin_px), (0, 0)))
        left, top = left - margin_px, top - margin_px
    return Plate(image, left, top, bool(image[..., 3].min() == 255))


def glaze(plate: Plate, where: Plane, blend: Blend, width_px: int, height_px: int) -> Glaze | None:
    """Photograph one layer: its effect on an output of this size, None where it lies outside."""
    scale, times = where.scale, 0
    left, top = scale * plate.x_px + where.x_px, scale * plate.y_px + where.y_px
    while scale <= 0.5:  # bilinear sampling would step over lines
        left, top = left + 0.5 * scale, top + 0.5 * scale
        scale, times = scale * 2, times + 1
    pixels = plate.halved(times)
    columns = _covered(left, scale, pixels.shape[1], width_px)
    rows = _covered(top, scale, pixels.shape[0], height_px)
    size = (columns.stop - columns.start, rows.stop - rows.start)
    if min(size) < 1:
        return None
    matrix = np.array([[scale, 0, left - columns.start], [0, scale, top - rows.start]], np.float64)
    seen = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    colour = cv2.cvtColor(seen, cv2.COLOR_RGBA2RGB)
    if plate.opaque:
        keep, add = (None, colour) if blend == "normal" else (colour, None)
        return Glaze((rows, columns), keep, add)
    clear = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(seen, 3)), cv2.COLOR_GRAY2RGB)
    if blend == "normal":
        return Glaze((rows, columns), clear, colour)
    return Glaze((rows, columns), cv2.add(colour, clear), None)


def lay(image: Image, what: Glaze) -> None:
    """Lay a photographed layer over the (h, w, 3) output, in place."""
    result = what.add
    if what.keep is not None:
        result = cv2.multiply(np.ascontiguousarray(image[what.at]), what.keep, scale=1 / 255)
        result = result if what.add is None else cv2.add(result, what.add)
    if result is not None:
        image[what.at] = result


def covers(where: Plane, shape: tuple[int, ...], width_px: int, height_px: int) -> bool:
    """Whether a picture of `shape` (h, w, …) fills an output of this size."""
    columns = _covered(where.x_px, where.scale, shape[1], width_px)
    rows = _covered(where.y_px, where.scale, shape[0], height_px)
    return (columns.start, columns.stop, rows.start, rows.stop) == (0, width_px, 0, height_px)


class Stand:
    """Photographs frame after frame and does again only what lies on or above the first layer that moved."""

    def __init__(self, width_px: int, height_px: int, ground: tuple[int, int, int]) -> None:
        self.width_px, self.height_px = width_px, height_px
        empty = np.empty((height_px, width_px, 3), np.uint8)
        empty[:] = ground
        self._images: list[Image] = [empty]
        self._keys: list[tuple[str, Plane]] = []
        self._glazes: list[Glaze | None] = []

    def shoot(self, layers: Sequence[Shown]) -> Frame:
        """One frame, (h, w, 3) uint8 sRGB, of layers from back to front; do not change it."""
        before, self._keys = self._keys, [layer.key for layer in layers]
        same = [index < len(before) and key == before[index] for index, key in enumerate(self._keys)]
        first = same.index(False) if False in same else len(layers)
        self._images = self._images[: first + 1]
        old, self._glazes = self._glazes, []
        for index, layer in enumerate(layers):
            self._glazes.append(old[index] if same[index] else self._photograph(layer))
            if index >= first:
                self._images.append(self._laid(self._images[-1], self._glazes[-1]))
        return np.asarray(self._images[-1], np.uint8)

    def _photograph(self, layer: Shown) -> Glaze | None:
        if layer.plate is None:
            return None
        return glaze(layer.plate, layer.key[1], layer.blend, self.width_px, self.height_px)

    def _laid(self, image: Image, what: Glaze | None) -> Image:
        if what is None:
            return image
        image = image.copy()
        lay(image, what)
        return image


def _covered(start: float, scale: float, length: int, limit: int) -> slice:
    """The output pixels whose centres lie within `length` layer pixels that begin at `start`."""
    first = math.ceil(start - scale / 2 - 1e-6)
    last = math.floor(start + scale * (length - 0.5) + 1e-6)
    return slice(min(max(first, 0), limit), max(min(last + 1, limit), 0))


def _halved(pixels: Image) -> Image:
    height, width = pixels.shape[:2]
    even = cv2.copyMakeBorder(pixels, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    return cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def _over(below: Image, above: Image) -> Image:
    """Premultiplied `above` over premultiplied `below`."""
    clear = cv2.merge([cv2.bitwise_not(cv2.extractChannel(above, 3))] * 4)
    return cv2.add(cv2.multiply(below, clear, scale=1 / 255), above)
