"""A drawing of strokes as other programs draw them: stroked paths of even width."""

from __future__ import annotations

from typing import ClassVar
from xml.sax.saxutils import quoteattr

import numpy as np

from hwaryong.media import svg
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Floats, Kind, Stroke, handles, number

_KINDS: tuple[Kind, ...] = ("construction", "ink")  # from the back to the front
_STRAIGHT_PX = 0.05  # a handle's distance from its chord


class Centrelines(Drawing):
    """Ink and help lines as `<path fill="none" stroke=… stroke-width=…>`, each of its mean width.

    The file is small and any vector program edits it; `Drawing.read` reads the strokes back within 0.1 px,
    all as ink, without paint dots. Coordinates are relative, of one decimal.
    """

    kind: ClassVar[str] = "drawing"

    def svg(self) -> str:
        """The strokes as SVG text, a group a kind."""
        w, h = self.width_px, self.height_px
        rows = [f'<svg xmlns="{svg.SVG}" width="{w}" height="{h}" viewBox="0 0 {w} {h}">']
        rows.append('<g fill="none" stroke-linecap="round" stroke-linejoin="round">')
        for kind in _KINDS:
            if strokes := self.of_kind(kind):
                colour = strokes[0].colour[:7]
                rows += [
                    f'<g id="{kind}" stroke="{colour}">',
                    *(_row(stroke, colour) for stroke in strokes),
                    "</g>",
                ]
        return "\n".join([*rows, "</g>", "</svg>", ""])


def _row(stroke: Stroke, colour: str) -> str:
    """A path in a group of this colour."""
    width = number(max(round(float(stroke.points[:, 2].mean()), 1), 0.1))
    own = f' stroke="{stroke.colour[:7]}"' if stroke.colour[:7] != colour else ""
    if stroke.colour[7:]:
        own += f' stroke-opacity="{number(int(stroke.colour[7:], 16) / 255)}"'
    return f'<path id={quoteattr(stroke.id)}{own} stroke-width="{width}" d="{_data(stroke.points[:, :2])}"/>'


def _data(line: Floats) -> str:
    """Path data of the smooth curve through (n, 2) px: relative cubics, straight steps as lines."""
    leave, reach = handles(line)
    third = np.hypot(*np.diff(line, axis=0).T)[:, None] / 3
    first, second = line[:-1] + leave * third, line[1:] - reach * third
    places = np.rint(line * 10) / 10
    parts = [f"M{_numbers(places[0])}"]
    for a, b, out, into in zip(places[:-1], places[1:], first, second, strict=True):
        bent = max(_beside(out - a, b - a), _beside(into - a, b - a)) > _STRAIGHT_PX
        parts.append(
            f"c{_numbers(np.concatenate([out - a, into - a, b - a]))}" if bent else f"l{_numbers(b - a)}"
        )
    return "".join(parts) if len(line) > 1 else f"{parts[0]}l0 0"


def _beside(handle: Floats, chord: Floats) -> float:
    """px from a handle to its chord."""
    size = max(float(np.hypot(*chord)), 1e-9)
    return float(abs(handle[0] * chord[1] - handle[1] * chord[0])) / size


def _numbers(values: Floats) -> str:
    """Numbers of one decimal, as short as SVG allows: "-.5-3 12"."""
    text = before = ""
    for value in values.tolist():
        shown = number(round(value, 1))
        shown = shown.replace("0.", ".", 1) if abs(value) < 1 else shown
        apart = before and not shown.startswith("-") and not (shown.startswith(".") and "." in before)
        text += f" {shown}" if apart else shown
        before = shown
    return text
