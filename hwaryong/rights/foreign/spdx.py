"""SPDX 3.0, AI and dataset profiles, JSON-LD: AI packages and dataset packages as cards.

Specification: https://spdx.github.io/spdx-spec/v3.0.1. SPDX 3's JSON-LD is bound by a JSON schema to one
compact shape, so it is read as plain JSON; no context is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
from hwaryong.rights.foreign.plain import Value
from hwaryong.rights.graph import nearest_first

MAX_STEPS: Final = 50_000
_KINDS: Final[dict[str, Kind]] = {"ai_AIPackage": "model", "dataset_DatasetPackage": "dataset"}
_LIST: Final = "https://spdx.org/licenses/"
_LINEAGE: Final = ("ancestorOf", "contains", "dependsOn", "descendantOf", "hasDataFile", "trainedOn")
_LICENCES: Final = ("hasDeclaredLicense", "hasConcludedLicense")


def read_spdx(document: Value) -> tuple[Card, ...]:
    """The cards of the AI or dataset package that the document is about, and of its ancestors in it."""
    graph = _Graph(document)
    for element in graph.elements.values():
        if element.get("type", "@type").text() in _KINDS:
            graph.describe(element)
    graph.find_owners()
    for from_, kind, targets in graph.relations:
        for target in targets:
            graph.relate(from_, kind, target)
    root = graph.named_root() or subject(graph.described, document.file)
    maker, authors = graph.described[root].maker, graph.authors()
    about = Document(document.file, f"SPDX {graph.version}", bool(maker and authors and maker not in authors))
    return cards_of(root, graph.described, about)


class _Graph:
    """The elements of a document by id, what they contain, and the packages among them."""

    def __init__(self, document: Value) -> None:
        self.file = document.file
        self.elements: dict[str, Value] = {}
        self.relations: list[tuple[str, str, tuple[str, ...]]] = []
        self.described: dict[str, Described] = {}
        self.contents: dict[str, list[str]] = {}  # what an element contains
        self.owners: dict[str, list[str]] = {}  # the packages that contain an element, at any depth
        self._steps = 0
        self.versions: list[str] = []
        for element in document.get("@graph").each():
            self._take(element)
        self.version = next(iter(self.versions), "")
        if not self.version or not all(version.startswith("3.0") for version in self.versions):
            raise BadInput(
                f"SPDX {self.version or 'without a version'} is not read here",
                where=self.file,
                mend="export it as SPDX 3.0 JSON-LD with the AI or dataset profile",
            )

    def _take(self, element: Value) -> None:
        type = element.get("type", "@type").text()
        if type == "CreationInfo":
            self.versions.append(element.get("specVersion").text())
        if type.endswith("Relationship"):
            from_, kind = element.get("from").text(), element.get("relationshipType").text()
            targets = element.get("to").texts()
            self.relations.append((from_, kind, targets))
            if kind == "contains":
                self.contents.setdefault(from_, []).extend(targets)
        id = element.get("spdxId", "@id").text()
        if id in self.elements:
            raise element.wrong(f"has the id {id[:80]!r} that another element has")
        if id:
            self.elements[id] = element

    def describe(self, element: Value) -> None:
        id, name = element.get("spdxId", "@id").text(), element.get("name").text()
        if not id or not name:
            raise element.wrong("has no spdxId" if not id else "has no name")
        if len(self.described) >= MAX_DESCRIBED:
            raise element.wrong(f"is one of more than {MAX_DESCRIBED} models and data sets")
        item = self.described[id] = Described(name, _KINDS[element.get("type", "@type").text()])
        item.version = element.get("software_packageVersion").text()
        makers = (*element.get("suppliedBy").texts(), *element.get("originatedBy").texts())
        item.maker = next((self._name(maker) for maker in makers), "")
        self._add_hashes(item, element, name)

    def relate(self, from_: str, kind: str, target: str) -> None:
        """Read one relationship: a licence, a file of a package, or an edge of lineage."""
        if kind in _LICENCES and from_ in self.described:
            self.described[from_].licences += self._licences(target)
        elif kind == "contains" and target in self.elements and target not in self.described:
            element = self.elements[target]
            if element.get("software_primaryPurpose").text() in ("model", "data"):
                for owner in self._packages(from_):
                    self._add_hashes(self.described[owner], element, element.get("name").text())
        if kind not in _LINEAGE:
            return
        child, parent = (target, from_) if kind == "ancestorOf" else (from_, target)
        if kind != "trainedOn" and not (child in self.described and parent in self.described):
            return
        for owner in self._packages(child):
            self._spend(1 + len(self._packages(parent)))
            ids = [id for id in self._packages(parent) if id != owner]
            for id in ids:
                self.described[owner].add_parent(
                    Edge(self.described[id].name, self._way(kind, owner, id), id)
                )
            if not ids:
                self.described[owner].add_parent(Edge(self._name(parent), "trained-on"))

    def _way(self, kind: str, child: str, parent: str) -> Relation:
        if kind in ("contains", "dependsOn", "hasDataFile"):
            return "includes"
        if kind == "trainedOn":
            return "trained-on"
        return relation(self.described[child].kind, self.described[parent].kind)

    def find_owners(self) -> None:
        """Walk down from every package to what it contains."""
        for id in self.described:
            for inner in nearest_first(id, self._contents):
                self.owners.setdefault(inner, []).append(id)

    def _contents(self, id: str) -> list[str]:
        contents = self.contents.get(id, [])
        self._spend(1 + len(contents))
        return contents

    def _spend(self, steps: int) -> None:
        """Count work that a small file can multiply; raises BadInput where it is too much."""
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise BadInput("the elements contain and name one another too often", where=self.file)

    def _packages(self, id: str) -> list[str]:
        """The package that an element is, or else those that contain it at any depth."""
        return [id] if id in self.described else self.owners.get(id, [])

    def _name(self, id: str) -> str:
        element = self.elements.get(id)
        return (element.get("name").text() if element else "") or id

    def _licences(self, id: str) -> Iterator[str]:
        """The licences behind an id; of a set its members, each of which is taken to hold."""
        for node in nearest_first(id, self._members):
            element = self.elements.get(node)
            if node.rpartition("/")[2] in ("NoneLicense", "NoAssertionLicense"):
                continue
            if element and (expression := element.get("simplelicensing_licenseExpression").text()):
                yield expression
            elif not self._members(node):
                yield node.removeprefix(_LIST) if node.startswith(_LIST) else self._name(node)

    def _members(self, id: str) -> tuple[str, ...]:
        self._spend(1)
        element = self.elements.get(id)
        return element.get("expandedlicensing_member").texts() if element else ()

    def _add_hashes(self, item: Described, element: Value, name: str) -> None:
        for entry in element.get("verifiedUsing").each(lone=True):
            hash = entry if entry.is_object() else self.elements.get(entry.text())
            if hash and hash.get("algorithm").text() == "sha256":
                item.add_file(name or item.name, hash.get("hashValue").text())

    def named_root(self) -> str:
        """The package that the document, or a bill of materials in it, names as its root."""
        for element in self.elements.values():
            if element.get("type", "@type").text() in ("SpdxDocument", "software_Sbom", "Bom"):
                roots = [id for id in element.get("rootElement").texts() if id in self.described]
                if len(roots) == 1:
                    return roots[0]
        return ""

    def authors(self) -> set[str]:
        """The organisations that wrote the document."""
        ids = {
            id
            for element in self.elements.values()
            if element.get("type", "@type").text() == "CreationInfo"
            for id in element.get("createdBy").texts()
        }
        return {self._name(id) for id in ids if self._type(id) == "Organization"}

    def _type(self, id: str) -> str:
        element = self.elements.get(id)
        return element.get("type", "@type").text() if element else ""
