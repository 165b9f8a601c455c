"""A file's C2PA credentials as the library reads them: embedded, or in the sidecar beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import c2pa

EMBEDDED = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".zip": "application/x-zip",
}
BESIDE = "application/octet-stream"  # any other format: the manifest binds the whole file's bytes
_MAX_SIDECAR_BYTES = 64 * 1024 * 1024
_NONE = (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported)


class Damaged(Exception):
    """A file holds something that marks credentials, and nobody can read them."""


@dataclass(frozen=True)
class Credentials:
    """The manifest store as the library tells it (empty where there is none), and the sidecar it lay in;
    `elsewhere` is the address of credentials that are kept on the network, and never fetched."""

    store: dict[str, Any] = field(default_factory=dict)
    sidecar: Path | None = None
    elsewhere: str = ""


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of a file lies: `cut.otio` has `cut.otio.c2pa`."""
    return path.with_name(path.name + ".c2pa")


def read_credentials(path: Path, anchors: str = "") -> Credentials:
    """Read and check a file's credentials; `anchors` are the PEM roots that are trusted here.

    The format is told by the content, not the name. Nothing is fetched from the network. Raises Damaged.
    """
    settings: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if anchors:
        settings["trust"] = {"trust_anchors": anchors}
    sidecar = sidecar_of(path)
    try:
        with c2pa.Context.from_dict(settings) as context:
            for format in (None, EMBEDDED.get(path.suffix.lower(), BESIDE)):
                try:
                    return Credentials(_read(path, format, None, context))
                except _NONE:
                    pass
            if not sidecar.is_file():
                return Credentials()
            if sidecar.stat().st_size > _MAX_SIDECAR_BYTES:
                raise Damaged("the sidecar is too large to be one")
            format = EMBEDDED.get(path.suffix.lower(), BESIDE)
            return Credentials(_read(path, format, sidecar.read_bytes(), context), sidecar)
    except (c2pa.C2paError, ValueError, RecursionError) as error:
        if _first_line(error).startswith("Remote:"):
            return Credentials(elsewhere=_first_line(error).rpartition(" ")[2])
        if sidecar.is_file() or _mentions_credentials(path):
            raise Damaged(_first_line(error)) from None
        return Credentials()


def _read(path: Path, format: str | None, manifest: bytes | None, context: c2pa.Context) -> dict[str, Any]:
    with path.open("rb") as file, c2pa.Reader(format, file, manifest, context=context) as reader:
        store = json.loads(reader.json())
    return store if isinstance(store, dict) else {}


def _mentions_credentials(path: Path) -> bool:
    """Whether a file that the library cannot read holds the mark of a manifest store all the same."""
    with path.open("rb") as file:
        tail = b""
        while block := file.read(1 << 20):
            if b"c2pa" in tail + block:
                return True
            tail = block[-3:]
    return False


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
