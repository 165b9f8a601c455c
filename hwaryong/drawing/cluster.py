"""Which rough strokes mean one line: those that run side by side, or go on where another ends."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hwaryong.media.stroke import Floats, Stroke, resample, tangents

Ints = NDArray[np.int64]
# Lengths are parts of the diagonal of what is drawn.
_STEP = 1 / 500  # between samples
_REACH = 0.0085  # strokes that run nearer than this to each other mean one line
_SHORT = 0.08  # shorter strokes need to be nearer, down to half of the reach
_IN_TURN = 2.0  # strokes drawn one after the other may lie this many times farther apart
_PARTING = 0.04  # strokes that both go on for so long after they have parted mean two lines
_GAP = 0.006  # between the end of a stroke and the next that goes on from there
_ALONG_COS = np.cos(np.radians(30))  # of the angle between strokes that run side by side
_ON_COS = np.cos(np.radians(20))  # of the turn at a gap
_MOST_SAMPLES, _MOST_NEAR = 40_000, 96


@dataclass(frozen=True)
class _Samples:
    """All strokes as samples: `xy` and unit `tangent` (n, 2), `arc` (n,) px, `own` (n,) the stroke."""

    xy: Floats
    tangent: Floats
    arc: Floats
    own: Ints
    length: Floats
    starts: Ints
    diagonal: float
    step: float


@dataclass(frozen=True)
class _Beside:
    """How one stroke runs beside another: shared length, mean distance, how far both go on once parted."""

    shared_px: float
    apart_px: float
    parting_px: float
    direct: float


def clusters(strokes: Sequence[Stroke], looseness: float = 1.0, *, in_turn: bool = True) -> list[list[int]]:
    """Indices of the strokes that mean one line, each cluster and all clusters by their first stroke.

    After StrokeStrip (Pagurek van Mossel and others 2021): what counts is how near strokes run beside each
    other in the same direction, for how long, and whether they part again; besides, whether one goes on
    where the other ends and whether they were drawn in turn. Every pair that touches or runs side by side
    gets a weight, for or against; the clusters are joined greedily by the sums of these weights (Keuper and
    others 2015, greedy additive edge contraction). `looseness` multiplies the reach; `in_turn` is False where
    the order of the strokes says nothing.
    """
    if len(strokes) < 2:
        return [[i] for i in range(len(strokes))]
    samples = _sampled(strokes)
    weights = dict(_weights(samples, looseness, _IN_TURN if in_turn else 1.0))
    return _contracted(len(strokes), weights)


def reach_px(strokes: Sequence[Stroke], looseness: float = 1.0) -> float:
    """How near strokes run beside each other to mean one line."""
    box = np.vstack([stroke.points[:, :2] for stroke in strokes])
    return looseness * _REACH * float(np.hypot(*np.ptp(box, axis=0)))


def doubled(strokes: Sequence[Stroke], groups: Sequence[Sequence[int]], looseness: float = 1.0) -> float:
    """The share of the strokes' length that runs beside another stroke of the same group."""
    samples = _sampled(strokes)
    group = np.empty(len(strokes), np.int64)
    for number, members in enumerate(groups):
        group[list(members)] = number
    beside = _beside(samples, _REACH * samples.diagonal * looseness)
    shared = np.zeros(len(strokes))
    for (i, j), way in beside.items():
        if group[i] == group[j]:
            shared[i] = max(shared[i], way.shared_px)
    return float(shared.sum() / max(samples.length.sum(), 1e-9))


def _sampled(strokes: Sequence[Stroke]) -> _Samples:
    box = np.vstack([stroke.points[:, :2] for stroke in strokes])
    diagonal = max(float(np.hypot(*np.ptp(box, axis=0))), 1.0)
    length = np.array([stroke.length_px for stroke in strokes])
    step = max(diagonal * _STEP, float(length.sum()) / _MOST_SAMPLES)
    counts = np.maximum((length / step).astype(int) + 1, 4)
    lines = [resample(s.points, n)[:, :2] for s, n in zip(strokes, counts.tolist(), strict=True)]
    arc = np.concatenate([np.linspace(0, size, n) for size, n in zip(length, counts, strict=True)])
    return _Samples(
        np.vstack(lines), np.vstack([tangents(line) for line in lines]), arc,
        np.repeat(np.arange(len(strokes)), counts), length, np.cumsum([0, *counts]), diagonal, step,
    )  # fmt: skip


def _weights(s: _Samples, looseness: float, in_turn: float) -> Iterator[tuple[tuple[int, int], float]]:
    """For each pair that is near: above 0 when it means one line, below when two."""
    reach = _REACH * s.diagonal * looseness
    beside = _beside(s, 2 * reach)
    gaps = _gaps(s, 2 * _GAP * s.diagonal * looseness)
    for i, j in sorted({(min(pair), max(pair)) for pair in beside} | set(gaps)):
        ways = [way for way in (beside.get((i, j)), beside.get((j, i))) if way]
        shorter = min(s.length[i], s.length[j])
        near = in_turn if j - i == 1 else 1.0
        weight = share = 0.0
        if ways:
            mine = reach * near * np.clip(shorter / (_SHORT * s.diagonal), 0.5, 1)
            share = min(2 * max(way.shared_px for way in ways) / max(shorter, 1e-9), 1.0)
            weight = max(1 - min(way.apart_px for way in ways) / mine, -1) * (0.1 + share)
            if weight < 0:  # a stroke between them tells more than they do
                weight *= max(0.1, *(way.direct for way in ways))
            parting = max(way.parting_px for way in ways) / (_PARTING * s.diagonal)
            weight -= min(parting, 1.0)
        if share < 0.2 and gaps.get((i, j), np.inf) < _GAP * s.diagonal * looseness * near:
            weight += 0.4
        yield (i, j), float(weight)


