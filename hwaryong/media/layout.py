"""The layout of a shot: its length, its layers from back to front, its camera, and where its lines start."""

from __future__ import annotations

import itertools
import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text

MAX_BYTES = 1024 * 1024
MAX_FRAMES = 24 * 3600
MIN_SCALE = 0.05

Ease = Literal["linear", "in", "out", "in-out"]
Blend = Literal["normal", "multiply"]
LineNumber = Annotated[str, Field(pattern=r"^\d{3,6}$")]
PlaceName = Annotated[str, Field(pattern=r"^[\w-]+(/[\w-]+)*$", max_length=200)]


class View(NamedTuple):
    """What the camera sees at a moment: the centre of its field in layer px, and its zoom."""

    x_px: float
    y_px: float
    zoom: float


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CameraKey(_Part):
    """A key of the camera move: frame, centre of the field in layer px, zoom (2 shows half the width)."""

    frame: int = Field(ge=0)
    x: float = Field(ge=-1e5, le=1e5)
    y: float = Field(ge=-1e5, le=1e5)
    zoom: float = Field(1.0, ge=0.1, le=16)


class Camera(_Part):
    """A camera move: keys in order of time, and the easing between two of them."""

    keys: tuple[CameraKey, ...] = Field(min_length=1, max_length=1000)
    ease: Ease = "in-out"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        frames = [key.frame for key in self.keys]
        if any(b <= a for a, b in itertools.pairwise(frames)):
            raise ValueError("each key needs a later frame than the one before it")
        return self

    def at(self, frame: int) -> View:
        """The view at `frame`: it stands still before the first key and after the last one."""
        after = bisect_right([key.frame for key in self.keys], frame)
        first, last = self.keys[max(after - 1, 0)], self.keys[min(after, len(self.keys) - 1)]
        if first is last or after == 0:
            return View(first.x, first.y, first.zoom)
        t = eased((frame - first.frame) / (last.frame - first.frame), self.ease)
        return View(
            first.x + (last.x - first.x) * t,
            first.y + (last.y - first.y) * t,
            first.zoom + (last.zoom - first.zoom) * t,
        )


class Layer(_Part):
    """One layer: a background (`place`), a column of the exposure sheet (`cel`) or a speaker's `mouth`.

    `parallax`: 1 moves with the camera, 0 stands still, above 1 lies before the drawn plane. `x`, `y`: where
    the upper left corner of its pictures lies, in layer px.
    """

    place: PlaceName | None = None
    cel: Annotated[str, Field(pattern=r"^[\w-]{1,32}$")] | None = None
    mouth: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    x: float = Field(0.0, ge=-1e5, le=1e5)
    y: float = Field(0.0, ge=-1e5, le=1e5)
    parallax: float = Field(1.0, ge=0, le=8)
    blend: Blend = "normal"
    opacity: float = Field(1.0, ge=0, le=1)

    @model_validator(mode="after")
    def _shows_one_thing(self) -> Self:
        if sum(name is not None for name in (self.place, self.cel, self.mouth)) != 1:
            raise ValueError("a layer needs exactly one of place, cel and mouth")
        return self

    @property
    def name(self) -> str:
        """What it shows, in a few words for messages."""
        kind = "place" if self.place else "cel" if self.cel else "mouth"
        return f"{kind} {self.place or self.cel or self.mouth}"

    def scale(self, view: View) -> float:
        """By how much the layer is magnified: 1 + parallax · (zoom − 1)."""
        return 1.0 + self.parallax * (view.zoom - 1.0)


