from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture
from hwaryong.media.stroke import Stroke
from hwaryong.rights import survival
from hwaryong.rights.lineage import Class

W, H = 640, 360
STILL = np.eye(2, 3)


def strokes(seed: int, count: int = 24) -> list[Stroke]:
    """Curved lines well within the paper."""
    chance = np.random.default_rng(seed)
    drawn = []
    for n in range(count):
        at, angle = chance.uniform((150, 90), (W - 150, H - 90)), chance.uniform(0, 6.28)
        points = []
        for _ in range(7):
            points.append([*at, chance.uniform(2, 4)])
            angle += chance.normal(0, 0.4)
            at = at + 12 * np.array([np.cos(angle), np.sin(angle)])
        drawn.append(Stroke(f"{seed}-{n}", np.array(points)))
    return drawn


def ink(lines: Sequence[Stroke], matrix: np.ndarray = STILL) -> survival.Mask:
    laid = [
        Stroke(s.id, np.column_stack([s.points[:, :2] @ matrix[:, :2].T + matrix[:, 2], s.points[:, 2]]))
        for s in lines
    ]
    return survival.inked(Drawing(W, H, tuple(laid)))


def share(found: survival.Found) -> tuple[float, float]:
    return float(found[0].mean()), float(found[1].mean())


TURNED = cv2.getRotationMatrix2D((W / 2, H / 2), 7, 1.1)


@pytest.mark.parametrize(
    "matrix",
    [STILL, np.array([[1, 0, 41.5], [0, 1, -22.25]]), TURNED],
    ids=["as it was", "shifted", "turned"],
)
def test_laying_a_drawing_elsewhere_is_no_work_by_hand(matrix: np.ndarray) -> None:
    drawn = strokes(1)
    low, high = share(survival.ink_found(ink(drawn), ink(drawn, matrix)))
    assert low > 0.97
    assert high > 0.99


def test_what_was_redrawn_is_told_from_what_was_kept() -> None:
    drawn, new = strokes(2), strokes(3)
    kept, final = ink(drawn[:12], TURNED), ink([*drawn[:12]], TURNED) | ink(new[:12])
    truth = kept[final].mean()
    low, high = share(survival.ink_found(ink(drawn), final))
    assert low - survival.MARGIN <= truth <= high + survival.MARGIN
    assert high - low < 0.1


def test_another_drawing_holds_nothing_for_sure() -> None:
    low, high = share(survival.ink_found(ink(strokes(4)), ink(strokes(5))))
    assert low == 0
    assert high < 0.3


@pytest.mark.parametrize("blank", ["draft", "final"])
def test_blank_paper_holds_nothing(blank: str) -> None:
    drawn, nothing = ink(strokes(1)), np.zeros((H, W), bool)
    found = survival.ink_found(nothing, drawn) if blank == "draft" else survival.ink_found(drawn, nothing)
    assert found[0].sum() == found[1].sum() == 0


def test_a_line_retraced_two_pixels_off_is_only_perhaps_the_drafts() -> None:
    drawn = strokes(6, 8)
    beside = [Stroke(s.id, s.points + np.array([2.5, 0, 0])) for s in drawn[:1]]
    final = ink([*drawn[1:], *beside])
    low, high = survival.ink_found(ink(drawn), final)
    assert high.sum() > low.sum()


def test_colours_painted_over_are_by_hand() -> None:
    chance = np.random.default_rng(8)
    pixels = np.full((90, 160, 4), 255, np.uint8)
    pixels[..., :3] = cv2.GaussianBlur(chance.integers(0, 255, (90, 160, 3)).astype(np.uint8), (0, 0), 4)
    final = pixels.copy()
    final[:, :40, :3] = (250, 20, 220)
    low, high = share(
        survival.paint_found(survival.painted(Picture(pixels)), survival.painted(Picture(final)))
    )
    assert low <= 0.75 <= high + 0.02
    assert low > 0.7


def test_phrases_are_found_where_they_were_moved_to() -> None:
    draft = survival.words(
        "the dragon sleeps under the temple wall while painters whisper of unfinished eyes"
    )
    final = [*draft[7:], "and", *draft[:7]]
    low, high = survival.words_found(draft, final)
    assert high.sum() == len(draft)
    assert not high[final.index("and")]
    assert low.sum() >= 8


def test_korean_is_counted_by_eojeol() -> None:
    assert survival.words("장승요가 용의 눈을 그렸다.") == ["장승요가", "용의", "눈을", "그렸다."]


def test_texts_that_are_too_long_are_refused_at_once() -> None:
    with pytest.raises(BadInput, match="more than"):
        survival.words_found(["a"] * (survival.MAX_WORDS + 1), ["a"])


@settings(max_examples=60, deadline=None)
@given(draft=st.lists(st.sampled_from("abcdefgh")), final=st.lists(st.sampled_from("abcdefgh")))
def test_what_is_sure_is_also_perhaps_and_is_in_both(draft: list[str], final: list[str]) -> None:
    low, high = survival.words_found(draft, final)
    assert not (low & ~high).any()
    assert {word for word, kept in zip(final, high, strict=True) if kept} <= set(draft)


def test_silence_is_not_heard_and_short_pauses_are() -> None:
    sound = np.zeros(10_000, np.float32)
    sound[[1000, 1900, 5000]] = 0.5
    assert survival.audible(sound).sum() == 901 + 1


def test_a_recording_again_is_told_from_a_shift_and_a_change_of_level() -> None:
    chance = np.random.default_rng(9)
    draft, again = (chance.normal(0, 0.1, 48_000).astype(np.float32) for _ in range(2))
    final = np.concatenate([draft[4800:28_800] * 0.5, again[:24_000]])
    low, high = survival.sound_found(np.concatenate([np.zeros(600, np.float32), draft]), final)
    assert low.tolist() == high.tolist() == [True] * 5 + [False] * 5
    assert survival.windows_of(final).tolist() == [4800] * 10


def test_a_sound_shorter_than_a_window_is_compared() -> None:
    click = np.full(100, 0.5, np.float32)
    assert len(survival.sound_found(click, click)[0]) == 1


CLASS = st.sampled_from(("generated", "algorithmic", "human", "unclear"))


@given(data=st.data(), size=st.integers(0, 30), hand=st.sampled_from(("human", "unclear")))
def test_parts_sum_around_the_total(data: st.DataObject, size: int, hand: Class) -> None:
    bits = st.lists(st.booleans(), min_size=size, max_size=size).map(lambda row: np.array(row, bool))
    found = data.draw(st.lists(st.tuples(CLASS, st.tuples(bits, bits)), max_size=3))
    weights = np.arange(size, dtype=np.int64)
    parts = survival.parts(weights, [(klass, (low, low | high)) for klass, (low, high) in found], hand)
    assert sum(low for low, _ in parts.values()) <= weights.sum() <= sum(high for _, high in parts.values())
    assert all(0 <= low <= high <= weights.sum() for low, high in parts.values())
