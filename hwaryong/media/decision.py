"""A decision: how likely each way is, the reasons with their sentences, and what would turn it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(_Part):
    """One reason: what it adds to the log-odds of its option, and the sentence on which it rests.

    `entries` are the places in the cast ("Anna: goal.0") that it comes from, none where it is a reason for
    anyone; `without` is the option's probability when the first of them is deleted.
    """

    name: str
    value: float
    source: str
    entries: tuple[str, ...] = ()
    without: float | None = None


class Change(_Part):
    """A change of the sheet: the entry's place, the key in it, and its value now and then.

    `of` is the entry's goal, belief or person; an entry that is not there yet is to be added with it.
    """

    entry: str
    of: str = ""
    key: str
    what: str
    now: float
    then: float


class Branch(_Part):
    """One way: the probability at its point and from the beginning, why, and what follows.

    `flip` says the smallest change in the sheet that makes it the likeliest way (of the likeliest: another),
    `changes` is that change. `impossible` says what one would have to know for it. `then` are the
    consequences in words.
    """

    id: str
    text: str
    probability: float
    terms: tuple[Term, ...]
    flip: str
    changes: tuple[Change, ...] = ()
    impossible: str = ""
    cumulative: float = 0.0
    then: tuple[str, ...] = ()
    next: Node | None = None


class Node(_Part):
    """A point of decision; `missing` says what the sheet does not tell of what the ways differ in."""

    who: str
    when: float
    text: str
    options: tuple[Branch, ...]
    enough_evidence: bool
    missing: tuple[str, ...] = ()
    pruned: int = 0

    def likeliest(self) -> Branch:
        """The way of the highest probability; the first of equals."""
        return max(self.options, key=lambda branch: branch.probability)

    def branches(self) -> Iterator[Branch]:
        """Every way of the tree, this point's first."""
        yield from self.options
        for branch in self.options:
            if branch.next:
                yield from branch.next.branches()


@dataclass(eq=False)
class Decision(Media):
    """A tree of decisions, as JSON: the options of its first point, and the whole tree."""

    kind: ClassVar[str] = "decision"

    title: str
    tree: Node

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read our JSON; raises BadInput that names the first wrong field."""
        try:
            plain = json.loads(read_text(path))
            return cls(str(plain["title"]), Node.model_validate(plain["tree"]))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise BadInput(f"{place!r} is not usable ({first['msg'].lower()})", where=path) from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise BadInput(
                "this is no decision", where=path, mend="make it again with hwaryong decide"
            ) from None

    def write(self, stem: Path) -> Path:
        """Write `stem`.json."""
        path = stem.with_name(stem.name + ".json")
        path.write_bytes((json.dumps(self.plain(), ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        return path

    def plain(self) -> dict[str, Any]:
        """The JSON document."""
        tree = self.tree.model_dump(mode="json")
        options = [
            {key: value for key, value in one.items() if key not in ("next", "cumulative")}
            for one in tree["options"]
        ]
        return {
            "title": self.title, "who": self.tree.who, "when": self.tree.when, "text": self.tree.text,
            "options": options, "enough_evidence": self.tree.enough_evidence,
            "missing": list(self.tree.missing), "tree": tree,
        }  # fmt: skip

    def branch(self, id: str) -> Branch:
        """The way of that id, anywhere in the tree; raises BadInput that lists them."""
        ways = list(self.tree.branches())
        for way in ways:
            if way.id == id:
                return way
        raise BadInput(f"there is no option {id!r}", mend=f"take one of {', '.join(way.id for way in ways)}")


__all__ = ["Branch", "Change", "Decision", "Node", "Term"]
