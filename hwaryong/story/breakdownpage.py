"""A breakdown to read and to work with: a page of breakdown sheets and strips, a table, a timeline."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown, Category, Scene
from hwaryong.media.page import Page
from hwaryong.media.shotlist import ShotList
from hwaryong.media.stripboard import Stripboard
from hwaryong.media.table import Table
from hwaryong.media.timeline import Cut, Timeline
from hwaryong.story.rendered import rendered
from hwaryong.tool import tool

CATEGORIES: Final[dict[Category, str]] = {
    "crowd": "Crowd", "props": "Props", "vehicles": "Vehicles", "animals": "Animals", "wardrobe": "Wardrobe",
    "effects": "Effects", "sound": "Sound", "music": "Music", "unsorted": "In capitals, to sort",
}  # fmt: skip


@tool("story.breakdown_page", version=1, libraries=("jinja2",))
def breakdown_page(
    breakdown: Breakdown, shots: ShotList, stripboard: Stripboard | None = None, *, lang: str
) -> Page:
    """Breakdown sheets, shot list and strips as one HTML file that fetches nothing.

    Raises BadInput for a language that the breakdown does not have.
    """
    _known(breakdown, lang)
    sequences = {sequence.scene: sequence for sequence in shots.sequences}
    return rendered(
        "breakdown.html.j2", breakdown=breakdown, lang=lang, sequences=sequences, board=stripboard,
        categories=CATEGORIES, clock=_clock, pages=_pages, rate=breakdown.rate, named=_named,
    )  # fmt: skip


@tool("story.breakdown_table", version=1)
def breakdown_table(breakdown: Breakdown, *, lang: str) -> Table:
    """One row a scene: heading, cast, each category of what it needs, pages and seconds.

    What a list of words found, and nobody has looked at, carries a question mark. Raises BadInput for a
    language that the breakdown does not have.
    """
    _known(breakdown, lang)
    header = (
        "scene", "printed", "setting", "place", "time", "hour", "cast", *CATEGORIES,
        "page", "eighths", "words", "frames", "seconds",
    )  # fmt: skip
    return Table(header, tuple(_row(scene, lang, breakdown.rate) for scene in breakdown.scenes))


@tool("story.timeline", version=1)
def timeline(shots: ShotList) -> Timeline:
    """The planned shots one after the other, each as long as the clock gives it."""
    cuts = [
        Cut(f"{sequence.name}/{shot.name}", 0, shot.frames)
        for sequence in shots.sequences
        for shot in sequence.shots
    ]
    return Timeline.of(cuts, rate=shots.rate, title=shots.title)


def _known(breakdown: Breakdown, lang: str) -> None:
    if lang not in breakdown.languages:
        known = ", ".join(breakdown.languages)
        raise BadInput(f"the breakdown is not in {lang!r}", mend=f"it is in {known}")


def _row(scene: Scene, lang: str, rate: Fraction) -> tuple[str, ...]:
    return (
        str(scene.number), scene.printed, scene.setting, scene.place[lang], scene.time[lang], scene.hour,
        "; ".join(person[lang] for person in scene.cast),
        *("; ".join(_named(scene, category, lang)) for category in CATEGORIES),
        str(scene.page[lang]), str(scene.eighths[lang]), str(scene.words[lang]), str(scene.frames[lang]),
        f"{float(scene.frames[lang] / rate):.1f}",
    )  # fmt: skip


def _named(scene: Scene, category: Category, lang: str) -> list[str]:
    """The things of a category, with a question mark where a person has to look."""
    return [
        next(iter([thing.name[lang]] if lang in thing.name else thing.name.values()))
        + ("" if thing.sure else "?")
        for thing in scene.things
        if thing.category == category
    ]


def _clock(frames: int, rate: Fraction) -> str:
    """Minutes, seconds and frames: 1:05+12."""
    seconds, left = divmod(frames, round(rate))
    return f"{seconds // 60}:{seconds % 60:02}+{left:02}"


def _pages(eighths: int) -> str:
    """Eighths as a script supervisor writes them: 1 3/8."""
    whole, part = divmod(eighths, 8)
    return " ".join(filter(None, (str(whole) if whole else "", f"{part}/8" if part else ""))) or "0"


__all__ = ["breakdown_page", "breakdown_table", "timeline"]
