"""Mouths: which mouth shape is seen when, in Rhubarb Lip Sync's JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.document import read_document
from hwaryong.media.text import write_plain

SHAPES = "ABCDEFGHX"
"""Rhubarb's mouth shapes: A closed (p b m), B teeth (s t k), C open (e), D wide open (a), E rounded (o),
F puckered (u w), G lip under teeth (f v), H tongue up (l), X at rest."""


@dataclass(frozen=True)
class Span:
    """A stretch of sound [start, end) in hundredths of a second, the precision that Rhubarb writes.

    `value` is a mouth shape, a phone in IPA, or a word.
    """

    start_cs: int
    end_cs: int
    value: str


class _Cue(BaseModel):
    model_config = ConfigDict(extra="allow")
    start: float = Field(ge=0, le=36000)
    end: float = Field(ge=0, le=36000)
    value: str = Field(pattern=f"^[{SHAPES}]$")


class _Phone(BaseModel):
    start: float = Field(ge=0, le=36000)
    end: float = Field(ge=0, le=36000)
    ipa: str = Field(max_length=64)


class _Word(BaseModel):
    start: float = Field(ge=0, le=36000)
    end: float = Field(ge=0, le=36000)
    text: str = Field(max_length=256)


class _MetaData(BaseModel):
    model_config = ConfigDict(extra="allow")
    duration: float = Field(ge=0, le=36000)


class _File(BaseModel):
    model_config = ConfigDict(extra="allow")
    metadata: _MetaData
    mouthCues: list[_Cue]
    phones: list[_Phone] = []
    words: list[_Word] = []
    aligned: bool = True


@dataclass
class Mouths(Media):
    """Mouth cues without gaps from 0 to `duration_cs`, and the phones and words that they come from.

    `aligned` is false where text and sound did not fit together; the mouth then stays closed.
    """

    kind: ClassVar[str] = "mouths"

    duration_cs: int
    cues: tuple[Span, ...]
    phones: tuple[Span, ...] = ()
    words: tuple[Span, ...] = ()
    aligned: bool = True

    def at(self, frame: int, rate: Fraction) -> str:
        """The shape seen on a film frame counted from the line's first, judged at the frame's middle.

        Before the first and after the last cue the mouth is at rest (X).
        """
        middle_cs = Fraction(2 * frame + 1, 2) / rate * 100
        return next((cue.value for cue in self.cues if cue.start_cs <= middle_cs < cue.end_cs), "X")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read Rhubarb's JSON, with or without phones and words; raises BadInput that names the field."""
        file = read_document(
            path,
            _File,
            "these are no mouth cues",
            mend="write them with Rhubarb's JSON exporter or with `hwaryong lips`",
        )
        cues = tuple(Span(_cs(cue.start), _cs(cue.end), cue.value) for cue in file.mouthCues)
        end_cs = 0
        for index, cue in enumerate(cues):
            if not end_cs <= cue.start_cs < cue.end_cs:
                raise BadInput(
                    f"mouth cue {index} ({cue.value}) overlaps the one before or ends before it starts",
                    where=path,
                    mend="put the cues in order",
                )
            end_cs = cue.end_cs
        return cls(
            _cs(file.metadata.duration),
            cues,
            tuple(Span(_cs(phone.start), _cs(phone.end), phone.ipa) for phone in file.phones),
            tuple(Span(_cs(word.start), _cs(word.end), word.text) for word in file.words),
            file.aligned,
        )

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json: Rhubarb's fields, then phones, words and aligned."""
        value = {
            "metadata": {"soundFile": stem.name + ".wav", "duration": self.duration_cs / 100},
            "mouthCues": _spans(self.cues, "value"),
            "phones": _spans(self.phones, "ipa"),
            "words": _spans(self.words, "text"),
            "aligned": self.aligned,
        }
        return write_plain(stem, ".json", json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _cs(seconds: float) -> int:
    return round(seconds * 100)


def _spans(spans: tuple[Span, ...], name: str) -> list[dict[str, Any]]:
    return [{"start": span.start_cs / 100, "end": span.end_cs / 100, name: span.value} for span in spans]


__all__ = ["SHAPES", "Mouths", "Span"]
