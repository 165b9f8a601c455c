"""`hwaryong inbetween KEYS --sheet X`: all runs of an exposure sheet, and the sheet filled in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hwaryong.media.drawing import Drawing
from hwaryong.media.sheet import Sheet
from hwaryong.media.sheetxdts import HEAD
from tests.film import tiny
from tests.film.conftest import Run
from tests.media.test_sheetxdts import document

CSV = "frame,A,B\n0,(1),(1)\n6,(4),\n8,(6),(3)\n11,,\n"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Three keys of layer A, two of B, and the sheet that times them."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name, left in (("A0001", 40), ("A0004", 130), ("A0006", 200), ("B_1", 20), ("B_3", 220)):
        tiny.box(left).write(folder / name)
    (folder / "notes.txt").write_text("not a drawing", "utf-8")
    (tmp_path / "sheet.csv").write_text(CSV, "utf-8")
    return folder


def left(file: Path) -> float:
    return float(Drawing.read(file).strokes[0].points[:, 0].min())


def test_a_folder_of_keys_is_drawn_as_the_sheet_says(keys: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    code, said, errors = run("inbetween", keys, "--sheet", tmp_path / "sheet.csv", "-o", out, "--json")
    assert code == 0, errors
    assert said == json.loads((out / "inbetween.json").read_text("utf-8"))
    told = [(one["layer"], one["number"], round(one["at"], 3)) for one in said["drawings"]]
    assert told == [("A", 2, 0.333), ("A", 3, 0.667), ("A", 5, 0.5), ("B", 2, 0.5)]
    names = sorted(file.name for file in out.iterdir())
    drawn = [f"{name}.{suffix}" for name in ("A0002", "A0003", "A0005", "B0002") for suffix in ("png", "svg")]
    assert names == sorted([*drawn, "inbetween.json", "sheet.csv"])
    assert left(out / "A0002.svg") == pytest.approx(63.3, abs=1), "slower than 70: it speeds up to key 6"
    assert left(out / "B0002.svg") == pytest.approx(120, abs=1)
    assert said["sheet"] == str(out / "sheet.csv")
    sheet = Sheet.read(out / "sheet.csv")
    assert sheet.layer("A").generated == (2, 3, 5)
    assert [sheet.drawing_at("A", frame) for frame in range(0, 10, 2)] == [1, 2, 3, 4, 6]
    assert run("verify", out / "A0002.svg", "--json")[1]["c2pa"].startswith("Valid")


def test_a_persons_in_between_is_not_drawn_over(keys: Path, tmp_path: Path, run: Run) -> None:
    tiny.box(60).write(keys / "A0002")
    out = tmp_path / "out"
    code, said, errors = run("inbetween", keys, "--sheet", tmp_path / "sheet.csv", "-o", out, "--json")
    assert code == 0, errors
    assert [one["number"] for one in said["drawings"] if one["layer"] == "A"] == [3, 5]
    assert left(out / "A0003.svg") == pytest.approx(92.5, abs=1), "it lies between 2, by a person, and 4"
    assert not (out / "A0002.png").exists()


def test_marks_of_a_folder_and_the_run_of_two_keys_alone(keys: Path, tmp_path: Path, run: Run) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    way = {"first": [130, 60], "last": [200, 60], "path": [[165, 110]]}
    (marks / "A0004-A0006.json").write_text(json.dumps({"marks": [way]}), "utf-8")
    sheet, out = tmp_path / "sheet.csv", tmp_path / "out"
    code, _, errors = run("inbetween", keys, "--sheet", sheet, "--marks", marks, "-o", out)
    assert code == 0, errors
    assert Drawing.read(out / "A0005.svg").strokes[0].points[0, 1] == pytest.approx(110, abs=6)
    two, out = (keys / "A0001.svg", keys / "A0004.svg"), tmp_path / "two"
    code, said, errors = run("inbetween", *two, "--sheet", sheet, "-o", out, "--json")
    assert code == 0, errors
    assert [one["number"] for one in said["drawings"]] == [2, 3]
    code, said, errors = run("inbetween", two[0], keys / "A0006.svg", "--sheet", sheet, "-o", out, "--json")
    assert said["drawings"] == [], "the key between them is not here"


def test_two_keys_and_the_ones_around_them(keys: Path, tmp_path: Path, run: Run) -> None:
    two = (keys / "A0001.svg", keys / "A0004.svg", "--at", "0.5", "-o", tmp_path / "middle.svg")
    for around, place in (
        ((), 85),
        (("--after", keys / "B_3.svg"), 85),
        (("--before", keys / "B_1.svg"), 81),
    ):
        code, _, errors = run("inbetween", *two, *around)
        assert code == 0, errors
        assert left(tmp_path / "middle.svg") == pytest.approx(place, abs=1)
    code, _, errors = run(
        "inbetween", keys, "--sheet", tmp_path / "sheet.csv", "--after", two[0], "-o", tmp_path
    )
    assert code == 2
    assert "leave --before and --after out" in errors


def test_a_run_that_fails_takes_no_other_along(keys: Path, tmp_path: Path, run: Run) -> None:
    Drawing(100, 100, tiny.box(4, size_px=20).strokes).write(keys / "A0006")
    out = tmp_path / "out"
    code, said, errors = run("inbetween", keys, "--sheet", tmp_path / "sheet.csv", "-o", out, "--json")
    assert code == 1
    assert [(one["layer"], one["number"]) for one in said["drawings"]] == [("A", 2), ("A", 3), ("B", 2)]
    assert [one["drawing"] for one in said["failed"]] == ["A/0005"]
    assert "100×100 px" in errors
    assert Sheet.read(out / "sheet.csv").layer("A").generated == (2, 3)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("keys", "-o", "out"), "one key alone"),
        (("keys", "--sheet", "sheet.csv", "-n", "2", "-o", "out"), "leave -n and --at out"),
        (("keys", "--sheet", "sheet.csv", "--marks", "sheet.csv", "-o", "out"), "folder of marks"),
        (("keys", "--sheet", "sheet.csv", "-o", "keys"), "would pass for a person's"),
        (("keys", "--sheet", "sheet.csv", "-o", "."), "would pass for a person's"),
        (("empty", "--sheet", "sheet.csv", "-o", "out"), "no key of the exposure sheet is here"),
        (("lacking", "--sheet", "sheet.csv", "-o", "out"), "key 4 of layer A is missing"),
        (("keys", "--sheet", "keys/notes.txt", "-o", "out"), "neither JSON, XDTS nor CSV"),
    ],
)
def test_what_cannot_be_drawn(
    keys: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "lacking").mkdir()
    tiny.box(40).write(tmp_path / "lacking/A0001")
    code, _, errors = run("inbetween", *words)
    assert code == 2
    assert why in errors
    assert len(errors.strip().splitlines()) == 1


def test_keys_numbered_without_room_get_in_betweens_with_letters(tmp_path: Path, run: Run) -> None:
    keys, marks = tmp_path / "keys", tmp_path / "marks"
    keys.mkdir()
    marks.mkdir()
    for name, left in (("A.0001", 40), ("A.0002", 130), ("A.0003", 200)):
        tiny.box(left).write(keys / name)
    way = {"first": [130, 60], "last": [200, 60], "path": [[165, 110]]}
    (marks / "A0002-A0003.json").write_text(json.dumps({"marks": [way]}), "utf-8")
    sheet = tmp_path / "sheet.xdts"
    sheet.write_text(f"{HEAD}\n{json.dumps(document('(1) ○ ○ (2) ○ (3) ×'))}", "utf-8")
    out = tmp_path / "out"
    code, said, errors = run("inbetween", keys, "--sheet", sheet, "--marks", marks, "-o", out, "--json")
    assert code == 0, errors
    told = [(one["number"], one["called"], Path(one["file"]).name) for one in said["drawings"]]
    assert told == [(2, "1a", "A0001a.png"), (3, "1b", "A0001b.png"), (5, "2a", "A0002a.png")]
    assert Drawing.read(out / "A0002a.svg").strokes[0].points[0, 1] == pytest.approx(110, abs=6)
    went = json.loads((out / "sheet.xdts").read_text("utf-8").partition("\n")[2])
    frames = went["timeTables"][0]["fields"][0]["tracks"][0]["frames"]
    values = [frame["data"][0]["values"][0] for frame in frames]
    assert values == ["1", "1a", "1b", "2", "2a", "3", "SYMBOL_NULL_CELL"]
    assert Sheet.read(out / "sheet.xdts").layers == Sheet.read(sheet).layers
    shutil.copy(out / "A0001a.svg", keys)
    code, said, errors = run("inbetween", keys, "--sheet", out / "sheet.xdts", "-o", out / "again", "--json")
    assert code == 0, errors
    assert [one["called"] for one in said["drawings"]] == ["1b", "2a"], "1a is a person's now"
