"""Script: a screenplay in the syntax that it was written in, kept to the byte, with a typed view of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import ClassVar, Final, Literal, Self

from hwaryong.errors import BadInput
from hwaryong.media import fdx, fountain, koreanscript, plainscript, scriptjson
from hwaryong.media.base import Media, read_bytes
from hwaryong.media.encoding import decode, encode
from hwaryong.media.fountain import HEADING
from hwaryong.media.pdftext import MAX_PDF_BYTES
from hwaryong.media.screenplay import Element
from hwaryong.media.scriptmelt import melt

Syntax = Literal["fountain", "fdx", "korean", "plain", "json"]
MAX_SCRIPT_BYTES: Final = 16 * 1024 * 1024
SUFFIXES: Final[Mapping[Syntax, str]] = {
    "fountain": ".fountain", "fdx": ".fdx", "korean": ".txt", "plain": ".txt", "json": ".json"
}  # fmt: skip
_HANGUL: Final = re.compile(r"[가-힣]")
_LONG_SPEECH: Final = 600  # characters
PROSE: Final = (".md", ".markdown")
_BY_SUFFIX: Final[Mapping[str, Syntax]] = {
    ".fountain": "fountain", ".spmd": "fountain", ".fdx": "fdx", ".json": "json"
}  # fmt: skip
_MODULES: Final[Mapping[Syntax, ModuleType]] = {
    "fountain": fountain, "fdx": fdx, "korean": koreanscript, "plain": plainscript, "json": scriptjson
}  # fmt: skip


@dataclass
class Script(Media):
    """The text as it was written, its syntax, and the encoding of its file (see `hwaryong.media.encoding`).

    `json` is the syntax for programs: what was read from a PDF or inferred from prose keeps its confidence
    and its places there.
    """

    kind: ClassVar[str] = "script"

    text: str
    syntax: Syntax = "fountain"
    encoding: str = "utf-8"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a script in any syntax, told by its suffix and its words; raises BadInput.

        A PDF is melted, and becomes JSON. Text that looks like no script is taken for Fountain.
        """
        data = read_bytes(path, MAX_PDF_BYTES)
        if data.startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
            return cls._melted(data, path)
        if len(data) > MAX_SCRIPT_BYTES:
            what = f"the script has {len(data)} bytes, more than the {MAX_SCRIPT_BYTES} allowed"
            raise BadInput(what, where=path)
        text, encoding = decode(data, path)
        if not text.strip():
            raise BadInput("the script has nothing but white space", where=path, mend="write a scene in it")
        script = cls(text, recognised(text, path.suffix) or "fountain", encoding)
        try:
            _ = script.elements  # a broken file is refused here
        except BadInput as error:
            raise BadInput(error.what, where=path, mend=error.mend) from None
        return script

    @classmethod
    def _melted(cls, data: bytes, path: Path) -> Self:
        """A PDF's script; the places of its elements are those in its Fountain."""
        page, elements = melt(data, path)
        placed = fountain.parse(fountain.compose(page, elements))[1]
        if [element.type for element in placed] == [element.type for element in elements]:
            pairs = zip(elements, placed, strict=True)
            elements = tuple(replace(element, source=place.source) for element, place in pairs)
        return cls.of(page, elements, "json")

    def write(self, stem: Path) -> Path:
        """Write beside `stem` with the syntax's suffix, byte for byte what was read; raises BadInput."""
        path = stem.with_name(stem.name + SUFFIXES[self.syntax])
        path.write_bytes(encode(self.text, self.encoding))
        return path

    @classmethod
    def of(
        cls, title_page: Mapping[str, str], elements: Sequence[Element], syntax: Syntax = "fountain"
    ) -> Self:
        """The script that these elements make, in a syntax."""
        page = {key.lower(): value for key, value in title_page.items()}
        return cls(_MODULES[syntax].compose(page, elements), syntax)

    def converted(self, to: Syntax) -> Self:
        """The script in another syntax, flagged with what that has no place for."""
        if to == self.syntax:
            return self
        elements = self.elements if to == "json" else self.tidy
        return type(self).of(self.title_page, elements, to).flagged(*_MODULES[to].unheld(elements))

    def edited(self, index: int, words: str) -> Self:
        """The script with other words in one element and everything else as it is; raises BadInput."""
        if not 0 <= index < len(self.elements):
            raise BadInput(f"the script has no element {index}", mend=f"it has {len(self.elements)}, from 0")
        if self.syntax in ("korean", "plain"):
            return replace(self, text=_replaced(self.text, self.elements[index], words))
        return replace(self, text=_MODULES[self.syntax].edit(self.text, index, words))

    @cached_property
    def title_page(self) -> dict[str, str]:
        """The title page's keys (lower case) and values; values of several lines are joined by line ends."""
        return self._read[0]

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements in the order of the text; the time taken is linear in its length."""
        return self._read[1]

    @property
    def tidy(self) -> tuple[Element, ...]:
        """The elements without the white space around their words; that of action is the writer's."""
        return tuple(element if element.type == "action" else _tidy(element) for element in self.elements)

    @cached_property
    def _read(self) -> tuple[dict[str, str], tuple[Element, ...]]:
        read: tuple[dict[str, str], tuple[Element, ...]] = _MODULES[self.syntax].parse(self.text)
        return read


def recognised(text: str, suffix: str = "") -> Syntax | None:
    """The syntax of a text, by its file's suffix or else by its words; None where it looks like no script."""
    by_suffix = _BY_SUFFIX.get(suffix.lower())
    if by_suffix:
        return by_suffix
    if suffix.lower() in PROSE:
        return None
    start = text[:2000].lstrip()
    if start.startswith("<") and "<FinalDraft" in start:
        return "fdx"
    if start.startswith("{") and '"title_page"' in start:
        return "json"
    if koreanscript.looks_korean(text):
        return "korean"
    if plainscript.looks_plain(text):
        return "plain"
    return "fountain" if _looks_fountain(fountain.parse(text)[1]) else None


def _looks_fountain(elements: Sequence[Element]) -> bool:
    """Whether there are scene headings, or several cues with words that could be a speech.

    A novel's CHAPTER I is followed by thousands of characters.
    """
    count = Counter(element.type for element in elements)
    said = sum(len(element.text) for element in elements if element.type == "dialogue")
    cues = count["character"]
    return bool(count["scene_heading"]) or (
        cues > 1 and cues * 3 >= count["action"] and said < _LONG_SPEECH * cues
    )


def is_korean(text: str) -> bool:
    """Whether a text is in Korean: more than a third of its letters are Hangul."""
    letters = sum(map(str.isalpha, text))
    return 3 * len(_HANGUL.findall(text)) > letters


def _replaced(text: str, element: Element, words: str) -> str:
    """The text with other words where those of an element stand, and without its old line breaks."""
    start, end = element.source
    at = text.find(element.text, start, end)
    start, end = (at, at + len(element.text)) if element.text and at >= 0 else (start, end)
    return text[:start] + words + text[end:]


def _tidy(element: Element) -> Element:
    words = "\n".join(line.strip() for line in element.text.strip().split("\n"))
    return element if words == element.text else replace(element, text=words)


__all__ = ["HEADING", "SUFFIXES", "Element", "Script", "Syntax", "is_korean", "recognised"]
