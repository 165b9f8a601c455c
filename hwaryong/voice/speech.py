"""Speech: what espeak-ng says, with the times of its phones and words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.media.audio import RATE_HZ, Audio, Samples
from hwaryong.media.mouths import Span

PROGRAM = Path(__file__).with_name("espeak.py")
VOICE = re.compile(r"[A-Za-z0-9_]+(?:[-/+][A-Za-z0-9_]+)*")
QUIET = 10 ** (-50 / 20)
MAX_CHARACTERS = 5000
TIMEOUT_S = 60
HOP = RATE_HZ // 100


@dataclass(frozen=True)
class Speech:
    """Mono samples at 48 kHz, and its phones ("" is a pause) and words in hundredths of a second."""

    samples: Samples
    phones: tuple[Span, ...]
    words: tuple[Span, ...]


def speech(text: str, *, voice: str, rate_wpm: int, pitch: int) -> Speech:
    """Let espeak-ng say a text in a process of its own; the same words give the same samples.

    Raises BadInput for a voice that espeak-ng does not have, for a text without words, and for one that is
    too long; HwaryongError where the process dies.
    """
    words = " ".join(text.split())
    if not re.search(r"\w", words):
        raise BadInput("there are no words to speak", mend="write some")
    if len(words) > MAX_CHARACTERS:
        raise BadInput(
            f"the text has {len(words)} characters, more than {MAX_CHARACTERS}", mend="cut it into lines"
        )
    request = {"text": words, "voice": voice, "rate_wpm": rate_wpm, "pitch": pitch}
    if not VOICE.fullmatch(voice):
        raise _no_voice(voice)
    answer, wav = _ask(request)
    if answer.get("error") == "voice":
        raise _no_voice(voice)
    if "error" in answer:
        raise HwaryongError(f"espeak-ng could not speak: {answer['error']}.")
    if not answer["samples"]:
        raise BadInput(f"the voice {voice!r} says nothing for “{words[:40]}”", mend="write words it can read")
    samples = Audio.decode(wav, where="espeak-ng").mono
    end_cs = int(np.flatnonzero(np.abs(samples) > QUIET).max(initial=0)) // HOP + 1
    per_cs = answer["rate_hz"] / 100
    phones = [(round(sample / per_cs), ipa) for sample, ipa in answer["phones"]]
    ends = [start for start, _ in phones[1:]] + [end_cs] * bool(phones)
    spans = tuple(
        Span(min(start, end_cs), min(max(start, end), end_cs), ipa)
        for (start, ipa), end in zip(phones, ends, strict=True)
    )
    known = {first: round(sample / per_cs) for sample, first, _ in answer["words"]}
    return Speech(samples, spans, _words(words, known, spans, end_cs))


def _no_voice(voice: str) -> BadInput:
    return BadInput(f"espeak-ng has no voice {voice!r}", mend="use one such as ko, en-us or ko+f3")


def _ask(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Run the program on one request; -I keeps the folder it is called from out of it."""
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return {"error": f"it did not end within {TIMEOUT_S} s"}, b""
    if done.returncode not in (0, 2):
        return {"error": f"its process ended with {done.returncode}"}, b""
    events, _, wav = done.stdout.partition(b"\n")
    return json.loads(events), wav


def _words(text: str, known: dict[int, int], phones: tuple[Span, ...], end_cs: int) -> tuple[Span, ...]:
    """Words from one space to the next; `known` gives times by first character.

    espeak-ng runs some words together (often in Korean) and times only the first of them: the others begin
    in proportion to their characters. A word ends with its last phone before the next one begins.
    """
    places = [(match.start(), match[0]) for match in re.finditer(r"\S+", text)]
    times = {0: phones[0].start_cs if phones else 0, **known, len(text): end_cs}
    begins = [
        int(np.interp(first, sorted(times), [times[place] for place in sorted(times)])) for first, _ in places
    ]
    words = []
    for (_, word), start, after in zip(places, begins, [*begins[1:], end_cs], strict=True):
        heard = [phone.end_cs for phone in phones if phone.value and start <= phone.start_cs < after]
        words.append(Span(start, min(after, max(heard, default=after)), word))
    return tuple(words)


__all__ = ["QUIET", "Speech", "speech"]
