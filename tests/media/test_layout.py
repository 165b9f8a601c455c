from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.layout import Camera, CameraKey, Ease, Layout, View, eased

SHOT = """\
frames = 96                      # the comment stays
scene = 1
title = "눈 없는 벽"
[lines]
"001" = 24
[voices]
"001" = "narrator"
[camera]
keys = [{frame = 0, x = 640, y = 360, zoom = 1.0}, {frame = 95, x = 700, y = 340, zoom = 1.15}]
ease = "in-out"
[[layer]]
place = "temple/wall"
parallax = 0.6
blend = "multiply"
[[layer]]
cel = "A"
[[layer]]
mouth = "narrator"
opacity = 0.5
"""
EASES: tuple[Ease, ...] = ("linear", "in", "out", "in-out")
units = st.floats(0, 1)


def test_a_shot_is_read_and_written_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "shot.toml").write_text(SHOT, encoding="utf-8")
    layout = Layout.read(tmp_path / "shot.toml")
    assert (layout.frames, layout.scene, layout.title) == (96, 1, "눈 없는 벽")
    assert (layout.lines, layout.voices) == ({"001": 24}, {"001": "narrator"})
    assert (layout.places, layout.cels, layout.speaker) == (("temple/wall",), ("A",), "narrator")
    assert [layer.name for layer in layout.layers] == ["place temple/wall", "cel A", "mouth narrator"]
    assert (layout.layers[0].parallax, layout.layers[0].blend, layout.layers[2].opacity) == (
        0.6,
        "multiply",
        0.5,
    )
    written = layout.write(tmp_path / "again.x")
    assert written.name == "again.x.toml"
    assert written.read_bytes() == (tmp_path / "shot.toml").read_bytes()


def test_a_shot_may_do_without_camera_and_lines() -> None:
    layout = Layout.parse('frames = 1\n[[layer]]\ncel = "A"\n')
    assert (layout.camera, layout.lines, layout.speaker) == (None, {}, None)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("parallax", "paralax", "the key 'layer 1 paralax' is not known"),
        ("frames = 96", "", "the key 'frames' is missing"),
        ("frames = 96", "frames = 0", "frames: input should be greater than or equal to 1"),
        ("frames = 96", "frames = 95.5", "frames: input should be a valid integer"),
        ("frames = 96", "frames = 90", "a camera key is at frame 95, the shot has 90"),
        ("frames = 96", "frames = [", "this is no TOML"),
        ('"001" = 24', '"001" = 96', "line 001 starts at frame 96, the shot has 96"),
        ('"001" = 24', '"one" = 24', "lines one"),
        (
            'cel = "A"',
            'cel = "A"\nplace = "sky"',
            "layer 2: a layer needs exactly one of place, cel and mouth",
        ),
        ('cel = "A"', "opacity = 1.0", "layer 2: a layer needs exactly one of place, cel and mouth"),
        ('"001" = "narrator"', '"002" = "painter"', "line 002 has a voice, but no start in lines"),
        ('cel = "A"', 'mouth = "painter"', "the mouth layers name two speakers"),
        ("temple/wall", "../../etc/passwd", "layer 1 place: string should match pattern"),
        ("frame = 95", "frame = 0", "camera: each key needs a later frame than the one before it"),
        ("zoom = 1.15", "zoom = 0.0", "camera keys 2 zoom"),
        ("zoom = 1.15", "zoom = nan", "camera keys 2 zoom"),
        ("parallax = 0.6\n", "parallax = 4.0\n", None),
        ("opacity = 0.5", "opacity = 1.5", "layer 3 opacity"),
        ("in-out", "bounce", "camera ease"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(
    tmp_path: Path, old: str, new: str, says: str | None
) -> None:
    path = tmp_path / "shot.toml"
    path.write_text(SHOT.replace(old, new, 1), encoding="utf-8")
    if says is None:
        assert Layout.read(path)
        return
    with pytest.raises(BadInput) as error:
        Layout.read(path)
    assert str(error.value).startswith(f"{path}: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_layer_that_zooms_away_is_refused() -> None:
    text = SHOT.replace("zoom = 1.15", "zoom = 0.5").replace("parallax = 0.6", "parallax = 2.0")
    with pytest.raises(BadInput, match=r"at zoom 0\.5 the layer place temple/wall shrinks to nothing"):
        Layout.parse(text)


def test_a_shot_without_layers_is_refused() -> None:
    with pytest.raises(BadInput, match="the key 'layer' is missing"):
        Layout.parse("frames = 5\n")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(BadInput, match="nested too deeply"):
        Layout.parse("frames = " + "[" * 100_000 + "]" * 100_000)


@given(st.sampled_from(EASES), units, units)
def test_easing_runs_from_0_to_1_and_never_back(ease: Ease, a: float, b: float) -> None:
    assert (eased(0.0, ease), eased(1.0, ease)) == (0.0, 1.0)
    assert eased(min(a, b), ease) <= eased(max(a, b), ease) + 1e-12
    assert math.isclose(eased(a, "in"), 1 - eased(1 - a, "out"), abs_tol=1e-12)
    assert math.isclose(eased(a, "in-out"), 1 - eased(1 - a, "in-out"), abs_tol=1e-12)


def test_easing_starts_and_ends_slowly_as_its_name_says() -> None:
    starts = {ease: eased(0.01, ease) < 0.005 for ease in EASES}
    ends = {ease: eased(0.99, ease) > 0.995 for ease in EASES}
    assert starts == {"linear": False, "in": True, "out": False, "in-out": True}
    assert ends == {"linear": False, "in": False, "out": True, "in-out": True}


@given(
    st.lists(st.integers(0, 500), min_size=1, max_size=6, unique=True).map(sorted),
    st.sampled_from(EASES),
    st.integers(0, 600),
)
def test_the_camera_stands_on_its_keys_and_stays_between_them(
    frames: list[int], ease: Ease, frame: int
) -> None:
    keys = tuple(CameraKey(frame=f, x=100.0 * n, y=-50.0 * n, zoom=1 + n / 4) for n, f in enumerate(frames))
    camera = Camera(keys=keys, ease=ease)
    for key in keys:
        assert camera.at(key.frame) == View(key.x, key.y, key.zoom)
    before = [key for key in keys if key.frame <= frame] or [keys[0]]
    after = [key for key in keys if key.frame >= frame] or [keys[-1]]
    assert before[-1].x <= camera.at(frame).x_px <= after[0].x
    assert before[-1].zoom <= camera.at(frame).zoom <= after[0].zoom
