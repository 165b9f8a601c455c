"""Text: prose or a line of dialogue, as UTF-8."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text

MAX_TEXT_BYTES = 4 * 1024 * 1024
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
SUFFIXES = (".md", ".txt")


@dataclass
class Text(Media):
    """UTF-8 text without a byte order mark; `suffix` tells Markdown (.md) from plain text (.txt)."""

    kind: ClassVar[str] = "text"

    text: str
    suffix: str = ".txt"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a .md or .txt file; raises BadInput for other encodings, binary files and empty ones."""
        text = read_plain(path)
        if not text.strip():
            raise BadInput("the text has nothing but white space", where=path, mend="write something in it")
        return cls(text, path.suffix if path.suffix in SUFFIXES else ".txt")

    def write(self, stem: Path) -> Path:
        """Write beside `stem` with the text's own suffix."""
        return write_plain(stem, self.suffix, self.text)


def read_plain(path: Path) -> str:
    """Read UTF-8 text that holds no control codes but tab and line ends; raises BadInput."""
    text = read_text(path, MAX_TEXT_BYTES)
    control = CONTROL.search(text)
    if control:
        raise BadInput(
            f"this is not a text file (control code {ord(control[0])} at character {control.start()})",
            where=path,
            mend="save it as plain UTF-8 text",
        )
    return text


def write_plain(stem: Path, suffix: str, text: str) -> Path:
    """Write text as UTF-8 with its line ends as they are; answers the path."""
    path = stem.with_name(stem.name + suffix)
    path.write_bytes(text.encode("utf-8"))
    return path


__all__ = ["Text", "read_plain", "write_plain"]
