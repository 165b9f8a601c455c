"""Model sheets."""

from __future__ import annotations

import cv2
import numpy as np

from samples.dragon.draw import painter
from samples.dragon.draw.palette import PALETTE
from samples.dragon.draw.wash import INK, Sheet, rgb


def painter_model() -> Sheet:
    """The painter: at work, from behind, two faces, his hand; and his colours."""
    s = Sheet(1800, 1000, paper=True, seed=3, origin=(0, 0))
    views = (
        (painter.at_wall(), 1.05, (20, 230)),
        (painter.arm_at_wall(), 1.05, (20, 230)),
        (painter.from_behind(), 1.5, (330, -40)),
        (painter.bust("calm"), 0.6, (880, 16)),
        (painter.bust("down"), 0.6, (1320, 16)),
        (painter.hand_at_eye().without("sleeve"), 0.84, (800, 470)),
    )
    for key, scale, at in views:
        s.drawing(key, PALETTE, line=0.95, fill=0.95, scale=scale, at=at, worn=0.1)
    for k, name in enumerate(
        ("robe.light", "robe.shade", "robe.deep", "sash", "skin", "hair", "grey", "wood", "red")
    ):
        x = 1120 + 72 * k
        s.lay(
            s.mask(np.array([[x, 900], [x + 58, 898], [x + 60, 956], [x + 1, 958]], float), 1.5, 1),
            rgb(PALETTE[name]),
        )
    for y in (250, 560, 935):
        cv2.line(s.colour, (30, y), (1060, y), (196, 190, 176), 1, cv2.LINE_AA)
    s.dry(np.linspace([1120, 880], [1760, 880], 120), 3, INK, 0.6, dryness=0.5)
    return s
