from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.paint import paint
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture
from hwaryong.media.stroke import Dot
from tests.drawing.figures import PALETTE, arm, line, ring

ROBE, RED = [0xD8, 0xD2, 0xC4, 255], [0xB0, 0x3A, 0x2E, 255]


def drawn(*strokes: object, dots: tuple[Dot, ...] = (Dot("d", "robe", 100, 100),)) -> Drawing:
    return Drawing(240, 200, strokes, dots)  # type: ignore[arg-type]


def test_a_region_is_filled_to_the_middle_of_its_line_and_nothing_else() -> None:
    done = paint(drawn(ring("r", 100, 100, 50)), PALETTE)
    assert done.pixels[100, 100].tolist() == ROBE
    assert done.flags == ()
    assert done.confidence == 1.0
    assert done.pixels[100, 160, 3] == 0
    assert done.pixels[5, 5].tolist() == [0, 0, 0, 0]


def test_no_halo_between_paint_and_line() -> None:
    done = paint(drawn(ring("r", 100, 100, 50)), PALETTE).pixels
    assert (done[100, 100:151, 3] == 255).all(), "opaque from the dot to the line"


def test_ink_keeps_its_colour_above_the_paint() -> None:
    done = paint(drawn(ring("r", 100, 100, 50)), PALETTE).pixels
    assert done[100, 150].tolist() == [0x1B, 0x19, 0x17, 255]


def test_close_strokes_bound_paint_and_are_not_seen() -> None:
    done = paint(drawn(ring("r", 100, 100, 50, kind="close")), PALETTE).pixels
    assert done[100, 100].tolist() == ROBE
    assert done[100, 147].tolist() == ROBE
    assert done[100, 154, 3] == 0


@given(st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=30, deadline=None)
def test_gaps_are_closed_up_to_the_setting(gap: int, gap_px: int) -> None:
    # The ring's ends are round caps of 4 px, so an opening of n px needs an arc of n + 4.
    done = paint(drawn(ring("r", 100, 100, 50, gap_px=gap + 4)), PALETTE, gap_px=gap_px)
    if gap + 1 <= gap_px or gap == 0:
        assert done.flags == ()
        assert done.pixels[100, 100].tolist() == ROBE
    if gap >= gap_px + 3:
        assert done.flags == ("the paint dot 'd' leaks out of its lines",)
        assert done.pixels[100, 100, 3] == 0


def test_a_closed_gap_does_not_let_paint_creep_out() -> None:
    done = paint(drawn(ring("r", 100, 100, 50, gap_px=8)), PALETTE, gap_px=6)
    assert done.pixels[94:104, 155:, 3].max() == 0
    assert done.flags == ()


def test_two_colours_in_one_region_stay_unpainted_and_two_dots_of_one_colour_do_not() -> None:
    ring_ = ring("r", 100, 100, 50)
    both = paint(drawn(ring_, dots=(Dot("a", "robe", 90, 100), Dot("b", "red", 110, 100))), PALETTE)
    assert both.pixels[100, 100, 3] == 0
    assert len(both.flags) == 2
    assert both.confidence == 0
    assert "shares its region with another colour (red, robe)" in both.flags[0]
    same = paint(drawn(ring_, dots=(Dot("a", "robe", 90, 100), Dot("b", "robe", 110, 100))), PALETTE)
    assert same.flags == ()
    assert same.pixels[100, 100].tolist() == ROBE


def test_neighbouring_regions_meet_under_their_line() -> None:
    done = paint(arm(0), PALETTE)
    assert done.flags == ()
    assert done.pixels[200, 160].tolist() == ROBE
    assert done.pixels[100, 300].tolist() == RED
    assert (done.pixels[100, 160:330, 3] == 255).all()


def test_a_dot_on_a_line_takes_the_region_beside_it() -> None:
    done = paint(drawn(ring("r", 100, 100, 50), dots=(Dot("d", "robe", 148, 100),)), PALETTE)
    assert done.flags == ()
    assert done.pixels[100, 100].tolist() == ROBE


