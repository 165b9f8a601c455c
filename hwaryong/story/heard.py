"""What is heard in a chapter: every speech as a verbatim span, with its speaker and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hwaryong.story import dialogue, speakers
from hwaryong.story.chapter import Paragraph
from hwaryong.story.grammars import GRAMMARS
from hwaryong.story.treatment import Block

ALTERNATING: Final = 0.6
_DASH: Final = re.compile(r"[-–—―]\s*(?=[^\s\d-])")
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
            speech.start, speech.end, _outer(text, speech.start, speech.end), speech.speaker,
            speech.confidence, tuple(name for name, _ in speech.likely), speech.why,
        )
        for speech in speakers.attribute(text)
    ]  # fmt: skip


def korean(text: str, paragraphs: Sequence[Paragraph]) -> list[Heard]:
    """The speeches of a Korean chapter, by rules: tags, the sentence beside, two who take turns.

    The marks are “ ”, " ", 「 」, 『 』, or a dash at the beginning of a paragraph.
    """
    told, found = [], []
    for paragraph in paragraphs:
        words = text[paragraph.start : paragraph.end]
        dash = _DASH.match(words)
        if dash:
            start = paragraph.start + dash.end()
            found.append(Heard(start, paragraph.end, (paragraph.start, paragraph.end), None, 0.0))
        elif paragraph.kind == "paragraph":
            told.append(Block("paragraph", words, paragraph.start))
    for pieces in dialogue.dialogue(told, GRAMMARS["ko"]):
        for piece in pieces:
            if isinstance(piece, dialogue.Speech):
                outer = _outer(text, piece.start, piece.end)
                why = _WHY.get(piece.confidence, "")
                likely = (piece.speaker,) if piece.speaker else ()
                sure = piece.confidence
                found.append(Heard(piece.start, piece.end, outer, piece.speaker, sure, likely, why))
    found.sort(key=lambda speech: speech.start)
    return _in_turn(text, found, paragraphs)


_WHY: Final = {
    1.0: "a tag or a colon names the speaker",
    dialogue.INFERRED: "the sentence beside it is about this character",
    0.0: "nobody is named near it",
}


def _in_turn(text: str, heard: list[Heard], paragraphs: Sequence[Paragraph]) -> list[Heard]:
    """Speeches with nothing told between them: two speakers take turns, so the last but one speaks again."""
    starts = [paragraph.start for paragraph in paragraphs]
    result: list[Heard] = []
    for speech in heard:
        two = result[-2:]
        alone = speech.outer[0] in starts and len(two) == 2
        if speech.speaker is None and alone and two[0].speaker and two[1].speaker:
            close = not text[two[1].outer[1] : speech.outer[0]].strip()
            if close and two[0].speaker != two[1].speaker:
                sure = round(ALTERNATING * min(1.0, two[1].confidence + 0.3), 3)
                likely, why = (two[0].speaker, two[1].speaker), "the speakers take turns"
                speech = replace(speech, speaker=two[0].speaker, confidence=sure, likely=likely, why=why)
        result.append(speech)
    return result


def _outer(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the marks around it, and a comma that was left off within them."""
    opening = _OPENING.search(text, max(0, start - 3), start)
    closing = _CLOSING.match(text, end)
    return (opening.start() if opening else start), (closing.end() if closing else end)


HEARD: Final[dict[str, Callable[[str, Sequence[Paragraph]], list[Heard]]]] = {"en": english, "ko": korean}

__all__ = ["HEARD", "Heard"]
