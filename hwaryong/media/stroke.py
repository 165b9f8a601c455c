"""One drawn line: a centreline with a width along it, and the dot that names a region's paint."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, Self, get_args

import numpy as np
from numpy.typing import NDArray

from hwaryong.errors import BadInput

Floats = NDArray[np.float64]
Kind = Literal["ink", "close", "construction"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COLOURS: dict[Kind, str] = {
    "ink": "#1b1917",
    "close": "#2b6cff",
    "construction": "#d9480f",
}
MAX_POINTS = 4096
MAX_COORDINATE_PX = 32768.0
MAX_WIDTH_PX = 1024.0
UNSURE = 0.94  # a stroke that is less sure is told to a person
HEX = re.compile(r"#[0-9a-f]{6}([0-9a-f]{2})?")


@dataclass(frozen=True, eq=False)
class Stroke:
    """A line of a drawing.

    `points` (n, 3) float64: x, y, full width in px along the centreline, x right, y down, rounded to 2
    decimals. `id` is stable over the keys of a run. `kind` is `ink` (drawn line), `close` (boundary of a
    paint region, never seen in the film; in a colour of its own a line of the drawing, as those that part
    light and shadow) or `construction` (help line). `colour` is sRGB "#rrggbb", or
    "#rrggbbaa" for ink that one sees through. `sure` (0–1) is the chance that a tool that moved it knew where
    to, as far as the tool can tell; rounded to 2 decimals.
    Raises BadInput for points that are no such array, not finite or out of range, and for a wrong kind
    or colour.
    """

    id: str
    points: Floats
    kind: Kind = "ink"
    colour: str = ""
    sure: float = 1.0

    def __post_init__(self) -> None:
        points = np.round(np.asarray(self.points, dtype=np.float64), 2) + 0.0
        place = f"stroke {self.id!r}"
        if points.ndim != 2 or points.shape[1:] != (3,) or not 1 <= len(points) <= MAX_POINTS:
            raise BadInput(
                f"a stroke needs 1 to {MAX_POINTS} samples of x, y and width",
                where=place,
            )
        if not np.isfinite(points).all() or np.abs(points[:, :2]).max() > MAX_COORDINATE_PX:
            raise BadInput(f"a sample lies beyond ±{MAX_COORDINATE_PX:.0f} px", where=place)
        if points[:, 2].min() < 0 or points[:, 2].max() > MAX_WIDTH_PX:
            raise BadInput(f"a width is not within 0 to {MAX_WIDTH_PX:.0f} px", where=place)
        if self.kind not in KINDS:
            raise BadInput(
                f"the kind {self.kind!r} is unknown",
                where=place,
                mend=f"use {', '.join(KINDS)}",
            )
        colour = (self.colour or COLOURS[self.kind]).lower()
        if not HEX.fullmatch(colour):
            raise BadInput(f"the colour {self.colour!r} is not #rrggbb or #rrggbbaa", where=place)
        if not 0 <= self.sure <= 1:
            raise BadInput(f"{self.sure} is not between 0 and 1, as how sure a stroke is", where=place)
        points.setflags(write=False)
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "colour", colour)
        object.__setattr__(self, "sure", round(self.sure, 2))

    @property
    def drawn(self) -> bool:
        """Whether it is a line of the drawing as a person sees it: ink, or a close line in its own colour."""
        return self.kind == "ink" or (self.kind == "close" and self.colour != COLOURS["close"])

    @property
    def length_px(self) -> float:
        """Length of the centreline in px."""
        return float(np.hypot(*np.diff(self.points[:, :2], axis=0).T).sum())

    @property
    def closed(self) -> bool:
        """Whether it ends where it begins."""
        return bool(np.array_equal(self.points[0, :2], self.points[-1, :2]))

    def moved(self, points: Floats) -> Self:
        """The same stroke with other samples."""
        return replace(self, points=points)

    def resampled(self, count: int) -> Floats:
        """(count, 3) samples at equal arc length, ends kept."""
        return resample(self.points, count)

    def outline(self) -> str:
        """The filled outline as SVG path data: both sides as smooth cubics, ends as round caps."""
        return outline(self.points)


@dataclass(frozen=True)
class Dot:
    """A paint dot: the region in which it lies at x, y (px) is filled with the palette's colour `paint`."""

    id: str
    paint: str
    x: float
    y: float

    def __post_init__(self) -> None:
        if not (abs(self.x) <= MAX_COORDINATE_PX and abs(self.y) <= MAX_COORDINATE_PX):
            raise BadInput("the dot lies outside of any paper", where=f"dot {self.id!r}")
        object.__setattr__(self, "x", round(float(self.x), 2) + 0.0)
        object.__setattr__(self, "y", round(float(self.y), 2) + 0.0)