def test_what_the_papers_edge_cuts_is_held_by_it() -> None:
    shoulders = line("s", (40, 199), (60, 90), (140, 90), (160, 199))
    done = paint(drawn(shoulders, dots=(Dot("d", "robe", 100, 150),)), PALETTE)
    assert done.flags == ()
    assert done.pixels[199, 100].tolist() == ROBE
    assert done.pixels[150, 10, 3] == 0


def test_what_is_closed_beyond_the_edge_is_painted_though_its_dot_lies_there() -> None:
    done = paint(drawn(ring("r", 120, 210, 60), dots=(Dot("d", "robe", 120, 220),)), PALETTE)
    assert done.flags == ()
    assert done.pixels[190, 120].tolist() == ROBE


def test_a_wash_is_uneven_opaque_and_always_the_same() -> None:
    drawing = drawn(ring("r", 100, 100, 50))
    washed, again, flat = (paint(drawing, PALETTE, wash=wash).pixels for wash in (0.8, 0.8, 0.0))
    inside = np.s_[70:130, 70:130]
    assert np.array_equal(washed, again)
    assert np.array_equal(washed[..., 3], flat[..., 3])
    assert washed[inside][..., 0].std() > 1
    assert flat[inside][..., 0].std() == 0


def test_the_washs_grain_moves_with_its_dot() -> None:
    here = paint(drawn(ring("r", 100, 100, 50)), PALETTE, wash=0.8).pixels
    there = paint(
        drawn(ring("r", 130, 110, 50), dots=(Dot("d", "robe", 130, 110),)), PALETTE, wash=0.8
    ).pixels
    assert np.array_equal(here[80:120, 80:120], there[90:130, 110:150])


def test_a_palettes_alpha_is_kept() -> None:
    done = paint(drawn(ring("r", 100, 100, 50)), Palette({"robe": "#ff000080"}))
    assert done.pixels[100, 100].tolist() == [255, 0, 0, 128]


def test_colour_is_carried_from_a_model() -> None:
    model = paint(arm(0), PALETTE)
    moved = tuple(s.moved(s.points + np.array([12, 9, 0])) for s in arm(0).strokes)
    done = paint(Drawing(480, 360, moved), PALETTE, {"model": model})
    assert done.flags == ()
    assert done.confidence == 1.0
    assert done.pixels[209, 172].tolist() == ROBE
    assert done.pixels[109, 312].tolist() == RED


def test_a_region_that_the_model_does_not_decide_is_left_and_flagged() -> None:
    pixels = np.zeros((200, 240, 4), np.uint8)
    pixels[50:150, 50:100], pixels[50:150, 100:150] = ROBE, RED
    done = paint(drawn(ring("r", 100, 100, 50), dots=()), PALETTE, {"model": Picture(pixels)})
    assert done.pixels[100, 100, 3] == 0
    assert "no clear colour" in done.flags[0]
    assert done.confidence == 0


def test_lines_without_dots_are_only_lines() -> None:
    done = paint(drawn(ring("r", 100, 100, 50), dots=()), PALETTE)
    assert done.flags == ()
    assert done.pixels[100, 100, 3] == 0
    assert done.pixels[100, 150, 3] == 255


def test_an_empty_drawing_gives_an_empty_cel() -> None:
    assert paint(Drawing(64, 48), PALETTE).pixels.max() == 0


def test_bad_input() -> None:
    with pytest.raises(BadInput, match=r"dot 'd'.*no colour 'rob'.*'robe'"):
        paint(drawn(ring("r", 100, 100, 50), dots=(Dot("d", "rob", 100, 100),)), PALETTE)
    with pytest.raises(BadInput, match="240×200 px and its model 10×10 px"):
        paint(drawn(ring("r", 100, 100, 50)), PALETTE, {"model": Picture(np.zeros((10, 10, 4), np.uint8))})
    with pytest.raises(BadInput, match="no paint dots"):
        paint(Drawing.from_pixels(np.zeros((10, 10, 4), np.uint8)), PALETTE)
    with pytest.raises(BadInput, match="gap_px"):
        paint(drawn(ring("r", 100, 100, 50)), PALETTE, gap_px=25)
