"""What a shot consists of, its exposure sheet, and how it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from samples.dragon.draw.figure import Key, steady
from samples.dragon.draw.svg import write

GRAIN = 'place = "paper/grain"; parallax = 0.0; blend = "multiply"'
Camera = list[tuple[int, float, float, float]]  # frame, x, y, zoom


def place(name: str, parallax: float = 1.0, x: float = -100, y: float = -60) -> str:
    """A background layer; sheets reach beyond the frame by 100 and 60 px."""
    return f'place = "{name}"; x = {x:g}; y = {y:g}; parallax = {parallax:g}'


def cel(name: str, parallax: float = 1.0) -> str:
    """A layer of the exposure sheet."""
    return f'cel = "{name}"; parallax = {parallax:g}'


@dataclass
class Cel:
    """One layer of the exposure sheet: key drawings by number, and (drawing, frames shown) in order.

    Between two key drawings whose numbers lie apart, the drawings between are exposed for two frames each.
    """

    keys: dict[int, Key]
    shown: list[tuple[int, int]]
    ease: str = "in-out"

    def exposures(self, frames: int) -> list[tuple[int, int]]:
        """(frame, drawing) rows; the last drawing is held to the end."""
        rows: list[tuple[int, int]] = []
        at, before = 0, 0
        for number, hold in self.shown:
            if before in self.keys and number in self.keys and abs(number - before) > 1:
                way = 1 if number > before else -1
                for n in range(before + way, number, way):
                    rows.append((at, n))
                    at += 2
            rows.append((at, number))
            at += hold
            before = number
        assert rows[-1][0] < frames, (rows[-1], frames)
        return rows


VOICES = {
    "001": "narrator",
    "002": "narrator",
    "003": "merchant",
    "004": "painter",
    "005": "merchant",
    "006": "scholar",
    "007": "narrator",
    "008": "painter",
    "009": "narrator",
    "010": "narrator",
}  # who speaks each line of the script, by the name in production.toml


@dataclass
class Shot:
    """A shot: its length, lines, camera, layers and drawings."""

    name: str
    frames: int
    scene: int
    title: str
    camera: Camera
    layers: list[str]  # rows of TOML, one layer each
    lines: dict[str, int] = field(default_factory=dict)
    cels: dict[str, Cel] = field(default_factory=dict)
    mouths: dict[str, Key] = field(default_factory=dict)
    retouch: dict[str, Key] = field(default_factory=dict)
    ease: str = "in-out"
    board: Callable[[], None] | None = None

    def toml(self) -> str:
        """The shot's layout file."""
        keys = ", ".join(f"{{frame = {f}, x = {x:g}, y = {y:g}, zoom = {z:g}}}" for f, x, y, z in self.camera)
        rows = [f"frames = {self.frames}", f"scene = {self.scene}", f'title = "{self.title}"']
        if self.lines:
            rows += ["", "[lines]", *(f'"{n}" = {f}' for n, f in self.lines.items())]
            rows += ["", "[voices]", *(f'"{n}" = "{VOICES[n]}"' for n in self.lines)]
        rows += ["", "[camera]", f"keys = [{keys}]", f'ease = "{self.ease}"']
        for layer in self.layers:
            rows += ["", "[[layer]]", *layer.split("; ")]
        return "\n".join([*rows, ""])

    def sheet(self) -> str:
        """The exposure sheet as JSON."""
        layers = [
            {
                "name": name,
                "ease": cel.ease,
                "keys": sorted(cel.keys),
                "exposures": [{"frame": f, "drawing": d} for f, d in cel.exposures(self.frames)],
            }
            for name, cel in self.cels.items()
        ]
        data = {"schema": "hwaryong.sheet/1", "rate": "24/1", "frames": self.frames, "layers": layers}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        return _flat(text) + "\n"

    def write(self, episode: Path) -> None:
        """Write layout, exposure sheet, keys, mouths and retouch below the episode's folder."""
        folder = episode / self.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "shot.toml").write_text(self.toml(), encoding="utf-8")
        (folder / "sheet.json").write_text(self.sheet(), encoding="utf-8")
        for layer, cel in self.cels.items():
            for number, key in zip(cel.keys, steady(list(cel.keys.values())), strict=True):
                write(key, folder / "keys" / f"{layer}{number:04d}.svg")
        for name, key in self.mouths.items():
            write(steady([key])[0], folder / "mouths" / f"{name}.svg")
        for name, key in self.retouch.items():
            write(steady([key])[0], folder / "retouch" / f"{name}.svg")


def _flat(text: str) -> str:
    """Put each exposure on one line."""
    text = re.sub(r"\{\s+\"frame\": (\d+),\s+\"drawing\": (\d+)\s+\}", r'{"frame": \1, "drawing": \2}', text)
    return re.sub(r"\"keys\": \[([\s\d,]+)\]", lambda m: '"keys": [' + " ".join(m[1].split()) + "]", text)
