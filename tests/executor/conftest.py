"""Jobs for engines, without a house around them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hwaryong.executor.base import Ended, Executor
from hwaryong.executor.worker import Given, JobSpec
from hwaryong.record.record import new_id
from hwaryong.store import Store

NewJob = Callable[..., JobSpec]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"))


@pytest.fixture
def new_job(tmp_path: Path, store: Store, plugins: None) -> NewJob:
    """`new_job(tool, timeout_s=…, setting=…)`: a job of a tool that reads one text."""
    source = tmp_path / "source.md"
    source.write_text("hello\n", "utf-8")
    digest, _ = store.put(source)

    def new(tool: str, timeout_s: float = 60.0, **settings: Any) -> JobSpec:
        given = (Given("text", "", digest, ".md", "the given text"),)
        scratch = str(tmp_path / "scratch")
        return JobSpec(new_id(), tool, settings, 0, given, 1, store.url, scratch, timeout_s)

    return new


def ends(engine: Executor, jobs: list[JobSpec]) -> dict[str, Ended]:
    """Run jobs to their ends."""
    for job in jobs:
        engine.submit(job)
    found: dict[str, Ended] = {}
    while len(found) < len(jobs):
        ended = engine.wait(30)
        assert ended is not None, "the engine has gone to sleep"
        found[ended.id] = ended
    return found
