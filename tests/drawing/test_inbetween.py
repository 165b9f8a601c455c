from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.inbetween import inbetween, mixed
from hwaryong.drawing.paint import paint
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.frames import Frames
from hwaryong.media.marks import Marks
from hwaryong.media.stroke import Floats, Stroke
from tests.drawing.figures import PALETTE, arm, line, ring, turned

SHARED = Path(__file__).parents[3] / "shared/data/drawing/jostc"
REAL = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real drawings are not here (../shared/data/drawing)"
)


def only(frames: Frames, name: str = "0001") -> Drawing:
    drawing = frames[name]
    assert isinstance(drawing, Drawing)
    return drawing


def points(drawing: Drawing, id: str) -> Floats:
    return next(stroke.points for stroke in drawing.strokes if stroke.id == id)


def test_names_and_count() -> None:
    frames = inbetween(arm(0), arm(-40), count=3)
    assert list(frames) == ["0001", "0002", "0003"]
    assert list(inbetween(arm(0), arm(-40))) == ["0001"]


def test_a_limb_turns_and_does_not_shrink() -> None:
    middle = only(inbetween(arm(40), arm(-80), at=[0.5]))
    wanted = points(arm(-20), "arm.t")
    assert np.abs(points(middle, "arm.t")[:, :2] - wanted[:, :2]).max() < 3
    straight = (points(arm(40), "arm.t") + points(arm(-80), "arm.t")) / 2
    assert np.abs(straight[:, :2] - wanted[:, :2]).max() > 60, "a linear blend would have failed"


def test_the_body_stands_still_while_the_arm_turns() -> None:
    middle = only(inbetween(arm(40), arm(-80)))
    for id in "lbrt":
        assert np.abs(points(middle, id) - points(arm(0), id)).max() < 2.5


@given(st.floats(-80, 80), st.floats(-80, 80), st.floats(0.05, 0.95))
@settings(max_examples=15, deadline=None)
def test_what_touches_in_both_keys_touches_between_and_can_be_painted(a: float, b: float, t: float) -> None:
    drawing = only(inbetween(arm(a), arm(b), at=[t]))
    for end, begin in (("arm.t", "arm.e"), ("arm.e", "arm.b")):
        assert np.hypot(*(points(drawing, end)[-1] - points(drawing, begin)[0])[:2]) < 3
    assert paint(drawing, PALETTE).flags == ()


@given(st.floats(0.02, 0.98))
@settings(max_examples=10, deadline=None)
def test_near_a_key_the_drawing_is_near_the_key(t: float) -> None:
    drawing = only(inbetween(arm(20), arm(-30), at=[t]))
    reach = np.abs(points(arm(20), "arm.t") - points(arm(-30), "arm.t")).max()
    assert np.abs(points(drawing, "arm.t") - points(arm(20), "arm.t")).max() <= t * reach * 1.3 + 0.1


def test_a_thing_that_turns_as_a_whole_moves_on_an_arc_unless_told_not_to() -> None:
    def pendulum(degrees: float) -> Drawing:
        return Drawing(480, 360, (Stroke("bob", turned(ring("bob", 200, 250, 30).points, 200, 20, degrees)),))

    def middle(arcs: bool) -> float:
        return float(points(only(inbetween(pendulum(-40), pendulum(40), arcs=arcs)), "bob")[:, 1].mean())

    assert middle(True) == pytest.approx(points(pendulum(0), "bob")[:, 1].mean(), abs=3)
    assert middle(False) < middle(True) - 30


def test_a_stroke_that_shows_its_other_side_flattens() -> None:
    t = np.linspace(0, 1, 20)
    smile, frown = (
        Drawing(
            200, 100, (Stroke("m", np.column_stack([50 + 100 * t, 50 + s * np.sin(np.pi * t), 3 + 0 * t])),)
        )
        for s in (20, -20)
    )
    middle = points(only(inbetween(smile, frown)), "m")
    assert np.abs(middle[:, 1] - 50).max() < 2
    assert np.ptp(middle[:, 0]) > 95


