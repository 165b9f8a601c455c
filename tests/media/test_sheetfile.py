from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.media.sheet import Exposure, Layer, Sheet
from hwaryong.media.sheetfile import filled, write_as
from hwaryong.media.sheetxdts import HEAD as XDTS

CELLS = {0: 1, 8: 4, 10: 0, 14: 4, 15: 7}


def sheet(cells: dict[int, int] = CELLS, keys: tuple[int, ...] = (1, 4, 7)) -> Sheet:
    exposures = tuple(Exposure(frame=frame, drawing=number) for frame, number in cells.items())
    return Sheet(24, (Layer(name="A", keys=keys, exposures=exposures),))


def shown(sheet: Sheet) -> dict[int, int]:
    return {exposure.frame: exposure.drawing for exposure in sheet.layers[0].exposures}


def test_in_betweens_are_spread_evenly_between_their_keys() -> None:
    full = filled(sheet(), {"A": {2, 3, 5, 6}})
    assert shown(full) == CELLS | {2: 2, 5: 3}, "5 and 6 have no frame of their own between 14 and 15"
    assert full.layers[0].generated == (2, 3, 5, 6)


def test_what_is_exposed_already_stays() -> None:
    cells = {0: 1, 3: 2, 6: 4}
    assert shown(filled(sheet(cells), {"A": {2, 3}})) == cells | {4: 3}
    assert shown(filled(sheet(cells), {})) == cells


@given(st.integers(1, 40), st.integers(2, 12))
def test_filling_in_never_moves_a_key_and_goes_forward(frames: int, last: int) -> None:
    exposures = (Exposure(frame=0, drawing=1), Exposure(frame=frames, drawing=last))
    before = Sheet(60, (Layer(name="A", keys=(1, last), exposures=exposures),))
    after = shown(filled(before, {"A": set(range(2, last))}))
    assert (after[0], after[frames]) == (1, last)
    numbers = [after[frame] for frame in sorted(after)]
    assert numbers == sorted(set(numbers))
    if frames >= last - 1:
        assert numbers == list(range(1, last + 1))


def xdts() -> str:
    cells = [
        {"frame": 0, "data": [{"id": 0, "values": ["1"], "options": ["OPTION_KEYFRAME"]}]},
        {"frame": 6, "data": [{"id": 0, "values": ["4"], "options": ["OPTION_KEYFRAME"]}]},
        {"frame": 9, "data": [{"id": 0, "values": ["SYMBOL_NULL_CELL"]}]},
    ]
    return f"{XDTS}\n" + json.dumps({
        "header": {"cut": "12", "scene": "3"}, "version": 5,
        "timeTables": [{
            "name": "sheet1", "duration": 12,
            "fields": [{"fieldId": 0, "tracks": [{"trackNo": 0, "frames": cells}]},
                       {"fieldId": 5, "tracks": [{"trackNo": 0, "frames": []}]}],
            "timeTableHeaders": [{"fieldId": 0, "names": ["A"]}, {"fieldId": 5, "names": ["camera"]}],
        }],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.xdts", xdts()),
        ("t.csv", "frame,A\n0,(1)\n6,(4)\n9,x\n11,\n"),
        ("t.json", json.dumps({
            "schema": "hwaryong.sheet/1", "rate": "24/1", "frames": 12, "layers": [{
                "name": "A", "keys": [1, 4],
                "exposures": [{"frame": f, "drawing": d} for f, d in ((0, 1), (6, 4), (9, 0))],
            }],
        })),
    ],
)  # fmt: skip
def test_a_sheet_goes_back_in_the_form_in_which_it_came(tmp_path: Path, name: str, text: str) -> None:
    came = tmp_path / name
    came.write_text(text, "utf-8")
    (tmp_path / "out").mkdir()
    full = filled(Sheet.read(came), {"A": {2, 3}})
    went = write_as(full, came, tmp_path / "out")
    assert went.name == name
    again = Sheet.read(went)
    assert shown(again) == {0: 1, 2: 2, 4: 3, 6: 4, 9: 0}
    assert (again.frames, again.layers[0].keys) == (12, (1, 4))
    if name != "t.xdts":
        assert again.layers[0].generated == (2, 3)
    else:
        document = json.loads(went.read_text("utf-8").partition("\n")[2])
        assert document["header"] == {"cut": "12", "scene": "3"}
        assert document["timeTables"][0]["fields"][1]["fieldId"] == 5
