"""Utility: the reasons weighed and summed, and the probabilities that follow (a conditional logit).

McFadden, Conditional Logit Analysis of Qualitative Choice Behavior (1974): the probability of an option is
the softmax of its utility over all options that are possible.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hwaryong.media.cast import Cast
from hwaryong.media.situation import Option, Step
from hwaryong.story.appraisal import Reason, appraise
from hwaryong.story.mind import lacking, mind

FITTED = Path(__file__).with_name("decisions.json")


@dataclass(frozen=True)
class Weights:
    """What a reason of each kind weighs in log-odds, for the character's own reasons and for anyone's."""

    personal: Mapping[str, float]
    anyone: Mapping[str, float]

    def of(self, reason: Reason) -> float:
        """What a reason adds to the utility."""
        table = self.personal if reason.personal else self.anyone
        return table[reason.kind] * reason.amount


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
    plain = json.loads(FITTED.read_text("utf-8"))
    return Weights(plain["personal"], plain["anyone"])


def chances(cast: Cast, step: Step, weights: Weights) -> list[Chance]:
    """How likely each option is; what needs a belief that is not held has probability 0.

    Raises BadInput where the cast has no such character.
    """
    held = mind(cast, cast.character(step.who), step.when)
    reasons = [tuple(appraise(cast, held, step, option)) for option in step.option]
    lacks = [tuple(lacking(held, option)) for option in step.option]
    utilities = [math.fsum(weights.of(reason) for reason in found) for found in reasons]
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


def totals(reasons: Sequence[Reason]) -> Iterator[tuple[bool, str, float]]:
    """The summed amounts of each kind: (personal, kind, amount); what the weights are fitted on."""
    sums: dict[tuple[bool, str], float] = {}
    for reason in reasons:
        key = (reason.personal, reason.kind)
        sums[key] = sums.get(key, 0.0) + reason.amount
    for (personal, kind), amount in sums.items():
        yield personal, kind, amount


__all__ = ["Chance", "Weights", "chances", "fitted", "likeliest", "softmax", "totals"]
