"""The rows of a printed script: its measures found, its page furniture taken off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from hwaryong.media.pdftext import TextLine, TextPage, Word, Words
from hwaryong.media.wrap import columns

_PAGE_NUMBER = re.compile(
    r"(?:page\s*|p\.\s*|[-–—(]\s*)?\d{1,4}[A-Z]?(?:\s*(?:/|of)\s*\d{1,4})?[.)]?(?:\s*[-–—])?", re.I
)
_SCENE_NUMBER = re.compile(r"(?:[A-Z]{0,2}\d{1,4}[A-Z]{0,3})(?:-\w{1,4})*\.?")
_CARRIED = re.compile(
    r"\(?CONTINUED:?\)?(?:\s*\(\d+\))?", re.I
)  # at a page's foot and head, in shooting scripts
_EDGE = 0.115  # of a page's height: where headers and footers stand
_WIDE = 38  # columns: nothing but action is so wide
_GUTTER = 2.6  # columns without ink that part what stands side by side


@dataclass(frozen=True)
class Measures:
    """A script's layout in points: width of a column, line to line, left and right end of the action."""

    pitch: float
    leading: float
    left: float
    right: float
    width: float


@dataclass(frozen=True)
class Row(Words):
    """A line of the script itself; `gap` counts the empty lines above it, None at the top of a page.

    `number` is a scene number that stands in the margins, `revised` a mark there; `room` counts the lines
    that are empty below a page's last row.
    """

    page: int
    y: float
    words: tuple[Word, ...]
    gap: int | None
    number: str | None = None
    revised: bool = False


def rows(pages: Sequence[TextPage]) -> tuple[Measures, list[Row]]:
    """The measures of a script's pages and their rows in order, without numbers, headers and watermarks."""
    kept = [list(lines) for lines in _without_furniture(pages)]
    measures = _measures([line for lines in kept for line in lines], pages[0].width)
    found: list[Row] = []
    for lines in kept:
        above: float | None = None
        for line in lines:
            row = _row(line, measures, above)
            if row is not None:
                found.append(row)
                above = line.y
    return measures, found


def segments(words: Sequence[Word], pitch: float, gutter: float = _GUTTER) -> list[tuple[Word, ...]]:
    """Words side by side, parted where more than `gutter` columns are empty."""
    parts: list[list[Word]] = []
    for word in words:
        if parts and word.x0 - parts[-1][-1].x1 <= gutter * pitch:
            parts[-1].append(word)
        else:
            parts.append([word])
    return [tuple(part) for part in parts]


def _without_furniture(pages: Sequence[TextPage]) -> Iterator[Iterable[TextLine]]:
    sizes = [line.size for page in pages for line in page.lines]
    usual = median(sizes) if sizes else 12.0
    repeated = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    often = {key for key, count in repeated.items() if count >= max(3, 0.4 * len(pages))}
    for page in pages:
        edges = {id(line): line for line in _edges(page)}
        yield [
            line
            for line in page.lines
            if line.size < 1.6 * usual
            and not (id(line) in edges and _key(line) in often)
            and not (_is_edge(page, line) and _PAGE_NUMBER.fullmatch(line.text))
            and not (_CARRIED.fullmatch(line.text) and line in (*page.lines[:4], *page.lines[-4:]))
        ]


def _edges(page: TextPage) -> list[TextLine]:
    """The lines in the head and the foot of a page, those aside that touch the text."""
    lines = page.lines
    return [
        line
        for at, line in enumerate(lines)
        if _is_edge(page, line)
        and (
            (at + 1 == len(lines) or lines[at + 1].y - line.y > 1.6 * line.size)
            if line.y < page.height / 2
            else line.y - lines[at - 1].y > 1.6 * line.size
        )
    ]


def _is_edge(page: TextPage, line: TextLine) -> bool:
    """Whether a line stands where headers and footers do."""
    return line.y < _EDGE * page.height or line.y > (1 - 0.7 * _EDGE) * page.height


def _key(line: TextLine) -> tuple[int, str]:
    """What two headers have in common: their height and their words, numbers aside."""
    return round(line.y / 6), re.sub(r"\d+", "#", line.text)


def _measures(lines: Sequence[TextLine], width: float) -> Measures:
    words = [word for line in lines for word in line.words if len(word.text) >= 3]
    pitch = median((word.x1 - word.x0) / columns(word.text) for word in words) if words else 7.2
    steps = Counter(
        round(2 * (b.y - a.y)) / 2 for a, b in pairwise(lines) if a.page == b.page and b.y - a.y < 3 * a.size
    )
    most = max(steps.values(), default=0)
    leading = min((step for step, count in steps.items() if step > 6 and count >= 0.2 * most), default=12.0)
    firsts = [segments(line.words, pitch)[0] for line in lines]
    wide = [part for part in firsts if part[-1].x1 - part[0].x0 >= _WIDE * pitch] or firsts
    left = _usual((part[0].x0 for part in wide), pitch)
    ends = sorted(part[-1].x1 for part in wide if abs(part[0].x0 - left) < pitch)
    right = max(ends[int(0.98 * (len(ends) - 1))] if ends else 0.0, left + 50 * pitch)
    return Measures(pitch, leading, left, right, width)


def _usual(places: Iterable[float], pitch: float) -> float:
    """The middle of the fullest cluster of x origins."""
    found = sorted(places)
    if not found:
        return 0.0
    counts = Counter(round(x / pitch) for x in found)
    best = max(counts, key=lambda cell: (counts[cell], -cell))
    return median(x for x in found if round(x / pitch) == best)


def _row(line: TextLine, at: Measures, above: float | None) -> Row | None:
    """A line without what stands in its margins; None where nothing else stands in it."""
    words, number, revised = list(line.words), None, False
    if len(words) > 1 and words[0].x1 < at.left + 0.5 * at.pitch and words[0].x0 < at.left - 1.5 * at.pitch:
        if _SCENE_NUMBER.fullmatch(words[0].text):
            number = words.pop(0).text.rstrip(".")
        elif not words[0].text.strip("*"):
            words.pop(0)
            revised = True
    while len(words) > 1 and words[-1].x0 > at.right - 3 * at.pitch:
        text, apart = words[-1].text, words[-1].x0 - words[-2].x1
        outside = words[-1].x0 > at.right + 0.6 * at.pitch
        alone = outside or apart > 2 * at.pitch
        same = number in (None, text.rstrip(".")) and _SCENE_NUMBER.fullmatch(text)
        if not text.strip("*") and alone:
            revised = True
        elif not (same and (outside or (number and alone))):
            break
        words.pop()
    if not words:
        return None
    gap = None if above is None else max(0, round((line.y - above) / at.leading) - 1)
    return Row(line.page, line.y, tuple(words), gap, number, revised)
