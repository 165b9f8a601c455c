"""The languages that the desk has rules for."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from hwaryong.story import english, korean
from hwaryong.story.grammar import Grammar

GRAMMARS: dict[str, Grammar] = {"en": cast(Grammar, english), "ko": cast(Grammar, korean)}


def mentions(text: str, names: Collection[str], lang: str) -> set[str]:
    """Those of `names` that a text mentions, by the language's rules, or as plain words where it has none."""
    grammar = GRAMMARS.get(lang)
    if grammar:
        return grammar.mentions(text, names)
    return {name for name in names if name.casefold() in text.casefold()}


__all__ = ["GRAMMARS", "mentions"]
