"""The dialogue of a film on one track, at broadcast loudness."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import zip_longest
from typing import Literal

import numpy as np
from pydantic import Field
from scipy.ndimage import uniform_filter1d

from hwaryong.errors import BadInput
from hwaryong.media.audio import RATE_HZ, Audio, Samples
from hwaryong.tool import tool
from hwaryong.voice.loudness import TARGET_LUFS, TOLERANCE_LU, levelled, loudness_lufs
from hwaryong.voice.rate import frames_of, rate_of, samples_at

MAX_S = 4 * 3600
FADE = RATE_HZ * 3 // 1000
BED_SEED = 23


@tool("voice.mix", version=1, libraries=("numpy", "scipy", "pyloudnorm"))
def mix(
    lines: Mapping[str, Audio],
    *,
    starts: dict[str, int],
    frames: int = Field(ge=1),
    rate: str,
    bed: Literal["none", "wind"] = "none",
    bed_below_lu: float = Field(24.0, ge=10, le=40),
) -> Audio:
    """Place lines at the film frames `starts` and bring the whole to −23 LUFS ±0.5, true peak ≤ −1 dBTP.

    Stereo, 48 kHz, exactly as long as `frames`; a line begins at the first sample of its frame. `bed` lays a
    quiet, procedural wind so many LU under the voices. Flagged: a line that runs into the next or beyond the
    film's end (it is cut there), a track that is silent or too short to measure (it stays as it is), a
    loudness that cannot be reached.
    Raises BadInput for a line without a start, or with one outside of the film.
    """
    speed = rate_of(rate)
    length = samples_at(frames, speed)
    if length > MAX_S * RATE_HZ:
        raise BadInput(f"{frames} frames are more than four hours", mend="mix one episode at a time")
    order = line_order(lines, starts, frames)
    track = np.zeros((length, 2), dtype=np.float32)
    for name in order:
        start = samples_at(starts[name], speed)
        sound = _faded(lines[name].samples)[: length - start]
        track[start : start + len(sound)] += sound
    voices_lufs = loudness_lufs(track)
    if bed == "wind" and np.isfinite(voices_lufs):
        track += _wind(length, voices_lufs - bed_below_lu)
    level, measured = levelled(track)
    flags = overlaps(lines, starts, order, frames, speed)
    if not np.isfinite(measured):
        flags.append("the mix is silent or shorter than 0.4 s; its loudness was left as it is")
    elif abs(measured - TARGET_LUFS) > TOLERANCE_LU:
        flags.append(
            f"the mix has {measured:.1f} LUFS instead of {TARGET_LUFS:.0f}; its peaks are too high for more"
        )
    return Audio(level).flagged(*flags)


def line_order(lines: Mapping[str, Audio], starts: Mapping[str, int], frames: int) -> list[str]:
    """The lines in order of their start; raises BadInput for a line without one, or with one outside."""
    for name in sorted(lines):
        if name not in starts:
            raise BadInput(f"line {name} has no start", mend="give the film frame at which it begins")
        if not 0 <= starts[name] < frames:
            raise BadInput(
                f"line {name} starts at frame {starts[name]}, outside of the film (0 to {frames - 1})",
                mend="start it within the film",
            )
    return sorted(lines, key=lambda name: (starts[name], name))


def overlaps(
    lines: Mapping[str, Audio], starts: Mapping[str, int], order: list[str], frames: int, rate: Fraction
) -> list[str]:
    """A sentence for every line that runs into the next or beyond the end, with the frames in question."""
    flags = []
    for name, following in zip_longest(order, order[1:]):
        end = starts[name] + frames_of(lines[name].length, rate)
        if following is not None and end > starts[following]:
            flags.append(f"line {name} runs into line {following} (frames {starts[following]} to {end - 1})")
        if end > frames:
            flags.append(f"line {name} runs beyond the film and is cut (frames {frames} to {end - 1})")
    return flags


def _faded(samples: Samples) -> Samples:
    """Three milliseconds in and out, so that no line begins or ends with a click."""
    ramp = np.minimum(1.0, np.arange(1, len(samples) + 1) / FADE)
    return np.asarray(samples * np.minimum(ramp, ramp[::-1])[:, None], dtype=np.float32)


def _wind(length: int, lufs: float) -> Samples:
    """Low-passed noise that swells slowly; the same for the same length."""
    noise = np.random.default_rng(BED_SEED).standard_normal((length, 2))
    from scipy.signal import butter, sosfilt  # slow to import, and most commands never call it

    hush = sosfilt(butter(2, [120, 700], btype="bandpass", fs=RATE_HZ, output="sos"), noise, axis=0)
    swell = 0.6 + 0.4 * np.sin(np.arange(length) * (2 * np.pi / (7.3 * RATE_HZ)))
    wind = np.asarray(hush * uniform_filter1d(swell, RATE_HZ // 10)[:, None], dtype=np.float32)
    return np.asarray(wind * 10 ** ((lufs - loudness_lufs(wind)) / 20), dtype=np.float32)
