"""The verbs of the drawing desk for files that lie anywhere: inbetween, cleanup, paint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hwaryong.cli.handing import Out, at_bench, handed_out, rendered, suffix_of, tell
from hwaryong.cli.house import AsJson
from hwaryong.cli.inbetween import inbetween
from hwaryong.cli.paint import paint
from hwaryong.errors import BadInput


def add_to(app: typer.Typer) -> None:
    for verb in (inbetween, cleanup, paint):
        app.command()(verb)


def cleanup(
    rough: Path,
    out: Out,
    strength: Annotated[float, typer.Option(min=0.0, max=1.0, help="0 keeps all, 1 tidies most.")] = 0.5,
    construction: Annotated[bool, typer.Option(help="Keep coloured help lines, as strokes apart.")] = False,
    centrelines: Annotated[
        bool, typer.Option(help="Write plain stroked paths for other programs: a small SVG.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Draw one clean line for a sketch's many strokes; OUT is an SVG or a PNG."""
    suffix = suffix_of(out)
    if centrelines and suffix != ".svg":
        raise BadInput("centrelines are written as .svg", where=out, mend="name the file so")
    with at_bench(shown=not json) as made:
        sketch = made.bring("rough", rough)
        clean = made.plan.make(
            "clean", "drawing.cleanup", rough=sketch, strength=strength, construction=construction
        )
        handed = rendered(made, clean, suffix)
        if centrelines:
            handed = made.plan.make("clean/centrelines", "drawing.centrelines", drawing=clean)
        made.run()
        report = {"drawings": [handed_out(made, clean, handed, out)]}
    tell(report, json)
