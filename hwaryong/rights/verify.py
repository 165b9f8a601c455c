"""Our own verdict on a file: the worst over everything that its credentials hold, beside what C2PA says.

C2PA's "Valid" means that the bytes fit the signature, not that anybody knows the signer; and its state is
that of the newest manifest alone, so a broken grandparent hides behind a sound file. Here it does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

import c2pa

from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput, HwaryongError
from hwaryong.record.model import Take
from hwaryong.rights.content import content_digest
from hwaryong.rights.keys import trust_anchors
from hwaryong.rights.signing import BESIDE, EMBEDDED, LABEL, sidecar_of

Sound = Literal["ok", "untrusted", "unclear", "stripped", "altered"]
_WORSE: Final[tuple[Sound, ...]] = get_args(Sound)  # best first
_MAX_SIDECAR = 64 * 1024 * 1024

_CODES: Final[dict[str, Sound]] = {
    "signingCredential.untrusted": "untrusted",
    "timeStamp.untrusted": "untrusted",
    "signingCredential.expired": "unclear",
    "signingCredential.invalid": "unclear",
    "signingCredential.ocsp.revoked": "unclear",
    "signingCredential.ocsp.unknown": "unclear",
    "claimSignature.outsideValidity": "unclear",
    "algorithm.unsupported": "unclear",
    "ingredient.unknownProvenance": "unclear",
}  # whatever else fails in C2PA means that something was altered


@dataclass(frozen=True)
class Known:
    """What a production's record knows: takes by digest, the digest of each delivered file (or sidecar) with
    that of the unsigned take in it, and where a take's content lies."""

    takes: Mapping[str, Take]
    deliveries: Mapping[str, str]
    file: Callable[[Take], Path]


@dataclass(frozen=True)
class Reason:
    """Why the verdict is not better: the element, the way of titles to the manifest, and what is wrong."""

    verdict: Sound
    element: str
    path: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class Report:
    """The verdict, its reasons with the worst first, C2PA's own word, and what the credentials claim."""

    verdict: Sound
    reasons: tuple[Reason, ...]
    c2pa: str
    claim: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The form that `hwaryong verify --json` writes."""
        reasons = [{"element": why.element, "path": list(why.path), "what": why.what} for why in self.reasons]
        return {"verdict": self.verdict, "reasons": reasons, "c2pa": self.c2pa}


@dataclass(frozen=True)
class _Reading:
    """What C2PA's reader gave: the manifest store, or none and why."""

    store: dict[str, Any] = field(default_factory=dict)
    sidecar: Path | None = None
    damage: str = ""


def verify(path: Path, known: Known | None = None, *, anchors: str | None = None) -> Report:
    """Judge a file, and its sidecar where it lies beside; `anchors` are PEM roots that are trusted here.

    Without `anchors` this person's own trust list is taken, which starts empty. Nothing is fetched from the
    network. Raises BadInput where there is no file; whatever is in it, the answer is a report.
    """
    if not path.is_file():
        raise BadInput("there is no such file", where=path)
    reading = _read(path, trust_anchors() if anchors is None else anchors)
    claim = _claim(reading.store)
    name = str(claim.get("element") or path.name)
    reasons = [*_against_credentials(reading, claim, name)]
    if known:
        reasons += _against_record(path, reading, claim, known)
    elif not reading.store and not reading.damage:
        reasons.append(Reason("unclear", name, (), "it carries no credentials, and no production was given"))
    reasons = sorted(set(reasons), key=lambda why: (-_WORSE.index(why.verdict), why.path, why.what))
    verdict = reasons[0].verdict if reasons else "ok"
    return Report(verdict, tuple(reasons), _c2pa_word(reading), claim)


def _read(path: Path, anchors: str) -> _Reading:
    settings: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if anchors:
        settings["trust"] = {"trust_anchors": anchors}
    format = EMBEDDED.get(path.suffix.lower())
    sidecar = sidecar_of(path)
    try:
        with c2pa.Context.from_dict(settings) as context, path.open("rb") as file:
            try:
                return _Reading(_store(c2pa.Reader(format, file, None, context=context)))
            except (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported):
                if not sidecar.is_file():
                    return _Reading()
            if sidecar.stat().st_size > _MAX_SIDECAR:
                return _Reading(sidecar=sidecar, damage="the sidecar is too large to be one")
            file.seek(0)
            reader = c2pa.Reader(format or BESIDE, file, sidecar.read_bytes(), context=context)
            return _Reading(_store(reader), sidecar)
    except (c2pa.C2paError, ValueError, RecursionError) as error:
        what = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        marked = sidecar.is_file() or _mentions_credentials(path)
        return _Reading(damage=what if marked else "")


def _store(reader: Any) -> dict[str, Any]:
    with reader:
        store = json.loads(reader.json())
    return store if isinstance(store, dict) else {}


def _mentions_credentials(path: Path) -> bool:
    """Whether a file that C2PA cannot read holds the mark of a manifest store all the same."""
    with path.open("rb") as file:
        tail = b""
        while block := file.read(1 << 20):
            if b"c2pa" in tail + block:
                return True
            tail = block[-3:]
    return False


