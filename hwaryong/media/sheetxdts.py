"""The exposure sheet as CLIP STUDIO and OpenToonz exchange it (XDTS): its cells, keys and marks."""

from __future__ import annotations

import re
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.media.sheetnumbers import BETWEEN, REVERSE, Cell, Name, Numbered, numbered

HEAD = "exchangeDigitalTimeSheet Save Data"
_NOTHING, _BETWEEN, _REVERSE = "SYMBOL_NULL_CELL", "SYMBOL_TICK_1", "SYMBOL_TICK_2"
_MARKS = {_BETWEEN: BETWEEN, _REVERSE: REVERSE}
_NAME = re.compile(r"([0-9]{1,4})([A-Za-z]?)")


def columns(document: Any) -> tuple[dict[str, Numbered], int]:
    """The layers' cells and the frames of the first time table's cell tracks.

    After Celsys, "XDTS file format" 1.0: fieldId 0 holds cells, circled where they are keys, a number and
    perhaps a letter; ○ (SYMBOL_TICK_1) is an in-between's place, ● (SYMBOL_TICK_2) shows an in-between again
    on the way back, × (SYMBOL_NULL_CELL) shows nothing, SYMBOL_HYPHEN holds. Raises BadInput for a mark
    without a drawing to stand for.
    """
    table = document["timeTables"][0]
    names = next(header["names"] for header in table["timeTableHeaders"] if header["fieldId"] == 0)
    tracks = next(field["tracks"] for field in table["fields"] if field["fieldId"] == 0)
    found: dict[str, Numbered] = {}
    for track in tracks:
        layer = str(names[track["trackNo"]])
        cells: list[Cell] = []
        circled: set[Name] = set()
        for frame in sorted(track["frames"], key=lambda frame: int(frame["frame"])):
            data = frame["data"][0]
            value, at = str((data.get("values") or [""])[0]), int(frame["frame"])
            name = _NAME.fullmatch(value)
            if name and int(name[1]):
                cells.append((at, (int(name[1]), name[2])))
                if "OPTION_KEYFRAME" in data.get("options", []):
                    circled.add((int(name[1]), name[2]))
            elif name or value == _NOTHING:
                cells.append((at, None))
            elif value in _MARKS:
                cells.append((at, _MARKS[value]))
            elif value and not value.startswith("SYMBOL_"):
                raise BadInput(
                    f"layer {layer}, frame {at}: the drawing {value!r} is no number from 1 to 9999",
                    mend="a letter may follow the number, 1a",
                )
        found[layer] = numbered(cells, circled, layer)
    return found, int(table["duration"])
