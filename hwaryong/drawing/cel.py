"""A drawing that is to be painted, and its regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.graph import Graph
from hwaryong.drawing.model import step_of
from hwaryong.drawing.regions import OUTSIDE, Labels, Window, areas, numbered, under_ink
from hwaryong.drawing.stops import Stops
from hwaryong.media.drawing import Drawing


@dataclass(frozen=True)
class Cel:
    """The regions of a drawing on its paper: `labels` (h, w) of the window, `graph` on reduced paper.

    `middles` are the points of the paper, px, that lie deepest in each region.
    """

    lines: Drawing
    stops: Stops
    window: Window
    labels: Labels
    graph: Graph
    step: int
    middles: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, lines: Drawing, gap_px: int) -> Self:
        """Find the regions; the paper's edge holds paint in."""
        stops = Stops.of(lines)
        window = Window.of(stops.on_paper(stops.stops), edge_holds=True).without_specks()
        step = step_of(lines.width_px, lines.height_px)
        labels = areas(window, gap_px)
        if step > 1:  # what is too small to be seen on reduced paper is no region
            seen = np.bincount(_reduced(lines, window, np.maximum(labels, 0), step, 0).ravel())
            labels = numbered(labels, seen)
        inked = under_ink(labels, window.free)
        graph = Graph.of(_reduced(lines, window, inked, step, OUTSIDE))
        return cls(lines, stops, window, labels, graph, step, _middles(window, labels))

    def whole(self, gap_px: int) -> Labels:
        """(h, w) of the reduced paper: the regions where light and shadow are not parted."""
        window = Window.of(self.stops.on_paper(self.stops.without_tones()), edge_holds=True)
        return _reduced(self.lines, window, areas(window, gap_px), self.step, 0)

    def plain(self) -> Labels:
        """(h, w) the regions on reduced paper."""
        return _reduced(self.lines, self.window, self.labels, self.step, 0)

    def tones(self) -> NDArray[np.uint8]:
        """(h, w) of the reduced paper: which lines part light and shadow (see `Stops`)."""
        assert self.stops.tones is not None
        return self.stops.on_paper(self.stops.tones)[:: self.step, :: self.step]

    def at(self, x: float, y: float) -> int:
        """The row of the region at a point of the paper, −1 for none."""
        row, column = int(y) - self.window.y, int(x) - self.window.x
        if not (0 <= row < self.labels.shape[0] and 0 <= column < self.labels.shape[1]):
            return -1
        return max(int(self.labels[row, column]), 0) - 1


def _reduced(lines: Drawing, window: Window, field: Labels, step: int, beyond: int) -> Labels:
    """Every step-th pixel of the paper of a field of the window."""
    rows, columns = np.arange(0, lines.height_px, step), np.arange(0, lines.width_px, step)
    paper = np.full((len(rows), len(columns)), beyond, np.int32)
    in_rows = (rows >= window.y) & (rows < window.y + field.shape[0])
    in_columns = (columns >= window.x) & (columns < window.x + field.shape[1])
    paper[np.ix_(in_rows, in_columns)] = field[
        np.ix_(rows[in_rows] - window.y, columns[in_columns] - window.x)
    ]
    return paper


def _middles(window: Window, labels: Labels) -> tuple[tuple[int, int], ...]:
    deepest = np.zeros(int(labels.max(initial=0)) + 1, np.float32)
    inside = labels > 0
    np.maximum.at(deepest, labels[inside], window.distance_px[inside])
    poles = np.argwhere(inside & (window.distance_px >= deepest[np.maximum(labels, 0)]))
    which = labels[poles[:, 0], poles[:, 1]]
    first = np.unique(which, return_index=True)[1]
    return tuple((int(x) + window.x, int(y) + window.y) for y, x in poles[first].tolist())
