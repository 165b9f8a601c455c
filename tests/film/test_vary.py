"""The verb `vary` and layers of a file, as people use them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hwaryong.media.drawing import Drawing
from hwaryong.media.layers import Layer, Layers
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture
from hwaryong.media.variation import Variations
from tests.drawing.figures import PALETTE, arm
from tests.film.conftest import Run


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return arm(10).write(tmp_path / "key")


@pytest.fixture
def palette(tmp_path: Path) -> Path:
    return PALETTE.write(tmp_path / "palette")


def test_variations_with_their_sheet_and_parameters_and_one_made_again(
    key: Path, palette: Path, tmp_path: Path, run: Run
) -> None:
    out = tmp_path / "out"
    code, said, errors = run("vary", key, "--palette", palette, "-n", "4", "-o", out, "--json")
    assert code == 0, errors
    assert sorted(p.name for p in out.iterdir()) == [
        "01.png", "02.png", "03.png", "04.png", "sheet.png", "vary.json",
    ]  # fmt: skip
    assert said == json.loads((out / "vary.json").read_text("utf-8"))
    assert [row["name"].partition(":")[0] for row in said["variations"]] == [
        "palette",
        "line",
        "pose",
        "crop",
    ]
    assert list(Variations.read(out / "vary.json").items) == ["01", "02", "03", "04"]

    again = tmp_path / "again.png"
    code, said, errors = run(
        "vary", key, "--palette", palette, "-n", "4", "--choose", "3", "-o", again, "--json"
    )
    assert code == 0, errors
    assert said["variations"][0]["name"].startswith("pose")
    assert np.array_equal(Picture.read(again).pixels, Picture.read(out / "03.png").pixels)
    by = tmp_path / "by.png"
    code, _, errors = run(
        "vary", key, "--palette", palette, "--by", out / "vary.json", "--choose", "03", "-o", by
    )
    assert code == 0, errors
    assert np.array_equal(Picture.read(by).pixels, Picture.read(again).pixels)


def test_choices_together_as_strokes_and_as_a_palette(
    key: Path, palette: Path, tmp_path: Path, run: Run
) -> None:
    chosen = ("--choose", "01", "--choose", "02", "--choose", "03", "--palette", palette)
    lines = tmp_path / "lines.svg"
    code, _, errors = run("vary", key, *chosen, "-o", lines)
    assert code == 0, errors
    made, before = Drawing.read(lines), Drawing.read(key)
    assert [stroke.id for stroke in made.strokes] == [stroke.id for stroke in before.strokes]
    assert made.strokes[0].points[:, 2].max() > 1.5 * before.strokes[0].points[:, 2].max()
    colours = tmp_path / "colours.toml"
    code, _, errors = run("vary", key, *chosen, "-o", colours)
    assert code == 0, errors
    assert list(Palette.read(colours).colours) == list(PALETTE.colours)
    assert Palette.read(colours).colours != PALETTE.colours


def test_wrong_questions_get_one_sentence(key: Path, tmp_path: Path, run: Run) -> None:
    for words, says in (
        (("--choose", "77", "-o", tmp_path / "a.svg"), "no variation '77'"),
        (("--choose", "01", "-o", tmp_path / "a.gif"), "written as .svg, .png or .toml"),
        (("--choose", "01", "-o", tmp_path / "a.toml"), "no palette is given"),
        (("--of", "palette", "-o", tmp_path / "out"), "no colours to vary"),
        (("--of", "colour", "-o", tmp_path / "out"), "not usable"),
    ):
        code, _, errors = run("vary", key, *words)
        assert code == 2, errors
        assert says in errors
        assert "Traceback" not in errors


def test_a_layer_is_named_behind_the_file(tmp_path: Path, run: Run) -> None:
    line = arm(0).picture().pixels
    noise = np.full_like(line, 128)
    layers = Layers(480, 360, (Layer("rough", 0, 0, lambda: noise), Layer("clean/line", 0, 0, lambda: line)))
    file = layers.write(tmp_path / "key")
    code, _, errors = run("cleanup", f"{file}#line", "-o", tmp_path / "clean.svg")
    assert code == 0, errors
    assert Drawing.read(tmp_path / "clean.svg").ink().sum() > 0.3 * arm(0).ink().sum()
    code, _, errors = run("cleanup", f"{file}#lime", "-o", tmp_path / "clean.svg")
    assert code == 2
    assert "there is no layer 'lime'" in errors
