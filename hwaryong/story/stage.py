"""What of a paragraph is heard and what is seen: speeches, narration without the tags of dialogue."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from hwaryong.story.chapter import Paragraph
from hwaryong.story.grammar import Grammar, Tag
from hwaryong.story.heard import Heard

LONGEST_HOW: Final = 60
"""Characters of a tag's manner that still fit a parenthetical; what is longer stays told."""
_ENDED: Final = re.compile(r"(?:^|[.!?…:;”\"’'」』—])\s*\Z")
_JOINED: Final = re.compile(r"\s*(?:,|and\b)")
_ABBREVIATED: Final = re.compile(
    r"\b(Mr|Mrs|Ms|Dr|St|Messrs|Esq|Capt|Col|Gen|Lieut|Prof|Rev|Hon|Sergt|Jr|Sr|[A-Z])\."
)
_CLAUSE: Final = re.compile(r",?\s+(?:and|then|but)\s+(?=(?:he|she|they|I|then)\b)")
_EDGE: Final = re.compile(r"[\s,;:.—–-]*")


@dataclass(frozen=True)
class Told:
    """`text[start:end]` is narration."""

    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """`text[start:end]` is spoken, as `heard` knows; `how` is what its tag says of the manner."""

    start: int
    end: int
    heard: Heard
    how: str = ""


def staged(
    text: str, paragraph: Paragraph, speeches: Sequence[Heard], grammar: Grammar, cast: Collection[str]
) -> list[Told | Said]:
    """The pieces of a paragraph in order; a tag that only names the speaker is in none of them."""
    pieces: list[Told | Said] = []
    at = paragraph.start
    for number, speech in enumerate(speeches):
        begin, end = speech.outer
        following = speeches[number + 1].outer[0] if number + 1 < len(speeches) else paragraph.end
        before, after = text[at:begin], text[end:following]
        left, how, spent = _without_tag(before, text[speech.start : speech.end], after, grammar, cast)
        pieces += _told(text, at, at + left)
        pieces.append(Said(speech.start, _stop(text, speech, number, speeches), speech, how))
        at = end + spent
    return pieces + _told(text, at, paragraph.end)


def _without_tag(
    before: str, words: str, after: str, grammar: Grammar, cast: Collection[str]
) -> tuple[int, str, int]:
    """How much of the narration before is left, the manner, and how much after is used up."""
    before, after = _ABBREVIATED.sub(r"\1_", before), _ABBREVIATED.sub(r"\1_", after)  # no sentences' ends
    led = grammar.before(before, cast)
    if led is not None and _cuts(before, led):
        return led.start, led.how.replace("_", "."), 0
    tag = grammar.after(after, words, before, cast)
    spent = tag.end if tag is not None else 0
    clause = _CLAUSE.search(after, 0, tag.end) if tag is not None and len(tag.how) > LONGEST_HOW else None
    if clause:  # he said, and he went away: he went away
        tag = grammar.after(after[: clause.start()], words, before, cast)
        spent = clause.end()
    if led is None and tag is not None and len(tag.how) <= LONGEST_HOW:
        return len(before) + min(tag.start, 0), tag.how.replace("_", "."), spent
    return len(before), "", 0


def _cuts(before: str, tag: Tag) -> bool:
    """Whether a tag that leads to a speech can be cut off without tearing a sentence."""
    whole = _ENDED.search(before[: tag.start]) or _JOINED.match(before, tag.start)
    return whole is not None and len(tag.how) <= LONGEST_HOW


def _stop(text: str, speech: Heard, number: int, speeches: Sequence[Heard]) -> int:
    """A speech's end without the comma that parts it from its tag; one that goes on after it keeps it."""
    following = speeches[number + 1] if number + 1 < len(speeches) else None
    goes_on = following is not None and following.speaker == speech.speaker
    if text[speech.end - 1] != "," or goes_on:
        return speech.end
    return speech.start + len(text[speech.start : speech.end - 1].rstrip())


def _told(text: str, start: int, end: int) -> list[Told | Said]:
    """Narration that says something, without what is left of a sentence at its edges."""
    edge = _EDGE.match(text, start, end)
    start = edge.end() if edge else start
    words = text[start:end].rstrip(" \t\r\n,;:—–-")
    return [Told(start, start + len(words))] if re.search(r"\w", words) else []


__all__ = ["Said", "Told", "staged"]
