"""Who says each quotation of a novel: the characters of the text, weighed by small trees, with confidence.

Three passes: the first sees the text around a quotation, the later ones also who is held to speak the
quotations around it (stacking, Wolpert 1992). The features follow He, Barzilay and Kondrak (ACL 2013) and
Muzny, Fang, Chang and Jurafsky (EACL 2017). The trees learned from LitBank alone; training/speakers.py makes
their file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from hwaryong.story.characters import cast
from hwaryong.story.evidence import TALK, TEXT, Belief, Floats, candidates, talk_rows, text_rows
from hwaryong.story.prose import Prose
from hwaryong.story.quotations import Quotation, quotations
from hwaryong.story.tags import INVERTED, LED, Surroundings
from hwaryong.story.trees import Trees

CARD = "Hwaryong speakers"
MODEL = Path(__file__).with_name("speakers.json")
NARRATOR = "I"
ABSTAIN = 0.5


@dataclass(frozen=True)
class Speech:
    """Words that somebody says: `text[start:end]`, without the quotation marks.

    `speaker` is the character's name as it mostly stands in the text, "I" for the narrator, or None where the
    confidence is below the asked one; `likely` are the three most likely names with their probabilities.
    `confidence` is the share of speeches so sure that were right in held-out books. `why` says what decided.
    """

    start: int
    end: int
    speaker: str | None
    confidence: float
    likely: tuple[tuple[str, float], ...]
    why: str


@dataclass(frozen=True)
class Model:
    """The trees of each pass, and the calibration: share of right answers at each of rising probabilities."""

    passes: tuple[Trees, ...]
    probabilities: Floats
    right: Floats

    @classmethod
    @cache
    def packaged(cls) -> Model:
        """The model that comes with Hwaryong."""
        return cls.read(MODEL.read_text("utf-8"))

    @classmethod
    def read(cls, text: str) -> Model:
        """Read a model's JSON."""
        plain = json.loads(text)
        names = [*TEXT, *TALK]
        if plain["features"] != names:
            raise ValueError("the model was made for other features; run training/speakers.py again")
        passes = tuple(Trees.read(trees) for trees in plain["passes"])
        return cls(passes, np.array(plain["calibration"][0]), np.array(plain["calibration"][1]))

    def confidence(self, probability: float) -> float:
        """The share of answers of this probability that were right in held-out books."""
        return round(float(np.interp(probability, self.probabilities, self.right)), 3)


def attribute(
    text: str, *, least: float = ABSTAIN, paragraphs: bool = True,
    progress: Callable[[float], None] = lambda share: None,
) -> list[Speech]:  # fmt: skip
    """Find every quotation of English prose and its speaker.

    `least` is the confidence below which nobody is named; `paragraphs` says whether the text shows its
    paragraphs by empty lines or line ends; `progress` is told the share that is done, 0 to 1.
    """
    prose = Prose(text, paragraphs)
    quotes = quotations(prose)
    progress(0.1)
    around = surroundings(prose, quotes)
    progress(0.25)
    model = Model.packaged()
    beliefs = weigh(around, model.passes, progress=lambda share: progress(0.25 + 0.75 * share))
    return [_speech(around, i, belief, model, least) for i, belief in enumerate(beliefs)]


def surroundings(prose: Prose, quotes: Sequence[Quotation]) -> Surroundings:
    """The quotations of a text with its characters."""
    quoted = [False] * len(prose.words)
    for quote in quotes:
        quoted[quote.first : quote.last] = [True] * (quote.last - quote.first)
    return Surroundings(prose, quotes, cast(prose, quoted))


def weigh(
    around: Surroundings, passes: Sequence[Trees], progress: Callable[[float], None] = lambda share: None
) -> list[dict[int, float]]:
    """How likely each candidate speaks each quotation; the quotations of one turn have one speaker."""
    numbers, rows = [], []
    for i in range(len(around.quotes)):
        numbers.append(candidates(around, i))
        rows.append(text_rows(around, i, numbers[i]))
        if i % 50 == 0:
            progress(0.5 * i / len(around.quotes))
    beliefs: list[dict[int, float]] = []
    for number, trees in enumerate(passes):
        seen = rows if number == 0 else with_talk(around, numbers, rows, beliefs)
        beliefs = believed(trees, numbers, seen)
        progress(0.5 + 0.5 * (number + 1) / len(passes))
    return pooled(around, beliefs)


def with_talk(
    around: Surroundings, numbers: Sequence[Sequence[int]], rows: Sequence[Floats], beliefs: Sequence[Belief]
) -> list[Floats]:
    """The rows of the text with those of the talk beside them."""
    return [np.hstack([row, talk_rows(around, i, numbers[i], beliefs)]) for i, row in enumerate(rows)]


def believed(
    trees: Trees, numbers: Sequence[Sequence[int]], rows: Sequence[Floats]
) -> list[dict[int, float]]:
    """A softmax over each quotation's candidates."""
    if not rows:
        return []
    scores = np.split(trees.predict(np.concatenate(rows)), np.cumsum([len(row) for row in rows])[:-1])
    result = []
    for own, score in zip(numbers, scores, strict=True):
        weights = np.exp(score - score.max()) if len(score) else score
        result.append(dict(zip(own, (weights / weights.sum()).tolist(), strict=True)))
    return result


def pooled(around: Surroundings, beliefs: Sequence[Belief]) -> list[dict[int, float]]:
    """The mean over each turn, for all its quotations."""
    result: list[dict[int, float]] = []
    for i, turn in enumerate(around.turns):
        if turn[0] < i:
            result.append(result[turn[0]])
            continue
        numbers = dict.fromkeys(number for j in turn for number in beliefs[j])
        result.append({n: sum(beliefs[j].get(n, 0.0) for j in turn) / len(turn) for n in numbers})
    return result


def _speech(around: Surroundings, i: int, belief: Belief, model: Model, least: float) -> Speech:
    quote, people = around.quotes[i], around.people.characters
    order = sorted(belief, key=lambda number: (-belief[number], number))[:3]
    likely = tuple((people[number].name or NARRATOR, round(belief[number], 3)) for number in order)
    confidence = model.confidence(belief[order[0]]) if order else 0.0
    speaker = likely[0][0] if order and confidence >= least else None
    return Speech(quote.start, quote.end, speaker, confidence, likely, _why(around, i, order, speaker))


def _why(around: Surroundings, i: int, order: Sequence[int], speaker: str | None) -> str:
    """What decided, in words."""
    if not order:
        return "nobody is named near it"
    first = order[0]
    unsure = "" if speaker else "unsure: "
    tag = around.turn_tag(i)
    if tag and tag.mention.character == first:
        said = " ".join(around.prose.words[tag.mention.first : tag.mention.last])
        if tag.mention.kind in ("name", "noun", "i"):
            how = "the words before it lead to" if tag.how == LED else "the tag names"
            return f"{unsure}{how} {said}"
        return f"{unsure}the tag says {said}, last used of {around.people.characters[first].name}"
    if len(around.turns[i]) > 1 and tag is None:
        return f"{unsure}one turn with the quotations beside it"
    beside = [m for span in (around.before(i), around.after(i)) for m in around.between(*span)]
    if any(mention.character == first for mention in beside):
        return f"{unsure}the sentence beside it is about this character"
    gap = around.gaps[i]
    if i and gap[1] - gap[0] <= 2 + INVERTED:
        return f"{unsure}the speakers take turns"
    return f"{unsure}the talk around it and who is near"
