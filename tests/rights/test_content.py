from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from PIL import Image

from hwaryong.rights.content import content_digest


def test_another_container_and_other_metadata_change_nothing(tmp_path: Path, real_file: Any) -> None:
    film = real_file(tmp_path / "film.mp4")
    remuxed = tmp_path / "copy.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(film), "-c", "copy"]
    subprocess.run([*command, "-metadata", "title=other", str(remuxed)], check=True)
    assert remuxed.read_bytes() != film.read_bytes()
    assert content_digest(remuxed) == content_digest(film) is not None


def test_another_compression_of_the_same_pixels_changes_nothing(tmp_path: Path, real_file: Any) -> None:
    picture = real_file(tmp_path / "cel.png")
    with Image.open(picture) as image:
        image.save(tmp_path / "again.png", compress_level=1)
    assert content_digest(tmp_path / "again.png") == content_digest(picture)


def test_one_pixel_changes_it(tmp_path: Path, real_file: Any) -> None:
    picture = real_file(tmp_path / "cel.png")
    with Image.open(picture) as image:
        image.putpixel((3, 3), (0, 0, 1))
        image.save(tmp_path / "other.png")
    assert content_digest(tmp_path / "other.png") != content_digest(picture)


def test_text_after_an_element_is_seen_too(tmp_path: Path) -> None:
    one, two = tmp_path / "one.svg", tmp_path / "two.svg"
    one.write_text("<svg><text>a<tspan>b</tspan>c</text></svg>")
    two.write_text("<svg><text>a<tspan>b</tspan>d</text></svg>")
    assert content_digest(one) != content_digest(two)


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.svg", "a.mp4", "a.wav", "a.otio"])
@pytest.mark.parametrize(
    "content", [b"", b"nothing", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WAVE", BOMB.encode()]
)
def test_what_cannot_be_read_has_none(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert content_digest(tmp_path / name) is None


def test_a_truncated_picture_has_none(tmp_path: Path, real_file: Any) -> None:
    picture = real_file(tmp_path / "cel.png")
    picture.write_bytes(picture.read_bytes()[:500])
    assert content_digest(picture) is None


def test_a_huge_picture_is_not_unpacked(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    assert content_digest(tmp_path / "bomb.png") is None


def test_a_playlist_does_not_open_other_files(tmp_path: Path, real_file: Any) -> None:
    real_file(tmp_path / "film.mp4")
    playlist = tmp_path / "list.mp4"
    playlist.write_text("#EXTM3U\n#EXTINF:1,\nfilm.mp4\n#EXT-X-ENDLIST\n")
    assert content_digest(playlist) is None
    shutil.copy(tmp_path / "film.mp4", playlist)
    assert content_digest(playlist) is not None
