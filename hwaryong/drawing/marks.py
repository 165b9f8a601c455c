"""Marks: what a person says about two keys, a point here is that point there."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

Point = tuple[
    Annotated[float, Field(ge=-32768, le=32768)],
    Annotated[float, Field(ge=-32768, le=32768)],
]


class Mark(BaseModel):
    """`first` and `last` are the same point of the figure in the two keys, px, x right, y down.

    `path` is the way it takes between. `ends`: the line at `first` goes away; `begins`: the line at `last`
    comes new.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: Point | None = None
    last: Point | None = None
    ends: bool = False
    begins: bool = False
    path: Annotated[tuple[Point, ...], Field(max_length=256)] = ()

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

    def at(self, t: float) -> complex:
        """Where the point of a joining mark stands at 0 ≤ t ≤ 1, by arc length along its path."""
        assert self.first is not None
        assert self.last is not None
        way = np.array([complex(*point) for point in (self.first, *self.path, self.last)])
        arc: NDArray[np.float64] = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(way)))])
        if arc[-1] == 0:
            return complex(way[0])
        return complex(np.interp(t * arc[-1], arc, way.real), np.interp(t * arc[-1], arc, way.imag))
