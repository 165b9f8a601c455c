"""PSD and PSB by psd-tools: the layers that have pixels, and the merged picture, unpacked when asked for."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from hwaryong.errors import BadInput
from hwaryong.media.raster import Pixels
from hwaryong.media.svg import check_size

MAGIC = b"8BPS"
MAX_LAYERS = 1000
_HEADER = 26  # bytes
_MAX_ALLOC = 1024**3  # bytes that unpacking one picture may take
_AGAIN = "save it again in the drawing program"

T = TypeVar("T")
Found = tuple[str, int, int, Callable[[], Pixels], bool, float]
Opened = tuple[tuple[int, int], list[Found], Callable[[], Pixels] | None]


def opened(data: bytes, where: Path) -> Opened:
    """Bytes of a PSD → paper size, layers from the back to the front, and the merged picture; BadInput.

    A layer's mask is applied; layers without pixels (adjustments, vector shapes) are left out.
    """
    if len(data) < _HEADER:
        raise BadInput("the PSD is broken", where=where, mend=_AGAIN)
    height, width = int.from_bytes(data[14:18], "big"), int.from_bytes(data[18:22], "big")
    check_size(width, height, where)
    file = _guarded(lambda: _parsed(data), where)
    layers = _guarded(lambda: [layer for layer in file.descendants() if layer.has_pixels()], where)
    if len(layers) > MAX_LAYERS:
        raise BadInput(f"the PSD has more than {MAX_LAYERS} layers", where=where, mend="merge some")
    found = _guarded(lambda: [_found(layer, where) for layer in layers], where)
    merged = _guarded(lambda: bool(file.has_preview()), where)
    return (width, height), found, (lambda: _pixels(file, where)) if merged else None


def _parsed(data: bytes) -> Any:
    from psd_tools import PSDImage  # slow to import, and most commands never read a PSD

    return PSDImage.open(BytesIO(data), max_alloc_bytes=_MAX_ALLOC)


def _found(layer: Any, where: Path) -> Found:
    names, opacity, parent = [layer.name], layer.opacity / 255, layer.parent
    while parent is not None and parent.parent is not None:
        names.append(parent.name)
        opacity *= parent.opacity / 255
        parent = parent.parent
    name = unicodedata.normalize("NFC", "/".join(reversed(names)))

    def load() -> Pixels:
        pixels = _pixels(layer, where)
        return _guarded(lambda: _masked(layer, pixels), where)

    return name, layer.left, layer.top, load, layer.is_visible(), opacity


def _pixels(picture: Any, where: Path) -> Pixels:
    check_size(picture.width, picture.height, where)
    image = _guarded(picture.topil, where)
    if image is None:
        raise BadInput("the PSD is broken", where=where, mend=_AGAIN)
    return np.array(image.convert("RGBA"), np.uint8)


def _masked(layer: Any, pixels: Pixels) -> Pixels:
    """The pixels with the layer's own raster mask applied."""
    if not layer.has_mask() or layer.mask.disabled:
        return pixels
    mask = layer.mask
    cover = np.full(pixels.shape[:2], mask.background_color, np.uint8)
    image = mask.topil()
    if image is not None:
        check_size(image.width, image.height, "")
        left, top = mask.left - layer.left, mask.top - layer.top
        seen = np.asarray(image.convert("L"), np.uint8)[max(-top, 0) :, max(-left, 0) :]
        place = cover[max(top, 0) :, max(left, 0) :][: seen.shape[0], : seen.shape[1]]
        place[...] = seen[: place.shape[0], : place.shape[1]]
    alpha = pixels[..., 3].astype(np.uint16) * cover // 255
    return np.dstack([pixels[..., :3], alpha.astype(np.uint8)])


def _guarded(step: Callable[[], T], where: Path) -> T:
    """What a step gives; raises BadInput where psd-tools cannot go on or had to fill in black."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return step()
    except BadInput:
        raise
    except MemoryError:
        raise BadInput("the PSD unpacks to far too many pixels", where=where) from None
    except Exception:  # psd-tools answers a broken file with whatever its parsing runs into
        raise BadInput("the PSD is broken or of a rare kind", where=where, mend=_AGAIN) from None
