"""The verb `paint` on a shot: from one painted drawing, and again with one colour changed."""

from __future__ import annotations

import json
from pathlib import Path

from hwaryong.drawing.paint import paint
from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture
from tests.drawing.figures import PALETTE, arm
from tests.film.conftest import Run


def test_a_folder_is_painted_and_a_colour_changed(tmp_path: Path, run: Run) -> None:
    (tmp_path / "shot").mkdir()
    Drawing(480, 360, arm(0).strokes).write(tmp_path / "shot" / "0001")
    model = paint(arm(0), PALETTE).write(tmp_path / "model")
    code, said, errors = run("paint", tmp_path / "shot", "--model", model, "-o", tmp_path / "out", "--json")
    assert code == 0, errors
    assert said == json.loads((tmp_path / "out/paint.json").read_text("utf-8"))
    assert [Path(drawing["file"]).name for drawing in said["drawings"]] == ["0001.png"]
    assert not said["drawings"][0]["flagged"]
    drafted = Path(said["palette"])
    kept = drafted.read_text("utf-8").partition("[model]")
    drafted.write_text(kept[0].replace("#d8d2c4", "#112233") + kept[1] + kept[2], "utf-8")
    again = tmp_path / "again.png"
    code, _, errors = run(
        "paint", tmp_path / "shot/0001.svg", "--model", model, "--palette", drafted, "-o", again
    )
    assert code == 0, errors
    assert Picture.read(again).pixels[200, 160].tolist() == [0x11, 0x22, 0x33, 255]


def test_nothing_that_says_which_colours_is_refused(tmp_path: Path, run: Run) -> None:
    lines = Drawing(480, 360, arm(0).strokes).write(tmp_path / "lines")
    code, _, errors = run("paint", lines, "-o", tmp_path / "out.png")
    assert code == 2
    assert "--model" in errors
