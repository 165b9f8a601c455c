"""The exposure sheet (X-sheet): which drawing each layer shows on which frame."""

from __future__ import annotations

import bisect
import csv
import itertools
import json
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from hwaryong.errors import BadInput
from hwaryong.media import sheetxdts
from hwaryong.media.base import Media, read_text
from hwaryong.media.sheetchart import EASE, Chart, Ease
from hwaryong.media.sheetnumbers import Numbered
from hwaryong.media.sheetxdts import HEAD as XDTS

SCHEMA = "hwaryong.sheet/1"
FILM_RATE = Fraction(24)
MAX_FRAMES = 200_000
Run = tuple[int, int, list[tuple[int, float]]]
Called = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}[A-Za-z]?$")]
_STRICT = ConfigDict(extra="forbid", frozen=True)
_OFTEN_EMPTY = ("charts", "generated", "called")


class Exposure(BaseModel):
    """`drawing` is shown from `frame` on until the layer's next exposure; 0 shows nothing."""

    model_config = _STRICT
    frame: Annotated[int, Field(ge=0, le=MAX_FRAMES)]
    drawing: Annotated[int, Field(ge=0, le=9999)]


def _layer_name(name: str) -> str:
    if not re.fullmatch(r"[\w-]{1,32}", name):
        raise ValueError(f"{name[:40]!r}: a layer's name has letters, digits, _ and -, 32 at most")
    return name


class Layer(BaseModel):
    """One column: `keys` are drawn by people, the numbers between two keys are in-betweens.

    `ease` spaces the in-betweens: "in" starts slowly, "out" ends slowly, "in-out" both; `charts` say it for
    single pairs of keys. Where neither does, the keys around a pair tell. `generated` are the in-betweens
    that a tool drew. `called` are the names of drawings that are not called by their number: where keys are
    numbered without room, 1a (number 2) lies between 1 and 2 (number 3).
    """

    model_config = _STRICT
    name: Annotated[str, AfterValidator(_layer_name)]
    ease: Ease | None = None
    charts: tuple[Chart, ...] = ()
    keys: tuple[Annotated[int, Field(ge=1, le=9999)], ...]
    exposures: tuple[Exposure, ...]
    generated: tuple[Annotated[int, Field(ge=1, le=9999)], ...] = ()
    called: dict[Annotated[int, Field(ge=1, le=9999)], Called] = {}

    def name_of(self, number: int) -> str:
        """What a drawing is called: its number, or where keys are numbered without room also 1a."""
        return self.called.get(number, str(number))

    def number_of(self, name: str) -> int | None:
        """The number of the drawing of this name from the first key to the last, None where it is another."""
        return self._numbers.get(name)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {self.name_of(number): number for number in range(min(self.keys), max(self.keys) + 1)}

    @cached_property
    def starts(self) -> dict[int, int]:
        """The first frame of each drawing that is shown."""
        return {exposure.drawing: exposure.frame for exposure in reversed(self.exposures)}

    def plain(self) -> dict[str, Any]:
        """The layer as JSON values."""
        plain = self.model_dump(mode="json", exclude_none=True)
        return {name: value for name, value in plain.items() if value or name not in _OFTEN_EMPTY}


@dataclass(frozen=True)
class Beside:
    """The keys before and after a run, None where there is none, and their `spans` in runs of time."""

    before: int | None = None
    after: int | None = None
    spans: tuple[float, float] = (1.0, 1.0)


class _Form(BaseModel):
    model_config = _STRICT
    schema_: Annotated[Literal["hwaryong.sheet/1"], Field(alias="schema")]
    rate: Fraction
    frames: Annotated[int, Field(ge=1, le=MAX_FRAMES)]
    layers: tuple[Layer, ...]

    @field_validator("rate", mode="before")
    @classmethod
    def _rate(cls, value: object) -> object:
        if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d{0,5}(/[1-9]\d{0,5})?", value):
            raise ValueError('write the rate as text like "24/1"')
        return Fraction(value)


