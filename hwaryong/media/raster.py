"""Raster files from outside as pixels: PNG, TIFF and JPEG, with limits."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from hwaryong.errors import BadInput
from hwaryong.media.svg import check_size

Pixels = NDArray[np.uint8]
PNG = b"\x89PNG\r\n\x1a\n"
_FORMATS = {PNG: "PNG", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"\xff\xd8\xff": "JPEG"}
_DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N")  # Pillow's modes of 16 bit grey


def form(data: bytes) -> str:
    """ "PNG", "TIFF" or "JPEG" by a file's first bytes, "" for anything else."""
    return next((name for magic, name in _FORMATS.items() if data.startswith(magic)), "")


def decode(data: bytes, where: Path) -> tuple[Pixels, tuple[str, ...]]:
    """Bytes of a PNG, TIFF or JPEG → (h, w, 4) uint8 RGBA, and what a person should know about it.

    The header's size is checked before anything is unpacked; 16 bit values are scaled to 8; a JPEG is
    turned as its EXIF data says; of a file with several pages the first is taken. Raises BadInput.
    """
    name = form(data)
    if not name:
        raise BadInput("the file is no PNG, TIFF or JPEG", where=where, mend="save it as PNG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # check_size is stricter, and odd metadata is not our concern
            image: Image.Image = Image.open(BytesIO(data), formats=(name,))
            check_size(image.width, image.height, where)
            notes = _pages(image) if name == "TIFF" else ()
            image = ImageOps.exif_transpose(image)
            if image.mode in _DEEP:
                grey = np.asarray(image.convert("I"), np.int32).clip(0, 65535)
                image = Image.fromarray(((grey + 128) // 257).astype(np.uint8))
            elif image.mode == "F":
                raise BadInput(
                    f"the {name} holds floating-point numbers", where=where, mend="save it with 8 or 16 bits"
                )
            return np.array(image.convert("RGBA"), np.uint8), notes
    except Image.DecompressionBombError:
        raise BadInput(f"the {name} unpacks to far too many pixels", where=where) from None
    except BadInput:
        raise
    except Exception:  # Pillow answers a broken file with whatever its parsing runs into
        raise BadInput(
            f"the {name} is broken or of a rare kind", where=where,
            mend="save it again with 8 or 16 bits, grey or RGB",
        ) from None  # fmt: skip


def _pages(image: Image.Image) -> tuple[str, ...]:
    try:
        image.seek(1)
    except EOFError:
        return ()
    finally:
        image.seek(0)
    return ("the file has several pages: the first was taken",)
