from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.model import palette, read
from hwaryong.drawing.paint import paint, paintshot
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture, Pixels
from hwaryong.media.stroke import Dot, Stroke
from tests.drawing.figures import PALETTE, arm, line, ring, turned

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


def test_lazybrush_closes_a_wide_gap_where_it_is_narrowest() -> None:
    done = paint(drawn(ring("r", 100, 100, 50, gap_px=40)), PALETTE, method="lazybrush")
    assert done.flags == ()
    assert done.pixels[100, 100].tolist() == ROBE
    assert done.pixels[100, 170, 3] == 0


def test_lazybrush_parts_two_colours_at_the_neck_between_them() -> None:
    halves = [ring("a", 70, 100, 40, gap_px=24), ring("b", 170, 100, 40, gap_px=24)]
    halves[1] = halves[1].moved(turned(halves[1].points, 170, 100, 180))
    bridge = [line("t", (110, 92), (130, 92)), line("u", (110, 110), (130, 110))]
    dots = (Dot("d", "robe", 70, 100), Dot("e", "red", 170, 100))
    done = paint(drawn(*halves, *bridge, dots=dots), PALETTE, method="lazybrush")
    assert done.flags == ()
    assert done.pixels[100, 70].tolist() == ROBE
    assert done.pixels[100, 170].tolist() == RED


def test_lazybrush_lets_many_dots_outvote_one() -> None:
    dots = (Dot("a", "robe", 80, 100), Dot("b", "robe", 120, 100), Dot("c", "red", 100, 101))
    done = paint(drawn(ring("r", 100, 100, 50), dots=dots), PALETTE, method="lazybrush")
    assert done.pixels[100, 80].tolist() == ROBE
    assert done.pixels[101, 100].tolist() == ROBE
    assert done.flags == ("the paint dot 'c' is outvoted by what is open around it",)


def test_lazybrush_with_a_dot_on_open_paper_paints_nothing() -> None:
    done = paint(
        drawn(ring("r", 60, 100, 30), dots=(Dot("d", "robe", 180, 100),)), PALETTE, method="lazybrush"
    )
    assert done.pixels[100, 180, 3] == 0
    assert len(done.flags) == 1


TONES = Palette({"skin": "#e7c9a9", "skin.shadow": "#b08d72", "skin.light": "#fff0dd"})
SKIN, SHADOW, LIGHT = ([*TONES.rgba(name)] for name in TONES.colours)


def parted(colour: str) -> Drawing:
    across = Stroke("x", line("x", (100, 45), (100, 155), width=3).points, "close", colour)
    return drawn(ring("r", 100, 100, 50), across, dots=(Dot("d", "skin", 80, 100),))


@pytest.mark.parametrize("light_deg", [0.0, 180.0])
def test_a_red_line_parts_shadow_away_from_the_light(light_deg: float) -> None:
    done = paint(parted("#e03131"), TONES, light_deg=light_deg)
    assert done.flags == ()
    left, right = done.pixels[100, 75].tolist(), done.pixels[100, 125].tolist()
    assert (left, right) == ((SHADOW, SKIN) if light_deg == 0 else (SKIN, SHADOW))
    assert done.pixels[100, 101].tolist() in (SKIN, SHADOW), "the line itself is not seen"


def test_a_blue_line_parts_light() -> None:
    done = paint(parted("#1c3fe0"), TONES, light_deg=0)
    assert done.pixels[100, 75].tolist() == SKIN
    assert done.pixels[100, 125].tolist() == LIGHT


def test_a_tone_that_the_palette_lacks_is_told() -> None:
    done = paint(parted("#e03131"), Palette({"skin": "#e7c9a9"}), light_deg=0)
    assert done.pixels[100, 75].tolist() == SKIN
    assert done.flags == ("the palette has no tone 'skin.shadow': painted without it",)


def test_red_lines_of_a_scan_part_shadow_and_are_not_seen() -> None:
    pixels = np.full((200, 240, 4), 255, np.uint8)
    pixels[..., :3] = over_white(parted("#e03131"))
    scan = Drawing.from_pixels(pixels, (Dot("d", "skin", 80, 100),))
    done = paint(scan, TONES, light_deg=180)
    assert done.pixels[100, 75].tolist() == SKIN
    assert done.pixels[100, 125].tolist() == SHADOW
    assert SHADOW[1] <= done.pixels[100, 100, 1] <= SKIN[1], "where the tones meet, and no red"


