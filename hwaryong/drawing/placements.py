"""Where each patch of one key may lie in the other: the places, turned as the lines run there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwaryong.drawing.samples import Chart, Ints, Places, Samples
from hwaryong.media.stroke import Floats

Radii = tuple[float, float]  # of the figure: patches that hold much, and patches that bend well
_ANCHORS = 450  # samples of the other key at which a patch is tried
_COARSE, _FINE = 12, 32  # samples of a patch that are looked at
_SHORTLIST = 100
_KEPT = 16  # placements of a node and a size
_REACH_PART = 0.02  # of the figure: from here on a sample lies on no line
_FURTHEST_RAD = 2.2
_NUDGES_RAD = (-0.12, 0.0, 0.12)
_REFINED_PART, _NEAR_PART = 0.06, 0.01  # of the figure: a patch that is moved, and what it lies on
_REFINING, _REFINED_RAD = (1.0, 0.4), (-0.06, 0.0, 0.06)  # steps by which, and turns
_MOVE, _TURN = 0.12, 0.05  # what a move by a third of the figure, and a radian, cost
_FARTHEST_PART = 0.4  # of the figure: a longer move costs no more
_APART_PART, _APART_RAD = 0.015, 0.3  # two placements that differ by less are one


@dataclass(frozen=True)
class Placements:
    """The best placements of each node's patch, k of them for each of n nodes.

    `xy` (n, k, 2) px where the node comes to lie, `turn` (n, k) rad, `cost` (n, k): the misfit of the
    patch there and of the place back here, 0–1, with a little for moving and turning.
    """

    xy: Floats
    turn: Floats
    cost: Floats

    def held(self, node: int, xy: Floats) -> None:
        """Let a node lie at one place only."""
        nearest = int(np.hypot(*(self.xy[node] - xy).T).argmin())
        self.xy[node], self.turn[node], self.cost[node] = xy, self.turn[node, nearest], 0.0


class Table:
    """Both keys with what a look needs: complex places, directions as e^2ia, charts of the lines."""

    def __init__(self, here: Samples, there: Samples) -> None:
        self.here, self.there = here, there
        reach = _REACH_PART * here.size_px
        self.far, self.near, self.back = there.chart(2 * reach), there.chart(reach), here.chart(reach)
        self.ours, self.theirs = (_complex(one.xy) for one in (here, there))
        self.our_ways, self.their_ways = (
            np.exp(2j * one.angle).astype(np.complex64) for one in (here, there)
        )
        self.anchors = np.arange(0, len(there.xy), max(1, len(there.xy) // _ANCHORS))

    def placements(self, nodes: Ints, radii_part: Radii) -> Placements:
        """Try every node's patch at samples of the other key, both ways round; keep the best of each size.

        A line's direction here and there gives the turn, so a place costs one look at a distance field
        (oriented chamfer matching: Shotton, Blake, Cipolla 2008, "Multiscale categorical object
        recognition using contour fragments").
        """
        found: list[tuple[Floats, Floats, Floats]] = []
        for part in radii_part:
            radius = part * self.here.size_px
            patches, theirs = (
                self.here.around(nodes, radius, _FINE),
                self.there.around(self.anchors, radius, _FINE),
            )
            rows = [
                self._best(node, patch, theirs) for node, patch in zip(nodes.tolist(), patches, strict=True)
            ]
            found.append(tuple(np.stack(column) for column in zip(*rows, strict=True)))  # type: ignore[arg-type]
        return Placements(*(np.concatenate(column, axis=1) for column in zip(*found, strict=True)))

    def _best(self, node: int, patch: Ints, theirs: Ints) -> tuple[Floats, Floats, Floats]:
        """The best places of one node's patch: (kept, 2) px, (kept,) rad, (kept,) cost."""
        here, there, size = self.here, self.there, self.here.size_px
        turn = there.angle[self.anchors] - here.angle[node]
        turn = (np.concatenate([turn, turn + np.pi]) + np.pi) % (2 * np.pi) - np.pi
        anchor = np.tile(np.arange(len(self.anchors)), 2)
        turn, anchor = turn[np.abs(turn) < _FURTHEST_RAD], anchor[np.abs(turn) < _FURTHEST_RAD]
        moved = np.abs(self.theirs[self.anchors[anchor]] - self.ours[node]) / size
        effort = _MOVE * np.minimum(moved, _FARTHEST_PART) / 0.3 + _TURN * np.abs(turn)
        coarse = patch[np.linspace(0, len(patch) - 1, _COARSE).astype(int)]
        cost = self._laid(self.far, node, coarse, anchor, turn) + effort
        top = np.argsort(cost, kind="stable")[:_SHORTLIST]
        turn, anchor, effort = turn[top], anchor[top], effort[top]

        nudged = (turn + np.array(_NUDGES_RAD)[:, None]).ravel()
        tried = self._laid(self.near, node, patch, np.tile(anchor, len(_NUDGES_RAD)), nudged)
        tried = tried.reshape(len(_NUDGES_RAD), -1)
        turn = turn + np.array(_NUDGES_RAD)[tried.argmin(axis=0)]
        cost = (tried.min(axis=0) + self._laid_back(node, theirs[anchor], anchor, turn)) / 2 + effort
        places = there.xy[self.anchors[anchor]]
        chosen = _distinct(places / (_APART_PART * size), turn / _APART_RAD, cost, _KEPT)
        return places[chosen], turn[chosen], cost[chosen]

    def _laid(self, chart: Chart, node: int, patch: Ints, anchor: Ints, turn: Floats) -> Floats:
        """Mean misfit of a patch laid at each anchor with each turn."""
        turned = np.exp(1j * turn).astype(np.complex64)
        places = self.theirs[self.anchors[anchor], None] + turned[:, None] * (
            self.ours[patch] - self.ours[node]
        )
        return chart.misfit(places, self.our_ways[patch], turned)

    def _laid_back(self, node: int, theirs: Ints, anchor: Ints, turn: Floats) -> Floats:
        """Mean misfit of the other key's patches laid back at the node."""
        turned = np.exp(-1j * turn).astype(np.complex64)
        around = self.theirs[theirs] - self.theirs[self.anchors[anchor], None]
        return self.back.misfit(self.ours[node] + turned[:, None] * around, self.their_ways[theirs], turned)

    def refined(self, nodes: Ints, xy: Floats, turn: Floats) -> tuple[Floats, Floats]:
        """Places (n, 2) px and turns (n,) of the nodes, moved a little to where their patch lies best."""
        chart = self.there.chart(_NEAR_PART * self.here.size_px)
        patches = self.here.around(nodes, _REFINED_PART * self.here.size_px, _FINE)
        around, ways = self.ours[patches] - self.ours[nodes, None], self.our_ways[patches]
        place = _complex(xy)
        for step in _REFINING:
            grid = np.arange(-2, 3) * step * self.here.step_px
            offs = np.ravel(grid[:, None] + 1j * grid)
            tries = [(off, nudge) for nudge in _REFINED_RAD for off in offs.tolist()]
            costs = []
            for off, nudge in tries:
                turned = np.exp(1j * (turn + nudge)).astype(np.complex64)
                cost = chart.misfit(
                    place[:, None] + np.complex64(off) + turned[:, None] * around, ways, turned
                )
                costs.append(cost + abs(off) / (2 * self.here.size_px) + abs(nudge) / 50)
            off, nudge = np.array(tries)[np.argmin(costs, axis=0)].T
            place, turn = np.asarray(place + off, np.complex64), turn + nudge.real
        return np.column_stack([place.real, place.imag]).astype(np.float64), turn


def _complex(xy: Floats) -> Places:
    return np.asarray(xy @ np.array([1, 1j]), np.complex64)


def _distinct(places: Floats, turn: Floats, cost: Floats, kept: int) -> Ints:
    """The cheapest placements that differ (places and turns in units of the least difference)."""
    order = np.argsort(cost, kind="stable")
    open_to = np.ones(len(order), bool)
    chosen: list[int] = []
    for index in order.tolist():
        if open_to[index]:
            chosen.append(index)
            same = (np.hypot(*(places - places[index]).T) < 1) & (np.abs(turn - turn[index]) < 1)
            open_to &= ~same
        if len(chosen) == kept:
            break
    return np.array(chosen + [chosen[-1]] * (kept - len(chosen)), np.int64)
