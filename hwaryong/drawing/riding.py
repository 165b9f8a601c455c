"""Points that are carried along by the lines near them."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from hwaryong.media.stroke import Floats

_NEAR = 8  # line samples that carry a point


def ridden(points: Floats, lines: Floats, moved: Floats) -> Floats:
    """(n, 2) px of points carried along by the `lines` (m, 2) that are `moved` (m, 2), turned, not stretched.

    Schaefer, McPhail, Warren 2006, "Image deformation using moving least squares", rigid.
    """
    away, near = cKDTree(lines).query(points, k=min(_NEAR, len(lines)))
    weight = 1 / (np.asarray(away).reshape(len(points), -1) ** 2 + 4)
    weight /= weight.sum(axis=1, keepdims=True)
    near = np.asarray(near).reshape(weight.shape)
    at, lines, moved = (xy @ np.array([1, 1j]) for xy in (points, lines, moved))
    before, after = (weight * lines[near]).sum(axis=1), (weight * moved[near]).sum(axis=1)
    turn = (weight * np.conj(lines[near] - before[:, None]) * (moved[near] - after[:, None])).sum(axis=1)
    image = after + (at - before) * turn / np.maximum(np.abs(turn), 1e-9)
    return np.column_stack([image.real, image.imag])
