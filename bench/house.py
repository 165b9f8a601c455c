"""The measures of the house: chaos, incremental makes, bypasses, overhead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench import bypass, chaos, incremental, overhead
from bench.measure import Measure


def measures(data: Path | None = None) -> Iterator[Measure]:
    """Every line of the table as it is measured; the house needs no data from outside."""
    yield from overhead.measures()
    yield from incremental.measures()
    yield from bypass.measures()
    yield from chaos.measures()
