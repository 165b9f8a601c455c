"""The measures of the story desk: scripts in every format, who speaks, breakdowns, how characters decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench import breakdowns, decisions, fdx, koreans, pdfs, prose, scripts, speakers
from bench.measure import Measure


def measures(data: Path | None = None) -> Iterator[Measure]:
    """Every line of the table as it is measured; `data` is the folder with the desk's public material."""
    yield from scripts.measures(data)
    yield from fdx.measures(data)
    yield from pdfs.measures(data)
    yield from koreans.measures()
    yield from speakers.measures(data)
    yield from prose.measures(data)
    yield from breakdowns.measures(data)
    yield from decisions.measures(data)
