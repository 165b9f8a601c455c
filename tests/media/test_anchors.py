from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.carry import carry
from hwaryong.media.anchors import anchored, carried
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Marks
from hwaryong.media.stroke import Stroke

T = np.linspace(0, 1, 40)


def wave(id: str, dx: float = 0, dy: float = 0, height: float = 40, width: float = 3) -> Stroke:
    return Stroke(id, np.column_stack([60 + dx + 400 * T, 150 + dy + height * np.sin(7 * T), width + 0 * T]))


def key(*strokes: Stroke) -> Drawing:
    return Drawing(640, 360, strokes or (wave("a"), wave("b", dy=90, height=-25)))


def pixels(drawing: Drawing, paper: int = 255) -> Drawing:
    grey = np.rint(paper * (1 - drawing.ink())).astype(np.uint8)
    return Drawing.from_pixels(np.dstack([grey, grey, grey, np.full_like(grey, 255)]))


def on(stroke: Stroke, sample: int) -> tuple[float, float]:
    return float(stroke.points[sample, 0]), float(stroke.points[sample, 1])


@given(st.floats(0, 640), st.floats(0, 360), st.booleans())
@settings(max_examples=30, deadline=None)
def test_on_the_same_keys_marks_stay_where_they_are(x: float, y: float, scanned: bool) -> None:
    first, last = key(), key(wave("a", 30, 20))
    if scanned:
        first, last = pixels(first), pixels(last, 210)
    marks = anchored(Marks([{"first": (x, y), "last": (x, y), "path": [(9, 9)]}]), first, last)
    [mark] = carried(marks, first, last).items
    assert not mark.lost
    assert mark.first == pytest.approx((x, y), abs=0.02)
    assert mark.last == pytest.approx((x, y), abs=0.02)


def test_on_a_stroke_a_mark_goes_to_the_same_part_of_the_line() -> None:
    marks = anchored(Marks([{"first": on(wave("a"), 13), "last": on(wave("a"), 39)}]), key(), key())
    redrawn = key(wave("b"), wave("a", 90, 60, height=70, width=6))
    [mark] = carried(marks, redrawn, key()).items
    assert mark.first == pytest.approx(on(wave("a", 90, 60, height=70), 13), abs=6)
    assert mark.last == pytest.approx(on(wave("a"), 39), abs=0.02)


def test_a_path_goes_along_with_its_ends() -> None:
    marks = anchored(
        Marks([{"first": on(wave("a"), 0), "last": on(wave("a"), 39), "path": [(260.0, 20.0)]}]), key(), key()
    )
    [mark] = carried(marks, key(wave("a", 0, 80)), key(wave("a", 0, 80))).items
    assert mark.path[0] == pytest.approx((260, 100), abs=0.1)


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (23, 0), (-14, 31), (40, 40)])
def test_in_pixels_a_mark_goes_where_the_ink_went(dx: float, dy: float) -> None:
    corner = np.array([[200, 200, 4], [260, 140, 4], [300, 210, 4], [420, 190, 4]], np.float64)
    rest = wave("b", 0, 120)
    first = pixels(key(Stroke("c", corner), rest))
    moved = pixels(key(Stroke("c", corner + np.array([dx, dy, 1])), rest), 200)
    marks = anchored(Marks([{"first": (260, 140), "ends": True}]), first, first)
    [mark] = carried(marks, moved, moved).items
    assert not mark.lost
    assert mark.first is not None
    assert np.hypot(mark.first[0] - 260 - dx, mark.first[1] - 140 - dy) < 5


def test_in_pixels_a_mark_goes_along_with_a_figure_that_turned() -> None:
    def star(degrees: float) -> Drawing:
        angles = np.deg2rad(degrees + np.arange(0, 361, 72 * 2))
        points = np.column_stack([320 + 90 * np.cos(angles), 180 + 90 * np.sin(angles), 3 + 0 * angles])
        return pixels(key(Stroke("s", points), Stroke("t", np.array([[320.0, 180, 4], [400, 150, 4]]))))

    angle = np.deg2rad(15)
    marks = anchored(Marks([{"first": (410, 180), "ends": True}]), star(0), star(0))
    [mark] = carried(marks, star(15), star(0)).items
    assert mark.first == pytest.approx((320 + 90 * np.cos(angle), 180 + 90 * np.sin(angle)), abs=6)


def test_what_is_gone_is_lost_and_flagged_and_comes_back_with_its_line() -> None:
    said = [
        {"first": on(wave("a"), 5), "last": on(wave("a"), 5)},
        {"first": on(wave("b", dy=90, height=-25), 20), "ends": True},
    ]
    marks = anchored(Marks(said), key(), key())
    alone = key(Stroke("b", np.array([[500.0, 20, 3], [630, 20, 3]])))
    result = carry(marks, alone, key())
    assert [bool(mark.lost) for mark in result.items] == [True, True]
    assert result.held == ()
    assert "mark 1 is lost: its line 'a' is not found on the redrawn first key" in result.flags
    assert len(result.flags) == 2
    back = carry(result, key(), key())
    assert (back.flags, len(back.held)) == ((), 2)
    assert back.items[0].first == pytest.approx(said[0]["first"], abs=0.02)


def test_a_line_that_only_has_the_old_name_is_not_trusted() -> None:
    marks = anchored(Marks([{"first": on(wave("a"), 30), "ends": True}]), key(), key())
    renamed = key(wave("x"), Stroke("a", np.array([[20.0, 20, 3], [60, 20, 3]])), wave("b", dy=90))
    [mark] = carried(marks, renamed, renamed).items
    assert mark.first == pytest.approx(on(wave("a"), 30), abs=3), "found by its ink"


def test_marks_by_hand_remember_nothing_and_stay() -> None:
    [mark] = carried(Marks([{"first": (5, 5), "last": (9, 9)}]), key(), key()).items
    assert (mark.first, mark.last, mark.lost) == ((5, 5), (9, 9), "")


def test_lost_marks_keep_what_they_knew_when_the_rest_is_put_again() -> None:
    marks = anchored(Marks([{"first": on(wave("a"), 5), "ends": True}]), key(), key())
    lost = carry(marks, key(wave("b", 200, 150)), key())
    again = anchored(lost, key(wave("b", 200, 150)), key())
    assert again.items[0].first_on == marks.items[0].first_on
