from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.frames import Frames
from hwaryong.media.picture import Picture
from hwaryong.media.stroke import Stroke

LINE = Drawing(64, 48, (Stroke("a", np.array([[5.0, 5, 3], [50, 40, 3]])),))


def test_a_folder_of_drawings_round_trips(tmp_path: Path) -> None:
    pixels = Picture(np.zeros((48, 64, 4), np.uint8))
    folder = Frames({"0001": LINE, "0002": pixels}).write(tmp_path / "between")
    assert sorted(file.name for file in folder.iterdir()) == ["0001.svg", "0002.png"]
    back = Frames.read(folder)
    assert list(back) == ["0001", "0002"]
    assert len(back) == 2
    again = back.write(tmp_path / "again")
    assert [f.read_bytes() for f in sorted(again.iterdir())] == [
        f.read_bytes() for f in sorted(folder.iterdir())
    ]


def test_names_are_composed_hangul(tmp_path: Path) -> None:
    LINE.write(tmp_path / unicodedata.normalize("NFD", "용"))
    assert list(Frames.read(tmp_path)) == ["용"]


def test_bad_folders(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no"):
        Frames.read(tmp_path)
    with pytest.raises(BadInput, match="missing"):
        Frames.read(tmp_path / "nowhere")
    LINE.write(tmp_path / "0001")
    Picture(np.zeros((4, 4, 4), np.uint8)).write(tmp_path / "0001")
    with pytest.raises(BadInput, match="'0001'"):
        Frames.read(tmp_path)


def test_a_name_that_leaves_the_folder() -> None:
    with pytest.raises(BadInput, match="file name"):
        Frames({"../0001": LINE})