@dataclass(eq=False)
class Sheet(Media):
    """`frames` frames at `rate` frames a second, `layers` from the back to the front.

    Raises BadInput that names the layer, frame and drawing of the first thing wrong.
    """

    kind: ClassVar[str] = "sheet"
    frames: int
    layers: tuple[Layer, ...]
    rate: Fraction = FILM_RATE

    def __post_init__(self) -> None:
        names = [layer.name for layer in self.layers]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise BadInput(f"the sheet has two layers {twice!r}")
        for layer in self.layers:
            _check(layer, self.frames)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read our JSON, an XDTS file (OpenToonz, CLIP STUDIO) or a CSV; raises BadInput."""
        text = read_text(path)
        try:
            if text.startswith(XDTS):
                columns, frames = sheetxdts.columns(json.loads(text.partition("\n")[2]))
                return cls(frames, _from_columns(columns, {}))
            if text.lstrip().startswith("{"):
                form = _Form.model_validate_json(text)
                return cls(form.frames, form.layers, form.rate)
            return cls(*_from_csv(text))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            said = first["msg"].removeprefix("Value error, ").lower()
            raise BadInput(f"the sheet's {place} is not usable ({said})", where=path) from None
        except json.JSONDecodeError as error:
            raise BadInput(f"the sheet is no JSON (line {error.lineno}: {error.msg})", where=path) from None
        except (LookupError, TypeError, AttributeError, RecursionError, ValueError, OverflowError, csv.Error):
            raise BadInput(
                "the sheet lacks a part that its format needs",
                where=path,
                mend="export it again",
            ) from None
        except BadInput as error:
            raise BadInput(error.what, where=path, mend=error.mend) from None

    def write(self, stem: Path) -> Path:
        """Write `stem`.json."""
        form = {
            "schema": SCHEMA,
            "rate": f"{self.rate.numerator}/{self.rate.denominator}",
            "frames": self.frames,
            "layers": [layer.plain() for layer in self.layers],
        }
        path = stem.with_name(stem.name + ".json")
        path.write_text(json.dumps(form, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return path

    def layer(self, name: str) -> Layer:
        """The layer of that name; raises BadInput."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise BadInput(
            f"the sheet has no layer {name!r}",
            mend=f"it has {', '.join(x.name for x in self.layers)}",
        )

    def runs(self, layer: str) -> list[Run]:
        """Every pair of neighbouring keys with drawings between: (first, last, [(number, t)…]), 0 < t < 1.

        t is where the in-between stands on the way from the first key (0) to the last (1), by chart or ease.
        """
        column = self.layer(layer)
        return [
            (first, last, [(n, _place(column, first, last, n)) for n in range(first + 1, last)])
            for first, last in itertools.pairwise(sorted(column.keys))
            if last - first > 1
        ]

    def beside(self, layer: str, first: int, last: int) -> Beside:
        """The keys before and after a run that tell its spacing: none where a chart does.

        A key counts up to where the layer shows nothing.
        """
        column = self.layer(layer)
        if column.ease or _chart(column, first, last):
            return Beside()
        keys, run = sorted(column.keys), (first, last)
        before = next((key for key in reversed(keys) if key < first), None)
        after = next((key for key in keys if key > last), None)
        left = _span(column, run, (before, first)) if before else None
        right = _span(column, run, (last, after)) if after else None
        return Beside(before if left else None, after if right else None, (left or 1.0, right or 1.0))

    def drawing_at(self, layer: str, frame: int) -> int:
        """The number of the drawing that the layer shows on `frame`, 0 for nothing."""
        exposures = self.layer(layer).exposures
        at = bisect.bisect_right([exposure.frame for exposure in exposures], frame)
        return exposures[at - 1].drawing if at else 0


def _chart(layer: Layer, first: int, last: int) -> Chart | None:
    """The chart that a run lies within; a person's in-between may part a chart in two runs."""
    return next((chart for chart in layer.charts if chart.first <= first and last <= chart.last), None)


def _place(layer: Layer, first: int, last: int, number: int) -> float:
    """Where a drawing stands on the way from one key to the other, 0–1."""
    chart = _chart(layer, first, last)
    if chart is None:
        return EASE[layer.ease or "linear"]((number - first) / (last - first))
    start, end = chart.place(first), chart.place(last)
    return (chart.place(number) - start) / (end - start)


def _span(layer: Layer, run: tuple[int, int], beside: tuple[int, int]) -> float | None:
    """The time between two neighbouring keys by that of a run: in frames, or numbers where one is not shown.

    None where the layer shows nothing between them, or the frames do not go forward.
    """
    shown = layer.starts
    if not all(key in shown for key in (*run, *beside)):
        return (beside[1] - beside[0]) / (run[1] - run[0])
    start, end = shown[beside[0]], shown[beside[1]]
    blank = 0 in shown and any(start < one.frame < end and not one.drawing for one in layer.exposures)
    time, own = _frames(shown, *beside), _frames(shown, *run)
    return time / own if time > 0 and own > 0 and not blank else None


