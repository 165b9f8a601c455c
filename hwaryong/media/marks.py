"""Marks: what a person says about two keys, a point of the first is that point of the last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text

MAX_BYTES = 4 * 1024 * 1024
MAX_MARKS = 256
CELLS = 33  # along the side of the square of paper that an anchor remembers
Coordinate = Annotated[float, Field(ge=-32768, le=32768)]
Point = tuple[Coordinate, Coordinate]
Bits = Annotated[str, Field(pattern=r"^([A-Za-z0-9+/]{183}=)?$")]
_STRICT = ConfigDict(extra="forbid", frozen=True)


class Anchor(BaseModel):
    """What a point of a mark lay on when it was put, so that it can be found on a redrawn key.

    `stroke` is the id of the line, `length` its length in px, `along` the share of it at the foot of the
    point and `off` the way from there, px. `ink` and `wide` are how the paper looked around the point: the
    packed bits of CELLS × CELLS squares, base64 (see `hwaryong.media.inkpatch`).
    """

    model_config = _STRICT
    stroke: Annotated[str, Field(max_length=200)] = ""
    along: Annotated[float, Field(ge=0, le=1)] = 0.0
    off: Point = (0.0, 0.0)
    length: Annotated[float, Field(ge=0, le=1e9)] = 0.0
    ink: Bits = ""
    wide: Bits = ""


class Mark(BaseModel):
    """`first` and `last` are the same point of the figure in the two keys, px, x right, y down.

    `path` is where it stands between them, at times evenly spaced. `ends`: the line at `first` goes away;
    `begins`: the line at `last` comes new. `lost` says why a mark could not be carried to a redrawn key: it
    is kept and counts no more.
    """

    model_config = _STRICT
    first: Point | None = None
    last: Point | None = None
    ends: bool = False
    begins: bool = False
    path: Annotated[tuple[Point, ...], Field(max_length=256)] = ()
    first_on: Anchor | None = None
    last_on: Anchor | None = None
    lost: Annotated[str, Field(max_length=400)] = ""

    @model_validator(mode="after")
    def _complete(self) -> Mark:
        wanted = (not self.begins, not self.ends)
        if (self.ends and self.begins) or wanted != (self.first is not None, self.last is not None):
            raise ValueError("a mark has first and last, or first and ends, or last and begins")
        if self.path and (self.ends or self.begins):
            raise ValueError("only a mark with first and last has a path")
        return self

    @property
    def joins(self) -> bool:
        """Whether the mark names one point in both keys."""
        return self.first is not None and self.last is not None

    def turned(self) -> Mark:
        """The same mark for the keys in the other order."""
        return Mark(
            first=self.last, last=self.first, ends=self.begins, begins=self.ends, path=self.path[::-1],
            first_on=self.last_on, last_on=self.first_on, lost=self.lost,
        )  # fmt: skip

    def at(self, t: float) -> complex:
        """Where the point of a joining mark stands at 0 ≤ t ≤ 1, on a smooth curve through its path."""
        assert self.first is not None
        assert self.last is not None
        way = np.array([self.first, *self.path, self.last])
        if not self.path:
            return complex(*((1 - t) * way[0] + t * way[1]))
        from scipy.interpolate import CubicSpline  # slow to import, and most marks have no path

        return complex(*CubicSpline(np.linspace(0, 1, len(way)), way)(t))


_MARKS: TypeAdapter[tuple[Mark, ...]] = TypeAdapter(Annotated[tuple[Mark, ...], Field(max_length=MAX_MARKS)])


class Marks(Media):
    """The marks between two keys, in the order in which a person put them.

    `items` are marks, or mappings that say the same; raises BadInput that names the first wrong one.
    """

    kind: ClassVar[str] = "marks"

    def __init__(self, items: Sequence[Mark | Mapping[str, Any]] = ()) -> None:
        try:
            self.items = _MARKS.validate_python(tuple(items))
        except ValidationError as error:
            raise _wrong(error) from None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read `{"marks": [{"first": [x, y], "last": [x, y]}, …]}`; raises BadInput that names the mark."""
        try:
            form = json.loads(read_text(path, MAX_BYTES))
        except (ValueError, RecursionError) as error:
            raise BadInput(f"the marks are no JSON ({error})", where=path) from None
        if not isinstance(form, dict) or set(form) != {"marks"} or not isinstance(form["marks"], list):
            raise BadInput('the marks are not {"marks": […]}', where=path, mend="see docs/drawing.md")
        try:
            return cls(form["marks"])
        except BadInput as error:
            raise BadInput(error.what, where=path, mend=error.mend) from None

    def write(self, stem: Path) -> Path:
        """Write `stem`.json, a mark a line."""
        rows = [json.dumps(row, ensure_ascii=False) for row in self.plain()]
        path = stem.with_name(stem.name + ".json")
        path.write_text('{"marks": [\n ' + ",\n ".join(rows) + "\n]}\n", encoding="utf-8")
        return path

    def plain(self) -> list[dict[str, Any]]:
        """The marks as JSON values, without what is not said."""
        return [mark.model_dump(mode="json", exclude_defaults=True) for mark in self.items]

    @property
    def held(self) -> tuple[Mark, ...]:
        """The marks that count: those that are not lost."""
        return tuple(mark for mark in self.items if not mark.lost)


def _wrong(error: ValidationError) -> BadInput:
    first = error.errors()[0]
    number, *inside = first["loc"] or ("",)
    place = f"mark {number + 1}" if isinstance(number, int) else "the list"
    what = ".".join(str(part) for part in inside)
    said = str(first["msg"]).removeprefix("Value error, ").lower()
    return BadInput(
        f"the marks are not usable: {place}{f', {what}' if what else ''}: {said}",
        mend="see docs/drawing.md",
    )
