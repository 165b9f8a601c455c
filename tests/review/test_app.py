"""The routes: what they show of a real production, what they refuse, and what they write."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from importlib.resources import files
from pathlib import Path

import pytest

from hwaryong.record import record as records
from hwaryong.record.model import Take
from hwaryong.review.words import _WORDS, Words, preferred
from hwaryong.studio import Studio
from tests.review.conftest import Browser, Open

SHOT = "ep01/sq010/sh010"
HTMX = "d75096e73b7cbf8fd559f327ce65cbf0e1d478ea2564662780f4e945c2256181"  # 2.0.11 with our line of licence


def current(folder: Path, element: str) -> Take:
    with Studio.open(folder) as studio:
        return studio.current(element)


def test_every_link_of_every_page_leads_somewhere(browser: Browser) -> None:
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = browser.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text[:200]}"
        if "text/html" in answer.headers["content-type"]:
            assert "<script>" not in answer.text
            assert " style=" not in answer.text
            waiting += re.findall(r'(?:href|src)="(/[^"#]*)', answer.text)
    assert len(seen) > 100


def test_the_episode_tells_of_shots_and_what_waits(browser: Browser) -> None:
    page = browser.get("/").text
    assert "sh010" in page
    assert "번호 020" in page
    assert page.count("waits for approval") >= 4  # two scripts, the animatic, the cut
    assert "draft" in page


def test_korean_and_english(browser: Browser) -> None:
    assert "사람을 기다리는 것" in browser.get("/", **{"accept-language": "ko-KR,ko;q=0.9"}).text
    assert "Waits for a person" in browser.get("/", **{"accept-language": "fr"}).text
    answer = browser.get("/?lang=ko")
    assert "사람을 기다리는 것" in answer.text
    assert "사람을 기다리는 것" in browser.get("/").text  # it is remembered
    assert preferred("") == "en"
    assert all(english and korean for english, korean in _WORDS.values())
    assert Words("xx").lang == "en"


def test_what_is_on_screen_at_a_frame(browser: Browser, made: Path) -> None:
    film = current(made, "ep01/film").id
    first, last = browser.get(f"/takes/{film}/frames/0").text, browser.get(f"/takes/{film}/frames/71").text
    assert f"/shots/{SHOT}" in first
    assert f"{SHOT}/A/0001/paint" in first
    assert "places/room/wall" in first
    assert "/shots/ep01/sq010/sh020" in last
    assert "ep01/sq010/sh020/A/0004/paint" in last
    assert "line/001.ko" in browser.get(f"/takes/{film}/frames/3").text
    assert "line/001.ko" not in first
    assert browser.get(f"/takes/{film}/frames/9999").status_code == 200


def test_an_element_tells_its_lineage(browser: Browser, made: Path) -> None:
    page = browser.get(f"/elements/{SHOT}/A/0002").text
    key = current(made, f"{SHOT}/A/0001")
    assert f"/elements/{SHOT}/A/0001#take-{key.id}" in page
    assert "drawing.inbetween v" in page
    given = browser.get(f"/elements/{SHOT}/A/0001").text
    assert "Drawn as code by a test; it derives from no other work." in given


def test_video_is_served_in_ranges(browser: Browser, made: Path) -> None:
    film = current(made, "ep01/film")
    whole = browser.get(f"/takes/{film.id}/file")
    assert whole.headers["content-type"] == "video/mp4"
    assert hashlib.sha256(whole.content).hexdigest() == film.digest
    part = browser.get(f"/takes/{film.id}/file", range="bytes=100-199")
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes 100-199/{film.size}"
    assert part.content == whole.content[100:200]
    assert browser.get(f"/takes/{film.id}/file", range=f"bytes={film.size}-").status_code == 416


def test_an_svg_is_never_shown_as_a_page(browser: Browser, made: Path) -> None:
    key = current(made, f"{SHOT}/A/0001")
    assert key.suffix == ".svg"
    answer = browser.get(f"/takes/{key.id}/file")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert browser.get(f"/takes/{key.id}/picture.png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "/elements/ep01/nothing", "/elements/%2e%2e/%2e%2e/etc/passwd", "/elements/production.toml",
        "/elements/.hwaryong/record.db", "/elements/%00", "/shots/ep01", "/shots/%2e%2e/ep01/sq010/sh010",
        "/layers/ep01/sq010/sh010/Z", "/layers/A", "/films/ep02", "/films/%2e%2e", "/episodes/ep01%2f%2e%2e",
        "/takes/%2e%2e%2f%2e%2e%2fetc%2fpasswd/file", "/takes/%25/file", "/takes/_/thumbnail.jpg",
        "/takes/0/frames/1", "/static/%2e%2e%2fapp.py", "/static/..%5capp.py", "/static/page.js%00.css",
        "/static/", "//etc/passwd", "/takes/file:%2f%2f%2fetc%2fpasswd/file", "/docs",
    ],
)  # fmt: skip
def test_unknown_names_and_path_tricks_find_nothing(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_a_take_is_known_by_its_whole_id(browser: Browser, made: Path) -> None:
    film = current(made, "ep01/film").id
    assert browser.get(f"/takes/{film[:12]}/file").status_code == 404
    assert browser.get(f"/takes/{film}/production.toml").status_code == 404
    assert browser.get(f"/takes/{film}/ink.png").status_code == 404
    assert browser.get(f"/takes/{film}/frames/-1").status_code == 404


# Words of people.


def test_a_word_goes_into_the_record(production: Path, open_page: Open) -> None:
    browser = open_page(production)
    browser.visit()
    film = current(production, "ep01/film").id
    answer = browser.post(
        f"/takes/{film}/reviews",
        {
            "verdict": "retake",
            "by": "director",
            "note": "눈이 너무 이르다 <script>alert(1)</script>",
            "frame": "40",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["hx-trigger-after-swap"] == "recorded"
    assert browser.post(f"/takes/{film}/reviews", {"verdict": "approve", "by": "producer"}).status_code == 200
    with Studio.open(production) as studio:
        first, second = studio.record.reviews()
        assert studio.damages() == []
    assert (first.take, first.verdict, first.by, first.frame) == (film, "retake", "director", 40)
    assert (second.verdict, second.frame) == ("approve", None)
    page = browser.get("/films/ep01").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert 'data-seek="40"' in page


def test_an_approved_gate_waits_no_longer(production: Path, open_page: Open) -> None:
    browser = open_page(production)
    before = browser.visit().text.count("waits for approval")
    assert browser.post(
        f"/takes/{current(production, 'ep01/cut').id}/reviews", {"verdict": "approve", "by": "d"}
    ).is_success
    page = browser.get("/").text
    assert page.count("waits for approval") < before
    assert "approved" in page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"verdict": "approve", "by": " "}, "needs your name"),
        ({"verdict": "retake", "by": "director"}, "needs a note"),
        ({"verdict": "perhaps", "by": "director"}, "approve or retake"),
        ({"by": "director"}, "approve or retake"),
        ({"verdict": "approve", "by": "director", "frame": "4.5"}, "no frame"),
        ({"verdict": "approve", "by": "director", "frame": "9999999999"}, "no frame"),
    ],
)
def test_a_word_that_says_too_little(
    browser: Browser, made: Path, said: dict[str, str | list[str]], why: str
) -> None:
    answer = browser.post(f"/takes/{current(made, 'ep01/cut').id}/reviews", said)
    assert answer.status_code == 400
    assert why in answer.text
    assert "<html" not in answer.text


def test_a_word_on_nothing(browser: Browser) -> None:
    assert browser.post("/takes/0/reviews", {"verdict": "approve", "by": "d"}).status_code == 404


def test_another_writer_is_told_of(
    production: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record waits twenty seconds for another writer; here it waits a fifth of one."""
    prepare = records._prepare_sqlite

    def hasty(connection: object, given: object) -> None:
        prepare(connection, given)
        connection.execute("PRAGMA busy_timeout = 200")  # type: ignore[attr-defined]

    browser = open_page(production)
    browser.visit()
    cut = current(production, "ep01/cut").id
    monkeypatch.setattr(records, "_prepare_sqlite", hasty)
    with Studio.open(production) as other, other.record._writing():
        answer = browser.post(f"/takes/{cut}/reviews", {"verdict": "approve", "by": "director"})
    assert answer.status_code == 400
    assert "wait for the other program that writes to this record" in answer.text
    assert browser.post(f"/takes/{cut}/reviews", {"verdict": "approve", "by": "director"}).status_code == 200


