"""Marks by mouse, in a real browser before a real server: put, moved, saved, and their run drawn again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Marks
from hwaryong.review.snapshot import FRESH_S
from hwaryong.studio import Studio
from tests.film import tiny
from tests.review.conftest import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHOT = "ep01/sq010/sh010"
RUN = f"/runs/{SHOT}/A0001-A0004"
MARKS = f"{SHOT}/marks/A0001-A0004"
PIXELS = "getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data"
INK = f"canvas => canvas.{PIXELS}.reduce((a, b) => a + b)"
ORANGE = f"""(canvas => {{
  const bytes = canvas.{PIXELS};
  let count = 0;
  for (let i = 0; i < bytes.length; i += 4) count += bytes[i] > 180 && bytes[i + 2] < 60 && bytes[i + 3] > 99;
  return count;
}})(document.querySelector('canvas'))"""


def takes(folder: Path) -> Counter[str]:
    with Studio.open(folder) as studio:
        return Counter(take.element for take in studio.record.takes())


def corner(folder: Path, element: str) -> np.ndarray:
    """The first sample of the newest draft's line."""
    with Studio.open(folder) as studio:
        take = [take for take in studio.record.takes() if take.element == element][-1]
        place = studio.store.fetch(take.digest, folder.parent / f"{take.id}{take.suffix}")
        return np.asarray(Drawing.read(place).strokes[0].points[0, :2])


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the paper is on the screen."""
    box = page.locator("canvas").bounding_box()
    assert box is not None
    scale = min(box["width"] / tiny.WIDTH_PX, box["height"] / tiny.HEIGHT_PX)
    left, top = box["width"] - tiny.WIDTH_PX * scale, box["height"] - tiny.HEIGHT_PX * scale
    return box["x"] + left / 2 + x * scale, box["y"] + top / 2 + y * scale


def click(page: Page, x: float, y: float) -> None:
    page.mouse.click(*spot(page, x, y))


def drag(page: Page, way: list[tuple[float, float]]) -> None:
    page.mouse.move(*spot(page, *way[0]))
    page.mouse.down()
    for point in way[1:]:
        page.mouse.move(*spot(page, *point), steps=4)
    page.mouse.up()


def put(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(page.locator(".marking input[name=marks]").input_value())
    return found


def save(page: Page) -> None:
    """Save, and wait until the drafts that came of it are on the table."""
    page.locator(".marking input[name=by]").fill("key animator (role)")
    page.locator(".marking button").click()
    page.wait_for_selector("#message .good:has-text('Drawn again')")
    page.wait_for_selector(".run:not([data-dirty]):not(.htmx-request)")
    until(page, f"({INK})(document.querySelector('canvas')) > 0")


def test_a_mark_by_mouse_makes_its_run_again_and_nothing_else(
    page: Page, site: tuple[str, Path], tmp_path: Path
) -> None:
    folder = site[1]
    before, was = takes(folder), corner(folder, f"{SHOT}/A/0002")
    page.goto(RUN)
    until(page, f"({INK})(document.querySelector('canvas')) > 0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("m")
    click(page, 42.5, 58)  # beside the line: it goes to it
    page.keyboard.down("Shift")
    click(page, 120, 100)
    page.keyboard.up("Shift")
    click(page, 201, 61.5)
    [mark] = put(page)
    assert mark["first"] == pytest.approx([41, 60.5], abs=1.5)
    assert mark["last"] == pytest.approx([200.5, 60.5], abs=1.5)
    assert mark["path"] == [pytest.approx([120, 100], abs=1)]
    page.screenshot(path=tmp_path / "marked.png")
    save(page)
    page.screenshot(path=tmp_path / "drawn.png")

    made = takes(folder) - before
    assert made == Counter([MARKS, f"{MARKS}/carried", f"{SHOT}/A/0002", f"{SHOT}/A/0003"])
    assert corner(folder, f"{SHOT}/A/0002")[1] > was[1] + 20
    with Studio.open(folder) as studio:
        run = studio.record.run(studio.current(MARKS).run)
        assert (run.maker, run.origin) == ("key animator (role)", "derived")
        assert studio.damages() == []
    [kept] = Marks.read(folder / f"{MARKS}.json").items
    assert kept.first_on is not None
    assert kept.first_on.stroke == "box"
    assert page.locator("output.frame").inner_text() == "2", "the table stays where the person was"


def test_marks_are_moved_bent_undone_and_deleted(page: Page, site: tuple[str, Path]) -> None:
    folder = site[1]
    page.goto(RUN)
    page.wait_for_selector(".run[data-mode=look]")
    until(page, f"({INK})(document.querySelector('canvas')) > 0")
    for _ in range(len(put(page))):
        page.locator(".marked .away").first.click()
    page.keyboard.press("m")
    click(page, 40, 60)
    click(page, 200, 120)
    page.keyboard.press("v")
    drag(page, [(200, 120), (240, 110), (260, 120)])
    [mark] = put(page)
    assert mark["last"] == pytest.approx([260, 120], abs=2.5), "the handle goes along, to the other corner"
    page.locator(".marked li button").first.click()
    drag(page, [(150, 90), (150, 60), (150, 40)])
    [bent] = put(page)
    assert bent["path"] == [pytest.approx([150, 40], abs=2)]
    page.keyboard.press("Control+z")
    assert put(page) == [mark]
    page.keyboard.press("e")
    click(page, 40, 90)
    page.keyboard.press("b")
    click(page, 230, 120)
    assert [sorted(mark) for mark in put(page)[1:]] == [["ends", "first"], ["begins", "last"]]
    page.locator(".marked li:nth-child(2) button").first.click()
    page.keyboard.press("Delete")
    assert [sorted(mark) for mark in put(page)] == [["first", "last"], ["begins", "last"]]
    for _ in range(2):
        page.locator(".marked .away").first.click()
    assert page.locator(".no-marks").is_visible()
    save(page)
    assert Marks.read(folder / f"{MARKS}.json").items == ()


def test_strokes_that_are_unsure_lie_in_orange_on_the_table(
    page: Page, site: tuple[str, Path], tmp_path: Path
) -> None:
    element = "ep01/sq010/sh020/A/0002"
    drawn = tiny.box(90)
    unsure = Drawing(drawn.width_px, drawn.height_px, (replace(drawn.strokes[0], sure=0.4),), drawn.dots)
    with Studio.open(site[1]) as studio:
        draft = studio.current(element).id
        studio.intake(element, unsure.write(tmp_path / "unsure"), by="test", origin="derived", from_=(draft,))
    page.wait_for_timeout(FRESH_S * 1100)  # the pages may be that old
    page.goto("/layers/ep01/sq010/sh020/A")
    until(page, f"({INK})(document.querySelector('canvas')) > 0")
    page.keyboard.press("0")
    assert page.evaluate(ORANGE) == 0, "the key is sure"
    page.keyboard.press("ArrowRight")
    until(page, f"{ORANGE} > 100")
    page.screenshot(path=tmp_path / "unsure.png")
    page.keyboard.press("u")
    until(page, f"{ORANGE} == 0")


def test_a_retouch_is_kept_and_the_new_draft_lies_beside_it(
    page: Page, site: tuple[str, Path], tmp_path: Path
) -> None:
    folder, element = site[1], f"{SHOT}/A/0003"
    with Studio.open(folder) as studio:
        file = tiny.box(150, size_px=50).write(tmp_path / "retouch")
        draft = studio.current(element).id
        retouch = studio.intake(element, file, by="Lee", origin="derived", from_=(draft,)).id
    page.goto(RUN)
    assert "newer draft beside" not in page.locator(".strip").inner_text()
    page.keyboard.press("m")
    click(page, 100, 120)
    click(page, 260, 60)
    save(page)
    with Studio.open(folder) as studio:
        assert studio.current(element).id == retouch
    page.wait_for_selector(".strip li:nth-child(3) :text('newer draft beside')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert "Lee" in page.locator(".about:visible").inner_text()


def test_it_is_played_zoomed_and_read_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    page.goto(RUN)
    until(page, f"({INK})(document.querySelector('canvas')) > 0")
    page.locator("select[name=pace]").select_option("2")
    page.locator("h3").first.click()
    page.keyboard.press(" ")
    until(page, "document.querySelector('output.frame').value === '4'")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    assert page.locator("meter:visible").count() >= 1
    page.keyboard.press("0")
    alone = page.eval_on_selector("canvas", INK)
    page.mouse.move(*spot(page, 100, 90))
    page.mouse.wheel(0, -400)
    until(page, f"({INK})(document.querySelector('canvas')) !== {alone}")
    page.keyboard.press("f")
    until(page, f"({INK})(document.querySelector('canvas')) === {alone}")
    page.goto(f"/layers/{SHOT}/A")
    page.locator(".strip .between a").first.click()
    page.wait_for_selector(".run")
