"""Line weight and quality: heavier or lighter, tapered, unsteady, dry."""

from __future__ import annotations

import cv2
import numpy as np

from hwaryong.drawing.trace import separated
from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Pixels
from hwaryong.media.stroke import Floats, Stroke
from hwaryong.media.variation import LineChange

_REFERENCE_PX = 720  # lengths are for paper with this shorter side and grow with it
_TAPER_PX = 90.0  # of each end, at most
_WAVES_PX = (70.0, 26.0)  # of the unsteady hand
_WOBBLE_PX = 5.0  # its reach, at full strength
_GRAIN_PX = 7.0  # of a dry brush
_STEP_PX = 4.0  # between samples of a changed line
_THINNEST_PX = 0.5  # still holds paint in
_ROWS = 256


def relined(drawing: Drawing, change: LineChange) -> Drawing:
    """The drawing with other lines; ids, kinds and paint dots stay.

    The unsteady hand moves places, not lines, so that what touched still does. Pixels have `weight` and
    `wobble` only.
    """
    scale = min(drawing.width_px, drawing.height_px) / _REFERENCE_PX
    if drawing.raster is not None:
        pixels = _weighted(drawing.raster, change.weight) if change.weight != 1 else drawing.raster
        pixels = _shaken(pixels, change, scale) if change.wobble else pixels
        return Drawing.from_pixels(pixels, drawing.dots)
    strokes = tuple(
        _line(stroke, change, scale) if stroke.kind == "ink" else _moved(stroke, change, scale)
        for stroke in drawing.strokes
    )
    return Drawing(drawing.width_px, drawing.height_px, strokes, drawing.dots)


def _line(stroke: Stroke, change: LineChange, scale: float) -> Stroke:
    count = int(np.clip(stroke.length_px / (_STEP_PX * scale), len(stroke.points), 1024))
    points = stroke.resampled(count) if change != LineChange(weight=change.weight) else stroke.points.copy()
    points[:, 2] *= change.weight
    if change.taper:
        points[:, 2] *= 1 - change.taper * (1 - _press(stroke, len(points), scale))
    if change.dry:
        points[:, 2] *= 1 - change.dry * _dryness(points, change.seed, scale)
    drawn = stroke.points[:, 2].max() > 0
    points[:, 2] = np.clip(points[:, 2], _THINNEST_PX * scale if drawn else 0, 1024)
    return _moved(stroke.moved(points), change, scale)


def _moved(stroke: Stroke, change: LineChange, scale: float) -> Stroke:
    if not change.wobble:
        return stroke
    count = int(np.clip(stroke.length_px / (_STEP_PX * scale), len(stroke.points), 1024))
    points = stroke.resampled(count)
    points[:, :2] += _hand(points[:, :2], change, scale)
    return stroke.moved(points)


def _press(stroke: Stroke, count: int, scale: float) -> Floats:
    """Pressure 0–1 along a line: rises and falls over a third of its length; a closed line has no ends."""
    if np.hypot(*(stroke.points[0, :2] - stroke.points[-1, :2])) < 1 or stroke.length_px < 1:
        return np.ones(count)
    along = np.linspace(0, stroke.length_px, count)
    reach = min(_TAPER_PX * scale, stroke.length_px / 3)
    rise = np.clip(np.minimum(along, along[-1] - along) / reach, 0, 1)
    return np.asarray(rise * (2 - rise), np.float64)


def _dryness(points: Floats, seed: int, scale: float) -> Floats:
    """0–1: streaks that grow towards the end of the stroke, as the brush empties."""
    grain = _noise(points[:, :2] / (_GRAIN_PX * scale), seed + 7)
    patch = _noise(points[:, :2] / (_GRAIN_PX * 6 * scale), seed + 8)
    empty = np.linspace(0.25, 1, len(points))
    return np.clip(0.9 * empty * (0.5 + 0.6 * grain + 0.7 * patch), 0, 0.92)


def _hand(places: Floats, change: LineChange, scale: float) -> Floats:
    """(n, 2) px by which an unsteady hand misses (n, 2) places; near places move alike."""
    shift = np.zeros_like(places)
    for number, wave in enumerate(_WAVES_PX):
        for axis in (0, 1):
            noise = _noise(places / (wave * scale), change.seed + 2 * number + axis)
            shift[:, axis] += noise * _WOBBLE_PX * scale * change.wobble * wave / _WAVES_PX[0]
    return shift


