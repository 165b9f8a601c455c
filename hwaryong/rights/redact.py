"""A view of a disclosure with hidden elements, for a client who may not see them; its root is the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.rights.disclosure import (
    Cure,
    Disclosure,
    Element,
    Gate,
    Hidden,
    Question,
    Redacted,
    Saying,
    Sealed,
    leaf_hashes,
    salts_of,
    seal,
)

HIDDEN = "(hidden)"
Mentions = Callable[[Any], bool]


def redact(disclosure: Disclosure, globs: Sequence[str], *, client: str = "") -> Disclosure:
    """Hide the elements whose names match a glob (`*` matches `/` too), and every element that speaks of one.

    Of a hidden element only its leaf's hash stays; as an input only its seal. Open questions that speak of it
    keep their kind and lose their words. Shares, verdict, cards and root are those of the whole disclosure.
    Raises BadInput where a glob matches nothing or the film itself.
    """
    hidden = _matching(disclosure, globs)
    mentions = _finder(_names(disclosure, hidden))
    elements = tuple(_elements(disclosure, hidden, mentions))
    shown = {row.element for row in elements if isinstance(row, Element)}
    return disclosure.model_copy(
        update={
            "elements": elements,
            "open_questions": tuple(_question(one, mentions) for one in disclosure.open_questions),
            "statements": tuple(_sayings(disclosure.statements, shown, mentions)),
            "gates": tuple(_gate(gate, mentions) for gate in disclosure.gates),
            "cures": tuple(_cure(cure, mentions) for cure in disclosure.cures),
            "redacted": Redacted(
                client=client,
                hidden=sum(isinstance(row, Hidden) for row in elements),
                whole=disclosure.sha256,
            ),
        }
    )


def _matching(disclosure: Disclosure, globs: Sequence[str]) -> set[str]:
    """The takes whose elements match."""
    if disclosure.redacted:
        raise BadInput("this disclosure is redacted already", mend="redact the whole one")
    found: set[str] = set()
    for glob in globs:
        takes = {row.take for row in disclosure.rows if fnmatchcase(row.element, glob)}
        if not takes:
            raise BadInput(f"no element matches {glob!r}", mend="see the names in disclosure.json")
        if disclosure.take in takes:
            raise BadInput(f"{glob!r} matches the film itself", mend="hide elements of it")
        found |= takes
    return found


def _names(disclosure: Disclosure, hidden: set[str]) -> set[str]:
    """The names of the hidden elements, and of shots and folders in which nothing is left to see."""
    gone = {row.element for row in disclosure.rows if row.take in hidden}
    left = {name for row in disclosure.rows if row.take not in hidden for name in _above(row.element)}
    return gone | {name for element in gone for name in _above(element) if "/" in name and name not in left}


def _above(element: str) -> list[str]:
    """An element's name and those of the folders that it lies in."""
    parts = element.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _finder(names: Iterable[str]) -> Mentions:
    """Whether a value holds one of these names, or the name of something below it, in any of its texts."""
    known, word = frozenset(names), re.compile(r"[^\s\"'\\,;:()\[\]{}<>=]+")

    def mentions(value: Any) -> bool:
        words = (found.strip(".") for text in _texts(value) for found in word.findall(text))
        return any(not known.isdisjoint(_above(name)) for name in words)

    return mentions


def _texts(value: Any) -> Iterator[str]:
    """Every text in a plain value, keys of mappings too."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one


def _elements(disclosure: Disclosure, hidden: set[str], mentions: Mentions) -> Iterator[Element | Hidden]:
    """The elements in their order; what speaks of a hidden one is hidden too, and sealed where an input."""
    gone = hidden | {row.take for row in disclosure.rows if mentions(_said(row))}
    salts = salts_of(disclosure.elements)
    for row, leaf in zip(disclosure.rows, leaf_hashes(disclosure.elements), strict=True):
        if row.take in gone:
            yield Hidden(leaf=leaf.hex())
            continue
        inputs = tuple(
            Sealed(sealed=seal(one, salts)) if one.take in gone or mentions((one.name, one.element)) else one
            for one in row.sources
        )
        yield row.model_copy(update={"inputs": inputs})


def _said(row: Element) -> tuple[Any, ...]:
    return row.element, row.statement, row.settings, row.flags, row.review.note


def _question(question: Question, mentions: Mentions) -> Question:
    if not mentions((question.element, question.path, question.what)):
        return question
    return Question(about=question.about, element=HIDDEN, what="something of this kind is open, and hidden")


def _sayings(statements: Iterable[Saying], shown: set[str], mentions: Mentions) -> Iterable[Saying]:
    for saying in statements:
        left = tuple(element for element in saying.elements if element in shown)
        if left and not mentions(saying.statement):
            yield saying.model_copy(update={"elements": left})


def _gate(gate: Gate, mentions: Mentions) -> Gate:
    if not mentions((gate.element, gate.review.note)):
        return gate
    return Gate(element=HIDDEN, take="", review=gate.review.model_copy(update={"note": ""}))


def _cure(cure: Cure, mentions: Mentions) -> Cure:
    if not mentions((cure.elements, cure.sentence)):
        return cure
    return cure.model_copy(update={"elements": (), "sentence": "something hidden has to be mended"})
