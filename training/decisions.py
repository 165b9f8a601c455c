"""Fits the weights of decisions: `python -m training.decisions` writes hwaryong/story/decisions.json.

A conditional logit (McFadden 1974) on the canon decisions of bench/decisions: what characters of books in the
public domain decided, between options and with sheets that we wrote. The weights are the most probable ones
under a normal prior around `PRIOR` of precision `STRENGTH` (a ridge); no reason weighs less than `LEAST`.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from hwaryong.media.cast import Cast
from hwaryong.media.situation import Situation, Step
from hwaryong.story.appraisal import KINDS, appraise
from hwaryong.story.mind import lacking, mind
from hwaryong.story.utility import FITTED

CANON = Path(__file__).parent.parent / "bench" / "decisions"
PRIOR, STRENGTH = 1.0, 1.0  # what a reason weighs before anything is known, and how firmly
LEAST = 0.1  # a reason that the canon does not bear out still counts a little
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """A canon decision: the work, its cast and step, what weighs with each option, and which was taken."""

    work: str
    name: str
    cast: Cast
    step: Step
    rows: Floats
    possible: NDArray[np.bool_]
    taken: int


def canon(folder: Path = CANON) -> list[Choice]:
    """All canon decisions, by work and number."""
    choices = []
    for cast_file in sorted(folder.glob("*/cast.toml")):
        work = cast_file.parent
        cast, answers = Cast.read(cast_file), tomllib.loads((work / "answers.toml").read_text("utf-8"))
        for file in sorted(work.glob("[0-9]*.toml")):
            step = Situation.read(file).first
            ids = [option.id for option in step.option]
            rows, possible = features(cast, step)
            choices.append(
                Choice(work.name, file.stem, cast, step, rows, possible, ids.index(answers[file.stem]))
            )
    return choices


def features(cast: Cast, step: Step) -> tuple[Floats, NDArray[np.bool_]]:
    """What weighs with each option (options × kinds, summed amounts), and which are possible."""
    held = mind(cast, cast.character(step.who), step.when)
    rows = np.zeros((len(step.option), len(KINDS)))
    for number, option in enumerate(step.option):
        for reason in appraise(cast, held, step, option):
            rows[number, KINDS.index(reason.kind)] += reason.amount
    return rows, np.array([not lacking(held, option) for option in step.option])


def likely(weights: Floats, rows: Floats, possible: NDArray[np.bool_]) -> Floats:
    """The probabilities of the options."""
    utility = np.where(possible, rows @ weights, -np.inf)
    raised = np.exp(utility - utility.max())
    return np.asarray(raised / raised.sum(), np.float64)


def fit(
    rows: Sequence[Floats],
    possible: Sequence[NDArray[np.bool_]],
    taken: Sequence[int],
    *,
    prior: float = PRIOR,
    strength: float = STRENGTH,
    least: float | None = LEAST,
) -> Floats:
    """The most probable weights of the columns, each at least `least`."""
    most = max(map(len, rows))
    x = np.stack([np.pad(one, ((0, most - len(one)), (0, 0))) for one in rows])
    there = np.stack([np.pad(one, (0, most - len(one))) for one in possible])
    each, chosen = np.arange(len(rows)), np.array(taken)

    def loss(weights: Floats) -> tuple[float, Floats]:
        utility = np.where(there, x @ weights, -np.inf)
        peak = utility.max(axis=1, keepdims=True)
        raised = np.exp(utility - peak)
        total = raised.sum(axis=1, keepdims=True)
        surprise = float((np.log(total[:, 0]) + peak[:, 0] - utility[each, chosen]).sum())
        slope = ((raised / total)[:, :, None] * x).sum(axis=(0, 1)) - x[each, chosen].sum(axis=0)
        off = weights - prior
        return surprise + strength / 2 * float(off @ off), slope + strength * off

    start = np.full(x.shape[2], prior)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(least, None)] * len(start))
    return np.asarray(found.x, np.float64)


def fit_choices(choices: Sequence[Choice]) -> Floats:
    """The weights of the kinds of reasons."""
    return fit(*zip(*((one.rows, one.possible, one.taken) for one in choices), strict=True))


def listing(folder: Path = CANON) -> str:
    """The data as `sha256sum` lists it; the SHA-256 of this text stands in the card."""
    files = sorted(
        [*folder.glob("*/cast.toml"), *folder.glob("*/[0-9]*.toml"), *folder.glob("*/answers.toml")]
    )
    rows = (
        (hashlib.sha256(file.read_bytes()).hexdigest(), file.relative_to(folder).as_posix()) for file in files
    )
    return "".join(f"{digest}  {name}\n" for digest, name in rows)


def main() -> None:
    """Fit on all canon decisions, write the weights, and print what the card has to say."""
    choices = canon()
    weights = dict(zip(KINDS, (round(float(one), 3) for one in fit_choices(choices)), strict=True))
    plain = {"decisions": len(choices), "works": len({one.work for one in choices}), "weights": weights}
    FITTED.write_text(json.dumps(plain, indent=1) + "\n", "utf-8")
    print(json.dumps(plain, indent=1))
    print(f"decisions.json {hashlib.sha256(FITTED.read_bytes()).hexdigest()}")
    print(f"listing of the data {hashlib.sha256(listing().encode()).hexdigest()}")


if __name__ == "__main__":
    main()
