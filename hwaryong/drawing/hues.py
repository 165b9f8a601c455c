"""Which lines of two keys may be one by their hue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from hwaryong.media.paper import HUES, Hue, hue_of
from hwaryong.media.stroke import Stroke


def hues(first: Sequence[Stroke], last: Sequence[Stroke]) -> Callable[[Stroke], int]:
    """The number of a line's hue: lines of two keys can be one only where it is the same.

    `first` and `last` are the ink of the keys. Where the hue that most of one has is missing in the other,
    colour is the pen's and tells nothing: all lines have the number 0.
    """
    told = _most(first) in map(_hue, last) and _most(last) in map(_hue, first)
    return lambda stroke: HUES.index(_hue(stroke)) if told else 0


def _hue(stroke: Stroke) -> Hue:
    return hue_of(stroke.colour)


def _most(strokes: Sequence[Stroke]) -> Hue:
    """The hue of most of the length."""
    length: Counter[Hue] = Counter()
    for stroke in strokes:
        length[_hue(stroke)] += round(stroke.length_px * 100)
    return max(HUES, key=lambda hue: length[hue])
