"""Washes: flat colour that looks laid on with a wet brush."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_TILE_PX = 512
_SCALES_PX = (128, 64, 16)
_POOL_PX = 5.0  # width of the darker rim where the water stood
_LIGHTER, _DARKER = 0.42, 0.24  # greatest change at full strength


def washed(colour: Floats, distance_px: Floats, x: int, y: int, strength: float) -> Floats:
    """(h, w, 3) sRGB 0–255 of a region of one `colour` (3,), uneven in density.

    `distance_px` (h, w) is each pixel's distance to the region's edge, `x`, `y` the window's corner
    relative to a point that moves with the drawing: the grain goes with the figure and does not boil.
    Pigment gathers at the edge as a drying wash does (Curtis et al. 1997, "Computer-generated
    watercolor", edge darkening); here by distance only.
    """
    height, width = distance_px.shape
    rows, columns = (np.arange(height) + y) % _TILE_PX, (np.arange(width) + x) % _TILE_PX
    thin = _grain()[rows][:, columns]
    pool = np.exp(-distance_px / _POOL_PX) * (0.6 + 0.4 * thin)
    light = (strength * _LIGHTER * thin)[..., None]
    dark = (strength * _DARKER * pool)[..., None]
    return np.asarray((colour + (255 - colour) * light) * (1 - dark), np.float32)


@cache
def _grain() -> Floats:
    """A periodic (512, 512) cloud of values 0–1, always the same."""
    rng = np.random.default_rng(20)
    cloud = np.zeros((_TILE_PX, _TILE_PX), np.float32)
    for scale in _SCALES_PX:
        tiled = np.pad(rng.random((_TILE_PX // scale,) * 2, np.float32), 2, mode="wrap")
        fine = cv2.resize(tiled, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        cloud += fine[2 * scale : 2 * scale + _TILE_PX, 2 * scale : 2 * scale + _TILE_PX] * scale**0.5
    cloud -= cloud.min()
    return np.asarray(cloud / cloud.max(), np.float32)
