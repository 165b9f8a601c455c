"""From a breakdown to a stripboard: which scenes are made together, on which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown
from hwaryong.media.stripboard import Strip, Stripboard
from hwaryong.story.strips import HOLD, LIGHT, MOVE, Days, annealed, chained, cost, packed, tally, together
from hwaryong.tool import tool

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MAX_SCENES: Final = 400


@tool("story.stripboard", version=1, libraries=("ortools",), timeout_s=1800.0)
def stripboard(
    breakdown: Breakdown,
    *,
    lang: str,
    day_eighths: int = Field(40, ge=1, le=800),
    effort: float = Field(5.0, gt=0, le=600),
) -> Stripboard:
    """Put scenes on days of `day_eighths`, so that places change little and nobody of the cast waits.

    A first order by annealing is handed to OR-Tools' CP-SAT, which betters it or proves it best: a scene has
    one day, a day is not longer than it may be (a longer scene has a day alone), and what costs are places
    and hours a day, and days that one of the cast waits between two of work. `effort` is CP-SAT's
    deterministic time (about seconds), so the same breakdown gives the same board; where it does not suffice
    to prove the order best, `best` is false. Within a day scenes of a place stand together, in the order of
    hours and of the script.
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
    as_written = packed(strips, day_eighths)
    by_place = packed(together(strips), day_eighths)
    start = annealed(min((as_written, by_place), key=cost), day_eighths, effort)
    solved, best = _Board(strips, day_eighths, start).solved(effort)
    days = min((start, chained(solved)), key=cost)
    return Stripboard(day_eighths, tuple(tuple(day) for day in days), tally(days), tally(as_written), best)


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
        places = [self._opened("place", day) for day in self.days]
        costs = [
            MOVE * sum(places[day].values()) + LIGHT * sum(self._opened("hour", day).values())
            for day in self.days
        ]
        costs += [-MOVE * kept for kept in self._stays(places)]
        costs += [HOLD * self._waits(name) for name in dict.fromkeys(n for s in strips for n in s.cast)]
        self.model.minimize(sum(costs))
        for day, those in enumerate(start):
            for strip in strips:
                self.model.add_hint(self.on[strip.scene, day], strip in those)

    def solved(self, effort: float) -> tuple[Days, bool]:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.repair_hint = True
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

    def _opened(self, what: str, day: int) -> dict[str, cp_model.IntVar]:
        """For each place (or hour) whether a day has it."""
        opened = {}
        for name in dict.fromkeys(getattr(strip, what) for strip in self.strips):
            here = self.model.new_bool_var(f"{what} {name} on {day}")
            for strip in self.strips:
                if getattr(strip, what) == name:
                    self.model.add_implication(self.on[strip.scene, day], here)
            opened[name] = here
        return opened

    def _stays(self, places: Sequence[dict[str, cp_model.IntVar]]) -> Iterator[cp_model.IntVar]:
        """Whether a day begins where the one before ended; a day of several places cannot do both in one."""
        before: dict[str, cp_model.IntVar] = {}
        for day, (here, there) in enumerate(pairwise(places)):
            stays = {name: self.model.new_bool_var(f"in {name} from {day} on") for name in here}
            one = self.model.new_bool_var(f"one place on {day}")
            self.model.add(sum(here.values()) <= 1).only_enforce_if(one)
            self.model.add_at_most_one(stays.values())
            for name, stay in stays.items():
                self.model.add_bool_and(here[name], there[name]).only_enforce_if(stay)
                if name in before:
                    self.model.add(stay + before[name] <= 1 + one)
            before = stays
            yield from stays.values()

    def _waits(self, name: str) -> cp_model.LinearExpr | int:
        """The days between somebody's first and last that he does not work.

        `begun` never falls and `goes_on` never rises over the days; both hold on every day between.
        """
        his = [strip for strip in self.strips if name in strip.cast]
        begun = [self.model.new_bool_var(f"{name} begun by {day}") for day in self.days]
        goes_on = [self.model.new_bool_var(f"{name} goes on from {day}") for day in self.days]
        works = [self.model.new_bool_var(f"{name} on {day}") for day in self.days]
        for day, works_here in enumerate(works):
            self.model.add_max_equality(works_here, [self.on[strip.scene, day] for strip in his])
            self.model.add_implication(works_here, begun[day])
            self.model.add_implication(works_here, goes_on[day])
        for first, then in pairwise(self.days):
            self.model.add_implication(begun[first], begun[then])
            self.model.add_implication(goes_on[then], goes_on[first])
        return sum(begun) + sum(goes_on) - len(self.days) - sum(works)


__all__ = ["stripboard"]
