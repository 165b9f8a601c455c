"""The lines of one key as samples: places, directions, and how far each spot of the paper is from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hwaryong.media.stroke import Floats, Stroke

Ints = NDArray[np.int64]
Places = NDArray[np.complex64]
_STEP_PART = 1 / 180  # of the paper's longer side: between two samples of a stroke
_TOUCH = 1.2  # steps: nearer lines touch
_OFF_LINE, _TURNED = 0.6, 0.4  # what being off a line by its reach, and across it, cost of a misfit of 1
_CELL_PART = 1 / 360  # of the paper's longer side: cells of the fields


@dataclass(frozen=True)
class Samples:
    """Evenly spaced samples of strokes.

    `xy` (n, 2) px, `width_px` (n,), `stroke` (n,) the number of each sample's stroke, `starts` (strokes + 1,)
    the first sample of each stroke, `angle` (n,) rad of the line's direction, which has no head, `hue` (n,)
    the number of its colour, 0 where colours tell nothing.
    `step_px` lies between two samples; `size_px` is the diagonal of the figure. The fields have a cell of
    `cell_px`: `away_px` how far the next line is, `double` (…, 2) cosine and sine of twice its angle.
    """

    xy: Floats
    width_px: Floats
    stroke: Ints
    starts: Ints
    angle: Floats
    hue: Ints
    step_px: float
    size_px: float
    cell_px: float
    away_px: NDArray[np.float32]
    double: NDArray[np.float32]
    tree: cKDTree

    @classmethod
    def of(cls, strokes: Sequence[Stroke], width_px: int, height_px: int) -> Samples:
        """Sample the strokes of a drawing on paper of this size."""
        longer = max(width_px, height_px)
        step, cell = longer * _STEP_PART, max(longer * _CELL_PART, 1.0)
        lines = [stroke.resampled(max(round(stroke.length_px / step) + 1, 3)) for stroke in strokes]
        points = np.concatenate(lines)
        starts = np.cumsum([0, *(len(line) for line in lines)])
        angle = np.concatenate([np.arctan2(*np.gradient(line[:, :2], axis=0).T[::-1]) for line in lines])
        shape = (int(height_px / cell) + 2, int(width_px / cell) + 2)
        away, double = _fields(points[:, :2] / cell, starts, angle, shape)
        return cls(
            points[:, :2], points[:, 2], np.repeat(np.arange(len(lines)), np.diff(starts)), starts, angle,
            np.zeros(len(points), np.int64), step,
            float(np.hypot(*np.ptp(points[:, :2], axis=0))), cell, away * np.float32(cell), double,
            cKDTree(points[:, :2]),
        )  # fmt: skip

    def hued(self, hues: Sequence[int]) -> Samples:
        """The same samples, of strokes of these hues."""
        return replace(self, hue=np.array(hues, np.int64)[self.stroke])

    def ends(self) -> Ints:
        """The first and the last sample of each stroke."""
        return np.unique(np.concatenate([self.starts[:-1], self.starts[1:] - 1]))

    def touching(self) -> Ints:
        """(m, 2) the ends of strokes that touch another stroke, each with the sample that it touches."""
        rows: list[tuple[int, int]] = []
        for end in self.ends().tolist():
            away, near = self.tree.query(self.xy[end], k=list(range(1, min(8, len(self.xy)) + 1)))
            for distance, k in zip(np.asarray(away).tolist(), np.asarray(near).tolist(), strict=True):
                if self.stroke[k] != self.stroke[end] and distance <= _TOUCH * self.step_px:
                    rows.append((end, k))
                    break
        return np.array(rows, np.int64).reshape(-1, 2)

    def free(self) -> Ints:
        """The ends of strokes that touch no other."""
        return np.setdiff1d(self.ends(), self.touching()[:, 0])

    def spaced(self, gap_px: float) -> Ints:
        """Samples so chosen that each sample has a chosen one within the gap, and no two are nearer."""
        left = np.ones(len(self.xy), bool)
        chosen = []
        for index in range(len(self.xy)):
            if left[index]:
                chosen.append(index)
                left[self.tree.query_ball_point(self.xy[index], gap_px)] = False
        return np.array(chosen, np.int64)

    def around(self, of: Ints, radius_px: float, count: int) -> Ints:
        """(len(of), count) samples within the radius of each, evenly picked, repeated where they are few."""
        found = [
            np.array(self.tree.query_ball_point(xy, radius_px, return_sorted=True)) for xy in self.xy[of]
        ]
        return np.array([near[np.linspace(0, len(near) - 1, count).astype(int)] for near in found], np.int64)

    def chart(self, reach_px: float) -> Chart:
        """How badly lines lie at each place, for lines that attract so far."""
        away = self.away_px / np.float32(reach_px)
        near = away < 1
        base = np.where(near, _OFF_LINE * away + np.float32(_TURNED / 2), 1).astype(np.float32)
        double = np.where(near, np.float32(_TURNED / 2) * (self.double[..., 0] + 1j * self.double[..., 1]), 0)
        return Chart(base, double.astype(np.complex64), self.cell_px)


@dataclass(frozen=True)
class Chart:
    """How badly a line lies at each cell of a paper: `base` less what its direction has of `double`."""

    base: NDArray[np.float32]
    double: NDArray[np.complex64]
    cell_px: float

    def misfit(self, places: Places, directions: Places, turn: Places) -> Floats:
        """(m,) mean misfit, 0–1, of m sets of n points: `places` (m, n) px in the complex plane.

        `directions` (n,) or (m, n) are e^2ia of their lines before all of a set turn by `turn` (m,), e^ia.
        """
        rows, columns = self.base.shape
        cells = places * np.float32(1 / self.cell_px)
        column = np.clip(cells.real, 0, columns - 1).astype(np.int32)
        flat = np.clip(cells.imag, 0, rows - 1).astype(np.int32) * np.int32(columns) + column
        base = self.base.ravel().take(flat).mean(axis=1)
        double = np.conj(self.double.ravel().take(flat))
        along = double @ directions if directions.ndim == 1 else (double * directions).sum(axis=1)
        return np.asarray(base - (along * turn**2).real / places.shape[1], np.float64)


def _fields(
    cells: Floats, starts: Ints, angle: Floats, shape: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Distance to the lines in cells, and twice the angle of the nearest one as cosine and sine."""
    steps = np.arange(0, 1, 0.25)
    inner = np.setdiff1d(np.arange(len(cells) - 1), starts[1:] - 1)
    dense = cells[inner, None] * (1 - steps[:, None]) + cells[inner + 1, None] * steps[:, None]
    rows = np.clip(np.concatenate([dense[..., 1].ravel(), cells[:, 1]]).astype(int), 0, shape[0] - 1)
    columns = np.clip(np.concatenate([dense[..., 0].ravel(), cells[:, 0]]).astype(int), 0, shape[1] - 1)
    owner = np.zeros(shape, np.int64)
    owner[rows, columns] = np.concatenate([np.repeat(inner, len(steps)), np.arange(len(cells))])
    free = np.ones(shape, np.uint8)
    free[rows, columns] = 0
    away, label = cv2.distanceTransformWithLabels(
        free, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_label = np.zeros(int(label.max()) + 1, np.int64)
    of_label[label[free == 0]] = owner[free == 0]
    nearest = 2 * angle[of_label[label]]
    return np.asarray(away, np.float32), np.stack([np.cos(nearest), np.sin(nearest)], -1).astype(np.float32)
