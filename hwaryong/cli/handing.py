"""What the verbs of the drawing desk share: handing out what was made, and telling of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.alone import Bench, bench
from hwaryong.cli.console import say, show_json, watching
from hwaryong.errors import BadInput

Out = Annotated[Path, typer.Option("-o", "--out", help="Where to write.")]


@contextlib.contextmanager
def at_bench(*, shown: bool) -> Iterator[Bench]:
    """A bench; a bar on stderr tells how many of its jobs are done where `shown`."""
    with watching(shown) as watch, bench(watch) as made:
        yield made


def suffix_of(out: Path) -> str:
    """The format that a file's name asks for; raises BadInput."""
    if out.suffix not in (".png", ".svg"):
        raise BadInput("a drawing is written as .png or .svg", where=out, mend="name the file so")
    return out.suffix


def rendered(made: Bench, element: str, suffix: str) -> str:
    """The element that holds a drawing in the asked format."""
    if suffix == ".svg":
        return element
    return made.plan.make(f"{element}/picture", "drawing.render", drawing=element)


def handed_out(made: Bench, element: str, handed: str, file: Path, **more: Any) -> dict[str, Any]:
    """Write a drawing to its file and tell how sure its tool was of it; `more` is told first."""
    take = made.take(element)
    if made.take(handed).suffix != file.suffix:
        raise BadInput(
            f"this drawing is in pixels and cannot be written as {file.suffix}", where=file, mend="use .png"
        )
    made.hand_out(handed, file)
    return {
        **more,
        "file": str(file),
        "confidence": 1.0 if take.confidence is None else take.confidence,
        "flagged": bool(take.flags),
        "reasons": list(take.flags),
    }


def write_told(made: Bench, report: dict[str, Any], file: Path) -> None:
    """Write what is told of the drawings as JSON beside them."""
    made.place(file).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")


def tell(report: dict[str, Any], as_json: bool) -> None:
    """Say what was made: as JSON, or a line a drawing."""
    if as_json:
        show_json(report)
        return
    for drawing in report["drawings"]:
        look = f"  look at it: {'; '.join(drawing['reasons'])}" if drawing["flagged"] else ""
        say(f"{drawing['file']}  confidence {drawing['confidence']:.2f}{look}")
