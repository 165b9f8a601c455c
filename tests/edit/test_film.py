from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import pytest

from hwaryong.edit.cut import cut
from hwaryong.edit.film import film
from hwaryong.errors import BadInput
from hwaryong.media import ffmpeg
from hwaryong.media.audio import Audio
from hwaryong.media.clip import Clip
from hwaryong.media.film import Film
from hwaryong.media.rate import rate_text
from hwaryong.media.subtitles import Cue, Subtitles
from hwaryong.media.timeline import Cut, Timeline

MakeClip = Callable[..., Clip]
CORNER = (slice(2, 12), slice(2, 30))


@pytest.fixture
def shots(make_clip: MakeClip) -> dict[str, Clip]:
    """Two clips: grey 40, 44 … 60 and grey 140, 144 … 168."""
    return {"sh010": make_clip("a", 40), "sh020": make_clip("b", 140, 8)}


def tone(frames: int, rate: Fraction = Fraction(24), extra: int = 0) -> Audio:
    length = round(frames * 48000 / rate) + extra
    return Audio(0.3 * np.sin(np.arange(length) * 0.05).astype(np.float32))


def words(end_ms: int = 400) -> Subtitles:
    return Subtitles((Cue(0, 200, "눈을 그리다"), Cue(250, end_ms, "날아가다")))


def whole(shots: dict[str, Clip]) -> Timeline:
    """The cut that shows all of every shot."""
    rate = rate_text(next(iter(shots.values())).rate)
    return cut(shots, lengths={name: shot.frames for name, shot in shots.items()}, rate=rate, title="")


def make(shots: dict[str, Clip], **given: Any) -> Film:
    media: dict[str, Any] = {
        "cut": given.get("cut") or whole(shots),
        "shots": shots,
        "mixes": {},
        "subtitles": {},
    }
    settings: dict[str, Any] = {"draft": False, "title": "화룡점정"}
    media |= {name: value for name, value in given.items() if name in media}
    settings |= {name: value for name, value in given.items() if name not in media}
    return film(*media.values(), **settings)


