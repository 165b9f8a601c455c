"""Learns who speaks: `python -m training.speakers LITBANK` writes hwaryong/story/speakers.json.

LITBANK is the folder with LitBank's `quotations` and `coref`. Each excerpt counts as running text and under
several imagined paragraphings. The trees of each pass learn from what the pass before says of books that it
did not see (out of fold), so the talk that they see is predicted, as it is when they are used. LightGBM
grows the trees for a softmax over each quotation's candidates; one thread, fixed seeds: the same files give
the same bytes. The hash of the listing of files, for the card, is printed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from hwaryong.story.evidence import TALK, TEXT, Belief, Floats, candidates, text_rows
from hwaryong.story.prose import Prose
from hwaryong.story.speakers import MODEL, Model, believed, pooled, surroundings, with_talk
from hwaryong.story.tags import Surroundings
from hwaryong.story.trees import Trees
from training.litbank import Book, books, entities, files, gold_quotations
from training.paragraphs import imagined

PASSES, FOLDS, ROUNDS, COPIES = 3, 4, 250, 2
SETTINGS = {
    "num_leaves": 8, "learning_rate": 0.06, "min_data_in_leaf": 25, "min_sum_hessian_in_leaf": 1.0,
    "lambda_l2": 5.0, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1,
    "num_threads": 1, "deterministic": True, "force_row_wise": True, "verbosity": -1,
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One excerpt in one paragraphing: candidates, rows and right answers by quotation."""

    book: str
    around: Surroundings
    speakers: list[str | None]
    who: dict[int, str]
    numbers: list[list[int]]
    rows: list[Floats]

    @classmethod
    def of(cls, book: str, around: Surroundings, speakers: list[str | None], who: dict[int, str]) -> Sample:
        numbers = [candidates(around, i) for i in range(len(around.quotes))]
        rows = [text_rows(around, i, own) for i, own in enumerate(numbers)]
        return cls(book, around, speakers, who, numbers, rows)

    def right(self, i: int) -> NDArray[np.float64]:
        """1 for each candidate that is the gold speaker of quotation i."""
        return np.array([float(self.who.get(n) == self.speakers[i]) for n in self.numbers[i]])


def samples(book: Book, copies: int = COPIES) -> list[Sample]:
    """An excerpt as running text, and `copies` times with imagined paragraphs; its characters are found."""
    prose = Prose(book.text, laid_out=False)
    around = surroundings(prose, gold_quotations(book, prose))
    speakers: list[str | None] = [speaker for _, _, speaker in book.quotes]
    who = entities(book, prose, around.people)
    result = [Sample.of(book.name, around, speakers, who)]
    for seed in range(copies):
        set_out = Prose(book.text, given=imagined(around, speakers, who, seed))
        again = surroundings(set_out, gold_quotations(book, set_out))
        result.append(Sample.of(book.name, again, speakers, entities(book, set_out, again.people)))
    return result


def folds(names: Sequence[str], sizes: Sequence[int], count: int) -> dict[str, int]:
    """Books dealt to folds by size, there and back, so that the folds are about equal."""
    order = sorted(range(len(names)), key=lambda i: (-sizes[i], names[i]))
    return {
        names[i]: rank % count if rank // count % 2 == 0 else count - 1 - rank % count
        for rank, i in enumerate(order)
    }  # fmt: skip


