"""CycloneDX 1.5 to 1.7, JSON and XML: machine-learning models and data as cards.

Specification: https://cyclonedx.org/specification/overview (ECMA-424). The library that writes our bills of
materials has no model cards, so the few fields that say something of lineage are read here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from hwaryong.errors import BadInput
from hwaryong.rights.card import Card, Relation
from hwaryong.rights.foreign.described import (
    MAX_DESCRIBED,
    Described,
    Document,
    Edge,
    Kind,
    cards_of,
    relation,
    subject,
)
from hwaryong.rights.foreign.plain import MAX_DEPTH, Value
from hwaryong.rights.graph import nearest_first

_VERSIONS: Final = ("1.5", "1.6", "1.7")
_KINDS: Final[dict[str, Kind]] = {"machine-learning-model": "model", "data": "dataset"}
_NAMESPACE: Final = "http://cyclonedx.org/schema/bom/"
_LISTS: Final = frozenset(
    (
        "ancestors",
        "authors",
        "components",
        "datasets",
        "dependencies",
        "externalReferences",
        "hashes",
        "licenses",
    )
)


def read_cyclonedx(document: Value, format: str = "JSON") -> tuple[Card, ...]:
    """The cards of the model or data set that the document is about, and of its ancestors in it."""
    version = document.get("specVersion").text()
    if version not in _VERSIONS:
        raise BadInput(
            f"CycloneDX {version or 'without a version'} is not read here",
            where=document.file,
            mend="export it as CycloneDX 1.5, 1.6 or 1.7",
        )
    reader = _Reader()
    metadata = document.get("metadata")
    main = reader.component(metadata.get("component")) if metadata.get("component") else ""
    for component in document.get("components").each():
        reader.component(component)
    reader.link(document.get("dependencies"))
    if main:
        reader.take_inventory(main)
    root = main or subject(reader.described, document.file)
    author = _name(metadata, "manufacturer", "manufacture", "supplier")
    maker = reader.described[root].maker
    about = Document(
        document.file, f"CycloneDX {version} {format}", bool(author and maker and author != maker)
    )
    return cards_of(root, reader.described, about)


def from_xml(root: Element, file: Path) -> Value:
    """A CycloneDX XML document in the shape of the JSON one."""
    namespace, _, name = root.tag.rpartition("}")
    if name != "bom" or not namespace.startswith("{" + _NAMESPACE):
        raise BadInput("this XML is no CycloneDX bill of materials", where=file)
    plain = _plain(root, 0, file)
    fields = plain if isinstance(plain, dict) else {}
    return Value({**fields, "specVersion": namespace.removeprefix("{" + _NAMESPACE)}, file)


def _plain(element: Element, depth: int, file: Path) -> Any:
    if depth > MAX_DEPTH:
        raise BadInput("the XML is nested too deeply", where=file)
    members = [(child.tag.rpartition("}")[2], _plain(child, depth + 1, file)) for child in element]
    name = element.tag.rpartition("}")[2]
    if name in _LISTS:
        wrapped = name == "licenses"
        return [{key: value} if wrapped or key == "ref" else value for key, value in members]
    text = (element.text or "").strip()
    if not members and not element.attrib:
        return text
    groups: dict[str, list[Any]] = {}
    for key, value in (*element.attrib.items(), *members):
        groups.setdefault(key, []).append(value)
    fields = {key: values[0] if len(values) == 1 else values for key, values in groups.items()}
    return {**fields, "content": text} if text else fields


class _Reader:
    """Components by their reference, as they are met."""

    def __init__(self) -> None:
        self.described: dict[str, Described] = {}
        self._datasets: list[tuple[str, Value]] = []

    def component(self, component: Value, depth: int = 0) -> str:
        """Take a component and those within it; its id, or "" where it is no model and no data."""
        if depth > MAX_DEPTH:
            raise component.wrong("is nested too deeply")
        kind = _KINDS.get(component.get("type").text())
        id = component.get("bom-ref").text() or component.place
        inner = [(nested, self.component(nested, depth + 1)) for nested in component.get("components").each()]
        if kind is None:
            return ""
        if len(self.described) >= MAX_DESCRIBED:
            raise component.wrong(f"is one of more than {MAX_DESCRIBED} models and data sets")
        if id in self.described:
            raise component.wrong(f"has the reference {id[:80]!r} that another component has")
        item = self.described[id] = _describe(component, kind)
        for nested, nested_id in inner:
            if nested_id:
                item.add_parent(Edge(self.described[nested_id].name, "includes", nested_id))
            elif nested.get("type").text() == "file":
                _add_hashes(item, nested, nested.get("name").text())
        for ancestor in component.get("pedigree").get("ancestors").each():
            ancestor_id = self.component(ancestor, depth + 1)
            parent = self.described.get(ancestor_id)
            name = parent.name if parent else _full_name(ancestor)
            item.add_parent(Edge(name, relation(kind, parent.kind if parent else kind), ancestor_id))
        for dataset in component.get("modelCard").get("modelParameters").get("datasets").each():
            self._datasets.append((id, dataset))
        return id

    def link(self, dependencies: Value) -> None:
        """Add the parents that are given by reference, once every component is known."""
        for id, dataset in self._datasets:
            ref = dataset.get("ref").text()
            target = self.described.get(ref)
            name = target.name if target else ref or dataset.get("name").text()
            if not name:
                raise dataset.wrong("names no data set")
            self.described[id].add_parent(Edge(name, "trained-on", ref if target else ""))
        for dependency in dependencies.each():
            item = self.described.get(dependency.get("ref").text())
            known = {edge.id for edge in item.parents} if item else set()
            nested = [inner.get("ref").text() for inner in dependency.get("dependency").each(lone=True)]
            for ref in (*dependency.get("dependsOn").texts(), *nested):
                target = self.described.get(ref)
                if item and target and ref not in known:
                    learned = item.kind == "model" and target.kind == "dataset"
                    way: Relation = "trained-on" if learned else "includes"
                    item.add_parent(Edge(target.name, way, ref))

    def take_inventory(self, main: str) -> None:
        """Make the rest the subject's parts: a bill's components are what its subject consists of."""
        children: dict[str, list[str]] = {}
        for id, item in self.described.items():
            for edge in item.parents:
                children.setdefault(edge.id, []).append(id)
        descending = nearest_first(main, lambda id: children.get(id, ()))
        for id, item in self.described.items():
            if id not in children and id not in descending:
                self.described[main].add_parent(Edge(item.name, "includes", id))


def _describe(component: Value, kind: Kind) -> Described:
    item = Described(_full_name(component), kind)
    item.version = component.get("version").text()
    item.maker = _name(component, "supplier", "manufacturer", "publisher", "author", "authors")
    _add_hashes(item, component, item.name)
    for reference in component.get("externalReferences").each():
        if reference.get("type").text() in ("distribution", "distribution-intake"):
            address = reference.get("url").text()
            _add_hashes(item, reference, _last_part(address) or item.name)
    for choice in component.get("licenses").each():
        licence = choice.get("license")
        name = licence.get("id", "name", "url")
        expression = choice.get("expression")
        text = (expression.get("content") if expression.is_object() else expression).text() or name.text()
        if text:
            item.licences.append(text)
    return item


def _last_part(address: str) -> str:
    """The last part of an address's path."""
    try:
        return urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return ""


def _add_hashes(item: Described, holder: Value, name: str) -> None:
    for entry in holder.get("hashes").each():
        if entry.get("alg").text() == "SHA-256":
            item.add_file(name or item.name, entry.get("content").text())


def _full_name(component: Value) -> str:
    name, group = component.get("name").text(), component.get("group").text()
    if not name:
        raise component.wrong("has no name")
    return f"{group}/{name}" if group else name


def _name(holder: Value, *fields: str) -> str:
    """The first of these that is given: a text, an object with a name, or a list of such."""
    for field in fields:
        for value in holder.get(field).each(lone=True):
            if text := (value.get("name").text() if value.is_object() else value.text()):
                return text
    return ""
