from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.audio import Audio


def save(path: Path, data: bytes, *, channels: int = 1, width: int = 2, rate: int = 48000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data)
    return path


@given(st.lists(st.integers(-32768, 32767), min_size=2, max_size=64).filter(lambda pcm: len(pcm) % 2 == 0))
def test_sixteen_bits_come_back_unchanged(tmp_path_factory: pytest.TempPathFactory, pcm: list[int]) -> None:
    path = save(tmp_path_factory.getbasetemp() / "in.wav", np.array(pcm, "<i2").tobytes(), channels=2)
    sound = Audio.read(path)
    assert sound.samples.shape == (len(pcm) // 2, 2)
    assert sound.write(path.with_name("out")).read_bytes() == path.read_bytes()


def test_loud_sound_is_clipped_not_wrapped(tmp_path: Path) -> None:
    path = Audio(np.array([2.0, -2.0], dtype=np.float32)).write(tmp_path / "a")
    assert Audio.read(path).samples[:, 0].tolist() == [32767 / 32768, -1.0]


@pytest.mark.parametrize("rate", [22050, 44100, 96000])
def test_other_rates_are_resampled(tmp_path: Path, rate: int) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(rate) / rate) * 0.5
    sound = Audio.read(save(tmp_path / "a.wav", (tone * 32767).astype("<i2").tobytes(), rate=rate))
    assert sound.length == 48000
    spectrum = np.abs(np.fft.rfft(sound.mono))
    assert int(spectrum.argmax()) == 440


def test_twenty_four_bits_are_read(tmp_path: Path) -> None:
    sound = Audio.read(save(tmp_path / "a.wav", b"\x00\x00\x40\x00\x00\xc0", width=3))
    assert sound.samples[:, 0].tolist() == [0.5, -0.5]


def test_truncated_and_hostile_files_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", bytes(2000))
    whole = path.read_bytes()
    for length in (3, 20, 43, 500):
        path.write_bytes(whole[:length])
        with pytest.raises(BadInput, match=r"a\.wav"):
            Audio.read(path)
    path.write_bytes(whole[:40] + b"\xff\xff\xff\xff" + whole[44:])
    with pytest.raises(BadInput, match="cut off"):
        Audio.read(path)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"ID3\x04" + bytes(100), bytes(5000)])
def test_what_is_no_wave_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    with pytest.raises(BadInput):
        Audio.read(path)


def test_unusable_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="8 bits"):
        Audio.read(save(tmp_path / "a.wav", bytes(10), width=1))
    with pytest.raises(BadInput, match="6 channels"):
        Audio.read(save(tmp_path / "b.wav", bytes(12 * 9), channels=6))
    with pytest.raises(BadInput, match="4000 Hz"):
        Audio.read(save(tmp_path / "c.wav", bytes(10), rate=4000))
    with pytest.raises(BadInput, match="no sound"):
        Audio.read(save(tmp_path / "d.wav", b""))
    with pytest.raises(BadInput, match="no numbers"):
        Audio(np.array([np.nan], dtype=np.float32))
