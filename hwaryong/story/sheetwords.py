"""What drafting a character sheet needs to know of a language: finite lists of words and sentence patterns.

In the patterns the group `what` is what is wanted or believed. Levels are those of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Leveled = tuple[re.Pattern[str], float]


@dataclass(frozen=True)
class SheetWords:
    """Words and patterns of one language.

    `traits` has for a word stem the table, key and level that it tells of; `regards` for a verb the key of a
    relation and its level; `kin` for a word of kinship affection, duty and power of its holder towards the
    other; `habits` and `circumstances` have the tags of rules.
    """

    roles: frozenset[str]
    role: str
    name: str
    no_names: frozenset[str]
    pronouns: re.Pattern[str]
    sentence_end: re.Pattern[str]
    traits: Mapping[str, tuple[str, str, float]]
    trait: str
    wants: tuple[Leveled, ...]
    believes: tuple[Leveled, ...]
    regards: tuple[tuple[re.Pattern[str], str, float], ...]
    feelings: Mapping[str, tuple[str, float]]
    kin: Mapping[str, tuple[float, float, float]]
    kinship: str
    always: re.Pattern[str]
    never: re.Pattern[str]
    habits: Mapping[str, str]
    circumstances: Mapping[str, str]
    verbal: str
    """What a verb stem gets as a goal of its own (배우 → 배우기)."""
    subject: re.Pattern[str] | None
    """The particles of a subject, where a language has some."""
    follows: bool
    """Whether the one who is liked, owed … stands behind the verb (English) or before it (Korean)."""


__all__ = ["SheetWords"]
