"""Who is in a treatment, and where: names and roles, as far as rules can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hwaryong.media.script import is_korean
from hwaryong.story import sheetwords_en, sheetwords_ko
from hwaryong.story.sheetwords import SheetWords

_LISTED = re.compile(
    r"\s*(?:[-*+•]\s+)?(?:\*\*|__)?([^*_:：,(（—–\n]{1,40}?)(?:\*\*|__)?"
    r"\s*(?:[(（][^)）]*[)）])?\s*(?:[:：]|—|–|\s-\s)\s*"
)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」|『[^『』]*』")
_OFTEN = 2
_LONGEST = 2000  # characters; what has no full stop for longer is no sentence


@dataclass(frozen=True)
class Sentence:
    """A sentence: text and span, the text with its quotations blanked out, and its scene (0: none)."""

    text: str
    told: str
    start: int
    scene: int
    paragraph: int
    listed: str = ""

    @property
    def end(self) -> int:
        """Where it ends, in characters of the treatment."""
        return self.start + len(self.text)


def words_of(text: str) -> SheetWords:
    """The words of the language that a text is written in: English or Korean."""
    return sheetwords_ko.WORDS if is_korean(text) else sheetwords_en.WORDS


def sentences(
    words: SheetWords, text: str, start: int, scene: int, paragraph: int, listed: bool
) -> Iterator[Sentence]:
    """The sentences of a paragraph; in a list of characters each line is about the one it begins with."""
    told = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    for part in re.finditer(r"[^\n]+" if listed else r"(?s:.+)", text):
        item = _LISTED.match(part[0]) if listed else None
        at = part.start() + (item.end() if item else 0)
        ends = [found.end() for found in words.sentence_end.finditer(text, at, part.end())]
        for end in [*ends, part.end()]:
            shown = text[at:end].strip()
            if 0 < len(shown) <= _LONGEST:
                begin = text.index(shown, at)
                blanked = told[begin : begin + len(shown)]
                name = item[1].strip() if item else ""
                yield Sentence(shown, blanked, start + begin, scene, paragraph, name)
            at = end


def names(words: SheetWords, told: list[Sentence]) -> list[str]:
    """The characters: those of a list, names and roles that are told of at least twice; most often first."""
    listed = list(dict.fromkeys(one.listed for one in told if one.listed))
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    role = re.compile(words.role.format(roles="|".join(sorted(words.roles, key=len, reverse=True))))
    name = re.compile(words.name)
    for one in told:
        for found in role.finditer(one.told):
            counts[found["name"]] += 1
            inside[found["name"]] += 1
        for found in name.finditer(one.told):
            called = found["name"]
            if not set(called.split()) & words.no_names and called not in words.roles:
                counts[called] += 1
                inside[called] += found.start() > 0 or not words.follows
    often = [called for called, count in counts.most_common() if count >= _OFTEN and inside[called]]
    known = {one.casefold(): one for one in reversed([*listed, *often])}
    parts = {part for one in known for part in one.split() if part != one}
    return [one for key, one in reversed(known.items()) if key not in parts]


class Finder:
    """Finds where the cast is named: by whole names or, in English, by one word of them."""

    def __init__(self, words: SheetWords, cast: list[str]) -> None:
        self._names: dict[str, str] = {}
        for name in cast:
            for alias in [name, *(name.split() if words.follows else ())]:
                if alias not in words.no_names:
                    self._names.setdefault(alias.casefold(), name)
        called = {alias for name in cast for alias in (name, *(name.split() if words.follows else ()))}
        # the Abbot of a list is the abbot of the prose
        called |= {one.lower() for one in called} & words.roles | {
            one.title() for one in called & words.roles
        }
        longest = sorted(called - words.no_names, key=lambda one: (-len(one), one))
        either = "|".join(map(re.escape, longest))
        self._pattern = re.compile(rf"\b(?:{either})\b" if words.follows else rf"(?<![가-힣])(?:{either})")

    def __call__(self, told: str) -> list[tuple[int, int, str]]:
        """Start, end and name, in order."""
        return [
            (match.start(), match.end(), self._names[match[0].casefold()])
            for match in self._pattern.finditer(told)
        ]


__all__ = ["Finder", "Sentence", "names", "sentences", "words_of"]
