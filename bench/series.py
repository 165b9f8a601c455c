"""A whole series on disk, for measuring: 26 episodes of 7 minutes at 24 fps, animated on twos."""

from __future__ import annotations

import json
from pathlib import Path

EPISODES, SHOTS, FRAMES = 26, 84, 120  # 84 shots of 5 s are 7 minutes
DRAWINGS = FRAMES // 2
KEY_EVERY = 6
TOTAL = EPISODES * SHOTS * DRAWINGS

_PRODUCTION = """\
name = "series"
[[origin]]
files = "**"
by = "the bench"
statement = "Written by a program for a measurement."
program = true
"""
_SHOT = f"""\
frames = {FRAMES}
scene = 1
title = "a shot"
[camera]
keys = [{{frame = 0, x = 640, y = 360, zoom = 1.0}}]
ease = "linear"
[[layer]]
cel = "A"
"""
_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:hw="https://hwaryong.invalid/ns/drawing/1"
 width="64" height="36" viewBox="0 0 64 36"><g id="strokes"/></svg>
"""


def write_series(folder: Path) -> Path:
    """Write production.toml, treatments, shots, exposure sheets and keys; answers the folder."""
    shots = [f"sq010/sh{number:03}" for number in range(SHOTS)]
    episodes = [f"ep{number:02}" for number in range(1, EPISODES + 1)]
    entries = [f'[[episode]]\nname = "{episode}"\nshots = {json.dumps(shots)}\n' for episode in episodes]
    keys = sorted({*range(1, DRAWINGS + 1, KEY_EVERY), DRAWINGS})
    sheet = json.dumps({
        "schema": "hwaryong.sheet/1", "rate": "24/1", "frames": FRAMES,
        "layers": [{"name": "A", "ease": "linear", "keys": keys, "exposures": [
            {"frame": 2 * number, "drawing": number + 1} for number in range(DRAWINGS)
        ]}],
    })  # fmt: skip
    _write(folder / "production.toml", _PRODUCTION + "".join(entries))
    _write(folder / "sheets" / "palette.toml", '[colours]\n"ink" = "#1b1917"\n')
    for episode in episodes:
        _write(folder / episode / "treatment.en.md", "A painter paints dragons.\n")
        for shot in shots:
            place = folder / episode / shot
            _write(place / "shot.toml", _SHOT)
            _write(place / "sheet.json", sheet)
            _write(place / "rough.svg", _DRAWING)
            for number in keys:
                _write(place / "keys" / f"A{number:04}.svg", _DRAWING)
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
