"""The engine of a Dask cluster, against a real scheduler with two worker processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial

import pytest

from hwaryong.errors import BadInput
from hwaryong.executor import engine
from hwaryong.studio import Studio
from tests.executor.conftest import NewJob, ends

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def address(plugins: None) -> Iterator[str]:
    """HOST:PORT of a scheduler."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address.removeprefix("tcp://")


def test_a_production_is_made_though_a_worker_is_killed(studio: Studio, address: str) -> None:
    from bench import workshop

    plan = workshop.plan_of(studio)
    for n in range(8):
        draft = plan.make(f"d/{n}", "bench.noop", text="text", n=n)
        plan.make(f"j/{n}", "bench.join", first=draft, second="other")
    killed: list[int] = []

    def kill_one(*_: object) -> None:
        if not killed:
            with distributed.Client(f"tcp://{address}", set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    outcome = studio.make(plan, partial(engine, f"dask://{address}"), watch=kill_one)
    assert killed
    assert (outcome.made, outcome.failed) == (16, [])
    assert {run.engine for run in studio.record.runs().values() if run.kind == "tool"} == {
        f"dask://{address}"
    }
    assert len({run.key for run in studio.record.runs().values()}) == len(studio.record.runs())
    assert studio.damages() == []


def test_crashes_hangs_and_prints_are_told_apart(new_job: NewJob, address: str) -> None:
    cluster = engine(f"dask://{address}")
    try:
        crash, hang = new_job("bench.crash"), new_job("bench.hang", timeout_s=4)
        fail, chat = new_job("bench.fail"), new_job("bench.chatter")
        found = ends(cluster, [crash, hang, fail, chat])
    finally:
        cluster.close()
    assert found[crash.id].lost == "crashed"
    assert found[hang.id].lost == "hung"
    failed, chatted = found[fail.id].result, found[chat.id].result
    assert failed is not None
    assert "ZeroDivisionError" in failed.error
    assert chatted is not None
    assert chatted.error == ""
    assert chatted.outputs[0].digest, "workers of a cluster store what they made"


def test_no_scheduler_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from hwaryong.executor import cluster

    monkeypatch.setattr(cluster, "CONNECT_TIMEOUT", "200ms")
    with pytest.raises(BadInput, match=r"no Dask scheduler answers at 127\.0\.0\.1:1"):
        engine("dask://127.0.0.1:1")
