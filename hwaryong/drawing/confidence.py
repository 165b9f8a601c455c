"""How far an in-between of matched lines can be trusted, and why not."""

from __future__ import annotations

import math

import numpy as np
from scipy.spatial import cKDTree

from hwaryong.drawing.matched import Match
from hwaryong.drawing.pairs import Complex, plane, steady
from hwaryong.drawing.tween import Tween
from hwaryong.media.stroke import Floats

UNSURE = 0.78  # a drawing with less confidence is flagged for a person
# Log-odds that F is below 0.4: a logistic regression on 158 drawings between keys whose true middle is
# known, rigged figures and hand drawings; docs/drawing.md tells how well it does on others.
_ALWAYS, _WEIGHTS = 7.05, (0.77, -3.62)
_EARLY, _HALF, _LATE = 0.35, 0.5, 0.65
_STAYS_PART = 1 / 75  # of the figure's size: what moves less in between stays in its place
_SAME_PART = 2e-4  # of the figure's size: nearer lines are as good as the same
_DENSE = 4  # spots for each sample of a line
_MARKED = 1.5  # marks of a person take this from the log-odds
_OTHER = 0.3  # of the ink without partner, there and here: the keys may be two drawings
_APART, _STAYING = 0.012, 0.75  # of the figure's size, of the lines: beyond these it is told as a reason
_REASONS = (
    ("lost", 0.10, "of the first key's lines find no partner in the other"),
    ("new", 0.10, "of the other key's lines find no partner in the first"),
    ("misfit", 0.25, "of what surrounds the lines looks different in the two keys"),
    ("stretch", 0.20, "is how much lines are stretched or pressed together"),
)


def signals(onward: Tween, back: Tween) -> tuple[float, float]:
    """What the confidence looks at: how far apart both keys would draw, and how much stays in its place.

    The first is the log of the mean way from the lines of a drawing half way, made of the first key's lines,
    to those of one made of the last key's, and back, as a part of the figure's size. The second is the share
    of the lines (0–1) that lie in the same place a little earlier and a little later, but for the movement
    that the drawing makes as a whole: two keys do not tell the spacing of the rest.
    """
    size_px = max(float(np.hypot(np.ptp(onward.first.real), np.ptp(onward.first.imag))), 1e-9)
    apart = np.concatenate(_ways(_spots(onward, _HALF), _spots(back, 1 - _HALF))).mean() / size_px
    turn, shift = steady(onward.first, onward.last)
    early, late = (_taken_back(_spots(onward, t), t, turn, shift) for t in (_EARLY, _LATE))
    here, there = (float((ways <= _STAYS_PART * size_px).mean()) for ways in _ways(early, late))
    return math.log(apart + _SAME_PART), 2 * here * there / max(here + there, 1e-9)


def trusted(match: Match, onward: Tween, back: Tween, *, marked: bool) -> tuple[float, list[str]]:
    """Confidence 0–1 that an in-between is no wreck, and the reasons where it is below `UNSURE`."""
    apart, stays = signals(onward, back)
    odds = _ALWAYS + _WEIGHTS[0] * apart + _WEIGHTS[1] * stays - _MARKED * marked
    confidence = round(1 / (1 + math.exp(odds)), 3)
    if confidence >= UNSURE:
        return confidence, []
    reasons = ["the keys look like two different drawings"] if min(match.lost, match.new) > _OTHER else []
    if stays < _STAYING:
        moving = "of the lines move far by themselves: two keys do not tell their spacing, give a key between"
        reasons.append(f"{1 - stays:.0%} {moving}")
    if math.exp(apart) > _APART:
        off = "of the figure's size is how far off lines come to lie when they are drawn from the last key"
        reasons.append(f"{math.exp(apart):.1%} {off}")
    causes = [(getattr(match, name), limit, what) for name, limit, what in _REASONS]
    reasons += [f"{value:.0%} {what}" for value, limit, what in causes if value > limit]
    return confidence, reasons or ["the keys are far apart for lines so unlike: add marks or a key"]


def _spots(tween: Tween, t: float) -> Complex:
    """(n,) px: places along the ink at t, evenly dense."""
    at = np.linspace(0, 1, _DENSE, endpoint=False)
    drawn = zip(tween.pairs, tween.at(t)[0], strict=True)
    lines = [plane(points) for pair, points in drawn if pair.kind == "ink" and not pair.paints[0]]
    return np.concatenate([(line[:-1, None] + np.diff(line)[:, None] * at).ravel() for line in lines])


def _taken_back(spots: Complex, t: float, turn: complex, shift: complex) -> Complex:
    """Where spots were at t = 0 if they only moved as all do: on the spiral of z → turn·z + shift."""
    grown = turn**t
    part = (1 - grown) / (1 - turn) if abs(1 - turn) > 1e-6 else t
    return np.asarray((spots - part * shift) / grown, np.complex128)


def _ways(a: Complex, b: Complex) -> tuple[Floats, Floats]:
    """(n,), (m,) px: from each spot of either to the nearest of the other."""
    here, there = (np.column_stack([spots.real, spots.imag]) for spots in (a, b))
    return np.asarray(cKDTree(there).query(here)[0]), np.asarray(cKDTree(here).query(there)[0])
