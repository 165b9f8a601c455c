from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.media import svg as svgs
from hwaryong.media.drawing import Drawing
from tests.media.hostile import read_or_refused

SHARED = Path(__file__).parents[3] / "shared/data/drawing/jostc"
NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
PEN = 'fill="none" stroke="#123456" stroke-width="6"'
ROUND = f'{PEN} stroke-linecap="round" stroke-linejoin="round"'


def read(tmp_path: Path, body: str, head: str = 'width="320" height="200"') -> Drawing:
    path = tmp_path / "a.svg"
    path.write_text(f"<svg {NS} {head}>{body}</svg>", encoding="utf-8")
    return Drawing.read(path)


@pytest.mark.parametrize(
    "body",
    [
        f'<path id="a" d="M20 20L200 20" {PEN}/>',
        f'<polyline id="a" points="20,20 110,20 200,20" {PEN}/>',
        '<line id="a" x1="20" y1="20" x2="200" y2="20" stroke="#123456" stroke-width="6"/>',
        f'<g transform="translate(10 10) scale(2)"><path id="a" d="M5 5h90" {PEN.replace("6", "3", 1)}'
        ' style="stroke-width:3;stroke:rgb(18,52,86)"/></g>',
        '<style>.p{fill:none;stroke:#123456;stroke-width:6px}</style><path id="a" class="p" d="M20 20H200"/>',
        f'<defs><path id="a" d="M0 0H180" {PEN}/></defs><use xlink:href="#a" x="20" y="20"/>',
        f'<rect width="320" height="200" fill="white"/><path id="a" d="M20 20q90 0 180 0" {PEN}/>',
        f'<g stroke="#123456" stroke-width="6"><g fill="none"><path id="a" d="M20 20H200"/></g></g>'
        f'<path d="M0 90h9" display="none" {PEN}/>',
    ],
)
def test_a_stroked_path_is_a_stroke_with_its_width_colour_and_id(tmp_path: Path, body: str) -> None:
    drawing = read(tmp_path, body)
    assert drawing.raster is None
    (stroke,) = drawing.strokes
    assert (stroke.id, stroke.colour) == ("a", "#123456")
    assert np.allclose(stroke.points[[0, -1]], [(20, 20, 6), (200, 20, 6)])


@pytest.mark.parametrize(
    "body",
    [
        '<path d="M20 20h180v9h-180z"/>',
        '<path d="M20 20h180" fill="none"/>',
        f'<path d="M20 20H200" stroke-dasharray="8 4" {PEN}/>',
        f'<path d="M20 20H200" {PEN}/><circle cx="99" cy="99" r="9"/>',
        f'<path d="M20 20H200V90Z" fill="#fff" {PEN.replace("fill", "x")}/>',
        '<clipPath id="c"><rect width="50" height="50"/></clipPath>'
        f'<path d="M20 20H200" {PEN} clip-path="url(#c)"/>',
        '<linearGradient id="g"><stop stop-color="red"/></linearGradient>'
        '<path d="M20 20H200V50" fill="none" stroke="url(#g)"/>',
        f'<style>g > path {{stroke: red}}</style><path d="M20 20H200" {PEN}/>',
        f'<rect x="20" y="20" width="90" height="50" rx="9" {PEN}/>',
        f'<path d="M20 20H200 L garbage" {PEN}/>',
        f'<path d="M20 20A{"9 " * 9}" {PEN}/>',
        f'<path d="M20 20{"l1 1z" * 2000}" {PEN}/>',
    ],
)
def test_what_strokes_cannot_say_stays_pixels(tmp_path: Path, body: str) -> None:
    assert read(tmp_path, body).strokes == ()


def test_curves_arcs_and_pieces_show_the_same_picture(tmp_path: Path) -> None:
    body = (
        '<g transform="rotate(8) scale(1.1)">'
        f'<path id="a" d="M20 20C60 -30 120 140 180 40S250 90 300 30" {ROUND}/>'
        f'<path id="b" d="M40 120a30 20 15 1 0 60 20m30 0t20 20 20-20z M250 150h40v30z" {ROUND}/>'
        f'<circle cx="150" cy="140" r="30" {ROUND}/></g>'
    )
    drawing = read(tmp_path, body)
    assert [stroke.id for stroke in drawing.strokes[:4]] == ["a", "b", "b.2", "b.3"]
    shown = read(tmp_path, body + '<path d="M0 0"/>' + '<rect x="1" y="1" width=".01" height=".01"/>')
    assert shown.raster is not None
    assert np.abs(shown.raster[..., 3] / 255 - drawing.ink()).sum() < 0.03 * drawing.ink().sum()


