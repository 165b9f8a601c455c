"""Ink on paper: how much of each pixel strokes cover, and pictures made of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.media.stroke import Floats, Stroke, handles, tangents

Coverage = NDArray[np.float32]
Pixels = NDArray[np.uint8]
_SUPER = 4  # samples a pixel and side
_STEP_PX = 6.0  # between two points of the flattened curve
_STRAIGHT = 0.95  # cosine of the turn from which on the quads of a bend may gape
_SHIFT = 4  # fractional bits of OpenCV's coordinates


def coverage(strokes: Sequence[Stroke], width_px: int, height_px: int) -> Coverage:
    """(h, w) float32 0–1: the part of each pixel that the strokes cover, from 4×4 samples.

    A stroke is the area under a round nib of changing width along the smooth curve through its samples,
    the same curve as its SVG outline (within 1 % of resvg's coverage on that).
    """
    paper = np.zeros((height_px, width_px), np.float32)
    if not strokes:
        return paper
    low = np.min([(s.points[:, :2] - s.points[:, 2:]).min(axis=0) for s in strokes], axis=0) - 1
    high = np.max([(s.points[:, :2] + s.points[:, 2:]).max(axis=0) for s in strokes], axis=0) + 2
    x, y = np.clip(np.floor(low), 0, (width_px, height_px)).astype(int).tolist()
    right, bottom = np.clip(np.ceil(high), 0, (width_px, height_px)).astype(int).tolist()
    if right <= x or bottom <= y:
        return paper
    fine = np.zeros(((bottom - y) * _SUPER, (right - x) * _SUPER), np.uint8)
    for stroke in strokes:
        _stamp(fine, flatten(stroke.points) - (x, y, 0))
    small = cv2.resize(fine, (right - x, bottom - y), interpolation=cv2.INTER_AREA)
    paper[y:bottom, x:right] = np.asarray(small, np.float32) / np.float32(255)
    return paper


def coloured(strokes: Sequence[Stroke], width_px: int, height_px: int) -> Pixels:
    """(h, w, 4) uint8 sRGB, straight alpha: the strokes in their colours, later ones above."""
    pixels = np.zeros((height_px, width_px, 4), np.uint8)
    for colour, group in groupby(strokes, lambda stroke: stroke.colour):
        pixels = over(pixels, coverage(list(group), width_px, height_px), colour)
    return pixels


def over(pixels: Pixels, above: Coverage, colour: str) -> Pixels:
    """(h, w, 4) uint8 sRGB, straight alpha, under `colour` ("#rrggbb[aa]") at coverage `above`."""
    *rgb, opaque = (*bytes.fromhex(colour[1:]), 255)[:4]
    x, y, w, h = cv2.boundingRect((above > 0).astype(np.uint8))
    area = np.s_[y : y + h, x : x + w]
    above = above[area][..., None] * np.float32(opaque / 255)
    mixed = pixels[area].astype(np.float32)
    below = mixed[..., 3:] / np.float32(255)
    total = above + below * (1 - above)
    share = above / np.maximum(total, np.float32(1e-6))
    mixed[..., :3] += (np.array(rgb, np.float32) - mixed[..., :3]) * share
    mixed[..., 3:] = total * 255
    done = pixels.copy()
    done[area] = np.rint(mixed)
    return done


def flatten(points: Floats, step_px: float = _STEP_PX) -> Floats:
    """(n, 3) samples → (m, 3) points of the cubic Hermite curve through them, at most `step_px` apart."""
    if np.hypot(*np.diff(points[:, :2], axis=0).T).max(initial=0) <= step_px:
        return points
    leave, reach = handles(points[:, :2])
    chord = np.hypot(*np.diff(points[:, :2], axis=0).T)
    pieces = np.maximum(1, np.ceil(chord / step_px)).astype(int)
    i = np.repeat(np.arange(len(chord)), pieces)
    t = (np.arange(len(i)) - np.repeat(np.cumsum(pieces) - pieces, pieces))[:, None] / pieces[i][:, None]
    size = chord[i][:, None]
    xy = (
        (2 * t**3 - 3 * t**2 + 1) * points[i, :2]
        + (t**3 - 2 * t**2 + t) * size * leave[i]
        + (3 * t**2 - 2 * t**3) * points[i + 1, :2]
        + (t**3 - t**2) * size * reach[i]
    )
    width = points[i, 2:] * (1 - t) + points[i + 1, 2:] * t
    return np.vstack([np.hstack([xy, width]), points[-1:]])


def _stamp(fine: Pixels, points: Floats) -> None:
    """Fill the quads between neighbouring points, and discs at the ends and where the line bends sharply."""
    # OpenCV also fills the pixels that an edge touches: half a sample each side is taken off again.
    radius = np.maximum(points[:, 2] * _SUPER - 1, 0.2) / 2
    radius[points[:, 2] <= 0] = 0
    centre = points[:, :2] * _SUPER - 0.5
    along = tangents(points[:, :2])
    normal = np.column_stack([along[:, 1], -along[:, 0]]) * radius[:, None]
    left, right = centre + normal, centre - normal
    scale = 1 << _SHIFT
    quads = np.rint(np.stack([left[:-1], left[1:], right[1:], right[:-1]], 1) * scale).astype(np.int32)
    for quad in quads:
        cv2.fillConvexPoly(fine, quad, 255, cv2.LINE_8, _SHIFT)
    turn = np.einsum("ij,ij->i", along[:-1], along[1:])
    bends = np.flatnonzero(turn < _STRAIGHT)
    joints = np.unique(np.concatenate([[0, len(points) - 1], bends, bends + 1]))
    discs = np.rint(np.column_stack([centre, radius])[joints] * scale).astype(int)
    for x, y, r in discs[discs[:, 2] > 0].tolist():
        cv2.circle(fine, (x, y), r, 255, -1, cv2.LINE_8, _SHIFT)
