"""A page for people to read: one HTML file that fetches nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.media.base import Media, read_text


@dataclass(eq=False)
class Page(Media):
    """HTML text with its styles and drawings inside."""

    kind: ClassVar[str] = "page"

    html: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a page; raises BadInput where it is no UTF-8 text."""
        return cls(read_text(path))

    def write(self, stem: Path) -> Path:
        """Write `stem`.html."""
        path = stem.with_name(stem.name + ".html")
        path.write_bytes(self.html.encode("utf-8"))
        return path


__all__ = ["Page"]
