"""Where somebody speaks: the quotations of a text as verbatim spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hwaryong.story.prose import Prose

DOUBLE = re.compile(r"[“”„\"]")
SINGLE = re.compile(r"[‘’']")
ELISIONS = re.compile(
    r"['’‘](?:tis|twas|twere|twill|twould|em|im|er|un|ud|ee|ere|ave|as|ad|e|is|bout|cause|gainst|mid|neath|"
    r"round|way|nother|at|ard|arf|ow|ome|ouse|ell|t|n|s|d|ll|m|re|ve)\b(?![’'])",
    re.IGNORECASE,
)
OPENS_BEFORE = frozenset(' \n\t\r(-—–_[“"*')
STOPS = frozenset('.,!?;:…—–-_*)”"')
SENTENCE_ENDED = re.compile(r"[.?!…,;:—–-][\s*_'’”\"]*$")


@dataclass(frozen=True)
class Quotation:
    """`text[start:end]` are the words without their marks, `first:last` the words as numbers in the prose.

    `outer` are the characters with the marks; `continues` where the quotation goes on with the one before
    (a new paragraph of one speech), `closed` where the closing mark stands.
    """

    start: int
    end: int
    first: int
    last: int
    outer: tuple[int, int]
    continues: bool = False
    closed: bool = True


def quotations(prose: Prose) -> list[Quotation]:
    """All quotations in order, without titles and words that are only named.

    The marks are “ ”, \" \" or, where these are rarer, ‘ ’ and ' '; those of the other kind inside are part
    of the words. A quotation ends with its mark or with its paragraph.
    """
    found: list[Quotation] = []
    for begin, end, continues, closed in _spans(prose, _is_single(prose.text)):
        words = prose.text[begin + 1 : end]
        start = begin + 1 + len(words) - len(words.lstrip())
        stop = begin + 1 + len(words.rstrip())
        if start >= stop:
            continue
        first, last = prose.at(start), prose.at(stop - 1) + 1
        outer = (begin, end + 1 if closed else stop)
        quotation = Quotation(start, stop, first, last, outer, continues and bool(found), closed)
        if last > first and (continues or _is_speech(prose, quotation)):
            found.append(quotation)
    return found


def _is_single(text: str) -> bool:
    doubles = len(re.findall(r"(?:^|[\s(—–-])[“\"]", text))
    singles = sum(1 for match in re.finditer(r"(?:^|[\s(—–-])['‘](?=\s?[A-Z])", text))
    return singles > doubles


def _spans(prose: Prose, single: bool) -> Iterator[tuple[int, int, bool, bool]]:
    """Opening mark, end, whether it continues the span before, and whether it is closed."""
    text, marks = prose.text, SINGLE if single else DOUBLE
    limits = [*prose.breaks[1:], len(text)]
    begin = 0
    unclosed = False
    for limit in limits:
        opened: int | None = None
        fresh = True  # nothing of this paragraph was yielded yet, so the one before may go on
        for match in marks.finditer(text, begin, limit):
            place = match.start()
            way = _single_way(text, place) if single else _double_way(text, place)
            if way == "either":
                way = "open" if opened is None else "close"
            if way == "open" and opened is not None:
                yield opened, place, unclosed and fresh, False
                unclosed, fresh, opened = True, True, place
            elif way == "open":
                opened, fresh = place, fresh and not text[begin:place].strip()
            elif way == "close" and opened is not None:
                yield opened, place, unclosed and fresh, True
                opened, unclosed, fresh = None, False, False
        if opened is not None:
            yield opened, limit, unclosed and fresh, False
        unclosed = opened is not None
        begin = limit


def _double_way(text: str, place: int) -> str:
    mark = text[place]
    if mark in "“„":
        return "open"
    if mark == "”":
        return "close"
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    if before in OPENS_BEFORE and not after.isspace():
        return "open" if before.isspace() or before in "([" else "either"
    if not before.isspace() and (after.isspace() or after in ".,;:!?)]"):
        return "close"
    return "either"


def _single_way(text: str, place: int) -> str:
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    if before.isalnum() and after.isalnum():
        return ""
    if before.isspace() and after.isspace():
        return "either"
    if (before in OPENS_BEFORE) and not after.isspace():
        return "" if text[place] != "‘" and ELISIONS.match(text, place) else "open"
    if before in STOPS:
        return "close"
    return (
        "close"
        if before.isalnum() and re.match(r"\s*[,.;:!?—]|\s+(?:said|he|she|I)\b", text[place + 1 : place + 9])
        else ""
    )


def _is_speech(prose: Prose, quotation: Quotation) -> bool:
    """Whether somebody says it: it ends like a sentence, stands alone, or a comma or colon leads to it."""
    text = prose.text
    if SENTENCE_ENDED.search(text, max(quotation.start, quotation.end - 12), quotation.end):
        return True
    before = text[max(0, quotation.outer[0] - 3) : quotation.outer[0]].rstrip()
    after = text[quotation.outer[1] : quotation.outer[1] + 3]
    return before.endswith((",", ":")) or not before or (after.startswith("\n\n") and before.endswith("."))
