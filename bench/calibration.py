"""Fits the confidence of in-betweens: `python -m bench.calibration RIGS [DRAWINGS]` prints the coefficients.

RIGS is a folder of rigged characters (.glb), DRAWINGS one of numbered drawings, whose triplets are taken from
the last to the first, as the bench takes them the other way. What is printed goes into
`hwaryong/drawing/confidence.py`; `bench drawing` measures it on other poses.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.inbetweens import TIMES, WRECK
from bench.skeletons import Lines, f_score
from bench.triplets import Triplet, characters, triplets
from hwaryong.drawing.confidence import signals
from hwaryong.drawing.matched import matched_both
from hwaryong.drawing.tween import Tween
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Stroke

COUNT, SEED = 150, 4242  # other poses than the bench's
SHARES = (0.95, 0.9, 0.85, 0.8)  # of the wrecks that a threshold flags
_RIDGE = 0.03
Floats = NDArray[np.float64]


def told(triplet: Triplet) -> tuple[list[float], bool]:
    """What `trusted` looks at, and whether the drawing from the first key is a wreck at the best of times."""
    onward, back = (Tween(match.pairs) for match in matched_both(triplet.first, triplet.last))
    best = max(f_score(_lines(triplet.first, onward, t), triplet.lines[1]) for t in TIMES)
    longer_px = max(triplet.first.width_px, triplet.first.height_px)
    return list(signals(onward, back, longer_px)), best < WRECK


def _lines(paper: Drawing, tween: Tween, t: float) -> Lines:
    drawn = [Stroke(pair.id, points) for pair, points in zip(tween.pairs, tween.at(t)[0], strict=True)]
    return Lines.of(Drawing(paper.width_px, paper.height_px, tuple(drawn)))


def fitted(rows: Floats, wreck: NDArray[np.bool_]) -> Floats:
    """Constant and weights of the log-odds of a wreck: logistic regression with a small ridge."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    scaled = np.column_stack([np.ones(len(rows)), (rows - middle) / spread])
    side = np.where(wreck, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        return float(np.logaddexp(0, -side * (scaled @ weights)).mean() + _RIDGE * (weights[1:] ** 2).sum())

    weights = np.asarray(minimize(loss, np.zeros(scaled.shape[1])).x, np.float64)
    return np.concatenate([[weights[0] - (weights[1:] * middle / spread).sum()], weights[1:] / spread])


def report(clips: list[str], rows: Floats, wreck: NDArray[np.bool_]) -> Iterator[str]:
    """The coefficients, and what thresholds would flag, each clip judged by a fit without it."""
    yield f"{len(rows)} drawings, {wreck.sum()} wrecks"
    yield "constant and weights of the signals: " + ", ".join(f"{w:.2f}" for w in fitted(rows, wreck))
    odds = np.zeros(len(rows))
    for clip in set(clips):
        own = np.array([one == clip for one in clips])
        weights = fitted(rows[~own], wreck[~own])
        odds[own] = weights[0] + rows[own] @ weights[1:]
    for limit in np.quantile(odds[wreck], 1 - np.array(SHARES)):
        yield (
            f"unsure below {1 / (1 + np.exp(limit)):.2f}: {(odds[wreck] >= limit).mean():.0%} of the wrecks, "
            f"{(odds[~wreck] >= limit).mean():.0%} of the good ones"
        )


def main(rigs: Path, drawings: Path | None = None, count: int = COUNT) -> None:
    """Draw, look, fit, print."""
    back = (replace(one, first=one.last, last=one.first) for one in triplets(drawings)) if drawings else ()
    lot = [*back, *characters(rigs, count, SEED)]
    found = [told(triplet) for triplet in lot]
    rows, wreck = np.array([row for row, _ in found]), np.array([bad for _, bad in found])
    for line in report([triplet.clip for triplet in lot], rows, wreck):
        print(line)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
