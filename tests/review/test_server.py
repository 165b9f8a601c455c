"""The page as people use it: a real browser before a real server, frame by frame and with the keyboard."""

from __future__ import annotations

import io
import random
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numpy as np
import pytest
from PIL import Image

from hwaryong.errors import BadInput
from hwaryong.review.server import serve
from hwaryong.studio import Studio
from tests.film import tiny
from tests.review.conftest import BITS, FRAMES, ROW_PX, served, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

SEEKS = 60
SHOT = "ep01/sq010/sh010"
# What the video shows at its middle, read from the coded background.
READ = f"""video => {{
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext("2d", {{ willReadFrequently: true }});
  pen.drawImage(video, 0, 0);
  let number = 0;
  for (let bit = 0; bit < {BITS}; bit++) {{
    if (pen.getImageData(canvas.width / 2, (bit + 0.5) * {ROW_PX}, 1, 1).data[0] > 127) number |= 1 << bit;
  }}
  return number;
}}"""


@pytest.fixture
def production(site: tuple[str, Path]) -> Path:
    return site[1]


def shown(page: Page, frame: int) -> None:
    """Wait until the player says that it shows the frame; then look whether the picture says so too."""
    page.wait_for_selector(f'.player[data-shown="{frame}"]:not([data-seeking])')
    assert page.eval_on_selector(".player video", READ) == frame


def photographed(page: Page) -> int:
    """The number in a photograph of the page, as the eye sees it."""
    image = np.asarray(Image.open(io.BytesIO(page.locator(".player video").screenshot())).convert("L"))
    rows = [int((bit + 0.5) * ROW_PX * image.shape[0] / tiny.HEIGHT_PX) for bit in range(BITS)]
    return sum(1 << bit for bit, y in enumerate(rows) if image[y, image.shape[1] // 2] > 127)


def test_every_frame_that_is_asked_for_is_the_one_shown(page: Page, tmp_path: Path) -> None:
    """Random seeks on the timeline, single steps with the keys, and the end; photographs bear it out."""
    page.goto("/films/ep01")
    shown(page, 0)
    box = page.locator(".timeline").bounding_box()
    assert box is not None
    for place, frame in enumerate(random.Random(7).choices(range(FRAMES), k=SEEKS)):
        page.mouse.click(box["x"] + (frame + 0.5) * box["width"] / FRAMES, box["y"] + 12)
        shown(page, frame)
        if place % 20 == 0:
            assert photographed(page) == frame
    page.keyboard.press("Home")
    shown(page, 0)
    for frame in range(1, 13):
        page.keyboard.press("ArrowRight")
        shown(page, frame)
    page.keyboard.press("Shift+ArrowRight")
    shown(page, 36)
    page.wait_for_selector('.onscreen a[href="/shots/ep01/sq010/sh020"]')
    page.keyboard.press("End")
    shown(page, FRAMES - 1)
    page.keyboard.press("ArrowLeft")
    shown(page, FRAMES - 2)
    page.screenshot(path=tmp_path / "film.png")


def test_playing_stops_on_the_frame_that_is_counted(page: Page) -> None:
    page.goto("/films/ep01")
    shown(page, 0)
    page.keyboard.press(" ")
    until(page, "Number(document.querySelector('.player').dataset.shown) > 4")
    page.keyboard.press(" ")
    page.wait_for_selector(".player:not([data-playing]):not([data-seeking])")
    page.wait_for_timeout(150)
    frame = int(page.locator("output.frame").inner_text())
    shown(page, frame)
    assert 4 < frame < FRAMES


def test_a_person_approves_with_the_keyboard_and_asks_for_a_retake_on_a_frame(
    page: Page, production: Path, tmp_path: Path
) -> None:
    page.goto("/films/ep01")
    shown(page, 0)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "by":
            break
    page.keyboard.type("director (role)")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press(" ")  # not on a frame
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#message .good")
    page.wait_for_selector(".notes li.approve")

    page.locator("h3").first.click()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    shown(page, 40)
    page.locator("input[name=frame]").check()
    page.locator("textarea[name=note]").fill("붓이 한 박자 빠르다")
    page.locator("button[value=retake]").click()
    page.wait_for_selector('.mark.retake[data-seek="40"]')
    page.keyboard.press("Tab")
    page.screenshot(path=tmp_path / "retake.png")
    page.locator(".player").press("Home")
    shown(page, 0)
    page.locator('.mark[data-seek="40"]').click()
    shown(page, 40)
    with Studio.open(production) as studio:
        said = [(review.verdict, review.by, review.note, review.frame) for review in studio.record.reviews()]
    assert said == [
        ("approve", "director (role)", "", None),
        ("retake", "director (role)", "붓이 한 박자 빠르다", 40),
    ]
    page.goto("/")
    assert page.locator(".waiting").inner_text().count("ep01/film") == 1


def test_a_person_dots_the_eye(page: Page, production: Path, tmp_path: Path) -> None:
    """A retouch goes in over the draft, is shown beside it, and the light table lays it on others."""
    file = tiny.box(120).write(tmp_path / "A0002")
    page.goto(f"/elements/{SHOT}/A/0002")
    page.set_input_files("input[type=file]", file)
    page.locator(".upload input[name=by]").fill("key animator (role)")
    page.locator(".upload input[name=statement]").fill("Moved by hand.")
    page.locator(".upload button").click()
    page.wait_for_selector("article.take:nth-child(2).current")
    page.wait_for_selector("#message .good")
    assert page.locator("article.take.current").inner_text().count("Moved by hand.") == 1
    with Studio.open(production) as studio:
        take = studio.current(f"{SHOT}/A/0002")
        assert studio.record.run(take.run).origin == "derived"
    page.screenshot(path=tmp_path / "takes.png")

    page.goto(f"/layers/{SHOT}/A")
    pixels = "getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data"
    ink = f"canvas => canvas.{pixels}.reduce((a, b) => a + b)"
    until(page, f"({ink})(document.querySelector('canvas')) > 0")
    first = page.eval_on_selector("canvas", ink)
    page.keyboard.press("ArrowRight")
    assert page.locator("output.frame").inner_text() == "2"
    assert page.eval_on_selector("canvas", ink) != first
    page.keyboard.press("0")
    alone = page.eval_on_selector("canvas", ink)
    page.keyboard.press("2")
    assert page.eval_on_selector("canvas", ink) > alone
    page.keyboard.press(" ")
    until(page, "document.querySelector('output.frame').value === '4'")
    page.screenshot(path=tmp_path / "table.png")


def test_the_server_says_where_it_is_and_ends_quietly(production: Path) -> None:
    with served(production) as (url, process):
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{url}/static/page.js").status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_taken_address_an_open_one_and_no_production(production: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(BadInput, match="cannot be used"):
        serve(production, port=other.getsockname()[1])
    with pytest.raises(BadInput, match="could be opened by others"):
        serve(production, host="0.0.0.0")
    with pytest.raises(BadInput, match="there is no production"):
        serve(tmp_path / "nowhere")
