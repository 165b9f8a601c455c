"""Sound that is exactly as long as its pictures."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from hwaryong.errors import BadInput
from hwaryong.media.audio import RATE_HZ, Audio


def fitted(mix: Audio, *, frames: int, rate: Fraction, name: str) -> Audio:
    """The mix at the length of `frames` frames, to the sample; raises BadInput where it is off by a frame."""
    length = round(frames * RATE_HZ / rate)
    if abs(mix.length - length) * rate >= RATE_HZ:
        raise BadInput(
            f"{name} has {mix.length} samples, the pictures need {length}", mend="mix it to this length"
        )
    missing = max(length - mix.length, 0)
    return Audio(np.pad(mix.samples[:length], ((0, missing), (0, 0))))
