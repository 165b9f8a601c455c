"""Levers: every single number of a sheet that could be another, and what that would do to each option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hwaryong.media.cast import Belief, Cast, Character, Entry, Feeling, Goal, Level, Relation, Rule
from hwaryong.media.decision import Change
from hwaryong.media.situation import Step
from hwaryong.story.appraisal import REGARDS
from hwaryong.story.mind import Mind, mind
from hwaryong.story.utility import Weights, chances


@dataclass(frozen=True)
class Lever:
    """One number of a sheet: `entry` (perhaps one that is to be added) at `address`, its `key` and bounds.

    `what` names it for people; `scale` is the greatest level, by which changes are compared.
    """

    address: str
    entry: Entry
    key: str
    what: str
    low: float
    high: float

    @property
    def now(self) -> float:
        """The level now; 0 for what the sheet does not say."""
        level: float = getattr(self.entry, self.key)
        return level

    @property
    def scale(self) -> float:
        """The greatest level, by which changes of unlike levers are compared."""
        return self.high

    def moved(self, sheet: Character, then: float) -> Character:
        """The sheet with this number changed."""
        return sheet.with_entry(self.address, self.entry.model_copy(update={self.key: then}))

    def change(self, who: str, then: float) -> Change:
        """The change in words and places."""
        of = str(getattr(self.entry, "id", getattr(self.entry, "to", "")))
        place = f"{who}: {self.address}"
        return Change(entry=place, of=of, key=self.key, what=self.what, now=self.now, then=then)


def levers(cast: Cast, sheet: Character, step: Step) -> list[Lever]:
    """The levers of a sheet that can matter to a step's options."""
    held = mind(cast, sheet, step.when)
    goals, relations = _goals(cast, sheet, held, step), _relations(cast, sheet, held, step)
    return [*_levels(sheet, held, step), *goals, *relations, *_rest(held)]


def slopes(
    cast: Cast, sheet: Character, step: Step, weights: Weights, lever: Lever, others: dict[str, Mind]
) -> list[float]:
    """What one unit of a lever adds to each option's log-odds; utility is linear in every one of them."""
    ends = (lever.low, lever.high)
    low, high = (chances(cast.with_character(lever.moved(sheet, end)), step, weights, others) for end in ends)
    return [(b.utility - a.utility) / (ends[1] - ends[0]) for a, b in zip(low, high, strict=True)]


def _levels(sheet: Character, held: Mind, step: Step) -> Iterator[Lever]:
    traits = {key for option in step.option for key in option.traits}
    traits |= {"neuroticism"} if any(option.risk for option in step.option) else set()
    traits |= {"conscientiousness"} if any(option.effort for option in step.option) else set()
    values = {key for option in step.option for key in option.values}
    known: dict[str, Level]
    for table, keys, known in (
        ("big_five", traits, {key: level for key, (_, level) in held.traits.items()}),
        ("values", values, {key: level for key, (_, level) in held.values.items()}),
    ):
        later = {key for key in getattr(sheet, table) if key not in known}
        for key in sorted(keys - later):  # a sheet has one entry for each: one of later cannot be added now
            blank = known.get(key) or Level(value=0.0)
            yield Lever(f"{table}.{key}", blank, "value", key.replace("_", " "), -2, 2)


def _goals(cast: Cast, sheet: Character, held: Mind, step: Step) -> Iterator[Lever]:
    texts = {goal.id: goal.text for one in cast.characters for goal in one.goal}
    for id in sorted({id for option in step.option for id in option.goals}):
        address, goal = held.goals.get(id, (f"goal.{len(sheet.goal)}", None))
        goal = goal or Goal(id=id, text=texts.get(id, id), weight=0.0)
        yield Lever(address, goal, "weight", f"the weight of the goal “{goal.text}”", -3, 3)


def _relations(cast: Cast, sheet: Character, held: Mind, step: Step) -> Iterator[Lever]:
    named = {cast.proper(name) for option in step.option for name in option.relations}
    liked = {name for name in held.relations if cast.find(name)}
    for name in sorted(named | liked):
        if name == sheet.name:
            continue
        address, relation = held.relations.get(name, (f"relation.{len(sheet.relation)}", None))
        for regard in REGARDS if name in named else ("affection",):
            blank = relation or Relation(to=name, from_=step.when)
            yield Lever(address, blank, regard, f"{regard} towards {name}", -2, 2)


def _rest(held: Mind) -> Iterator[Lever]:
    rows: Sequence[tuple[str, Entry]] = [*held.rules, *held.beliefs.values(), *held.feelings]
    for address, entry in rows:
        match entry:
            case Rule():
                yield Lever(
                    address,
                    entry,
                    "strength",
                    f"the strength of the habit “{entry.text or ', '.join(entry.does)}”",
                    0,
                    2,
                )
            case Belief():
                yield Lever(address, entry, "strength", f"the strength of the belief “{entry.text}”", 0, 2)
            case Feeling():
                yield Lever(address, entry, "level", f"the feeling of {entry.emotion}", 0, 2)


__all__ = ["Lever", "levers", "slopes"]
