"""Subtitles for the lines of a film, in its own language or another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import ceil

from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.audio import Audio
from hwaryong.media.subtitles import Cue, Subtitles
from hwaryong.media.text import Text
from hwaryong.tool import tool
from hwaryong.voice.mix import line_order
from hwaryong.voice.rate import frames_of, ms_at, rate_of

SHORTEST_S = Fraction(5, 6)
LONGEST_S = 7
GAP_FRAMES = 2
LINES = 2
WIDE_COLUMNS, NARROW_COLUMNS = 32, 42
WIDE = ("ko", "ja", "zh")

SENTENCE = re.compile(r"[.!?…。！？][\"'’”」)]*\s+")
CLAUSE = re.compile(r"[,;:—–、，][\"'’”」)]*\s+")
SPACE = re.compile(r"\s+")


@tool("voice.subtitle", version=1)
def subtitle(
    texts: Mapping[str, Text],
    audio: Mapping[str, Audio],
    *,
    starts: dict[str, int],
    frames: int = Field(ge=1),
    rate: str,
    lang: str,
) -> Subtitles:
    """Cues for lines from where they start and how long they sound, on whole film frames.

    At most two lines of 42 columns (Korean, Japanese, Chinese: 16 full-width characters); longer text is cut
    at the ends of sentences, then of clauses, then between words, and shares the line's time by its width.
    A cue stands 5/6 s to 7 s, two frames apart from the next, where the lines leave room for that; where
    they do not it is flagged. Words are never changed (limits: Netflix Timed Text Style Guide).
    Raises BadInput for a text without sound, or a line without a start or with one outside of the film.
    """
    speed = rate_of(rate)
    silent = sorted(set(texts) - set(audio))
    if silent:
        raise BadInput(f"line {silent[0]} has a text and no sound", mend="speak or record it first")
    pieces: list[_Piece] = []
    for name in line_order({name: audio[name] for name in texts}, starts, frames):
        following = min((start for start in starts.values() if start > starts[name]), default=frames)
        end = min(frames, following, starts[name] + max(1, frames_of(audio[name].length, speed)))
        words = " ".join(texts[name].text.split())
        pieces += _timed(_Piece(starts[name], end, words, name), lang, LONGEST_S * speed)
    timed, flags = _spaced(_together(pieces, lang), frames, speed, lang)
    cues = (Cue(ms_at(piece.start, speed), ms_at(piece.end, speed), piece.text) for piece in timed)
    return Subtitles(tuple(cues)).flagged(*flags)


@dataclass(frozen=True)
class _Piece:
    """Words shown in the film frames [start, end), and the line that they come from."""

    start: int
    end: int
    text: str
    line: str


def _timed(piece: _Piece, lang: str, longest: Fraction) -> Iterator[_Piece]:
    """Halve a piece until its words fit two lines and 7 s; the halves share its time by their width."""
    length = piece.end - piece.start
    fits = _fits(wrapped(piece.text, lang), lang)
    cut = _cut(piece.text, lang) if length > 1 and not (fits and length <= longest) else None
    if cut is None or (fits and " " not in piece.text):
        yield piece
        return
    left, right = piece.text[:cut].rstrip(), piece.text[cut:]
    share = Fraction(_columns(left, lang), _columns(left, lang) + _columns(right, lang))
    middle = piece.start + min(length - 1, max(1, round(length * share)))
    yield from _timed(_Piece(piece.start, middle, left, piece.line), lang, longest)
    yield from _timed(_Piece(middle, piece.end, right, piece.line), lang, longest)


def _together(pieces: list[_Piece], lang: str) -> list[_Piece]:
    """Wrap the pieces; those that start on the same frame are one cue, a line of the cue each."""
    together: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.start):
        text = "\n".join(wrapped(piece.text, lang))
        if together and together[-1].start == piece.start:
            last = together.pop()
            end, names = max(last.end, piece.end), f"{last.line} and {piece.line}"
            together.append(_Piece(piece.start, end, f"{last.text}\n{text}", names))
        else:
            together.append(_Piece(piece.start, piece.end, text, piece.line))
    return together


def _spaced(pieces: list[_Piece], frames: int, rate: Fraction, lang: str) -> tuple[list[_Piece], list[str]]:
    """Give every cue its shortest time and the gap after it, as far as the next and the film's end allow."""
    shortest, longest = ceil(SHORTEST_S * rate), int(LONGEST_S * rate)
    timed, flags = [], []
    for piece, following in zip_longest(pieces, pieces[1:]):
        room = frames if following is None else max(piece.start + 1, following.start - GAP_FRAMES)
        end = min(max(piece.end, piece.start + shortest), piece.start + longest, room)
        timed.append(_Piece(piece.start, end, piece.text, piece.line))
        if end - piece.start < shortest:
            flags.append(
                f"the cue of line {piece.line} at frame {piece.start} has only {end - piece.start} frames"
            )
        if not _fits(piece.text.split("\n"), lang):
            flags.append(f"the cue of line {piece.line} at frame {piece.start} does not fit two lines")
    return timed, flags


def wrapped(text: str, lang: str) -> list[str]:
    """The text on one line, or on two as even as can be, cut after a clause where one ends near the middle.

    Text that does not fit two lines comes back on more, or with a word that is too long for a line.
    """
    if _fits([text], lang):
        return [text]
    ways: list[tuple[str, str]]
    ways = [(text[: match.start()], text[match.end() :]) for match in SPACE.finditer(text)]
    ways = [way for way in ways if _fits(way, lang)]
    if not ways:
        return _filled(text, lang)

    def uneven(way: tuple[str, str]) -> int:
        return abs(_columns(way[0], lang) - _columns(way[1], lang)) - (8 if way[0][-1] in ",;:.?!…" else 0)

    return [*min(ways, key=uneven)]


def _filled(text: str, lang: str) -> list[str]:
    """Words on as many lines as they need, each as full as can be."""
    rows = [""]
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and not _fits([longer], lang):
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def _fits(rows: Sequence[str], lang: str) -> bool:
    columns = WIDE_COLUMNS if lang in WIDE else NARROW_COLUMNS
    return len(rows) <= LINES and all(_columns(row, lang) <= columns for row in rows)


def _cut(text: str, lang: str) -> int | None:
    """Where to part a text: after the sentence, clause or word that ends nearest to its middle."""
    whole = _columns(text, lang)
    for pattern, margin in ((SENTENCE, 0.2), (CLAUSE, 0.25), (SPACE, 0.0)):
        places = {
            match.end(): _columns(text[: match.end()], lang) / whole for match in pattern.finditer(text)
        }
        near = [place for place, share in places.items() if margin < share < 1 - margin]
        if near:
            return min(near, key=lambda place: abs(places[place] - 0.5))
    return len(text) // 2 if len(text) > 1 else None


def _columns(text: str, lang: str) -> int:
    """Width in columns: in Korean, Japanese and Chinese a full-width character takes two."""
    wide = lang in WIDE
    return sum(2 if wide and unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
