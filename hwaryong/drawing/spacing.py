"""Spacing from the keys before and after a pair: where its lines speed up, slow down or move in curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from hwaryong.drawing.pairs import Complex, Pair, plane
from hwaryong.media.stroke import Floats

_MOST = 0.2  # of its way: how far a sample leaves the even spacing half way at most
_NEAR, _REACH_PART = 24, 0.05  # samples, and part of the figure's size, over which it is evened out


@dataclass(frozen=True)
class Neighbour:
    """The key beyond one of the pair: the `pairs` of that key (first) and the one beyond (last).

    `span` is the time from the one to the other by the time of the run, `trust` 0–1.
    """

    pairs: Sequence[Pair]
    span: float
    trust: float

    def ways(self, at: Complex) -> Complex:
        """(n,) px from points of the key to the one beyond."""
        both = [pair for pair in self.pairs if all(pair.seen)]
        here = np.concatenate([plane(pair.first) for pair in both])
        there = np.concatenate([plane(pair.last) for pair in both])
        near = cKDTree(_xy(here)).query(_xy(at), k=list(range(1, min(5, len(here)) + 1)))[1]
        ways = (there - here)[np.asarray(near)]
        return np.asarray(np.median(ways.real, axis=1) + 1j * np.median(ways.imag, axis=1), np.complex128)


class Spacing:
    """How far samples of `pairs` are off the even spacing, by the keys before the first and after the last.

    A cubic through four keys (Catmull, Rom 1974, with the parabolic tangents of unevenly spaced keys,
    Overhauser 1968), as an offset from the even way; held to a part of the way, so that nothing turns back,
    and evened out among near samples, so that lines keep their shape.
    """

    def __init__(self, pairs: Sequence[Pair], before: Neighbour | None, after: Neighbour | None) -> None:
        self.known = before is not None or after is not None
        first = np.concatenate([plane(pair.first) for pair in pairs])
        last = np.concatenate([plane(pair.last) for pair in pairs])
        way = last - first
        self.leaves = _bent(way, -1, first, before)
        self.arrives = _bent(way, 1, last, after)
        size = float(np.hypot(np.ptp(first.real), np.ptp(first.imag)))
        away, near = cKDTree(_xy(first)).query(_xy(first), k=list(range(1, min(_NEAR, len(first)) + 1)))
        weight = np.exp(-((np.asarray(away) / max(_REACH_PART * size, 1e-9)) ** 2))
        self.near, self.weight = np.asarray(near), weight / weight.sum(axis=1, keepdims=True)
        self.most = _MOST * np.abs(way)

    def moved(self, samples: Sequence[Floats], t: float) -> list[Floats]:
        """The samples (n, 3) of each pair, evenly spaced at t, where they belong."""
        if not self.known:
            return list(samples)
        off = self.at(t)
        moved, start = [], 0
        for points in samples:
            mine = off[start : start + len(points)]
            moved.append(points + np.column_stack([mine.real, mine.imag, np.zeros(len(points))]))
            start += len(points)
        return moved

    def at(self, t: float) -> Complex:
        """(n,) px off the even spacing at t."""
        off = t * (1 - t) ** 2 * self.leaves - t**2 * (1 - t) * self.arrives
        off = off * np.minimum(1, 4 * t * (1 - t) * self.most / np.maximum(np.abs(off), 1e-9))
        return np.asarray((off[self.near] * self.weight).sum(axis=1), np.complex128)


def _bent(way: Complex, side: int, at: Complex, beyond: Neighbour | None) -> Complex:
    """How much faster than evenly a sample leaves (or arrives), px a run."""
    if beyond is None:
        return np.zeros_like(way)
    speed = side * beyond.ways(at) / beyond.span
    return np.asarray(beyond.trust * (speed - way) / (1 + beyond.span), np.complex128)


def _xy(points: Complex) -> Floats:
    return np.column_stack([points.real, points.imag])
