"""Paint cels: colour in the regions of line drawings, the ink above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import numpy as np
from pydantic import Field

from hwaryong.drawing.cel import Cel
from hwaryong.drawing.fill import Colour, filled, inked
from hwaryong.drawing.lazybrush import brushed
from hwaryong.drawing.model import read
from hwaryong.drawing.regions import Seed, Window, trap
from hwaryong.drawing.shot import coloured
from hwaryong.drawing.stops import Stops
from hwaryong.drawing.tones import toned
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.frames import Frames
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture
from hwaryong.media.stroke import Dot, Floats
from hwaryong.tool import tool

_LIBRARIES = ("numpy", "opencv-python-headless", "scikit-image", "scipy")
_NO_MODELS: Mapping[str, Picture] = MappingProxyType({})
Method = Literal["trapped", "lazybrush"]


@tool("drawing.paint", version=6, libraries=_LIBRARIES)
def paint(
    lines: Drawing,
    palette: Palette,
    models: Mapping[str, Picture] = _NO_MODELS,
    *,
    gap_px: int = Field(3, ge=0, le=24),
    method: Method = "trapped",
    sure: float = Field(0.8, ge=0.0, le=1.0),
    light_deg: float = Field(120.0, ge=-360.0, le=360.0),
    wash: float = Field(0.0, ge=0.0, le=1.0),
) -> Picture:
    """Paint a line drawing from its dots, or from painted `models` of the same figure on paper of its size.

    Regions are bounded by ink and close strokes. `trapped` closes gaps up to `gap_px` and fills the region
    of each dot; `lazybrush` takes dots as wishes and closes gaps of any width where that cuts shortest.
    Paint goes under the line to its middle; outside, alpha is 0. With models (or with lines that part light
    and shadow, see `tones.toned`, lit from `light_deg`) every region gets the colour that is at least so
    `sure`; dots are binding. `wash` (0 flat – 1 strong) makes the density uneven like a brush.
    What leaks, is contested or not sure stays unpainted and is flagged; `confidence` is the painted share
    of dots or regions. Raises BadInput for a colour that the palette lacks, for a model of another size or
    without the palette's colours, and for pixels with neither dots nor model.
    """
    _check(lines, models, "")
    if models or Stops.of(lines).tones is not None:
        return _shot({"": lines}, palette, models, gap_px, sure, light_deg, wash)[""]
    return _dotted(lines, palette, gap_px, method, wash)


@tool("drawing.paintshot", version=5, libraries=_LIBRARIES, timeout_s=7200.0)
def paintshot(
    lines: Mapping[str, Drawing],
    palette: Palette,
    models: Mapping[str, Picture],
    *,
    gap_px: int = Field(3, ge=0, le=24),
    sure: float = Field(0.8, ge=0.0, le=1.0),
    light_deg: float = Field(120.0, ge=-360.0, le=360.0),
    wash: float = Field(0.0, ge=0.0, le=1.0),
) -> Frames:
    """Paint all drawings of a shot from the painted `models`, on from drawing to drawing (`shot.coloured`).

    A model named like a drawing is that drawing painted. Settings, flags and errors as `paint` has them.
    """
    for name, drawing in lines.items():
        _check(drawing, models, name)
    return Frames(_shot(lines, palette, models, gap_px, sure, light_deg, wash))


def _check(lines: Drawing, models: Mapping[str, Picture], name: str) -> None:
    for model in models.values():
        if (model.width_px, model.height_px) != (lines.width_px, lines.height_px):
            raise BadInput(
                f"{f'the drawing {name}'.strip()} is {lines.width_px}×{lines.height_px} px and its "
                f"model {model.width_px}×{model.height_px} px",
                mend="give both the same paper",
            )
    if lines.raster is not None and not lines.dots and not models:
        raise BadInput("a drawing in pixels has no paint dots", mend="give a coloured model")


def _dotted(lines: Drawing, palette: Palette, gap_px: int, method: Method, wash: float) -> Picture:
    """The drawing painted from its dots alone."""
    stops = Stops.of(lines)
    seeds = [Seed(int(dot.x), int(dot.y), dot.paint) for dot in lines.dots]
    names = [f"the paint dot {dot.id!r}" for dot in lines.dots]
    colours = [_colour(palette, seed.paint, name) for seed, name in zip(seeds, names, strict=True)]
    pixels = np.zeros((lines.height_px, lines.width_px, 4), np.uint8)
    left = dict(enumerate(seeds))
    trouble: dict[int, str] = {}
    # First as if the paper went on; what is open there may still be held by the paper's edge.
    for edge_holds in (True,) if method == "lazybrush" else (False, True):
        if left:
            field, corner = (
                (stops.on_paper(stops.stops), (0, 0)) if edge_holds else (stops.stops, stops.corner)
            )
            window = Window.of(field, corner, edge_holds=edge_holds)
            labels, trouble = brushed(window, left) if method == "lazybrush" else trap(window, left, gap_px)
            window.under(pixels, filled(window, labels, seeds, colours, wash))
            left = {index: seeds[index] for index in trouble}
    flags = [f"{names[index]} {reason}" for index, reason in trouble.items()]
    done = Picture(inked(pixels, lines, stops.on_paper(stops.ink)))
    return done.flagged(*flags, confidence=1 - len(flags) / len(seeds) if seeds else 1.0)


def _shot(
    lines: Mapping[str, Drawing],
    palette: Palette,
    models: Mapping[str, Picture],
    gap_px: int,
    sure: float,
    light_deg: float,
    wash: float,
) -> dict[str, Picture]:
    names = list(palette.colours)
    read_models = {name: read(model, palette) for name, model in models.items()}
    graphs, pinned = {}, {}
    for name, drawing in lines.items():
        cel = Cel.of(drawing, gap_px)
        graphs[name] = cel.graph
        pinned[name] = {row: 1 + names.index(dot.paint) for row, dot in _dots(cel, palette).items()}
    beliefs = coloured(graphs, read_models, pinned, len(names) + 1)
    # The regions are found again: those of a whole shot would not fit into memory.
    return {
        name: _painted(Cel.of(drawing, gap_px), palette, beliefs[name], sure, gap_px, light_deg, wash)
        for name, drawing in lines.items()
    }


def _dots(cel: Cel, palette: Palette) -> dict[int, Dot]:
    """The dots by the row of the region in which they lie."""
    for dot in cel.lines.dots:
        _colour(palette, dot.paint, f"the paint dot {dot.id!r}")
    found = {cel.at(dot.x, dot.y): dot for dot in cel.lines.dots}
    found.pop(-1, None)
    return found


def _painted(
    cel: Cel,
    palette: Palette,
    belief: Floats,
    sure: float,
    gap_px: int,
    light_deg: float,
    wash: float,
) -> Picture:
    """One drawing with the colours that are sure enough."""
    ids = ["", *palette.colours]
    best = belief.argmax(axis=1)
    decided = belief.max(axis=1, initial=0) >= sure
    wanted = [ids[column] if known else "" for column, known in zip(best, decided, strict=True)]
    flags = []
    if cel.stops.tones is not None:
        wanted = toned(cel.graph, cel.plain(), cel.whole(gap_px), cel.tones(), wanted, light_deg)
        decided |= [bool(name) for name in wanted]
        missing = sorted({name for name in wanted if name and name not in palette.colours})
        flags += [f"the palette has no tone {name!r}: painted without it" for name in missing]
        wanted = [name if name in palette.colours else name.rpartition(".")[0] for name in wanted]
    flags += [
        f"the region at {x}, {y} has no clear colour in the model"
        for (x, y), known in zip(cel.middles, decided, strict=True)
        if not known
    ]
    seeds = [Seed(*middle, name) for middle, name in zip(cel.middles, wanted, strict=True)]
    colours: Sequence[Colour] = [palette.rgba(name) if name else (0, 0, 0, 0) for name in wanted]
    pixels = np.zeros((cel.lines.height_px, cel.lines.width_px, 4), np.uint8)
    cel.window.under(pixels, filled(cel.window, np.maximum(cel.labels, 0), seeds, colours, wash))
    if cel.lines.blank:
        flags.append("nothing is drawn here")
    done = Picture(inked(pixels, cel.lines, cel.stops.on_paper(cel.stops.ink)))
    return done.flagged(*flags, confidence=float(np.mean(decided)) if len(decided) else 1.0)


def _colour(palette: Palette, paint: str, name: str) -> Colour:
    try:
        return palette.rgba(paint)
    except BadInput as error:
        raise BadInput(error.what, where=name, mend=error.mend) from None
