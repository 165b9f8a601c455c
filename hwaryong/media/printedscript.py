"""A script as its printed pages: a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_bytes
from hwaryong.media.pdftext import MAX_PDF_BYTES


@dataclass(eq=False)
class PrintedScript(Media):
    """The bytes of a PDF; `Script.read` melts such a file into elements."""

    kind: ClassVar[str] = "printedscript"

    pdf: bytes

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a PDF as it is; raises BadInput for any other file."""
        data = read_bytes(path, MAX_PDF_BYTES)
        if not data.startswith(b"%PDF-"):
            raise BadInput("this is no PDF", where=path, mend="print the script with `hwaryong script`")
        return cls(data)

    def write(self, stem: Path) -> Path:
        """Write `stem`.pdf."""
        path = stem.with_name(stem.name + ".pdf")
        path.write_bytes(self.pdf)
        return path


__all__ = ["PrintedScript"]
