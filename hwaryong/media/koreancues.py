"""Who speaks in a line of the Korean layout, and how a script's hand sets speech off from action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from unicodedata import east_asian_width

from hwaryong.media.koreanheading import folded, mark
from hwaryong.media.koreanwords import EXTENSIONS, NARRATORS, NOT_NAMES, SHOTS, TRANSITIONS

Habit = Literal["colon", "tab", "gap", "alone"]
"""Between name and speech: a colon, a tab, two or more spaces, or the end of the line."""

_GAP: Final = re.compile(r"[ \t]{2,}|\t")
_NO_NAME: Final = re.compile(r"[.!?…,;:\"'“”‘’~<>「」『』※=*#^]")
_JOINT: Final = re.compile(r"\s*[,/&+·]\s*")
_BRACKETS: Final = re.compile(r"^[\[(<【〈]\s*([^\[\]()<>【】〈〉]*?)\s*[\])>】〉]")
_MAX_NAME: Final = 20
_LIKELY_SHARE: Final = 0.15
_MAX_WORDS: Final = 4
_REACH: Final = 60  # characters of a line in which a name may end
_TAB: Final = 8
_REMEMBERED: Final = 4096  # names, which come again and again
_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_NARRATION: Final = re.compile(r"([A-Z]{1,2})\s?[).:]\s*(?=\S)")
_COLON: Final = re.compile(":")
HABITS: Final[tuple[Habit, ...]] = ("colon", "tab", "gap", "alone")


class Line(NamedTuple):
    """A line: where its words begin and end in the text, its words (stripped, signs folded), its indent."""

    start: int
    end: int
    words: str
    indent: int

    @property
    def gap(self) -> bool:
        return not self.words


class Cue(NamedTuple):
    """A name and what is said in its line, by offsets into the line's words.

    `name` ends where the cue ends, extensions such as (E) included; `hows` are the parentheses that tell how
    it is said; `said` is where the speech begins; `column` where it stands, in columns of the page.
    """

    name: int
    hows: tuple[tuple[int, int], ...]
    said: int
    column: int
    habit: Habit


def lines(text: str) -> list[Line]:
    """The lines of a text, full-width signs folded."""
    found = []
    start = 0
    for body in folded(text).splitlines(keepends=True):
        words = body.strip()
        lead = body.index(words[0]) if words else 0
        indent = columns(body[:lead]) if lead else 0
        found.append(Line(start + lead, start + lead + len(words), words, indent))
        start += len(body)
    return found


def columns(words: str, at: int = 0) -> int:
    """The column after words that begin in column `at`: Hangul takes two, a tab goes to the next eight."""
    for letter in words:
        if letter == "\t":
            at += _TAB - at % _TAB
        else:
            at += 2 if east_asian_width(letter) in "WF" else 1
    return at


@lru_cache(_REMEMBERED)
def plain(words: str) -> str:
    """Words as they are looked up: in capitals, without dots, spaces, dashes and brackets."""
    return "".join(letter for letter in words.upper() if letter.isalnum())


def transition(words: str) -> bool:
    """Whether a whole line is a transition: CUT TO:, (F.O), - 디졸브 -."""
    return len(words) <= 24 and (plain(words) in TRANSITIONS or (words.isupper() and words.endswith(" TO:")))


def shot(words: str) -> bool:
    """Whether a line of action begins with a title on the screen, an insert or a sound: 자막:, INS., (E)."""
    bracketed = _BRACKETS.match(words)
    if bracketed:
        return bracketed[1].upper().rstrip(".") in SHOTS
    head = words[:12].upper()
    return any(head.startswith(word) and _ends(word, head[len(word) :]) for word in SHOTS)


def _ends(word: str, after: str) -> bool:
    """Whether a word of the layout ends where other words begin; one letter needs a sign behind it."""
    return not after or after[0] in ".:)" or (len(word) > 1 and not after[0].isalnum())


@lru_cache(_REMEMBERED)
def speaker(cue: str) -> str:
    """The name in a cue, without extensions: 민준 (E), 민준E, 민  준."""
    name = _PARENTHESES.sub("", cue).strip()
    parts = name.split()
    if len(parts) > 1 and parts[-1].upper().replace(".", "") in EXTENSIONS and not parts[-1].isdigit():
        parts = parts[:-1]
    if len(parts) > 1 and all(len(part) == 1 and "가" <= part <= "힣" for part in parts):
        return "".join(parts)
    name = " ".join(parts)
    return (
        name[:-1] if len(name) > 1 and name[-1] in "EN" and "가" <= name[-2] <= "힣" else name or cue.strip()
    )


def cue(line: Line, habit: Habit) -> Cue | None:
    """The cue with which a line begins, if it is written in this habit; None where nobody speaks."""
    words = line.words
    if not words or not (words[0].isalnum() or words[0] in "○●□■△▲"):
        return None
    if habit == "alone":
        return _split(line, len(words), len(words), habit)
    if habit == "colon":
        at = _outside(words, _COLON)
        clock = at and words[at.start() - 1].isdigit() and words[at.end() : at.end() + 1].isdigit()
        if at is None or clock:
            return None
        return _split(line, at.start(), at.end(), habit)
    at = _outside(words, _GAP)
    if at is None or (habit == "tab") != ("\t" in at[0]):
        return None
    return _split(line, at.start(), at.end(), habit)


def narration(line: Line) -> Cue | None:
    """The cue of a narrator's line: N) …, NA. …"""
    found = _NARRATION.match(line.words)
    if found and found[1] in NARRATORS:
        return Cue(found.end(1), (), found.end(), line.indent + found.end(), "colon")
    return None


