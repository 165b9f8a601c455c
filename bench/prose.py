"""Prose into scripts: every dialogue verbatim, where scenes begin, who speaks in the end, a long novel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import speakers
from bench.measure import Measure
from hwaryong.media.text import Text
from hwaryong.story.adapt import HEARD, adapt
from hwaryong.story.chapter import chapter

KOREAN = Path(__file__).with_name("koreanprose")
MEGABYTE = 1_000_000
TRUTH = Path(__file__).with_name("scenes.toml")
CHAPTER = re.compile(
    r"(?:CHAPTER|Chapter|PART|BOOK)\s+(?:[IVXLC]+|\d+|ONE|One)\s*\.?|PROLOGUE|[IVX]+(?=\s+[A-Z\"“])\s*\.?"
)


@dataclass(frozen=True)
class Excerpt:
    """A LitBank excerpt as prose of one sentence a paragraph, and the paragraphs where scenes begin."""

    name: str
    text: str
    starts: tuple[int, ...]
    scenes: tuple[int, ...]
    chapters: tuple[int, ...]
    held_out: bool


def excerpts(litbank: Path) -> list[Excerpt]:
    """The excerpts whose scenes were marked by hand."""
    rows = tomllib.loads(TRUTH.read_text("utf-8"))["excerpt"]
    return [_excerpt(litbank / "coref/brat" / row["file"], row["scenes"], row["held_out"]) for row in rows]


def _excerpt(path: Path, scenes: Sequence[int], held_out: bool) -> Excerpt:
    """LitBank keeps a sentence a line: a paragraph here, longer only where a quotation goes on."""
    text, starts, marked, chapters = "", [], [], []
    at = 0
    open_quote = False
    for line in path.read_text("utf-8").split("\n"):
        title = CHAPTER.match(line)
        if title and not open_quote:
            text += f"\n\n{title[0].strip()}\n\n"
        words = _together(line[title.end() if title else 0 :])
        if words:
            text += " " if open_quote else "\n\n"
            if not open_quote:
                starts.append(len(text))
            text += words
            if title:
                chapters.append(len(starts) - 1)
            if at in scenes:
                marked.append(len(starts) - 1)
            open_quote ^= (len(re.findall(r"[\"“”]", line)) % 2) == 1
        at += len(line) + 1
    return Excerpt(path.stem, text, tuple(starts), tuple(marked), tuple(chapters), held_out)


def _together(line: str) -> str:
    """A line of tokens as it was printed."""
    line = re.sub(r"\s+([.,;:!?)\]”’]|'s\b|n't\b|'\w+\b)", r"\1", line.strip())
    line = re.sub(r"([(\[“‘])\s+", r"\1", line)
    parts = line.split('"')
    for number in range(1, len(parts), 2):
        parts[number] = parts[number].strip()
    return '"'.join(parts)


def measures(data: Path | None = None) -> Iterator[Measure]:
    """The lines of the table; `data` is a folder with `litbank` and, if at hand, `novels/*.txt`."""
    folder = data or speakers.STORY
    if (folder / "litbank").is_dir():
        given = excerpts(folder / "litbank")
        yield _verbatim([excerpt.text for excerpt in given])
        for held_out in (False, True):
            yield from _boundaries([one for one in given if one.held_out is held_out], held_out)
        yield _long(folder / "litbank")
    else:
        yield Measure("prose: LitBank", "-", "not measured: LitBank is not at hand", False)
    yield from _novels(folder)
    yield from _korean()


def _verbatim(texts: Sequence[str]) -> Measure:
    """Of all speeches found, those that are one dialogue element, to the letter, none within another."""
    kept = total = 0
    for text, lang in [*((text, "en") for text in texts), *((text, "ko") for text, _ in _koreans())]:
        spoken = HEARD[lang](text, chapter(text, lang))
        said = [one for one in adapt(Text(text), lang=lang, syntax="json").elements if one.type == "dialogue"]
        spans = [one.source for one in said]
        exact = {start for (start, end), one in zip(spans, said, strict=True) if text[start:end] == one.text}
        apart = all(a[1] <= b[0] for a, b in pairwise(spans))
        total += max(len(said), len(spoken))
        kept += len(exact & {one.start for one in spoken}) if apart else 0
    name = "dialogue is a span of the prose to the letter, each speech once"
    return Measure(name, "100%", f"{kept} of {total}", kept == total)


def _boundaries(given: Sequence[Excerpt], held_out: bool) -> Iterator[Measure]:
    which = "held out" if held_out else "seen"
    count = sum(len(one.scenes) for one in given)
    found = [(_found(one), one.scenes) for one in given]
    for near in (1, 3):
        ours = _score(found, near)
        rival = _score([(tuple(c for c in one.chapters if c), one.scenes) for one in given], near)
        yield Measure(
            f"scenes begin, {len(given)} LitBank excerpts {which}, within {near} sentence{'s' * (near > 1)}",
            "above every chapter's beginning", f"{_told(ours)} of {count}", ours[2] > rival[2],
            f"every chapter's beginning {_told(rival)}; empty lines: the excerpts have none",
        )  # fmt: skip


def _found(excerpt: Excerpt) -> tuple[int, ...]:
    """The sentences at which scenes begin, but for the first."""
    script = adapt(Text(excerpt.text), lang="en", syntax="json")
    headings = [one.source[0] for one in script.elements if one.type == "scene_heading"]
    return tuple(bisect_right(excerpt.starts, start) - 1 for start in headings[1:])


def _score(pairs: Iterable[tuple[Sequence[int], Sequence[int]]], near: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of places, each true one hit once at most."""
    hits = found = true = 0
    for ours, truth in pairs:
        open_ones = list(truth)
        for place in ours:
            close = [one for one in open_ones if abs(one - place) <= near]
            if close:
                open_ones.remove(min(close, key=lambda one: abs(one - place)))
        hits += len(truth) - len(open_ones)
        found, true = found + len(ours), true + len(truth)
    return hits / max(found, 1), hits / max(true, 1), 2 * hits / max(found + true, 1)


