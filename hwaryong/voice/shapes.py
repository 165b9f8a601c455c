"""From phones to mouth shapes: Rhubarb's nine shapes, closures first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hwaryong.media.mouths import SHAPES, Span

PAUSE_CS = 20
"""A pause of this length or more puts the mouth to rest; in a shorter one it keeps its shape."""

SHAPE: dict[str, str] = {
    **dict.fromkeys("pbmɸβʙɱ", "A"),
    **dict.fromkeys("fvʋ", "G"),
    **dict.fromkeys("lɫɭɬʎ", "H"),
    **dict.fromkeys("uʊwoʍʷyʏøɥ", "F"),
    **dict.fromkeys("ɔɒɜɝɚœɹɻʌɤɵ", "E"),
    **dict.fromkeys("aɑɐæ", "D"),
    **dict.fromkeys("eɛəɘɞhɦʔɨɪ", "C"),
}
"""The first sign of a phone that is here decides; everything else (t d s k i j …) shows the teeth: B."""

SECOND: dict[str, str] = {"aɪ": "B", "aʊ": "F", "eɪ": "B", "oʊ": "F", "əʊ": "F", "ɔɪ": "B", "ɑɪ": "B"}
"""The second half of a diphthong."""

MARKS = "ˈˌːˑ̩̯͈̚ʰ̃-"
WEIGHT = {"A": 4.0, "G": 5.0, "H": 5.0, "F": 4.0, "D": 3.0, "E": 3.0, "C": 2.5, "X": 2.0, "B": 1.5}
"""What a hundredth of a second of a shape is worth where there is no time for all of them."""

CLOSED = 1000.0
"""What the middle of a closure is worth: more than everything else together."""

CHANGE = 2.0
"""What a change of shape costs, so that the mouth does not flutter."""


def shapes_of(ipa: str) -> str:
    """The one or two shapes of a phone in IPA; "" for a pause."""
    plain = "".join(sign for sign in ipa if sign not in MARKS)
    if not plain:
        return ""
    first = next((SHAPE[sign] for sign in plain if sign in SHAPE), "B")
    second = next((shape for pair, shape in SECOND.items() if plain.startswith(pair)), first)
    return first if second == first else first + second


def mouth_cues(phones: Sequence[Span], duration_cs: int, hold_cs: int) -> tuple[Span, ...]:
    """Mouth shapes without gaps from 0 to `duration_cs`, each held for at least `hold_cs`.

    Where the phones are too quick for that, the shapes that tell least give way: a dynamic program over
    all ways to hold shapes takes the one that shows most of what is worth most. The middle of a closure
    (A: p b m) is always shown.
    """
    worth = _worth(phones, duration_cs)
    sums = np.vstack([np.zeros(len(SHAPES)), np.cumsum(worth, axis=0)])
    if duration_cs < 2 * hold_cs:
        return (Span(0, duration_cs, SHAPES[int(sums[-1].argmax())]),)
    best = np.full((duration_cs + 1, len(SHAPES)), -np.inf)
    before = np.full((duration_cs + 1, len(SHAPES)), -1)  # the shape before the one that began `hold_cs` ago
    best[hold_cs] = sums[hold_cs]
    for end in range(hold_cs + 1, duration_cs + 1):
        start = end - hold_cs
        kept = best[end - 1] + worth[end - 1]
        last = int(best[start].argmax())
        changed = best[start, last] - CHANGE + sums[end] - sums[start]
        best[end] = np.maximum(kept, changed)
        before[end] = np.where(changed > kept, last, -1)
    return _merged(_traced(before, int(best[-1].argmax()), hold_cs))


def _worth(phones: Sequence[Span], duration_cs: int) -> NDArray[np.float64]:
    """What each shape is worth in each hundredth of a second, shape (duration, shapes)."""
    track = _track(phones, duration_cs)
    worth = np.zeros((duration_cs, len(SHAPES)))
    for index, shape in enumerate(track):
        worth[index, SHAPES.index(shape)] = WEIGHT[shape]
    for phone in phones:
        middle = (phone.start_cs + phone.end_cs) // 2
        if shapes_of(phone.value) == "A" and 0 <= middle < duration_cs:
            worth[middle, SHAPES.index("A")] = CLOSED
    return worth


def _track(phones: Sequence[Span], duration_cs: int) -> list[str]:
    """The shape of each hundredth of a second by the phones alone; pauses that are short keep the shape."""
    track = ["X"] * duration_cs
    end = 0
    for phone in phones:
        shapes = shapes_of(phone.value)
        start, stop = max(0, phone.start_cs), min(phone.end_cs, duration_cs)
        if 0 < end < start < end + PAUSE_CS:
            track[end:start] = [track[end - 1]] * (start - end)
        if not shapes and phone.end_cs - phone.start_cs < PAUSE_CS and start > 0:
            shapes = track[start - 1]
        for index in range(start, stop):
            second = 2 * index >= phone.start_cs + phone.end_cs
            track[index] = (shapes[-1] if second else shapes[0]) if shapes else "X"
        end = max(end, stop)
    return track


def _traced(before: NDArray[np.int64], shape: int, hold_cs: int) -> list[Span]:
    """Follow the best way from its end to its beginning."""
    cues: list[Span] = []
    end = len(before) - 1
    while end > hold_cs:
        previous = int(before[end, shape])
        start = end - (1 if previous < 0 else hold_cs)
        cues.append(Span(start, end, SHAPES[shape]))
        end, shape = start, shape if previous < 0 else previous
    cues.append(Span(0, end, SHAPES[shape]))
    return cues[::-1]


def _merged(cues: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for cue in cues:
        if merged and merged[-1].value == cue.value:
            merged[-1] = Span(merged[-1].start_cs, cue.end_cs, cue.value)
        else:
            merged.append(cue)
    return tuple(merged)


__all__ = ["mouth_cues", "shapes_of"]
