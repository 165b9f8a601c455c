"""The engine of a Dask cluster: the workers share the store, not the disk.

Each job runs in a process of its own under the Dask worker, so that a crash or a hang takes nobody along
and is told from a lost worker, which Dask itself replaces.
"""

from __future__ import annotations

import queue
from dataclasses import replace
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.executor.base import Ended
from hwaryong.executor.worker import JobSpec, Result, run_apart

try:
    from distributed import Client, KilledWorker
except ImportError as error:
    raise BadInput(f"a Dask cluster needs the extra: pip install 'hwaryong[cluster]' ({error})") from None

CONNECT_TIMEOUT = "10s"


class ClusterExecutor:
    """Runs jobs on the workers of a Dask scheduler at HOST:PORT; raises BadInput where none answers."""

    put = True

    def __init__(self, address: str) -> None:
        try:
            self._client = Client(f"tcp://{address}", timeout=CONNECT_TIMEOUT, set_as_default=False)
        except OSError as error:
            raise BadInput(
                f"no Dask scheduler answers at {address} ({error})", mend="start it, or use --engine local"
            ) from None
        self.name = f"dask://{address}"
        self._ended: queue.SimpleQueue[Ended] = queue.SimpleQueue()
        self._futures: dict[str, Any] = {}

    @property
    def slots(self) -> int:
        """All threads of all workers that are there now."""
        return max(1, int(sum(self._client.nthreads().values())))

    def submit(self, spec: JobSpec) -> None:
        future = self._client.submit(run_apart, replace(spec, put=True), key=spec.id, pure=False)
        self._futures[spec.id] = future
        future.add_done_callback(lambda done: self._ended.put(_ended(spec.id, done)))

    def wait(self, timeout_s: float) -> Ended | None:
        try:
            ended = self._ended.get(timeout=timeout_s)
        except queue.Empty:
            return None
        self._futures.pop(ended.id).release()
        return ended

    def close(self) -> None:
        self._client.cancel(list(self._futures.values()), force=True)
        self._client.close()


def _ended(id: str, future: Any) -> Ended:
    if future.status == "finished":
        result: Result | str = future.result()
        return Ended(id, lost=result) if isinstance(result, str) else Ended(id, result=result)
    if future.cancelled():
        return Ended(id, lost="cancelled")
    error = future.exception()
    if isinstance(error, KilledWorker):
        return Ended(id, lost="crashed")
    return Ended(id, result=Result(id, error=f"The cluster failed: {error}."))
