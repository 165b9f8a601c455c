"""How near one line drawing is to another: measured on their skeletons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.morphology import skeletonize

from hwaryong.media.drawing import Drawing

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
NEAR_PX = 2.0  # within which a skeleton pixel is found in the other drawing
_FAINTEST = 0.1  # darkness of what may be a line at all
_LINE_PART = 0.4  # below one half: two drawings that fade into one another are both lines
_INK_GREY = 255 * 0.99  # AnimeInbet: what is darker is ink


class Lines:
    """The lines of a drawing: `grey` (h, w) uint8 on white, and what is worked out from it."""

    def __init__(self, grey: Grey) -> None:
        self.grey = grey

    @classmethod
    def of(cls, drawing: Drawing) -> Lines:
        """The ink of strokes or pixels."""
        return cls(np.rint(255 * (1 - drawing.ink())).astype(np.uint8))

    @cached_property
    def mask(self) -> Mask:
        """(h, w) where the lines are: darker than two fifths of the drawing's darkest tenth."""
        dark = 1 - self.grey.astype(np.float32) / 255
        drawn = dark[dark > _FAINTEST]
        return np.asarray(dark > (_LINE_PART * np.quantile(drawn, 0.9) if drawn.size else 1), np.bool_)

    @cached_property
    def skeleton(self) -> Mask:
        """(h, w) the lines thinned to one pixel."""
        return np.asarray(skeletonize(self.mask), np.bool_)  # type: ignore[no-untyped-call]

    @cached_property
    def away(self) -> NDArray[np.float32]:
        """(h, w) px from each pixel to the skeleton; the diagonal where nothing is drawn."""
        return _away(self.skeleton)

    @property
    def length(self) -> int:
        """Ink length: pixels of the skeleton."""
        return int(self.skeleton.sum())

    @cached_property
    def ends(self) -> int:
        """Open ends: pixels of the skeleton with one neighbour."""
        ones = self.skeleton.astype(np.uint8)
        around = cv2.filter2D(ones, cv2.CV_8U, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT)
        return int(((ones > 0) & (around == 2)).sum())


@dataclass(frozen=True)
class Score:
    """A drawing against the true one: `f` 0–1, `skel` px, `cd` × 1e5; `ink` length by the keys' mean.

    `ends` are counted, in the drawing and in the keys on average: clean keys have few or none.
    """

    f: float
    skel: float
    cd: float
    ink: float
    ends: tuple[int, float]


def score(drawn: Lines, truth: Lines, first: Lines, last: Lines) -> Score:
    """The measures of a drawing between two keys whose true drawing is known."""
    there, back = truth.away[drawn.skeleton], drawn.away[truth.skeleton]
    skel = (
        np.hypot(*truth.grey.shape) if not there.size or not back.size else (there.mean() + back.mean()) / 2
    )
    return Score(
        f_score(drawn, truth), float(skel), chamfer(drawn.grey, truth.grey),
        drawn.length / max((first.length + last.length) / 2, 1),
        (drawn.ends, (first.ends + last.ends) / 2),
    )  # fmt: skip


def f_score(drawn: Lines, truth: Lines) -> float:
    """Harmonic mean of the shares of each skeleton that lies within 2 px of the other."""
    if not drawn.length or not truth.length:
        return float(drawn.length == truth.length)
    precision = float((truth.away[drawn.skeleton] <= NEAR_PX).mean())
    recall = float((drawn.away[truth.skeleton] <= NEAR_PX).mean())
    return 2 * precision * recall / max(precision + recall, 1e-9)


def chamfer(drawn: Grey, truth: Grey) -> float:
    """Chamfer distance × 1e5 as AnimeInbet (Li and others, ICCV 2023, utils/chamfer_distance.py) defines it.

    Ink is what is darker than 99 % of white. The distances from one drawing's ink to the other's, 0 off the
    ink, are averaged over all pixels and divided by the diagonal; of both directions the mean.
    """
    ink = [grey < _INK_GREY for grey in (drawn, truth)]
    ways = [float((ink[i] * _away(ink[1 - i])).mean()) for i in (0, 1)]
    return 1e5 * (ways[0] + ways[1]) / 2 / float(np.hypot(*truth.shape))


def _away(mask: Mask) -> NDArray[np.float32]:
    if not mask.any():
        return np.full(mask.shape, np.hypot(*mask.shape), np.float32)
    blank = (~mask).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(blank, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)
