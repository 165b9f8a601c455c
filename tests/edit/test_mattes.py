from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hwaryong.edit.mattes import mattes
from hwaryong.errors import BadInput
from hwaryong.media.layout import Layout
from hwaryong.media.mattes import Mattes, Pictured
from hwaryong.media.picture import Picture

W, H, FRAMES = 320, 180, 6
WALL, SUN = Pictured("backgrounds", "wall"), Pictured("backgrounds", "sun")
TWO_LAYERS = f'frames = {FRAMES}\n[[layer]]\nplace = "wall"\n[[layer]]\nplace = "sun"\n'


def filled(width: int = W, height: int = H, rgba: tuple[int, ...] = (90, 60, 30, 255)) -> Picture:
    return Picture(np.full((height, width, 4), rgba, np.uint8))


def seen(layout: str = TWO_LAYERS, **backgrounds: Picture) -> Mattes:
    given: dict[str, Any] = {"rate": "24/1", "width_px": W, "height_px": H}
    return mattes(Layout.parse(layout), None, {}, {"wall": filled(), **backgrounds}, {}, {}, **given)


def test_what_lies_above_takes_from_what_lies_below() -> None:
    found = seen(sun=filled(100, 50))
    assert [span[:2] for span in found.pictures[WALL]] == [(0, FRAMES)]  # nothing moves: one stretch
    assert found.visible(0, 1) == pytest.approx({WALL: W * H - 5000, SUN: 5000}, abs=1)


def test_half_of_what_is_half_clear_is_seen_through() -> None:
    found = seen(TWO_LAYERS + "opacity = 0.5\n", sun=filled(rgba=(0, 0, 0, 255)))
    assert found.visible(0, 1)[SUN] == pytest.approx(W * H / 2, rel=0.005)
    assert sum(found.visible(0, 1).values()) == pytest.approx(W * H, abs=2)


@pytest.mark.parametrize(("grey", "covers"), [(255, 0.0), (0, 1.0), (127, 0.5)])
def test_a_multiplied_layer_covers_as_much_as_it_darkens(grey: int, covers: float) -> None:
    found = seen(TWO_LAYERS + 'blend = "multiply"\n', sun=filled(rgba=(grey, grey, grey, 255)))
    assert found.visible(0, 1)[SUN] == pytest.approx(covers * W * H, abs=0.005 * W * H)


@pytest.mark.parametrize("x", [0.0, 13.3, 101.7])
def test_edges_count_to_a_fraction_of_a_pixel(x: float) -> None:
    found = seen(TWO_LAYERS + f"x = {x}\ny = 31.5\n", sun=filled(61, 33))
    assert found.visible(0, 1)[SUN] == pytest.approx(61 * 33, rel=0.01)


def test_what_the_camera_leaves_behind_is_ground() -> None:
    camera = (
        f'frames = {FRAMES}\n[camera]\nease = "linear"\nkeys = [{{frame = 0, x = {W / 2}, y = {H / 2}}}, '
        f'{{frame = 5, x = {W}, y = {H / 2}}}]\n[[layer]]\nplace = "wall"\n'
    )
    found = seen(camera)
    pixels = [span.pixels for span in found.pictures[WALL]]
    assert pixels == pytest.approx([W * H * (1 - n / 10) for n in range(FRAMES)], abs=0.002 * W * H)


def test_it_refuses_what_the_compositor_refuses() -> None:
    with pytest.raises(BadInput, match="'sun' is missing"):
        seen()
