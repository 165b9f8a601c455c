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
_RIDGE, _BLUR = 0.03, 0.1
Floats = NDArray[np.float64]


def told(triplet: Triplet) -> tuple[list[float], float]:
    """What `trusted` looks at, and F of the drawing from the first key at the best of times."""
    onward, back = (Tween(match.pairs) for match in matched_both(triplet.first, triplet.last))
    best = max(f_score(_lines(triplet.first, onward, t), triplet.lines[1]) for t in TIMES)
    return list(signals(onward, back)), best


def _lines(paper: Drawing, tween: Tween, t: float) -> Lines:
    drawn = [Stroke(pair.id, points) for pair, points in zip(tween.pairs, tween.at(t)[0], strict=True)]
    return Lines.of(Drawing(paper.width_px, paper.height_px, tuple(drawn)))


def fitted(rows: Floats, f: Floats) -> Floats:
    """Constant and weights of the log-odds of a wreck: logistic regression with a small ridge.

    A drawing whose F is near `WRECK` counts as half a wreck, so that chance decides less.
    """
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    scaled = np.column_stack([np.ones(len(rows)), (rows - middle) / spread])
    wreck = 1 / (1 + np.exp((f - WRECK) / _BLUR))

    def loss(weights: Floats) -> float:
        odds = scaled @ weights
        return float((np.logaddexp(0, odds) - wreck * odds).mean() + _RIDGE * (weights[1:] ** 2).sum())

    weights = np.asarray(minimize(loss, np.zeros(scaled.shape[1])).x, np.float64)
    return np.concatenate([[weights[0] - (weights[1:] * middle / spread).sum()], weights[1:] / spread])


def report(clips: list[str], rows: Floats, f: Floats) -> Iterator[str]:
    """The coefficients, and what thresholds would flag, each clip, or character, judged without it."""
    wreck = f < WRECK
    yield f"{len(rows)} drawings, {wreck.sum()} wrecks"
    yield "constant and weights of the signals: " + ", ".join(f"{w:.2f}" for w in fitted(rows, f))
    for what, lots in (("clip", clips), ("character", [clip.split("/")[0] for clip in clips])):
        odds = np.zeros(len(rows))
        for lot in set(lots):
            own = np.array([one == lot for one in lots])
            weights = fitted(rows[~own], f[~own])
            odds[own] = weights[0] + rows[own] @ weights[1:]
        yield f"without their {what}, area under the curve {_area(odds, wreck):.3f}:"
        for limit in np.quantile(odds[wreck], 1 - np.array(SHARES)):
            yield (
                f"  unsure below {1 / (1 + np.exp(limit)):.3f}: {(odds[wreck] >= limit).mean():.0%} of the "
                f"wrecks, {(odds[~wreck] >= limit).mean():.0%} of the good ones"
            )


def _area(odds: Floats, wreck: NDArray[np.bool_]) -> float:
    """The chance that a wreck has the higher odds of being one than a good drawing."""
    return float((odds[wreck][:, None] > odds[~wreck]).mean())


def main(rigs: Path, drawings: Path | None = None, count: int = COUNT) -> None:
    """Draw, look, fit, print."""
    back = (replace(one, first=one.last, last=one.first) for one in triplets(drawings)) if drawings else ()
    lot = [*back, *characters(rigs, count, SEED)]
    found = [told(triplet) for triplet in lot]
    rows, f = np.array([row for row, _ in found]), np.array([best for _, best in found])
    for line in report([triplet.clip for triplet in lot], rows, f):
        print(line)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
