"""Coloured lines of keys in pixels: they come along in the in-betweens, and paint knows them."""

from __future__ import annotations

import numpy as np
import pytest

from hwaryong.drawing.inbetween import inbetween
from hwaryong.drawing.keylines import key_lines
from hwaryong.drawing.paint import paint
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.palette import Palette
from hwaryong.media.stroke import Dot, Stroke
from tests.drawing.figures import line, ring

RED, BLUE, GREEN = "#d01020", "#2030d0", "#109030"
ALONE = "the first key alone has red lines: they are there for half of the way"


def scan(*strokes: Stroke, dots: tuple[Dot, ...] = ()) -> Drawing:
    """The strokes on white paper."""
    seen = Drawing(320, 240, strokes).picture().pixels.astype(float)
    alpha = seen[..., 3:] / 255
    pixels = np.dstack([seen[..., :3] * alpha + 255 * (1 - alpha), np.full((240, 320), 255)])
    return Drawing.from_pixels(np.rint(pixels).astype(np.uint8), dots)


def hue(colour: str, x: float) -> Stroke:
    return Stroke(f"{colour}{x}", line("", (x, 80), (x + 10, 150)).points, "ink", colour)


def between(first: Drawing, last: Drawing, t: float = 0.5) -> Drawing:
    drawing = inbetween(first, last, at=[t])["0001"]
    assert isinstance(drawing, Drawing)
    return drawing


def test_each_hue_goes_along_for_itself() -> None:
    first, last = (scan(ring("r", x, 120, 60), hue(RED, x - 20), hue(BLUE, x)) for x in (130, 150))
    middle = between(first, last)
    red, blue = sorted(middle.of_kind("close"), key=lambda stroke: float(stroke.points[:, 0].mean()))
    assert (red.colour, blue.colour) == (RED, BLUE)
    for stroke, left in ((red, 120), (blue, 140)):
        assert np.abs(stroke.points[:, 0] - left - (stroke.points[:, 1] - 80) / 7).max() < 2
        assert np.ptp(stroke.points[:, 1]) == pytest.approx(70, abs=4)
    assert {stroke.colour for stroke in middle.of_kind("ink")} == {"#1b1917"}
    assert not any("alone" in flag for flag in middle.flags)


def test_lines_that_lie_elsewhere_on_the_last_key_settle_there() -> None:
    """The shadow moves over the ring, which stands still."""
    body = (ring("r", 130, 120, 60), line("l", (130, 200), (200, 200)))
    [moved] = between(scan(*body, hue(RED, 110)), scan(*body, hue(RED, 118))).of_kind("close")
    assert np.abs(moved.points[:, 0] - 114 - (moved.points[:, 1] - 80) / 7).max() < 1.5


def test_lines_of_one_key_are_there_for_half_of_the_way_and_this_is_told() -> None:
    keys = scan(ring("r", 130, 120, 60), hue(RED, 110)), scan(ring("r", 150, 120, 60))
    early, late = (between(*keys, t) for t in (0.4, 0.6))
    assert (len(early.of_kind("close")), len(late.of_kind("close"))) == (1, 0)
    assert ALONE in early.flags


def test_a_hold_keeps_its_colours() -> None:
    key = scan(ring("r", 130, 120, 60), hue(RED, 110))
    held = between(key, key)
    assert held.flags == ()
    assert np.array_equal(held.picture().pixels, key.picture().pixels)


def test_keys_in_coloured_pencil_are_ink() -> None:
    ink, close = key_lines(scan(hue(BLUE, 100), hue(BLUE, 160)))
    assert {stroke.colour for stroke in ink} == {BLUE}
    assert close == []


def test_a_small_coloured_line_comes_along_with_a_large_drawing() -> None:
    """An iris in green, less than a hundredth of the black lines."""

    def key(x: int) -> Drawing:
        body = [ring(f"{radius}", x, 120, radius) for radius in (20, 60, 80, 100)]
        return scan(*body, Stroke("i", ring("", x, 120, 5).points * (1, 1, 0.5), "ink", GREEN))

    [iris] = between(key(130), key(150)).of_kind("close")
    assert iris.colour == GREEN
    assert iris.closed
    assert np.abs(np.hypot(*(iris.points[:, :2] - (140, 120)).T) - 5).max() < 1.5


def test_black_lines_are_the_same_with_coloured_ones_beside_them() -> None:
    def key(x: int, *coloured: Stroke) -> Drawing:
        return scan(ring("r", x, 120, 60), line("l", (x, 20), (x + 60, 40)), *coloured)

    plain = between(key(130), key(150))
    beside = between(key(130, hue(RED, 110), hue(BLUE, 130)), key(150, hue(RED, 130), hue(BLUE, 150)))
    assert len(beside.of_kind("close")) == 2
    for one, other in zip(plain.strokes, beside.of_kind("ink"), strict=True):
        assert (one.id, one.colour, one.points.tobytes()) == (other.id, other.colour, other.points.tobytes())


def test_dust_in_colour_is_no_line() -> None:
    ink, close = key_lines(
        scan(ring("r", 130, 120, 90), Stroke("d", line("", (60, 60), (63, 60)).points, "ink", RED))
    )
    assert ink
    assert close == []


def test_fringes_of_black_lines_are_no_coloured_lines() -> None:
    """A scanner whose red lies half a pixel beside the rest."""
    pixels = np.array(scan(ring("r", 130, 120, 90), line("l", (200, 40), (220, 200))).raster)
    red = pixels[..., 0].astype(float)
    pixels[..., 0] = (red + np.roll(red, 1, axis=1)) / 2
    pixels[..., 2] = (red + np.roll(red, -1, axis=1)) / 2
    ink, close = key_lines(Drawing.from_pixels(pixels))
    assert ink
    assert close == []


def test_a_key_with_hardly_a_mark_has_no_lines() -> None:
    with pytest.raises(BadInput, match="no lines are found in a key; draw it darker"):
        key_lines(scan(line("l", (100, 100), (102, 100))))


def test_paint_parts_shadow_in_betweens_as_in_their_keys() -> None:
    palette = Palette({"skin": "#e7c9a9", "skin.shadow": "#b08d72"})

    def key(x: int) -> Drawing:
        across = Stroke("s", line("", (x, 60), (x, 180)).points, "ink", RED)
        return scan(ring("r", x, 120, 60), across, dots=(Dot("d", "skin", x - 20, 120),))

    for cel in (
        paint(drawing, palette, light_deg=180).pixels for drawing in (key(140), between(key(130), key(150)))
    ):
        assert cel[120, 110].tolist() == [*palette.rgba("skin")]
        assert cel[120, 170].tolist() == [*palette.rgba("skin.shadow")]
