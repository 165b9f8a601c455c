from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture
from hwaryong.media.raster import decode
from tests.media.hostile import damaged, read_or_refused


def lines(width: int = 120, height: int = 80) -> np.ndarray[Any, np.dtype[np.uint8]]:
    grey = np.full((height, width), 255, np.uint8)
    grey[20:24, 10:100] = 0
    grey[30:70, 50] = 64
    return grey


def saved(image: Image.Image, form: str, **how: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def ifd(*tags: tuple[int, int, int, int]) -> bytes:
    rows = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + rows + struct.pack("<I", 0)


STRIPS = ((258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (278, 4, 1, 10), (279, 4, 1, 10))


@pytest.mark.parametrize("packed", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits"])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "CMYK"])
def test_a_tiff_gives_the_same_pixels_as_a_png(mode: str, packed: str | None) -> None:
    image = Image.fromarray(lines()).convert("RGBA" if mode == "LA" else "RGB").convert(mode)
    pixels, notes = decode(saved(image, "TIFF", **({"compression": packed} if packed else {})), Path("a.tif"))
    assert np.abs(pixels[..., 0].astype(int) - lines()).max() <= 1
    assert (pixels[..., 3] == 255).all()
    assert notes == ()


@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_sixteen_bit_grey_is_scaled(byteorder: str) -> None:
    deep = lines().astype(f"{byteorder}u2") * 257
    pixels, _ = decode(saved(Image.fromarray(deep), "TIFF", compression="tiff_lzw"), Path("a.tif"))
    assert np.array_equal(pixels[..., 0], lines())


def test_a_scan_of_one_bit_and_white_as_zero(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    path.write_bytes(saved(Image.fromarray(lines() > 128), "TIFF", compression="group4"))
    ink = Drawing.read(path).ink()
    assert ink[22, 50] == 1
    assert ink[5, 5] == 0


def test_a_photo_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned, _ = decode(
        saved(Image.fromarray(lines()), "JPEG", exif=exif.tobytes(), quality=95), Path("a.jpg")
    )
    assert turned.shape == (120, 80, 4)


def test_of_several_pages_the_first_is_taken_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    first, second = Image.fromarray(lines()), Image.new("L", (40, 40))
    path.write_bytes(saved(first, "TIFF", save_all=True, append_images=[second]))
    read = Drawing.read(path)
    assert (read.width_px, read.height_px) == (120, 80)
    assert read.flags == ("the file has several pages: the first was taken",)
    assert Picture.read(path).flags == read.flags


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (saved(Image.fromarray(lines()), "TIFF", compression="tiff_lzw")[:60], "broken"),
        (saved(Image.fromarray(lines()), "JPEG")[:300], "broken"),
        (saved(Image.fromarray(np.ones((9, 9), np.float32)), "TIFF"), "floating-point"),
        (ifd((256, 4, 1, 100_000), (257, 4, 1, 100_000), *STRIPS), "far too many"),
        (ifd((256, 4, 1, 9000), (257, 4, 1, 10), *STRIPS), "8192"),
        (ifd((256, 4, 1, 64), (257, 4, 1, 64), (273, 4, 2**31, 8)), "broken"),
        (b"II*\0" + b"\xff" * 64, "broken"),
        (b"GIF89a", "no drawing"),
    ],
)
def test_bombs_and_broken_files_are_refused_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "scan.tif"
    path.write_bytes(data)
    sentence = read_or_refused(path)
    assert said in sentence
    assert str(path) in sentence


_WHOLE = [
    saved(Image.fromarray(lines()), "TIFF", compression="tiff_lzw"),
    saved(Image.fromarray(lines().astype(np.uint16) * 257), "TIFF"),
    saved(Image.fromarray(lines()).convert("RGB"), "TIFF", compression="tiff_adobe_deflate"),
    saved(Image.fromarray(lines()), "PNG"),
    saved(Image.fromarray(lines()), "JPEG"),
]


@given(st.sampled_from(_WHOLE), st.integers(0, 2**32))
@settings(max_examples=250, deadline=4000)
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, seed: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(damaged(whole, seed))
    read_or_refused(path)


def test_no_raster_at_all() -> None:
    with pytest.raises(BadInput, match="no PNG, TIFF or JPEG"):
        decode(b"hello", Path("a"))
