"""Samples of one key drawn to the lines of the other, as rigidly as they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

from hwaryong.drawing.samples import Ints, Samples
from hwaryong.media.marks import Point
from hwaryong.media.stroke import Floats

Complex = NDArray[np.complex128]
Pins = Sequence[tuple[int, Point]]
_STEPS, _NEAR_STEP = 14, 9
_REACH = (0.02, 0.008)  # of the figure: lines attract from the first to the last step
_STIFF = (4.0, 0.4)  # how hard shape is kept, first and last step
_CLOSE, _CLOSE_STIFF = 3, 0.1  # last steps, that bring the samples onto the middle of the lines
_ALONG_LINE = 0.02  # how hard a sample is held along its line, beside across it
_LOOKED_AT, _HELD_BY, _HELD_PART = 24, 4, 0.06
_UNLIKE_PX = 1e6  # between lines of two hues, which never meet
_HOPS = (3, 8)  # samples of one stroke that keep their distance, beside neighbours
_PIN = 1e3
_JOINT = 3.0  # how hard an end is held to what it touches
SURE_PART = 0.012  # of the figure: a sample this near its partner, and back, has found it
_CRUMPLED = 0.5  # mean |log| of lengths from which on a line has not found its like
# Log-odds that a sample lies off by more than 3 % of the figure: logistic regression on 6,580 points of 24
# triplets of rigged figures; what finds no line, and the patch's misfit. docs/drawing.md tells how well.
_OFF, _OFF_LOST, _OFF_MISFIT = -6.5, 1.5, 13.0
_RUN = 9  # samples, over which found and lost are told


@dataclass(frozen=True)
class Registration:
    """`xy` (n, 2) px: where each sample of one key lies in the other; `found` (n,): whether a line is there.

    `partner` (n,) is the nearest sample of the other key. `misfit` (n,) is that of the patch around the
    sample (0–1), `stretch` (n,) how much the edges beside it were stretched (0 is not). `bent` tells how
    far edges gave (0–1), `new` the share of the other key's lines on which none came to lie.
    """

    xy: Floats
    found: NDArray[np.bool_]
    partner: Ints
    misfit: Floats
    stretch: Floats
    bent: float
    new: float

    @property
    def lost(self) -> float:
        """The share of the samples that found no line."""
        return float(1 - self.found.mean())

    @property
    def energy(self) -> float:
        """What is wrong with this solution: lines without partner here and there, and bent shapes."""
        return self.lost + self.new + self.bent

    @cached_property
    def sure(self) -> Floats:
        """(n,) the chance that each sample lies where its line is."""
        odds = _OFF + _OFF_LOST * ~self.found + _OFF_MISFIT * self.misfit
        return np.asarray(1 / (1 + np.exp(odds)), np.float64)

    @cached_property
    def tree(self) -> cKDTree:
        """Of the places in the other key."""
        return cKDTree(self.xy)


class _Body:
    """The samples tied to one another: along strokes, some further on, and to what is beside them."""

    def __init__(self, here: Samples) -> None:
        self.at = here.xy @ np.array([1, 1j])
        count = len(self.at)
        inner = np.flatnonzero(np.diff(here.stroke) == 0)
        pairs, weights = [np.column_stack([inner, inner + 1])], [np.ones(len(inner))]
        for tied, weight in ((_beside(here), 0.3), (here.touching(), _JOINT)):
            pairs.append(tied)
            weights.append(np.full(len(tied), weight))
        for hop in _HOPS:
            index = np.arange(max(count - hop, 0))
            index = index[here.stroke[index] == here.stroke[index + hop]]
            pairs.append(np.column_stack([index, index + hop]))
            weights.append(np.full(len(index), 1.0 / hop))
        self.i, self.j = np.concatenate(pairs).T
        self.rest = self.at[self.j] - self.at[self.i]
        step = here.step_px
        self.length_px = np.maximum(np.abs(self.rest), step)
        self.weight = np.concatenate(weights) * step / self.length_px

    def wanted(self, moved: Complex) -> Complex:
        """The edges turned as their ends turn."""
        turned = self.weight * np.conj(self.rest) * (moved[self.j] - moved[self.i])
        total = np.zeros(len(self.at), np.complex128)
        np.add.at(total, self.i, turned)
        np.add.at(total, self.j, turned)
        turn = total / np.maximum(np.abs(total), 1e-9)
        both = turn[self.i] + turn[self.j]
        return np.asarray(both / np.maximum(np.abs(both), 1e-9) * self.rest, np.complex128)

    def bent(self, moved: Complex) -> float:
        """Mean square of how far edges give, as a part of their length, at most 1 each."""
        gave = np.abs(moved[self.j] - moved[self.i] - self.wanted(moved)) / self.length_px
        return float((self.weight * np.minimum(gave, 1) ** 2).sum() / self.weight.sum())

    def stretch(self, moved: Complex) -> Floats:
        """(n,) mean of |log| of the lengths of the edges beside each sample against theirs at rest."""
        ratio = np.abs(np.log((np.abs(moved[self.j] - moved[self.i]) + 1e-6) / (np.abs(self.rest) + 1e-6)))
        total, count = np.zeros(len(self.at)), np.full(len(self.at), 1e-9)
        for ends in (self.i, self.j):
            np.add.at(total, ends, self.weight * np.minimum(ratio, 3))
            np.add.at(count, ends, self.weight)
        return np.asarray(total / count, np.float64)


def _beside(here: Samples) -> Ints:
    """Every second sample tied to a few near ones of other strokes, or further along its own."""
    away, near = here.tree.query(here.xy[::2], k=min(_LOOKED_AT, len(here.xy)))
    rows: set[tuple[int, int]] = set()
    for index, (distances, others) in enumerate(zip(np.atleast_2d(away), np.atleast_2d(near), strict=True)):
        i = 2 * index
        met: set[tuple[int, int]] = set()
        for distance, k in zip(distances[1:].tolist(), others[1:].tolist(), strict=True):
            if distance > _HELD_PART * here.size_px or len(met) == _HELD_BY:
                break
            place = (int(here.stroke[k]), k // 6)
            if abs(k - i) > 2 and place not in met:
                met.add(place)
                rows.add((min(i, k), max(i, k)))
    return np.array(sorted(rows), np.int64).reshape(-1, 2)


def settled(
    here: Samples, there: Samples, start: Floats, misfit: Floats, pins: Pins, *, near: bool = False
) -> Registration:
    """The samples drawn to the lines of the other key, from stiff and far to soft and near.

    All move as rigidly as possible (Sorkine, Alexa 2007) to the nearest line of their direction, softer
    and nearer with each step (after Amberg, Romdhani, Vetter 2007, "Optimal step nonrigid ICP"). Line ends
    that are free draw one another. A start that lies on the lines already (`near`) needs the last steps only.
    """
    body, moved = _Body(here), start @ np.array([1, 1j])
    lines = _Lines(here, there)
    for step in range(_NEAR_STEP if near else 0, _STEPS):
        part = step / (_STEPS - 1)
        reach = here.size_px * _REACH[0] * (_REACH[1] / _REACH[0]) ** part
        stiff = _STIFF[0] * (_STIFF[1] / _STIFF[0]) ** part
        moved = _solved(body, moved, lines.pull(moved, reach, pins), stiff)
    found = _found(here, lines, moved, body.stretch(moved))
    for _ in range(_CLOSE):
        pull = lines.pull(moved, here.size_px * _REACH[1], pins, of=found)
        moved = _solved(body, moved, pull, _CLOSE_STIFF)
    xy = np.column_stack([moved.real, moved.imag])
    away, _ = cKDTree(_apart(xy, here.hue)).query(_apart(there.xy, there.hue))
    new = float((np.asarray(away) > 1.5 * SURE_PART * here.size_px).mean())
    partner = lines.met(moved).partner
    return Registration(xy, found, partner, misfit, body.stretch(moved), body.bent(moved), new)


def _found(here: Samples, lines: _Lines, moved: Complex, stretch: Floats) -> NDArray[np.bool_]:
    """(n,) whether a sample has come to lie on a line, the way back leads home, and it kept its shape."""
    met = lines.met(moved)
    gap = np.hypot(*(lines.there.xy[met.partner].T - [moved.real, moved.imag]))
    gap[here.hue != lines.there.hue[met.partner]] = np.inf
    sure = SURE_PART * here.size_px
    found = np.asarray((gap <= sure) & (met.back_px <= 3 * sure) & (stretch < _CRUMPLED), np.bool_)
    for a, b in zip(here.starts[:-1].tolist(), here.starts[1:].tolist(), strict=True):
        found[a:b] = median_filter(found[a:b], min(_RUN, b - a) | 1, mode="nearest")
    return found


def _apart(xy: Floats, hue: Ints) -> Floats:
    """(n, 3): places far from those of another hue."""
    return np.column_stack([xy, _UNLIKE_PX * hue])


@dataclass(frozen=True)
class _Met:
    """For each moving sample: its features, its partner, how far that is in them, how far it comes back."""

    featured: Floats
    partner: Ints
    away: Floats
    back_px: Floats


@dataclass(frozen=True)
class _Pull:
    """A quadratic pull on each sample: its matrix xx, xy, yy (3, n), and the right side (2, n)."""

    matrix: Floats
    right: Floats


class _Lines:
    """The other key's lines as they attract moving samples."""

    def __init__(self, here: Samples, there: Samples) -> None:
        self.here, self.there = here, there
        self.scale = 0.03 * here.size_px  # px that a quarter turn counts
        self.tree = cKDTree(self._featured(there.xy, there.angle, there.hue))
        ends, self.tips = there.free(), here.free()
        self.ends = there.xy[ends]
        self.ends_tree = cKDTree(_apart(self.ends, there.hue[ends]))

    def _featured(self, xy: Floats, angle: Floats, hue: Ints) -> Floats:
        double = self.scale * np.column_stack([np.cos(2 * angle), np.sin(2 * angle)])
        return np.column_stack([_apart(xy, hue), double])

    def _moving(self, moved: Complex) -> Floats:
        count = np.arange(len(moved))
        first = np.maximum(count - 1, self.here.starts[self.here.stroke])
        last = np.minimum(count + 1, self.here.starts[self.here.stroke + 1] - 1)
        xy = np.column_stack([moved.real, moved.imag])
        return self._featured(xy, np.angle(moved[last] - moved[first]), self.here.hue)

    def met(self, moved: Complex) -> _Met:
        """The nearest lines of like direction and of the same hue, and whether the way back leads home."""
        featured = self._moving(moved)
        away, partner = (np.asarray(found) for found in self.tree.query(featured))
        _, back = cKDTree(featured).query(self.tree.data[partner])
        return _Met(featured, partner, away, np.abs(moved[back] - moved))

    def pull(self, moved: Complex, reach_px: float, pins: Pins, of: NDArray[np.bool_] | None = None) -> _Pull:
        """Across the lines with all force, along them softly; ends to ends; pins to their places.

        `of` (n,) are the samples that lines pull, all by default.
        """
        met = self.met(moved)
        weight = np.exp(-((met.away / (2 * reach_px)) ** 2) - (met.back_px / (2 * reach_px)) ** 2)
        weight[met.away > 4 * reach_px] = 0
        if of is not None:
            weight[~of] = 0
        angle, goal = self.there.angle[met.partner], self.there.xy[met.partner].T
        cos, sin = np.cos(angle), np.sin(angle)
        matrix = weight * np.stack(
            [sin**2 + _ALONG_LINE * cos**2, (_ALONG_LINE - 1) * sin * cos, cos**2 + _ALONG_LINE * sin**2]
        )
        right = np.stack(
            [matrix[0] * goal[0] + matrix[1] * goal[1], matrix[1] * goal[0] + matrix[2] * goal[1]]
        )
        if len(self.ends) and len(self.tips):
            away, end = self.ends_tree.query(met.featured[self.tips, :3])
            force = np.where(away > 3 * reach_px, 0, np.exp(-((away / (1.5 * reach_px)) ** 2)))
            matrix[0::2, self.tips] += force
            right[:, self.tips] += force * self.ends[end].T
        for index, place in pins:
            matrix[0::2, index] += _PIN
            right[:, index] += _PIN * np.array(place)
        return _Pull(matrix, right)


