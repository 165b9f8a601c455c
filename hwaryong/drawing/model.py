"""A painted drawing read again: its flat colours as a palette's ids, its regions, the palette it implies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.graph import Graph
from hwaryong.drawing.matching import Painted, Regions
from hwaryong.drawing.regions import Labels, under_ink
from hwaryong.errors import BadInput
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture, Pixels
from hwaryong.tool import tool

_SAME_COLOUR = 24  # greatest difference of a channel at which a pixel has a palette's colour
_EVEN = 6  # greatest difference of a channel within flat colour
_MIXED = 12  # a colour this near the way between two others may be their mixture
_EDGE_PX = 3  # wider no soft edge is
_MOST_COLOURS = 64
_SMALL_PX = 12  # regions and colours with fewer pixels are left alone
_CORE = 0.2  # part of a region that lies within it or is pure; the soft edges of lines have less
_LINE_PX = 4.0  # a dark colour that is never wider than twice this is the line's
_DARK, _DARK_COLOURS = 80, 4  # greatest channel of a dark colour, and how many may be painted beside the line
WORK_PX = 1600  # longer side of the paper on which regions are matched


def step_of(width_px: int, height_px: int) -> int:
    """Every so manieth pixel is looked at when regions are matched."""
    return -(-max(width_px, height_px) // WORK_PX)


def read(model: Picture, palette: Palette) -> Painted:
    """The regions of a painted drawing; raises BadInput where none has a colour of the palette.

    A region is flat colour (or, where it is closed in, nothing) that touches no other of its colour.
    Column i + 1 of the colours is the palette's i-th id, column 0 nothing.
    """
    step = step_of(model.width_px, model.height_px)
    pixels = np.ascontiguousarray(model.pixels[::step, ::step])
    seen = [tuple(bytes.fromhex(palette.painted(name)[1:7])) for name in palette.colours]
    line = _line(pixels)
    names, off = _names_of(pixels, [*seen, *line])
    pure = _pure(names, off, seen, line[0]) if line else np.zeros(names.shape, np.bool_)
    names[names > len(seen)] = 0
    empty = _empty(pixels)
    names[empty] = -1
    labels, colours = _flat(names, pure)
    if not colours or max(colours) <= 0:
        raise BadInput(
            "the model has none of the palette's colours",
            mend="paint it flat, in colours of the palette, or leave the palette out",
        )
    free = (labels != 0).astype(np.uint8)
    chosen = np.eye(len(seen) + 1)[np.maximum(colours, 0)]
    return Painted(Regions(Graph.of(under_ink(labels, free))), chosen)


@tool("drawing.palette", version=1, libraries=("numpy", "opencv-python-headless"))
def palette(models: Mapping[str, Picture]) -> Palette:
    """The flat colours of painted drawings as a palette, "c01" for the one that fills most, and so on.

    The line's own colour and the paper around the figure are left out. Raises BadInput where nothing is
    flat colour.
    """
    areas: dict[tuple[int, ...], int] = {}
    for model in models.values():
        step = step_of(model.width_px, model.height_px)
        for colour, area in _colours(np.ascontiguousarray(model.pixels[::step, ::step])):
            same = next((other for other in areas if _difference(colour, other) <= _SAME_COLOUR // 2), colour)
            areas[same] = areas.get(same, 0) + area
    if not areas:
        raise BadInput("the model has no flat colours", mend="give a painted drawing, not a line drawing")
    order = sorted(areas, key=lambda colour: (-areas[colour], colour))[:_MOST_COLOURS]
    found = {f"c{number:02}": f"#{bytes(colour).hex()}" for number, colour in enumerate(order, 1)}
    return Palette(found, found)


def _colours(pixels: Pixels) -> Iterator[tuple[tuple[int, ...], int]]:
    """Each flat colour of a picture and its area in px, the largest first."""
    solid = (pixels[..., 3] > 127) & ~_empty(pixels)
    rgb = np.ascontiguousarray(pixels[..., :3])
    square = np.ones((3, 3), np.uint8)
    even = (cv2.dilate(rgb, square) - cv2.erode(rgb, square)).max(axis=2) <= _EVEN
    even &= cv2.erode(solid.astype(np.uint8), square) > 0
    left = rgb[even].astype(np.int16)
    while len(left) >= _SMALL_PX:
        colour = _commonest(left)
        same = np.abs(left - np.array(colour, np.int16)).max(axis=1) <= _SAME_COLOUR // 2
        if same.sum() >= _SMALL_PX and not (max(colour) <= _DARK and _thin(pixels, colour)):
            yield colour, int(same.sum())
        left = left[~same]


def _thin(pixels: Pixels, colour: tuple[int, ...]) -> bool:
    """Whether a colour is nowhere wider than a line."""
    near = np.abs(pixels[..., :3].astype(np.int16) - np.array(colour, np.int16)).max(axis=2) <= _SAME_COLOUR
    near &= pixels[..., 3] > 127
    within = cv2.distanceTransform(near.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return float(within.max()) <= _LINE_PX


def _line(pixels: Pixels) -> list[tuple[int, ...]]:
    """The colour of the lines: the commonest dark one with which nothing is painted, if there is one."""
    left = pixels[(pixels[..., 3] > 127) & (pixels[..., :3].max(axis=2) <= _DARK)][:, :3].astype(np.int16)
    for _ in range(_DARK_COLOURS):
        if not len(left):
            break
        colour = _commonest(left)
        if _thin(pixels, colour):
            return [colour]
        left = left[np.abs(left - np.array(colour, np.int16)).max(axis=1) > _SAME_COLOUR]
    return []


def _commonest(rgb: NDArray[Any]) -> tuple[int, ...]:
    code = (rgb[:, 0].astype(np.int64) << 16) | (rgb[:, 1].astype(np.int64) << 8) | rgb[:, 2]
    codes, counts = np.unique(code, return_counts=True)
    most = int(codes[counts.argmax()])
    return most >> 16, most >> 8 & 255, most & 255


def _difference(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _empty(pixels: Pixels) -> NDArray[np.bool_]:
    """(h, w) where there is nothing: transparent, or on opaque paper the colour that surrounds the figure."""
    clear = pixels[..., 3] <= 127
    if clear.any():
        return np.asarray(clear, np.bool_)
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])[:, :3]
    around = np.array(_commonest(rim), np.int16)
    near = np.abs(pixels[..., :3].astype(np.int16) - around).max(axis=2) <= _SAME_COLOUR
    parts = np.asarray(cv2.connectedComponents(near.astype(np.uint8), connectivity=4)[1])
    rims = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    return np.asarray(np.isin(parts, rims[rims > 0]), np.bool_)


def _flat(names: NDArray[np.int32], pure: NDArray[np.bool_]) -> tuple[Labels, list[int]]:
    """Labels of the regions (outside −1, lines 0), and the name of each.

    What is `pure` (h, w) belongs to a region however narrow it is (see `_pure`).
    """
    labels = np.zeros(names.shape, np.int32)
    colours: list[int] = []
    for name in np.unique(names[names != 0]).tolist():
        mask = (names == name).astype(np.uint8)
        _, parts, facts, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        core = np.bincount(parts[_core(names, name) | (pure & (names == name))], minlength=len(facts))
        rims = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
        number = np.zeros(len(facts), np.int32)
        for part in range(1, len(facts)):
            if name < 0 and part in rims:
                number[part] = -1
            elif (
                facts[part, cv2.CC_STAT_AREA] >= _SMALL_PX
                and core[part] > _CORE * facts[part, cv2.CC_STAT_AREA]
            ):
                colours.append(name)
                number[part] = len(colours)
        labels += number[parts]
    return labels, colours


def _core(names: NDArray[np.int32], name: int) -> NDArray[np.bool_]:
    """(h, w) what lies within a colour, all around it the same."""
    return np.asarray(cv2.erode((names == name).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, np.bool_)


def _pure(
    names: NDArray[np.int32], off: NDArray[np.int16], colours: list[tuple[int, ...]], line: tuple[int, ...]
) -> NDArray[np.bool_]:
    """(h, w) where beside the line a pixel has a colour that nothing near it could make with the line's.

    The soft edge between the line and a light colour runs through all that lies between them. `off` (h, w)
    is how far pixels are from the colour that names them; the line's own name is the last.
    """
    around = np.ones((2 * _EDGE_PX + 1, 2 * _EDGE_PX + 1), np.uint8)
    pure = (names > 0) & (off <= _EVEN) & (cv2.dilate((names > len(colours)).astype(np.uint8), around) > 0)
    shown = np.flatnonzero(np.bincount(names.ravel(), minlength=len(colours) + 2)[1:-1])
    for other in shown.tolist():
        mixed = np.zeros(len(colours) + 2, np.bool_)
        for between in shown.tolist():
            off_way = _off_way(colours[between], line, colours[other])
            mixed[between + 1] = between != other and off_way <= _MIXED
        if mixed.any():
            pure &= ~((cv2.dilate(_core(names, other + 1).astype(np.uint8), around) > 0) & mixed[names])
    return pure


def _off_way(colour: tuple[int, ...], begin: tuple[int, ...], end: tuple[int, ...]) -> float:
    """How far a colour lies from the straight way between two, the greatest difference of a channel."""
    at, way = np.subtract(colour, begin), np.subtract(end, begin)
    part = np.clip(at @ way / max(way @ way, 1), 0, 1)
    return float(np.abs(at - part * way).max())


def _names_of(pixels: Pixels, colours: list[tuple[int, ...]]) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """(h, w) index + 1 of the colour nearest to each opaque pixel, 0 where none is near, and its distance."""
    best = np.full(pixels.shape[:2], _SAME_COLOUR + 1, np.int16)
    names = np.zeros(pixels.shape[:2], np.int32)
    for index, colour in enumerate(colours):
        difference = np.abs(pixels[..., :3].astype(np.int16) - np.array(colour, np.int16)).max(axis=2)
        nearer = (difference < best) & (pixels[..., 3] > 127)
        names[nearer], best[nearer] = index + 1, difference[nearer]
    return names, best
