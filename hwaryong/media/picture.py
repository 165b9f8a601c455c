"""A raster picture: pixels with alpha."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import cv2
import numpy as np

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_bytes
from hwaryong.media.raster import Pixels as Pixels
from hwaryong.media.raster import decode
from hwaryong.media.svg import check_size

PNG_LEVEL = 3  # zlib level: about three times faster than 6, files a tenth larger


@dataclass(eq=False)
class Picture(Media):
    """`pixels` (h, w, 4) uint8 RGBA, sRGB, straight alpha."""

    kind: ClassVar[str] = "picture"
    pixels: Pixels

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3 or self.pixels.shape[2] != 4:
            raise BadInput("a picture needs (h, w, 4) uint8 pixels")
        check_size(self.width_px, self.height_px, "")

    @property
    def width_px(self) -> int:
        """Width in px."""
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        """Height in px."""
        return int(self.pixels.shape[0])

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a PNG, TIFF or JPEG of any depth and mode; raises BadInput."""
        pixels, notes = decode(read_bytes(path), path)
        return cls(pixels).flagged(*notes)

    def write(self, stem: Path) -> Path:
        """Write `stem`.png: no time stamps, the same pixels give the same bytes."""
        path = stem.with_name(stem.name + ".png")
        path.write_bytes(encode_png(self.pixels))
        return path


def encode_png(pixels: Pixels) -> bytes:
    """(h, w, 4) uint8 RGBA → PNG bytes."""
    done, data = cv2.imencode(
        ".png",
        cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA),
        [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL],
    )
    if not done:
        raise BadInput("the picture cannot be written as PNG")
    return data.tobytes()
