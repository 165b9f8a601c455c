"""Attacks on signed files, and honest files beside them: what `verify` says, and what C2PA says alone."""

from __future__ import annotations

import base64
import shutil
import struct
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from bench import forgeries, formats
from bench.measure import Measure
from hwaryong.canonical import sha256_file
from hwaryong.record.model import Take
from hwaryong.rights.credentials import sidecar_of
from hwaryong.rights.keys import Keys, make_keys
from hwaryong.rights.signing import Claim, sign
from hwaryong.rights.verify import Known, Report, Sound, verify

SEED, HONEST = 20261123, 500
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
ALL = (*formats.EMBEDDED, *formats.BESIDE)
RASTER = formats.PICTURES


@dataclass(frozen=True)
class Trial:
    """A file to judge: its class of attack, what may be said of it, where, and about which element."""

    name: str
    file: Path
    verdicts: tuple[Sound, ...]
    element: str
    path: tuple[str, ...] = ()
    known: bool = True

    def caught(self, report: Report) -> bool:
        """Whether the verdict is right, and a reason for it names the element and the way to it."""
        return report.verdict in self.verdicts and any(
            (why.verdict, why.element, why.path) == (report.verdict, self.element, self.path)
            for why in report.reasons
        )


@dataclass
class House:
    """A studio with its key, its record and what it delivered."""

    folder: Path
    keys: Keys = field(default_factory=make_keys)
    strangers: Keys = field(default_factory=make_keys)
    takes: dict[str, Take] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    delivered: set[str] = field(default_factory=set)
    count: int = 0

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(SEED)
        self.known = Known(self.takes, self.delivered, lambda take: self.files[take.digest])

    def source(self, suffix: str) -> Path:
        """A file that nobody has seen before, in a folder of its own."""
        self.count += 1
        place = self.folder / f"{self.count:04}"
        place.mkdir()
        return formats.write(place / f"take-{self.count:04}{suffix}", self.count)

    def deliver(self, source: Path, *parents: Path, keys: Keys | None = None) -> Path:
        """Sign a file, and write it into the record as a take that was delivered."""
        claim = self.claim(source)
        (source.parent / "out").mkdir()
        signed = sign(
            source, source.parent / "out" / source.name, claim, keys=keys or self.keys, parents=parents
        )
        self.takes[claim.take] = Take(
            f"t{self.count}", "r", claim.element, claim.take, "file", source.suffix, source.stat().st_size, ""
        )
        self.files[claim.take] = source
        self.delivered.add(signed.digest)
        return signed.file

    def new(self, suffix: str, *parents: Path) -> Path:
        return self.deliver(self.source(suffix), *parents)

    def claim(self, source: Path, iptc: str = "compositeWithTrainedAlgorithmicMedia") -> Claim:
        return Claim(
            element_of(source), sha256_file(source), "assisted", IPTC + iptc, False, "d" * 64, "e" * 64
        )

    def flip(self, data: bytearray, first: int, last: int) -> None:
        """Turn one bit within [first, last)."""
        data[int(self.random.integers(first, last))] ^= 1 << int(self.random.integers(8))


def element_of(file: Path) -> str:
    return f"ep01/{file.stem}"


def source_of(signed: Path) -> Path:
    return signed.parents[1] / signed.name


