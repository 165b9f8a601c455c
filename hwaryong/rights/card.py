"""The lineage card of a model, data set, voice or archive: what is known of it, and on which evidence."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

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


class Statement(Strict):
    """Something a card says, with where it was read and how strong that is."""

    evidence: Evidence
    source: Text
    read: date | None = None


class Licence(Statement):
    """A licence (an SPDX id, or LicenseRef-…) and what it says of commercial use."""

    id: Text
    commercial: Answer


class Licences(Strict):
    """Licences of the code, of the weights and of the data: one says nothing of the others."""

    code: Licence | None = None
    weights: Licence | None = None
    data: Licence | None = None


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
    """What this was made from; `digest` is that of the parent's card, where it is known."""

    name: Text
    relation: Relation
    digest: Sha256 | None = None


class Card(Strict):
    """One card. `learned` says whether it came out of training on examples; `files` are the SHA-256 of its
    files by name, for a model is known by its content, not by its name."""

    format: Literal["hwaryong.card/1"]
    name: Text
    version: Text
    kind: Literal["model", "dataset", "voice", "archive"]
    learned: bool
    maker: Text
    files: dict[Text, Sha256]
    licences: Licences = Licences()
    parents: tuple[Parent, ...] = ()
    complete: Completeness | None = None
    training_consent: Consent | None = None
    likeness: Consent | None = None
    territory: Territory | None = None
    expiry: Expiry | None = None
    bans: Bans | None = None
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
