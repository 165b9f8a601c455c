"""Which stroke of one key is which stroke of the other, sample by sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from hwaryong.drawing.hues import hues
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Mark, Point
from hwaryong.media.stroke import Dot, Floats, Kind, Stroke, resample

Complex = NDArray[np.complex128]
FEWEST, MOST = 8, 64  # samples of a stroke that had to be resampled
_MARK_PX = 24.0  # how far a mark may lie from its line
_NEAR = 0.35  # greatest mean distance of two strokes of one line, as a part of their length
_NEIGHBOURS = 24  # samples that carry a stroke that has no partner


@dataclass(frozen=True)
class Pair:
    """One stroke in both keys: sample i of `first` (n, 3) x, y, width in px is sample i of `last`.

    `rank` (0 back – 1 front) orders the strokes. A dot of paint is a pair of one sample, with its
    palette ids in `paints`. A stroke of one key only has its samples carried to the other by its
    neighbours, with width 0 there; `seen` tells in which keys it is drawn, `sure` (0–1) what the chance is
    that its samples correspond.
    """

    id: str
    kind: Kind
    first: Floats
    last: Floats
    rank: float
    colours: tuple[str, str] = ("", "")
    paints: tuple[str, str] = ("", "")
    seen: tuple[bool, bool] = (True, True)
    sure: float = 1.0


def pairs(first: Drawing, last: Drawing, marks: Sequence[Mark] = ()) -> list[Pair]:
    """Pair strokes and dots by id and kind, then what is left by nearness, then carry what stands alone.

    Strokes with the same number of samples correspond sample by sample (a redrawn key keeps its
    samples), others at equal arc length; a mark makes the two points that it names correspond.
    """
    ends = {_stroke_at(first, mark.first) for mark in marks if mark.ends and mark.first}
    begins = {_stroke_at(last, mark.last) for mark in marks if mark.begins and mark.last}
    ours = {s.id: s for s in first.strokes if s.id not in ends}
    theirs = {s.id: s for s in last.strokes if s.id not in begins}
    same = [(s, theirs[s.id]) for s in ours.values() if s.id in theirs and s.kind == theirs[s.id].kind]
    done = {s.id for s, _ in same}
    same += _nearest(
        [s for s in ours.values() if s.id not in done],
        [s for s in theirs.values() if s.id not in done],
        hues(first.of_kind("ink"), last.of_kind("ink")),
    )
    ranks = [{s.id: i / len(key.strokes) for i, s in enumerate(key.strokes)} for key in (first, last)]
    found = [_pair(a, b, (ranks[0][a.id] + ranks[1][b.id]) / 2, marks) for a, b in same]
    both = list(found)
    for side, key, taken in ((0, first, {a.id for a, _ in same}), (1, last, {b.id for _, b in same})):
        found += [alone(s, ranks[side][s.id], side, both) for s in key.strokes if s.id not in taken]
    return named(sorted(found, key=lambda pair: pair.rank)) + dots(first, last, both)


def plane(points: Floats) -> Complex:
    """x, y of (n, ≥2) samples as complex numbers."""
    return np.asarray(points[:, 0] + 1j * points[:, 1], np.complex128)


def _pair(a: Stroke, b: Stroke, rank: float, marks: Sequence[Mark]) -> Pair:
    knots = [_knot(a, b, mark) for mark in marks if mark.joins]
    first, last = _corresponding(a.points, b.points, [knot for knot in knots if knot])
    return Pair(a.id, a.kind, first, last, rank, (a.colour, b.colour))


def _corresponding(a: Floats, b: Floats, knots: Sequence[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Both lines with the same number of samples; `knots` are arc lengths (0–1) that must correspond."""
    if len(a) == len(b) and not knots:
        return a, b
    if min(len(a), len(b)) == 1:
        return resample(a, max(len(a), len(b))), resample(b, max(len(a), len(b)))
    count = min(max(len(a), len(b), FEWEST), MOST)
    fixed = np.array(sorted([(0.0, 0.0), *knots, (1.0, 1.0)]))
    at = np.linspace(0, 1, count)
    at = np.sort(np.append(at, fixed[1:-1, 0]))
    return _at(a, at), _at(b, np.interp(at, fixed[:, 0], np.maximum.accumulate(fixed[:, 1])))


def _at(points: Floats, at: Floats) -> Floats:
    arc = _arc(points)
    return np.column_stack([np.interp(at, arc, column) for column in points.T])


def _arc(points: Floats) -> Floats:
    arc = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(plane(points))))])
    return arc / arc[-1] if arc[-1] else arc


def _knot(a: Stroke, b: Stroke, mark: Mark) -> tuple[float, float] | None:
    """The arc lengths (0–1) of the two points that a mark names, where both lie on this stroke."""
    assert mark.first is not None
    assert mark.last is not None
    from_a = np.abs(plane(a.points) - complex(*mark.first))
    from_b = np.abs(plane(b.points) - complex(*mark.last))
    if max(from_a.min(), from_b.min()) > _MARK_PX:
        return None
    return float(_arc(a.points)[from_a.argmin()]), float(_arc(b.points)[from_b.argmin()])


