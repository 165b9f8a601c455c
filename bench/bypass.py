"""The written attacks of tests/test_bypass.py, counted: each is refused or plainly visible."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

from bench import workshop
from bench.measure import Measure

ATTACKS = 30
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def measures() -> Iterator[Measure]:
    """The bypass line."""
    done = subprocess.run(
        [*PYTEST, "tests/test_bypass.py", "-k", "not honest"],
        cwd=workshop.CHECKOUT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    counts = {
        word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|error)", done.stdout)
    }
    passed, others = counts.get("passed", 0), sum(counts.values()) - counts.get("passed", 0)
    yield Measure(
        "written attacks on record, store, tools and people's words",
        f"≥ {ATTACKS}, each refused or plainly visible",
        f"{passed} refused or visible, {others} not" + (" or not tried" if counts.get("skipped") else ""),
        passed >= ATTACKS and not others,
    )
