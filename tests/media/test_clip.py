from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from hwaryong.errors import BadInput
from hwaryong.media import ffmpeg
from hwaryong.media.audio import Audio
from hwaryong.media.clip import Clip


def grey(path: Path, frames: int = 10, rate: Fraction = Fraction(24), sound: Path | None = None) -> Clip:
    """A clip whose frame n is grey 20 + 8n."""
    pictures = (np.full((90, 160, 3), 20 + 8 * n, np.uint8) for n in range(frames))
    return Clip.encode(pictures, path, rate=rate, width_px=160, height_px=90, sound=sound)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(60)])
def test_what_is_written_is_what_is_read(tmp_path: Path, rate: Fraction) -> None:
    made = grey(tmp_path / "a.mp4", 13, rate)
    read = Clip.read(made.path)
    for clip in (made, read):
        assert (clip.rate, clip.frames, clip.width_px, clip.height_px) == (rate, 13, 160, 90)


def test_each_frame_is_found_by_its_number(tmp_path: Path) -> None:
    clip = grey(tmp_path / "a.mp4", 26)
    for number in (0, 1, 11, 12, 13, 25):  # around the key frames
        assert abs(int(clip.picture(number)[45, 80, 1]) - (20 + 8 * number)) <= 1
    assert [round(float(frame.mean())) for frame in clip.pictures(24)] == [212, 220]


@pytest.mark.parametrize(("first", "frames"), [(10, 1), (-1, 2), (5, 6), (0, 0)])
def test_frames_outside_are_refused(tmp_path: Path, first: int, frames: int) -> None:
    with pytest.raises(BadInput, match=r"are not in it \(it has 10\)"):
        grey(tmp_path / "a.mp4").pictures(first, frames)


def test_writing_copies_the_bytes(tmp_path: Path) -> None:
    clip = grey(tmp_path / "a.mp4")
    copy = clip.write(tmp_path / "sub.shot")
    assert copy.name == "sub.shot.mp4"
    assert copy.read_bytes() == clip.path.read_bytes()
    assert clip.write(tmp_path / "a") == clip.path


def test_sound_goes_along(tmp_path: Path) -> None:
    sound = Audio(np.zeros((20_000, 1), np.float32)).write(tmp_path / "s")
    clip = grey(tmp_path / "a.mp4", 10, sound=sound)
    assert [stream.kind for stream in ffmpeg.probe(clip.path).streams] == ["video", "audio"]
    assert Clip.read(clip.path).frames == 10


def test_a_rate_that_varies_is_refused(tmp_path: Path) -> None:
    pictures = (np.full((90, 160, 3), 20 + 8 * n, np.uint8) for n in range(12))
    video = (*ffmpeg.h264(crf=20, preset="ultrafast", keyframe_every=1, b_frames=0, threads=1),
             "-fps_mode", "passthrough", "-enc_time_base", "1/24")  # fmt: skip
    uneven = ("-bsf:v", "setts=pts=PTS+PTS*PTS/8:dts=PTS+PTS*PTS/8")
    ffmpeg.encode(
        pictures,
        tmp_path / "a.mp4",
        rate=Fraction(24),
        width_px=160,
        height_px=90,
        video=video,
        options=uneven,
    )
    with pytest.raises(BadInput, match="no constant rate"):
        Clip.read(tmp_path / "a.mp4")


def test_a_file_without_pictures_is_refused(tmp_path: Path) -> None:
    clip = grey(tmp_path / "a.mp4", sound=Audio(np.zeros((20_000, 1), np.float32)).write(tmp_path / "s"))
    with ffmpeg._running(
        ["-i", str(clip.path), "-map", "0:a", "-c", "copy", str(tmp_path / "b.mp4")], "", where=clip.path
    ):
        pass
    with pytest.raises(BadInput, match="holds 0 video streams, not one"):
        Clip.read(tmp_path / "b.mp4")


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001)])
def test_any_frame_is_found_without_those_before_it(tmp_path: Path, rate: Fraction) -> None:
    """Frames carry their number as eight bars, black or white."""
    bars = [[255 * (number >> bar & 1) for bar in range(8)] for number in range(130)]
    frames = (
        np.repeat(np.array([row], np.uint8), 12, axis=1)[..., None].repeat(32, 0).repeat(3, 2) for row in bars
    )
    clip = Clip.encode(frames, tmp_path / "numbered.mp4", rate=rate, width_px=96, height_px=32)
    for asked in (0, 1, 23, 24, 25, 64, 99, 128, 129):
        shown = clip.picture(asked)[16, 6::12, 0] > 127
        assert sum(int(bit) << bar for bar, bit in enumerate(shown)) == asked
