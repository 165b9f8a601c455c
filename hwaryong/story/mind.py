"""What a character has in mind at a point of the story: only what holds by then."""

from __future__ import annotations

from dataclasses import dataclass, field

from hwaryong.media.cast import Belief, Cast, Character, Feeling, Goal, Level, Relation, Rule
from hwaryong.media.situation import Option


@dataclass
class Mind:
    """The entries of a sheet that hold at a story time, each with its address in the sheet.

    Of several relations to one person the latest that has begun counts.
    """

    who: str
    when: float
    traits: dict[str, tuple[str, Level]] = field(default_factory=dict)
    values: dict[str, tuple[str, Level]] = field(default_factory=dict)
    goals: dict[str, tuple[str, Goal]] = field(default_factory=dict)
    relations: dict[str, tuple[str, Relation]] = field(default_factory=dict)
    beliefs: dict[str, tuple[str, Belief]] = field(default_factory=dict)
    rules: list[tuple[str, Rule]] = field(default_factory=list)
    feelings: list[tuple[str, Feeling]] = field(default_factory=list)
    others: dict[str, Mind] = field(
        default_factory=dict
    )  # of those whose fortunes matter, as they are asked for


def mind(cast: Cast, who: Character, when: float) -> Mind:
    """What `who` has in mind at `when`."""
    made = Mind(who.name, when)
    for address, entry in who.entries():
        if not entry.holds(when):
            continue
        match entry:
            case Level() if address.startswith("big_five."):
                made.traits[address.partition(".")[2]] = (address, entry)
            case Level():
                made.values[address.partition(".")[2]] = (address, entry)
            case Goal():
                made.goals[entry.id] = (address, entry)
            case Relation():
                _keep_latest(made.relations, cast.proper(entry.to), address, entry)
            case Belief() if entry.strength > 0:
                made.beliefs[entry.id] = (address, entry)
            case Rule():
                made.rules.append((address, entry))
            case Feeling():
                made.feelings.append((address, entry))
    return made


def lacking(held: Mind, option: Option) -> list[str]:
    """The beliefs that an option needs and the character does not have at that time."""
    return [id for id in option.needs_belief if id not in held.beliefs]


def _keep_latest(kept: dict[str, tuple[str, Relation]], to: str, address: str, entry: Relation) -> None:
    before = kept[to][1] if to in kept else None
    if before is None or _begin(before) <= _begin(entry):
        kept[to] = (address, entry)


def _begin(entry: Relation) -> float:
    return float("-inf") if entry.begins is None else entry.begins


__all__ = ["Mind", "lacking", "mind"]
