"""Flat or washed colour in labelled regions, and the ink above it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import cv2
import numpy as np

from hwaryong.drawing.regions import Labels, Seed, Window, under_ink
from hwaryong.drawing.wash import washed
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import Coverage, coverage, over
from hwaryong.media.picture import Pixels
from hwaryong.media.stroke import COLOURS

Colour = tuple[int, int, int, int]
_ROWS = 1024  # painted at a time, so that a large scan needs little memory


def filled(
    window: Window, labels: Labels, seeds: Sequence[Seed], colours: Sequence[Colour], strength: float
) -> Pixels:
    """(h, w, 4) uint8 of the window: label i + 1 in the colour of seed i, edges softened by one pixel.

    A wash of this `strength` (0 is flat) has its grain anchored to the seed.
    """
    labels = under_ink(labels, window.free)
    pixels = np.zeros((*labels.shape, 4), np.uint8)
    for row in range(0, len(labels), _ROWS):
        top, bottom = max(row - 1, 0), min(row + _ROWS + 1, len(labels))
        part = _painted(window, labels, top, bottom, seeds, colours, strength)
        pixels[row : row + _ROWS] = part[row - top :][:_ROWS]
    return pixels


def _painted(
    window: Window,
    labels: Labels,
    top: int,
    bottom: int,
    seeds: Sequence[Seed],
    colours: Sequence[Colour],
    strength: float,
) -> Pixels:
    """The rows from `top` to `bottom`."""
    labels, distance = labels[top:bottom], window.distance_px[top:bottom]
    premultiplied = np.zeros((*labels.shape, 4), np.float32)
    for label in np.unique(labels[labels > 0]).tolist():
        x, y, w, h = cv2.boundingRect((labels == label).astype(np.uint8))
        area = np.s_[y : y + h, x : x + w]
        inside = labels[area] == label
        *rgb, alpha = colours[label - 1]
        paint = np.array(rgb, np.float32) + np.zeros((h, w, 3), np.float32)
        if strength:
            seed = seeds[label - 1]
            at_x, at_y = x + window.x - seed.x, y + top + window.y - seed.y
            paint = washed(paint, distance[area], at_x, at_y, strength)
        premultiplied[area][inside, :3] = paint[inside] * (alpha / 255)
        premultiplied[area][inside, 3] = alpha
    # Beside ink this blur is under the line; along close strokes it is the edge that one sees.
    soft = np.asarray(cv2.GaussianBlur(premultiplied, (3, 3), 0), np.float32)
    soft[..., :3] = soft[..., :3] * 255 / np.maximum(soft[..., 3:], 1e-3)
    return np.asarray(np.rint(np.minimum(soft, 255)), np.uint8)


def inked(pixels: Pixels, lines: Drawing, ink: Coverage) -> Pixels:
    """The pixels, changed in place, with the ink of the drawing above them."""
    strokes = lines.of_kind("ink")
    if len({stroke.colour for stroke in strokes}) <= 1:
        colour = strokes[0].colour if strokes else COLOURS["ink"]
        for row in range(0, len(pixels), _ROWS):
            pixels[row : row + _ROWS] = over(pixels[row : row + _ROWS], ink[row : row + _ROWS], colour)
        return pixels
    for colour, group in groupby(strokes, lambda stroke: stroke.colour):
        pixels = over(pixels, coverage(list(group), lines.width_px, lines.height_px), colour)
    return pixels
