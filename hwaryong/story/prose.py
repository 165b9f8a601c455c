"""Prose cut into paragraphs, sentences and words that know where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

WORD = re.compile(
    r"[^\W\d_]+(?:-[^\W\d_]+)*|['’](?:s|d|ll|m|re|ve|t)\b|\d+|-{2,}|—|\.{3,}|…|[^\w\s]", re.IGNORECASE
)
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "messrs",
        "dr",
        "st",
        "esq",
        "capt",
        "col",
        "gen",
        "lieut",
        "prof",
        "rev",
        "hon",
        "sergt",
        "jr",
        "sr",
        "no",
    ]
)
CLOSING = frozenset("”’\"')]")


@dataclass
class Prose:
    """A text with its words; `starts[i]:ends[i]` are the characters of word i, `words[i]` its text.

    `laid_out` says whether the text shows its paragraphs; where it does not (one running text), `paragraph`
    is one for all words.
    """

    text: str
    laid_out: bool = True
    given: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        found = [(match.start(), match.end(), match.group()) for match in WORD.finditer(self.text)]
        self.starts = [start for start, _, _ in found]
        self.ends = [end for _, end, _ in found]
        self.words = [word for _, _, word in found]
        self.lower = [word.lower() for word in self.words]

    @cached_property
    def breaks(self) -> list[int]:
        """Where paragraphs begin, in characters, the first at 0.

        Empty lines part paragraphs; a text that has none (or one in ten lines at most) has a paragraph a
        line.
        """
        if self.given is not None:
            return sorted({0, *self.given})
        if not self.laid_out:
            return [0]
        blank = [match.end() for match in BLANK_LINE.finditer(self.text)]
        lines = [match.end() for match in re.finditer(r"\n", self.text)]
        longest = max((len(line) for line in self.text.splitlines()), default=0)
        by_line = len(blank) * 10 < len(lines) and longest > 120
        return sorted({0, *(lines if by_line else blank)})

    @cached_property
    def paragraph(self) -> list[int]:
        """The number of each word's paragraph."""
        return [bisect_right(self.breaks, start) - 1 for start in self.starts]

    @cached_property
    def sentence(self) -> list[int]:
        """The number of each word's sentence; a new paragraph is a new sentence."""
        numbers, number = [], 0
        for index, _ in enumerate(self.words):
            if index and (self._ends(index - 1, index) or self.paragraph[index] != self.paragraph[index - 1]):
                number += 1
            numbers.append(number)
        return numbers

    def at(self, character: int) -> int:
        """The word that holds a character or is the next one after it."""
        return bisect_right(self.ends, character)

    def _ends(self, last: int, following: int) -> bool:
        """Whether a sentence ends between two words that follow each other."""
        while last > 0 and self.words[last] in CLOSING and self.words[last - 1] in ".!?…”’\"'":
            last -= 1
        if self.words[last] not in (".", "!", "?", "…", "...", "....") or self.words[following] in CLOSING:
            return False
        before = self.lower[last - 1] if last else ""
        if self.words[last] == "." and (before in ABBREVIATIONS or len(before) == 1):
            return False
        return not self.words[following][0].islower()
