"""From a breakdown to a stripboard: which scenes are made together, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown
from hwaryong.media.stripboard import Strip, Stripboard, Tally
from hwaryong.tool import tool

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MAX_SCENES: Final = 400
MOVE, HOLD, LIGHT = 10, 4, 1  # what a place more on a day, a day of waiting, an hour more on a day costs
HOURS: Final = ("dawn", "day", "dusk", "night", "")
Days = list[list[Strip]]


@tool("story.stripboard", version=1, libraries=("ortools",), timeout_s=1800.0)
def stripboard(
    breakdown: Breakdown,
    *,
    lang: str,
    day_eighths: int = Field(40, ge=1, le=800),
    effort: float = Field(5.0, gt=0, le=600),
) -> Stripboard:
    """Put scenes on days of `day_eighths`, so that places change little and nobody of the cast waits.

    Solved with OR-Tools' CP-SAT: a scene has one day, a day is not longer than it may be (a longer scene has
    a day alone), and what costs are places and hours a day, and days that one of the cast waits between two
    of work. `effort` is CP-SAT's deterministic time (about seconds), so the same breakdown gives the same
    board; where it does not suffice to prove the order best, `best` is false. Within a day scenes of a place
    stand together, in the order of hours and of the script.
    Raises BadInput for more than 400 scenes, and for a language the breakdown does not have.
    """
    if lang not in breakdown.languages:
        known = ", ".join(breakdown.languages)
        raise BadInput(f"the breakdown is not in {lang!r}", mend=f"it is in {known}")
    if len(breakdown.scenes) > MAX_SCENES:
        raise BadInput(
            f"{len(breakdown.scenes)} scenes are more than the {MAX_SCENES} that are ordered at once",
            mend="break one episode down at a time",
        )
    strips = [
        Strip(
            scene=scene.number, printed=scene.printed, setting=scene.setting, place=scene.place[lang],
            hour=scene.hour, eighths=scene.eighths[lang], cast=tuple(person[lang] for person in scene.cast),
        )
        for scene in breakdown.scenes
    ]  # fmt: skip
    as_written = _packed(strips, day_eighths)
    by_place = _packed(_together(strips), day_eighths)
    start = min((as_written, by_place), key=lambda days: _cost(_tally(days)))
    days, best = _Board(strips, day_eighths, start).solved(effort)
    ordered = [_together(day) for day in days]
    return Stripboard(
        day_eighths, tuple(tuple(day) for day in ordered), _tally(ordered), _tally(as_written), best
    )


def _together(strips: Sequence[Strip]) -> list[Strip]:
    """Strips of a place together, places as they first come up; within them by hour, then as written."""
    first: dict[str, int] = {}
    for strip in sorted(strips, key=lambda strip: strip.scene):
        first.setdefault(strip.place, strip.scene)
    return sorted(strips, key=lambda strip: (first[strip.place], HOURS.index(strip.hour), strip.scene))


def _packed(strips: Sequence[Strip], room: int) -> Days:
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


def _tally(days: Days) -> Tally:
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


def _cost(tally: Tally) -> int:
    return MOVE * tally.moves + HOLD * tally.holds + LIGHT * tally.lights


class _Board:
    """The constraint model: which scene on which day."""

    def __init__(self, strips: Sequence[Strip], room: int, start: Days) -> None:
        from ortools.sat.python import cp_model

        self.strips, self.days = strips, range(len(start))
        self.model = cp_model.CpModel()
        self.on = {
            (strip.scene, day): self.model.new_bool_var(f"{strip.scene} on {day}")
            for strip in strips
            for day in self.days
        }
        for strip in strips:
            self.model.add_exactly_one(self.on[strip.scene, day] for day in self.days)
        for day in self.days:
            self._hold_day(day, room)
        costs = [
            MOVE * sum(self._opened("place", day)) + LIGHT * sum(self._opened("hour", day))
            for day in self.days
        ]
        costs += [HOLD * self._waits(name) for name in dict.fromkeys(n for s in strips for n in s.cast)]
        self.model.minimize(sum(costs))
        for day, those in enumerate(start):
            for strip in strips:
                self.model.add_hint(self.on[strip.scene, day], strip in those)

    def solved(self, effort: float) -> tuple[Days, bool]:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise BadInput("no order was found in this effort", mend="give more effort")
        days = [
            [strip for strip in self.strips if solver.value(self.on[strip.scene, day])] for day in self.days
        ]
        return [day for day in days if day], status == cp_model.OPTIMAL

    def _hold_day(self, day: int, room: int) -> None:
        """A day is not longer than it may be; a scene that is longer alone has no other beside it."""
        long = [strip for strip in self.strips if strip.eighths > room]
        load = sum(min(strip.eighths, room) * self.on[strip.scene, day] for strip in self.strips)
        self.model.add(load <= room)
        for strip in long:
            for other in self.strips:
                if other is not strip:
                    self.model.add_at_most_one(self.on[strip.scene, day], self.on[other.scene, day])

    def _opened(self, what: str, day: int) -> list[cp_model.IntVar]:
        """For each place (or hour) whether a day has it."""
        opened = []
        for name in dict.fromkeys(getattr(strip, what) for strip in self.strips):
            here = self.model.new_bool_var(f"{what} {name} on {day}")
            for strip in self.strips:
                if getattr(strip, what) == name:
                    self.model.add_implication(self.on[strip.scene, day], here)
            opened.append(here)
        return opened

    def _waits(self, name: str) -> cp_model.LinearExpr:
        """The days between somebody's first and last that he does not work."""
        his = [strip for strip in self.strips if name in strip.cast]
        first = self.model.new_int_var(0, len(self.days) - 1, f"first of {name}")
        last = self.model.new_int_var(0, len(self.days) - 1, f"last of {name}")
        works = []
        for day in self.days:
            here = self.model.new_bool_var(f"{name} on {day}")
            self.model.add_max_equality(here, [self.on[strip.scene, day] for strip in his])
            self.model.add(first <= day).only_enforce_if(here)
            self.model.add(last >= day).only_enforce_if(here)
            works.append(here)
        return last - first + 1 - sum(works)


__all__ = ["stripboard"]
