"""The verb of measuring: runs the benches that lie beside the code in a checkout."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated

import typer

import hwaryong
from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput

_CHECKOUT = Path(hwaryong.__file__).parent.parent


def add_to(app: typer.Typer) -> None:
    app.command()(bench)


def bench(
    desk: Annotated[str, typer.Argument(help="What to measure: house, or a desk.")],
    data: Annotated[Path | None, typer.Option(help="A folder with material for the measures.")] = None,
    json: AsJson = False,
) -> None:
    """Measure a desk and its rivals, and show one table; exit 1 where a target is missed."""
    benches = _CHECKOUT / "bench"
    desks = sorted(
        path.stem for path in benches.glob("*.py") if "\ndef measures(data" in path.read_text("utf-8")
    )
    if not desks:
        raise BadInput(
            "the benches are not installed", where=benches, mend="run this from a checkout of the source"
        )
    if desk not in desks:
        raise BadInput(f"there is no bench {desk!r}", mend=f"take one of {', '.join(desks)}")
    sys.path.insert(0, str(_CHECKOUT))
    measures = []
    for measure in importlib.import_module(f"bench.{desk}").measures(data):
        measures.append(measure)
        if not json:
            say(f"measured: {measure.name}", error=True)
    if json:
        show_json({"desk": desk, "measures": [measure.as_json() for measure in measures]})
    else:
        say(importlib.import_module("bench.measure").table(f"bench {desk}", measures))
    if not all(measure.met for measure in measures):
        raise typer.Exit(1)
