"""A run as the light table shows it: two keys, the in-betweens, and a person's marks on the keys."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.media.anchors import carried
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Marks
from hwaryong.media.sheet import Layer, Run
from hwaryong.pipeline import marks_of
from hwaryong.record.model import Take
from hwaryong.report import UNTAKEN
from hwaryong.review.pages import Drawn, Pages

HOLD = 12  # frames for which the last key stays when a run is played


@dataclass(frozen=True)
class RunTable:
    """A run, `ep01/sq010/sh010/A0001-A0004`, and the element of its marks.

    `drawings` are the first key, the in-betweens and the last key; `times` say where the in-betweens stand
    between the keys, `exposures` (frame, drawing) when they are seen, from 0 for `frames` frames. `keys` are
    the takes of the two keys. `marks` are a person's, on the keys as they are drawn now; `seen` is their
    take, empty without. `before` and `after` name the layer's neighbouring runs.
    """

    name: str
    shot: str
    layer: str
    marks_element: str
    rate: Fraction
    frames: int
    exposures: list[tuple[int, int]]
    drawings: list[Drawn]
    times: list[float]
    keys: tuple[Take, Take]
    marks: Marks
    seen: str
    before: str
    after: str

    @property
    def between(self) -> str:
        """The element of the first in-between; one run makes them all."""
        return self.drawings[1].card.row.element

    @property
    def plain(self) -> list[dict[str, Any]]:
        """The marks as the page's script knows them; only a lost mark needs what it lay on."""
        return [
            row if mark.lost else {name: row[name] for name in row if not name.endswith("_on")}
            for row, mark in zip(self.marks.plain(), self.marks.items, strict=True)
        ]


def names(layer: Layer, runs: list[Run]) -> list[str]:
    """The short names of a layer's runs, in order: "A0001-A0004"."""
    return [f"{layer.name}{first:04}-{layer.name}{last:04}" for first, last, _ in runs]


def run_table(pages: Pages, name: str) -> RunTable:
    """The run of this name; LookupError where the sheet has none or its drawings are not made."""
    shot, _, short = name.rpartition("/")
    sheet = pages.sheet(shot) if shot in pages.shots else None
    for layer in sheet.layers if sheet else ():
        runs = sheet.runs(layer.name) if sheet else []
        known = names(layer, runs)
        if short in known:
            place = known.index(short)
            around = ["", *known, ""]
            return _table(pages, shot, layer, runs[place], (around[place], around[place + 2]))
    raise LookupError(name)


def check_seen(table: RunTable, pages: Pages, seen: str, keys: list[str]) -> None:
    """Raises BadInput where what a person saw is not so any more: other keys, or another's marks."""
    if [take.id for take in table.keys] != keys:
        raise BadInput("a key was drawn again meanwhile", mend="load the page again and look at the marks")
    row = pages.snapshot.rows.get(table.marks_element)
    if row and (not row.take or UNTAKEN in row.stale):
        raise BadInput("the file of these marks was changed by hand", mend="run `hwaryong make`, then mark")
    if table.seen != seen:
        raise BadInput("somebody else changed these marks meanwhile", mend="load the page again")


def _table(pages: Pages, shot: str, layer: Layer, run: Run, around: tuple[str, str]) -> RunTable:
    first, last, between = run
    drawings = [
        drawn for drawn in pages.table(f"{shot}/{layer.name}").drawings if first <= drawn.number <= last
    ]
    if [drawn.number for drawn in drawings] != list(range(first, last + 1)):
        raise LookupError(shot)
    takes = [pages.snapshot.take(drawings[place].card.row.take) for place in (0, -1)]
    element = marks_of(shot, layer.name, first, last)
    kept = f"{element}.json" in pages.snapshot.production.files  # who takes the file away takes them back
    take = pages.snapshot.current(element) if kept else None
    marks = pages.contents.media(take, Marks) if take else Marks()
    sheet = pages.sheet(shot)
    frames, exposures = _exposed(layer, first, last, sheet.frames if sheet else 0)
    return RunTable(
        f"{shot}/{layer.name}{first:04}-{layer.name}{last:04}", shot, layer.name, element,
        sheet.rate if sheet else pages.snapshot.production.rate, frames, exposures, drawings,
        [at for _, at in between], (takes[0], takes[1]),
        carried(marks, *(pages.contents.media(key, Drawing) for key in takes)),
        take.id if take else "", *around,
    )  # fmt: skip


def _exposed(layer: Layer, first: int, last: int, frames: int) -> tuple[int, list[tuple[int, int]]]:
    """When the sheet shows the drawings of a run, from its first key on; nothing where it does not."""
    start = next((exposure.frame for exposure in layer.exposures if exposure.drawing == first), frames)
    after = [exposure for exposure in layer.exposures if exposure.frame >= start]
    run = list(takewhile(lambda exposure: first <= exposure.drawing <= last, after))
    if not run:
        return 0, []
    reached = next((place for place, exposure in enumerate(run, 1) if exposure.drawing == last), len(run))
    run = run[:reached]
    end = after[len(run)].frame if len(run) < len(after) else frames
    if run[-1].drawing == last:
        end = min(end, run[-1].frame + HOLD)
    return end - start, [(exposure.frame - start, exposure.drawing) for exposure in run]
