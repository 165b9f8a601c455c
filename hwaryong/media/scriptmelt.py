"""Melting: the elements of a screenplay out of a PDF, from where its words stand and how they are drawn.

Nothing is assumed about margins: action stands where the wide lines begin, dialogue where the lines under
indented first lines begin; what is neither is told by centre, right end, capitals and words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from hwaryong.media import koreanscript
from hwaryong.media.emphasis import Run, marked
from hwaryong.media.meltkorean import retyped
from hwaryong.media.meltrows import Measures, Row, rows, segments
from hwaryong.media.melttitle import is_title, title_keys
from hwaryong.media.pdftext import TextPage, Word, read_pages
from hwaryong.media.screenplay import Element, ElementType
from hwaryong.media.wrap import ends_sentence

HEADING = re.compile(
    r"(?:\d+[A-Z]*[.)]?\s+)?(?:(?:INT|EXT|EST)[. /]|(?:INT\.?/EXT|EXT\.?/INT|I\.?/E)\b|S#\s*\d|씬\s*\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:S#\s*|씬\s*)(\d+[A-Z]{0,2})[.)]?\s+|(\d+[A-Z]{0,2})[.)]?\s+(?=(?:INT|EXT|EST|I\.?/E)\b)"
)
_KOREAN_TIME = re.compile(
    r"[-–—,(/]\s*(?:이른 |늦은 )?(?:낮|밤|아침|저녁|새벽|오전|오후|점심|해 ?질 ?녘|동틀 ?녘)\s*\)?$"
)
_TRANSITION = re.compile(r"(?:[^a-z]*\bTO:|FADE (?:TO BLACK|OUT|IN)[.:])")
_LEFT_TRANSITION = re.compile(r"(?:[^a-z]*\bTO:|FADE (?:TO BLACK|OUT)\.)")
_MORE = re.compile(r"\(\s*(?:MORE|CONTINUED|계속)\s*\)", re.I)
_CONTINUED = re.compile(r"\s*\((?:CONT['’.]?D?\.?|CONTINUED|계속|이어서)\)\s*$", re.I)
_EXTENSION = re.compile(r"\([^()]*\)")
_UNBREAKING = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")  # kana and Han: lines join without a space
_TURNED_EARLY = 14  # empty rows at a page's foot that nothing but a page break leaves
SURE, LIKELY, UNSURE = 1.0, 0.9, 0.6


@dataclass
class _Piece:
    """Rows that are one element; `sure` is 0–1."""

    type: ElementType
    rows: list[Row]
    sure: float = SURE
    dual: bool = False
    number: str | None = None

    @property
    def sung_alone(self) -> bool:
        """Whether it is a song that nobody's cue stands above."""
        return self.type == "lyrics" and bool(self.rows[0].gap)


def melt(data: bytes, where: str | Path) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page and the elements of a script that was printed as PDF; `where` names it in errors.

    An element's `confidence` is below 0.8 where a person should look. Raises BadInput where a PDF is locked,
    scanned, cut off, damaged, a bomb, or without text.
    """
    return melted(read_pages(data, where))


def melted(pages: Sequence[TextPage]) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page and the elements of a script whose words stand where they are printed."""
    title: dict[str, str] = {}
    body = pages
    if len(pages) > 1 and is_title(pages[0]):
        title, body = title_keys(pages[0]), pages[1:]
    if not any(page.lines for page in body):
        return title, ()
    measures, found = rows(body)
    melter = _Melter(measures, found)
    if not melter.has_cues:
        text = retyped(*rows(pages))
        if koreanscript.looks_korean(text):
            title, elements = koreanscript.parse(text)
            return title, tuple(replace(one, source=(0, 0)) for one in elements)
    return title, melter.elements()


