from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from hwaryong.errors import BadInput
from hwaryong.media.audio import Audio
from hwaryong.media.mouths import Mouths
from hwaryong.media.text import Text
from hwaryong.voice.lips import lips
from hwaryong.voice.speak import speak
from hwaryong.voice.speech import speech


def seen(mouths: Mouths) -> str:
    """The shapes on the film frames of the line."""
    return "".join(mouths.at(frame, Fraction(24)) for frame in range(mouths.duration_cs * 24 // 100))


def closures(shapes: str) -> int:
    return sum(a != "A" and b == "A" for a, b in zip("X" + shapes, shapes, strict=False))


def test_closing_mouths_are_told_from_open_ones() -> None:
    """A mouth that follows loudness shows the same for both."""
    papa, lala = "Papa mama, papa mama.", "Lala nana, lala nana."
    closing = seen(lips(speak(Text(papa), lang="en", rate_wpm=120), Text(papa), lang="en"))
    open_ = seen(lips(speak(Text(lala), lang="en", rate_wpm=120), Text(lala), lang="en"))
    assert closures(closing) >= 6
    assert "A" not in open_
    assert "H" in open_
    assert "H" not in closing


@pytest.mark.parametrize(
    ("lang", "text", "voice", "rate"),
    [
        ("en", "Maybe my mother bought a purple umbrella.", "en-us+f3", 190),
        ("en", "If I dot them, they will fly away from the temple.", "en+m3", 130),
        ("ko", "엄마는 밥을 먹고 바람을 보며 부엌문 앞에 섰다.", "ko+f3", 140),
        ("ko", "옛날 어느 화가가 이 벽 앞에 섰습니다.", "ko+m3", 200),
    ],
)
def test_phones_are_found_in_another_voice_at_another_speed(
    lang: str, text: str, voice: str, rate: int
) -> None:
    """The truth is in the events of the voice that speaks; the aligner sees only its sound and the text."""
    said = speech(text, voice=voice, rate_wpm=rate, pitch=70)
    found = lips(Audio(said.samples), Text(text), lang=lang)
    truth = [phone for phone in said.phones if phone.value]
    assert found.aligned
    middles = [
        abs(a.start_cs + a.end_cs - b.start_cs - b.end_cs) / 2
        for a, b in zip(found.phones, truth, strict=False)
    ]
    assert np.median(middles) <= 3
    assert np.mean(np.array(middles) <= 100 / 24) >= 0.75
    for phone in truth:
        if set(phone.value) & set("pbm"):
            near = range(phone.start_cs - 4, phone.end_cs + 4)
            assert any(
                cue.value == "A" and set(near) & set(range(cue.start_cs, cue.end_cs)) for cue in found.cues
            )
    words = [word.value for word in found.words]
    assert words == text.split()


def test_every_shape_is_held_two_film_frames() -> None:
    text = Text("Maybe my mother bought a purple umbrella.")
    sound = speak(text, lang="en", rate_wpm=250)
    for rate, hold_cs in (("24/1", 9), ("12/1", 17)):
        cues = lips(sound, text, lang="en", rate=rate).cues
        assert all(cue.end_cs - cue.start_cs >= hold_cs for cue in cues)


def test_silence_before_and_after_rests() -> None:
    text = Text("Look at the dragon.")
    said = speak(text, lang="en").mono
    silence = np.zeros(48000, dtype=np.float32)
    found = lips(Audio(np.concatenate([silence, said, silence])), text, lang="en")
    assert found.aligned
    assert set(seen(found)[:20]) == {"X"}
    assert set(seen(found)[-20:]) == {"X"}


NOISE = np.random.default_rng(0).standard_normal(96000).astype(np.float32) / 10
TONE = np.sin(np.arange(96000) * 0.05).astype(np.float32) / 3


@pytest.mark.parametrize(
    ("sound", "reason"),
    [(np.zeros(48000, np.float32), "silent"), (NOISE, "do not fit"), (TONE, "do not fit")],
    ids=["silence", "noise", "tone"],
)
def test_sound_without_the_text_gets_no_invented_mouth(sound: np.ndarray, reason: str) -> None:
    found = lips(Audio(sound), Text("If I dot them, they will fly away."), lang="en")
    assert not found.aligned
    assert [cue.value for cue in found.cues] == ["X"]
    assert reason in found.flags[0]
    assert found.confidence == 0


@pytest.mark.parametrize(
    ("lang", "said", "text"),
    [
        ("en", "If I dot them, they will fly away.", "Nobody believed him, so he lifted the brush."),
        ("en", "Stop.", "Long ago, a painter came to this wall and painted four dragons."),
        ("ko", "눈을 그리면 날아가 버린다네.", "아무도 그 말을 믿지 않았습니다."),
        ("ko", "옛날 어느 화가가 이 벽 앞에 섰습니다.", "멈춰라!"),
    ],
)
def test_another_text_is_not_aligned(lang: str, said: str, text: str) -> None:
    assert not lips(speak(Text(said), lang=lang), Text(text), lang=lang).aligned


def test_bad_input() -> None:
    sound = speak(Text("Hello there"), lang="en")
    with pytest.raises(BadInput, match="no words"):
        lips(sound, Text("…"), lang="en")
    with pytest.raises(BadInput, match="no voice 'xx'"):
        lips(sound, Text("Hello"), lang="xx")
    with pytest.raises(BadInput, match="more than 90"):
        lips(Audio(np.zeros((91 * 48000, 1), np.float32)), Text("Hello"), lang="en")
    with pytest.raises(BadInput, match="no frame rate"):
        lips(sound, Text("Hello there"), lang="en", rate="24fps")
