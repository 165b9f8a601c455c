"""A shot as moving pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media import ffmpeg
from hwaryong.media.base import Media
from hwaryong.media.ffmpeg import Frame, Pixels, Probe, Stream

# Near-lossless, a key frame each half second and no B-frames: every frame is quickly found by its number.
H264 = ffmpeg.h264(crf=10, preset="veryfast", keyframe_every=12, b_frames=0, threads=1)
AAC = ("-c:a", "aac", "-b:a", "160k", "-ar", "48000")


@dataclass(eq=False)
class Clip(Media):
    """An MP4 (H.264) at `path`: `frames` frames of `width_px`×`height_px` at `rate` frames a second."""

    kind: ClassVar[str] = "clip"
    path: Path
    rate: Fraction
    frames: int
    width_px: int
    height_px: int

    @classmethod
    def read(cls, path: Path) -> Self:
        """Find out what the file holds, counting its frames; raises BadInput where it is no sound MP4."""
        video, rate = picture_track(ffmpeg.probe(path), path)
        return cls(path, rate, video.packets, video.width_px, video.height_px)

    @classmethod
    def encode(
        cls,
        frames: Iterable[Frame],
        path: Path,
        *,
        rate: Fraction,
        width_px: int,
        height_px: int,
        sound: Path | None = None,
    ) -> Self:
        """Write (h, w, 3) uint8 sRGB frames, with a WAV beside them where given, as a clip at `path`.

        The sound has the length of the pictures. Raises BadInput.
        """
        count = ffmpeg.encode(
            frames, path, rate=rate, width_px=width_px, height_px=height_px, video=H264,
            inputs=("-i", str(sound.absolute())) if sound else (),
            options=("-map", "1:a:0", *AAC) if sound else (),
        )  # fmt: skip
        return cls(path, rate, count, width_px, height_px)

    def write(self, stem: Path) -> Path:
        """Copy the file to `stem`.mp4, byte for byte."""
        target = stem.with_name(stem.name + ".mp4")
        if target.resolve() != self.path.resolve():
            shutil.copyfile(self.path, target)
        return target

    def pictures(
        self, first: int = 0, frames: int | None = None, pixels: Pixels = "rgb24"
    ) -> Iterator[Frame]:
        """Decode `frames` frames from number `first` on (all that follow by default); see `ffmpeg.decode`."""
        count = self.frames - first if frames is None else frames
        if first < 0 or count < 1 or first + count > self.frames:
            raise BadInput(
                f"frames {first} to {first + count - 1} are not in it (it has {self.frames})", where=self.path
            )
        return ffmpeg.decode(
            self.path, width_px=self.width_px, height_px=self.height_px,
            first=first, frames=count, pixels=pixels, rate=self.rate,
        )  # fmt: skip

    def picture(self, frame: int) -> Frame:
        """One frame, (h, w, 3) uint8 sRGB; raises BadInput where there is no such frame."""
        return next(self.pictures(frame, 1))


def picture_track(probe: Probe, path: Path) -> tuple[Stream, Fraction]:
    """The one video stream and its rate; raises BadInput where there is none, or its rate varies."""
    if len(videos := probe.of("video")) != 1:
        raise BadInput(f"the file holds {len(videos)} video streams, not one", where=path)
    (video,) = videos
    if not video.packets:
        raise BadInput("the video has no frames", where=path, mend="make the file again")
    if video.rate is None:
        raise BadInput("the video has no constant rate", where=path, mend="convert it to one rate first")
    return video, video.rate
