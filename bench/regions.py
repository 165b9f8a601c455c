"""The weights by which regions are matched (`hwaryong.drawing.matching`), fitted on made-up figures.

`python -m bench.regions` prints them; about 50 minutes of one core. Each drawing is looked for in the one
before it, in the one before that and in the first of its shot, all in their true colours; what is made
likely is the true colour of each region, whichever region it is taken from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from bench import puppets
from bench.paints import GAP_PX, LEAST_PX, _truth
from hwaryong.drawing.cel import Cel
from hwaryong.drawing.graph import Graph, Ints
from hwaryong.drawing.matching import Regions, alike, beside, chances
from hwaryong.drawing.model import read
from hwaryong.media.stroke import Floats

SEEDS = (*range(10, 16), *range(20, 26))
_COLUMNS = len(puppets.NAMES) + 1
_BY_CHANCE = 0.01  # what a region that is none of the painted ones gives to any colour
_STIFF = 1e-4  # weight of the squared weights


@dataclass(frozen=True)
class Case:
    """One drawing (b) looked for in a painted one (a), and its true colours; slivers have −1."""

    a: Graph
    b: Graph
    colours: Floats
    features: Floats
    truth: Ints


def cases(seed: int) -> Iterator[Case]:
    """All pairs of one shot."""
    shot: list[tuple[Regions, Floats]] = []
    for number, sheet in enumerate(puppets.shot(seed)):
        here = Regions(Cel.of(sheet.lines, GAP_PX).graph)
        truth, area = _truth(here.graph, sheet)
        for other in sorted({number - 1, number - 2, 0} & set(range(number))):
            there, colours = shot[other]
            features = alike(here, there)
            shown = np.where(area >= LEAST_PX, truth, -1)
            yield Case(there.graph, here.graph, colours, features, shown)
        if number == 0:  # as a person hands it in
            painted = read(sheet.painted(), puppets.PALETTE)
            shot.append((painted.regions, painted.colours))
        else:
            shot.append((here, np.eye(_COLUMNS)[truth]))


def fitted(features: list[Floats], of: list[Case]) -> Floats:
    """The weights of the features (n, m, k), and of being none of the painted regions."""
    rows, good, starts = [], [], []
    at = 0
    for feature, case in zip(features, of, strict=True):
        count = feature.shape[1] + 1
        for row in np.flatnonzero(case.truth >= 0):
            one = np.zeros((count, feature.shape[2] + 1))
            one[:-1, :-1], one[-1, -1] = feature[row], 1
            rows.append(one)
            good.append(np.append(case.colours[:, case.truth[row]], _BY_CHANCE))
            starts.append(at)
            at += count
    x, right = np.concatenate(rows), np.concatenate(good)
    which = np.repeat(np.arange(len(starts)), np.diff([*starts, at]))

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = x @ weights
        grown = np.exp(odds - np.maximum.reduceat(odds, starts)[which])
        chance = grown / np.add.reduceat(grown, starts)[which]
        hit = np.add.reduceat(chance * right, starts) + 1e-6
        slope = x.T @ (chance - chance * right / hit[which]) / len(starts)
        return float(-np.log(hit).mean() + _STIFF * weights @ weights), slope + 2 * _STIFF * weights

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x)


def main() -> None:
    """Fit both stages, the second on the beliefs of the first, and print them."""
    of = [case for seed in SEEDS for case in cases(seed)]
    features = [case.features for case in of]
    first = fitted(features, of)
    both = [
        np.concatenate(
            [case.features, beside(case.a, case.b, case.colours, chances(case.features, first))], -1
        )
        for case in of
    ]
    for name, weights in (("_ALIKE", first), ("_BESIDE", fitted(both, of))):
        print(name, np.round(weights, 2).tolist())


if __name__ == "__main__":
    main()
