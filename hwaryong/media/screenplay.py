"""What a screenplay is made of, in whatever syntax it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ElementType = Literal[
    "scene_heading", "action", "character", "dialogue", "parenthetical", "lyrics", "transition",
    "centered", "section", "synopsis", "note", "boneyard", "page_break",
]  # fmt: skip


@dataclass(frozen=True)
class Element:
    """One element of a screenplay.

    `text` is the element without its Fountain marks, `source` its span [start, end) in characters of the
    script's text. `speaker` is the character's name without extensions such as (O.S.), for a character's
    cue and all that it says; `level` is the depth of a section.
    """

    type: ElementType
    text: str
    source: tuple[int, int] = (0, 0)
    scene_number: str | None = None
    dual: bool = False
    speaker: str | None = None
    level: int = 0
