"""OpenRaster (ORA): a ZIP with a stack of PNG layers; read with limits, written the same way each time.

Source: freedesktop.org, "OpenRaster file layout specification", 0.0.5.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hwaryong.errors import BadInput
from hwaryong.media.picture import encode_png
from hwaryong.media.raster import Pixels, decode
from hwaryong.media.svg import check_size

MARK = b"image/openraster"
MAX_LAYERS = 1000
MAX_DEPTH = 32
_MAX_STACK = 4 * 1024 * 1024  # bytes of stack.xml
_MAX_PNG = 256 * 1024 * 1024  # bytes of one layer's PNG
_AGAIN = "save it again"

Found = tuple[str, int, int, Callable[[], Pixels], bool, float]
Opened = tuple[tuple[int, int], list[Found], Callable[[], Pixels] | None]


def opened(data: bytes, where: Path) -> Opened:
    """Bytes of an ORA → paper size, layers from the back to the front, and the merged picture; BadInput."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = set(archive.namelist())
        root = fromstring(_member(archive, "stack.xml", _MAX_STACK, where), forbid_dtd=True)
    except DefusedXmlException:
        raise BadInput("the ORA's stack declares entities", where=where, mend=_AGAIN) from None
    except (zipfile.BadZipFile, ParseError, ValueError, LookupError, EOFError, OSError, RuntimeError):
        raise BadInput("the ORA is broken", where=where, mend=_AGAIN) from None
    size = (_whole(root, "w", where), _whole(root, "h", where))
    check_size(*size, where)
    layers = list(_layers(root, "", True, 1.0, 0, where))
    if len(layers) > MAX_LAYERS:
        raise BadInput(f"the ORA has more than {MAX_LAYERS} layers", where=where, mend="merge some")

    def loader(src: str) -> Callable[[], Pixels]:
        return lambda: decode(_member(archive, src, _MAX_PNG, where), where)[0]

    found = [
        (name, x, y, loader(src), visible, opacity) for name, src, x, y, visible, opacity in reversed(layers)
    ]
    return size, found, loader("mergedimage.png") if "mergedimage.png" in members else None


def write(path: Path, stack: str, pictures: Sequence[tuple[str, Pixels]]) -> None:
    """Write stack.xml and its PNG files as an ORA without time stamps."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MARK)
        archive.writestr(zipfile.ZipInfo("stack.xml"), stack)
        for name, pixels in pictures:
            archive.writestr(zipfile.ZipInfo(name), encode_png(pixels))


def _layers(
    stack: Element, group: str, visible: bool, opacity: float, depth: int, where: Path
) -> Iterator[tuple[str, str, int, int, bool, float]]:
    """Name, file, x, y, visibility and opacity of each layer, as in the file from the front to the back."""
    if depth > MAX_DEPTH:
        raise BadInput(f"the ORA's groups are nested deeper than {MAX_DEPTH}", where=where)
    for element in stack:
        name = unicodedata.normalize("NFC", element.get("name", ""))
        shown = visible and element.get("visibility", "visible") == "visible"
        dense = opacity * _fraction(element.get("opacity", "1"), where)
        if element.tag == "stack":
            inner = f"{group}{name}/" if name else group
            yield from _layers(element, inner, shown, dense, depth + 1, where)
        elif element.tag == "layer":
            x, y = (_whole(element, key, where, "0") for key in ("x", "y"))
            yield group + name, element.get("src", ""), x, y, shown, dense


def _member(archive: zipfile.ZipFile, name: str, limit: int, where: Path) -> bytes:
    """The content of a member, never more than `limit` bytes whatever the archive declares."""
    try:
        info = archive.getinfo(name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput(f"the ORA's {name!r} is packed in a rare way", where=where, mend=_AGAIN)
        with archive.open(info) as member:
            content = member.read(limit + 1)
    except KeyError:
        raise BadInput(f"the ORA has no {name!r}", where=where, mend=_AGAIN) from None
    except BadInput:
        raise
    except Exception:  # zipfile answers a broken member with whatever it runs into
        raise BadInput(f"the ORA's {name!r} is broken", where=where, mend=_AGAIN) from None
    if len(content) > limit:
        raise BadInput(f"the ORA's {name!r} unpacks to more than {limit} bytes", where=where)
    return content


def _whole(element: Any, key: str, where: Path, default: str = "") -> int:
    try:
        value = int(element.get(key, default))
    except ValueError:
        raise BadInput(f"the ORA's {key} is no whole number", where=where, mend=_AGAIN) from None
    if abs(value) > 1_000_000:
        raise BadInput(f"the ORA's {key} {value} lies beyond any paper", where=where)
    return value


def _fraction(text: str, where: Path) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        raise BadInput("an opacity in the ORA is no number", where=where, mend=_AGAIN) from None
