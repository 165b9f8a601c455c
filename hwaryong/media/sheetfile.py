"""An exposure sheet filled in: in-betweens put between their keys, written in the form in which it came."""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from hwaryong.media.base import read_text
from hwaryong.media.sheet import Exposure, Layer, Sheet
from hwaryong.media.sheetxdts import HEAD as XDTS


def filled(sheet: Sheet, generated: dict[str, set[int]]) -> Sheet:
    """The sheet with every generated in-between (numbers by layer) exposed and named as generated.

    Where the sheet shows a drawing and next a later one, what is generated between the two is spread evenly
    over the frames from one to the other, as far as there are frames.
    """
    layers = tuple(_filled(layer, generated.get(layer.name, set())) for layer in sheet.layers)
    return Sheet(sheet.frames, layers, sheet.rate)


def write_as(sheet: Sheet, came: Path, folder: Path) -> Path:
    """Write the sheet into a folder, under the name and in the form (JSON, XDTS, CSV) in which it came.

    Of an XDTS only the cells are written anew; keys are circled, generated drawings are not.
    """
    text = read_text(came)
    if text.startswith(XDTS):
        text = (
            f"{XDTS}\n{json.dumps(_xdts(json.loads(text.partition(chr(10))[2]), sheet), ensure_ascii=False)}"
        )
    elif text.lstrip().startswith("{"):
        return sheet.write(folder / came.stem)
    else:
        text = _csv(sheet)
    path = folder / came.name
    path.write_text(text, encoding="utf-8")
    return path


def _filled(layer: Layer, generated: set[int]) -> Layer:
    exposures = list(layer.exposures)
    for one, other in pairwise(layer.exposures):
        between = [number for number in range(one.drawing + 1, other.drawing) if number in generated]
        if one.drawing and between:
            span = other.frame - one.frame
            frames = [one.frame + span * i // (len(between) + 1) for i in range(1, len(between) + 1)]
            shown = {
                frame: number for frame, number in zip(frames, between, strict=True) if frame > one.frame
            }
            exposures += [Exposure(frame=frame, drawing=number) for frame, number in shown.items()]
    exposures.sort(key=lambda exposure: exposure.frame)
    made = tuple(sorted({*layer.generated, *generated}))
    return layer.model_copy(update={"exposures": tuple(exposures), "generated": made})


def _xdts(document: Any, sheet: Sheet) -> Any:
    table = document["timeTables"][0]
    names = next(header["names"] for header in table["timeTableHeaders"] if header["fieldId"] == 0)
    tracks = next(field["tracks"] for field in table["fields"] if field["fieldId"] == 0)
    layers = {layer.name: layer for layer in sheet.layers}
    for track in tracks:
        layer = layers.get(str(names[track["trackNo"]]))
        if layer:
            track["frames"] = [_cell(exposure, layer) for exposure in layer.exposures]
    return document


def _cell(exposure: Exposure, layer: Layer) -> dict[str, Any]:
    value = layer.name_of(exposure.drawing) if exposure.drawing else "SYMBOL_NULL_CELL"
    options = {"options": ["OPTION_KEYFRAME"]} if exposure.drawing in layer.keys else {}
    return {"frame": exposure.frame, "data": [{"id": 0, "values": [value], **options}]}


def _csv(sheet: Sheet) -> str:
    """A row a frame; "(5)" is a key, "6*" was generated."""
    cells = [
        {exposure.frame: _word(exposure, layer) for exposure in layer.exposures} for layer in sheet.layers
    ]
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["frame", *(layer.name for layer in sheet.layers)])
    rows.writerows([frame, *(column.get(frame, "") for column in cells)] for frame in range(sheet.frames))
    return text.getvalue()


def _word(exposure: Exposure, layer: Layer) -> str:
    if not exposure.drawing:
        return "x"
    if exposure.drawing in layer.keys:
        return f"({exposure.drawing})"
    return f"{exposure.drawing}{'*' if exposure.drawing in layer.generated else ''}"
