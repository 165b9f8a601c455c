"""Marks carried over: a person's marks on keys that were drawn again."""

from __future__ import annotations

from hwaryong.media.anchors import carried
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Marks
from hwaryong.tool import tool


@tool("drawing.carry", version=1, libraries=("numpy", "opencv-python-headless"))
def carry(marks: Marks, first: Drawing, last: Drawing) -> Marks:
    """Move marks to where they belong on the keys as they are drawn now (see `anchors.carried`).

    Marks that cannot be carried stay in the list as lost, with the reason, and flag it for a person.
    """
    moved = carried(marks, first, last)
    return moved.flagged(
        *(f"mark {number} is lost: {mark.lost}" for number, mark in enumerate(moved.items, 1) if mark.lost)
    )
