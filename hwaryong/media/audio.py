"""Audio: sound at 48 kHz in memory, 16-bit PCM in a .wav file."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_bytes

RATE_HZ = 48000
FULL_SCALE = 32768.0
RATES_HZ = range(8000, 192001)

Samples = NDArray[np.float32]


@dataclass(eq=False)
class Audio(Media):
    """Samples as float32 of shape (length, channels), full scale ±1, mono or stereo, always at 48 kHz."""

    kind: ClassVar[str] = "audio"

    samples: Samples

    def __post_init__(self) -> None:
        samples = np.asarray(self.samples, dtype=np.float32)
        samples = samples[:, None] if samples.ndim == 1 else samples
        if samples.ndim != 2 or samples.shape[1] not in (1, 2):
            raise BadInput(f"sound of shape {samples.shape} is neither mono nor stereo")
        if not np.isfinite(samples).all():
            raise BadInput("the sound holds values that are no numbers", mend="make it again")
        self.samples = samples

    @property
    def length(self) -> int:
        """The length in samples at 48 kHz."""
        return len(self.samples)

    @property
    def mono(self) -> Samples:
        """The mean of the channels, shape (length,)."""
        return np.asarray(self.samples.mean(axis=1), dtype=np.float32)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read 16, 24 or 32-bit PCM at 8 to 192 kHz, resampled to 48 kHz; raises BadInput for the rest."""
        return cls.decode(read_bytes(path), where=path)

    @classmethod
    def decode(cls, data: bytes, *, where: str | Path) -> Self:
        """Read the bytes of a .wav file; `where` names it in errors."""
        try:
            with wave.open(io.BytesIO(data)) as file:
                channels, width, rate_hz, length, *_ = file.getparams()
                frames = file.readframes(length)
        except (wave.Error, EOFError, ValueError) as error:
            raise BadInput(
                f"this is no PCM wave file ({error or 'it ends too early'})",
                where=where,
                mend="save it as WAV, 16 bit, 48 kHz",
            ) from None
        if channels not in (1, 2) or width not in (2, 3, 4) or rate_hz not in RATES_HZ:
            raise BadInput(
                f"{channels} channels of {8 * width} bits at {rate_hz} Hz are not usable",
                where=where,
                mend="save it mono or stereo as WAV, 16 bit, 48 kHz",
            )
        held = len(frames) // (channels * width)
        if held < length:
            raise BadInput(
                f"the file is cut off: it promises {length} samples and holds {held}",
                where=where,
                mend="save or copy it again",
            )
        if not length:
            raise BadInput("there is no sound in the file", where=where, mend="record or save it again")
        return cls(_resampled(_decoded(frames, width).reshape(-1, channels), rate_hz))

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .wav, 16 bit, without dither: the same sound gives the same bytes."""
        path = stem.with_name(stem.name + ".wav")
        pcm = np.clip(np.rint(self.samples.astype(np.float64) * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(self.samples.shape[1])
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(pcm.astype("<i2").tobytes())
        return path


def _decoded(data: bytes, width: int) -> Samples:
    """PCM bytes, little-endian and signed, as floats of full scale ±1."""
    octets = np.frombuffer(data, dtype=np.uint8).reshape(-1, width)
    wide = np.zeros((len(octets), 4), dtype=np.uint8)
    wide[:, 4 - width :] = octets
    return (wide.view("<i4")[:, 0] / (FULL_SCALE * 65536.0)).astype(np.float32)


def _resampled(samples: Samples, rate_hz: int) -> Samples:
    if rate_hz == RATE_HZ:
        return samples
    common = gcd(rate_hz, RATE_HZ)
    from scipy.signal import resample_poly  # slow to import, and most commands never call it

    return resample_poly(samples, RATE_HZ // common, rate_hz // common, axis=0).astype(np.float32)


__all__ = ["RATE_HZ", "Audio", "Samples"]
