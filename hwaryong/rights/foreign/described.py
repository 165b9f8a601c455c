"""What a foreign document describes, as cards: the subject first, then those of its ancestors in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput, HwaryongError
from hwaryong.rights.card import Answer, Card, Evidence, Licence, Licences, Parent, Relation, Statement
from hwaryong.rights.foreign.plain import MAX_TEXT
from hwaryong.rights.graph import parents_first
from hwaryong.rights.licence import answer_of

Kind = Literal["model", "dataset"]

MAX_DESCRIBED: Final = 1000  # models and data sets in one file
MAX_PARENTS: Final = 5000  # of all of them together
_WORST_FIRST: Final[tuple[Answer, ...]] = ("forbidden", "restricted", "ok")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Edge:
    """A parent: the id of what the file describes it as, or only its name."""

    name: str
    relation: Relation
    id: str = ""


@dataclass
class Described:
    """A model or data set as a document tells of it; licences all hold together."""

    name: str
    kind: Kind
    version: str = ""
    maker: str = ""
    files: dict[str, str] = field(default_factory=dict)
    licences: list[str] = field(default_factory=list)
    parents: dict[Edge, None] = field(default_factory=dict)  # in order
    notes: list[str] = field(default_factory=list)

    def add_file(self, name: str, sha256: str) -> None:
        """Keep a file's digest; what is no SHA-256 identifies nothing and is left out."""
        digest = sha256.lower()
        if _SHA256.fullmatch(digest):
            taken = self.files.get(name, digest) != digest
            self.files[f"{name} ({digest[:12]})" if taken else name] = digest

    def add_parent(self, edge: Edge) -> None:
        """Keep a parent, once."""
        self.parents[edge] = None


@dataclass(frozen=True)
class Document:
    """The file that tells, what kind it is, and whether somebody else than the maker tells it."""

    path: Path
    format: str
    second_hand: bool = False

    def statement(self, evidence: Evidence) -> Statement:
        """The file as a source, with its hash."""
        name = self.path.name.encode("utf-8", "replace").decode()
        return Statement(evidence=evidence, source=f"{name} ({self.format})", document=sha256_file(self.path))


def relation(child: Kind, parent: Kind) -> Relation:
    """The relation where a format says only that one came from the other."""
    if child == "dataset":
        return "includes"
    return "trained-on" if parent == "dataset" else "fine-tuned-from"


def subject(described: Mapping[str, Described], path: Path) -> str:
    """The id of the one model, or else data set, that nothing else in the file came from; or BadInput."""
    used = {edge.id for item in described.values() for edge in item.parents}
    for kind in ("model", "dataset"):
        roots = [id for id, item in described.items() if item.kind == kind and id not in used]
        if len(roots) == 1:
            return roots[0]
        if roots:
            names = ", ".join(described[id].name for id in roots[:3])
            raise BadInput(
                f"the file describes {len(roots)} subjects ({names}{', …' if roots[3:] else ''})",
                where=path,
                mend="write one file for each, or name one as the file's subject",
            )
    raise BadInput("the file describes no model and no data set, or only a circle of them", where=path)


def cards_of(root: str, described: Mapping[str, Described], document: Document) -> tuple[Card, ...]:
    """The cards of `root` and of its ancestors, linked by digest; BadInput for a circle or for too many.

    What a file says of its subject is E2, the vendor's text, or E1 where it names another author than the
    maker; what it says of ancestors is second hand, hence E1. Nothing is declared complete.
    """
    try:
        order = list(parents_first(root, lambda id: [edge.id for edge in described[id].parents if edge.id]))
    except HwaryongError as circle:
        raise BadInput(str(circle).rstrip("."), where=document.path) from None
    if sum(len(described[id].parents) for id in order) > MAX_PARENTS:
        raise BadInput(f"the lineage has more than {MAX_PARENTS} parents", where=document.path)
    own, ancestors = document.statement("E1" if document.second_hand else "E2"), document.statement("E1")
    cards: dict[str, Card] = {}
    for id in order:
        cards[id] = _card(described[id], cards, own if id == root else ancestors)
    return (cards.pop(root), *cards.values())


def _card(item: Described, cards: Mapping[str, Card], source: Statement) -> Card:
    notes, said = list(item.notes), source.model_dump()
    stated = _licence(item, said, notes)
    return Card(
        format="hwaryong.card/1",
        name=item.name,
        version=item.version or "not stated",
        kind=item.kind,
        learned=item.kind == "model",
        maker=item.maker or "not stated",
        files=item.files,
        licences=Licences(data=stated) if item.kind == "dataset" else Licences(weights=stated),
        parents=tuple(
            Parent(
                name=edge.name,
                relation=edge.relation,
                digest=cards[edge.id].digest if edge.id else None,
                **said,
            )
            for edge in item.parents
        ),
        note=" ".join(notes),
    )


def _licence(item: Described, said: Mapping[str, Any], notes: list[str]) -> tuple[Licence, ...]:
    """The licences, which all hold, as one statement; a note where one is not known and none forbids."""
    names = list(dict.fromkeys(item.licences))
    if not names:
        return ()
    answers = [answer_of(name, "data" if item.kind == "dataset" else "weights") for name in names]
    joined = " AND ".join(names)
    if len(joined) > MAX_TEXT:
        joined = f"{len(names)} licences, see the file"
    if None in answers and "forbidden" not in answers:
        notes.append(f"Licence as stated, and not known here: {joined}.")
        return ()
    worst = next(answer for answer in _WORST_FIRST if answer in answers)
    return (Licence(id=joined, commercial=worst, **said),)