def _stroke_at(key: Drawing, point: Point) -> str:
    """The id of the stroke that a mark names, "" where none is near."""
    distance, id = min(
        ((float(np.abs(plane(s.points) - complex(*point)).min()), s.id) for s in key.strokes),
        default=(np.inf, ""),
    )
    return id if distance <= _MARK_PX else ""


def _nearest(
    left: Sequence[Stroke], right: Sequence[Stroke], hue: Callable[[Stroke], int]
) -> list[tuple[Stroke, Stroke]]:
    """Strokes of one hue whose ids differ, matched one to one by mean distance, drawn in either direction."""
    if not left or not right:
        return []
    cost = np.full((len(left), len(right)), 1e9)
    turned = np.zeros(cost.shape, bool)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            if a.kind != b.kind or hue(a) != hue(b):
                continue
            here, there = plane(resample(a.points, 16)), plane(resample(b.points, 16))
            ways = [float(np.abs(here - there).mean()), float(np.abs(here - there[::-1]).mean())]
            turned[i, j] = ways[1] < ways[0]
            cost[i, j] = min(ways) / max(a.length_px, b.length_px, 8.0)
    rows, columns = linear_sum_assignment(cost)
    return [
        (left[i], right[j].moved(right[j].points[::-1]) if turned[i, j] else right[j])
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        if cost[i, j] <= _NEAR
    ]


def alone(stroke: Stroke, rank: float, side: int, both: Sequence[Pair]) -> Pair:
    """A stroke of one key (`side` 0 first, 1 last), carried to the other key with width 0."""
    carried = stroke.points.copy()
    moved = _carried(plane(stroke.points), side, both)
    carried[:, 0], carried[:, 1] = moved.real, moved.imag
    if stroke.kind == "ink":
        carried[:, 2] = 0
    ends = (stroke.points, carried) if side == 0 else (carried, stroke.points)
    return Pair(stroke.id, stroke.kind, *ends, rank, (stroke.colour,) * 2, seen=(side == 0, side == 1))


def _carried(points: Complex, side: int, both: Sequence[Pair]) -> Complex:
    """Points of one key moved to the other by the similarity of their nearest samples."""
    if not both:
        return points
    here = np.concatenate([plane((pair.first, pair.last)[side]) for pair in both])
    there = np.concatenate([plane((pair.last, pair.first)[side]) for pair in both])
    centre = points.mean()
    near = np.argsort(np.abs(here - centre), kind="stable")[:_NEIGHBOURS]
    turn, shift = similarity(here[near], there[near])
    return np.asarray(turn * points + shift, np.complex128)


def similarity(a: Complex, b: Complex, weight: Floats | None = None) -> tuple[complex, complex]:
    """The least-squares z → turn·z + shift of points a to b; only a shift where a has no extent."""
    weight = np.ones(len(a)) if weight is None else weight
    middle_a, middle_b = (weight * a).sum() / weight.sum(), (weight * b).sum() / weight.sum()
    size = float((weight * np.abs(a - middle_a) ** 2).sum())
    turn = complex((weight * np.conj(a - middle_a) * (b - middle_b)).sum() / size) if size > 1e-6 else 1 + 0j
    if abs(turn) < 0.2:
        turn = 1 + 0j
    return turn, complex(middle_b - turn * middle_a)


def steady(a: Complex, b: Complex) -> tuple[complex, complex]:
    """The similarity that most of the points agree on (iteratively reweighted, Cauchy)."""
    weight = np.ones(len(a))
    for _ in range(12):
        turn, shift = similarity(a, b, weight)
        rest = np.abs(turn * a + shift - b)
        weight = 1 / (1 + (rest / max(float(np.median(rest)), 1.0)) ** 2)
    return turn, shift


def dots(first: Drawing, last: Drawing, both: Sequence[Pair]) -> list[Pair]:
    """The dots of paint of both keys by id; one of one key only is carried by the strokes near it."""
    theirs = {dot.id: dot for dot in last.dots}
    found = [_dot_pair(dot, theirs.get(dot.id), 0, both) for dot in first.dots]
    ours = {dot.id for dot in first.dots}
    return found + [_dot_pair(dot, None, 1, both) for dot in last.dots if dot.id not in ours]


def _dot_pair(dot: Dot, other: Dot | None, side: int, both: Sequence[Pair]) -> Pair:
    here = np.array([[dot.x, dot.y, 0.0]])
    if other:
        there = np.array([[other.x, other.y, 0.0]])
        return Pair(dot.id, "ink", here, there, 1.0, paints=(dot.paint, other.paint))
    moved = _carried(plane(here), side, both)
    there = np.array([[moved[0].real, moved[0].imag, 0.0]])
    ends = (here, there) if side == 0 else (there, here)
    return Pair(dot.id, "ink", *ends, 1.0, paints=(dot.paint,) * 2, seen=(side == 0, side == 1))


def named(found: Sequence[Pair]) -> list[Pair]:
    """The pairs with ids of their own: where two keys use one id for two strokes, the second gets a prime."""
    taken: set[str] = set()
    named = []
    for pair in found:
        id = pair.id
        while id in taken:
            id += "'"
        taken.add(id)
        named.append(replace(pair, id=id))
    return named
