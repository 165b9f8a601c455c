"""Pages of a screenplay: which line of which element stands where, in the industry's layout.

US Letter or A4, 10 characters to the inch, 6 lines to the inch. Columns are tenths of an inch from the
paper's left edge; a Hangul syllable or another wide character takes two (Unicode, UAX #11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from hwaryong.media.emphasis import Run
from hwaryong.media.screenplay import Element
from hwaryong.media.wrap import (
    BOLD,
    ITALIC,
    Styled,
    columns,
    ends_sentence,
    paragraphs,
    sentence_ends,
    wrapped,
)

PaperName = Literal["letter", "a4"]
BOXES = {  # column and width of what stands alone
    "scene_heading": (15, 60), "action": (15, 60), "centered": (15, 60), "transition": (15, 60),
    "character": (37, 38), "parenthetical": (31, 25), "dialogue": (25, 35), "lyrics": (27, 33),
}  # fmt: skip
DUAL_BOXES = {"character": (10, 18), "parenthetical": (4, 22), "dialogue": (0, 28), "lyrics": (2, 26)}
DUAL_COLUMNS = (15, 47)
RIGHT = 75
MORE, CONTINUED = "(MORE)", "(CONT'D)"
_UNPRINTED = frozenset({"section", "synopsis", "note", "boneyard"})
_DRAWN = {"scene_heading": BOLD, "lyrics": ITALIC}
_SPOKEN = frozenset({"dialogue", "parenthetical", "lyrics"})
_NUMBER_ROW = -3
_AHEAD = 130  # rows: two pages, which is as far as a break looks
_BELOW_LEFT = ("contact", "copyright", "notes")
_BELOW_RIGHT = ("draft date", "date", "revision", "draft")


@dataclass(frozen=True)
class Paper:
    """A paper's size in points and the lines of text that its pages hold."""

    width_pt: float
    height_pt: float
    rows: int


