"""Attacks on the review page from outside: each is refused, and what is let through is what a person sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import anyio
import pytest

from hwaryong.errors import BadInput
from hwaryong.review.guard import FORM_BYTES, HEADERS, UPLOAD_BYTES, Hosts, Sessions, check_token
from hwaryong.studio import Studio
from tests.review.conftest import BASE, Browser, Open

TOKEN = "a brush and four dragons"
PAGES = ("/", "/episodes/ep01", "/films/ep01", "/shots/ep01/sq010/sh010", "/layers/ep01/sq010/sh010/A",
         "/elements/ep01/film", "/takes/0/file", "/takes/0/frames/1", "/nowhere")  # fmt: skip


def review_of(folder: Path, element: str = "ep01/cut") -> str:
    """The address at which a word on an element's take is sent."""
    with Studio.open(folder) as studio:
        return f"/takes/{studio.current(element).id}/reviews"


APPROVE: dict[str, str | list[str]] = {"verdict": "approve", "by": "director"}


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
        "10.0.0.7",
        "[::2]:80",
    ],
)
def test_other_names_are_not_answered(browser: Browser, host: str) -> None:
    browser.client.cookies.clear()
    answer = browser.get("/", host=host)
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("bound", "header", "allowed"),
    [
        ("127.0.0.1", "localhost:1", True),
        ("127.0.0.1", "[::1]:8765", True),
        ("127.0.0.1", "192.168.0.9", False),
        ("0.0.0.0", "192.168.0.9:8765", True),
        ("0.0.0.0", "evil.example", False),
        ("::", "[fd00::1]:80", True),
        ("192.168.0.9", "192.168.0.9:8765", True),
        ("192.168.0.9", "192.168.0.10", False),
        ("studio.local", "Studio.local:8765", True),
        ("studio.local", "evil.example", False),
    ],
)
def test_names_that_a_bound_address_answers_to(bound: str, header: str, allowed: bool) -> None:
    assert Hosts(bound).allows(header) is allowed


@pytest.mark.parametrize(
    "headers",
    [
        {"x-csrf-token": ""},
        {"x-csrf-token": "0" * 64},
        {"origin": ""},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": BASE + ".evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"cookie": "hwaryong-8765=; a=b"},
    ],
)
def test_what_another_site_sends_changes_nothing(
    made: Path, browser: Browser, headers: dict[str, str]
) -> None:
    assert browser.post(review_of(made), APPROVE, headers=headers).status_code == 403
    assert browser.post("/elements/ep01/cut/takes", APPROVE, headers=headers).status_code == 403
    with Studio.open(made) as studio:
        assert studio.record.reviews() == []


def test_a_token_of_another_visit_is_refused(made: Path, open_page: Open, browser: Browser) -> None:
    other = open_page(made)
    other.visit()
    assert other.csrf != browser.csrf
    assert browser.post(review_of(made), APPROVE, headers={"x-csrf-token": other.csrf}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_pass_no_door(browser: Browser, method: str) -> None:
    assert anyio.run(browser.client.request, method, "/elements/ep01/cut").status_code == 403


def test_every_answer_is_fenced(browser: Browser) -> None:
    for path in ("/", "/nowhere", "/static/page.js"):
        answer = browser.get(path)
        assert all(name in answer.headers for name in HEADERS)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_the_cookie_is_out_of_reach(browser: Browser) -> None:
    browser.client.cookies.clear()
    cookie = browser.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


# The token.


@pytest.mark.parametrize(
    ("host", "token"), [("0.0.0.0", ""), ("192.168.0.9", ""), ("0.0.0.0", "short"), ("127.0.0.1", "x" * 15)]
)
def test_others_are_let_in_only_with_a_long_token(host: str, token: str) -> None:
    with pytest.raises(BadInput, match="token"):
        check_token(host, token)


@pytest.mark.parametrize(
    ("host", "token"), [("127.0.0.1", ""), ("localhost", ""), ("::1", ""), ("0.0.0.0", "x" * 16)]
)
def test_addresses_that_may_be_served(host: str, token: str) -> None:
    check_token(host, token)


def test_nothing_is_shown_before_the_token(made: Path, open_page: Open) -> None:
    stranger = open_page(made, token=TOKEN)
    stranger.visit("/login")
    for path in PAGES:
        assert stranger.get(path).headers["location"] == "/login"
        answer = stranger.get(path, accept="*/*")
        assert (answer.status_code, answer.text) == (401, "Log in first.")
    for path in (review_of(made), "/elements/ep01/cut/takes", "/logout"):
        assert stranger.post(path, APPROVE).status_code == 401
    with Studio.open(made) as studio:
        assert studio.record.reviews() == []


def test_the_token_opens_the_page_and_leaving_closes_it(made: Path, open_page: Open) -> None:
    person = open_page(made, token=TOKEN)
    assert TOKEN not in person.visit("/login").text
    assert person.post("/login", {"token": TOKEN[:-1]}).status_code == 403
    assert person.get("/").status_code == 303
    assert (
        person.post("/login", {"token": TOKEN}, headers={"origin": "http://evil.example"}).status_code == 403
    )
    before = person.csrf
    assert person.post("/login", {"token": TOKEN}).headers["hx-redirect"] == "/"
    assert person.visit().status_code == 200
    assert person.csrf != before  # another visit than the one before the token: no fixed session
    assert person.post("/logout").headers["hx-redirect"] == "/login"
    assert person.get("/").status_code == 303


def test_a_cookie_cannot_be_opened_by_hand() -> None:
    sessions = Sessions(TOKEN)
    visit = sessions.begin()
    assert not visit.open
    assert sessions.read(visit.cookie) == visit
    for forged in (
        "",
        "a.open.b",
        visit.cookie.replace(".new.", ".open."),
        visit.cookie[:-1],
        f"{visit.id}.open.",
        "é.new.é",
    ):
        assert sessions.read(forged) is None
    assert Sessions(TOKEN).read(visit.cookie) is None  # all visits end with the server


# Sizes.


def test_a_long_form_is_refused_before_it_is_read(made: Path, browser: Browser) -> None:
    answer = browser.post(review_of(made), {**APPROVE, "note": "x" * FORM_BYTES})
    assert answer.status_code == 413


def test_a_large_upload_is_refused_before_it_is_read(browser: Browser) -> None:
    headers = {"content-type": "multipart/form-data; boundary=b", "content-length": str(UPLOAD_BYTES * 2)}
    answer = browser.post("/elements/ep01/cut/takes", headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10"])
def test_a_length_that_is_no_number_is_refused(browser: Browser, length: str) -> None:
    answer = browser.post("/logout", headers={"content-length": length})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("application/x-www-form-urlencoded", FORM_BYTES), ("multipart/form-data; boundary=b", UPLOAD_BYTES)],
)
def test_a_body_without_a_length_is_counted(made: Path, browser: Browser, kind: str, limit: int) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.svg"\r\n\r\n'
        while sent < 2 * limit:
            sent += 2**20
            yield b"x" * 2**20

    headers = {"origin": BASE, "x-csrf-token": browser.csrf, "content-type": kind}
    path = "/elements/ep01/sq010/sh010/A/0002/takes" if "multipart" in kind else review_of(made)
    answer = anyio.run(partial(browser.client.post, path, content=endless(), headers=headers))
    assert answer.status_code == 413
    assert sent < limit + 3 * 2**20
