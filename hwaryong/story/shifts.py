"""What tells that a story goes on elsewhere or at another time, whatever the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hwaryong.media.breakdown import Setting


@dataclass(frozen=True)
class Place:
    """A place as the prose names it, without article; `setting` is inside or outside where its noun tells."""

    name: str
    setting: Setting


@dataclass(frozen=True)
class Shift:
    """How much a sentence speaks for a new scene, 0 to 1, the words that do, and where it goes."""

    weight: float
    words: str
    place: Place | None = None


class Shifts(Protocol):
    """The words of one language; shifts_en.py and shifts_ko.py keep this protocol as modules."""

    UNKNOWN: str
    """What a heading says where no place is named."""

    CLOSE: int
    """Characters within which only the strongest of several signs begins a scene."""

    def time(self, sentence: str) -> Shift | None:
        """The jump in time that a sentence begins with."""

    def moved(self, sentence: str) -> Shift | None:
        """The place that somebody gets to in a sentence, or where it sets us at its beginning."""

    def places(self, text: str) -> Iterator[Place]:
        """The places where a text says that somebody or something is."""

    def hour(self, text: str) -> str:
        """The time of the day that a text names first, as a heading says it; empty where it names none."""

    def inward(self, sentence: str) -> bool:
        """Whether a sentence tells what somebody thinks or feels and nobody can see."""

    def heading(self, place: Place | None, hour: str) -> str:
        """A scene heading of these."""


__all__ = ["Place", "Shift", "Shifts"]
