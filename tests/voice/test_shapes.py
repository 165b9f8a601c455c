from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.media.mouths import Span
from hwaryong.voice.shapes import mouth_cues, shapes_of

HOLD_CS = 9


@pytest.mark.parametrize(
    ("ipa", "shapes"),
    [("p", "A"), ("m̩", "A"), ("pʰ", "A"), ("ˈɑː", "D"), ("aɪ", "DB"), ("oʊ", "F"), ("f", "G"), ("l", "H"),
     ("uː", "F"), ("tʃ", "B"), ("s-", "B"), ("ɐ", "D"), ("ʌ", "E"), ("", ""), ("ˈ", "")],
)  # fmt: skip
def test_phones_have_shapes(ipa: str, shapes: str) -> None:
    assert shapes_of(ipa) == shapes


def phones(parts: list[tuple[str, int]]) -> list[Span]:
    spans, start = [], 0
    for ipa, length in parts:
        spans.append(Span(start, start + length, ipa))
        start += length
    return spans


PHONES = st.lists(
    st.tuples(st.sampled_from(["p", "b", "m", "ɑ", "aɪ", "s", "l", "f", "u", "", "ɛ"]), st.integers(1, 40)),
    min_size=1,
    max_size=40,
).map(phones)


@given(PHONES, st.integers(0, 30))
def test_cues_have_no_gaps_hold_two_frames_and_keep_every_closure(spans: list[Span], rest: int) -> None:
    duration = spans[-1].end_cs + rest
    cues = mouth_cues(spans, duration, HOLD_CS)
    assert cues[0].start_cs == 0
    assert cues[-1].end_cs == duration
    assert all(a.end_cs == b.start_cs and a.value != b.value for a, b in pairwise(cues))
    assert all(cue.end_cs - cue.start_cs >= min(HOLD_CS, duration) for cue in cues)
    if duration >= 2 * HOLD_CS:
        for phone in spans:
            if phone.value in ("p", "b", "m"):
                middle = (phone.start_cs + phone.end_cs) // 2
                assert next(cue.value for cue in cues if cue.start_cs <= middle < cue.end_cs) == "A"


def test_pauses_rest_and_short_ones_keep_the_shape() -> None:
    cues = mouth_cues(phones([("ɑ", 30), ("", 40), ("ɑ", 30), ("", 10), ("ɑ", 30)]), 140, HOLD_CS)
    assert [(cue.start_cs, cue.end_cs, cue.value) for cue in cues] == [
        (0, 30, "D"),
        (30, 70, "X"),
        (70, 140, "D"),
    ]


def test_a_short_tongue_is_held_at_the_cost_of_long_vowels() -> None:
    cues = mouth_cues(phones([("ɑ", 30), ("l", 5), ("ɑ", 30)]), 65, HOLD_CS)
    assert [cue.value for cue in cues] == ["D", "H", "D"]
