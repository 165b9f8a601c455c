"""Our own verdict on a file: the worst over everything that its credentials hold, beside what C2PA says.

C2PA's "Valid" means that the bytes fit the signature, not that anybody knows the signer; and its state is
that of the newest manifest alone, so a broken grandparent hides behind a sound file. Here it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput, HwaryongError
from hwaryong.record.model import Take
from hwaryong.rights.catalogue import Catalogue
from hwaryong.rights.content import content_digest
from hwaryong.rights.credentials import Credentials, Damaged, read_credentials
from hwaryong.rights.fingerprint import fingerprint, kind_of
from hwaryong.rights.keys import trust_anchors
from hwaryong.rights.signing import LABEL

Sound = Literal["ok", "untrusted", "unclear", "stripped", "altered"]
_WORSE: Final[tuple[Sound, ...]] = get_args(Sound)  # best first
_UNBOUND = "assertion.dataHash.mismatch: more than the manifest is left out of the hash"
_UNKNOWN, _TRUSTED = "signingCredential.untrusted", "signingCredential.trusted"
_CODES: Final[dict[str, Sound]] = {
    "signingCredential.untrusted": "untrusted",
    "timeStamp.untrusted": "untrusted",
    "signingCredential.expired": "unclear",
    "signingCredential.invalid": "unclear",
    "signingCredential.ocsp.revoked": "unclear",
    "signingCredential.ocsp.unknown": "unclear",
    "claimSignature.outsideValidity": "unclear",
    "timeStamp.outsideValidity": "unclear",
    _UNBOUND: "unclear",  # nothing shows a change, and a part of the file could be changed unseen
    "algorithm.unsupported": "unclear",
    "ingredient.unknownProvenance": "unclear",
}  # whatever else fails in C2PA means that something was altered


@dataclass(frozen=True)
class Known:
    """What a production's record knows: takes by digest, the digests of delivered files (of what holds the
    credentials: the file or its sidecar), where a take's content lies, and what the takes show."""

    takes: Mapping[str, Take]
    deliveries: Collection[str]
    file: Callable[[Take], Path]
    catalogue: Catalogue = field(default_factory=Catalogue)


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
    """A file's credentials, or why they cannot be read."""

    found: Credentials
    damage: str = ""

    @property
    def store(self) -> dict[str, Any]:
        return self.found.store


