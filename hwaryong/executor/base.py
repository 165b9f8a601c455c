"""What every engine does: take jobs, say how they ended, stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hwaryong.executor.worker import JobSpec, Result


@dataclass(frozen=True, slots=True)
class Ended:
    """A job's end. `lost` says how its worker was lost ("crashed", "hung"); empty where there is a result."""

    id: str
    result: Result | None = None
    lost: str = ""


class Executor(Protocol):
    """An engine; `slots` jobs run at a time, `name` goes into the record, `put`: workers store outputs."""

    name: str
    put: bool

    @property
    def slots(self) -> int: ...

    def submit(self, spec: JobSpec) -> None:
        """Begin a job soon; its end comes out of `wait`."""
        ...

    def wait(self, timeout_s: float) -> Ended | None:
        """The next job that ended, or None after the time."""
        ...

    def close(self) -> None:
        """Stop everything that runs now."""
        ...
