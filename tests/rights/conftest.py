"""Histories as plain objects of the record's own dataclasses, and a person's configuration of their own."""

from __future__ import annotations

import hashlib
import subprocess
import wave
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from hwaryong.canonical import sha256_file
from hwaryong.record.model import Damage, Review, Run, RunInput, Take
from hwaryong.rights.card import Card
from hwaryong.rights.lineage import Class
from hwaryong.rights.signing import Claim, Signed, sign


class Memory:
    """A history that lies in dictionaries."""

    def __init__(self) -> None:
        self.takes: dict[str, Take] = {}
        self.runs: dict[str, Run] = {}
        self.words: list[Review] = []
        self.changes: dict[str, tuple[str, ...]] = {}
        self.damages: tuple[Damage, ...] = ()

    def take(self, id: str) -> Take:
        return self.takes[id]

    def run(self, id: str) -> Run:
        return self.runs[id]

    def reviews(self, take: str) -> Sequence[Review]:
        return [word for word in self.words if word.take == take]

    def stale(self, take: str) -> Sequence[str]:
        return self.changes.get(take, ())

    def damage(self) -> Sequence[Damage]:
        return self.damages

    def add(self, element: str, inputs: Sequence[str] = (), content: bytes | None = None, **run: Any) -> str:
        """Add a run with one take; by default a tool's."""
        n = len(self.takes)
        fields: dict[str, Any] = {
            "id": f"r{n}", "key": f"{n:064x}", "kind": "tool", "maker": "drawing.cleanup", "version": 1,
            "code": "c" * 64, "settings": {}, "seed": 0, "cards": (), "libraries": {}, "origin": "",
            "statement": "", "inputs": tuple(RunInput("from", str(i), id) for i, id in enumerate(inputs)),
            "engine": "local", "began": "2026-11-23T00:00:00Z", "ended": "2026-11-23T00:00:01Z",
        }  # fmt: skip
        self.runs[f"r{n}"] = Run(**{**fields, **run})
        digest = hashlib.sha256(content if content is not None else f"{element} {n}".encode()).hexdigest()
        self.takes[f"t{n}"] = Take(
            f"t{n}", f"r{n}", element, digest, "drawing", ".svg", 10, "2026-11-23T00:00:01Z"
        )
        return f"t{n}"

    def person(self, element: str, inputs: Sequence[str] = (), by: str = "key animator", **run: Any) -> str:
        """Add a person's own drawing, or what a person made from `inputs`."""
        origin = "derived" if inputs else "original"
        fields = {
            "kind": "intake",
            "maker": by,
            "origin": origin,
            "statement": f"{origin}, drawn by hand",
            **run,
        }
        return self.add(element, inputs, **fields)

    def program(self, element: str, inputs: Sequence[str] = (), **run: Any) -> str:
        fields = {
            "kind": "intake",
            "maker": "a program",
            "origin": "program",
            "statement": "written as code",
            **run,
        }
        return self.add(element, inputs, **fields)

    def unclear(self, element: str) -> str:
        return self.add(element, kind="intake", maker="", origin="unclear")

    def model(self, element: str, inputs: Sequence[str] = (), digest: str = "f" * 64) -> str:
        """Add the take of a tool that uses a learned model."""
        card = {"name": "a model", "digest": digest}
        return self.add(element, inputs, maker="drawing.guess", cards=(card,))

    def review(self, take: str, verdict: Any = "approve", by: str = "director", note: str = "") -> None:
        self.words.append(
            Review(f"w{len(self.words)}", take, verdict, by, note, None, "2026-11-23T01:00:00Z")
        )

    def lose_run(self, take: str) -> None:
        self.takes[take] = replace(self.takes[take], run="lost")


@pytest.fixture(scope="session")
def make_memory() -> type[Memory]:
    return Memory


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture(autouse=True)
def config(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder outside the home of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder


def file_of(name: str) -> str:
    """The digest of the one file of `clear_card`: cards of several names are of several models."""
    return "a" * 64 if name == "a model" else hashlib.sha256(name.encode()).hexdigest()


def clear_card(**fields: Any) -> Card:
    """A card on which everything is said, at E4."""
    said = {"evidence": "E4", "source": "trained here, see the training log", "document": "b" * 64}
    ok = {**said, "answer": "ok", "scope": "everything"}
    licence = {**said, "id": "Apache-2.0", "commercial": "ok"}
    plain: dict[str, Any] = {
        "format": "hwaryong.card/1", "name": "a model", "version": "1", "kind": "model", "learned": True,
        "maker": "this project", "files": {"model.bin": file_of(fields.get("name", "a model"))},
        "licences": {"code": licence, "weights": licence, "data": licence},
        "complete": said, "training_consent": ok, "likeness": ok, "territory": {**said, "worldwide": True},
        "expiry": said, "bans": {**said, "clients": ()},
    }  # fmt: skip
    return Card.model_validate({**plain, **fields})


@pytest.fixture(scope="session")
def card() -> Any:
    return clear_card


IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48" '
    'xmlns:hw="https://hwaryong.invalid/ns/drawing/1">'
    '<g id="strokes"><path id="arm" hw:kind="ink" d="M1 2L30 40"/></g></svg>'
)


def real_file(path: Path) -> Path:
    """A small real file of the kind that its suffix says."""
    rng = np.random.default_rng(7)
    if path.suffix in (".png", ".jpg"):
        Image.fromarray(rng.integers(0, 255, (48, 64, 3), dtype=np.uint8)).save(path)
    elif path.suffix == ".wav":
        with wave.open(str(path), "wb") as sound:
            sound.setparams((1, 2, 48_000, 0, "NONE", ""))
            sound.writeframes(rng.integers(-999, 999, 4800, dtype=np.int16).tobytes())
    elif path.suffix == ".mp4":
        source = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=24:duration=1", "-pix_fmt", "yuv420p"]
        exact = ["-fflags", "+bitexact", "-flags", "bitexact", "-movflags", "+faststart"]
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *source, *exact, str(path)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    else:
        path.write_text(SVG if path.suffix == ".svg" else f'{{"name": "{path.name}"}}\n', "utf-8")
    return path


def claim(path: Path, klass: Class = "composite", **fields: Any) -> Claim:
    iptc = None if klass == "unclear" else IPTC + "composite"
    known = {"draft": True, "disclosure": "d" * 64, "merkle_root": "e" * 64, **fields}
    return Claim(f"ep01/{path.stem}", sha256_file(path), klass, iptc, **known)


@pytest.fixture(scope="session", name="real_file")
def real_file_fixture() -> Callable[[Path], Path]:
    return real_file


@pytest.fixture(scope="session", name="claim")
def claim_fixture() -> Callable[..., Claim]:
    return claim


@pytest.fixture
def signed(tmp_path: Path) -> Callable[..., tuple[Path, Signed]]:
    """Make a file of that name and sign it into `out`; answers the source and what was signed."""

    def make(name: str, **fields: Any) -> tuple[Path, Signed]:
        source = real_file(tmp_path / name)
        (tmp_path / "out").mkdir(exist_ok=True)
        return source, sign(source, tmp_path / "out" / name, claim(source, **fields))

    return make
