"""Plain text as typewriters set it: cues and dialogue are told by how far they are indented.

It is read as a printed page is (`scriptmelt`), one character a column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hwaryong.media.emphasis import plain
from hwaryong.media.pages import BOXES
from hwaryong.media.pdftext import TextLine, TextPage, Word
from hwaryong.media.screenplay import Element
from hwaryong.media.scriptmelt import melted
from hwaryong.media.wrap import columns, paragraphs, wrapped

_PITCH_PT: Final = 7.2
_LEADING_PT: Final = 12.0
_MARGIN: Final = BOXES["action"][0]
_WIDTH: Final = BOXES["action"][1]
_WIDTH_PT, _HEIGHT_PT = 612.0, 792.0
_FURNITURE: Final = re.compile(
    r"\s*\(?CONTINUED:?\)?(?:\s*\(\d+\))?\s*|\s{20,}\d{1,4}\.?\s*|\s*[-–]\s*\d{1,4}\s*[-–]\s*"
)
_UNPRINTED: Final = frozenset({"section", "synopsis", "note", "boneyard"})
_SPOKEN: Final = frozenset({"dialogue", "parenthetical"})
_KEY = re.compile(r"(title|credit|author|source|draft date|date|contact|copyright)\s*:\s*(.*)", re.IGNORECASE)
_CUE_COLUMN: Final = 10  # right of the action, at the least
_SAID_COLUMN: Final = 4


def parse(text: str) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page and the elements; page numbers and (CONTINUED) are left out, broken lines joined."""
    lines = [line.rstrip().expandtabs(8) for line in re.split(r"\r\n?|\n", text)]
    page, first = _title_page(lines)
    pages = _pages(lines[first:])
    if not pages:
        return page, ()
    title, elements = melted(pages)
    return {**title, **page}, tuple(_placed(elements, text))


def compose(title_page: Mapping[str, str], elements: Sequence[Element]) -> str:
    """The text as it is printed, without pages: what is not printed is left out (`unheld`)."""
    head = [f"{key.capitalize()}: {' / '.join(value.split(chr(10)))}" for key, value in title_page.items()]
    blocks = ["\n".join(head)] if head else []
    for element in elements:
        if element.type in _UNPRINTED or element.type == "page_break" or not element.text.strip():
            continue
        lines = "\n".join(_lines(element))
        if blocks and (element.type in _SPOKEN or (element.type == "lyrics" and element.speaker)):
            blocks[-1] += "\n" + lines
        else:
            blocks.append(lines)
    return "\n\n".join(blocks) + "\n"


def unheld(elements: Sequence[Element]) -> tuple[str, ...]:
    """What of a screenplay plain text has no place for, a sentence each."""
    count = Counter(
        what for element in elements for what, found in (
            ("sections, synopses, notes and boneyards were left out", element.type in _UNPRINTED),
            ("page breaks were left out", element.type == "page_break"),
            ("parts of dual dialogue stand one below the other", element.dual),
            ("emphasised elements lost their marks", plain(element.text) != element.text),
            ("revision marks were left out", element.revision is not None),
        ) if found
    )  # fmt: skip
    return tuple(f"{number} {what}: plain text has no place for them" for what, number in count.items())


def looks_plain(text: str) -> bool:
    """Whether most cues of a text are indented, and what is said below them is too."""
    lines = [line.expandtabs(8) for line in text.splitlines()]
    left = min((_indent(line) for line in lines if line.strip()), default=0)
    cues = [
        (_indent(line) - left, _indent(after) - left)
        for before, line, after in zip(["", *lines], lines, lines[1:], strict=False)
        if not before.strip() and after.strip() and plain(line).strip().isupper()
    ]
    set_off = [cue for cue, said in cues if cue >= _CUE_COLUMN and _SAID_COLUMN <= said < cue]
    return len(set_off) > 1 and 2 * len(set_off) > len(cues)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _lines(element: Element) -> Iterator[str]:
    """An element's lines in its columns."""
    column, width = BOXES[element.type]
    number = f"{element.scene_number}  " if element.scene_number else ""
    for paragraph in paragraphs(number + element.text):
        for line in wrapped(paragraph, width) or [paragraph]:
            words, indent = line.text.rstrip(), column - _MARGIN
            if element.type == "centered":
                indent = (_WIDTH - columns(words.strip())) // 2
            elif element.type == "transition":
                indent = _WIDTH - columns(words)
            yield " " * max(0, indent) + (words.strip() if element.type == "centered" else words)


def _title_page(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """The keys at the top, a line each, and the index of the line after them."""
    page: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = _KEY.fullmatch(line)
        if not match:
            return page, index
        page[match[1].lower()] = match[2].replace(" / ", "\n")
    return page, len(lines)


def _pages(lines: Sequence[str]) -> list[TextPage]:
    """The words where a typewriter puts them; a form feed begins a page."""
    pages: list[list[TextLine]] = [[]]
    left = min((_indent(line) for line in lines if line.strip()), default=0)
    row = 0
    for line in lines:
        if line.startswith("\f"):
            pages.append([])
            row = 0
        line = line.replace("\f", "")
        row += 1
        if line.strip() and not _FURNITURE.fullmatch(line):
            words = tuple(_words(line, _MARGIN - left))
            pages[-1].append(TextLine(len(pages) - 1, _HEIGHT_PT / 8 + row * _LEADING_PT, 12.0, words))
    return [
        TextPage(_WIDTH_PT, max(_HEIGHT_PT, page[-1].y * 1.2 if page else 0.0), tuple(page))
        for page in pages
        if any(pages)
    ]


def _words(line: str, shift: int) -> Iterator[Word]:
    start = shift
    for match in re.finditer(r"(\s*)(\S+)", line):
        start += columns(match[1])
        end = start + columns(match[2])
        yield Word(start * _PITCH_PT, end * _PITCH_PT, match[2], "0" * len(match[2]))
        start = end


def _placed(elements: Sequence[Element], text: str) -> Iterator[Element]:
    """The elements with their spans: their words are looked for one after the other."""
    end = 0
    for element in elements:
        words = element.text.split()
        start = text.find(words[0], end) if words else end
        start = end if start < 0 else start
        at = start
        for word in words:
            found = text.find(word, at)
            at = found + len(word) if 0 <= found < at + _WIDTH * 4 else at
        yield replace(element, source=(start, at))
        end = at


__all__ = ["compose", "looks_plain", "parse", "unheld"]
