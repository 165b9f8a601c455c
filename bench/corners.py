"""The corners of reference drawings, found again: along one stroke, and in all strokes as one network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import convolve
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from bench.measure import Measure
from bench.skeletons import Lines
from hwaryong.drawing.cleanup import cleanup
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import flatten
from hwaryong.media.stroke import Floats, Stroke

_ARM_PX = 8.0  # of a line, before and after a place
_CORNER = 50.0  # degrees by which a line turns at a corner
_NEAR_PX = 3.0  # from a corner, where it is looked for
_TOUCH_PX = 3.0  # from a stroke's end to a stroke that goes on there
_CLOSE_PX = 10.0  # to a crossing of the ink
_SAME_WAY = 0.7  # cosine between an arm of the reference and ours


@dataclass(frozen=True)
class _Corner:
    """A place where a reference turns; degrees by which we are off `along` one stroke, and as a `network`."""

    alone: bool
    along: float
    network: float


def measures(folder: Path) -> Iterator[Measure]:
    """`folder` holds `svg` and `raster`: drawings, and what they were drawn over by a person."""
    places = [place for file in sorted((folder / "svg").glob("*.svg")) for place in _places(file, folder)]
    along = np.array([p.along for p in places if np.isfinite(p.along)])
    network = np.array([p.network for p in places])
    alone = np.array([p.alone for p in places])
    yield Measure(
        f"{len(along)} corners of the reference SVGs: turning angle within 10°", "all",
        _told(along), bool(len(along) and along.max() <= 10),
    )  # fmt: skip
    yield Measure(
        f"the same, {len(places)} places, wherever our strokes go on in one another", "all",
        f"{_told(network)}; farther than 10 px from crossings ({alone.sum()}) {_told(network[alone])},"
        f" nearer {_told(network[~alone])}",
        bool(len(network) and network.max() <= 10),
    )  # fmt: skip


def _told(off: Floats) -> str:
    return f"{np.mean(off <= 10):.0%}, median {np.median(off):.1f}° off" if len(off) else "none"


def _places(file: Path, folder: Path) -> Iterator[_Corner]:
    try:
        truth, key = Drawing.read(file), Drawing.read(folder / "raster" / f"{file.stem}.png")
    except BadInput:
        return
    strokes = cleanup(key).strokes
    ours = [turns(flatten(s.points, 1.0)[:, :2]) for s in strokes]
    at, turn = np.vstack([here for here, *_ in ours]), np.concatenate([one[-1] for one in ours])
    network = _Network(strokes)
    crossings = cKDTree(_crossings(key))
    for stroke in truth.strokes:
        for place, *arms, bend in zip(
            *turns(stroke.points[:, :2] * key.width_px / truth.width_px), strict=True
        ):
            if bend < _CORNER:
                continue
            near = np.hypot(*(at - place).T) <= _NEAR_PX
            yield _Corner(
                bool(crossings.query(place)[0] > _CLOSE_PX),
                float(np.abs(turn[near] - bend).min()) if near.any() else np.inf,
                network.off(place, arms, bend),
            )


def turns(line: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Places of a line 1 px apart, their arms of 8 px back and on, and by how many degrees it turns there."""
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    if arc[-1] <= 2 * _ARM_PX:
        return np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 2)), np.empty(0)
    at = np.arange(_ARM_PX, arc[-1] - _ARM_PX, 1.0)
    before, here, after = (
        np.column_stack([np.interp(at + shift, arc, column) for column in line.T])
        for shift in (-_ARM_PX, 0.0, _ARM_PX)
    )
    back, on = before - here, after - here
    return here, back, on, 180 - _between(back, on)


def _between(a: Floats, b: Floats) -> Floats:
    """Degrees between (n, 2) vectors."""
    across, along = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0], (a * b).sum(axis=-1)
    return np.asarray(np.abs(np.degrees(np.arctan2(across, along))), np.float64)


def _crossings(key: Drawing) -> Floats:
    """(k, 2) px where the ink's skeleton has more than two ways."""
    skeleton = Lines.of(key).skeleton
    around = convolve(skeleton.astype(np.uint8), np.ones((3, 3), np.uint8), mode="constant")
    return np.asarray(np.argwhere(skeleton & (around > 3))[:, ::-1] + 0.5, np.float64)


class _Network:
    """All strokes as one graph of samples 1 px apart, in which a stroke's end touches what is near."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        lines = [flatten(s.points, 1.0)[:, :2] for s in strokes]
        count = np.cumsum([0, *map(len, lines)])
        own = np.repeat(np.arange(len(lines)), np.diff(count))
        self.xy = np.vstack(lines)
        self.tree = cKDTree(self.xy)
        edges = [(i, i + 1) for a, b in pairwise(count.tolist()) for i in range(a, b - 1)]
        for end in np.concatenate([count[:-1], count[1:] - 1]).tolist():
            nearest: dict[int, int] = {}
            near = np.array(self.tree.query_ball_point(self.xy[end], _TOUCH_PX))
            for i in near[np.argsort(-np.hypot(*(self.xy[near] - self.xy[end]).T), kind="stable")].tolist():
                if own[i] != own[end] or abs(i - end) > _ARM_PX:
                    nearest[int(own[i])] = i
            edges += [(end, i) for i in nearest.values()]
        a, b = np.array(edges).T
        size = np.hypot(*(self.xy[a] - self.xy[b]).T) + 1e-6
        self.graph = coo_array((size, (a, b)), shape=(len(own), len(own))).tocsr()

    def off(self, place: Floats, arms: Sequence[Floats], turn: float) -> float:
        """Degrees by which the two ways that leave there as `arms` do turn otherwise; 180 without them."""
        near = self.tree.query_ball_point(place, _NEAR_PX)
        if not near:
            return 180.0
        units = [arm / np.hypot(*arm) for arm in arms]
        best = 180.0
        for i, away in zip(near, dijkstra(self.graph, directed=False, indices=near, limit=9.0), strict=True):
            ways = self.xy[(away >= _ARM_PX - 0.5) & (away <= _ARM_PX + 0.5)] - self.xy[i]
            ways = ways[np.hypot(*ways.T) > 1]
            if len(ways) < 2:
                continue
            likeness: NDArray[np.float64] = (ways / np.hypot(*ways.T)[:, None]) @ np.array(units).T
            back, on = likeness.argmax(axis=0)
            if back != on and likeness.max(axis=0).min() > _SAME_WAY:
                best = min(best, abs(180 - float(_between(ways[back], ways[on])) - turn))
        return best
