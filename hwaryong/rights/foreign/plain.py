"""Foreign documents as plain values: parsed within bounds, and read with every type checked."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

import yaml
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hwaryong.errors import BadInput
from hwaryong.rights.document import once

MAX_DEPTH: Final = 64
MAX_TEXT: Final = 1000  # characters of a name, a licence or an address
MAX_YAML_EVENTS: Final = 100_000
MAX_XML_CHARACTERS: Final = 1024 * 1024  # the safe parser is Python's, and slow
MAX_XML_ELEMENTS: Final = 50_000


@dataclass(frozen=True)
class Value:
    """A value of a document and its place in it; every reading says what it expects or raises BadInput."""

    raw: Any
    file: Path
    place: str = ""

    def get(self, *names: str) -> Value:
        """The first of these fields that is there; an absent value where none is, or where self is absent."""
        if self.raw is None:
            return self
        if not isinstance(self.raw, dict):
            raise self.wrong("must be an object with fields")
        name = next((name for name in names if self.raw.get(name) is not None), names[0])
        return Value(self.raw.get(name), self.file, f"{self.place}.{name}".lstrip("."))

    def each(self, *, lone: bool = False) -> Iterator[Value]:
        """The members of a list; with `lone`, a value that is no list counts as a list of one."""
        if self.raw is None:
            return
        if not isinstance(self.raw, list):
            if not lone:
                raise self.wrong("must be a list")
            yield self
            return
        for index, raw in enumerate(self.raw):
            yield Value(raw, self.file, f"{self.place}[{index}]")

    def text(self) -> str:
        """Text in one line, empty where the value is absent."""
        if self.raw is None:
            return ""
        if not isinstance(self.raw, str):
            raise self.wrong("must be text")
        if len(self.raw) > MAX_TEXT:
            raise self.wrong(f"has more than {MAX_TEXT} characters")
        line = " ".join(self.raw.split())
        if not line.isprintable() and any(
            unicodedata.category(character) in ("Cc", "Cs") for character in line
        ):
            raise self.wrong("has a character that cannot be shown")
        return line

    def texts(self) -> tuple[str, ...]:
        """The texts of a list, or the one text, without empty ones."""
        return tuple(text for value in self.each(lone=True) if (text := value.text()))

    def is_object(self) -> bool:
        return isinstance(self.raw, dict)

    def __bool__(self) -> bool:
        return self.raw is not None

    def wrong(self, what: str) -> BadInput:
        """A refusal that names this place."""
        place = self.place if len(self.place) < 100 else "…" + self.place[-100:]
        return BadInput(f"{place!r} {what}" if place else f"the document {what}", where=self.file)


def parse_json(text: str, file: Path) -> Value:
    """JSON without doubled names, without NaN, and no deeper than Python's own parser goes."""
    try:
        raw = json.loads(text, object_pairs_hook=once, parse_constant=_no_constant)
    except RecursionError:
        raise BadInput("the file is nested too deeply", where=file) from None
    except ValueError as error:
        raise BadInput(f"this is not JSON that can be used ({error})", where=file) from None
    return Value(raw, file)


def parse_xml(text: str, file: Path) -> Element:
    """XML without a document type, hence without entities and outside references."""
    if len(text) > MAX_XML_CHARACTERS:
        raise BadInput(f"the XML has more than {MAX_XML_CHARACTERS} characters", where=file)
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise BadInput("the XML has a document type or entities, which are not read", where=file) from None
    except (ParseError, ValueError) as error:
        raise BadInput(f"this is not XML that can be used ({error})", where=file) from None
    if sum(1 for _ in root.iter()) > MAX_XML_ELEMENTS:
        raise BadInput(f"the XML has more than {MAX_XML_ELEMENTS} elements", where=file)
    return root


def parse_yaml(text: str, file: Path) -> Value:
    """YAML of maps, lists and texts: no aliases, no tags, no doubled names, and `no` stays a text.

    Built from the parser's events, so that nothing is constructed and nothing recurs.
    """
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    root: list[Any] = []
    stack: list[Any] = [root]
    keys: list[str | None] = [None]
    try:
        for count, event in enumerate(yaml.parse(text, Loader=loader)):
            if count > MAX_YAML_EVENTS or len(stack) > MAX_DEPTH:
                raise BadInput("the YAML is too large or nested too deeply", where=file)
            _take(event, stack, keys, file)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise BadInput(f"this is not YAML that can be used ({problem})", where=file) from None
    if len(root) != 1:
        raise BadInput("the YAML must be one document", where=file)
    return Value(root[0], file)


def _take(event: Any, stack: list[Any], keys: list[str | None], file: Path) -> None:
    """Put one event's value into the container on top of the stack; `keys` holds the names that wait."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise BadInput("the YAML has anchors or aliases, which are not read", where=file)
    if isinstance(event, yaml.CollectionEndEvent):
        stack.pop()
        keys.pop()
    elif isinstance(event, yaml.ScalarEvent):
        if isinstance(stack[-1], dict) and keys[-1] is None:
            if event.value in stack[-1]:
                raise BadInput(f"{event.value[:80]!r} is written twice", where=file)
            keys[-1] = event.value
        else:
            empty = event.style is None and event.value in ("", "~", "null")
            _put(None if empty else event.value, stack, keys)
    elif isinstance(event, yaml.CollectionStartEvent):
        if isinstance(stack[-1], dict) and keys[-1] is None:
            raise BadInput("the YAML names a field by a list or a map", where=file)
        inner: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        _put(inner, stack, keys)
        stack.append(inner)
        keys.append(None)


def _put(value: Any, stack: list[Any], keys: list[str | None]) -> None:
    if isinstance(stack[-1], list):
        stack[-1].append(value)
    else:
        stack[-1][keys[-1]] = value
        keys[-1] = None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
