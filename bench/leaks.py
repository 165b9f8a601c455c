"""What the canon decisions give away without any sheet: `python -m bench.leaks`.

Each row is a conditional logit on properties of the options alone, held out work by work, so that the
figures say how far length, risk or richness of annotation betray the canon choice; then the agreement of the
second pass with the first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

FOLDER = Path(__file__).parent / "decisions"
VALUES = (
    *("self_direction", "stimulation", "hedonism", "achievement", "power"),
    *("security", "conformity", "tradition", "benevolence", "universalism"),
)
TRAITS = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
REGARD = ("affection", "duty", "power", "trust")
RIDGE = 3.0
Option = dict[str, Any]
Feature = Callable[[Option], list[float]]


@dataclass(frozen=True)
class Decision:
    """A canon decision: its work, its file's stem, its options and the place of the canon one among them."""

    work: str
    file: str
    options: tuple[Option, ...]
    canon: int


def decisions(folder: Path = FOLDER) -> Iterator[Decision]:
    """Every decision with its answer, in the order of the files."""
    for answers in sorted(folder.glob("*/answers.toml")):
        for stem, id in tomllib.loads(answers.read_text("utf-8")).items():
            table = tomllib.loads((answers.parent / f"{stem}.toml").read_text("utf-8"))
            ids = [option["id"] for option in table["option"]]
            yield Decision(answers.parent.name, stem, tuple(table["option"]), ids.index(id))


def _treatments(option: Option) -> list[dict[str, float]]:
    return list(option.get("relations", {}).values())


def _length(option: Option) -> list[float]:
    return [len(option["text"]), len(option["text"].split())]


def _danger(option: Option) -> list[float]:
    return [option["risk"], option["effort"]]


def _richness(option: Option) -> list[float]:
    goals = option.get("goals", {}).values()
    regards = [level for treatment in _treatments(option) for level in treatment.values()]
    return [len(goals), sum(map(abs, goals)), len(regards), sum(map(abs, regards))]


def _values(option: Option) -> list[float]:
    return [option["values"].get(name, 0) for name in VALUES]


def _traits(option: Option) -> list[float]:
    return [option["traits"].get(name, 0) for name in TRAITS]


def _relations(option: Option) -> list[float]:
    return [sum(treatment.get(name, 0) for treatment in _treatments(option)) for name in REGARD]


@cache
def _tags() -> tuple[str, ...]:
    return tuple(sorted({tag for one in decisions() for option in one.options for tag in option["patterns"]}))


def _patterns(option: Option) -> list[float]:
    return [float(tag in option["patterns"]) for tag in _tags()]


def _goals(option: Option) -> list[float]:
    return [sum(option.get("goals", {}).values())]


ROWS: dict[str, tuple[Feature, ...]] = {
    "length of the text": (_length,),
    "risk and effort": (_danger,),
    "richness of annotation": (_richness,),
    "relations": (_relations,),
    "values and traits": (_values, _traits),
    "patterns": (_patterns,),
    "situation only": (_values, _traits, _relations, _danger),
    "situation and sum of goals": (_values, _traits, _relations, _danger, _goals),
    "situation, goals and patterns": (_values, _traits, _relations, _danger, _goals, _patterns),
}


def _fit(seen: Sequence[tuple[NDArray[np.float64], int]]) -> NDArray[np.float64]:
    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = RIDGE * float(weights @ weights) / 2, RIDGE * weights
        for rows, canon in seen:
            scores = rows @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            total -= float(np.log(likely[canon]))
            slope = slope + rows.T @ likely - rows[canon]
        return total, slope

    start = np.zeros(seen[0][0].shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def hits(found: Sequence[Decision], features: Sequence[Feature]) -> NDArray[np.bool_]:
    """Whether each decision's canon option is the likeliest, its work judged by the others' weights."""
    rows = [
        np.array([[x for feature in features for x in feature(option)] for option in one.options])
        for one in found
    ]
    spread = np.vstack(rows).std(axis=0) + 1e-9
    known = [(table / spread, one.canon) for table, one in zip(rows, found, strict=True)]
    right: list[bool] = []
    for work, _ in groupby(one.work for one in found):
        weights = _fit([pair for pair, one in zip(known, found, strict=True) if one.work != work])
        right += [
            int((table @ weights).argmax()) == canon
            for (table, canon), one in zip(known, found, strict=True)
            if one.work == work
        ]
    return np.array(right)


def kappa(pairs: Sequence[tuple[float, float]]) -> float:
    """Cohen's kappa with linear weights (Cohen 1968) of two annotations on an ordered scale."""
    scale = sorted({level for pair in pairs for level in pair})
    counts = np.zeros((len(scale), len(scale)))
    for first, second in pairs:
        counts[scale.index(first), scale.index(second)] += 1
    apart = np.abs(np.subtract.outer(scale, scale))
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(1 - (apart * counts).sum() / (apart * chance).sum())


def agreement(folder: Path = FOLDER) -> dict[str, float]:
    """Kappa of the second pass (`again.toml`) with the first, by field."""
    first = {
        (one.work, one.file, option["id"]): option for one in decisions(folder) for option in one.options
    }
    pairs: dict[str, list[tuple[float, float]]] = {}
    for again in tomllib.loads((folder / "again.toml").read_text("utf-8"))["option"]:
        option = first[again["work"], again["file"], again["id"]]
        for field, names in (("values", VALUES), ("traits", TRAITS)):
            pairs.setdefault(field, []).extend(
                (option[field].get(name, 0), again[field].get(name, 0)) for name in names
            )
        for field in ("risk", "effort"):
            pairs.setdefault(field, []).append((option[field], again[field]))
    return {field: kappa(found) for field, found in pairs.items()}


def main() -> None:
    found = list(decisions())
    chance = float(np.mean([1 / len(one.options) for one in found]))
    print(f"{len(found)} decisions, {len({one.work for one in found})} works, chance {chance:.3f}")
    draws = np.random.default_rng(0)
    for name, features in ROWS.items():
        right = hits(found, features)
        means = [draws.choice(right, len(right)).mean() for _ in range(1000)]
        low, high = np.quantile(means, [0.025, 0.975])
        print(f"{name:30s} {right.mean():.3f}  [{low:.3f}, {high:.3f}]")
    for field, value in agreement().items():
        print(f"second pass, {field:15s} kappa {value:.3f}")


if __name__ == "__main__":
    main()
