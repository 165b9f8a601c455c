"""The exposure sheet as CLIP STUDIO and OpenToonz exchange it (XDTS): its cells, keys and marks."""

from __future__ import annotations

from typing import Any

from hwaryong.errors import BadInput

HEAD = "exchangeDigitalTimeSheet Save Data"
Columns = dict[str, dict[int, int]]
_NOTHING, _BETWEEN, _REVERSE = "SYMBOL_NULL_CELL", "SYMBOL_TICK_1", "SYMBOL_TICK_2"
Cell = tuple[int, int | str]  # frame; number, or a mark without one


def columns(document: Any) -> tuple[Columns, dict[str, set[int]], int]:
    """Cells (layer → frame → drawing), circled keys, and frames of the first time table's cell tracks.

    After Celsys, "XDTS file format" 1.0: fieldId 0 holds cells; ○ (SYMBOL_TICK_1) is an in-between's place
    and gets a number that is free between the drawings before and after, ● (SYMBOL_TICK_2) shows an
    in-between again on the way back, × (SYMBOL_NULL_CELL) shows nothing, SYMBOL_HYPHEN holds. Raises BadInput
    for a mark without a drawing to stand for.
    """
    table = document["timeTables"][0]
    names = next(header["names"] for header in table["timeTableHeaders"] if header["fieldId"] == 0)
    tracks = next(field["tracks"] for field in table["fields"] if field["fieldId"] == 0)
    found: Columns = {}
    keys: dict[str, set[int]] = {}
    for track in tracks:
        name = str(names[track["trackNo"]])
        cells: list[Cell] = []
        keys[name] = set()
        for frame in sorted(track["frames"], key=lambda frame: int(frame["frame"])):
            data = frame["data"][0]
            value, at = str((data.get("values") or [""])[0]), int(frame["frame"])
            if value.isdecimal():
                cells.append((at, int(value)))
                if "OPTION_KEYFRAME" in data.get("options", []):
                    keys[name].add(int(value))
            elif value in (_BETWEEN, _REVERSE):
                cells.append((at, value))
            elif value == _NOTHING:
                cells.append((at, 0))
            elif value and not value.startswith("SYMBOL_"):
                raise BadInput(f"layer {name}, frame {at}: the drawing {value!r} is no number")
        found[name] = _numbered(cells, name)
    return found, keys, int(table["duration"])


def _numbered(cells: list[Cell], layer: str) -> dict[int, int]:
    """The cells with a number for every mark."""
    shown: dict[int, int] = {}
    marks: list[tuple[int, str]] = []
    before = 0
    for frame, value in [*cells, (-1, 0)]:
        if isinstance(value, str):
            marks.append((frame, value))
            continue
        if marks:
            shown |= _between(marks, before, value, set(shown.values()), layer)
            marks = []
        before = value
        shown[frame] = value
    del shown[-1]
    return shown


def _between(
    marks: list[tuple[int, str]], before: int, after: int, used: set[int], layer: str
) -> dict[int, int]:
    """Numbers for the marks in a row between two drawings, spread evenly over those that may stand there."""
    again = marks[0][1] == _REVERSE
    way = 1 if after > before else -1
    numbers = [number for number in range(before + way, after, way) if not again or number in used]
    place = f"layer {layer}, frame {marks[0][0]}"
    if not before or not after or any(mark != marks[0][1] for _, mark in marks):
        raise BadInput(f"{place}: the mark has no drawing before and after it, or ○ and ● are mixed")
    if len(numbers) < len(marks):
        what = "in-betweens shown before" if again else "free numbers"
        raise BadInput(
            f"{place}: the marks between drawings {before} and {after} need {len(marks)} {what}, "
            f"there are {len(numbers)}",
            mend="number the keys with room between them: 1 ○ ○ 4",
        )
    steps = len(numbers) + 1
    return {
        frame: numbers[steps * index // (len(marks) + 1) - 1]
        for index, (frame, _) in enumerate(marks, 1)
    }  # fmt: skip
