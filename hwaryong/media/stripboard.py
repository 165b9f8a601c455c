"""Stripboard: the scenes of a script in the order in which they are made, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from hwaryong.media.base import Media
from hwaryong.media.breakdown import Hour, Setting
from hwaryong.media.document import read_document, write_document

SCHEMA: Final = "hwaryong.stripboard/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Strip(_Part):
    """One scene: its number in the breakdown, and what its order is chosen by."""

    scene: int = Field(ge=1)
    printed: str = ""
    setting: Setting = ""
    place: str = ""
    hour: Hour = ""
    eighths: int = Field(ge=1)
    cast: tuple[str, ...] = ()


class Tally(_Part):
    """What an order costs: `moves` to another place, `lights` to another hour, days on which one of the
    cast waits between two days of work (`holds`)."""

    days: int
    moves: int
    lights: int
    holds: int


class _File(_Part):
    schema_: Annotated[Literal["hwaryong.stripboard/1"], Field(alias="schema")] = SCHEMA
    day_eighths: int = Field(ge=1)
    days: tuple[tuple[Strip, ...], ...]
    tally: Tally
    in_script_order: Tally
    best: bool


@dataclass
class Stripboard(Media):
    """Days of strips, as JSON; `best` where no order costs less (else the solver was stopped)."""

    kind: ClassVar[str] = "stripboard"

    day_eighths: int
    days: tuple[tuple[Strip, ...], ...]
    tally: Tally
    in_script_order: Tally
    best: bool

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a stripboard; raises BadInput that names the first wrong field."""
        file = read_document(path, _File, "this is no stripboard")
        return cls(file.day_eighths, file.days, file.tally, file.in_script_order, file.best)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json (UTF-8, two spaces)."""
        file = _File(
            day_eighths=self.day_eighths, days=self.days, tally=self.tally,
            in_script_order=self.in_script_order, best=self.best,
        )  # fmt: skip
        return write_document(stem, file)


__all__ = ["Strip", "Stripboard", "Tally"]
