"""The verb `breakdown`: a script's scenes, what they need, shots, strips; and a production's folders."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from hwaryong.alone import Bench
from hwaryong.cli.console import say, show_json
from hwaryong.cli.handing import at_bench
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown
from hwaryong.media.script import Script, is_korean
from hwaryong.media.shotlist import ShotList
from hwaryong.skeleton import lay_out

_FILES = {
    "breakdown.json": "breakdown", "breakdown.csv": "table", "breakdown.html": "page", "shots.json": "shots",
    "shots.otio": "timeline", "stripboard.json": "stripboard",
}  # fmt: skip
_ALONE = {".json": "breakdown", ".csv": "table", ".html": "page", ".otio": "timeline"}


def add_to(app: typer.Typer) -> None:
    app.command()(breakdown)


def breakdown(
    script: Annotated[Path, typer.Argument(help="A script: Fountain, FDX, PDF, Korean layout.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A .json, .csv, .html or .otio; or a folder for all.")
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", help="LANG=FILE: the script in another language; repeatable."),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="The script's language; recognised without it.")] = "",
    rate: Annotated[str, typer.Option("--rate", help="Frames a second, as a fraction.")] = "24/1",
    paper: Annotated[str, typer.Option("--paper", help="letter or a4.")] = "letter",
    day: Annotated[
        int | None,
        typer.Option(
            "--day",
            min=0,
            max=800,
            help="Eighths of a page a day on the stripboard, 0 for none; 40 where OR-Tools is installed.",
        ),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="Lay the shots out as folders of this production.")
    ] = None,
    episode: Annotated[str, typer.Option("--episode", help="With --into: the episode's name.")] = "ep01",
    json: AsJson = False,
) -> None:
    """Break a script down into scenes, cast, props, shots and strips, with an animation clock."""
    if out is None and into is None:
        raise BadInput("nobody says where to write", mend="say -o OUT, or --into PRODUCTION")
    if out is not None and out.suffix and out.suffix not in _ALONE:
        raise BadInput(
            "a breakdown is written as .json, .csv, .html or .otio, or into a folder", where=out,
            mend="name the file so",
        )  # fmt: skip
    with at_bench(shown=not json) as made:
        first = lang or _language(script)
        others = dict(_other(word) for word in also or ())
        scripts = {
            name: made.bring(f"script.{name}", file) for name, file in {first: script, **others}.items()
        }
        eighths = day if day is not None else 40 if find_spec("ortools") else 0
        elements = _planned(made, scripts, first, rate=rate, paper=paper, day=eighths)
        made.run()
        for element, file in _wanted(elements, out):
            file.parent.mkdir(parents=True, exist_ok=True)
            made.hand_out(element, file)
        broken, shots = made.value(elements["breakdown"], Breakdown), made.value(elements["shots"], ShotList)
        flags = made.take(elements["breakdown"]).flags
    laid = lay_out(into, episode, shots, broken, first) if into else []
    told = {
        "scenes": len(broken.scenes), "lines": len(broken.lines),
        "shots": sum(len(sequence.shots) for sequence in shots.sequences),
        "eighths": sum(scene.eighths[first] for scene in broken.scenes),
        "frames": sum(scene.frames[first] for scene in broken.scenes), "rate": rate,
    }  # fmt: skip
    if json:
        show_json({**told, "file": str(out) if out else None, "laid_out": laid, "flags": list(flags)})
        return
    say(f"{told['scenes']} scenes, {told['shots']} shots, {told['lines']} lines, {told['frames']} frames")
    for flag in flags:
        say(f"look at it: {flag}")
    if laid:
        say(f"shots = [{', '.join(repr(name) for name in laid)}]".replace("'", '"'))


def _planned(
    made: Bench, scripts: dict[str, str], lang: str, *, rate: str, paper: str, day: int
) -> dict[str, str]:
    """The elements that the verb makes, by what they are."""
    plan = made.plan
    broken = plan.make("breakdown", "story.breakdown", scripts=scripts, rate=rate, paper=paper)
    shots = plan.make("shots", "story.shots", script=scripts[lang], rate=rate, lang=lang)
    elements = {"breakdown": broken, "shots": shots}
    if day:
        elements["stripboard"] = plan.make(
            "stripboard", "story.stripboard", breakdown=broken, lang=lang, day_eighths=day
        )
    elements["page"] = plan.make(
        "page", "story.breakdown_page", breakdown=broken, shots=shots,
        stripboard=elements.get("stripboard"), lang=lang,
    )  # fmt: skip
    elements["table"] = plan.make("table", "story.breakdown_table", breakdown=broken, lang=lang)
    elements["timeline"] = plan.make("timeline", "story.timeline", shots=shots)
    return elements


def _wanted(elements: dict[str, str], out: Path | None) -> list[tuple[str, Path]]:
    if out is None:
        return []
    if out.suffix:
        return [(elements[_ALONE[out.suffix]], out)]
    return [(elements[kind], out / name) for name, kind in _FILES.items() if kind in elements]


def _other(word: str) -> tuple[str, Path]:
    lang, equals, file = word.partition("=")
    if not (lang and equals and file):
        raise BadInput(f"{word!r} names no script in another language", mend="say --also ko=FILE")
    return lang, Path(file)


def _language(script: Path) -> str:
    return "ko" if is_korean("\n".join(element.text for element in Script.read(script).elements)) else "en"
