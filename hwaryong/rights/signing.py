"""Content credentials (C2PA) in a file, or beside it where the format cannot carry them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import c2pa

from hwaryong import __version__
from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput
from hwaryong.rights.keys import Keys, signing_keys
from hwaryong.rights.lineage import Class

LABEL = "org.hwaryong.disclosure"
EMBEDDED = {
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".wav": "audio/wav",
    ".svg": "image/svg+xml",
}
BESIDE = "application/octet-stream"  # any other format: the manifest binds the whole file's bytes
_MIXED = "http://cv.iptc.org/newscodes/digitalsourcetype/composite"


@dataclass(frozen=True)
class Claim:
    """What a file's credentials say; `take` is the SHA-256 of the unsigned file, `iptc` as of its class."""

    element: str
    take: str
    klass: Class
    iptc: str | None
    draft: bool
    disclosure: str = ""
    merkle_root: str = ""

    def assertion(self) -> dict[str, Any]:
        """The data of the assertion `org.hwaryong.disclosure`."""
        fields = asdict(self)
        return {"class": fields.pop("klass"), **fields}


@dataclass(frozen=True)
class Signed:
    """A signed file and, where it carries no manifest itself, the sidecar; `digest` is the SHA-256 of what
    holds the manifest."""

    file: Path
    sidecar: Path | None
    digest: str


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of a file lies: `cut.otio` has `cut.otio.c2pa`."""
    return path.with_name(path.name + ".c2pa")


def sign(source: Path, target: Path, claim: Claim, *, keys: Keys | None = None) -> Signed:
    """Write `source` with its credentials to `target`, whole or not at all; raises BadInput.

    `.mp4 .png .jpg .wav .svg` carry them; any other file is copied and gets a sidecar `<target>.c2pa`. The
    bytes differ from call to call, for a signature is random; the claim's content does not.
    """
    if not source.is_file():
        raise BadInput("there is no file to sign", where=source)
    if sha256_file(source) != claim.take:
        raise BadInput("the file is not the take that its claim names", where=source)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".signing-") as folder:
            return _sign(source, target, claim, keys or signing_keys(), Path(folder) / "file")
    except c2pa.C2paError as error:
        raise BadInput(f"the file cannot be signed ({_first_line(error)})", where=source) from None
    except OSError as error:
        raise BadInput(f"the signed file cannot be written ({error.strerror})", where=target) from None


def _sign(source: Path, target: Path, claim: Claim, keys: Keys, beside: Path) -> Signed:
    format = EMBEDDED.get(source.suffix.lower())
    manifest = _write(source, beside, format, claim, keys)
    if format:
        _land(beside, target)
        return Signed(target, None, sha256_file(target))
    shutil.copyfile(source, beside)
    _land(beside, target)
    sidecar = sidecar_of(target)
    beside.write_bytes(manifest)
    _land(beside, sidecar)
    return Signed(target, sidecar, sha256_file(sidecar))


def _write(source: Path, target: Path, format: str | None, claim: Claim, keys: Keys) -> bytes:
    info = c2pa.C2paSignerInfo("es256", keys.chain.encode(), keys.private.encode(), None)
    settings = {"builder": {"thumbnail": {"enabled": False}}}
    manifest = json.dumps(_manifest(claim, source.name))
    with (
        c2pa.Signer.from_info(info) as signer,
        c2pa.Context.from_dict(settings) as context,
        c2pa.Builder(manifest, context=context) as builder,
        source.open("rb") as reading,
        target.open("w+b") as writing,
    ):
        if not format:
            builder.set_no_embed()
        return bytes(builder.sign(signer, format or BESIDE, reading, writing))


def _manifest(claim: Claim, title: str) -> dict[str, Any]:
    """What is unclear has no word in IPTC: it is a mixture, and C2PA's `unknown` says that more was done."""
    actions: list[dict[str, Any]] = [{"action": "c2pa.created", "digitalSourceType": claim.iptc or _MIXED}]
    if claim.iptc is None:
        actions.append({"action": "c2pa.unknown"})
    return {
        "claim_generator_info": [{"name": "Hwaryong", "version": __version__}],
        "title": title,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": actions, "allActionsIncluded": True}},
            {"label": LABEL, "data": claim.assertion()},
        ],
    }


def _land(beside: Path, target: Path) -> None:
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(beside, target)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
