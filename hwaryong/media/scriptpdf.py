"""A screenplay's pages as a PDF, set by Typst: every character in its column, every glyph embedded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from PIL import ImageFont

from hwaryong.errors import HwaryongError
from hwaryong.media.emphasis import Run
from hwaryong.media.pages import Line, PaperName, paginate
from hwaryong.media.screenplay import Element
from hwaryong.media.wrap import columns

PITCH_PT, LEADING_PT = 7.2, 12.0  # 10 characters and 6 lines to the inch
FIRST_BASELINE_PT = 81.5  # of row 0: an inch of margin and an ascent
_FOLDER = resources.files("hwaryong.media")
_TYPEWRITTEN = (  # what Courier Prime has of Latin; the rest is set one by one
    "\x20-\x7e\xa0-\u0137\u0139-\u0148\u014a-\u017e\u0192\u0218-\u021b\u0237\u02c6\u02c7\u02d8-\u02dd"
    "\u1e80-\u1e85\u1ef2\u1ef3\u2011\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030"
    "\u2032\u2033\u2039\u203a\u2044\u2074\u20a3\u20a9\u20ac\u2122\u2202\u220f\u2211\u2212\u2215\u221a\u221e\u222b"
    "\u2248\u2260\u2264\u2265\u25ca"
)
_OPENING, _CLOSING = "「『《〈【〔（［｛", "」』》〉】〕）］｝、。，．"  # half of their columns is empty
_PIECE = re.compile(
    rf"(?P<latin>[{_TYPEWRITTEN}]+)|(?P<hangul>[\uac00-\ud7a3]+)"
    rf"|(?P<opening>[{re.escape(_OPENING)}])|(?P<closing>[{re.escape(_CLOSING)}])"
    r"|(?P<ideograph>[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    r"|(?P<other>.[\u0300-\u036f]*)"
)
_NO_GLYPH = "\u25a1"  # printed for a character that no font has


def set_pages(
    title_page: Mapping[str, str], elements: Sequence[Element], *, paper: PaperName = "letter"
) -> bytes:
    """The PDF of a screenplay; the same screenplay gives the same bytes (no clock, no system font)."""
    import typst

    pages = paginate(title_page, elements, paper=paper)
    sheets: dict[int, list[list[Any]]] = {page: [] for page in range(1, pages.count + 1)}
    for line in pages.lines:
        sheets.setdefault(line.page, []).extend(_pieces(line))
    said = {
        "title": title_page.get("title", ""),
        "width": pages.paper.width_pt,
        "height": pages.paper.height_pt,
        "pages": [sheets[page] for page in sorted(sheets)],
    }
    try:
        done = typst.compile(
            (_FOLDER / "templates" / "screenplay.typ").read_bytes(),
            font_paths=_fonts(),
            sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
            pdf_tags=False,
        )
    except typst.TypstError as error:
        raise HwaryongError(f"The script cannot be set as PDF ({str(error).splitlines()[0]}).") from None
    return bytes(done)


def unprintable(title_page: Mapping[str, str], elements: Sequence[Element]) -> str:
    """The characters for which the fonts have no glyph; an empty square is printed for them."""
    lines = paginate(title_page, elements).lines
    return "".join(sorted({character for line in lines for character in line.text if not _has(character)}))


@cache
def _fonts() -> Any:
    """Courier Prime and Noto Sans KR, read once."""
    import pylopdf_fonts_ko
    import typst

    with resources.as_file(_FOLDER / "fonts") as folder:
        paths = [str(folder), str(pylopdf_fonts_ko.sans_path().parent)]
        return typst.Fonts(include_system_fonts=False, font_paths=paths)


def _pieces(line: Line) -> Iterator[list[Any]]:
    """What the template sets of a line: x, y, kind, width, style letters, text; points from the top left."""
    at = line.column
    y = round(FIRST_BASELINE_PT + LEADING_PT * line.row, 2)
    for run in line.runs:
        style = _style(run)
        for piece in _PIECE.finditer(run.text):
            kind, text = piece.lastgroup, piece[0]
            wide = columns(text)
            x, width = round(at * PITCH_PT, 2), round(wide * PITCH_PT, 2)
            if run.underline:
                yield [x, y, "rule", width, "", ""]
            if text.strip():
                if kind in ("ideograph", "other"):
                    text = "".join(one if _has(one) else _NO_GLYPH for one in text)
                yield [x, y, kind, width, style, text]
            at += wide


def _style(run: Run) -> str:
    return "b" * run.bold + "i" * run.italic


@cache
def _has(character: str) -> bool:
    """Whether a font has a glyph for a character: one that looks other than the glyph for none."""
    found = _PIECE.match(character)
    if found is None or found.lastgroup not in ("ideograph", "other"):
        return True
    font = _noto()
    return bytes(font.getmask(character)) != bytes(font.getmask("\U0010ffff"))


@cache
def _noto() -> ImageFont.FreeTypeFont:
    import pylopdf_fonts_ko

    return ImageFont.truetype(str(pylopdf_fonts_ko.sans_path()), 24, layout_engine=ImageFont.Layout.BASIC)
