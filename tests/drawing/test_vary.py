from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.contactsheet import contactsheet, thumbnail
from hwaryong.drawing.harmony import recoloured_hex, to_oklab, to_srgb
from hwaryong.drawing.paint import paint
from hwaryong.drawing.vary import variations, vary, vary_palette
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture
from hwaryong.media.stroke import Dot, Stroke
from hwaryong.media.variation import (
    CropChange,
    LineChange,
    PaletteChange,
    PoseChange,
    Variation,
    Variations,
)
from tests.drawing.figures import PALETTE, arm, line, ring

hexes = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def figure() -> Drawing:
    """A head on a body with an arm and a leg, all closed and dotted, standing on the paper."""
    body = [line("body.1", (180, 120), (180, 260), (220, 260), (220, 120), (180, 120), count=60)]
    limbs = [line("arm.1", (220, 140), (320, 150), count=30), line("leg.1", (200, 260), (200, 340), count=30)]
    dots = (Dot("head", "skin", 200, 90), Dot("body", "robe", 200, 200))
    return Drawing(480, 360, (ring("head.1", 200, 90, 30), *body, *limbs), dots)


def pixels(drawing: Drawing) -> Drawing:
    seen = drawing.picture().pixels.astype(np.float32)
    alpha = seen[..., 3:] / 255
    white = np.rint(seen[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    return Drawing.from_pixels(np.dstack([white, np.full(white.shape[:2], 255, np.uint8)]))


def of(drawing: Drawing, id: str) -> Stroke:
    return next(stroke for stroke in drawing.strokes if stroke.id == id)


def made(drawing: Drawing, **aspects: object) -> Drawing:
    return vary(drawing, variation=Variation(**aspects))  # type: ignore[arg-type]


# What is proposed.


def test_the_same_question_gets_the_same_proposals_and_they_survive_a_file(tmp_path: Path) -> None:
    first, again = (variations(figure(), PALETTE, count=40, seed=3) for _ in range(2))
    assert first.items == again.items
    assert len(first.items) == 40
    back = Variations.read(first.write(tmp_path / "vary"))
    assert back.items == first.items
    assert variations(figure(), PALETTE, count=40, seed=4).items != first.items


def test_no_two_of_twenty_proposals_are_the_same() -> None:
    plain = [one.model_dump_json() for _, one in variations(figure(), PALETTE, count=20).items.values()]
    assert len(set(plain)) == 20


def test_only_what_is_asked_for_and_what_the_drawing_has() -> None:
    def asked(**how: object) -> set[str]:
        found = variations(figure(), count=12, **how)  # type: ignore[arg-type]
        return {name.partition(":")[0] for name, _ in found.items.values()}

    assert asked() == {"line", "pose", "crop"}
    assert asked(of=["pose"]) == {"pose"}
    with pytest.raises(BadInput, match="no colours to vary"):
        asked(of=["palette"])
    red = Drawing(480, 360, (Stroke("a", ring("a", 99, 99, 40).points, colour="#c02020"),))
    assert any(one.palette for _, one in variations(red).items.values())
    with pytest.raises(BadInput, match="nothing is drawn"):
        variations(Drawing(480, 360))


def test_choices_are_put_together_and_a_wrong_one_is_told() -> None:
    found = Variations({"01": ("a", Variation(line=LineChange(weight=2))),
                        "02": ("b", Variation(pose=PoseChange(head=1.2)))})  # fmt: skip
    assert found.chosen(["01", "02"]) == Variation(line=LineChange(weight=2), pose=PoseChange(head=1.2))
    with pytest.raises(BadInput, match="no variation '07'; take one of 01, 02"):
        found.chosen(["07"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "variations"), ("[", "variations"), ('{"variations": [1]}', "variations"),
        ('{"variations": [{"id": "01", "line": {"weight": 99}}]}', "line.weight"),
        ('{"variations": [{"id": "01", "lines": {}}]}', "lines"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_variations_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "vary.json"
    path.write_text(text)
    with pytest.raises(BadInput, match=said) as error:
        Variations.read(path)
    assert str(path) in str(error.value)


def test_nothing_asked_nothing_changed() -> None:
    drawing = figure()
    assert made(drawing) is drawing
    same = made(drawing, line=LineChange(), pose=PoseChange())
    assert all(
        np.allclose(a.points, b.points, atol=0.02) for a, b in zip(same.strokes, drawing.strokes, strict=True)
    )


# Colour.


@given(st.lists(hexes, min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_oklab_goes_there_and_back(colours: list[str]) -> None:
    srgb = np.array([list(bytes.fromhex(colour[1:])) for colour in colours]) / 255
    assert np.abs(to_srgb(to_oklab(srgb)) - srgb).max() < 0.004
    assert recoloured_hex(colours, PaletteChange(), colours, None) == colours


@given(st.lists(hexes, min_size=2, max_size=10), st.sampled_from(["complementary", "triadic", "split"]))
@settings(max_examples=40, deadline=None)
def test_harmonies_keep_lightness_so_that_what_was_read_still_is(colours: list[str], harmony: str) -> None:
    change = PaletteChange(harmony=harmony, hue_deg=50, chroma=1.4)  # type: ignore[arg-type]
    done = recoloured_hex(colours, change, colours, None)
    before, after = (
        to_oklab(np.array([list(bytes.fromhex(c[1:])) for c in some]) / 255)[:, 0] for some in (colours, done)
    )
    assert np.abs(before - after).max() < 0.02


def hue(colour: str) -> float:
    _, a, b = to_oklab(np.array([list(bytes.fromhex(colour[1:7]))]) / 255)[0]
    return float(np.rad2deg(np.arctan2(b, a))) % 360


def test_a_complementary_palette_has_two_opposite_hues() -> None:
    palette = Palette({"a": "#d8a050", "b": "#c89048", "c": "#b07c3c", "accent": "#c03060aa"})
    change = Variation(palette=PaletteChange(harmony="complementary"))
    done = vary_palette(palette, variation=change).colours
    away = (hue(done["accent"]) - hue(done["a"])) % 360
    assert 165 < away < 195
    assert abs(hue(done["a"]) - hue(done["c"])) < 10
    assert done["accent"].endswith("aa")
    assert list(done) == list(palette.colours)


@pytest.mark.parametrize(("hour", "channel"), [("night", 2), ("dusk", 0), ("dawn", 0)])
def test_an_hours_light_has_its_colour(hour: str, channel: int) -> None:
    change = Variation(palette=PaletteChange(hour=hour))  # type: ignore[arg-type]
    grey = vary_palette(Palette({"g": "#a0a0a0"}), variation=change).rgba("g")
    assert grey.index(max(grey[:3])) == channel
    assert max(grey[:3]) - min(grey[:3]) > 12


def test_a_reference_pictures_colours_are_taken() -> None:
    blue = np.zeros((40, 40, 4), np.uint8)
    blue[:20], blue[20:] = (30, 60, 160, 255), (90, 140, 220, 255)
    change = Variation(palette=PaletteChange(reference=1.0))
    done = vary_palette(PALETTE, Picture(blue), variation=change)
    for name in done.colours:
        red, _, b, _ = done.rgba(name)
        assert b > red
    with pytest.raises(BadInput, match="reference picture"):
        vary_palette(PALETTE, variation=change)


def test_pixels_get_the_colours_that_the_palette_gets() -> None:
    names = list(PALETTE.colours)
    flat = np.zeros((30, 10 * len(names), 4), np.uint8)
    for index, name in enumerate(names):
        flat[:, 10 * index : 10 * index + 10] = PALETTE.rgba(name)
    change = Variation(palette=PaletteChange(hour="dusk", hue_deg=20))
    done = vary(Drawing.from_pixels(flat), variation=change)
    assert done.raster is not None
    wanted = vary_palette(PALETTE, variation=change)
    for index, name in enumerate(names):
        assert np.abs(done.raster[5, 10 * index + 5].astype(int) - wanted.rgba(name)).max() <= 4


def test_black_ink_stays_and_coloured_lines_turn() -> None:
    lines = (ring("a", 99, 99, 40), Stroke("b", ring("b", 250, 99, 40).points, colour="#c02020"))
    done = made(Drawing(480, 360, lines), palette=PaletteChange(hue_deg=120))
    assert done.strokes[0].colour == lines[0].colour
    assert 100 < (hue(done.strokes[1].colour) - hue("#c02020")) % 360 < 140


# Lines.


@pytest.mark.parametrize("weight", [0.5, 2.0])
def test_weight_is_what_one_sees_in_strokes_and_in_pixels(weight: float) -> None:
    drawing = figure()
    for before in (drawing, pixels(drawing)):
        share = made(before, line=LineChange(weight=weight)).ink().sum() / before.ink().sum()
        assert weight * 0.8 < share < weight * 1.2


def test_weight_of_lines_on_nothing_keeps_their_colour() -> None:
    before = Drawing.from_pixels(arm(0).picture().pixels)
    after = made(before, line=LineChange(weight=2))
    assert after.raster is not None
    assert after.raster[..., 3].sum() > 1.6 * before.raster[..., 3].sum()  # type: ignore[index]
    assert after.raster[after.raster[..., 3] > 200, :3].max() < 60


def test_taper_thins_ends_and_leaves_closed_lines() -> None:
    done = made(figure(), line=LineChange(taper=1))
    limb, head = of(done, "arm.1").points, of(done, "head.1").points
    assert limb[0, 2] < 1 < 4 < limb[len(limb) // 2, 2]
    assert np.ptp(head[:, 2]) < 0.1


@given(st.integers(0, 1000), st.floats(0.1, 1))
@settings(max_examples=15, deadline=None)
def test_an_unsteady_hand_keeps_together_what_touches(seed: int, wobble: float) -> None:
    drawing = arm(20)
    done = made(drawing, line=LineChange(wobble=wobble, seed=seed))
    assert not np.allclose(of(done, "l").points[-1], of(drawing, "l").points[-1])
    for a, b in (
        ("l", "b"),
        ("b", "r"),
        ("r", "t"),
        ("arm.t", "arm.e"),
        ("arm.e", "arm.b"),
        ("arm.b", "arm.c"),
    ):
        assert np.hypot(*(of(done, a).points[-1, :2] - of(done, b).points[0, :2])) < 0.05
    assert not paint(done, PALETTE).flags


def test_a_dry_brush_still_holds_paint_in() -> None:
    done = made(arm(0), line=LineChange(dry=1, weight=1.5, seed=5))
    assert done.ink().sum() < 0.9 * made(arm(0), line=LineChange(weight=1.5)).ink().sum()
    assert not paint(done, PALETTE).flags


# Pose.


def extent(drawing: Drawing, id: str) -> tuple[float, float]:
    points = of(drawing, id).points
    return float(np.ptp(points[:, 0])), float(np.ptp(points[:, 1]))


def test_a_named_head_grows_and_the_body_stays() -> None:
    before, after = figure(), made(figure(), pose=PoseChange(head=1.4))
    assert extent(after, "head.1")[0] > 1.2 * extent(before, "head.1")[0]
    assert extent(after, "body.1")[1] < 1.15 * extent(before, "body.1")[1]
    assert [stroke.id for stroke in after.strokes] == [stroke.id for stroke in before.strokes]
    assert not paint(after, Palette({**PALETTE.colours})).flags


def test_named_limbs_get_longer_along_themselves() -> None:
    before, after = figure(), made(figure(), pose=PoseChange(limbs=1.4))
    assert extent(after, "arm.1")[0] > 1.25 * extent(before, "arm.1")[0]
    assert extent(after, "leg.1")[1] > 1.2 * extent(before, "leg.1")[1]
    assert 0.9 < extent(after, "head.1")[0] / extent(before, "head.1")[0] < 1.1


@pytest.mark.parametrize("lean", [-12.0, 12.0])
def test_a_lean_moves_the_head_and_not_the_foot(lean: float) -> None:
    for before in (figure(), pixels(figure())):
        after = made(before, pose=PoseChange(lean_deg=lean))
        rows = np.s_[55:125], np.s_[325:340]
        moved = [middle(after, part) - middle(before, part) for part in rows]
        assert moved[0] * np.sign(lean) > 15
        assert abs(moved[1]) < 6


def middle(drawing: Drawing, rows: slice) -> float:
    weight = drawing.ink()[rows].sum(axis=0)
    return float(np.average(np.arange(len(weight)), weights=weight))


@given(st.floats(0.7, 1.5), st.floats(0.7, 1.5), st.floats(-15, 15), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_figure_on_the_paper_stays_on_it(head: float, limbs: float, lean: float, named: bool) -> None:
    drawing = figure()
    if not named:
        strokes = tuple(Stroke(f"s{i}", s.points) for i, s in enumerate(drawing.strokes))
        drawing = Drawing(480, 360, strokes, drawing.dots)
    after = made(drawing, pose=PoseChange(head=head, limbs=limbs, lean_deg=lean))
    places = np.vstack([stroke.points[:, :2] for stroke in after.strokes])
    assert (places > 0).all()
    assert (places < (480, 360)).all()


def test_pixels_get_the_pose_that_unnamed_strokes_get() -> None:
    drawing = figure()
    plain = Drawing(480, 360, tuple(Stroke(f"s{i}", s.points) for i, s in enumerate(drawing.strokes)))
    change = PoseChange(head=1.3, limbs=1.15, lean_deg=6)
    drawn, warped = made(plain, pose=change).ink() > 0.5, made(pixels(plain), pose=change).ink() > 0.3
    away = cv2.distanceTransform((~drawn).astype(np.uint8), cv2.DIST_L2, 5)
    assert float((away[warped] < 4).mean()) > 0.95


def test_a_raised_arm_of_pixels_stays_on_the_paper() -> None:
    body = (line("b", (300, 100), (300, 330)), line("a", (300, 130), (60, 60)), ring("h", 300, 60, 30))
    for head in (1.3, 1.45):
        ink = made(pixels(Drawing(480, 360, body)), pose=PoseChange(head=head)).ink() > 0.3
        assert ink.any()
        assert not np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]]).any()


def test_lines_on_photographed_paper_grow_by_their_own_width() -> None:
    paper = np.linspace(0.75, 0.4, 480)[None, :, None]
    sheet = pixels(arm(0)).raster
    assert sheet is not None
    photo = np.dstack([np.rint(sheet[..., :3] * paper).astype(np.uint8), sheet[..., 3]])
    plain, dim = (made(Drawing.from_pixels(one), line=LineChange(weight=1.8)) for one in (sheet, photo))
    assert dim.raster is not None
    even = np.minimum(dim.raster[..., :3] / paper, 255).astype(np.uint8)
    clear = Drawing.from_pixels(np.dstack([even, sheet[..., 3]]))
    assert (clear.ink() > 0.5).sum() == pytest.approx((plain.ink() > 0.5).sum(), rel=0.2)


# Frame.


def test_a_frame_shows_what_lies_in_it_and_beyond_the_paper() -> None:
    crop = CropChange(x=120, y=20, width=240, height=180, out_width_px=480, out_height_px=360)
    drawing = figure()
    done = made(drawing, crop=crop)
    assert np.allclose(of(done, "arm.1").points[-1], (400, 260, 10), atol=0.05)
    assert (done.dots[0].x, done.dots[0].y) == (160, 140)
    large = cv2.resize(drawing.ink()[20:200, 120:360], (480, 360), interpolation=cv2.INTER_LINEAR)
    assert np.abs(large - done.ink()).sum() < 0.25 * large.sum()
    seen = made(pixels(drawing), crop=crop)
    assert np.abs(seen.ink() - done.ink()).sum() < 0.25 * done.ink().sum()
    wider = CropChange(x=-240, y=-180, width=960, height=720, out_width_px=480, out_height_px=360)
    assert made(pixels(drawing), crop=wider).raster[5, 5].tolist() == [255] * 4  # type: ignore[index]


def test_a_vertical_frame_has_the_head_on_it() -> None:
    found = variations(figure(), of=["crop"], count=8).items.values()
    crop = next(one.crop for name, one in found if "9:16" in name)
    assert crop is not None
    assert abs(crop.out_width_px / crop.out_height_px - 9 / 16) < 0.01
    head = of(made(figure(), crop=crop), "head.1").points
    assert head[:, 0].min() > 0
    assert head[:, 0].max() < crop.out_width_px


# The sheet.


def test_the_sheet_shows_each_with_its_parameters() -> None:
    found = variations(figure(), count=5)
    one = thumbnail(figure(), side_px=200)
    assert one.pixels.shape == (150, 200, 4)
    drawings = {"00": one}
    drawings |= {id: thumbnail(vary(figure(), variation=v)) for id, (_, v) in found.items.items()}
    sheet = contactsheet(drawings, found, width_px=200)
    again = contactsheet(drawings, found, width_px=200)
    assert np.array_equal(sheet.pixels, again.pixels)
    assert (sheet.pixels[..., 3] == 255).all()
    told = Variations({**found.items, "01": (found.items["01"][0], Variation(line=LineChange(weight=3)))})
    assert not np.array_equal(contactsheet(drawings, told, width_px=200).pixels, sheet.pixels)
    with pytest.raises(BadInput, match="holds 1 to 100"):
        contactsheet(dict.fromkeys(map(str, range(101)), one), found)
