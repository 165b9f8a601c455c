"""One key's lines laid on the other's: each sample gets its place there, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from scipy.spatial import cKDTree

from hwaryong.drawing.belief import Placed, placed
from hwaryong.drawing.placements import Table
from hwaryong.drawing.samples import Ints, Samples
from hwaryong.drawing.settling import SURE_PART, Pins, Registration, settled
from hwaryong.media.marks import Point
from hwaryong.media.stroke import Floats

_NODE_PART, _MOST_NODES = 0.025, 200  # of the figure: between nodes
_CARRY_PART = 0.04  # of the figure: how far a node's placement carries
_BY_A_LINE = 3.0  # steps: a named point this near means the line
_RADII_PART = ((0.12, 0.06), (0.18, 0.09))  # of the figure: patches of the first starts, and of more
_EASY, _GOOD = 0.10, 0.15  # energy below which the first start is enough, and any other
_BACK = 3  # samples of the other key that say where one of this came from


def registered(
    here: Samples, there: Samples, ways: Sequence[tuple[Point, Point]] = (), *, starts: int = 4
) -> Registration:
    """Lay the lines of one key on those of the other; `ways` are points that a person named in both.

    Patches first find where they may lie and agree with their neighbours; then all samples settle on the
    nearest lines. Where that leaves lines without partner or bends shapes, it is tried anew: from the other
    key's side, and with larger patches, up to so many `starts`; the solution of least energy is taken.
    """
    best: Registration | None = None
    for count, one in enumerate(islice(_solutions(here, there, ways), starts)):
        if best is None or one.energy < best.energy:
            best = one
        if best.energy < (_EASY if count == 0 else _GOOD):
            break
    assert best is not None
    return best


def turned(
    here: Samples, there: Samples, back: Registration, ways: Sequence[tuple[Point, Point]] = ()
) -> Registration:
    """The same solution seen from the other key: `back` lays `there` on `here`."""
    pins = [_pin(here, there, begin, end) for begin, end in ways]
    return settled(here, there, *_from_back(here, there, back), pins, near=True)


def _solutions(here: Samples, there: Samples, ways: Sequence[tuple[Point, Point]]) -> Iterator[Registration]:
    """With each size of patches: from this key's side, and from the other's."""
    onward = [_pin(here, there, begin, end) for begin, end in ways]
    back = [_pin(there, here, end, begin) for begin, end in ways]
    for radii in _RADII_PART:
        start, misfit = _start(here, there, onward, radii)
        yield settled(here, there, start, misfit, onward)
        start, misfit_there = _start(there, here, back, radii)
        other = settled(there, here, start, misfit_there, back)
        yield settled(here, there, *_from_back(here, there, other), onward)


def _start(here: Samples, there: Samples, pins: Pins, radii: tuple[float, float]) -> tuple[Floats, Floats]:
    """(n, 2) px where each sample may lie by patches that agree, and (n,) the misfit of its patch."""
    gap = _NODE_PART * here.size_px
    nodes = here.spaced(gap)
    if len(nodes) > _MOST_NODES:
        nodes = here.spaced(gap * len(nodes) / _MOST_NODES)
    nodes = np.union1d(nodes, np.array([index for index, _ in pins], np.int64))
    table = Table(here, there)
    choices = table.placements(nodes, radii)
    for index, end in pins:
        choices.held(int(np.searchsorted(nodes, index)), np.array(end))
    chosen = placed(here, nodes, choices)
    xy, turn = table.refined(nodes, chosen.xy, chosen.turn)
    return _carried(here, nodes, Placed(xy, turn, chosen.cost))


def _from_back(here: Samples, there: Samples, back: Registration) -> tuple[Floats, Floats]:
    """The same for this key's samples from a solution of the other's: where those near them came from."""
    away, near = (np.asarray(found) for found in back.tree.query(here.xy, k=_BACK))
    weight = np.exp(-((away / (SURE_PART * here.size_px)) ** 2)) + 1e-9
    weight /= weight.sum(axis=1, keepdims=True)
    origin = there.xy[near] + here.xy[:, None] - back.xy[near]  # a line that is new here lies off the others
    return (origin * weight[..., None]).sum(axis=1), (back.misfit[near] * weight).sum(axis=1)


def _pin(here: Samples, there: Samples, begin: Point, end: Point) -> tuple[int, Point]:
    """The sample that a named point means, and its place: on the lines where both points lie by one."""
    reach = _BY_A_LINE * here.step_px
    away, index = here.tree.query(begin)
    if away > reach:  # a point off the lines takes the nearest line along
        off = here.xy[index] - begin
        return int(index), (float(end[0] + off[0]), float(end[1] + off[1]))
    away, other = there.tree.query(end)
    place = there.xy[other] if away <= reach else np.array(end)
    return int(index), (float(place[0]), float(place[1]))


def _carried(here: Samples, nodes: Ints, chosen: Placed) -> tuple[Floats, Floats]:
    """Every sample's place by the nearest nodes, first of all those on its own stroke, and its misfit."""
    reach = _CARRY_PART * here.size_px
    tree = cKDTree(here.xy[nodes])
    looked_at = list(range(1, min(5, len(nodes)) + 1))
    away, near = (np.asarray(found) for found in tree.query(here.xy, k=looked_at))
    away = away + np.where(here.stroke[nodes][near] == here.stroke[:, None], 0.0, reach)
    weight = np.exp(-((away / reach) ** 2)) + 1e-9
    weight /= weight.sum(axis=1, keepdims=True)
    x, y = np.moveaxis(here.xy[:, None] - here.xy[nodes][near], -1, 0)
    cos, sin = np.cos(chosen.turn[near]), np.sin(chosen.turn[near])
    image = chosen.xy[near] + np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)
    return (image * weight[..., None]).sum(axis=1), (chosen.cost[near] * weight).sum(axis=1)
