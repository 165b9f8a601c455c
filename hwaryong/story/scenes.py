"""Where the scenes of a chapter begin: explicit breaks, jumps in time, ways to a place, another cast."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from hwaryong.story.chapter import SENTENCE, Paragraph
from hwaryong.story.shifts import Place, Shift, Shifts

THRESHOLD: Final = 0.5
WINDOW: Final = 6
"""Paragraphs on each side of a boundary whose casts are compared."""
INSET: Final = 600
"""Characters of a verse or a letter at most that empty lines set apart on both sides."""
SEARCHED: Final = 900
"""Characters at the beginning of a scene in which its place and time are looked for."""


@dataclass(frozen=True)
class Scene:
    """A scene: its first paragraph's number, how sure it begins there and why, its place and its hour."""

    first: int
    confidence: float
    why: str
    place: Place | None = None
    hour: str = ""
    sure_of_place: float = 0.0


def scenes(
    paragraphs: Sequence[Paragraph], told: str, casts: Sequence[Collection[str]], shifts: Shifts
) -> list[Scene]:
    """The scenes in order, the first at the first paragraph that is no title; none where there is none.

    `told` is the text with blanks in place of what is spoken, `casts` are those on stage in each paragraph.
    """
    signs = _signs(paragraphs, told, casts, shifts)
    first = next((n for n, p in enumerate(paragraphs) if p.kind == "paragraph"), None)
    if first is None:
        return []
    opening = signs.get(first, (1.0, "", None))[2]
    begins = {first: (1.0, "the text begins", opening), **_strongest(signs, paragraphs, first, shifts.CLOSE)}
    ordered = sorted(begins)
    found = []
    for number, following in zip(ordered, [*ordered[1:], len(paragraphs)], strict=True):
        confidence, why, place = begins[number]
        found.append(_scene(paragraphs[number:following], number, told, (confidence, why, place), shifts))
    return found


Sign = tuple[float, str, Place | None]


def _signs(
    paragraphs: Sequence[Paragraph], told: str, casts: Sequence[Collection[str]], shifts: Shifts
) -> dict[int, Sign]:
    """What speaks for a scene that begins with each paragraph."""
    signs: dict[int, Sign] = {}
    apart = _apart(paragraphs, told)
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind != "paragraph":
            continue
        before = paragraphs[max(0, number - 1)]
        sentences = SENTENCE.split(told[paragraph.start : paragraph.end])
        time, way = shifts.time(sentences[0]), _way(sentences, _leaving(before, told), shifts)
        weights = [(shift.weight, f"“{shift.words}”") for shift in (time, way) if shift]
        if before.kind != "paragraph":
            weights.append((0.95 if before.kind == "title" else 0.9, f"a {before.kind} stands before it"))
        elif number in apart:
            weights.append((0.8, "empty lines stand before it"))
        if weights:
            weights.append((_change(casts, number), "others are on stage"))
            sure = 1.0
            for weight, _ in weights:
                sure *= 1 - weight
            why = "; ".join(reason for weight, reason in weights if weight)
            signs[number] = (round(1 - sure, 2), why, way.place if way else None)
    return signs


def _way(sentences: Sequence[str], leaving: str, shifts: Shifts) -> Shift | None:
    """The strongest way to a place in the first sentences of a paragraph, or at the end of the one before."""
    ways = [way for sentence in (*sentences[:2], leaving) if (way := shifts.moved(sentence))]
    return max(ways, key=lambda way: way.weight, default=None)


def _leaving(before: Paragraph, told: str) -> str:
    """The last sentence of a paragraph of some length."""
    sentences = SENTENCE.split(told[before.start : before.end])
    return sentences[-1] if before.kind == "paragraph" and len(sentences) > 3 else ""


def _apart(paragraphs: Sequence[Paragraph], told: str) -> set[int]:
    """The paragraphs with more empty lines before them than usual, but for verses and letters set apart."""
    gaps = [p.gap for p in paragraphs]
    usual = sorted(gaps[1:])[len(gaps) * 3 // 4 - 1] if len(gaps) > 1 else 0
    wide = [gap > usual for gap in gaps] + [True]
    inset = [wide[n] and wide[n + 1] and p.end - p.start < INSET for n, p in enumerate(paragraphs)]
    return {
        n for n in range(1, len(paragraphs))
        if wide[n] and not (inset[n] or inset[n - 1]) and told[paragraphs[n - 1].end - 1] not in ":,-—;"
    }  # fmt: skip


def _change(casts: Sequence[Collection[str]], number: int) -> float:
    """How much the casts before and after differ."""
    before = {name for cast in casts[max(0, number - WINDOW) : number] for name in cast}
    after = {name for cast in casts[number : number + WINDOW] for name in cast}
    if not before or not after:
        return 0.0
    return round(0.3 * (1 - len(before & after) / len(before | after)), 2)


def _strongest(
    signs: dict[int, Sign], paragraphs: Sequence[Paragraph], first: int, close: int
) -> dict[int, Sign]:
    """The signs above the threshold, of several near each other the strongest."""
    kept: dict[int, Sign] = {}
    for number in sorted(signs, key=lambda n: (-signs[n][0], n)):
        at = paragraphs[number].start
        near = [n for n in (first, *kept) if abs(paragraphs[n].start - at) < close]
        explicit = signs[number][0] >= 0.8
        if number > first and signs[number][0] >= THRESHOLD and (not near or explicit):
            kept[number] = signs[number]
    return kept


def _scene(own: Sequence[Paragraph], number: int, told: str, sign: Sign, shifts: Shifts) -> Scene:
    """A scene with the place that its first sentences lead to, or the first one that they name."""
    confidence, why, place = sign
    start = own[0].start
    text = told[start : min(own[-1].end, start + SEARCHED)]
    hour = shifts.hour(text)
    if place is not None:
        return Scene(number, confidence, why, place, hour, 0.8)
    named = next(shifts.places(text), None)
    return Scene(number, confidence, why, named, hour, 0.5 if named else 0.0)


__all__ = ["Scene", "scenes"]