def samples(film: Film, track: int) -> int:
    """The length of a sound track as a player decodes it."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", film.path, "-map", f"0:a:{track}"]
    data = subprocess.run([*command, "-ac", "1", "-f", "s16le", "-"], check=True, capture_output=True).stdout
    return len(data) // 2


def greys(film: Film) -> list[int]:
    return [int(frame[60, 100, 1]) for frame in film.pictures()]


def test_every_frame_of_the_cut_is_in_the_film_in_order(shots: dict[str, Clip]) -> None:
    made = make(shots)
    wanted = [*range(40, 64, 4), *range(140, 172, 4)]
    assert made.frames == Film.read(made.path).frames == 14
    assert greys(made) == pytest.approx(wanted, abs=2)


def test_streams_languages_and_tags_are_as_asked(shots: dict[str, Clip]) -> None:
    made = make(
        shots,
        mixes={"en": tone(14), "ko": tone(14)},
        subtitles={"en": words(), "ko": words()},
        first_language="ko",
    )
    probe = ffmpeg.probe(made.path)
    assert [(stream.kind, stream.codec, stream.language) for stream in probe.streams] == [
        ("video", "h264", "und"), ("audio", "aac", "kor"), ("audio", "aac", "eng"),
        ("subtitle", "mov_text", "kor"), ("subtitle", "mov_text", "eng"),
    ]  # fmt: skip
    assert probe.tags["title"] == "화룡점정"
    read = Film.read(made.path)
    for seen in (made, read):
        assert (seen.sound, seen.subtitles, seen.title, seen.draft) == (("ko", "en"),) * 2 + (
            "화룡점정",
            False,
        )
    told = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-i", made.path], capture_output=True, check=False
    ).stderr.decode()
    assert "yuv420p(tv, bt709" in told
    assert [line.count("(default)") for line in told.splitlines() if " Audio: " in line] == [1, 0]
    assert "48000 Hz" in told


def test_the_index_comes_first(shots: dict[str, Clip]) -> None:
    data = make(shots, mixes={"ko": tone(14)}).path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("rate", ["24/1", "24000/1001", "25/1"])
@pytest.mark.parametrize("extra", [0, -700, 700])
def test_sound_is_as_long_as_the_pictures_to_the_sample(make_clip: MakeClip, rate: str, extra: int) -> None:
    made = make({"a": make_clip("a", rate=rate, frames=13)}, mixes={"ko": tone(13, Fraction(rate), extra)})
    assert samples(made, 0) == round(13 * 48000 / Fraction(rate))


def test_subtitles_arrive_at_their_times(shots: dict[str, Clip], tmp_path: Path) -> None:
    made = make(shots, subtitles={"ko": words(5000)})
    out = tmp_path / "out.srt"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", made.path, "-map", "0:s:0", out]
    subprocess.run(command, check=True)
    cues = Subtitles.read(out).cues
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in cues] == [
        (0, 200, "눈을 그리다"),
        (250, 583, "날아가다"),  # not beyond the film's end
    ]


def test_a_draft_says_so_on_every_frame_and_in_its_tags(shots: dict[str, Clip]) -> None:
    draft, final = make(shots, draft=True), make(shots)
    for marked, clean in zip(draft.pictures(), final.pictures(), strict=True):
        assert marked[CORNER].min() < 40
        assert marked[CORNER].max() > 200
        assert np.ptp(clean[CORNER]) < 8
        assert np.abs(marked[60:, 100:].astype(int) - clean[60:, 100:]).max() <= 4
    assert Film.read(draft.path).draft
    tags = ffmpeg.probe(draft.path).tags
    assert tags["comment"] == tags["description"] == "DRAFT, not approved for release"
    assert b"DRAFT" not in final.path.read_bytes()


def test_fades_touch_the_first_and_last_frames_only(shots: dict[str, Clip]) -> None:
    values = greys(make(shots, fade_in=2, fade_out=3))
    plain = greys(make(shots))
    assert values[2:11] == pytest.approx(plain[2:11], abs=2)
    for number, light in ((0, 1 / 3), (1, 2 / 3), (11, 3 / 4), (12, 2 / 4), (13, 1 / 4)):
        assert values[number] == pytest.approx(plain[number] * light, abs=3)


def test_gaps_are_black_and_cuts_begin_within_shots(shots: dict[str, Clip]) -> None:
    cuts = (Cut("sh020", 5, 2), Cut("", 0, 3), Cut("sh010", 1, 1))
    made = make(shots, cut=Timeline.of(cuts, rate=Fraction(24), title=""))
    assert greys(made) == pytest.approx([160, 164, 0, 0, 0, 44], abs=2)


def test_the_same_film_has_the_same_bytes(shots: dict[str, Clip]) -> None:
    given: dict[str, Any] = {
        "mixes": {"en": tone(14), "ko": tone(14)},
        "subtitles": {"en": words(), "ko": words()},
    }
    first, *others = (make(shots, draft=True, **given).path.read_bytes() for _ in range(4))
    assert all(other == first for other in others)


def test_another_take_than_was_cut_is_flagged(shots: dict[str, Clip], make_clip: MakeClip) -> None:
    timeline = whole(shots)
    newer = {**shots, "sh020": make_clip("c", 90, 8)}
    assert film(timeline, newer, {}, {}, draft=True).flags == ("shot sh020 is not the take that was cut",)
    assert make(shots).flags == ()


def test_empty_subtitles_are_left_out_and_flagged(shots: dict[str, Clip]) -> None:
    made = make(shots, subtitles={"ko": words(), "en": Subtitles(())})
    assert Film.read(made.path).subtitles == made.subtitles == ("ko",)
    assert made.flags == ("the subtitles (en) are empty and were left out",)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (None, "the cut names shot sh020, which has no clip"),
        ({"rate": "25/1", "frames": 8}, "shot sh020 runs at 25 frames a second, the cut at 24"),
        ({"frames": 6}, "the cut asks for frame 7 of shot sh020, which has 6"),
        ({"frames": 8, "size": (128, 72)}, "shot sh010 is 160×90 px, shot sh020 128×72 px"),
    ],
)
def test_clips_that_do_not_fit_the_cut_are_refused(
    shots: dict[str, Clip], make_clip: MakeClip, other: dict[str, Any] | None, says: str
) -> None:
    timeline, given = whole(shots), {"sh010": shots["sh010"]}
    if other:
        given["sh020"] = make_clip("other", **other)
    with pytest.raises(BadInput, match=says):
        make(given, cut=timeline)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"mixes": {"ko": tone(12)}}, r"the mix \(ko\) has 24000 samples, the pictures need 28000"),
        ({"mixes": {"xx": tone(14)}}, "the language 'xx' is not known"),
        (
            {"subtitles": {"ko": Subtitles((Cue(600, 900, "늦다"),))}},
            r"a subtitle \(ko\) starts at 600 ms, the film ends at 583 ms",
        ),
    ],
)
def test_tracks_that_do_not_fit_the_film_are_refused(
    shots: dict[str, Clip], given: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        make(shots, **given)


def test_a_clip_that_is_broken_stops_the_film_with_one_sentence(shots: dict[str, Clip]) -> None:
    timeline = whole(shots)
    path = shots["sh020"].path
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(BadInput, match=r"b\.mp4: the video (cannot be read|ends at frame)"):
        film(timeline, {**shots, "sh020": replace(shots["sh020"])}, {}, {}, draft=True)
