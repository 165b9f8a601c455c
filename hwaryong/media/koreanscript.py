"""The Korean script layout: S#12. 경찰서 (낮/안), 지문 (action), 대사 (a name and what is said).

There is no standard. What is read are the habits of Korean writers (docs/story.md lists them), told from each
other by looking at the whole script first; then every line is read once, in linear time.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from hwaryong.media.koreancues import (
    HABITS,
    Cue,
    Line,
    cue,
    cues,
    habits,
    lines,
    narration,
    plain,
    shot,
    speaker,
    transition,
)
from hwaryong.media.koreanheading import Mark, mark, setting
from hwaryong.media.koreantitle import title_page
from hwaryong.media.koreanwords import ENDINGS, FRONT_SECTIONS, SIGNS
from hwaryong.media.koreanwriter import compose, unheld
from hwaryong.media.screenplay import Element, ElementType

_HANGUL = re.compile(r"[가-힣]")
_FINISHED: Final = tuple(".!?…~\"'”’)")
_MAX_ENDING: Final = 12  # characters
_MAX_PLACE: Final = 40
_DEEP: Final = 16  # columns right of the action, where a line alone is centred
_APART: Final = 4  # columns that set names off which stand alone
_NEAR: Final = 2
_SPOKEN: Final = frozenset({"character", "parenthetical", "dialogue", "lyrics"})
_LEAST_HANGUL: Final = 0.2


def parse(text: str) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page (Fountain's keys, in lower case) and the elements of a script in the Korean layout.

    A heading's text is what stands behind its number; `koreanheading.setting` reads place, side and time out
    of it. A parenthesis before the first words of a speech, or of a line of it, is a parenthetical.
    """
    return _Reader(text).read()


def looks_korean(text: str) -> bool:
    """Whether a text is in the Korean layout: it has Hangul, and headings as Korean scripts number them."""
    letters = sum(letter.isalpha() for letter in text)
    if len(_HANGUL.findall(text)) < _LEAST_HANGUL * max(letters, 1):
        return False
    found = Counter(
        heading.habit for line in lines(text) if (heading := mark(line.words)) and _certain(line, heading)
    )
    return bool(found["s#"] or found["scene"] or found["#"] > 1 or found["number"] > 1)


def _certain(line: Line, heading: Mark) -> bool:
    """Whether a line is a heading by itself; 12. 경찰서 is one only where it tells a time or a side."""
    if heading.habit != "number":
        return True
    told = setting(line.words[heading.end :])
    return bool(told.side or told.time) and len(told.place) <= _MAX_PLACE


class _Speech(NamedTuple):
    """A speech that may go on in the next line: who speaks, the columns of the name and of the words."""

    speaker: str
    indent: int
    column: int
    alone: bool