def verify(path: Path, known: Known | None = None, *, anchors: str | None = None) -> Report:
    """Judge a file, and its sidecar where it lies beside; `anchors` are PEM roots that are trusted here.

    The verdict is the worst over the file, every manifest in it and every result recorded with an ingredient;
    what a file only looks like is told and changes no verdict. Without `anchors` this person's own trust list
    is taken, which starts empty. Nothing is fetched from the network. Raises BadInput where there is no file;
    whatever is in it, the answer is a report.
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
        where = f"lie elsewhere ({reading.found.elsewhere})" if reading.found.elsewhere else "are missing"
        reasons.append(Reason("unclear", name, (), f"its credentials {where}, and no production was given"))
    reasons = sorted(set(reasons), key=lambda why: (-_WORSE.index(why.verdict), why.path, why.what))
    verdict = reasons[0].verdict if reasons else "ok"
    return Report(verdict, tuple(reasons), _c2pa_word(reading), claim)


def _read(path: Path, anchors: str) -> _Reading:
    try:
        return _Reading(read_credentials(path, anchors))
    except Damaged as error:
        return _Reading(Credentials(), str(error))


def _against_credentials(reading: _Reading, claim: Mapping[str, Any], name: str) -> Iterator[Reason]:
    store = reading.store
    if reading.damage:
        yield Reason("altered", name, (), f"its credentials are damaged ({reading.damage})")
    if not store:
        return
    if claim.get("class") == "unclear":
        yield Reason("unclear", name, (), "its own credentials call its origin unclear")
    paths = _paths(store)
    failures = [(code, url) for code, url in _failures(store) if code != _UNKNOWN]
    for code, url in failures:
        path = next((path for label, path in paths.items() if label in url), ())
        yield Reason(_CODES.get(code, "altered"), name, path, code)
    if not failures and store.get("validation_state") not in ("Trusted", "Valid"):
        yield Reason("altered", name, (), "its credentials do not hold")
    if store.get("validation_state") != "Trusted":
        yield Reason("untrusted", name, (), "nobody here knows the signer")
    yield from _against_ingredients(store, paths, name)


def _against_ingredients(
    store: Mapping[str, Any], paths: Mapping[str, tuple[str, ...]], name: str
) -> Iterator[Reason]:
    trusted = _trusted(store)
    for label, path in paths.items():
        for ingredient in store["manifests"][label].get("ingredients", ()):
            here = (*path, str(ingredient.get("title", "untitled")))
            above = ingredient.get("active_manifest")
            failures = [code for code, _ in _failures(ingredient)]
            if above not in paths and not failures:
                yield Reason("unclear", name, here, "it was made from a file without credentials")
            elif above in paths and not any(above in url for url in trusted):
                yield Reason("untrusted", name, here, "nobody here knows the signer")
            for code in failures:
                if code != _UNKNOWN:
                    yield Reason(
                        _CODES.get(code, "altered"), name, here, f"{code}, seen when it was taken in"
                    )


def _trusted(store: Mapping[str, Any]) -> set[str]:
    """The places of all signatures whose signer is trusted here and now.

    Of an ingredient C2PA records what was known when it was taken in; its deltas say what differs now.
    """
    recorded = [
        ingredient.get("validation_results", {}).get("activeManifest", {})
        for manifest in store["manifests"].values()
        for ingredient in manifest.get("ingredients", ())
    ]
    results = store.get("validation_results", {})
    now = [delta.get("validationDeltas", {}) for delta in results.get("ingredientDeltas", ())]
    trusted = {
        str(status.get("url")) for result in (*recorded, *now) for status in result.get("success", ())
        if status.get("code") == _TRUSTED
    }  # fmt: skip
    lost = {
        str(status.get("url")) for result in now for status in result.get("failure", ())
        if status.get("code") == _UNKNOWN
    }  # fmt: skip
    return trusted - lost


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
            unbound = "exclusion does not match the manifest" in str(status.get("explanation"))
            yield _UNBOUND if unbound else str(status.get("code", "")), str(status.get("url", ""))


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
    sidecar = reading.found.sidecar
    if reading.store and (sha256_file(sidecar) if sidecar else digest) in known.deliveries:
        if sidecar and digest != claim.get("take"):
            yield Reason("altered", path.name, (), "the credentials belong to another delivery")
        return
    take = known.takes.get(digest) or _same_content(path, known)
    if take is None:
        yield from _unknown_content(path, claim, known)
    elif reading.store:
        what = f"its content is take {take.id[:12]}, and these are not the credentials it was delivered with"
        yield Reason("altered", take.element, (), what)
    elif reading.damage:
        what = f"its content is take {take.id[:12]}, and its credentials are damaged"
        yield Reason("altered", take.element, (), what)
    else:
        yield Reason("stripped", take.element, (), f"its content is take {take.id[:12]}, without credentials")


def _unknown_content(path: Path, claim: Mapping[str, Any], known: Known) -> Iterator[Reason]:
    named = known.takes.get(str(claim.get("take", "")))
    if named:
        what = f"it says that it is take {named.id[:12]}, and its content is another"
        yield Reason("altered", named.element, (), what)
    else:
        yield Reason("unclear", path.name, (), "nothing in this production has this content")
    asked, kind = fingerprint(path), kind_of(path.suffix)
    like = known.catalogue.nearest(kind, asked) if kind and asked is not None else None
    if like and like[0] in known.takes:
        take = known.takes[like[0]]
        what = f"it looks or sounds like take {take.id[:12]} (distance {like[1]} of 64): ask"
        yield Reason("unclear", take.element, (), what)


def _same_content(path: Path, known: Known) -> Take | None:
    """The take that shows the same; what the catalogue says is worked out again before it counts."""
    known.catalogue.learn(kind_of(path.suffix), known.takes.values(), known.file)
    shown = content_digest(path)
    for digest in known.catalogue.showing(shown) if shown else ():
        take = known.takes.get(digest)
        if take and _shown_by(take, known) == shown:
            return take
    return None


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
