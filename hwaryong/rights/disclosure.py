"""The disclosure as data: what a film is made of, by whom and from what."""

from __future__ import annotations

from typing import Any, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict, Field

from hwaryong.canonical import sha256_json
from hwaryong.rights.lineage import Class
from hwaryong.rights.shares import Measured, Shares
from hwaryong.rights.verdict import Dimension


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


class Used(_Part):
    """A card that was used, with the answers to the six questions where the card is at hand."""

    name: str
    digest: str
    at_hand: bool
    learned: bool
    verdicts: dict[Dimension, tuple[str, str]] = {}


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
    """One take in the film's ancestry. `seen` is false for what a person's own work has replaced."""

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
    inputs: tuple[Source, ...]
    settings: dict[str, Any]
    seed: int
    flags: tuple[str, ...]
    review: Word


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
    open_questions: tuple[Question, ...]
    statements: tuple[Saying, ...]
    shares: dict[Measured, Shares]
    gates: tuple[Gate, ...]
    elements: tuple[Element, ...]
    cards: tuple[Used, ...]
    merkle_root: str

    def to_json(self) -> bytes:
        """Canonical JSON (RFC 8785): the same disclosure gives the same bytes."""
        return rfc8785.dumps(self.model_dump(mode="json"))

    @property
    def sha256(self) -> str:
        """SHA-256 of `to_json`."""
        return sha256_json(self.model_dump(mode="json"))


def leaf(element: Element) -> bytes:
    """An element's leaf in the Merkle tree: its canonical JSON."""
    return rfc8785.dumps(element.model_dump(mode="json"))


def schema() -> dict[str, Any]:
    """The JSON schema of a disclosure, as it lies in rights/schemas/disclosure-2.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Disclosure.model_json_schema(mode="serialization", by_alias=True),
    }
