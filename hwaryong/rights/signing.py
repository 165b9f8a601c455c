"""Content credentials (C2PA) in a file, or beside it where the format cannot carry them."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import c2pa

from hwaryong import __version__
from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput
from hwaryong.rights.credentials import BESIDE, EMBEDDED, Damaged, read_credentials, sidecar_of
from hwaryong.rights.keys import Keys, signing_keys, trust_anchors
from hwaryong.rights.lineage import Class

LABEL = "org.hwaryong.disclosure"
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


def sign(
    source: Path,
    target: Path,
    claim: Claim,
    *,
    keys: Keys | None = None,
    parents: Sequence[Path] = (),
    timestamp: str = "",
) -> Signed:
    """Write `source` with its credentials to `target`, whole or not at all; raises BadInput.

    Formats that can carry a manifest do; any other file is copied and gets a sidecar `<target>.c2pa`. The
    `parents` are the files that it was made from: each goes in as an ingredient, with what its own
    credentials say and whether they hold. `timestamp` is the URL of an RFC 3161 authority. The bytes differ
    from call to call, for a signature is random; the claim's content does not.
    """
    if not source.is_file():
        raise BadInput("there is no file to sign", where=source)
    if sha256_file(source) != claim.take:
        raise BadInput("the file is not the take that its claim names", where=source)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".signing-") as folder:
            manifest = _Manifest(claim, source.name, parents)
            return _sign(source, target, manifest, keys or signing_keys(), timestamp, Path(folder) / "file")
    except c2pa.C2paError as error:
        asked = f", with time-stamps of {timestamp}" if timestamp else ""
        raise BadInput(f"the file cannot be signed{asked} ({_first_line(error)})", where=source) from None
    except OSError as error:
        raise BadInput(f"the signed file cannot be written ({error.strerror})", where=target) from None


def _sign(
    source: Path, target: Path, manifest: _Manifest, keys: Keys, timestamp: str, beside: Path
) -> Signed:
    format = _carrier(source)
    written = _write(source, beside, format, manifest, keys, timestamp)
    if format:
        _land(beside, target)
        return Signed(target, None, sha256_file(target))
    shutil.copyfile(source, beside)
    _land(beside, target)
    sidecar = sidecar_of(target)
    beside.write_bytes(written)
    _land(beside, sidecar)
    return Signed(target, sidecar, sha256_file(sidecar))


def _carrier(source: Path) -> str | None:
    """The format of a file that can carry a manifest; C2PA's library reads no compressed ZIP."""
    if source.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(source) as archive:
                stored = all(member.compress_type == zipfile.ZIP_STORED for member in archive.infolist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise BadInput("the ZIP is broken and cannot be signed", where=source) from None
        return EMBEDDED[".zip"] if stored else None
    return EMBEDDED.get(source.suffix.lower())


def _write(
    source: Path, target: Path, format: str | None, manifest: _Manifest, keys: Keys, timestamp: str
) -> bytes:
    info = c2pa.C2paSignerInfo(keys.algorithm, keys.chain.encode(), keys.private.encode(), timestamp or None)
    settings: dict[str, Any] = {"builder": {"thumbnail": {"enabled": False}}}
    if anchors := trust_anchors():  # what is recorded of a parent is what is known here
        settings["trust"] = {"trust_anchors": anchors}
    with (
        c2pa.Signer.from_info(info) as signer,
        c2pa.Context.from_dict(settings) as context,
        c2pa.Builder(json.dumps(manifest.definition), context=context) as builder,
        source.open("rb") as reading,
        target.open("w+b") as writing,
    ):
        for name, content in manifest.resources.items():
            builder.add_resource(name, io.BytesIO(content))
        for ingredient, path in manifest.embedded:
            _add(builder, ingredient, path)
        if not format:
            builder.set_no_embed()
        return bytes(builder.sign(signer, format or BESIDE, reading, writing))


def _add(builder: c2pa.Builder, ingredient: dict[str, Any], path: Path) -> None:
    with path.open("rb") as file:
        try:
            builder.add_ingredient(
                json.dumps(ingredient), EMBEDDED.get(path.suffix.lower(), path.suffix[1:]), file
            )
        except c2pa.C2paError as error:
            why = f"its credentials cannot go into what was made from it ({_first_line(error)})"
            raise BadInput(why, where=path, mend="see whether its suffix says what it is") from None


class _Manifest:
    """A manifest's definition, with the parents' own manifests: in the parent, or as resources by name."""

    def __init__(self, claim: Claim, title: str, parents: Sequence[Path]) -> None:
        self.resources: dict[str, bytes] = {}
        self.embedded: list[tuple[dict[str, Any], Path]] = []
        relationship = "parentOf" if len(parents) == 1 else "componentOf"
        named = [
            {"title": parent.name, "label": f"parent-{n}", "relationship": relationship}
            for n, parent in enumerate(parents)
        ]
        self.definition = {
            "claim_generator_info": [{"name": "Hwaryong", "version": __version__}],
            "title": title,
            "ingredients": [
                beside
                for ingredient, parent in zip(named, parents, strict=True)
                if (beside := self._ingredient(ingredient, parent))
            ],
            "assertions": [
                {"label": "c2pa.actions.v2", "data": _actions(claim, [one["label"] for one in named])},
                {"label": LABEL, "data": claim.assertion()},
            ],
        }

    def _ingredient(self, named: dict[str, Any], parent: Path) -> dict[str, Any] | None:
        """What is known of a parent; None where the library works it out from the file itself."""
        try:
            found = read_credentials(parent, trust_anchors())
        except Damaged as error:
            failure = {"code": "general.error", "url": "", "explanation": str(error)}
            results = {"activeManifest": {"success": [], "informational": [], "failure": [failure]}}
            return {**named, "format": BESIDE, "validation_results": results}
        if not found.store:
            return {**named, "format": EMBEDDED.get(parent.suffix.lower(), BESIDE)}
        active = found.store["active_manifest"]
        if not found.sidecar:
            self.embedded.append((named, parent))
            return None
        resource = f"{named['label']}.c2pa"
        self.resources[resource] = found.sidecar.read_bytes()
        return {
            **named,
            "format": BESIDE,
            "active_manifest": active,
            "validation_results": found.store["validation_results"],
            "manifest_data": {"format": "application/c2pa", "identifier": resource},
        }


def _actions(claim: Claim, parents: list[str]) -> dict[str, Any]:
    """What was done. What is unclear has no word in IPTC: it is a mixture, and `unknown` says that more was
    done. One parent was opened and edited; several were placed in something new."""
    source, used = {"digitalSourceType": claim.iptc or _MIXED}, {"parameters": {"ingredientIds": parents}}
    match len(parents):
        case 0:
            actions: list[dict[str, Any]] = [{"action": "c2pa.created", **source}]
        case 1:
            actions = [{"action": "c2pa.opened", **used}, {"action": "c2pa.edited", **source}]
        case _:
            actions = [{"action": "c2pa.created", **source}, {"action": "c2pa.placed", **used}]
    if claim.iptc is None:
        actions.append({"action": "c2pa.unknown"})
    return {"actions": actions, "allActionsIncluded": True}


def _land(beside: Path, target: Path) -> None:
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(beside, target)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