def _told(score: tuple[float, float, float]) -> str:
    return f"precision {score[0]:.2f}, recall {score[1]:.2f}, F1 {score[2]:.2f}"


def _novels(folder: Path) -> Iterator[Measure]:
    """Speakers in the script of novels outside LitBank, annotated by hand (see bench/speakers.py)."""
    texts = speakers.novel_texts(folder)
    name = "speakers in the script, novels outside LitBank"
    right = named = total = 0
    for file in sorted(speakers.NOVELS.glob("*.json")):
        novel = json.loads(file.read_text("utf-8"))
        text = texts.get(novel["sha256"])
        if text is None:
            continue
        said = [one for one in adapt(Text(text), lang="en", syntax="json").elements if one.type == "dialogue"]
        spans = [one.source for one in said]
        for start, end, code in (quote for part in novel["chapters"] for quote in part["quotes"]):
            place = speakers.covering(spans, start, end)
            speaker = said[place].speaker if place is not None else None
            total, named = total + 1, named + (speaker is not None)
            right += (speaker or "").replace(".", "") in novel["names"][code]
    if not total:
        yield Measure(name, ">= .75", "not measured: the novels are not at hand", False)
        return
    ours = f"{right / total:.3f} of {total}; {named} named, {right / max(named, 1):.3f} of these right"
    yield Measure(name, ">= .75", ours, right >= 0.75 * total)


def _koreans() -> list[tuple[str, dict[str, Any]]]:
    rows = tomllib.loads((KOREAN / "truth.toml").read_text("utf-8"))["text"]
    return [((KOREAN / row["file"]).read_text("utf-8"), row) for row in rows]


def _korean() -> Iterator[Measure]:
    """Speakers and scenes of Korean prose written for this; its rules were written with it in view."""
    right = named = total = 0
    pairs = []
    for text, row in _koreans():
        elements = adapt(Text(text), lang="ko", syntax="json").elements
        said = [one for one in elements if one.type == "dialogue"]
        for one, gold in zip(said, row["speakers"], strict=True):
            total, named = total + 1, named + (one.speaker is not None)
            right += one.speaker in gold.split("|")
        paragraphs = chapter(text, "ko")
        starts = [paragraph.start for paragraph in paragraphs]
        found = [starts.index(one.source[0]) for one in elements if one.type == "scene_heading"]
        pairs.append((found[1:], [starts.index(text.index(words)) for words in row["scenes"]]))
    ours = f"{right / total:.3f} of {total}; {named} named, {right / max(named, 1):.3f} of these right"
    yield Measure("speakers, Korean prose written for this (seen)", "-", ours, True)
    score = _score(pairs, 1)
    yield Measure("scenes begin, Korean prose written for this (seen)", "-", _told(score), True)


def _long(litbank: Path) -> Measure:
    """A novel of a megabyte, put together from LitBank's excerpts, by the verb, with its review queue."""
    files = sorted((litbank / "coref/brat").glob("*.txt"))
    text = "\n\n* * *\n\n".join(_excerpt(path, (), False).text for path in files)[:MEGABYTE]
    with tempfile.TemporaryDirectory() as folder:
        novel = Path(folder) / "novel.txt"
        novel.write_text(text, "utf-8")
        words = ["script", novel, "-o", novel.with_suffix(".fountain"), "--queue", novel.with_suffix(".json")]
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "hwaryong.cli.main", *words], check=True, capture_output=True)
        taken = time.perf_counter() - begin
    name = f"a novel of {len(text) / 1e6:.1f} MB (some 500 pages) to Fountain, with queue and credentials"
    return Measure(name, "<= 60 s", f"{taken:.0f} s", taken <= 60)
