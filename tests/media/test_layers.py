from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from psd_tools import PSDImage

from hwaryong.drawing.layer import layer as take_layer
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.layers import Layer, Layers
from hwaryong.media.raster import Pixels
from tests.media.hostile import damaged, read_or_refused


def block(red: int, height: int = 20, width: int = 30, alpha: int = 255) -> Pixels:
    return np.full((height, width, 4), (red, 0, 0, alpha), np.uint8)


def psd(width: int = 80, height: int = 60) -> bytes:
    file = PSDImage.new("RGBA", (width, height))
    file.create_pixel_layer(Image.new("RGB", (width, height), "white"), name="paper")
    group = file.create_group(name="figure")
    for name, red, top in (("선", 10, 5), ("shade", 200, 30)):
        made = file.create_pixel_layer(Image.fromarray(block(red)), name="x", top=top, left=-10)
        made.name = name
        group.append(made)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def stack(inner: str, width: int = 80, height: int = 60, **members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", f'<image w="{width}" h="{height}">{inner}</image>')
        for name, content in members.items():
            archive.writestr(f"{name}.png", content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def png(pixels: Pixels) -> bytes:
    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def saved(tmp_path: Path, data: bytes, name: str = "key.psd") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_psd_layer_is_chosen_by_name_by_path_or_with_its_group(tmp_path: Path) -> None:
    layers = Layers.read(saved(tmp_path, psd()))
    assert [layer.name for layer in layers.layers] == ["paper", "figure/선", "figure/shade"]
    line = layers.chosen("선")
    assert line.shape == (60, 80, 4)
    assert line[10, 5].tolist() == [10, 0, 0, 255]
    assert line[10, 25, 3] == line[40, 5, 3] == 0, "a layer that hangs over the paper's edge is cut"
    assert np.array_equal(layers.chosen("figure/선"), line)
    group = layers.chosen("figure")
    assert group[10, 5, 0] == 10
    assert group[40, 5, 0] == 200


def test_the_tool_takes_a_layer_and_recognises_light_lines(tmp_path: Path) -> None:
    light = np.zeros((60, 80, 4), np.uint8)
    light[..., :3] = 255
    light[30, 10:60, 3] = 255
    drawing = take_layer(Layers(80, 60, (Layer("line", 0, 0, lambda: light),)), name="line")
    assert drawing.polarity == "alpha"
    assert len(drawing.flags) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("figur/선", "did you mean 'figure/선'"), ("shades", "'paper', 'figure/선'"), ("nothing", "take one")],
)
def test_a_wrong_name_is_answered_with_what_is_there(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Layers.read(saved(tmp_path, psd())).chosen(name)


def test_a_name_that_two_layers_have_is_refused() -> None:
    two = tuple(Layer(name, 0, 0, lambda: block(1)) for name in ("a/line", "b/line"))
    with pytest.raises(BadInput, match="more than one layer"):
        Layers(80, 60, two).chosen("line")


def test_written_as_ora_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    first = Layers.read(saved(tmp_path, psd()))
    path = first.write(tmp_path / "key")
    again = Layers.read(path)
    assert [(e.name, e.x, e.y, e.visible) for e in again.layers] == [
        (e.name, e.x, e.y, e.visible) for e in first.layers
    ]
    for one, other in zip(first.layers, again.layers, strict=True):
        assert np.array_equal(one.load(), other.load())
    assert again.write(tmp_path / "again").read_bytes() == path.read_bytes()
    assert np.array_equal(Drawing.read(path).picture().pixels, first.picture())


def test_visible_layers_lie_on_one_another_with_their_opacity(tmp_path: Path) -> None:
    body = (
        '<stack><layer name="no" src="a.png" visibility="hidden"/>'
        '<layer name="top" src="a.png" opacity="0.5"/>'
        '<stack name="g" visibility="hidden"><layer name="in" src="a.png"/></stack>'
        '<layer name="low" src="b.png" x="10"/></stack>'
    )
    file = saved(tmp_path, stack(body, a=png(block(200)), b=png(block(100))), "key.ora")
    seen = Layers.read(file).picture()
    assert seen[5, 5].tolist() == [200, 0, 0, 128]
    assert seen[5, 20].tolist() == [150, 0, 0, 255]
    assert seen[5, 35].tolist() == [100, 0, 0, 255]


def test_a_mask_hides_its_part_of_a_layer(tmp_path: Path) -> None:
    file = PSDImage.new("RGBA", (80, 60))
    made = file.create_pixel_layer(Image.fromarray(block(10)), name="line", top=5, left=5)
    mask = Image.new("L", (30, 20), 0)
    mask.paste(255, (0, 0, 15, 20))
    made.create_mask(mask)
    out = BytesIO()
    file.save(out)
    alpha = Layers.read(saved(tmp_path, out.getvalue())).chosen("line")[..., 3]
    assert alpha[10, 10] == 255
    assert alpha[10, 30] == 0


def head(width: int, height: int, rest: bytes = b"") -> bytes:
    return b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 4, height, width, 8, 3) + rest


