"""A chapter of a novel, cut into paragraphs, titles and breaks that know where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from hwaryong.story.prose import Prose
from hwaryong.story.treatment import treatment

Kind = Literal["title", "break", "paragraph"]
_LONGEST_TITLE: Final = 120
_UNENDED: Final = re.compile(r"[^“”\"‘「『]{1,80}(?<![.!?…”\"’,;:])")
_NUMBER: Final = (
    r"(?:\d{1,3}|[IVXLC]{1,8}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|the\s+\w+)"
)
_TITLE: Final = re.compile(
    rf"#{{1,6}}\s.*|(?:chapter|part|book|volume|stave|letter|canto)\s+{_NUMBER}\b[.:]?(?:[\s—–-].*)?"
    rf"|(?:prologue|epilogue|preface|interlude)\b[.:]?.{{0,60}}|[IVXLC]{{1,8}}\.?|\d{{1,3}}\.?"
    r"|(?:제\s*)?\d{1,3}\s*[장부화막편회](?:[\s.:—–-].*)?|제\s*[일이삼사오육칠팔구십]+\s*[장부화막편회](?:[\s.:—–-].*)?"
    r"|(?:프롤로그|에필로그|서장|종장|막간|머리말)(?:[\s.:—–-].*)?",
    re.IGNORECASE | re.DOTALL,
)
SENTENCE: Final = re.compile(
    r"(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bCapt\.)(?<!\bCol\.)(?<!\bRev\.)(?<!\b[A-Z]\.)"
    r"(?<=[.!?…])\s+"
)
"""Where a sentence ends and the next begins."""
_ORNAMENT: Final = re.compile(r"[\s*#~·•⁂※◆◇■□○●—–=_-]{1,40}")


@dataclass(frozen=True)
class Paragraph:
    """`text[start:end]`, and how many empty lines stand before it."""

    kind: Kind
    start: int
    end: int
    gap: int = 0


def chapter(text: str, lang: str) -> list[Paragraph]:
    """The paragraphs in order.

    Empty lines part paragraphs; a text that has few of them has a paragraph a line. Titles are `CHAPTER II`,
    `제3장 …`, a number alone, a Markdown heading; breaks are lines of ornaments (`* * *`).
    """
    found: list[Paragraph] = []
    for begin, end in pairwise([*_starts(text, lang), len(text)]):
        words = text[begin:end]
        start = begin + len(words) - len(words.lstrip())
        words = words.strip()
        if words:
            gap = text[found[-1].end if found else 0 : start].count("\n") - 1
            kind = _kind(words)
            if kind == "paragraph" and _UNENDED.fullmatch(words):  # a subtitle, or the book's name
                headed = found[-1].kind == "title" if found else len(words.split()) < 12
                kind = "title" if headed else kind
            found.append(Paragraph(kind, start, start + len(words), max(gap, 0)))
    return found


def has_scenes(text: str) -> bool:
    """Whether prose has headings that are scenes, as a treatment has; those of chapters are none."""
    headings = [block.text for block in treatment(text).blocks if block.kind == "scene"]
    return any(not _TITLE.fullmatch(heading) for heading in headings)


def _starts(text: str, lang: str) -> list[int]:
    if lang == "en":
        return Prose(text).breaks  # the attribution of speakers reads the same paragraphs
    lines = text.splitlines()
    blank = sum(not line.strip() for line in lines)
    parting = r"\n[^\S\n]*\n\s*" if blank * 5 > len(lines) else r"\n"
    return [0, *(match.end() for match in re.finditer(parting, text))]


def _kind(words: str) -> Kind:
    if _ORNAMENT.fullmatch(words):
        return "break"
    return "title" if len(words) <= _LONGEST_TITLE and _TITLE.fullmatch(words) else "paragraph"


__all__ = ["SENTENCE", "Paragraph", "chapter", "has_scenes"]
