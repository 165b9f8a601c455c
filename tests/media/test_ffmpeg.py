from __future__ import annotations

import os
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import psutil
import pytest

from hwaryong.errors import BadInput
from hwaryong.media import ffmpeg
from hwaryong.media.ffmpeg import Frame

RATE = Fraction(24000, 1001)
QUICK = ffmpeg.h264(crf=6, preset="ultrafast", keyframe_every=12, b_frames=0, threads=1)


def ramp(frames: int, width: int = 96, height: int = 54) -> Iterator[Frame]:
    """A gradient that turns and brightens: no two frames are alike."""
    y, x = np.mgrid[:height, :width]
    for n in range(frames):
        yield np.stack([x * 2, y * 3, (x + 4 * n) % 256], axis=-1).astype(np.uint8)


def written(path: Path, frames: int = 8, video: tuple[str, ...] = QUICK) -> Path:
    count = ffmpeg.encode(ramp(frames), path, rate=RATE, width_px=96, height_px=54, video=video)
    assert count == frames
    return path


def test_a_file_tells_its_exact_rate_size_and_number_of_frames(tmp_path: Path) -> None:
    (video,) = ffmpeg.probe(written(tmp_path / "a.mp4", 11)).streams
    assert video == ffmpeg.Stream("video", "h264", 11, 96, 54, RATE, "und")


def test_b_frames_do_not_hide_the_rate_or_change_the_count(tmp_path: Path) -> None:
    video = ffmpeg.h264(crf=18, preset="medium", keyframe_every=48, b_frames=3, threads=1)
    (stream,) = ffmpeg.probe(written(tmp_path / "a.mp4", 30, video)).streams
    assert (stream.packets, stream.rate) == (30, RATE)
    assert len(list(ffmpeg.decode(tmp_path / "a.mp4", width_px=96, height_px=54, frames=30))) == 30


def test_one_frame_has_a_rate_too(tmp_path: Path) -> None:
    (stream,) = ffmpeg.probe(written(tmp_path / "a.mp4", 1)).streams
    assert (stream.packets, stream.rate) == (1, RATE)


def test_frames_come_back_by_number_and_nearly_unchanged(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp4", 8)
    sent = list(ramp(8))
    for first, got in enumerate(ffmpeg.decode(path, width_px=96, height_px=54, first=3, frames=4), 3):
        errors = [np.abs(got.astype(int) - frame).mean() for frame in sent]
        assert int(np.argmin(errors)) == first
        assert errors[first] < 4  # colour is kept at half the size


def test_colours_go_there_and_back_by_bt709(tmp_path: Path) -> None:
    colours = np.array([(200, 30, 30), (30, 200, 30), (30, 30, 200), (255, 255, 255), (0, 0, 0)], np.uint8)
    frame = np.repeat(np.repeat(colours[None], 32, 1), 32, 0).reshape(32, 160, 3)
    path = tmp_path / "a.mp4"
    ffmpeg.encode([frame], path, rate=RATE, width_px=160, height_px=32, video=QUICK)
    (got,) = ffmpeg.decode(path, width_px=160, height_px=32, frames=1)
    assert np.abs(got[16, 16::32].astype(int) - colours).max() <= 3
    (planes,) = ffmpeg.decode(path, width_px=160, height_px=32, frames=1, pixels="yuv420p")
    red = np.array([200, 30, 30]) @ [0.2126, 0.7152, 0.0722] * 219 / 255 + 16  # BT.709, limited range
    assert abs(int(planes[16, 16]) - red) <= 2


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    video = ffmpeg.h264(crf=18, preset="veryfast", keyframe_every=48, b_frames=2, threads=2)
    first, second = (written(tmp_path / name, 40, video).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert first == second


def test_the_index_comes_before_the_pictures(tmp_path: Path) -> None:
    data = written(tmp_path / "a.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.02])
def test_a_truncated_file_is_refused_in_one_sentence(tmp_path: Path, kept: float) -> None:
    path = written(tmp_path / "a.mp4", 24)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(BadInput, match=r"a\.mp4: the video cannot be read \(.+\); make the file again\.$"):
        ffmpeg.probe(path)


@pytest.mark.parametrize("data", [b"", b"#EXTM3U\nfile:///etc/hostname\n", b"ffconcat version 1.0\nfile x\n"])
def test_what_is_no_mp4_is_refused_whatever_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    with pytest.raises(BadInput, match="the video cannot be read"):
        ffmpeg.probe(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.mp4: the file is missing"):
        ffmpeg.probe(tmp_path / "gone.mp4")


def test_names_that_look_like_options_or_protocols_are_names(tmp_path: Path) -> None:
    for name in ("-i.mp4", "concat:a|b.mp4", "용 눈.mp4", "%03d.mp4"):
        assert len(ffmpeg.probe(written(tmp_path / name, 2)).streams) == 1


def test_asking_for_frames_that_are_not_there_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp4", 4)
    with pytest.raises(BadInput, match="the video ends at frame 4, frame 5 is asked"):
        list(ffmpeg.decode(path, width_px=96, height_px=54, first=2, frames=4))


@pytest.mark.parametrize(
    ("frames", "size", "says"),
    [
        ([], (96, 54), "at least one frame"),
        ([np.zeros((54, 96, 3), np.uint8), np.zeros((54, 95, 3), np.uint8)], (96, 54), "frame 1 is"),
        ([np.zeros((53, 96, 3), np.uint8)], (96, 53), "96×53 px cannot be encoded"),
    ],
)
def test_frames_that_make_no_video_leave_no_file(
    tmp_path: Path, frames: list[Frame], size: tuple[int, int], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        ffmpeg.encode(frames, tmp_path / "a.mp4", rate=RATE, width_px=size[0], height_px=size[1], video=QUICK)
    assert os.listdir(tmp_path) == []


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"the video cannot be encoded \(.*No such file"):
        written(tmp_path / "no" / "a.mp4", 200)


def test_it_dies_when_its_frames_fail_or_nobody_reads_on(tmp_path: Path) -> None:
    def failing() -> Iterator[Frame]:
        yield from ramp(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ffmpeg.encode(failing(), tmp_path / "a.mp4", rate=RATE, width_px=96, height_px=54, video=QUICK)
    reading = ffmpeg.decode(written(tmp_path / "b.mp4", 90), width_px=96, height_px=54, frames=90)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert [child for child in psutil.Process().children() if "ffmpeg" in child.name()] == []
    assert [path.name for path in tmp_path.iterdir()] == ["b.mp4"]


def test_it_is_stopped_when_it_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "LIMIT_S", 0.2)

    def slow() -> Iterator[Frame]:
        for frame in ramp(100):
            time.sleep(0.02)
            yield frame

    with pytest.raises(BadInput, match="took more than 0 s"):
        ffmpeg.encode(slow(), tmp_path / "a.mp4", rate=RATE, width_px=96, height_px=54, video=QUICK)
    assert [child for child in psutil.Process().children() if "ffmpeg" in child.name()] == []
