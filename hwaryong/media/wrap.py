"""Lines of a fixed pitch: how many columns a text takes, and where it breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from hwaryong.media.emphasis import Run, printed

_WIDE = "\u3005-\u3007\u3041-\u3096\u309d-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Hangul has words
_OPENING, _CLOSING = "(\\[「『（《〈【“‘", ")\\]」』）》〉】”’、。，．：；！？!?,.…ーー々〜"
_PIECE = re.compile(rf"[^\S\n]+|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|(?:(?![{_WIDE}])\S)+")
_SENTENCE = re.compile(r"[.!?…。！？]+[)\]\"'”’」』]*(?=\s|$)")
_ENDED = re.compile(r"[.!?…:。！？][)\]\"'”’」』]*$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")
BOLD, ITALIC, UNDERLINE = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Styled:
    """Text and the style of each character: a digit, the sum of BOLD, ITALIC and UNDERLINE."""

    text: str
    styles: str

    @classmethod
    def plain(cls, text: str) -> Styled:
        return cls(text, "0" * len(text))

    def __getitem__(self, part: slice) -> Styled:
        return Styled(self.text[part], self.styles[part])

    def __add__(self, other: Styled) -> Styled:
        return Styled(self.text + other.text, self.styles + other.styles)

    def strip(self) -> Styled:
        start = len(self.text) - len(self.text.lstrip())
        return self[start : len(self.text.rstrip())] if start < len(self.text) else Styled("", "")

    def styled(self, bit: int) -> Styled:
        """The same with a style added."""
        return Styled(self.text, "".join(str(int(style) | bit) for style in self.styles))

    def runs(self) -> tuple[Run, ...]:
        found, at = [], 0
        for style, group in groupby(self.styles):
            end = at + len(list(group))
            bits = int(style)
            found.append(
                Run(self.text[at:end], bool(bits & BOLD), bool(bits & ITALIC), bool(bits & UNDERLINE))
            )
            at = end
        return tuple(found)


def paragraphs(text: str) -> Iterator[Styled]:
    """The lines that somebody wrote in an element's text, as they are printed: notes and marks taken out.

    Letters are composed (NFC), so that a Hangul syllable is one character; tabs become four spaces.
    """
    composed = unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").expandtabs(4)))
    styled = [
        (run.text, str(run.bold * BOLD + run.italic * ITALIC + run.underline * UNDERLINE))
        for run in printed(composed)
    ]
    words = "".join(part for part, _ in styled)
    styles = "".join(style * len(part) for part, style in styled)
    at = 0
    for line in words.split("\n"):
        yield Styled(line, styles[at : at + len(line)])
        at += len(line) + 1


def columns(text: str) -> int:
    """How many columns a text takes: two a wide character, none a combining one."""
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return int(
        not (unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"))
    )


def wrapped(line: Styled, width: int, hang: int = 0, most: int | None = None) -> list[Styled]:
    """The line broken into lines of at most `width` columns; those after the first lose `hang` of them.

    It breaks at white space (Korean too, between its words) and between ideographs and kana, not at hyphens;
    a word that is too long for a line is cut. White space before the first word stays. It stops once there
    are `most` lines.
    """
    if columns(line.text) <= width:
        text = line.text.rstrip()
        return [line[: len(text)]] if text else []
    cut: list[Styled] = []
    start, end, used = 0, 0, 0  # of the line that fills
    for piece in _PIECE.finditer(line.text):
        if most is not None and len(cut) >= most:
            return cut
        size = columns(piece[0])
        if piece[0].isspace():
            used += size
            continue
        if used + size > width and end > start:
            cut.append(line[start:end])
            start, used = piece.start(), 0
            width -= hang if len(cut) == 1 else 0
        elif used + size > width:
            start, used = piece.start(), 0
        used += size
        end = piece.end()
        while used > width:
            fits = _fitting(line.text, start, width)
            cut.append(line[start:fits])
            used -= columns(line.text[start:fits])
            start = fits
            width -= hang if len(cut) == 1 else 0
    if end > start:
        cut.append(line[start:end])
    return cut


def _fitting(text: str, start: int, width: int) -> int:
    """The end of what fits in `width` columns from `start`, one character at the least."""
    used, at = 0, start
    while at < len(text) and (at == start or used + _width(text[at]) <= width):
        used += _width(text[at])
        at += 1
    return at


def sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end, in characters, the last one's end left out."""
    last = len(text.rstrip())
    for found in _SENTENCE.finditer(text):
        if found.end() < last:
            yield found.end()


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence does."""
    return _ENDED.search(text) is not None
