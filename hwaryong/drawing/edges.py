"""Lines fitted to the edges of their ink: where its middle lies and how wide it is, to parts of a pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import Coverage
from hwaryong.media.paper import LUMA
from hwaryong.media.stroke import Floats, tangents

_BEYOND_PX = 2.0  # of the known reach, an edge is looked for
_STEP_PX = 0.25  # between the places of a profile
_CALM_PX = 2.0  # of the line whose normals the profiles follow
_OPEN_PX = 1.4  # by which ink that has two edges may be wider than twice its reach
_AWAY_PX = 1.0  # farther than this a thinned line is from its middle only at crossings
_LEAST_PX = 0.6
_AROUND = 12  # places of a ring that are looked at before its first and after its last
_ROWS, _PLACES = 4096, 500_000  # profiles at a time, and their places on one side
_BLUR_PX = 5  # of pixels around the mask, that belong to its lines
_WEIGHT = (0.7, 2.0)  # times the fitted width


def fitted(dense: Floats, reach: Floats, darkness: Coverage) -> Floats:
    """(n, 2) pixel places along a thinned line → (n, 3) on the ink's middle, with its width in px.

    Across each place, the ink ends on both sides where it is half as dark as at its darkest. `reach` (n,) is
    the distance from each place to the nearest paper. Where there are no two edges (at a crossing, around a
    corner) the way to the middle and the width go over from those before to those after.
    """
    if len(dense) > 3 and np.array_equal(dense[0], dense[-1]):  # a ring stays closed
        around = np.arange(-_AROUND, len(dense) + _AROUND) % (len(dense) - 1)
        whole = _fitted(dense[around], reach[around], darkness)[_AROUND:-_AROUND]
        return np.vstack([whole[:-1], whole[:1]])
    return _fitted(dense, reach, darkness)


def _fitted(dense: Floats, reach: Floats, darkness: Coverage) -> Floats:
    along = tangents(np.column_stack([gaussian_filter1d(c, _CALM_PX, mode="nearest") for c in dense.T]))
    normal = np.column_stack([along[:, 1], -along[:, 0]])
    far = int((reach.max() + _BEYOND_PX) / _STEP_PX)
    rows = min(max(_PLACES // far, 1), _ROWS)
    parts = [slice(i, i + rows) for i in range(0, len(dense), rows)]
    low, high = np.hstack([_edges(dense[p], normal[p], reach[p], darkness, far) for p in parts])
    middle, width = (low + high) / 2, high - low
    sure = np.isfinite(width) & (width <= 2 * reach + _OPEN_PX) & (np.abs(middle) <= _AWAY_PX)
    if not sure.any():
        return np.column_stack([dense, np.maximum(2 * reach - 1, _LEAST_PX)])
    at = np.arange(len(dense))
    middle, width = (np.interp(at, at[sure], values[sure]) for values in (middle, width))
    return np.column_stack([dense + normal * middle[:, None], np.maximum(width, _LEAST_PX)])


def _edges(places: Floats, normal: Floats, reach: Floats, darkness: Coverage, far: int) -> Floats:
    """(2, n) px along the normals to where the ink ends before and after each place; NaN where it does not.

    A profile has `far` steps on each side.
    """
    steps = np.arange(-far, far + 1) * _STEP_PX
    x, y = (places[:, None, k] + normal[:, None, k] * steps for k in (0, 1))
    seen = cv2.remap(darkness, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
    profile = np.asarray(seen, np.float64)
    core = np.abs(steps) <= np.maximum(reach, 1.0)[:, None]
    level = np.where(core, profile, 0).max(axis=1) / 2
    after = _crossed(profile[:, far:], level)
    before = _crossed(profile[:, far::-1], level)
    return np.stack([-before, after])


def _crossed(side: Floats, level: Floats) -> Floats:
    """(n,) px until a profile falls below its level; NaN where it never does, or is there at the start."""
    below = side < level[:, None]
    at = below.argmax(axis=1)
    rows = np.arange(len(side))
    outer, inner = side[rows, at], side[rows, at - 1]
    part = (inner - level) / np.maximum(inner - outer, 1e-6)
    return np.where(below.any(axis=1) & (at > 0), (at - 1 + part) * _STEP_PX, np.nan)


def weight(drawn: Drawing, darkness: Coverage, mask: NDArray[np.bool_]) -> float:
    """How many times wider lines must be to hold the ink that was drawn: soft ones reach beyond the mask."""
    near = cv2.dilate(mask.astype(np.uint8), np.ones((_BLUR_PX, _BLUR_PX), np.uint8)) > 0
    dark = 1 - float(np.array(list(bytes.fromhex(drawn.strokes[0].colour[1:7]))) @ LUMA) / 255
    ink = dark * float(drawn.ink().sum())
    return float(np.clip(darkness[near].sum() / max(ink, 1e-9), *_WEIGHT))
