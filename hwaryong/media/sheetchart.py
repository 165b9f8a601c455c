"""The spacing chart: where the in-betweens stand between two keys, as an animator draws it beside a key."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Ease = Literal["linear", "in", "out", "in-out"]
EASE: dict[str, Callable[[float], float]] = {
    "linear": lambda t: t,
    "in": lambda t: t * t,
    "out": lambda t: t * (2 - t),
    "in-out": lambda t: t * t * (3 - 2 * t),
}
_THIRD = 1 / 3  # of the way: where a single in-between stands that favours a key


class Chart(BaseModel):
    """The in-betweens from key `first` to key `last`, spaced in one of three ways.

    `ease` as in a layer; `favours` one of the two keys: each in-between halves what is left to it, a single
    one stands at a third; `at` is the ladder itself, each in-between's place on the way from 0 to 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: Annotated[int, Field(ge=1, le=9999)]
    last: Annotated[int, Field(ge=1, le=9999)]
    ease: Ease | None = None
    favours: int | None = None
    at: tuple[float, ...] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.last <= self.first:
            raise ValueError(f"the chart from {self.first} to {self.last} does not go forward")
        told = [way for way in (self.ease, self.favours, self.at) if way is not None]
        if len(told) != 1:
            raise ValueError(f"the chart {self.first}–{self.last} needs one of ease, favours and at")
        if self.favours not in (None, self.first, self.last):
            raise ValueError(f"the chart {self.first}–{self.last} favours {self.favours}, no key of it")
        if self.at is not None:
            between = self.last - self.first - 1
            rungs = (0.0, *self.at, 1.0)
            if len(self.at) != between or any(a >= b for a, b in pairwise(rungs)):
                raise ValueError(
                    f"the chart {self.first}–{self.last} needs {between} places that rise from 0 to 1"
                )
        return self

    def place(self, number: int) -> float:
        """Where a drawing from `first` to `last` stands on the way, 0–1."""
        step, steps = number - self.first, self.last - self.first
        if step in (0, steps):
            return float(step > 0)
        if self.at is not None:
            return self.at[step - 1]
        if self.ease is not None:
            return EASE[self.ease](step / steps)
        away = step if self.favours == self.last else steps - step
        left = float(0.5**away) if steps > 2 else _THIRD
        return 1 - left if self.favours == self.last else left

    def plain(self) -> dict[str, Any]:
        """The chart as JSON values."""
        return self.model_dump(mode="json", exclude_none=True)
