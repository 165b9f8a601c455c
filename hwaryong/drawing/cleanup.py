"""Clean-up: one sure line for many searching ones."""

from __future__ import annotations

import cv2
import numpy as np
from pydantic import Field

from hwaryong.drawing.trace import Mask, inked, separated, traced
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Stroke
from hwaryong.tool import tool

_REFERENCE_PX = 720  # settings are for paper with this shorter side and grow with it
_MERGE_PX = 7.0  # how far apart lines still become one, at full strength
_SPUR_PX = (4.0, 22.0)  # shorter twigs fall, at no and at full strength
_PEN_PX = (1.4, 5.0)  # least and greatest width of a clean line
_SMOOTH_PX = (1.5, 6.0)  # along the line, at no and at full strength


@tool("drawing.cleanup", version=1, libraries=("numpy", "scipy", "opencv-python-headless", "scikit-image"))
def cleanup(rough: Drawing, *, strength: float = Field(0.5, ge=0.0, le=1.0)) -> Drawing:
    """Redraw a rough panel with clean strokes "s0001"… of ink.

    Coloured construction lines are left out, uneven paper is flattened, neighbouring lines are merged
    (up to 7 px apart at full `strength` on 720 px of paper), short twigs fall, and the rest is smoothed.
    `confidence` is the share of the rough's ink that the clean lines explain; below 0.6 the result is
    flagged. Raises BadInput for a rough on which nothing is drawn.
    """
    ink, _ = separated(rough)
    scale = min(rough.width_px, rough.height_px) / _REFERENCE_PX
    mask = inked(ink)
    if rough.blank or mask.sum() < 16:
        raise BadInput("nothing is drawn on the rough", mend="scan it darker or draw it")
    merged = _merged(mask, strength * _MERGE_PX * scale)
    smooth = _between(_SMOOTH_PX, strength) * scale
    strokes = traced(merged, spur_px=_between(_SPUR_PX, strength) * scale, smooth_px=smooth)
    clean = Drawing(rough.width_px, rough.height_px, tuple(_penned(s, strength, scale) for s in strokes))
    explained = _explained(mask, clean, 2 + strength * _MERGE_PX * scale)
    reasons = [f"the clean lines explain only {explained:.0%} of the rough"] if explained < 0.6 else []
    return clean.flagged(*reasons, confidence=round(explained, 3))


def _between(ends: tuple[float, float], strength: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * strength


def _merged(mask: Mask, reach_px: float) -> Mask:
    """The mask with lines nearer than `reach_px` grown together and the slits between them filled."""
    if reach_px < 1:
        return mask
    size = int(reach_px / 2) * 2 + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    closed = cv2.morphologyEx(np.pad(mask, size).astype(np.uint8), cv2.MORPH_CLOSE, disc)[
        size:-size, size:-size
    ]
    _, holes, facts, _ = cv2.connectedComponentsWithStats(1 - closed, connectivity=4)
    small = facts[:, cv2.CC_STAT_AREA] < 2 * reach_px**2
    return np.asarray((closed > 0) | small[holes], np.bool_)


def _penned(stroke: Stroke, strength: float, scale: float) -> Stroke:
    """The stroke as a pen draws it: width evened out and kept within a pen's, ends pointed."""
    points = stroke.points.copy()
    even = np.median(points[:, 2])
    width = np.clip(points[:, 2] + (even - points[:, 2]) * strength, _PEN_PX[0] * scale, _PEN_PX[1] * scale)
    closed = np.array_equal(points[0, :2], points[-1, :2])
    along = np.linspace(0, 1, len(points))
    press = (
        1.0
        if closed
        else np.clip(np.minimum(along, 1 - along) * stroke.length_px / (14 * scale) + 0.35, 0, 1)
    )
    points[:, 2] = width * press
    return stroke.moved(points)


def _explained(mask: Mask, clean: Drawing, reach_px: float) -> float:
    """The share of the rough's ink that lies within `reach_px` of a clean line."""
    away = cv2.distanceTransform((clean.ink() < 0.5).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return float((away[mask] <= reach_px).mean())
