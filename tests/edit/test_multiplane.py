from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.edit.multiplane import Plane, Shown, Stand, covers, glaze, lay, plane, ready
from hwaryong.media.layout import Layer, View
from hwaryong.media.picture import Pixels

W, H = 160, 90
coordinates = st.floats(-500, 500)


def coloured(rgba: tuple[int, int, int, int], size: tuple[int, int] = (W, H)) -> Pixels:
    return np.full((size[1], size[0], 4), rgba, np.uint8)


def laid(pixels: Pixels, where: Plane = Plane(1, 0, 0), ground: int = 255, **how: object) -> Pixels:  # noqa: B008
    image = np.full((H, W, 3), ground, np.uint8)
    blend = how.pop("blend", "normal")
    flat = ready(pixels, **{"opacity": 1.0, "bleed_px": 0.0, **how})  # type: ignore[arg-type]
    assert flat is not None
    what = glaze(flat, where, blend, W, H)  # type: ignore[arg-type]
    if what is not None:
        lay(image, what)
    return image


@given(coordinates, coordinates, st.floats(0.5, 4), st.floats(0, 3))
def test_the_law_of_parallax(x: float, y: float, zoom: float, parallax: float) -> None:
    """The layer's point under the frame's centre is C + p · (camera − C); its scale is 1 + p · (zoom − 1)."""
    layer = Layer(cel="A", parallax=parallax)
    if layer.scale(View(x, y, zoom)) < 0.05:
        return
    where = plane(layer, View(x, y, zoom), W, H)
    assert where.scale == pytest.approx(1 + parallax * (zoom - 1))
    for centre, camera, offset in ((W / 2, x, where.x_px), (H / 2, y, where.y_px)):
        point = centre + parallax * (camera - centre)
        assert where.scale * (point - 0.5) + offset == pytest.approx(centre - 0.5, abs=1e-6)


@given(coordinates, coordinates, st.floats(0.5, 4))
def test_paper_stands_still(x: float, y: float, zoom: float) -> None:
    where = plane(Layer(cel="A", parallax=0), View(x, y, zoom), W, H)
    assert (where.scale, where.x_px, where.y_px) == pytest.approx((1, 0, 0))


def test_an_untouched_layer_is_shown_pixel_for_pixel() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (H, W, 4), np.uint8)
    noise[..., 3] = 255
    assert np.array_equal(laid(noise), noise[..., :3])


def test_a_dot_lands_where_the_law_says() -> None:
    dot = coloured((0, 0, 0, 0))
    dot[40:43, 60:63] = (0, 0, 0, 255)
    where = plane(Layer(cel="A", parallax=0.5), View(100, 45, 2.0), W, H)  # scale 1.5, centre at x = 90
    dark = np.argwhere(laid(dot, where).sum(axis=2) < 300)
    y, x = dark.mean(axis=0)
    assert x + 0.5 == pytest.approx((61.5 - 90) * 1.5 + 80, abs=0.5)
    assert y + 0.5 == pytest.approx((41.5 - 45) * 1.5 + 45, abs=0.5)


@pytest.mark.parametrize("scale", [0.1, 0.3, 0.5, 0.7, 1.0, 2.5])
def test_the_middle_stays_in_the_middle_at_any_scale(scale: float) -> None:
    picture = coloured((0, 0, 0, 255), (81, 41))
    where = Plane(scale, W / 2 - 0.5 - scale * 40, H / 2 - 0.5 - scale * 20)
    dark = np.argwhere(laid(picture, where)[..., 0] < 128)
    assert dark.mean(axis=0) == pytest.approx((H / 2 - 0.5, W / 2 - 0.5), abs=0.51)
    height, width = np.ptp(dark, axis=0) + 1
    assert width == pytest.approx(min(81 * scale, W), abs=1)
    assert height == pytest.approx(min(41 * scale, H), abs=1)


def test_thin_lines_do_not_vanish_when_the_camera_draws_back() -> None:
    lines = coloured((255, 255, 255, 255), (800, 450))
    lines[:, ::8] = (0, 0, 0, 255)
    grey = laid(lines, Plane(0.2, 0, 0))[10:80, 10:150, 0]
    assert grey.mean() == pytest.approx(255 * 7 / 8, abs=4)
    assert grey.min() > 180


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.floats(0, 1))
def test_normal_and_multiply_are_what_they_are_called(
    ground: int, value: int, alpha: int, opacity: float
) -> None:
    if round(alpha * opacity) == 0:
        return
    pixels = coloured((value, value, value, alpha))
    a = alpha / 255 * opacity
    expected = {"normal": ground * (1 - a) + value * a, "multiply": ground * (1 - a + a * value / 255)}
    for blend, wanted in expected.items():
        got = laid(pixels, ground=ground, opacity=opacity, blend=blend)
        assert got[45, 80] == pytest.approx([wanted] * 3, abs=2)


def test_transparent_pixels_have_no_colour() -> None:
    pixels = coloured((255, 0, 0, 0))
    pixels[30:60, 30:60, 3] = 255
    image = laid(pixels, Plane(1.3, -10.3, -5.7), ground=255)
    assert (image[..., 0] == 255).all()  # no dark fringe
    assert ready(coloured((255, 0, 0, 0)), opacity=1.0, bleed_px=0.0) is None


def test_ink_bleeds_outwards_softly_and_stays_itself() -> None:
    line = coloured((0, 0, 0, 0))
    line[40:50, 20:140] = (20, 20, 20, 255)
    dry, damp = (
        laid(line)[45 - 25 : 65, 80, 0].astype(int),
        laid(line, bleed_px=2.0)[20:65, 80, 0].astype(int),
    )
    assert (damp[20:30] == dry[20:30]).all()
    assert (damp <= dry).all()
    outside = damp[30:37]
    assert outside[0] < 200
    assert (np.diff(outside) > 0).all()
    assert damp[44] == 255


def test_outside_of_the_frame_there_is_nothing_to_lay() -> None:
    flat = ready(coloured((0, 0, 0, 255)), opacity=1.0, bleed_px=0.0)
    assert flat is not None
    for where in (Plane(1, W, 0), Plane(1, 0, -H), Plane(2, -3 * W, 0), Plane(0.3, 0, 2 * H)):
        assert glaze(flat, where, "normal", W, H) is None
    assert covers(Plane(1, 0, 0), (H, W), W, H)
    assert not covers(Plane(1, 0.6, 0), (H, W), W, H)


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_remembered_changes_nothing(story: list[tuple[int, int, int, int]]) -> None:
    """A stand that has shot other frames before gives the same frame as a fresh one."""
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (H, W, 4), np.uint8) for _ in range(3)]
    flats = [None, *(ready(p, opacity=1.0, bleed_px=0.0) for p in pictures[1:])]
    old = Stand(W, H, (255, 255, 255))
    for *names, move in story:
        shown = [
            Shown((str(name), Plane(1, move * index, 0)), flats[name], "multiply" if index == 1 else "normal")
            for index, name in enumerate(names)
        ]
        assert np.array_equal(old.shoot(shown), Stand(W, H, (255, 255, 255)).shoot(shown))
