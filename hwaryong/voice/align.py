"""Alignment: where the phones and words of a known text are in a recording, without any learned model.

The text is spoken by espeak-ng, both sounds become MFCCs (Davis and Mermelstein 1980), and dynamic time
warping (Sakoe and Chiba 1978) carries espeak's own times over to the recording: the method of aeneas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hwaryong.media.audio import Samples
from hwaryong.media.mouths import Span
from hwaryong.voice.speech import speech

MFCC_HZ, WINDOW, HOP, FFT, BANDS, COEFFICIENTS = 16000, 400, 160, 512, 26, 13
FLOOR = 1e-5
"""Power below the loudest band's (-50 dB) that counts as silence."""
LOUD = 1e-3
"""Power below the loudest frame's (-30 dB) above which a frame counts for the mean."""
LEAD_CS = 15
RATE_WPM = 170

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Alignment:
    """Phones and words in hundredths of a second of the recording.

    `cost` is the mean distance of the two sounds along the path, divided by the one for the text in
    disorder: about 1 says that the text is not in the sound. `stretch` is the length of what is spoken
    divided by espeak's at its usual rate.
    """

    phones: tuple[Span, ...]
    words: tuple[Span, ...]
    cost: float
    stretch: float


def align(samples: Samples, text: str, *, voice: str) -> Alignment:
    """Find a text in mono samples at 48 kHz that are not silent; judge the result by its cost."""
    said = speech(text, voice=voice, rate_wpm=RATE_WPM, pitch=50)
    stretch = _spoken_cs(samples) / _spoken_cs(said.samples)
    said = speech(text, voice=voice, rate_wpm=int(np.clip(RATE_WPM / stretch, 80, 450)), pitch=50)
    silence = np.zeros(LEAD_CS * 480, dtype=np.float32)
    heard, spoken = mfcc(samples), mfcc(np.concatenate([silence, said.samples, silence]))
    path, cost = warp(heard, spoken, LEAD_CS)
    others = [warp(heard, other, LEAD_CS)[1] for other in _disordered(spoken)]
    relative = cost / float(np.mean(others)) if np.isfinite([cost, *others]).all() else np.inf
    return Alignment(_carry(said.phones, path), _carry(said.words, path), relative, stretch)


def _disordered(spoken: Floats) -> list[Floats]:
    """The same sounds as other texts: cut into 2, 3, 4 and 5 parts, which are put in reverse order."""
    first, middle, last = spoken[:LEAD_CS], spoken[LEAD_CS:-LEAD_CS], spoken[-LEAD_CS:]
    return [np.concatenate([first, *np.array_split(middle, parts)[::-1], last]) for parts in range(2, 6)]


def mfcc(samples: Samples) -> Floats:
    """Mel cepstra of 25 ms every 10 ms and their slopes, shape (n, 26).

    The mean of the louder frames is taken away (the voice and the room), one deviation scales all; loudness
    counts half and slopes twice, which told right from wrong texts best (docs/voice.md).
    """
    from scipy.fft import dct  # these two are slow to import, and most commands never call them
    from scipy.signal import resample_poly

    sound = resample_poly(samples, 1, 3).astype(np.float32)
    sound = np.append(sound[:1], sound[1:] - 0.97 * sound[:-1])
    count = max(2, len(samples) // 480)
    sound = np.pad(sound, (WINDOW // 2, WINDOW + count * HOP))
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[: count * HOP : HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW), FFT)) ** 2 @ _mel_bands().T
    cepstra = dct(np.log(power + power.max() * FLOOR), type=2, axis=1, norm="ortho")[:, :COEFFICIENTS]
    loud = cepstra[power.sum(axis=1) > LOUD * power.sum(axis=1).max()]
    cepstra = (cepstra - loud.mean(axis=0)) / ((loud - loud.mean(axis=0)).std() + 1e-3)
    cepstra[:, 0] *= 0.5
    return np.asarray(np.hstack([cepstra, 2 * np.gradient(cepstra, axis=0)]), dtype=np.float32)


def warp(heard: Floats, spoken: Floats, lead: int) -> tuple[NDArray[np.int64], float]:
    """For each heard frame the spoken frame that goes with it, and the mean distance.

    A step goes one frame on in what is heard and none, one or two in what is spoken. The path may begin and
    end anywhere in the `lead` frames of silence around what is spoken.
    """
    lengths = (spoken**2).sum(axis=1)
    best = np.full(len(spoken), np.inf, dtype=np.float32)
    best[: lead + 1] = 0
    steps = np.zeros((len(heard), len(spoken)), dtype=np.int8)
    options = np.full((3, len(spoken)), np.inf, dtype=np.float32)
    for index, frame in enumerate(heard):
        options[0] = best
        if index:
            options[1, 1:], options[2, 2:] = best[:-1], best[:-2]
        steps[index] = options.argmin(axis=0)
        squares = np.clip(lengths + frame @ frame - 2 * (spoken @ frame), 0, None)
        best = options.min(axis=0) + np.sqrt(squares / len(frame))
    at = len(spoken) - lead + int(np.argmin(best[len(spoken) - lead :]))
    cost = float(best[at]) / len(heard)
    path = np.zeros(len(heard), dtype=np.int64)
    for index in range(len(heard) - 1, -1, -1):
        path[index] = at
        at -= int(steps[index, at])
    return path, cost


def _carry(spans: tuple[Span, ...], path: NDArray[np.int64]) -> tuple[Span, ...]:
    """Times of the spoken frames as times of the heard ones; nothing becomes shorter than a hundredth."""
    carried = []
    for span in spans:
        start = int(np.searchsorted(path, span.start_cs + LEAD_CS))
        end = int(np.searchsorted(path, span.end_cs + LEAD_CS))
        carried.append(Span(start, max(end, start + 1), span.value))
    return tuple(carried)


def _spoken_cs(samples: Samples) -> int:
    """How long the sound between the first and the last loud hundredth is."""
    energy = np.add.reduceat(samples.astype(np.float64) ** 2, np.arange(0, len(samples), 480))
    loud = np.flatnonzero(energy > energy.max() * 1e-4)
    return int(loud[-1] - loud[0] + 1)


def _mel_bands() -> Floats:
    """Triangular filters, evenly spaced on the mel scale from 60 Hz to 7.6 kHz."""
    mel = np.linspace(2595 * np.log10(1 + 60 / 700), 2595 * np.log10(1 + 7600 / 700), BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    hertz = np.arange(FFT // 2 + 1) * MFCC_HZ / FFT
    rising = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.clip(np.minimum(rising, falling), 0, None), dtype=np.float32)


__all__ = ["Alignment", "align"]
