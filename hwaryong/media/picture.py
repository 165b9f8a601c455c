"""A raster picture: pixels with alpha."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import ClassVar, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_bytes
from hwaryong.media.svg import check_size

Pixels = NDArray[np.uint8]
PNG = b"\x89PNG\r\n\x1a\n"
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
        """Read a PNG of any depth and mode; raises BadInput."""
        return cls(decode_png(read_bytes(path), path))

    def write(self, stem: Path) -> Path:
        """Write `stem`.png: no time stamps, the same pixels give the same bytes."""
        path = stem.with_name(stem.name + ".png")
        path.write_bytes(encode_png(self.pixels))
        return path


def decode_png(data: bytes, where: Path) -> Pixels:
    """PNG bytes → (h, w, 4) uint8 RGBA; the header's size is checked before anything is unpacked."""
    if not data.startswith(PNG):
        raise BadInput("the file is no PNG", where=where, mend="save it as PNG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # check_size is stricter
            image: Image.Image = Image.open(BytesIO(data), formats=("PNG",))
        check_size(image.width, image.height, where)
        if image.mode.startswith("I"):
            grey = np.asarray(image.convert("I"), np.int64).clip(0, 65535)
            image = Image.fromarray(((grey + 128) // 257).astype(np.uint8))
        return np.array(image.convert("RGBA"), np.uint8)
    except Image.DecompressionBombError:
        raise BadInput("the PNG unpacks to far too many pixels", where=where) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise BadInput("the PNG is broken", where=where, mend="save it again") from None


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
