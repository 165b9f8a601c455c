"""The cut: shots in the order of their numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from fractions import Fraction

from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.clip import Clip
from hwaryong.media.rate import Rate
from hwaryong.media.timeline import Cut, Timeline
from hwaryong.tool import tool


@tool("edit.cut", version=1, libraries=("opentimelineio",))
def cut(
    shots: Mapping[str, Clip],
    *,
    lengths: dict[str, int],
    rate: Rate,
    title: str = Field("", max_length=500),
) -> Timeline:
    """Put the shots one after the other, by name, each from its first frame for its length in frames.

    Raises BadInput where a shot has no clip or no length, is too short, or runs at another rate.
    """
    if not shots:
        raise BadInput("there are no shots to cut")
    cuts = []
    for name in sorted(shots.keys() | lengths.keys()):
        if name not in shots or name not in lengths:
            raise BadInput(f"shot {name} has no {'length' if name in shots else 'clip'}")
        clip, frames = shots[name], lengths[name]
        if clip.rate != Fraction(rate):
            raise BadInput(f"shot {name} runs at {clip.rate} frames a second, the film at {Fraction(rate)}")
        if not 1 <= frames <= clip.frames:
            raise BadInput(f"shot {name} has {clip.frames} frames, {frames} are asked")
        cuts.append(Cut(name, 0, frames, take(clip)))
    return Timeline.of(cuts, rate=Fraction(rate), title=title)


def take(clip: Clip) -> str:
    """The digest by which the record knows a clip: SHA-256 of the file, in hex."""
    with clip.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
