from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hwaryong.drawing.cleanup import cleanup
from hwaryong.drawing.trace import inked, traced
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import flatten
from hwaryong.media.stroke import Stroke
from tests.drawing.figures import line, ring

SHARED = Path(__file__).parents[3] / "shared/data/drawing/jostc"


def scanned(drawing: Drawing, *, shade: bool = False) -> Drawing:
    """The drawing as a scan: coloured strokes on white or unevenly lit paper."""
    over = drawing.picture("ink", "construction").pixels.astype(np.float64)
    alpha = over[..., 3:] / 255
    paper = np.full((drawing.height_px, drawing.width_px, 1), 250.0)
    if shade:
        paper -= np.linspace(0, 110, drawing.width_px)[None, :, None]
    grain = np.random.default_rng(3).normal(0, 3, paper.shape)
    pixels = np.clip((over[..., :3] * alpha + 255 * (1 - alpha)) * paper / 255 + grain, 0, 255)
    return Drawing.from_pixels(np.dstack([pixels, np.full(paper.shape, 255)]).astype(np.uint8))


def searching(*points: tuple[float, float]) -> tuple[Stroke, ...]:
    """One line drawn five times beside itself."""
    return tuple(
        line(f"h{n}", *((x + dx, y + dy) for x, y in points), width=1.6)
        for n, (dx, dy) in enumerate([(0, 0), (2, 1), (-2, 2), (1, -2), (-1, -1)])
    )


def test_one_line_for_many() -> None:
    rough = scanned(Drawing(640, 480, searching((100, 200), (300, 180), (500, 240))))
    clean = cleanup(rough, strength=0.7)
    assert len(clean.strokes) == 1
    assert clean.strokes[0].id == "s0001"
    assert clean.raster is None
    [stroke] = clean.strokes
    assert stroke.length_px == pytest.approx(405, abs=20)
    assert clean.confidence is not None
    assert clean.confidence > 0.95


def test_a_clean_line_is_found_where_it_was() -> None:
    drawing = Drawing(640, 480, (ring("r", 320, 240, 120),))
    clean = cleanup(scanned(drawing), strength=0.0)
    centre = np.hypot(clean.strokes[0].points[:, 0] - 320, clean.strokes[0].points[:, 1] - 240)
    assert len(clean.strokes) == 1
    assert np.abs(centre - 120).max() < 1.0
    assert np.array_equal(clean.strokes[0].points[0], clean.strokes[0].points[-1]), "a ring stays closed"


def test_coloured_construction_lines_are_left_out_and_shade_is_flattened() -> None:
    red = Stroke("c", line("c", (50, 400), (600, 60)).points, "construction", "#e03020")
    blue = Stroke("d", line("d", (50, 60), (600, 400)).points, "construction", "#3060e0")
    clean = cleanup(scanned(Drawing(640, 480, (ring("r", 320, 240, 120), red, blue)), shade=True))
    for stroke in clean.strokes:
        away = np.abs(np.hypot(stroke.points[:, 0] - 320, stroke.points[:, 1] - 240) - 120)
        assert away.max() < 8, stroke.id


def test_construction_lines_are_kept_apart_where_asked_and_change_no_ink() -> None:
    red = Stroke("c", line("c", (50, 400), (600, 60)).points, "construction", "#e03020")
    blue = Stroke("d", line("d", (50, 60), (600, 400)).points, "construction", "#3060e0")
    drawing = Drawing(640, 480, (ring("r", 320, 240, 120), red, blue))
    for rough in (scanned(drawing), drawing):
        plain, both = cleanup(rough), cleanup(rough, construction=True)
        assert not plain.of_kind("construction")
        assert [s.points.tolist() for s in both.of_kind("ink")] == [s.points.tolist() for s in plain.strokes]
        helped = both.of_kind("construction")
        assert both.strokes[: len(helped)] == helped, "they lie behind the ink"
        near = {"red": 0.0, "blue": 0.0}
        for stroke in helped:
            r, _, b = bytes.fromhex(stroke.colour[1:])
            truth = red if r > b else blue
            (x, y), far = (truth.points[-1] - truth.points[0])[:2], stroke.points - truth.points[0]
            assert np.abs(far[:, 0] * y - far[:, 1] * x).max() < 4 * truth.length_px
            near["red" if r > b else "blue"] += stroke.length_px
        assert min(near.values()) > 0.85 * red.length_px


def test_lines_that_go_on_from_one_another_are_clean() -> None:
    dashes = [line(f"d{n}", (60 + n * 120, 60), (176 + n * 120, 60), width=2) for n in range(7)]
    post = line("p", (60, 120), (60, 840), width=2)
    clean = cleanup(scanned(Drawing(960, 900, (*dashes, post))))
    assert min(stroke.points[:, 2].min() for stroke in clean.strokes) >= 1, (
        "a rough's lines are drawn tapered"
    )


