from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.drawing.placements import Table
from hwaryong.drawing.registration import registered
from hwaryong.drawing.samples import Samples
from hwaryong.media.stroke import Floats, Stroke

WIDE, HIGH = 480, 480


def sampled(*lines: Floats) -> Samples:
    strokes = [Stroke(f"s{n}", np.column_stack([xy, np.full(len(xy), 3.0)])) for n, xy in enumerate(lines)]
    return Samples.of(strokes, WIDE, HIGH)


def turned(xy: Floats, degrees: float, about: tuple[float, float] = (240, 240)) -> Floats:
    angle = np.deg2rad(degrees)
    return (xy - about) @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + about


def shifted(xy: Floats, x: float, y: float) -> Floats:
    return xy + np.array([x, y])


def link(x: float, y: float, degrees: float) -> Floats:
    """A closed bar of 80 × 16 px whose left end is at x, y."""
    bar = np.array([[0, -8], [80, -8], [80, 8], [0, 8], [0, -8]], float)
    return shifted(turned(bar, degrees, (0, 0)), x, y)


def chain(*degrees: float) -> list[Floats]:
    """Bars that look alike, each hanging on the end of the one before."""
    at, bars = np.array([100.0, 380.0]), []
    for angle in degrees:
        bars.append(link(*at, angle))
        at = at + 88 * np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    return bars


def face() -> list[Floats]:
    turn = np.linspace(0, 2 * np.pi, 40)
    round_ = np.column_stack([np.cos(turn), np.sin(turn)])
    eyes = [round_ * 12 + (210, 220), round_ * 12 + (270, 220)]
    smile = np.column_stack([np.linspace(200, 280, 20), 280 + 20 * np.sin(np.linspace(0, np.pi, 20))])
    hat = np.array([[150, 170], [330, 170], [300, 110], [190, 100], [150, 170]], float)
    return [round_ * 100 + (240, 240), *eyes, smile, hat]


@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(-60, 60))
@settings(max_examples=3, deadline=None)
def test_a_figure_that_turns_and_moves_as_a_whole_is_found(degrees: float, x: float, y: float) -> None:
    here = sampled(*face())
    there = sampled(*(shifted(turned(xy, degrees), x, y) for xy in face()))
    laid = registered(here, there)
    assert np.median(np.hypot(*(laid.xy - shifted(turned(here.xy, degrees), x, y)).T)) < 3
    assert laid.found.mean() > 0.9
    assert np.median(laid.stretch) < 0.1


def test_links_that_look_alike_are_not_taken_for_one_another() -> None:
    here, there = sampled(*chain(0, -10, -20)), sampled(*chain(-10, -40, -70))
    laid = registered(here, there)
    stroke = there.stroke[laid.partner]
    for number in range(3):
        assert (stroke[here.stroke == number] == number).mean() > 0.9


def test_a_pin_decides_where_a_line_goes() -> None:
    """Two equal bars become two others: by nearness the upper one stays above, with a pin they change."""
    here = sampled(link(100, 100, 0), link(100, 300, 0))
    there = sampled(link(140, 120, 0), link(140, 320, 0))
    stroke = there.stroke[registered(here, there).partner]
    assert (stroke == here.stroke).mean() > 0.9
    pins = [((100.0, 92.0), (140.0, 312.0)), ((180.0, 92.0), (220.0, 312.0))]
    laid = registered(here, there, pins)
    corner = int(here.tree.query(pins[0][0])[1])
    assert np.hypot(*(laid.xy[corner] - pins[0][1])) < 3


def test_lines_that_are_not_there_are_not_found() -> None:
    nose = np.array([[228.0, 235], [252, 235], [252, 262], [228, 262], [228, 235]])
    here, there = sampled(*face(), nose), sampled(*face())
    laid = registered(here, there)
    assert laid.found[here.stroke == 5].mean() < 0.5
    assert laid.found[here.stroke != 5].mean() > 0.95


def test_the_same_lines_give_the_same_places() -> None:
    here, there = sampled(*chain(0, 10)), sampled(*chain(5, 30))
    assert np.array_equal(registered(here, there).xy, registered(here, there).xy)


def test_a_patch_lies_best_where_it_came_from() -> None:
    here = sampled(*face())
    nodes = here.spaced(20)
    choices = Table(here, here).placements(nodes, (0.12, 0.06))
    assert np.median(np.hypot(*(choices.xy[:, 0] - here.xy[nodes]).T)) < 3
    assert (np.diff(np.sort(choices.cost, axis=1)) >= 0).all()
    assert choices.cost.min() > -1e-6


def test_spaced_samples_cover_the_lines_and_keep_apart() -> None:
    here = sampled(*face())
    chosen = here.xy[here.spaced(15)]
    assert np.hypot(*(here.xy[:, None] - chosen).T).min(axis=0).max() <= 15
    apart = np.hypot(*(chosen[:, None] - chosen).T)
    assert apart[~np.eye(len(chosen), dtype=bool)].min() > 15