class _Melter:
    """Reads blocks of rows as pieces, and joins what pages have parted."""

    def __init__(self, measures: Measures, found: Sequence[Row]) -> None:
        self.at = measures
        self.blocks = list(_blocks(found))
        self.said, self.cue = self._speech_columns()
        left = [block[0] for block in self.blocks if self._is_left(block[0])]
        headings = [row for row in left if HEADING.match(row.text) or _KOREAN_TIME.search(row.text)] or left
        bold = sum(_all(row.words, "1") for row in headings)
        self.bold_headings = 2 * bold > len(headings) or (headings is left and 0 < bold < len(left))
        self.says_more = any(_MORE.fullmatch(row.text) for row in found)
        self.foot = max((row.y for row in found), default=0.0)
        self.parted = False  # whether the last block ended with (MORE)
        self.pieces: list[_Piece] = []

    def elements(self) -> tuple[Element, ...]:
        """All elements in order."""
        for block in self.blocks:
            top = block[0].gap is None
            if top and self.pieces and self._turned_early(block[0]):
                self.pieces.append(_Piece("page_break", [], UNSURE))
            self._continue(self._read(block, top), top)
            self.parted = _MORE.fullmatch(block[-1].text) is not None
        return tuple(_Writer(self.at, self.pieces).elements())

    def _speech_columns(self) -> tuple[float, float]:
        """Where dialogue and its cues begin, in points; the usual distances where there is no dialogue."""
        pitch, left = self.at.pitch, self.at.left
        pairs = [
            (block[0].x0, row.x0)
            for block in self.blocks
            for row in _outside_parentheses(block[1:5])[:2]
            if left + 3 * pitch < row.x0 < block[0].x0 - 1.5 * pitch
        ]
        self.has_cues = bool(pairs)
        if not pairs:
            return left + 10 * pitch, left + 22 * pitch
        cells = Counter(round(x / pitch) for _, x in pairs)
        said = median(x for _, x in pairs if round(x / pitch) == cells.most_common(1)[0][0])
        cues = Counter(round(cue / pitch) for cue, x in pairs if abs(x - said) < pitch).most_common(1)[0][0]
        return said, median(cue for cue, x in pairs if round(cue / pitch) == cues)

    def _read(self, block: list[Row], top: bool) -> list[_Piece]:
        dual = self._dual(block)
        if dual:
            return dual
        if self._is_cue(block):
            return [_Piece("character", block[:1]), *self._spoken(block[1:])]
        before = self.pieces[-1].type if self.pieces else "action"
        goes_on = before in ("dialogue", "parenthetical", "lyrics", "character")
        under = not self._is_left(block[0]) and abs(block[0].x0 - self.said) < 8 * self.at.pitch
        if top and goes_on and under and not self.says_more and self._placed(block[0]) != "transition":
            return self._spoken(block, LIKELY)
        return self._plain(block)

    def _is_left(self, row: Row) -> bool:
        return abs(row.x0 - self.at.left) < 1.2 * self.at.pitch

    def _is_cue(self, block: Sequence[Row]) -> bool:
        first, pitch = block[0], self.at.pitch
        if first.x0 < self.said + 0.9 * pitch or len(segments(first.words, pitch, 4)) > 1:
            return False
        if first.text.startswith("("):
            return False
        usual = abs(first.x0 - self.cue) < 0.7 * pitch
        if len(block) == 1:
            last = self.foot - first.y < 2.5 * self.at.leading
            return usual and last and _capital(first.text) and self._placed(first) is None
        second = block[1]
        aside = second.text.startswith("(") and second.x0 > self.said - pitch
        under = abs(second.x0 - self.said) < 1.2 * pitch or aside or self._is_sung(second, self.said)
        return under and second.x0 < first.x0 + 9 * pitch and (usual or _capital(first.text))

    def _is_sung(self, row: Row, said: float) -> bool:
        """Whether a row of a speech is of a song: in italics, a little further in than what is said."""
        return abs(row.x0 - said - 2 * self.at.pitch) < 0.7 * self.at.pitch and _all(row.words, "2")

    def _spoken(self, found: Sequence[Row], sure: float = SURE) -> list[_Piece]:
        """What is said under a cue; rows that stand further left are none of it."""
        pieces: list[_Piece] = []
        opened = False
        for at, row in enumerate(found):
            if row.x0 < self.said - 2 * self.at.pitch:
                return [*pieces, *self._plain(list(found[at:]))]
            if _MORE.fullmatch(row.text):
                continue
            aside = row.text.startswith("(") and (
                row.x0 > self.said + self.at.pitch or row.text.endswith(")")
            )
            sung = self._is_sung(row, self.said)
            kind: ElementType = "parenthetical" if aside or opened else "lyrics" if sung else "dialogue"
            if pieces and pieces[-1].type == kind and (opened or kind != "parenthetical"):
                pieces[-1].rows.append(row)
            else:
                pieces.append(_Piece(kind, [row], sure))
            opened = kind == "parenthetical" and not row.text.endswith(")") and len(pieces[-1].rows) < 6
        return pieces

    def _dual(self, block: list[Row]) -> list[_Piece]:
        """Two speeches side by side and what touches them below, or nothing."""
        pitch = self.at.pitch
        cues = segments(block[0].words, pitch, 4)
        if len(block) < 2 or len(cues) != 2 or cues[0][0].x0 < self.at.left + 2 * pitch:
            return []
        if not all(_capital(" ".join(word.text for word in cue)) for cue in cues):
            return []
        middle, count = self._gutter(block, cues[0][0].x0, cues[1][0].x0)
        if count < 2:
            return []
        pieces: list[_Piece] = []
        for side in (False, True):
            part = [
                replace(row, words=words)
                for row in block[:count]
                if (words := tuple(word for word in row.words if (word.x0 > middle) == side))
            ]
            pieces += self._side(part)
        return pieces + (self._plain(block[count:]) if count < len(block) else [])

    def _gutter(self, block: Sequence[Row], first: float, second: float) -> tuple[float, int]:
        """The middle of the widest gap between two columns, and how many rows leave it free."""
        for count in range(len(block), 1, -1):
            inked = sorted((word.x0, word.x1) for row in block[:count] for word in row.words)
            middle, widest, reach = 0.0, 1.2 * self.at.pitch, inked[0][1]
            for x0, x1 in inked:
                if x0 - reach > widest and first < reach and x0 <= second:
                    middle, widest = (x0 + reach) / 2, x0 - reach
                reach = max(reach, x1)
            if middle:
                return middle, count
        return 0.0, 0

    def _side(self, part: Sequence[Row]) -> list[_Piece]:
        pieces = [_Piece("character", list(part[:1]), dual=True)]
        said = min((word.x0 for row in part[1:] for word in row.words), default=0.0)
        for row in part[1:]:
            if _MORE.fullmatch(row.text):
                continue
            aside = row.text.startswith("(")
            sung = self._is_sung(row, said)
            kind: ElementType = "parenthetical" if aside else "lyrics" if sung else "dialogue"
            last = pieces[-1]
            if (last.type == "parenthetical" and not last.rows[-1].text.endswith(")")) or (
                last.type == kind and kind != "parenthetical"
            ):
                last.rows.append(row)
            else:
                pieces.append(_Piece(kind, [row], dual=True))
        return pieces

    def _plain(self, block: list[Row]) -> list[_Piece]:
        """Rows of no speech: transitions, centred rows, headings and action."""
        pieces: list[_Piece] = []
        left: list[Row] = []
        ends = [row.x1 for row in block]
        flush = all(abs(row.x0 - block[0].x0) < 0.3 * self.at.pitch for row in block)
        flush = flush and max(ends) - min(ends) > 1.6 * self.at.pitch
        for row in block:
            kind = self._placed(row)
            if kind is None or (flush and kind == "centered"):
                left.append(row)
                continue
            pieces += self._left(left)
            left = []
            if pieces and pieces[-1].type == kind and self._belongs(pieces[-1].rows[-1], row, kind):
                pieces[-1].rows.append(row)
            else:
                pieces.append(_Piece(kind, [row], LIKELY))
        return pieces + self._left(left)

    def _belongs(self, above: Row, below: Row, kind: str) -> bool:
        """Whether a row belongs to the one above: its first word had no room there, or both are sung."""
        word = below.words[0].x1 - below.words[0].x0
        if kind == "lyrics":
            return True
        if kind == "centered":
            return above.x1 - above.x0 + word + 0.7 * self.at.pitch > self.at.right - self.at.left
        return above.x1 + word + 0.7 * self.at.pitch > self.at.right

    def _placed(self, row: Row) -> ElementType | None:
        """What a row's place alone says."""
        at, text = self.at, row.text
        ends = min(abs(row.x1 - one) for one in (at.right, at.left + 60 * at.pitch)) < 1.6 * at.pitch
        if row.x0 > at.left + 20 * at.pitch and (ends or _TRANSITION.fullmatch(text)):
            return "transition"
        middle = (row.x0 + row.x1) / 2
        middles = ((at.left + at.right) / 2, at.left + 30 * at.pitch, at.width / 2)
        if row.x0 > at.left + 2 * at.pitch and min(abs(middle - one) for one in middles) < 0.9 * at.pitch:
            return "centered"
        if row.x0 > self.said + 0.9 * at.pitch and _all(row.words, "2"):
            return "lyrics"
        return None

    def _left(self, found: list[Row]) -> list[_Piece]:
        """Headings and action at the left."""
        if not found:
            return []
        first, text = found[0], found[0].text
        count = self._heading_rows(found)
        if count:
            sure = SURE if first.number or HEADING.match(text) or self.bold_headings else UNSURE + 0.1
            heading = _Piece("scene_heading", found[:count], sure, number=first.number)
            return [heading, *self._left(found[count:])]
        if len(found) == 1 and _LEFT_TRANSITION.fullmatch(text):
            return [_Piece("transition", found, LIKELY)]
        return [_Piece("action", found, SURE if self._is_left(first) else LIKELY)]

    def _heading_rows(self, found: Sequence[Row]) -> int:
        """How many of the rows are a heading, 0 where the first one is none."""
        first, text = found[0], found[0].text
        if not self._is_left(first):
            return 0
        if self.bold_headings:
            bold = next((at for at, row in enumerate(found) if not _all(row.words, "1")), len(found))
            return bold if bold <= 4 else 0
        if first.number or HEADING.match(text) or _KOREAN_TIME.search(text):
            caps = next((at for at, row in enumerate(found) if not _capital(row.text)), len(found))
            return max(1, caps)
        alone = len(found) <= 2 and all(_capital(row.text) for row in found) and text.upper() != text.lower()
        return len(found) if alone and not _LEFT_TRANSITION.fullmatch(text) and text[-1] not in '!?:"' else 0

    def _turned_early(self, following: Row) -> bool:
        last = next((piece.rows[-1] for piece in reversed(self.pieces) if piece.rows), following)
        return self.foot - last.y > _TURNED_EARLY * self.at.leading

    def _continue(self, read: list[_Piece], top: bool) -> None:
        """Take pieces over; those at the top of a page may go on with what the page before ended with."""
        if not (top and read and self.pieces and self.pieces[-1].rows):
            self.pieces += read
            return
        last, first = self.pieces[-1], read[0]
        if last.type in ("dialogue", "parenthetical", "lyrics") and first.type == "character":
            cue = next(piece for piece in reversed(self.pieces) if piece.type == "character")
            same = _CONTINUED.search(first.rows[0].text) and _name(first.rows[0]) == _name(cue.rows[0])
            if same and self.parted >= self.says_more:
                read = read[1:]
        elif first.type == "action" == last.type and not self._goes_on(last.rows[-1], first.rows[0]):
            if self._belongs(last.rows[-1], first.rows[0], "action"):
                last.sure = first.sure = UNSURE  # a full row that ends a sentence: one paragraph or two
            self.pieces += read
            return
        if read and read[0].type == last.type and last.type in ("dialogue", "lyrics", "action"):
            last.rows += read.pop(0).rows
        self.pieces += read

    def _goes_on(self, last: Row, first: Row) -> bool:
        """Whether a paragraph of action goes on over the page."""
        begins = first.text[0].islower() or self._belongs(last, first, "action")
        return begins and not ends_sentence(last.text)


