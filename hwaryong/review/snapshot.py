"""A production as the pages show it: read once, kept until the record or a given file changes."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from hwaryong.history import RecordHistory
from hwaryong.plan import Plan
from hwaryong.production import Production
from hwaryong.record.model import Run, RunInput, Take
from hwaryong.report import Row, status_rows
from hwaryong.rights.lineage import Class, Lineage
from hwaryong.store import Store
from hwaryong.studio import Studio

FRESH_S = 1.0  # how long a snapshot is shown before the disk is asked again
State = tuple[object, ...]

_LOST = Run(
    "", "", "intake", "nobody knows", 0, "", {}, 0, (), {}, "unclear", "The record has lost this.", (),
    "", "", "",
)  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """What is true of a production at one moment; nothing in it touches the record.

    `rows` are the elements in the film's order, `gates` those that wait for a person's approval,
    `takes` all takes of an element, newest last, `films` the element of each episode's film.
    """

    production: Production
    store: Store
    rows: dict[str, Row]
    gates: frozenset[str]
    takes: dict[str, tuple[Take, ...]]
    history: RecordHistory
    lineage: Lineage

    @classmethod
    def of(cls, studio: Studio) -> Snapshot:
        """Read everything once; takes as long as `hwaryong status`."""
        plan: Plan = studio.plan()
        history = studio.history(plan)
        takes: dict[str, list[Take]] = {}
        for take in history.takes.values():
            takes.setdefault(take.element, []).append(take)
        return cls(
            studio.production, studio.store, {row.element: row for row in status_rows(studio)},
            frozenset(plan.gates), {element: tuple(found) for element, found in takes.items()},
            history, Lineage(history, studio.shelf()),
        )  # fmt: skip

    def take(self, id: str) -> Take:
        """A take by its whole id; raises LookupError."""
        return self.history.take(id)

    def current(self, element: str) -> Take | None:
        """The take of an element that the film uses now, or the newest; None where it has none."""
        row = self.rows.get(element)
        return self.history.takes.get(row.take) if row else None

    def run(self, take: Take) -> Run:
        """The run of a take; where the record has lost it, one that says so."""
        return self.lineage.run_of(take.id) or _LOST

    def given(self, take: Take) -> list[tuple[RunInput, Take]]:
        """What a take was made from, as far as the record still holds it."""
        known = self.history.takes
        return [(given, known[given.take]) for given in self.run(take).inputs if given.take in known]

    def klass(self, take: Take) -> Class:
        return self.lineage.klass(take.id)

    def verdict(self, take: Take) -> str:
        """The last word on a take: pending, approve or retake."""
        reviews = self.history.reviews(take.id)
        return reviews[-1].verdict if reviews else "pending"


class Snapshots:
    """Hands out the snapshot of now; one thread at a time reads the production."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._state: State = ()
        self._snapshot: Snapshot | None = None
        self._asked = 0.0

    def now(self) -> Snapshot:
        """The production as it is, at most a second old; raises BadInput where it cannot be read."""
        with self._lock:
            if self._snapshot is None or time.monotonic() - self._asked > FRESH_S:
                with Studio.open(self.folder) as studio:
                    state = _state(studio)
                    if self._snapshot is None or state != self._state:
                        self._snapshot = Snapshot.of(studio)
                        self._state = state
                self._asked = time.monotonic()
            return self._snapshot

    def forget(self) -> None:
        """Read anew the next time: something was written."""
        with self._lock:
            self._asked = 0.0


def _state(studio: Studio) -> State:
    """What a snapshot depends on: the record's newest seal; name, size and time of every given file."""
    files = studio.production.files.items()
    stats = ((name, path.stat()) for name, path in files)
    return (studio.record.head(), *((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))