def _noise(places: Floats, seed: int) -> Floats:
    """(n,) smooth value noise −1…1 at (n, 2) places, one cell a unit; repeats after 64 cells."""
    lattice = np.random.default_rng(seed).uniform(-1, 1, (64, 64))
    cell = np.floor(places).astype(np.int64)
    part = places - cell
    part = part * part * (3 - 2 * part)
    x0, y0 = cell[:, 0] % 64, cell[:, 1] % 64
    x1, y1 = (x0 + 1) % 64, (y0 + 1) % 64
    top = lattice[y0, x0] * (1 - part[:, 0]) + lattice[y0, x1] * part[:, 0]
    low = lattice[y1, x0] * (1 - part[:, 0]) + lattice[y1, x1] * part[:, 0]
    return np.asarray(top * (1 - part[:, 1]) + low * part[:, 1], np.float64)


def _weighted(pixels: Pixels, weight: float) -> Pixels:
    """Lines of a picture grown or thinned by a fraction of their width (grey dilation and erosion)."""
    ink, _ = separated(Drawing.from_pixels(pixels))  # over even paper: a photograph's is dark itself
    dark = ink > 0.5 * float(ink.max())
    inside = cv2.distanceTransform(np.pad(dark, 1).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    if not dark.any():
        return pixels
    wide = max(4 * float(inside[inside > 0].mean()) - 2, 1.0)  # exact for a bar of an even number of pixels
    radius = abs(weight - 1) * wide / 2
    spread = np.array(pixels)
    spread[spread[..., 3] == 0, :3] = 255
    rgb, alpha = spread[..., :3], spread[..., 3]
    opaque = alpha.min() == 255
    more = weight > 1
    changed = _reached(rgb, radius, darker=more if opaque else True)
    return np.dstack([changed, alpha if opaque else _reached(alpha, radius, darker=not more)])


def _reached(field: Pixels, radius_px: float, *, darker: bool) -> Pixels:
    """The least (or greatest) value within a radius; between whole radii the two are mixed."""
    step = cv2.erode if darker else cv2.dilate
    low = int(radius_px)
    near, far = (
        step(field, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * r + 1, 2 * r + 1)))
        for r in (low, low + 1)
    )
    return np.asarray(cv2.addWeighted(near, 1 - (radius_px - low), far, radius_px - low, 0), np.uint8)


def _shaken(pixels: Pixels, change: LineChange, scale: float) -> Pixels:
    height, width = pixels.shape[:2]
    step = 8
    ys, xs = np.mgrid[0 : height + step : step, 0 : width + step : step]
    places = np.column_stack([xs.ravel(), ys.ravel()]).astype(np.float64)
    coarse = (places - _hand(places, change, scale)).reshape(*xs.shape, 2).astype(np.float32)
    return warped(pixels, coarse, step)


def warped(pixels: Pixels, sources: np.ndarray[tuple[int, ...], np.dtype[np.float32]], step: int) -> Pixels:
    """(h, w, 4) uint8 where each place takes the pixel of its source; `sources` are given each `step` px."""
    alpha = pixels[..., 3:]
    light = np.dstack([_premultiplied(pixels), alpha])  # or edges would get dark seams
    edge = tuple(float(value) for value in light[0, 0])
    made = np.empty_like(pixels)
    for row in range(0, len(pixels), _ROWS):  # a large scan's maps would need much memory
        part = made[row : row + _ROWS]
        ys, xs = np.mgrid[row : row + len(part), 0 : pixels.shape[1]].astype(np.float32) / np.float32(step)
        fine = cv2.remap(sources, xs, ys, cv2.INTER_LINEAR)
        moved = cv2.remap(
            light, fine[..., 0], fine[..., 1], cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT, borderValue=edge,
        )  # fmt: skip
        clear = moved[..., 3:].astype(np.float32)
        rgb = moved[..., :3].astype(np.float32) * 255 / np.maximum(clear, 1)
        part[...] = np.rint(np.clip(np.dstack([rgb, clear]), 0, 255))
    return made


def _premultiplied(pixels: Pixels) -> Pixels:
    if pixels[..., 3].min() == 255:
        return pixels[..., :3]
    return ((pixels[..., :3].astype(np.uint16) * pixels[..., 3:] + 127) // 255).astype(np.uint8)
