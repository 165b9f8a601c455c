"""What the story desk needs to know of a language to find out who speaks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Tag:
    """Who says it and how: `text[start:end]` of the narration is used up by the tag.

    `name` is the name as a cue, or "" where a pronoun stands; `how` is what the tag says beyond that.
    """

    name: str
    how: str
    start: int
    end: int


class Grammar(Protocol):
    """Rules of one language; english.py and korean.py keep this protocol as modules."""

    UNKNOWN: str
    """The words of the note that stands for an unknown speaker."""

    ROLES: Collection[str]
    """Names that speak in colon form without standing anywhere else (narrator …)."""

    def before(self, text: str, cast: Collection[str]) -> Tag | None:
        """The tag at the end of the narration before a quotation."""

    def after(self, text: str, quoted: str, before: str, cast: Collection[str]) -> Tag | None:
        """The tag at the beginning of the narration after a quotation; `before` may hold its subject."""

    def subject(self, sentence: str, cast: Collection[str]) -> str | None:
        """The character of the cast who is the subject of a sentence."""

    def mentions(self, text: str, cast: Collection[str]) -> set[str]:
        """The characters of the cast who are named in a text."""

    def cue(self, phrase: str) -> str:
        """A noun phrase as a character's cue."""

    def heading(self, text: str) -> str:
        """The words of a scene heading as Fountain: INT. or EXT. where the words say so, place - time."""

    def is_name(self, phrase: str) -> bool:
        """Whether a phrase before a colon can be a character's name."""


__all__ = ["Grammar", "Tag"]
