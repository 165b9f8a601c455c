"""What a file looks or sounds like: coarse 64-bit hashes that survive another coding, and prove nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwaryong.errors import BadInput
from hwaryong.media.svg import parse, rasterise, size_px
from hwaryong.rights.content import ffmpeg, open_picture

Kind = Literal["picture", "film", "sound", "document"]
Hashes = NDArray[np.uint64]
NEAR: Final = 10  # of 64 bits; unlike drawings of one scene lie at 12 and more
_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys([".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".svg"], "picture"),
    **dict.fromkeys([".mp4", ".mov", ".mkv"], "film"),
    **dict.fromkeys([".wav", ".mp3", ".m4a"], "sound"),
    **dict.fromkeys([".pdf", ".zip"], "document"),
}
_SIDE_PX, _MAX_FILM_S, _TIMEOUT_S = 64, 60, 20
_RATE_HZ, _WINDOW_S, _HOP_S, _MAX_SOUND_S = 8000, 4, 2, 600
_FLAT = 2.0  # grey levels of deviation under which a picture shows nothing to tell it by


def kind_of(suffix: str) -> Kind | None:
    """What a file of this suffix is; None for what neither looks nor sounds like anything."""
    return _KINDS.get(suffix.lower())


def fingerprint(path: Path) -> Hashes | None:
    """A picture's hash, a film's for each second of the first 60, a sound's for each 2 s of the first 600.

    The hash is the DCT hash of Zauner (2010, "Implementation and benchmarking of perceptual image hash
    functions"), as ImageHash has it; of a sound it is taken from windows of the log spectrogram. None where
    the file shows nothing (one flat colour, silence), is a document, or cannot be read.
    """
    reader = {"picture": _picture, "film": _frames, "sound": _windows}.get(kind_of(path.suffix) or "")
    if reader is None:
        return None
    try:
        hashes = [_hash(image) for image in reader(path) if image.std() >= _FLAT]
    except (OSError, ValueError, SyntaxError, BadInput, subprocess.SubprocessError):
        return None
    return np.unique(np.array(hashes, np.uint64)) if hashes else None


def distances(asked: Hashes, known: Hashes, starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far each known file is from the one that is asked about, in bits of 64.

    `known` holds the hashes of all files one after the other, `starts` where each file's begin. The distance
    is the median over the asked file's hashes of the least distance to any hash of the known file.
    """
    nearest = [np.minimum.reduceat(np.bitwise_count(known ^ one), starts) for one in asked]
    return np.asarray(np.median(nearest, axis=0), np.float64)


def _hash(image: NDArray[np.uint8]) -> int:
    import imagehash  # with scipy's parts a second and a half: only for those who compare looks

    return int.from_bytes(np.packbits(imagehash.phash(Image.fromarray(image)).hash).tobytes(), "big")


def _picture(path: Path) -> Iterator[NDArray[np.uint8]]:
    if path.suffix.lower() == ".svg":
        root = parse(path.read_bytes(), path)
        width, height = size_px(root, path)
        picture = Image.fromarray(rasterise(root, width, height, path))
    else:
        picture = open_picture(path)
    paper = Image.new("RGBA", picture.size, "white")
    yield np.asarray(Image.alpha_composite(paper, picture).convert("L"))


def _frames(path: Path) -> Iterator[NDArray[np.uint8]]:
    shrink = f"fps=1,scale={_SIDE_PX}:{_SIDE_PX}:flags=area,format=gray"
    told = ffmpeg(
        path, ["-map", "0:v:0", "-vf", shrink, "-f", "rawvideo"],
        before=["-skip_frame", "noref", "-t", str(_MAX_FILM_S)], timeout_s=_TIMEOUT_S,
    )  # fmt: skip
    size = _SIDE_PX * _SIDE_PX
    yield from np.frombuffer(told[: len(told) // size * size], np.uint8).reshape(-1, _SIDE_PX, _SIDE_PX)


def _windows(path: Path) -> Iterator[NDArray[np.uint8]]:
    asked = ["-map", "0:a:0", "-ac", "1", "-ar", str(_RATE_HZ), "-t", str(_MAX_SOUND_S), "-f", "s16le"]
    told = ffmpeg(path, asked, timeout_s=_TIMEOUT_S)
    sound = np.frombuffer(told[: len(told) // 2 * 2], "<i2").astype(np.float32)
    length, hop = _WINDOW_S * _RATE_HZ, _HOP_S * _RATE_HZ
    sound = np.pad(sound, (0, max(0, length - len(sound))))
    for start in range(0, len(sound) - length + 1, hop):
        yield _bands(sound[start : start + length])


def _bands(sound: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Energy in 32 bands, a third of an octave and less, over time: as a picture of 60 dB below the peak."""
    from scipy.signal import spectrogram

    frequencies, _, power = spectrogram(sound, _RATE_HZ, nperseg=1024, noverlap=512)
    edges = np.geomspace(100, _RATE_HZ / 2, 33)
    bands = np.stack([
        power[(frequencies >= low) & (frequencies <= high + _RATE_HZ / 1024)].mean(axis=0)
        for low, high in pairwise(edges)
    ])  # fmt: skip
    if bands.max() < 1e-6:  # silence: less than one step of 16 bits
        return np.zeros((32, 32), np.uint8)
    decibels = 10 * np.log10(np.maximum(bands / bands.max(), 1e-6))
    return np.asarray((decibels + 60) * (255 / 60), np.uint8)
