"""The lineage card of a model, data set, voice or archive: what is known of it, and on which evidence."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, StringConstraints, model_validator
from pydantic_core import CoreSchema, core_schema

from hwaryong.canonical import sha256_json
from hwaryong.rights.document import Strict

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]

Evidence = Literal["E0", "E1", "E2", "E3", "E4"]
"""E0 none, E1 press, E2 the vendor's text, E3 signed document or hash of a contract, E4 made here from
hashed data. The codes compare in this order."""

Answer = Literal["ok", "restricted", "forbidden"]
"""What a source says; that nothing is known is said by leaving the statement out."""

Relation = Literal["trained-on", "fine-tuned-from", "distilled-from", "includes"]

T = TypeVar("T")


class _OneOrSeveral:
    """Lets a single value stand for a list of one, read as strictly as a list would be."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        several = handler(source)
        one = handler.generate_schema(get_args(source)[0])
        several_or_one = core_schema.tagged_union_schema(
            {"several": several, "one": one},
            discriminator=lambda value: "several" if isinstance(value, list | tuple) else "one",
        )
        return core_schema.no_info_after_validator_function(
            lambda value: value if isinstance(value, tuple) else (value,),
            several_or_one,
            serialization=core_schema.plain_serializer_function_ser_schema(tuple, return_schema=several),
        )


Sources = Annotated[tuple[T, ...], _OneOrSeveral]
"""What one or several sources say of the same thing; a single one is written without a list."""


class Statement(Strict):
    """Something that a source says: where it was read, and how strong that is.

    `document` is the SHA-256 of what the evidence rests on: the signed document (E3), the training log or the
    listing of the data (E4).
    """

    evidence: Evidence
    source: Text
    read: date | None = None
    document: Sha256 | None = None

    @property
    def counted(self) -> Evidence:
        """The level that counts: without the hash of a document nothing is more than somebody's text, E2."""
        return "E2" if self.document is None and self.evidence > "E2" else self.evidence


class Licence(Statement):
    """A licence (an SPDX id, or LicenseRef-…) and what it says of commercial use.

    `unknown` where a licence is named and nobody has read what it says: that is less than a permission.
    """

    id: Text
    commercial: Answer | Literal["unknown"]


class Licences(Strict):
    """Licences of the code, of the weights and of the data: one says nothing of the others."""

    code: Sources[Licence] = ()
    weights: Sources[Licence] = ()
    data: Sources[Licence] = ()


class Consent(Statement):
    """Whether the people concerned agreed, and to what."""

    answer: Answer
    scope: Text


class Territory(Statement):
    """Where it may be used: ISO 3166 codes, or everywhere."""

    worldwide: bool = False
    countries: tuple[Country, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Territory:
        if self.worldwide == bool(self.countries):
            raise ValueError("a territory is either worldwide or a list of countries")
        return self


class Expiry(Statement):
    """The last day of use; without a day, the source says that there is no end."""

    last_day: date | None = None


class Bans(Statement):
    """Clients who forbid this; an empty list is the statement that none is known to."""

    clients: tuple[Text, ...]


class Completeness(Statement):
    """That the card names every parent."""


class Parent(Statement):
    """What this was made from; `digest` is that of the parent's card or of one of its files, where known.

    Several entries of one digest, or of one name, are several sources for the same edge.
    """

    name: Text
    relation: Relation
    digest: Sha256 | None = None


class Statements(Strict):
    """All that can be said of a model, data set, voice or archive; each by one or several sources."""

    licences: Licences = Licences()
    parents: tuple[Parent, ...] = ()
    complete: Sources[Completeness] = ()
    training_consent: Sources[Consent] = ()
    likeness: Sources[Consent] = ()
    territory: Sources[Territory] = ()
    expiry: Sources[Expiry] = ()
    bans: Sources[Bans] = ()


class Card(Statements):
    """One card. `learned` says whether it came out of training on examples; `aliases` are its other names.

    `files` are the SHA-256, by name, of what was learned or collected, for a model is known by its content,
    not by its name; leave out texts and settings that other models have as well.
    """

    format: Literal["hwaryong.card/1"]
    name: Text
    version: Text
    kind: Literal["model", "dataset", "voice", "archive"]
    learned: bool
    maker: Text
    files: dict[Text, Sha256]
    aliases: tuple[Text, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _models_learn(self) -> Card:
        if self.kind == "model" and not self.learned:
            raise ValueError("a model is learned; a program without one has no card")
        return self

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the whole card."""
        return sha256_json(self.model_dump(mode="json"))

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its other names."""
        return (self.name, *self.aliases)
