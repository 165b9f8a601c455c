"""Strokes for other programs: centrelines of even width."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.centrelines import Centrelines
from hwaryong.media.drawing import MAX_STROKES, Drawing
from hwaryong.media.ink import flatten
from hwaryong.media.stroke import MAX_POINTS, Floats, Stroke, resample
from hwaryong.tool import tool


@tool("drawing.centrelines", version=1, libraries=("numpy",))
def centrelines(drawing: Drawing, *, within_px: float = Field(1.5, ge=0.2, le=8.0)) -> Centrelines:
    """The ink and help lines as stroked paths that any vector program edits, in a small file.

    A stroke keeps its id; where its width changes by more than twice `within_px`, it is cut, and its pieces
    are "ID.1", "ID.2" … Paint dots and close strokes are left out.
    Raises BadInput for a drawing in pixels, and for one that would have too many pieces.
    """
    if drawing.raster is not None:
        raise BadInput("the drawing is in pixels and has no centrelines", mend="clean it up first")
    strokes = [
        piece for stroke in drawing.of_kind("construction", "ink") for piece in _pieces(stroke, within_px)
    ]
    if len(strokes) > MAX_STROKES:
        raise BadInput(f"the widths change in more than {MAX_STROKES} places", mend="allow more `within_px`")
    return Centrelines(drawing.width_px, drawing.height_px, tuple(strokes))


def _pieces(stroke: Stroke, within_px: float) -> Iterator[Stroke]:
    dense = flatten(stroke.points, 1.0)
    cuts = _cuts(dense[:, 2], within_px)
    for number, (a, b) in enumerate(pairwise(cuts), 1):
        even = dense[a : b + 1].copy()
        even[:, 2] = even[:, 2].mean()
        id = stroke.id if len(cuts) == 2 else f"{stroke.id}.{number}"
        few = resample(even, MAX_POINTS) if len(even) > MAX_POINTS else even
        yield Stroke(id, few, stroke.kind, stroke.colour)


def _cuts(width: Floats, within_px: float) -> list[int]:
    """Samples between which the width stays that near to one: each piece as long as it can be."""
    cuts, low, high = [0], np.inf, -np.inf
    for at, value in enumerate(width[:-1].tolist()):
        low, high = min(low, value), max(high, value)
        if high - low > 2 * within_px:
            cuts.append(at)
            low = high = value
    return [*cuts, len(width) - 1]
