"""One placement for each patch, so that neighbours agree and no line is taken twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from hwaryong.drawing.placements import Placements
from hwaryong.drawing.samples import Ints, Samples
from hwaryong.media.stroke import Floats

Singles = NDArray[np.float32]
_NEIGHBOURS = 6
_ALONG, _BESIDE = 1.0, 0.5  # how much neighbours on one stroke, and others, must agree
_TOLERANCE = 0.5  # disagreement, as a part of the distance, at which agreement costs its full weight
_STEPS = 24
_ROUNDS = 4
_TEMPERATURE = 0.06
_CROWDED, _CROWDING = 1.3, 0.3  # lines this many times as dense as here are taken twice; what that costs
_SPREAD_PART = 0.02  # of the figure


@dataclass(frozen=True)
class Placed:
    """The placement of each node: `xy` (n, 2) px, `turn` (n,) rad, `cost` (n,) its own misfit."""

    xy: Floats
    turn: Floats
    cost: Floats


def placed(here: Samples, nodes: Ints, choices: Placements) -> Placed:
    """Choose a placement for each node by belief propagation (Felzenszwalb, Huttenlocher 2006; min-sum).

    Two neighbours agree as far as both placements send each of them to the same place. After each round
    placements where more lines would come to lie than lay here cost more, so that parts that look alike
    do not fold onto one another.
    """
    i, j, weight = _edges(here, nodes)
    apart = _disagreement(here.xy[nodes], choices, i, j)
    agree = (weight[:, None, None] * np.minimum((apart / _TOLERANCE) ** 2, 1)).astype(np.float32)
    cost = choices.cost
    belief = _propagated(cost, agree, i, j)
    for step in range(1, _ROUNDS):
        crowd = _crowding(here, nodes, choices, belief)
        cost = choices.cost + _CROWDING * step / (_ROUNDS - 1) * np.clip(crowd - _CROWDED, 0, 3)
        belief = _propagated(cost, agree, i, j)
    row, best = np.arange(len(nodes)), belief.argmin(axis=1)
    return Placed(choices.xy[row, best], choices.turn[row, best], choices.cost[row, best])


def _edges(here: Samples, nodes: Ints) -> tuple[Ints, Ints, Floats]:
    """Neighbours: the next on a stroke, and the nearest on the paper."""
    xy = here.xy[nodes]
    _, near = cKDTree(xy).query(xy, k=min(_NEIGHBOURS + 1, len(xy)))
    pairs: dict[tuple[int, int], float] = {}
    for a, row in enumerate(np.reshape(near, (len(xy), -1)).tolist()):
        for b in row[1:]:
            pairs[min(a, b), max(a, b)] = _BESIDE
    order = np.argsort(nodes)
    for a, b in zip(order[:-1].tolist(), order[1:].tolist(), strict=True):
        if here.stroke[nodes[a]] == here.stroke[nodes[b]]:
            pairs[min(a, b), max(a, b)] = _ALONG
    i, j = np.array(list(pairs), np.int64).reshape(-1, 2).T
    return i, j, np.array(list(pairs.values()))


def _disagreement(xy: Floats, choices: Placements, i: Ints, j: Ints) -> Floats:
    """(edges, k, k) how far two placements differ on where their nodes lie, as a part of the distance."""
    between = xy[j] - xy[i]
    size = np.maximum(np.hypot(*between.T), 1.0)[:, None, None]
    sent_j = choices.xy[i] + _turned(choices.turn[i], between)
    sent_i = choices.xy[j] + _turned(choices.turn[j], -between)
    of_j = np.linalg.norm(sent_j[:, :, None] - choices.xy[j][:, None], axis=-1)
    of_i = np.linalg.norm(sent_i[:, None] - choices.xy[i][:, :, None], axis=-1)
    return np.asarray((of_i + of_j) / 2 / size, np.float64)


def _turned(turn: Floats, vectors: Floats) -> Floats:
    """(n, k, 2) each of n vectors turned by each of k angles."""
    cos, sin = np.cos(turn), np.sin(turn)
    x, y = vectors[:, :1], vectors[:, 1:]
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)


def _propagated(cost: Floats, agree: Singles, i: Ints, j: Ints) -> Singles:
    """(n, k) cost of each placement once its neighbours have told theirs, messages damped by half."""
    own = cost.astype(np.float32)
    to_j, to_i = (np.zeros((len(i), cost.shape[1]), np.float32) for _ in range(2))
    turned = np.ascontiguousarray(agree.transpose(0, 2, 1))
    for _ in range(_STEPS):
        total = _summed(own, to_j, to_i, i, j)
        new_j = (agree + (total[i] - to_i)[:, :, None]).min(axis=1)
        new_i = (turned + (total[j] - to_j)[:, :, None]).min(axis=1)  # along rows that lie together
        to_j = (to_j + new_j - new_j.min(axis=1, keepdims=True)) / 2
        to_i = (to_i + new_i - new_i.min(axis=1, keepdims=True)) / 2
    return _summed(own, to_j, to_i, i, j)


def _summed(cost: Singles, to_j: Singles, to_i: Singles, i: Ints, j: Ints) -> Singles:
    total = cost.copy()
    np.add.at(total, j, to_j)
    np.add.at(total, i, to_i)
    return total


def _crowding(here: Samples, nodes: Ints, choices: Placements, belief: Singles) -> Floats:
    """(n, k) lines at each placement by the present belief, beside those around the node here."""
    chance = np.exp(-(belief - belief.min(axis=1, keepdims=True)) / _TEMPERATURE)
    chance /= chance.sum(axis=1, keepdims=True)
    cell = _SPREAD_PART * here.size_px / 2
    low = np.minimum(choices.xy.min(axis=(0, 1)), here.xy.min(axis=0))
    high = np.maximum(choices.xy.max(axis=(0, 1)), here.xy.max(axis=0))
    shape = tuple(((high - low) / cell).astype(int)[::-1] + 1)
    there, mine = (_cells(xy, low, cell) for xy in (choices.xy, here.xy[nodes]))
    claimed, own = np.zeros(shape), np.zeros(shape)
    np.add.at(claimed, there, chance)
    np.add.at(own, mine, 1.0)
    peak = 1 / (2 * np.pi * 2.0**2)  # what one node by itself gives at its place
    claimed, own = gaussian_filter(claimed, 2.0), gaussian_filter(own, 2.0)
    return np.asarray((claimed[there] - peak * chance) / (own[mine] - peak / 2)[:, None], np.float64)


def _cells(xy: Floats, low: Floats, cell: float) -> tuple[Ints, Ints]:
    column, row = np.moveaxis(((xy - low) / cell).astype(np.int64), -1, 0)
    return row, column
