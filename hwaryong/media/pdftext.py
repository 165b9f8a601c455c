"""Words of a PDF and where they stand, read by PDFium in a process with limits of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwaryong.errors import BadInput

MAX_PDF_BYTES = 64 * 1024 * 1024
TIMEOUT_S = 60.0
_WORKER = Path(__file__).with_name("pdfworker.py")
_TAIL = 4096  # bytes at the end, where a whole PDF says %%EOF
_WHY = {
    "password": ("the PDF is encrypted", "open it with its password and save it without one"),
    "format": ("the PDF is damaged: no page can be read from it", "save or export it again"),
    "pages": ("the PDF has more than 2000 pages", "cut it into parts"),
    "glyphs": ("the PDF holds more text than a script can", "cut it into parts"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its left and right end in points, and a style digit for each character (see pdfworker)."""

    x0: float
    x1: float
    text: str
    styles: str


class Words:
    """Words that stand on one line, from the left."""

    __slots__ = ()
    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class TextLine(Words):
    """Words of one baseline from the left; `y` is points from the page's top, `page` counts from 0."""

    page: int
    y: float
    size: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page's size in points and its lines from the top."""

    width: float
    height: float
    lines: tuple[TextLine, ...]


def read_pages(data: bytes, where: str | Path) -> list[TextPage]:
    """The lines of every page; raises BadInput where a PDF is locked, scanned, cut off, damaged or a bomb."""
    if b"%PDF-" not in data[:1024]:
        raise BadInput("this is no PDF", where=where, mend="export the script as PDF")
    if len(data) > MAX_PDF_BYTES:
        raise BadInput(
            f"the PDF has more than {MAX_PDF_BYTES >> 20} MiB", where=where, mend="cut it into parts"
        )
    if b"%%EOF" not in data[-_TAIL:]:
        raise BadInput("the PDF is cut off: its end is missing", where=where, mend="get the whole file again")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_WORKER)],
            input=data,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadInput(
            f"the PDF could not be read within {TIMEOUT_S:.0f} seconds",
            where=where,
            mend="print it anew as PDF",
        ) from None
    if done.returncode:
        raise BadInput("the PDF cannot be read: its reader gave up", where=where, mend="print it anew as PDF")
    said = json.loads(done.stdout)
    if "error" in said:
        what, mend = _WHY[said["error"]]
        raise BadInput(what, where=where, mend=mend)
    pages = [_page(number, page) for number, page in enumerate(said["pages"])]
    if not any(page.lines for page in pages):
        pictures = any(page["images"] for page in said["pages"])
        what = "the PDF is a scan: it has pictures and no text" if pictures else "the PDF has no text"
        raise BadInput(what, where=where, mend="recognise its text (OCR) first, or export the script as PDF")
    return pages


def _page(number: int, said: dict[str, Any]) -> TextPage:
    lines = (
        TextLine(number, y, size, tuple(Word(*word) for word in words)) for y, size, words in said["lines"]
    )
    return TextPage(said["width"], said["height"], tuple(lines))
