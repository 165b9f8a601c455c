"""What flows between tools: values that read themselves from a file and write themselves to one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput

MAX_BYTES = 512 * 1024 * 1024


class Media(ABC):
    """A value of one kind.

    `kind` is the word in the record ("drawing"). `flags` are reasons why a person should look at the
    value before it is used, `confidence` is 0–1 where a tool can tell; both are kept with the take and
    are no part of the content.
    """

    kind: ClassVar[str]
    flags: tuple[str, ...] = ()
    confidence: float | None = None

    @classmethod
    @abstractmethod
    def read(cls, path: Path) -> Self:
        """Read the value from a file or folder; raises BadInput with the place and the mend."""

    @abstractmethod
    def write(self, stem: Path) -> Path:
        """Write the value beside `stem` with this kind's own suffix; the same value gives the same bytes."""

    def flagged(self, *reasons: str, confidence: float | None = None) -> Self:
        """Mark the value for a person's eye."""
        self.flags = (*self.flags, *reasons)
        if confidence is not None:
            self.confidence = confidence
        return self


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Read a whole file that may not be larger than `limit` bytes; raises BadInput."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise BadInput(f"the file has {size} bytes, more than the {limit} allowed", where=path)
        if size == 0:
            raise BadInput("the file is empty", where=path, mend="save it again or take it away")
        return path.read_bytes()
    except IsADirectoryError:
        raise BadInput("this is a folder, not a file", where=path) from None
    except FileNotFoundError:
        raise BadInput("the file is missing", where=path, mend="put it there or correct the name") from None
    except PermissionError:
        raise BadInput("the file may not be read", where=path, mend="give yourself read permission") from None


def read_text(path: Path, limit: int = 16 * 1024 * 1024) -> str:
    """Read UTF-8 text (a byte order mark is dropped); raises BadInput that names the byte."""
    try:
        return read_bytes(path, limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"the text is not UTF-8 at byte {error.start}", where=path, mend="save it as UTF-8"
        ) from None
