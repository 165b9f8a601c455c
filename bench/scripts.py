"""Fountain: the format's own tests, what is kept to the byte, hostile input, speed; other parsers beside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from bench.feature import feature
from bench.measure import Measure
from hwaryong.media import fountain
from hwaryong.media.encoding import encode
from hwaryong.media.screenplay import Element
from hwaryong.media.script import Script

BUILD = Path(__file__).parent.parent / "build"
RIVALS = {
    "screenplay_tools": "screenplay-tools==0.0.10",
    "screenplain": "screenplain==0.12.0",
    "fountain_py": "fountain-py==0.3.0",
    "jouvence": "jouvence==0.4.2",
    "fountain_parser": "fountain-parser==0.1.1",
}
LIMIT_S = 6.0
HOSTILE = {
    "1 MB of [[": "[[" * 500_000,
    "[[ in 330,000 lines": "[[\n" * 330_000,
    "1 MB of /*": "/*" * 500_000,
    "/* in 330,000 lines": "/*\n" * 330_000,
    "1 MB of (": "(" * 1_000_000,
    "1 MB of *": "*" * 1_000_000,
    "100,000 cues": "ANNA\nNo.\n\n" * 100_000,
    "100,000 dual cues": "ANNA ^\nNo.\n\n" * 100_000,
}
_NAMES = {"Comment": "note", "Section Heading": "section"}


@dataclass
class Told:
    """What a parser says of a text; `error` where it gave up, "hangs" where it took longer than the limit."""

    page: dict[str, list[str]] = field(default_factory=dict)
    elements: list[dict[str, Any]] = field(default_factory=list)
    written: str | None = None
    seconds: float = 0.0
    error: str = ""


def measures(material: Path | None = None) -> Iterator[Measure]:
    """Every line of the table; `material` holds `fountain-tests` and `screenplain-examples`."""
    try:
        rivals = Rivals(BUILD / "story-rivals")
    except (OSError, subprocess.SubprocessError) as error:
        yield Measure("other Fountain parsers", "beside ours", f"not installed: {error}", False)
        rivals = None
    tests = material / "fountain-tests" if material else None
    if material and tests and tests.is_dir():
        yield _official(tests, rivals)
        yield from _kept(_samples(material), rivals)
    else:
        yield Measure("official Fountain tests", "141 of 141", "not measured: no --data", False)
    yield from _hostile(rivals)
    yield _speed(rivals)


class Rivals:
    """Other parsers in an environment of their own, made once; raises OSError or SubprocessError."""

    def __init__(self, folder: Path) -> None:
        self._python = folder / "bin" / "python"
        ready = folder / "ready-scripts"
        if not ready.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
            pip = [str(self._python), "-m", "pip", "install", "--quiet", *RIVALS.values()]
            subprocess.run(pip, check=True, timeout=300, capture_output=True)
            ready.touch()

    def read(self, name: str, text: str) -> Told:
        """What a rival says of a text, within the limit (and three seconds to start)."""
        command = [str(self._python), str(Path(__file__).with_name("fountainworker.py")), name]
        try:
            done = subprocess.run(
                command,
                input=json.dumps([text]),
                capture_output=True,
                text=True,
                timeout=LIMIT_S + 3,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Told(error="hangs", seconds=LIMIT_S)
        if done.returncode:
            return Told(error="crashes")
        said = Told(**json.loads(done.stdout)[0])
        return said if said.seconds < LIMIT_S else Told(error="hangs", seconds=said.seconds)


def ours(text: str) -> Told:
    """What our parser says of a text, as the tests of 2015 name it: they know no centred element."""
    began = time.process_time()
    page, elements = fountain.parse(text)
    seconds = time.process_time() - began
    told = [_told(element) for element in elements]
    written = text  # what was read is kept
    return Told({key: value.split("\n") for key, value in page.items()}, told, written, seconds)


def _told(element: Element) -> dict[str, Any]:
    return {
        "type": "action" if element.type == "centered" else element.type, "text": element.text,
        "number": element.scene_number, "centered": element.type == "centered", "dual": element.dual,
        "level": element.level,
    }  # fmt: skip


def _official(folder: Path, rivals: Rivals | None) -> Measure:
    """All expectations; rivals get the best of eight ways to count elements, and white space is forgiven."""
    asked = json.loads((folder / "expectations.json").read_text("utf-8"))["expectations"]
    texts = {_text(one, folder) for one in asked}
    mine = {text: ours(text) for text in texts}
    failed = [one["test"] for one in asked if not _meets(one, _text(one, folder), mine, exact=True)]
    scores = {}
    for name in RIVALS if rivals else ():
        read = {text: rivals.read(name, text) for text in texts} if rivals else {}
        scores[RIVALS[name]] = max(
            sum(_meets(one, _text(one, folder), way) for one in asked)
            for way in (_normalised(read, *choice) for choice in product((False, True), repeat=3))
        )
    beside = ", ".join(f"{name} {n}" for name, n in sorted(scores.items(), key=lambda item: -item[1]))
    said = f"{len(asked) - len(failed)} of {len(asked)}" + (f": not {', '.join(failed)}" if failed else "")
    return Measure("official Fountain tests", f"{len(asked)} of {len(asked)}", said, not failed, beside)


def _text(expected: dict[str, Any], folder: Path) -> str:
    if "input" in expected:
        return str(expected["input"])
    return (folder / expected["file"]).read_bytes().decode("utf-8-sig")


def _normalised(read: dict[str, Told], merge: bool, split: bool, drop: bool) -> dict[str, Told]:
    """The same with dialogue lines in one element, paragraphs of action apart, empty elements left out."""
    return {text: Told(told.page, _counted(told.elements, merge, split, drop), told.written, 0, told.error)
            for text, told in read.items()}  # fmt: skip


def _counted(elements: list[dict[str, Any]], merge: bool, split: bool, drop: bool) -> list[dict[str, Any]]:
    lines = [
        {**one, "text": line}
        for one in elements
        for line in (
            re.split(r"\n\s*\n", one["text"]) if split and one["type"] == "action" else [one["text"]]
        )
    ]
    found: list[dict[str, Any]] = []
    for one in lines:
        if drop and not one["text"].strip() and one["type"] != "page_break":
            continue
        if merge and one["type"] == "dialogue" and found and found[-1]["type"] == "dialogue":
            found[-1] = {**found[-1], "text": f"{found[-1]['text']}\n{one['text']}"}
        else:
            found.append(one)
    return found


def _meets(expected: dict[str, Any], text: str, read: dict[str, Told], *, exact: bool = False) -> bool:
    told = read[text]
    if told.error:
        return False
    match expected["check"]:
        case "loads":
            return bool(told.elements)
        case "document_text" | "write_roundtrip":
            return told.written is not None and _same(told.written, text, exact)
        case "title_page_text":
            page = "".join(f"{key.capitalize()}: {' '.join(value)}\n" for key, value in told.page.items())
            return page == expected["text"]
        case "title_page_keys":
            return len(told.page) == expected["count"]
        case "title_page_values":
            return len(told.page.get(expected["key"], ())) == expected["count"]
    if expected["index"] >= len(told.elements):
        return False
    one = {"number": None, "centered": False, "dual": False, "level": 0, **told.elements[expected["index"]]}
    kind = "action" if one["type"] == "centered" else one["type"]
    checks = {
        "scene_number": "number",
        "dual_dialogue": "dual",
        "section_depth": "level",
        "centered": "centered",
    }
    return all(
        (one[ours_] or None) == (expected[name] or None) for name, ours_ in checks.items() if name in expected
    ) and all(
        (_type(expected[name]) == kind) == right
        for name, right in (("type", True), ("not_type", False)) if name in expected
    ) and ("text" not in expected or _same(one["text"], expected["text"], exact))  # fmt: skip


def _type(name: str) -> str:
    return _NAMES.get(name, name.lower().replace(" ", "_"))


def _same(a: str, b: str, exact: bool) -> bool:
    return a == b if exact else a.strip() == b.strip()


def _samples(material: Path) -> dict[str, bytes]:
    """Every public script as it is, and again in other encodings and with other line ends."""
    files = [
        path
        for folder in ("fountain-tests", "screenplain-examples")
        for path in sorted((material / folder).glob("*"))
        if path.suffix in (".fountain", ".txt") and "LICENSE" not in path.name
    ]
    samples = {path.name: path.read_bytes() for path in files}
    korean = "Title: 눈\n\n.절 마당 #12A#\n\n@화가\n(낮게)\n아직.\n\n/* 나중에 */\n"
    for name, data in [*samples.items(), ("korean", korean.encode())]:
        text = data.decode("utf-8-sig")
        for encoding in (
            "utf-8",
            "utf-8-sig",
            "utf-16-le",
            "utf-16-be",
            *(["cp949"] if name == "korean" else []),
        ):
            for end in ("\n", "\r\n", "\r"):
                samples[f"{name} {encoding} {end!r}"] = encode(text.replace("\n", end), encoding)
    return samples


def _kept(samples: dict[str, bytes], rivals: Rivals | None) -> Iterator[Measure]:
    kept = composed = edits = whole = 0
    with tempfile.TemporaryDirectory(prefix="scripts-") as folder:
        for data in samples.values():
            path = Path(folder) / "in.fountain"
            path.write_bytes(data)
            script = Script.read(path)
            kept += script.write(Path(folder) / "out").read_bytes() == data
            again = Script.of(script.title_page, script.elements)
            composed += _shown(again.elements) == _shown(script.elements)
            for index, element in enumerate(script.elements[:60]):
                if element.type not in ("page_break", "boneyard"):
                    edits += 1
                    whole += _only(script, index)
    texts = [data.decode() for name, data in samples.items() if " utf" not in name and " cp949" not in name]
    beside = ""
    if rivals:
        same = sum(rivals.read("screenplay_tools", text).written == text for text in texts)
        beside = (
            f"screenplay-tools' writer: {same} of the {len(texts)} in UTF-8; the others write no Fountain"
        )
    yield Measure(
        "parse → write",
        "byte-identical on every sample",
        f"{kept} of {len(samples)}",
        kept == len(samples),
        beside,
    )
    yield Measure(
        "parse → compose from elements → parse", "the same elements", f"{composed} of {len(samples)}",
        composed == len(samples),
    )  # fmt: skip
    yield Measure(
        "an edit of one element", "every other character stays", f"{whole} of {edits} edits", whole == edits
    )


def _shown(elements: Sequence[Element]) -> list[tuple[Any, ...]]:
    return [(one.type, one.text.rstrip(), one.scene_number, one.dual, one.speaker) for one in elements]


def _only(script: Script, index: int) -> bool:
    """Whether other words in one element leave all outside its span, and are read back."""
    element = script.elements[index]
    words = "(DIFFERENT)" if element.type == "parenthetical" else "DIFFERENT"
    edited = script.edited(index, words)
    start, end = element.source
    same = edited.text.startswith(script.text[:start]) and edited.text.endswith(script.text[end:])
    return same and edited.elements[index].text.strip() == words


def _hostile(rivals: Rivals | None) -> Iterator[Measure]:
    for name, text in HOSTILE.items():
        seconds = ours(text).seconds
        said = []
        for rival in RIVALS if rivals else ():
            told = rivals.read(rival, text) if rivals else Told()
            said.append(f"{rival.replace('_', '-')} {told.error or f'{told.seconds:.2f} s'}")
        yield Measure(f"hostile: {name}", "< 1 s", f"{seconds:.2f} s", seconds < 1, ", ".join(said))


def _speed(rivals: Rivals | None) -> Measure:
    text = feature()
    seconds = min(ours(text).seconds for _ in range(5))
    theirs = {name: rivals.read(name, text) for name in RIVALS} if rivals else {}
    said = ", ".join(
        f"{name.replace('_', '-')} {told.error or f'{told.seconds:.2f} s'}" for name, told in theirs.items()
    )
    fastest = min((told.seconds for told in theirs.values() if not told.error), default=float("inf"))
    per_mb = seconds / (len(text) / 1e6)
    return Measure(
        "120-page script parsed", "faster than every rival, ≤ 0.5 s a MB",
        f"{seconds:.3f} s ({per_mb:.2f} s a MB)", seconds < fastest and per_mb <= 0.5, said,
    )  # fmt: skip
