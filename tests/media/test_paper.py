from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.media.drawing import Drawing
from hwaryong.media.paper import HUES, SAID, Pixels, by_hue, on_paper, polarity

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def drawn(paper: tuple[int, int, int], ink: tuple[int, int, int], width: int = 4, side: int = 240) -> Pixels:
    pixels = np.full((side, side, 3), paper, np.uint8)
    cv2.line(pixels, (20, 30), (200, 180), ink, width, cv2.LINE_AA)
    cv2.circle(pixels, (120, 120), 70, ink, width, cv2.LINE_AA)
    return np.dstack([pixels, np.full((side, side), 255, np.uint8)])


def by_alpha(ink: tuple[int, int, int]) -> Pixels:
    cover = 255 - drawn(WHITE, BLACK)[..., 0]
    return np.dstack([np.broadcast_to(np.array(ink, np.uint8), (*cover.shape, 3)), cover])


@given(st.integers(1, 40), st.integers(0, 90), st.integers(160, 255))
@settings(max_examples=25, deadline=None)
def test_a_drawing_and_its_negative_have_the_same_ink(width: int, dark: int, light: int) -> None:
    pixels = drawn((light,) * 3, (dark,) * 3, width)
    negative = np.dstack([255 - pixels[..., :3], pixels[..., 3]])
    assert polarity(pixels) == "dark"
    assert polarity(negative) == "light"
    assert np.abs(Drawing.from_pixels(pixels).ink() - Drawing.from_pixels(negative).ink()).max() < 0.02


@pytest.mark.parametrize("width", [1, 40])
def test_thin_and_thick_lines_of_a_large_scan_are_seen(width: int) -> None:
    large = drawn(BLACK, WHITE, width, side=1500)
    assert polarity(large) == "light"
    assert Drawing.from_pixels(large).ink().max() > 0.99


@pytest.mark.parametrize("ink", [WHITE, (250, 240, 230)])
def test_light_lines_on_nothing_are_ink(ink: tuple[int, int, int]) -> None:
    drawing = Drawing.from_pixels(by_alpha(ink)).told()
    assert drawing.polarity == "alpha"
    assert drawing.flags == (SAID["alpha"],)
    assert not drawing.blank
    assert np.abs(drawing.ink() - Drawing.from_pixels(drawn(WHITE, BLACK)).ink()).max() < 0.02


def test_dark_lines_on_nothing_and_blank_sheets_are_left_as_they_are() -> None:
    assert polarity(by_alpha(BLACK)) == "dark"
    for blank in (np.zeros((50, 50, 4), np.uint8), drawn(WHITE, WHITE), drawn(BLACK, BLACK)):
        drawing = Drawing.from_pixels(blank).told()
        assert drawing.flags == ()
        assert drawing.blank


def test_a_photographed_sheet_in_dim_light_is_not_turned_over() -> None:
    pixels = drawn((200, 196, 188), (60, 58, 55))
    light = np.linspace(0.35, 0.8, 240)[None, :, None]
    photo = np.dstack([(pixels[..., :3] * light).astype(np.uint8), pixels[..., 3]])
    assert np.median(photo[..., :3]) < 128
    assert polarity(photo) == "dark"


def test_turning_over_keeps_the_hue() -> None:
    pixels = drawn(BLACK, (255, 40, 40))
    red = on_paper(pixels, "light")[120, 50]
    assert red[0] > red[1] + 60
    assert on_paper(pixels, "light")[0, 0].tolist() == [255, 255, 255]


def test_hues_are_kept_apart_with_their_soft_edges() -> None:
    paper = np.full((200, 200, 3), 255, np.uint8)
    inks = {"black": (20, 18, 16), "red": (225, 40, 30), "green": (30, 160, 60), "blue": (40, 90, 230)}
    for row, ink in enumerate(inks.values()):
        cv2.line(paper, (10, 20 + 50 * row), (190, 33 + 50 * row), ink, 3, cv2.LINE_AA)
    apart = by_hue(paper)
    for row, hue in enumerate(inks):
        band = np.s_[10 + 50 * row : 45 + 50 * row]
        total = sum(float(apart[other][band].sum()) for other in HUES)
        assert float(apart[hue][band].sum()) > 0.97 * total  # type: ignore[index]
        assert apart[hue].max() > 0.6  # type: ignore[index]


def test_a_light_on_dark_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), drawn(BLACK, WHITE)[..., :3])
    assert Drawing.read(path).flags == (SAID["light"],)


_LARGE = """
import json, resource, sys
from pathlib import Path
from hwaryong.media.drawing import Drawing
drawing = Drawing.read(Path(sys.argv[1]))
ink = float(drawing.ink().sum())
print(json.dumps([drawing.width_px, drawing.height_px, ink, drawing.flags,
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))
"""


@pytest.mark.parametrize("paper", [255, 0])
def test_a_scan_of_8000_by_6000_needs_little_memory(tmp_path: Path, paper: int) -> None:
    scan = np.full((6000, 8000), paper, np.uint8)
    cv2.line(scan, (100, 100), (7900, 5900), 255 - paper, 1)
    cv2.line(scan, (100, 5900), (7900, 100), 255 - paper, 40)
    path = tmp_path / "scan.tif"
    cv2.imwrite(str(path), scan)
    answer = subprocess.run(
        [sys.executable, "-c", _LARGE, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    width, height, ink, flags, peak = json.loads(answer.stdout)
    assert (width, height) == (8000, 6000)
    assert 300_000 < ink < 500_000
    assert bool(flags) == (paper == 0)
    assert peak < 2 * 1024**3, f"{peak / 1024**3:.2f} GiB"
