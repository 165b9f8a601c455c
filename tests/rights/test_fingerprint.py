from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench import formats
from hwaryong.media.svg import parse, rasterise
from hwaryong.rights.fingerprint import NEAR, distances, fingerprint, kind_of


def apart(one: Path, other: Path) -> float:
    """The distance of one file from another, in bits of 64."""
    asked, known = fingerprint(one), fingerprint(other)
    assert asked is not None
    assert known is not None
    return float(distances(asked, known, np.array([0]))[0])


@pytest.mark.parametrize("number", range(5))
def test_a_picture_halved_and_coded_again_is_near(tmp_path: Path, number: int) -> None:
    drawn = formats.write(tmp_path / "a.png", number)
    with Image.open(drawn) as opened:
        opened.resize((96, 64)).save(tmp_path / "b.jpg", quality=50)
    assert apart(tmp_path / "b.jpg", drawn) <= NEAR


@pytest.mark.parametrize("number", range(5))
def test_a_picture_cropped_by_a_fiftieth_is_near(tmp_path: Path, number: int) -> None:
    drawn = formats.write(tmp_path / "a.png", number)
    with Image.open(drawn) as opened:
        opened.crop((2, 1, 190, 127)).save(tmp_path / "b.png")
    assert apart(tmp_path / "b.png", drawn) <= NEAR


def test_a_drawing_is_near_its_own_rendering(tmp_path: Path) -> None:
    drawing = formats.write(tmp_path / "a.svg", 3)
    Image.fromarray(rasterise(parse(drawing.read_bytes(), drawing), 192, 128, drawing)).save(
        tmp_path / "b.png"
    )
    assert apart(tmp_path / "b.png", drawing) <= 2


def test_a_film_coded_again_with_other_key_frames_is_near(tmp_path: Path) -> None:
    film = formats.write(tmp_path / "a.mp4", 3)
    formats.ffmpeg("-i", film, "-crf", "34", "-g", "3", "-vf", "scale=96:64", tmp_path / "b.mov")
    assert apart(tmp_path / "b.mov", film) <= NEAR


def test_a_sound_made_quieter_and_compressed_is_near(tmp_path: Path) -> None:
    sound = formats.write(tmp_path / "a.wav", 3)
    formats.ffmpeg("-i", sound, "-af", "volume=0.4", "-b:a", "32k", tmp_path / "b.mp3")
    assert apart(tmp_path / "b.mp3", sound) <= NEAR


@pytest.mark.parametrize("suffix", [".png", ".svg", ".mp4", ".wav"])
def test_others_are_not_near(tmp_path: Path, suffix: str) -> None:
    files = [formats.write(tmp_path / f"{number}{suffix}", number) for number in range(5)]
    assert min(apart(one, other) for one in files for other in files if one != other) > NEAR


def test_what_shows_nothing_has_no_fingerprint(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "flat.png")
    formats.ffmpeg("-f", "lavfi", "-i", "anullsrc=r=8000", "-t", "5", tmp_path / "silence.wav")
    (tmp_path / "text.srt").write_text("words")
    for name in ("flat.png", "silence.wav", "text.srt"):
        assert fingerprint(tmp_path / name) is None


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.mp4", "a.wav", "a.mp3", "a.tif"])
@pytest.mark.parametrize("content", [b"", b"nothing", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"RIFF\0\0\0\0WAVE"])
def test_what_cannot_be_read_has_none(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert fingerprint(tmp_path / name) is None


def test_kinds_go_by_the_suffix() -> None:
    assert [kind_of(suffix) for suffix in (".PNG", ".mov", ".mp3", ".zip", ".otio")] == [
        "picture", "film", "sound", "document", None,
    ]  # fmt: skip


def test_the_distance_is_the_median_of_the_least() -> None:
    asked = np.array([0, 1, 0xFF], np.uint64)
    known = np.array([0, 0b111, 0xFFFF], np.uint64)
    assert list(distances(asked, known, np.array([0]))) == [1.0]  # least: 0, 1, 5 (of 8, 5, 8)
    assert list(distances(asked, known, np.array([0, 2]))) == [1.0, 15.0]
