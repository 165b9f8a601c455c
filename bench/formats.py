"""Small files of every format that leaves the house: each number is another content."""

from __future__ import annotations

import json
import struct
import subprocess
import wave
import zipfile
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

PICTURES = (".png", ".jpg", ".webp", ".tif")
FILMS = (".mp4", ".mov")
SOUNDS = (".m4a", ".mp3", ".wav")
EMBEDDED = (*PICTURES, ".svg", *FILMS, *SOUNDS, ".pdf", ".zip")
BESIDE = (".otio", ".srt", ".xdts", ".json", ".html", ".mkv", ".exr", ".glb")


def write(path: Path, number: int) -> Path:
    """Write the file of this number in the format of the suffix."""
    suffix = path.suffix
    if suffix in (*PICTURES, ".pdf"):
        picture(number).save(path, **({"compression": "tiff_lzw"} if suffix == ".tif" else {}))
    elif suffix in (*FILMS, ".mkv"):
        still = write(path.with_suffix(".still.png"), number)
        moved = ["-loop", "1", "-r", "12", "-i", still, "-t", "1", "-vf", "scroll=h=0.002"]
        ffmpeg(*moved, "-pix_fmt", "yuv420p", "-threads", "1", path)
        still.unlink()
    elif suffix == ".wav":
        with wave.open(str(path), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(tune(number).tobytes())
    elif suffix in SOUNDS:
        write(path.with_suffix(".source.wav"), number)
        ffmpeg("-i", path.with_suffix(".source.wav"), "-b:a", "48k", path)
        path.with_suffix(".source.wav").unlink()
    elif suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo("notes.txt"), f"package {number} " * 40)
    else:
        path.write_bytes(_text(suffix, number))
    return path


def picture(number: int) -> Image.Image:
    """A drawing of 24 strokes and as many blots, in colour on paper, 192×128 px."""
    random = np.random.default_rng(number)
    drawn = Image.new("RGB", (192, 128), "white")
    pen = ImageDraw.Draw(drawn)
    for _ in range(24):
        ends = [(int(random.integers(192)), int(random.integers(128))) for _ in range(3)]
        pen.line(
            ends, fill=tuple(int(c) for c in random.integers(0, 160, 3)), width=int(random.integers(2, 7))
        )
        x, y = ends[0]
        pen.ellipse((x, y, x + 20, y + 16), fill=tuple(int(c) for c in random.integers(0, 255, 3)))
    return drawn


def tune(number: int) -> NDArray[np.int16]:
    """Six seconds of plucked notes, 8 kHz mono."""
    random = np.random.default_rng(number)
    time = np.arange(2000) / 8000
    notes = [
        np.sin(2 * np.pi * pitch * time) * np.exp(-6 * time)
        for pitch in random.choice([220, 262, 330, 392, 523, 659, 880, 1175, 1568, 2093], 24)
    ]
    return (np.concatenate(notes) * 9000 + random.normal(0, 40, 48_000)).astype("<i2")


def ffmpeg(*words: str | Path) -> None:
    """Run ffmpeg so that the same words give the same bytes."""
    exact = ["-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1"]
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, words[:-1]), *exact]
    subprocess.run([*program, str(words[-1])], check=True, stdin=subprocess.DEVNULL)


def _text(suffix: str, number: int) -> bytes:
    match suffix:
        case ".svg":
            path = " ".join(
                f"L{(number * 7 + i * 13) % 192} {(number * 11 + i * 29) % 128}" for i in range(30)
            )
            return (
                '<svg xmlns="http://www.w3.org/2000/svg" width="192" height="128">'
                f'<path fill="none" stroke="black" stroke-width="3" d="M{number % 190} 5 {path}"/></svg>'
            ).encode()
        case ".srt":
            return f"1\n00:00:01,000 --> 00:00:02,000\nLine number {number}, which somebody says.\n".encode()
        case ".html":
            return f"<!doctype html><title>Page {number}</title><p>What page {number} says.</p>\n".encode()
        case ".exr" | ".glb":  # a sidecar binds bytes, whatever they mean
            magic = b"\x76\x2f\x31\x01" if suffix == ".exr" else b"glTF" + struct.pack("<II", 2, 2060)
            return magic + np.random.default_rng(number).bytes(2048)
        case _:
            return json.dumps(
                {"format": suffix[1:], "name": f"file {number}", "of": list(range(40))}
            ).encode()
