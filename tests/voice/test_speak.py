from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hwaryong.errors import BadInput
from hwaryong.media.text import Text
from hwaryong.voice.loudness import loudness_lufs
from hwaryong.voice.speak import speak
from hwaryong.voice.speech import speech

LINES = {"en": "If I dot them, they will fly away.", "ko": "눈을 그리면 날아가 버린다네."}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_line_is_heard_without_silence_around_it(lang: str, tmp_path: Path) -> None:
    sound = speak(Text(LINES[lang]), lang=lang)
    assert sound.samples.shape[1] == 1
    assert 1.2 * 48000 < sound.length < 4 * 48000
    assert -40 < loudness_lufs(sound.samples) < -10
    loud = np.flatnonzero(np.abs(sound.mono) > 0.01)
    assert loud[0] < 4800, "at most a tenth of a second before the voice"
    assert sound.length - loud[-1] < 4800
    first = sound.write(tmp_path / "a").read_bytes()
    assert speak(Text(LINES[lang]), lang=lang).write(tmp_path / "b").read_bytes() == first


def test_settings_are_heard() -> None:
    text = Text(LINES["en"])
    slow, quick = (speak(text, lang="en", rate_wpm=rate) for rate in (100, 300))
    assert slow.length > 1.8 * quick.length
    low, high = (speak(text, lang="en", pitch=pitch) for pitch in (10, 90))
    assert not np.array_equal(low.samples, high.samples)


def test_phones_and_words_have_times() -> None:
    said = speech("Papa bought a plum.", voice="en-us", rate_wpm=170, pitch=50)
    assert [word.value for word in said.words] == ["Papa", "bought", "a", "plum."]
    assert sum("p" in phone.value for phone in said.phones) == 3
    end = 0
    for phone in said.phones:
        assert end <= phone.start_cs <= phone.end_cs
        end = phone.start_cs
    assert said.phones[-1].end_cs <= len(said.samples) / 480


def test_korean_words_that_espeak_runs_together_are_all_there() -> None:
    said = speech("화가여, 왜 눈이 없소?", voice="ko", rate_wpm=170, pitch=50)
    assert [word.value for word in said.words] == ["화가여,", "왜", "눈이", "없소?"]
    assert all(a.start_cs < b.start_cs for a, b in zip(said.words, said.words[1:], strict=False))


@pytest.mark.parametrize("voice", ["zz", "ko+nobody", "../../etc/passwd", "en us", "-h", "ko\n"])
def test_unknown_voices_are_refused(voice: str) -> None:
    with pytest.raises(BadInput, match="has no voice"):
        speak(Text("Hello"), lang="en", voice=voice)


@pytest.mark.parametrize(
    ("text", "words"), [("", "no words"), ("… !", "no words"), ("word " * 2000, "more than 5000")]
)
def test_texts_without_speech(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        speak(Text(text), lang="ko")


def test_settings_out_of_bounds_are_refused() -> None:
    with pytest.raises(BadInput, match="rate_wpm"):
        speak(Text("Hello"), lang="en", rate_wpm=5)


def test_espeak_runs_only_in_a_process_of_its_own() -> None:
    speak(Text("Hello"), lang="en")
    assert "espeakng_loader" not in sys.modules
    assert "hwaryong.voice.espeak" not in sys.modules
    request = {"text": "papa", "voice": "en-us", "rate_wpm": 170, "pitch": 50}
    command = [sys.executable, "-m", "hwaryong.voice.espeak"]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, input=json.dumps(request).encode(), capture_output=True, check=True, cwd=root
    )
    events, _, wav = done.stdout.partition(b"\n")
    answer = json.loads(events)
    assert [phone for _, phone in answer["phones"] if "p" in phone] == ["p", "p"]
    assert len(wav) == 44 + 2 * answer["samples"]


def test_markup_is_text() -> None:
    plain = speech("a b", voice="en-us", rate_wpm=170, pitch=50)
    marked = speech("<break time='9s'/>", voice="en-us", rate_wpm=170, pitch=50)
    assert len(marked.samples) < 9 * 48000
    assert len(plain.samples)
