"""Script: a screenplay in Fountain, kept to the byte, with a typed view of its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_bytes
from hwaryong.media.screenplay import Element, ElementType
from hwaryong.media.text import MAX_TEXT_BYTES, read_plain, write_plain

HEADING = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|I\.?/E|INT|EXT|EST)[. ]", re.IGNORECASE)
SCENE_NUMBER = re.compile(r"#([\w.\-]+)#\s*$")
TRANSITION = re.compile(r"(?:[^a-z]*TO:|FADE (?:TO BLACK|OUT)\.)$")
EXTENSION = re.compile(r"\([^()]*\)")
TITLE_KEY = re.compile(r"([^\s:][^:\n]{0,60}):(.*)$")
BONEYARD = re.compile(r"\s*/\*(?:(?!\*/).)*\*/\s*")
MARKS = {
    "centered": (">", " <"),
    "section": ("#", ""),
    "synopsis": ("=", ""),
    "note": ("[[", "]]"),
    "boneyard": ("/* ", " */"),
    "lyrics": ("~", ""),
    "page_break": ("===", ""),
    "parenthetical": ("", ""),
}
BOM = "\ufeff"


@dataclass(frozen=True)
class _Line:
    """A line without its line end, or a whole boneyard; `start` and `end` count characters."""

    start: int
    end: int
    text: str
    boneyard: bool = False

    @property
    def blank(self) -> bool:
        return not self.boneyard and not self.text.strip()


@dataclass
class Script(Media):
    """Fountain text (https://fountain.io/syntax) as it was written; `bom` keeps a byte order mark."""

    kind: ClassVar[str] = "script"

    text: str
    bom: bool = False

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a .fountain file; raises BadInput for other encodings, binary files and empty ones."""
        bom = read_bytes(path, MAX_TEXT_BYTES).startswith(BOM.encode())
        text = read_plain(path)
        if not text.strip():
            raise BadInput("the script has nothing but white space", where=path, mend="write a scene in it")
        return cls(text, bom)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .fountain, byte for byte what was read."""
        return write_plain(stem, ".fountain", (BOM if self.bom else "") + self.text)

    @classmethod
    def of(cls, title_page: dict[str, str], elements: list[Element]) -> Self:
        """Write typed elements as Fountain, forcing a type with its mark where the text is not enough."""
        parts = ["".join(f"{key}: {value}\n" for key, value in title_page.items())] if title_page else []
        for element in elements:
            if element.type in ("dialogue", "parenthetical") and parts:
                parts[-1] += _fountain(element) + "\n"
            else:
                parts.append(_fountain(element) + "\n")
        return cls("\n".join(parts))

    @cached_property
    def title_page(self) -> dict[str, str]:
        """The title page's keys (lower case) and values; values of several lines are joined by line ends."""
        return self._read[0]

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements in the order of the text; the time taken is linear in its length."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[dict[str, str], tuple[Element, ...]]:
        lines = list(_lines(self.text))
        page, body = _title_page(lines)
        return page, tuple(_elements(lines[body:]))


def _lines(text: str) -> Iterator[_Line]:
    """Cut the text into lines; a boneyard that fills its line, or runs on to others, is one piece."""
    start, closable = 0, True
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].rstrip("\r")
        opened = line.rfind("/*")
        if opened >= 0 and closable and "*/" not in line[opened + 2 :]:
            close = text.find("*/", end)
            closable = close >= 0
            if closable:
                if line[:opened].strip():
                    yield _Line(start, start + opened, line[:opened])
                yield _Line(start + opened, close + 2, text[start + opened : close + 2], boneyard=True)
                start = close + 2
                continue
        boneyard = BONEYARD.fullmatch(line) is not None
        yield _Line(start, start + len(line), line, boneyard)
        start = end + 1


