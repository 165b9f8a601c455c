"""The verb `inbetween`: the drawings between two keys, or between all keys of an exposure sheet."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.alone import Bench
from hwaryong.cli.console import say
from hwaryong.cli.handing import Out, at_bench, handed_out, rendered, suffix_of, tell, write_told
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput
from hwaryong.media.drawing import DRAWINGS, Drawing
from hwaryong.media.sheet import Layer, Sheet
from hwaryong.media.sheetfile import filled, write_as

Keys = dict[tuple[str, int], Path]


def inbetween(
    first: Annotated[Path, typer.Argument(help="The first key; with --sheet a folder of keys (A0001.png…).")],
    out: Out,
    last: Annotated[Path | None, typer.Argument(help="The last key.")] = None,
    count: Annotated[
        int | None, typer.Option("-n", "--count", min=1, max=23, help="So many, evenly spaced.")
    ] = None,
    at: Annotated[list[float] | None, typer.Option("--at", help="At this part of the way, 0–1.")] = None,
    before: Annotated[
        Path | None, typer.Option("--before", help="The key before the first: tells the spacing.")
    ] = None,
    after: Annotated[Path | None, typer.Option("--after", help="The key after the last.")] = None,
    marks: Annotated[
        Path | None,
        typer.Option("--marks", help="Marks, JSON; with a folder of keys a folder of A0001-A0009.json."),
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="The exposure sheet: JSON, XDTS or CSV.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Draw the drawings between two keys, each with its confidence; with one --at, OUT is the drawing.

    With --sheet all runs of the keys are drawn into OUT, and the sheet is filled in beside them.
    """
    if sheet:
        if count or at:
            raise BadInput("the exposure sheet says which drawings to make", mend="leave -n and --at out")
        if before or after:
            raise BadInput(
                "the exposure sheet says which keys are next", mend="leave --before and --after out"
            )
        with at_bench(shown=not json) as made:
            report = _by_sheet(made, [first, *([last] if last else [])], sheet, marks, out)
            write_told(made, report, out / "inbetween.json")
    else:
        if last is None:
            raise BadInput("one key alone has nothing between", mend="name the last key, or say --sheet")
        if (count is None) == (not at):
            raise BadInput("nobody says which drawings to make", mend="say -n COUNT, --at T or --sheet FILE")
        ways = [float(Fraction(i, count + 1)) for i in range(1, count + 1)] if count else list(at or ())
        single = not count and len(ways) == 1 and not out.is_dir()
        files = [out] if single else [out / f"{i:04}" for i in range(1, len(ways) + 1)]
        given = {"first": first, "last": last, "marks": marks, "before": before, "after": after}
        with at_bench(shown=not json) as made:
            report = _between(made, given, ways, files)
            write_told(made, report, out.with_suffix(".json") if single else out / "inbetween.json")
    tell(report, json)
    for failed in report.get("failed", ()):
        say(f"failed   {failed['drawing']}: {failed['why']}", error=True)
    if report.get("failed"):
        raise typer.Exit(1)


def _between(
    made: Bench, given: dict[str, Path | None], ways: list[float], files: list[Path]
) -> dict[str, Any]:
    """The drawings between two keys; a file without suffix becomes a PNG and, of strokes, an SVG."""
    suffix = suffix_of(files[0]) if files[0].suffix else ""
    named: dict[str, Any] = {name: made.bring(name, file) for name, file in given.items() if file}
    drawn = made.plan.make_each(
        [f"between/{i:04}" for i in range(1, len(ways) + 1)], "drawing.inbetween", at=ways, **named
    )
    pictures = [rendered(made, element, suffix or ".png") for element in drawn]
    made.run()
    return {
        "drawings": [
            _told(made, element, picture, file, at=way) if suffix
            else _both(made, element, picture, file, at=way)
            for element, picture, way, file in zip(drawn, pictures, ways, files, strict=True)
        ]
    }  # fmt: skip


def _both(made: Bench, element: str, picture: str, file: Path, **more: Any) -> dict[str, Any]:
    """A drawing as PNG, and beside it as SVG where it has strokes."""
    if made.take(element).suffix == ".svg":
        made.hand_out(element, file.with_name(f"{file.name}.svg"))
    return _told(made, element, picture, file.with_name(f"{file.name}.png"), **more)


def _told(made: Bench, element: str, picture: str, file: Path, **more: Any) -> dict[str, Any]:
    """What is told of a drawing that is handed out, with the strokes that its tool could not place surely."""
    strokes = made.value(element, Drawing).unsure
    return {**handed_out(made, element, picture, file, **more), "unsure": [stroke.id for stroke in strokes]}


