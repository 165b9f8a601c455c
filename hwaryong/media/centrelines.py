"""A drawing of strokes as other programs draw them: stroked paths of even width."""

from __future__ import annotations

from typing import ClassVar
from xml.sax.saxutils import quoteattr

import numpy as np

from hwaryong.media import svg
from hwaryong.media.cubics import cubics
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import flatten
from hwaryong.media.stroke import Floats, Kind, Stroke, number

_KINDS: tuple[Kind, ...] = ("construction", "ink")  # from the back to the front
_WITHIN_PX = 0.4  # of the line, a curve
_STRAIGHT_PX = 0.15  # a handle's distance from its chord


class Centrelines(Drawing):
    """Ink and help lines as `<path fill="none" stroke=… stroke-width=…>`, each of its mean width.

    The file is small and any vector program edits it. `Drawing.read` reads the strokes back within 0.5 px,
    all as ink and without paint dots, and as pixels where the curves are more than 20,000. Curves are as few
    as keep the line; coordinates have one decimal.
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
    """Path data of curves along (n, 2) px: relative cubics, straight ones as lines."""
    curves = cubics(flatten(np.column_stack([line, np.ones(len(line))]), 1.0)[:, :2], _WITHIN_PX)
    pen = np.rint(line[0] * 10) / 10
    parts = [f"M{_numbers(pen)}"]
    for _, out, into, end in curves:
        place = np.rint(end * 10) / 10
        bent = max(_beside(out - pen, place - pen), _beside(into - pen, place - pen)) > _STRAIGHT_PX
        steps = np.concatenate([out - pen, into - pen, place - pen]) if bent else place - pen
        parts.append(("c" if bent else "l") + _numbers(steps))
        pen = place
    return "".join(parts) if curves else f"{parts[0]}l0 0"


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
