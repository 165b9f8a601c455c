"""Character sheets: what is known of each of a story's people, from which sentence, and from when on."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hwaryong.errors import BadInput
from hwaryong.media.base import Media
from hwaryong.media.tables import quoted, read_tables, toml

Trait = Literal["openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism"]
Value = Literal[
    "self_direction", "stimulation", "hedonism", "achievement", "power", "security", "conformity",
    "tradition", "benevolence", "universalism",
]  # fmt: skip
Emotion = Literal["anger", "fear", "love", "grief", "shame", "pride", "hope", "pity", "joy", "disgust"]
Regard = Literal["affection", "duty", "power", "trust"]

_LAST = ("source", "from", "until", "note")

Id = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
Tag = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
Words = Annotated[str, Field(max_length=4000)]
Time = Annotated[float, Field(strict=True, ge=-1e9, le=1e9, allow_inf_nan=False)]
Two = Annotated[float, Field(strict=True, ge=-2, le=2, allow_inf_nan=False)]
Three = Annotated[float, Field(strict=True, ge=-3, le=3, allow_inf_nan=False)]
Strength = Annotated[float, Field(strict=True, ge=0, le=2, allow_inf_nan=False)]


class Part(BaseModel):
    """A table of a sheet or situation: unknown keys are refused, `note` is never read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    note: Words = ""


class Entry(Part):
    """Something known of a character: the sentence that says so, and the story time at which it holds."""

    source: Words = ""
    from_: Annotated[Time | None, Field(alias="from")] = None
    until: Time | None = None

    @property
    def begins(self) -> float | None:
        """The story time from which it holds; None: always."""
        return self.from_

    def holds(self, when: float) -> bool:
        """Whether it holds at a story time, both ends included."""
        begun = self.begins is None or self.begins <= when
        return begun and (self.until is None or when <= self.until)


class Level(Entry):
    """How strong a trait or a value is, −2…2."""

    value: Two


class Goal(Entry):
    """A state of affairs that the character wants; with a negative weight (−3…3), that it does not come."""

    id: Id
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    weight: Three


class Relation(Entry):
    """How the character stands to somebody, −2…2: likes, owes, is above, trusts."""

    to: Name
    affection: Two = 0.0
    duty: Two = 0.0
    power: Two = 0.0
    trust: Two = 0.0


class Rule(Entry):
    """A habit: where all of `when` is the case the character tends to `does` and not to `avoids`."""

    text: Words = ""
    when: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    does: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    avoids: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    strength: Strength = 1.0

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.does and not self.avoids:
            raise ValueError("a rule needs does or avoids")
        return self


class Belief(Entry):
    """What the character believes from `known_from` on, true or not."""

    id: Id
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    about: Annotated[str, Field(max_length=80)] = ""
    known_from: Time
    strength: Strength = 1.0

    @property
    def begins(self) -> float | None:
        """The story time at which it becomes known."""
        return self.known_from if self.from_ is None else max(self.known_from, self.from_)


class Feeling(Entry):
    """A mood at a time, 0…2."""

    emotion: Emotion
    toward: Annotated[str, Field(max_length=80)] = ""
    level: Strength


def _as_level(given: Any) -> Any:
    return given if isinstance(given, dict | Level) else {"value": given}


Known = Annotated[Level, BeforeValidator(_as_level)]


