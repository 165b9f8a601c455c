"""The routes of the review page: what is asked for is looked up by name, never opened by path."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import anyio
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.executor import engine
from hwaryong.media.marks import Marks
from hwaryong.record.model import Take
from hwaryong.review.contents import Contents
from hwaryong.review.guard import Guard, Hosts, Session, Sessions, TooLarge, set_cookie, too_large
from hwaryong.review.pages import Pages, accepts
from hwaryong.review.runs import RunTable, check_seen, run_table
from hwaryong.review.snapshot import Snapshots
from hwaryong.review.uploads import landed
from hwaryong.review.words import LANGUAGES, Words, preferred
from hwaryong.studio import Studio
from hwaryong.thumbnails import pictured

T = TypeVar("T")

LANGUAGE_COOKIE = "hwaryong-language"
WRONG_TOKEN_WAIT_S = 0.5
TEXT_LENGTH = 4000
MARKS_BYTES = 1024 * 1024


def review_page(folder: Path, *, host: str = "127.0.0.1", token: str = "") -> ASGIApp:
    """The review page of the production in `folder` as an ASGI application, behind its guard."""
    sessions = Sessions(token)
    page = _Page(folder, sessions)
    app = Starlette(
        routes=[
            Route("/", page.home),
            Route("/login", page.login, methods=["GET", "POST"]),
            Route("/logout", page.logout, methods=["POST"]),
            Route("/episodes/{episode}", page.episode),
            Route("/films/{episode}", page.film),
            Route("/shots/{shot:path}", page.shot),
            Route("/layers/{layer:path}", page.layer),
            Route("/runs/{run:path}/marks", page.mark, methods=["POST"]),
            Route("/runs/{run:path}/drafts", page.draw, methods=["POST"]),
            Route("/runs/{run:path}", page.run),
            Route("/elements/{element:path}/takes", page.bring, methods=["POST"]),
            Route("/elements/{element:path}", page.element),
            Route("/takes/{take}/reviews", page.review, methods=["POST"]),
            Route("/takes/{take}/frames/{frame:int}", page.frame),
            Route("/takes/{take}/{form}", page.content),
            Route("/static/{name}", page.static),
        ],
        exception_handlers={
            HTTPException: page.missing,
            HwaryongError: page.explained,
            TooLarge: lambda request, error: too_large(error.limit),
        },
    )
    return Guard(app, sessions, Hosts(host))


class _Page:
    """The handlers; those that read run in threads, those that write wait for their form first."""

    def __init__(self, folder: Path, sessions: Sessions) -> None:
        self.folder, self.sessions = folder, sessions
        self.snapshots = Snapshots(folder)
        self.contents = Contents(self.snapshots)
        self.static_files = {
            file.name: file.read_bytes() for file in (files(__package__) / "static").iterdir()
        }
        self.templates = Environment(
            loader=PackageLoader("hwaryong.review"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip

    # Pages.

    def home(self, request: Request) -> Response:
        pages = self._pages()
        if len(pages.episodes()) == 1:
            return self._episode(request, pages, pages.episodes()[0])
        episodes = [pages.episode(name) for name in pages.episodes()]
        return self._show(request, "episodes.html", pages, episodes=episodes)

    def episode(self, request: Request) -> Response:
        pages = self._pages()
        if request.path_params["episode"] not in pages.episodes():
            raise HTTPException(404)
        return self._episode(request, pages, request.path_params["episode"])

    def film(self, request: Request) -> Response:
        pages = self._pages()
        film = _found(lambda: pages.film(request.path_params["episode"]))
        return self._show(request, "film.html", pages, view=film, episode=request.path_params["episode"])

    def shot(self, request: Request) -> Response:
        pages = self._pages()
        shot = _found(lambda: pages.shot(request.path_params["shot"]))
        clip = pages.snapshot.current(f"{shot.name}/shot")
        views = [view for view in pages.element(clip.element) if view.take == clip] if clip else []
        return self._show(request, "shot.html", pages, shot=shot, views=views)

    def layer(self, request: Request) -> Response:
        pages = self._pages()
        return self._show(
            request, "layer.html", pages, table=_found(lambda: pages.table(request.path_params["layer"]))
        )

    def run(self, request: Request) -> Response:
        pages = self._pages()
        return self._show(request, "run.html", pages, table=self._run(request, pages))

    def element(self, request: Request) -> Response:
        pages = self._pages()
        name = request.path_params["element"]
        views = _found(lambda: pages.element(name))
        kind = views[-1].take.kind if views else ""
        return self._show(
            request, "element.html", pages, element=name, views=views, row=pages.snapshot.rows[name],
            shot=pages.shot_of(name), accepts=accepts(kind),
        )  # fmt: skip

    def frame(self, request: Request) -> Response:
        """What is on the screen at a frame, as a fragment."""
        pages = self._pages()
        take = self._take(request, pages)
        seen = pages.on_screen.at(take, request.path_params["frame"])
        return self._show(request, "onscreen.html", pages, seen=seen)

    def content(self, request: Request) -> Response:
        """A take's content in one of its forms."""
        take, form = self._take(request, self._pages()), request.path_params["form"]
        if form == "file" and take.suffix != "/":
            return self.contents.file(take)
        forms = {"thumbnail.jpg": self.contents.small}
        if take.kind in ("drawing", "picture"):
            forms["picture.png"] = self.contents.picture
        if take.kind == "drawing":
            forms |= {"ink.png": self.contents.ink, "unsure.png": self.contents.unsure}
        if form not in forms or not pictured(take):
            raise HTTPException(404)
        return forms[form](take)

    def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.static_files:
            raise HTTPException(404)
        return Response(self.static_files[name], media_type=mimetypes.guess_type(name)[0])

    # What changes something.

    async def login(self, request: Request) -> Response:
        if request.method == "GET":
            return self._render(request, "login.html", {})
        async with request.form(max_files=0, max_fields=4) as form:
            given = str(form.get("token", ""))
        if not self.sessions.knows(given):
            await anyio.sleep(WRONG_TOKEN_WAIT_S)
            return self._message(request, _words(request)("wrong token"), 403)
        return _enter(request, self.sessions.begin(open=True), "/")

    async def logout(self, request: Request) -> Response:
        return _enter(request, self.sessions.begin(), "/login")

    async def review(self, request: Request) -> Response:
        async with request.form(max_files=0, max_fields=8) as form:
            said = {name: str(value)[:TEXT_LENGTH] for name, value in form.items()}
        return await run_in_threadpool(self._review, request, said)

    async def bring(self, request: Request) -> Response:
        async with request.form(max_files=1, max_fields=32, max_part_size=4 * TEXT_LENGTH) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile):
                raise BadInput("there is no file", mend="choose one and send it again")
            said = {name: str(form.get(name, ""))[:TEXT_LENGTH] for name in ("by", "origin", "statement")}
            from_ = tuple(str(take) for take in form.getlist("from"))
            return await run_in_threadpool(self._bring, request, upload, said, from_)

    async def mark(self, request: Request) -> Response:
        async with request.form(max_files=0, max_fields=8, max_part_size=MARKS_BYTES) as form:
            said = {name: str(value) for name, value in form.items()}
        return await run_in_threadpool(self._mark, request, said)

    def draw(self, request: Request) -> Response:
        """Make the drafts of one run again, and nothing else; what people drew stays."""
        table = self._run(request, self._pages())
        with Studio.open(self.folder) as studio:
            part = studio.plan().only(table.between, held=False)
            outcome = studio.make(part, lambda: engine("local", 1), approve_drafts=True)
        for element, why in outcome.failed:
            raise HwaryongError(f"{element}: {why}")
        drawn = sum(element.startswith(f"{table.shot}/{table.layer}/") for element in outcome.planned)
        return self._changed(request, _words(request)("drawn again", drawn), "drawn")

    def _mark(self, request: Request, said: dict[str, str]) -> Response:
        pages = self._pages()
        table = self._run(request, pages)
        check_seen(table, pages, said.get("seen", ""), said.get("keys", "").split())
        try:
            marks = Marks(json.loads(said.get("marks", "")))
        except (ValueError, TypeError, RecursionError):
            raise BadInput("the marks are no list", mend="load the page again") from None
        with Studio.open(self.folder) as studio:
            first, last = table.keys
            studio.mark(
                table.marks_element, marks, by=said.get("by", "")[:TEXT_LENGTH], keys=(first.id, last.id)
            )
        return self._changed(request, _words(request)("marked", len(marks.items)), "marked")

    def _review(self, request: Request, said: dict[str, str]) -> Response:
        take = self._take(request, self._pages())
        verdict, frame = said.get("verdict", ""), said.get("frame", "")
        if verdict not in ("approve", "retake"):
            raise BadInput("say approve or retake")
        if not said.get("by", "").strip():
            raise BadInput("a review needs your name", mend="fill it in and send it again")
        if verdict == "retake" and not said.get("note", "").strip():
            raise BadInput("a retake needs a note", mend="say what is to be done again, and why")
        if frame and not (frame.isdecimal() and len(frame) < 9):
            raise BadInput(f"{frame!r} is no frame", mend="frames are whole numbers counted from 0")
        with Studio.open(self.folder) as studio:
            studio.review(
                take.element, "approve" if verdict == "approve" else "retake", by=said["by"],
                note=said.get("note", ""), frame=int(frame) if frame else None, take=take.id,
            )  # fmt: skip
        words = _words(request)
        return self._changed(request, words("said", words(verdict)), "recorded")

    def _bring(
        self, request: Request, upload: UploadFile, said: dict[str, str], from_: tuple[str, ...]
    ) -> Response:
        snapshot = self.snapshots.now()
        element = request.path_params["element"]
        current = snapshot.current(element)
        if current is None or any(id not in snapshot.history.takes for id in from_):
            raise HTTPException(404)
        original = said["origin"] == "original"
        if said["origin"] not in ("original", "derived") or original == bool(from_):
            raise BadInput(
                "nobody says where this file comes from", mend="name its takes, or call it original"
            )
        if not said["by"].strip():
            raise BadInput(
                "a file needs the name of the person who made it", mend="fill it in and send it again"
            )
        with landed(upload, current.kind) as path, Studio.open(self.folder) as studio:
            take = studio.intake(
                element, path, by=said["by"], origin="original" if original else "derived",
                from_=from_, statement=said["statement"],
            )  # fmt: skip
        return self._changed(request, _words(request)("brought", take.id[:8]), "brought")

    # Answers.

    def _episode(self, request: Request, pages: Pages, name: str) -> Response:
        return self._show(request, "episode.html", pages, episode=pages.episode(name))

    def _pages(self) -> Pages:
        return Pages(self.snapshots.now(), self.contents)

    def _run(self, request: Request, pages: Pages) -> RunTable:
        return _found(lambda: run_table(pages, request.path_params["run"]))

    def _take(self, request: Request, pages: Pages) -> Take:
        return _found(lambda: pages.snapshot.take(request.path_params["take"]))

    def _changed(self, request: Request, text: str, event: str) -> Response:
        """A message in place, and the event on which the parts of the page show themselves anew."""
        self.snapshots.forget()
        answer = self._message(request, text, 200)
        answer.headers["HX-Trigger-After-Swap"] = event
        return answer

    def _show(self, request: Request, template: str, pages: Pages, **given: object) -> Response:
        return self._render(request, template, {"pages": pages, "snapshot": pages.snapshot, **given})

    def _render(
        self, request: Request, template: str, given: Mapping[str, object], status: int = 200
    ) -> Response:
        words = _words(request)
        session: Session = request.scope["session"]
        text = self.templates.get_template(template).render(
            t=words, lang=words.lang, languages=LANGUAGES, csrf=session.csrf, guarded=self.sessions.guarded,
            path=request.url.path, **given,
        )  # fmt: skip
        answer = HTMLResponse(text, status)
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(LANGUAGE_COOKIE, words.lang, max_age=31536000, samesite="strict", httponly=True)
        return answer

    def _message(self, request: Request, text: str, status: int) -> Response:
        """One sentence: a fragment for htmx, a page for a person."""
        template = "message.html" if "hx-request" in request.headers else "error.html"
        return self._render(request, template, {"text": text, "good": status < 400}, status)

    async def missing(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self._message(request, _words(request)("not there") if status == 404 else str(error), status)

    async def explained(self, request: Request, error: Exception) -> Response:
        return self._message(request, str(error), 400 if isinstance(error, BadInput) else 409)


def _found(look: Callable[[], T]) -> T:
    """What is looked up; 404 where it is not there."""
    try:
        return look()
    except LookupError:
        raise HTTPException(404) from None


def _words(request: Request) -> Words:
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    return Words(asked if asked in LANGUAGES else preferred(request.headers.get("accept-language", "")))


def _enter(request: Request, session: Session, where: str) -> Response:
    answer = RedirectResponse(where, 303) if "hx-request" not in request.headers else Response()
    answer.headers["HX-Redirect"] = where
    answer.headers["Set-Cookie"] = set_cookie(request.scope["cookie"], session)
    return answer
