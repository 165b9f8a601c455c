"""A tiny film whose frames carry their own numbers, made once, and the review page over a copy of it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import httpx
import numpy as np
import pytest
from starlette.types import ASGIApp

from hwaryong.executor import engine
from hwaryong.media.picture import Picture
from hwaryong.review.app import review_page
from hwaryong.studio import Studio
from tests.film import tiny

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
BASE = "http://127.0.0.1:8765"
FRAMES = 2 * tiny.FRAMES
BLOCK_PX = 16  # width of one number in the coded background
BITS = 8
ROW_PX = 7  # height of one bit; they end above what the layers show
SHOT = """\
frames = {frames}
scene = 1
title = "번호 {number}"
{lines}
[camera]
keys = [{{frame = 0, x = {x}, y = 90}}, {{frame = {last}, x = {to}, y = 90}}]
ease = "linear"
[[layer]]
place = "room/wall"
[[layer]]
cel = "A"
parallax = 0.0
"""


def write(folder: Path) -> Path:
    """The tiny production with a background of binary numbers, past which the camera goes one a frame."""
    tiny.write(folder)
    wall = np.zeros((tiny.HEIGHT_PX, tiny.WIDTH_PX + FRAMES * BLOCK_PX, 4), np.uint8)
    wall[..., 3] = 255
    for number in range(FRAMES):
        left = tiny.WIDTH_PX // 2 + (number * 2 - 1) * BLOCK_PX // 2
        for bit in range(BITS):
            level = 255 if number >> bit & 1 else 0
            wall[bit * ROW_PX : (bit + 1) * ROW_PX, left : left + BLOCK_PX, :3] = level
    Picture(wall).write(folder / "places/room/wall")
    for place, shot in enumerate(("010", "020")):
        x = tiny.WIDTH_PX // 2 + place * tiny.FRAMES * BLOCK_PX
        last = tiny.FRAMES - 1
        text = SHOT.format(
            frames=tiny.FRAMES, last=last, number=shot, x=x, to=x + last * BLOCK_PX,
            lines=tiny.LINES if shot == "010" else "",
        )  # fmt: skip
        (folder / f"ep01/sq010/sh{shot}/shot.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The production after one make with drafts. Do not change it: copy it."""
    folder = write(tmp_path_factory.mktemp("review") / "production")
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    try:
        with Studio.open(folder) as studio:
            outcome = studio.make(studio.plan(), partial(engine, "local", 2), approve_drafts=True)
    finally:
        os.environ.pop("XDG_STATE_HOME")
        os.environ.update({"XDG_STATE_HOME": before} if before else {})
    assert not outcome.failed, outcome.failed
    return folder


@pytest.fixture
def production(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may change, with a note of its own about the record's end."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Path(shutil.copytree(made, tmp_path / "production"))


class Browser:
    """What a browser does over HTTP: keeps cookies, posts with the page's own token and origin."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.csrf = ""

    def get(self, path: str, **headers: str) -> httpx.Response:
        return anyio.run(partial(self.client.get, path, headers={"accept": "text/html", **headers}))

    def visit(self, path: str = "/") -> httpx.Response:
        """Open a page and remember its token."""
        page = self.get(path)
        found = re.search(r'"X-CSRF-Token": "(\w+)"', page.text)
        self.csrf = found[1] if found else ""
        return page

    def post(
        self,
        path: str,
        data: dict[str, str | list[str]] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """A form as htmx sends it; a header given here replaces the right one."""
        right = {"origin": BASE, "x-csrf-token": self.csrf, "hx-request": "true"}
        return anyio.run(
            partial(self.client.post, path, data=data, files=files, headers=right | (headers or {}))
        )


Open = Callable[..., Browser]


@pytest.fixture
def open_page() -> Open:
    """Open the review page of a folder in a new browser."""
    return lambda folder, **given: _browser(review_page(folder, **given))


@pytest.fixture(scope="session")
def shown(made: Path) -> ASGIApp:
    """The review page of the made production, for tests that only look."""
    return review_page(made)


@pytest.fixture
def browser(shown: ASGIApp) -> Browser:
    """A new browser on the made production, which it may only look at."""
    found = _browser(shown)
    found.visit()
    return found


def _browser(app: ASGIApp) -> Browser:
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50000))
    return Browser(httpx.AsyncClient(transport=transport, base_url=BASE))


# A real browser before a real server.

SERVE = """
import sys
from pathlib import Path
from hwaryong.review.server import serve
serve(Path(sys.argv[1]), port=0)
"""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server in a process of its own, and its address."""
    environment = {**os.environ, "XDG_STATE_HOME": str(folder.parent / "state")}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder)], stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        found = re.search(r"http://[\d.:]+", said)
        assert found, said + process.stderr.read()
        yield found[0], process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


@pytest.fixture(scope="module")
def site(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """One server for the tests of this file, and the production that they change."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("site") / "production"))
    with served(folder) as (url, _):
        yield url, folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(site: tuple[str, Path], chromium: Chromium) -> Iterator[Page]:
    """A new visit to the site; it must log no error."""
    faults: list[str] = []
    visit = chromium.new_context(base_url=site[0], viewport={"width": 1280, "height": 800}, locale="en")
    page = visit.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    visit.close()
    assert faults == []


def until(page: Page, true: str) -> None:
    """Wait for an expression; the browser's own way evaluates text in the page, which it forbids."""
    for _ in range(300):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"this never came true: {true}")
