from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.inbetween import inbetween
from hwaryong.drawing.pairs import pairs
from hwaryong.drawing.spacing import Neighbour, Spacing
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Marks
from tests.drawing.figures import line, ring


def ball(x: float, y: float = 180) -> Drawing:
    return Drawing(960, 360, (ring("ball", x, y, 30), line("across", (x - 20, y), (x + 20, y))))


def middle(*keys: Drawing | None, t: float = 0.5, spans: tuple[float, float] = (1, 1)) -> tuple[float, float]:
    """Where the ball is between the second and the third key."""
    before, first, last, after = keys
    assert first is not None
    assert last is not None
    drawing = inbetween(first, last, before=before, after=after, at=[t], spans=spans)["0001"]
    assert isinstance(drawing, Drawing)
    stroke = next(stroke for stroke in drawing.strokes if stroke.id == "across")
    x, y, _ = stroke.points.mean(axis=0)
    return float(x), float(y)


def test_even_keys_give_the_even_middle() -> None:
    assert middle(ball(100), ball(200), ball(300), ball(400)) == pytest.approx((250, 180), abs=0.1)
    assert middle(None, ball(200), ball(300), None) == pytest.approx((250, 180), abs=0.1)


def test_a_ball_that_speeds_up_stands_nearer_to_the_first_key() -> None:
    falling = [ball(100 + 10 * (n + 1) ** 2) for n in range(4)]
    x, _ = middle(*falling)
    assert x == pytest.approx(100 + 10 * 2.5**2, abs=1), "on the parabola, not half way"
    assert middle(*falling[::-1])[0] == pytest.approx(x, abs=0.1), "the same from the other side"
    assert x < middle(None, *falling[1:])[0] < middle(None, *falling[1:3], None)[0]


def test_four_keys_on_an_arc_keep_the_ball_on_it() -> None:
    def on(degrees: float) -> tuple[float, float]:
        angle = np.deg2rad(degrees)
        return 480 + 150 * float(np.cos(angle)), 180 - 150 * float(np.sin(angle))

    x, y = middle(*(ball(*on(degrees)) for degrees in (150, 110, 70, 30)))
    assert float(np.hypot(x - 480, y - 180)) == pytest.approx(150, abs=2)
    straight = middle(None, ball(*on(110)), ball(*on(70)), None)
    assert float(np.hypot(straight[0] - 480, straight[1] - 180)) < 143, "without neighbours it cuts the arc"


def test_how_far_away_a_key_is_in_time_counts() -> None:
    keys = (ball(100), ball(200), ball(300), None)
    assert middle(*keys, spans=(1, 1))[0] == pytest.approx(250, abs=0.1)
    assert middle(*keys, spans=(4, 1))[0] < 249, "the same way in four times the time: it came slowly"


@given(st.floats(-400, 400), st.floats(-400, 400), st.floats(0.02, 0.98))
@settings(max_examples=20, deadline=None)
def test_no_key_beside_drives_a_line_from_between_its_keys(left: float, right: float, t: float) -> None:
    first, last = ball(400), ball(560)
    paired = pairs(first, last)
    beside = [
        Neighbour(pairs(key, ball(x)), 1.0, 1.0) for key, x in ((first, 480 + left), (last, 480 + right))
    ]
    off = Spacing(paired, *beside).at(t)
    assert np.abs(off).max() <= 4 * t * (1 - t) * 0.2 * 160 + 1e-6
    assert Spacing(paired, *beside).at(0) == pytest.approx(0)


def test_what_joins_stays_joined() -> None:
    first, last, after = (
        Drawing(960, 360, (line("a", (x, 100), (x, 200)), line("b", (x, 200), (x + 100 + turn, 200 + turn))))
        for x, turn in ((100, 0), (200, 10), (500, 60))
    )
    drawing = inbetween(first, last, after=after)["0001"]
    assert isinstance(drawing, Drawing)
    a, b = drawing.strokes
    assert np.hypot(*(a.points[-1, :2] - b.points[0, :2])) < 1


def test_a_path_that_a_person_drew_tells_the_timing_alone() -> None:
    marks = Marks([{"first": [200, 180], "last": [300, 180], "path": [[250, 180]]}])
    timed = [inbetween(ball(200), ball(300), marks, after=after)["0001"] for after in (None, ball(700))]
    assert isinstance(timed[0], Drawing)
    assert isinstance(timed[1], Drawing)
    assert timed[0].svg() == timed[1].svg()


@pytest.mark.parametrize("beside", [Drawing(960, 360), Drawing(480, 360, ball(100).strokes), ball(200)])
def test_a_blank_another_paper_and_a_hold_tell_nothing(beside: Drawing) -> None:
    assert middle(beside, ball(200), ball(300), None) == pytest.approx((250, 180), abs=0.1)
