from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.rate import exact_rate
from hwaryong.media.timeline import Cut, Timeline

RATE = Fraction(24000, 1001)
CUTS = (Cut("sq010/sh010", 0, 48, "ab" * 32), Cut("", 0, 12), Cut("sq010/sh020", 5, 30, "cd" * 32))


def made(tmp_path: Path, rate: Fraction = RATE) -> Path:
    return Timeline.of(CUTS, rate=rate, title="화룡점정").write(tmp_path / "cut")


@pytest.mark.parametrize("rate", [RATE, Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(25, 2)])
def test_a_cut_comes_back_exactly(tmp_path: Path, rate: Fraction) -> None:
    read = Timeline.read(made(tmp_path, rate))
    assert (read.title, read.rate, read.cuts, read.frames) == ("화룡점정", rate, CUTS, 90)
    again = read.write(tmp_path / "again")
    assert again.read_bytes() == (tmp_path / "cut.otio").read_bytes()


def test_it_is_opentimelineio_with_names_and_takes(tmp_path: Path) -> None:
    timeline = otio.adapters.read_from_file(str(made(tmp_path)))
    first, gap, last = timeline.video_tracks()[0]
    assert (first.name, dict(first.metadata["hwaryong"])) == (
        "sq010/sh010",
        {"shot": "sq010/sh010", "take": "ab" * 32},
    )
    assert isinstance(gap, otio.schema.Gap)
    assert last.source_range == otio.opentime.range_from_start_end_time(
        otio.opentime.RationalTime(5, float(RATE)), otio.opentime.RationalTime(35, float(RATE))
    )
    assert timeline.metadata["hwaryong"]["rate"] == "24000/1001"


@given(st.integers(6, 240), st.booleans())
def test_rounded_rates_find_their_fraction(whole: int, ntsc: bool) -> None:
    rate = Fraction(whole * 1000, 1001) if ntsc else Fraction(whole)
    assert exact_rate(float(rate)) == rate
    assert exact_rate(round(float(rate), 3)) == rate


def edited(path: Path, change: Any) -> Path:
    """The timeline after another program's work on it."""
    timeline = otio.adapters.read_from_file(str(path))
    change(timeline, timeline.video_tracks()[0])
    path.write_text(timeline.to_json_string(), encoding="utf-8")
    return path


def test_source_timecode_moves_nothing(tmp_path: Path) -> None:
    def shift(_: Any, track: Any) -> None:
        hour = otio.opentime.RationalTime(86_400, float(RATE))
        for clip in track.find_clips():
            for span in ("available_range",):
                old = getattr(clip.media_reference, span)
                setattr(
                    clip.media_reference, span, otio.opentime.TimeRange(old.start_time + hour, old.duration)
                )
            clip.source_range = otio.opentime.TimeRange(
                clip.source_range.start_time + hour, clip.source_range.duration
            )

    assert Timeline.read(edited(made(tmp_path), shift)).cuts == CUTS


def test_what_others_wrote_survives(tmp_path: Path) -> None:
    def note(timeline: Any, track: Any) -> None:
        timeline.metadata["nle"] = {"bin": 3}
        track[0].markers.append(otio.schema.Marker("look here"))

    written = Timeline.read(edited(made(tmp_path), note)).write(tmp_path / "again").read_text("utf-8")
    assert '"bin": 3' in written
    assert "look here" in written


def test_a_disabled_clip_is_black(tmp_path: Path) -> None:
    def disable(_: Any, track: Any) -> None:
        track[0].enabled = False

    assert Timeline.read(edited(made(tmp_path), disable)).cuts[0] == Cut("", 0, 48)


def _transition(_: Any, track: Any) -> None:
    time = otio.opentime.RationalTime(4, float(RATE))
    track.insert(1, otio.schema.Transition("SMPTE_Dissolve", in_offset=time, out_offset=time))


def _retime(_: Any, track: Any) -> None:
    track[0].effects.append(otio.schema.LinearTimeWarp(time_scalar=2.0))


def _second_track(timeline: Any, track: Any) -> None:
    timeline.tracks.append(track.deepcopy())


def _other_rate(_: Any, track: Any) -> None:
    track[0].source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(0, 25), otio.opentime.RationalTime(48, 25)
    )


def _half_a_frame(_: Any, track: Any) -> None:
    track[2].source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(5.5, float(RATE)), otio.opentime.RationalTime(30, float(RATE))
    )


def _backwards(_: Any, track: Any) -> None:
    track[2].source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(-5, float(RATE)), otio.opentime.RationalTime(30, float(RATE))
    )


def _no_length(_: Any, track: Any) -> None:
    track[2].source_range, track[2].media_reference = None, otio.schema.MissingReference()


def _empty(_: Any, track: Any) -> None:
    del track[:]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_transition, "item 2 is a Transition, only straight cuts are known"),
        (_retime, r"item 1 \(sq010/sh010\) has an effect"),
        (_second_track, "has 2 picture tracks"),
        (_other_rate, "mixes the rates 23.976 and 25"),
        (_half_a_frame, r"item 3 begins or ends within a frame \(5.5\)"),
        (_backwards, "asks for 30 frames from frame -5 on"),
        (_no_length, r"item 3 \(sq010/sh020\) has no length"),
        (_empty, "has 0 picture tracks"),
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path: Path, change: Any, says: str) -> None:
    with pytest.raises(BadInput, match=rf"cut\.otio: .*{says}"):
        Timeline.read(edited(made(tmp_path), change))


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", "null", '{"OTIO_SCHEMA":"Clip.2"}', '{"OTIO_SCHEMA":"Foo.1"}', "[" * 100_000, "\x00"],
)
def test_what_is_no_timeline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cut.otio"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"cut\.otio: "):
        Timeline.read(path)


def test_strange_metadata_and_rates_do_no_harm(tmp_path: Path) -> None:
    text = made(tmp_path).read_text("utf-8")
    value = json.loads(text)
    value["tracks"]["children"][0]["children"][0]["metadata"]["hwaryong"] = "not a table"
    (tmp_path / "a.otio").write_text(json.dumps(value), encoding="utf-8")
    assert Timeline.read(tmp_path / "a.otio").cuts[0].take == ""
    (tmp_path / "b.otio").write_text(text.replace(f"{float(RATE)!r}", "0.0"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"no film's rate|no length|within a frame"):
        Timeline.read(tmp_path / "b.otio")


@pytest.mark.parametrize("cuts", [(), (Cut("a", 0, 0),), (Cut("a", -1, 5),)])
def test_a_cut_without_frames_is_refused(cuts: tuple[Cut, ...]) -> None:
    with pytest.raises(BadInput, match="at least one"):
        Timeline.of(cuts, rate=RATE, title="")
