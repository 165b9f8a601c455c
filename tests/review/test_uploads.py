"""Files that people send: good ones come in with their origin, others are named and leave no trace."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from hwaryong.media.picture import encode_png
from hwaryong.studio import Studio
from tests.film import tiny
from tests.review.conftest import Browser, Open
from tests.review.test_app import SHOT, current

DRAWING = f"/elements/{SHOT}/A/0002/takes"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">%s</svg>'
BY: dict[str, str | list[str]] = {"by": "key animator", "origin": "original"}


def svg() -> bytes:
    return tiny.box(101).svg().encode()


def png() -> bytes:
    return encode_png(np.full((tiny.HEIGHT_PX, tiny.WIDTH_PX, 4), 200, np.uint8))


def wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, 48000, 0, "NONE", ""))
        out.writeframes(bytes(9600))
    return file.getvalue()


@pytest.fixture
def desk(production: Path, open_page: Open) -> Browser:
    browser = open_page(production)
    browser.visit()
    return browser


@pytest.mark.parametrize(("name", "content"), [("A0002.svg", svg()), ("../../A0002.PNG", png())])
def test_a_retouch_comes_in_beside_the_draft(
    desk: Browser, production: Path, name: str, content: bytes
) -> None:
    draft = current(production, f"{SHOT}/A/0002")
    said: dict[str, str | list[str]] = {
        "by": "key animator", "origin": "derived", "from": [draft.id], "statement": "Redrawn over the draft.",
    }  # fmt: skip
    answer = desk.post(DRAWING, said, {"file": (name, content)})
    assert answer.status_code == 200, answer.text
    assert answer.headers["hx-trigger-after-swap"] == "brought"
    with Studio.open(production) as studio:
        take = studio.current(f"{SHOT}/A/0002")
        run = studio.record.run(take.run)
    assert take.id != draft.id
    assert (run.maker, run.origin, run.statement) == ("key animator", "derived", "Redrawn over the draft.")
    assert [given.take for given in run.inputs] == [draft.id]
    page = desk.get(f"/elements/{SHOT}/A/0002").text
    assert page.index(f"take-{draft.id}") < page.index(f"take-{take.id}")  # newest last
    assert desk.get(f"/takes/{take.id}/picture.png").content.startswith(b"\x89PNG")


def test_words_come_in_as_text(desk: Browser, production: Path) -> None:
    element = f"{SHOT}/line/001.ko/text"
    answer = desk.post(f"/elements/{element}/takes", BY, {"file": ("line.txt", "지금이다.".encode())})
    assert answer.status_code == 200, answer.text
    assert "지금이다." in desk.get(f"/elements/{element}").text


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.svg", b"", "empty"),
        ("a.svg", png(), "no SVG"),
        ("a.png", svg(), "no PNG"),
        ("a.svg", b"<html><script>alert(1)</script></html>", "no SVG"),
        ("a.svg", b"<svg\0", "no SVG"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "PNG is broken"),
        ("a.png", png()[:200], "PNG is broken"),
        ("a.svg", SVG % b"<script>1</script>", "script"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "a.svg"),
        ("a.svg.exe", svg(), "does not come in"),
        ("a", svg(), "does not come in"),
        ("a.wav", wav(), "does not come in"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "does not come in"),
        ("a.html", b"<svg>", "does not come in"),
        ("a.svg\0.png", svg(), "no PNG"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says(
    desk: Browser, production: Path, name: str, content: bytes, why: str
) -> None:
    before = current(production, f"{SHOT}/A/0002")
    answer = desk.post(DRAWING, BY, {"file": (name, content)})
    assert answer.status_code == 400
    assert why in answer.text
    assert "/tmp" not in answer.text
    assert current(production, f"{SHOT}/A/0002") == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"by": " ", "origin": "original"}, "name of the person"),
        ({"by": "key animator"}, "nobody says"),
        ({"by": "key animator", "origin": "derived"}, "nobody says"),
        ({"by": "key animator", "origin": "program"}, "nobody says"),
    ],
)
def test_a_file_without_its_origin(desk: Browser, said: dict[str, str | list[str]], why: str) -> None:
    answer = desk.post(DRAWING, said, {"file": ("a.svg", svg())})
    assert answer.status_code == 400
    assert why in answer.text


def test_an_original_names_no_takes_and_takes_must_exist(desk: Browser, production: Path) -> None:
    draft = current(production, f"{SHOT}/A/0002").id
    assert desk.post(DRAWING, {**BY, "from": [draft]}, {"file": ("a.svg", svg())}).status_code == 400
    unknown: dict[str, str | list[str]] = {"by": "k", "origin": "derived", "from": [draft[:8]]}
    assert desk.post(DRAWING, unknown, {"file": ("a.svg", svg())}).status_code == 404


def test_a_form_without_a_file_and_an_element_without_a_take(desk: Browser) -> None:
    assert "there is no file" in desk.post(DRAWING, BY).text
    assert desk.post("/elements/ep01/nothing/takes", BY, {"file": ("a.svg", svg())}).status_code == 404


@pytest.mark.parametrize("element", ["ep01/film", "ep01/cut", "ep01/breakdown"])
def test_what_is_only_made_is_not_brought(desk: Browser, element: str) -> None:
    answer = desk.post(f"/elements/{element}/takes", BY, {"file": ("a.mp4", b"\0\0\0\x18ftypmp42")})
    assert answer.status_code == 400
    assert "only made" in answer.text
