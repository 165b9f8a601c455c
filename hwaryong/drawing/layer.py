"""Take one layer out of a layered file, as a drawing."""

from __future__ import annotations

from hwaryong.media.drawing import Drawing
from hwaryong.media.layers import Layers
from hwaryong.tool import tool


@tool("drawing.layer", version=1, libraries=("numpy", "pillow", "psd-tools"))
def layer(file: Layers, *, name: str) -> Drawing:
    """The layer of a PSD or ORA that has this `name` ("line", or "group/line"; a group gives all in it).

    Raises BadInput where no layer, or more than one, has the name; the sentence lists what is there.
    """
    return Drawing.from_pixels(file.chosen(name)).told()
