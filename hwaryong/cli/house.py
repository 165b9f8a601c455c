"""The verbs of the house: new, make, status, explain, export."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from hwaryong.cli.console import say, show_json, watching
from hwaryong.delivery import deliver, delivered
from hwaryong.errors import BadInput
from hwaryong.executor import engine
from hwaryong.executor.openjd import export_openjd
from hwaryong.making import Outcome
from hwaryong.report import explain_element, status_rows
from hwaryong.samples import sample
from hwaryong.studio import Studio

Folder = Annotated[Path, typer.Argument(help="The production's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, nothing else.")]


def add_to(app: typer.Typer) -> None:
    for verb in (new, make, status, explain):
        app.command()(verb)
    exports = typer.Typer(help="Write a production's jobs for others to run.", no_args_is_help=True)
    exports.command("openjd")(openjd)
    app.add_typer(exports, name="export")


def new(
    folder: Folder,
    name: Annotated[str, typer.Option("--sample", help="Begin with a sample: dragon.")] = "",
    json: AsJson = False,
) -> None:
    """Make a production, empty or from a sample."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput("the folder is not empty", where=folder, mend="name a new one")
    if name:
        shutil.copytree(
            sample(name), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("draw", "__pycache__")
        )
    else:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "production.toml").write_text(_EMPTY.format(name=folder.resolve().name), "utf-8")
    if json:
        show_json({"production": str(folder)})
    else:
        say(f"{folder} is ready; `hwaryong make {folder}` makes it.")


def make(
    folder: Folder = Path(),
    only: Annotated[str, typer.Option(help="Only what the elements matching this glob need.")] = "",
    jobs: Annotated[int | None, typer.Option(min=1, max=512, help="Jobs at a time.")] = None,
    engine_url: Annotated[str, typer.Option("--engine", help="local, or dask://HOST:PORT.")] = "local",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be made.")] = False,
    approve_drafts: Annotated[
        bool, typer.Option(help="Go on past gates; the film is marked as a draft.")
    ] = False,
    retry: Annotated[bool, typer.Option(help="Try dead jobs again.")] = False,
    together: Annotated[bool, typer.Option(help="Beside other makes, as a render farm's tasks run.")] = False,
    json: AsJson = False,
) -> None:
    """Make what has no take yet, sign and deliver the films."""
    with Studio.open(folder) as studio:
        plan = studio.plan(only)
        if dry_run:
            _foresee(studio.foresee(plan, approve_drafts=approve_drafts), json)
            return
        with watching(not json) as watch:
            outcome = studio.make(
                plan, partial(engine, engine_url, jobs), approve_drafts=approve_drafts, retry=retry,
                together=together, watch=watch,
            )  # fmt: skip
        outputs = {} if outcome.failed or outcome.stopped else deliver(studio, plan)
    if json:
        show_json(_summary(outcome, outputs))
    else:
        _tell(outcome, outputs)
    if outcome.failed or outcome.stopped:
        raise typer.Exit(1)


def status(folder: Folder = Path(), json: AsJson = False) -> None:
    """Every element: its take, maker, class, review, and what has gone stale."""
    with Studio.open(folder) as studio:
        rows = status_rows(studio)
        film = next(map(str, delivered(studio.production).values()), "")
    if json:
        show_json({"elements": [asdict_row(row) for row in rows], "film": film})
        return
    table = Table("element", "take", "maker", "class", "review", "stale", box=None)
    for row in rows:
        table.add_row(row.element, row.take[:12], row.maker, row.klass, row.review, "; ".join(row.stale))
    say(table)


def explain(folder: Folder, element: str, json: AsJson = False) -> None:
    """What made an element, from what, and why it ran again."""
    with Studio.open(folder) as studio:
        told = explain_element(studio, element)
    if json:
        show_json(told.as_json())
    else:
        say(told.as_text())


def openjd(
    folder: Folder,
    out: Annotated[Path, typer.Option("-o", "--out", help="The template to write.")],
    only: Annotated[str, typer.Option(help="Only what the elements matching this glob need.")] = "",
    json: AsJson = False,
) -> None:
    """Write the jobs as an Open Job Description template, for render farms that speak it."""
    with Studio.open(folder) as studio:
        steps = export_openjd(studio.plan(only), out)
    if json:
        show_json({"file": str(out), "steps": steps})
    else:
        say(f"{out}: {steps} steps.")


def asdict_row(row: Any) -> dict[str, Any]:
    fields = asdict(row)
    fields["class"] = fields.pop("klass")
    return fields


def _summary(outcome: Outcome, outputs: dict[str, str]) -> dict[str, Any]:
    return {
        "made": outcome.made,
        "reused": outcome.reused,
        "failed": [{"element": element, "why": why} for element, why in outcome.failed],
        "blocked": outcome.blocked,
        "waiting": outcome.waiting,
        "draft": outcome.draft,
        "outputs": outputs,
    }


def _foresee(elements: list[str], json: bool) -> None:
    if json:
        show_json({"would_make": elements})
    else:
        say("\n".join(elements) or "Nothing is to be done.")


def _tell(outcome: Outcome, outputs: dict[str, str]) -> None:
    say(f"{outcome.made} made, {outcome.reused} reused.")
    for element, why in outcome.failed:
        say(f"failed   {element}: {why}", error=True)
    if outcome.blocked:
        say(f"blocked  {len(outcome.blocked)} elements behind these.", error=True)
    for gate in outcome.waiting:
        say(f"waiting  {gate} waits for a person: `hwaryong approve DIR {gate} --by NAME`.")
    for name, path in outputs.items():
        say(f"{name:<11}{path}")
    if outcome.stopped:
        say("Stopped; nothing was lost. Run make again to go on.", error=True)


_EMPTY = """\
name = "{name}"
rate = "24/1"
width_px = 1280
height_px = 720
languages = ["en"]

# [[episode]]
# name = "ep01"
# shots = ["sq010/sh010"]

# Who made the files that you put here; nothing is taken in without it.
# [[origin]]
# files = "**"
# by = "the person's name"
# statement = "Drawn by hand for this production; it derives from no other work."
"""
