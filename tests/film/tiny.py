"""A tiny real production: two shots, one line in two languages, drawn here; small enough to make whole."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np

from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture
from hwaryong.media.stroke import Dot, Stroke

WIDTH_PX, HEIGHT_PX, FRAMES = 320, 180, 36
STATEMENT = "Drawn as code by a test; it derives from no other work."

PRODUCTION = """\
name = "tiny"
title = {ko = "붓", en = "The brush"}
rate = "24/1"
width_px = 320
height_px = 180
languages = ["ko", "en"]

[voices."narrator"]
ko = {voice = "ko", rate_wpm = 300, pitch = 40}
en = {voice = "en-us", rate_wpm = 300, pitch = 40}

[[episode]]
name = "ep01"
shots = ["sq010/sh010", "sq010/sh020"]

[gates]
steps = ["script", "animatic", "cut"]

[[origin]]
files = "ep01/**/retouch/*"
by = "key animator"
from = "draft"
statement = "Painted over the draft by a test, standing in for a person."

[[origin]]
files = "**"
by = "tests/film/tiny.py"
program = true
statement = "Drawn as code by a test; it derives from no other work."
"""
TREATMENT = {
    "en": '# The brush\n\n## 1. A room, day\n\nA brush lies on the table.\n\n"Now," says the storyteller.\n',
    "ko": "# 붓\n\n## 1. 방, 낮\n\n붓이 탁자에 놓여 있다.\n\n“이제.” 이야기꾼이 말했다.\n",
}
SHOT = """\
frames = {frames}
scene = 1
title = "shot {number}"
{lines}
[camera]
keys = [{{frame = 0, x = 160, y = 90, zoom = 1.0}}, {{frame = {last}, x = 170, y = 90, zoom = 1.1}}]
[[layer]]
place = "room/wall"
parallax = 0.5
[[layer]]
cel = "A"
"""
LINES = '[lines]\n"001" = 2\n[voices]\n"001" = "narrator"\n'


def box(left_px: float, *, size_px: float = 60.0) -> Drawing:
    """A square of one brush stroke with a paint dot in it."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * size_px + [left_px, 60]
    points = [(*(a + (b - a) * t), 3.0) for a, b in pairwise(corners) for t in np.linspace(0, 1, 9)]
    stroke = Stroke("box", np.array(points))
    dot = Dot("fill", "ink.red", left_px + size_px / 2, 60 + size_px / 2)
    return Drawing(WIDTH_PX, HEIGHT_PX, (stroke,), (dot,))


def write(folder: Path) -> Path:
    """Write the production's files into a folder."""
    (folder / "sheets").mkdir(parents=True)
    (folder / "places/room").mkdir(parents=True)
    (folder / "production.toml").write_text(PRODUCTION, "utf-8")
    (folder / "sheets/palette.toml").write_text('[colours]\n"ink.red" = "#b3261e"\n', "utf-8")
    wall = np.full((HEIGHT_PX, WIDTH_PX, 4), 255, np.uint8)
    wall[..., 2] = np.linspace(200, 240, WIDTH_PX, dtype=np.uint8)
    Picture(wall).write(folder / "places/room/wall")
    for lang, text in TREATMENT.items():
        _text(folder / f"ep01/treatment.{lang}.md", text)
    for number in ("010", "020"):
        write_shot(folder / f"ep01/sq010/sh{number}", number)
    return folder


def write_shot(folder: Path, number: str) -> None:
    lines = LINES if number == "010" else ""
    _text(folder / "shot.toml", SHOT.format(frames=FRAMES, last=FRAMES - 1, number=number, lines=lines))
    sheet = {
        "schema": "hwaryong.sheet/1", "rate": "24/1", "frames": FRAMES,
        "layers": [{
            "name": "A", "ease": "linear", "keys": [1, 4],
            "exposures": [{"frame": 2 * i, "drawing": i + 1} for i in range(4)],
        }],
    }  # fmt: skip
    _text(folder / "sheet.json", json.dumps(sheet))
    (folder / "keys").mkdir()
    box(40).write(folder / "keys/A0001")
    box(200).write(folder / "keys/A0004")
    box(60).write(folder / "rough")


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
