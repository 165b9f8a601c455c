"""One line of a bench's table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table
from rich.text import Text


@dataclass(frozen=True)
class Measure:
    """What was measured: its target, our figure, the rivals' figures, and whether the target is met."""

    name: str
    target: str
    ours: str
    met: bool
    rivals: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def table(title: str, measures: Iterable[Measure]) -> Table:
    """The measures for people."""
    shown = Table("measure", "target", "ours", "rivals", title=title, title_justify="left", show_lines=True)
    for measure in measures:
        colour = "green" if measure.met else "red"
        shown.add_row(measure.name, measure.target, Text(measure.ours, colour), measure.rivals)
    return shown
