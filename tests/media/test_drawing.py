from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.drawing import EDITED, Drawing
from hwaryong.media.stroke import KINDS, Dot, Stroke

SHARED = Path(__file__).parents[3] / "shared/data/drawing/jostc"
NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

near = st.floats(-50, 1400, allow_nan=False)
sample = st.tuples(near, near, st.floats(0, 40))
name = st.text("abcxyz.-_가나&<\"'", min_size=1, max_size=8)
stroke = st.builds(
    Stroke,
    id=name,
    points=st.lists(sample, min_size=1, max_size=12).map(np.array),
    kind=st.sampled_from(KINDS),
    colour=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
    sure=st.floats(0, 1),
)
dot = st.builds(Dot, id=name, paint=name, x=near, y=near)
drawing = st.builds(
    Drawing,
    width_px=st.just(320),
    height_px=st.just(200),
    strokes=st.lists(stroke, max_size=4, unique_by=lambda s: s.id).map(tuple),
    dots=st.lists(dot, max_size=3, unique_by=lambda d: d.id).map(tuple),
)


def arc(id: str = "arm", **changes: object) -> Stroke:
    t = np.linspace(0, 1, 16)
    points = np.column_stack([40 + 200 * t, 150 - 90 * np.sin(np.pi * t), 2 + 8 * np.sin(np.pi * t)])
    return Stroke(id, points, **changes)  # type: ignore[arg-type]


def svg(tmp_path: Path, body: str, head: str = 'width="320" height="200"', before: str = "") -> Path:
    path = tmp_path / "a.svg"
    path.write_text(f"{before}<svg {NS} {head}>{body}</svg>", encoding="utf-8")
    return path


@given(drawing)
@settings(max_examples=60, deadline=None)
def test_writing_what_was_read_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, made: Drawing
) -> None:
    folder = tmp_path_factory.mktemp("svg")
    first = made.write(folder / "a.b")
    assert first.name == "a.b.svg"
    back = Drawing.read(first)
    assert back.raster is None or not made.strokes
    if made.strokes:
        assert back.write(folder / "c").read_bytes() == first.read_bytes()


def test_another_program_shows_the_same_ink() -> None:
    from hwaryong.media import svg as svgs

    drawing = Drawing(320, 200, (arc(), arc("dot").moved(np.array([[60.0, 60.0, 14.0]]))))
    shown = svgs.render(drawing.svg(), 320, 200)[..., 3] / 255
    assert np.abs(shown - drawing.ink()).sum() < 0.02 * shown.sum()


def test_ink_keeps_kinds_apart_and_close_is_never_in_the_picture() -> None:
    drawing = Drawing(320, 200, (arc(), arc("c", kind="close")))
    assert drawing.ink(("close",)).max() == 1.0
    assert Drawing(320, 200, (arc("c", kind="close"),)).picture().pixels.max() == 0
    assert drawing.ink().dtype == np.float32


def test_close_lines_in_a_colour_of_their_own_are_drawn() -> None:
    shadow = Stroke("c", arc().points, "close", "#e02020")
    assert Drawing(320, 200, (shadow,)).picture().pixels[..., 0].max() > 0xD0
    assert Drawing(320, 200, (shadow,)).ink().max() == 0


def test_later_strokes_lie_above_in_their_colours() -> None:
    line = np.array([[10.0, 100, 40], [300, 100, 40]])
    red, blue = Stroke("r", line, colour="#ff0000"), Stroke("b", line, colour="#0000ff")
    pixels = Drawing(320, 200, (red, blue)).picture().pixels
    assert pixels[100, 160].tolist() == [0, 0, 255, 255]
    assert pixels[10, 10].tolist() == [0, 0, 0, 0]


def test_ink_of_pixels_is_darkness_times_alpha() -> None:
    pixels = np.full((4, 4, 4), 255, np.uint8)
    pixels[0, 0] = (0, 0, 0, 255)
    pixels[0, 1] = (0, 0, 0, 0)
    ink = Drawing.from_pixels(pixels).ink()
    assert ink[0, 0] == 1.0
    assert ink[0, 1] == 0.0
    assert ink[1, 1] == 0.0


def test_blank() -> None:
    assert Drawing(320, 200).blank
    assert Drawing.from_pixels(np.full((50, 50, 4), 240, np.uint8)).blank
    assert not Drawing(320, 200, (arc(),)).blank


def test_a_drawing_changed_in_another_program_becomes_pixels_and_keeps_its_dots(tmp_path: Path) -> None:
    made = Drawing(320, 200, (arc(),), (Dot("robe", "robe.light", 160, 100),))
    moved = made.svg().replace(made.strokes[0].outline(), "M10 10h200v20h-200Z")
    path = tmp_path / "retouch.svg"
    path.write_text(moved, encoding="utf-8")
    read = Drawing.read(path)
    assert read.raster is not None
    assert read.flags == (EDITED,)
    assert read.dots == made.dots
    assert read.raster[20, 100].tolist() == [0x1B, 0x19, 0x17, 255]
    assert read.raster[100, 160, 3] == 0, "the mark of the dot is no ink"


