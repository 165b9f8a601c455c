"""Lines of two keys are one only where their hue is the same."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from hwaryong.drawing.hues import hues
from hwaryong.drawing.inbetween import inbetween, mixed
from hwaryong.drawing.samples import Samples
from hwaryong.drawing.settling import settled
from hwaryong.media.drawing import Drawing
from hwaryong.media.paper import by_hue, hue_of
from hwaryong.media.stroke import Stroke
from tests.drawing.figures import line, ring, turned

BLACK, RED, BLUE = "#1b1917", "#d01020", "#2040d0"


def inked(stroke: Stroke, colour: str) -> Stroke:
    return replace(stroke, colour=colour)


def bust(prefix: str, x: float, degrees: float) -> Drawing:
    """A head that turns and moves on a neck with a red shadow between its two black lines."""
    head = [
        ring("head", x, 110, 55),
        ring("eye", x - 18, 100, 10),
        ring("mouth", x + 4, 134, 8),
        inked(line("shade", (x + 40, 80), (x + 46, 110), (x + 38, 140)), RED),
        inked(line("shine", (x - 30, 70), (x, 62), (x + 26, 72)), BLUE),
    ]
    head = [stroke.moved(turned(stroke.points, x, 110, degrees)) for stroke in head]
    neck = [
        line("neck.l", (x - 16, 163), (128, 230)),
        inked(line("neck.s", (x + 4, 163), (154, 230), width=3), RED),
        line("neck.r", (x + 16, 163), (166, 230)),
        line("body.l", (128, 230), (70, 250), (62, 310)),
        line("body.r", (166, 230), (226, 250), (234, 310)),
    ]
    return Drawing(360, 320, tuple(replace(s, id=prefix + s.id) for s in [*head, *neck]))


@pytest.mark.parametrize(
    ("colour", "hue"), [(BLACK, "black"), (RED, "red"), (BLUE, "blue"), ("#18803a", "green")]
)
def test_an_ink_has_the_hue_of_its_lines(colour: str, hue: str) -> None:
    assert hue_of(colour) == hue_of(colour + "80") == hue
    paper = np.full((40, 40, 3), 255, np.uint8)
    cv2.line(paper, (5, 5), (35, 30), tuple(bytes.fromhex(colour[1:])), 4)
    assert {hue for hue, strength in by_hue(paper).items() if strength.any()} == {hue}


def test_strokes_of_unlike_ids_keep_their_colours() -> None:
    frames = inbetween(bust("a", 150, 0), bust("z", 200, 15), at=[0.25, 0.5, 0.75])
    for drawing in frames.items.values():
        assert isinstance(drawing, Drawing)
        of = {stroke.id[1:]: stroke.colour for stroke in drawing.strokes}
        assert of == {stroke.id[1:]: stroke.colour for stroke in bust("a", 150, 0).strokes}
        places = {stroke.id[1:]: stroke.points[:, 0].mean() for stroke in drawing.strokes}
        assert places["neck.l"] + 6 < places["neck.s"] < places["neck.r"] - 4


def test_a_red_line_is_not_laid_on_a_black_one() -> None:
    here = Samples.of([ring("r", 100, 100, 50), line("s", (60, 200), (160, 200))], 240, 240)
    there = Samples.of([ring("r", 104, 100, 50), line("s", (64, 203), (164, 203))], 240, 240)
    assert settled(here, there, here.xy, np.zeros(len(here.xy)), []).found.all()
    laid = settled(here.hued([0, 1]), there, here.xy, np.zeros(len(here.xy)), [])
    assert laid.found[here.stroke == 0].all()
    assert not laid.found[here.stroke == 1].any()
    assert laid.new > 0.1, "nor has the black one been found"


def test_what_is_left_of_shared_ids_is_paired_within_its_hue() -> None:
    body = (line("l", (40, 40), (40, 200)), line("b", (40, 200), (200, 200)))
    first = Drawing(240, 240, (*body, line("a", (100, 60), (100, 160))))
    last = Drawing(
        240,
        240,
        (*body, inked(line("z", (104, 60), (104, 160)), RED), inked(line("y", (90, 40), (180, 40)), BLUE)),
    )
    middle = inbetween(first, last)["0001"]
    assert isinstance(middle, Drawing)
    assert {s.id: s.colour for s in middle.strokes} == {
        "l": BLACK, "b": BLACK, "a": BLACK, "z": RED, "y": BLUE,
    }  # fmt: skip


def test_the_colour_of_the_pen_tells_nothing() -> None:
    black = [ring("a", 100, 100, 40), line("b", (60, 180), (150, 180))]
    red = [inked(stroke, RED) for stroke in black]
    for ours, theirs, numbers in ((black, red, {0}), (black, black, {0}), (red, [*red, black[0]], {1})):
        hue = hues(ours, theirs)
        assert {hue(stroke) for stroke in ours} == numbers
    first, last = (
        Drawing(240, 240, tuple(black)),
        Drawing(240, 240, tuple(replace(s, id=s.id * 2) for s in red)),
    )
    middle = inbetween(first, last)["0001"]
    assert isinstance(middle, Drawing)
    assert middle.flags == ()
    assert {stroke.colour for stroke in middle.strokes} == {mixed(BLACK, RED, 0.5)}