def _title_page(lines: list[_Line]) -> tuple[dict[str, str], int]:
    """The title page and the index of the first line after it; no page where the first line is no key."""
    page: dict[str, str] = {}
    key = ""
    for index, line in enumerate(lines):
        if line.blank or line.boneyard:
            return page, index
        match = TITLE_KEY.match(line.text)
        indented = line.text[:1] in (" ", "\t")
        if match and not indented:
            key = match[1].strip().lower()
            page[key] = match[2].strip()
            following = lines[index + 1].text if index + 1 < len(lines) else ""
            if not page[key] and not (following[:1] in (" ", "\t") and following.strip()) and len(page) == 1:
                return {}, 0
        elif key and indented:
            page[key] = f"{page[key]}\n{line.text.strip()}".lstrip("\n")
        else:
            return {}, 0
    return page, len(lines)


def _elements(lines: list[_Line]) -> Iterator[Element]:
    """The line state machine: blocks of lines between blank lines, each block read from its first line."""
    closes = _note_ends(lines)
    pending: list[Element] = []
    index = 0
    while index < len(lines):
        if lines[index].blank:
            index += 1
            continue
        if lines[index].boneyard:
            block = [_element("boneyard", lines[index].text.strip()[2:-2].strip(), lines[index : index + 1])]
            index += 1
        elif (end := _cue_end(lines, index)) > index:
            block = _dialogue(lines[index:end])
            index = end
        else:
            one, index = _single(lines, index, closes[index])
            block = [one]
        if block[0].type != "character":
            yield from (*pending, *block)
            pending = []
            continue
        if block[0].dual:
            pending = [replace(element, dual=True) for element in pending]
        yield from pending
        pending = block
    yield from pending


def _single(lines: list[_Line], index: int, note_end: int | None) -> tuple[Element, int]:
    """The element that starts at a line that is no cue, and the index of the line after it."""
    line, text = lines[index], lines[index].text.strip()
    alone = _gap(lines, index - 1) and _gap(lines, index + 1)
    if text.startswith("[[") and note_end is not None and lines[note_end].text.rstrip().endswith("]]"):
        block = lines[index : note_end + 1]
        return _element(
            "note", "\n".join(part.text for part in block).strip()[2:-2].strip(), block
        ), note_end + 1
    if (marked := _marked(line, text)) is not None:
        return marked, index + 1
    if alone and HEADING.match(text):
        return _heading(line, text), index + 1
    if alone and TRANSITION.match(line.text.lstrip()):
        return _element("transition", text, [line]), index + 1
    end = index + 1
    while not _gap(lines, end) and _marked(lines[end], lines[end].text.strip()) is None:
        end += 1
    block = lines[index:end]
    said = "\n".join(part.text for part in block)
    return _element("action", said.replace("!", "", 1) if text[0] == "!" else said, block), end


def _marked(line: _Line, text: str) -> Element | None:
    """The element of a line that its first character decides; such a line needs no blank line before it."""
    if len(text) >= 3 and not text.strip("="):
        return _element("page_break", "", [line])
    match text[0]:
        case "=":
            return _element("synopsis", text[1:].strip(), [line])
        case "~":
            return _element("lyrics", text[1:].strip(), [line])
        case "#":
            title = text.lstrip("#")
            return _element("section", title.strip(), [line], level=len(text) - len(title))
        case ">" if len(text) > 1 and text.endswith("<"):
            return _element("centered", text[1:-1].strip(), [line])
        case ">":
            return _element("transition", text[1:].strip(), [line])
        case "." if text[1:2] not in (".", ""):
            return _heading(line, text[1:])
    return None


def _gap(lines: list[_Line], index: int) -> bool:
    """Whether there is nothing at `index` that an element could touch."""
    return not 0 <= index < len(lines) or lines[index].blank or lines[index].boneyard


def _heading(line: _Line, text: str) -> Element:
    number = SCENE_NUMBER.search(text)
    if number:
        text = text[: number.start()]
    return _element("scene_heading", text, [line], scene_number=number[1] if number else None)


