"""A rights policy as a producer reads it: what may run, and what may be in a film; its rules only narrow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fnmatch import translate
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from hwaryong.canonical import sha256_json
from hwaryong.errors import BadInput
from hwaryong.rights.ancestry import Deliverable
from hwaryong.rights.card import Country, Evidence, Text
from hwaryong.rights.document import Strict, read_document
from hwaryong.rights.lineage import Class
from hwaryong.rights.verdict import DIMENSIONS, Answered, Dimension

Glob = Annotated[str, StringConstraints(pattern=r"^[\w.\-*?]+(/[\w.\-*?]+)*$", max_length=200)]
"""`*` and `?` stay within a part of a name; `**` is a part of its own and stands for any number of parts."""

_Refuse = Literal["refuse"]
_AllowOrRefuse = Literal["allow", "refuse"]


class RunRule(Strict):
    """Before a run: the classes a tool may work on, and whether it may use learned models or servers."""

    classes: tuple[Class, ...]
    learned_models: _AllowOrRefuse
    servers: _AllowOrRefuse


class DeliveryRule(Strict):
    """At delivery: the classes that may be seen, and those that may lie behind a person's work."""

    final: tuple[Class, ...]
    temporary: tuple[Class, ...]

    @model_validator(mode="after")
    def _seen_may_be_unseen(self) -> DeliveryRule:
        if not set(self.final) <= set(self.temporary):
            raise ValueError("what may be final must be among what may be temporary")
        return self


class LicenceRule(Strict):
    """Licences (SPDX ids or names) of a card and all its ancestors: those allowed alone, those refused."""

    allowed: Literal["any"] | tuple[Text, ...]
    refused: tuple[Text, ...]


class CardRule(Strict):
    """Of every card: the answers that are accepted, the evidence that they need, the licences, and the names,
    makers or digests that may stand nowhere in its ancestry."""

    accept: dict[Dimension, tuple[Answered, ...]]
    evidence: Evidence
    licences: LicenceRule
    banned: tuple[Text, ...]

    @model_validator(mode="after")
    def _every_dimension(self) -> CardRule:
        missing = [dimension for dimension in DIMENSIONS if dimension not in self.accept]
        if missing:
            raise ValueError(f"accept says nothing about {', '.join(missing)}")
        return self


class Rule(Strict):
    """A narrower rule for some elements: it can refuse what the policy allows, never allow what it refuses.

    Of what it is about, all that is left out means everything; of what it asks, all that is left out stays.
    """

    why: Text
    clients: tuple[Text, ...] | None = Field(None, min_length=1)
    countries: tuple[Country, ...] | None = Field(None, min_length=1)
    steps: tuple[Glob, ...] | None = Field(None, min_length=1)
    elements: tuple[Glob, ...] | None = Field(None, min_length=1)
    deliverables: tuple[Deliverable, ...] = Field(("final", "temporary"), min_length=1)

    classes: tuple[Class, ...] | None = None
    learned_models: _Refuse | None = None
    servers: _Refuse | None = None
    accept: dict[Dimension, tuple[Answered, ...]] = Field(default_factory=dict)
    evidence: Evidence | None = None
    licences: LicenceRule | None = None
    banned: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> Rule:
        asked = (self.learned_models, self.servers, self.evidence, self.licences)
        if self.classes is None and not any(asked) and not self.accept and not self.banned:
            raise ValueError("the rule asks for nothing")
        return self

    def concerns(self, client: str, countries: tuple[str, ...]) -> bool:
        """Whether it holds for a delivery; a client or territory that is not known may be any."""
        if self.clients is not None and client and client not in self.clients:
            return False
        return not (self.countries is not None and countries and not set(countries) & set(self.countries))

    def covers(self, element: str, step: str | None) -> bool:
        """Whether it is about an element of this step (its default tool); a step not known may be any."""
        if self.elements is not None and not any(matches(element, glob) for glob in self.elements):
            return False
        return self.steps is None or step is None or any(matches(step, glob) for glob in self.steps)


@dataclass(frozen=True)
class Limits:
    """What is allowed in one place, once every rule about it has narrowed the policy. `allowed` is None where
    any licence is; `because` are the words of the rules that narrowed it."""

    classes: frozenset[Class]
    learned_models: bool
    servers: bool
    accept: tuple[frozenset[Answered], ...]
    evidence: Evidence
    allowed: frozenset[str] | None
    refused: frozenset[str]
    banned: frozenset[str]
    because: tuple[str, ...] = ()

    def licenses(self, id: str) -> bool:
        """Whether a licence may stand in the ancestry of a card."""
        folded = id.casefold()
        return folded not in self.refused and (self.allowed is None or folded in self.allowed)

    def narrowed(self, rule: Rule) -> Limits:
        """The limits that hold where the rule holds as well: on every point the stricter of both."""
        allowed = self.allowed
        if rule.licences and rule.licences.allowed != "any":
            named = _folded(rule.licences.allowed)
            allowed = named if allowed is None else allowed & named
        return replace(
            self,
            classes=self.classes if rule.classes is None else self.classes & set(rule.classes),
            learned_models=self.learned_models and rule.learned_models is None,
            servers=self.servers and rule.servers is None,
            accept=tuple(
                answers & set(rule.accept.get(dimension, answers))
                for dimension, answers in zip(DIMENSIONS, self.accept, strict=True)
            ),
            evidence=max(self.evidence, rule.evidence or self.evidence),
            allowed=allowed,
            refused=self.refused | _folded(rule.licences.refused if rule.licences else ()),
            banned=self.banned | _folded(rule.banned),
            because=(*self.because, rule.why),
        )


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
    rule: tuple[Rule, ...] = Field((), max_length=64)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the whole policy."""
        return sha256_json(self.model_dump(mode="json"))

    def limits(self, deliverable: Deliverable, rules: tuple[int, ...]) -> Limits:
        """What holds for a take in its place in the film, narrowed by the rules of these numbers."""
        cards = self.cards
        limits = Limits(
            classes=frozenset(self.delivery.final if deliverable == "final" else self.delivery.temporary),
            learned_models=self.run.learned_models == "allow",
            servers=self.run.servers == "allow",
            accept=tuple(frozenset(cards.accept[dimension]) for dimension in DIMENSIONS),
            evidence=cards.evidence,
            allowed=None if cards.licences.allowed == "any" else _folded(cards.licences.allowed),
            refused=_folded(cards.licences.refused),
            banned=_folded(cards.banned),
        )
        for number in rules:
            limits = limits.narrowed(self.rule[number])
        return limits

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


def matches(name: str, glob: str) -> bool:
    """Whether a name fits a glob; takes time in proportion to both, whoever wrote the glob."""
    parts, wanted = name.split("/"), glob.split("/")
    fits = [True] + [False] * len(parts)  # fits[n]: the globs so far fit the first n parts
    for one in wanted:
        if one == "**":
            reached = False
            fits = [reached := reached or fit for fit in fits]
        else:
            fits = [
                False,
                *(fit and _part(one).match(part) is not None for fit, part in zip(fits, parts, strict=False)),
            ]
    return fits[-1]


@lru_cache(maxsize=1024)
def _part(glob: str) -> re.Pattern[str]:
    return re.compile(translate(glob))


def _folded(names: tuple[str, ...]) -> frozenset[str]:
    """Names compared without their case: a ban on a name is a ban on its other spellings."""
    return frozenset(name.casefold() for name in names)
