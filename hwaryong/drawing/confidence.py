"""How far an in-between of matched lines can be trusted, and why not."""

from __future__ import annotations

import math

import numpy as np
from scipy.spatial import cKDTree

from hwaryong.drawing.matched import Match
from hwaryong.drawing.tween import Tween
from hwaryong.media.stroke import Floats

UNSURE = 0.85  # a drawing with less confidence is flagged for a person
# Log-odds that F is below 0.4: a logistic regression on drawings between keys whose true middle is known,
# rigged figures and hand drawings; docs/drawing.md tells how well it does on others.
_ALWAYS, _WEIGHTS = 6.04, (-4.44, -4.31)
_EARLY, _HALF, _LATE = 0.35, 0.5, 0.65
_STEADY_PART, _AGREED_PART = 1 / 90, 1 / 360  # of the paper's longer side: within which two lines are one
_DENSE = 4  # spots for each sample of a line
_MARKED = 1.5  # marks of a person take this from the log-odds
_UNLIKE = 0.25  # of the lines: more is told as a reason
_OTHER = 0.3  # of the ink without partner, there and here: the keys may be of two drawings
_REASONS = (
    ("lost", 0.10, "of the first key's lines find no partner in the other"),
    ("new", 0.10, "of the other key's lines find no partner in the first"),
    ("misfit", 0.25, "of what surrounds the lines looks different in the two keys"),
    ("stretch", 0.20, "is how much lines are stretched or pressed together"),
)


def signals(onward: Tween, back: Tween, longer_px: int) -> tuple[float, float]:
    """What the confidence looks at, shares 0–1 of the lines of a drawing half way.

    How much lies in the same place a little earlier and later: what does not depends on a spacing that two
    keys do not tell. And how much both keys agree on: the drawing from the last key's lines beside that from
    the first one's. `longer_px` is the paper's longer side.
    """
    early, half, late = (_spots(onward, t) for t in (_EARLY, _HALF, _LATE))
    return (
        _shared(early, late, _STEADY_PART * longer_px),
        _shared(half, _spots(back, 1 - _HALF), _AGREED_PART * longer_px),
    )


def trusted(
    match: Match, onward: Tween, back: Tween, longer_px: int, *, marked: bool
) -> tuple[float, list[str]]:
    """Confidence 0–1 that an in-between is no wreck, and the reasons where it is below `UNSURE`."""
    steady, agreed = signals(onward, back, longer_px)
    odds = _ALWAYS + _WEIGHTS[0] * steady + _WEIGHTS[1] * agreed - _MARKED * marked
    confidence = round(1 / (1 + math.exp(odds)), 3)
    if confidence >= UNSURE:
        return confidence, []
    reasons = ["the keys look like two different drawings"] if min(match.lost, match.new) > _OTHER else []
    reasons += [
        f"{1 - share:.0%} of the lines {what}"
        for share, what in (
            (steady, "move far: two keys do not tell their spacing, give a chart, a mark or a key between"),
            (agreed, "come to lie elsewhere when they are drawn from the last key"),
        )
        if share < 1 - _UNLIKE
    ]
    causes = [(getattr(match, name), limit, what) for name, limit, what in _REASONS]
    reasons += [f"{value:.0%} {what}" for value, limit, what in causes if value > limit]
    return confidence, reasons or ["the keys are far apart for lines so unlike: add marks or a key"]


def _spots(tween: Tween, t: float) -> Floats:
    """(n, 2) px: places along the ink at t."""
    at = np.linspace(0, 1, _DENSE, endpoint=False)[:, None]
    lines = [
        points[:, :2]
        for pair, points in zip(tween.pairs, tween.at(t)[0], strict=True)
        if pair.kind == "ink" and not pair.paints[0]
    ]
    return np.concatenate(
        [(xy[:-1, None] + at * np.diff(xy, axis=0)[:, None]).reshape(-1, 2) for xy in lines]
    )


def _shared(a: Floats, b: Floats, reach_px: float) -> float:
    """Harmonic mean of the shares of each that lie within reach of the other."""
    here, there = (
        float(np.isfinite(cKDTree(others).query(spots, distance_upper_bound=reach_px)[0]).mean())
        for spots, others in ((a, b), (b, a))
    )
    return 2 * here * there / max(here + there, 1e-9)
