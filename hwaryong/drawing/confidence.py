"""How far an in-between of matched lines can be trusted, and why not."""

from __future__ import annotations

import math

from hwaryong.drawing.matched import Match

UNSURE = 0.5  # a drawing with less confidence is flagged for a person
_REASONS = (
    (
        0.2,
        "moved",
        "of the figure's size is the mean way between the keys: the spacing is a guess, give a key between",
    ),
    (0.15, "lost", "of the ink of the first key has no partner in the last"),
    (0.15, "new", "of the ink of the last key has no partner in the first"),
    (0.33, "misfit", "of what surrounds the lines looks different in the two keys"),
    (0.2, "stretch", "is how much the lines were stretched or pressed together"),
)


def trusted(match: Match, *, marked: bool) -> tuple[float, list[str]]:
    """Confidence 0–1 that an in-between is right, and the reasons where it is below `UNSURE`."""
    odds = 5.5 - 14 * match.moved - 6 * (match.lost + match.new) - 4 * match.misfit + 2 * marked
    confidence = round(1 / (1 + math.exp(-odds)), 3)
    if confidence >= UNSURE:
        return confidence, []
    reasons = [
        f"{getattr(match, name):.0%} {what}" for limit, name, what in _REASONS if getattr(match, name) > limit
    ]
    return confidence, reasons or ["the keys are far apart: add marks or a key"]
