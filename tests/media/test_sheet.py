from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.sheet import Beside, Exposure, Layer, Sheet
from hwaryong.media.sheetxdts import HEAD


def form(**layer: Any) -> dict[str, Any]:
    column = {
        "name": "A",
        "ease": "linear",
        "keys": [1, 5, 6, 9],
        "exposures": [{"frame": 2, "drawing": 1}, {"frame": 4, "drawing": 2}, {"frame": 6, "drawing": 0}],
    }
    return {"schema": "hwaryong.sheet/1", "rate": "24/1", "frames": 12, "layers": [column | layer]}


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sheet.json"
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path: Path, form: dict[str, Any]) -> Sheet:
    return Sheet.read(write(tmp_path, json.dumps(form)))


def test_reads_and_writes_the_same(tmp_path: Path) -> None:
    sheet = read(tmp_path, form())
    assert (sheet.rate, sheet.frames) == (Fraction(24), 12)
    path = sheet.write(tmp_path / "again")
    assert Sheet.read(path).write(tmp_path / "third").read_bytes() == path.read_bytes()


def test_a_drawing_is_shown_until_the_next(tmp_path: Path) -> None:
    sheet = read(tmp_path, form())
    assert [sheet.drawing_at("A", frame) for frame in range(8)] == [0, 0, 1, 1, 2, 2, 0, 0]


def test_runs_stand_between_neighbouring_keys(tmp_path: Path) -> None:
    assert read(tmp_path, form()).runs("A") == [
        (1, 5, [(2, 0.25), (3, 0.5), (4, 0.75)]),
        (6, 9, [(7, pytest.approx(1 / 3)), (8, pytest.approx(2 / 3))]),
    ]


@given(st.sampled_from(["linear", "in", "out", "in-out"]), st.integers(2, 40))
def test_eased_in_betweens_go_forward_and_stay_inside(ease: Any, gap: int) -> None:
    layer = Layer(name="A", ease=ease, keys=(1, 1 + gap), exposures=(Exposure(frame=0, drawing=1),))
    [(_, _, steps)] = Sheet(10, (layer,)).runs("A")
    times = [0.0, *(t for _, t in steps), 1.0]
    assert times == sorted(times)
    assert len(set(times)) == gap + 1
    if ease == "in":
        assert times[1] <= 1 / gap
    if ease == "out":
        assert times[1] >= 1 / gap


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"exposures": [{"frame": 3, "drawing": 11}]}, "layer A, frame 3, drawing 11"),
        ({"exposures": [{"frame": 30, "drawing": 1}]}, "layer A, frame 30, drawing 1"),
        (
            {"exposures": [{"frame": 3, "drawing": 1}, {"frame": 3, "drawing": 2}]},
            "layer A, frame 3, drawing 2",
        ),
        ({"keys": []}, "layer A has no keys"),
        ({"keys": [1, 1, 2]}, "twice"),
        ({"ease": "bouncy"}, r"layers\.0\.ease"),
        ({"keys": ["a"]}, r"layers\.0\.keys"),
        ({"colour": 3}, r"layers\.0\.colour"),
    ],
)
def test_errors_name_layer_frame_and_drawing(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said) as error:
        read(tmp_path, form(**change))
    assert "sheet.json" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "change", [{"rate": 24}, {"rate": "24/0"}, {"frames": 0}, {"schema": "hwaryong.sheet/9"}]
)
def test_errors_in_the_head(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=next(iter(change))):
        read(tmp_path, form() | change)


def test_a_key_never_exposed_is_fine_and_an_unknown_layer_is_not(tmp_path: Path) -> None:
    sheet = read(tmp_path, form(keys=[1, 5, 6, 9, 12]))
    with pytest.raises(BadInput, match="'B'; it has A"):
        sheet.layer("B")


def columns(keys: tuple[int, ...], cells: dict[int, int], **more: Any) -> Sheet:
    exposures = tuple(Exposure(frame=frame, drawing=number) for frame, number in cells.items())
    return Sheet(100, (Layer(name="A", keys=keys, exposures=exposures, **more),))


def test_the_keys_beside_a_run_count_their_frames() -> None:
    sheet = columns((1, 3, 5, 9), {0: 1, 4: 2, 8: 3, 12: 5, 28: 9})
    assert sheet.beside("A", 3, 5) == Beside(1, 9, (2.0, 4.0))
    assert sheet.beside("A", 1, 3) == Beside(None, 5, (1.0, 0.5))
    assert sheet.beside("A", 5, 9).spans[0] == 0.25


