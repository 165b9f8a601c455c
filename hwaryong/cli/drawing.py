"""The verbs of the drawing desk for files that lie anywhere: inbetween, cleanup, paint."""

from __future__ import annotations

import json as jsonlib
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.alone import Bench, bench
from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput

Out = Annotated[Path, typer.Option("-o", "--out", help="Where to write.")]


def add_to(app: typer.Typer) -> None:
    for verb in (inbetween, cleanup, paint):
        app.command()(verb)


def inbetween(
    first: Path,
    last: Path,
    out: Out,
    count: Annotated[
        int | None, typer.Option("-n", "--count", min=1, max=23, help="So many, evenly spaced.")
    ] = None,
    at: Annotated[list[float] | None, typer.Option("--at", help="At this part of the way, 0–1.")] = None,
    marks: Annotated[Path | None, typer.Option("--marks", help="Pinned correspondences, JSON.")] = None,
    json: AsJson = False,
) -> None:
    """Draw the drawings between two keys, each with its confidence; with one --at, OUT is the drawing."""
    if (count is None) == (not at):
        raise BadInput("nobody says which drawings to make", mend="say -n COUNT or --at T")
    ways = [float(Fraction(i, count + 1)) for i in range(1, count + 1)] if count else list(at or ())
    single = not count and len(ways) == 1
    suffix = _suffix(out) if single else ".png"
    files = [out] if single else [out / f"{i:04}{suffix}" for i in range(1, len(ways) + 1)]
    with bench() as made:
        drawn = made.plan.make_each(
            [f"between/{i:04}" for i in range(1, len(ways) + 1)], "drawing.inbetween",
            first=made.bring("first", first), last=made.bring("last", last), at=ways,
            marks=made.bring("marks", marks) if marks else None,
        )  # fmt: skip
        handed = [_as(made, element, suffix) for element in drawn]
        made.run()
        report = {
            "drawings": [
                _drawing(made, element, picture, way, file)
                for element, picture, way, file in zip(drawn, handed, ways, files, strict=True)
            ]
        }
    told = out.with_suffix(".json") if single else out / "inbetween.json"
    told.write_text(jsonlib.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _tell(report, json)


def cleanup(
    rough: Path,
    out: Out,
    strength: Annotated[float, typer.Option(min=0.0, max=1.0, help="0 keeps all, 1 tidies most.")] = 0.5,
    json: AsJson = False,
) -> None:
    """Draw one clean line for a sketch's many strokes; OUT is an SVG or a PNG."""
    suffix = _suffix(out)
    with bench() as made:
        clean = made.plan.make(
            "clean", "drawing.cleanup", rough=made.bring("rough", rough), strength=strength
        )
        handed = _as(made, clean, suffix)
        made.run()
        report = {"drawings": [_drawing(made, clean, handed, None, out)]}
    _tell(report, json)


def paint(
    lines: Path,
    out: Out,
    palette: Annotated[Path, typer.Option("--palette", help="The palette, TOML.")],
    model: Annotated[
        Path | None, typer.Option("--model", help="A coloured drawing of the same figure.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Paint a line drawing from its paint dots, or with the colours of a coloured model."""
    with bench() as made:
        painted = made.plan.make(
            "painted", "drawing.paint", lines=made.bring("lines", lines),
            palette=made.bring("palette", palette),
            model=made.bring("model", model) if model else None,
        )  # fmt: skip
        made.run()
        report = {"drawings": [_drawing(made, painted, painted, None, out)]}
    _tell(report, json)


def _suffix(out: Path) -> str:
    if out.suffix not in (".png", ".svg"):
        raise BadInput("a drawing is written as .png or .svg", where=out, mend="name the file so")
    return out.suffix


def _as(made: Bench, element: str, suffix: str) -> str:
    """The element that holds the drawing in the asked format."""
    return (
        made.plan.make(f"{element}/picture", "drawing.render", drawing=element)
        if suffix == ".png"
        else element
    )


def _drawing(made: Bench, element: str, handed: str, way: float | None, file: Path) -> dict[str, Any]:
    take = made.take(element)
    if made.take(handed).suffix != file.suffix:
        raise BadInput(
            f"this drawing is in pixels and cannot be written as {file.suffix}", where=file, mend="use .png"
        )
    made.hand_out(handed, file)
    return {
        **({} if way is None else {"at": way}),
        "file": str(file),
        "confidence": 1.0 if take.confidence is None else take.confidence,
        "flagged": bool(take.flags),
        "reasons": list(take.flags),
    }


def _tell(report: dict[str, Any], json: bool) -> None:
    if json:
        show_json(report)
        return
    for drawing in report["drawings"]:
        look = f"  look at it: {'; '.join(drawing['reasons'])}" if drawing["flagged"] else ""
        say(f"{drawing['file']}  confidence {drawing['confidence']:.2f}{look}")
