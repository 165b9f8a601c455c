"""Rough strokes with the cluster that a person gave each: `.scap` files as StrokeStrip (2021) has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Floats, Stroke

_WIDTH_PX = 1.5
_MARGIN_PX = 10.0


@dataclass(frozen=True)
class Sketch:
    """A rough vector drawing, strokes in the order they were drawn, and the `cluster` of each."""

    name: str
    drawing: Drawing
    cluster: tuple[int, ...]


def read(path: Path) -> Sketch:
    """Read a `.scap` file: `#width height`, then `{ #number cluster, @thickness, x y pressure … }` a stroke.

    The files list strokes by cluster; here they come in the order of their numbers, in which they were drawn,
    so that nothing can be read off the order of the file.
    """
    blocks: list[tuple[int, int, Floats]] = []
    for block in path.read_text("utf-8").split("{")[1:]:
        rows = [line.split() for line in block.partition("}")[0].splitlines() if line.strip()]
        if len(rows) > 3:
            xy = np.array([[float(x), float(y)] for x, y, *_ in rows[2:]])
            blocks.append((int(rows[0][0].lstrip("#")), int(rows[0][1]), xy))
    blocks.sort(key=lambda block: block[0])
    low = np.min([xy.min(axis=0) for *_, xy in blocks], axis=0) - _MARGIN_PX
    high = np.max([xy.max(axis=0) for *_, xy in blocks], axis=0) + _MARGIN_PX
    width, height = np.ceil(high - low).astype(int).tolist()
    strokes = tuple(
        Stroke(f"h{number:04}", np.column_stack([xy - low, np.full(len(xy), _WIDTH_PX)]))
        for number, _, xy in blocks
    )
    return Sketch(path.stem.split("_")[0], Drawing(width, height, strokes), tuple(c for _, c, _ in blocks))
