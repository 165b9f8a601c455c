"""The measures of the drawing desk: in-betweens, clean-up, paint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench import cleanups, inbetweens, paints
from bench.measure import Measure


def measures(data: Path | None = None) -> Iterator[Measure]:
    """Every line of the table as it is measured; `data` is a folder with drawings to measure on."""
    yield from inbetweens.measures(data)
    yield from cleanups.measures(data, inbetweens.SHEETS)
    yield from paints.measures(data)
