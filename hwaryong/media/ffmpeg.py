"""ffmpeg, always as a process of its own: frames in and out by pipe, and what a file holds."""

from __future__ import annotations

import contextlib
import itertools
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, Literal

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from hwaryong.errors import BadInput

LIMIT_S = 7200.0  # for all frames of a video
PROBE_LIMIT_S = 120.0
MAX_SIDE_PX = 8192
PIPE_BYTES = 1024 * 1024
EXACT = ("-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1")
BT709 = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
DISCARD = 4  # AV_PKT_FLAG_DISCARD: decoded, never shown (before an edit list's start)

Frame = NDArray[np.uint8]
Pixels = Literal["rgb24", "yuv420p"]


@dataclass(frozen=True)
class Stream:
    """One stream of a file; `rate` is None where its frames are not evenly spaced."""

    kind: str
    codec: str
    packets: int
    width_px: int = 0
    height_px: int = 0
    rate: Fraction | None = None
    language: str = ""


@dataclass(frozen=True)
class Probe:
    """What a file holds: its streams in order, and its tags (`title`, `comment` …)."""

    streams: tuple[Stream, ...]
    tags: dict[str, str]

    def of(self, kind: str) -> tuple[Stream, ...]:
        """The streams of a kind: `video`, `audio` or `subtitle`."""
        return tuple(stream for stream in self.streams if stream.kind == kind)


def probe(path: Path) -> Probe:
    """Read what an MP4 holds by walking all its packets; raises BadInput for a broken or foreign file.

    Frames are counted, not believed: a file cut off in the middle is refused.
    """
    streams = ("-map", "0:v?", "-map", "0:a?", "-map", "0:s?", "-c", "copy")
    told = _ask(path, *streams, "-f", "framecrc").splitlines()
    described = _ask(path, *streams, "-f", "ffmetadata").split("[STREAM]")
    languages = [_tags(part).get("language", "und") for part in described[1:]]
    facts: dict[int, dict[str, str]] = {}
    packets: dict[int, list[str]] = {}
    for line in told:
        if fact := re.fullmatch(r"#(\w+) (\d+): *(.*)", line):
            facts.setdefault(int(fact[2]), {})[fact[1]] = fact[3]
        elif line and not line.startswith("#"):
            packets.setdefault(int(line.split(",", 1)[0]), []).append(line)
    found = [
        _stream(fact, packets.get(index, []), languages[index] if index < len(languages) else "und")
        for index, fact in sorted(facts.items())
    ]
    return Probe(tuple(found), _tags(described[0]))


def decode(
    path: Path,
    *,
    width_px: int,
    height_px: int,
    first: int = 0,
    frames: int,
    pixels: Pixels = "rgb24",
    rate: Fraction | None = None,
) -> Iterator[Frame]:
    """Yield `frames` frames of an MP4's first video stream, counted from `first`.

    Where the file's constant `rate` is given, it is sought instead of decoding all that comes before.

    `rgb24`: (h, w, 3) sRGB. `yuv420p`: (3h/2, w), the planes Y, U, V below each other, BT.709 limited range.
    Raises BadInput where the file breaks off or has fewer frames.
    """
    shape = _shape(width_px, height_px, pixels)
    size = int(np.prod(shape))
    seek, skip = (_half_before(first, rate), 0) if rate and first else ((), first)
    arguments = (
        *seek, *_source(path), "-map", "0:v:0", "-fps_mode", "passthrough",
        "-vf", ",".join((f"trim=start_frame={skip}:end_frame={skip + frames}", _scaled(pixels))),
        "-pix_fmt", pixels, "-f", "rawvideo", "pipe:1",
    )  # fmt: skip
    got = 0
    with _running(arguments, "the video cannot be read", where=path, stdout=subprocess.PIPE) as process:
        while len(data := _pipe(process.stdout).read(size)) == size:
            got += 1
            yield np.frombuffer(data, np.uint8).reshape(shape)
    if got != frames:
        raise BadInput(
            f"the video ends at frame {first + got}, frame {first + frames - 1} is asked", where=path
        )


def _half_before(frame: int, rate: Fraction) -> tuple[str, str]:
    """Seek to half a frame before a frame, so that rounding to microseconds never finds its neighbour."""
    return "-ss", f"{int((frame - Fraction(1, 2)) / rate * 1_000_000)}us"


def encode(
    frames: Iterable[Frame],
    path: Path,
    *,
    rate: Fraction,
    width_px: int,
    height_px: int,
    video: Sequence[str],
    inputs: Sequence[str] = (),
    options: Sequence[str] = (),
    pixels: Pixels = "rgb24",
) -> int:
    """Write `frames` (as `decode` yields them) as an MP4 and return their number.

    `video` are the codec's options (see `h264`), `inputs` further inputs, `options` what comes after them
    (maps, audio codecs, tags). Nothing is left of an attempt that fails. Raises BadInput.
    """
    if (
        min(width_px, height_px) < 2
        or max(width_px, height_px) > MAX_SIDE_PX
        or width_px % 2
        or height_px % 2
    ):
        raise BadInput(
            f"a film of {width_px}×{height_px} px cannot be encoded",
            mend=f"use even numbers from 2 to {MAX_SIDE_PX}",
        )
    shape = _shape(width_px, height_px, pixels)
    arguments = (
        "-f", "rawvideo", "-pix_fmt", pixels, "-s", f"{width_px}x{height_px}", "-framerate", str(rate),
        "-i", "pipe:0", *inputs, "-map", "0:v:0", *EXACT, *video,
        "-vf", BT709 if pixels == "yuv420p" else f"{_scaled('yuv420p')},{BT709}",
        "-pix_fmt", "yuv420p", *options, "-movflags", "+faststart", "-f", "mp4", _name(path),
    )  # fmt: skip
    count = 0
    try:
        with _running(arguments, "the video cannot be encoded", where=path, stdin=subprocess.PIPE) as process:
            for frame in frames:
                if frame.shape != shape:
                    raise BadInput(f"frame {count} is {frame.shape}, the video {shape}")
                _pipe(process.stdin).write(np.ascontiguousarray(frame).data)
                count += 1
            if not count:
                raise BadInput("a video needs at least one frame")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return count


