"""Cubic Bézier curves along a line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from hwaryong.media.stroke import Floats, directions

_CORNER_COS = np.cos(np.radians(25))  # of the turn between two steps from which on curves do not go on
_TANGENT = 3  # samples from an end, that tell its direction
_ROUNDS = 4  # of placing the samples along the curve anew


def cubics(line: Floats, within_px: float) -> list[Floats]:
    """(n, 2) px about 1 px apart → (4, 2) control points of curves one after the other, that keep the line.

    After Schneider (1990, An algorithm for automatically fitting digitized curves): one curve by least
    squares; where it misses a sample by more than `within_px`, two. Corners stay corners.
    """
    if len(line) < 2:
        return []
    steps = directions(line)
    turns = np.einsum("ij,ij->i", steps[:-1], steps[1:])
    corners = [0, *(np.flatnonzero(turns < _CORNER_COS) + 1).tolist(), len(line) - 1]
    curves: list[Floats] = []
    for a, b in pairwise(corners):
        run = line[a : b + 1]
        tip = min(_TANGENT, len(run) - 1)
        curves += _fitted(run, _unit(run[tip] - run[0]), _unit(run[-1 - tip] - run[-1]), within_px)
    return curves


def _fitted(run: Floats, out: Floats, back: Floats, within_px: float) -> list[Floats]:
    """Curves along a run without corners that leaves its first sample `out`, and its last one `back`."""
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(run, axis=0).T))])
    u = arc / max(float(arc[-1]), 1e-9)
    for _ in range(_ROUNDS):
        curve = _least_squares(run, u, out, back)
        off = np.hypot(*(_at(curve, u) - run).T)
        if off.max() <= within_px:
            return [curve]
        u = _placed(curve, run, u)
    if len(run) < 4:
        return [np.linspace(a, b, 4) for a, b in pairwise(run)]
    cut = int(np.clip(off.argmax(), 1, len(run) - 2))
    way = _unit(run[min(cut + _TANGENT, len(run) - 1)] - run[max(cut - _TANGENT, 0)])
    return _fitted(run[: cut + 1], out, -way, within_px) + _fitted(run[cut:], way, back, within_px)


def _least_squares(run: Floats, u: Floats, out: Floats, back: Floats) -> Floats:
    """The curve whose handles point `out` and `back`, as long as lets it pass the samples best."""
    first, last = run[0], run[-1]
    b0, b1, b2, b3 = (1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u), u**3
    rest = run - np.outer(b0 + b1, first) - np.outer(b2 + b3, last)
    ways = np.stack([np.outer(b1, out).ravel(), np.outer(b2, back).ravel()], axis=1)
    chord = float(np.hypot(*(last - first)))
    size = np.linalg.lstsq(ways, rest.ravel(), rcond=None)[0] if len(run) > 2 else np.zeros(2)
    size = np.where((size > 1e-3 * chord) & (size < 3 * chord + 1), size, chord / 3)
    return np.array([first, first + out * size[0], last + back * size[1], last])


def _placed(curve: Floats, run: Floats, u: Floats) -> Floats:
    """Places along the curve nearer to the samples: a step of Newton's."""
    d1, d2 = np.diff(curve, axis=0) * 3, np.diff(curve, 2, axis=0) * 6
    v = u[:, None]
    off = _at(curve, u) - run
    slope = (1 - v) ** 2 * d1[0] + 2 * v * (1 - v) * d1[1] + v**2 * d1[2]
    bend = (1 - v) * d2[0] + v * d2[1]
    down = (slope**2).sum(axis=1) + (off * bend).sum(axis=1)
    step = (off * slope).sum(axis=1) / np.where(np.abs(down) > 1e-9, down, 1.0)
    return np.asarray(np.clip(np.where(down > 1e-9, u - step, u), 0, 1), np.float64)


def _at(curve: Floats, u: Floats) -> Floats:
    v = u[:, None]
    weights = np.hstack([(1 - v) ** 3, 3 * v * (1 - v) ** 2, 3 * v**2 * (1 - v), v**3])
    return np.asarray(weights @ curve, np.float64)


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.hypot(*vector)), 1e-9), np.float64)
