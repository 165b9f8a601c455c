"""What a file shows or sounds like, whatever its container and metadata: a digest that stripping survives."""

from __future__ import annotations

import hashlib
import re
import subprocess
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg
from defusedxml import DefusedXmlException, ElementTree
from PIL import Image

from hwaryong.canonical import sha256_json

_PICTURES = ("PNG", "JPEG", "WEBP", "TIFF")
_TIMEOUT_S = 120
_MAX_ARCHIVE_BYTES = 1 << 30
_MANIFEST = "META-INF/content_credential.c2pa"  # where C2PA keeps the credentials of a ZIP


def content_digest(path: Path) -> str | None:
    """SHA-256 over what is seen or heard, or None where the file is of no known kind or cannot be read.

    Pictures: decoded RGBA. Films and sounds: the coded packets of each stream, so that another container or
    other metadata changes nothing and another coding does. SVG: the elements without `metadata`. ZIP: names
    and contents of the members without the credentials. PDF: the streams of pages, pictures and fonts.
    """
    readers = {
        **dict.fromkeys([".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff"], _picture),
        **dict.fromkeys([".mp4", ".mov", ".m4a", ".mp3", ".wav"], _streams),
        ".svg": _svg,
        ".zip": _archive,
        ".pdf": _pages,
    }
    reader = readers.get(path.suffix.lower())
    try:
        return reader(path) if reader else None
    except (OSError, ValueError, SyntaxError, DefusedXmlException, subprocess.SubprocessError):
        return None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return None  # what zipfile raises for broken and encrypted members


def ffmpeg(
    path: Path, asked: Sequence[str], *, before: Sequence[str] = (), timeout_s: float = _TIMEOUT_S
) -> bytes:
    """What ffmpeg answers on its standard output about this one file; it opens no other.

    Raises subprocess.SubprocessError.
    """
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-protocol_whitelist", "file", *before]
    done = subprocess.run(
        [*program, "-i", f"file:{path}", *asked, "-"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        timeout=timeout_s, check=True,
    )  # fmt: skip
    return done.stdout


def open_picture(path: Path) -> Image.Image:
    """The pixels of a raster picture as RGBA; raises OSError, ValueError or SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd about the file's tags
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=_PICTURES) as picture:
                return picture.convert("RGBA")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ValueError(str(error)) from None


def _picture(path: Path) -> str:
    pixels = open_picture(path)
    return hashlib.sha256(f"rgba {pixels.width} {pixels.height} ".encode() + pixels.tobytes()).hexdigest()


def _svg(path: Path) -> str:
    root = ElementTree.fromstring(path.read_bytes(), forbid_dtd=True)
    for parent in root.iter():
        for child in list(parent):
            if child.tag.rpartition("}")[2] == "metadata":
                parent.remove(child)
    parts = (
        f"{node.tag} {sorted(node.attrib.items())} {(node.text or '').strip()} {(node.tail or '').strip()}"
        for node in root.iter()
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _streams(path: Path) -> str:
    streams = ["-map", "0:v?", "-map", "0:a?", "-c", "copy"]
    told = ffmpeg(path, [*streams, "-f", "streamhash", "-hash", "sha256"])
    return hashlib.sha256(told).hexdigest()


def _archive(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        members = [
            member for member in archive.infolist()
            if member.filename != _MANIFEST and not member.is_dir()
        ]  # fmt: skip
        if sum(member.file_size for member in members) > _MAX_ARCHIVE_BYTES:
            raise ValueError("the archive is too large")
        return sha256_json(sorted([member.filename, _member(archive, member)] for member in members))


def _pages(path: Path) -> str:
    """A rewritten PDF numbers and orders its objects anew; the streams stay as they are."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.DOTALL)
    shown = [part for part in streams if part[4:8] != b"jumb" and not part.startswith(b"<?xpacket")]
    if not shown:
        raise ValueError("the PDF shows nothing")
    return sha256_json(sorted(hashlib.sha256(part).hexdigest() for part in shown))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    digest = hashlib.sha256()
    with archive.open(member) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
