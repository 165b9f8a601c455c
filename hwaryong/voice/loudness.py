"""Loudness by ITU-R BS.1770-4 (EBU R 128): bring a mix to −23 LUFS with a true peak of at most −1 dBTP."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from hwaryong.media.audio import RATE_HZ, Samples

TARGET_LUFS, TOLERANCE_LU = -23.0, 0.5
CEILING_DBTP = -1.0
GATE_LUFS = -70.0
OVERSAMPLING = 4
REACH = RATE_HZ * 5 // 1000
SHORTEST = RATE_HZ * 4 // 10


def loudness_lufs(samples: Samples) -> float:
    """Integrated loudness, gated; −inf for silence and for less than the 400 ms of one block."""
    if len(samples) < SHORTEST or not samples.any():
        return float("-inf")
    import pyloudnorm  # it imports scipy.signal, see _peaks

    return float(pyloudnorm.Meter(RATE_HZ).integrated_loudness(samples.astype(np.float64)))


def true_peak_dbtp(samples: Samples) -> float:
    """The highest level between the samples as well, oversampled four times (BS.1770-4, annex 2)."""
    peak = float(_peaks(samples).max(initial=0.0))
    return float(20 * np.log10(peak)) if peak else float("-inf")


def levelled(samples: Samples) -> tuple[Samples, float]:
    """Sound at −23 LUFS with its peaks limited, and the loudness that it has now.

    Limiting takes loudness away, so the gain is corrected three times. Silence stays as it is (−inf).
    """
    measured = loudness_lufs(samples)
    if measured < GATE_LUFS:
        return samples, float("-inf")
    gain_db = TARGET_LUFS - measured
    for _ in range(4):
        level = limited((samples * 10 ** (gain_db / 20)).astype(np.float32))
        measured = loudness_lufs(level)
        if abs(measured - TARGET_LUFS) < 0.05:
            break
        gain_db += TARGET_LUFS - measured
    return level, measured


def limited(samples: Samples) -> Samples:
    """Turn the sound down around every peak above the ceiling, 5 ms ahead of it and after it.

    The gain is the smallest one needed within reach, smoothed over the same reach, so that it is never
    larger than needed at the peak itself.
    """
    ceiling = 10 ** ((CEILING_DBTP - 0.2) / 20)
    peaks = _peaks(samples)
    if peaks.max(initial=0.0) <= ceiling:
        return samples
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    smallest = minimum_filter1d(needed, 2 * REACH + 1, mode="nearest")
    gain = uniform_filter1d(smallest, 2 * REACH + 1, mode="nearest")
    return np.asarray(samples * gain[:, None], dtype=np.float32)


def _peaks(samples: Samples) -> NDArray[np.float64]:
    """The highest absolute value of all channels in each sample's stretch of the oversampled signal."""
    if not len(samples):
        return np.zeros(0)
    from scipy.signal import resample_poly  # slow to import, and most commands never call it

    fine = np.abs(resample_poly(samples.astype(np.float64), OVERSAMPLING, 1, axis=0)).max(axis=1)
    return np.asarray(fine.reshape(-1, OVERSAMPLING).max(axis=1))


__all__ = [
    "CEILING_DBTP",
    "TARGET_LUFS",
    "TOLERANCE_LU",
    "levelled",
    "limited",
    "loudness_lufs",
    "true_peak_dbtp",
]
