"""A scratch voice for a line: espeak-ng, until an actor is recorded."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from hwaryong.media.audio import RATE_HZ, Audio, Samples
from hwaryong.media.text import Text
from hwaryong.tool import tool
from hwaryong.voice.speech import QUIET, speech

VOICES = {"en": "en-us", "ko": "ko"}
MARGIN = RATE_HZ // 50


@tool("voice.speak", version=1, libraries=("espeakng-loader", "scipy"))
def speak(
    text: Text,
    *,
    lang: str,
    voice: str = "",
    rate_wpm: int = Field(165, ge=80, le=450),
    pitch: int = Field(50, ge=0, le=99),
) -> Audio:
    """Say a line with espeak-ng (formant synthesis by rules, no learned model): 48 kHz, mono.

    `voice` is one of espeak-ng's ("ko", "en-us", "en-us+f3"), or "" for the language's own; `rate_wpm` is in
    words a minute, `pitch` from 0 to 99. Silence at both ends is cut to 20 ms. It is a scratch voice, never a
    final one. Raises BadInput for an unknown voice and for a text without words.
    """
    said = speech(text.text, voice=voice or VOICES.get(lang, lang), rate_wpm=rate_wpm, pitch=pitch)
    return Audio(trimmed(said.samples)[:, None])


def trimmed(samples: Samples) -> Samples:
    """Cut what is below -50 dBFS at both ends, but for 20 ms."""
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    if not len(loud):
        return samples
    return samples[max(0, int(loud[0]) - MARGIN) : int(loud[-1]) + MARGIN + 1]
