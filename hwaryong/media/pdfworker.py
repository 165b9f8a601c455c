"""Reads the text of a PDF in a process of its own: a script, for a hostile file may hang or crash it.

PDF on standard input, JSON on standard output: `{"error": "password" | "format" | "pages" | "glyphs"}` or
`{"pages": [{"width", "height", "images", "lines": [[y, size, [[x0, x1, word, styles], …]], …]}]}`. Lengths
are points from the page's top left; y is a baseline; `styles` has a digit for each character of a word, the
sum of 1 bold, 2 italic, 4 underlined. Turned, white and pale text is left out.
"""

from __future__ import annotations

import ctypes
import json
import sys
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pypdfium2.raw as pdfium

MAX_PAGES, MAX_GLYPHS, MAX_PAGE_GLYPHS = 2000, 4_000_000, 60_000
MAX_RULES = 20_000  # objects of a page that are looked at
MEMORY_BYTES = 3 << 30
BOLD, ITALIC, UNDERLINE = 1, 2, 4
_WORD_GAP = 0.32  # of the size, where no space is written
_PALE = 170  # of 255, darkest channel: watermarks
_HYPHENS = {2, 0xFFFE, 0xAD}  # what PDFium makes of a hyphen that ends a line


class Unreadable(Exception):
    """Why nothing is read; a word of the list above."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How the characters of a text object are drawn; `shown` is false for what is no text of the script."""

    size: float
    style: int
    shown: bool


@dataclass(slots=True)
class Glyph:
    x: float
    y: float
    end: float
    text: str
    ink: Ink
    spaced: bool  # white space is written before it
    under: bool = False


def read(data: bytes) -> list[dict[str, Any]]:
    """The pages of a PDF; raises Unreadable."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Unreadable("password" if locked else "format")
    count = pdfium.FPDF_GetPageCount(document)
    if not 0 < count <= MAX_PAGES:
        raise Unreadable("pages" if count else "format")
    pages, total = [], 0
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            raise Unreadable("format")
        text = pdfium.FPDFText_LoadPage(page)
        glyphs = pdfium.FPDFText_CountChars(text) if text else 0
        total += glyphs
        if glyphs > MAX_PAGE_GLYPHS or total > MAX_GLYPHS:
            raise Unreadable("glyphs")
        pages.append(_page(page, text, glyphs))
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    return pages


def _page(page: Any, text: Any, count: int) -> dict[str, Any]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    refs = [ctypes.byref(value) for value in (left, bottom, right, top)]
    if not (pdfium.FPDFPage_GetCropBox(page, *refs) or pdfium.FPDFPage_GetMediaBox(page, *refs)):
        right.value, top.value = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    rules, images = _rules(page)
    glyphs = _glyphs(text, count)
    for glyph in glyphs:
        glyph.under = any(
            start - 1 <= (glyph.x + glyph.end) / 2 <= end + 1 for start, end, y in rules
            if 0 < glyph.y - y < 0.35 * glyph.ink.size
        )  # fmt: skip
    return {
        "width": right.value - left.value,
        "height": top.value - bottom.value,
        "images": images,
        "lines": [_line(line, left.value, top.value) for line in _lines(glyphs)],
    }


def _glyphs(text: Any, count: int) -> list[Glyph]:
    """What is drawn, in the order of the file; white space is left to the gaps between."""
    inks: dict[int, Ink] = {}
    found: list[Glyph] = []
    spaced = False
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 and code not in _HYPHENS:
            continue
        character = "-" if code in _HYPHENS else chr(code)
        if character.isspace() or code == 0:
            spaced = True
            continue
        drawn = pdfium.FPDFText_GetTextObject(text, index)
        key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
        ink = inks.get(key)
        if ink is None:
            ink = inks[key] = _ink(text, index, drawn)
        if not ink.shown:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, at_x, at_y)
        pdfium.FPDFText_GetLooseCharBox(text, index, at_box)
        found.append(Glyph(x.value, y.value, box.right, character, ink, spaced))
        spaced = False
    return found


def _ink(text: Any, index: int, drawn: Any) -> Ink:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix)):
        matrix.a = matrix.d = 1.0
    size = abs(pdfium.FPDFText_GetFontSize(text, index) * matrix.d)
    turned = abs(matrix.b) > 0.05 * abs(matrix.a) or matrix.a <= 0 or matrix.d <= 0
    if not drawn:
        return Ink(size, 0, not turned)
    font = pdfium.FPDFTextObj_GetFont(drawn)
    buffer = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("utf-8", "replace").lower()
    stroked = pdfium.FPDFTextObj_GetTextRenderMode(drawn) in (1, 2)
    bold = any(word in name for word in ("bold", "black", "heavy")) or stroked
    slanted = "italic" in name or "oblique" in name or matrix.c > 0.1 * matrix.d
    return Ink(size, BOLD * bold + ITALIC * slanted, not turned and not _pale(drawn))


def _pale(drawn: Any) -> bool:
    channels = [ctypes.c_uint(0) for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(drawn, *map(ctypes.byref, channels)):
        return False
    *colour, alpha = (channel.value for channel in channels)
    return min(255 - (255 - channel) * alpha // 255 for channel in colour) > _PALE


def _rules(page: Any) -> tuple[list[tuple[float, float, float]], int]:
    """The thin level bars of a page (start, end, y), and how many pictures it has."""
    rules, images = [], 0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    refs = [ctypes.byref(value) for value in (left, bottom, right, top)]
    for number in range(min(pdfium.FPDFPage_CountObjects(page), MAX_RULES)):
        item = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(item)
        images += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind != pdfium.FPDF_PAGEOBJ_PATH or not pdfium.FPDFPageObj_GetBounds(item, *refs):
            continue
        if top.value - bottom.value < 3 and right.value - left.value > 4:
            rules.append((left.value, right.value, (top.value + bottom.value) / 2))
    return rules, images


def _lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs of one baseline, from the top down, each line from the left."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (-one.y, one.x)):
        if lines and lines[-1][0].y - glyph.y < 0.3 * min(glyph.ink.size, lines[-1][0].ink.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=attrgetter("x")) for line in lines]


def _line(line: list[Glyph], left: float, top: float) -> list[Any]:
    sizes = sorted(glyph.ink.size for glyph in line)
    size = sizes[len(sizes) // 2]
    words: list[list[Any]] = []
    for glyph in line:
        style = str(glyph.ink.style | UNDERLINE * glyph.under)
        gap = glyph.x - words[-1][1] if words else size
        if gap > _WORD_GAP * size or (glyph.spaced and gap > 0.1 * size):
            words.append([glyph.x, glyph.end, glyph.text, style])
            continue
        last = words[-1]
        last[1] = max(last[1], glyph.end)
        last[2] += glyph.text
        last[3] += style
    shown = [[round(x - left, 2), round(end - left, 2), text, styles] for x, end, text, styles in words]
    return [round(top - line[0].y, 2), round(size, 2), shown]


def main() -> None:
    """Read standard input within a limit of memory; a parent holds the time."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said: dict[str, Any] = {"pages": read(sys.stdin.buffer.read())}
    except Unreadable as why:
        said = {"error": str(why)}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
