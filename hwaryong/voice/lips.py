"""Mouth shapes for a line that is spoken, by a scratch voice or by a person."""

from __future__ import annotations

from math import ceil

import numpy as np

from hwaryong.errors import BadInput
from hwaryong.media.audio import RATE_HZ, Audio
from hwaryong.media.mouths import Mouths, Span
from hwaryong.media.text import Text
from hwaryong.tool import tool
from hwaryong.voice.align import align
from hwaryong.voice.rate import rate_of
from hwaryong.voice.shapes import mouth_cues
from hwaryong.voice.speak import VOICES

MAX_S = 90
SILENCE = 10 ** (-55 / 20)
WORST_COST = 0.915
SHORTEST, LONGEST = 0.4, 3.0
ANTICIPATION_CS = 2
HOLD_FRAMES = 2
"""Costs and lengths (recorded against espeak's own) beyond these mean another text; see docs/voice.md."""


@tool("voice.lips", version=1, libraries=("espeakng-loader", "numpy", "scipy"))
def lips(audio: Audio, text: Text, *, lang: str, rate: str = "24/1") -> Mouths:
    """Find the mouth shapes of a spoken line whose text is known.

    Shapes are Rhubarb's (A–H, X). Closures (p b m = A) are never dropped, every shape is held for two film
    frames of `rate`, the mouth rests (X) in silence and leads the sound by 20 ms, as lips do. Where sound
    and text do not fit, the result says `aligned: false`, keeps the mouth closed and is flagged; its
    confidence falls as the cost of the alignment nears the worst one that is accepted.
    Raises BadInput for sound of more than 90 s and for a language that espeak-ng does not speak.
    """
    if audio.length > MAX_S * RATE_HZ:
        raise BadInput(
            f"the line lasts {audio.length // RATE_HZ} s, more than {MAX_S}", mend="cut it into lines"
        )
    duration_cs = max(1, ceil(audio.length * 100 / RATE_HZ))
    samples = audio.mono
    if not len(samples) or float(np.abs(samples).max()) < SILENCE:
        return _closed(duration_cs, "the sound is silent; the mouth stays closed")
    found = align(samples, text.text, voice=VOICES.get(lang, lang))
    if found.cost > WORST_COST or not SHORTEST < found.stretch < LONGEST:
        return _closed(duration_cs, "text and sound do not fit together; the mouth stays closed")
    phones = tuple(phone for phone in found.phones if phone.value)
    early = [
        Span(phone.start_cs - ANTICIPATION_CS, phone.end_cs - ANTICIPATION_CS, phone.value)
        for phone in found.phones
    ]
    hold_cs = ceil(HOLD_FRAMES * 100 / rate_of(rate))
    mouths = Mouths(duration_cs, mouth_cues(early, duration_cs, hold_cs), phones, found.words)
    mouths.confidence = round(float(np.clip((WORST_COST - found.cost) / (WORST_COST - 0.6), 0, 1)), 2)
    return mouths


def _closed(duration_cs: int, reason: str) -> Mouths:
    mouths = Mouths(duration_cs, (Span(0, duration_cs, "X"),), aligned=False)
    return mouths.flagged(reason, confidence=0.0)
