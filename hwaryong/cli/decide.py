"""The verb `decide`: how a character might decide, and the sheets that this is told from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.alone import Bench
from hwaryong.cli.console import say, show_json
from hwaryong.cli.handing import Out, at_bench
from hwaryong.cli.house import AsJson
from hwaryong.errors import BadInput
from hwaryong.media.cast import Cast
from hwaryong.media.decision import Decision


def add_to(app: typer.Typer) -> None:
    app.command()(decide)


def decide(
    out: Out,
    cast: Annotated[Path | None, typer.Argument(help="The character sheets, TOML.")] = None,
    situation: Annotated[Path | None, typer.Argument(help="Who decides what, TOML.")] = None,
    option: Annotated[
        str, typer.Option("--option", help="With OUT.md: the option that becomes a scene.")
    ] = "",
    depth: Annotated[int, typer.Option("--depth", min=1, max=12, help="So many decisions deep.")] = 4,
    beam: Annotated[
        int, typer.Option("--beam", min=1, max=200, help="So many ways are followed at each depth.")
    ] = 12,
    draft: Annotated[
        Path | None, typer.Option("--draft", help="Draft the sheets from this treatment; OUT is a .toml.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Tell how likely each option is for a character, why, and what would turn it (.json, .html or .md)."""
    if draft:
        _draft(draft, cast, out, json)
        return
    if cast is None or situation is None:
        raise BadInput(
            "a decision needs a cast and a situation", mend="say hwaryong decide CAST SITUATION -o OUT"
        )
    if (out.suffix == ".md") != bool(option):
        raise BadInput(
            "one option becomes a scene", where=out, mend="say --option ID together with -o OUT.md"
        )
    if out.suffix not in (".json", ".html", ".md"):
        raise BadInput("a decision is written as .json, .html or .md", where=out, mend="name the file so")
    with at_bench(shown=not json) as made:
        decided = made.plan.make(
            "decision", "story.decide", cast=made.bring("cast", cast),
            situation=made.bring("situation", situation), depth=depth, beam=beam,
        )  # fmt: skip
        element = _written(made, decided, out, option)
        made.run()
        made.hand_out(element, out)
        decision = made.value(decided, Decision)
    _tell(decision, out, json)


def _written(made: Bench, decided: str, out: Path, option: str) -> str:
    """The element that holds the decision in the form that the file's name asks for."""
    if out.suffix == ".html":
        return made.plan.make("page", "story.decision_page", decision=decided)
    if out.suffix == ".md":
        return made.plan.make("alternative", "story.alternative", decision=decided, option=option)
    return decided


def _tell(decision: Decision, out: Path, json: bool) -> None:
    tree = decision.tree
    if json:
        show_json({"file": str(out), **decision.plain()})
        return
    for branch in tree.options:
        say(f"{branch.probability:>6.1%}  {branch.id}  {branch.impossible or branch.flip}")
    if not tree.enough_evidence:
        say(f"not enough evidence; the sheets do not say {'; '.join(tree.missing)}")
    say(str(out))


def _draft(treatment: Path, cast: Path | None, out: Path, json: bool) -> None:
    if cast is not None or out.suffix != ".toml":
        raise BadInput(
            "sheets are drafted into a .toml", where=out, mend="say --draft TREATMENT -o CAST.toml"
        )
    with at_bench(shown=not json) as made:
        element = made.plan.make("cast", "story.cast", treatment=made.bring("treatment", treatment))
        made.run()
        take = made.hand_out(element, out)
        drafted = Cast.read(out)
    rows: list[dict[str, Any]] = [
        {"name": one.name, "entries": sum(1 for _ in one.entries())} for one in drafted.characters
    ]
    if json:
        show_json({"file": str(out), "characters": rows, "flags": list(take.flags)})
        return
    for row in rows:
        say(f"{row['entries']:>4} entries  {row['name']}")
    say(f"{out}  look at it: {'; '.join(take.flags)}" if take.flags else str(out))