def test_width_and_colour_are_blended() -> None:
    a = Drawing(200, 100, (Stroke("s", np.array([[10.0, 50, 2], [190, 50, 2]]), colour="#000000"),))
    b = Drawing(200, 100, (Stroke("s", np.array([[10.0, 50, 6], [190, 50, 6]]), colour="#ffffff"),))
    [stroke] = only(inbetween(a, b)).strokes
    assert stroke.points[:, 2].tolist() == [4, 4]
    assert stroke.colour == "#bcbcbc"
    assert mixed("#ff0000", "#ff000000", 0.5) == "#ff000080"


def test_a_stroke_of_one_key_thins_out_and_goes_with_its_neighbours() -> None:
    first = Drawing(480, 360, (line("body", (100, 100), (300, 100)), line("fold", (180, 110), (220, 140))))
    last = Drawing(480, 360, (line("body", (100, 200), (300, 200)),))
    near, far = (only(inbetween(first, last, at=[t])) for t in (0.25, 0.75))
    widths = [points(drawing, "fold")[:, 2].max() for drawing in (near, far)]
    assert widths[0] == pytest.approx(3.75, abs=0.1)
    assert widths[1] == pytest.approx(1.25, abs=0.1)
    assert points(near, "fold")[:, 1].mean() == pytest.approx(150, abs=5)


def test_strokes_of_other_ids_are_matched_by_nearness_in_either_direction() -> None:
    first = Drawing(200, 100, (line("a", (20, 40), (180, 40)),))
    last = Drawing(200, 100, (line("b", (180, 50), (20, 50)),))
    [stroke] = only(inbetween(first, last)).strokes
    assert stroke.id == "a"
    assert np.allclose(stroke.points[:, 1], 45, atol=0.1)


def test_a_hold_is_copied() -> None:
    frames = inbetween(arm(0), arm(0), count=2)
    assert only(frames, "0002").svg() == arm(0).svg()
    assert only(frames).confidence == 1.0


def test_marks_bind_points_to_a_path() -> None:
    first = Drawing(480, 360, (line("a", (40, 180), (140, 180)),))
    last = Drawing(480, 360, (line("a", (340, 180), (440, 180)),))
    mark: dict[str, Any] = {"first": [40, 180], "last": [340, 180], "path": [[190, 60]]}
    middle = only(inbetween(first, last, marks=Marks([mark])))
    assert middle.strokes[0].points[0, 1] == pytest.approx(60, abs=6)


@pytest.mark.parametrize("off", [3.0, 60.0])
def test_a_mark_beside_a_line_takes_the_line_along_and_does_not_bend_it(off: float) -> None:
    first, last = (as_pixels(Drawing(480, 360, (ring("r", x, 180, 70),))) for x in (150, 330))
    marks = Marks([{"first": [220 + off, 180], "last": [400 + off, 180], "path": [[250 + off, 180]]}])
    middle = only(inbetween(first, last, marks))
    places = np.concatenate([stroke.points[:, :2] for stroke in middle.strokes])
    meant = 180 + off if off < 10 else 180  # by the line the mark means the line, else what stands there
    assert np.quantile(np.abs(np.hypot(*(places - (meant, 180)).T) - 70), 0.9) < 8


def test_only_a_path_that_counts_changes_the_drawing() -> None:
    mark = {"first": [100, 180], "last": [100, 180], "path": [[100, 90]]}
    plain = only(inbetween(arm(20), arm(-30))).svg()
    assert only(inbetween(arm(20), arm(-30), Marks([{**mark, "lost": "its line is gone"}]))).svg() == plain
    assert only(inbetween(arm(20), arm(-30), Marks([mark]))).svg() != plain


