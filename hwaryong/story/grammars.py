"""The languages that the desk has rules for."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import cast

from hwaryong.media.screenplay import Element
from hwaryong.story import english, korean
from hwaryong.story.grammar import Grammar

_OVER = re.compile(r"\((?:V\.?\s?O\.?|N|NA|내레이션|나레이션|해설)\)", re.IGNORECASE)
GRAMMARS: dict[str, Grammar] = {"en": cast(Grammar, english), "ko": cast(Grammar, korean)}


def mentions(text: str, names: Collection[str], lang: str) -> set[str]:
    """Those of `names` that a text mentions, by the language's rules, or as plain words where it has none."""
    grammar = GRAMMARS.get(lang)
    if grammar:
        return grammar.mentions(text, names)
    return {name for name in names if name.casefold() in text.casefold()}


def is_voice(cue: Element) -> bool:
    """Whether a cue is a voice over other pictures: NARRATOR, 이야기꾼, anybody (V.O.) or (N)."""
    name = (cue.speaker or cue.text).strip().upper()
    return _OVER.search(cue.text) is not None or any(name in grammar.ROLES for grammar in GRAMMARS.values())


__all__ = ["GRAMMARS", "is_voice", "mentions"]
