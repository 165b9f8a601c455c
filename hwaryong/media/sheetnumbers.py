"""What a time sheet calls its drawings ("2", "1a", ○ for an in-between), as numbers that count through."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass

from hwaryong.errors import BadInput

Name = tuple[int, str]  # (1, "a") lies between (1, "") and (2, "")
BETWEEN, REVERSE = "○", "●"
Cell = tuple[int, Name | str | None]  # frame; a name, a mark without one, or nothing


@dataclass(frozen=True)
class Numbered:
    """The drawing on each frame (0 shows nothing), the keys, and what drawings are called that are not called
    by their number."""

    cells: dict[int, int]
    keys: set[int]
    called: dict[int, str]


def numbered(cells: Iterable[Cell], circled: set[Name], layer: str) -> Numbered:
    """Give every drawing of a layer a number: its own, as long as none before it has a letter.

    ○ is an in-between's place: it gets a number that is free between the drawings before and after, or where
    there is none a name with a letter, 1a. ● shows in-betweens again on the way back. Where marks stand for
    the in-betweens and no drawing is circled, all drawings with a name are keys. Raises BadInput for a mark
    without a drawing to stand for.
    """
    shown, rows = _rows(cells, layer)
    named = {name for name in shown.values() if name}
    keys = circled or (set(named) if rows else set())
    for row in rows:
        if row.mark == BETWEEN:
            named |= _lettered(row, named, keys, layer)
    whole = {(number, "") for number in range(min(named)[0], max(named)[0] + 1)} if named else set()
    order = sorted(whole | named, key=_place)
    number = {name: order[0][0] + i for i, name in enumerate(order)}
    found = {frame: number[name] if name else 0 for frame, name in shown.items()}
    for row in rows:
        found |= _numbers(row, number, set(found.values()), layer)
    called = {number[name]: f"{name[0]}{name[1]}" for name in order if name != (number[name], "")}
    return Numbered(found, {number[name] for name in keys}, called)


@dataclass(frozen=True)
class _Row:
    """Marks of one kind in a row between two drawings."""

    mark: str
    frames: tuple[int, ...]
    before: Name
    after: Name

    @property
    def ends(self) -> tuple[Name, Name]:
        """The lower drawing and the higher one."""
        turned = _place(self.after) < _place(self.before)
        return (self.after, self.before) if turned else (self.before, self.after)

    @property
    def place(self) -> str:
        return f"between drawings {_said(self.before)} and {_said(self.after)}"


def _rows(cells: Iterable[Cell], layer: str) -> tuple[dict[int, Name | None], list[_Row]]:
    """The cells that have a name or show nothing, and the marks between them."""
    shown: dict[int, Name | None] = {}
    rows: list[_Row] = []
    marks: list[tuple[int, str]] = []
    before: Name | None = None
    for frame, value in [*cells, (-1, None)]:
        if isinstance(value, str):
            marks.append((frame, value))
            continue
        if marks:
            frames, kinds = zip(*marks, strict=True)
            if not before or not value or len(set(kinds)) > 1:
                raise BadInput(
                    f"layer {layer}, frame {frames[0]}: the mark has no drawing before and after it, "
                    "or ○ and ● are mixed"
                )
            rows.append(_Row(kinds[0], frames, before, value))
            marks = []
        before = shown[frame] = value
    del shown[-1]
    return shown, rows


def _lettered(row: _Row, named: set[Name], keys: set[Name], layer: str) -> set[Name]:
    """The names with letters that a row of ○ needs beside the free numbers, after the lower drawing."""
    low, high = row.ends
    where = f"layer {layer}, frame {row.frames[0]}: the marks {row.place}"
    passed = next((key for key in sorted(keys, key=_place) if _lies(low, key, high)), None)
    if passed:
        raise BadInput(f"{where} pass key {_said(passed)}", mend="show it there, or do not circle it")
    lettered = sum(_lies(low, name, high) for name in named if name[1])
    free = lettered + max(high[0] - low[0] - (not high[1]), 0)
    missing = max(len(row.frames) - free, 0)
    taken = {name[1].lower() for name in named if name[0] == low[0]}
    names = [(low[0], letter) for letter in string.ascii_lowercase if letter not in taken]
    names = [name for name in names if _lies(low, name, high)]
    if missing > len(names):
        raise BadInput(
            f"{where} need {missing} more names, there are {len(names)}",
            mend="number the keys with room between them: 1 ○ ○ 4",
        )
    return set(names[:missing])


def _numbers(row: _Row, number: dict[Name, int], used: set[int], layer: str) -> dict[int, int]:
    """Numbers for a row of marks, spread evenly over those that may stand there."""
    before, after = number[row.before], number[row.after]
    way, again = 1 if after > before else -1, row.mark == REVERSE
    free = [n for n in range(before + way, after, way) if not again or n in used]
    if len(free) < len(row.frames):
        raise BadInput(
            f"layer {layer}, frame {row.frames[0]}: the marks {row.place} need {len(row.frames)} in-betweens "
            f"shown before, there are {len(free)}",
            mend="put ○ where they are shown first",
        )
    steps = len(free) + 1
    return {
        frame: free[steps * index // (len(row.frames) + 1) - 1] for index, frame in enumerate(row.frames, 1)
    }


def _place(name: Name) -> tuple[int, str, str]:
    """Where a name stands in order: 1, 1A, 1a, 1B."""
    return name[0], name[1].lower(), name[1]


def _lies(low: Name, name: Name, high: Name) -> bool:
    return _place(low) < _place(name) < _place(high)


def _said(name: Name) -> str:
    return f"{name[0]}{name[1]}"