def test_a_mark_lets_a_line_end() -> None:
    first = Drawing(200, 100, (line("a", (20, 40), (180, 40)), line("b", (20, 80), (180, 80))))
    marks = Marks([{"first": [100, 80], "ends": True}])
    middle = only(
        inbetween(
            first,
            first.__class__(200, 100, (*first.strokes[:1], line("b", (20, 90), (180, 90)))),
            marks=marks,
        )
    )
    assert sorted(points(middle, id)[:, 2].max() for id in ("b", "b'")) == [2.5, 2.5]


def test_the_same_keys_give_the_same_bytes() -> None:
    one, other = (only(inbetween(arm(20), arm(-30))).svg() for _ in range(2))
    assert one == other


def test_half_a_turn_is_flagged() -> None:
    stick = line("s", (100, 180), (300, 180))
    first = Drawing(480, 360, (stick,))
    last = Drawing(480, 360, (stick.moved(turned(stick.points, 200, 180, 175)),))
    assert any("half a circle" in flag for flag in only(inbetween(first, last)).flags)


def test_keys_without_common_lines_are_flagged() -> None:
    first = Drawing(480, 360, (line("a", (20, 40), (180, 40)),))
    last = Drawing(480, 360, (ring("b", 400, 300, 40),))
    assert any("no partner" in flag for flag in only(inbetween(first, last)).flags)


def test_what_is_wrong_with_a_key_is_told_of_its_in_betweens() -> None:
    first, last = arm(0), arm(20).flagged("the lines are light on dark")
    for drawing in (only(inbetween(first, last)), only(inbetween(last, last))):
        assert drawing.flags[-1] == "the last key: the lines are light on dark"
    assert only(inbetween(first, arm(20))).flags == ()


