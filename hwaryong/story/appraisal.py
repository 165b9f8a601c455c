"""Appraisal of an option by a character (Ortony, Clore, Collins, The Cognitive Structure of Emotions, 1988).

An option is desirable for the character's goals (hope, fear), for the goals of others by how they are liked
(happy-for, pity, resentment, gloating), praiseworthy by his values (pride, shame); it treats people as they
are liked, owed, ranked and trusted; it is in character (traits, habits), follows from what is believed, and
acts out what is felt. Every reason is a level of the sheet times an effect of the option, −1…1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hwaryong.media.cast import Cast, Goal
from hwaryong.media.situation import Option, Step
from hwaryong.story.mind import Mind, mind

KINDS = (
    "goal", "other", "value", "trait", "affection", "duty", "power", "trust", "rule", "belief", "feeling",
    "nerve", "toil", "risk", "effort",
)  # fmt: skip
REGARDS = ("affection", "duty", "power", "trust")
_DOES = {
    ("affection", True): "is kind", ("affection", False): "is unkind",
    ("duty", True): "does what is owed", ("duty", False): "breaks what is owed",
    ("power", True): "stands up to them", ("power", False): "gives way to them",
    ("trust", True): "relies on them", ("trust", False): "guards against them",
}  # fmt: skip
_IS = {
    "affection": ("likes", "dislikes"), "duty": ("owes", "feels wronged by"),
    "power": ("is above", "is below"), "trust": ("trusts", "distrusts"),
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """A reason for (amount > 0) or against an option; `entries` are places in the cast (anyone's: none)."""

    kind: str
    amount: float
    name: str
    source: str
    entries: tuple[str, ...] = ()


def appraise(cast: Cast, held: Mind, step: Step, option: Option) -> list[Reason]:
    """All reasons that a mind has for and against an option; those that weigh nothing are left out."""
    reasons = [*_goals(held, option), *_others(cast, held, option), *_character(held, option),
               *_people(cast, held, option), *_habits(held, step, option), *_moment(held, option),
               *_cost(option)]  # fmt: skip
    return [reason for reason in reasons if reason.amount]


def _cost(option: Option) -> Iterator[Reason]:
    """What weighs with anyone, whatever the sheet says."""
    yield Reason("risk", -option.risk / 2, "anyone: the risk", option.text)
    yield Reason("effort", -option.effort / 2, "anyone: the effort", option.text)


def _goals(held: Mind, option: Option) -> Iterator[Reason]:
    for id, effect in option.goals.items():
        if id in held.goals:
            address, goal = held.goals[id]
            amount = goal.weight / 3 * effect / 2
            name = f"{'hope' if amount > 0 else 'fear'}: {goal.text}"
            yield Reason("goal", amount, name, goal.source, (_place(held, address),))


def _others(cast: Cast, held: Mind, option: Option) -> Iterator[Reason]:
    """The fortunes of others: what becomes of their goals, as far as they are liked."""
    for name, (address, relation) in held.relations.items():
        other = cast.find(name)
        if other is None or other.name == held.who or not relation.affection:
            continue
        if name not in held.others:
            held.others[name] = mind(cast, other, held.when)
        theirs = held.others[name]
        for id, effect in option.goals.items():
            if id in theirs.goals:
                at, goal = theirs.goals[id]
                amount = relation.affection / 2 * goal.weight / 3 * effect / 2
                word = _fortune(relation.affection, goal, effect)
                places = (_place(held, address), f"{other.name}: {at}")
                yield Reason(
                    "other",
                    amount,
                    f"{word} {name}: {goal.text}",
                    _joined(relation.source, goal.source),
                    places,
                )


def _fortune(affection: float, goal: Goal, effect: float) -> str:
    good = goal.weight * effect > 0
    if affection > 0:
        return "happy for" if good else "pity for"
    return "resentment of" if good else "gloating over"


def _character(held: Mind, option: Option) -> Iterator[Reason]:
    for value, effect in option.values.items():
        if value in held.values:
            address, level = held.values[value]
            amount = level.value / 2 * effect / 2
            does = "serves" if effect > 0 else "goes against"
            name = f"{'pride' if amount > 0 else 'shame'}: {does} {_words(value)}"
            yield Reason("value", amount, name, level.source, (_place(held, address),))
    asked: list[tuple[str, str, float, str]] = [
        ("trait", key, effect / 2, "") for key, effect in option.traits.items()
    ]
    asked.append(("nerve", "neuroticism", -option.risk / 2, " before the risk"))
    asked.append(("toil", "conscientiousness", option.effort / 2, " towards the effort"))
    for kind, key, effect, toward in asked:
        if key in held.traits:
            address, level = held.traits[key]
            amount = level.value / 2 * effect
            name = f"{'in' if amount > 0 else 'out of'} character: {key}{toward}"
            yield Reason(kind, amount, name, level.source, (_place(held, address),))


def _people(cast: Cast, held: Mind, option: Option) -> Iterator[Reason]:
    for called, treated in option.relations.items():
        name = cast.proper(called)
        if name not in held.relations:
            continue
        address, relation = held.relations[name]
        for regard in REGARDS:
            level, effect = getattr(relation, regard), getattr(treated, regard)
            word = f"{regard} ({_IS[regard][level < 0]} {name}): {_DOES[regard, effect > 0]}"
            yield Reason(regard, level / 2 * effect / 2, word, relation.source, (_place(held, address),))


def _habits(held: Mind, step: Step, option: Option) -> Iterator[Reason]:
    for address, rule in held.rules:
        if set(rule.when) <= set(step.circumstances):
            does = set(rule.does) & set(option.patterns)
            avoids = set(rule.avoids) & set(option.patterns)
            amount = rule.strength / 2 * (bool(does) - bool(avoids))
            shown = ", ".join(_words(tag) for tag in sorted(does | avoids))
            name = f"{'habit' if amount > 0 else 'against habit'}: {rule.text or shown}"
            yield Reason("rule", amount, name, rule.source, (_place(held, address),))


def _moment(held: Mind, option: Option) -> Iterator[Reason]:
    for id, effect in option.beliefs.items():
        if id in held.beliefs:
            address, belief = held.beliefs[id]
            name = f"{'because' if effect > 0 else 'in spite of'}: {belief.text}"
            yield Reason(
                "belief", belief.strength / 2 * effect / 2, name, belief.source, (_place(held, address),)
            )
    for address, feeling in held.feelings:
        effect = option.emotions.get(feeling.emotion, 0.0)
        toward = f" toward {feeling.toward}" if feeling.toward else ""
        name = f"{feeling.emotion}{toward}: {'acts it out' if effect > 0 else 'holds it down'}"
        yield Reason(
            "feeling", feeling.level / 2 * effect / 2, name, feeling.source, (_place(held, address),)
        )


def _place(held: Mind, address: str) -> str:
    return f"{held.who}: {address}"


def _joined(*sources: str) -> str:
    return " / ".join(dict.fromkeys(source for source in sources if source))


def _words(key: str) -> str:
    return key.replace("_", " ")


__all__ = ["KINDS", "REGARDS", "Reason", "appraise"]
