"""Stripboard: the scenes of a script in the order in which they are made, day by day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.breakdown import Hour, Setting
from hwaryong.media.text import read_plain, write_plain

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
        try:
            file = _File.model_validate_json(read_plain(path))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            raise BadInput(
                f"this is no stripboard ({where}: {first['msg'].lower()})", where=path, mend="make it again"
            ) from None
        return cls(file.day_eighths, file.days, file.tally, file.in_script_order, file.best)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json (UTF-8, two spaces)."""
        file = _File(
            day_eighths=self.day_eighths, days=self.days, tally=self.tally,
            in_script_order=self.in_script_order, best=self.best,
        )  # fmt: skip
        value = file.model_dump(mode="json", by_alias=True)
        return write_plain(stem, ".json", json.dumps(value, ensure_ascii=False, indent=2) + "\n")


__all__ = ["Strip", "Stripboard", "Tally"]
