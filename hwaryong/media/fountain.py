"""Fountain, the plain text of screenplays (https://fountain.io/syntax, version 1.1), read line by line.

Where the specification and Fountain's own tests of 2015 (nyousefi/Fountain) leave room: a boneyard or note
that fills its lines is an element, inside other lines it stays in their text; a transition ends with its
colon and no space after it; "FADE OUT." and "FADE TO BLACK." are transitions too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final, NamedTuple

from hwaryong.media.screenplay import Element, ElementType

HEADING: Final = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|I\.?/E|INT|EXT|EST)[. ]", re.IGNORECASE)
_NUMBER = re.compile(r"#([\w.\-]+)#$")
_EXTENSION = re.compile(r"\([^()]*\)")
_TITLE_KEY = re.compile(r"([^\s:][^:]{0,60}):(.*)$")
_BONEYARD = re.compile(r"\s*/\*(?:[^*]|\*(?!/))*+\*/\s*")
_LINE_END = re.compile(r"\r\n?|\n")
_NAME = re.compile(r"\w[\w ·'’-]{0,19}")
_FADES: Final = ("FADE OUT.", "FADE TO BLACK.")
_MARKED: Final = "=~#>"  # these need no blank line before them
_WORDY: Final = ("scene_heading", "action", "character", "dialogue", "parenthetical")  # nothing without words
_GUESSED: Final = 0.8  # the confidence of a cue that has no capitals and is not forced


class _Lines(NamedTuple):
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


def parse(text: str) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page (keys in lower case) and the elements; linear in the length of the text."""
    lines = _lines(text)
    page, first = _title_page(lines)
    return page, tuple(_Reader(lines, text).elements(first))


def compose(title_page: Mapping[str, str], elements: Sequence[Element]) -> str:
    """Fountain text that is read back as these elements; a type is forced only where the text needs it.

    Fountain knows no revisions, no cue without a speech, and no empty line within an action.
    """
    blocks: list[str] = []
    speaking = left = False  # within a speech; after the first half of a dual dialogue
    for at, element in enumerate(elements):
        if not element.text.strip() and element.type in _WORDY:
            continue
        aside = element.type in ("note", "boneyard") and any(map(_spoken, elements[at + 1 : at + 2]))
        if speaking and (aside or _spoken(element)):
            blocks[-1] += written(element) + "\n"
            continue
        speaking = element.type == "character"
        right = speaking and element.dual and left
        left = speaking and element.dual and not right
        blocks.append(written(element, beside=right) + "\n")
    page = _page(title_page)
    if not page and blocks and _title_page(_lines(blocks[0]))[0]:
        return "\n" + "\n".join(blocks)  # it would be taken for a title page
    return "\n".join([page, *blocks] if page else blocks)


def edit(text: str, index: int, words: str) -> str:
    """The text with other words in element `index`, and nothing outside its span changed.

    `words` are as in `Element.text`. Line ends stay as they are in the text.
    """
    element = parse(text)[1][index]
    start, end = element.source
    beside = element.type == "character" and text[start:end].rstrip().endswith("^")
    fresh = written(replace(element, text=words), beside=beside)
    line_end = _LINE_END.search(text)
    fresh = fresh.replace("\n", line_end[0]) if line_end else fresh
    return text[:start] + fresh + text[end:]


def unheld(elements: Sequence[Element]) -> tuple[str, ...]:
    """What of a screenplay Fountain has no place for, a sentence each."""
    revised = sum(element.revision is not None for element in elements)
    measured = sum(element.eighths is not None for element in elements)
    return (
        *([f"{revised} revision marks were left out: Fountain has no place for them"] if revised else ()),
        *(
            [f"{measured} stored scene lengths were left out: Fountain has no place for them"]
            if measured
            else ()
        ),
    )


def written(element: Element, *, beside: bool = False) -> str:
    """One element as Fountain text without its last line end; `beside` marks a dual dialogue's second cue."""
    text = element.text.strip("\r\n") if element.type == "boneyard" else _harmless(element.text.strip("\r\n"))
    match element.type:
        case "action":
            return _written_action(text.split("\n"))
        case "dialogue":
            return "\n".join(line if line.strip() else "  " for line in text.split("\n"))
        case "lyrics":
            return "\n".join(f"~{line}" for line in _harmless(element.text).split("\n"))
        case "note":
            inner = "\n".join(
                line if line.strip() else "  " for line in text.replace("]]", "] ]").split("\n")
            )
            return f"[[{inner}]]"
        case "boneyard":
            inner = text.replace("*/", "* /")
            return f"/*\n{inner}\n*/" if "\n" in inner else f"/* {inner} */"
        case "page_break":
            return "==="
        case _:
            return _written_line(element, re.sub(r"\s*\n\s*", " ", text), beside)


def _written_line(element: Element, text: str, beside: bool) -> str:
    match element.type:
        case "scene_heading":
            number = re.sub(r"[^\w.\-]+", "-", element.scene_number or "")
            text = text if number else text.rstrip()
            gap = "" if text[-1:].isspace() else " "
            return ("" if HEADING.match(text) else ".") + text + (f"{gap}#{number}#" if number else "")
        case "character":
            return ("" if _is_cue(text) else "@") + text + (" ^" if beside else "")
        case "parenthetical":
            return text if text.startswith("(") and text.endswith(")") else f"({text})"
        case "transition":
            natural = _is_transition(text) and text[0].isalnum() and not HEADING.match(text)
            return text if natural else f"> {text}"
        case "centered":
            return f"> {text} <"
        case "section":
            return f"{'#' * max(1, element.level)} {text}".rstrip()
        case _:
            return f"= {text}".rstrip()