def many_layers(count: int) -> bytes:
    record = struct.pack(">iiiiH", 0, 0, 1, 1, 1) + struct.pack(">hI", 0, 3)
    record += b"8BIMnorm" + bytes([255, 0, 0, 0]) + struct.pack(">IIIB3x", 12, 0, 0, 0)
    info = struct.pack(">h", count) + record * count + (b"\0\0\x55") * count
    both = struct.pack(">I", len(info)) + info
    return head(64, 64, bytes(8) + struct.pack(">I", len(both)) + both + bytes(2 + 4 * 64 * 64))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (head(300_000, 300_000), "8192"),
        (head(9000, 10), "8192"),
        (head(64, 64), "broken"),
        (head(64, 64, b"\xff" * 400), "broken"),
        (psd()[:3000], "broken"),
        (b"8BPS", "broken"),
        (many_layers(4000), "more than 1000 layers"),
        (stack('<stack><layer src="a.png"/></stack>', 90_000, 10), "8192"),
        (stack('<stack><layer src="a.png"/></stack>'), "no 'a.png'"),
        (stack("<stack>" * 40 + "</stack>" * 40), "nested"),
        (stack('<stack><layer src="a.png" x="1e9"/></stack>', a=png(block(1))), "whole number"),
        (stack('<stack><layer src="a.png" opacity="?"/></stack>', a=png(block(1))), "no number"),
        (stack("<stack>" + '<layer src="a.png"/>' * 2000 + "</stack>", a=png(block(1))), "1000 layers"),
        (stack("<stack/>", mergedimage=b"\0" * 300_000_000), "more than"),
        (stack("<stack/>", mergedimage=b"no picture"), "no PNG"),
        (stack("<stack/>")[:-30], "broken"),
    ],
    ids=range(16),
)
def test_bombs_and_broken_files_are_refused_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = saved(tmp_path, data)
    sentence = read_or_refused(path)
    assert said in sentence
    assert str(path) in sentence


def test_entities_in_a_stack_are_refused(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", '<!DOCTYPE a [<!ENTITY b "c">]><image w="9" h="9"><stack/></image>')
    assert "entities" in read_or_refused(saved(tmp_path, out.getvalue()))


_WHOLE = [psd(), stack('<stack><layer src="a.png"/></stack>', a=png(block(9)))]


@given(st.sampled_from(_WHOLE), st.integers(0, 2**32))
@settings(max_examples=200, deadline=4000)
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, seed: int
) -> None:
    path = saved(tmp_path_factory.getbasetemp(), damaged(whole, seed), "damaged")
    if not read_or_refused(path):
        try:
            for layer in Layers.read(path).layers:
                layer.load()
        except BadInput as error:
            assert "\n" not in str(error)  # noqa: PT017
