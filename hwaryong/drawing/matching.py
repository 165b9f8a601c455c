"""Which region of a painted drawing each region of another one is: by place, shape and neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from hwaryong.drawing.graph import Graph
from hwaryong.drawing.registration import registered
from hwaryong.drawing.samples import Samples
from hwaryong.drawing.trace import traced
from hwaryong.media.stroke import Floats

_TWIG_PX = 4.0
_COARSE = 4  # silhouettes are laid on one another on paper reduced by this
_STEPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-4)
_NEAR = 8  # line samples that carry a point
_UNKNOWN = -2.5  # odds of being none of the painted regions: most right ones are above, most wrong below
_SURE = 0.5  # belief from which on a neighbour tells where a region should be
# Weights of the log odds, fitted on generated figures (bench/puppets.py, seeds 0–5): see `_alike`, `_beside`.
_ALIKE = np.array([-1.04, -0.55, 0.85, 0.38, -0.46, -0.5])
_BESIDE = np.array([-0.62, -0.21, 0.8, 0.27, -0.43, -0.43, -0.68, -0.67, 0.49, -0.51])


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

    Column 0 is no colour at all: a hole through which one sees what is behind.
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
    the colours around, where the sure ones place it, and whether another region has taken it (relaxation
    labelling: Rosenfeld, Hummel, Zucker 1976, with learned weights).
    """
    a, b = painted.regions.graph, here.graph
    if not len(a) or not len(b):
        return np.zeros((len(b), len(a)))
    features = _alike(here, painted.regions)
    first = _softmax(features @ _ALIKE)
    both = np.concatenate([features, _beside(a, b, painted.colours, first)], axis=-1)
    odds = np.column_stack([both @ _BESIDE, np.full(len(b), _UNKNOWN)])
    return _softmax(odds)[:, :-1]


def _alike(here: Regions, painted: Regions) -> Floats:
    """(n, m, 6): distance by silhouette and by lines, overlap seen from both, size, shape."""
    a, b = painted.graph, here.graph
    size = b.size_px
    laid = _laid(a, b)
    far = cdist(b.centre, a.centre @ laid[:, :2].T + laid[:, 2]) / size
    ways = registered(here.samples, painted.samples).xy
    row, points = b.points()
    moved = _carried(np.concatenate([b.centre, points]), here.samples.xy, ways)
    drawn = cdist(moved[: len(b)], a.centre) / size
    x, y = np.rint(moved[len(b) :]).astype(int).T
    height, width = a.full.shape
    seen = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    hit = np.where(seen, a.full[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], 0)
    votes = np.zeros((len(b), len(a) + 1))
    np.add.at(votes, (row, hit), 1)
    share = votes[:, 1:] / np.maximum(votes.sum(axis=1, keepdims=True), 1)
    held = share * b.area[:, None]
    held /= np.maximum(held.sum(axis=0), 1)
    larger = np.abs(np.log(b.area[:, None] / a.area))
    return np.stack([
        np.minimum(far / 0.05, 3), np.minimum(drawn / 0.02, 4), np.log(share + 0.03), np.log(held + 0.03),
        np.minimum(larger, 3), cdist(b.shape, a.shape),
    ], axis=-1)  # fmt: skip


def _beside(a: Graph, b: Graph, colours: Floats, belief: Floats) -> Floats:
    """(n, m, 4): colours around, way to where neighbours place it, kin among them, others' claims."""
    around = cdist(_around(b, belief @ colours), _around(a, colours), "cityblock") / 2
    match, sure = belief.argmax(axis=1), belief.max(axis=1) >= _SURE
    kin = (a.touch > 0) | np.eye(len(a), dtype=bool)
    placed = np.full(belief.shape, 0.15)
    for j, k in np.argwhere((b.touch > 0) & sure):
        wanted = a.centre[match[k]] + b.centre[j] - b.centre[k]
        away = np.hypot(*(a.centre - wanted).T) / b.size_px + np.where(kin[match[k]], 0, 0.05)
        placed[j] = np.minimum(placed[j], away)
    border = np.maximum(b.touch.sum(axis=1, keepdims=True), 1)
    related = b.touch / border @ (np.where(belief > 0.3, belief, 0) @ kin)
    claimed = np.minimum(belief.sum(axis=0) - belief, 2)
    return np.stack([around, np.minimum(placed / 0.05, 3), related, claimed], axis=-1)


def _around(graph: Graph, colours: Floats) -> Floats:
    """(n, colours + 1) the parts of each region's border that touch which colour, and the outside."""
    parts = np.hstack([graph.touch @ colours, graph.open[:, None]])
    return np.asarray(parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-9))


def _softmax(odds: Floats) -> Floats:
    grown = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True))


def _laid(a: Graph, b: Graph) -> Floats:
    """(2, 3) affine map of a's silhouette onto b's (Evangelidis, Psarakis 2008, ECC), px."""
    start = np.eye(2, 3, dtype=np.float32)
    middles = [np.average(graph.centre, axis=0, weights=graph.area) for graph in (b, a)]
    start[:, 2] = (middles[0] - middles[1]) / _COARSE
    try:
        found = cv2.findTransformECC(_soft(a), _soft(b), start.copy(), cv2.MOTION_AFFINE, _STEPS)
        laid = np.asarray(found[1], np.float64)
    except cv2.error:  # the silhouettes do not correlate
        laid = start.astype(np.float64)
    laid[:, 2] *= _COARSE
    return laid


def _soft(graph: Graph) -> Floats:
    height, width = graph.full.shape
    size = (max(width // _COARSE, 8), max(height // _COARSE, 8))
    reduced = cv2.resize((graph.full > 0).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(reduced, (0, 0), 3))


def _carried(points: Floats, lines: Floats, moved: Floats) -> Floats:
    """Points carried along by the line samples near them, turned but not stretched.

    Schaefer, McPhail, Warren 2006, "Image deformation using moving least squares", rigid.
    """
    away, near = cKDTree(lines).query(points, k=min(_NEAR, len(lines)))
    weight = 1 / (np.asarray(away).reshape(len(points), -1) ** 2 + 4)
    weight /= weight.sum(axis=1, keepdims=True)
    near = np.asarray(near).reshape(weight.shape)
    at, lines, moved = (xy @ np.array([1, 1j]) for xy in (points, lines, moved))
    before, after = (weight * lines[near]).sum(axis=1), (weight * moved[near]).sum(axis=1)
    turn = (weight * np.conj(lines[near] - before[:, None]) * (moved[near] - after[:, None])).sum(axis=1)
    image = after + (at - before) * turn / np.maximum(np.abs(turn), 1e-9)
    return np.column_stack([image.real, image.imag])
