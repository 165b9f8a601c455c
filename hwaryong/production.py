"""What a production is: production.toml and the folders beside it.

A production holds episodes, an episode sequences, a sequence shots; sheets, places and voices are shared
by all. Names of elements follow the folders: `ep01/sq010/sh020/A/0003`.
"""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from hwaryong.errors import BadInput
from hwaryong.media.base import read_text

HOUSE = ".hwaryong"
M = TypeVar("M", bound=BaseModel)
_NAME = re.compile(r"[\w][\w.\-]*(/[\w][\w.\-]*)*")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Voice(_Model):
    """How a scratch voice speaks: espeak-ng's voice name, words a minute, pitch 0–99."""

    voice: str
    rate_wpm: int = Field(160, ge=80, le=400)
    pitch: int = Field(50, ge=0, le=99)


class Origin(_Model):
    """Who made the given files that match `files`; the statement goes into the disclosure word for word.

    With `from = "draft"` the files are retouches of a tool's draft; with `program` no person drew them.
    """

    files: str
    by: str = Field(min_length=1)
    statement: str = Field(min_length=1)
    program: bool = False
    from_: str = Field("", alias="from", pattern="^(draft)?$")


class Override(_Model):
    """Another tool or other settings on a step, for the elements that match `where`."""

    step: str
    where: str = "**"
    tool: str | None = None
    settings: dict[str, Any] = {}


class EpisodeEntry(_Model):
    name: str
    shots: tuple[str, ...]


class Gates(_Model):
    steps: tuple[str, ...] = ()


class PolicyChoice(_Model):
    name: str = "in-house-or-licensed-only"
    file: str | None = None


class DeliveryChoice(_Model):
    """`timestamp` is the URL of an RFC 3161 authority that stamps every signature; empty means offline."""

    timestamp: str = Field(default="", pattern="^(https?://.+)?$")


class Places(_Model):
    """Where the record and the store are; a PostgreSQL DSN and a bucket's URL serve a studio."""

    record: str = ""
    store: str = ""


class Settings(_Model):
    """production.toml, as it is written."""

    name: str
    title: dict[str, str] = {}
    rate: str = "24/1"
    width_px: int = Field(1280, ge=16, le=8192, multiple_of=2)
    height_px: int = Field(720, ge=16, le=8192, multiple_of=2)
    languages: tuple[str, ...] = ("en",)
    client: str = ""
    voices: dict[str, dict[str, Voice]] = {}
    episode: tuple[EpisodeEntry, ...] = ()
    gates: Gates = Gates()
    policy: PolicyChoice = PolicyChoice()
    delivery: DeliveryChoice = DeliveryChoice()
    origin: tuple[Origin, ...] = ()
    override: tuple[Override, ...] = ()
    house: Places = Places()

    @field_validator("rate")
    @classmethod
    def _rate(cls, text: str) -> str:
        if text.endswith("/0") or not 1 <= Fraction(text) <= 240:
            raise ValueError("the rate must lie between 1 and 240 frames a second")
        return text


@dataclass(frozen=True)
class Episode:
    """An episode and the names of its shots, `ep01/sq010/sh010`, in the film's order."""

    name: str
    shots: tuple[str, ...]


