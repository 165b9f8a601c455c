"""Shot list: the shots that a script asks for, sequence by sequence, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from hwaryong.media.base import Media
from hwaryong.media.document import read_document, write_document
from hwaryong.media.rate import Rate, rate_text

SCHEMA: Final = "hwaryong.shots/1"

Size = Literal["wide", "full", "medium", "close", "insert"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedShot(_Part):
    """A shot to draw: how near it is, whom it shows, what happens, which lines are spoken in it.

    `frames` is its length by the animation clock, `source` what it comes from, in characters of the script.
    """

    name: Annotated[str, Field(pattern=r"^sh\d{3,5}$")]
    size: Size
    subject: str = ""
    action: str = ""
    lines: tuple[Annotated[str, Field(pattern=r"^\d{3,5}$")], ...] = ()
    frames: int = Field(ge=1)
    source: tuple[int, int]


class Sequence(_Part):
    """The shots of one scene."""

    name: Annotated[str, Field(pattern=r"^sq\d{3,5}$")]
    scene: int = Field(ge=1)
    heading: str
    shots: tuple[PlannedShot, ...]

    @property
    def frames(self) -> int:
        return sum(shot.frames for shot in self.shots)


class _File(_Part):
    schema_: Annotated[Literal["hwaryong.shots/1"], Field(alias="schema")] = SCHEMA
    rate: Rate
    title: str
    sequences: tuple[Sequence, ...]


@dataclass
class ShotList(Media):
    """Sequences in script order, as JSON; frames at `rate` a second."""

    kind: ClassVar[str] = "shots"

    rate: Fraction
    title: str
    sequences: tuple[Sequence, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a shot list; raises BadInput that names the first wrong field."""
        file = read_document(path, _File, "this is no shot list")
        return cls(Fraction(file.rate), file.title, file.sequences)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json (UTF-8, two spaces, in the order of the script)."""
        file = _File(rate=rate_text(self.rate), title=self.title, sequences=self.sequences)
        return write_document(stem, file)


__all__ = ["PlannedShot", "Sequence", "ShotList", "Size"]
