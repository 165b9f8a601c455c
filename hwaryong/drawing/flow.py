"""In-betweens of keys in pixels: their lines are traced and carried by the flow between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from hwaryong.drawing.trace import Mask, inked, separated, traced
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import coverage
from hwaryong.media.marks import Mark, Point
from hwaryong.media.stroke import COLOURS, Floats, Stroke

Field = NDArray[np.float32]
_REACH_PART = 1 / 16  # of the longer side: how far a line draws the flow
_NEAR_PART = 1 / 240  # of the longer side: lines this near are the same line
_SMOOTH = 6.0  # samples, along a stroke
_MARK_PART = 1 / 8  # of the longer side: how far a mark bends the flow
_SPUR_PART = 1 / 160
_PLACES = 8  # squares along the longer side
_LOST_SAMPLES = 20  # about 100 px of line
_LOST_PART = 0.7
_LEAST_NEW_PX = 12.0  # shorter pieces of the other key are left out


@dataclass(frozen=True)
class _Key:
    """One key: its traced strokes, ink mask, distance to ink, and the flow to the other key, px."""

    strokes: tuple[Stroke, ...]
    mask: Mask
    away: Field
    flow: Field


def flowed(first: Drawing, last: Drawing, times: Sequence[float], marks: Sequence[Mark]) -> list[Drawing]:
    """Drawings at `times` with strokes "s0001"…, each with its confidence and flags (see `_judged`).

    Dense inverse search flow (Kroeger et al. 2016) on truncated distance fields of the ink, both ways.
    The strokes of the nearer key are carried along; of the other key only what they do not cover.
    """
    masks = [inked(separated(key)[0]) for key in (first, last)]
    near = max(first.width_px, first.height_px) * _NEAR_PART
    keys = _keys(masks, marks)
    if not all(key.strokes for key in keys):
        raise BadInput("no lines are found in a key", mend="draw it darker")
    confidence, places = _judged(keys, near)
    colours = [_colour(key, mask) for key, mask in zip((first, last), masks, strict=True)]
    drawings = []
    for t in times:
        main, other = (0, 1) if t <= 0.5 else (1, 0)
        carried = [_moved(keys[0], t), _moved(keys[1], 1 - t)]
        strokes = list(carried[main])
        strokes += _uncovered(carried[other], carried[main], masks[0].shape, near)
        named = tuple(Stroke(f"s{n:04d}", s.points, "ink", colours[main]) for n, s in enumerate(strokes, 1))
        drawings.append(
            Drawing(first.width_px, first.height_px, named).flagged(*places, confidence=confidence)
        )
    return drawings


def _keys(masks: Sequence[Mask], marks: Sequence[Mark]) -> list[_Key]:
    longer = max(masks[0].shape)
    away = [_distance(mask) for mask in masks]
    pulled = [np.rint(np.minimum(field / (longer * _REACH_PART), 1) * 255).astype(np.uint8) for field in away]
    joins = [(mark.first, mark.last) for mark in marks if mark.first and mark.last]
    keys = []
    for side, gone in ((0, [m.first for m in marks if m.ends]), (1, [m.last for m in marks if m.begins])):
        ways = [pair if side == 0 else pair[::-1] for pair in joins]
        flow = _flow(pulled[side], pulled[1 - side], _start(masks[side], masks[1 - side], ways))
        flow += _spread(ways, flow, longer * _MARK_PART)
        strokes = traced(masks[side], spur_px=longer * _SPUR_PART)
        keys.append(_Key(_without(strokes, gone, longer * _REACH_PART), masks[side], away[side], flow))
    return keys


def _distance(mask: Mask) -> Field:
    return np.asarray(
        cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5), np.float32
    )


def _flow(here: NDArray[np.uint8], there: NDArray[np.uint8], start: Field) -> Field:
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setFinestScale(1)
    return np.asarray(search.calc(here, there, start), np.float32)


def _start(here: Mask, there: Mask, ways: Sequence[tuple[Point, Point]]) -> Field:
    """Where the search begins: the way of the marks, else of the drawings' centres."""
    flow = np.zeros((*here.shape, 2), np.float32)
    if ways:
        flow[:] = np.mean([np.subtract(end, begin) for begin, end in ways], axis=0)
    else:
        flow[:] = (np.argwhere(there).mean(axis=0) - np.argwhere(here).mean(axis=0))[::-1]
    return flow


