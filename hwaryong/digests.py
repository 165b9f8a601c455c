"""The digests of given files, remembered by size and time so that unchanged files are not read again."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from hwaryong.canonical import sha256_file


class FileDigests:
    """A small cache in the production's house folder; it may be deleted at any time."""

    def __init__(self, cache: Path) -> None:
        self._cache, self._changed = cache, False
        self._known: dict[str, list[int | str]] = {}
        try:
            found = json.loads(cache.read_text("utf-8"))
            self._known = {path: seen for path, seen in found.items() if len(seen) == 4}
        except (OSError, ValueError, AttributeError, TypeError):
            self._changed = True

    def of(self, path: Path) -> str:
        """SHA-256 of a file; read again when its size, time or inode changed."""
        stat = path.stat()
        seen: list[int | str] = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        known = self._known.get(str(path))
        if known is None or known[:3] != seen:
            known = self._known[str(path)] = [*seen, sha256_file(path)]
            self._changed = True
        return str(known[3])

    def save(self) -> None:
        """Keep it for the next time; a full disk costs that, and nothing else."""
        if self._changed:
            beside = self._cache.with_suffix(".new")
            with contextlib.suppress(OSError):
                beside.write_text(json.dumps(self._known), "utf-8")
                os.replace(beside, self._cache)