def grow(rows: Sequence[Floats], right: Sequence[NDArray[np.float64]]) -> list[list[Any]]:
    """Trees whose sums, under a softmax over each quotation's candidates, make the right ones likely."""
    kept = [i for i in range(len(rows)) if len(rows[i]) > 1 and right[i].any()]
    table, answers = np.concatenate([rows[i] for i in kept]), np.concatenate([right[i] for i in kept])
    data = lightgbm.Dataset(table, label=answers)
    settings = SETTINGS | {"objective": _softmax([len(rows[i]) for i in kept], answers)}
    booster = lightgbm.train(settings, data, num_boost_round=ROUNDS)
    return [_nested(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]


def _softmax(sizes: list[int], answers: NDArray[np.float64]) -> Callable[..., tuple[Floats, Floats]]:
    """Gradient and curvature of -log of the sum of the right candidates' probabilities."""
    first = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    group = np.repeat(np.arange(len(sizes)), sizes)

    def gradient(scores: Floats, _: lightgbm.Dataset) -> tuple[Floats, Floats]:
        weights = np.exp(scores - np.maximum.reduceat(scores, first)[group])
        likely = weights / np.add.reduceat(weights, first)[group]
        wanted = weights * answers
        wanted /= np.add.reduceat(wanted, first)[group]
        return likely - wanted, np.maximum(likely * (1 - likely), 1e-3)

    return gradient


def _nested(node: dict[str, Any]) -> list[Any]:
    """LightGBM's tree in the form that `Trees.read` reads; a value is rounded to 6 digits."""
    if "leaf_value" in node:
        return [round(node["leaf_value"], 6)]
    missing = node["default_left"] if node["missing_type"] == "NaN" else node["threshold"] >= 0
    return [
        node["split_feature"], node["threshold"], int(missing),
        _nested(node["left_child"]), _nested(node["right_child"]),
    ]  # fmt: skip


def learn(given: Sequence[Sample]) -> tuple[list[list[list[Any]]], list[list[Belief]]]:
    """The trees of each pass, and what they hold of each sample's quotations when its book is left out."""
    names = list(dict.fromkeys(sample.book for sample in given))
    sizes = {sample.book: len(sample.rows) for sample in given}
    fold = folds(names, [sizes[name] for name in names], FOLDS)
    right = [[sample.right(i) for i in range(len(sample.rows))] for sample in given]
    beliefs: list[list[Belief]] = []
    passes = []
    for number in range(PASSES):
        rows = [
            with_talk(sample.around, sample.numbers, sample.rows, beliefs[k]) if number else sample.rows
            for k, sample in enumerate(given)
        ]
        found: list[list[Belief]] = [[]] * len(given)
        for left_out in range(FOLDS):
            seen = [k for k, sample in enumerate(given) if fold[sample.book] != left_out]
            trees = Trees.read(grow([r for k in seen for r in rows[k]], [a for k in seen for a in right[k]]))
            for k, sample in enumerate(given):
                if fold[sample.book] == left_out:
                    found[k] = list(believed(trees, sample.numbers, rows[k]))
        passes.append(grow([r for own in rows for r in own], [a for own in right for a in own]))
        beliefs = found
    return passes, [list(pooled(s.around, own)) for s, own in zip(given, beliefs, strict=True)]


def calibration(given: Sequence[Sample], beliefs: Sequence[Sequence[Belief]]) -> list[list[float]]:
    """Rising probabilities and the share of right answers at each, by isotonic regression."""
    sure, hits = [], []
    for sample, own in zip(given, beliefs, strict=True):
        for speaker, belief in zip(sample.speakers, own, strict=True):
            if belief:
                best = max(belief, key=lambda number: belief[number])
                sure.append(belief[best])
                hits.append(float(sample.who.get(best) == speaker))
    fitted = IsotonicRegression(out_of_bounds="clip").fit(sure, hits)
    points = np.linspace(0.1, 1.0, 19)
    smooth = fitted.predict(points)
    return [[round(float(point), 3) for point in points], [round(float(value), 3) for value in smooth]]


def document(passes: list[list[list[Any]]], calibrated: list[list[float]]) -> str:
    """The model as JSON."""
    plain = {"features": [*TEXT, *TALK], "calibration": calibrated, "passes": passes}
    return json.dumps(plain, separators=(",", ":")) + "\n"


def fitted(given: Sequence[Sample]) -> tuple[Model, str]:
    """A model that learned from the samples, and its document."""
    passes, beliefs = learn(given)
    text = document(passes, calibration(given, beliefs))
    return Model.read(text), text


def main(folder: Path) -> None:
    """Learn from all books, write the model, print the SHA-256 of the listing of files and of the model."""
    text = fitted([sample for book in books(folder) for sample in samples(book)])[1]
    MODEL.write_text(text, "utf-8")
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(folder)}" for f in files(folder)]
    listing = "\n".join(lines) + "\n"
    print(f"{hashlib.sha256(listing.encode()).hexdigest()}  the listing of {len(lines)} files")
    print(f"{hashlib.sha256(text.encode()).hexdigest()}  {MODEL.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
