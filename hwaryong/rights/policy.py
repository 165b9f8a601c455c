"""A rights policy as a producer reads it: which tools may run, and what may be in a delivery."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from hwaryong.canonical import sha256_json
from hwaryong.errors import BadInput
from hwaryong.rights.card import Country, Evidence, Text
from hwaryong.rights.document import Strict, read_document
from hwaryong.rights.lineage import Class
from hwaryong.rights.verdict import DIMENSIONS, Answered, Dimension


class RunRule(Strict):
    """Before a run: which classes a tool may be given, and whether it may use learned models or servers."""

    classes: tuple[Class, ...]
    learned_models: Literal["allow", "refuse"]
    servers: Literal["allow", "refuse"]


class DeliveryRule(Strict):
    """At delivery: which classes may be seen in the film, and which may be anywhere in its ancestry."""

    seen: tuple[Class, ...]
    ancestry: tuple[Class, ...]


class CardRule(Strict):
    """Of every card: the answers that are accepted, the evidence that they need, and names or digests that
    may stand nowhere in its ancestry."""

    accept: dict[Dimension, tuple[Answered, ...]]
    evidence: Evidence
    banned: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _every_dimension(self) -> CardRule:
        missing = [dimension for dimension in DIMENSIONS if dimension not in self.accept]
        if missing:
            raise ValueError(f"accept says nothing about {', '.join(missing)}")
        return self


class Policy(Strict):
    """One policy; every field must be there, for what a policy does not mention it would let through."""

    format: Literal["hwaryong.policy/1"]
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
    summary: Text
    source: Text
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    notice: Text
    client: str
    countries: tuple[Country, ...]
    run: RunRule
    delivery: DeliveryRule
    cards: CardRule

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the whole policy."""
        return sha256_json(self.model_dump(mode="json"))

    @classmethod
    def read(cls, path: Path) -> Policy:
        """Read a policy's TOML; raises BadInput that names the field."""
        return read_document(path, cls)

    @classmethod
    def named(cls, name: str) -> Policy:
        """One of the packaged policies; raises BadInput that lists them."""
        if name not in packaged():
            raise BadInput(f"there is no policy {name!r}", mend=f"take one of {', '.join(packaged())}")
        with resources.as_file(resources.files("hwaryong.rights") / "policies" / f"{name}.toml") as path:
            return cls.read(path)


def packaged() -> tuple[str, ...]:
    """The names of the packaged policies."""
    folder = resources.files("hwaryong.rights") / "policies"
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))
