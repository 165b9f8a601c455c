"""Regions of a line drawing: the areas in which a ball is trapped by the ink."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.passages import joined
from hwaryong.media.ink import Coverage

Labels = NDArray[np.int32]
INKED = 0.3  # coverage from which on a pixel stops paint
OUTSIDE = -1
_SMALL_PX = 12
_REACH_PX = 6  # how far a seed on ink or beside it is moved


@dataclass(frozen=True)
class Seed:
    """Where a region was asked for: pixel x, y, and what shall fill it."""

    x: int
    y: int
    paint: str


@dataclass(frozen=True)
class Window:
    """The part of a canvas that holds ink, two free pixels wider on each side on which paint can get out.

    `free` (h, w) uint8 is 1 where paint may flow, `distance_px` (h, w) how far the next ink is, `rim`
    (h, w) the places that are surely beyond the drawing; `x`, `y` is the window's corner on the paper.
    """

    x: int
    y: int
    free: NDArray[np.uint8]
    distance_px: NDArray[np.float32]
    rim: NDArray[np.bool_]

    @classmethod
    def of(cls, ink: Coverage, corner: tuple[int, int] = (0, 0), *, edge_holds: bool) -> Window:
        """The window of the lines on a canvas: (h, w) coverage, and where its corner lies on the paper, px.

        `edge_holds`: where lines run off the canvas, its edge holds the paint in.
        """
        x, y, w, h = cv2.boundingRect((ink >= INKED).astype(np.uint8))
        gaps = (y, x, ink.shape[0] - y - h, ink.shape[1] - x - w)
        top, left, bottom, right = (2 * (gap > 0 or not edge_holds) for gap in gaps)
        wider = ((top, bottom), (left, right))
        free = np.pad((ink[y : y + h, x : x + w] < INKED).astype(np.uint8), wider, constant_values=1)
        rim = np.pad(np.zeros((h, w), np.bool_), wider, constant_values=True)
        distance = np.asarray(cv2.distanceTransform(free, cv2.DIST_L2, cv2.DIST_MASK_5), np.float32)
        return cls(x - left + corner[0], y - top + corner[1], free, distance, rim)

    def components(self, radius_px: float) -> Labels:
        """(h, w) labels ≥ 1 of the places where a ball of this radius fits, `OUTSIDE` beyond the drawing."""
        room = ((self.distance_px > radius_px) | self.rim).astype(np.uint8)
        labels = np.asarray(cv2.connectedComponents(room, connectivity=4, ltype=cv2.CV_32S)[1], np.int32)
        labels[np.isin(labels, np.unique(labels[self.rim]))] = OUTSIDE
        return labels

    def without_specks(self) -> Window:
        """The window with ink where lines enclose too little for a region, so that paint goes under it."""
        components = self.components(0.0)
        small = np.bincount(np.maximum(components, 0).ravel()) < _SMALL_PX
        small[0] = False
        return replace(self, free=np.where(small[np.maximum(components, 0)], 0, self.free).astype(np.uint8))

    def under(self, paper: NDArray[np.uint8], part: NDArray[np.uint8]) -> None:
        """Lay `part` (h, w, 4) of the window under what is on the paper already; what is beyond is cut."""
        top, left = max(self.y, 0), max(self.x, 0)
        bottom = max(min(self.y + part.shape[0], paper.shape[0]), top)
        right = max(min(self.x + part.shape[1], paper.shape[1]), left)
        seen = part[top - self.y : bottom - self.y, left - self.x : right - self.x]
        below = paper[top:bottom, left:right]
        below[...] = np.where(below[..., 3:] > 0, below, seen)


def trap(window: Window, seeds: Mapping[int, Seed], gap_px: int) -> tuple[Labels, dict[int, str]]:
    """Fill the region of each seed: labels (h, w) = seed's number + 1, and why a seed got none.

    Each seed takes the smallest ball that the lines hold in: radius 0 where they are closed, up to
    (gap_px + 1) / 2 where gaps must be closed (Zhang, Chen, Ren 2009, "Vectorizing cartoon animations",
    §4, trapped-ball segmentation, run from small to large and only where it leaks). Seeds of one paint
    may share a region; seeds of different paints may not.
    """
    labels = np.zeros(window.free.shape, np.int32)
    trouble = dict.fromkeys(seeds, "")
    beyond = np.zeros(labels.shape, np.bool_)
    leaky = False
    for radius in [0.0, *np.arange(1.0, (gap_px + 1) / 2 + 0.01, 0.5)] if gap_px else [0.0]:
        components = window.components(radius)
        beyond = components == OUTSIDE
        by_component: dict[int, list[int]] = defaultdict(list)
        for index in trouble:
            by_component[_component(window, components, seeds[index], radius)].append(index)
        for component, indices in by_component.items():
            reason = _reason(component, [seeds[index].paint for index in indices])
            if reason:
                trouble.update(dict.fromkeys(indices, reason))
                continue
            labels[components == component] = indices[0] + 1
            leaky |= radius > 0
            for index in indices:
                del trouble[index]
        if not trouble:
            break
    if leaky:
        labels = _spread(labels, beyond, window.free)
    return labels, trouble


def areas(window: Window, gap_px: int) -> Labels:
    """(h, w) labels 1… of all regions, 0 on ink, `OUTSIDE` beyond the drawing.

    They are the places where the largest ball is trapped that closes gaps of `gap_px`, and the closed ones
    that are too small for it, grown into what is too narrow; those that meet where no line ends are one
    (`passages.joined`). Less than 12 px is no region.
    """
    large = window.components((gap_px + 1) / 2 if gap_px else 0.0)
    small = window.components(0.0)
    small[np.isin(small, np.unique(small[large != 0]))] = 0
    both = np.where(large > 0, large, np.where(small > 0, small + max(large.max(), 0), 0)).astype(np.int32)
    both = joined(_spread(both, large == OUTSIDE, window.free), window.free, gap_px)
    both[(both == 0) & (window.free > 0)] = OUTSIDE
    return numbered(both, np.bincount(np.maximum(both, 0).ravel()), _SMALL_PX)


def numbered(labels: Labels, counts: NDArray[np.int64], least: int = 1) -> Labels:
    """The labels with at least so many `counts` as 1…n without a gap; the others are outside."""
    kept = np.flatnonzero(counts >= least)
    number = np.full(int(labels.max(initial=0)) + 1, OUTSIDE, np.int32)
    number[0] = 0
    number[kept[kept > 0]] = np.arange(1, (kept > 0).sum() + 1)
    return np.where(labels > 0, number[np.maximum(labels, 0)], labels)


def under_ink(labels: Labels, free: NDArray[np.uint8]) -> Labels:
    """Give each ink pixel the label of the nearest free pixel: paint ends under the middle of the line."""
    _, nearest = cv2.distanceTransformWithLabels(
        1 - free, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_pixel = np.zeros(int(nearest.max()) + 1, np.int32)
    of_pixel[nearest[free > 0]] = labels[free > 0]
    return np.asarray(of_pixel[nearest], np.int32)


def _reason(component: int, paints: Sequence[str]) -> str:
    if component == 0:
        return "lies on a line or in a place too narrow"
    if component == OUTSIDE:
        return "leaks out of its lines"
    if len(set(paints)) > 1:
        return f"shares its region with another colour ({', '.join(sorted(set(paints)))})"
    return ""


def _component(window: Window, components: Labels, seed: Seed, radius: float) -> int:
    """The component nearest to the seed that it can see without crossing ink, 0 for none."""
    x, y = seed.x - window.x, seed.y - window.y
    height, width = components.shape
    if not (0 <= x < width and 0 <= y < height):
        return OUTSIDE
    if components[y, x]:
        return int(components[y, x])
    reach = int(radius) + _REACH_PX
    top, left = max(y - reach, 0), max(x - reach, 0)
    rows, columns = np.nonzero(components[top : y + reach + 1, left : x + reach + 1])
    rows, columns = rows + top, columns + left
    for nearest in np.argsort((rows - y) ** 2 + (columns - x) ** 2, kind="stable"):
        at_y, at_x = int(rows[nearest]), int(columns[nearest])
        if _sees(window.free, x, y, at_x, at_y):
            return int(components[at_y, at_x])
    return 0


def _sees(free: NDArray[np.uint8], x: int, y: int, to_x: int, to_y: int) -> bool:
    """Whether the way crosses no ink; a seed that itself lies on ink may first leave it."""
    steps = max(abs(to_x - x), abs(to_y - y)) + 1
    along = free[
        np.linspace(y, to_y, steps).round().astype(int), np.linspace(x, to_x, steps).round().astype(int)
    ]
    return bool((np.diff(along.astype(np.int8)) >= 0).all())


def _spread(labels: Labels, beyond: NDArray[np.bool_], free: NDArray[np.uint8]) -> Labels:
    """Grow labels and the outside alike into free pixels that no ball reached, one pixel a step."""
    outside = np.uint16(65535)
    grown = labels.astype(np.uint16)  # more than 65534 regions are no drawing
    grown[beyond & (grown == 0)] = outside
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    while True:
        open_to = (grown == 0) & (free > 0)
        wider = np.asarray(cv2.dilate(grown, cross), np.uint16)
        if not (open_to & (wider > 0)).any():
            break
        grown[open_to] = wider[open_to]
    grown[grown == outside] = 0
    return grown.astype(np.int32)
