"""The animation clock: how long speech and action take on screen, in frames; not a page a minute."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_HANGUL = re.compile(r"[가-힣]")
_PAUSE = re.compile(r"[.!?…。]+|--|—")
_BREATH = re.compile(r"[,;:、]")
_SENTENCE = re.compile(r"[^.!?…。]+(?:[.!?…。]+|$)")
_THEN = re.compile(
    r"\b(?:and|then|as|while|before|until)\b|[가-힣](?:고|며|면서|자|서)(?=[\s,])", re.IGNORECASE
)
_WAIT = re.compile(r"^\W*(?:beat|pause|a long pause|silence|잠시|사이|침묵|정적)\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Pace:
    """How fast people speak and things happen.

    Speech: words a minute, and syllables a minute where the words are Hangul; a pause after each sentence, a
    breath after each comma. Action: each sentence is a beat, each further thing in it (`and`, `then`, `-고`,
    `-며`) a shorter one. The defaults are a narrator's pace and the storyboard's rule of thumb of two seconds
    an action; a studio puts its own animatics' pace in their place.
    """

    words_a_minute: int = 155
    syllables_a_minute: int = 280
    pause_ms: int = 350
    breath_ms: int = 150
    beat_ms: int = 2000
    further_ms: int = 1000


PACE: Final = Pace()


def speech_frames(text: str, rate: Fraction, pace: Pace = PACE) -> int:
    """Frames that `text` takes to say, rounded up; 0 for nothing."""
    syllables = len(_HANGUL.findall(text))
    words = len(_WORD.findall(_HANGUL.sub(" ", text)))
    ms = Fraction(60_000 * words, pace.words_a_minute) + Fraction(60_000 * syllables, pace.syllables_a_minute)
    if not ms:
        return 0
    ms += pace.pause_ms * max(1, len(_PAUSE.findall(text))) + pace.breath_ms * len(_BREATH.findall(text))
    return _frames(ms, rate)


def action_frames(text: str, rate: Fraction, pace: Pace = PACE) -> int:
    """Frames that what `text` tells takes to happen, rounded up; 0 for nothing."""
    beats = [sentence for sentence in _SENTENCE.findall(text) if _WORD.search(sentence)]
    further = sum(len(_THEN.findall(sentence)) for sentence in beats)
    return _frames(Fraction(pace.beat_ms * len(beats) + pace.further_ms * further), rate)


def pause_frames(how: str, rate: Fraction, pace: Pace = PACE) -> int:
    """Frames of the waits among a line's parentheticals, `beat; low`: each is a shorter beat."""
    waits = sum(_WAIT.match(part) is not None for part in how.split(";"))
    return _frames(Fraction(pace.further_ms * waits), rate)


def _frames(ms: Fraction, rate: Fraction) -> int:
    return ceil(ms * rate / 1000)


__all__ = ["PACE", "Pace", "action_frames", "pause_frames", "speech_frames"]
