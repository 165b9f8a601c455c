from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hwaryong.errors import BadInput
from hwaryong.media.picture import Picture
from hwaryong.media.raster import decode


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def header(width: int, height: int) -> bytes:
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + ihdr + struct.pack(">I", zlib.crc32(ihdr))
    return start + struct.pack(">I", 4) + b"IDAT"


def test_pixels_survive_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (30, 40, 4), np.uint8)
    path = Picture(pixels).write(tmp_path / "A.0001")
    assert path.name == "A.0001.png"
    back = Picture.read(path)
    assert np.array_equal(back.pixels, pixels)
    assert (back.width_px, back.height_px) == (40, 30)
    assert back.write(tmp_path / "b").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_mode_becomes_rgba(mode: str) -> None:
    image = Image.new("RGBA", (4, 4), (255, 255, 255, 255)).convert(mode)
    assert decode(png(image), Path("a"))[0].tolist() == [[[255] * 4] * 4] * 4


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    grey = Image.fromarray(np.array([[0, 32896, 65535]], np.uint16))
    assert decode(png(grey), Path("a"))[0][0, :, 0].tolist() == [0, 128, 255]


def test_transparent_palette_entries_stay_transparent() -> None:
    image = Image.new("P", (2, 2), 0)
    image.putpalette([10, 20, 30] * 2)
    image.info["transparency"] = 0
    assert decode(png(image), Path("a"))[0][0, 0].tolist() == [10, 20, 30, 0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "no PNG"),
        (header(60000, 60000), "pixels|8192"),
        (header(9000, 10), "8192"),
        (header(10, 10), "broken"),
        (png(Image.new("RGB", (64, 64), "red"))[:80], "broken"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as error:
        decode(data, Path("cel.png"))
    assert "cel.png" in str(error.value)
    assert "\n" not in str(error.value)


def test_pixels_of_another_shape() -> None:
    with pytest.raises(BadInput):
        Picture(np.zeros((3, 3, 3), np.uint8))
