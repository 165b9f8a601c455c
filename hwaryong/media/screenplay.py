"""What a screenplay is made of, in whatever syntax it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ElementType = Literal[
    "scene_heading", "action", "character", "dialogue", "parenthetical", "lyrics", "transition",
    "centered", "section", "synopsis", "note", "boneyard", "page_break",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a screenplay.

    `text` is the element without the marks that tell its type; bold, italic and underlined words keep
    Fountain's marks (`hwaryong.media.emphasis`), notes and boneyards inside a line stay in it. `source` is
    its span [start, end) in characters of the text it was read from. `speaker` is the character's name
    without extensions such as (O.S.), for a character's cue and all that it says; both speeches of a dual
    dialogue are `dual`. `scene_number` is as printed ("12A"); `level` is the depth of a section, from 1.
    `revision` names the revision that last changed the element ("1", "Blue"). `confidence` is 0–1 where the
    element was inferred, from a PDF or from prose. `eighths` is the length of a heading's scene in eighths of
    a page where its file tells it. `alternatives` are what else it may be, likeliest first, and `why` what
    decided, where the element was inferred.
    """

    type: ElementType
    text: str
    source: tuple[int, int] = (0, 0)
    scene_number: str | None = None
    dual: bool = False
    speaker: str | None = None
    level: int = 0
    revision: str | None = None
    confidence: float = 1.0
    eighths: int | None = None
    alternatives: tuple[str, ...] = ()
    why: str = ""
