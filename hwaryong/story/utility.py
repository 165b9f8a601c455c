"""Utility: the reasons weighed and summed, and the probabilities that follow (a conditional logit).

McFadden, Conditional Logit Analysis of Qualitative Choice Behavior (1974): the probability of an option is
the softmax of its utility over all options that are possible.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hwaryong.media.cast import Cast
from hwaryong.media.situation import Option, Step
from hwaryong.story.appraisal import Reason, appraise
from hwaryong.story.mind import Mind, lacking, mind

FITTED = Path(__file__).with_name("decisions.json")


Weights = Mapping[str, float]
"""What a reason of each kind weighs in log-odds; its amount times that is what it adds to the utility."""


@dataclass(frozen=True)
class Chance:
    """An option with its reasons, utility in log-odds and probability; `lacks` are beliefs it would need."""

    option: Option
    reasons: tuple[Reason, ...]
    lacks: tuple[str, ...]
    utility: float
    probability: float


@cache
def fitted() -> Weights:
    """The weights that were fitted on canon decisions (training/decisions.py)."""
    weights: dict[str, float] = json.loads(FITTED.read_text("utf-8"))["weights"]
    return weights


def chances(cast: Cast, step: Step, weights: Weights, others: dict[str, Mind] | None = None) -> list[Chance]:
    """How likely each option is; what needs a belief that is not held has probability 0.

    `others` keeps the minds of the others from call to call, where only the decider's sheet changes. Raises
    BadInput where the cast has no such character.
    """
    held = mind(cast, cast.character(step.who), step.when)
    held.others = {} if others is None else others
    reasons = [tuple(appraise(cast, held, step, option)) for option in step.option]
    lacks = [tuple(lacking(held, option)) for option in step.option]
    utilities = [math.fsum(weights[reason.kind] * reason.amount for reason in found) for found in reasons]
    likely = softmax(utilities, [not one for one in lacks])
    return [Chance(*row) for row in zip(step.option, reasons, lacks, utilities, likely, strict=True)]


def softmax(utilities: Sequence[float], possible: Sequence[bool]) -> list[float]:
    """Probabilities of what is possible, by log-odds; all 0 where nothing is."""
    peak = max((one for one, can in zip(utilities, possible, strict=True) if can), default=0.0)
    raised = [math.exp(one - peak) if can else 0.0 for one, can in zip(utilities, possible, strict=True)]
    total = math.fsum(raised)
    return [one / total if total else 0.0 for one in raised]


def likeliest(found: Sequence[Chance]) -> int:
    """The place of the option with the highest probability; of equals the first."""
    return max(range(len(found)), key=lambda at: (found[at].probability, -at))


__all__ = ["Chance", "Weights", "chances", "fitted", "likeliest", "softmax"]
