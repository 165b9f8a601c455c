"""The film: the cut decoded and encoded once, with every language's sound and subtitles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from pydantic import Field

from hwaryong.edit.cut import take
from hwaryong.edit.mark import DARK, GREY, plate, stamp
from hwaryong.edit.sound import fitted
from hwaryong.errors import BadInput
from hwaryong.media import ffmpeg
from hwaryong.media.audio import Audio
from hwaryong.media.clip import AAC, Clip
from hwaryong.media.ffmpeg import Frame
from hwaryong.media.film import DRAFT, Film, three_letters
from hwaryong.media.subtitles import Subtitles
from hwaryong.media.timeline import Timeline
from hwaryong.tool import scratch, tool

H264 = ffmpeg.h264(crf=18, preset="veryfast", keyframe_every=48, b_frames=2, threads=2)


@tool("edit.film", version=1, libraries=("imageio-ffmpeg", "numpy", "pillow"), timeout_s=7200)
def film(
    cut: Timeline,
    shots: Mapping[str, Clip],
    mixes: Mapping[str, Audio],
    subtitles: Mapping[str, Subtitles],
    *,
    draft: bool,
    title: str = Field("", max_length=500),
    first_language: str = "",
    fade_in: int = Field(0, ge=0, le=1000),
    fade_out: int = Field(0, ge=0, le=1000),
) -> Film:
    """Encode the cut as H.264 (BT.709, 4:2:0) with AAC at 48 kHz and mov_text subtitles, ready to stream.

    `mixes` and `subtitles` are by language ("ko"); the tracks come by name, `first_language` before all, and
    the first sound is the default one. Sound has the pictures' length to the sample. `draft` burns DRAFT into
    a corner of every frame and into the tags. `fade_in` and `fade_out` are frames from and to black.
    Flagged where a clip is not the take that was cut. Raises BadInput that names the shot or language.
    """
    size = _size(cut, shots)
    out = scratch()
    sounds = _ordered(mixes, first_language)
    texts = [lang for lang in _ordered(subtitles, first_language) if subtitles[lang].cues]
    files = [
        *(_sound(mixes[lang], cut, lang).write(out / f"sound.{lang}") for lang in sounds),
        *(_text(subtitles[lang], cut, lang).write(out / f"text.{lang}") for lang in texts),
    ]
    picture = _Picture(cut, shots, *size, draft, fade_in, fade_out)
    path = out / "film.mp4"
    ffmpeg.encode(
        picture.frames(), path, rate=cut.rate, width_px=size[0], height_px=size[1], video=H264,
        inputs=[part for file in files for part in ("-i", f"file:{file.absolute()}")],
        options=_options(sounds, texts, title, draft), pixels="yuv420p",
    )  # fmt: skip
    made = Film(path, cut.rate, cut.frames, *size, title, tuple(sounds), tuple(texts), draft)
    return made.flagged(*_doubts(cut, shots, subtitles))


@dataclass(frozen=True)
class _Picture:
    """The film's frames as yuv420p: they leave the clips and enter the film without a change of colour."""

    cut: Timeline
    shots: Mapping[str, Clip]
    width_px: int
    height_px: int
    draft: bool
    fade_in: int
    fade_out: int

    def frames(self) -> Iterator[Frame]:
        mark = plate("DRAFT", height_px=max(self.height_px // 24, 8)) if self.draft else None
        for number, frame in enumerate(self._cut_frames()):
            light = min(
                (number + 1) / (self.fade_in + 1), (self.cut.frames - number) / (self.fade_out + 1), 1.0
            )
            if light < 1 or mark is not None:
                frame = _dimmed(frame, light)
            if mark is not None:
                stamp(frame, mark, width_px=self.width_px, height_px=self.height_px)
            yield frame

    def _cut_frames(self) -> Iterator[Frame]:
        for cut in self.cut.cuts:
            if cut.shot:
                yield from self.shots[cut.shot].pictures(cut.first, cut.frames, "yuv420p")
            else:
                black = np.full((self.height_px * 3 // 2, self.width_px), GREY, np.uint8)
                yield from [_dimmed(black, 0.0)] * cut.frames


def _dimmed(frame: Frame, light: float) -> Frame:
    """A copy of a yuv420p frame with this part of its light, 0–1."""
    frame = frame.copy()
    luma_rows = frame.shape[0] * 2 // 3
    if light < 1:
        for plane, black in ((frame[:luma_rows], DARK), (frame[luma_rows:], GREY)):
            plane[:] = np.rint(black + (plane.astype(np.float32) - black) * np.float32(light))
    return frame


def _size(cut: Timeline, shots: Mapping[str, Clip]) -> tuple[int, int]:
    """Width and height in px, the same for all shots."""
    sizes: dict[tuple[int, int], str] = {}
    for part in cut.cuts:
        if not part.shot:
            continue
        if part.shot not in shots:
            raise BadInput(f"the cut names shot {part.shot}, which has no clip", mend="make the shot")
        clip = shots[part.shot]
        if clip.rate != cut.rate:
            raise BadInput(f"shot {part.shot} runs at {clip.rate} frames a second, the cut at {cut.rate}")
        if part.first + part.frames > clip.frames:
            raise BadInput(
                f"the cut asks for frame {part.first + part.frames - 1} of shot {part.shot}, "
                f"which has {clip.frames}"
            )
        sizes.setdefault((clip.width_px, clip.height_px), part.shot)
    if not sizes:
        raise BadInput("the cut shows no shot")
    if len(sizes) > 1:
        (first, shot), (second, other) = list(sizes.items())[:2]
        raise BadInput(f"shot {shot} is {first[0]}×{first[1]} px, shot {other} {second[0]}×{second[1]} px")
    return next(iter(sizes))


def _ordered(tracks: Mapping[str, object], first: str) -> list[str]:
    return sorted(tracks, key=lambda lang: (lang != first, lang))


def _sound(mix: Audio, cut: Timeline, lang: str) -> Audio:
    return fitted(mix, frames=cut.frames, rate=cut.rate, name=f"the mix ({lang})")


def _text(subtitles: Subtitles, cut: Timeline, lang: str) -> Subtitles:
    """The subtitles, none of them longer than the film."""
    end_ms = int(cut.frames * 1000 / cut.rate)
    late = next((cue for cue in subtitles.cues if cue.start_ms >= end_ms), None)
    if late:
        raise BadInput(f"a subtitle ({lang}) starts at {late.start_ms} ms, the film ends at {end_ms} ms")
    return Subtitles(tuple(replace(cue, end_ms=min(cue.end_ms, end_ms)) for cue in subtitles.cues))


def _options(sounds: list[str], texts: list[str], title: str, draft: bool) -> list[str]:
    options = [*AAC, "-c:s", "mov_text", "-max_interleave_delta", "0", "-metadata", f"title={title}"]
    if draft:
        options += ["-metadata", f"comment={DRAFT}", "-metadata", f"description={DRAFT}"]
    for kind, languages, first in (("a", sounds, 1), ("s", texts, 1 + len(sounds))):
        for index, lang in enumerate(languages):
            default = "default" if kind == "a" and index == 0 else "0"
            options += ["-map", f"{first + index}:{kind}:0", f"-disposition:{kind}:{index}", default,
                        f"-metadata:s:{kind}:{index}", f"language={three_letters(lang)}"]  # fmt: skip
    return options


def _doubts(cut: Timeline, shots: Mapping[str, Clip], subtitles: Mapping[str, Subtitles]) -> Iterator[str]:
    takes = {part.shot: part.take for part in cut.cuts if part.take}
    for shot, digest in takes.items():
        if take(shots[shot]) != digest:
            yield f"shot {shot} is not the take that was cut"
    for lang, track in sorted(subtitles.items()):
        if not track.cues:
            yield f"the subtitles ({lang}) are empty and were left out"
