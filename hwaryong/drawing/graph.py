"""The regions of a drawing as a graph: what each looks like, and which touch one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.regions import Labels
from hwaryong.media.stroke import Floats

Ints = NDArray[np.int64]
_RINGS, _SECTORS, _HARMONICS = 3, 16, 5
_POINTS = 60  # of a region that are carried over


@dataclass(frozen=True)
class Graph:
    """Regions 1…n, with row r − 1 for region r.

    `full` (h, w) labels that meet under the lines, 0 outside; `area` px, `centre` (n, 2) px, `shape` (n, d)
    a description that does not change when the drawing turns; `open` (n,) px of border to the outside;
    `touch` (n, n) px of border that two regions share; `size_px` the diagonal of the figure.
    """

    full: Labels
    area: Floats
    centre: Floats
    shape: Floats
    open: Floats
    touch: Floats
    size_px: float

    def __len__(self) -> int:
        return len(self.area)

    @classmethod
    def of(cls, full: Labels) -> Graph:
        """The graph of labels that meet under the lines, so that the width of the pen does not matter."""
        count = int(full.max(initial=0))
        rows, columns = np.nonzero(full > 0)
        which = full[rows, columns].astype(np.int64) - 1
        area = np.bincount(which, minlength=count).astype(np.float64)
        whole = np.maximum(area, 1)
        centre = np.column_stack([np.bincount(which, at, count) for at in (columns, rows)]) / whole[:, None]
        size = max(float(np.hypot(np.ptp(rows), np.ptp(columns))), 1.0) if len(rows) else 1.0
        x, y = columns - centre[which, 0], rows - centre[which, 1]
        shape = _turnless(which, x, y, 0.9 * np.sqrt(whole)[which], count)
        touch, outer = _borders(full, count)
        return cls(np.maximum(full, 0), whole, centre, shape, outer, touch, size)

    def points(self) -> tuple[Ints, Floats]:
        """Up to 60 places of each region, evenly picked: row of the region, and (m, 2) px."""
        rows, columns = np.nonzero(self.full)
        which = self.full[rows, columns].astype(np.int64) - 1
        order = np.argsort(which, kind="stable")
        counts = np.bincount(which, minlength=len(self))
        starts = np.cumsum(counts) - counts
        picked = [
            order[start + np.linspace(0, count - 1, min(count, _POINTS)).astype(int)]
            for start, count in zip(starts.tolist(), counts.tolist(), strict=True)
        ]
        chosen = np.concatenate([np.zeros(0, np.int64), *picked]).astype(np.int64)
        return which[chosen], np.column_stack([columns, rows])[chosen].astype(np.float64)

    def lines(self) -> NDArray[np.bool_]:
        """(h, w) where two regions, or a region and the outside, meet."""
        edge = np.zeros(self.full.shape, np.bool_)
        edge[:, 1:] |= self.full[:, 1:] != self.full[:, :-1]
        edge[1:] |= self.full[1:] != self.full[:-1]
        return edge


def _turnless(which: Ints, x: Floats, y: Floats, reach: Floats, count: int) -> Floats:
    """(count, d) how the points of each region lie around its middle: harmonics over the turn."""
    ring = np.minimum((np.hypot(x, y) / reach * _RINGS).astype(int), _RINGS - 1)
    sector = ((np.arctan2(y, x) / (2 * np.pi) + 1) * _SECTORS).astype(int) % _SECTORS
    bins = (which * _RINGS + ring) * _SECTORS + sector
    held = np.bincount(bins, minlength=count * _RINGS * _SECTORS).reshape(count, _RINGS, _SECTORS)
    part = held / np.maximum(held.sum(axis=(1, 2), keepdims=True), 1)
    return np.asarray(np.abs(np.fft.rfft(part, axis=2))[..., :_HARMONICS].reshape(count, _RINGS * _HARMONICS))


def _borders(full: Labels, count: int) -> tuple[Floats, Floats]:
    """(n, n) px of border between regions, and (n,) px of border to the outside."""
    touch = np.zeros((count + 1) ** 2)
    for first, second in ((full[:, :-1], full[:, 1:]), (full[:-1], full[1:])):
        apart = first != second
        a, b = (np.maximum(side[apart], 0).astype(np.int64) for side in (first, second))
        touch += np.bincount(a * (count + 1) + b, minlength=len(touch))
    both = touch.reshape(count + 1, count + 1)
    both = both + both.T
    np.fill_diagonal(both, 0)
    return both[1:, 1:], both[1:, 0]
