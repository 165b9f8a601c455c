"""Render a drawing's strokes as pixels, for programs that read pictures only."""

from __future__ import annotations

from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture
from hwaryong.tool import tool


@tool("drawing.render", version=2, libraries=("numpy", "opencv-python-headless"))
def render(drawing: Drawing) -> Picture:
    """The drawing's ink and coloured lines as an RGBA picture (sRGB, straight alpha) of its size."""
    return drawing.picture()