def _solved(body: _Body, moved: Complex, pull: _Pull, stiff: float) -> Complex:
    """One step: edges as they turn now, samples as they are pulled, by linear least squares."""
    count, weight = len(moved), stiff * body.weight
    wanted = weight * body.wanted(moved)
    right = np.zeros(count, np.complex128)
    np.add.at(right, body.j, wanted)
    np.add.at(right, body.i, -wanted)
    held = np.full(count, 1e-6)
    np.add.at(held, body.i, weight)
    np.add.at(held, body.j, weight)
    own, i, j = np.arange(count), body.i, body.j
    rows = np.concatenate([own, own + count, own, own + count, i, j, i + count, j + count])
    columns = np.concatenate([own, own + count, own + count, own, j, i, j + count, i + count])
    xx, xy, yy = pull.matrix
    values = np.concatenate([xx + held, yy + held, xy, xy, -weight, -weight, -weight, -weight])
    matrix = coo_matrix((values, (rows, columns)), (2 * count, 2 * count)).tocsc()
    target = np.concatenate([pull.right[0] + right.real, pull.right[1] + right.imag])
    target += 1e-6 * np.concatenate([moved.real, moved.imag])
    solved = splu(matrix).solve(target)
    return np.asarray(solved[:count] + 1j * solved[count:], np.complex128)