def _cue_end(lines: list[_Line], index: int) -> int:
    """The index after the last line of the dialogue that a cue at `index` begins; `index` if it is no cue."""
    text = lines[index].text.strip()
    forced = text[0] == "@" and len(text) > 1
    if _gap(lines, index + 1) or not (forced or (_gap(lines, index - 1) and _is_cue(text))):
        return index
    end = index + 1
    while (
        end < len(lines) and not lines[end].boneyard and (not lines[end].blank or len(lines[end].text) >= 2)
    ):
        end += 1
    while lines[end - 1].blank:
        end -= 1
    return end


def _is_cue(text: str) -> bool:
    """Whether a line is in capitals, extensions aside; Hangul has no capitals and forces its cues with @."""
    text = text.strip().removesuffix("^").rstrip()
    name = EXTENSION.sub("", text)
    if text[0] in "!=#~>.([" or HEADING.match(text) or TRANSITION.match(text):
        return False
    capitals = any(letter.isupper() for letter in text)
    return capitals and bool(name.strip()) and not any(letter.islower() for letter in name)


def _dialogue(lines: list[_Line]) -> list[Element]:
    """The cue, and what is said: neighbouring lines of one type are one element."""
    cue = lines[0].text.strip().removeprefix("@")
    dual = cue.endswith("^")
    cue = cue.removesuffix("^").rstrip()
    speaker = EXTENSION.sub("", cue).strip() or cue
    elements = [_element("character", cue, lines[:1], speaker=speaker, dual=dual)]
    run: list[_Line] = []
    for line in [*lines[1:], None]:
        kind = _spoken(line) if line else None
        if run and (kind != _spoken(run[0]) or kind == "parenthetical"):
            said = "\n".join(part.text for part in run)
            before = _spoken(run[0])
            text = said if before == "dialogue" else said.strip().removeprefix("~").strip()
            elements.append(_element(before, text, run, speaker=speaker, dual=dual))
            run = []
        if line:
            run.append(line)
    return elements


def _spoken(line: _Line) -> ElementType:
    text = line.text.strip()
    if text.startswith("(") and text.endswith(")"):
        return "parenthetical"
    return "lyrics" if text.startswith("~") else "dialogue"


def _element(
    kind: ElementType, text: str, lines: list[_Line], *, scene_number: str | None = None,
    dual: bool = False, speaker: str | None = None, level: int = 0,
) -> Element:  # fmt: skip
    return Element(kind, text, (lines[0].start, lines[-1].end), scene_number, dual, speaker, level)


def _note_ends(lines: list[_Line]) -> list[int | None]:
    """For each line the index of the line where a note that begins there is closed; one pass from the end.

    A note may not hold an empty line (one of two spaces is not empty).
    """
    ends: list[int | None] = [None] * len(lines)
    after: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.boneyard or (line.blank and len(line.text) < 2):
            after = None
        elif "]]" in line.text:
            after = index
        ends[index] = after
    return ends


def _fountain(element: Element) -> str:
    """One element as Fountain text, with a forcing mark only where it is needed."""
    text = element.text
    match element.type:
        case "scene_heading":
            number = f" #{element.scene_number}#" if element.scene_number else ""
            return ("" if HEADING.match(text) else ".") + text.rstrip() + number
        case "character":
            return ("" if _is_cue(text) else "@") + text + (" ^" if element.dual else "")
        case "dialogue":
            return re.sub(r"^[ \t]?$", "  ", text, flags=re.MULTILINE)
        case "transition":
            return text if TRANSITION.match(text) else f"> {text}"
        case "action":
            first = text.lstrip()
            forced = first[0] in "!=#~>@." or first.startswith(("[[", "/*")) or HEADING.match(first)
            return f"!{text}" if forced or _is_cue(first.split("\n")[0]) or TRANSITION.match(first) else text
        case _:
            before, after = MARKS[element.type]
            before = before * max(1, element.level) if element.type == "section" else before
            return f"{before}{' ' if before[:1] in ('>', '#', '=') and text else ''}{text}{after}"


__all__ = ["Element", "Script"]
