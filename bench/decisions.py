"""Measures of decisions: canon choices, every work judged by weights that were fitted on the others."""

from __future__ import annotations

import math
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from bench.intervals import SEED, interval, told
from bench.measure import Measure
from hwaryong.media.cast import Cast, Emotion, Entry, Goal, Level, Relation, Trait, Value
from hwaryong.media.decision import Change
from hwaryong.media.situation import Option
from hwaryong.story.decisiontree import node
from hwaryong.story.utility import chances, fitted, likeliest
from training.decisions import Choice, canon, features, fit, fit_choices, likely

Floats = NDArray[np.float64]
REGARDS = ("affection", "duty", "power", "trust")
BINS, OFTEN, DELETED = 10, 8, 3
RIDGES = (
    0.3,
    3.0,
    10.0,
    30.0,
)  # of the situation alone: the best one counts, chosen on the answers themselves


def measures(data: Path | None = None) -> Iterator[Measure]:
    """The lines on decisions, by the canon decisions of the checkout; nothing of `data` is needed."""
    choices = canon()
    judged = Judged(choices)
    yield from _accuracy(judged)
    yield _calibration(judged)
    yield _swapped(judged)
    yield from _stated(choices)


@dataclass
class Judged:
    """All choices with the probabilities that weights of the other works give."""

    choices: list[Choice]

    @cached_property
    def works(self) -> list[str]:
        """The work of each choice."""
        return [one.work for one in self.choices]

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """The weights fitted without a work, by that work."""
        return {
            work: fit_choices([one for one in self.choices if one.work != work])
            for work in dict.fromkeys(self.works)
        }

    @cached_property
    def ours(self) -> list[Floats]:
        """Our probabilities."""
        return [likely(self.weights[one.work], one.rows, one.possible) for one in self.choices]

    def hits(self, found: Sequence[Floats]) -> list[float]:
        """1 where the likeliest option is the one taken; of equals each counts its share."""
        return [_hit(one, row) for one, row in zip(self.choices, found, strict=True)]

    def situation(self, told_of: Callable[[Option], list[float]]) -> list[float]:
        """The hits of a conditional logit that sees the options and no sheet, with its best ridge."""
        rows = [np.array([told_of(option) for option in one.step.option]) for one in self.choices]
        return max((self._without_sheets(rows, ridge) for ridge in RIDGES), key=sum)

    def _without_sheets(self, rows: list[Floats], ridge: float) -> list[float]:
        found: list[Floats] = [np.zeros(0)] * len(rows)
        for work in dict.fromkeys(self.works):
            train = [at for at, name in enumerate(self.works) if name != work]
            weights = fit(
                [rows[at] for at in train], [self.choices[at].possible for at in train],
                [self.choices[at].taken for at in train], prior=0.0, strength=ridge, least=None,
            )  # fmt: skip
            for at, name in enumerate(self.works):
                if name == work:
                    found[at] = likely(weights, rows[at], self.choices[at].possible)
        return self.hits(found)

    @cached_property
    def effects(self) -> list[float]:
        """Hits of the situation alone: all effects of the options, values and traits each on its own."""
        return self.situation(_effects)

    @cached_property
    def everything(self) -> list[float]:
        """Hits of the situation alone with patterns, lengths and counts too: what the writing gives away."""
        counts = Counter(tag for one in self.choices for option in one.step.option for tag in option.patterns)
        tags = [tag for tag, count in sorted(counts.items()) if count >= OFTEN]
        return self.situation(lambda option: _everything(option, tags))


def _hit(one: Choice, row: Floats) -> float:
    best = np.flatnonzero(row >= row.max() - 1e-12)
    return float(one.taken in best) / len(best)


def _effects(option: Option) -> list[float]:
    """An option's effects, whoever should take it."""
    treated = option.relations.values()
    return [
        sum(option.goals.values()), sum(option.beliefs.values()), option.risk, option.effort,
        *(sum(getattr(one, regard) for one in treated) for regard in REGARDS),
        *(option.values.get(key, 0.0) for key in get_args(Value)),
        *(option.traits.get(key, 0.0) for key in get_args(Trait)),
        *(option.emotions.get(key, 0.0) for key in get_args(Emotion)),
    ]  # fmt: skip


def _everything(option: Option, tags: Sequence[str]) -> list[float]:
    """The effects, and all that the way an option is written could give away."""
    tables = (option.goals, option.values, option.traits)
    return [
        *_effects(option), len(option.text) / 50, len(option.patterns), len(option.relations),
        *(len(table) for table in tables), *(sum(map(abs, table.values())) for table in tables),
        sum(one > 0 for one in option.goals.values()), sum(one < 0 for one in option.goals.values()),
        *(float(tag in option.patterns) for tag in tags),
    ]  # fmt: skip


def _accuracy(judged: Judged) -> Iterator[Measure]:
    ours, works = judged.hits(judged.ours), judged.works
    rivals = {
        "chance": [1 / len(one.rows) for one in judged.choices],
        "majority trait": _majority(judged),
        "situation only (effects)": judged.effects,
        "situation only (effects, patterns, lengths, counts)": judged.everything,
    }
    least = interval(ours, works)[1]
    apart = all(least > interval(hits, works)[2] for hits in rivals.values())
    many = Counter(works)
    yield Measure(
        f"decisions: {len(works)} canon choices of {len(many)} works, weights of the other works",
        "above chance, situation only, majority trait; 95% intervals disjoint",
        told(ours, works, 3),
        apart and len(works) >= 200,
        "; ".join(f"{name} {told(hits, works, 3)}" for name, hits in rivals.items()),
    )