def test_an_outline_written_a_little_differently_keeps_its_strokes(tmp_path: Path) -> None:
    made = Drawing(320, 200, (arc(),), (Dot("robe", "robe.light", 160, 100),))
    path = tmp_path / "a.svg"
    path.write_text(made.svg().replace(" d=", ' fill-rule="nonzero" d=').replace("Z", " Z"), encoding="utf-8")
    assert Drawing.read(path).strokes[0].id == "arm"


@pytest.mark.parametrize(
    "shape",
    [
        '<path d="M20 20L200 20" stroke="#000" stroke-width="6"/>',
        '<polyline points="20,20 200,20" stroke="#000" stroke-width="6"/>',
        '<g transform="translate(10 10)"><rect x="10" y="7" width="180" height="6"/></g>',
        '<defs><rect id="r" x="20" y="17" width="180" height="6"/></defs><use xlink:href="#r"/>',
        '<ellipse cx="110" cy="20" rx="90" ry="5"/><circle cx="20" cy="20" r="5"/>',
    ],
)
def test_other_programs_shapes_are_drawn(tmp_path: Path, shape: str) -> None:
    read = Drawing.read(svg(tmp_path, shape))
    assert read.raster is not None
    assert read.raster[20, 110].tolist() == [0, 0, 0, 255]


@pytest.mark.parametrize(
    ("body", "head", "before", "said"),
    [
        ("<script>alert(1)</script>", "", "", "<script>"),
        ('<path d="M0 0" onload="x()"/>', "", "", "script"),
        ('<image href="file:///etc/passwd"/>', "", "", "<image>"),
        ('<use href="http://example.org/a.svg#b"/>', "", "", "links to"),
        ('<use xlink:href="other.svg#b"/>', "", "", "links to"),
        ('<path d="M0 0" fill="url(http://example.org/#g)"/>', "", "", "outside"),
        ("<style>@import 'http://example.org/a.css';</style>", "", "", "<style>"),
        ("<foreignObject/>", "", "", "<foreignObject>"),
        ("<text>hello</text>", "", "", "<text>"),
        ("<g>" * 100 + "</g>" * 100, "", "", "nested"),
        ("&b;", "", '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>', "entities"),
        ("", "", '<!DOCTYPE svg SYSTEM "file:///etc/passwd">', "document type"),
        ("<path", "", "", "broken"),
        ('<path d="M0 0"/>', 'width="90000" height="10"', "", "8192"),
        ('<path d="M0 0"/>', 'width="0" height="10"', "", "8192"),
        ('<path d="M0 0"/>', 'width="wide" height="10"', "", "no length"),
        ('<path d="M0 0"/>', " ", "", "no length"),
    ],
)
def test_hostile_and_broken_svg_is_refused_in_one_sentence(
    tmp_path: Path, body: str, head: str, before: str, said: str
) -> None:
    path = svg(tmp_path, body, head or 'width="320" height="200"', before)
    with pytest.raises(BadInput) as error:
        Drawing.read(path)
    assert said in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_multiplying_use_is_refused_and_not_drawn_for_ever(tmp_path: Path) -> None:
    body = '<g id="g0"><path d="M0 0h9v9z"/></g>' + "".join(
        f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
    )
    with pytest.raises(BadInput):
        Drawing.read(svg(tmp_path, body))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,2", "samples"),
        ("a,b,c", "no list"),
        ("1,2,-3", "width"),
        ("1,1e9,2", "beyond"),
        ("nan,1,2", "beyond"),
        ("", "samples"),
    ],
)
def test_a_bad_centreline_names_its_stroke(tmp_path: Path, line: str, said: str) -> None:
    made = Drawing(320, 200, (arc(),)).svg()
    start = made.index("hw:line=") + 9
    path = tmp_path / "a.svg"
    path.write_text(made[:start] + line + made[made.index('"', start) :], encoding="utf-8")
    with pytest.raises(BadInput, match="arm") as error:
        Drawing.read(path)
    assert said in str(error.value)


def test_two_strokes_of_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="'arm'"):
        Drawing(320, 200, (arc(), arc()))


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\nrubbish"])
def test_files_that_are_no_drawing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"a\.png"):
        Drawing.read(path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real drawings are not here (../shared/data/drawing)")
def test_real_drawings_from_krita_are_read() -> None:
    read = Drawing.read(SHARED / "clean/svg/2-0.svg")
    assert (read.width_px, read.height_px) == (900, 900)
    assert not read.blank
