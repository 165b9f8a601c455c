from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.audio import Audio
from hwaryong.media.text import Text
from hwaryong.voice.loudness import limited, loudness_lufs, true_peak_dbtp
from hwaryong.voice.mix import mix
from hwaryong.voice.speak import speak


@pytest.fixture(scope="module")
def lines() -> dict[str, Audio]:
    texts = {
        "001": ("en", "If I dot them, they will fly away."),
        "002": ("ko", "눈을 그리면 날아가 버린다네."),
    }
    return {number: speak(Text(text), lang=lang) for number, (lang, text) in texts.items()}


def measured_by_ffmpeg(sound: Audio, folder: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP by another implementation of BS.1770."""
    path = sound.write(folder / "mix")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(path)]
    command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split("Summary:")[1]
    loudness, peak = re.search(r"I:\s+(-?[\d.]+) LUFS", text), re.search(r"Peak:\s+(-?[\d.]+) dBFS", text)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


@pytest.mark.parametrize("bed", ["none", "wind"])
def test_loudness_and_peak_by_two_meters(lines: dict[str, Audio], tmp_path: Path, bed: str) -> None:
    sound = mix(lines, starts={"001": 24, "002": 96}, frames=240, rate="24/1", bed=bed)
    assert sound.flags == ()
    assert abs(loudness_lufs(sound.samples) + 23) < 0.1
    loudness, peak = measured_by_ffmpeg(sound, tmp_path)
    assert abs(loudness + 23) <= 0.5
    assert peak <= -1


def test_peaks_are_limited_and_the_loudness_stays(lines: dict[str, Audio], tmp_path: Path) -> None:
    """Clicks far above quiet speech would pass full scale at -23 LUFS."""
    quiet = lines["001"].samples * 0.05
    quiet[:: 48000 // 3] = 0.9
    sound = mix({"001": Audio(quiet)}, starts={"001": 0}, frames=72, rate="24/1")
    loudness, peak = measured_by_ffmpeg(sound, tmp_path)
    assert peak <= -1
    assert abs(loudness + 23) <= 0.5 or sound.flags


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_limiter_holds_the_true_peak(seed: int) -> None:
    random = np.random.default_rng(seed)
    sound = (random.standard_normal((4800, 2)) * random.uniform(0.5, 4)).astype(np.float32)
    assert true_peak_dbtp(limited(sound)) <= -1


def test_lines_begin_at_the_first_sample_of_their_frame() -> None:
    click = np.zeros((9600, 1), dtype=np.float32)
    click[4800:4810] = 0.5
    for rate in ("24/1", "24000/1001", "30000/1001", "25"):
        sound = mix({"001": Audio(click)}, starts={"001": 10}, frames=60, rate=rate).samples
        start = int(10 * 48000 / Fraction(rate))
        assert np.flatnonzero(sound[:, 0])[0] == start + 4800
        assert np.array_equal(sound[:, 0], sound[:, 1])


@given(st.integers(1, 60), st.sampled_from(["24/1", "24000/1001", "25/1", "30000/1001", "60"]))
@settings(max_examples=12, deadline=None)
def test_length_is_exact(frames: int, rate: str) -> None:
    sound = mix(
        {"1": Audio(np.full(500, 0.1, np.float32))}, starts={"1": frames - 1}, frames=frames, rate=rate
    )
    assert sound.length == int(frames * 48000 / Fraction(rate))


def test_overlaps_and_ends_are_flagged_with_frames() -> None:
    second = Audio(np.random.default_rng(0).uniform(-0.1, 0.1, 48000).astype(np.float32))
    sound = mix({"a": second, "b": second}, starts={"a": 0, "b": 20}, frames=30, rate="24/1")
    assert sound.flags == (
        "line a runs into line b (frames 20 to 23)",
        "line b runs beyond the film and is cut (frames 30 to 43)",
    )


def test_silence_is_a_silent_track_with_a_flag() -> None:
    for lines in ({}, {"a": Audio(np.zeros(4800, np.float32))}):
        sound = mix(lines, starts={"a": 0}, frames=48, rate="24/1", bed="wind")
        assert not sound.samples.any()
        assert sound.length == 96000
        assert "silent" in sound.flags[0]


def test_wind_is_quiet_and_the_same_every_time(lines: dict[str, Audio]) -> None:
    starts = {"001": 24, "002": 96}
    windy = mix(lines, starts=starts, frames=240, rate="24/1", bed="wind")
    again = mix(lines, starts=starts, frames=240, rate="24/1", bed="wind")
    assert np.array_equal(windy.samples, again.samples)
    before = windy.samples[:40000]
    assert -55 < loudness_lufs(before) < -42


@pytest.mark.parametrize(
    ("starts", "rate", "words"),
    [
        ({}, "24/1", "line a has no start"),
        ({"a": -1}, "24/1", "starts at frame -1, outside of the film"),
        ({"a": 48}, "24/1", "frame 48"),
        ({"a": 0}, "0/1", "no frame rate"),
        ({"a": 0}, "24/0", "no frame rate"),
        ({"a": 0}, "film", "no frame rate"),
    ],
)
def test_bad_input(starts: dict[str, int], rate: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        mix({"a": Audio(np.zeros(48, np.float32))}, starts=starts, frames=48, rate=rate)
    with pytest.raises(BadInput, match="four hours"):
        mix({}, starts={}, frames=10**9, rate="24/1")
