"""Which region of a painted drawing each region of another one is: by place, shape and neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial.distance import cdist

from hwaryong.drawing.graph import Graph, Ints
from hwaryong.drawing.registration import registered
from hwaryong.drawing.riding import ridden
from hwaryong.drawing.samples import Samples
from hwaryong.drawing.trace import traced
from hwaryong.media.stroke import Floats

_TWIG_PX = 4.0
_STARTS = 2  # more change no more than .002 of the regions
_SURE = 0.5  # belief from which on a neighbour tells where a region should be
_SAME_SIZE, _SAME_SHAPE = 0.2, 0.15  # within these two regions are as good as equal
# Weights of the log odds for each feature of `alike` and `beside`; the last is what being none of the
# painted regions has. They were fitted on generated figures, see bench/regions.py.
_ALIKE = np.array([-0.67, 0.7, 0.7, -0.32, -1.29, 4.65, -5.39])
_BESIDE = np.array([0.32, 0.57, 0.26, -0.38, -0.83, 3.96, -5.23, -0.8, 1.98, -1.21, -5.77])


@dataclass(frozen=True)
class Regions:
    """The regions of one drawing."""

    graph: Graph

    @cached_property
    def samples(self) -> Samples:
        """The borders of the regions as lines."""
        height, width = self.graph.full.shape
        border = self.graph.lines()
        return Samples.of(traced(border, spur_px=_TWIG_PX) or traced(border, spur_px=0), width, height)


@dataclass(frozen=True)
class Painted:
    """Regions, and (n, colours) how sure each is to have which colour.

    Column 0 is no colour at all: a hole through which one sees what is behind. What a row lacks to 1 is
    not known.
    """

    regions: Regions
    colours: Floats

    def tells(self, here: Regions) -> Floats:
        """(n, colours) how sure each region of another drawing is to have which colour."""
        return matched(here, self) @ self.colours


def matched(here: Regions, painted: Painted) -> Floats:
    """(n, m) how sure each region of `here` is to be which of `painted`; what a row lacks to 1 is none.

    The lines are laid on one another (`registration.registered`) and carry the regions; a softmax over
    features of place, size and shape gives first beliefs, and a second one adds what the neighbours say:
    the colours around, where the sure ones place it, whether they are its neighbours there too, and whether
    another region has taken it (relaxation labelling: Rosenfeld, Hummel, Zucker 1976, with learned weights).
    """
    a, b = painted.regions.graph, here.graph
    if not len(a) or not len(b):
        return np.zeros((len(b), len(a)))
    features = alike(here, painted.regions)
    first = chances(features, _ALIKE)
    return chances(np.concatenate([features, beside(a, b, painted.colours, first)], axis=-1), _BESIDE)


def overlaid(here: Regions, painted: Painted) -> Floats:
    """(n, m) the part of each region of `here` that lies on which of `painted`, which is the same drawing."""
    return _shares(painted.regions.graph, here.graph, *here.graph.points())


def chances(features: Floats, weights: Floats) -> Floats:
    """(n, m) from features (n, m, k): a softmax over m regions, and none of them, whose odds come last."""
    odds = features @ weights[:-1]
    most = np.maximum(odds.max(axis=1, keepdims=True), weights[-1])
    grown = np.exp(odds - most)
    return np.asarray(grown / (grown.sum(axis=1, keepdims=True) + np.exp(weights[-1] - most)))


def alike(here: Regions, painted: Regions) -> Floats:
    """(n, m, 6): distance along with the lines, overlap seen from both, size, shape, equality."""
    a, b = painted.graph, here.graph
    row, points = b.points()
    lines = registered(here.samples, painted.samples, starts=_STARTS).xy
    moved = ridden(np.concatenate([b.centre, points]), here.samples.xy, lines)
    away = cdist(moved[: len(b)], a.centre) / b.size_px
    share = _shares(a, b, row, moved[len(b) :])
    held = share * b.area[:, None]
    held /= np.maximum(held.sum(axis=0), 1)
    larger, shape = np.abs(np.log(b.area[:, None] / a.area)), cdist(b.shape, a.shape)
    equal = np.exp(-((larger / _SAME_SIZE) ** 2) - (shape / _SAME_SHAPE) ** 2)
    return np.stack([
        np.minimum(away / 0.02, 4), np.log(share + 0.03), np.log(held + 0.03), np.minimum(larger, 3), shape,
        equal,
    ], axis=-1)  # fmt: skip


def _shares(a: Graph, b: Graph, row: Ints, points: Floats) -> Floats:
    """(n, m) the part of the points of each region of b (`row`) that lies in which region of a."""
    x, y = np.rint(points).astype(int).T
    height, width = a.full.shape
    seen = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    hit = np.where(seen, a.full[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], 0)
    votes = np.zeros((len(b), len(a) + 1))
    np.add.at(votes, (row, hit), 1)
    return np.asarray(votes[:, 1:] / np.maximum(votes.sum(axis=1, keepdims=True), 1))


def beside(a: Graph, b: Graph, colours: Floats, belief: Floats) -> Floats:
    """(n, m, 4): colours around, way to where neighbours place it, kin among them, others' claims."""
    around = cdist(_around(b, belief @ colours), _around(a, colours), "cityblock") / 2
    match, sure = belief.argmax(axis=1), belief.max(axis=1) >= _SURE
    kin = (a.touch > 0) | np.eye(len(a), dtype=bool)
    placed = np.full(belief.shape, 0.15)
    for j, k in np.argwhere((b.touch > 0) & sure):
        wanted = a.centre[match[k]] + b.centre[j] - b.centre[k]
        away = np.hypot(*(a.centre - wanted).T) / b.size_px + np.where(kin[match[k]], 0, 0.05)
        placed[j] = np.minimum(placed[j], away)
    related = b.touch / np.maximum(b.touch.sum(axis=1, keepdims=True), 1) @ (belief @ kin)
    claimed = np.minimum(belief.sum(axis=0) - belief, 2)
    return np.stack([around, np.minimum(placed / 0.05, 3), related, claimed], axis=-1)


def _around(graph: Graph, colours: Floats) -> Floats:
    """(n, colours + 1) the parts of each region's border that touch which colour, and the outside."""
    parts = np.hstack([graph.touch @ colours, graph.open[:, None]])
    return np.asarray(parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-9))