def test_a_held_key_does_not_make_its_run_slower() -> None:
    held = {0: 1, 24: 2, 26: 3, 28: 4, 30: 5, 38: 9}
    assert columns((1, 5, 9), held).beside("A", 5, 9) == Beside(1, None, (1.0, 1.0))


def test_numbers_count_where_a_key_is_not_shown() -> None:
    assert columns((1, 3, 7), {0: 1, 8: 3}).beside("A", 1, 3) == Beside(None, 7, (1.0, 2.0))


def test_a_key_behind_an_empty_stretch_is_not_beside() -> None:
    assert columns((1, 3, 5), {0: 1, 4: 0, 8: 3, 12: 5}).beside("A", 3, 5) == Beside()


@pytest.mark.parametrize("chart", [{"ease": "linear"}, {"charts": ({"first": 3, "last": 5, "at": [0.3]},)}])
def test_where_a_chart_times_a_run_no_key_beside_does(chart: dict[str, Any]) -> None:
    assert columns((1, 3, 5, 9), {0: 1, 8: 3, 12: 5}, **chart).beside("A", 3, 5) == Beside()


def test_charts_space_their_own_run_before_the_layers_ease(tmp_path: Path) -> None:
    chart = {"first": 1, "last": 5, "favours": 5}
    sheet = read(tmp_path, form(ease="in", charts=[chart]))
    assert sheet.runs("A")[0] == (1, 5, [(2, 0.5), (3, 0.75), (4, 0.875)])
    assert sheet.runs("A")[1][2][0] == (7, pytest.approx(1 / 9))
    again = Sheet.read(sheet.write(tmp_path / "again"))
    assert again.layer("A").charts == sheet.layer("A").charts


def test_a_persons_in_between_parts_a_chart_in_two_runs() -> None:
    chart = {"first": 1, "last": 5, "at": [0.5, 0.6, 0.9]}
    runs = columns((1, 3, 5), {0: 1}, charts=(chart,)).runs("A")
    assert runs == [(1, 3, [(2, pytest.approx(5 / 6))]), (3, 5, [(4, pytest.approx(0.75))])]


@pytest.mark.parametrize(
    ("charts", "said"),
    [
        ([{"first": 1, "last": 5}], "one of ease, favours and at"),
        ([{"first": 1, "last": 5, "ease": "in", "favours": 1}], "one of ease, favours and at"),
        ([{"first": 1, "last": 5, "at": [0.1, 0.9]}], "needs 3 places"),
        ([{"first": 1, "last": 5, "at": [0.1, 0.9, 0.5]}], "needs 3 places"),
        ([{"first": 1, "last": 5, "at": [0.1, 0.5, 1.0]}], "needs 3 places"),
        ([{"first": 1, "last": 5, "favours": 3}], "favours 3"),
        ([{"first": 5, "last": 1, "ease": "in"}], "does not go forward"),
        ([{"first": 2, "last": 5, "ease": "in"}], "chart 2–5: both must be keys"),
        ([{"first": 1, "last": 6, "ease": "in"}, {"first": 5, "last": 9, "ease": "in"}], "same drawings"),
    ],
)
def test_charts_that_say_nothing_usable(tmp_path: Path, charts: list[Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(tmp_path, form(charts=charts))


def test_csv(tmp_path: Path) -> None:
    sheet = Sheet.read(write(tmp_path, "frame,A,B\n0,(1),1\n1,,\n2,2,\n3,(3),x\n"))
    assert sheet.runs("A") == [(1, 3, [(2, 0.5)])]
    assert sheet.runs("B") == []
    assert [sheet.drawing_at("B", frame) for frame in range(4)] == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("{", "JSON|json"),
        ("hello", "neither"),
        (f"{HEAD}\n{{}}", "lacks"),
        ("frame,A\n0,(1)\n1,five\n", "layer A, frame 1"),
        ("frame,A,A\n0,1,1\n", "twice"),
        ("frame,A\nzero,1\n", "line 2"),
        ("frame,A\n0,\n", "no drawings"),
        ("[" * 100_000, "neither|JSON"),
    ],
)
def test_files_that_are_no_sheet(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Sheet.read(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("frame,A\n0," + "1" * 200_000, "lacks a part"),
        ("frame,A\n" + "9" * 5_000 + ",1", "lacks a part"),
        ("frame,cel A\n0,1\n", "'cel a': a layer's name has letters"),
        (f'{HEAD}\n{{"timeTables": [{{"duration": 1e999}}]}}', "lacks a part"),
    ],
)
def test_a_sheet_that_no_program_writes_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Sheet.read(write(tmp_path, text))
