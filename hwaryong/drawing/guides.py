"""What the paths of marks tell about the samples around them: how much later, and how far aside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hwaryong.drawing.pairs import Complex
from hwaryong.media.marks import Mark
from hwaryong.media.stroke import Floats

_BY_A_LINE_PX = 12.0  # a mark this near means the line
_REACH_PART = 0.65  # of the figure's size: how far a step aside is taken along
_TIME_REACH = 6.0  # of these reaches: how far its timing is
_STILL_PART = 0.003  # of the figure's size: a way this long is half between still and moving
_APART = 2.0  # what moves is as far from what is still as this many reaches
_ASIDE_PART = 0.04  # of the figure's size: as likely aside as a whole run later
_SLACK = 1e-6  # so that marks of one place that contradict each other meet in the middle


class Guides:
    """How marks with a path guide the samples of two keys, `first` and `last` (n,) px.

    What a mark is off from where its sample would stand is a matter of timing as far as the sample's way
    leads there, and a step aside for the rest; both are alike for samples that lie together in both keys,
    the step for those that move or are still alike. They are the means of a Gaussian process given the marks
    (kriging; Rasmussen, Williams 2006, "Gaussian Processes for Machine Learning", 2.2) with a Matérn 3/2
    covariance over both keys, so several marks blend, and each mark's point stands where its path says.
    """

    def __init__(self, first: Complex, last: Complex, marks: Sequence[Mark]) -> None:
        self.pins = [_pin(first, mark) for mark in marks if mark.joins and mark.path]
        self.size_px = max(float(np.hypot(np.ptp(first.real), np.ptp(first.imag))), 1e-9)
        self.index = np.array([index for index, _, _ in self.pins], np.int64)
        moves = np.abs(last - first) / self.size_px
        moves /= moves + _STILL_PART
        square = [
            np.abs(feature[:, None] - feature[self.index]) ** 2
            for feature in (first / self.size_px, last / self.size_px, moves)
        ]
        apart = np.sqrt((square[0] + square[1]) / 2) / _REACH_PART
        self.alike = _matern(np.hypot(apart, _APART * np.sqrt(square[2])))  # (n, pins)
        self.in_time = _matern(apart / _TIME_REACH)

    def __bool__(self) -> bool:
        return bool(self.pins)

    def times(self, t: float, points: Complex, speed: Complex) -> Floats:
        """(n,) how far on their way, 0–1, samples are that stand at `points` at t, of `speed` px a run."""
        off, fast = self._off(t, points) / self.size_px, speed[self.index] / self.size_px
        alike, count = self.alike[self.index], len(self.pins)
        both = np.stack([fast.real, fast.imag])
        covariance = np.einsum("ai,bj,ij->aibj", both, both, self.in_time[self.index])
        covariance += _ASIDE_PART**2 * np.einsum("ab,ij->aibj", np.eye(2), alike)
        covariance = covariance.reshape(2 * count, 2 * count) + _SLACK * np.eye(2 * count)
        told = np.linalg.solve(covariance, np.concatenate([off.real, off.imag])).reshape(2, count)
        return np.asarray(np.clip(t + self.in_time @ (both * told).sum(axis=0), 0, 1), np.float64)

    def offsets(self, t: float, points: Complex) -> Complex:
        """(n,) px by which samples at `points` step aside, so that marks stand at t where they should."""
        alike = self.alike[self.index] + _SLACK * np.eye(len(self.pins))
        return np.asarray(self.alike @ np.linalg.solve(alike, self._off(t, points)), np.complex128)

    def _off(self, t: float, points: Complex) -> Complex:
        """(pins,) px from where their samples are to where they should be."""
        return np.array([mark.at(t) + off - points[index] for index, mark, off in self.pins])


def _matern(apart: Floats) -> Floats:
    """The covariance, 1 at no distance."""
    far = np.sqrt(3) * apart
    return np.asarray((1 + far) * np.exp(-far), np.float64)


def _pin(first: Complex, mark: Mark) -> tuple[int, Mark, complex]:
    """The sample nearest to a mark, and how far it keeps from it: a mark by a line means the line."""
    assert mark.first is not None
    off = first - complex(*mark.first)
    index = int(np.abs(off).argmin())
    return index, mark, complex(off[index]) if abs(off[index]) > _BY_A_LINE_PX else 0j
