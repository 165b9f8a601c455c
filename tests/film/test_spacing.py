"""Where the exposure sheet has no chart, the corridor gives the in-betweens the keys around their pair."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hwaryong.media.drawing import Drawing
from hwaryong.pipeline import corridor
from hwaryong.plan import Job
from hwaryong.production import Production
from hwaryong.studio import Studio
from tests.film import tiny
from tests.film.conftest import Run

SHOT = "ep01/sq010/sh010"


@pytest.fixture
def falling(production: Path) -> Path:
    """Three keys, the second step as long as the first in half the time; no chart."""
    file = production / f"{SHOT}/sheet.json"
    sheet = json.loads(file.read_text("utf-8"))
    layer: dict[str, Any] = sheet["layers"][0]
    del layer["ease"]
    layer["keys"] = [1, 3, 4]
    file.write_text(json.dumps(sheet), "utf-8")
    tiny.box(120).write(production / f"{SHOT}/keys/A0003")
    return production


def planned(folder: Path) -> Job:
    jobs = corridor(Production.open(folder)).jobs
    return next(job for job in jobs if job.elements == (f"{SHOT}/A/0002",))


def test_the_keys_around_a_pair_are_inputs_of_its_in_betweens(falling: Path) -> None:
    job = planned(falling)
    assert ("after", "", f"{SHOT}/A/0004") in job.inputs
    assert not [name for name, _, _ in job.inputs if name == "before"], "it is the first pair"
    assert json.loads(job.settings)["spans"] == [1.0, 0.5]


def test_a_chart_leaves_them_out(falling: Path) -> None:
    file = falling / f"{SHOT}/sheet.json"
    sheet = json.loads(file.read_text("utf-8"))
    sheet["layers"][0]["charts"] = [{"first": 1, "last": 3, "at": [0.25]}]
    file.write_text(json.dumps(sheet), "utf-8")
    job = planned(falling)
    assert [name for name, _, _ in job.inputs] == ["first", "last"]
    assert json.loads(job.settings)["at"] == [0.25]


def test_what_speeds_up_is_late_half_way(falling: Path, run: Run) -> None:
    element = f"{SHOT}/A/0002"
    code, said, errors = run("make", falling, "--approve-drafts", "--json", "--only", element)
    assert (code, said["failed"]) == (0, []), errors
    with Studio.open(falling) as studio:
        take = studio.current(element)
        drawing = Drawing.read(studio.store.fetch(take.digest, falling.parent / "drawing.svg"))
    assert drawing.strokes[0].points[:, 0].min() < 80 - 3, "half way from 40 to 120 is 80"