def cues(body: Sequence[Line], at: Iterable[int]) -> dict[int, Cue]:
    """What could be a cue in the lines of some indices, in the first habit that fits each."""
    found: dict[int, Cue] = {}
    for index in at:
        line = body[index]
        for habit in HABITS:
            one = cue(line, habit) if habit != "alone" or standing_alone(body, index) else None
            if one:
                found[index] = one
                break
    return found


def habits(body: Sequence[Line], found: Mapping[int, Cue]) -> tuple[tuple[Habit, ...], frozenset[str]]:
    """The habits in which a script sets its names off, and the names that it sets off so."""
    seen: dict[Habit, Counter[str]] = {habit: Counter() for habit in HABITS}
    for index, one in found.items():
        seen[one.habit][speaker(body[index].words[: one.name])] += 1
    inline = max(sum(seen[habit].values()) for habit in HABITS if habit != "alone")
    if sum(count for count in seen["alone"].values() if count > 1) > inline:
        chosen: tuple[Habit, ...] = ("alone",)
    else:
        chosen = tuple(
            habit for habit in HABITS
            if habit != "alone" and 0 < sum(seen[habit].values()) >= _LIKELY_SHARE * inline
        )  # fmt: skip
    return chosen, frozenset(name for habit in chosen for name in seen[habit])


def standing_alone(body: Sequence[Line], index: int) -> bool:
    """Whether a line stands where a name alone would: an empty line before it, something said behind it."""
    line = body[index]
    before, after = body[max(index - 1, 0)], body[min(index + 1, len(body) - 1)]
    return (
        (index == 0 or before.gap) and index + 1 < len(body) and not after.gap
        and len(line.words) <= _MAX_NAME and mark(line.words) is None
    )  # fmt: skip


def _split(line: Line, left: int, right: int, habit: Habit) -> Cue | None:
    """The cue whose name ends before `left` and whose speech begins behind `right`."""
    words = line.words
    end = len(words[:left].rstrip())
    hows: list[tuple[int, int]] = []
    while words[:end].endswith(")"):
        opening = words.rfind("(", 0, end)
        if opening <= 0 or plain(words[opening:end]) in EXTENSIONS:
            break
        hows.insert(0, (opening, end))
        end = len(words[:opening].rstrip())
    if not _is_name(words[:end]):
        return None
    at = _skipped(words, right)
    while words.startswith("(", at) and (close := words.find(")", at) + 1):
        if not hows and words[at:close].isascii() and plain(words[at:close]) in EXTENSIONS:
            end = close
        else:
            hows.append((at, close))
        at = _skipped(words, close)
    return Cue(end, tuple(hows), at, columns(words[:right], line.indent), habit)


@lru_cache(_REMEMBERED)
def _is_name(words: str) -> bool:
    """Whether words could be the name of who speaks, or of several who speak at once."""
    name = _PARENTHESES.sub("", words).strip()
    if not 0 < len(name) <= _MAX_NAME or transition(name):
        return False
    parts = _JOINT.split(name)
    return all(_is_one_name(part) for part in parts)


def _is_one_name(name: str) -> bool:
    words = name.split()
    if (
        not 0 < len(words) <= _MAX_WORDS
        or _NO_NAME.search(name)
        or name.isdigit()
        or plain(name) in NOT_NAMES
    ):
        return False
    if _GAP.search(name):
        return all(len(word) == 1 for word in words)
    return len(words) == 1 or not name.endswith("다")


def _outside(words: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The first match outside parentheses, near the beginning of the line."""
    if (first := pattern.search(words, 0, _REACH)) is None or "(" not in words:
        return first
    for found in pattern.finditer(words, 0, _REACH):
        if words.count("(", 0, found.start()) == words.count(")", 0, found.start()):
            return found
    return None


def _skipped(words: str, at: int) -> int:
    while words[at : at + 1].isspace():
        at += 1
    return at
