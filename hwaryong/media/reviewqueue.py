"""Review queue: what of a script a person should look at, one item each, in the order of the text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.text import read_plain, write_plain

SCHEMA: Final = "hwaryong.queue/1"
Doubt = Literal["speaker", "scene", "place", "action"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Part):
    """One doubt: the `element` of the script that it is about, counted from 0, and its place in the prose.

    `words` are what stands there, `chosen` is what was chosen, `alternatives` what else it may be, likeliest
    first, `why` what decided.
    """

    kind: Doubt
    element: int = Field(ge=0)
    source: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
    words: str
    chosen: str
    alternatives: tuple[str, ...] = ()
    confidence: Annotated[float, Field(ge=0.0, le=1.0)]
    why: str = ""


class _File(_Part):
    schema_: Annotated[Literal["hwaryong.queue/1"], Field(alias="schema")] = SCHEMA
    items: tuple[Item, ...]


@dataclass
class ReviewQueue(Media):
    """The items, as JSON."""

    kind: ClassVar[str] = "queue"

    items: tuple[Item, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a queue; raises BadInput that names the first wrong field."""
        try:
            return cls(_File.model_validate_json(read_plain(path)).items)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            raise BadInput(
                f"this is no review queue ({where}: {first['msg'].lower()})",
                where=path, mend="make it again",
            ) from None  # fmt: skip

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json (UTF-8, two spaces)."""
        value = _File(items=self.items).model_dump(mode="json", by_alias=True)
        return write_plain(stem, ".json", json.dumps(value, ensure_ascii=False, indent=2) + "\n")


__all__ = ["Doubt", "Item", "ReviewQueue"]