PAPERS: Mapping[PaperName, Paper] = {"letter": Paper(612.0, 792.0, 55), "a4": Paper(595.28, 841.89, 58)}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    `page` counts from 1 (0 is the title page), `row` from 0, the first line of text (numbers stand above, at
    -3). `element` is its element's index; None for what the page adds: numbers, (MORE), names continued.
    """

    page: int
    row: int
    column: int
    runs: tuple[Run, ...]
    element: int | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class SceneLength:
    """What a scene takes: the index of its heading, its first page, its lines, and eighths of a page.

    Lines run from the heading to the next one; eighths are rounded to the nearest, and never 0.
    """

    element: int
    page: int
    lines: int
    eighths: int


@dataclass(frozen=True)
class Pages:
    """All lines in the order of pages and rows; `count` leaves the title page out."""

    paper: Paper
    count: int
    lines: tuple[Line, ...]
    scenes: tuple[SceneLength, ...]


def paginate(
    title_page: Mapping[str, str], elements: Sequence[Element], *, paper: PaperName = "letter"
) -> Pages:
    """Lay a screenplay out in pages; the time taken is linear in its length.

    Sections, synopses, notes and boneyards are not printed. A heading takes the first lines of what follows
    with it; a speech breaks at the end of a sentence, with (MORE) and (CONT'D); two lines of action stay
    together.
    """
    sheet = PAPERS[paper]
    layout = _Layout(sheet)
    heads: list[_Block] = []
    for block in _blocks(elements):
        if block is None:
            layout.place(heads)
            layout.turn()
        elif block.heading:
            heads.append(block)
            continue
        else:
            layout.place([*heads, block])
        heads = []
    layout.place(heads)
    count = max((line.page for line in layout.lines), default=0)
    numbers = [_right_of(page, _NUMBER_ROW, f"{page}.") for page in range(2, count + 1)]
    front = _title_lines(title_page, sheet)
    lines = sorted([*front, *layout.lines, *numbers], key=lambda line: (line.page, line.row))
    return Pages(sheet, count, tuple(lines), tuple(_scenes(layout, elements, sheet.rows)))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that has no page yet; it may stand `beside` the one before (scene numbers, dual dialogue)."""

    column: int
    text: Styled
    element: int | None
    beside: bool = False


@dataclass
class _Block:
    """Rows that belong together, after `space` blank lines."""

    rows: list[_Row]
    space: int = 1
    heading: bool = False

    @property
    def height(self) -> int:
        return sum(not row.beside for row in self.rows)

    def split(self, room: int, forced: bool) -> tuple[list[_Row], _Block | None] | None:
        """The rows that stand in `room` lines and what is left; None where they had better turn the page."""
        height = self.height
        if height <= room:
            return self.rows, None
        kept = min(room, height - 2)
        if kept < 2 and not forced:
            return None
        kept = max(kept, 1)
        while kept > 2 and ends_sentence(self.rows[kept - 1].text.text):
            kept -= 1  # a page that ends with a sentence looks as if the paragraph did
        if ends_sentence(self.rows[kept - 1].text.text) and not forced:
            return None
        return self.rows[:kept], _Block(self.rows[kept:])


@dataclass
class _Whole(_Block):
    """Rows that are broken only where they are longer than a page."""

    def split(self, room: int, forced: bool) -> tuple[list[_Row], _Block | None] | None:
        if self.height <= room:
            return self.rows, None
        if not forced:
            return None
        ends = [at for at, row in enumerate(self.rows) if not row.beside][room]
        return self.rows[:ends], _Whole(self.rows[ends:])


@dataclass(frozen=True)
class _Part:
    """A cue, a parenthetical, or one paragraph of what is said."""

    kind: str
    element: int | None
    text: Styled

    def rows(
        self, boxes: Mapping[str, tuple[int, int]] = BOXES, left: int = 0, most: int | None = None
    ) -> list[_Row]:
        column, width = boxes[self.kind]
        hang = 1 if self.kind == "parenthetical" else 0
        cut = wrapped(self.text, width, hang, most)
        return [_Row(left + column + (hang if at else 0), text, self.element) for at, text in enumerate(cut)]


class _Speech(_Block):
    """A cue and what is said under it; of a long one only the rows of the next pages are known."""

    def __init__(self, parts: Sequence[_Part], space: int = 1) -> None:
        self.parts = list(parts)
        rows: list[_Row] = []
        for part in self.parts:
            if len(rows) < _AHEAD:
                rows += part.rows(most=_AHEAD)
        super().__init__(rows, space)

    def split(self, room: int, forced: bool) -> tuple[list[_Row], _Block | None] | None:
        if self.height <= room:
            return self.rows, None
        here, rest = self._cut(room - 1)
        if not rest:
            if not forced:
                return None
            rows = [row for part in self.parts for row in part.rows()]
            return rows[:room], _Whole(rows[room:])
        cue = next((part for part in self.parts if part.kind == "character"), None)
        rows = [row for part in here for row in part.rows()]
        if cue is None:
            return rows, _Speech(rest)
        name = cue.text if cue.text.text.endswith(CONTINUED) else cue.text + Styled.plain(f" {CONTINUED}")
        more = _Row(BOXES["character"][0], Styled.plain(MORE), None)
        return [*rows, more], _Speech([_Part("character", None, name), *rest])

    def _cut(self, room: int) -> tuple[list[_Part], list[_Part]]:
        """The parts before and after the last good break that leaves at most `room` lines before it."""
        best: tuple[list[_Part], list[_Part]] = ([], [])
        used = 0
        for at, part in enumerate(self.parts):
            rows = part.rows(most=_AHEAD)
            if part.kind in ("dialogue", "lyrics"):
                reach = _reach(part.text.text, rows[: max(room - used, 0)])
                ends = takewhile(reach.__ge__, sentence_ends(part.text.text))
                end = max(ends, default=0)
                if end:
                    head, tail = part.text[:end], part.text[end:].strip()
                    rest = [replace(part, text=tail), *self.parts[at + 1 :]]
                    best = ([*self.parts[:at], replace(part, text=head)], rest)
            used += len(rows)
            if used > room:
                break
            if part.kind in ("dialogue", "lyrics") and at + 1 < len(self.parts):
                best = (self.parts[: at + 1], self.parts[at + 1 :])
        return best


def _reach(text: str, rows: Sequence[_Row]) -> int:
    """How many characters of a text its first rows take, the white space between them with it."""
    at = 0
    for row in rows:
        at = text.index(row.text.text, at) + len(row.text.text)
    return at


class _Layout:
    """The pages as they fill."""

    def __init__(self, paper: Paper) -> None:
        self.rows, self.page, self.row = paper.rows, 1, 0
        self.lines: list[Line] = []

    def turn(self) -> None:
        """Begin a page, unless this one is empty."""
        if self.row:
            self.page, self.row = self.page + 1, 0

    def place(self, blocks: Sequence[_Block]) -> None:
        """Set headings and the block that follows them, the last of `blocks`."""
        if not blocks:
            return
        *heads, block = blocks
        if not self._fits(heads, block):
            self.turn()
        for head in heads:
            self._set(head.rows, head.space)
        rest: _Block | None = block
        while rest is not None:
            space = rest.space if self.row else 0
            cut = rest.split(max(self.rows - self.row - space, 0), forced=not self.row or bool(heads))
            if cut is None:
                self.turn()
                continue
            heads = []
            rows, left = cut
            self._set(rows, rest.space)
            if left is not None:
                self.turn()
            rest = left

    def _fits(self, heads: Sequence[_Block], block: _Block) -> bool:
        """Whether the headings and a beginning of the block stand on this page."""
        used = sum(head.height + head.space for head in heads) - (
            heads[0].space if heads and not self.row else 0
        )
        room = self.rows - self.row - used - (block.space if self.row or heads else 0)
        return room > 0 and block.split(room, forced=False) is not None

    def _set(self, rows: Sequence[_Row], space: int) -> None:
        if self.row:
            self.row += space
        for row in rows:
            if self.row >= self.rows and not row.beside:
                self.turn()
            at = self.row - 1 if row.beside else self.row
            if row.text.text:
                self.lines.append(Line(self.page, at, row.column, row.text.runs(), row.element))
            self.row = at + 1


def _blocks(elements: Sequence[Element]) -> Iterator[_Block | None]:
    """What is printed, block by block; None is a page break."""
    at = 0
    while at < len(elements):
        element = elements[at]
        if element.type in _UNPRINTED:
            at += 1
        elif element.type == "page_break":
            yield None
            at += 1
        elif element.type == "character" or (element.type in _SPOKEN and element.speaker):
            parts, at = _speech(elements, at)
            if element.dual and at < len(elements) and elements[at].type == "character" and elements[at].dual:
                others, at = _speech(elements, at)
                yield _dual(parts, others)
            elif parts:
                yield _Speech(parts)
        else:
            yield from _alone(elements, at)
            at += 1


def _speech(elements: Sequence[Element], at: int) -> tuple[list[_Part], int]:
    """The parts of the speech that begins at an element, and the index after it."""
    parts: list[_Part] = []
    start = at
    while at < len(elements):
        element = elements[at]
        sung_alone = element.type == "lyrics" and element.speaker is None
        if at > start and (sung_alone or element.type not in _SPOKEN | _UNPRINTED):
            break
        if element.type not in _UNPRINTED:
            said = [line.strip() for line in paragraphs(element.text)]
            said = [line.styled(ITALIC) for line in said] if element.type == "lyrics" else said
            parts += [_Part(element.type, at, line) for line in said if line.text]
        at += 1
    return parts, at


def _dual(left: Sequence[_Part], right: Sequence[_Part]) -> _Whole:
    """Two speeches side by side."""
    sides = [
        [row for part in parts for row in part.rows(DUAL_BOXES, column)]
        for parts, column in zip((left, right), DUAL_COLUMNS, strict=True)
    ]
    rows: list[_Row] = []
    for at in range(max(map(len, sides))):
        beside = [side[at] for side in sides if at < len(side)]
        rows += [beside[0], *(replace(row, beside=True) for row in beside[1:])]
    return _Whole(rows)


def _alone(elements: Sequence[Element], at: int) -> Iterator[_Block]:
    """The block of an element that is no speech, or nothing where nothing of it is printed."""
    element = elements[at]
    column, width = BOXES[element.type]
    lines = list(paragraphs(element.text))
    while lines and not lines[-1].text.strip():
        lines.pop()
    if not lines:
        return
    if element.type != "action":
        lines = [line.strip() for line in lines]
    number = element.scene_number if element.type == "scene_heading" else None
    cut = [
        row for line in lines for row in (wrapped(line, width - (6 if number else 0)) or [Styled.plain("")])
    ]
    if element.type in _DRAWN:
        cut = [line.styled(_DRAWN[element.type]) for line in cut]
    rows = [_Row(_column(element.type, column, width, text), text, at) for text in cut]
    if number:
        rows[1:1] = [
            _Row(max(13 - columns(number), 3), Styled.plain(number), at, beside=True),
            _Row(min(RIGHT + 1, 80 - columns(number)), Styled.plain(number), at, beside=True),
        ]
    before = elements[at - 1] if at else element
    close = (
        element.type in ("centered", "lyrics")
        and before.type == element.type
        and before.speaker is None
        and element.source[0] - before.source[1] == 1
    )
    heading = element.type == "scene_heading"
    kind = _Block if element.type == "action" else _Whole
    yield kind(rows, 0 if close else 1, heading)


def _column(kind: str, column: int, width: int, text: Styled) -> int:
    free = width - columns(text.text)
    return column + {"transition": free, "centered": free // 2}.get(kind, 0)


def _right_of(page: int, row: int, text: str) -> Line:
    return Line(page, row, RIGHT - columns(text), (Run(text),))


def _title_lines(title_page: Mapping[str, str], paper: Paper) -> Iterator[Line]:
    """The title page: title and authors centred, contact below on the left, dates on the right."""
    below = [
        [line for key in keys for line in paragraphs(title_page.get(key, "")) if line.text.strip()]
        for keys in ((*_BELOW_LEFT,), _BELOW_RIGHT)
    ]
    row = paper.rows // 4
    for key, value in title_page.items():
        if key in _BELOW_LEFT or key in _BELOW_RIGHT:
            continue
        for line in paragraphs(value):
            for text in wrapped(line.strip(), 60):
                yield Line(0, row, _column("centered", 15, 60, text), text.runs())
                row += 1
        row += 3 if key == "title" else 1
    for side, lines in enumerate(below):
        cut = [text for line in lines for text in wrapped(line.strip(), 28)]
        for at, text in enumerate(cut):
            column = RIGHT - columns(text.text) if side else 15
            yield Line(0, paper.rows - len(cut) + at, column, text.runs())


def _scenes(layout: _Layout, elements: Sequence[Element], rows: int) -> Iterator[SceneLength]:
    """The scenes' lengths by the lines between one heading and the next."""
    starts: dict[int, tuple[int, int]] = {}
    last: dict[int, int] = {}
    for line in layout.lines:
        last[line.page] = max(line.row + 1, last.get(line.page, 0))
        if line.element is not None and elements[line.element].type == "scene_heading":
            starts.setdefault(line.element, (line.page, line.row))
    end = max(last, default=1)
    stops = [*starts.values(), (end, last.get(end, 0))][1:]
    for (element, (page, row)), (stop, upto) in zip(starts.items(), stops, strict=True):
        lines = -row
        for at in range(page, stop):
            goes_on = upto > 0 or at + 1 < stop
            lines += rows if goes_on else last[at]
        lines += upto
        yield SceneLength(element, page, lines, max(1, (16 * lines + rows) // (2 * rows)))
