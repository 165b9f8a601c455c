"""The engine of one machine: processes that run one job at a time and are replaced when they are lost.

Each process is a Pebble pool of its own. Processes of one pool share a pipe and its locks, and one that is
killed at the wrong moment takes the others along; a pool of one is thrown away with its process.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import queue
import signal
import sys
import tempfile
import threading
from collections import deque
from concurrent.futures import TimeoutError as HungError
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from typing import Any

from pebble import ProcessExpired, ProcessPool

from hwaryong.errors import BadInput
from hwaryong.executor.base import Ended
from hwaryong.executor.worker import JobSpec, Result, run

_PRELOAD = ["hwaryong.studio", "cv2", "scipy.ndimage"]  # what every coordinator imports, and most tools
_PR_SET_PDEATHSIG = 1
_LONGEST_TEMPORARY = 107 - len("/pymp-12345678/listener-12345678")  # what a Unix socket's path leaves


class LocalExecutor:
    """Runs jobs in processes of this machine; a job that passes its time is killed with its process.

    Raises BadInput where the path of the folder for temporary files is too long for a socket in it.
    """

    name = "local"
    put = False

    def __init__(self, slots: int | None = None) -> None:
        self.slots = slots or os.cpu_count() or 1
        context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
        if sys.platform == "linux":
            _short(tempfile.gettempdir())
            context.set_forkserver_preload(_PRELOAD)
            _start_fork_server()
        self._turn = threading.Lock()
        self._idle = [_Process(context) for _ in range(self.slots)]
        self._lost: list[_Process] = []
        self._waiting: deque[JobSpec] = deque()
        self._ended: queue.SimpleQueue[Ended] = queue.SimpleQueue()
        self._all = tuple(self._idle)

    def submit(self, spec: JobSpec) -> None:
        with self._turn:
            self._waiting.append(spec)
        self._feed()

    def wait(self, timeout_s: float) -> Ended | None:
        self._mend()
        self._feed()
        try:
            return self._ended.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def close(self) -> None:
        with self._turn:
            self._waiting.clear()
            self._idle.clear()
        for process in self._all:
            process.stop()

    def _mend(self) -> None:
        """Replace the processes that were lost, at work or while they had none."""
        with self._turn:
            broken = self._lost + [process for process in self._idle if not process.sound]
            self._lost, self._idle = [], [process for process in self._idle if process.sound]
        for process in broken:
            process.replace()
        with self._turn:
            self._idle += broken

    def _feed(self) -> None:
        """Give waiting jobs to idle processes."""
        while True:
            with self._turn:
                if not (self._waiting and self._idle):
                    return
                spec, process = self._waiting.popleft(), self._idle.pop()
            try:
                future = process.begin(spec)
            except (RuntimeError, OSError):  # it died a moment ago, or none can be started
                self._end(spec, process, Ended(spec.id, lost="crashed"))
            else:
                future.add_done_callback(partial(self._done, spec, process))

    def _done(self, spec: JobSpec, process: _Process, future: Any) -> None:
        """Called by Pebble's threads; the next job begins before this one's end is looked at."""
        self._end(spec, process, _ended(spec.id, future))
        self._feed()

    def _end(self, spec: JobSpec, process: _Process, ended: Ended) -> None:
        with self._turn:
            (self._lost if ended.lost else self._idle).append(process)
        self._ended.put(ended)


class _Process:
    """One process; Pebble starts it with the first job."""

    def __init__(self, context: BaseContext) -> None:
        self._context = context
        self._pool = self._new()

    @property
    def sound(self) -> bool:
        try:
            return bool(self._pool.active)
        except (RuntimeError, OSError):
            return False

    def begin(self, spec: JobSpec) -> Any:
        return self._pool.schedule(run, args=[spec], timeout=spec.timeout_s)

    def replace(self) -> None:
        self.stop()
        self._pool = self._new()

    def stop(self) -> None:
        self._pool.stop()
        self._pool.join()

    def _new(self) -> ProcessPool:
        return ProcessPool(1, context=self._context, initializer=_start_worker)


def _ended(id: str, future: Any) -> Ended:
    if future.cancelled():
        return Ended(id, lost="cancelled")
    error = future.exception()
    if error is None:
        return Ended(id, result=future.result())
    if isinstance(error, HungError):
        return Ended(id, lost="hung")
    if isinstance(error, ProcessExpired | BrokenProcessPool):
        return Ended(id, lost="crashed")
    return Ended(id, result=Result(id, error=f"The worker failed: {error}."))


def _short(folder: str) -> None:
    """Refuse a folder in which the fork server cannot open its socket; workers would die of it, unheard."""
    if len(os.fsencode(folder)) > _LONGEST_TEMPORARY:
        raise BadInput(
            "the path of the folder for temporary files is too long for the workers' sockets",
            where=folder, mend=f"set TMPDIR to one of at most {_LONGEST_TEMPORARY} bytes",
        )  # fmt: skip


def _start_fork_server() -> None:
    """Start it deaf to Ctrl-C, and with it all its processes: one would hear it before it can ignore it."""
    resource_tracker.ensure_running()  # else it is started in between, and hears signals again after that
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    """Leave Ctrl-C to the coordinator, die with it, and use one thread: the jobs are the parallelism."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    import cv2

    cv2.setNumThreads(1)
