"""Strokes between two keys: each piece keeps its shape while it turns, and what touches stays together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

from hwaryong.drawing.guides import Guides
from hwaryong.drawing.pairs import Complex, Pair, plane, similarity, steady
from hwaryong.media.marks import Mark

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
JOINT_PX = 6.0  # two lines that come this near in both keys are joined
_NEAR_PART = 0.15  # of the figure's size: how far a neighbour holds
_LOOKED_AT = 64  # nearest samples that are looked at for neighbours
_NEAR_STROKES = 4  # other strokes that each probe of a stroke holds on to; a dot of paint twice as many
_SHAPE, _JOINT, _SLIDE, _NEAR, _PATH = 1.0, 30.0, 0.5, 0.05, 2e-2
_INSTANT = 1 / 64  # of the time between the keys, over which speed is taken
_STILL_PX = 2.0  # a point that strays less from the movement of its group leads it
_ARC_TURN = (0.05, 2.1)  # radians; below the way is straight, above the turn is not trusted
_FLIP = 0.8  # a stroke is flipped where its mirror image fits better, by this factor
_SHORT_PX = 6.0  # a shorter stroke turns with its group


@dataclass(frozen=True)
class Bonds:
    """Sample j keeps its offset from sample i: the offsets in both keys, the turn between, the strength.

    `fade` is how the strength goes with t: 0 always, −1 falls from the first key, 1 rises to the last.
    """

    i: Ints
    j: Ints
    weight: Floats
    fade: Ints

    def offsets(self, points: Complex) -> Complex:
        """Offsets of j from i for samples at `points`."""
        return np.asarray(points[self.j] - points[self.i], np.complex128)

    def strength(self, times: Floats) -> Floats:
        """Weights where the samples are at `times` (0–1) on their way."""
        t = self.time(times)
        return self.weight * np.where(self.fade == 0, 1.0, np.where(self.fade < 0, 1 - t, t))

    def time(self, times: Floats) -> Floats:
        """The mean of the times of both ends."""
        return np.asarray((times[self.i] + times[self.j]) / 2, np.float64)

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, float, int]]) -> Self:
        """From rows of i, j, weight, fade."""
        i, j, weight, fade = zip(*rows, strict=True) if rows else ((), (), (), ())
        return cls(
            np.array(i, np.int64), np.array(j, np.int64), np.array(weight, float), np.array(fade, np.int64)
        )


class Tween:
    """The movement of all samples of `pairs` from t = 0 (first key) to t = 1 (last key).

    One linear least-squares problem for each t, as rigid as possible (Alexa, Cohen-Or, Levin 2000) on
    polylines: every edge of a stroke wants its length blended and its angle turned evenly (Sederberg et
    al. 1993, "2-D shape blending: an intrinsic solution"); samples that touch in both keys want their
    offset blended, so closed regions stay closed; near strokes want to keep their place in each other's
    frame; every sample softly follows its own way, which for a group that turns as a whole is a
    logarithmic spiral (Whited et al. 2010, "BetweenIT"). The part of a group that moves as most of it
    does, or stands still, leads. The paths of marks hold their points and guide the lines around them (see
    `Guides`).
    """

    def __init__(self, pairs: Sequence[Pair], marks: Sequence[Mark] = (), *, arcs: bool = True) -> None:
        self.pairs, self.arcs = pairs, arcs
        self.first = np.concatenate([plane(pair.first) for pair in pairs])
        self.last = np.concatenate([plane(pair.last) for pair in pairs])
        sizes = [len(pair.first) for pair in pairs]
        self.stroke = np.repeat(np.arange(len(pairs)), sizes)
        self.starts = np.cumsum([0, *sizes])
        inner = np.flatnonzero(np.diff(self.stroke) == 0)
        self.edges = Bonds(inner, inner + 1, np.full(len(inner), _SHAPE), np.zeros(len(inner), np.int64))
        self.joints = Bonds.of(self._joined())
        self.near = Bonds.of(self._near())
        self.group = self._groups()
        self.courses = self._courses()
        self.turn = self._turns()
        self.flipped = np.array([_flips(self.first[a:b], self.last[a:b]) for _, a, b in self._spans()])
        self.guides = Guides(self.first, self.last, marks)

    def at(self, t: float) -> tuple[list[Floats], float]:
        """Samples (n, 3) of each pair at t, and the strain: how far edges gave, as a part of their length."""
        times = np.full(len(self.first), t)
        points = self._solved(times)
        if self.guides:
            times = self.guides.times(t, points, self._speed(t))
            points = self._solved(times)
        wanted = self._wanted(self.edges, times)
        spare = np.abs(self.edges.offsets(points) - wanted) ** 2
        strain = float(np.sqrt(spare.sum() / max((np.abs(wanted) ** 2).sum(), 1e-9)))
        if self.guides:
            points = points + self.guides.offsets(t, points)
        return [self._samples(pair, points[a:b], t) for pair, a, b in self._spans()], strain

    def _solved(self, times: Floats) -> Complex:
        """Where the samples are when each is so far on its way."""
        pull = self.courses[2]
        size = len(self.first)
        rows, columns, values = [np.arange(size)], [np.arange(size)], [pull]
        right = pull * self._ways(times)
        for bonds in (self.edges, self.joints, self.near):
            weight, wanted = bonds.strength(times), self._wanted(bonds, times)
            rows += [bonds.i, bonds.j, bonds.i, bonds.j]
            columns += [bonds.i, bonds.j, bonds.j, bonds.i]
            values += [weight, weight, -weight, -weight]
            np.add.at(right, bonds.j, weight * wanted)
            np.add.at(right, bonds.i, -weight * wanted)
        matrix = coo_matrix(
            (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), (size, size)
        )
        solved = splu(matrix.tocsc()).solve(np.column_stack([right.real, right.imag]))
        return np.asarray(solved[:, 0] + 1j * solved[:, 1], np.complex128)

    def _speed(self, t: float) -> Complex:
        """px a run that each sample moves by itself at t."""
        before, after = (np.full(len(self.first), t + side * _INSTANT / 2) for side in (-1, 1))
        return np.asarray((self._ways(after) - self._ways(before)) / _INSTANT, np.complex128)

    def _samples(self, pair: Pair, points: Complex, t: float) -> Floats:
        width = (1 - t) * pair.first[:, 2] + t * pair.last[:, 2]
        return np.column_stack([points.real, points.imag, width])

    def _spans(self) -> list[tuple[Pair, int, int]]:
        return list(zip(self.pairs, self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True))

    def _wanted(self, bonds: Bonds, times: Floats) -> Complex:
        """Offsets blended by length and angle; of flipped strokes, and without an angle, linearly."""
        t = bonds.time(times)
        a, b = bonds.offsets(self.first), bonds.offsets(self.last)
        straight = (1 - t) * a + t * b
        base = self.turn[self.stroke[bonds.i]]
        turn = base + wrapped(np.angle(b) - np.angle(a) - base)
        size = (1 - t) * np.abs(a) + t * np.abs(b)
        polar = size * np.exp(1j * (np.angle(a) + t * turn))
        turns = (np.minimum(np.abs(a), np.abs(b)) > 0.05) & ~self.flipped[self.stroke[bonds.j]]
        return np.where(turns, polar, straight)

    def _joined(self) -> list[tuple[int, int, float, int]]:
        """Ends that touch another stroke in both keys; where the touch slides, both places count."""
        rows: list[tuple[int, int, float, int]] = []
        ends = np.unique(np.concatenate([self.starts[:-1], self.starts[1:] - 1]))
        ends = ends[[not self.pairs[s].paints[0] for s in self.stroke[ends]]]
        touched = [self._touched(points, ends) for points in (self.first, self.last)]
        for end in ends.tolist():
            for other, k in touched[0].get(end, {}).items():
                m = touched[1].get(end, {}).get(other)
                if m is not None:
                    rows += [(k, end, _JOINT, 0)] if m == k else [(k, end, _SLIDE, -1), (m, end, _SLIDE, 1)]
        return rows

    def _touched(self, points: Complex, ends: Ints) -> dict[int, dict[int, int]]:
        """For each end: other stroke → its nearest sample, where that is within reach."""
        gaps = np.zeros(len(points))
        steps = np.abs(self.edges.offsets(points))
        np.maximum.at(gaps, self.edges.i, steps)
        np.maximum.at(gaps, self.edges.j, steps)
        reach = JOINT_PX + min(float(gaps.max(initial=0.0)) / 2, 4 * JOINT_PX)
        found: dict[int, dict[int, int]] = {}
        for end, near in zip(ends.tolist(), _neighbours(points, ends, reach), strict=True):
            mine: dict[int, int] = {}
            for k, distance in near:
                other = int(self.stroke[k])
                within = distance <= JOINT_PX + gaps[k] / 2
                if other != self.stroke[end] and within and not self.pairs[other].paints[0]:
                    mine.setdefault(other, k)
            found[end] = mine
        return found

    def _near(self) -> list[tuple[int, int, float, int]]:
        """Probes of each stroke held by the nearest strokes that keep their distance in both keys."""
        rows: list[tuple[int, int, float, int]] = []
        reach = _NEAR_PART * float(np.hypot(np.ptp(self.first.real), np.ptp(self.first.imag)))
        starts, stops = self.starts[:-1], self.starts[1:]
        probes = np.unique(np.concatenate([starts, (starts + stops - 1) // 2, stops - 1]))
        for probe, near in zip(probes.tolist(), _neighbours(self.first, probes, reach), strict=True):
            own = int(self.stroke[probe])
            wanted = 2 * _NEAR_STROKES if self.pairs[own].paints[0] else _NEAR_STROKES
            held = {own}
            for k, here in near:
                if int(self.stroke[k]) in held or self.pairs[self.stroke[k]].paints[0]:
                    continue
                held.add(int(self.stroke[k]))
                there = abs(self.last[probe] - self.last[k])
                rigid = float(np.exp(-(((there - here) / (3 + 0.15 * here)) ** 2)))
                rows.append((k, probe, _NEAR * rigid + 1e-9, 0))
                if len(held) > wanted:
                    break
        return rows

    def _groups(self) -> Ints:
        """(strokes,) the number of each stroke's group: strokes that are joined or near."""
        held = self.near.weight > 0.3 * _NEAR
        i = np.concatenate([self.stroke[self.joints.i], self.stroke[self.near.i[held]]])
        j = np.concatenate([self.stroke[self.joints.j], self.stroke[self.near.j[held]]])
        count = len(self.pairs)
        links = coo_matrix((np.ones(len(i)), (i, j)), (count, count))
        return np.asarray(connected_components(links, directed=False)[1], np.int64)

    def _turns(self) -> Floats:
        """(strokes,) radians that each stroke turns, the short way as seen from its group."""
        turns = np.asarray(np.angle(self.courses[0][self.starts[:-1]]), np.float64)
        for s, (_, start, stop) in enumerate(self._spans()):
            a, b = self.first[start:stop], self.last[start:stop]
            if np.abs(np.diff(a)).sum() > _SHORT_PX:
                turns[s] += wrapped(np.angle(similarity(a, b)[0]) - turns[s])
        return turns

    def _courses(self) -> tuple[Complex, Complex, Floats]:
        """(n,) each: turn and shift of a sample's group, and how strongly it follows: most where it leads."""
        turns, shifts = np.ones(len(self.first), np.complex128), np.zeros(len(self.first), np.complex128)
        for group in range(int(self.group.max()) + 1):
            members = self.group[self.stroke] == group
            turns[members], shifts[members] = steady(self.first[members], self.last[members])
        rest = np.abs(self.last - turns * self.first - shifts)
        return turns, shifts, _PATH / (1 + (rest / _STILL_PX) ** 2)

    def _ways(self, times: Floats) -> Complex:
        """Where each of the samples would go by itself: on the spiral of its group, else straight."""
        first, last = self.first, self.last
        turn, shift, _ = self.courses
        ways = (1 - times) * first + times * last
        angle = np.abs(np.angle(turn))
        arc = (angle > _ARC_TURN[0]) & (angle < _ARC_TURN[1]) & self.arcs
        first, last, turn, shift = first[arc], last[arc], turn[arc], shift[arc]
        centre = shift / (1 - turn)
        rest = last - turn * first - shift
        ways[arc] = centre + turn ** times[arc] * (first - centre + times[arc] * rest / turn)
        return np.asarray(ways, np.complex128)


def _neighbours(points: Complex, of: Ints, reach_px: float) -> list[list[tuple[int, float]]]:
    """For each of the samples `of`: (sample, distance) of the nearest samples, nearest first."""
    plain = np.column_stack([points.real, points.imag])
    looked_at = list(range(1, min(_LOOKED_AT, len(points)) + 1))
    distance, index = cKDTree(plain).query(plain[of], k=looked_at, distance_upper_bound=reach_px)
    rows = zip(np.asarray(index).tolist(), np.asarray(distance).tolist(), strict=True)
    return [[(k, d) for k, d in zip(*row, strict=True) if np.isfinite(d)] for row in rows]


def _flips(a: Complex, b: Complex) -> bool:
    """Whether a stroke turns its other side (a wing that beats): then it must flatten, not turn."""
    edges, there = np.diff(a), np.diff(b)
    if not len(edges):
        return False
    return bool(np.abs((edges * there).sum()) * _FLIP > np.abs((np.conj(edges) * there).sum()))


def wrapped(angle: Floats) -> Floats:
    """Angles in radians brought to −π … π."""
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi, np.float64)
