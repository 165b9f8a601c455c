"""Bootstrap by clip: drawings of one clip are alike, so whole clips are drawn anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SEED, ROUNDS = 20261128, 4000


def interval(values: Sequence[float], clips: Sequence[str]) -> tuple[float, float, float]:
    """The mean and its 95 % interval (Efron's percentiles); nan without values."""
    if not values:
        return (float("nan"),) * 3
    number = np.unique(np.array(clips), return_inverse=True)[1]
    total, count = np.bincount(number, np.array(values, float)), np.bincount(number)
    drawn = np.random.default_rng(SEED).integers(0, len(count), (ROUNDS, len(count)))
    means = total[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(np.mean(values)), float(low), float(high)


def told(values: Sequence[float], clips: Sequence[str], digits: int = 2) -> str:
    """ "0.57 [0.51–0.63]"."""
    mean, low, high = interval(values, clips)
    return f"{mean:.{digits}f} [{low:.{digits}f}–{high:.{digits}f}]"
