"""The cut: which frames of which shot follow each other, as an OpenTimelineIO timeline."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import ClassVar, Self

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text
from hwaryong.media.rate import exact_rate, rate_text

SCHEMA = "hwaryong.timeline/1"
HOUSE = "hwaryong"
MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Cut:
    """`frames` frames of `shot`, beginning with its frame `first`; without a shot, as much black.

    `take` is the SHA-256 (hex) of the clip that was cut, empty where the timeline came from outside.
    """

    shot: str
    first: int
    frames: int
    take: str = ""


@dataclass(eq=False)
class Timeline(Media):
    """`cuts` one after the other at `rate` frames a second.

    `source` is the OpenTimelineIO object; what other programs wrote into it survives a round trip.
    """

    kind: ClassVar[str] = "timeline"
    title: str
    rate: Fraction
    cuts: tuple[Cut, ...]
    source: otio.schema.Timeline = field(repr=False)

    @property
    def frames(self) -> int:
        """The length in frames."""
        return sum(cut.frames for cut in self.cuts)

    @classmethod
    def of(cls, cuts: Sequence[Cut], *, rate: Fraction, title: str) -> Self:
        """Put cuts one after the other on one video track; raises BadInput where there are none."""
        if not cuts or any(cut.frames < 1 or cut.first < 0 for cut in cuts):
            raise BadInput("a timeline needs at least one cut, and each cut at least one frame")
        track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
        track.extend([_item(cut, rate) for cut in cuts])
        stamp = {"schema": SCHEMA, "rate": rate_text(rate)}
        source = otio.schema.Timeline(title, metadata={HOUSE: stamp})
        source.global_start_time = RationalTime(0, float(rate))
        source.tracks.append(track)
        return cls(title, rate, tuple(cuts), source)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read an .otio file with one picture track of straight cuts; raises BadInput for anything else.

        Source time is counted from the start of the available media, so a camera's timecode moves nothing.
        """
        text = read_text(path, MAX_BYTES)
        try:
            json.loads(text)  # refuses what would overflow OpenTimelineIO's own recursive reader
            source = otio.core.deserialize_json_from_string(text)
        except (ValueError, KeyError, RecursionError, otio.exceptions.OTIOError) as error:
            why = " ".join(str(error).split())[:200]
            raise BadInput(f"this is no OpenTimelineIO file ({why})", where=path) from None
        if not isinstance(source, otio.schema.Timeline):
            raise BadInput("the file holds no timeline", where=path, mend="export the whole timeline")
        try:
            rate, cuts = _cuts(source)
        except BadInput as error:
            raise BadInput(error.what, where=path, mend=error.mend) from None
        return cls(source.name or "", rate, cuts, source)

    def write(self, stem: Path) -> Path:
        """Write `stem`.otio."""
        path = stem.with_name(stem.name + ".otio")
        path.write_text(self.source.to_json_string(indent=2) + "\n", encoding="utf-8")
        return path


def _item(cut: Cut, rate: Fraction) -> otio.core.Item:
    span = _span(cut.first, cut.frames, rate)
    if not cut.shot:
        return otio.schema.Gap(source_range=span)
    return otio.schema.Clip(
        cut.shot,
        media_reference=otio.schema.ExternalReference(
            target_url=f"{cut.shot}.mp4", available_range=_span(0, cut.first + cut.frames, rate)
        ),
        source_range=span,
        metadata={HOUSE: {"shot": cut.shot, "take": cut.take}},
    )


def _span(first: int, frames: int, rate: Fraction) -> TimeRange:
    return TimeRange(RationalTime(first, float(rate)), RationalTime(frames, float(rate)))


def _cuts(source: otio.schema.Timeline) -> tuple[Fraction, tuple[Cut, ...]]:
    tracks = [track for track in source.video_tracks() if track.enabled and len(track)]
    if len(tracks) != 1:
        raise BadInput(f"the timeline has {len(tracks)} picture tracks", mend="flatten it to one")
    items = list(_ranges(tracks[0]))
    rates = sorted({span.duration.rate for _, _, span in items})
    if not items:
        raise BadInput("the timeline is empty")
    if len(rates) > 1:
        raise BadInput(
            f"the timeline mixes the rates {rates[0]:g} and {rates[1]:g}", mend="conform it to one"
        )
    return exact_rate(rates[0]), tuple(_cut(*item) for item in items)


def _ranges(track: otio.schema.Track) -> Iterator[tuple[otio.core.Item, int, TimeRange]]:
    """Each item, its place on the track from 1, and its range counted from the start of its media."""
    for place, item in enumerate(track, 1):
        if not isinstance(item, otio.schema.Clip | otio.schema.Gap):
            raise BadInput(
                f"item {place} is a {type(item).__name__}, only straight cuts are known", mend="flatten it"
            )
        if item.effects:
            raise BadInput(f"item {place} ({item.name}) has an effect", mend="render it into the shot")
        try:
            span = item.trimmed_range()
        except (otio.exceptions.OTIOError, ValueError):
            raise BadInput(f"item {place} ({item.name}) has no length") from None
        reference = item.media_reference if isinstance(item, otio.schema.Clip) else None
        if reference is not None and reference.available_range is not None:
            span = TimeRange(span.start_time - reference.available_range.start_time, span.duration)
        yield item, place, span


def _cut(item: otio.core.Item, place: int, span: TimeRange) -> Cut:
    first, frames = (_whole(time, place) for time in (span.start_time, span.duration))
    if frames < 1 or first < 0:
        raise BadInput(f"item {place} ({item.name}) asks for {frames} frames from frame {first} on")
    if isinstance(item, otio.schema.Gap) or not item.enabled:
        return Cut("", 0, frames)
    ours = item.metadata.get(HOUSE, {})
    return Cut(item.name, first, frames, str(ours.get("take", "")) if isinstance(ours, Mapping) else "")


def _whole(time: RationalTime, place: int) -> int:
    if not math.isfinite(time.value) or abs(time.value - round(time.value)) > 1e-6:
        raise BadInput(
            f"item {place} begins or ends within a frame ({time.value:g})", mend="move it to a frame"
        )
    whole: int = round(time.value)
    return whole
