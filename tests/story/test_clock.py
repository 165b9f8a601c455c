from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from hwaryong.story.clock import Pace, action_frames, pause_frames, speech_frames

RATE = Fraction(24)
words = st.text(alphabet="ab 가나,.!", max_size=60)


def test_speech_is_counted_in_words_or_syllables_and_pauses() -> None:
    pace = Pace(words_a_minute=120, syllables_a_minute=240, pause_ms=500, breath_ms=250)
    assert speech_frames("One two three four.", RATE, pace) == 24 * 2 + 12
    assert speech_frames("One, two three four.", RATE, pace) == 24 * 2 + 12 + 6
    assert speech_frames("가나다라 마바사아.", RATE, pace) == 24 * 2 + 12
    assert speech_frames("", RATE, pace) == speech_frames("...", RATE, pace) == 0


def test_action_is_counted_in_beats() -> None:
    pace = Pace(beat_ms=2000, further_ms=1000)
    assert action_frames("He sits.", RATE, pace) == 48
    assert action_frames("He sits. He reads.", RATE, pace) == 96
    assert action_frames("He sits and reads.", RATE, pace) == 72
    assert action_frames("화가가 붓을 내리고 고개를 든다.", RATE, pace) == 72
    assert action_frames("...", RATE, pace) == 0


def test_a_wait_is_time_and_a_manner_is_none() -> None:
    assert pause_frames("beat", RATE) == pause_frames("잠시", RATE) == 24
    assert pause_frames("low; beat; (pause)", RATE) == 48
    assert pause_frames("softly", RATE) == 0


@given(words, words, st.sampled_from([Fraction(24), Fraction(25), Fraction(24000, 1001)]))
def test_more_words_never_take_less(first: str, second: str, rate: Fraction) -> None:
    both = f"{first} {second}"
    assert speech_frames(both, rate) >= max(speech_frames(first, rate), speech_frames(second, rate)) - 24
    assert action_frames(f"{first}. {second}", rate) >= action_frames(second, rate)
