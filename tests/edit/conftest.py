"""Small clips of one colour, whose frames can be told apart."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from hwaryong.media.clip import Clip

MakeClip = Callable[..., Clip]


@pytest.fixture
def make_clip(tmp_path: Path) -> MakeClip:
    """A grey clip whose frame n has the value `level` + 4n everywhere."""

    def make(
        name: str, level: int = 40, frames: int = 6, rate: str = "24/1", size: tuple[int, int] = (160, 90)
    ) -> Clip:
        pictures = (np.full((size[1], size[0], 3), level + 4 * n, np.uint8) for n in range(frames))
        path = tmp_path / f"{name}.mp4"
        return Clip.encode(pictures, path, rate=Fraction(rate), width_px=size[0], height_px=size[1])

    return make
