"""Filled dots, which have no line along their middle: pupils, rivets, moles."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.trace import Mask
from hwaryong.media.stroke import Floats, Stroke

Ints = NDArray[np.int64]
ROUND = 17  # samples of a ring: fewer are a polygon
_WIDE = 1.25  # times the pen: what is narrower is a speck


def blots(mask: Mask, lines: Sequence[Stroke]) -> list[Stroke]:
    """The pieces of a mask that none of its `lines` follows, as closed strokes "b0001"… that fill them.

    Each is the ellipse of its moments, drawn along half of its radius. What is not clearly wider than the
    lines is left out.
    """
    if not lines:
        return []
    _, pieces, facts, middles = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    points = np.concatenate([line.points for line in lines])
    x, y = np.clip(points[:, :2].astype(int).T, 0, np.array(mask.shape[::-1])[:, None] - 1)
    narrower = facts[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1)
    wide = np.flatnonzero(narrower >= _WIDE * float(np.median(points[:, 2])))
    free = np.setdiff1d(wide, [0, *np.unique(pieces[y, x]).tolist()])
    return [
        Stroke(f"b{number:04}", _ellipse(np.argwhere(pieces == piece)[:, ::-1], middles[piece]))
        for number, piece in enumerate(free.tolist(), 1)
    ]


def _ellipse(pixels: Ints, middle: Floats) -> Floats:
    """(n, 3) samples around half of the ellipse that has the moments of the pixels, filling it."""
    of_one = np.eye(2) / 12  # a pixel has an extent, too
    spread, axes = np.linalg.eigh(np.cov(pixels.T, bias=True) + of_one)
    a, b = 2 * np.sqrt(spread)
    turn = np.linspace(0, 2 * np.pi, ROUND)
    turn[-1] = 0
    cos, sin = np.cos(turn), np.sin(turn)
    around = middle + 0.5 + np.column_stack([a * cos, b * sin]) @ axes.T / 2
    return np.column_stack([around, a * b / np.hypot(b * cos, a * sin)])
