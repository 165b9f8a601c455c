"""The lines of a key as strokes; those of pixels are traced, coloured ones apart from black ones."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from hwaryong.drawing.blots import ROUND, blots
from hwaryong.drawing.edges import weight
from hwaryong.drawing.trace import Mask, inked, reduced, separated, traced
from hwaryong.errors import BadInput
from hwaryong.media import paper
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import Coverage
from hwaryong.media.paper import LUMA
from hwaryong.media.stroke import COLOURS, Kind, Stroke

_SPUR_PART = 1 / 160  # of the paper's longer side
_MOST_PX = 2000  # a side that is traced
_DUST_PART = 1 / 60  # of the paper's longer side: a shorter coloured line is none
_FRINGE_PX = 3.0  # from the ink: nearer lies what a scanner or a lens makes of its edges
_LEAST_PX = 4.0  # shorter strokes of a traced key are specks


def key_lines(key: Drawing) -> tuple[list[Stroke], list[Stroke]]:
    """The ink of a key, and its close lines.

    Of pixels: the ink is all in one colour, and wide enough to hold as much ink; coloured lines beside it
    are close lines of their colour, as paint takes them (see `Stops`). Raises BadInput where there is no ink.
    """
    if key.raster is None:
        return list(key.of_kind("ink")), list(key.of_kind("close"))
    longer = max(key.width_px, key.height_px)
    if longer > _MOST_PX:
        factor = longer / _MOST_PX
        ink, close = (
            [stroke.moved(stroke.points * factor) for stroke in strokes]
            for strokes in key_lines(reduced(key, _MOST_PX))
        )
        return ink, close
    dark, coloured = separated(key)
    mask = inked(dark)
    ink = _traced(key, mask, dark, "ink", "s")
    ink += [replace(blot, colour=ink[0].colour) for blot in blots(mask, ink)]
    if not ink:
        raise BadInput("no lines are found in a key", mend="draw it darker")
    heavier = weight(Drawing(key.width_px, key.height_px, tuple(ink)), dark, mask)
    ink = [stroke.moved(stroke.points * (1, 1, heavier)) for stroke in ink]
    return ink, _close(key, coloured, mask)


def _close(key: Drawing, coloured: Coverage, ink: Mask) -> list[Stroke]:
    """The coloured lines, each hue for itself, without the fringes of black ones."""
    least, hued = max(key.width_px, key.height_px) * _DUST_PART, inked(coloured)
    if hued.sum() < least:
        return []
    away = np.asarray(
        cv2.distanceTransform((~ink).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5), np.float32
    )
    close: list[Stroke] = []
    for hue, strength in paper.by_hue(key.on_paper()).items():
        mask = hued & (strength > 0)
        if hue != "black" and mask.sum() >= least:
            close += [
                s
                for s in _traced(key, mask, np.where(strength > 0, coloured, 0), "close", hue)
                if s.length_px >= least and _apart(s, away)
            ]
    return close


def _apart(line: Stroke, away: Coverage) -> bool:
    """Whether a line runs for itself: a fringe lies along the ink."""
    x, y = np.rint(line.resampled(max(int(line.length_px), 2))[:, :2] - 0.5).astype(int).T
    inside = away[np.clip(y, 0, len(away) - 1), np.clip(x, 0, away.shape[1] - 1)]
    return float(np.median(inside)) > _FRINGE_PX


def _traced(key: Drawing, mask: Mask, darkness: Coverage, kind: Kind, name: str) -> list[Stroke]:
    """The lines of a mask, all in one colour; their ids begin with the name."""
    colour = _colour(key, mask)
    spur = max(key.width_px, key.height_px) * _SPUR_PART
    return [
        Stroke(name + s.id.removeprefix("s"), s.points, kind, colour)
        for s in traced(mask, darkness, spur_px=spur, around=ROUND)
        if s.length_px >= _LEAST_PX
    ]


def _colour(key: Drawing, mask: Mask) -> str:
    """The colour of lines: the median of the masked pixels that are darkest."""
    assert key.raster is not None
    pixels = key.raster[mask]
    if not len(pixels):
        return COLOURS["ink"]
    luma = pixels[:, :3] @ LUMA
    dark = pixels[luma <= np.quantile(luma, 0.2), :3]
    return "#" + bytes(np.median(dark, axis=0).astype(np.uint8).tolist()).hex()
