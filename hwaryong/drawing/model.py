"""Colour carried from a coloured drawing of the same figure to the regions of another."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.regions import Labels, Seed, Window
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture, Pixels

_SAME_COLOUR = 24  # greatest difference of a channel at which a pixel has a palette's colour
_DECIDED = 0.6  # share of a region that one colour must hold
_SMALL_PX = 12  # regions with fewer pixels are left alone
_COARSE = 4  # registration works on the paper reduced by this
_STEPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-4)


def carried(
    window: Window, model: Picture, palette: Palette, gap_px: int
) -> tuple[list[Seed], dict[str, str]]:
    """Seeds of the regions that the model decides, and the reason for each that it does not.

    The model's silhouette is laid on the drawing's by an affine map (Evangelidis, Psarakis 2008, ECC);
    a region takes the palette colour that holds most of its area there. A region where the model has no
    paint gets no seed and no reason.
    """
    names = list(palette.colours)
    painted = _names_of(model.pixels, [palette.rgba(name) for name in names])
    regions = _regions(window, gap_px)
    painted = _registered(painted, model.pixels[..., 3] > 127, regions > 0, window)
    seeds, undecided = [], {}
    count = int(regions.max(initial=0))
    # Rows are regions, columns 0 = nothing, i + 1 = names[i].
    inside = regions > 0
    votes = np.zeros((count + 1, len(names) + 1), np.int64)
    np.add.at(votes, (regions[inside], painted[inside]), 1)
    for region in range(1, count + 1):
        total = int(votes[region].sum())
        if total < _SMALL_PX:
            continue
        winner = int(votes[region].argmax())
        pole_y, pole_x = divmod(
            int(np.where(regions == region, window.distance_px, 0).argmax()), regions.shape[1]
        )
        x, y = pole_x + window.x, pole_y + window.y
        if votes[region, winner] < _DECIDED * total:
            undecided[f"the region at {x}, {y}"] = "has no clear colour in the model"
        elif winner:
            seeds.append(Seed(x, y, names[winner - 1]))
    return seeds, undecided


def _regions(window: Window, gap_px: int) -> Labels:
    """Labels 1… of the places where the largest ball is trapped, then of closed ones too small for it."""
    large = window.components((gap_px + 1) / 2)
    small = window.components(0.0)
    small[np.isin(small, np.unique(small[large > 0]))] = 0
    both = np.where(large > 0, large, np.where(small > 0, small + large.max(), 0))
    return np.asarray(np.unique(both, return_inverse=True)[1], np.int32).reshape(both.shape)


def _names_of(pixels: Pixels, colours: list[tuple[int, int, int, int]]) -> NDArray[np.int32]:
    """(h, w) index + 1 of the palette colour nearest to each opaque pixel, 0 where none is near."""
    best = np.full(pixels.shape[:2], _SAME_COLOUR + 1, np.int16)
    names = np.zeros(pixels.shape[:2], np.int32)
    for index, colour in enumerate(colours):
        difference = np.abs(pixels[..., :3].astype(np.int16) - np.array(colour[:3], np.int16)).max(axis=2)
        nearer = (difference < best) & (pixels[..., 3] > 127)
        names[nearer], best[nearer] = index + 1, difference[nearer]
    return names


def _registered(
    painted: NDArray[np.int32], figure: NDArray[np.bool_], target: NDArray[np.bool_], window: Window
) -> NDArray[np.int32]:
    """The model's paint as seen in the window once its figure lies on the drawing's."""
    height, width = target.shape
    start = np.array([[1, 0, window.x], [0, 1, window.y]], np.float32)
    if figure.any() and target.any():
        start[:, 2] += _centre(figure) - _centre(target) - (window.x, window.y)
    small = np.diag([1 / _COARSE, 1 / _COARSE, 1]).astype(np.float32)
    coarse = (small @ np.vstack([start, [0, 0, 1]]).astype(np.float32) @ np.linalg.inv(small))[:2].astype(
        np.float32
    )
    try:
        found = cv2.findTransformECC(_soft(target), _soft(figure), coarse, cv2.MOTION_AFFINE, _STEPS)
        coarse = np.asarray(found[1], np.float32)
    except cv2.error:
        pass  # the silhouettes do not correlate: the centred model decides, and unsure regions are left
    fine = (np.linalg.inv(small) @ np.vstack([coarse, [0, 0, 1]]) @ small)[:2]
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(painted.astype(np.int16), fine, (width, height), flags=flags), np.int32)


def _soft(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    size = (max(mask.shape[1] // _COARSE, 8), max(mask.shape[0] // _COARSE, 8))
    reduced = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(reduced, (0, 0), 3), np.float32)


def _centre(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows, columns = np.nonzero(mask)
    return np.array([columns.mean(), rows.mean()])
