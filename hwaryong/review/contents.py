"""The contents of takes as a browser gets them: pictures, clips and sound as files, the rest as text."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from starlette.responses import FileResponse, Response

from hwaryong.media.base import Media
from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture, encode_png
from hwaryong.record.model import Take
from hwaryong.review.snapshot import Snapshots
from hwaryong.thumbnails import thumbnail

M = TypeVar("M", bound=Media)

THUMBNAIL_PX = 480  # twice what the page shows, for fine screens
TEXT_BYTES = 256 * 1024
VALUES = 128
AT_ONCE = 2  # pictures made at a time: a page asks for dozens, and the machine has other work
_INLINE = {".mp4": "video/mp4", ".wav": "audio/wav", ".png": "image/png"}
_KEEP = {"Cache-Control": "private, max-age=31536000, immutable"}  # a take never changes
_SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'"}


class Contents:
    """Brings contents out of the store into a folder of its own, each checked against its digest once.

    The folder goes with it.
    """

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._folder = Path(tempfile.mkdtemp(prefix="hwaryong-review-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._lock = threading.Lock()
        self._making = threading.Semaphore(AT_ONCE)
        self._values: dict[tuple[str, type[Media]], Media] = {}

    def path(self, take: Take) -> Path:
        """A take's content as a read-only file; raises Damaged."""
        target = self._folder / f"{take.digest}{take.suffix}"
        with self._lock:
            if not target.exists():
                store = self._snapshots.now().store
                store.fetch(take.digest, target, folder=take.suffix == "/")
        return target

    def media(self, take: Take, kind: type[M]) -> M:
        """A take's content as a value, of which the last ones used are kept; raises BadInput or Damaged."""
        path = self.path(take)
        value = self._values.pop((take.digest, kind), None) or kind.read(path)
        self._values[(take.digest, kind)] = value
        while len(self._values) > VALUES:
            self._values.pop(next(iter(self._values)), None)
        assert isinstance(value, kind)
        return value

    def text(self, take: Take) -> str:
        """The beginning of a content as text; what is no UTF-8 shows as a replacement mark."""
        with self.path(take).open("rb") as file:
            return file.read(TEXT_BYTES).decode("utf-8-sig", errors="replace")

    def file(self, take: Take) -> Response:
        """The file itself with byte ranges: clips, sound and pictures to look at, all else to keep."""
        media_type = _INLINE.get(take.suffix)
        name = take.element.replace("/", ".") + take.suffix
        return FileResponse(
            self.path(take), media_type=media_type or "application/octet-stream", filename=name,
            content_disposition_type="inline" if media_type else "attachment", headers=_KEEP | _SANDBOX,
        )  # fmt: skip

    def small(self, take: Take) -> Response:
        """A JPEG, THUMBNAIL_PX wide; of a clip its middle frame."""
        data = self._kept(
            f"{take.digest}.{take.kind}.jpg", lambda: thumbnail(take, self.path(take), THUMBNAIL_PX)
        )
        return Response(data, media_type="image/jpeg", headers=_KEEP)

    def picture(self, take: Take) -> Response:
        """A drawing or picture as PNG in its own size; a drawing with its ink and construction lines."""
        data = self._kept(f"{take.digest}.{take.kind}.png", lambda: _png(take, self.path(take)))
        return Response(data, media_type="image/png", headers=_KEEP)

    def ink(self, take: Take) -> Response:
        """A drawing's ink as black with alpha, for the light table."""
        data = self._kept(f"{take.digest}.ink.png", lambda: _ink(Drawing.read(self.path(take))))
        return Response(data, media_type="image/png", headers=_KEEP)

    def unsure(self, take: Take) -> Response:
        """The same of the strokes alone of which the tool that drew them was not sure."""
        data = self._kept(f"{take.digest}.unsure.png", lambda: _unsure(Drawing.read(self.path(take))))
        return Response(data, media_type="image/png", headers=_KEEP)

    def _kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self._folder / name
        if not path.exists():
            with self._making:
                beside = path.with_suffix(f".{threading.get_ident()}")
                beside.write_bytes(make())
                beside.replace(path)
        return path.read_bytes()


def _png(take: Take, path: Path) -> bytes:
    if take.kind == Drawing.kind:
        return encode_png(Drawing.read(path).picture("ink", "construction").pixels)
    return encode_png(Picture.read(path).pixels)


def _unsure(drawing: Drawing) -> bytes:
    return _ink(Drawing(drawing.width_px, drawing.height_px, drawing.unsure))


def _ink(drawing: Drawing) -> bytes:
    pixels = np.zeros((drawing.height_px, drawing.width_px, 4), np.uint8)
    pixels[..., 3] = (
        np.rint(drawing.ink() * 255) if drawing.raster is not None else drawing.picture().pixels[..., 3]
    )
    return encode_png(pixels)
