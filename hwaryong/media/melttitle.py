"""The title page of a printed script as the keys that Fountain has for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hwaryong.media.emphasis import Run, marked
from hwaryong.media.meltrows import segments
from hwaryong.media.pdftext import TextLine, TextPage, Word

_CREDIT = re.compile(
    r"(?:screenplay|teleplay|written|story and screenplay|script)?\s*by|an? .* by|각본|극본|작가|글", re.I
)
_SOURCE = re.compile(r"(?:story by|based (?:up)?on|adapted from|from (?:the|a)\b|원작|원안)", re.I)
_DATE = re.compile(
    r"\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,4}\.?|\d{1,2}\.? \w+ \d{4}|\w+ \d{1,2}, \d{4}|\d{4}년.*"
)
_DRAFT = re.compile(r".*\b(?:draft|revis\w+|rev\.)\b.*|.*(?:초고|수정고|탈고|\d고)", re.I)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))", re.I)
_SCENE = re.compile(r"\s*(?:\d+\s+)?(?:INT|EXT|I/E|EST)[. /]|S#", re.I)
_CENTRE_PT = 30.0  # how far from a page's middle centred lines may stand: margins differ
_MAX_LINES = 40


def is_title(page: TextPage) -> bool:
    """Whether a page is a title page: few lines, the upper ones centred, no scene."""
    upper = [line for line in page.lines if line.y < 0.7 * page.height]
    if not upper or len(page.lines) > _MAX_LINES or any(_SCENE.match(line.text) for line in page.lines):
        return False
    centred = sum(_centred(line.words, page) for line in upper)
    return upper[0].y > 0.12 * page.height and 2 * centred > len(upper)


def title_keys(page: TextPage) -> dict[str, str]:
    """Fountain's keys of a title page: title, credit, author, source, draft date, contact, copyright."""
    keys: dict[str, list[str]] = {}
    key, above = "title", None
    for line in page.lines:
        for words in segments(line.words, 0.6 * line.size, 4):
            text = " ".join(word.text for word in words)
            if line.y < 0.75 * page.height and _centred(words, page):
                key = _centred_key(key, text, line, above, keys)
                above = line
                keys.setdefault(key, []).append(marked(_runs(words)))
            else:
                keys.setdefault(_edge_key(text), []).append(marked(_runs(words)))
    return {name: "\n".join(lines) for name, lines in keys.items()}


def _centred(words: Sequence[Word], page: TextPage) -> bool:
    return abs((words[0].x0 + words[-1].x1) / 2 - page.width / 2) < _CENTRE_PT


def _centred_key(
    key: str, text: str, line: TextLine, above: TextLine | None, keys: dict[str, list[str]]
) -> str:
    if above is None:
        return "title"
    if _SOURCE.match(text):
        return "source"
    if _CREDIT.fullmatch(text):
        return "credit"
    if _DATE.fullmatch(text) or _DRAFT.fullmatch(text):
        return "draft date"
    if _COPYRIGHT.match(text):
        return "copyright"
    if key == "title" and line.size > 0.8 * above.size and line.y - above.y < 2.3 * line.size:
        return "title"
    return key if key in ("author", "source") else "author" if "author" not in keys else "notes"


def _edge_key(text: str) -> str:
    if _COPYRIGHT.match(text):
        return "copyright"
    return "draft date" if _DATE.fullmatch(text) or _DRAFT.fullmatch(text) else "contact"


def _runs(words: Sequence[Word]) -> list[Run]:
    runs: list[Run] = []
    for number, word in enumerate(words):
        if number:
            runs.append(_run(" ", int(words[number - 1].styles[-1]) & int(word.styles[0])))
        runs += [_run(letter, int(style)) for letter, style in zip(word.text, word.styles, strict=True)]
    return runs


def _run(text: str, style: int) -> Run:
    return Run(text, bool(style & 1), bool(style & 2), bool(style & 4))
