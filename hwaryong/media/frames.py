"""Drawings or pictures in order: a folder of numbered files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.drawing import DRAWINGS, Drawing
from hwaryong.media.picture import Picture

_NAME = re.compile(r"[\w][\w .-]*")


@dataclass(eq=False)
class Frames(Media):
    """`items` maps a name ("0001") to a drawing or picture, in the order of the film."""

    kind: ClassVar[str] = "frames"
    items: Mapping[str, Drawing | Picture]

    def __post_init__(self) -> None:
        wrong = next((name for name in self.items if not _NAME.fullmatch(name)), None)
        if wrong is not None:
            raise BadInput(f"the frame's name {wrong!r} is no plain file name")

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[str]:
        return iter(self.items)

    def __getitem__(self, name: str) -> Drawing | Picture:
        return self.items[name]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read every drawing of a folder (SVG, PNG, TIFF, PSD, ORA), by name; raises BadInput."""
        if not path.is_dir():
            raise BadInput("the folder of frames is missing", where=path)
        files: dict[str, Path] = {}
        for file in path.iterdir():
            name = unicodedata.normalize("NFC", file.stem)
            if file.suffix.lower() not in DRAWINGS or file.name.startswith("."):
                continue
            if name in files:
                raise BadInput(
                    f"the frame {name!r} is there twice",
                    where=path,
                    mend="take one away",
                )
            files[name] = file
        if not files:
            raise BadInput(f"the folder has no drawings ({', '.join(DRAWINGS)})", where=path)
        return cls({name: Drawing.read(files[name]) for name in sorted(files)})

    def write(self, stem: Path) -> Path:
        """Write one file a frame into the folder `stem`."""
        stem.mkdir(parents=True, exist_ok=True)
        for name, item in self.items.items():
            item.write(stem / name)
        return stem
