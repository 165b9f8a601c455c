"""The verb `run`: any installed tool, on files that lie anywhere."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong import tools
from hwaryong.alone import Bench, bench
from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput


def add_to(app: typer.Typer) -> None:
    app.command()(run)


def run(
    tool: Annotated[
        str, typer.Argument(help="The tool's id; without one the installed tools are listed.")
    ] = "",
    given: Annotated[
        list[str] | None,
        typer.Argument(
            help="NAME=FILE for an input (NAME:KEY=FILE for one of many), NAME=VALUE for a setting."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to write.")] = None,
    json: AsJson = False,
) -> None:
    """Run one tool alone; what it writes carries its credentials."""
    if not tool:
        _list(json)
        return
    if out is None:
        raise BadInput("nobody says where to write", mend="say -o OUT")
    with bench() as made:
        element = made.plan.make("made", tool, **_named(made, tool, given or []))
        made.run()
        take = made.take(element)
        if take.suffix != "/" and take.suffix != out.suffix:
            raise BadInput(
                f"{tool} makes {take.suffix}", where=out, mend=f"name the file so: {out.stem}{take.suffix}"
            )
        made.hand_out(element, out)
    if json:
        show_json({"file": str(out), "flags": list(take.flags), "confidence": take.confidence})
    else:
        say(f"{out}" + (f"  look at it: {'; '.join(take.flags)}" if take.flags else ""))


def _named(made: Bench, tool: str, given: list[str]) -> dict[str, Any]:
    """The words of the command line as inputs (brought to the bench) and settings."""
    inputs = tools.find(tool).inputs
    named: dict[str, Any] = {name: {} for name, wanted in inputs.items() if wanted.many}
    for word in given:
        name, equals, value = word.partition("=")
        name, _, key = name.partition(":")
        if not equals:
            raise BadInput(f"{word!r} is neither NAME=FILE nor NAME=VALUE")
        if name not in inputs:
            named[name] = _value(value)
        elif inputs[name].many:
            named[name][key] = made.bring(f"{name}/{key}", Path(value))
        else:
            named[name] = made.bring(name, Path(value))
    missing = [name for name, wanted in inputs.items() if not wanted.optional and name not in named]
    if missing:
        raise BadInput(f"{tool} needs {', '.join(missing)}", mend=f"say {missing[0]}=FILE")
    return named


def _value(text: str) -> Any:
    try:
        return jsonlib.loads(text)
    except ValueError:
        return text


def _list(json: bool) -> None:
    found = {id: tools.find(id) for id in sorted(tools.installed())}
    if json:
        show_json({"tools": [
            {"tool": id, "version": tool.version, "inputs": list(tool.inputs),
             "settings": tool.settings.model_json_schema().get("properties", {}), "makes": tool.result.kind}
            for id, tool in found.items()
        ]})  # fmt: skip
        return
    for id, tool in found.items():
        asked = [*tool.inputs, *(f"[{name}]" for name in tool.settings.model_fields)]
        say(f"{id:<20} {' '.join(asked)} → {tool.result.kind}")
