"""Marks in the corridor: a person's work, between two keys, for that run alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Marks
from hwaryong.studio import Studio
from tests.film import tiny
from tests.film.conftest import Run

SHOT = "ep01/sq010/sh010"
MARKS = f"{SHOT}/marks/A0001-A0004"
DETOUR = Marks([{"first": (40, 60), "last": (200, 60), "path": [(120, 100)]}])


def put(folder: Path, marks: Marks = DETOUR, by: str = "Kim") -> str:
    with Studio.open(folder) as studio:
        keys = (studio.current(f"{SHOT}/A/0001").id, studio.current(f"{SHOT}/A/0004").id)
        return studio.mark(MARKS, marks, by=by, keys=keys).id


def make(folder: Path, run: Run, *more: str) -> dict[str, object]:
    code, said, errors = run("make", folder, "--approve-drafts", "--json", *more)
    assert (code, said["failed"]) == (0, []), errors
    return dict(said)


def corner(folder: Path, number: int) -> np.ndarray:
    """Where the box's first corner is on a drawing, as the film uses it."""
    with Studio.open(folder) as studio:
        take = studio.current(f"{SHOT}/A/{number:04}")
        file = studio.store.fetch(take.digest, folder.parent / f"{take.id}.svg")
        return Drawing.read(file).strokes[0].points[0, :2]


def test_marks_make_their_own_run_again_and_nothing_beside_it(production: Path, run: Run) -> None:
    before = corner(production, 2)
    taken = put(production)
    assert json.loads((production / f"{MARKS}.json").read_text("utf-8"))["marks"][0]["last"] == [200.0, 60.0]
    _, said, _ = run("make", production, "--approve-drafts", "--dry-run", "--json")
    drawings = [f"{SHOT}/A/0002", f"{SHOT}/A/0003"]
    assert sorted(said["would_make"]) == sorted([
        f"{MARKS}/carried", *drawings, *(f"{drawing}/paint" for drawing in drawings),
        f"{SHOT}/shot", f"{SHOT}/mattes", "ep01/cut", "ep01/film",
    ])  # fmt: skip
    make(production, run, "--only", f"{SHOT}/A/0002")
    assert corner(production, 2)[1] > before[1] + 15
    _, story, _ = run("explain", production, MARKS, "--json")
    [take] = story["takes"]
    assert (take["take"], take["maker"], take["kind"]) == (taken, "Kim", "marks")
    _, story, _ = run("explain", production, f"{SHOT}/A/0002", "--json")
    classes = [take["class"] for take in story["takes"]]
    assert classes == ["algorithmic", "composite"], "a person's marks are a person's work in it"
    assert any(f"marks = {MARKS}/carried" in given for given in story["takes"][-1]["inputs"])


def test_taking_the_marks_back_gives_the_first_drawing_again(production: Path, run: Run) -> None:
    before = corner(production, 3)
    put(production)
    make(production, run, "--only", f"{SHOT}/A/0003")
    assert abs(corner(production, 3) - before).max() > 15
    put(production, Marks())
    make(production, run, "--only", f"{SHOT}/A/0003")
    assert corner(production, 3) == pytest.approx(before)


def test_a_retouch_stays_and_the_draft_comes_beside_it(production: Path, run: Run) -> None:
    element = f"{SHOT}/A/0002"
    with Studio.open(production) as studio:
        draft = studio.current(element).id
        file = tiny.box(95, size_px=64).write(production.parent / "retouch")
        retouch = studio.intake(element, file, by="Lee", origin="derived", from_=(draft,)).id
    put(production)
    make(production, run, "--only", element)
    with Studio.open(production) as studio:
        assert studio.current(element).id == retouch
        assert studio.history().stale(retouch) == [f"{MARKS}/carried"]
        assert len([take for take in studio.record.takes() if take.element == element]) == 3


def test_marks_go_along_with_a_redrawn_key_or_are_lost_in_sight(production: Path, run: Run) -> None:
    put(production)
    make(production, run, "--only", f"{SHOT}/A/0002")
    tiny.box(180).write(production / f"{SHOT}/keys/A0004")
    make(production, run, "--only", f"{SHOT}/A/0002")

    def carried() -> tuple[Marks, tuple[str, ...]]:
        with Studio.open(production) as studio:
            take = studio.current(f"{MARKS}/carried")
            return Marks.read(
                studio.store.fetch(take.digest, production.parent / f"{take.id}.json")
            ), take.flags

    marks, flags = carried()
    assert (marks.items[0].last, flags) == ((180.0, 60.0), ())
    with Studio.open(production) as studio:
        assert studio.history().stale(studio.current(MARKS).id) == [f"{SHOT}/A/0004 has a newer take"]
    away = Drawing(tiny.WIDTH_PX, tiny.HEIGHT_PX, (tiny.box(5, size_px=9).strokes[0],))
    away.write(production / f"{SHOT}/keys/A0004")
    make(production, run, "--only", f"{SHOT}/A/0002")
    marks, flags = carried()
    assert marks.held == ()
    assert flags == ("mark 1 is lost: its line 'box' is not found on the redrawn last key",)


def test_marks_need_a_name_and_a_file_by_hand_an_origin(production: Path, run: Run) -> None:
    with pytest.raises(BadInput, match="name of the person"):
        put(production, by=" ")
    assert not (production / f"{MARKS}.json").exists()
    assert not list((production / SHOT / "marks").iterdir())
    (production / f"{MARKS}.json").write_text('{"marks": [{"first": [1, 2]}]}', "utf-8")
    code, said, _ = run("make", production, "--approve-drafts", "--json", "--only", f"{SHOT}/A/0002")
    assert code == 1
    assert "mark 1" in json.dumps(said["failed"])
    assert f"{MARKS}.json" in json.dumps(said["failed"])
