"""The folders of a production's shots, laid out from a shot list before anything is drawn."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from hwaryong.media.breakdown import Breakdown
from hwaryong.media.layout import Layout
from hwaryong.media.shotlist import PlannedShot, Sequence, ShotList
from hwaryong.production import Production, check_name


def lay_out(root: Path, episode: str, shots: ShotList, breakdown: Breakdown, lang: str) -> list[str]:
    """Write a shot.toml for every planned shot that has none yet; answers all shots' names in order.

    What lies there already is a person's and stays. Each has its length, its lines where the clock puts them,
    a background named after its place, and the layer A. Raises BadInput where `root` is no production or
    `episode` no name.
    """
    production = Production.open(root)
    check_name(episode, where="--episode")
    places = {scene.number: place_name(scene.place[lang]) for scene in breakdown.scenes}
    lasts = {line.number: line.frames[lang] for line in breakdown.lines}
    laid = []
    for sequence in shots.sequences:
        for shot in sequence.shots:
            name = f"{sequence.name}/{shot.name}"
            file = production.root / episode / name / "shot.toml"
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(_layout(sequence, shot, places[sequence.scene], lasts), "utf-8")
            laid.append(name)
    return laid


def place_name(place: str) -> str:
    """A place as a file's name: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFC", place).casefold()
    return re.sub(r"[^\w]+", "-", plain).strip("-_")[:60] or "place"


def _layout(sequence: Sequence, shot: PlannedShot, place: str, lasts: dict[str, int]) -> str:
    spoken = sum(lasts.get(number, 0) for number in shot.lines)
    start = max(0, shot.frames - spoken)
    lines = []
    for number in shot.lines:
        lines.append(f'"{number}" = {min(start, shot.frames - 1)}\n')
        start += lasts.get(number, 0)
    title = " ".join(filter(None, (shot.size, shot.subject))) or sequence.heading
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    text = (
        f'frames = {shot.frames}\nscene = {sequence.scene}\ntitle = "{quoted}"\n'
        + (f"\n[lines]\n{''.join(lines)}" if lines else "")
        + f'\n[[layer]]\nplace = "{place}"\n\n[[layer]]\ncel = "A"\n'
    )
    return Layout.parse(text).text


__all__ = ["lay_out", "place_name"]
