"""Flips: the smallest change in a sheet that makes another way the likeliest.

Utility is linear in every number of the sheet, so the level that one number needs is the end of an interval,
and the smallest change of two numbers (by the sum of their shares of their scales) lies at a corner of a
linear programme in the plane; all pairs are looked at. What is found is tried on the sheet before it is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from hwaryong.media.cast import Belief, Cast, Character
from hwaryong.media.decision import Change
from hwaryong.media.situation import Step
from hwaryong.story.levers import Lever, levers, slopes
from hwaryong.story.mind import Mind
from hwaryong.story.utility import Chance, Weights, chances, likeliest

_MARGIN = 1e-6  # log-odds by which the flipped option leads
_GRID = (10, 100, 10_000)  # levels are told in tenths where that suffices
_TRIES = 40
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Flip:
    """The changes of the sheet that make the option at `to` the likeliest; `size` is by their scales."""

    to: int
    changes: tuple[Change, ...]
    size: float


class Flips:
    """The flips of one decision."""

    def __init__(self, cast: Cast, step: Step, weights: Weights, found: Sequence[Chance]) -> None:
        self._cast, self._step, self._weights, self._found = cast, step, weights, found
        self._sheet = cast.character(step.who)
        self._others: dict[str, Mind] = {}

    def all(self) -> list[Flip | None]:
        """For each option the smallest flip to it; for the likeliest the smallest one away from it."""
        top = likeliest(self._found)
        flips = [None if at == top else self._towards(at) for at in range(len(self._found))]
        away = [flip for flip in flips if flip]
        flips[top] = min(away, key=lambda flip: (len(flip.changes), flip.size), default=None)
        return flips

    def _towards(self, at: int) -> Flip | None:
        """The smallest change after which the option at a place is the likeliest."""
        learned: tuple[Change, ...] = ()
        sheet = self._sheet
        if self._found[at].lacks:
            taught = _taught(sheet, self._found[at].lacks, self._step.when)
            if taught is None:
                return None
            sheet, learned = taught
            if self._leads(sheet, at):
                return Flip(at, learned, len(learned)) if len(learned) < 3 else None
        search = _Search(self._ground if sheet is self._sheet else self._stand(sheet), at)
        pairs = search.pairs() if not learned else ()
        for _, moves in (*search.singles(), *pairs) if len(learned) < 2 else ():
            for digits in _GRID:
                rounded = [(lever, _outward(lever, then, digits)) for lever, then in moves]
                changed = sheet
                for lever, then in rounded:
                    changed = lever.moved(changed, then)
                if self._leads(changed, at):
                    told = tuple(lever.change(sheet.name, then) for lever, then in rounded)
                    size = sum(abs(then - lever.now) / lever.scale for lever, then in rounded)
                    return Flip(at, (*learned, *told), size + len(learned))
        return None

    def _leads(self, sheet: Character, at: int) -> bool:
        cast = self._cast.with_character(sheet)
        return likeliest(chances(cast, self._step, self._weights, self._others)) == at

    @cached_property
    def _ground(self) -> _Ground:
        return self._stand(self._sheet)

    def _stand(self, sheet: Character) -> _Ground:
        cast, step = self._cast.with_character(sheet), self._step
        found = chances(cast, step, self._weights, self._others)
        hands = levers(cast, sheet, step)
        rows = [slopes(cast, sheet, step, self._weights, lever, self._others) for lever in hands]
        return _Ground(found, hands, np.array(rows, np.float64).reshape(len(hands), len(found)))


Move = tuple[float, list[tuple[Lever, float]]]


@dataclass(frozen=True)
class _Ground:
    """What a search stands on: the options, and what each lever adds to them (levers × options)."""

    found: Sequence[Chance]
    levers: list[Lever]
    slopes: Floats


class _Search:
    """Changes of one or two levers that lift the option at `at` over all others, smallest first."""

    def __init__(self, ground: _Ground, at: int) -> None:
        found = ground.found
        rivals = [one for one in range(len(found)) if one != at and not found[one].lacks]
        gaps = [found[at].utility - found[one].utility for one in rivals]
        self._short = np.array(gaps) - _MARGIN  # what is won already; negative is what is missing
        scale = np.array([lever.scale for lever in ground.levers])
        gain = (ground.slopes[:, [at]] - ground.slopes[:, rivals]) * scale[:, None]
        moving = np.flatnonzero((np.abs(gain) > 1e-12).any(axis=1))
        self._levers, self._gain = [ground.levers[number] for number in moving], gain[moving]
        self._low = np.array([(lever.low - lever.now) / lever.scale for lever in self._levers])
        self._high = np.array([(lever.high - lever.now) / lever.scale for lever in self._levers])

    def singles(self) -> list[Move]:
        """One number: the intersection of the half-lines on which each rival is beaten."""
        moves: list[Move] = []
        for number, lever in enumerate(self._levers):
            low, high = self._low[number], self._high[number]
            for gain, short in zip(self._gain[number], self._short, strict=True):
                if gain > 1e-12:
                    low = max(low, -short / gain)
                elif gain < -1e-12:
                    high = min(high, -short / gain)
                elif short < 0:
                    low = math.inf
            if low <= high:
                move = min((low, high), key=abs)
                moves.append((abs(move), [(lever, lever.now + move * lever.scale)]))
        return sorted(moves, key=lambda move: (move[0], move[1][0][0].address, move[1][0][0].key))

    def pairs(self) -> Iterator[Move]:
        """Two numbers: the corners of the region in which every rival is beaten, for all pairs at once."""
        pairs = np.array(
            [
                (a, b)
                for a, b in combinations(range(len(self._levers)), 2)
                if self._levers[a].address
                != self._levers[b].address  # one would be written over by the other
            ]
        ).reshape(-1, 2)
        if not len(pairs):
            return
        corners, size = self._corners(pairs)
        best = size.argmin(axis=1)
        least = size[np.arange(len(pairs)), best]
        for row in np.argsort(least, kind="stable")[:_TRIES]:
            if not np.isfinite(least[row]):
                return
            steps = corners[row, best[row]]
            moves = [(self._levers[a], move) for a, move in zip(pairs[row], steps, strict=True)]
            yield float(least[row]), [(one, one.now + move * one.scale) for one, move in moves]

    def _corners(self, pairs: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Every corner of each pair's region, and its size; infinite where it lies outside of the region."""
        a, b = self._gain[pairs[:, 0]], self._gain[pairs[:, 1]]
        zero, one = np.zeros(len(pairs)), np.ones(len(pairs))
        lines = [(a[:, j], b[:, j], zero - self._short[j]) for j in range(a.shape[1])]
        for side in (self._low, self._high):
            lines += [(one, zero, side[pairs[:, 0]]), (zero, one, side[pairs[:, 1]])]
        found = []
        with np.errstate(all="ignore"):
            for (p, q, r), (s, t, u) in combinations(lines, 2):
                det = p * t - q * s
                found.append(np.stack([(r * t - q * u) / det, (p * u - r * s) / det], axis=1))
        corners = np.stack(found, axis=1)
        inside = np.isfinite(corners).all(axis=2)
        for place in range(2):
            number = pairs[:, place, None]
            inside &= corners[:, :, place] >= self._low[number] - 1e-9
            inside &= corners[:, :, place] <= self._high[number] + 1e-9
        with np.errstate(all="ignore"):
            won = a[:, None] * corners[:, :, :1] + b[:, None] * corners[:, :, 1:] + self._short
            inside &= (won >= -1e-9).all(axis=2)
        return corners, np.where(inside, np.abs(corners).sum(axis=2), np.inf)


def _taught(
    sheet: Character, lacks: Sequence[str], when: float
) -> tuple[Character, tuple[Change, ...]] | None:
    """The sheet with the beliefs known by then; None where it knows nothing of one of them."""
    changes = []
    for id in lacks:
        rows = [(at, one) for at, one in sheet.entries() if isinstance(one, Belief) and one.id == id]
        later = [
            (at, one) for at, one in rows if one.begins is not None and one.begins > when and one.strength
        ]
        if not later:
            return None
        address, belief = later[0]
        assert belief.begins is not None
        known = belief.model_copy(update={"known_from": when, "from_": None})
        sheet = sheet.with_entry(address, known)
        changes.append(
            Change(
                entry=f"{sheet.name}: {address}",
                of=id,
                key="known_from",
                what=f"“{belief.text}”",
                now=belief.begins,
                then=when,
            )
        )
    return sheet, tuple(changes)


def _outward(lever: Lever, then: float, digits: int) -> float:
    """A level rounded away from the present one, within the bounds."""
    scaled = then * digits
    whole = math.ceil(scaled - 1e-9) if then > lever.now else math.floor(scaled + 1e-9)
    return min(max(whole / digits, lever.low), lever.high)


__all__ = ["Flip", "Flips"]
