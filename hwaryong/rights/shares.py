"""Shares: how much of a film is of which class, by several measures that are never mixed into one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict

from hwaryong.rights.lineage import CLASSES, Class

Measured = Literal[
    "final", "temporary", "ancestry", "pixels", "sound", "words",
    "surviving", "surviving-sound", "surviving-words",
]  # fmt: skip
"""`final`: elements seen in the film; `temporary`: those behind it that a person's work replaced; `ancestry`:
both. `pixels`, `sound`, `words`: what is seen, heard and said. `surviving…`: what people retouched, by whose
hand each part of it still is; drawings and pictures, sound, and text apart, as their units differ."""
MEASURES: Final[tuple[Measured, ...]] = get_args(Measured)

Unit = Literal["elements", "pixel-frames", "samples", "words", "ink-pixels"]
UNITS: Final[dict[Measured, Unit]] = {
    "final": "elements", "temporary": "elements", "ancestry": "elements",
    "pixels": "pixel-frames", "sound": "samples", "words": "words",
    "surviving": "ink-pixels", "surviving-sound": "samples", "surviving-words": "words",
}  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Share(_Part):
    """A class's share as [low, high] in units of its measure; what is unclear raises only high."""

    low: int
    high: int


class Shares(_Part):
    """Shares by class of `total` units: the lows sum to no more than it, the highs to no less."""

    unit: Unit
    total: int
    classes: dict[Class, Share]


class Tally:
    """Adds up amounts by class."""

    def __init__(self, unit: Unit) -> None:
        self.unit: Unit = unit
        self.total = 0
        self._low = dict.fromkeys(CLASSES, 0)
        self._high = dict.fromkeys(CLASSES, 0)

    def add(self, total: int, parts: Mapping[Class, tuple[int, int]]) -> None:
        """Add `total` units, of which each class has between low and high.

        What may be unclear may be of any class, so it raises every other class's high.
        """
        self.total += total
        _, unclear = parts.get("unclear", (0, 0))
        for klass in CLASSES:
            low, high = parts.get(klass, (0, 0))
            self._low[klass] += low
            self._high[klass] += high if klass == "unclear" else min(high + unclear, total)

    def add_all(self, total: int, klass: Class) -> None:
        """Add units that are all of one class."""
        self.add(total, {klass: (total, total)})

    def add_some(self, total: int, classes: Iterable[Class]) -> None:
        """Add units that could not be measured: each may be of any of these classes."""
        self.add(total, dict.fromkeys(classes, (0, total)))

    def shares(self) -> Shares:
        classes = {klass: Share(low=self._low[klass], high=self._high[klass]) for klass in CLASSES}
        return Shares(unit=self.unit, total=self.total, classes=classes)


def counted(classes: Iterable[Class]) -> Shares:
    """Shares by number of elements, given the class of each."""
    tally = Tally("elements")
    for klass, count in Counter(classes).items():
        tally.add_all(count, klass)
    return tally.shares()
