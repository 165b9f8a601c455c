"""Croissant 1.0 and 1.1, JSON-LD: a data set's metadata as a card.

Specification: https://docs.mlcommons.org/croissant/docs/croissant-spec.html. Only what says something of
rights is read; record sets and the data itself are not touched, and no context is fetched.
"""

from __future__ import annotations

import re
from typing import Final

from hwaryong.errors import BadInput
from hwaryong.rights.card import Card
from hwaryong.rights.foreign.described import Described, Document, Edge, cards_of
from hwaryong.rights.foreign.plain import Value

_CONFORMS: Final = ("mlcommons.org/croissant/1.0", "mlcommons.org/croissant/1.1")
_RAI: Final = re.compile(r"rai:[A-Za-z]{1,60}")
_SCHEMA: Final = ("", "sc:", "schema:", "https://schema.org/", "http://schema.org/")


def read_croissant(document: Value) -> tuple[Card, ...]:
    """The one card of the data set; the licence it names is that of the data."""
    version = _version(document)
    name = _field(document, "name").text()
    if not name:
        raise document.wrong("has no name")
    item = Described(name, "dataset")
    version_field = _field(document, "version")
    item.version = str(version_field.raw) if _is_number(version_field.raw) else version_field.text()
    item.maker = ", ".join(_named(_field(document, "creator"), "name", "sc:name", "url")[:5])
    item.licences = list(_named(_field(document, "license")))
    for file in _field(document, "distribution").each(lone=True):
        item.add_file(_field(file, "name").text() or name, _field(file, "sha256").text())
    for parent in (*_named(_field(document, "isBasedOn")), *_named(document.get("prov:wasDerivedFrom"))):
        item.add_parent(Edge(parent, "includes"))
    rai = sorted(field for field in document.raw if field.startswith("rai:"))
    if rai:
        item.notes.append(
            f"The file has responsible-AI fields, which are not judged: {', '.join(rai)[:300]}."
        )
    return cards_of("", {"": item}, Document(document.file, f"Croissant {version}"))


def _version(document: Value) -> str:
    stated = _field(document, "conformsTo")
    stated = stated if stated else document.get("dct:conformsTo")
    for address in _named(stated):
        for known in _CONFORMS:
            if address.rstrip("/").endswith(known):
                return known.rpartition("/")[2]
    raise BadInput(
        "the JSON-LD does not say that it conforms to Croissant 1.0 or 1.1",
        where=document.file,
        mend="state it in conformsTo",
    )


def _field(value: Value, name: str) -> Value:
    return value.get(*(prefix + name for prefix in _SCHEMA))


def _named(value: Value, *fields: str) -> tuple[str, ...]:
    """Texts, or what these fields of objects say (the address first), of which there may be one or a list."""
    order = fields or ("url", "sc:url", "@id", "name", "sc:name")
    entries = value.each(lone=True)
    found = [(entry.get(*order) if entry.is_object() else entry).text() for entry in entries]
    return tuple(text for text in found if text)


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < 1e9