class _Writer:
    """Writes pieces as elements: words, emphasis, speakers."""

    def __init__(self, measures: Measures, pieces: Sequence[_Piece]) -> None:
        self.at, self.pieces = measures, pieces
        self.ends = {kind: self._end(kind) for kind in ("action", "dialogue", "lyrics")}
        self.everywhere = {kind: self._usual_style(kind) for kind in {piece.type for piece in pieces}}
        self.hyphens_break = not any(
            self._kept_hyphen(a, b, piece.type) for piece in pieces for a, b in _pairs(piece)
        )

    def elements(self) -> Iterator[Element]:
        speaker: str | None = None
        for piece in self.pieces:
            if piece.type == "character":
                speaker = _name(piece.rows[0])
            elif piece.type not in ("dialogue", "parenthetical", "lyrics") or piece.sung_alone:
                speaker = None
            text, number = self._text(piece), piece.number
            if piece.type == "scene_heading" and number is None and (found := _NUMBERED.match(text)):
                text, number = text[found.end() :], found[1] or found[2]
            yield Element(
                piece.type, text, scene_number=number, dual=piece.dual, speaker=speaker, confidence=piece.sure
            )

    def _text(self, piece: _Piece) -> str:
        runs: list[Run] = []
        for number, row in enumerate(piece.rows):
            if number:
                runs.append(Run(self._between(piece, piece.rows[number - 1], row)))
            runs += self._runs(piece, row)
        return marked(runs)

    def _runs(self, piece: _Piece, row: Row) -> Iterator[Run]:
        """A row's words with the spaces between them, and before the first where action is indented."""
        hidden = self._hidden(piece)
        before: Word | None = None
        indent = round((row.x0 - self.at.left) / self.at.pitch)
        if piece.type == "action" and indent > 0:
            yield Run(" " * indent)
        for word in row.words:
            if before is not None:
                gap = max(1, round((word.x0 - before.x1) / self.at.pitch))
                yield _run(" " * gap, int(before.styles[-1]) & int(word.styles[0]) & ~hidden)
            for letter, style in zip(word.text, word.styles, strict=True):
                yield _run(letter, int(style) & ~hidden)
            before = word

    def _between(self, piece: _Piece, above: Row, below: Row) -> str:
        """What joins two rows: a line end where the author broke the line, else a space or nothing."""
        last, first = above.text[-1], below.text[0]
        if _UNBREAKING.match(last) and _UNBREAKING.match(first):
            return ""
        if above.page != below.page:
            return " "
        if piece.type in self.ends and not piece.dual:
            width = below.words[0].x1 - below.words[0].x0
            if above.x1 + 1.3 * self.at.pitch + width <= self.ends[piece.type]:
                return "\n"
        broken = self.hyphens_break and re.search(r"\w-$", above.text) and first.islower()
        return "" if broken else " "

    def _end(self, kind: str) -> float:
        """Where the rows of a type end at the latest, in points."""
        ends = sorted(
            row.x1 for piece in self.pieces if piece.type == kind and not piece.dual for row in piece.rows
        )
        return ends[int(0.99 * (len(ends) - 1))] if ends else 0.0

    def _kept_hyphen(self, above: Row, below: Row, kind: str) -> bool:
        """Whether a hyphenated word was taken to the next row although its beginning had room."""
        word = below.words[0]
        head = re.match(r"\w+-(?=\w)", word.text)
        if not head or kind not in self.ends:
            return False
        width = (word.x1 - word.x0) * len(head[0]) / len(word.text)
        return above.x1 + 1.3 * self.at.pitch + width <= self.ends[kind]

    def _usual_style(self, kind: str) -> int:
        """The style in which a type is printed throughout, which is no emphasis."""
        of_kind = [piece for piece in self.pieces if piece.type == kind and piece.rows]
        return sum(
            int(bit)
            for bit in "124"
            if len(of_kind) >= 4
            and 5 * sum(all(_all(row.words, bit) for row in piece.rows) for piece in of_kind)
            >= 3 * len(of_kind)
        )

    def _hidden(self, piece: _Piece) -> int:
        """The style bits of a piece that are no emphasis."""
        hidden = self.everywhere[piece.type]
        if piece.type == "lyrics":
            hidden |= 2
        if piece.type in ("scene_heading", "character", "transition"):
            hidden |= sum(int(bit) for bit in "14" if all(_all(row.words, bit) for row in piece.rows))
        return hidden


def _blocks(found: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows without an empty row or a page's end between them."""
    block: list[Row] = []
    for row in found:
        if block and (row.gap is None or row.gap):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _outside_parentheses(found: Sequence[Row]) -> list[Row]:
    """The rows of a speech that are no parenthetical."""
    kept, opened = [], False
    for row in found:
        opened = opened or row.text.startswith("(")
        if not opened:
            kept.append(row)
        opened = opened and not row.text.endswith(")")
    return kept


def _pairs(piece: _Piece) -> Iterator[tuple[Row, Row]]:
    return zip(piece.rows, piece.rows[1:], strict=False)


def _capital(text: str) -> bool:
    """Whether a text is in capitals, extensions aside, or in a script that has none."""
    return not any(letter.islower() for letter in _EXTENSION.sub("", text))


def _all(words: Sequence[Word], bit: str) -> bool:
    """Whether all characters have a style bit."""
    return all(int(style) & int(bit) for word in words for style in word.styles)


def _run(text: str, style: int) -> Run:
    return Run(text, bool(style & 1), bool(style & 2), bool(style & 4))


def _name(cue: Row) -> str:
    return _EXTENSION.sub("", cue.text).strip() or cue.text