def test_a_production_that_cannot_be_read_says_why(production: Path, open_page: Open) -> None:
    (production / "production.toml").write_text("name = ", "utf-8")
    answer = open_page(production).get("/")
    assert answer.status_code == 400
    assert "production.toml" in answer.text


def test_a_changed_file_is_seen(production: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hwaryong.review.snapshot.FRESH_S", 0.0)
    browser = open_page(production)
    assert "The brush" in browser.visit().text
    toml = production / "production.toml"
    toml.write_text(toml.read_text("utf-8").replace("The brush", "The pen"), "utf-8")
    assert "The pen" in browser.get("/").text


def test_a_damaged_content_is_not_shown(production: Path, open_page: Open) -> None:
    key = current(production, f"{SHOT}/A/0001")
    blob = production / ".hwaryong/store" / key.digest[:2] / key.digest[2:]
    blob.chmod(0o644)
    blob.write_text("<svg onload='alert(1)'/>", "utf-8")
    answer = open_page(production).get(f"/takes/{key.id}/picture.png")
    assert answer.status_code == 409
    assert "not what its digest says" in answer.text


def test_a_forged_take_is_shown_as_what_it_is(production: Path, open_page: Open) -> None:
    key = current(production, f"{SHOT}/A/0001")
    with sqlite3.connect(production / ".hwaryong/record.db") as record:
        record.execute("PRAGMA foreign_keys = OFF")
        for (trigger,) in record.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            record.execute(f"DROP TRIGGER {trigger}")
        rest = "element, digest, kind, suffix, size, made, flags, confidence"
        record.execute(
            f"INSERT INTO takes (id, run, {rest}) SELECT 'forged', 'none', {rest} FROM takes WHERE id = ?",
            [key.id],
        )
    browser = open_page(production)
    assert "The record or the store is damaged" in browser.visit().text
    page = browser.get(f"/elements/{SHOT}/A/0001")
    assert page.status_code == 200
    assert "The record has lost this." in page.text
    assert "unclear origin" in page.text


def test_htmx_is_the_published_file() -> None:
    content = (files("hwaryong.review") / "static" / "htmx.min.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == HTMX
    assert b"0BSD" in content.split(b"\n")[0] or b"Zero-Clause BSD" in content.split(b"\n")[0]