def _beside(s: _Samples, within_px: float) -> dict[tuple[int, int], _Beside]:
    """Of each stroke and each other that runs along it within the distance."""
    distance, near = cKDTree(s.xy).query(
        s.xy, k=min(_MOST_NEAR, len(s.xy)), distance_upper_bound=1.2 * within_px
    )
    a, column = np.nonzero(np.isfinite(distance))
    b = np.asarray(near, np.int64)[a, column]
    other = s.own[a] != s.own[b]
    a, b = a[other], b[other]
    offset = s.xy[b] - s.xy[a]
    ahead = np.abs((offset * s.tangent[a]).sum(axis=1))
    side = offset[:, 0] * s.tangent[a, 1] - offset[:, 1] * s.tangent[a, 0]
    apart, turn = np.abs(side), (s.tangent[a] * s.tangent[b]).sum(axis=1)
    good = (np.abs(turn) > _ALONG_COS) & (ahead <= s.step + apart / 2) & (apart <= within_px)
    a, b, apart, side, turn = a[good], b[good], apart[good], side[good], turn[good]
    pair = a * np.int64(len(s.length)) + s.own[b]  # of a sample and a stroke: only its nearest sample counts
    order = np.lexsort((np.hypot(*(s.xy[b] - s.xy[a]).T), pair))
    first = order[np.concatenate([[True], np.diff(pair[order]) > 0])] if len(order) else order
    a, b, apart, side, turn = a[first], b[first], apart[first], side[first], turn[first]
    direct = np.zeros(len(a), np.bool_)
    facing = 2 * a + (side > 0)
    order = np.lexsort((apart, facing))
    direct[order[np.concatenate([[True], np.diff(facing[order]) > 0])] if len(order) else order] = True
    strokes = s.own[a] * np.int64(len(s.length)) + s.own[b]
    order = np.lexsort((s.arc[a], strokes))
    found = {}
    for group in np.split(order, np.flatnonzero(np.diff(strokes[order])) + 1):
        if len(group):
            i, j = int(s.own[a[group[0]]]), int(s.own[b[group[0]]])
            found[i, j] = _along(s, a[group], b[group], apart[group], turn[group], direct[group])
    return found


def _along(s: _Samples, a: Ints, b: Ints, apart: Floats, turn: Floats, direct: NDArray[np.bool_]) -> _Beside:
    i, j = s.own[a[0]], s.own[b[0]]
    shared = len(a) * s.length[i] / (s.starts[i + 1] - s.starts[i])
    before, after = s.arc[a[0]], s.length[i] - s.arc[a[-1]]
    ends = (s.arc[b[0]], s.length[j] - s.arc[b[-1]])
    if turn.sum() < 0:
        ends = (s.length[j] - s.arc[b[0]], s.arc[b[-1]])
    parting = max(min(before, ends[0]), min(after, ends[1]))
    return _Beside(float(shared), float(apart.mean()), float(parting), float(direct.mean()))


def _gaps(s: _Samples, within_px: float) -> dict[tuple[int, int], float]:
    """px between the ends of two strokes, i < j, of which one goes on where the other stops."""
    ends = np.concatenate([s.starts[:-1], s.starts[1:] - 1])
    out = s.tangent[ends] * np.repeat([-1.0, 1.0], len(s.length))[:, None]
    stroke = s.own[ends]
    pairs = cKDTree(s.xy[ends]).query_pairs(within_px, output_type="ndarray")
    pairs = pairs[stroke[pairs[:, 0]] != stroke[pairs[:, 1]]]
    on = -(out[pairs[:, 0]] * out[pairs[:, 1]]).sum(axis=1) > _ON_COS
    gaps: dict[tuple[int, int], float] = defaultdict(lambda: np.inf)
    for a, b in pairs[on].tolist():
        pair = (int(min(stroke[a], stroke[b])), int(max(stroke[a], stroke[b])))
        gaps[pair] = min(gaps[pair], float(np.hypot(*(s.xy[ends[a]] - s.xy[ends[b]]))))
    return dict(gaps)


def _contracted(count: int, weights: dict[tuple[int, int], float]) -> list[list[int]]:
    """Clusters joined along the greatest sum of weights, until no sum is above 0."""
    around: list[dict[int, float]] = [{} for _ in range(count)]
    for (i, j), weight in weights.items():
        around[i][j] = around[j][i] = weight
    members: list[list[int]] = [[i] for i in range(count)]
    heap = [(-weight, i, j) for (i, j), weight in sorted(weights.items()) if weight > 0]
    heapq.heapify(heap)
    while heap:
        weight, i, j = heapq.heappop(heap)
        if around[i].get(j) != -weight:
            continue
        if len(around[i]) < len(around[j]):
            i, j = j, i
        members[i] += members[j]
        members[j] = []
        del around[i][j], around[j][i]
        for k, other in sorted(around[j].items()):
            del around[k][j]
            total = around[i].get(k, 0.0) + other
            around[i][k] = around[k][i] = total
            if total > 0:
                heapq.heappush(heap, (-total, min(i, k), max(i, k)))
        around[j] = {}
    return sorted(sorted(group) for group in members if group)
