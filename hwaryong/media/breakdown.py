"""Breakdown: the scenes and the numbered lines of a script, in every language it is written in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.text import read_plain, write_plain

SCHEMA: Final = "hwaryong.breakdown/1"

Words = dict[str, str]
"""A text by language code: {"en": "PAINTER", "ko": "화가"}."""

Number = Annotated[str, Field(pattern=r"^\d{3,5}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scene(_Part):
    """A scene: what its heading says, who is in it, and how long it is on paper.

    `eighths` are eighths of a standard page and `words` counts of spoken and written words, by language.
    `props` are only those that the script names as props.
    """

    number: int = Field(ge=1)
    heading: Words
    place: Words
    time: Words
    cast: tuple[Words, ...] = ()
    props: tuple[Words, ...] = ()
    eighths: dict[str, int] = {}
    words: dict[str, int] = {}


class Line(_Part):
    """A spoken line: `number` is the same in every language; `how` is the parenthetical."""

    number: Number
    scene: int = Field(ge=1)
    speaker: Words
    text: Words
    how: Words = {}

    def spoken_by(self, name: str) -> bool:
        """Whether `name` is the speaker's name in one of the languages, in whatever letter case."""
        return name.casefold() in (speaker.casefold() for speaker in self.speaker.values())


class _File(_Part):
    schema_: Annotated[Literal["hwaryong.breakdown/1"], Field(alias="schema")] = SCHEMA
    languages: tuple[str, ...]
    title: Words
    scenes: tuple[Scene, ...]
    lines: tuple[Line, ...]


@dataclass
class Breakdown(Media):
    """Scenes in script order and lines "001", "002" … in script order, as JSON."""

    kind: ClassVar[str] = "breakdown"

    languages: tuple[str, ...]
    title: Words
    scenes: tuple[Scene, ...]
    lines: tuple[Line, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a breakdown; raises BadInput that names the first wrong field."""
        try:
            file = _File.model_validate_json(read_plain(path))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            raise BadInput(
                f"this is no breakdown ({where}: {first['msg'].lower()})", where=path, mend="make it again"
            ) from None
        numbers = [line.number for line in file.lines]
        twice = next((number for index, number in enumerate(numbers) if number in numbers[:index]), None)
        if twice is not None:
            raise BadInput(f"line {twice} is there twice", where=path, mend="number every line once")
        return cls(file.languages, file.title, file.scenes, file.lines)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json (UTF-8, two spaces, in the order of the script)."""
        file = _File(languages=self.languages, title=self.title, scenes=self.scenes, lines=self.lines)
        value = file.model_dump(mode="json", by_alias=True)
        return write_plain(stem, ".json", json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def line(self, number: str) -> Line:
        """The line of that number; raises BadInput that says which numbers there are."""
        for line in self.lines:
            if line.number == number:
                return line
        known = f"{self.lines[0].number} to {self.lines[-1].number}" if self.lines else "none"
        raise BadInput(f"the script has no line {number!r}", mend=f"its lines are {known}")


__all__ = ["Breakdown", "Line", "Scene", "Words"]
