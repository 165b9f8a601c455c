"""Composition: another frame on the same drawing."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Pixels
from hwaryong.media.stroke import MAX_COORDINATE_PX, MAX_WIDTH_PX, Dot, Floats
from hwaryong.media.svg import MAX_SIDE_PX
from hwaryong.media.variation import CropChange


def cropped(drawing: Drawing, change: CropChange) -> Drawing:
    """What the frame shows, on its own paper; a frame beyond the paper shows what was drawn there.

    Widths grow with the picture. Strokes more than a paper's size outside of the frame are left out. In
    pixels there is nothing beyond the paper but the colour of its corner.
    """
    scale = np.array([change.out_width_px / change.width, change.out_height_px / change.height])
    corner = np.array([change.x, change.y])
    out = np.array([change.out_width_px, change.out_height_px])
    if drawing.raster is not None:
        return Drawing.from_pixels(_resampled(drawing, scale, corner, out), _dots(drawing, scale, corner))
    strokes = []
    for stroke in drawing.strokes:
        places = (stroke.points[:, :2] - corner) * scale
        outside = (places.max(axis=0) < -out).any() or (places.min(axis=0) > 2 * out).any()
        if outside or np.abs(places).max() > MAX_COORDINATE_PX:
            continue
        width = np.minimum(stroke.points[:, 2:] * float(np.sqrt(scale.prod())), MAX_WIDTH_PX)
        strokes.append(stroke.moved(np.hstack([places, width])))
    return Drawing(change.out_width_px, change.out_height_px, tuple(strokes), _dots(drawing, scale, corner))


def frame(
    drawing: Drawing, focus: Floats, *, zoom: float, at: tuple[float, float] = (0.5, 0.5), aspect: float = 0
) -> CropChange:
    """The frame that shows `focus` (x, y px) at the place `at` (0–1) of the picture, `zoom` times as large.

    `aspect` is width by height of the new paper (the drawing's own without); its height stays.
    """
    height = drawing.height_px
    width = drawing.width_px if not aspect else max(2, round(height * aspect / 2) * 2)
    if width > MAX_SIDE_PX:
        width, height = MAX_SIDE_PX, max(2, round(MAX_SIDE_PX / aspect / 2) * 2)
    seen = np.array([width, height]) / zoom
    x, y = focus - seen * np.array(at)
    return CropChange(
        x=round(float(x), 2), y=round(float(y), 2), width=round(float(seen[0]), 2),
        height=round(float(seen[1]), 2), out_width_px=width, out_height_px=height,
    )  # fmt: skip


def _dots(drawing: Drawing, scale: Floats, corner: Floats) -> tuple[Dot, ...]:
    moved = [(np.array([dot.x, dot.y]) - corner) * scale for dot in drawing.dots]
    return tuple(
        replace(dot, x=float(x), y=float(y))
        for dot, (x, y) in zip(drawing.dots, moved, strict=True)
        if max(abs(x), abs(y)) <= MAX_COORDINATE_PX
    )


def _resampled(drawing: Drawing, scale: Floats, corner: Floats, out: Floats) -> Pixels:
    assert drawing.raster is not None
    matrix = np.column_stack([np.diag(scale), -corner * scale + (scale - 1) / 2])
    how = cv2.INTER_AREA if scale.min() < 1 else cv2.INTER_CUBIC
    edge = tuple(int(value) for value in drawing.raster[0, 0])
    size = (int(out[0]), int(out[1]))
    return np.asarray(
        cv2.warpAffine(
            drawing.raster, matrix, size, flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=edge
        ),
        np.uint8,
    )
