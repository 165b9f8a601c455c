"""Breakdown: the scenes and the numbered lines of a script, in every language it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.document import read_document, write_document
from hwaryong.media.rate import Rate, rate_text

SCHEMA: Final = "hwaryong.breakdown/2"

Words = dict[str, str]
"""A text by language code: {"en": "PAINTER", "ko": "화가"}."""

Number = Annotated[str, Field(pattern=r"^\d{3,5}$")]
Setting = Literal["int", "ext", "int/ext", ""]
Hour = Literal["dawn", "day", "dusk", "night", ""]
Category = Literal[
    "crowd", "props", "vehicles", "animals", "wardrobe", "effects", "sound", "music", "unsorted"
]
Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thing(_Part):
    """What a scene needs besides its cast: `source` is where a script names it, in characters of its text.

    It is `sure` where a note names its category, else found by a list of words: a person looks at it.
    """

    category: Category
    name: Words
    source: dict[str, Span]
    sure: bool


class Scene(_Part):
    """A scene: what its heading says, who and what is in it, and how long it is on paper and on screen.

    By language: `page` is the script's page on which it begins, `eighths` its length in eighths of a page,
    `words` counts spoken and written words, `frames` is what the animation clock gives it.
    """

    number: int = Field(ge=1)
    printed: str = ""
    heading: Words
    place: Words
    time: Words
    setting: Setting = ""
    hour: Hour = ""
    cast: tuple[Words, ...] = ()
    things: tuple[Thing, ...] = ()
    page: dict[str, int] = {}
    eighths: dict[str, int] = {}
    words: dict[str, int] = {}
    frames: dict[str, int] = {}


class Line(_Part):
    """A spoken line: `number` is the same in every language; `how` is the parenthetical.

    `frames` is how long it takes to say, by the animation clock.
    """

    number: Number
    scene: int = Field(ge=1)
    speaker: Words
    text: Words
    how: Words = {}
    frames: dict[str, int] = {}

    def spoken_by(self, name: str) -> bool:
        """Whether `name` is the speaker's name in one of the languages, in whatever letter case."""
        return name.casefold() in (speaker.casefold() for speaker in self.speaker.values())


class _File(_Part):
    schema_: Annotated[Literal["hwaryong.breakdown/2"], Field(alias="schema")] = SCHEMA
    rate: Rate
    languages: tuple[str, ...]
    title: Words
    scenes: tuple[Scene, ...]
    lines: tuple[Line, ...]


@dataclass
class Breakdown(Media):
    """Scenes in script order and lines "001", "002" … in script order, as JSON; frames at `rate` a second."""

    kind: ClassVar[str] = "breakdown"

    rate: Fraction
    languages: tuple[str, ...]
    title: Words
    scenes: tuple[Scene, ...]
    lines: tuple[Line, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a breakdown; raises BadInput that names the first wrong field."""
        file = read_document(path, _File, "this is no breakdown")
        numbers = [line.number for line in file.lines]
        twice = next((number for index, number in enumerate(numbers) if number in numbers[:index]), None)
        if twice is not None:
            raise BadInput(f"line {twice} is there twice", where=path, mend="number every line once")
        return cls(Fraction(file.rate), file.languages, file.title, file.scenes, file.lines)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json (UTF-8, two spaces, in the order of the script)."""
        file = _File(
            rate=rate_text(self.rate), languages=self.languages, title=self.title, scenes=self.scenes,
            lines=self.lines,
        )  # fmt: skip
        return write_document(stem, file)

    def line(self, number: str) -> Line:
        """The line of that number; raises BadInput that says which numbers there are."""
        for line in self.lines:
            if line.number == number:
                return line
        known = f"{self.lines[0].number} to {self.lines[-1].number}" if self.lines else "none"
        raise BadInput(f"the script has no line {number!r}", mend=f"its lines are {known}")


__all__ = ["Breakdown", "Category", "Hour", "Line", "Scene", "Setting", "Thing", "Words"]
