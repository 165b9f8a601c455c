"""The Korean script layout: what is read of scenes written in ten hands' habits, against their truth."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from bench import scripts
from bench.measure import Measure
from hwaryong.media import koreanscript
from hwaryong.media.screenplay import Element

SCENES = Path(__file__).with_name("koreanscenes")
HANDS = {"seen": "abcdef", "held out": "ghij", "held out, written after the parser": "klm"}
LETTERS = {
    "H": "scene_heading", "A": "action", "C": "character", "P": "parenthetical", "D": "dialogue",
    "T": "transition", "S": "section", "Z": "centered",
}  # fmt: skip

Item = tuple[str, str]
"""The type of an element and its text, with one space for all white space."""


def truth(path: Path) -> tuple[dict[str, str], list[Item]]:
    """The title page and the elements of a truth file; a heading's number stands before its text."""
    page: dict[str, str] = {}
    items: list[Item] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        head, _, text = line.partition("|")
        letter, _, rest = head.partition(" ")
        if letter == "K":
            page[rest] = text
        else:
            items.append((LETTERS[letter], _spaced(f"{rest} {text}")))
    return page, items


def items(elements: Iterable[Element]) -> list[Item]:
    """Elements as the truth has them."""
    return [(element.type, _spaced(f"{element.scene_number or ''} {element.text}")) for element in elements]


def matched(found: list[Item], true: list[Item]) -> tuple[int, int, int]:
    """How many elements are right (type and text, in any order), how many were found, how many there are."""
    return sum((Counter(found) & Counter(true)).values()), len(found), len(true)


def score(read: Callable[[str], list[Item]], names: Iterable[Path]) -> float:
    """The F1 of a reader over some files."""
    counts = [
        matched(read(path.read_text(encoding="utf-8")), truth(path.with_suffix(".truth"))[1])
        for path in names
    ]
    right, found, true = (sum(part) for part in zip(*counts, strict=True))
    return 2 * right / (found + true)


def files(letters: str) -> list[Path]:
    return [path for path in sorted(SCENES.glob("*.txt")) if path.name[0] in letters]


def ours(text: str) -> list[Item]:
    return items(koreanscript.parse(text)[1])


def measures() -> Iterator[Measure]:
    """F1 on scenes written before the parser, held out, and later ones; title pages; hostile lines."""
    for name, letters in HANDS.items():
        paths = files(letters)
        true = [kind for path in paths for kind, _ in truth(path.with_suffix(".truth"))[1]]
        what = f"Korean layout, {true.count('scene_heading')} scenes of {len(paths)} hands, {name}"
        found = score(ours, paths)
        yield Measure(what, "element F1 ≥ .98", f"{found:.3f}", found >= 0.98, _rivals(paths))
    pages = [truth(path.with_suffix(".truth"))[0] for path in sorted(SCENES.glob("*.txt"))]
    read = [koreanscript.parse(path.read_text(encoding="utf-8"))[0] for path in sorted(SCENES.glob("*.txt"))]
    right = sum(one == other for one, other in zip(pages, read, strict=True))
    yield Measure("Korean layout, title pages", "all", f"{right} of {len(pages)}", right == len(pages))
    hostile = {piece: 1_000_000 // len(piece) for piece in ("[[", "/*", "(", "S#", "\t")} | {
        "가:나\n": 100_000
    }
    slowest = max(_seconds(piece * count) for piece, count in hostile.items())
    yield Measure("Korean layout, 1 MB of [[, /*, (; 100,000 cues", "< 1 s", f"{slowest:.2f} s", slowest < 1)


def _rivals(paths: list[Path]) -> str:
    """The F1 of the Fountain parsers on the same files."""
    try:
        rivals = scripts.Rivals(scripts.BUILD / "story-rivals")
    except (OSError, subprocess.SubprocessError) as error:
        return f"not installed: {error}"

    def read(name: str, text: str) -> list[Item]:
        told = rivals.read(name, text).elements
        return [(one["type"], _spaced(f"{one.get('number') or ''} {one['text']}")) for one in told]

    scores = {name: score(partial(read, name), paths) for name in scripts.RIVALS}
    return ", ".join(f"{name} {found:.3f}" for name, found in scores.items())


def _seconds(text: str) -> float:
    begun = time.process_time()
    koreanscript.parse(text)
    return time.process_time() - begun


def _spaced(text: str) -> str:
    return " ".join(text.split())
