"""The verb `vary`: variations on a drawing, a contact sheet of them, and one of them again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.alone import Bench
from hwaryong.cli.console import say, show_json
from hwaryong.cli.handing import at_bench, write_told
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput
from hwaryong.media.variation import Variation, Variations

_ORIGINAL = "00"


def add_to(app: typer.Typer) -> None:
    app.command()(vary)


def vary(
    drawing: Path,
    out: Annotated[Path, typer.Option("-o", "--out", help="A folder; with --choose a .svg, .png or .toml.")],
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=99, help="So many.")] = 12,
    of: Annotated[
        list[str] | None,
        typer.Option("--of", help="Only palette, line, pose or crop; say it again for more."),
    ] = None,
    palette: Annotated[
        Path | None, typer.Option("--palette", help="Paints the drawing from its dots; is varied too.")
    ] = None,
    reference: Annotated[
        Path | None, typer.Option("--reference", help="A picture whose colours are taken.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Other proposals.")] = 0,
    choose: Annotated[
        list[str] | None, typer.Option("--choose", help="Make this one again; several are put together.")
    ] = None,
    by: Annotated[
        Path | None, typer.Option("--by", help="Take the variations from a vary.json, not new ones.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Vary a drawing's palette, lines, pose and frame; OUT gets each, sheet.png and vary.json."""
    with at_bench(shown=not json) as made:
        work = _Work(made, drawing, palette, reference)
        told = made.bring("variations", by) if by else work.proposals(count, of or [], seed)
        proposed = Variations.read(by) if by else made.value(told, Variations)
        if choose:
            report = work.chosen(proposed, [_number(id) for id in choose], out)
        else:
            report = work.all(proposed, told, out)
    if json:
        show_json(report)
    else:
        for one in report["variations"]:
            look = f"  look at it: {'; '.join(one['reasons'])}" if one["flagged"] else ""
            say(f"{one['file']}  {one['name']}{look}")
        if "sheet" in report:
            say(report["sheet"])


class _Work:
    """A drawing on the bench, perhaps with a palette that paints it and a picture whose colours it takes."""

    def __init__(self, made: Bench, drawing: Path, palette: Path | None, reference: Path | None) -> None:
        self.made = made
        self.drawing = made.bring("drawing", drawing)
        self.palette = made.bring("palette", palette) if palette else None
        self.reference = made.bring("reference", reference) if reference else None

    def proposals(self, count: int, of: list[str], seed: int) -> str:
        """The element that holds the proposed variations."""
        element = self.made.plan.make(
            "variations", "drawing.variations", drawing=self.drawing, palette=self.palette,
            reference=self.reference, count=count, of=of, seed=seed,
        )  # fmt: skip
        self.made.run()
        return element

    def all(self, proposed: Variations, told: str, out: Path) -> dict[str, Any]:
        """Every variation, the contact sheet and the parameters, into a folder."""
        lines = {id: self._lines(id, one) for id, (_, one) in proposed.items.items()}
        shown = {id: self._shown(id, lines[id], one) for id, (_, one) in proposed.items.items()}
        original = self._shown(_ORIGINAL, self.drawing, Variation())
        small = {
            id: self.made.plan.make(f"small/{id}", "drawing.thumbnail", drawing=element)
            for id, element in {_ORIGINAL: original, **shown}.items()
        }
        sheet = self.made.plan.make("sheet", "drawing.contactsheet", pictures=small, variations=told)
        self.made.run()
        self.made.hand_out(sheet, out / "sheet.png")
        rows = []
        for id, (name, one) in proposed.items.items():
            file = out / f"{id}{self.made.take(shown[id]).suffix}"
            self.made.hand_out(shown[id], file)
            rows.append({"id": id, "name": name, **one.plain(), **self._told(shown[id], file)})
        report = {"sheet": str(out / "sheet.png"), "variations": rows}
        write_told(self.made, report, out / "vary.json")
        return report

    def chosen(self, proposed: Variations, ids: list[str], out: Path) -> dict[str, Any]:
        """One variation (or the aspects of several together) in the format that the file's name asks for."""
        one = proposed.chosen(ids)
        lines = self._lines("chosen", one)
        if out.suffix == ".toml":
            if self.palette is None:
                raise BadInput("no palette is given that could be varied", where=out, mend="say --palette")
            element = self._colours("chosen", one)
        elif out.suffix == ".svg":
            element = lines
        elif out.suffix == ".png":
            element = self._picture(self._shown("chosen", lines, one))
        else:
            raise BadInput("a variation is written as .svg, .png or .toml", where=out, mend="name it so")
        self.made.run()
        if self.made.take(element).suffix != out.suffix:
            raise BadInput("this drawing is in pixels", where=out, mend="name the file .png")
        self.made.hand_out(element, out)
        name = " + ".join(proposed.items[id][0] for id in ids)
        row = {"id": "+".join(ids), "name": name, **one.plain(), **self._told(element, out)}
        return {"variations": [row]}

    def _lines(self, id: str, one: Variation) -> str:
        return self.made.plan.make(
            f"lines/{id}",
            "drawing.vary",
            drawing=self.drawing,
            reference=self.reference,
            variation=one.plain(),
        )

    def _colours(self, id: str, one: Variation) -> str:
        return self.made.plan.make(
            f"palette/{id}", "drawing.vary_palette", palette=self.palette, reference=self.reference,
            variation=one.plain(),
        )  # fmt: skip

    def _shown(self, id: str, lines: str, one: Variation) -> str:
        """The lines, painted where there is a palette."""
        if self.palette is None:
            return lines
        return self.made.plan.make(
            f"painted/{id}", "drawing.paint", lines=lines, palette=self._colours(id, one)
        )

    def _picture(self, element: str) -> str:
        if self.palette is not None:
            return element
        return self.made.plan.make(f"{element}/picture", "drawing.render", drawing=element)

    def _told(self, element: str, file: Path) -> dict[str, Any]:
        flags = self.made.take(element).flags
        return {"file": str(file), "flagged": bool(flags), "reasons": list(flags)}


def _number(id: str) -> str:
    return f"{int(id):02}" if id.isdigit() else id
