from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.confidence import UNSURE, signals, trusted
from hwaryong.drawing.matched import Match, matched_both
from hwaryong.drawing.pairs import Pair
from hwaryong.drawing.tween import Tween
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Floats, Stroke
from tests.drawing.figures import line, ring, turned

FIGURE = (
    ring("head", 240, 90, 30),
    line("spine", (240, 120), (240, 220)),
    line("left", (240, 140), (170, 200)),
    line("right", (240, 140), (310, 200)),
    line("foot", (240, 220), (200, 320)),
    line("leg", (240, 220), (290, 320)),
)


def tween(way: Floats) -> Tween:
    """The figure whose points each go the same `way` (x, y) px."""
    moved = [np.add(stroke.points, (*way, 0)) for stroke in FIGURE]
    return Tween([Pair(s.id, "ink", s.points, last, 0.0) for s, last in zip(FIGURE, moved, strict=True)])


def both(first: tuple[Stroke, ...], last: tuple[Stroke, ...]) -> tuple[Match, Tween, Tween]:
    """Laid on one another without a look at the ids."""
    onward, back = matched_both(*(Drawing(480, 360, strokes) for strokes in (first, last)))
    return onward, Tween(onward.pairs), Tween(back.pairs)


def parted(degrees: float) -> tuple[Stroke, ...]:
    """The figure with one arm and one leg turned."""
    moved = {"right": degrees, "leg": -degrees}
    return tuple(
        stroke.moved(turned(stroke.points, *stroke.points[0, :2], moved.get(stroke.id, 0.0)))
        for stroke in FIGURE
    )


@given(st.floats(-150, 150), st.floats(-100, 100))
@settings(max_examples=10, deadline=None)
def test_what_moves_as_a_whole_stays(x: float, y: float) -> None:
    onward = tween(np.array([x, y]))
    back = Tween([Pair(p.id, "ink", p.last, p.first, 0.0) for p in onward.pairs])
    apart, stays = signals(onward, back)
    assert stays > 0.99
    assert apart < np.log(1e-3)


@given(st.floats(0, 40))
@settings(max_examples=10, deadline=None)
def test_how_far_apart_the_drawings_of_both_keys_lie(off: float) -> None:
    onward = tween(np.array([60.0, 0.0]))
    back = Tween(
        [
            Pair(p.id, "ink", np.add(p.last, (0, off, 0)), np.add(p.first, (0, off, 0)), 0.0)
            for p in onward.pairs
        ]
    )
    size = np.hypot(*np.ptp(np.concatenate([stroke.points[:, :2] for stroke in FIGURE]), axis=0))
    apart, stays = signals(onward, back)
    assert np.exp(apart) <= off / size + 0.002
    assert stays == signals(onward, onward)[1], "what stays is asked of the first key's lines"
    if off < 4:  # nearer than lines are to other lines, spots lie apart by what is across the lines
        assert np.exp(apart) >= 0.3 * off / size


def test_lines_that_move_by_themselves_take_confidence_and_every_doubt_has_a_reason() -> None:
    told = [trusted(*both(FIGURE, parted(degrees)), marked=False) for degrees in (5, 60, 120)]
    confidence = [value for value, _ in told]
    assert confidence[0] > UNSURE > confidence[2]
    assert confidence == sorted(confidence, reverse=True)
    for value, reasons in told:
        assert (value < UNSURE) == bool(reasons)


def test_a_figure_that_moves_and_turns_is_trusted() -> None:
    moved = tuple(stroke.moved(turned(np.add(stroke.points, (40, 10, 0)), 280, 200, 12)) for stroke in FIGURE)
    confidence, reasons = trusted(*both(FIGURE, moved), marked=False)
    assert confidence > 0.9
    assert reasons == []


def test_two_different_drawings_are_said_to_be_that_first() -> None:
    other = (line("a", (20, 340), (460, 345)), ring("b", 420, 60, 50), line("c", (30, 30), (60, 120)))
    confidence, reasons = trusted(*both(FIGURE, other), marked=False)
    assert confidence < UNSURE
    assert reasons[0] == "the keys look like two different drawings"
    assert all(
        "two different" not in reason for reason in trusted(*both(FIGURE, parted(120)), marked=False)[1]
    )


def test_marks_of_a_person_give_confidence() -> None:
    laid = both(FIGURE, parted(120))
    plain, marked = (trusted(*laid, marked=marked)[0] for marked in (False, True))
    odds = [np.log(confidence / (1 - confidence)) for confidence in (plain, marked)]
    assert odds[1] - odds[0] == pytest.approx(1.5, abs=0.05)
