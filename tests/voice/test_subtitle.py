from __future__ import annotations

import re
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.audio import Audio
from hwaryong.media.text import Text
from hwaryong.voice.subtitle import _columns, subtitle, wrapped


def sound(frames: int) -> Audio:
    return Audio(np.zeros(frames * 2000, np.float32))


def test_a_short_line_stands_five_sixths_of_a_second() -> None:
    cues = subtitle(
        {"1": Text("Stop!")}, {"1": sound(8)}, starts={"1": 12}, frames=96, rate="24/1", lang="en"
    ).cues
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in cues] == [(500, 1333, "Stop!")]


def test_two_frames_part_one_cue_from_the_next() -> None:
    texts = {"1": Text("눈이 없소."), "2": Text("아직이네.")}
    audio = {"1": sound(48), "2": sound(24)}
    cues = subtitle(texts, audio, starts={"1": 0, "2": 48}, frames=96, rate="24/1", lang="ko").cues
    assert [(cue.start_ms, cue.end_ms) for cue in cues] == [(0, 1917), (2000, 3000)]


def test_a_cue_without_room_is_flagged() -> None:
    texts = {"1": Text("Wait."), "2": Text("No.")}
    audio = {"1": sound(10), "2": sound(10)}
    shown = subtitle(texts, audio, starts={"1": 0, "2": 12}, frames=96, rate="24/1", lang="en")
    assert shown.flags == ("the cue of line 1 at frame 0 has only 10 frames",)


def test_long_text_is_cut_at_sentences_and_shares_the_time() -> None:
    text = "The painter came to the temple wall. He painted four dragons, and left their eyes without pupils."
    shown = subtitle(
        {"1": Text(text)}, {"1": sound(144)}, starts={"1": 0}, frames=200, rate="24/1", lang="en"
    )
    first, second = shown.cues
    assert first.text == "The painter came to the temple wall."
    assert second.text == "He painted four dragons,\nand left their eyes without pupils."
    assert second.start_ms - first.end_ms in (83, 84)
    assert abs(second.start_ms / 6000 - 36 / 96) < 0.03


def test_korean_lines_have_sixteen_full_width_characters() -> None:
    text = "옛날 양나라에 장승요라는 화가가 살았는데, 그는 안락사 벽에 용 네 마리를 그렸습니다."
    shown = subtitle(
        {"1": Text(text)}, {"1": sound(144)}, starts={"1": 0}, frames=200, rate="24/1", lang="ko"
    )
    rows = [row for cue in shown.cues for row in cue.text.split("\n")]
    assert all(_columns(row, "ko") <= 32 for row in rows)
    assert " ".join(rows) == text
    assert shown.flags == ()


def test_lines_that_start_together_are_one_cue() -> None:
    texts = {"1": Text("Yes."), "2": Text("No.")}
    audio = {"1": sound(30), "2": sound(40)}
    cues = subtitle(texts, audio, starts={"1": 0, "2": 0}, frames=96, rate="24/1", lang="en").cues
    assert [(cue.end_ms, cue.text) for cue in cues] == [(1667, "Yes.\nNo.")]


WORDS = st.text(alphabet="ab가나.,?", min_size=1, max_size=30)
LINES = st.lists(
    st.tuples(
        st.lists(WORDS, min_size=1, max_size=40).map(" ".join), st.integers(1, 300), st.integers(1, 200)
    ),
    min_size=1,
    max_size=5,
)


@given(LINES, st.sampled_from(["24/1", "24000/1001", "30000/1001"]), st.sampled_from(["ko", "en"]))
def test_cues_are_in_order_inside_the_film_and_keep_every_word(
    parts: list[tuple[str, int, int]], rate: str, lang: str
) -> None:
    names = [f"{number:03}" for number in range(1, len(parts) + 1)]
    starts = dict(zip(names, accumulate((gap for *_, gap in parts), initial=0), strict=False))
    frames = max(starts.values()) + 400
    texts = {name: Text(text) for name, (text, *_) in zip(names, parts, strict=True)}
    audio = {name: sound(length) for name, (_, length, _) in zip(names, parts, strict=True)}
    shown = subtitle(texts, audio, starts=starts, frames=frames, rate=rate, lang=lang)
    assert all(cue.start_ms < cue.end_ms for cue in shown.cues)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(shown.cues))
    assert shown.cues[-1].end_ms <= round(frames * 1000 / 23) + 1
    written = re.sub(r"\s", "", "".join(cue.text for cue in shown.cues))
    assert written == re.sub(r"\s", "", "".join(text for text, *_ in parts))
    limit = 32 if lang == "ko" else 42
    if not shown.flags:
        assert all(_columns(row, lang) <= limit for cue in shown.cues for row in cue.text.split("\n"))


def test_rows_are_even() -> None:
    assert wrapped("On the wall of the temple he painted four dragons there", "en") == [
        "On the wall of the temple he",
        "painted four dragons there",
    ]
    assert wrapped("short", "en") == ["short"]


def test_bad_input() -> None:
    with pytest.raises(BadInput, match="line 1 has a text and no sound"):
        subtitle({"1": Text("a")}, {}, starts={"1": 0}, frames=9, rate="24/1", lang="en")
    with pytest.raises(BadInput, match="no start"):
        subtitle({"1": Text("a")}, {"1": sound(3)}, starts={}, frames=9, rate="24/1", lang="en")
    with pytest.raises(BadInput, match="outside of the film"):
        subtitle({"1": Text("a")}, {"1": sound(3)}, starts={"1": 9}, frames=9, rate="24/1", lang="en")
