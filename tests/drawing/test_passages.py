from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwaryong.drawing.passages import joined
from hwaryong.drawing.regions import Window, areas

GAP_PX = 3


def frame() -> NDArray[np.float32]:
    """A box of 200 × 120 px drawn with a line of 2 px."""
    ink = np.zeros((160, 240), np.float32)
    cv2.rectangle(ink, (20, 20), (220, 140), 1, 2)
    return ink


def found(ink: NDArray[np.float32]) -> int:
    return int(areas(Window.of(ink, edge_holds=True), GAP_PX).max())


def test_a_passage_beside_which_no_line_ends_parts_nothing() -> None:
    ink = frame()
    cv2.circle(ink, (120, 53), 29, 1, 2)  # two rounds that leave 2 px to the box and to one another
    cv2.circle(ink, (120, 108), 28, 1, 2)
    assert found(ink) == 3, "both rounds, and what is around them in one"


@pytest.mark.parametrize("gap_px", [1, 2, 3])
def test_a_gap_in_a_line_parts_what_the_line_parts(gap_px: int) -> None:
    ink = frame()
    cv2.line(ink, (120, 20), (120, 140), 1, 2)
    ink[80 : 80 + gap_px, 110:131] = 0
    assert found(ink) == 2


def test_regions_that_ink_parts_stay_as_they_are() -> None:
    labels = np.array([[1, 0, 2], [1, 0, 2]], np.int32)
    free = (labels > 0).astype(np.uint8)
    assert np.array_equal(joined(labels, free, GAP_PX), labels)
