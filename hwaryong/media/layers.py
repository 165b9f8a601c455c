"""A picture in layers, as drawing programs keep it: PSD (Photoshop, CLIP STUDIO, Krita) and ORA."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self
from xml.sax.saxutils import quoteattr

import numpy as np

from hwaryong.errors import BadInput
from hwaryong.media import openraster, photoshop
from hwaryong.media.base import Media, read_bytes
from hwaryong.media.raster import Pixels
from hwaryong.media.svg import check_size

MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Layer:
    """One layer with pixels: its `name` ("group/name"), and where its upper left corner lies, px.

    `load` gives its (h, w, 4) uint8 RGBA, straight alpha, and raises BadInput where it is broken; a
    layer is unpacked only when it is asked for.
    """

    name: str
    x: int
    y: int
    load: Callable[[], Pixels]
    visible: bool = True
    opacity: float = 1.0


@dataclass(eq=False)
class Layers(Media):
    """`layers` from the back to the front on paper of `width_px` × `height_px`.

    `merged` gives the picture as the program showed it, where the file holds one.
    """

    kind: ClassVar[str] = "layers"
    width_px: int
    height_px: int
    layers: tuple[Layer, ...]
    merged: Callable[[], Pixels] | None = None

    def __post_init__(self) -> None:
        check_size(self.width_px, self.height_px, "")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a PSD or ORA; raises BadInput for another file, a broken and a hostile one."""
        data = read_bytes(path, MAX_BYTES)
        if not layered(data):
            raise BadInput("the file has no layers: it is no PSD or ORA", where=path)
        return cls.parse(data, path)

    @classmethod
    def parse(cls, data: bytes, where: Path) -> Self:
        """Bytes of a PSD or ORA; raises BadInput."""
        opened = photoshop.opened if data.startswith(photoshop.MAGIC) else openraster.opened
        (width, height), found, merged = opened(data, where)
        layers = tuple(Layer(*layer) for layer in found)
        return cls(width, height, layers, merged)

    def write(self, stem: Path) -> Path:
        """Write `stem`.ora, which Krita, GIMP and MyPaint open; the same layers give the same bytes."""
        path = stem.with_name(stem.name + ".ora")
        rows, files = [], []
        for index, layer in enumerate(self.layers):
            name = f"data/{index:04}.png"
            files.append((name, layer.load()))
            rows.append(
                f'<layer name={quoteattr(layer.name)} src={quoteattr(name)} x="{layer.x}" y="{layer.y}"'
                f' opacity="{layer.opacity:.4g}" visibility="{"visible" if layer.visible else "hidden"}"/>'
            )
        stack = (
            f'<?xml version="1.0" encoding="UTF-8"?><image version="0.0.3" w="{self.width_px}"'
            f' h="{self.height_px}"><stack>{"".join(reversed(rows))}</stack></image>'
        )
        openraster.write(path, stack, [*files, ("mergedimage.png", self.picture())])
        return path

    def picture(self) -> Pixels:
        """(h, w, 4) uint8: the picture as the program showed it, else its visible layers, one on another."""
        if self.merged is not None:
            return self.merged()
        return self._flat([layer for layer in self.layers if layer.visible])

    def chosen(self, name: str) -> Pixels:
        """(h, w, 4) uint8: the layer of this name ("line" or "group/line"), or all of a group, on the paper.

        Raises BadInput where no layer, or more than one, has the name.
        """
        wanted = unicodedata.normalize("NFC", name).strip("/")
        exact = [layer for layer in self.layers if layer.name == wanted]
        group = [layer for layer in self.layers if f"/{layer.name}".rpartition(f"/{wanted}/")[1]]
        last = [layer for layer in self.layers if layer.name.rpartition("/")[2] == wanted]
        found = exact or last
        if len(found) > 1:
            names = ", ".join(repr(layer.name) for layer in found[:4])
            raise BadInput(f"more than one layer has the name {name!r} ({names})", mend="rename one of them")
        if not found and not group:
            names_there = [layer.name for layer in self.layers]
            near = difflib.get_close_matches(wanted, names_there, 1)
            shown = ", ".join(map(repr, names_there[:12])) or "none with pixels"
            raise BadInput(
                f"there is no layer {name!r}; the file has {shown}",
                mend=f"did you mean {near[0]!r}" if near else "take one of them",
            )
        return self._flat(found or [layer for layer in group if layer.visible])

    def _flat(self, layers: Sequence[Layer]) -> Pixels:
        """The layers one on another in normal mode (Porter and Duff 1984, over), by straight alpha."""
        paper = np.zeros((self.height_px, self.width_px, 4), np.uint8)
        for layer in layers:
            pixels = layer.load()
            top, left = max(layer.y, 0), max(layer.x, 0)
            bottom = min(layer.y + pixels.shape[0], self.height_px)
            right = min(layer.x + pixels.shape[1], self.width_px)
            if bottom <= top or right <= left:
                continue
            part = pixels[top - layer.y : bottom - layer.y, left - layer.x : right - layer.x]
            _over(paper[top:bottom, left:right], part, layer.opacity)
        return paper


def layered(data: bytes) -> bool:
    """Whether a file's first bytes are those of a PSD or ORA."""
    return data.startswith(photoshop.MAGIC) or openraster.MARK in data[:128]


def _over(below: Pixels, above: Pixels, opacity: float, rows: int = 512) -> None:
    """Lay `above` on `below`, both (h, w, 4) uint8; some rows at a time, as large scans need the memory."""
    for row in range(0, len(below), rows):
        part = np.s_[row : row + rows]
        cover = above[part][..., 3:].astype(np.float32) * np.float32(opacity / 255)
        old = below[part][..., 3:].astype(np.float32) / np.float32(255) * (1 - cover)
        total = cover + old
        mixed = above[part][..., :3] * cover + below[part][..., :3] * old
        below[part][..., :3] = np.rint(mixed / np.maximum(total, np.float32(1e-6)))
        below[part][..., 3:] = np.rint(total * 255)
