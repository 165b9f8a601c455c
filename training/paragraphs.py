"""Paragraphs for LitBank's running texts, as a printer might have set them: imagined from who really speaks.

LitBank keeps no paragraphs, and novels show theirs. A new speaker mostly begins a paragraph, and one
speaker's words around a tag stay in one; where the sentences between two quotations belong is guessed from
whom they are about. Only training uses this, for it looks at the answers.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from hwaryong.story.tags import Surroundings

SAME, JOINED, LONG = 0.9, 0.02, 60
"""Shares of same speakers who go on in one paragraph, of different speakers in one; words of a long
narration."""


def imagined(
    around: Surroundings, speakers: Sequence[str | None], who: Mapping[int, str], seed: int
) -> tuple[int, ...]:
    """Where paragraphs begin, in characters; `who` names the entity of each character. The same each time."""
    prose, quotes = around.prose, around.quotes
    breaks: set[int] = set()
    for i, (first, last) in enumerate(around.gaps):
        sentences = [
            word for word in range(first + 1, last)
            if prose.sentence[word] != prose.sentence[word - 1] and prose.words[word] not in "”\"’)"
        ]  # fmt: skip
        breaks.update(_long(prose.starts, sentences, first, seed))
        if not 0 < i < len(quotes):
            continue
        chance = _chance(i, first, seed)
        size = sum(word[0].isalnum() for word in prose.words[first:last])
        same = speakers[i - 1] == speakers[i]
        if size == 0:
            breaks.add(quotes[i].outer[0])
        elif (
            around.goes_on(i) < 2
            and not (same and size <= LONG and chance < SAME)
            and (same or chance >= JOINED)
        ):
            place = _place(around, speakers, who, i, sentences, seed)
            breaks.add(quotes[i].outer[0] if place == last else prose.starts[place])
            if place < last and not around.tags[i][1] and size > 40 and _chance(i, place, seed) < 0.5:
                breaks.add(quotes[i].outer[0])
    return tuple(sorted(breaks))


def _place(
    around: Surroundings, speakers: Sequence[str | None], who: Mapping[int, str], i: int,
    sentences: list[int], seed: int,
) -> int:  # fmt: skip
    """The word before which the paragraph between quotations i - 1 and i begins; the gap's end is the
    quotation."""
    first, last = around.gaps[i]
    tagged, leads = around.tags[i - 1][0] is not None, around.tags[i][1] is not None
    options = [*([] if tagged else [first]), *sentences, *([] if leads else [last])] or [last]
    chance = _chance(i, last, seed)
    about = {}
    for option in options:
        near = around.between(option, min(option + 25, last))
        about[option] = who.get(near[0].character) if near else None
    new = [option for option in options if option < last and about[option] == speakers[i]]
    old = [option for option in options if option < last and about[option] == speakers[i - 1]]
    if speakers[i - 1] != speakers[i] and new and chance < 0.8:
        return new[0]
    if speakers[i - 1] != speakers[i] and old and not leads and chance < 0.85:
        return next((option for option in options if option > old[-1]), last)
    if chance > 0.55 and not leads:
        return options[-1]
    return options[int(_chance(i, first + 1, seed) * len(options))]


def _long(starts: Sequence[int], sentences: Sequence[int], first: int, seed: int) -> list[int]:
    """Breaks within a long narration, some sixty words apart or more."""
    breaks, last = [], first
    for word in sentences:
        if word - last > LONG and _chance(word, 0, seed) < 0.3:
            breaks.append(starts[word])
            last = word
    return breaks


def _chance(*key: int) -> float:
    """A number in [0, 1) that depends on the key alone."""
    return zlib.crc32(repr(key).encode()) % 10007 / 10007
