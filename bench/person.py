"""A person who corrects an in-between with at most three marks, acted by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.skeletons import Lines, f_score
from bench.triplets import Triplet, Way
from hwaryong.drawing.inbetween import inbetween
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Mark, Marks

MOST = 3
_ROUND = 1 / 18  # of the paper's side: what is looked at around a point
_WORST_PX = 20.0  # further off is as bad


@dataclass(frozen=True)
class Corrected:
    """The drawing half way with the `marks` that were kept."""

    drawing: Drawing
    marks: tuple[Mark, ...]


def corrected(triplet: Triplet, draft: Drawing) -> Corrected:
    """Put marks where the draft is furthest off, one after the other; three are tried.

    Each mark takes a point that both keys and the truth show (`triplet.ways`), from the first key through
    the truth to the last. It goes where the truth's lines around the point are furthest, on average, from
    the drawing. A mark that makes the drawing worse is taken off again, and its place is left alone.
    """
    truth = triplet.lines[1]
    best, lines = draft, Lines.of(draft)
    kept: tuple[Mark, ...] = ()
    left = list(triplet.ways)
    for _ in range(min(MOST, len(left))):
        way = max(left, key=lambda way: _off(lines, truth, way))
        reach = max(truth.grey.shape) * _ROUND
        left = [other for other in left if np.hypot(*np.subtract(other.truth, way.truth)) > reach]
        marks = (*kept, Mark(first=way.first, last=way.last, path=(way.truth,)))
        drawing = inbetween(triplet.first, triplet.last, Marks(marks), at=[0.5])["0001"]
        assert isinstance(drawing, Drawing)
        now = Lines.of(drawing)
        if f_score(now, truth) > f_score(lines, truth):
            best, lines, kept = drawing, now, marks
        if not left:
            break
    return Corrected(best, kept)


def _off(drawn: Lines, truth: Lines, way: Way) -> float:
    """How far the truth's lines around a point are from the drawing's, px."""
    reach = round(max(truth.grey.shape) * _ROUND)
    x, y = np.rint(way.truth).astype(int)
    around = np.s_[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]
    lines = truth.skeleton[around]
    return float(np.minimum(drawn.away[around][lines], _WORST_PX).mean()) if lines.any() else 0.0


def known(triplets: Sequence[Triplet]) -> list[Triplet]:
    """Those of which points are known in all three drawings."""
    return [triplet for triplet in triplets if triplet.ways]
