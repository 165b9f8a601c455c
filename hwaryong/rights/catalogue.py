"""What the takes of a production show and sound like, kept so that nothing is worked out twice."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from hwaryong.errors import HwaryongError
from hwaryong.record.model import Take
from hwaryong.rights.content import content_digest
from hwaryong.rights.fingerprint import NEAR, Hashes, Kind, distances, fingerprint, kind_of

_VERSION = 1  # of the ways in which contents are read; another version is worked out anew
_TABLE = """create table seen (
  take text primary key, kind text not null, content text, hashes blob not null
) without rowid"""
_BATCH = 256


class Catalogue:
    """Contents and fingerprints by the digest of the take; a file that can be deleted at any time.

    Learning a take costs one reading of its file, asking a lookup for the content, and for the fingerprint
    one pass over 8 bytes for each picture, second of film or 2 s of sound.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._connection = _open(file)

    def learn(self, kind: Kind | None, takes: Iterable[Take], file: Callable[[Take], Path]) -> None:
        """Read every take of a kind that is not known yet; one that the store has lost is passed over."""
        if kind is None:
            return
        known = {row[0] for row in self._connection.execute("select take from seen where kind = ?", [kind])}
        new = {take.digest: take for take in takes if kind_of(take.suffix) == kind}
        rows: list[tuple[object, ...]] = []
        for digest in new.keys() - known:
            with contextlib.suppress(HwaryongError, OSError):
                path = file(new[digest])
                hashes = fingerprint(path)
                data = b"" if hashes is None else hashes.astype("<u8").tobytes()
                rows.append((digest, kind, content_digest(path), data))
            if len(rows) >= _BATCH:
                self._keep(rows)
        self._keep(rows)

    def showing(self, content: str) -> list[str]:
        """The takes (by digest) that were seen to show exactly this content."""
        return [
            row[0] for row in self._connection.execute("select take from seen where content = ?", [content])
        ]

    def nearest(self, kind: Kind, asked: Hashes) -> tuple[str, int] | None:
        """The take of a kind that looks or sounds most like the asked hashes, with its distance of 64.

        None where none lies within `NEAR`.
        """
        query = "select take, hashes from seen where kind = ? and length(hashes) > 0 order by take"
        rows = self._connection.execute(query, [kind]).fetchall()
        if not rows:
            return None
        counts = [len(data) // 8 for _, data in rows]
        known = np.frombuffer(b"".join(data for _, data in rows), "<u8")
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        found = distances(asked, known, starts)
        best = int(found.argmin())
        return (str(rows[best][0]), round(found[best])) if found[best] <= NEAR else None

    def close(self) -> None:
        self._connection.close()

    def _keep(self, rows: list[tuple[object, ...]]) -> None:
        with self._connection:
            self._connection.executemany("insert or replace into seen values (?, ?, ?, ?)", rows)
        rows.clear()


def _open(file: Path | None) -> sqlite3.Connection:
    """Open a catalogue, emptied where it is of another version or no database at all."""
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _prepared(sqlite3.connect(file or ":memory:"))
    except sqlite3.DatabaseError:
        if file is None:
            raise
        file.unlink()
        return _prepared(sqlite3.connect(file))


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    if connection.execute("pragma user_version").fetchone()[0] != _VERSION:
        with connection:
            connection.execute("drop table if exists seen")
            connection.execute(_TABLE)
            connection.execute("create index by_content on seen (content)")
            connection.execute("create index by_kind on seen (kind)")
            connection.execute(f"pragma user_version = {_VERSION}")
    return connection
