"""Write a key drawing as SVG that any viewer shows and Hwaryong reads by its centrelines."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Dot, Stroke
from samples.dragon.draw.figure import HEIGHT_PX, WIDTH_PX, Key


def drawing(key: Key) -> Drawing:
    """The key as a drawing; samples rounded to 0.1 px, so it is the same everywhere and small."""
    strokes = (Stroke(s.id, np.round(s.line, 1), s.kind, s.colour) for s in key.strokes)
    dots = (Dot(dot.id, dot.paint, round(dot.x, 1), round(dot.y, 1)) for dot in key.dots)
    return Drawing(WIDTH_PX, HEIGHT_PX, tuple(strokes), tuple(dots))


def write(key: Key, path: Path) -> None:
    """Write the drawing to ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    drawing(key).write(path.with_suffix(""))
