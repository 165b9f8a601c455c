"""A palette: the colours of a production by name."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text

_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


@dataclass(eq=False)
class Palette(Media):
    """`colours` maps an id ("robe.light") to sRGB "#rrggbb" or "#rrggbbaa", in the file's order.

    `model` maps an id to the colour that it has in a painted model, where that is another one.
    """

    kind: ClassVar[str] = "palette"
    colours: Mapping[str, str]
    model: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the `[colours]` table of a TOML file; raises BadInput that names the colour."""
        try:
            tables = tomllib.loads(read_text(path))
        except tomllib.TOMLDecodeError as error:
            raise BadInput(f"the palette is no TOML ({error})", where=path) from None
        if not tables.get("colours"):
            raise BadInput(
                "the palette has no [colours]",
                where=path,
                mend='write [colours] and "name" = "#rrggbb"',
            )
        return cls(_colours(tables["colours"], path), _colours(tables.get("model", {}), path))

    def write(self, stem: Path) -> Path:
        """Write `stem`.toml; the colours of the model too, where it has some."""
        path = stem.with_name(stem.name + ".toml")
        tables = [_table("colours", self.colours)]
        if self.model:
            tables.append(_table("model", self.model))
        path.write_text("\n".join(tables), encoding="utf-8")
        return path

    def painted(self, name: str) -> str:
        """The colour that an id has in a painted model, as "#rrggbb" or "#rrggbbaa"."""
        return self.model.get(name, self.colours[name])

    def rgba(self, name: str) -> tuple[int, int, int, int]:
        """The colour as sRGB 0–255 and alpha 0–255; raises BadInput that names the nearest one."""
        if name not in self.colours:
            near = difflib.get_close_matches(name, self.colours, 1)
            raise BadInput(
                f"the palette has no colour {name!r}",
                mend=f"did you mean {near[0]!r}" if near else "add it to [colours]",
            )
        red, green, blue, *alpha = bytes.fromhex(self.colours[name][1:])
        return red, green, blue, alpha[0] if alpha else 255


def _colours(table: object, path: Path) -> dict[str, str]:
    if not isinstance(table, dict):
        raise BadInput("the palette's colours are no table", where=path, mend="write [colours] above them")
    for name, colour in table.items():
        if not isinstance(colour, str) or not _HEX.fullmatch(colour):
            raise BadInput(f"the colour {name!r} is {colour!r}, not #rrggbb or #rrggbbaa", where=path)
    return {name: colour.lower() for name, colour in table.items()}


def _table(title: str, colours: Mapping[str, str]) -> str:
    rows = [
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(colour)}" for name, colour in colours.items()
    ]
    return "\n".join([f"[{title}]", *rows, ""])
