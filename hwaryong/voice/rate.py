"""Film frames and what they are in samples and milliseconds."""

from __future__ import annotations

import re
from fractions import Fraction

from hwaryong.errors import BadInput
from hwaryong.media.audio import RATE_HZ


def rate_of(rate: str) -> Fraction:
    """A frame rate written as a fraction ("24/1", "24000/1001"), from 1 to 240; raises BadInput."""
    match = re.fullmatch(r"(\d{1,6})(?:/(\d{1,6}))?", rate)
    value = Fraction(int(match[1]), int(match[2] or 1)) if match and int(match[2] or 1) else Fraction(0)
    if not 1 <= value <= 240:
        raise BadInput(
            f"{rate!r} is no frame rate", mend='write it as a fraction such as "24/1" or "24000/1001"'
        )
    return value


def samples_at(frame: int, rate: Fraction) -> int:
    """The first sample at 48 kHz that belongs to a frame: frame · 48000 / rate, rounded down."""
    return frame * RATE_HZ // rate


def frames_of(samples: int, rate: Fraction) -> int:
    """How many frames a sound of so many samples at 48 kHz touches."""
    return -(samples * rate // -RATE_HZ)


def ms_at(frame: int, rate: Fraction) -> int:
    """The milliseconds at which a frame begins, rounded to the nearest."""
    return round(frame * 1000 / rate)


__all__ = ["frames_of", "ms_at", "rate_of", "samples_at"]
