"""Gaps in a line told from passages: only where a line ends does a narrow place part two regions."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]
_BESIDE_PX = 7  # further than the gap: what the trapped balls leave free around it, and half a line


def joined(labels: Labels, free: NDArray[np.uint8], gap_px: int) -> Labels:
    """The labels (h, w) with those made one that meet at a narrow place beside which no line ends.

    `labels` are above 0 in regions, `free` (h, w) is 1 where there is no ink; gaps of `gap_px` are closed.
    Two trapped balls part what lies between an eye and the cheek's outline as they part what leaks through
    a gap; but a gap is where a line stops.
    """
    meeting = _meeting(labels)
    if not meeting.any():
        return labels
    reach = 2 * (gap_px + _BESIDE_PX) + 1
    ended = cv2.dilate(_ends(free), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, found = cv2.connectedComponents(meeting.astype(np.uint8), connectivity=8)
    places = np.asarray(found, np.int32)
    held = np.zeros(count, np.bool_)
    held[places[meeting & (ended > 0)]] = True
    one = np.arange(int(labels.max()) + 1, dtype=np.int32)
    for first, second, place in _borders(labels, places):
        if not held[place]:
            one[one == one[second]] = one[first]
    return np.where(labels > 0, one[np.maximum(labels, 0)], labels)


def _meeting(labels: Labels) -> NDArray[np.bool_]:
    """(h, w) where two regions meet without ink between them."""
    meeting = np.zeros(labels.shape, np.bool_)
    for a, b in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
        apart = (labels[a] != labels[b]) & (labels[a] > 0) & (labels[b] > 0)
        meeting[a] |= apart
        meeting[b] |= apart
    return meeting


def _borders(labels: Labels, places: Labels) -> list[tuple[int, int, int]]:
    """Each pair of regions that meet, and the number of the place."""
    found: set[tuple[int, int, int]] = set()
    for a, b in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
        at = (labels[a] != labels[b]) & (labels[a] > 0) & (labels[b] > 0)
        found.update(zip(labels[a][at].tolist(), labels[b][at].tolist(), places[a][at].tolist(), strict=True))
    return sorted(found)


def _ends(free: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(h, w) 1 where a line ends: points of the skeleton with one neighbour, or none."""
    from skimage import morphology  # slow to import, and most commands never call it

    thin = np.asarray(morphology.skeletonize(free == 0), np.uint8)  # type: ignore[no-untyped-call]
    around = cv2.filter2D(thin, -1, np.ones((3, 3)), borderType=cv2.BORDER_CONSTANT)
    return np.asarray((thin > 0) & (around <= 2), np.uint8)