class Character(Part):
    """One sheet."""

    name: Name
    aliases: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    big_five: dict[Trait, Known] = {}
    values: dict[Value, Known] = {}
    goal: Annotated[tuple[Goal, ...], Field(max_length=200)] = ()
    relation: Annotated[tuple[Relation, ...], Field(max_length=200)] = ()
    rule: Annotated[tuple[Rule, ...], Field(max_length=200)] = ()
    belief: Annotated[tuple[Belief, ...], Field(max_length=500)] = ()
    feeling: Annotated[tuple[Feeling, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        for what in ("goal", "belief"):
            spans: dict[str, list[Entry]] = {}
            for entry in getattr(self, what):
                if any(_overlap(entry, other) for other in spans.setdefault(entry.id, [])):
                    raise ValueError(f"the {what} {entry.id!r} is there twice at one time")
                spans[entry.id].append(entry)
        return self

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Everything known, each with its address in the sheet: `big_five.openness`, `goal.0`."""
        for table in ("big_five", "values"):
            for key, level in getattr(self, table).items():
                yield f"{table}.{key}", level
        for table in ("goal", "relation", "rule", "belief", "feeling"):
            for number, entry in enumerate(getattr(self, table)):
                yield f"{table}.{number}", entry

    def with_entry(self, address: str, entry: Entry | None) -> Character:
        """The sheet with the entry at an address replaced, or taken away (None)."""
        table, _, key = address.partition(".")
        old = getattr(self, table)
        if isinstance(old, dict):
            new: Any = {**old, key: entry} if entry else {one: old[one] for one in old if one != key}
        else:
            at = int(key)
            new = (*old[:at], *((entry,) if entry else ()), *old[at + 1 :])
        return self.model_copy(update={table: new})


class _File(Part):
    title: Words = ""
    author: Words = ""
    origin: Words = ""
    character: Annotated[tuple[Character, ...], Field(min_length=1, max_length=400)]

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        seen: dict[str, str] = {}
        for one in self.character:
            for name in {one.name, *one.aliases}:
                if seen.setdefault(name.casefold(), one.name) != one.name or (
                    name == one.name and [other.name for other in self.character].count(name) > 1
                ):
                    raise ValueError(f"the name {name!r} is there twice")
        return self


@dataclass(eq=False)
class Cast(Media):
    """The sheets of a story's characters, as TOML; a person edits what a tool drafts."""

    kind: ClassVar[str] = "cast"

    title: str
    characters: tuple[Character, ...]
    author: str = ""
    origin: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read cast.toml; raises BadInput that names the character and the key."""
        file = read_tables(path, _File)
        return cls(file.title, file.character, file.author, file.origin)

    def write(self, stem: Path) -> Path:
        """Write `stem`.toml; comments of a file that was read are lost."""
        path = stem.with_name(stem.name + ".toml")
        path.write_bytes("\n".join(_lines(self)).encode("utf-8"))
        return path

    def find(self, name: str) -> Character | None:
        """The character of that name or alias, in whatever letter case."""
        return self._called.get(name.casefold())

    @cached_property
    def _called(self) -> dict[str, Character]:
        return {name.casefold(): one for one in self.characters for name in (one.name, *one.aliases)}

    def character(self, name: str) -> Character:
        """The character of that name or alias; raises BadInput that names the nearest."""
        found = self.find(name)
        if found is None:
            names = [one.name for one in self.characters]
            near = difflib.get_close_matches(name, names, 1)
            raise BadInput(
                f"the cast has no character {name!r}",
                mend=f"did you mean {near[0]!r}" if near else f"it has {', '.join(names[:12])}",
            )
        return found

    def proper(self, name: str) -> str:
        """The name under which somebody is kept: a character's own name for its alias."""
        found = self.find(name)
        return found.name if found else name

    def with_character(self, changed: Character) -> Cast:
        """The cast with the sheet of that name replaced."""
        sheets = tuple(changed if one.name == changed.name else one for one in self.characters)
        return Cast(self.title, sheets, self.author, self.origin)


def _overlap(one: Entry, other: Entry) -> bool:
    begins = [entry.begins if entry.begins is not None else -1e10 for entry in (one, other)]
    ends = [entry.until if entry.until is not None else 1e10 for entry in (one, other)]
    return max(begins) <= min(ends)


def _lines(cast: Cast) -> Iterator[str]:
    for key in ("title", "author", "origin"):
        if getattr(cast, key):
            yield f"{key} = {quoted(getattr(cast, key))}"
    for one in cast.characters:
        yield from ("", "[[character]]", f"name = {quoted(one.name)}")
        if one.aliases:
            yield f"aliases = {toml(one.aliases)}"
        if one.note:
            yield f"note = {quoted(one.note)}"
        for table in ("big_five", "values"):
            levels = getattr(one, table)
            if levels:
                yield f"[character.{table}]"
            for key, level in levels.items():
                yield f"{key} = {{ {', '.join(_pairs(level))} }}"
        for address, entry in one.entries():
            table = address.partition(".")[0]
            if table not in ("big_five", "values"):
                yield from ("", f"[[character.{table}]]", *_pairs(entry))
    yield ""


def _pairs(entry: Part) -> list[str]:
    plain = entry.model_dump(by_alias=True, exclude_defaults=True)
    order = sorted(plain, key=lambda key: key in _LAST)  # what an entry says stands before where it is from
    return [f"{key} = {toml(plain[key])}" for key in order]


__all__ = [
    "Belief", "Cast", "Character", "Emotion", "Entry", "Feeling", "Goal", "Level", "Part", "Regard",
    "Relation", "Rule", "Trait", "Value",
]  # fmt: skip
