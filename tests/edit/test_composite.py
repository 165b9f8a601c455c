from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from hwaryong.edit.composite import composite
from hwaryong.errors import BadInput
from hwaryong.media.clip import Clip
from hwaryong.media.layout import Layout
from hwaryong.media.mouths import Mouths, Span
from hwaryong.media.picture import Picture
from hwaryong.media.sheet import Exposure, Layer, Sheet

W, H = 160, 90
FRAMES = 8
SKY = (120, 160, 200)
LAYOUT = """\
frames = 8
title = "Dotting the eye"
[lines]
"001" = 3
[[layer]]
place = "temple/sky"
[[layer]]
cel = "A"
"""
MOUTH = '[[layer]]\nmouth = "narrator"\n'


def block(x: int, rgb: tuple[int, int, int], width: int = 20) -> Picture:
    """A filled block of 20×20 px whose left edge is at x, in the middle of the height."""
    pixels = np.zeros((H, W, 4), np.uint8)
    pixels[35:55, x : x + width] = (*rgb, 255)
    return Picture(pixels)


def sheet(*drawings: int, name: str = "A", frames: int = FRAMES) -> Sheet:
    """One layer that shows these drawings on twos."""
    exposures = tuple(Exposure(frame=2 * n, drawing=number) for n, number in enumerate(drawings))
    return Sheet(frames, (Layer(name=name, keys=(1, 4), exposures=exposures),))


def shoot(layout: str = LAYOUT, **given: Any) -> Clip:
    media: dict[str, Any] = {
        "sheet": sheet(1, 2, 0, 4),
        "cels": {f"A/{n:04}": block(30 * (n - 1), (200, 30, 30)) for n in (1, 2, 4)},
        "backgrounds": {"temple/sky": Picture(np.full((H, W, 4), (*SKY, 255), np.uint8))},
        "mouths": {},
        "cues": {},
    }
    settings = {"rate": "24/1", "width_px": W, "height_px": H}
    media |= {name: value for name, value in given.items() if name in media}
    settings |= {name: value for name, value in given.items() if name not in media}
    return composite(Layout.parse(layout), *media.values(), **settings)


def red_at(clip: Clip) -> list[int | None]:
    """For each frame the left edge of what is red, None where nothing is."""
    edges = []
    for frame in clip.pictures():
        row = frame[45].astype(int)
        red = np.flatnonzero((row[:, 0] > 150) & (row[:, 1] < 90))
        edges.append(int(red[0]) if len(red) else None)
    return edges


def test_drawings_are_exposed_by_the_sheet_on_twos() -> None:
    clip = shoot()
    assert (clip.frames, clip.rate, clip.width_px, clip.height_px) == (8, 24, W, H)
    assert clip.flags == ()
    wanted = [0, 0, 30, 30, None, None, 90, 90]
    for got, edge in zip(red_at(clip), wanted, strict=True):
        assert (got is None) == (edge is None)
        assert got is None or edge is None or abs(got - edge) <= 1


def test_layers_lie_over_each_other_in_order() -> None:
    layers = LAYOUT + '[[layer]]\nplace = "front"\n'
    front = {
        "temple/sky": Picture(np.full((H, W, 4), (*SKY, 255), np.uint8)),
        "front": block(10, (20, 120, 20), 40),
    }
    row = shoot(layers, backgrounds=front).picture(0)[45].astype(int)
    for x, colour in ((5, (200, 30, 30)), (30, (20, 120, 20)), (100, SKY)):
        assert np.abs(row[x] - colour).max() <= 8


def test_the_camera_moves_on_ones_and_each_layer_by_its_parallax() -> None:
    camera = "[camera]\nkeys = [{frame = 0, x = 80, y = 45}, {frame = 7, x = 52, y = 45}]\nease = 'linear'\n"
    layers = '[[layer]]\nplace = "temple/sky"\nparallax = 0\n[[layer]]\nplace = "block"\nparallax = 0.5\n'
    clip = shoot(
        "frames = 8\n" + camera + layers,
        backgrounds={
            "temple/sky": Picture(np.full((H, W, 4), (*SKY, 255), np.uint8)),
            "block": block(40, (200, 30, 30)),
        },
    )
    edges = red_at(clip)
    assert all(edge is not None and abs(edge - (40 + 2 * n)) <= 1 for n, edge in enumerate(edges))


def test_a_background_too_small_for_the_move_is_flagged_and_shows_the_ground() -> None:
    layout = LAYOUT.replace(
        "[[layer]]",
        "[camera]\nkeys = [{frame = 0, x = 80, y = 45}, {frame = 4, x = 100, y = 45}]\n[[layer]]",
        1,
    )
    clip = shoot(layout, ground="#00ff00")
    assert clip.flags == ("at frame 1 the camera sees past the edge of place temple/sky",)
    assert np.abs(clip.picture(7)[10, 150].astype(int) - (0, 255, 0)).max() <= 8


def shapes(**value: int) -> dict[str, Picture]:
    """Mouths: a grey block, lighter for each shape."""
    return {shape: block(0, (level, level, level)) for shape, level in value.items()}


def mouth(clip: Clip) -> str:
    levels = {20: "A", 90: "D", 160: "X"}
    values = [int(frame[45, 10, 0]) for frame in clip.pictures()]
    return "".join(min((abs(level - value), shape) for level, shape in levels.items())[1] for value in values)


def test_mouths_follow_the_line_on_twos_and_rest_around_it() -> None:
    """The line starts at frame 3 and lasts 4 frames: half D, half A."""
    cues = {"001": Mouths(17, (Span(0, 8, "D"), Span(8, 17, "A")))}
    clip = shoot(LAYOUT + MOUTH, sheet=sheet(0), mouths=shapes(A=20, D=90, X=160), cues=cues)
    assert mouth(clip) == "XXXXDDAA"
    starts_even = (LAYOUT + MOUTH).replace('"001" = 3', '"001" = 2')
    clip = shoot(starts_even, sheet=sheet(0), mouths=shapes(A=20, D=90, X=160), cues=cues)
    assert mouth(clip) == "XXDDAAXX"


def test_a_silent_speaker_rests() -> None:
    assert mouth(shoot(LAYOUT + MOUTH, sheet=sheet(0), mouths=shapes(X=160))) == "XXXXXXXX"


def test_the_same_shot_gives_the_same_bytes() -> None:
    first, second = (shoot(bleed_px=1.0).path for _ in range(2))
    assert first != second
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"backgrounds": {}}, "shot 'Dotting the eye', layer place temple/sky, frame 0: the picture"),
        ({"sheet": sheet(1, 2, 3)}, "layer cel A, frame 4: the picture 'A/0003' is missing"),
        ({"sheet": None}, "layer cel A: there is no exposure sheet; add sheet.json"),
        ({"sheet": sheet(1, name="B")}, "the sheet has no layer 'A'"),
        ({"sheet": sheet(1, frames=9)}, "the exposure sheet has 9 frames at 24, the layout 8 at 24"),
        ({"rate": "25/1"}, "the exposure sheet has 8 frames at 24, the layout 8 at 25"),
        ({"cues": {"007": Mouths(10, (Span(0, 10, "A"),))}}, "line 007 has mouth cues and no start"),
        ({"layout": LAYOUT + MOUTH}, "layer mouth narrator, frame 0: the picture 'X' is missing"),
        ({"rate": "24"}, "the setting 'rate' is not usable"),
        ({"width_px": 161}, "the setting 'width_px' is not usable"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(given: Mapping[str, Any], says: str) -> None:
    with pytest.raises(BadInput) as error:
        shoot(**given)
    assert says in str(error.value)
