"""What a scene heading says: inside or outside, which place, and when; in English and Korean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from hwaryong.media.breakdown import Hour, Setting

PREFIX = re.compile(
    r"\s*(?:(int\.?\s*/\s*ext|ext\.?\s*/\s*int|i\s*/\s*e)|(int)|(ext)|est)\b[.:]?\s*", re.IGNORECASE
)
GROUP = re.compile(r"\(([^()]*)\)\s*$")
HOURS: Final[dict[Hour, tuple[str, ...]]] = {
    "dawn": ("dawn", "daybreak", "sunrise", "새벽", "동틀", "해 뜰", "해뜰"),
    "dusk": ("dusk", "sunset", "twilight", "nightfall", "magic hour", "해 질", "해질", "황혼", "노을"),
    "night": ("night", "midnight", "evening", "밤", "한밤", "자정", "저녁", "야간", "n"),
    "day": ("day", "morning", "noon", "midday", "afternoon", "낮", "아침", "오전", "오후", "정오", "d"),
}  # fmt: skip
INSIDE: Final = frozenset(("안", "실내", "내부", "내", "int", "i", "inside"))
OUTSIDE: Final = frozenset(("밖", "실외", "외부", "야외", "외", "ext", "e", "outside"))
AFTER: Final = (
    "later", "continuous", "same", "flashback", "회상", "뒤", "후", "다음", "이튿날", "계속",
    "winter", "spring", "summer", "autumn", "봄", "여름", "가을", "겨울",
)  # fmt: skip


@dataclass(frozen=True)
class Slugline:
    """A heading's parts: `time` as written, `hour` the light; empty where the heading does not say."""

    setting: Setting
    place: str
    time: str
    hour: Hour


def slugline(heading: str) -> Slugline:
    """Read a heading: `INT. TEMPLE - NIGHT`, `절 마당 - 밤`, `경찰서 (낮/안)`, `경찰서 / 낮 / 안`."""
    heading = " ".join(heading.split())
    mark = PREFIX.match(heading)
    setting: Setting = ""
    rest = heading
    if mark:
        setting = "int/ext" if mark[1] else "int" if mark[2] else "ext" if mark[3] else ""
        rest = heading[mark.end() :]
    place, told = _parted(rest)
    times = [part for part in told if _side(part) == ""]
    sides = {_side(part) for part in told} - {""}
    if not setting and sides:
        setting = "int/ext" if len(sides) > 1 else "int" if "int" in sides else "ext"
    time = ", ".join(times)
    return Slugline(setting, place, time, hour(time))


def hour(time: str) -> Hour:
    """The light of a time: dawn, day, dusk or night; empty where nothing tells."""
    words = time.casefold()
    for light, names in HOURS.items():
        if any(re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", words) for name in names):
            return light
    return ""


def _parted(rest: str) -> tuple[str, list[str]]:
    """The place, and what is told behind it: in parentheses, or behind dashes and strokes."""
    group = GROUP.search(rest)
    if group and rest[: group.start()].strip():
        parts = [part.strip() for part in re.split(r"[/,·]", group[1]) if part.strip()]
        if parts and all(_tells(part) for part in parts):
            return rest[: group.start()].strip(" -–—/,"), parts
    pieces = [piece.strip() for piece in re.split(r"\s+[-–—/]\s+|\s*,\s+", rest)]
    told: list[str] = []
    while len(pieces) > 1 and _tells(pieces[-1]):
        told.insert(0, pieces.pop())
    if not told and len(pieces) > 1 and re.search(r"\s[-–—]\s", rest):
        told.insert(0, pieces.pop())  # the last part behind a dash is the time, whatever its words
    end = len(rest)
    if told:
        end = rest.rindex(told[0], 0, len(rest)) if len(told) == 1 else rest.index(told[0], len(pieces[0]))
    return rest[:end].rstrip(" -–—/,"), told


def _tells(part: str) -> bool:
    """Whether words tell of a time or a side, not of a place."""
    low = part.casefold()
    later = any(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", low) for word in AFTER)
    return bool(_side(part) or hour(part) or later)


def _side(part: str) -> Literal["int", "ext", ""]:
    low = part.casefold().strip(". ")
    return "int" if low in INSIDE else "ext" if low in OUTSIDE else ""


__all__ = ["Slugline", "hour", "slugline"]