def h264(*, crf: int, preset: str, keyframe_every: int, b_frames: int, threads: int) -> tuple[str, ...]:
    """Options for libx264 whose result is the same on every machine: the number of threads is fixed."""
    return (
        "-c:v", "libx264", "-preset", preset, "-tune", "animation", "-crf", str(crf),
        "-g", str(keyframe_every), "-bf", str(b_frames), "-threads", str(threads),
        "-x264-params", "cpu-independent=1",
    )  # fmt: skip


def _ask(path: Path, *output: str) -> str:
    """What ffmpeg writes to its standard output about a file."""
    arguments = (*_source(path), *output, "-fflags", "+bitexact", "pipe:1")
    what = "the video cannot be read"
    with _running(arguments, what, where=path, limit_s=PROBE_LIMIT_S, stdout=subprocess.PIPE) as process:
        told = _pipe(process.stdout).read()
    return told.decode("utf-8", "replace")


@contextlib.contextmanager
def _running(
    arguments: Sequence[str],
    what: str,
    *,
    where: Path,
    limit_s: float | None = None,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """ffmpeg while the block runs; it never outlives the block or the time limit."""
    command = (imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-v", "error", "-y", *arguments)
    limit_s = LIMIT_S if limit_s is None else limit_s
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=complaints, pipesize=PIPE_BYTES
        )
        watch = threading.Timer(limit_s, stop)
        watch.daemon = True
        watch.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # ffmpeg gave up; its complaint says why
                yield process
                if process.stdin:
                    process.stdin.close()
            code = process.wait()
        finally:
            watch.cancel()
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(BrokenPipeError):
                    if pipe:
                        pipe.close()
        if late.is_set():
            raise BadInput(f"{what} (it took more than {limit_s:.0f} s)", where=where)
        if code:
            raise BadInput(f"{what} ({_reason(complaints)})", where=where, mend="make the file again")


def _reason(complaints: IO[bytes]) -> str:
    """The first thing that ffmpeg complained about, without addresses and line ends."""
    complaints.seek(0)
    lines = complaints.read(4096).decode("utf-8", "replace").splitlines()
    cleaned = (re.sub(r"^(\[[^\]]*\] )+", "", line).strip(" .") for line in lines)
    return next((line for line in cleaned if line), "ffmpeg stopped and said nothing")


def _source(path: Path) -> tuple[str, ...]:
    """A hostile MP4 as an input: this format only, files only, no guessing, stop at the first error."""
    if not path.is_file():
        raise BadInput("the file is missing", where=path, mend="put it there or correct the name")
    return ("-xerror", "-protocol_whitelist", "file,pipe", "-noautorotate", "-threads", "1",
            "-f", "mp4", "-i", _name(path))  # fmt: skip


def _name(path: Path) -> str:
    return f"file:{path.absolute()}"


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("this process was started without that pipe")
    return pipe


def _shape(width_px: int, height_px: int, pixels: Pixels) -> tuple[int, ...]:
    return (height_px, width_px, 3) if pixels == "rgb24" else (height_px * 3 // 2, width_px)


def _scaled(pixels: Pixels) -> str:
    """The filter that turns any frame into ours, with arithmetic that is the same on every processor."""
    matrix = "out_color_matrix=bt709:out_range=tv:" if pixels == "yuv420p" else ""
    return f"scale={matrix}flags=bilinear+accurate_rnd+full_chroma_int+bitexact"


def _tags(text: str) -> dict[str, str]:
    """The tags of one part of an ffmetadata file."""
    pairs = re.findall(r"^((?:[^=;#\\\n]|\\.)+)=((?:[^\\\n]|\\.|\\\n)*)$", text, re.MULTILINE)
    return {key: re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL) for key, value in pairs}


def _stream(facts: dict[str, str], packets: list[str], language: str) -> Stream:
    shown = [packet.split(",") for packet in packets]
    shown = [fields for fields in shown if not _flags(fields) & DISCARD]
    kind, codec = facts.get("media_type", ""), facts.get("codec_id", "")
    if kind != "video":
        return Stream(kind, codec, len(shown), language=language)
    width, height = facts.get("dimensions", "0x0").split("x")
    times = sorted(int(fields[2]) for fields in shown)
    steps = {b - a for a, b in itertools.pairwise(times)} or {int(fields[3]) for fields in shown}
    rate = None
    if len(steps) == 1 and (step := steps.pop()) > 0:
        rate = 1 / (Fraction(facts["tb"]) * step)
    return Stream(kind, codec, len(shown), int(width), int(height), rate, language)


def _flags(fields: list[str]) -> int:
    return next((int(field.split("=")[1], 16) for field in fields if field.strip().startswith("F=")), 1)
