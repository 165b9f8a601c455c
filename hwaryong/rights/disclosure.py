"""The disclosure as data: what a film is made of, by whom and from what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hwaryong.canonical import canonical_json, sha256_json
from hwaryong.rights.card import Evidence
from hwaryong.rights.lineage import Class
from hwaryong.rights.merkle import leaf_hash
from hwaryong.rights.shares import Measured, Shares
from hwaryong.rights.verdict import Answered, Dimension

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, serialize_by_alias=True)


class Question(_Part):
    """Something that is open; `path` leads from the film to it."""

    about: Literal[
        "record", "content", "lost", "unclear", "policy", "card", "stale", "approval", "share", "flag"
    ]
    element: str
    path: tuple[str, ...] = ()
    what: str


class Source(_Part):
    """One input of an element."""

    param: str
    name: str
    element: str
    take: str


class Sealed(_Part):
    """An input that a redacted view hides: the SHA-256 that its element's leaf commits to."""

    sealed: Hash


class Found(_Part):
    """The answer to one of the six questions: the way of cards to what decided it, the weakest evidence on
    that way, what would clear it, and what contradicts it."""

    verdict: Answered
    path: tuple[str, ...]
    evidence: Evidence
    cure: str
    contradicted: tuple[str, ...] = ()


class Used(_Part):
    """A card that was used, with the answers to the six questions where the card is at hand."""

    name: str
    digest: str
    at_hand: bool
    learned: bool
    verdicts: dict[Dimension, Found] = {}


class Maker(_Part):
    """Who or what made an element; version and code only of tools."""

    kind: Literal["person", "program", "tool", "unknown"]
    name: str
    version: int = 0
    code: str = ""
    cards: tuple[tuple[str, str], ...] = ()
    libraries: dict[str, str] = {}


class Word(_Part):
    """The newest review of an element."""

    verdict: Literal["approved", "retake", "pending"]
    by: str = ""
    at: str = ""
    note: str = ""


class Element(_Part):
    """One take in the film's ancestry. `seen` is false for what a person's own work has replaced; `salt` are
    16 bytes that nobody can guess, so that a hidden element cannot be found by trying."""

    element: str
    take: str
    digest: str
    kind: str
    klass: Class = Field(validation_alias="class", serialization_alias="class")
    iptc: str | None
    seen: bool
    sound: bool
    maker: Maker
    origin: str
    statement: str
    inputs: tuple[Source | Sealed, ...]
    settings: dict[str, Any]
    seed: int
    flags: tuple[str, ...]
    review: Word
    salt: str

    @property
    def sources(self) -> tuple[Source, ...]:
        """The inputs that are not hidden."""
        return tuple(source for source in self.inputs if isinstance(source, Source))


class Hidden(_Part):
    """An element that a redacted view hides: its leaf's hash in the Merkle tree, and nothing else."""

    leaf: Hash


class Leaf(_Part):
    """What a leaf of the Merkle tree says of an element; `row` is the SHA-256 of all the rest."""

    klass: Class = Field(validation_alias="class", serialization_alias="class")
    digest: Hash
    element: str
    row: Hash
    take: str

    def to_bytes(self) -> bytes:
        return canonical_json(self.model_dump(mode="json"))


class Gate(_Part):
    """An element that needs a person's approval, and whose it has."""

    element: str
    take: str
    review: Word


class Saying(_Part):
    """An origin statement, word for word, and the elements that it speaks of."""

    statement: str
    by: str
    origin: str
    elements: tuple[str, ...]


class Cure(_Part):
    """One thing to do so that the policy lets the film leave; all of them together are the cheapest way."""

    what: Literal["by-hand", "other-tool", "evidence", "origin"]
    elements: tuple[str, ...]
    tool: str
    card: str
    dimension: str
    cost: int
    sentence: str


class Redacted(_Part):
    """That elements are hidden: for whom, how many, and the SHA-256 of the whole disclosure."""

    client: str
    hidden: int
    whole: Hash


class Disclosure(_Part):
    """All of it; rights/schemas/disclosure-2.json says the same as a JSON schema.

    `open_questions` stand with the most serious first. `elements` are sorted by name and take, and are the
    leaves of the Merkle tree in that order. `made` comes from the caller: a clock would change the bytes.
    """

    format: Literal["hwaryong.disclosure/2"] = "hwaryong.disclosure/2"
    production: str
    film: str
    take: str
    digest: str
    klass: Class = Field(validation_alias="class", serialization_alias="class")
    iptc: str | None
    draft: bool
    made: str | None
    maker: str
    policy: str
    policy_digest: str
    allowed: bool
    cures: tuple[Cure, ...] = ()
    open_questions: tuple[Question, ...]
    statements: tuple[Saying, ...]
    shares: dict[Measured, Shares]
    gates: tuple[Gate, ...]
    elements: tuple[Element | Hidden, ...]
    cards: tuple[Used, ...]
    merkle_root: Hash
    redacted: Redacted | None = None

    @property
    def rows(self) -> tuple[Element, ...]:
        """The elements that are not hidden."""
        return tuple(row for row in self.elements if isinstance(row, Element))

    @cached_property
    def _json(self) -> bytes:
        return canonical_json(self.model_dump(mode="json"))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other fields; it does not take along the JSON of what it was copied from."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("_json", None)
        return copy

    def to_json(self) -> bytes:
        """Canonical JSON (RFC 8785): the same disclosure gives the same bytes."""
        return self._json

    @property
    def sha256(self) -> str:
        """SHA-256 of `to_json`."""
        return hashlib.sha256(self._json).hexdigest()


def seal(source: Source, salts: Mapping[str, str]) -> str:
    """What stands for an input in its element's leaf: its SHA-256 with the salt of the take that it names."""
    return sha256_json([salts.get(source.take, ""), source.param, source.name, source.element, source.take])


def salts_of(elements: Iterable[Element | Hidden]) -> dict[str, str]:
    """The salt of each take that is not hidden."""
    return {row.take: row.salt for row in elements if isinstance(row, Element)}


def leaf(row: Element, salts: Mapping[str, str]) -> Leaf:
    """An element's leaf in the Merkle tree. `salts` are those of the takes that it was made from."""
    rest = row.model_dump(mode="json", exclude={"klass", "digest", "element", "take", "inputs"})
    rest["inputs"] = [one.sealed if isinstance(one, Sealed) else seal(one, salts) for one in row.inputs]
    return Leaf(
        **{"class": row.klass}, digest=row.digest, element=row.element, row=sha256_json(rest), take=row.take
    )


def leaf_hashes(elements: Iterable[Element | Hidden]) -> list[bytes]:
    """The hashes of all leaves, in their order."""
    rows = tuple(elements)
    salts = salts_of(rows)
    return [
        bytes.fromhex(row.leaf) if isinstance(row, Hidden) else leaf_hash(leaf(row, salts).to_bytes())
        for row in rows
    ]


def schema() -> dict[str, Any]:
    """The JSON schema of a disclosure, as it lies in rights/schemas/disclosure-2.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Disclosure.model_json_schema(mode="serialization", by_alias=True),
    }
