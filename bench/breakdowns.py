"""Breakdowns: the animation clock against the sample's cut, and stripboards against the script's order."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from bench.measure import Measure
from hwaryong.media.breakdown import Breakdown, Scene
from hwaryong.media.layout import Layout
from hwaryong.media.script import Script
from hwaryong.media.stripboard import Tally
from hwaryong.media.text import Text
from hwaryong.story.breakdown import breakdown
from hwaryong.story.script import script
from hwaryong.story.stripboard import stripboard
from hwaryong.story.strips import cost, packed, tally, together

SAMPLE = Path(__file__).parent.parent / "samples" / "dragon" / "ep01"
PLACES, CAST, SCENES = 12, 9, 60


def measures(data: Path | None = None) -> Iterator[Measure]:
    """The clock on the sample, whose shots people timed; boards of a made-up script and of `data`'s."""
    yield _clock()
    yield _board("a made-up script of 60 scenes, 12 places, 9 people", _made_up())
    folder = data / "screenplain-examples" if data else None
    for file in sorted(folder.glob("*.fountain")) if folder and folder.is_dir() else ():
        yield _board(file.stem, breakdown({"en": Script.read(file)}))


def _clock() -> Measure:
    scripts = {lang: script(Text.read(SAMPLE / f"treatment.{lang}.md"), lang=lang) for lang in ("en", "ko")}
    broken = breakdown(scripts)
    cut: dict[int, int] = {}
    for file in SAMPLE.glob("sq*/sh*/shot.toml"):
        layout = Layout.read(file)
        cut[layout.scene] = cut.get(layout.scene, 0) + layout.frames
    true = sum(cut.values())

    def told(lang: str) -> str:
        frames = [scene.frames[lang] for scene in broken.scenes]
        off = sum(abs(frames[at] - cut[scene.number]) for at, scene in enumerate(broken.scenes)) / true
        return f"{sum(frames) / 24:.0f} s ({lang}; scene by scene {off:.0%} off)"

    pages = {lang: sum(scene.eighths[lang] for scene in broken.scenes) / 8 * 60 for lang in scripts}
    sums = [sum(scene.frames[lang] for scene in broken.scenes) / true for lang in scripts]
    return Measure(
        f"the clock on the sample film, cut to {true / 24:.0f} s",
        "within 15%",
        ", ".join(told(lang) for lang in scripts),
        all(abs(share - 1) <= 0.15 for share in sums),
        ", ".join(f"a page a minute {seconds:.0f} s ({lang})" for lang, seconds in pages.items()),
    )


def _board(name: str, broken: Breakdown) -> Measure:
    began = time.perf_counter()
    board = stripboard(broken, lang="en", day_eighths=24)
    took = time.perf_counter() - began
    strips = sorted((strip for day in board.days for strip in day), key=lambda strip: strip.scene)
    ours = cost([list(day) for day in board.days])
    rivals = {"places together": packed(together(strips), 24), "script's order": packed(strips, 24)}
    return Measure(
        f"stripboard: {name}",
        "costs no more than places together",
        f"{ours}: {_told(board.tally)}; {'proved best' if board.best else 'not proved'}, {took:.0f} s",
        ours <= min(map(cost, rivals.values())),
        "; ".join(f"{name} {cost(days)}: {_told(tally(days))}" for name, days in rivals.items()),
    )


def _told(board: Tally) -> str:
    return f"{board.days} days, {board.moves} moves, {board.holds} days of waiting, {board.lights} lights"


def _made_up() -> Breakdown:
    """Scenes that come back to their places, as an episode's do; the same each time."""
    chance = random.Random(5)
    scenes = []
    for number in range(1, SCENES + 1):
        place = f"PLACE {min(chance.randrange(PLACES), chance.randrange(PLACES))}"
        people = chance.sample(range(CAST), chance.randint(1, 3))
        scenes.append(
            Scene.model_validate({
                "number": number, "heading": {"en": place}, "place": {"en": place}, "time": {"en": ""},
                "hour": chance.choice(["day", "day", "night"]), "eighths": {"en": chance.randint(1, 12)},
                "cast": [{"en": f"PERSON {person}"} for person in people],
            })
        )  # fmt: skip
    return Breakdown(Fraction(24), ("en",), {"en": ""}, tuple(scenes), ())
