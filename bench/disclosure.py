"""A disclosure of 10,000 elements, and C2PA's own ingredients in place of the Merkle root.

The record, the store and every content are real: drawings, painted cels, backgrounds and retouches that all
differ, mattes, lines of sound and a script. The shots share one small clip: nothing here looks into a shot.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import c2pa
import imageio_ffmpeg
import numpy as np
from PIL import Image

from bench import workshop
from bench.measure import Measure
from hwaryong.book import Book
from hwaryong.delivery import FILM, Deliveries
from hwaryong.history import RecordHistory
from hwaryong.media.audio import Audio
from hwaryong.media.base import Media
from hwaryong.media.drawing import Drawing
from hwaryong.media.mattes import Mattes, Pictured, Seen
from hwaryong.media.picture import Picture
from hwaryong.media.script import Script
from hwaryong.media.stroke import Stroke
from hwaryong.media.timeline import Cut, Timeline
from hwaryong.record.model import Run, RunInput, Take
from hwaryong.record.record import new_id, now
from hwaryong.rights.bom import bill_of_materials
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.keys import make_keys
from hwaryong.rights.label import proposals
from hwaryong.rights.lineage import Lineage
from hwaryong.rights.measures import Measurer
from hwaryong.rights.package import BILL, DISCLOSURE, PDF, ZIP
from hwaryong.rights.page import page
from hwaryong.rights.pdf import pdf
from hwaryong.rights.proof import Proof, prove, verify_proof
from hwaryong.rights.verify import verify
from hwaryong.studio import Studio

SHOTS, KEYS, LINES = 100, 24, 20
W, H, FRAMES = 320, 180, 48
INGREDIENTS = (1000, 3000)
HAND = {"kind": "intake", "maker": "a key animator", "origin": "original", "statement": "Drawn by hand."}
OVER = {**HAND, "origin": "derived", "statement": "Retouched by hand."}
T = TypeVar("T")


class Planted:
    """A production's record and store, filled in one go."""

    def __init__(self, studio: Studio, folder: Path) -> None:
        self.studio, self.folder = studio, folder
        self._chance = np.random.default_rng(20261123)
        self._rows: list[tuple[Run, tuple[Take, ...], Path]] = []

    def add(
        self,
        element: str,
        content: Media | Path,
        inputs: Sequence[tuple[str, str, str]] = (),
        *,
        kind: str = "",
        **run: Any,
    ) -> str:
        """One run with one take; `inputs` are (parameter, name, take). Answers the take's id."""
        path = content if isinstance(content, Path) else content.write(self.folder / f"c{len(self._rows)}")
        fields: dict[str, Any] = {
            "id": new_id(), "key": new_id(), "kind": "tool", "maker": "a.tool", "version": 1,
            "code": "c" * 64, "settings": {}, "seed": 0, "cards": (), "libraries": {"numpy": "2.4.6"},
            "origin": "", "statement": "", "engine": "local", "began": now(), "ended": now(),
            "inputs": tuple(RunInput(*given) for given in inputs),
        }  # fmt: skip
        made = Run(**{**fields, **run})
        kind = kind or (content.kind if isinstance(content, Media) else "clip")
        take = Take(new_id(), made.id, element, "", kind, path.suffix, path.stat().st_size, now())
        self._rows.append((made, (take,), path))
        return take.id

    def keep(self) -> None:
        """Store the contents and write the record."""
        with ThreadPoolExecutor(8) as threads:
            stored = list(threads.map(lambda row: self.studio.store.put(row[2]), self._rows))
        rows = []
        for (run, (take,), _), (digest, size) in zip(self._rows, stored, strict=True):
            known = {name: getattr(take, name) for name in Take.__slots__}
            rows.append((run, (Take(**{**known, "digest": digest, "size": size}),)))
        self.studio.record.add_all(rows)

    # Contents.

    def drawing(self) -> Drawing:
        strokes = []
        for n in range(6):
            points = self._chance.uniform((20, 20, 2), (W - 20, H - 20, 3), (8, 3))
            strokes.append(Stroke(f"s{n}", points))
        return Drawing(W, H, tuple(strokes))

    def picture(self) -> Picture:
        pixels = np.zeros((H, W, 4), np.uint8)
        x, y = self._chance.integers(0, W // 2), self._chance.integers(0, H // 2)
        pixels[y : y + H // 2, x : x + W // 2] = (*self._chance.integers(40, 220, 3), 255)
        return Picture(pixels)

    def line(self) -> Audio:
        return Audio(self._chance.normal(0, 0.1, (48_000, 1)).astype(np.float32))


def plant(studio: Studio, folder: Path) -> str:
    """A film of 100 shots with 10,000 elements behind it; answers the film's take."""
    planted = Planted(studio, folder)
    clip = _clip(folder / "shot.mp4")
    size = {"rate": "24/1", "width_px": W, "height_px": H}
    shots = {}
    for number in range(SHOTS):
        name = f"ep01/sq{number // 10:03}/sh{number:03}"
        shots[name] = _shot(planted, name, clip, size)
    lines = [planted.add(f"ep01/line/{n:03}.ko", planted.line(), maker="voice.speak") for n in range(LINES)]
    starts = {f"{n:03}": n * SHOTS * FRAMES // LINES for n in range(LINES)}
    given = [("lines", f"{n:03}", take) for n, take in enumerate(lines)]
    mix = planted.add(
        "ep01/mix.ko", planted.line(), given, maker="voice.mix",
        settings={"starts": starts, "frames": SHOTS * FRAMES, "rate": "24/1"},
    )  # fmt: skip
    script = planted.add("ep01/script.ko", Script("INT. 방 - 낮\n\n붓이 탁자에 놓여 있다.\n"), **HAND)
    cuts = [Cut(name, n * FRAMES, FRAMES) for n, name in enumerate(shots)]
    timeline = Timeline.of(cuts, rate=Fraction(24), title="planted")
    given = [("shots", name, take) for name, take in shots.items()]
    cut = planted.add("ep01/cut", timeline, [*given, ("script", "", script)], maker="edit.cut")
    film = planted.add(
        "ep01/film", clip, [("cut", "", cut), *given, ("mixes", "ko", mix)], kind="film", maker="edit.film"
    )
    planted.keep()
    return film


def _shot(planted: Planted, name: str, clip: Path, size: dict[str, Any]) -> str:
    """Keys by hand, drafts between them, two of which people retouched, all painted, over a background."""
    keys = [planted.add(f"{name}/A/{2 * n:04}", planted.drawing(), **HAND) for n in range(KEYS)]
    lines = list(keys)
    for n, key in enumerate(keys):
        element, drawing = f"{name}/A/{2 * n + 1:04}", planted.drawing()
        given = [("first", "", key), ("last", "", keys[(n + 1) % KEYS])]
        draft = planted.add(element, drawing, given, maker="drawing.inbetween", settings={"at": 0.5})
        retouched = n % 12 == 0
        lines.append(planted.add(element, drawing, [("from", "", draft)], **OVER) if retouched else draft)
    cels = [
        planted.add(f"{name}/C/{n:04}/paint", planted.picture(), [("lines", "", take)], maker="drawing.paint")
        for n, take in enumerate(lines)
    ]
    wall = planted.add(f"{name}/wall", planted.picture(), **HAND)
    given = [*(("cels", f"A/{n:04}", take) for n, take in enumerate(cels)), ("backgrounds", "wall", wall)]
    shown = {Pictured(param, place): (Seen(n % FRAMES, 1, 900),) for n, (param, place, _) in enumerate(given)}
    planted.add(f"{name}/mattes", Mattes(W, H, FRAMES, shown), given, maker="edit.mattes", settings=size)
    return planted.add(f"{name}/shot", clip, given, maker="edit.composite", settings=size)


def _clip(path: Path) -> Path:
    source = ["-f", "lavfi", "-i", f"testsrc2=size={W}x{H}:rate=24:duration=1", "-pix_fmt", "yuv420p"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *source, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def measures() -> Iterator[Measure]:
    """The disclosure with its time split, the sizes, the proof, and the ingredients beside it."""
    with tempfile.TemporaryDirectory(prefix="hwaryong-disclosure-") as name, _own_keys(Path(name) / "keys"):
        folder = Path(name)
        root = workshop.production(folder / "p", {})
        (folder / "contents").mkdir()
        with Studio.open(root) as studio:
            film = plant(studio, folder / "contents")
            rivals = ", ".join(_ingredients(folder, count) for count in INGREDIENTS)
            yield from _measured(studio, film, folder / "out", rivals)


def _measured(studio: Studio, film: str, out: Path, rivals: str) -> Iterator[Measure]:
    began, cpu_began = time.perf_counter(), time.process_time()
    plan = workshop.plan_of(studio)
    deliveries = Deliveries(studio, plan)
    read_s, history = _timed(
        lambda: RecordHistory(studio.record, Book.of(studio.record, set()), studio.damages())
    )
    told_s, told = _timed(lambda: deliveries.disclosure(history, film))
    written_s, _ = _timed(lambda: deliveries.write(out, history, told))
    seconds, cpu_s = time.perf_counter() - began, time.process_time() - cpu_began
    split = ", ".join(f"{what} {part:.1f}" for what, part in _parts(studio, history, film, told).items())
    sizes = ", ".join(
        f"{name} {(out / name).stat().st_size / 1e6:.1f} MB" for name in (DISCLOSURE, BILL, PDF, ZIP)
    )
    yield Measure(
        f"{len(told.elements):,} elements: lineage, policy, shares, BOM, signed MP4 + PDF + ZIP",
        "≤ 20 s",
        f"{seconds:.1f} s ({cpu_s:.1f} s of CPU): record and its seals {read_s:.1f}, disclosure with every"
        f" content hashed again {told_s:.1f}, {len(deliveries.pictured(history, told))} pictures, all files"
        f" and signatures {written_s:.1f}; done again apart: {split}; {sizes}",
        seconds <= 20,
        f"C2PA ingredients in place of the Merkle root: {rivals}",
    )
    manifest = (out / FILM).stat().st_size - history.take(film).size
    yield Measure(
        "the film's embedded manifest", "≤ 64 KiB", f"{manifest / 1024:.1f} KiB", manifest <= 64 * 1024
    )
    yield _proof(told, out)


def _parts(studio: Studio, history: RecordHistory, film: str, told: Disclosure) -> dict[str, float]:
    """The seconds of single parts, each done once more by itself."""
    lineage_s, lineage = _timed(lambda: _classes(history, film))
    mattes = [take.id for take in history.takes.values() if take.kind == Mattes.kind]
    measurer = Measurer(lineage, film, lambda take, path: studio.store.fetch(take.digest, path), mattes)
    labels = proposals(told)
    return {
        "lineage": lineage_s,
        "policy": _timed(lambda: studio.judge().judge_delivery(history, film))[0],
        "shares": _timed(measurer.shares)[0],
        "BOM": _timed(lambda: bill_of_materials(told, {}))[0],
        "page": _timed(lambda: page(told, labels=labels))[0],
        "PDF": _timed(lambda: pdf(told, labels=labels))[0],
    }


def _classes(history: RecordHistory, film: str) -> Lineage:
    lineage = Lineage(history, {})
    for take in lineage.ancestors(film):
        lineage.klass(take)
    return lineage


def _proof(told: Disclosure, out: Path) -> Measure:
    """The largest proof there is, checked by the signed film: as a call, and as a process of its own."""
    proofs = prove(told, *(row.element for row in told.rows))
    path, largest = out / "proof.json", max(proofs, key=lambda proof: len(proof.to_json()))
    path.write_bytes(largest.to_json())
    call_s, holds = _timed(lambda: Proof.read(path).holds(told.merkle_root))
    film_s, report = _timed(lambda: verify_proof(Proof.read(path), out / FILM, verify(out / FILM)))
    command = [sys.executable, "-m", "hwaryong.cli.main", "verify", str(out / FILM), "--proof", str(path)]
    process_s, done = _timed(lambda: subprocess.run(command, capture_output=True, cwd=workshop.CHECKOUT))
    sound = holds and report.verdict == "untrusted" and done.returncode == 0
    return Measure(
        f"the proof of one of {len(told.elements):,} elements",
        "≤ 1 KiB, checked offline in ≤ 50 ms",
        f"{path.stat().st_size} bytes, {1000 * call_s:.1f} ms; with the film's credentials"
        f" {1000 * film_s:.0f} ms; as a process of its own {process_s:.1f} s",
        bool(sound and path.stat().st_size <= 1024 and call_s <= 0.05),
    )


def _ingredients(folder: Path, count: int) -> str:
    """Sign a picture with `count` unsigned ingredients and read it: seconds, and bytes of the manifest."""
    keys = make_keys()
    source, target = folder / "plain.png", folder / f"with{count}.png"
    Image.new("RGB", (64, 64)).save(source)
    actions = [
        {
            "action": "c2pa.created",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/composite",
        }
    ]
    definition = {
        "title": "a film",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
        "ingredients": [
            {"title": f"element {n}", "format": "image/png", "relationship": "componentOf",
             "instance_id": f"xmp:iid:{n:032x}"} for n in range(count)
        ],
    }  # fmt: skip
    info = c2pa.C2paSignerInfo("es256", keys.chain.encode(), keys.private.encode(), None)

    def sign() -> None:
        with (
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(json.dumps(definition)) as builder,
            source.open("rb") as reading,
            target.open("w+b") as writing,
        ):
            builder.sign(signer, "image/png", reading, writing)

    signed_s, _ = _timed(sign)
    read_s, _ = _timed(lambda: verify(target))
    size = target.stat().st_size - source.stat().st_size
    return (
        f"{count:,} unsigned ones signed in {signed_s:.1f} s, read in {read_s:.1f} s, {size / 1024:.0f} KiB"
    )


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


@contextmanager
def _own_keys(folder: Path) -> Iterator[None]:
    """A configuration of its own, so that no measurement touches the person's keys."""
    before = os.environ.get("XDG_CONFIG_HOME")
    os.environ["XDG_CONFIG_HOME"] = str(folder)
    try:
        yield
    finally:
        del os.environ["XDG_CONFIG_HOME"]
        if before is not None:
            os.environ["XDG_CONFIG_HOME"] = before