def measures() -> Iterator[Measure]:
    """Attacks, honest files, and a table of what C2PA alone says, class by class."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        house = House(Path(folder))
        expired = list(expire(house))
        trials = [trial for attack in ATTACKS for trial in attack(house)] + expired
        wait = 3 - (time.perf_counter() - began)
        time.sleep(max(0, wait))  # until the short-lived signer has expired
        yield from _attacked(house, trials)
        yield from forgeries.measures()
        yield _honest(house, time.perf_counter() - began)


def _attacked(house: House, trials: Sequence[Trial]) -> Iterator[Measure]:
    tried, caught = Counter[str](), Counter[str]()
    rival: dict[str, Counter[str]] = {}
    missed = []
    for trial in trials:
        report = verify(trial.file, house.known if trial.known else None, anchors=house.keys.chain)
        tried[trial.name] += 1
        rival.setdefault(trial.name, Counter())[report.c2pa.partition(":")[0]] += 1
        if trial.caught(report):
            caught[trial.name] += 1
        else:
            missed.append(f"{trial.name} {trial.file.name}: {report.verdict}")
    kinds = {trial.file.suffix for trial in trials}
    passed = sum(words["Trusted"] + words["Valid"] for words in rival.values())
    yield Measure(
        f"attacks on signed files ({len(trials)}, {len(tried)} classes, {len(kinds)} formats, seed {SEED})",
        "100 % caught, node and path named",
        f"{sum(caught.values())} of {len(trials)}" + (f"; missed: {'; '.join(missed[:5])}" if missed else ""),
        not missed and len(trials) >= 300 and len(kinds) >= 12,
        f"C2PA alone: {passed} pass as Trusted or Valid",
    )
    for name in tried:
        words = ", ".join(f"{word} {count}" for word, count in sorted(rival[name].items()))
        yield Measure(f"  {name}", "all", f"{caught[name]} of {tried[name]}", caught[name] == tried[name],
                      f"C2PA alone: {words}")  # fmt: skip


def _honest(house: House, seconds: float) -> Measure:
    began = time.perf_counter()
    files = list(honest(house))
    reports = [(file, verify(file, house.known, anchors=house.keys.chain)) for file in files]
    refused = [f"{file.name}: {report.reasons[0].what}" for file, report in reports if report.verdict != "ok"]
    suspected = sum(not report.c2pa.startswith("Trusted") for _, report in reports)
    seconds += time.perf_counter() - began
    return Measure(
        f"honest files ({len(files)}: delivered, retouched, up to four generations)",
        "0 refused; all within 180 s",
        f"{len(refused)} refused in {seconds:.0f} s" + (f": {'; '.join(refused[:5])}" if refused else ""),
        not refused and len(files) >= HONEST and seconds <= 180,
        f"C2PA alone: {suspected} not Trusted",
    )


def honest(house: House) -> Iterator[Path]:
    """Deliveries of every format, alone and with one to three generations behind them, and retouches."""
    first = house.count
    before: list[Path] = []
    while house.count < first + HONEST:
        made = []
        for n, suffix in enumerate(ALL):
            made.append(house.new(suffix, *before[n : n + 1 + n % 2]))
            if suffix in RASTER:
                made.append(retouch(house, made[-1]))
        yield from made
        generations = (house.count - first) // len(made)
        before = made if generations % 4 else []


def retouch(house: House, draft: Path) -> Path:
    """A person draws over a delivered drawing; the draft is the parent."""
    source = house.source(draft.suffix)
    with Image.open(draft) as opened:
        picture = opened.convert("RGB")
    ImageDraw.Draw(picture).line([(9, 9), (150, 90)], fill=(20, 20, 20), width=5)
    picture.save(source)
    return house.deliver(source, draft)


# The attacks.


def media_bits(house: House) -> Iterator[Trial]:
    """A bit turned in what is seen or heard."""
    for suffix in ALL:
        for _ in range(2):
            file = house.new(suffix)
            turn_media(house, file)
            yield Trial("a bit in the media", file, ("altered",), element_of(file))


def assertion_bits(house: House) -> Iterator[Trial]:
    """A bit turned in the newest manifest's own assertion."""
    for suffix in ALL:
        file = house.new(suffix)
        turn_manifest(house, file, b"e" * 64)
        yield Trial("a bit in an assertion", file, ("altered",), element_of(file))