def test_twigs_fall_and_a_crossing_is_two_lines() -> None:
    strokes = (
        line("a", (100, 100), (500, 380)),
        line("b", (100, 380), (500, 100)),
        line("twig", (200, 170), (204, 164)),
    )
    clean = cleanup(scanned(Drawing(640, 480, strokes)), strength=0.8)
    assert sorted(round(stroke.length_px, -2) for stroke in clean.strokes) == [500, 500]


def test_a_short_hook_is_a_line_and_stays() -> None:
    stem, hook = line("a", (100, 300), (500, 300), width=4), line("h", (300, 300), (303, 290), width=4)
    [_, *more] = sorted(cleanup(scanned(Drawing(640, 480, (stem, hook)))).strokes, key=lambda s: -s.length_px)
    assert any(np.hypot(*(s.points[:, :2] - (303, 290)).T).min() < 2 for s in more)


@pytest.mark.parametrize("radius", [6, 8, 12])
def test_a_small_ring_has_no_corners(radius: float) -> None:
    drawing = Drawing(640, 480, (ring("r", 320, 240, radius), line("a", (100, 300), (500, 300), width=4)))
    found = [s for s in cleanup(scanned(drawing)).strokes if s.points[:, 1].max() < 270]
    points = np.vstack([flatten(s.points, 0.5)[:, :2] for s in found])
    assert np.abs(np.hypot(*(points - (320, 240)).T) - radius).max() < 0.6


def test_grey_lines_get_no_heavier() -> None:
    drawn = Drawing(640, 480, (ring("r", 320, 240, 120), line("a", (100, 300), (500, 320), width=5)))
    grey = np.rint(255 - 140 * drawn.ink()).astype(np.uint8)[:, :, None].repeat(4, axis=2)
    grey[..., 3] = 255
    clean = cleanup(Drawing.from_pixels(grey))
    assert clean.ink().sum() < 0.8 * drawn.ink().sum()


def test_strokes_can_be_cleaned_too() -> None:
    assert len(cleanup(Drawing(640, 480, searching((100, 200), (500, 240)))).strokes) == 1


def test_the_same_rough_gives_the_same_bytes() -> None:
    rough = scanned(Drawing(320, 240, searching((20, 20), (300, 200))))
    assert cleanup(rough).svg() == cleanup(rough).svg()


def test_paths_of_a_mask_are_followed_from_end_to_end() -> None:
    mask = np.zeros((40, 60), bool)
    mask[20, 5:50] = True
    [stroke] = traced(mask, spur_px=3)
    assert stroke.points[[0, -1], 0] == pytest.approx([5.5, 49.5], abs=0.6)
    assert np.allclose(stroke.points[:, 1], 20.5, atol=0.1)
    assert not inked(np.zeros((8, 8), np.float32)).any()


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_blank_rough_is_refused(value: int) -> None:
    with pytest.raises(BadInput, match="nothing is drawn"):
        cleanup(Drawing.from_pixels(np.full((100, 100, 4), value, np.uint8)))


@pytest.mark.parametrize("cover", [0.02, 0.5])
def test_noise_is_refused(cover: float) -> None:
    specks = np.where(np.random.default_rng(5).random((200, 300, 1)) < cover, 0, 255).repeat(4, axis=2)
    specks[..., 3] = 255
    with pytest.raises(BadInput, match="specks or tone"):
        cleanup(Drawing.from_pixels(specks.astype(np.uint8)))


def test_a_clean_drawing_keeps_its_lines_and_widths() -> None:
    corner, thick = (200.0, 100.0), line("t", (100, 300), (500, 320), width=12)
    [angle, bar] = cleanup(
        scanned(Drawing(640, 480, (line("c", (100, 200), corner, (300, 200)), thick)))
    ).strokes
    assert np.hypot(*(angle.points[:, :2] - corner).T).min() < 5
    assert np.median(bar.points[:, 2]) == pytest.approx(12, abs=1)


def test_a_large_scan_is_worked_on_smaller() -> None:
    small = Drawing(420, 320, (line("a", (20, 100), (400, 120), width=3),))
    pixels = scanned(small).picture().pixels.repeat(10, axis=0).repeat(10, axis=1)
    [stroke] = cleanup(Drawing.from_pixels(pixels)).strokes
    assert stroke.length_px == pytest.approx(3805, rel=0.02)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real drawings are not here (../shared/data/drawing)")
def test_a_real_rough_gets_fewer_and_longer_lines() -> None:
    rough = Drawing.read(SHARED / "rough/raster/21-0.png")
    faint, strong = cleanup(rough, strength=0.1), cleanup(rough, strength=0.8)
    assert len(strong.strokes) < 0.8 * len(faint.strokes)
    assert strong.confidence is not None
    assert strong.confidence > 0.9