def _against_credentials(reading: _Reading, claim: Mapping[str, Any], name: str) -> Iterator[Reason]:
    store = reading.store
    if reading.damage:
        yield Reason("altered", name, (), f"its credentials are damaged ({reading.damage})")
    if not store:
        return
    state = store.get("validation_state")
    if state not in ("Trusted", "Valid"):
        yield Reason("altered", name, (), "its credentials do not hold")
    if state != "Trusted":
        yield Reason("untrusted", name, (), "nobody here knows the signer")
    if claim.get("class") == "unclear":
        yield Reason("unclear", name, (), "its own credentials call its origin unclear")
    paths = _paths(store)
    for code, url in _failures(store):
        if code != "signingCredential.untrusted":
            path = next((path for label, path in paths.items() if label in url), ())
            yield Reason(_CODES.get(code, "altered"), name, path, code)
    yield from _against_ingredients(store, paths, name)


def _against_ingredients(
    store: Mapping[str, Any], paths: Mapping[str, tuple[str, ...]], name: str
) -> Iterator[Reason]:
    for label, path in paths.items():
        for ingredient in store["manifests"][label].get("ingredients", ()):
            here = (*path, str(ingredient.get("title", "untitled")))
            if ingredient.get("active_manifest") not in paths:
                yield Reason("unclear", name, here, "it was made from a file without credentials")
            for code, _ in _failures(ingredient):
                if code != "signingCredential.untrusted":
                    yield Reason(
                        _CODES.get(code, "altered"), name, here, f"{code}, seen when it was taken in"
                    )


def _paths(store: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Every manifest that the newest one leads to, by label, with the way of titles to it."""
    manifests = store.get("manifests", {})
    first = store.get("active_manifest", "")
    paths: dict[str, tuple[str, ...]] = {first: ()} if first in manifests else {}
    waiting = list(paths)
    while waiting:
        label = waiting.pop()
        for ingredient in manifests[label].get("ingredients", ()):
            above = ingredient.get("active_manifest")
            if above in manifests and above not in paths:
                paths[above] = (*paths[label], str(ingredient.get("title", "untitled")))
                waiting.append(above)
    return paths


def _failures(holder: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Code and place of everything that failed, in a store or in an ingredient's recorded results."""
    results = holder.get("validation_results", {})
    found = [*holder.get("validation_status", ()), *results.get("activeManifest", {}).get("failure", ())]
    for delta in results.get("ingredientDeltas", ()):
        found += delta.get("validationDeltas", {}).get("failure", ())
    for status in found:
        if not status.get("success"):
            yield str(status.get("code", "")), str(status.get("url", ""))


def _claim(store: Mapping[str, Any]) -> dict[str, Any]:
    manifest = store.get("manifests", {}).get(store.get("active_manifest", ""), {})
    for assertion in manifest.get("assertions", ()):
        if assertion.get("label") == LABEL and isinstance(assertion.get("data"), dict):
            return dict(assertion["data"])
    return {}


def _against_record(
    path: Path, reading: _Reading, claim: Mapping[str, Any], known: Known
) -> Iterator[Reason]:
    digest = sha256_file(path)
    delivered = known.deliveries.get(sha256_file(reading.sidecar) if reading.sidecar else digest)
    if delivered and reading.store:
        if claim.get("take") != delivered or (reading.sidecar and digest != delivered):
            yield Reason("altered", path.name, (), "the credentials belong to another delivery")
        return
    take = known.takes.get(digest) or _same_content(path, known)
    if take is None:
        named = known.takes.get(str(claim.get("take", "")))
        if named:
            what = f"it says that it is take {named.id[:12]}, and its content is another"
            yield Reason("altered", named.element, (), what)
        else:
            yield Reason("unclear", path.name, (), "nothing in this production has this content")
    elif reading.store:
        what = f"its content is take {take.id[:12]}, and these are not the credentials it was delivered with"
        yield Reason("altered", take.element, (), what)
    elif not reading.damage:
        yield Reason("stripped", take.element, (), f"its content is take {take.id[:12]}, without credentials")


def _same_content(path: Path, known: Known) -> Take | None:
    shown = content_digest(path)
    alike = (take for take in known.takes.values() if shown and take.suffix == path.suffix.lower())
    return next((take for take in alike if _shown_by(take, known) == shown), None)


def _shown_by(take: Take, known: Known) -> str | None:
    """What a take shows; None where the store has lost it, which is no reason to judge nothing else."""
    try:
        return content_digest(known.file(take))
    except (HwaryongError, OSError):
        return None


def _c2pa_word(reading: _Reading) -> str:
    if reading.damage:
        return "unreadable"
    if not reading.store:
        return "no manifest"
    codes = sorted({code for code, _ in _failures(reading.store)})
    return ": ".join([str(reading.store.get("validation_state")), *([", ".join(codes)] if codes else [])])
