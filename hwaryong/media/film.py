"""The film: one picture, a sound track and subtitles for each language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from hwaryong.errors import BadInput
from hwaryong.media import ffmpeg
from hwaryong.media.clip import Clip, picture_track

# ISO 639-1 → ISO 639-2/T, the three letters that an MP4 track carries
LANGUAGES = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "hi": "hin", "id": "ind", "it": "ita",
    "ja": "jpn", "ko": "kor", "nl": "nld", "pl": "pol", "pt": "por", "ru": "rus", "sv": "swe", "th": "tha",
    "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip
DRAFT = "DRAFT, not approved for release"


@dataclass(eq=False)
class Film(Clip):
    """A clip with the languages of its `sound` tracks and `subtitles` in order ("ko").

    `draft`: whether its tags say that it is one.
    """

    kind: ClassVar[str] = "film"
    title: str = ""
    sound: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    draft: bool = False

    @classmethod
    def read(cls, path: Path) -> Self:
        """Find out what the file holds, counting its frames; raises BadInput where it is no sound MP4."""
        probe = ffmpeg.probe(path)
        video, rate = picture_track(probe, path)
        return cls(
            path, rate, video.packets, video.width_px, video.height_px,
            title=probe.tags.get("title", ""),
            sound=tuple(two_letters(stream.language) for stream in probe.of("audio")),
            subtitles=tuple(two_letters(stream.language) for stream in probe.of("subtitle")),
            draft=probe.tags.get("comment") == DRAFT,
        )  # fmt: skip


def three_letters(lang: str) -> str:
    """An MP4's word for a language: "ko" or "ko-KR" → "kor"; raises BadInput for one that has none here."""
    short = lang.partition("-")[0].lower()
    if short in LANGUAGES.values():
        return short
    if short not in LANGUAGES:
        raise BadInput(f"the language {lang!r} is not known", mend=f"use one of {', '.join(LANGUAGES)}")
    return LANGUAGES[short]


def two_letters(language: str) -> str:
    """The way back: "kor" → "ko"; other words stay as they are."""
    return next((short for short, long in LANGUAGES.items() if long == language), language)
