"""Jobs of 50 to 150 ms of numpy, chains, and runs of several drawings."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from hwaryong.media.frames import Frames
from hwaryong.media.picture import Picture
from hwaryong.media.text import Text
from hwaryong.tool import tool

WIDTH_PX, HEIGHT_PX = 320, 180


@tool("bench.frame", version=1, libraries=("numpy",))
def frame(text: Text, *, n: int, effort: int = Field(12, ge=1, le=1000)) -> Picture:
    """A small frame of filtered noise that depends on `n`; `effort` times 4–8 ms of numpy."""
    noise = np.random.default_rng(n + len(text.text)).random((HEIGHT_PX, WIDTH_PX, 4))
    for _ in range(effort):
        noise = np.abs(np.fft.ifft2(np.fft.fft2(noise, axes=(0, 1)) * 0.999, axes=(0, 1)))
    return Picture((noise.clip(0, 1) * 255).astype(np.uint8))


@tool("bench.grade", version=1)
def grade(picture: Picture, *, gain: float = Field(0.9, ge=0, le=2)) -> Picture:
    """A frame made darker or lighter: the second and later links of the chains."""
    return Picture((picture.pixels * gain).clip(0, 255).astype(np.uint8))


@tool("bench.between", version=1)
def between(first: Picture, last: Picture, *, count: int = Field(3, ge=1, le=23)) -> Frames:
    """Cross-fades between two frames: one run, several elements."""
    a, b = first.pixels.astype(np.float64), last.pixels.astype(np.float64)
    steps = [(i + 1) / (count + 1) for i in range(count)]
    return Frames({f"{i:04}": Picture((a + (b - a) * t).astype(np.uint8)) for i, t in enumerate(steps, 1)})
