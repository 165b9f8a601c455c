"""Subtitles: timed text as SubRip (.srt)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.text import read_plain, write_plain

TIMES = re.compile(
    r"(\d{1,3}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})\s*-->\s*(\d{1,3}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})\b.*"
)


@dataclass(frozen=True)
class Cue:
    """Text shown in [start, end) milliseconds, SubRip's own time base; lines are parted by line ends."""

    start_ms: int
    end_ms: int
    text: str


@dataclass
class Subtitles(Media):
    """Cues in order of time."""

    kind: ClassVar[str] = "subtitles"

    cues: tuple[Cue, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read an .srt file, with any line ends; raises BadInput that names the line.

        Cues that overlap are kept and flagged.
        """
        text = read_plain(path).replace("\r\n", "\n").replace("\r", "\n")
        cues: list[Cue] = []
        lines = text.split("\n")
        starts = [index for index, line in enumerate(lines) if "-->" in line]
        if not starts and text.strip():
            raise BadInput(
                "there is no time in this file", where=path, mend="save the subtitles as SubRip (.srt)"
            )
        for index, following in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
            match = TIMES.fullmatch(lines[index].strip())
            if not match:
                raise BadInput(
                    f"line {index + 1} has no times like 00:00:01,000 --> 00:00:02,000",
                    where=path,
                    mend="correct that line",
                )
            start_ms, end_ms = _ms(match.groups()[:4]), _ms(match.groups()[4:])
            if end_ms <= start_ms:
                raise BadInput(
                    f"the cue at line {index + 1} ends before it starts", where=path, mend="correct it"
                )
            cues.append(Cue(start_ms, end_ms, _body(lines[index + 1 : following])))
        cues.sort(key=lambda cue: cue.start_ms)
        late = [number for number in range(1, len(cues)) if cues[number].start_ms < cues[number - 1].end_ms]
        result = cls(tuple(cues))
        return result.flagged(*(f"cues {number} and {number + 1} overlap" for number in late))

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .srt, numbered from 1, with line feeds."""
        blocks = (
            f"{number}\n{_stamp(cue.start_ms)} --> {_stamp(cue.end_ms)}\n{cue.text}\n"
            for number, cue in enumerate(self.cues, 1)
        )
        return write_plain(stem, ".srt", "\n".join(blocks))


def _body(lines: list[str]) -> str:
    """The text under a time line: without the next cue's number and the blank lines around it."""
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) > 1 and lines[-1].strip().isdecimal() and not lines[-2].strip():
        lines.pop()
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _ms(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds = (int(part) for part in parts[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(parts[3].ljust(3, "0"))


def _stamp(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{ms:03}"


__all__ = ["Cue", "Subtitles"]
