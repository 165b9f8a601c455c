"""The engine of one machine: Pebble's processes, one job at a time each, replaced when they die."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import queue
import signal
import sys
from concurrent.futures import TimeoutError as HungError
from typing import Any

from pebble import ProcessExpired, ProcessPool

from hwaryong.executor.base import Ended
from hwaryong.executor.worker import JobSpec, Result, run

_PRELOAD = ["hwaryong.executor.worker", "cv2", "scipy.ndimage"]
_PR_SET_PDEATHSIG = 1


class LocalExecutor:
    """Runs jobs in processes of this machine; a job that passes its time is killed with its worker."""

    put = False

    def __init__(self, slots: int | None = None) -> None:
        self._slots = slots or os.cpu_count() or 1
        self.name = "local"
        context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
        if sys.platform == "linux":
            context.set_forkserver_preload(_PRELOAD)
        self._pool = ProcessPool(self._slots, context=context, initializer=_start_worker)
        self._ended: queue.SimpleQueue[Ended] = queue.SimpleQueue()

    @property
    def slots(self) -> int:
        """Jobs at a time."""
        return self._slots

    def submit(self, spec: JobSpec) -> None:
        future = self._pool.schedule(run, args=[spec], timeout=spec.timeout_s)
        future.add_done_callback(lambda done: self._ended.put(_ended(spec.id, done)))

    def wait(self, timeout_s: float) -> Ended | None:
        try:
            return self._ended.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def close(self) -> None:
        self._pool.stop()
        self._pool.join()


def _ended(id: str, future: Any) -> Ended:
    if future.cancelled():
        return Ended(id, lost="cancelled")
    error = future.exception()
    if error is None:
        return Ended(id, result=future.result())
    if isinstance(error, HungError):
        return Ended(id, lost="hung")
    if isinstance(error, ProcessExpired):
        return Ended(id, lost="crashed")
    return Ended(id, result=Result(id, error=f"The worker failed: {error}."))


def _start_worker() -> None:
    """Leave Ctrl-C to the coordinator, die with it, and use one thread: the jobs are the parallelism."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    import cv2

    cv2.setNumThreads(1)
