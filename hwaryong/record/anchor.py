"""The anchor: the newest seal of a record, noted outside the production: rows cut off its end show."""

from __future__ import annotations

import json
import os
from pathlib import Path

from hwaryong.record.model import Damage
from hwaryong.record.record import Record


class Anchor:
    """Notes in the user's state folder; a record is known by its first seal, wherever it is moved."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def drop(self) -> None:
        """Note the record's newest seal."""
        path = self._path()
        if path is None:
            return
        seq, seal = self._record.head()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}")
            beside.write_text(json.dumps({"seq": seq, "seal": seal}), "utf-8")
            os.replace(beside, path)
        except OSError:
            return  # a home that may not be written costs this check, not the work

    def damages(self) -> list[Damage]:
        """Whether the record still holds the seal that was noted last."""
        path = self._path()
        if path is None or not path.exists():
            return []
        try:
            noted = json.loads(path.read_text("utf-8"))
            seq, seal = int(noted["seq"]), noted["seal"]
        except (OSError, ValueError, LookupError, TypeError):
            return [Damage("the record", f"the note of its newest seal cannot be read ({path})")]
        if self._record.seal(seq) == seal:
            return []
        what = f"its end was cut off or rewritten: seal {seq} is not the one seen before"
        return [Damage("the record", what)]

    def _path(self) -> Path | None:
        first = self._record.seal(1)
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        return state / "hwaryong" / "heads" / f"{first}.json" if first else None
