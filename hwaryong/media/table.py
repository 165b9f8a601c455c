"""Table: rows for spreadsheets, as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final, Self

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text

MAX_TABLE_BYTES: Final = 64 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Table(Media):
    """Text cells under `header`; every row is as long as it."""

    kind: ClassVar[str] = "table"

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a .csv file (RFC 4180, UTF-8); raises BadInput that names the first row of another length."""
        try:
            found = list(csv.reader(io.StringIO(read_text(path, MAX_TABLE_BYTES), newline=""), strict=True))
        except csv.Error as error:
            raise BadInput(f"this is no CSV ({error})", where=path) from None
        if not found:
            raise BadInput("the table has no header", where=path)
        header, *rows = (tuple(row) for row in found)
        for number, row in enumerate(rows, 2):
            if len(row) != len(header):
                raise BadInput(f"row {number} has {len(row)} cells, the header {len(header)}", where=path)
        return cls(header, tuple(rows))

    def write(self, stem: Path) -> Path:
        """Write `stem`.csv with a byte order mark, by which spreadsheets know UTF-8.

        A cell that spreadsheets would take for a formula gets an apostrophe before it (OWASP, CSV injection).
        """
        made = io.StringIO(newline="")
        writer = csv.writer(made)
        for row in (self.header, *self.rows):
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
        path = stem.with_name(stem.name + ".csv")
        path.write_bytes(made.getvalue().encode("utf-8-sig"))
        return path


__all__ = ["Table"]