@pytest.mark.parametrize(
    ("first", "last", "settings", "said"),
    [
        (arm(0), Drawing(480, 361, (line("a", (0, 0), (9, 9)),)), {}, "480×360 px and the last 480×361 px"),
        (arm(0), Drawing(480, 360), {}, "the last key is blank"),
        (Drawing(480, 360), arm(0), {}, "the first key is blank"),
        (arm(0), arm(9), {"at": [0.0]}, "time 0.0"),
        (arm(0), arm(9), {"at": [0.5, 1.5]}, "time 1.5"),
        (arm(0), arm(9), {"at": []}, "no time"),
        (arm(0), arm(9), {"at": [0.5], "count": 2}, "not both"),
        (arm(0), arm(9), {"count": 24}, "count"),
    ],
)
def test_bad_input(first: Drawing, last: Drawing, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        inbetween(first, last, **settings)


def as_pixels(drawing: Drawing) -> Drawing:
    grey = np.rint(255 * (1 - drawing.ink())).astype(np.uint8)
    return Drawing.from_pixels(np.dstack([grey, grey, grey, np.full_like(grey, 255)]))


def test_keys_in_pixels() -> None:
    first, last = (
        as_pixels(Drawing(320, 240, (ring("r", x, 120, 50), line("l", (x, 80), (x, 150)))))
        for x in (130, 160)
    )
    middle = only(inbetween(first, last))
    truth = Drawing(320, 240, (ring("r", 145, 120, 50), line("l", (145, 80), (145, 150)))).ink() > 0.5
    ours = middle.ink() > 0.5
    assert middle.raster is None
    assert middle.confidence is not None
    assert middle.confidence > 0.8
    assert not middle.flags
    assert (ours & truth).sum() > 0.7 * truth.sum()
    assert only(inbetween(first, first)).raster is first.raster


def test_a_drawing_does_not_depend_on_the_others_of_its_run() -> None:
    first, last = (as_pixels(arm(degrees)) for degrees in (10, -20))
    run = inbetween(first, last, at=[0.7, 0.3]).items
    for number, t in (("0001", 0.7), ("0002", 0.3)):
        alone, beside = only(inbetween(first, last, at=[t])), run[number]
        assert isinstance(beside, Drawing)
        assert (alone.svg(), alone.confidence) == (beside.svg(), beside.confidence)


def test_strokes_whose_place_is_a_guess_are_told() -> None:
    """A ring and a box go along; a zigzag is drawn in the first key only."""
    ticks = [(60, 200), (90, 160), (120, 205), (150, 150), (180, 210), (200, 170)]
    zigzag = [line(f"z{i}", *ends) for i, ends in enumerate(pairwise(ticks))]

    def kept(x: int) -> list[Stroke]:
        return [
            ring("r", x, 70, 40),
            line("l", (x, 40), (x + 30, 100)),
            line("m", (x + 80, 40), (x + 60, 110)),
        ]

    first, last = (as_pixels(Drawing(320, 240, tuple(each))) for each in (kept(90) + zigzag, kept(110)))
    middle = only(inbetween(first, last))
    below = {stroke.id for stroke in middle.strokes if stroke.points[:, 1].max() > 120}
    assert below
    assert {stroke.id for stroke in middle.unsure} == below
    assert only(inbetween(*(as_pixels(Drawing(320, 240, tuple(kept(x)))) for x in (90, 110)))).unsure == ()


def test_soft_grey_lines_keep_their_weight() -> None:
    keys = [Drawing(320, 240, (ring("r", x, 120, 60), line("l", (x, 60), (x, 180)))) for x in (130, 150)]
    first, last = (
        Drawing.from_pixels(np.dstack([*[cv2.GaussianBlur(255 - 160 * key.ink(), (0, 0), 1.2)] * 3,
                                       np.full(key.ink().shape, 255)]).astype(np.uint8))
        for key in keys
    )  # fmt: skip
    middle = only(inbetween(first, last))
    seen = middle.picture().pixels
    weight = (seen[..., 3] / 255 * (255 - seen[..., 0])).sum()
    assert weight == pytest.approx((255 - first.on_paper()[..., 0].astype(float)).sum(), rel=0.12)


def test_large_scans_are_traced_smaller_and_drawn_in_their_own_size() -> None:
    first, last = (
        as_pixels(Drawing(3000, 2400, (ring("r", x, 1200, 500), line("l", (x, 800), (x, 1500), width=20))))
        for x in (1300, 1600)
    )
    middle = only(inbetween(first, last))
    places = np.concatenate([stroke.points[:, :2] for stroke in middle.strokes])
    off = np.minimum(np.abs(np.hypot(*(places - (1450, 1200)).T) - 500), np.abs(places[:, 0] - 1450))
    assert (middle.width_px, middle.height_px) == (3000, 2400)
    assert np.quantile(off, 0.9) < 12


def test_pixels_that_have_nothing_in_common_are_flagged() -> None:
    first = as_pixels(Drawing(320, 240, (ring("r", 60, 60, 40),)))
    last = as_pixels(Drawing(320, 240, (line("l", (200, 30), (310, 60)), line("m", (180, 220), (310, 100)))))
    middle = only(inbetween(first, last))
    assert middle.flags
    assert middle.confidence is not None
    assert middle.confidence < 0.5


@REAL
def test_real_keys_beat_copying_and_two_different_drawings_are_flagged() -> None:
    first, truth, last = (Drawing.read(SHARED / f"clean/raster/9-{n}.png") for n in range(3))
    middle = only(inbetween(first, last))
    assert overlap(middle, truth) > overlap(first, truth) + 0.1
    wrecked = only(inbetween(*(Drawing.read(SHARED / f"rough/raster/{clip}-0.png") for clip in (21, 23))))
    assert wrecked.flags
    assert wrecked.confidence is not None
    assert wrecked.confidence < 0.5


def overlap(one: Drawing, other: Drawing) -> float:
    a, b = one.ink() > 0.3, other.ink() > 0.3
    return float((a & b).sum() / min(a.sum(), b.sum()))
