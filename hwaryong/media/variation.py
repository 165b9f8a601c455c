"""Variations on a drawing: what is to be different, in numbers, so that a choice can be repeated."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text

MAX_COUNT = 99
_TOLD = {"id", "name", "file", "flagged", "reasons"}  # of a row of vary.json, beside the aspects
Harmony = Literal["none", "complementary", "analogous", "triadic", "split"]
Hour = Literal["none", "dawn", "noon", "dusk", "night"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PaletteChange(_Part):
    """Colours in OKLCH: hues turned or drawn to a harmony, an hour's light, a reference picture's colours."""

    harmony: Harmony = "none"
    hue_deg: float = Field(default=0.0, ge=-180, le=180)
    chroma: float = Field(default=1.0, ge=0, le=3)
    hour: Hour = "none"
    reference: float = Field(default=0.0, ge=0, le=1)


class LineChange(_Part):
    """Lines: width times `weight`; thin ends, an unsteady hand, a brush that runs dry (0 none – 1 strong)."""

    weight: float = Field(default=1.0, ge=0.2, le=5)
    taper: float = Field(default=0.0, ge=0, le=1)
    wobble: float = Field(default=0.0, ge=0, le=1)
    dry: float = Field(default=0.0, ge=0, le=1)
    seed: int = Field(default=0, ge=0, le=2**31)


class PoseChange(_Part):
    """Proportion and pose: head's size and limbs' length as factors, and a lean to the right in degrees."""

    head: float = Field(default=1.0, ge=0.5, le=2)
    limbs: float = Field(default=1.0, ge=0.5, le=1.8)
    lean_deg: float = Field(default=0.0, ge=-35, le=35)


class CropChange(_Part):
    """The frame x, y, width, height on the drawing's paper, px (it may reach beyond), and the new paper."""

    x: float = Field(ge=-32768, le=32768)
    y: float = Field(ge=-32768, le=32768)
    width: float = Field(gt=1, le=32768)
    height: float = Field(gt=1, le=32768)
    out_width_px: int = Field(ge=2, le=8192)
    out_height_px: int = Field(ge=2, le=8192)


class Variation(_Part):
    """One variation: only the aspects that are given change."""

    palette: PaletteChange | None = None
    line: LineChange | None = None
    pose: PoseChange | None = None
    crop: CropChange | None = None

    def plain(self) -> dict[str, Any]:
        """The changed parameters only, as JSON values."""
        return self.model_dump(exclude_defaults=True)

    def with_(self, other: Variation) -> Variation:
        """This one with the aspects that the other changes taken from the other."""
        return self.model_copy(update={name: getattr(other, name) for name in other.plain()})


@dataclass(eq=False)
class Variations(Media):
    """`items` maps an id ("07") to a name that people read ("palette: dusk") and the variation."""

    kind: ClassVar[str] = "variations"
    items: dict[str, tuple[str, Variation]]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read our JSON; raises BadInput that names the first wrong parameter."""
        try:
            rows = json.loads(read_text(path))["variations"]
            items = {
                str(row["id"]): (
                    str(row.get("name", "")),
                    Variation(**{key: row[key] for key in row if key not in _TOLD}),
                )
                for row in rows[:MAX_COUNT]
            }
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise BadInput(f"{place!r} is not usable ({first['msg'].lower()})", where=path) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BadInput('the file is not {"variations": [{"id": …}]}', where=path) from None
        return cls(items)

    def write(self, stem: Path) -> Path:
        """Write `stem`.json."""
        path = stem.with_name(stem.name + ".json")
        rows = [{"id": id, "name": name, **one.plain()} for id, (name, one) in self.items.items()]
        path.write_text(json.dumps({"variations": rows}, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return path

    def chosen(self, ids: list[str]) -> Variation:
        """The variation of this id; of several ids the aspects together, later ones count. BadInput."""
        made = Variation()
        for id in ids:
            if id not in self.items:
                raise BadInput(f"there is no variation {id!r}", mend=f"take one of {', '.join(self.items)}")
            made = made.with_(self.items[id][1])
        return made
