"""The verbs of people: intake, approve, retake, review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson, Folder
from hwaryong.errors import BadInput
from hwaryong.record.model import Review
from hwaryong.studio import Studio

By = Annotated[str, typer.Option("--by", help="The person's name; it goes into the disclosure.")]
Frame = Annotated[int | None, typer.Option(min=0, help="The frame that the note is about, counted from 0.")]


def add_to(app: typer.Typer) -> None:
    for verb in (intake, approve, retake, review):
        app.command()(verb)


def intake(
    folder: Folder,
    element: str,
    file: Path,
    by: By = "",
    from_: Annotated[list[str] | None, typer.Option("--from", help="A take that this was made from.")] = None,
    original: Annotated[bool, typer.Option("--original", help="It derives from no other work.")] = False,
    statement: Annotated[str, typer.Option(help="How it was made, word for word for the disclosure.")] = "",
    json: AsJson = False,
) -> None:
    """Bring in a person's file for an element; it is never overwritten afterwards."""
    if bool(from_) == original:
        raise BadInput(
            "nobody says where this file comes from", where=file,
            mend="say --from TAKE (see `hwaryong explain`) or --original",
        )  # fmt: skip
    with Studio.open(folder) as studio:
        take = studio.intake(
            element, file, by=by, origin="derived" if from_ else "original",
            from_=tuple(from_ or ()), statement=statement,
        )  # fmt: skip
    if json:
        show_json({"element": element, "take": take.id, "digest": take.digest})
    else:
        say(f"{element}: take {take.id} by {by}.")


def approve(
    folder: Folder, element: str, by: By, note: str = "", frame: Frame = None, json: AsJson = False
) -> None:
    """Approve the current take of an element."""
    with Studio.open(folder) as studio:
        _told(element, studio.review(element, "approve", by=by, note=note, frame=frame), json)


def retake(
    folder: Folder,
    element: str,
    by: By,
    note: Annotated[str, typer.Option(help="What is to be done again, and why.")],
    frame: Frame = None,
    json: AsJson = False,
) -> None:
    """Ask for another take of an element, with a note."""
    with Studio.open(folder) as studio:
        _told(element, studio.review(element, "retake", by=by, note=note, frame=frame), json)


def review(
    folder: Folder = Path(),
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="Another address than 127.0.0.1 asks for a token.")] = "127.0.0.1",
    token: Annotated[str, typer.Option(envvar="HWARYONG_TOKEN", help="The word that opens the page.")] = "",
) -> None:
    """Open the review page: shots, takes side by side, the film frame by frame."""
    from hwaryong.review.server import serve

    serve(folder, host=host, port=port, token=token)


def _told(element: str, review: Review, json: bool) -> None:
    if json:
        show_json({"element": element, "take": review.take, "verdict": review.verdict, "by": review.by})
    else:
        say(f"{element}: {review.verdict} by {review.by}.")