class _File(_Part):
    frames: int = Field(ge=1, le=MAX_FRAMES)
    scene: int = Field(1, ge=1)
    title: str = Field("", max_length=500)
    lines: dict[LineNumber, Annotated[int, Field(ge=0)]] = {}
    voices: dict[LineNumber, Annotated[str, Field(min_length=1, max_length=100)]] = {}
    camera: Camera | None = None
    layer: tuple[Layer, ...] = Field(min_length=1, max_length=64)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for number, start in self.lines.items():
            if start >= self.frames:
                raise ValueError(f"line {number} starts at frame {start}, the shot has {self.frames}")
        if lost := sorted(set(self.voices) - set(self.lines)):
            raise ValueError(f"line {lost[0]} has a voice, but no start in lines")
        for key in self.camera.keys if self.camera else ():
            if key.frame >= self.frames:
                raise ValueError(f"a camera key is at frame {key.frame}, the shot has {self.frames}")
            for layer in self.layer:
                if layer.scale(View(key.x, key.y, key.zoom)) < MIN_SCALE:
                    raise ValueError(f"at zoom {key.zoom} the layer {layer.name} shrinks to nothing")
        if len({layer.mouth for layer in self.layer if layer.mouth}) > 1:
            raise ValueError("the mouth layers name two speakers, but a shot has one set of mouth drawings")
        return self


@dataclass(eq=False)
class Layout(Media):
    """`frames` long; `lines`: script line number → frame at which it starts; `voices`: line number → who
    speaks it in production.toml; `layers`: back to front.

    `text` is the TOML as it was written, kept so that writing gives the same bytes.
    """

    kind: ClassVar[str] = "layout"
    text: str = field(repr=False)
    frames: int
    scene: int
    title: str
    lines: dict[str, int]
    voices: dict[str, str]
    camera: Camera | None
    layers: tuple[Layer, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a shot.toml; raises BadInput with the file and the key."""
        return cls.parse(read_text(path, MAX_BYTES), path)

    @classmethod
    def parse(cls, text: str, where: str | Path = "") -> Self:
        """Read the text of a shot.toml; raises BadInput with `where` and the key."""
        try:
            file = _File.model_validate(_tuples(tomllib.loads(text)))
        except tomllib.TOMLDecodeError as error:
            raise BadInput(f"this is no TOML ({error})", where=where, mend="correct that line") from None
        except RecursionError:
            raise BadInput("the TOML is nested too deeply", where=where) from None
        except ValidationError as error:
            raise BadInput(_sentence(error), where=where) from None
        return cls(
            text, file.frames, file.scene, file.title, file.lines, file.voices, file.camera, file.layer
        )

    def write(self, stem: Path) -> Path:
        """Write `stem`.toml, the text as it was read."""
        path = stem.with_name(stem.name + ".toml")
        path.write_text(self.text, encoding="utf-8", newline="")
        return path

    @property
    def places(self) -> tuple[str, ...]:
        """The backgrounds it shows, each once, back to front."""
        return tuple(dict.fromkeys(layer.place for layer in self.layers if layer.place))

    @property
    def cels(self) -> tuple[str, ...]:
        """The layers of the exposure sheet that it shows, each once, back to front."""
        return tuple(dict.fromkeys(layer.cel for layer in self.layers if layer.cel))

    @property
    def speaker(self) -> str | None:
        """Whose mouth is drawn in this shot, if anybody's."""
        return next((layer.mouth for layer in self.layers if layer.mouth), None)


def eased(t: float, ease: Ease) -> float:
    """Time 0–1 → way 0–1. `in` starts slowly, `out` ends slowly, `in-out` does both (3t² − 2t³)."""
    match ease:
        case "linear":
            return t
        case "in":
            return t * t
        case "out":
            return 1.0 - (1.0 - t) ** 2
        case "in-out":
            return t * t * (3.0 - 2.0 * t)


def _tuples(value: object) -> object:
    """Lists as tuples, which the strict models want."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _sentence(error: ValidationError) -> str:
    """The first thing that is wrong, with its key; list places are counted from 1 as people do."""
    first = error.errors()[0]
    place = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
    message = re.sub(r"^Value error, ", "", first["msg"])
    if first["type"] == "extra_forbidden":
        return f"the key {place!r} is not known"
    if first["type"] == "missing":
        return f"the key {place!r} is missing"
    return f"{place}: {message[0].lower()}{message[1:]}" if place else message
