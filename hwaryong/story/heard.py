"""What is heard in a chapter: every speech as a verbatim span, with its speaker and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hwaryong.story import speakers
from hwaryong.story.chapter import Paragraph

_LETTER: Final = re.compile(r"[^\s“”„\"‘’']")
_OPENING: Final = re.compile(r"[“„\"‘'「『]\s*\Z")
_CLOSING: Final = re.compile(r",?\s{0,2}[”\"’'」』]")


@dataclass(frozen=True)
class Heard:
    """`text[start:end]` is spoken, without the marks of quotation; `outer` is the span with them.

    `speaker` is None where nobody is sure enough; `likely` are the likeliest names, surest first; `why` says
    what decided.
    """

    start: int
    end: int
    outer: tuple[int, int]
    speaker: str | None
    confidence: float
    likely: tuple[str, ...] = ()
    why: str = ""


def english(text: str, paragraphs: Sequence[Paragraph]) -> list[Heard]:
    """The speeches of an English chapter; who speaks was learned (`hwaryong.story.speakers`)."""
    return [
        Heard(
            speech.start, speech.end, outer(text, speech.start, speech.end), speech.speaker,
            speech.confidence, tuple(name for name, _ in speech.likely), speech.why,
        )
        for speech in speakers.attribute(_untitled(text, paragraphs))
    ]  # fmt: skip


def _untitled(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """The text with blanks in place of its titles: nobody is named by CHAPTER I."""
    parts, at = [], 0
    for paragraph in paragraphs:
        if paragraph.kind == "title":
            parts += [text[at : paragraph.start], _LETTER.sub(" ", text[paragraph.start : paragraph.end])]
            at = paragraph.end
    return "".join([*parts, text[at:]])


def outer(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the marks around it, and a comma that was left off within them."""
    opening = _OPENING.search(text, max(0, start - 3), start)
    closing = _CLOSING.match(text, end)
    return (opening.start() if opening else start), (closing.end() if closing else end)


__all__ = ["Heard", "english", "outer"]
