"""Paint a cel: colour in the regions of a line drawing, the ink above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

import cv2
import numpy as np
from pydantic import Field

from hwaryong.drawing.model import carried
from hwaryong.drawing.regions import Labels, Seed, Window, trap, under_ink
from hwaryong.drawing.wash import washed
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import Coverage, coverage, over
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture, Pixels
from hwaryong.media.stroke import COLOURS
from hwaryong.tool import tool


@tool("drawing.paint", version=1, libraries=("numpy", "opencv-python-headless"))
def paint(
    lines: Drawing,
    palette: Palette,
    model: Picture | None = None,
    *,
    gap_px: int = Field(3, ge=0, le=24),
    wash: float = Field(0.0, ge=0.0, le=1.0),
) -> Picture:
    """Paint a line drawing from its dots, or from a coloured `model` of the same figure.

    Regions are bounded by ink and close strokes; gaps up to `gap_px` are closed. Paint goes under the
    line to its middle; close strokes are not seen; outside, alpha is 0. `wash` (0 flat – 1 strong) makes
    the density uneven like a brush. A dot that leaks or shares its region with another colour, and a
    region that the model does not decide, stay unpainted and are flagged; `confidence` is the painted
    share of dots or regions. Raises BadInput for a colour that the palette lacks, for a model of another
    size, and for pixels with neither dots nor model.
    """
    _check(lines, model)
    canvas = _Canvas.of(lines)
    paper = Window.of(canvas.on_paper(canvas.stops), edge_holds=True)
    undecided: dict[str, str] = {}
    if lines.dots or not model:
        seeds = [Seed(int(dot.x), int(dot.y), dot.paint) for dot in lines.dots]
        names = [f"the paint dot {dot.id!r}" for dot in lines.dots]
    else:
        seeds, undecided = carried(paper, model, palette, gap_px)
        names = [f"the region at {seed.x}, {seed.y}" for seed in seeds]
    colours = [_colour(palette, seed.paint, name) for seed, name in zip(seeds, names, strict=True)]
    pixels = np.zeros((lines.height_px, lines.width_px, 4), np.uint8)
    left = dict(enumerate(seeds))
    trouble: dict[int, str] = {}
    # First as if the paper went on; what is open there may still be held by the paper's edge.
    for window in (Window.of(canvas.stops, canvas.corner, edge_holds=False), paper):
        labels, trouble = trap(window, left, gap_px)
        window.under(pixels, _filled(window, labels, seeds, colours, wash))
        left = {index: seeds[index] for index in trouble}
        if not left:
            break
    flags = [f"{names[index]} {reason}" for index, reason in trouble.items()]
    flags += [f"{name} {reason}" for name, reason in undecided.items()]
    asked = len(seeds) + len(undecided)
    done = Picture(_inked(pixels, lines, canvas.on_paper(canvas.ink)))
    return done.flagged(*flags, confidence=1 - len(flags) / asked if asked else 1.0)


@dataclass(frozen=True)
class _Canvas:
    """The paper and what is drawn beyond its edges: coverage of ink, and of all lines that stop paint."""

    corner: tuple[int, int]
    paper: tuple[int, int]
    ink: Coverage
    stops: Coverage

    @classmethod
    def of(cls, lines: Drawing) -> Self:
        """Lines further away than the paper's own size do not count."""
        width, height = lines.width_px, lines.height_px
        if lines.raster is not None:
            return cls((0, 0), (width, height), lines.ink(), lines.ink())
        ink, close = lines.of_kind("ink"), lines.of_kind("close")
        reached = [
            (s.points[:, :2] - s.points[:, 2:], s.points[:, :2] + s.points[:, 2:]) for s in ink + close
        ]
        low = np.min([(0, 0), *(low.min(axis=0) for low, _ in reached)], axis=0)
        high = np.max([(width, height), *(high.max(axis=0) for _, high in reached)], axis=0)
        x, y = (int(np.floor(max(value, -size))) for value, size in zip(low, (width, height), strict=True))
        right, bottom = (
            int(np.ceil(min(v, 2 * size))) for v, size in zip(high, (width, height), strict=True)
        )
        shifted = [[s.moved(s.points - (x, y, 0)) for s in strokes] for strokes in (ink, close)]
        drawn = coverage(shifted[0], right - x, bottom - y)
        stops = np.maximum(drawn, coverage(shifted[1], right - x, bottom - y)) if close else drawn
        return cls((x, y), (width, height), drawn, stops)

    def on_paper(self, field: Coverage) -> Coverage:
        """The paper's part of a field of the canvas."""
        x, y = self.corner
        return field[-y : self.paper[1] - y, -x : self.paper[0] - x]


def _check(lines: Drawing, model: Picture | None) -> None:
    if model and (model.width_px, model.height_px) != (lines.width_px, lines.height_px):
        raise BadInput(
            f"the drawing is {lines.width_px}×{lines.height_px} px and its model "
            f"{model.width_px}×{model.height_px} px",
            mend="give both the same paper",
        )
    if lines.raster is not None and not lines.dots and not model:
        raise BadInput("a drawing in pixels has no paint dots", mend="give a coloured model")


def _colour(palette: Palette, paint: str, name: str) -> tuple[int, int, int, int]:
    try:
        return palette.rgba(paint)
    except BadInput as error:
        raise BadInput(error.what, where=name, mend=error.mend) from None


def _filled(
    window: Window,
    labels: Labels,
    seeds: Sequence[Seed],
    colours: Sequence[tuple[int, int, int, int]],
    strength: float,
) -> Pixels:
    """(h, w, 4) uint8 of the window: each label in its colour, edges softened by one pixel."""
    labels = under_ink(labels, window.free)
    premultiplied = np.zeros((*labels.shape, 4), np.float32)
    for label in np.unique(labels[labels > 0]).tolist():
        x, y, w, h = cv2.boundingRect((labels == label).astype(np.uint8))
        area = np.s_[y : y + h, x : x + w]
        inside = labels[area] == label
        *rgb, alpha = colours[label - 1]
        paint = np.array(rgb, np.float32) + np.zeros((h, w, 3), np.float32)
        if strength:
            seed = seeds[label - 1]
            at_x, at_y = x + window.x - seed.x, y + window.y - seed.y
            paint = washed(paint, window.distance_px[area], at_x, at_y, strength)
        premultiplied[area][inside, :3] = paint[inside] * (alpha / 255)
        premultiplied[area][inside, 3] = alpha
    # Beside ink this blur is under the line; along close strokes it is the edge that one sees.
    soft = np.asarray(cv2.GaussianBlur(premultiplied, (3, 3), 0), np.float32)
    soft[..., :3] = soft[..., :3] * 255 / np.maximum(soft[..., 3:], 1e-3)
    return np.asarray(np.rint(np.minimum(soft, 255)), np.uint8)


def _inked(pixels: Pixels, lines: Drawing, ink: Coverage) -> Pixels:
    """The pixels with the ink of the drawing above them."""
    strokes = lines.of_kind("ink")
    if len({stroke.colour for stroke in strokes}) <= 1:
        return over(pixels, ink, strokes[0].colour if strokes else COLOURS["ink"])
    for colour, group in groupby(strokes, lambda stroke: stroke.colour):
        pixels = over(pixels, coverage(list(group), lines.width_px, lines.height_px), colour)
    return pixels
