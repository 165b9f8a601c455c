"""Days of strips: how they are filled and put in order, and what an order costs."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from hwaryong.media.stripboard import Strip, Tally

MOVE: Final = 10  # what a place more costs,
HOLD: Final = 4  # a day on which somebody waits,
LIGHT: Final = 1  # an hour more on a day
HOURS: Final = ("dawn", "day", "dusk", "night", "")
STEPS: Final = 8000  # of annealing for one of effort: about a second for 60 scenes
HOTTEST: Final = 20.0
Days = list[list[Strip]]


def together(strips: Sequence[Strip], first: str = "", last: str = "") -> list[Strip]:
    """Strips of a place together, by hour and as written; the place `first` before all, `last` after all, the
    others as they first come up."""
    came: dict[str, int] = {}
    for strip in sorted(strips, key=lambda strip: strip.scene):
        came.setdefault(strip.place, strip.scene)
    ends = {last: 1, first: -1}
    return sorted(
        strips,
        key=lambda strip: (
            ends.get(strip.place, 0), came[strip.place], HOURS.index(strip.hour), strip.scene
        ),
    )  # fmt: skip


def chained(days: Days) -> Days:
    """Days whose first place is where the day before ended, wherever two days share a place."""
    places = [{strip.place for strip in day} for day in days]
    chained: Days = []
    for at, day in enumerate(days):
        first = chained[-1][-1].place if chained and chained[-1][-1].place in places[at] else ""
        shared = places[at] & places[at + 1] - {first} if at + 1 < len(days) else set()
        chained.append(together(day, first, min(shared, default="")))
    return chained


def packed(strips: Sequence[Strip], room: int) -> Days:
    """Days filled one after the other."""
    days: Days = []
    left = 0
    for strip in strips:
        if not days or strip.eighths > left:
            days.append([])
            left = room
        days[-1].append(strip)
        left -= strip.eighths
    return days


def tally(days: Days) -> Tally:
    """Moves and lights from strip to strip over all days, and the days of waiting."""
    row = [strip for day in days for strip in day]
    moves = sum(a.place != b.place for a, b in pairwise(row))
    lights = sum(a.hour != b.hour for day in days for a, b in pairwise(day))
    return Tally(days=len(days), moves=moves, lights=lights, holds=sum(_waits(days).values()))


def _waits(days: Days) -> dict[str, int]:
    work: dict[str, list[int]] = {}
    for at, day in enumerate(days):
        for name in {name for strip in day for name in strip.cast}:
            work.setdefault(name, []).append(at)
    return {name: on[-1] - on[0] + 1 - len(on) for name, on in work.items()}


def cost(days: Days) -> int:
    """What an order costs in all."""
    told = tally(days)
    return MOVE * told.moves + HOLD * told.holds + LIGHT * told.lights


def annealed(days: Days, room: int, effort: float) -> Days:
    """Days improved by simulated annealing: days change places, scenes change days; seeded, so repeatable.

    (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983; cooled linearly.)
    """
    chance = random.Random(0)  # noqa: S311 (no secret hangs on it)
    steps = round(STEPS * effort)
    now, price = days, cost(chained(days))
    best, least = now, price
    for step in range(steps if len(days) > 1 else 0):
        heat = HOTTEST * (1 - step / steps)
        tried = _changed(now, chance)
        if any(len(day) > 1 and sum(strip.eighths for strip in day) > room for day in tried):
            continue
        found = cost(chained([day for day in tried if day]))
        if found <= price or chance.random() < math.exp((price - found) / heat):
            now, price = tried, found
            if price < least:
                best, least = now, price
    return chained([day for day in best if day])


def _changed(days: Days, chance: random.Random) -> Days:
    """A day put elsewhere, days turned round, or two days that give or swap a scene."""
    changed = [list(day) for day in days]
    first, other = sorted(chance.sample(range(len(days)), 2))
    match chance.randrange(4):
        case 0:
            changed.insert(first, changed.pop(other))
        case 1:
            changed[first : other + 1] = changed[first : other + 1][::-1]
        case 2:
            giver, taker = chance.sample([first, other], 2)
            if changed[giver]:
                changed[taker].append(changed[giver].pop(chance.randrange(len(changed[giver]))))
        case _:
            if changed[first] and changed[other]:
                at, to = chance.randrange(len(changed[first])), chance.randrange(len(changed[other]))
                changed[first][at], changed[other][to] = changed[other][to], changed[first][at]
    return changed


__all__ = ["HOLD", "LIGHT", "MOVE", "Days", "annealed", "chained", "cost", "packed", "tally", "together"]
