from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from hwaryong.errors import BadInput
from hwaryong.media.clip import Clip
from hwaryong.media.film import DRAFT, LANGUAGES, Film, three_letters, two_letters


def test_another_programs_film_is_understood(tmp_path: Path) -> None:
    clip = Clip.encode(
        [np.full((90, 160, 3), 90, np.uint8)] * 12,
        tmp_path / "a.mp4",
        rate=Fraction(25),
        width_px=160,
        height_px=90,
    )
    (tmp_path / "s.srt").write_text("1\n00:00:00,000 --> 00:00:00,400\n용\n", encoding="utf-8")
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", clip.path, "-i", tmp_path / "s.srt",
            "-f", "lavfi", "-i", "sine=d=0.48:r=48000", "-map", "0", "-map", "2", "-map", "1",
            "-c:v", "copy", "-c:s", "mov_text",
            "-metadata", "title=a; b = c\nd", "-metadata", f"comment={DRAFT}",
            "-metadata:s:1", "language=jpn", "-metadata:s:2", "language=kor", tmp_path / "film.mp4",
        ],
        check=True,
    )  # fmt: skip
    film = Film.read(tmp_path / "film.mp4")
    assert (film.frames, film.rate, film.width_px, film.height_px) == (12, 25, 160, 90)
    assert (film.sound, film.subtitles, film.title, film.draft) == (("ja",), ("ko",), "a; b = c\nd", True)


def test_languages_go_there_and_back() -> None:
    for short, long in LANGUAGES.items():
        assert three_letters(short) == three_letters(f"{short}-XX") == three_letters(long) == long
        assert two_letters(long) == short
    assert two_letters("und") == "und"
    with pytest.raises(BadInput, match="the language 'xx' is not known; use one of"):
        three_letters("xx")
