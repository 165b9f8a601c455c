"""Where jobs run: on this machine, on a Dask cluster, or written out for a render farm."""

from __future__ import annotations

from hwaryong.errors import BadInput
from hwaryong.executor.base import Executor
from hwaryong.executor.local import LocalExecutor


def engine(url: str, slots: int | None = None) -> Executor:
    """The engine of a URL: `local`, or `dask://HOST:PORT`; raises BadInput for any other."""
    if url == "local":
        return LocalExecutor(slots)
    if url.startswith("dask://"):
        from hwaryong.executor.cluster import ClusterExecutor

        return ClusterExecutor(url.removeprefix("dask://"))
    raise BadInput(f"there is no engine {url!r}", mend="say local or dask://HOST:PORT")
