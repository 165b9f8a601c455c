"""The guard before the review page: hosts, sessions, headers and the size of what is sent.

Everything is refused unless a rule here lets it through; the pages behind it need no rule of their own.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hwaryong.errors import BadInput

TOKEN_LENGTH = 16
UPLOAD_BYTES = 64 * 1024 * 1024
FORM_BYTES = 64 * 1024
_OVERHEAD_BYTES = 64 * 1024  # the other fields of an upload and the boundaries between them

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Whether an address can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_token(host: str, token: str) -> None:
    """Raises BadInput where others could reach the page without a token, or with one easily guessed."""
    if token and len(token) < TOKEN_LENGTH:
        raise BadInput(f"the token has {len(token)} characters", mend=f"use {TOKEN_LENGTH} or more")
    if not token and not is_loopback(host):
        raise BadInput(
            f"the review page on {host} could be opened by others",
            mend=f"add --token with {TOKEN_LENGTH} characters or more, or leave --host out",
        )


@dataclass(frozen=True)
class Hosts:
    """The names under which the page answers; others are a web site that points its own name at us."""

    bound: str

    def allows(self, header: str) -> bool:
        """Whether a Host header (name or address, any port) may be answered."""
        name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
        name = name.strip("[]").lower()
        if is_loopback(self.bound):
            return is_loopback(name)
        if self.bound not in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
            return name == self.bound.strip("[]").lower()
        try:
            ipaddress.ip_address(name)  # every address of this machine; no name can be pointed at it
        except ValueError:
            return name == "localhost"
        return True


@dataclass(frozen=True)
class Session:
    """A browser's visit: `open` once the token was given; `csrf` goes with everything that it sends."""

    id: str
    open: bool
    csrf: str
    cookie: str


class Sessions:
    """Visits as signed cookies: nothing is stored, and all end when the server ends."""

    def __init__(self, token: str = "") -> None:
        self._key = secrets.token_bytes(32)
        self._token = hashlib.sha256(token.encode()).digest()
        self.guarded = bool(token)

    def begin(self, *, open: bool = False) -> Session:
        """A new visit, open at once where no token guards the page."""
        return self._session(secrets.token_hex(16), open or not self.guarded)

    def read(self, cookie: str) -> Session | None:
        """The visit that a cookie tells of; None where it is not ours."""
        id, _, rest = cookie.partition(".")
        session = self._session(id, rest.startswith("open."))
        return session if hmac.compare_digest(session.cookie.encode(), cookie.encode()) else None

    def knows(self, token: str) -> bool:
        """Whether this is the token, compared in constant time."""
        return self.guarded and hmac.compare_digest(hashlib.sha256(token.encode()).digest(), self._token)

    def _session(self, id: str, open: bool) -> Session:
        word = f"{id}.{'open' if open else 'new'}"
        return Session(id, open, self._sign(f"csrf {id}"), f"{word}.{self._sign(word)}")

    def _sign(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


class Guard:
    """ASGI middleware; puts the `Session` into `scope["session"]`.

    Order: host, session, token, origin and CSRF of what changes something, size of the body.
    """

    def __init__(self, app: ASGIApp, sessions: Sessions, hosts: Hosts) -> None:
        self.app, self.sessions, self.hosts = app, sessions, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        name = f"hwaryong-{scope['server'][1] if scope.get('server') else 0}"
        known = self.sessions.read(cookie_parser(headers.get("cookie", "")).get(name, ""))
        session = known or self.sessions.begin()
        scope["session"], scope["cookie"] = session, name
        answer = self._refusal(scope, headers, session if known else None)

        async def guarded_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for key, value in HEADERS.items():
                    out.setdefault(key, value)
                if known is None and self.hosts.allows(headers.get("host", "")):
                    out.append("Set-Cookie", set_cookie(name, session))
            await send(message)

        limit = _limit(headers)
        if answer is None and not _fits(headers, limit):
            answer = too_large(limit)
        await (answer or self.app)(scope, _counted(receive, limit), guarded_send)

    def _refusal(self, scope: Scope, headers: Headers, known: Session | None) -> Response | None:
        """Why this request is not answered; None where it is."""
        if not self.hosts.allows(headers.get("host", "")):
            return PlainTextResponse("This page does not answer to that name.", 400)
        path, reading = scope["path"], scope["method"] in ("GET", "HEAD")
        if not reading and not _is_ours(headers, known):
            return PlainTextResponse("This did not come from the review page; load it again.", 403)
        free = path == "/login" or path.startswith("/static/")
        if free or scope["session"].open:
            return None
        wants_page = reading and "text/html" in headers.get("accept", "")
        return RedirectResponse("/login", 303) if wants_page else PlainTextResponse("Log in first.", 401)


def set_cookie(name: str, session: Session) -> str:
    """The Set-Cookie header of a visit; scripts cannot read it, other sites cannot send it."""
    return f"{name}={session.cookie}; Path=/; HttpOnly; SameSite=Strict"


def _is_ours(headers: Headers, known: Session | None) -> bool:
    """Whether a request that changes something comes from our own page and from the visit that it names."""
    if known is None or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    host = headers.get("host", "")
    same = headers.get("origin", "") in (f"http://{host}", f"https://{host}")
    return same and hmac.compare_digest(headers.get("x-csrf-token", "").encode(), known.csrf.encode())


class TooLarge(Exception):
    """A body went past its limit while it came in."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def too_large(limit: int) -> Response:
    return PlainTextResponse(f"This is too large: {limit // 1024} KiB are allowed.", 413)


def _limit(headers: Headers) -> int:
    upload = headers.get("content-type", "").startswith("multipart/form-data")
    return UPLOAD_BYTES + _OVERHEAD_BYTES if upload else FORM_BYTES


def _fits(headers: Headers, limit: int) -> bool:
    length = headers.get("content-length", "0")
    return length.isdecimal() and int(length) <= limit


def _counted(receive: Receive, limit: int) -> Receive:
    """A body's parts, as long as they are no more than `limit` bytes together; then raises TooLarge."""
    seen = 0

    async def count() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise TooLarge(limit)
        return message

    return count