def _spoken(element: Element) -> bool:
    return element.type in ("dialogue", "parenthetical") or (
        element.type == "lyrics" and element.speaker is not None
    )


def _harmless(text: str) -> str:
    """The text with no boneyard that is opened in a line and not closed there."""
    if "/*" not in text:
        return text
    lines = text.split("\n")
    return "\n".join(line if _opened(line) < 0 else line.replace("/*", "/ *") for line in lines)


def _written_action(lines: list[str]) -> str:
    first = lines[0].strip()
    if len(lines) == 1:
        forced = bool(HEADING.match(first)) or _is_transition(lines[0].lstrip())
    else:
        forced = _is_cue(first) or _is_name(first)
    forced = forced or first.startswith(("@", "[[")) or _is_forced_heading(first)
    marked = [line.lstrip().startswith((*_MARKED, "!", "/*")) for line in lines]
    marked[0] = marked[0] or forced
    return "\n".join(f"!{line}" if force else line for line, force in zip(lines, marked, strict=True))


def _page(title_page: Mapping[str, str]) -> str:
    """The title page's lines; a value of several lines is indented below its key."""
    page = []
    for key, value in title_page.items():
        lines = [line.strip() for line in value.split("\n") if line.strip()]
        name = re.sub(r"[:\s]+", " ", key).strip().capitalize()
        if len(lines) == 1:
            page.append(f"{name}: {lines[0]}\n")
        elif lines:
            page += [f"{name}:\n", *(f"    {line}\n" for line in lines)]
    return "".join(page)


def _lines(text: str) -> _Lines:
    """Cut the text into lines; a boneyard that fills its line, or runs on to others, is one piece."""
    if "\r" in text:
        ends = [match.span() for match in _LINE_END.finditer(text)]
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
    return _Lines([*starts, len(text)], [*texts, ""], [*words, ""], boneyards)


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
        opened = _opened(line) if closable else -1
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


def _opened(line: str) -> int:
    """Where a line opens a boneyard that it does not close; -1 where it does not."""
    at = line.find("/*")
    while at >= 0 and (close := line.find("*/", at + 2)) >= 0:
        at = line.find("/*", close + 2)
    return at


def _title_page(lines: _Lines) -> tuple[dict[str, str], int]:
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


class _Reader:
    """Reads the lines after the title page."""

    def __init__(self, lines: _Lines, text: str) -> None:
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
        if words[0] in _MARKED:
            return self._marked(index, words)
        span = self._lines.span(index, index + 1)
        if _is_forced_heading(words):
            return _heading(words[1:], span), index + 1
        if not before and not self._words[index + 1] and words[0] != "!":
            if HEADING.match(words):
                return _heading(words, span), index + 1
            if _is_transition(self._texts[index].lstrip()):
                return Element("transition", words, span), index + 1
        end = index + 1
        while (following := self._words[end]) and following[0] not in _MARKED:
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
        return not before and (_is_cue(words) or (bool(self._names) and _speaker(words) in self._names))

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
        speaker = _speaker(cue)
        sure = 1.0 if words[0] == "@" or not self._names or _is_cue(words) else _GUESSED
        found.append(Element("character", cue, span(index, index + 1), None, dual, speaker, confidence=sure))
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
                found.append(Element(kind, said, span(start, stop), None, dual, speaker, confidence=sure))
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


def _speaker(cue: str) -> str:
    """The name of a cue: without (V.O.) and the caret of dual dialogue."""
    cue = cue.removeprefix("@").rstrip("^ \t").strip()
    return (_EXTENSION.sub("", cue).strip() or cue) if "(" in cue else cue


def _is_cue(words: str) -> bool:
    """Whether a line is in capitals, extensions aside."""
    if words[0] in "!=#~>@.([" or HEADING.match(words) or _is_transition(words):
        return False
    if "(" not in words:
        return words.isupper()
    name = _EXTENSION.sub("", words).strip().removesuffix("^").strip()
    return bool(name) and (name.isupper() or (name == name.upper() and any(map(str.isupper, words))))


def _is_transition(text: str) -> bool:
    return (text.endswith("TO:") and text.isupper()) or text in _FADES


def _is_forced_heading(words: str) -> bool:
    """A period and a letter, a digit or an opening bracket or quotation mark: an ellipsis is none."""
    return words[:1] == "." and (words[1:2].isalnum() or words[1:2] in tuple("“‘「『《〈(['\""))


def _is_name(words: str) -> bool:
    """Whether a line without capitals, as Hangul has none, could be somebody's name."""
    name = _speaker(words)
    return name.upper() == name.lower() and bool(_NAME.fullmatch(name)) and any(map(str.isalpha, name))


def _names(lines: _Lines) -> frozenset[str]:
    """The names without capitals that stand where a cue would, twice or with a parenthetical, or are forced.

    Fountain asks for capitals, which Hangul has not, so that writers leave the @ out.
    """
    seen: Counter[str] = Counter()
    for before, words, after in zip(["", *lines.words], lines.words, lines.words[1:], strict=False):
        if not words or not after:
            continue
        if words[0] == "@" or (not before and _is_name(words)):
            sure = words[0] == "@" or words[-1] == ")" or _kind(after) == "parenthetical"
            seen[_speaker(words)] += 2 if sure else 1
    return frozenset(name for name, times in seen.items() if name and times > 1)


def _note_ends(lines: _Lines) -> list[int | None]:
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


__all__ = ["HEADING", "compose", "edit", "parse", "unheld", "written"]
