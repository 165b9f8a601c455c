"""How far an in-between of matched lines can be trusted, and why not."""

from __future__ import annotations

import math

from hwaryong.drawing.matched import Match

UNSURE = 0.82  # a drawing with less confidence is flagged for a person
# Log-odds that F is below 0.4: a logistic regression on 138 drawings between keys whose true
# middle is known, rigged figures and hand drawings; docs/drawing.md tells how well it does on others.
_ALWAYS, _WEIGHTS = 1.01, (0.65, 5.63, 8.48, 0.44)
_STILL, _AGREED = 0.005, 0.003
_MARKED = 1.5  # marks of a person take this from the log-odds
_REASONS = (
    (
        "moved",
        0.08,
        "of the figure's size is the mean way: two keys do not tell its spacing, give a key between",
    ),
    ("lost", 0.10, "of the first key's lines find no partner in the other"),
    ("new", 0.10, "of the other key's lines find no partner in the first"),
    ("misfit", 0.25, "of what surrounds the lines looks different in the two keys"),
    ("stretch", 0.20, "is how much lines are stretched or pressed together"),
)


def signals(match: Match) -> tuple[float, ...]:
    """What the confidence looks at: the way, what looks unlike, bent shapes, and how far others solve it."""
    return math.log(match.moved + _STILL), match.misfit, match.bent, math.log(match.spread + _AGREED)


def trusted(match: Match, *, marked: bool) -> tuple[float, list[str]]:
    """Confidence 0–1 that an in-between is no wreck, and the reasons where it is below `UNSURE`."""
    told = sum(weight * signal for weight, signal in zip(_WEIGHTS, signals(match), strict=True))
    odds = _ALWAYS + told - _MARKED * marked
    confidence = round(1 / (1 + math.exp(odds)), 3)
    if confidence >= UNSURE:
        return confidence, []
    causes = [(getattr(match, name), limit, what) for name, limit, what in _REASONS]
    reasons = [f"{value:.0%} {what}" for value, limit, what in causes if value > limit]
    return confidence, reasons or ["the keys are far apart for lines so unlike: add marks or a key"]
