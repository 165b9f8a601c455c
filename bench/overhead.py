"""What the house costs a job: a tool that does nothing, beside the same function called by bare Pebble."""

from __future__ import annotations

import itertools
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pebble import ProcessPool

from bench import workshop
from bench.measure import Measure
from hwaryong.executor import engine
from hwaryong.making import Outcome
from hwaryong.studio import Studio

JOBS, WARM_UP = 200, 20
LIMIT_MS = 15.0


def bare_call(text: str, n: int) -> str:
    """The work of `bench.noop` without the house."""
    return f"{text.rstrip()} {n}\n"


def pebble_ms(jobs: int) -> list[float]:
    """Milliseconds of each call through a warm pool of one process, one after the other."""
    with ProcessPool(1, context=multiprocessing.get_context("forkserver")) as pool:
        return [_timed(lambda n=n: pool.schedule(bare_call, args=["text", n]).result()) for n in range(jobs)]


def house_ms(folder: Path, jobs: int) -> list[float]:
    """Milliseconds from one job's end to the next through the whole house, one process."""
    workshop.production(folder, {"text": "overhead"})
    ends: list[float] = []

    def watch(outcome: Outcome, total: int, element: str) -> None:
        ends.append(time.perf_counter())

    with Studio.open(folder) as studio:
        plan = workshop.plan_of(studio)
        for n in range(jobs):
            plan.make(f"n/{n:05}", "bench.noop", text="text", n=n)
        studio.make(plan, partial(engine, "local", 1), watch=watch)
    return [(after - before) * 1e3 for before, after in itertools.pairwise(ends)]


def measures() -> Iterator[Measure]:
    """The overhead line."""
    workshop.install()
    with tempfile.TemporaryDirectory(prefix="hwaryong-overhead-") as folder:
        house = statistics.median(house_ms(Path(folder), JOBS + WARM_UP)[WARM_UP:])
    bare = statistics.median(pebble_ms(JOBS + WARM_UP)[WARM_UP:])
    yield Measure(
        "overhead of the house per job",
        f"≤ {LIMIT_MS:.0f} ms above bare Pebble (median after warm-up)",
        f"{house - bare:.1f} ms ({house:.1f} ms a job)",
        house - bare <= LIMIT_MS,
        f"bare Pebble: {bare:.1f} ms a call",
    )


def _timed(call: object) -> float:
    began = time.perf_counter()
    call()  # type: ignore[operator]
    return (time.perf_counter() - began) * 1e3
