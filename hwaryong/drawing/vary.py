"""Variations on artwork: propose them, make one from its parameters, vary a palette."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from hwaryong.drawing.crop import cropped, frame
from hwaryong.drawing.harmony import of_hex, recoloured_hex, recoloured_pixels, sampled, to_oklab
from hwaryong.drawing.linework import relined
from hwaryong.drawing.proportion import head_of, posed
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture
from hwaryong.media.stroke import Floats
from hwaryong.media.variation import (
    MAX_COUNT,
    LineChange,
    PaletteChange,
    PoseChange,
    Variation,
    Variations,
)
from hwaryong.tool import tool

Aspect = Literal["palette", "line", "pose", "crop"]
_LIBRARIES = ("numpy", "scipy", "opencv-python-headless")
_COLOURFUL = 0.02  # OKLab chroma of a drawing from which on its colours can be varied

_PALETTES = {
    "dusk": PaletteChange(hour="dusk"),
    "night": PaletteChange(hour="night"),
    "complementary": PaletteChange(harmony="complementary", chroma=1.5),
    "dawn": PaletteChange(hour="dawn"),
    "triadic": PaletteChange(harmony="triadic", chroma=1.5),
    "noon": PaletteChange(hour="noon"),
    "split": PaletteChange(harmony="split", hue_deg=120, chroma=1.5),
    "analogous": PaletteChange(harmony="analogous", hue_deg=40, chroma=1.3),
    "turned": PaletteChange(hue_deg=180, chroma=1.3),
    "muted": PaletteChange(chroma=0.4),
    "vivid": PaletteChange(chroma=1.7),
    "cool": PaletteChange(harmony="analogous", hue_deg=150),
}
_LINES = {
    "heavy": LineChange(weight=1.8),
    "tapered": LineChange(weight=1.25, taper=0.95),
    "unsteady": LineChange(wobble=0.7),
    "dry": LineChange(weight=1.7, dry=0.9),
    "light": LineChange(weight=0.55),
    "brush": LineChange(weight=2.2, taper=0.9, dry=0.5),
    "rough": LineChange(weight=1.3, wobble=1.0, dry=0.6),
    "fine": LineChange(weight=0.7, taper=0.8),
}
_POSES = {
    "large head": PoseChange(head=1.3),
    "lean right": PoseChange(lean_deg=10),
    "long limbs": PoseChange(limbs=1.25),
    "child": PoseChange(head=1.45, limbs=0.82),
    "lean left": PoseChange(lean_deg=-10),
    "small head": PoseChange(head=0.8),
    "heroic": PoseChange(head=0.85, limbs=1.2),
    "short limbs": PoseChange(limbs=0.8),
}
_CROPS: dict[str, tuple[float, tuple[float, float], float]] = {  # zoom, where the focus comes to lie, aspect
    "closer": (1.6, (0.5, 0.45), 0),
    "left third": (1.15, (1 / 3, 0.45), 0),
    "vertical 9:16": (1.0, (0.5, 0.4), 9 / 16),
    "wider": (0.7, (0.5, 0.5), 0),
    "right third": (1.15, (2 / 3, 0.45), 0),
    "close-up": (2.4, (0.5, 0.45), 0),
    "square": (1.0, (0.5, 0.45), 1),
    "scope 2.39:1": (1.0, (1 / 3, 0.45), 2.39),
}


@tool("drawing.variations", version=1, libraries=_LIBRARIES)
def variations(
    drawing: Drawing,
    palette: Palette | None = None,
    reference: Picture | None = None,
    *,
    count: int = Field(12, ge=1, le=MAX_COUNT),
    of: Annotated[list[Aspect], Field(max_length=4)] = [],  # noqa: B006
    seed: int = Field(0, ge=0, le=2**31),
) -> Variations:
    """Propose `count` variations "01"… of a drawing, in turn of each aspect `of`: palette, line, pose, crop.

    Without `of` all that the drawing has: its palette only where it has colours (pixels, coloured lines,
    or a `palette` to paint it with). The same `seed` proposes the same; another one other turns of hue,
    hands and sizes. Raises BadInput for a blank drawing and for colours that are not there.
    """
    if drawing.blank:
        raise BadInput("nothing is drawn, so nothing can be varied")
    colourful = palette is not None or _colourful(drawing)
    if "palette" in of and not colourful:
        raise BadInput("the drawing has no colours to vary", mend="give the palette that paints it")
    everything: list[Aspect] = ["palette", "line", "pose", "crop"]
    wanted = of or everything[not colourful :]
    rows = {aspect: cycle(_proposed(aspect, drawing, reference, seed)) for aspect in wanted}
    turns = cycle(rows.items())
    items = {}
    for number in range(1, count + 1):
        aspect, row = next(turns)
        name, one = next(row)
        items[f"{number:02}"] = (f"{aspect}: {name}", one)
    return Variations(items)


@tool("drawing.vary", version=2, libraries=_LIBRARIES)
def vary(drawing: Drawing, reference: Picture | None = None, *, variation: Variation) -> Drawing:
    """The drawing with another pose, other lines, another frame and other colours, in this order.

    Strokes keep their ids, so that variations of two keys can be tweened like the keys. `reference` is
    the picture whose colours `palette.reference` takes. Raises BadInput for a reference that is missing.
    """
    made = drawing
    if variation.pose:
        made = posed(made, variation.pose)
    if variation.line:
        made = relined(made, variation.line)
    if variation.crop:
        made = cropped(made, variation.crop)
    if variation.palette:
        made = _recoloured(made, variation.palette, _sample(variation.palette, reference))
    return made.flagged(*drawing.flags) if made is not drawing else made


@tool("drawing.vary_palette", version=1, libraries=_LIBRARIES)
def vary_palette(palette: Palette, reference: Picture | None = None, *, variation: Variation) -> Palette:
    """The palette with other colours under the same names; alpha stays. BadInput as for `drawing.vary`."""
    change = variation.palette
    if change is None:
        return palette
    colours = list(palette.colours.values())
    done = recoloured_hex(colours, change, colours, _sample(change, reference))
    return Palette(dict(zip(palette.colours, done, strict=True)))


def _sample(change: PaletteChange, reference: Picture | None) -> Floats | None:
    if not change.reference:
        return None
    if reference is None:
        raise BadInput("the variation takes a reference picture's colours", mend="give the picture")
    return sampled(reference.pixels)


def _recoloured(drawing: Drawing, change: PaletteChange, reference: Floats | None) -> Drawing:
    if drawing.raster is not None:
        return Drawing.from_pixels(recoloured_pixels(drawing.raster, change, reference), drawing.dots)
    inks = sorted({s.colour for s in drawing.of_kind("ink") if _chroma([s.colour])[0] > _COLOURFUL})
    new = dict(zip(inks, recoloured_hex(inks, change, inks, reference), strict=True))
    strokes = tuple(
        replace(stroke, colour=new.get(stroke.colour, stroke.colour)) for stroke in drawing.strokes
    )
    return Drawing(drawing.width_px, drawing.height_px, strokes, drawing.dots)


def _chroma(colours: Sequence[str]) -> Floats:
    lab = to_oklab(of_hex(colours))
    return np.asarray(np.hypot(lab[:, 1], lab[:, 2]), np.float64)


def _colourful(drawing: Drawing) -> bool:
    if drawing.raster is None:
        return bool((_chroma([s.colour for s in drawing.of_kind("ink")]) > _COLOURFUL).any())
    lab = to_oklab(sampled(drawing.raster))
    return bool(np.quantile(np.hypot(lab[:, 1], lab[:, 2]), 0.95) > _COLOURFUL)


def _proposed(
    aspect: Aspect, drawing: Drawing, reference: Picture | None, seed: int
) -> Iterator[tuple[str, Variation]]:
    """Named variations of one aspect, without end; each round after the first is a step away from it."""
    rng = np.random.default_rng(seed)
    first = True
    while True:
        off = 0.0 if first and not seed else 1.0
        if aspect == "palette":
            yield from _palettes(reference, off, rng)
        elif aspect == "line":
            yield from _lines(drawing, off, rng)
        elif aspect == "pose":
            yield from _poses(off, rng)
        else:
            yield from _crops(drawing, off, rng)
        first = False


def _palettes(
    reference: Picture | None, off: float, rng: np.random.Generator
) -> Iterator[tuple[str, Variation]]:
    if reference is not None:
        for most in (1.0, 0.6):
            share = round(most * float(1 - off * rng.uniform(0, 0.5)), 2)
            yield f"reference {share:.0%}", Variation(palette=PaletteChange(reference=share))
    for name, change in _PALETTES.items():
        turn = round(float(np.clip(change.hue_deg + off * rng.uniform(-40, 40), -180, 180)), 1)
        yield name, Variation(palette=change.model_copy(update={"hue_deg": turn}))


def _lines(drawing: Drawing, off: float, rng: np.random.Generator) -> Iterator[tuple[str, Variation]]:
    for name, change in _LINES.items():
        weight = round(float(change.weight * np.exp(off * rng.uniform(-0.25, 0.25))), 3)
        hand = int(rng.integers(1000)) if change.wobble or change.dry else 0
        one = change.model_copy(update={"weight": weight, "seed": hand})
        if drawing.raster is None or not (change.taper or change.dry):
            yield name, Variation(line=one)


def _poses(off: float, rng: np.random.Generator) -> Iterator[tuple[str, Variation]]:
    for name, change in _POSES.items():
        more = 1 + off * float(rng.uniform(-0.4, 0.3))
        yield name, Variation(pose=PoseChange(
            head=round(1 + (change.head - 1) * more, 3), limbs=round(1 + (change.limbs - 1) * more, 3),
            lean_deg=round(change.lean_deg * more, 2),
        ))  # fmt: skip


def _crops(drawing: Drawing, off: float, rng: np.random.Generator) -> Iterator[tuple[str, Variation]]:
    focus = head_of(drawing)
    if focus is None:
        rows, columns = np.nonzero(drawing.ink() > 0.3)
        middle = np.array([drawing.width_px, drawing.height_px]) / 2
        focus = np.array([columns.mean(), rows.mean()]) if len(rows) else middle
    for name, (zoom, at, aspect) in _CROPS.items():
        zoom *= float(np.exp(off * rng.uniform(-0.2, 0.2)))
        yield name, Variation(crop=frame(drawing, focus, zoom=zoom, at=at, aspect=aspect))
