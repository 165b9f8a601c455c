"""Reads the lines of a Fountain text as elements, one after the other."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from hwaryong.media.fountainlines import (
    HEADING,
    MARKED,
    Lines,
    is_cue,
    is_forced_heading,
    is_name,
    is_transition,
    speaker_of,
)  # fmt: skip
from hwaryong.media.screenplay import Element, ElementType

_NUMBER = re.compile(r"#([\w.\-]+)#$")
_GUESSED: Final = 0.8  # the confidence of a cue that has no capitals and is not forced


class Reader:
    """Reads the lines after the title page."""

    def __init__(self, lines: Lines, text: str) -> None:
        self._lines, self._texts, self._words = lines, lines.texts, lines.words
        self._note_ends = _note_ends(lines) if "[[" in text else None
        self._names = frozenset[str]() if text.isascii() else _names(lines)

    def elements(self, index: int) -> list[Element]:
        """The elements from a line on."""
        found: list[Element] = []
        right = False  # whether the next speech stands beside the last one
        before = ""  # the words of the line before, where it is no gap
        while index < len(self._words):
            words = self._words[index]
            if not words:
                if index in self._lines.boneyards:
                    found.append(self._boneyard(index))
                    right = False
                index += 1
            elif self._words[index + 1] and self._begins_speech(index, words, before):
                end = self._speech_end(index)
                left = not right and self._stands_beside(end)
                self._speech(index, end, left or right, found)
                index, right = end, left
            else:
                element, index = self._single(index, words, before)
                found.append(element)
                right = False
            before = self._words[index - 1]
        return found

    def _boneyard(self, index: int) -> Element:
        return Element(
            "boneyard", self._texts[index].strip()[2:-2].strip(), self._lines.span(index, index + 1)
        )

    def _single(self, index: int, words: str, before: str) -> tuple[Element, int]:
        """The element that begins at a line that is no cue, and the index of the line after it."""
        if words.startswith("[[") and (end := self._note_end(index)) is not None:
            return self._note(index, end), end + 1
        if words[0] in MARKED:
            return self._marked(index, words)
        span = self._lines.span(index, index + 1)
        if is_forced_heading(words):
            return _heading(words[1:], span), index + 1
        if not before and not self._words[index + 1] and words[0] != "!":
            if HEADING.match(words):
                return _heading(words, span), index + 1
            if is_transition(self._texts[index].lstrip()):
                return Element("transition", words, span), index + 1
        end = index + 1
        while (following := self._words[end]) and following[0] not in MARKED:
            end += 1
        lines = zip(self._texts[index:end], self._words[index:end], strict=True)
        said = "\n".join(
            line.replace("!", "", 1) if words[0] == "!" != words else line for line, words in lines
        )
        return Element("action", said, self._lines.span(index, end)), end

    def _marked(self, index: int, words: str) -> tuple[Element, int]:
        """The element of a line that its first character decides, and the index of the line after it."""
        span = self._lines.span(index, index + 1)
        match words[0]:
            case "=" if len(words) >= 3 and not words.strip("="):
                return Element("page_break", "", span), index + 1
            case "=":
                return Element("synopsis", words[1:].strip(), span), index + 1
            case "#":
                title = words.lstrip("#")
                return Element("section", title.strip(), span, level=len(words) - len(title)), index + 1
            case "~":
                end = index + 1
                while self._words[end][:1] == "~":
                    end += 1
                said = "\n".join(line[1:].strip() for line in self._words[index:end])
                return Element("lyrics", said, self._lines.span(index, end)), end
            case _ if len(words) > 1 and words[-1] == "<":
                return Element("centered", words[1:-1].strip(), span), index + 1
            case _:
                return Element("transition", words[1:].strip(), span), index + 1

    def _note_end(self, index: int) -> int | None:
        """The index of the line where a note that begins at `index` ends; None where words follow it."""
        end = self._note_ends[index] if self._note_ends else None
        if end is None:
            return None
        closed = self._words[end].find("]]", 2 if end == index else 0)
        return end if closed == len(self._words[end]) - 2 else None

    def _note(self, index: int, end: int) -> Element:
        lines = zip(self._texts[index : end + 1], self._words[index : end + 1], strict=True)
        inner = "\n".join(text if words else "" for text, words in lines).strip()[2:-2].strip()
        return Element("note", inner, self._lines.span(index, end + 1))

    def _begins_speech(self, index: int, words: str, before: str) -> bool:
        """Whether a line that another follows is a cue."""
        if words[0] == "@":
            return bool(words.strip("@^ \t"))
        return not before and (is_cue(words) or (bool(self._names) and speaker_of(words) in self._names))

    def _speech_end(self, index: int) -> int:
        """The index after the last line of the speech whose cue is at `index`."""
        end = index + 1
        while self._words[end] or not self._lines.silent(end):
            end += 1
        while not self._words[end - 1]:
            end -= 1
        return end

    def _stands_beside(self, index: int) -> bool:
        """Whether the next thing from a line on is the second speech of a dual dialogue."""
        while index < len(self._words) - 1 and not self._words[index]:
            if index in self._lines.boneyards:
                return False
            index += 1
        words = self._words[index]
        return words[-1:] == "^" and bool(self._words[index + 1]) and self._begins_speech(index, words, "")

    def _speech(self, index: int, end: int, dual: bool, found: list[Element]) -> None:
        """Add the cue and what is said, like lines in a row as one."""
        span, all_words = self._lines.span, self._words
        words = all_words[index]
        cue = words.removeprefix("@").rstrip("^ \t").strip()
        speaker = speaker_of(cue)
        sure = 1.0 if words[0] == "@" or not self._names or is_cue(words) else _GUESSED
        found.append(Element("character", cue, span(index, index + 1), None, dual, speaker, 0, None, sure))
        start = index + 1
        while start < end:
            kind, stop = _kind(all_words[start]), start + 1
            if kind == "parenthetical":
                said = all_words[start]
            else:
                while stop < end and _kind(all_words[stop]) == kind:
                    stop += 1
                said = self._said(start, stop, kind)
            if said or kind == "lyrics":
                found.append(Element(kind, said, span(start, stop), None, dual, speaker, 0, None, sure))
            start = stop

    def _said(self, start: int, stop: int, kind: ElementType) -> str:
        if kind == "lyrics":
            return "\n".join(words[1:].strip() for words in self._words[start:stop])
        if stop == start + 1:
            return self._texts[start] if self._words[start] else ""
        lines = zip(self._texts[start:stop], self._words[start:stop], strict=True)
        return "\n".join(text if words else "" for text, words in lines).strip("\n")


def _kind(words: str) -> ElementType:
    """What a line of a speech is."""
    if words[:1] == "(" and words[-1] == ")":
        return "parenthetical"
    return "lyrics" if words[:1] == "~" else "dialogue"


def _heading(words: str, span: tuple[int, int]) -> Element:
    number = _NUMBER.search(words) if words[-1] == "#" else None
    if number:
        return Element("scene_heading", words[: number.start()], span, number[1])
    return Element("scene_heading", words, span)


def _names(lines: Lines) -> frozenset[str]:
    """The names without capitals that stand where a cue would, twice or with a parenthetical, or are forced.

    Fountain asks for capitals, which Hangul has not, so that writers leave the @ out.
    """
    seen: Counter[str] = Counter()
    for before, words, after in zip(["", *lines.words], lines.words, lines.words[1:], strict=False):
        if not words or not after:
            continue
        if words[0] == "@" or (not before and is_name(words)):
            sure = words[0] == "@" or words[-1] == ")" or _kind(after) == "parenthetical"
            seen[speaker_of(words)] += 2 if sure else 1
    return frozenset(name for name, times in seen.items() if name and times > 1)


def _note_ends(lines: Lines) -> list[int | None]:
    """For each line the index of the first line from there on that closes a note, if no gap is between."""
    ends: list[int | None] = [None] * len(lines.words)
    end: int | None = None
    for index in range(len(lines.words) - 1, -1, -1):
        if "]]" in lines.words[index]:
            end = index
        elif lines.silent(index):
            end = None
        ends[index] = end
    return ends
