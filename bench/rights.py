"""The measures of the rights desk: disclosure, attacks, lineage, shares, policies, and other readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench import attacks, disclosure, planted, policies, provenance, readers
from bench.measure import Measure


def measures(data: Path | None = None) -> Iterator[Measure]:
    """Every line of the table as it is measured; `data` is the folder with the desk's public material."""
    yield from disclosure.measures()
    yield from attacks.measures()
    yield from provenance.measures(data)
    yield from planted.measures()
    yield from policies.measures()
    yield from readers.measures(data)
