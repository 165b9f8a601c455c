"""A person who corrects an in-between with at most three marks, acted by a rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.skeletons import Lines, f_score
from bench.triplets import Triplet, Way
from hwaryong.drawing.inbetween import inbetween
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Mark, Marks

TRIES = (3, 3, 2)  # places that are tried for the first, the second and the third mark
_ROUND = 1 / 36  # of the paper's side: what is looked at around a point
_PART, _ELSEWHERE = 0.12, 0.2  # of the paper's side: what is fixed together, and what is another place
_FOUND_PX, _WORST_PX = 1.5, 10.0  # nearer is right, further off is as bad


@dataclass(frozen=True)
class Corrected:
    """The drawing half way with the `marks` that were kept."""

    drawing: Drawing
    marks: tuple[Mark, ...]


def corrected(triplet: Triplet, draft: Drawing) -> Corrected:
    """Put up to three marks where most is wrong, looking at eight drawings, and keep the best drawing seen.

    Each mark takes a point that both keys and the truth show (`triplet.ways`), from the first key through
    the truth to the last. Of a few places around which most of the truth's lines are missed, far from one
    another, the one that gives the best drawing is kept, even where the drawing gets worse: the next mark may
    hold what this one took along. The person knows the truth and judges by the score itself, so this is what
    marks can do at best.
    """
    truth = triplet.lines[1]
    seen = [(f_score(Lines.of(draft), truth), Corrected(draft, ()))]
    now = seen[0][1]
    for count in TRIES:
        tried = []
        for way in _places(triplet, now, count):
            marks = (*now.marks, Mark(first=way.first, last=way.last, path=(way.truth,)))
            drawing = inbetween(triplet.first, triplet.last, Marks(marks), at=[0.5])["0001"]
            assert isinstance(drawing, Drawing)
            tried.append((f_score(Lines.of(drawing), truth), Corrected(drawing, marks)))
        if not tried:
            break
        now = max(tried, key=lambda one: one[0])[1]
        seen += tried
    return max(seen, key=lambda one: one[0])[1]


def _places(triplet: Triplet, now: Corrected, count: int) -> list[Way]:
    """At most `count` points around which most is off, away from one another and from the marks."""
    truth, drawn = triplet.lines[1], Lines.of(now.drawing)
    side = max(truth.grey.shape)
    at = np.array([way.truth for way in triplet.ways])
    apart = np.hypot(*(at[:, None] - at).transpose(2, 0, 1)) / side
    off = np.exp(-((apart / _PART) ** 2)) @ np.array([_off(drawn, truth, spot) for spot in at])
    other = 1 - np.exp(-((apart / _ELSEWHERE) ** 2))
    for mark in now.marks:
        off = off * other[np.flatnonzero((at == mark.path[0]).all(axis=1))[0]]
    places: list[Way] = []
    while len(places) < count and off.max() > 0:
        worst = int(off.argmax())
        places.append(triplet.ways[worst])
        off = off * other[worst]
    return places


def _off(drawn: Lines, truth: Lines, spot: NDArray[np.float64]) -> float:
    """How far the truth's lines around a point are from the drawing's, px more than what counts as right."""
    reach = round(max(truth.grey.shape) * _ROUND)
    x, y = np.rint(spot).astype(int)
    around = np.s_[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]
    lines = truth.skeleton[around]
    missed = np.clip(drawn.away[around][lines] - _FOUND_PX, 0, _WORST_PX)
    return float(missed.mean()) if lines.any() else 0.0
