"""The animatic: storyboard panels at their lengths, with the mix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import cv2
import numpy as np
from pydantic import Field

from hwaryong.edit.mark import plate
from hwaryong.edit.sound import fitted
from hwaryong.errors import BadInput
from hwaryong.media.audio import Audio
from hwaryong.media.clip import Clip
from hwaryong.media.drawing import Drawing
from hwaryong.media.ffmpeg import Frame
from hwaryong.media.rate import Rate
from hwaryong.tool import scratch, tool

PAPER = 255


@tool("edit.animatic", version=1, libraries=("opencv-python-headless", "numpy", "pillow", "imageio-ffmpeg"))
def animatic(
    panels: Mapping[str, Drawing],
    mix: Audio | None,
    *,
    lengths: dict[str, int],
    rate: Rate,
    width_px: int = Field(1280, ge=64, le=8192, multiple_of=2),
    height_px: int = Field(720, ge=64, le=8192, multiple_of=2),
) -> Clip:
    """Show each shot's panel for its length in frames, by name, with the shot and the frame burnt in.

    Panels of any size are fitted on white paper. The mix, where there is one, has the length of all panels.
    Raises BadInput where a shot has no panel or no length.
    """
    if not panels:
        raise BadInput("there are no panels to show")
    for name in sorted(panels.keys() | lengths.keys()):
        if name not in panels or lengths.get(name, 0) < 1:
            raise BadInput(f"shot {name} has no {'length' if name in panels else 'panel'}")
    out, fps = scratch(), Fraction(rate)
    sound = None
    if mix is not None:
        whole = fitted(mix, frames=sum(lengths.values()), rate=fps, name="the mix")
        sound = whole.write(out / "mix")
    shown = (
        frame
        for name in sorted(panels)
        for frame in _counted(_fitted(panels[name], width_px, height_px), name, lengths[name])
    )
    return Clip.encode(
        shown, out / "animatic.mp4", rate=fps, width_px=width_px, height_px=height_px, sound=sound
    )


def _counted(panel: Frame, name: str, frames: int) -> Iterator[Frame]:
    """The panel with the shot's name and the frame's number in the lower left corner, frame by frame."""
    height_px = panel.shape[0]
    margin = height_px // 36
    for number in range(frames):
        mark = plate(f"{name}  {number:0{len(str(frames))}} / {frames}", height_px=max(height_px // 36, 8))
        frame = panel.copy()
        mark = mark[: height_px - margin, : panel.shape[1] - margin]
        frame[height_px - margin - mark.shape[0] : height_px - margin, margin : margin + mark.shape[1]] = (
            mark[..., None]
        )
        yield frame


def _fitted(panel: Drawing, width_px: int, height_px: int) -> Frame:
    """The drawing on white paper as large as it fits, in the middle; (h, w, 3) uint8 sRGB."""
    pixels = cv2.cvtColor(panel.picture().pixels, cv2.COLOR_RGBA2mRGBA)
    paper = cv2.add(pixels[..., :3], cv2.merge([cv2.bitwise_not(pixels[..., 3])] * 3))
    scale = min(width_px / panel.width_px, height_px / panel.height_px)
    size = (max(round(panel.width_px * scale), 1), max(round(panel.height_px * scale), 1))
    if scale != 1:
        paper = cv2.resize(paper, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    x, y = (width_px - size[0]) // 2, (height_px - size[1]) // 2
    frame = np.full((height_px, width_px, 3), PAPER, np.uint8)
    frame[y : y + size[1], x : x + size[0]] = paper
    return frame