def number(value: float) -> str:
    """A number with at most 2 decimals, never "-0"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def resample(points: Floats, count: int) -> Floats:
    """(n, k) samples → (count, k) at equal arc length of the first two columns, linearly; ends kept."""
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))])
    if arc[-1] == 0.0:
        return np.repeat(points[:1], count, axis=0)
    at = np.linspace(0.0, arc[-1], count)
    return np.column_stack([np.interp(at, arc, column) for column in points.T])


def tangents(line: Floats) -> Floats:
    """(n, 2) unit tangents of an (n, 2) polyline, halfway between its steps; the x axis without."""
    steps = directions(line)
    sums = (
        np.concatenate([steps[:1], steps[:-1] + steps[1:], steps[-1:]]) if len(steps) else np.zeros_like(line)
    )
    return _unit(sums)


def handles(line: Floats) -> tuple[Floats, Floats]:
    """(n − 1, 2) unit directions in which the smooth curve leaves and reaches the ends of each step.

    Where the line bends by more than 60° there is a corner: each side keeps its own direction.
    """
    steps, along = directions(line), tangents(line)
    corner = np.einsum("ij,ij->i", steps[:-1], steps[1:]) < 0.5
    leave, reach = along[:-1].copy(), along[1:].copy()
    leave[1:][corner], reach[:-1][corner] = steps[1:][corner], steps[:-1][corner]
    return leave, reach


def directions(line: Floats) -> Floats:
    """(n − 1, 2) unit directions of a polyline's steps."""
    return _unit(np.diff(line, axis=0))


def _unit(vectors: Floats) -> Floats:
    size = np.hypot(vectors[:, 0], vectors[:, 1])[:, None]
    return np.where(size > 1e-9, vectors / np.maximum(size, 1e-9), np.array([1.0, 0.0]))


def outline(points: Floats) -> str:
    """SVG path data of the area that a round nib of changing width covers along (n, 3) samples."""
    points = _distinct(points)
    if len(points) == 1:
        x, y, radius = points[0, 0], points[0, 1], max(points[0, 2] / 2, 0.01)
        west, east, r = number(x - radius), number(x + radius), number(radius)
        return f"M{west} {number(y)}A{r} {r} 0 0 1 {east} {number(y)}A{r} {r} 0 0 1 {west} {number(y)}Z"
    along = tangents(points[:, :2])
    leave, reach = handles(points[:, :2])
    normal = np.column_stack([along[:, 1], -along[:, 0]]) * points[:, 2:] / 2
    left, right = points[:, :2] + normal, (points[:, :2] - normal)[::-1]
    return (
        f"M{_pair(left[0])}{_cubics(left, leave, reach)}{_cap(points[-1, 2], right[0])}"
        f"{_cubics(right, -reach[::-1], -leave[::-1])}{_cap(points[0, 2], left[0])}Z"
    )


def _distinct(points: Floats) -> Floats:
    keep = np.ones(len(points), bool)
    keep[1:] = np.hypot(*np.diff(points[:, :2], axis=0).T) > 0.005
    return points[keep]


def _pair(point: Floats) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _cap(width_px: float, end: Floats) -> str:
    radius = number(width_px / 2)
    return f"A{radius} {radius} 0 0 1 {_pair(end)}"


def _cubics(side: Floats, leave: Floats, reach: Floats) -> str:
    """Cubics through one side; handles a third of each chord long, so that no bend overshoots."""
    third = np.hypot(*np.diff(side, axis=0).T)[:, None] / 3
    first, second = side[:-1] + leave * third, side[1:] - reach * third
    values = np.round(np.hstack([first, second, side[1:]]), 2) + 0.0
    return "".join("C" + " ".join(map(number, row)) for row in values.tolist())
