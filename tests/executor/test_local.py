"""The engine of one machine: lost processes are told and replaced, and nothing else is lost with them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from hwaryong.errors import BadInput
from hwaryong.executor import engine
from hwaryong.executor.local import LocalExecutor
from tests.executor.conftest import NewJob, ends


@pytest.fixture
def two() -> Iterator[LocalExecutor]:
    executor = LocalExecutor(2)
    yield executor
    executor.close()


def workers() -> list[int]:
    """Children of the fork server, which is this process's child."""
    return [worker.pid for child in psutil.Process().children() for worker in child.children()]


def test_a_job_leaves_its_output_in_scratch(two: LocalExecutor, new_job: NewJob) -> None:
    job = new_job("bench.noop", n=7)
    result = ends(two, [job])[job.id].result
    assert result is not None
    assert Path(result.outputs[0].path).read_text("utf-8") == "hello 7\n"
    assert result.outputs[0].kind == "text"
    assert not (Path(job.scratch) / job.id / "in").exists()


def test_a_mistake_in_a_tool_costs_its_own_job_and_names_it(two: LocalExecutor, new_job: NewJob) -> None:
    bad, good = new_job("bench.fail", n=3), new_job("bench.noop")
    found = ends(two, [bad, good])
    failed, done = found[bad.id].result, found[good.id].result
    assert failed is not None
    assert failed.error == "bench.fail failed with ZeroDivisionError: the mistake number 3."
    assert done is not None
    assert done.error == ""


def test_crashes_and_hangs_are_told_and_all_else_goes_on(two: LocalExecutor, new_job: NewJob) -> None:
    crash, hang = new_job("bench.crash"), new_job("bench.hang", timeout_s=0.5)
    good = [new_job("bench.noop", n=n) for n in range(10)]
    found = ends(two, [crash, *good[:5], hang, *good[5:]])
    assert found[crash.id].lost == "crashed"
    assert found[hang.id].lost == "hung"
    assert all(found[job.id].result is not None for job in good)


@pytest.mark.skipif(sys.platform != "linux", reason="the fork server is Linux's")
def test_a_folder_with_no_room_for_a_socket_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with pytest.raises(BadInput, match="too long for the workers' sockets; set TMPDIR to one of at most 75"):
        LocalExecutor(1)


@pytest.mark.skipif(sys.platform != "linux", reason="the fork server is Linux's")
def test_workers_are_deaf_to_ctrl_c_from_their_first_moment(two: LocalExecutor, new_job: NewJob) -> None:
    ends(two, [new_job("bench.noop")])
    for worker in workers():
        blocked = Path(f"/proc/{worker}/status").read_text().split("SigBlk:")[1].split()[0]
        assert int(blocked, 16) & 1 << (signal.SIGINT - 1)


def test_a_killed_worker_costs_its_job_only(two: LocalExecutor, new_job: NewJob) -> None:
    slow, after = new_job("bench.slow", ms=60_000), new_job("bench.noop")
    two.submit(slow)
    while not (busy := workers()):
        time.sleep(0.05)
    time.sleep(0.5)
    for pid in busy:
        os.kill(pid, signal.SIGKILL)
    assert ends(two, [after])  # whichever comes first, both end
    rest = two.wait(30)
    assert rest is None or rest.id in (slow.id, after.id)


def test_a_worker_killed_while_idle_is_replaced(two: LocalExecutor, new_job: NewJob) -> None:
    first = new_job("bench.noop")
    ends(two, [first])
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.5)
    jobs = [new_job("bench.noop", n=n) for n in range(4)]
    found = ends(two, jobs)
    assert all(ended.result is not None or ended.lost == "crashed" for ended in found.values())
    again = new_job("bench.noop", n=9)
    assert ends(two, [again])[again.id].result is not None


def test_closing_stops_what_runs(new_job: NewJob) -> None:
    executor = LocalExecutor(1)
    executor.submit(new_job("bench.slow", ms=60_000))
    while not workers():
        time.sleep(0.05)
    began = time.monotonic()
    executor.close()
    assert time.monotonic() - began < 10
    assert workers() == []


def test_an_engine_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Exception, match="there is no engine 'ray'; say local or dask://HOST:PORT"):
        engine("ray")
