from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from hwaryong.drawing.centrelines import centrelines
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import flatten
from hwaryong.media.stroke import Stroke
from tests.drawing.figures import line, ring


def wave(width: float, swing: float) -> Stroke:
    x = np.linspace(40, 360, 80)
    return Stroke(
        "w", np.column_stack([x, 150 + swing * np.sin(x / 40), np.full(80, width)]), "ink", "#204060"
    )


@settings(max_examples=15, deadline=None)
@given(st.floats(1, 12), st.floats(0, 60))
def test_the_file_is_read_back_as_strokes(width: float, swing: float) -> None:
    drawing = Drawing(400, 300, (wave(width, swing), ring("r", 200, 150, 90)))
    with tempfile.TemporaryDirectory() as folder:
        back = Drawing.read(centrelines(drawing).write(Path(folder) / "lines"))
    assert back.raster is None
    assert [(s.id, s.colour) for s in back.strokes] == [("w", "#204060"), ("r", "#1b1917")]
    for stroke, read in zip(drawing.strokes, back.strokes, strict=True):
        away, _ = cKDTree(flatten(stroke.points, 0.2)[:, :2]).query(read.points[:, :2])
        assert np.max(away) < 0.6
        assert read.points[0, 2] == pytest.approx(stroke.points[0, 2], abs=0.06)


def test_a_stroke_is_cut_where_its_width_changes_much() -> None:
    x = np.linspace(20, 380, 60)
    thick = np.column_stack([x, np.full(60, 100.0), np.linspace(1, 9, 60)])
    pieces = centrelines(Drawing(400, 200, (Stroke("t", thick),)), within_px=1).strokes
    assert [piece.id for piece in pieces] == ["t.1", "t.2", "t.3", "t.4"]
    assert [piece.points[0, 2] for piece in pieces] == pytest.approx([2, 4, 6, 8], abs=0.2)
    for piece, after in pairwise(pieces):
        assert np.array_equal(piece.points[-1, :2], after.points[0, :2]), "pieces hang together"


def test_help_lines_lie_behind_and_close_strokes_are_left_out() -> None:
    strokes = (
        line("i", (10, 10), (90, 90)),
        Stroke("c", line("c", (10, 90), (90, 10)).points, "construction", "#d03020"),
        line("b", (10, 50), (90, 50), kind="close"),
    )
    text = centrelines(Drawing(100, 100, strokes)).svg()
    assert text.index('<path id="c"') < text.index('<path id="i"')
    assert '<g id="construction" stroke="#d03020">' in text
    assert 'id="b"' not in text
    assert "hw:" not in text


def test_pixels_are_refused() -> None:
    with pytest.raises(BadInput, match="in pixels"):
        centrelines(Drawing.from_pixels(np.zeros((20, 20, 4), np.uint8)))