class Production:
    """A production's folder, its settings, and the given files in it by their NFC names."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root, self.settings = root, settings

    @classmethod
    def open(cls, folder: Path) -> Production:
        """Read production.toml; raises BadInput that names the line or key."""
        root = folder.resolve()
        path = root / "production.toml"
        if not path.exists():
            raise BadInput(
                "there is no production.toml here", where=folder, mend="make one with `hwaryong new`"
            )
        production = cls(root, parse_toml(path, Settings))
        production._check()
        return production

    @property
    def house(self) -> Path:
        """The folder of the record, the store and the scratch of this production."""
        return self.root / HOUSE

    @property
    def rate(self) -> Fraction:
        return Fraction(self.settings.rate)

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        return tuple(
            Episode(entry.name, tuple(f"{entry.name}/{shot}" for shot in entry.shots))
            for entry in self.settings.episode
        )

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every given file by its name within the production, in NFC, without hidden and made folders."""
        found: dict[str, Path] = {}
        for written, path in _walk(self.root, self.root):
            name = unicodedata.normalize("NFC", written)
            if name in found:
                raise BadInput(
                    f"two files have the same name {name!r} in different Unicode forms",
                    where=self.root, mend="take one of them away",
                )  # fmt: skip
            found[name] = path
        return found

    def find(self, stem: str, suffixes: tuple[str, ...]) -> str | None:
        """The given file of this name with one of the suffixes; raises BadInput where two would fit."""
        found = [stem + suffix for suffix in suffixes if stem + suffix in self.files]
        if len(found) > 1:
            raise BadInput(
                f"{found[0]!r} and {found[1]!r} give the same element", where=self.root,
                mend="keep one of the two files",
            )  # fmt: skip
        return found[0] if found else None

    def origin(self, name: str) -> Origin | None:
        """The first origin statement that covers a given file."""
        return next((origin for origin in self.settings.origin if matches(name, origin.files)), None)

    def _check(self) -> None:
        seen: set[str] = set()
        for episode in self.episodes:
            for shot in episode.shots:
                check_name(shot, where=self.root / "production.toml")
                if shot in seen:
                    raise BadInput(
                        f"the shot {shot!r} is listed twice", where=self.root / "production.toml",
                        mend="keep one of the two lines",
                    )  # fmt: skip
                seen.add(shot)
                if f"{shot}/shot.toml" not in self.files:
                    raise BadInput(
                        f"the shot {shot!r} has no shot.toml", where=self.root / "production.toml",
                        mend=f"write {shot}/shot.toml or take the shot off the list",
                    )  # fmt: skip


def check_name(name: str, *, where: Path | str) -> str:
    """The name of an element, in NFC; raises BadInput where it would leave the production."""
    name = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(name):
        raise BadInput(
            f"{name!r} is no name of an element", where=where,
            mend="use letters, digits, dots and hyphens with / between the parts, and stay in the production",
        )  # fmt: skip
    return name


def matches(name: str, pattern: str) -> bool:
    """Whether a name fits a glob in which `*` stays within a part and `**` crosses parts."""
    return _regex(pattern).fullmatch(name) is not None


def parse_toml(path: Path, model: type[M]) -> M:
    """A TOML file as a typed model; raises BadInput that names the place."""
    try:
        return model.model_validate(tomllib.loads(read_text(path, limit=4 * 1024 * 1024)))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"this is not TOML: {error}", where=path) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{key!r} is not usable: {first['msg'].lower()}", where=path) from None


_patterns: dict[str, re.Pattern[str]] = {}


def _regex(pattern: str) -> re.Pattern[str]:
    if pattern not in _patterns:
        parts = re.split(r"(\*\*/?|\*|\?)", pattern)
        rules = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        _patterns[pattern] = re.compile("".join(rules.get(part, re.escape(part)) for part in parts))
    return _patterns[pattern]


_SKIP = ("out", "__pycache__")


def _walk(folder: Path, root: Path, within: str = "") -> Iterator[tuple[str, Path]]:
    """Every file with its name within the root, folder by folder."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith(".") or (not within and entry.name in _SKIP):
                continue
            path = Path(entry.path)
            if entry.is_symlink() and not path.resolve().is_relative_to(root):
                raise BadInput(
                    "this link leaves the production", where=path,
                    mend="copy the file into the production instead",
                )  # fmt: skip
            if entry.is_symlink() and entry.is_dir():
                raise BadInput("this link leads to a folder", where=path, mend="link or copy its files")
            if entry.is_dir():
                yield from _walk(path, root, f"{within}{entry.name}/")
            else:
                yield within + entry.name, path
