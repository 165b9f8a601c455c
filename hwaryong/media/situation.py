"""Situations: somebody has to decide, these are the ways, and this is what each does to the story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from hwaryong.media.base import Media
from hwaryong.media.cast import Emotion, Id, Name, Part, Tag, Time, Trait, Two, Value, Words
from hwaryong.media.tables import read_tables, toml

Amount = Annotated[float, Field(strict=True, ge=0, le=2, allow_inf_nan=False)]
Change = Annotated[float, Field(strict=True, ge=-4, le=4, allow_inf_nan=False)]


class Treatment(Part):
    """How an option treats somebody, −2…2: kindly, as is owed, standing up to, relying on."""

    affection: Two = 0.0
    duty: Two = 0.0
    power: Two = 0.0
    trust: Two = 0.0


class Consequence(Part):
    """What taking an option changes: `who` learns a belief of his sheet, or stands otherwise to somebody."""

    who: Name
    learns: Id | None = None
    to: Name | None = None
    affection: Change = 0.0
    duty: Change = 0.0
    power: Change = 0.0
    trust: Change = 0.0

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        changed = any((self.affection, self.duty, self.power, self.trust))
        if (self.learns is not None) == (self.to is not None) or changed != (self.to is not None):
            raise ValueError(
                "a consequence has learns, or to and what changes (affection, duty, power, trust)"
            )
        return self


class Option(Part):
    """A way to decide, and its effects on the state of the story (−2…2), whoever should take it.

    `goals` by goal, whosoever goal it is; `values` that it serves or violates; `traits` that it asks for;
    `emotions` that it acts out; `beliefs` that speak for or against it; `patterns` that it enacts.
    """

    id: Id
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    goals: Annotated[dict[Id, Two], Field(max_length=100)] = Field(default={})
    values: dict[Value, Two] = Field(default={})
    relations: Annotated[dict[Name, Treatment], Field(max_length=100)] = Field(default={})
    traits: dict[Trait, Two] = Field(default={})
    emotions: dict[Emotion, Two] = Field(default={})
    beliefs: Annotated[dict[Id, Two], Field(max_length=100)] = Field(default={})
    needs_belief: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    patterns: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    risk: Amount = 0.0
    effort: Amount = 0.0
    consequence: Annotated[tuple[Consequence, ...], Field(max_length=50)] = ()


class Step(Part):
    """One decision: who, at which story time, in which circumstances, between which options."""

    who: Name
    when: Time
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    circumstances: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    source: Words = ""
    option: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]


class Next(Step):
    """A decision that follows one of the options `after`."""

    after: Annotated[tuple[Id, ...], Field(min_length=1, max_length=20)]


class _File(Step):
    next: Annotated[tuple[Next, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _a_tree(self) -> Self:
        where: dict[str, Step] = {}
        steps: tuple[Step, ...] = (self, *self.next)
        for step in steps:
            for option in step.option:
                if option.id in where:
                    raise ValueError(f"the option {option.id!r} is there twice")
                where[option.id] = step
        followed: set[str] = set()
        for step in self.next:
            for id in step.after:
                if id not in where:
                    raise ValueError(f"a situation follows the option {id!r}, which is not there")
                if id in followed:
                    raise ValueError(f"two situations follow the option {id!r}")
                if where[id].when >= step.when:
                    raise ValueError(f"what follows the option {id!r} does not come later than it")
                followed.add(id)
        return self


@dataclass(eq=False)
class Situation(Media):
    """A decision and those that may follow it, as TOML."""

    kind: ClassVar[str] = "situation"

    first: Step
    next: tuple[Next, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a situation; raises BadInput that names the option and the key."""
        file = read_tables(path, _File)
        first = Step.model_construct(**{name: getattr(file, name) for name in Step.model_fields})
        return cls(first, file.next)

    def write(self, stem: Path) -> Path:
        """Write `stem`.toml."""
        path = stem.with_name(stem.name + ".toml")
        lines = [*_lines(self.first, ""), *(line for step in self.next for line in _lines(step, "next."))]
        path.write_bytes("\n".join([*lines, ""]).encode("utf-8"))
        return path

    def after(self, option: str) -> Next | None:
        """The situation that follows an option."""
        return next((step for step in self.next if option in step.after), None)

    def steps(self) -> Iterator[Step]:
        """Every decision, the first one first."""
        yield self.first
        yield from self.next


def _lines(step: Step, prefix: str) -> Iterator[str]:
    """A decision as TOML; one that follows lies in the array of tables `next`."""
    if prefix:
        yield f"[[{prefix[:-1]}]]"
    yield from _pairs(step, "option")
    for option in step.option:
        yield from (f"[[{prefix}option]]", *_pairs(option, "consequence"))
        for change in option.consequence:
            yield from (f"[[{prefix}option.consequence]]", *_pairs(change, ""))


def _pairs(part: Part, but: str) -> list[str]:
    plain = part.model_dump(exclude_defaults=True, exclude={but})
    return [f"{key} = {toml(value)}" for key, value in plain.items()]


__all__ = ["Consequence", "Next", "Option", "Situation", "Step", "Treatment"]
