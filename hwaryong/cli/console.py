"""What the verbs print: people read rich text, programs read one JSON object."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hwaryong.making import Outcome, Watch

_out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 240)
_err = Console(highlight=False, soft_wrap=True, stderr=True)


def say(what: Any, *, error: bool = False) -> None:
    """Print for people; plain text is not taken for markup."""
    (_err if error else _out).print(what, markup=False)


def show_json(value: Any) -> None:
    """Print one JSON object for programs."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


@contextlib.contextmanager
def watching(shown: bool) -> Iterator[Watch]:
    """A progress bar on stderr while a make runs; silent where `shown` is false or nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=_err, transient=True, disable=not shown or not _err.is_terminal
    ) as progress:
        task = progress.add_task("making", total=None)

        def watch(outcome: Outcome, total: int, element: str) -> None:
            done = outcome.made + outcome.reused + len(outcome.failed)
            progress.update(task, description=element, completed=done, total=max(total, done))

        yield watch