def _spread(ways: Sequence[tuple[Point, Point]], flow: Field, sigma_px: float) -> Field:
    """What must be added to the flow so that the marks are kept, fading with the distance to them."""
    height, width = flow.shape[:2]
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    total, weights = np.zeros_like(flow), np.full((height, width, 1), 1e-3, np.float32)
    for begin, end in ways:
        x, y = (int(np.clip(v, 0, size - 1)) for v, size in zip(begin, (width, height), strict=True))
        near = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * sigma_px**2))[..., None]
        total += near * (np.subtract(end, begin).astype(np.float32) - flow[y, x])
        weights += near
    return np.asarray(total / np.maximum(weights, 1), np.float32)


def _without(
    strokes: Sequence[Stroke], points: Sequence[Point | None], reach_px: float
) -> tuple[Stroke, ...]:
    """The strokes but those nearest to the points."""
    left = list(strokes)
    for point in points:
        if point is None:
            continue
        away = [float(np.hypot(*(s.points[:, :2] - point).T).min()) for s in left]
        if away and min(away) <= reach_px:
            left.pop(int(np.argmin(away)))
    return tuple(left)


def _sampled(field: Field, points: Floats) -> Floats:
    """Values of a field at (n, ≥2) points, bilinearly; outside of the paper its edge."""
    x, y = (points[:, axis : axis + 1].astype(np.float32) for axis in (0, 1))
    values = cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values, np.float64).reshape(len(points), -1)


def _moved(key: _Key, t: float) -> list[Stroke]:
    moved = []
    for stroke in key.strokes:
        way = gaussian_filter1d(_sampled(key.flow, stroke.points), _SMOOTH, axis=0, mode="nearest")
        moved.append(stroke.moved(np.column_stack([stroke.points[:, :2] + t * way, stroke.points[:, 2]])))
    return moved


def _uncovered(
    strokes: Sequence[Stroke], by: Sequence[Stroke], shape: tuple[int, ...], near_px: float
) -> list[Stroke]:
    """The pieces of strokes that lie further than three lines' nearness from what is drawn already."""
    drawn = coverage(by, shape[1], shape[0]) > 0.3
    away = _distance(drawn) if drawn.any() else np.full(shape, np.inf, np.float32)
    pieces = []
    for stroke in strokes:
        new = _sampled(away, stroke.points)[:, 0] > 3 * near_px
        edges = np.flatnonzero(np.diff(np.concatenate([[0], new.astype(np.int8), [0]])))
        for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            piece = stroke.moved(stroke.points[start:stop])
            if piece.length_px >= _LEAST_NEW_PX:
                pieces.append(piece)
    return pieces


def _judged(keys: Sequence[_Key], near_px: float) -> tuple[float, list[str]]:
    """Confidence 0–1, and the places at which the flow is not to be trusted.

    Confidence is the share of both keys' samples that reach ink of the other key and come back to
    themselves; a place is a square of an eighth of the paper in which 7 of 10 samples do not.
    """
    shares, places = [], []
    for name, here, there in (("first", keys[0], keys[1]), ("last", keys[1], keys[0])):
        points = np.concatenate([s.points[:, :2] for s in here.strokes])
        reached = points + _sampled(here.flow, points)
        arrives = _sampled(there.away, reached)[:, 0] <= 2 * near_px
        back = reached + _sampled(there.flow, reached) - points
        sure = arrives & (np.hypot(back[:, 0], back[:, 1]) <= 4 * near_px)
        shares.append(float(sure.mean()))
        side = max(here.mask.shape) / _PLACES
        squares, of_point = np.unique((points // side).astype(int), axis=0, return_inverse=True)
        for square in range(len(squares)):
            lost = ~sure[of_point.ravel() == square]
            if lost.sum() >= _LOST_SAMPLES and lost.mean() > _LOST_PART:
                x, y = np.rint(points[of_point.ravel() == square][lost].mean(axis=0)).astype(int).tolist()
                places.append(f"lines near {x}, {y} of the {name} key do not find their partners")
    return round(float(np.mean(shares)), 3), places


def _colour(key: Drawing, mask: Mask) -> str:
    """The ink's colour: the median of the masked pixels that are darkest."""
    if key.raster is None:
        return key.of_kind("ink")[0].colour
    pixels = key.raster[mask]
    if not len(pixels):
        return COLOURS["ink"]
    luma = pixels[:, :3] @ np.array([0.2126, 0.7152, 0.0722])
    dark = pixels[luma <= np.quantile(luma, 0.2), :3]
    return "#" + bytes(np.median(dark, axis=0).astype(np.uint8).tolist()).hex()