class _Reader:
    """Reads line after line; `run` holds the lines of the action or dialogue that the next may continue."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines(text)
        self.marks = self._headings()
        self.head = min(self.marks, default=0)
        spoken = (at for at in range(self.head, len(self.lines)) if self.lines[at].words)
        self.cues = cues(self.lines, (at for at in spoken if at not in self.marks))
        self.habits, self.names = habits(self.lines, self.cues)
        self.action_indent = self._action_indent()
        self.apart = self._apart()
        self.elements: list[Element] = []
        self.run: list[tuple[int, int]] = []
        self.run_type: ElementType = "action"
        self.speech: _Speech | None = None

    def read(self) -> tuple[dict[str, str], tuple[Element, ...]]:
        page, at = title_page(self.lines[: self.head])
        while at < len(self.lines):
            if self.lines[at].gap:
                at += 1
                if self.run or self.speech:
                    self._silence()
            else:
                at = self._line(at)
        self._flush()
        return page, tuple(self.elements)

    def _headings(self) -> dict[int, Mark]:
        """The lines that are headings; a bare number counts only where the scenes are numbered so."""
        found = {at: heading for at, line in enumerate(self.lines) if (heading := mark(line.words))}
        if any(heading.habit not in ("number", "int") for heading in found.values()):
            return {at: heading for at, heading in found.items() if heading.habit != "number"}
        certain = {at for at, heading in found.items() if _certain(self.lines[at], heading)}
        kept: dict[int, Mark] = {}
        last = 0
        for at, heading in found.items():
            number = int(re.match(r"\d*", heading.number or "")[0] or 0)  # type: ignore[index]
            in_order = bool(certain) and number in (last, last + 1) and (at == 0 or self.lines[at - 1].gap)
            if at in certain or in_order:
                kept[at], last = heading, number
        return kept

    def _action_indent(self) -> int:
        """The column in which action begins: that of most scenes' first line, unless somebody says it."""
        found = Counter[int]()
        for at in self.marks:
            first = next((line for line in self.lines[at + 1 : at + 8] if not line.gap), None)
            if (
                first
                and first.indent < _DEEP
                and not mark(first.words)
                and not any(cue(first, habit) for habit in HABITS[:-1])
            ):
                found[first.indent] += 1
        return found.most_common(1)[0][0] if found else 0

    def _apart(self) -> bool:
        """Whether names that stand alone are set off from the action by their indent."""
        if "alone" not in self.habits:
            return False
        found = Counter(
            self.lines[at].indent > self.action_indent + _APART
            for at, one in self.cues.items()
            if one.habit == "alone"
        )
        return found[True] > found[False]

    def _line(self, at: int) -> int:
        """Read the line at an index, which is no gap; answers the index of the next one to read."""
        line = self.lines[at]
        if at in self.marks:
            return self._heading(at)
        if self._signed(line, at):
            return at + 1
        if at < self.head:
            self._go_on("action", line, 0)
        elif found := self._cue(at):
            self._begin(line, found)
        elif self.speech and self._continues(line, self.speech):
            self._say(line, 0)
        else:
            self._act(line, at)
        return at + 1

    def _heading(self, at: int) -> int:
        line, heading = self.lines[at], self.marks[at]
        words, end, after = self.text[line.start + heading.end : line.end], line.end, at + 1
        if not words and after < len(self.lines) and not self.lines[after].gap and after not in self.marks:
            words, end, after = self._words(self.lines[after]), self.lines[after].end, after + 1
        self._silence()
        self._emit("scene_heading", words, line.start, end, scene_number=heading.number)
        return after

    def _signed(self, line: Line, at: int) -> bool:
        """Read a line that its own words or its first sign decide; whether it was one."""
        words, sign = line.words, SIGNS.get(line.words[0])
        rest = words.lstrip(words[0]).strip() if sign else ""
        if transition(words):
            self._silence()
            self._emit("transition", self._words(line), line.start, line.end)
        elif sign and rest:
            level = len(words) - len(words.lstrip(words[0])) if sign == "section" else 0
            self._emit(sign, rest, line.start, line.end, level=level)
        elif at < self.head and plain(words) in FRONT_SECTIONS:
            self._emit("section", self._words(line), line.start, line.end, level=1)
        elif not self.speech and len(words) <= _MAX_ENDING and plain(words) in ENDINGS:
            self._emit("centered", self._words(line), line.start, line.end)
        else:
            return False
        return True

    def _cue(self, at: int) -> Cue | None:
        """The cue that begins in a line: in one of the script's habits, or of a name known from them."""
        line, found = self.lines[at], self.cues.get(at)
        if not found:
            return narration(line)
        if found.habit == "alone":
            off = not self.apart or line.indent > self.action_indent + _APART
            return found if off and not self.speech and "alone" in self.habits else None
        speech = self.speech
        if speech and line.indent > speech.indent + _NEAR and self._at_column(line, speech):
            return None
        known = found.habit in self.habits or speaker(line.words[: found.name]) in self.names
        return found if known and not (speech and speech.alone) else None

    def _begin(self, line: Line, found: Cue) -> None:
        self._silence()
        words = " ".join(line.words[: found.name].split())
        self.speech = _Speech(speaker(words), line.indent, found.column, found.habit == "alone")
        self._emit("character", words, line.start, line.start + found.name)
        for start, end in found.hows:
            self._emit("parenthetical", line.words[start:end], line.start + start, line.start + end)
        if found.said < len(line.words):
            self._say(line, found.said)

    def _continues(self, line: Line, speech: _Speech) -> bool:
        """Whether a line right below a speech belongs to it, by its indent."""
        if speech.alone or (not self.run and self.elements[-1].type in ("character", "parenthetical")):
            return True
        if line.indent <= speech.indent:
            return line.words.startswith("(") and not shot(line.words)
        if self.action_indent <= speech.indent or abs(line.indent - self.action_indent) > _NEAR:
            return True
        end = self.run[-1][1] if self.run else self.elements[-1].source[1]
        return self._at_column(line, speech) and not self.text[:end].endswith(_FINISHED)

    def _at_column(self, line: Line, speech: _Speech) -> bool:
        return abs(line.indent - speech.column) <= _NEAR

    def _say(self, line: Line, at: int) -> None:
        """What is said in a line from an offset on: parentheses first, then words or a song."""
        words = line.words
        while words.startswith("(", at) and (close := words.find(")", at) + 1):
            self._emit("parenthetical", words[at:close], line.start + at, line.start + close)
            at = close + len(words[close:]) - len(words[close:].lstrip())
        if at < len(words):
            if SIGNS.get(words[at]) == "lyrics":
                self._emit("lyrics", words[at + 1 :].strip(), line.start + at, line.end)
            else:
                self._go_on("dialogue", line, at)

    def _act(self, line: Line, at: int) -> None:
        if self.speech:
            self._silence()
        alone = (at == 0 or self.lines[at - 1].gap) and (at + 1 == len(self.lines) or self.lines[at + 1].gap)
        if alone and line.indent >= self.action_indent + _DEEP:
            self._emit("centered", self._words(line), line.start, line.end)
        elif shot(line.words):
            self._emit("action", self._words(line), line.start, line.end)
        else:
            self._go_on("action", line, 0)

    def _words(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def _go_on(self, type_: ElementType, line: Line, at: int) -> None:
        if type_ != self.run_type:
            self._flush()
        self.run_type = type_
        self.run.append((line.start + at, line.end))

    def _silence(self) -> None:
        """Whoever speaks has spoken; what goes on has ended."""
        self._flush()
        self.speech = None

    def _flush(self) -> None:
        if self.run:
            words = "\n".join(self.text[start:end] for start, end in self.run)
            start, end, self.run = self.run[0][0], self.run[-1][1], []
            self._emit(self.run_type, words, start, end)

    def _emit(
        self, type_: ElementType, words: str, start: int, end: int,
        *, scene_number: str | None = None, level: int = 0,
    ) -> None:  # fmt: skip
        if self.run:
            self._flush()
        name = self.speech.speaker if self.speech and type_ in _SPOKEN else None
        self.elements.append(
            Element(type_, words, (start, end), scene_number=scene_number, speaker=name, level=level)
        )


__all__ = ["compose", "looks_korean", "parse", "unheld"]
