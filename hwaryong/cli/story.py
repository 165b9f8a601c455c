"""The verb `script`: a script from one format into another, prose into a script."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from hwaryong.alone import Bench
from hwaryong.cli.console import say, show_json
from hwaryong.cli.handing import Out, at_bench
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput
from hwaryong.media.base import read_bytes
from hwaryong.media.encoding import decode
from hwaryong.media.script import Script, Syntax, is_korean, recognised
from hwaryong.story.chapter import has_scenes

_FORMATS: Final[Mapping[str, Syntax]] = {".fountain": "fountain", ".fdx": "fdx", ".json": "json"}
_PAPERS: Final = ("letter", "a4")
_LAYOUTS: Final = ("korean", "plain")


def add_to(app: typer.Typer) -> None:
    app.command()(script)


def script(
    source: Annotated[
        Path, typer.Argument(help="A script (.fountain, .fdx, .pdf, .txt, .json) or prose (.md, .txt).")
    ],
    out: Out,
    lang: Annotated[
        str, typer.Option("--lang", help="en or ko: the language of prose; recognised without it.")
    ] = "",
    layout: Annotated[
        str, typer.Option("--layout", help="Of OUT.txt: korean or plain; as the language is without it.")
    ] = "",
    paper: Annotated[str, typer.Option("--paper", help="Of OUT.pdf: letter or a4.")] = "letter",
    queue: Annotated[
        Path | None, typer.Option("--queue", help="Write what is unsure in prose here, as .json.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Write a script, or prose as a script, into OUT: .fountain, .fdx, .pdf, .txt or .json.

    Prose is a treatment whose headings (## 1. place, time) are the scenes, or a chapter of a novel without.
    """
    _check(out, layout, paper, queue)
    text, prose = _opened(source, whole=out.suffix == ".txt" and not layout)
    lang = lang or ("ko" if is_korean(text) else "en")
    with at_bench(shown=not json) as made:
        given = made.bring("source", source)
        drafted = _drafted(made, given, text, lang) if prose else given
        doubts = made.plan.make("queue", "story.queue", script=drafted) if queue else ""
        shown = _joined(made, drafted) if prose and out.suffix != ".json" else drafted
        written = _written(made, shown, out, layout or ("korean" if lang == "ko" else "plain"), paper)
        made.run()
        take = made.hand_out(written, out)
        if queue:
            made.hand_out(doubts, queue)
        flags = (*(made.take(drafted).flags if prose else ()), *take.flags)
        sure = made.take(drafted).confidence if prose else take.confidence
    _tell(out, prose, flags, sure, json)


def _check(out: Path, layout: str, paper: str, queue: Path | None) -> None:
    if out.suffix not in (*_FORMATS, ".txt", ".pdf"):
        raise BadInput(
            "a script is written as .fountain, .fdx, .pdf, .txt or .json", where=out, mend="name the file so"
        )
    if layout and (layout not in _LAYOUTS or out.suffix != ".txt"):
        raise BadInput(
            f"there is no layout {layout!r} here", where=out, mend="say korean or plain for a .txt"
        )
    if queue and queue.suffix != ".json":
        raise BadInput("the review queue is written as .json", where=queue, mend="name the file so")
    if paper not in _PAPERS:
        raise BadInput(f"there is no paper {paper!r}", mend="say letter or a4")


def _opened(source: Path, *, whole: bool) -> tuple[str, bool]:
    """A file's words, and whether it is prose; those of a script only as a `whole`."""
    data = read_bytes(source)
    if source.suffix.lower() != ".pdf" and not data.startswith(b"%PDF-"):
        text, _ = decode(data, source)
        if recognised(text, source.suffix) is None:
            return text, True
    elements = Script.read(source).elements if whole else ()
    return "\n".join(element.text for element in elements), False


def _drafted(made: Bench, prose: str, text: str, lang: str) -> str:
    """The element of the script that prose becomes, with the places of its parts in the prose."""
    tool = "story.script" if has_scenes(text) else "story.adapt"
    return made.plan.make("script", tool, prose=prose, lang=lang, syntax="json")


def _joined(made: Bench, script: str) -> str:
    """The element without the line ends of the prose, which JSON keeps to the letter."""
    return made.plan.make("joined", "story.convert", script=script, to="json", joined=True)


def _written(made: Bench, script: str, out: Path, layout: str, paper: str) -> str:
    """The element in the format that the file's name asks for."""
    if out.suffix == ".pdf":
        return made.plan.make("pages", "story.typeset", script=script, paper=paper)
    return made.plan.make("written", "story.convert", script=script, to=_FORMATS.get(out.suffix, layout))


def _tell(out: Path, prose: bool, flags: tuple[str, ...], sure: float | None, json: bool) -> None:
    if json:
        report: dict[str, Any] = {"file": str(out), "prose": prose, "confidence": sure}
        show_json({**report, "flagged": bool(flags), "reasons": list(flags)})
        return
    say(f"{out}" + ("" if sure is None else f"  confidence {sure:.2f}"))
    for flag in flags:
        say(f"  look at it: {flag}")
