"""Ink around a point, remembered in few bits, and found again on another drawing."""

from __future__ import annotations

import base64
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import CELLS, Point

NEAR, WIDE = 1 / 32, 1 / 7  # half a square of paper that is remembered, as parts of the longer side
_AWAY, _CLOSE = 1 / 6, 1 / 40  # how far from its place the wide square is looked for, and then the near one
_TURNS_DEG = (0, -8, 8, -16, 16, -24, 24)
_DARK = 0.35  # of the way from the paper's tone to black: ink
_TOUCHED = 0.08  # of a cell: so much ink counts
_SOFT = 1.3  # cells by which ink is blurred before it is compared
_LIKE = 0.62  # the least likeness (cosine of blurred ink) of the place found
_STRAY, _TURNED = 0.2, 0.1  # likeness that the farthest place and the greatest turn lose
_BESIDE = 1 / 80  # how far from the place found the nearest ink may be

Cells = NDArray[np.float32]


class Paper:
    """The ink of a drawing, looked at once."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.size = max(drawing.width_px, drawing.height_px)

    @cached_property
    def ink(self) -> Cells:
        """(h, w) 1 where there is ink; of pixels what is darker than the paper."""
        ink = self.drawing.ink()
        paper = float(np.median(ink)) if self.drawing.raster is not None else 0.0
        return np.asarray(ink - paper > _DARK * (1 - paper), np.float32)

    def remembered(self, point: Point, reach: float) -> str:
        """CELLS × CELLS bits, base64: where there is ink in the square `reach` (a part of the longer side)
        to each side of a point; empty where there is none."""
        bits = self._around(point, reach, reach)
        return base64.b64encode(np.packbits(bits).tobytes()).decode() if bits.any() else ""

    def again(self, point: Point, near: str, wide: str) -> Point | None:
        """Where what was remembered around a point is now; None where nothing is like it.

        Normalised cross-correlation of blurred ink: the wide square, also turned, tells about where, the
        near one exactly where; near places and small turns come first; then the nearest ink.
        """
        if near == self.remembered(point, NEAR):
            return point
        place, turn, _ = self._best(point, wide, WIDE, _AWAY, _TURNS_DEG)
        place, _, like = self._best(place, near, NEAR, _CLOSE, (turn,))
        return self._on_ink(place) if like >= _LIKE else None

    def _best(
        self, point: Point, remembered: str, reach: float, away: float, turns_deg: tuple[int, ...]
    ) -> tuple[Point, int, float]:
        """The place and turn at which remembered ink is most like the ink here, and how like."""
        bits = np.unpackbits(np.frombuffer(base64.b64decode(remembered), np.uint8))[: CELLS * CELLS]
        field = _soft(self._around(point, reach, reach + away))
        found: tuple[float, Point, int, float] = (-1.0, point, 0, 0.0)
        for turn in turns_deg:
            wanted = _turned(_soft(bits.reshape(CELLS, CELLS)), turn)
            like = np.nan_to_num(
                cv2.matchTemplate(field, wanted, cv2.TM_CCORR_NORMED), posinf=0.0, neginf=0.0
            )
            middle = (like.shape[0] - 1) // 2
            rows, columns = np.indices(like.shape) - middle
            cost = _STRAY * np.hypot(rows, columns) / max(middle, 1) + _TURNED * abs(turn) / _TURNS_DEG[-1]
            best = np.unravel_index(np.argmax(like - cost), like.shape)
            if like[best] - cost[best] > found[0]:
                step = self._cell_px(reach)
                place = (point[0] + float(columns[best]) * step, point[1] + float(rows[best]) * step)
                found = (float(like[best] - cost[best]), place, turn, float(like[best]))
        return found[1:]

    def _around(self, point: Point, remembered: float, reach: float) -> NDArray[np.uint8]:
        """(n, n) whether there is ink in each cell of a square; the cells are those of what is remembered."""
        half = max(round(self.size * reach), 1)
        side = 2 * half + 1
        x, y = round(point[0]), round(point[1])
        square = np.zeros((side, side), np.float32)
        top, left = max(y - half, 0), max(x - half, 0)
        part = self.ink[top : max(y + half + 1, 0), left : max(x + half + 1, 0)]
        if part.size:
            below, right = top - (y - half), left - (x - half)
            square[below : below + part.shape[0], right : right + part.shape[1]] = part
        cells = 2 * round((side / self._cell_px(remembered) - 1) / 2) + 1
        covered = cv2.resize(square, (cells, cells), interpolation=cv2.INTER_AREA)
        return np.asarray(covered > _TOUCHED, np.uint8)

    def _cell_px(self, reach: float) -> float:
        return (2 * max(round(self.size * reach), 1) + 1) / CELLS

    def _on_ink(self, point: Point) -> Point | None:
        """The nearest ink to a point, where it is not too far; the point itself where it is on ink."""
        rows, columns = np.nonzero(self.ink)
        if not len(rows):
            return None
        away = np.hypot(columns - point[0], rows - point[1])
        near = int(np.argmin(away))
        if away[near] > self.size * _BESIDE:
            return None
        if away[near] < 1:
            return round(point[0], 2), round(point[1], 2)
        return float(columns[near]), float(rows[near])


def _soft(bits: NDArray[np.uint8]) -> Cells:
    return np.asarray(cv2.GaussianBlur(bits.astype(np.float32), (0, 0), _SOFT), np.float32)


def _turned(cells: Cells, degrees: int) -> Cells:
    middle = (CELLS - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), degrees, 1.0)
    return np.asarray(cv2.warpAffine(cells, turn, (CELLS, CELLS)), np.float32) if degrees else cells