def grandparent_bits(house: House) -> Iterator[Trial]:
    """A bit turned in the assertion of a grandparent, inside the delivered grandchild."""
    for suffix in ALL:
        grandparent = house.new(".png")
        parent = house.new(".wav", grandparent)
        file = house.new(suffix, parent)
        turn_manifest(house, file, element_of(grandparent).encode())
        yield Trial(
            "a bit in a grandparent", file, ("altered",), element_of(file), (parent.name, grandparent.name)
        )


def tampered_parents(house: House) -> Iterator[Trial]:
    """A changed file is used as parent or grandparent of one that is signed soundly."""
    for n, suffix in enumerate(ALL):
        changed = house.new(ALL[(n + 3) % len(ALL)])
        turn_media(house, changed)
        child = house.new(suffix, changed)
        yield Trial("a tampered file as parent", child, ("altered",), element_of(child), (changed.name,))
        grandchild = house.new(suffix, child)
        yield Trial(
            "a tampered file as grandparent", grandchild, ("altered",), element_of(grandchild),
            (child.name, changed.name),
        )  # fmt: skip


def stripped(house: House) -> Iterator[Trial]:
    """The credentials are taken away, and the bytes are the take's again or another coding of the same."""
    for suffix in ALL:
        file = house.new(suffix)
        bare(file)
        yield Trial("stripped", file, ("stripped",), element_of(file))
        if suffix in (".png", ".tif", *formats.FILMS, *formats.SOUNDS):
            file = house.new(suffix)
            rewrite(file)
            yield Trial("stripped and written anew", file, ("stripped",), element_of(file))


def signed_again(house: House) -> Iterator[Trial]:
    """Stripped, and signed as a human's creation: by a stranger, and with the studio's own key."""
    for name, keys in (("a stranger's", house.strangers), ("our own", house.keys)):
        for suffix in ALL:
            file = house.new(suffix)
            bare(file)
            resign(house, file, keys)
            yield Trial(f"stripped, signed again with {name} key", file, ("altered",), element_of(file))


def signed_over(house: House) -> Iterator[Trial]:
    """Signed again as a human's creation over the credentials that are there."""
    for suffix in ALL:
        file = house.new(suffix)
        resign(house, file, house.strangers)
        yield Trial("signed over", file, ("altered",), element_of(file))


def swapped_sidecars(house: House) -> Iterator[Trial]:
    """A sidecar lies beside another file."""
    for suffix in formats.BESIDE:
        one, other = house.new(suffix), house.new(suffix)
        shutil.copy(sidecar_of(one), sidecar_of(other))
        yield Trial("a swapped sidecar", other, ("altered",), element_of(one))


def laundered(house: House) -> Iterator[Trial]:
    """Coded again with loss, and signed as a human's creation by a stranger: only likeness is left."""
    for suffix in (*RASTER, ".svg", *formats.FILMS, *formats.SOUNDS):
        file = house.new(suffix)
        element = element_of(file)
        washed = wash(file)
        resign(house, washed, house.strangers)
        yield Trial("coded again, signed by a stranger", washed, ("unclear",), element)


def strangers(house: House) -> Iterator[Trial]:
    """Nobody here knows the root: of the file, or of a parent under a trusted signature."""
    for suffix in ALL:
        file = house.deliver(house.source(suffix), keys=house.strangers)
        yield Trial("an unknown root", file, ("untrusted",), element_of(file), known=False)
        child = house.new(suffix, file)
        yield Trial("a parent of unknown root", child, ("untrusted",), element_of(child), (file.name,))


def imported(house: House) -> Iterator[Trial]:
    """Made from a file without credentials."""
    for suffix in ALL:
        found = house.source(suffix)
        child = house.new(suffix, found)
        yield Trial("made from an unsigned import", child, ("unclear",), element_of(child), (found.name,))


def expire(house: House) -> Iterator[Trial]:
    """The signer's certificate runs out; there is no time-stamp."""
    sources = [house.source(suffix) for suffix in ALL]
    short = make_keys(timedelta(seconds=2))
    for source in sources:
        file = house.deliver(source, keys=short)
        yield Trial("an expired signer", file, ("unclear",), element_of(file))


