from __future__ import annotations

import numpy as np
import pytest

from hwaryong.edit.animatic import animatic
from hwaryong.errors import BadInput
from hwaryong.media import ffmpeg
from hwaryong.media.audio import Audio
from hwaryong.media.clip import Clip
from hwaryong.media.drawing import Drawing

W, H = 320, 180


def panel(grey: int, size: tuple[int, int] = (W, H)) -> Drawing:
    return Drawing.from_pixels(np.full((size[1], size[0], 4), (grey, grey, grey, 255), np.uint8))


def show(panels: dict[str, Drawing], lengths: dict[str, int], mix: Audio | None = None) -> Clip:
    return animatic(panels, mix, lengths=lengths, rate="24/1", width_px=W, height_px=H)


def test_panels_stand_for_their_lengths_by_name() -> None:
    clip = show({"sh020": panel(200), "sh010": panel(60)}, {"sh010": 5, "sh020": 3})
    assert [int(frame[20, 20, 0]) for frame in clip.pictures()] == pytest.approx([60] * 5 + [200] * 3, abs=2)


def test_the_counter_is_burnt_in_and_counts() -> None:
    frames = list(show({"sh010": panel(120)}, {"sh010": 4}).pictures())
    corner = (slice(H - 25, H), slice(0, 100))
    for frame in frames:
        assert frame[corner].min() < 60
        assert frame[corner].max() > 180
        assert np.ptp(frame[: H - 30]) < 8
    assert np.abs(frames[0][corner].astype(int) - frames[3][corner]).max() > 80


def test_panels_of_another_shape_are_fitted_on_paper() -> None:
    frame = show({"a": panel(60, (400, 400))}, {"a": 1}).picture(0)
    assert min(frame[90, 20, 0], frame[90, W - 20, 0]) > 250
    assert abs(int(frame[90, W // 2, 0]) - 60) <= 2


def test_transparent_panels_lie_on_paper() -> None:
    clear = Drawing.from_pixels(np.zeros((H, W, 4), np.uint8))
    assert show({"a": clear}, {"a": 1}).picture(0)[20, 20, 0] > 250


def test_the_mix_goes_along() -> None:
    mix = Audio(np.zeros((16_000, 1), np.float32))
    clip = show({"a": panel(60)}, {"a": 8}, mix)
    assert [stream.kind for stream in ffmpeg.probe(clip.path).streams] == ["video", "audio"]
    with pytest.raises(BadInput, match="the mix has 16000 samples, the pictures need 24000"):
        show({"a": panel(60)}, {"a": 12}, mix)


def test_the_same_panels_give_the_same_bytes() -> None:
    first, second = (show({"a": panel(60)}, {"a": 8}).path.read_bytes() for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("panels", "lengths", "says"),
    [
        ({}, {}, "there are no panels"),
        ({"a": panel(60)}, {}, "shot a has no length"),
        ({"a": panel(60)}, {"a": 0}, "shot a has no length"),
        ({"a": panel(60)}, {"a": 2, "b": 2}, "shot b has no panel"),
    ],
)
def test_what_is_missing_is_named(panels: dict[str, Drawing], lengths: dict[str, int], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        show(panels, lengths)