def test_a_viewbox_is_scaled_and_centred(tmp_path: Path) -> None:
    drawing = read(
        tmp_path, f'<path id="a" d="M10 50H90" {PEN}/>', 'width="400" height="200" viewBox="0 0 100 100"'
    )
    assert np.allclose(drawing.strokes[0].points[[0, -1]], [(120, 100, 12), (280, 100, 12)])


def test_a_path_without_id_is_named_by_what_it_is(tmp_path: Path) -> None:
    one, two = f'<path d="M20 20H200" {PEN}/>', f'<path d="M20 90H200" {PEN}/>'
    first, second = read(tmp_path, one + two), read(tmp_path, two)
    assert first.strokes[1].id == second.strokes[0].id
    assert first.strokes[0].id != second.strokes[0].id
    twice = read(tmp_path, one + one)
    assert twice.strokes[1].id == f"{twice.strokes[0].id}.2"


def test_ids_that_the_file_repeats_are_told_apart(tmp_path: Path) -> None:
    row = '<path id="{}" d="M20 {}H200" ' + PEN + "/>"
    drawing = read(
        tmp_path, "".join(row.format(id, 20 * n) for n, id in enumerate(["a", "a.2", "a", "a"], 1))
    )
    assert [stroke.id for stroke in drawing.strokes] == ["a", "a.2", "a.3", "a.4"]


def test_read_strokes_written_as_ours_stay_the_same(tmp_path: Path) -> None:
    drawing = read(tmp_path, f'<path id="a" d="M20 20C60 -30 120 140 180 40" {PEN}/>')
    again = Drawing.read(drawing.write(tmp_path / "ours"))
    assert np.array_equal(again.strokes[0].points, drawing.strokes[0].points)
    assert again.svg() == drawing.svg()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real drawings are not here (../shared/data/drawing)")
def test_the_strokes_of_krita_are_taken_as_strokes() -> None:
    counts = {path.name: len(Drawing.read(path).strokes) for path in sorted(SHARED.rglob("*.svg"))}
    assert len(counts) == 6
    for name, count in counts.items():  # some paths have two pieces
        assert len(_paths(name)) <= count <= 1.1 * len(_paths(name))


def _paths(name: str) -> list[object]:
    (path,) = SHARED.rglob(name)
    return [element for element in svgs.parse(path.read_bytes(), path).iter() if svgs.draws(element)]


_WORDS = ["M", "m", "L", "l", "C", "c", "Q", "A", "a", "Z", "z", "S", "T", "H", "v", "0", "1", "-3", "1e9",
          "1e999", ".", ",", " ", "nan", "99", "1.5", "-"]  # fmt: skip
_PARTS = ["translate(", "scale(", "rotate(", "matrix(", "skewX(", "1", ",", "0", "1e400", ")", " ", "-2", "x"]


@given(
    st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(_PARTS), max_size=8).map("".join),
    st.sampled_from(["", "0", "-1", "1e9", "nan", "2px", "50%", "3em"]),
)
@settings(max_examples=200, deadline=4000)
def test_any_path_data_and_transform_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: str, transform: str, width: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.svg"
    path.write_text(
        f'<svg {NS} width="64" height="64"><path d="{data}" transform="{transform}" fill="none" '
        f'stroke="black" stroke-width="{width}"/></svg>',
        encoding="utf-8",
    )
    read_or_refused(path)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(9, 0, -1))
        + f'<g id="g0"><path d="M0 0h9" {PEN}/></g>',
        f'<g id="g"><use href="#g"/><path d="M0 0h9" {PEN}/></g>',
        f'<path d="M0 0{"l1 1z" * 200_000}" {PEN}/>',
        f'<path d="M0 0{"a9 5 0 1 1 3 3" * 50_000}" {PEN}/>',
    ],
    ids=["multiplying use", "use in a circle", "closed pieces", "arcs"],
)
def test_a_bomb_ends_soon(tmp_path: Path, body: str) -> None:
    path = tmp_path / "bomb.svg"
    path.write_text(f'<svg {NS} width="64" height="64">{body}</svg>', encoding="utf-8")
    read_or_refused(path)
