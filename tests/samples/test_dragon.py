from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from hwaryong.drawing.inbetween import inbetween
from hwaryong.drawing.paint import paint
from hwaryong.media.drawing import Drawing
from hwaryong.media.layout import Layout
from hwaryong.media.palette import Palette
from hwaryong.media.sheet import Sheet
from hwaryong.media.text import Text
from hwaryong.story.breakdown import breakdown
from hwaryong.story.script import script
from samples.dragon.draw.places import PLACES
from samples.dragon.draw.shots import SHOTS

DRAGON = Path(__file__).parents[2] / "samples" / "dragon"
EPISODE = DRAGON / "ep01"
MB = 1_000_000


def shots() -> list[str]:
    settings = tomllib.loads((DRAGON / "production.toml").read_text(encoding="utf-8"))
    return list(settings["episode"][0]["shots"])


def files() -> list[Path]:
    return [
        p for p in DRAGON.rglob("*") if p.is_file() and p.suffix in (".svg", ".png", ".toml", ".json", ".md")
    ]


def test_every_drawn_shot_is_in_the_film_and_the_other_way_round() -> None:
    assert [make.__name__ for make in SHOTS] == [name.split("/")[-1] for name in shots()]


@pytest.mark.parametrize("name", shots())
def test_a_shot_has_what_its_layout_and_sheet_name(name: str) -> None:
    folder = EPISODE / name
    layout = Layout.read(folder / "shot.toml")
    for layer in layout.layers:
        assert layer.place is None or (DRAGON / "places" / f"{layer.place}.png").is_file()
        assert layer.mouth is None or {p.stem for p in (folder / "mouths").glob("*.svg")} == set("ABCDEFGHX")
    sheet = Sheet.read(folder / "sheet.json")
    assert sheet.frames == layout.frames
    data = json.loads((folder / "sheet.json").read_text(encoding="utf-8"))
    assert {layer.cel for layer in layout.layers if layer.cel} == {layer["name"] for layer in data["layers"]}
    for layer in data["layers"]:
        numbers = {f"{layer['name']}{n:04d}.svg" for n in layer["keys"]}
        assert numbers == {p.name for p in (folder / "keys").glob(f"{layer['name']}[0-9]*.svg")}
        assert all(e["frame"] % 2 == 0 for e in layer["exposures"]), "the film is drawn on twos"
    assert (folder / "rough.png").is_file()


def test_the_film_lasts_as_long_as_it_should_and_moves_enough() -> None:
    sheets = [json.loads((EPISODE / name / "sheet.json").read_text(encoding="utf-8")) for name in shots()]
    assert 45 * 24 <= sum(sheet["frames"] for sheet in sheets) <= 75 * 24
    pairs = sum(max(len(layer["keys"]) - 1, 0) for sheet in sheets for layer in sheet["layers"])
    assert pairs >= 10


def test_the_files_stay_small() -> None:
    assert max(p.stat().st_size for p in files()) <= 1.5 * MB
    assert sum(p.stat().st_size for p in files()) <= 25 * MB


def test_both_languages_say_the_lines_that_the_shots_hold() -> None:
    scripts = {lang: script(Text.read(EPISODE / f"treatment.{lang}.md"), lang=lang) for lang in ("ko", "en")}
    lines = {line.number: line.scene for line in breakdown(scripts).lines}
    held = {}
    for name in shots():
        layout = Layout.read(EPISODE / name / "shot.toml")
        held |= dict.fromkeys(layout.lines, layout.scene)
    assert held == lines
    assert len(lines) >= 4


@pytest.mark.parametrize("name", ["sh050", "sh110"])
def test_drawing_a_shot_again_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    shot = next(make for make in SHOTS if make.__name__ == name)()
    shot.write(tmp_path)
    drawn = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert drawn == {p: (EPISODE / p).read_bytes() for p in drawn}
    assert len(drawn) > 3


def test_painting_a_place_again_gives_the_same_bytes(tmp_path: Path) -> None:
    PLACES["temple/bench"]().write(tmp_path / "bench.png", levels=3)
    assert (tmp_path / "bench.png").read_bytes() == (DRAGON / "places/temple/bench.png").read_bytes()


@pytest.mark.parametrize(
    ("shot", "first", "last"),
    [
        ("sq010/sh020", "B0001", "B0007"),
        ("sq020/sh050", "A0007", "A0012"),
        ("sq020/sh060", "E0001", "E0007"),
        ("sq030/sh070", "A0009", "A0013"),
        ("sq040/sh110", "A0001", "A0008"),
    ],
)
def test_every_paint_dot_holds_in_the_keys_and_between_them(shot: str, first: str, last: str) -> None:
    colours = Palette.read(DRAGON / "sheets" / "palette.toml")
    a, b = (Drawing.read(EPISODE / shot / "keys" / f"{name}.svg") for name in (first, last))
    assert [s.id for s in a.strokes] == [s.id for s in b.strokes]
    for drawing in (a, b, *inbetween(a, b, count=1).items.values()):
        assert not drawing.flags
        assert not paint(drawing, colours).flags


def test_the_retouch_is_a_drawing_between_two_keys() -> None:
    (retouch,) = EPISODE.rglob("retouch/*.svg")
    sheet = json.loads((retouch.parents[1] / "sheet.json").read_text(encoding="utf-8"))
    (layer,) = (layer for layer in sheet["layers"] if layer["name"] == retouch.stem[0])
    number = int(retouch.stem[1:])
    assert number not in layer["keys"]
    assert number in {e["drawing"] for e in layer["exposures"]}
    assert len(Drawing.read(retouch).dots) > 5