def _frames(shown: dict[int, int], first: int, last: int) -> float:
    """The frames from one key to the other, without those for which the first one is held before it moves."""
    start = next((number for number in range(first + 1, last) if number in shown), first)
    return (shown[last] - shown[start]) * (last - first) / (last - start)


def _check(layer: Layer, frames: int) -> None:
    keys, last = layer.keys, -1
    if not keys:
        raise BadInput(f"layer {layer.name} has no keys")
    if len(set(keys)) < len(keys):
        raise BadInput(f"layer {layer.name} lists a key twice")
    twice = next((n for n in range(min(keys), max(keys)) if layer.number_of(layer.name_of(n)) != n), None)
    if twice is not None:
        raise BadInput(f"layer {layer.name} calls two drawings {layer.name_of(twice)}")
    for chart in layer.charts:
        if chart.first not in keys or chart.last not in keys:
            raise BadInput(f"layer {layer.name}, chart {chart.first}–{chart.last}: both must be keys")
    if any(a.last > b.first for a, b in itertools.pairwise(sorted(layer.charts, key=lambda c: c.first))):
        raise BadInput(f"layer {layer.name}: two charts are for the same drawings")
    for exposure in layer.exposures:
        place = f"layer {layer.name}, frame {exposure.frame}, drawing {exposure.drawing}"
        if exposure.frame <= last:
            raise BadInput(f"{place}: the exposures do not go forward")
        if exposure.frame >= frames:
            raise BadInput(f"{place}: the sheet has only {frames} frames, 0 to {frames - 1}")
        if exposure.drawing and not min(keys) <= exposure.drawing <= max(keys):
            raise BadInput(
                f"{place}: the number is outside of the keys {min(keys)} to {max(keys)}",
                mend="correct the number or list its key",
            )
        last = exposure.frame


def _from_columns(columns: dict[str, Numbered], made: dict[str, set[int]]) -> tuple[Layer, ...]:
    """Numbered cells and generated drawings → layers; without any mark of a key every drawing that was not
    generated is one."""
    layers = []
    for name, column in columns.items():
        drawn = tuple(sorted(made.get(name, set())))
        cells = column.cells
        marked = column.keys or {number for number in cells.values() if number and number not in drawn}
        exposures = tuple(Exposure(frame=frame, drawing=cells[frame]) for frame in sorted(cells))
        if marked:
            keys, called = tuple(sorted(marked)), column.called
            layers.append(Layer(name=name, keys=keys, exposures=exposures, generated=drawn, called=called))
    if not layers:
        raise BadInput("the sheet has no drawings")
    return tuple(layers)


def _from_csv(text: str) -> tuple[int, tuple[Layer, ...]]:
    """`frame,A,B` and a row a frame: a number, "(5)" for a key, "6*" for a generated drawing, "x" or 0 for
    nothing, empty to hold."""
    rows = [row for row in csv.reader(StringIO(text)) if any(cell.strip() for cell in row)]
    if len(rows) < 2 or len(rows[0]) < 2 or rows[0][0].strip().lower() != "frame":
        raise BadInput("the sheet is neither JSON, XDTS nor CSV", mend="begin a CSV with frame,A,B")
    names = [name.strip() for name in rows[0][1:]]
    if len(set(names)) < len(names):
        raise BadInput("the CSV names a layer twice")
    columns: dict[str, dict[int, int]] = {name: {} for name in names}
    keys: dict[str, set[int]] = {name: set() for name in names}
    made: dict[str, set[int]] = {name: set() for name in names}
    for line, row in enumerate(rows[1:], 2):
        if not row[0].strip().isdecimal():
            raise BadInput(f"line {line}: the frame {row[0]!r} is no number")
        frame = int(row[0])
        for name, cell in zip(names, (cell.strip() for cell in row[1:]), strict=False):
            match = re.fullmatch(r"(\()?(\d+|[xX])(?(1)\)|(\*)?)", cell)
            if not match and cell:
                raise BadInput(f"layer {name}, frame {frame}: {cell!r} is no drawing")
            if match:
                number = int(match[2]) if match[2].isdecimal() else 0
                columns[name][frame] = number
                if match[1]:
                    keys[name].add(number)
                if match[3]:
                    made[name].add(number)
    numbers = {name: Numbered(columns[name], keys[name], {}) for name in names}
    return frame + 1, _from_columns(numbers, made)
