"""Paint: colours carried from one painted drawing to others, and gaps closed, on figures with known truth."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import puppets
from bench.measure import Measure
from hwaryong.drawing.cel import Cel
from hwaryong.drawing.graph import Graph
from hwaryong.drawing.model import read
from hwaryong.drawing.paint import Method, paint
from hwaryong.drawing.shot import coloured
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Dot

SEEDS = (100, 101, 102)  # the weights were fitted on others (bench/regions.py)
LEAST_PX = 30  # regions under this are slivers where outlines cross by chance
SURE = 0.8  # the tool's default
GAP_PX = 3
_COLUMNS = len(puppets.NAMES) + 1
Ints = NDArray[np.int64]


@dataclass
class _Score:
    """Regions counted: all that have a colour, right when all are painted, and as the tool paints them."""

    regions: int = 0
    right: int = 0
    painted: int = 0
    painted_right: int = 0
    nearest: int = 0

    def add(self, truth: Ints, belief: NDArray[np.float64], nearest: Ints) -> None:
        real = truth > 0
        best, sure = belief.argmax(axis=1), belief.max(axis=1) >= SURE
        # A hole that gets a colour counts as a wrong region.
        painted = sure & (best > 0)
        self.regions += int((real | ((best > 0) & ~real)).sum())
        self.right += int((real & (best == truth)).sum())
        self.painted += int(painted.sum())
        self.painted_right += int((painted & (best == truth)).sum())
        self.nearest += int((real & (nearest == truth)).sum())

    def shares(self) -> tuple[float, float, float, float]:
        """Right when all are painted, the nearest centroid's, painted, and right among the painted."""
        whole = max(self.regions, 1)
        return (
            self.right / whole, self.nearest / whole, self.painted / whole,
            self.painted_right / max(self.painted, 1),
        )  # fmt: skip


def measures(data: Path | None = None) -> Iterator[Measure]:
    """Every line of the table as it is measured; the figures are made up, nothing is read from `data`."""
    del data
    began = time.process_time()
    near, drawn = _Score(), 0
    for seed in SEEDS:
        sheets = list(puppets.shot(seed))
        for index in range(1, len(sheets), 2):
            _carried(near, sheets[index : index + 1], sheets[index - 1])
            drawn += 1
    seconds = (time.process_time() - began) / drawn
    yield from _told("paint: the next drawing from one painted", near)
    yield Measure("paint: CPU seconds a drawing, 960×720", "reported", f"{seconds:.1f}", True)
    far = _Score()
    for seed in SEEDS:
        first, *rest = puppets.shot(seed)
        _carried(far, rest, first)
    yield from _told("paint: seven drawings of a shot from the first", far)
    for gap_px in (1, 4, 8, 12):
        trapped, lazy = _dotted(gap_px, "trapped"), _dotted(gap_px, "lazybrush")
        yield Measure(
            f"paint from dots: 30 gaps of {gap_px} px, right regions", "≥ .95 trapped",
            f"trapped {trapped:.2f}, LazyBrush {lazy:.2f}", trapped >= 0.95,
        )  # fmt: skip


def _told(name: str, score: _Score) -> Iterator[Measure]:
    right, nearest, painted, among = score.shares()
    yield Measure(
        f"{name}, region accuracy ({score.regions} regions)", "≥ .95 and ≥ .10 above the nearest centroid",
        f"{right:.3f}", right >= max(0.95, nearest + 0.1), f"nearest centroid {nearest:.3f}",
    )  # fmt: skip
    yield Measure(
        f"{name}, as delivered", "right among the painted ≥ .95",
        f"{painted:.2f} painted, {among:.3f} of them right, {1 - painted:.2f} flagged", among >= 0.95,
    )  # fmt: skip


def _carried(score: _Score, sheets: list[puppets.Sheet], painted: puppets.Sheet) -> None:
    cels = {f"{number:04}": Cel.of(sheet.lines, GAP_PX) for number, sheet in enumerate(sheets, 1)}
    graphs = {"0000": Cel.of(painted.lines, GAP_PX).graph, **{name: cel.graph for name, cel in cels.items()}}
    model = read(painted.painted(), puppets.PALETTE)
    beliefs = coloured(graphs, {"0000": model}, {name: {} for name in graphs}, _COLUMNS)
    reference, known = model.regions.graph, model.colours.argmax(axis=1)
    for sheet, (name, cel) in zip(sheets, cels.items(), strict=True):
        truth, area = _truth(cel.graph, sheet)
        way = np.hypot(*(cel.graph.centre[:, None] - reference.centre).transpose(2, 0, 1))
        large = area >= LEAST_PX
        score.add(truth[large], beliefs[name][large], known[way.argmin(axis=1)][large])


def _truth(graph: Graph, sheet: puppets.Sheet) -> tuple[Ints, Ints]:
    """The true colour of each region (index + 1, 0 for a hole), and its area in px without the lines."""
    free = (graph.full > 0) & (sheet.lines.ink() < 0.3)
    votes = np.zeros((len(graph), _COLUMNS), np.int64)
    np.add.at(votes, (graph.full[free] - 1, sheet.truth[free]), 1)
    return votes.argmax(axis=1), votes.sum(axis=1)


def _dotted(gap_px: int, method: Method) -> float:
    """The part of regions that get their colour from dots although the lines have gaps."""
    right = regions = 0
    for seed in SEEDS:
        whole = next(puppets.shot(seed))
        cel = Cel.of(whole.lines, GAP_PX)
        truth, area = _truth(cel.graph, whole)
        broken = puppets.gapped(whole, gap_px, seed)
        assert broken.lines.raster is not None
        chosen = [row for row in range(len(truth)) if truth[row] > 0 and area[row] >= LEAST_PX]
        dots = tuple(
            Dot(f"d{row}", puppets.NAMES[truth[row] - 1], *(float(at) for at in cel.middles[row]))
            for row in chosen
        )
        done = paint(
            Drawing.from_pixels(broken.lines.raster, dots), puppets.PALETTE,
            gap_px=gap_px + 1, method=method,
        )  # fmt: skip
        for row in chosen:
            x, y = cel.middles[row]
            right += done.pixels[y, x].tolist() == [*puppets.PALETTE.rgba(puppets.NAMES[truth[row] - 1])]
        regions += len(chosen)
    return right / max(regions, 1)
