"""The command `hwaryong`: gathers the verbs of all desks and turns errors into one sentence."""

from __future__ import annotations

import gc
import sys

import typer

from hwaryong import __version__
from hwaryong.cli import (
    alone,
    bench,
    breakdown,
    cards,
    decide,
    drawing,
    house,
    people,
    policy,
    rights,
    story,
    vary,
)
from hwaryong.errors import BadInput, HwaryongError

_INTERRUPTED = 130  # Typer's exit status after Ctrl-C
app = typer.Typer(
    name="hwaryong",
    help="A hybrid production system for animation: tools draft, people dot the eyes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for desk in (house, people, drawing, vary, alone, rights, cards, policy, story, breakdown, decide, bench):
    desk.add_to(app)


def _version(asked: bool) -> None:
    if asked:
        print(f"hwaryong {__version__}")
        raise typer.Exit


@app.callback()
def _options(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True)) -> None:
    pass


def main() -> None:
    """Run the command; exit 0 done, 1 a job failed or was refused, 2 usage or bad input, 130 after Ctrl-C."""
    gc.set_threshold(50_000, 20, 100)  # a series' plan is 10⁵ small objects that live until the end
    try:
        app()
    except HwaryongError as error:
        print(f"hwaryong: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, BadInput) else 1)
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            print("hwaryong: stopped; nothing was lost.", file=sys.stderr)
        raise


if __name__ == "__main__":
    main()
