from __future__ import annotations

from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.palette import Palette


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "palette.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_colours_and_writes_them_back(tmp_path: Path) -> None:
    path = write(tmp_path, '[colours]\n"robe.light" = "#D8D2C4"\n"먹" = "#1b191780"\n')
    palette = Palette.read(path)
    assert palette.rgba("robe.light") == (0xD8, 0xD2, 0xC4, 255)
    assert palette.rgba("먹") == (0x1B, 0x19, 0x17, 0x80)
    again = palette.write(tmp_path / "again")
    assert Palette.read(again).write(tmp_path / "third").read_bytes() == again.read_bytes()


def test_an_unknown_colour_suggests_the_nearest() -> None:
    with pytest.raises(BadInput, match=r"did you mean 'robe\.light'"):
        Palette({"robe.light": "#ffffff"}).rgba("robe.ligth")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colours", "no TOML"),
        ("a = 1", "no .colours."),
        ('[colours]\nred = "red"', "'red'"),
        ("[colours]\nred = 3", "'red'"),
    ],
)
def test_bad_palettes(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Palette.read(write(tmp_path, text))
