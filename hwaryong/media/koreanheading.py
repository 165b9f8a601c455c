"""Scene headings of the Korean layout: S#12. 경찰서 (낮/안), and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hwaryong.media.koreanwords import KOREAN_SIDES, KOREAN_TIMES, SIDES, TIMES

_FULLWIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_NUMBER: Final = r"(?P<number>[A-Z]?\d{1,4}[A-Z]?(?:-(?:\d{1,3}[A-Z]?|[A-Z]))?)"
_END: Final = r"(?![\w%])[ \t.):\]>,/|\-–—·]*"
_MARKS: Final = {
    "s#": re.compile(
        rf"[\[(<]?S[ \t]?#[ \t]?\.?[ \t]?(?:{_NUMBER}{_END}|[.:)\]][ \t]*(?=\S))", re.IGNORECASE
    ),
    "scene": re.compile(rf"[\[(<]?(?:씬|신|장면|SCENE|SC)[ \t]?[#.]?[ \t]?{_NUMBER}{_END}", re.IGNORECASE),
    "#": re.compile(rf"#[ \t]?{_NUMBER}{_END}", re.IGNORECASE),
    "number": re.compile(r"(?P<number>\d{1,4}(?:-\d{1,3})?[A-Z]?)[.)][ \t]+(?=\S)"),
    "int": re.compile(r"(?=(?:INT|EXT|I/E|실내|실외)[./][ \t]?\S)", re.IGNORECASE),
}
_FIRST: Final = frozenset("[(<sS#씬신장0123456789iIeE실")  # what a heading may begin with
_INT_EXT = re.compile(r"(INT\.?/EXT|EXT\.?/INT|I/E|INT|EXT)[. ]\s*", re.IGNORECASE)
_CUTS: Final = re.compile(r"[/,|·.()\[\]]|\s[-–—]\s?|[-–—]\s")


class Mark(NamedTuple):
    """How a line begins as a scene heading: the habit, the number, and where the words begin."""

    habit: str
    number: str | None
    end: int


class Setting(NamedTuple):
    """What a heading says: where, INT, EXT or INT/EXT, and the time of day in the heading's words."""

    place: str
    side: str | None = None
    time: str | None = None


def folded(text: str) -> str:
    """The text with full-width signs as plain ones, character for character."""
    return text.translate(_FULLWIDTH)


def mark(words: str) -> Mark | None:
    """How a stripped, folded line begins as a heading; None where it does not look like one."""
    if words[:1] not in _FIRST:
        return None
    for habit, pattern in _MARKS.items():
        if found := pattern.match(words):
            number = found.groupdict().get("number")
            return Mark(habit, number.upper() if number else None, found.end())
    return None


def setting(heading: str) -> Setting:
    """Place, side and time of a heading's text: 경찰서 (낮/안), 경찰서 안 - 낮, INT. 경찰서 - 낮.

    Sides and times are read from the end, part by part, until a part is neither; the rest is the place.
    """
    words, side, time = folded(heading).strip(), None, None
    if english := _INT_EXT.match(words):
        found = english[1].upper().replace(".", "")
        side, words = "INT/EXT" if "/" in found else found, words[english.end() :]
    place = words
    for start, part in reversed(list(_parts(words))):
        key = "".join(part.split()).upper()
        if not key:
            continue
        if side is None and key in SIDES:
            side = SIDES[key]
        elif time is None and (key in TIMES or key in KOREAN_TIMES):
            time = part.strip()
        else:
            break
        place = words[:start]
    place = place.rstrip(" \t([/,|·.-–—") or words
    before, _, last = place.rpartition(" ")
    if before and last in SIDES and side in (None, SIDES[last]):
        return Setting(before.rstrip(), SIDES[last], time)
    return Setting(place, side, time)


def korean(setting: Setting) -> str:
    """A heading's text in the modern layout: 경찰서 (낮/안)."""
    time = setting.time
    if time and time.isascii():
        time = KOREAN_TIMES[TIMES.get(time.upper(), time.upper())]
    parts = [part for part in (time, KOREAN_SIDES.get(setting.side or "")) if part]
    return f"{setting.place} ({'/'.join(parts)})" if parts else setting.place


def _parts(words: str) -> Iterator[tuple[int, str]]:
    """What stands between slashes, dashes, commas, dots and parentheses, and where it begins."""
    start = 0
    for cut in _CUTS.finditer(words):
        yield start, words[start : cut.start()]
        start = cut.end()
    yield start, words[start:]