def _majority(judged: Judged) -> list[float]:
    """The option that fits best what the sheets of the other works have most of: one trait or value."""
    hits = []
    for one in judged.choices:
        total: Counter[tuple[str, str]] = Counter()
        for cast in {other.work: other.cast for other in judged.choices if other.work != one.work}.values():
            for character in cast.characters:
                total.update({("traits", key): level.value for key, level in character.big_five.items()})
                total.update({("values", key): level.value for key, level in character.values.items()})
        (table, key), level = max(total.items(), key=lambda row: (abs(row[1]), row[0]))
        fits = [getattr(option, table).get(key, 0.0) * math.copysign(1, level) for option in one.step.option]
        hits.append(_hit(one, np.array(fits)))
    return hits


def _calibration(judged: Judged) -> Measure:
    sure = np.array([row.max() for row in judged.ours])
    right = np.array(judged.hits(judged.ours))
    each = np.concatenate(judged.ours)
    taken = np.concatenate([np.arange(len(one.rows)) == one.taken for one in judged.choices])
    top = _ece(sure, right)
    return Measure(
        "decisions: expected calibration error of the likeliest option, ten bins, out of work", "≤ .08",
        f"{top:.3f} (of all options {_ece(each, taken.astype(float)):.3f})", top <= 0.08,
    )  # fmt: skip


def _ece(sure: Floats, right: Floats) -> float:
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(sure[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean()
            for one in np.unique(bins)
        )
    )


def _swapped(judged: Judged) -> Measure:
    """Every decider gets the sheet of another decider of the work; what he needs to know he knows."""
    hits, works = [], []
    for one in judged.choices:
        own = one.cast.character(one.step.who)
        names = {
            other.cast.character(other.step.who).name for other in judged.choices if other.work == one.work
        }
        for name in sorted(names - {own.name}):
            given = one.cast.character(name).model_copy(update={"name": own.name, "aliases": own.aliases})
            rows, _ = features(one.cast.with_character(given), one.step)
            hits.append(_hit(one, likely(judged.weights[one.work], rows, np.ones(len(rows), bool))))
            works.append(one.work)
    alone = interval(judged.effects, judged.works)
    return Measure(
        "decisions: sheets swapped with every other decider of the work", "not above situation only",
        told(hits, works, 3), interval(hits, works)[0] <= alone[0],
        f"situation only (effects) {told(judged.effects, judged.works, 3)}",
    )  # fmt: skip


def _stated(choices: Sequence[Choice]) -> Iterator[Measure]:
    """What is stated, tried on the sheets: written as TOML, read again, decided anew."""
    random_ = random.Random(SEED)
    deleted, flipped, sums, none = [], [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        for one in choices:
            tree = node(one.cast, one.step, fitted())
            sums.append(_adds_up([sum(term.value for term in way.terms) for way in tree.options],
                                 [way.probability for way in tree.options]))  # fmt: skip
            cited = [(at, term) for at, way in enumerate(tree.options) for term in way.terms if term.entries]
            for at, term in random_.sample(cited, min(DELETED, len(cited))):
                name, _, address = term.entries[0].rpartition(": ")
                sheet = one.cast.character(name).with_entry(address, None)
                again = chances(_reread(one.cast.with_character(sheet), folder), one.step, fitted())
                assert term.without is not None
                deleted.append(math.isclose(again[at].probability, term.without, abs_tol=1e-6))
            top = max(range(len(tree.options)), key=lambda at: (tree.options[at].probability, -at))
            none += sum(not way.changes for way in tree.options)
            for at, way in enumerate(tree.options):
                if way.changes:
                    cast = one.cast
                    for change in way.changes:
                        cast = _with(cast, change)
                    now = likeliest(chances(_reread(cast, folder), one.step, fitted()))
                    flipped.append(now != top if at == top else now == at)
    yield _all("decisions: the terms add up to the log-odds of the probabilities", sums)
    yield _all("decisions: a cited reason is deleted, the probability moves as stated", deleted)
    yield _all("decisions: the stated change of the sheet flips the decision", flipped,
               f"for {none} options no change of one or two entries suffices")  # fmt: skip


def _adds_up(utilities: Sequence[float], stated: Sequence[float]) -> bool:
    raised = [math.exp(one) if share else 0.0 for one, share in zip(utilities, stated, strict=True)]
    return all(abs(one / sum(raised) - share) < 1e-6 for one, share in zip(raised, stated, strict=True))


def _with(cast: Cast, change: Change) -> Cast:
    """The cast with one number of a sheet changed, in an entry that is added where it is not there."""
    name, _, address = change.entry.rpartition(": ")
    sheet = cast.character(name)
    entry = dict(sheet.entries()).get(address) or _new(address.partition(".")[0], change.of)
    moved = {change.key: change.then} | ({"from_": None} if change.key == "known_from" else {})
    return cast.with_character(sheet.with_entry(address, entry.model_copy(update=moved)))


def _new(table: str, of: str) -> Entry:
    if table == "goal":
        return Goal(id=of, text="new", weight=0.0)
    return Relation(to=of) if table == "relation" else Level(value=0.0)


def _reread(cast: Cast, folder: str) -> Cast:
    return Cast.read(cast.write(Path(folder, "cast")))


def _all(name: str, held: Sequence[bool], more: str = "") -> Measure:
    return Measure(name, "100%", f"{sum(held)} of {len(held)}" + (f"; {more}" if more else ""), all(held))


if __name__ == "__main__":
    for measure in measures():
        print(measure)