Attack = Callable[[House], Iterator[Trial]]
ATTACKS: tuple[Attack, ...] = (
    media_bits, assertion_bits, grandparent_bits, tampered_parents, stripped, signed_again, signed_over,
    swapped_sidecars, laundered, strangers, imported,
)  # fmt: skip


# What an attacker does.


def turn_media(house: House, file: Path) -> None:
    """Turn a bit in a run of the source's bytes that the signed file still holds, away from its headers."""
    source, data = source_of(file).read_bytes(), bytearray(file.read_bytes())
    at = len(source) * 3 // 5
    while (found := data.find(source[at : at + 8])) < 0:
        at -= 1
    house.flip(data, found, found + 8)
    file.write_bytes(data)


def turn_manifest(house: House, file: Path, mark: bytes) -> None:
    """Turn a bit in what the manifest store holds after a mark."""
    holder = sidecar_of(file) if sidecar_of(file).exists() else file
    data = bytearray(holder.read_bytes())
    if file.suffix == ".svg":
        start = data.index(b"<c2pa:manifest>") + 15
        end = data.index(b"</c2pa:manifest>")
        store = bytearray(base64.b64decode(data[start:end]))
        turn_last(house, store, mark)
        data[start:end] = base64.b64encode(store)
    elif file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            store = bytearray(before := archive.read("META-INF/content_credential.c2pa"))
        start = data.index(before)
        turn_last(house, store, mark)
        old, new = (struct.pack("<I", zlib.crc32(part)) for part in (before, store))
        data[start : start + len(store)] = store
        data = data.replace(old, new)  # in both of its directories
    else:
        turn_last(house, data, mark)
    holder.write_bytes(data)


def turn_last(house: House, data: bytearray, mark: bytes) -> None:
    at = data.rindex(mark)
    data[at + int(house.random.integers(len(mark)))] ^= 1  # a letter to its neighbour: still text


def bare(file: Path) -> None:
    """Take the credentials away altogether."""
    shutil.copy(source_of(file), file)
    sidecar_of(file).unlink(missing_ok=True)


def rewrite(file: Path) -> None:
    """Write the same content anew, as a program that knows nothing of credentials does."""
    beside = file.with_name("again" + file.suffix)
    if file.suffix in RASTER:
        with Image.open(file) as picture:
            picture.save(beside)
    else:
        formats.ffmpeg("-i", file, "-c", "copy", beside)
    beside.replace(file)


def resign(house: House, file: Path, keys: Keys) -> None:
    """Sign a file as a human's creation."""
    lie = replace(house.claim(file, "digitalCreation"), klass="human", element="my own work")
    sign(file, file, lie, keys=keys)


def wash(file: Path) -> Path:
    """Code a file again with loss, smaller or quieter, in the commonest format of its kind."""
    if file.suffix == ".svg":
        return wash_drawing(file)
    if file.suffix in RASTER:
        washed = file.with_name("mine.jpg")
        with Image.open(file) as picture:
            picture.convert("RGB").resize((96, 64)).save(washed, quality=50)
    elif file.suffix in formats.FILMS:
        washed = file.with_name("mine.mp4")
        formats.ffmpeg("-i", file, "-crf", "32", "-vf", "scale=96:64", "-threads", "1", washed)
    else:
        washed = file.with_name("mine.mp3")
        formats.ffmpeg("-i", file, "-af", "volume=0.5", "-b:a", "32k", washed)
    return washed


def wash_drawing(file: Path) -> Path:
    """Add a stroke that nobody notices."""
    washed = file.with_name("mine.svg")
    text = source_of(file).read_text("utf-8")
    washed.write_text(text.replace("</svg>", '<path d="M0 0L1 1" stroke="black"/></svg>'), "utf-8")
    return washed
