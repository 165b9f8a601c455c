"""The lines of a Fountain text, and what a line by itself can be."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, NamedTuple

HEADING: Final = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|I\.?/E|INT|EXT|EST)[. ]", re.IGNORECASE)
LINE_END: Final = re.compile(r"\r\n?|\n")
MARKED: Final = "=~#>"  # what begins so needs no blank line before it
_EXTENSION = re.compile(r"\([^()]*\)")
_TITLE_KEY = re.compile(r"([^\s:][^:]{0,60}):(.*)$")
_BONEYARD = re.compile(r"\s*/\*(?:[^*]|\*(?!/))*+\*/\s*")
_NAME = re.compile(r"\w[\w ·'’-]{0,19}")
_FADES: Final = frozenset({"FADE OUT.", "FADE TO BLACK."})


class Lines(NamedTuple):
    """The lines of a text, each without its end: where it starts, all of it, and its words without the white
    space around them. A boneyard that fills its lines is one line that has no words; the last line is empty.
    """

    starts: list[int]
    texts: list[str]
    words: list[str]
    boneyards: frozenset[int]

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Where the lines `first` … `after` - 1 stand, in characters."""
        return self.starts[first], self.starts[after - 1] + len(self.texts[after - 1])

    def silent(self, index: int) -> bool:
        """Whether a speech or note ends before a line; one of two spaces is only an empty line within."""
        return not self.words[index] and (len(self.texts[index]) < 2 or index in self.boneyards)


def lines_of(text: str) -> Lines:
    """Cut the text into lines; a boneyard that fills its line, or runs on to others, is one piece."""
    if "\r" in text:
        ends = [match.span() for match in LINE_END.finditer(text)]
        starts = [0, *(after for _, after in ends)]
        texts = [text[start:end] for start, (end, _) in zip(starts, [*ends, (len(text), 0)], strict=True)]
    else:
        texts = text.split("\n")
        starts = list(accumulate((len(line) + 1 for line in texts[:-1]), initial=0))
    boneyards: frozenset[int] = frozenset()
    if "/*" in text:
        starts, texts, boneyards = _without_boneyards(text, starts, texts)
    words = [line.strip() for line in texts]
    for index in boneyards:
        words[index] = ""
    return Lines([*starts, len(text)], [*texts, ""], [*words, ""], boneyards)


def _without_boneyards(
    text: str, starts: list[int], texts: list[str]
) -> tuple[list[int], list[str], frozenset[int]]:
    """The same lines with every boneyard that fills its lines in one piece, and the indices of these."""
    pieces: list[tuple[int, str]] = []
    boneyards: set[int] = set()
    start, closable = 0, True
    for begin, line in zip(starts, texts, strict=True):
        end = begin + len(line)
        if end < start:
            continue  # within the boneyard that was read last
        line, start = text[max(start, begin) : end], max(start, begin)
        opened = opened_in(line) if closable else -1
        close = text.find("*/", start + opened + 2) if opened >= 0 else -1
        closable = closable and (opened < 0 or close >= 0)
        if close > end:
            if line[:opened].strip():
                pieces.append((start, line[:opened]))
            boneyards.add(len(pieces))
            pieces.append((start + opened, text[start + opened : close + 2]))
            start = close + 2
            continue
        if "/*" in line and _BONEYARD.fullmatch(line):
            boneyards.add(len(pieces))
        pieces.append((start, line))
    return [start for start, _ in pieces], [line for _, line in pieces], frozenset(boneyards)


def opened_in(line: str) -> int:
    """Where a line opens a boneyard that it does not close; -1 where it does not."""
    at = line.find("/*")
    while at >= 0 and (close := line.find("*/", at + 2)) >= 0:
        at = line.find("/*", close + 2)
    return at


def read_title_page(lines: Lines) -> tuple[dict[str, str], int]:
    """The title page and the index of the first line after it; no page where the first line is no key."""
    page: dict[str, str] = {}
    key = ""
    for index, (text, words) in enumerate(zip(lines.texts, lines.words, strict=True)):
        if not words:
            return page, index
        indented = text[0].isspace()
        match = None if indented or HEADING.match(text) else _TITLE_KEY.match(text)
        if match:
            key = match[1].strip().lower()
            page[key] = match[2].strip()
            indented_next = bool(lines.words[index + 1]) and lines.texts[index + 1][0].isspace()
            if not page[key] and len(page) == 1 and not indented_next:
                return {}, 0  # FADE IN:
        elif key and indented:
            page[key] = f"{page[key]}\n{words}".lstrip("\n")
        else:
            return {}, 0
    return page, len(lines.texts)


def is_cue(words: str) -> bool:
    """Whether a line is in capitals, extensions aside."""
    if words[0] in "!=#~>@.([" or (words[0] in "IEie" and HEADING.match(words)) or is_transition(words):
        return False
    if "(" not in words:
        return words.isupper()
    name = _EXTENSION.sub("", words).strip().removesuffix("^").strip()
    return bool(name) and (name.isupper() or (name == name.upper() and any(map(str.isupper, words))))


def is_transition(text: str) -> bool:
    return (text.endswith("TO:") and text.isupper()) or text in _FADES


def is_forced_heading(words: str) -> bool:
    """A period and a letter, a digit or an opening bracket or quotation mark: an ellipsis is none."""
    return words[:1] == "." and (words[1:2].isalnum() or words[1:2] in tuple("“‘「『《〈(['\""))


def is_name(words: str) -> bool:
    """Whether a line without capitals, as Hangul has none, could be somebody's name."""
    name = speaker_of(words)
    return name.upper() == name.lower() and bool(_NAME.fullmatch(name)) and any(map(str.isalpha, name))


def speaker_of(cue: str) -> str:
    """The name of a cue: without (V.O.) and the caret of dual dialogue."""
    cue = cue.removeprefix("@").rstrip("^ \t").strip()
    return (_EXTENSION.sub("", cue).strip() or cue) if "(" in cue else cue
