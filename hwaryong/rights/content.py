"""What a file shows or sounds like, whatever its container and metadata: a digest that stripping survives."""

from __future__ import annotations

import hashlib
import subprocess
import warnings
from pathlib import Path

import imageio_ffmpeg
from defusedxml import DefusedXmlException, ElementTree
from PIL import Image

_TIMEOUT_S = 120


def content_digest(path: Path) -> str | None:
    """SHA-256 over what is seen or heard, or None where the file is of no known kind or cannot be read.

    Pictures: decoded RGBA. MP4 and WAV: the coded packets of each stream, so that another container or other
    metadata changes nothing and another coding does. SVG: the elements without `metadata`.
    """
    readers = {
        ".png": _picture,
        ".jpg": _picture,
        ".jpeg": _picture,
        ".svg": _svg,
        ".mp4": _streams,
        ".wav": _streams,
    }
    reader = readers.get(path.suffix.lower())
    try:
        return reader(path) if reader else None
    except (OSError, ValueError, SyntaxError, DefusedXmlException, subprocess.SubprocessError):
        return None


def _picture(path: Path) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=("PNG", "JPEG")) as picture:
                pixels = picture.convert("RGBA")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ValueError(str(error)) from None
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
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-protocol_whitelist",
        "file",
        "-i",
        f"file:{path}",
    ]
    command += ["-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "streamhash", "-hash", "sha256", "-"]
    done = subprocess.run(
        command, capture_output=True, timeout=_TIMEOUT_S, check=True, stdin=subprocess.DEVNULL
    )
    return hashlib.sha256(done.stdout).hexdigest()