def over_white(drawing: Drawing) -> Pixels:
    pixels = drawing.picture("ink", "close").pixels.astype(float)
    alpha = pixels[..., 3:] / 255
    return np.rint(pixels[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)


def test_photographed_paper_is_flattened() -> None:
    pixels = np.full((200, 240, 4), 255, np.uint8)
    shade = np.linspace(0.95, 0.45, 240)[None, :, None]
    pixels[..., :3] = over_white(drawn(ring("r", 100, 100, 50))) * shade
    model = paint(drawn(ring("r", 100, 100, 50)), PALETTE)
    done = paint(Drawing.from_pixels(pixels), PALETTE, {"model": model})
    assert done.flags == ()
    assert done.pixels[100, 100].tolist() == ROBE
    assert done.pixels[20, 230, 3] < 40, "the dark side of the paper is no ink"


def shot_of_arm() -> dict[str, Drawing]:
    return {f"{n:04}": Drawing(480, 360, arm(12 * n).strokes) for n in range(3)}


def test_colour_goes_from_one_painted_drawing_through_a_shot() -> None:
    lines = shot_of_arm()
    frames = paintshot(lines, PALETTE, {"0000": paint(arm(0), PALETTE)})
    assert list(frames) == list(lines)
    for number, name in enumerate(frames):
        dots = {dot.paint: (int(dot.y), int(dot.x)) for dot in arm(12 * number).dots}
        done = frames[name]
        assert isinstance(done, Picture)
        assert done.flags == ()
        assert done.pixels[dots["robe"]].tolist() == ROBE
        assert done.pixels[dots["red"]].tolist() == RED


def test_a_shot_gives_the_same_bytes_again(tmp_path: Path) -> None:
    model = {"m": paint(arm(0), PALETTE)}
    lines = dict(list(shot_of_arm().items())[1:2])
    once, again = (paintshot(lines, PALETTE, model).write(tmp_path / name) for name in ("a", "b"))
    assert [p.read_bytes() for p in sorted(once.iterdir())] == [
        p.read_bytes() for p in sorted(again.iterdir())
    ]


def test_a_dot_is_binding_where_a_model_says_otherwise() -> None:
    pinned = Drawing(480, 360, arm(0).strokes, (Dot("d", "skin", 160, 200),))
    done = paint(pinned, PALETTE, {"m": paint(arm(0), PALETTE)})
    assert done.pixels[200, 160].tolist() == [*PALETTE.rgba("skin")]
    assert done.pixels[100, 300].tolist() == RED


def test_a_colour_change_is_one_edit_of_the_drafted_palette() -> None:
    model = paint(arm(0), PALETTE)
    drafted = palette({"m": model})
    assert sorted(drafted.colours.values()) == ["#b03a2e", "#d8d2c4"]
    largest = next(iter(drafted.colours))
    edited = Palette({**drafted.colours, largest: "#112233"}, drafted.model)
    done = paint(Drawing(480, 360, arm(0).strokes), edited, {"m": model})
    assert done.pixels[200, 160].tolist() == [0x11, 0x22, 0x33, 255]
    assert done.pixels[100, 300].tolist() == RED


def test_a_model_on_white_paper_is_read_without_the_paper() -> None:
    model = paint(arm(0), PALETTE).pixels.astype(float)
    alpha = model[..., 3:] / 255
    flat = np.full((360, 480, 4), 255, np.uint8)
    flat[..., :3] = np.rint(model[..., :3] * alpha + 255 * (1 - alpha))
    assert sorted(palette({"m": Picture(flat)}).colours.values()) == ["#b03a2e", "#d8d2c4"]


def test_paint_goes_under_a_speck_between_lines() -> None:
    across = (line("a", (100, 60), (100, 140)), line("b", (108, 60), (108, 140)))
    rungs = (line("c", (94, 96), (112, 96)), line("d", (94, 104), (112, 104)))
    drawing = drawn(ring("r", 100, 100, 50), *across, *rungs, dots=())
    model = paint(drawn(ring("r", 100, 100, 50)), PALETTE)
    inside = paint(drawing, PALETTE, {"m": model}, sure=0.0).pixels[96:105, 100:109, 3]
    assert drawing.ink()[100, 104] < 0.3, "there is a speck"
    assert inside.min() == 255


def test_what_is_too_narrow_to_have_a_core_is_read_from_the_model() -> None:
    # The white around the iris is 2 px wide beside its soft edges.
    rims = (ring("white", 100, 100, 30), ring("iris", 100, 100, 23))
    painted = paint(drawn(*rims, dots=(Dot("w", "robe", 100, 73), Dot("i", "red", 100, 100))), PALETTE)
    assert painted.flags == ()
    found = read(painted, PALETTE)
    assert sorted(found.colours.argmax(axis=1).tolist()) == [1, 2]


def test_the_soft_edge_of_a_line_is_no_region() -> None:
    corners = [(50, 50), (150, 50), (150, 150), (50, 150), (50, 50)]
    box = [line(id, a, b) for id, a, b in zip("abcd", corners, corners[1:], strict=False)]
    model = paint(drawn(*box), PALETTE)
    edge = bytes(model.pixels[52, 100, :3].tolist())
    assert 0x1B < edge[0] < ROBE[0], "along the line between the ink and the paint"
    found = read(model, Palette({**PALETTE.colours, "edge": f"#{edge.hex()}"}))
    assert found.colours.argmax(axis=1).tolist() == [1]


def test_a_blank_drawing_of_a_shot_stays_empty_and_is_flagged() -> None:
    frames = paintshot({"a": Drawing(480, 360)}, PALETTE, {"m": paint(arm(0), PALETTE)})
    done = frames["a"]
    assert isinstance(done, Picture)
    assert done.pixels.max() == 0
    assert done.flags == ("nothing is drawn here",)


def test_models_without_colours_are_refused() -> None:
    bare = Picture(arm(0).picture().pixels)
    with pytest.raises(BadInput, match="no flat colours"):
        palette({"m": bare})
    with pytest.raises(BadInput, match="none of the palette's colours"):
        paint(Drawing(480, 360, arm(0).strokes), PALETTE, {"m": bare})
