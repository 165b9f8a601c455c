"""The runs over HTTP: marks that are taken in, refused, lost; another maker at work; how a run is played."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from hwaryong.executor import engine
from hwaryong.media.drawing import Drawing
from hwaryong.media.sheet import Exposure, Layer
from hwaryong.review.runs import _exposed
from hwaryong.studio import Studio
from tests.film import tiny
from tests.review.conftest import Browser, Open

SHOT = "ep01/sq010/sh010"
RUN = f"/runs/{SHOT}/A0001-A0004"
MARKS = f"{SHOT}/marks/A0001-A0004"


def said(browser: Browser, folder: Path, **other: str) -> dict[str, str | list[str]]:
    with Studio.open(folder) as studio:
        keys = " ".join(studio.current(f"{SHOT}/A/{number}").id for number in ("0001", "0004"))
    marks = json.dumps([{"first": [40, 60], "last": [200, 60]}])
    return {"by": "Kim", "marks": marks, "seen": "", "keys": keys} | other


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"by": " "}, "name of the person"),
        ({"marks": "["}, "no list"),
        ({"marks": "[" * 10_000}, "no list"),
        ({"marks": '[{"first": [1, 2]}]'}, "mark 1"),
        ({"marks": '{"a": 1}'}, "mark 1"),
        ({"keys": "a b"}, "drawn again meanwhile"),
        ({"seen": "x"}, "somebody else"),
    ],
)
def test_marks_that_are_refused(browser: Browser, made: Path, other: dict[str, str], why: str) -> None:
    answer = browser.post(f"{RUN}/marks", said(browser, made, **other))
    assert answer.status_code == 400
    assert why in answer.text
    assert not (made / f"{MARKS}.json").exists()


@pytest.mark.parametrize(
    "run", ["A0001-A0003", "B0001-B0004", "A0001", "../A0001-A0004", "A0001-A0004/marks"]
)
def test_there_is_no_such_run(browser: Browser, run: str) -> None:
    assert browser.get(f"/runs/{SHOT}/{run}").status_code in (404, 405)
    assert browser.post(f"/runs/{SHOT}/{run}/drafts").status_code == 404


def test_two_people_do_not_overwrite_each_other(production: Path, open_page: Open) -> None:
    browser = open_page(production)
    browser.visit()
    asked = said(browser, production)
    assert browser.post(f"{RUN}/marks", asked).headers["hx-trigger-after-swap"] == "marked"
    assert "somebody else" in browser.post(f"{RUN}/marks", asked).text
    (production / f"{MARKS}.json").write_text('{"marks": []}', "utf-8")
    browser = open_page(production)
    browser.visit()
    with Studio.open(production) as studio:
        seen = studio.record.takes()[-1].id
    assert "changed by hand" in browser.post(f"{RUN}/marks", asked | {"seen": seen}).text


def test_marks_whose_file_is_taken_away_are_gone(production: Path, open_page: Open) -> None:
    browser = open_page(production)
    browser.visit()
    asked = said(browser, production)
    assert browser.post(f"{RUN}/marks", asked).status_code == 200
    (production / f"{MARKS}.json").unlink()
    browser = open_page(production)
    assert "data-marks='[]'" in browser.visit(RUN).text
    assert browser.post(f"{RUN}/marks", asked).status_code == 200, "and can be put anew"


def test_another_make_is_told_of_and_the_marks_are_kept(production: Path, open_page: Open) -> None:
    browser = open_page(production)
    browser.visit()
    assert browser.post(f"{RUN}/marks", said(browser, production)).status_code == 200
    with Studio.open(production) as studio, studio.lock():
        answer = browser.post(f"{RUN}/drafts")
    assert answer.status_code == 400
    assert "another make is at work" in answer.text
    assert (production / f"{MARKS}.json").exists()


def test_a_lost_mark_is_shown_and_kept(production: Path, open_page: Open) -> None:
    browser = open_page(production)
    browser.visit()
    assert browser.post(f"{RUN}/marks", said(browser, production)).status_code == 200
    away = Drawing(tiny.WIDTH_PX, tiny.HEIGHT_PX, (tiny.box(5, size_px=9).strokes[0],))
    away.write(production / f"{SHOT}/keys/A0004")
    with Studio.open(production) as studio:
        part = studio.plan().only(f"{SHOT}/A/0002", held=False)
        assert not studio.make(part, partial(engine, "local", 1), approve_drafts=True).failed
    page = open_page(production).visit(RUN).text
    assert "is not found on the redrawn last key" in page
    assert "first_on" in page, "a lost mark goes back with what it lay on"
    assert "is lost" in open_page(production).get(f"/elements/{MARKS}/carried").text


def test_a_run_that_the_keys_around_it_space_is_shown_marked_and_drawn_again(
    production: Path, open_page: Open
) -> None:
    sheet = json.loads((production / f"{SHOT}/sheet.json").read_text("utf-8"))
    sheet["layers"][0] |= {"ease": None, "keys": [1, 3, 4]}
    (production / f"{SHOT}/sheet.json").write_text(json.dumps(sheet), "utf-8")
    tiny.box(120).write(production / f"{SHOT}/keys/A0003")
    with Studio.open(production) as studio:
        for wanted in ("sheet", "A/*"):
            part = studio.plan().only(f"{SHOT}/{wanted}", held=False)
            assert not studio.make(part, partial(engine, "local", 1), approve_drafts=True).failed
        drawn = studio.current(f"{SHOT}/A/0002").id
        keys = " ".join(studio.current(f"{SHOT}/A/{number}").id for number in ("0001", "0003"))
    browser, run = open_page(production), f"/runs/{SHOT}/A0001-A0003"
    page = browser.visit(run).text
    assert [page.count(f"<h3>A{number:04} ") for number in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert browser.get(f"/layers/{SHOT}/A").status_code == 200
    told = browser.get(f"/elements/{SHOT}/A/0002").text
    assert f"{SHOT}/A/0004" in told, "it was made from the key after its pair too"
    path = json.dumps([{"first": [40, 60], "last": [120, 60], "path": [[80, 100]]}])
    asked: dict[str, str | list[str]] = {"by": "Kim", "marks": path, "seen": "", "keys": keys}
    assert browser.post(f"{run}/marks", asked).status_code == 200
    assert browser.post(f"{run}/drafts").status_code == 200
    with Studio.open(production) as studio:
        assert studio.current(f"{SHOT}/A/0002").id != drawn


def test_a_run_is_played_from_its_first_key_to_its_last() -> None:
    def sheet(*cells: tuple[int, int]) -> Layer:
        exposures = tuple(Exposure(frame=frame, drawing=drawing) for frame, drawing in cells)
        return Layer(name="A", keys=(1, 4, 7), exposures=exposures)

    layer = sheet((4, 1), (6, 2), (8, 3), (10, 4), (12, 5))
    assert _exposed(layer, 1, 4, 40) == (8, [(0, 1), (2, 2), (4, 3), (6, 4)])
    assert _exposed(sheet((0, 1), (2, 3), (4, 4)), 1, 4, 90) == (16, [(0, 1), (2, 3), (4, 4)])
    assert _exposed(sheet((0, 1), (2, 0), (4, 4)), 1, 4, 90) == (2, [(0, 1)])
    assert _exposed(layer, 7, 9, 40) == (0, [])
