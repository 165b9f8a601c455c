"""Prose into scripts: every dialogue verbatim, where scenes begin, who speaks in the end, a long novel."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TRUTH = Path(__file__).with_name("scenes.toml")
CHAPTER = re.compile(
    r"(?:CHAPTER|Chapter|PART|BOOK)\s+(?:[IVXLC]+|\d+|ONE|One)\s*\.?|PROLOGUE|[IVX]+(?=\s+[A-Z\"“])\s*\.?"
)


@dataclass(frozen=True)
class Excerpt:
    """A LitBank excerpt as prose of one sentence a paragraph, and the paragraphs where scenes begin."""

    name: str
    text: str
    starts: tuple[int, ...]
    scenes: tuple[int, ...]
    chapters: tuple[int, ...]
    held_out: bool


def excerpts(litbank: Path) -> list[Excerpt]:
    """The excerpts whose scenes were marked by hand."""
    rows = tomllib.loads(TRUTH.read_text("utf-8"))["excerpt"]
    return [_excerpt(litbank / "coref/brat" / row["file"], row["scenes"], row["held_out"]) for row in rows]


def _excerpt(path: Path, scenes: Sequence[int], held_out: bool) -> Excerpt:
    """LitBank keeps a sentence a line: a paragraph here, longer only where a quotation goes on."""
    text, starts, marked, chapters = "", [], [], []
    at = 0
    open_quote = False
    for line in path.read_text("utf-8").split("\n"):
        title = CHAPTER.match(line)
        if title and not open_quote:
            text += f"\n\n{title[0].strip()}\n\n"
        words = _together(line[title.end() if title else 0 :])
        if words:
            text += " " if open_quote else "\n\n"
            if not open_quote:
                starts.append(len(text))
            text += words
            if title:
                chapters.append(len(starts) - 1)
            if at in scenes:
                marked.append(len(starts) - 1)
            open_quote ^= (len(re.findall(r"[\"“”]", line)) % 2) == 1
        at += len(line) + 1
    return Excerpt(path.stem, text, tuple(starts), tuple(marked), tuple(chapters), held_out)


def _together(line: str) -> str:
    """A line of tokens as it was printed."""
    line = re.sub(r"\s+([.,;:!?)\]”’]|'s\b|n't\b|'\w+\b)", r"\1", line.strip())
    line = re.sub(r"([(\[“‘])\s+", r"\1", line)
    parts = line.split('"')
    for number in range(1, len(parts), 2):
        parts[number] = parts[number].strip()
    return '"'.join(parts)
