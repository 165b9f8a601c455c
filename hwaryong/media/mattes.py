"""Mattes: how much of a shot each picture was seen, frame by frame."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text
from hwaryong.media.layout import MAX_FRAMES
from hwaryong.media.svg import MAX_SIDE_PX
from hwaryong.media.text import write_plain

FORMAT = "hwaryong.mattes/1"
MAX_BYTES = 64 * 1024 * 1024
MAX_PICTURES = 10_000

Name = Annotated[str, Field(max_length=256)]


class Pictured(NamedTuple):
    """A picture by the compositor's input ("cels", "backgrounds", "mouths") and its name within that."""

    param: Name
    name: Name


class Seen(NamedTuple):
    """`frames` frames from `first` on, on each of which a picture was seen over `pixels` whole pixels."""

    first: Annotated[int, Field(ge=0)]
    frames: Annotated[int, Field(ge=1)]
    pixels: Annotated[int, Field(ge=0)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    picture: Pictured
    seen: list[Seen]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    format: Literal["hwaryong.mattes/1"]
    width_px: int = Field(ge=1, le=MAX_SIDE_PX)
    height_px: int = Field(ge=1, le=MAX_SIDE_PX)
    frames: int = Field(ge=1, le=MAX_FRAMES)
    pictures: list[_Row] = Field(max_length=MAX_PICTURES)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        changes = [0] * (self.frames + 1)
        if len({row.picture for row in self.pictures}) < len(self.pictures):
            raise ValueError("a picture stands in it twice")
        for row in self.pictures:
            end = 0
            for span in row.seen:
                if span.first < end or span.first + span.frames > self.frames:
                    raise ValueError(f"{row.picture.name}: frame {span.first} is out of order or too late")
                end = span.first + span.frames
                changes[span.first] += span.pixels
                changes[end] -= span.pixels
        room = self.width_px * self.height_px
        if any(pixels > room for pixels in accumulate(changes)):
            raise ValueError("more is seen on a frame than it has pixels")
        return self


@dataclass
class Mattes(Media):
    """For every picture of a shot of `frames` frames, what was seen of it; the rest of a frame is ground.

    Pixels are the sum of a picture's visible weights (0–1) over a frame of `width_px` × `height_px`.
    """

    kind: ClassVar[str] = "mattes"

    width_px: int
    height_px: int
    frames: int
    pictures: Mapping[Pictured, tuple[Seen, ...]]

    def visible(self, first: int, frames: int) -> dict[Pictured, int]:
        """What is seen of each picture, in pixel-frames, from frame `first` on for `frames` frames.

        Raises BadInput where the shot has no such frames.
        """
        if first < 0 or first + frames > self.frames:
            raise BadInput(f"frames {first} to {first + frames - 1} are not in it (it has {self.frames})")
        return {
            picture: sum(
                span.pixels * max(0, min(span.first + span.frames, first + frames) - max(span.first, first))
                for span in seen
            )
            for picture, seen in self.pictures.items()
        }

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the JSON that `write` writes; raises BadInput that names the field."""
        try:
            file = _File.model_validate_json(read_text(path, MAX_BYTES))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            raise BadInput(
                f"these are no mattes ({place}: {first['msg'].lower()})", where=path, mend="make them again"
            ) from None
        pictures = {row.picture: tuple(row.seen) for row in file.pictures}
        return cls(file.width_px, file.height_px, file.frames, pictures)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json."""
        pictures = [{"picture": picture, "seen": self.pictures[picture]} for picture in sorted(self.pictures)]
        value = {
            "format": FORMAT, "width_px": self.width_px, "height_px": self.height_px, "frames": self.frames,
            "pictures": pictures,
        }  # fmt: skip
        return write_plain(stem, ".json", json.dumps(value, ensure_ascii=False) + "\n")


__all__ = ["Mattes", "Pictured", "Seen"]
