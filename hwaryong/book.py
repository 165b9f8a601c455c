"""The record as one make sees it: which take answers a key, which takes people brought, what is current."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from hwaryong.record.record import Record


@dataclass(frozen=True, slots=True)
class Leaf:
    """A take in brief: enough to plan with."""

    take: str
    element: str
    digest: str
    kind: str
    suffix: str


@dataclass
class Book:
    """An index over the record; `current` grows as elements are settled."""

    by_key: dict[str, dict[str, Leaf]] = field(default_factory=dict)
    person: dict[str, Leaf] = field(default_factory=dict)
    file: dict[tuple[str, str], Leaf] = field(default_factory=dict)
    current: dict[str, Leaf] = field(default_factory=dict)
    drafts: dict[str, Leaf] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record, stored: set[str]) -> Book:
        """Read the record; takes of tools whose content is no longer stored do not count."""
        book = cls()
        for key, run_kind, settings, element, take, digest, kind, suffix in record.current():
            leaf = Leaf(take, element, digest, kind, suffix)
            if run_kind == "intake":
                book.take_in(leaf, json.loads(settings).get("file", ""))
            elif digest in stored:
                book.by_key.setdefault(key, {})[element] = leaf
        return book

    def take_in(self, leaf: Leaf, file: str) -> None:
        """A person's (or a given program's) take: from now on the current one of its element."""
        self.person[leaf.element] = leaf
        if file:
            self.file[(leaf.element, file)] = leaf

    def made(self, key: str, elements: tuple[str, ...]) -> list[Leaf] | None:
        """The takes that a run of this key made, when it made all of these elements."""
        found = self.by_key.get(key, {})
        return (
            [found[element] for element in elements]
            if all(element in found for element in elements)
            else None
        )

    def settle(self, leaf: Leaf) -> None:
        """A tool's take is the draft of its element, and its current take unless a person brought one."""
        self.drafts[leaf.element] = leaf
        self.current[leaf.element] = self.person.get(leaf.element, leaf)
