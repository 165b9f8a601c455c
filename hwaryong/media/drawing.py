"""A drawing: strokes and paint dots (SVG), or pixels (PNG)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Self
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.errors import BadInput
from hwaryong.media import ink as inks
from hwaryong.media import paper, raster, strokepaths, svg
from hwaryong.media.base import Media, read_bytes
from hwaryong.media.ink import Coverage
from hwaryong.media.layers import MAX_BYTES, Layers, layered
from hwaryong.media.picture import Picture, Pixels, encode_png
from hwaryong.media.stroke import KINDS, UNSURE, Dot, Kind, Stroke, number

DRAWINGS = (".svg", ".png", ".tif", ".tiff", ".jpg", ".jpeg", ".psd", ".ora")  # what a drawing comes in as
MAX_SVG_BYTES = 64 * 1024 * 1024
MAX_STROKES = 10_000
EDITED = "drawn over in another program: taken as pixels, its strokes cannot be tweened"
_SAME_SHAPE = 0.01  # share of the ink that may lie beside its centreline's
_CAPS = 0.6  # of a stroke's width squared: what the caps of its two ends differ by
_DOT_RADIUS_PX = 4


@dataclass(eq=False)
class Drawing(Media):
    """One drawing on paper of `width_px` × `height_px`.

    `strokes` from the back to the front and `dots` of paint, or `raster` (h, w, 4) uint8 sRGB with
    straight alpha where the drawing came as pixels. Values are never changed in place.
    """

    kind: ClassVar[str] = "drawing"
    width_px: int
    height_px: int
    strokes: tuple[Stroke, ...] = ()
    dots: tuple[Dot, ...] = ()
    raster: Pixels | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        svg.check_size(self.width_px, self.height_px, "")
        for what, ids in (
            ("stroke", [s.id for s in self.strokes]),
            ("dot", [d.id for d in self.dots]),
        ):
            twice = next((id for id in ids if ids.count(id) > 1), None) if len(set(ids)) < len(ids) else None
            if twice is not None:
                raise BadInput(f"two {what}s have the id {twice!r}", mend="give each its own")
        if self.raster is not None and self.raster.shape != (
            self.height_px,
            self.width_px,
            4,
        ):
            raise BadInput("the pixels do not have the size of the paper")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read strokes or pixels; raises BadInput.

        Strokes come from our SVG and from another program's stroked paths; pixels from any other SVG, from
        PNG, TIFF and JPEG, and from what a PSD or ORA shows. Lines that are light on dark or on nothing are
        recognised, and the drawing says so in its flags.
        """
        data = read_bytes(path, MAX_BYTES)
        if raster.form(data):
            pixels, notes = raster.decode(data, path)
            return cls.from_pixels(pixels).flagged(*notes).told()
        if layered(data):
            return cls.from_pixels(Layers.parse(data, path).picture()).told()
        if b"<svg" not in data[:65536]:
            raise BadInput(
                "the file is no drawing",
                where=path,
                mend="save it as PNG, TIFF, JPEG, PSD, ORA or SVG",
            )
        if len(data) > MAX_SVG_BYTES:
            raise BadInput(f"the SVG has more than {MAX_SVG_BYTES} bytes", where=path, mend="simplify it")
        root = svg.parse(data, path)
        try:
            return cls._from_svg(root, path)
        except BadInput as error:
            raise BadInput(error.what, where=error.where or path, mend=error.mend) from None

    @classmethod
    def from_pixels(cls, pixels: Pixels, dots: tuple[Dot, ...] = ()) -> Self:
        """A raster drawing of (h, w, 4) uint8 pixels."""
        return cls(pixels.shape[1], pixels.shape[0], dots=dots, raster=pixels)

    @classmethod
    def _from_svg(cls, root: Element, path: Path) -> Self:
        width, height = svg.size_px(root, path)
        shapes = [element for element in root.iter() if svg.draws(element)]
        dots = [element for element in shapes if f"{{{svg.HW}}}paint" in element.attrib]
        lines = [element for element in shapes if f"{{{svg.HW}}}line" in element.attrib]
        if len(lines) > MAX_STROKES:
            raise BadInput(f"the drawing has more than {MAX_STROKES} strokes", where=path)
        paint = tuple(_dot(element, path) for element in dots)
        if lines and len(lines) + len(dots) == len(shapes) and not _transformed(root):
            drawing = cls(width, height, tuple(_stroke(element, path) for element in lines), paint)
            if all(
                line.get("d") == stroke.outline() for line, stroke in zip(lines, drawing.strokes, strict=True)
            ):
                return drawing
            if _same_shape(drawing, root, path):
                return drawing
        if dots or not shapes:
            svg.remove(root, lambda element: element in dots)
        if not lines and not dots:
            drawing = cls(width, height, strokepaths.strokes(root, width, height, MAX_STROKES))
            if drawing.strokes and _same_shape(drawing, root, path):
                return drawing
        drawing = cls.from_pixels(svg.rasterise(root, width, height, path), paint).told()
        return drawing.flagged(EDITED) if lines else drawing

    def write(self, stem: Path) -> Path:
        """Write `stem`.svg, or `stem`.png for pixels; the same drawing gives the same bytes."""
        if self.raster is not None:
            path = stem.with_name(stem.name + ".png")
            path.write_bytes(encode_png(self.raster))
        else:
            path = stem.with_name(stem.name + ".svg")
            path.write_text(self.svg(), encoding="utf-8")
        return path

    def svg(self) -> str:
        """The strokes and dots as SVG text; any viewer shows it right, `hw:line` keeps the centrelines."""
        w, h = self.width_px, self.height_px
        rows = [f'<svg xmlns="{svg.SVG}" xmlns:hw="{svg.HW}" width="{w}" height="{h}" viewBox="0 0 {w} {h}">']
        for name, items in (
            ("strokes", map(_stroke_row, self.strokes)),
            ("paint", map(_dot_row, self.dots)),
        ):
            rows += [f'  <g id="{name}">', *items, "  </g>"]
        return "\n".join([*rows, "</svg>", ""])

    def of_kind(self, *kinds: Kind) -> tuple[Stroke, ...]:
        """The strokes of these kinds, in order."""
        return tuple(stroke for stroke in self.strokes if stroke.kind in kinds)

    def ink(self, kinds: Sequence[Kind] = ("ink",)) -> Coverage:
        """(h, w) float32 0–1: how much of each pixel the strokes of these kinds cover.

        For pixels: darkness (1 − Rec. 709 luma of the sRGB values) on white paper; their kinds are not known.
        """
        if self.raster is None:
            return inks.coverage(self.of_kind(*kinds), self.width_px, self.height_px)
        return self._darkness

    @cached_property
    def polarity(self) -> paper.Polarity:
        """How the lines stand out: `dark` on light, `light` on dark, or by `alpha` alone."""
        return "dark" if self.raster is None else paper.polarity(self.raster)

    def on_paper(self) -> Pixels:
        """(h, w, 3) uint8 sRGB: dark lines on white paper, whatever way the drawing came; hues are kept."""
        return paper.on_paper(self.picture(*KINDS).pixels, self.polarity)

    @cached_property
    def _darkness(self) -> Coverage:
        return paper.darkness(self.on_paper())

    def told(self) -> Self:
        """The drawing, flagged with what was recognised in its pixels."""
        said = paper.SAID[self.polarity]
        return self.flagged(said) if said else self

    def picture(self, *kinds: Kind) -> Picture:
        """The drawing as pixels: strokes of these kinds (or `drawn`) on nothing, or the raster as it is."""
        if self.raster is not None:
            return Picture(self.raster)
        strokes = self.of_kind(*kinds) if kinds else [stroke for stroke in self.strokes if stroke.drawn]
        return Picture(inks.coloured(strokes, self.width_px, self.height_px))

    @property
    def unsure(self) -> tuple[Stroke, ...]:
        """The strokes of which the tool that moved them was not sure."""
        return tuple(stroke for stroke in self.strokes if stroke.sure < UNSURE)

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn (less ink than two full pixels)."""
        if self.raster is None:
            return not self.of_kind("ink")
        return float(np.abs(self._darkness - np.median(self._darkness)).sum()) < 2.0


def _stroke(element: Element, path: Path) -> Stroke:
    id = element.get("id", "")
    if not id:
        raise BadInput(
            "a stroke has no id",
            where=path,
            mend="give it one that is the same in every key",
        )
    try:
        samples = [
            [float(value) for value in sample.split(",")]
            for sample in element.attrib[f"{{{svg.HW}}}line"].split()
        ]
        points = np.array(samples, dtype=np.float64)
        sure = float(element.get(f"{{{svg.HW}}}sure", "1"))
    except ValueError:
        raise BadInput(
            f"the hw:line of stroke {id!r} is no list of x,y,width, or its hw:sure no number", where=path
        ) from None
    kind = element.get(f"{{{svg.HW}}}kind", "ink")
    colour = element.get("fill", "")
    return Stroke(id, points, kind, colour, sure)  # type: ignore[arg-type]  # Stroke checks the kind


def _dot(element: Element, path: Path) -> Dot:
    try:
        x, y = float(element.get("cx", "nan")), float(element.get("cy", "nan"))
    except ValueError:
        x = y = math.nan
    id = element.get("id", "")
    if not id or not (math.isfinite(x) and math.isfinite(y)):
        raise BadInput(f"the paint dot {id!r} needs an id, cx and cy", where=path)
    return Dot(id, element.attrib[f"{{{svg.HW}}}paint"], x, y)


def _stroke_row(stroke: Stroke) -> str:
    line = " ".join(",".join(map(number, sample)) for sample in stroke.points.tolist())
    sure = f' hw:sure="{number(stroke.sure)}"' if stroke.sure < 1 else ""
    return (
        f'    <path id={quoteattr(stroke.id)} hw:kind="{stroke.kind}"{sure} fill="{stroke.colour}"'
        f' hw:line="{line}" d="{stroke.outline()}"/>'
    )


def _dot_row(dot: Dot) -> str:
    return (
        f"    <circle id={quoteattr(dot.id)} hw:paint={quoteattr(dot.paint)}"
        f' cx="{number(dot.x)}" cy="{number(dot.y)}" r="{_DOT_RADIUS_PX}" fill="none" stroke="#c92a2a"/>'
    )


def _transformed(root: Element) -> bool:
    return any("transform" in element.attrib or svg.tag(element) == "use" for element in root.iter())


def _same_shape(drawing: Drawing, root: Element, path: Path) -> bool:
    """Whether another program's outlines show what our centrelines say (a person may have moved them)."""
    shown = svg.rasterise(root, drawing.width_px, drawing.height_px, path)[..., 3].astype(
        np.float32
    ) / np.float32(255)
    ours = drawing.ink(("ink", "close", "construction"))
    for dot in drawing.dots:  # their marks are no ink
        x, y = int(dot.x), int(dot.y)
        area = np.s_[max(y - 8, 0) : max(y + 9, 0), max(x - 8, 0) : max(x + 9, 0)]
        shown[area] = ours[area]
    strange = int(_beyond(shown, ours).sum() + _beyond(ours, shown).sum())
    ends = sum(float(stroke.points[0, 2]) ** 2 for stroke in drawing.strokes)  # caps may be square or none
    return strange <= _SAME_SHAPE * float(ours.sum()) + _CAPS * ends + 8


def _beyond(a: Coverage, b: Coverage) -> NDArray[np.bool_]:
    """Where a has ink and b has none within 2 px."""
    near = cv2.dilate((b > 0.1).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray((a > 0.5) & (near == 0), np.bool_)