def _by_sheet(made: Bench, given: list[Path], sheet: Path, marks: Path | None, out: Path) -> dict[str, Any]:
    """All runs of the keys that are there, and the sheet filled in."""
    timing = Sheet.read(sheet)
    folder = given[0] if given[0].is_dir() else None
    if marks and folder and not marks.is_dir():
        raise BadInput(
            "the keys are a folder, the marks one file", where=marks, mend="name the folder of marks"
        )
    if out.exists() and any(out.samefile(place) for place in (folder, sheet.parent) if place):
        raise BadInput(
            "the keys or the exposure sheet lie here, and what is drawn would pass for a person's",
            where=out, mend="name another OUT",
        )  # fmt: skip
    keys = _keys(sorted(folder.iterdir()) if folder else given, timing)
    if not keys:
        raise BadInput("no key of the exposure sheet is here", where=given[0], mend="name them A0001.png…")
    wanted = _planned(made, timing, keys, folder, marks)
    failed = made.tried()
    drawings = [
        _both(
            made, element, picture, out / f"{layer.name}{_padded(layer, number)}",
            layer=layer.name, number=number, called=layer.name_of(number), at=t,
        )
        for element, picture, layer, number, t in wanted
        if element not in failed
    ]  # fmt: skip
    generated: dict[str, set[int]] = {}
    for drawing in drawings:
        generated.setdefault(drawing["layer"], set()).add(drawing["number"])
    made.place(out / sheet.name)
    return {
        "sheet": str(write_as(filled(timing, generated), sheet, out)),
        "drawings": drawings,
        "failed": [{"drawing": element, "why": why} for element, why in failed.items()],
    }


def _planned(
    made: Bench, timing: Sheet, keys: Keys, folder: Path | None, marks: Path | None
) -> list[tuple[str, str, Layer, int, float]]:
    """All in-betweens whose two keys are here: element, its picture, layer, number, time."""
    brought: dict[Path, str] = {}

    def bring(file: Path) -> str:
        if file not in brought:
            brought[file] = made.bring(f"given/{len(brought):04}", file)
        return brought[file]

    wanted = []
    for layer in timing.layers:
        name, drawn = layer.name, _drawn(timing, layer, keys, folder)
        for start, end, between in drawn.runs(name):
            if not {(name, start), (name, end)} <= keys.keys():
                continue
            said, beside = _marks(marks, layer, start, end), drawn.beside(name, start, end)
            around: dict[str, Any] = {
                side: bring(keys[(name, key)])
                for side, key in (("before", beside.before), ("after", beside.after))
                if key and (name, key) in keys
            }
            elements = made.plan.make_each(
                [f"{name}/{_padded(layer, number)}" for number, _ in between], "drawing.inbetween",
                first=bring(keys[(name, start)]), last=bring(keys[(name, end)]), **around,
                at=[t for _, t in between], spans=beside.spans, marks=bring(said) if said else None,
            )  # fmt: skip
            wanted += [
                (element, rendered(made, element, ".png"), layer, number, t)
                for element, (number, t) in zip(elements, between, strict=True)
            ]
    return wanted


def _keys(files: list[Path], timing: Sheet) -> Keys:
    """The files that are drawings of the sheet: A0001.png, A_1a.svg, A.0001.tif; 0001.png where there is one
    layer."""
    layers = {layer.name: layer for layer in timing.layers}
    found: Keys = {}
    for file in files:
        match = re.fullmatch(r"(.*?)[ ._-]?0*(\d{1,4}[A-Za-z]?)", file.stem)
        if file.suffix.lower() not in DRAWINGS or not match:
            continue
        layer = layers.get(match[1] or (next(iter(layers)) if len(layers) == 1 else ""))
        number = layer.number_of(match[2]) if layer else None
        if layer and number:
            if (layer.name, number) in found:
                raise BadInput(f"drawing {match[2]} of layer {layer.name} is there twice", where=file)
            found[(layer.name, number)] = file
    return found


def _padded(layer: Layer, number: int) -> str:
    """A drawing's name in a file's: 0002, 0001a."""
    name = layer.name_of(number)
    return name.zfill(4 + name[-1].isalpha())


def _drawn(timing: Sheet, layer: Layer, keys: Keys, folder: Path | None) -> Sheet:
    """The sheet of one layer, in which a person's in-between that is here counts as a key."""
    here = {number for name, number in keys if name == layer.name}
    missing = min(set(layer.keys) - here, default=None)
    if missing is not None and here and folder:
        raise BadInput(
            f"key {layer.name_of(missing)} of layer {layer.name} is missing", where=folder,
            mend=f"put {layer.name}{_padded(layer, missing)}.png there, or take it out of the sheet",
        )  # fmt: skip
    drawn = layer.model_copy(update={"keys": tuple(sorted(here.union(layer.keys)))})
    return Sheet(timing.frames, (drawn,), timing.rate)


def _marks(marks: Path | None, layer: Layer, first: int, last: int) -> Path | None:
    """The marks of a run: the one file of two keys, or the run's own in a folder."""
    if marks is None or not marks.is_dir():
        return marks
    ends = [f"{layer.name}{_padded(layer, number)}" for number in (first, last)]
    file = marks / f"{'-'.join(ends)}.json"
    return file if file.is_file() else None
