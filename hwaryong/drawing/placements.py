"""Where each patch of one key may lie in the other: the places, turned as the lines run there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwaryong.drawing.samples import Ints, Samples
from hwaryong.media.stroke import Floats

RADII_PART = (0.12, 0.06)  # of the figure: patches that hold much, and patches that bend well
_ANCHORS = 450  # samples of the other key at which a patch is tried
_COARSE, _FINE = 12, 32  # samples of a patch that are looked at
_SHORTLIST = 100
_REACH_PART = 0.02  # of the figure: from here on a sample lies on no line
_FURTHEST_RAD = 2.2
_NUDGES_RAD = (-0.12, 0.0, 0.12)
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

    @classmethod
    def of(cls, here: Samples, there: Samples, nodes: Ints, kept: int = 16) -> Placements:
        """Try every node's patch at samples of the other key, both ways round; keep the best of each size.

        A line's direction here and there gives the turn, so a place costs one look at a distance field
        (oriented chamfer matching: Shotton, Blake, Cipolla 2008, "Multiscale categorical object
        recognition using contour fragments").
        """
        anchors = np.arange(0, len(there.xy), max(1, len(there.xy) // _ANCHORS))
        found: list[tuple[Floats, Floats, Floats]] = []
        for part in RADII_PART:
            mine = here.around(nodes, part * here.size_px, _FINE)
            theirs = there.around(anchors, part * here.size_px, _FINE)
            rows = [
                _best(here, there, node, patch, anchors, theirs, kept)
                for node, patch in zip(nodes.tolist(), mine, strict=True)
            ]
            found.append(tuple(np.stack(column) for column in zip(*rows, strict=True)))  # type: ignore[arg-type]
        return cls(*(np.concatenate(column, axis=1) for column in zip(*found, strict=True)))

    def held(self, node: int, xy: Floats) -> None:
        """Let a node lie at one place only."""
        nearest = int(np.hypot(*(self.xy[node] - xy).T).argmin())
        self.xy[node], self.turn[node], self.cost[node] = xy, self.turn[node, nearest], 0.0


def _best(
    here: Samples, there: Samples, node: int, patch: Ints, anchors: Ints, theirs: Ints, kept: int
) -> tuple[Floats, Floats, Floats]:
    """The best places of one node's patch: (kept, 2) px, (kept,) rad, (kept,) cost."""
    reach = _REACH_PART * here.size_px
    turn = there.angle[anchors] - here.angle[node]
    turn = (np.concatenate([turn, turn + np.pi]) + np.pi) % (2 * np.pi) - np.pi
    anchor = np.tile(np.arange(len(anchors)), 2)
    turn, anchor = turn[np.abs(turn) < _FURTHEST_RAD], anchor[np.abs(turn) < _FURTHEST_RAD]
    moved = np.hypot(*(there.xy[anchors[anchor]] - here.xy[node]).T) / here.size_px
    effort = _MOVE * np.minimum(moved, _FARTHEST_PART) / 0.3 + _TURN * np.abs(turn)
    coarse = patch[np.linspace(0, len(patch) - 1, _COARSE).astype(int)]
    cost = _laid(here, there, node, coarse, there.xy[anchors[anchor]], turn, 2 * reach) + effort
    top = np.argsort(cost, kind="stable")[:_SHORTLIST]
    turn, anchor, effort = turn[top], anchor[top], effort[top]

    places = there.xy[anchors[anchor]]
    nudged = [_laid(here, there, node, patch, places, turn + nudge, reach) for nudge in _NUDGES_RAD]
    turn = turn + np.array(_NUDGES_RAD)[np.argmin(nudged, axis=0)]
    back = _laid_back(here, there, node, theirs[anchor], places, turn, reach)
    cost = (np.min(nudged, axis=0) + back) / 2 + effort
    chosen = _distinct(places / (_APART_PART * here.size_px), turn / _APART_RAD, cost, kept)
    return places[chosen], turn[chosen], cost[chosen]


def _laid(
    here: Samples, there: Samples, node: int, patch: Ints, places: Floats, turn: Floats, reach_px: float
) -> Floats:
    """Mean misfit of a patch laid at each place with each turn."""
    x, y = (here.xy[patch] - here.xy[node]).T
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    angle = 2 * (here.angle[patch] + turn[:, None])
    at_x, at_y = places[:, :1], places[:, 1:]
    misfit = there.misfit(
        cos * x - sin * y + at_x, sin * x + cos * y + at_y, np.cos(angle), np.sin(angle), reach_px
    )
    return np.asarray(misfit.mean(axis=1), np.float64)


def _laid_back(
    here: Samples, there: Samples, node: int, theirs: Ints, places: Floats, turn: Floats, reach_px: float
) -> Floats:
    """Mean misfit of the other key's patches laid back at the node."""
    x, y = np.moveaxis(there.xy[theirs] - places[:, None], -1, 0)
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    angle = 2 * (there.angle[theirs] - turn[:, None])
    at_x, at_y = here.xy[node]
    misfit = here.misfit(
        cos * x + sin * y + at_x, cos * y - sin * x + at_y, np.cos(angle), np.sin(angle), reach_px
    )
    return np.asarray(misfit.mean(axis=1), np.float64)


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
