"""What other readers of C2PA say: of the files that we sign, and of C2PA's public test files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.attacks import House, turn_media
from bench.measure import Measure
from hwaryong.rights.verify import Report, verify

PACKAGE = "@trustnxt/c2pa-ts@0.9.4"
ASKED = (".png", ".jpg", ".mp4", ".wav")
EACH = 20
EXPLAINED = {
    "truepic-20230212": "published as valid; the signer left the Exif data before the manifest unbound, "
    "which c2pa-rs 0.91 no longer accepts",
    "monotype-20240712": "no reader here knows fonts",
}


@dataclass(frozen=True)
class Second:
    """What c2pa-ts says of a file."""

    read: bool
    valid: bool
    codes: tuple[str, ...]


def measures(material: Path | None = None) -> Iterator[Measure]:
    """Our files, then C2PA's, of which `material` is the folder that holds `c2pa-public-testfiles`."""
    with tempfile.TemporaryDirectory(prefix="readers-") as folder:
        try:
            second = Reader(Path(folder))
        except (OSError, subprocess.SubprocessError) as error:
            yield Measure("other readers of what we sign", "agree on 100 %", f"not measured: {error}", False)
            return
        yield from _ours(Path(folder), second)
        if material and (material / "c2pa-public-testfiles").is_dir():
            yield from _public(material / "c2pa-public-testfiles", second)
        else:
            yield Measure("C2PA's public test files", "as published", "not measured: no --data", False)


class Reader:
    """c2pa-ts on Node, installed into a folder; raises OSError or SubprocessError where that cannot be."""

    def __init__(self, folder: Path) -> None:
        self._script = folder / "readers.mjs"
        shutil.copy(Path(__file__).with_name("readers.mjs"), self._script)
        command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", PACKAGE]
        subprocess.run(command, cwd=folder, check=True, timeout=180, capture_output=True)

    def read(self, files: Sequence[Path]) -> dict[Path, Second]:
        """What it says of each file."""
        # Node runs in its own folder, where a relative path would name nothing.
        command = ["node", str(self._script), *(str(file.resolve()) for file in files)]
        done = subprocess.run(
            command, cwd=self._script.parent, check=True, timeout=300, capture_output=True, text=True
        )
        told = [json.loads(line) for line in done.stdout.splitlines()]
        return {
            file: Second(one["read"], one["valid"], tuple(one["codes"]))
            for file, one in zip(files, told, strict=True)
        }


def _ours(folder: Path, second: Reader) -> Iterator[Measure]:
    """Plain, with one and with two parents; then the same with a bit turned in the media."""
    (folder / "house").mkdir()
    house = House(folder / "house")
    for suffix in ASKED:
        sound: list[Path] = []
        for n in range(EACH):
            sound.append(house.new(suffix, *sound[: n % 3]))
        changed = [house.new(suffix) for _ in range(EACH)]
        for file in changed:
            turn_media(house, file)
        said = second.read([*sound, *changed])
        reports = {file: verify(file, house.known, anchors=house.keys.chain) for file in (*sound, *changed)}
        agree = sum(
            said[file].read and said[file].valid == _first(report) == (file in sound)
            for file, report in reports.items()
        )
        ours = sum((report.verdict == "ok") == (file in sound) for file, report in reports.items())
        yield Measure(
            f"{suffix[1:].upper()} that we sign ({EACH} sound, {EACH} with a turned bit)",
            "c2pa-rs and c2pa-ts agree on 100 %",
            f"both right on {agree} of {len(reports)}, our verdict on {ours}"
            + (": the chunk found for c2pa-ts, which reads no RIFF" if suffix == ".wav" else "")
            + (": its list of brands widened, all else its own" if suffix == ".mp4" else ""),
            agree == ours == len(reports),
        )


def _public(folder: Path, second: Reader) -> Iterator[Measure]:
    files = sorted(
        file for file in folder.rglob("*")
        if file.suffix in (".jpg", ".jpeg", ".pdf", ".ttf") and "manifests" not in file.parts
    )  # fmt: skip
    said = second.read(files)
    reports = {file: verify(file) for file in files}
    wrong = [file for file in files if reports[file].verdict not in expected(file)]
    unexplained = [file.stem for file in wrong if not _explained(file)]
    explained = sorted({f"{name}: {_explained(file)}" for file in wrong if (name := _explained_name(file))})
    rs = sum(_first(reports[file]) == _holds(file) for file in files)
    ts = sum(said[file].read and said[file].valid == _holds(file) for file in files)
    yield Measure(
        f"C2PA's public test files ({len(files)})", "the expected result for every file",
        f"{len(files) - len(wrong)} as expected"
        + (f", {len(wrong)} otherwise: {'; '.join(explained or unexplained)}" if wrong else ""),
        not unexplained, f"right on valid or not: c2pa-rs {rs}, c2pa-ts {ts}",
    )  # fmt: skip
    differ = [
        f"{file.stem} (rs {reports[file].c2pa.partition(':')[0]}, "
        f"ts {'valid' if said[file].valid else ', '.join(said[file].codes) or 'not valid'})"
        for file in files if said[file].read and said[file].valid != _first(reports[file])
    ]  # fmt: skip
    unread = [file.suffix for file in files if not said[file].read]
    yield Measure(
        "  where the readers disagree", "listed", f"{len(differ)}: {'; '.join(differ)}", True,
        f"c2pa-ts reads no {', '.join(sorted(set(unread)))}",
    )  # fmt: skip


def expected(file: Path) -> tuple[str, ...]:
    """Our verdict by the file's published code: `E` and `X` are broken, `A` and `I` carry no credentials."""
    code = file.stem.partition("-")[2].partition("-")[2]
    if file.stem.startswith("nikon"):
        return ("unclear", "altered")  # published as an expired signer and a signature that does not hold
    if not file.stem.startswith("adobe") or file.suffix == ".pdf":
        return ("untrusted",)
    if re.search(r"E-|X", code):
        return ("altered",)
    return ("unclear",) if re.search(r"[AI]", code) else ("untrusted",)


def _holds(file: Path) -> bool:
    """Whether everything in the file is published as valid."""
    return expected(file) == ("untrusted",) or bool(re.search(r"-C[CAI]*$", file.stem))


def _first(report: Report) -> bool:
    """C2PA's own word."""
    return report.c2pa.partition(":")[0] in ("Trusted", "Valid")


def _explained_name(file: Path) -> str:
    return next((name for name in EXPLAINED if file.stem.startswith(name)), "")


def _explained(file: Path) -> str:
    return EXPLAINED.get(_explained_name(file), "")
