"""The verb `paint`: one drawing, or all drawings of a shot, from dots or from painted drawings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.alone import Bench
from hwaryong.cli.handing import Out, at_bench, handed_out, tell, write_told
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput
from hwaryong.media.drawing import DRAWINGS


def paint(
    lines: Annotated[Path, typer.Argument(help="A line drawing, or a folder of them: a shot.")],
    out: Out,
    palette: Annotated[
        Path | None, typer.Option("--palette", help="The palette, TOML; else drafted from the models.")
    ] = None,
    model: Annotated[
        list[Path] | None, typer.Option("--model", help="A painted drawing of the same figure; repeatable.")
    ] = None,
    gap: Annotated[int, typer.Option("--gap", min=0, max=24, help="Gaps of so many px are closed.")] = 3,
    lazybrush: Annotated[
        bool, typer.Option("--lazybrush", help="Dots are wishes; gaps of any width are closed.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Paint drawings from painted ones (--model), or from their own paint dots; a folder gives a folder."""
    if palette is None and not model:
        raise BadInput("nobody says which colours", mend="give --model COLOURED, or --palette TOML for dots")
    if lazybrush and model:
        raise BadInput("--lazybrush paints from dots alone", mend="leave --lazybrush or --model out")
    shot = lines.is_dir()
    names = _drawings(lines) if shot else {_name(lines): lines}
    files = [out / f"{name}.png" for name in names] if shot else [out]
    with at_bench(shown=not json) as made:
        drawn = {name: made.bring(f"lines/{name}", file) for name, file in names.items()}
        models = {_name(file): made.bring(f"models/{i}", file) for i, file in enumerate(model or (), 1)}
        colours = (
            made.bring("palette", palette)
            if palette
            else made.plan.make("palette", "drawing.palette", models=models)
        )
        painted = [f"painted/{name}" for name in names]
        if models:
            made.plan.make_each(
                painted, "drawing.paintshot", lines=drawn, palette=colours, models=models, gap_px=gap
            )
        else:
            method = "lazybrush" if lazybrush else "trapped"
            for element, name in zip(painted, names, strict=True):
                made.plan.make(
                    element, "drawing.paint", lines=drawn[name], palette=colours, gap_px=gap, method=method
                )
        made.run()
        report: dict[str, Any] = {
            "drawings": [
                handed_out(made, element, element, file) for element, file in zip(painted, files, strict=True)
            ]
        }
        if not palette:
            report["palette"] = _drafted(made, out / "palette.toml" if shot else out.with_suffix(".toml"))
        if shot:
            write_told(made, report, out / "paint.json")
    tell(report, json)


def _drafted(made: Bench, file: Path) -> str:
    made.hand_out("palette", file)
    return str(file)


def _drawings(folder: Path) -> dict[str, Path]:
    """The drawings of a folder by name, in order."""
    found: dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in DRAWINGS and not file.name.startswith("."):
            if _name(file) in found:
                raise BadInput(
                    f"the drawing {file.stem!r} is there twice", where=folder, mend="take one away"
                )
            found[_name(file)] = file
    if not found:
        raise BadInput("the folder has no drawings", where=folder, mend="put SVG, PNG, TIFF or PSD there")
    return found


def _name(file: Path) -> str:
    """The drawing's name; of FILE.psd#LAYER without the layer."""
    return Path(str(file).partition("#")[0]).stem
