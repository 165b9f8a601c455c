"""Curves for strokes: as few samples as keep the line, and one line along the middle of many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from scipy.ndimage import maximum
from scipy.spatial import cKDTree

from hwaryong.drawing.trace import Mask, blurred, traced
from hwaryong.media.stroke import Floats, Stroke, handles, resample, tangents

_ROUNDS = 64
_SLACK = (-0.16, -0.08, 0.0, 0.08, 0.16)  # a curve's own speed is uneven: it is looked for around its place
_WIDTH = 0.6  # of half a change of width, beside a change of place
_CELLS = 6.0  # a reach, on the grid on which the middle of many strokes is looked for
_MARGIN = 12  # cells around it
_MOST_CELLS = 720  # of the grid's side
_TAIL = 4.0  # reaches from its end, where a line may go on as another
_ON_COS = 0.5  # of the turn up to which it does
_NEAR = 48  # samples that a place of the middle is averaged from


def simplified(points: Floats, within_px: float) -> Floats:
    """(n, 3) samples → the fewest of them, by halving, whose smooth curve keeps the line and its width.

    The curve is the one that `ink.flatten` draws; of what lies off by more than `within_px` (half of the
    change of width counts too) the farthest sample is taken in, until nothing does.
    """
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1} | ({len(points) // 3, 2 * len(points) // 3} if _ring(points) else set())
    for _ in range(_ROUNDS):
        chosen = sorted(keep)
        off = _off(points, chosen)
        new = {
            a + 1 + int(off[a + 1 : b].argmax())
            for a, b in pairwise(chosen)
            if b - a > 1 and off[a + 1 : b].max() > within_px
        }
        if not new:
            break
        keep |= new
    return points[sorted(keep)]


def middle(strokes: Sequence[Stroke], reach_px: float, *, across: bool = True) -> list[Floats]:
    """(n, 3) samples along the middle of rough strokes that mean one line, at most `reach_px` apart.

    Their union, with the slits between them closed, is thinned. Of what the longest line leaves out, the
    other side of an opening is averaged with its own side (where lines mean one `across` it), and what goes
    on at its end is joined to it; the rest follows as lines of its own. Then each place moves across the
    line to the mean of the strokes there.
    """
    dense = [resample(s.points, max(int(s.length_px / reach_px * _CELLS) + 1, 2)) for s in strokes]
    low = np.min([line[:, :2].min(axis=0) for line in dense], axis=0)
    high = np.max([line[:, :2].max(axis=0) for line in dense], axis=0)
    cell = max(reach_px / _CELLS, float((high - low).max()) / _MOST_CELLS)
    samples = np.vstack(dense)
    union = _union(dense, low, high, cell, reach_px)
    thin = [
        (line.points[:, :2] - 0.5 - _MARGIN) * cell + low
        for line in traced(union, spur_px=_CELLS, step_px=1.0)
    ]
    lines: list[Floats] = []
    reaches: list[float] = []
    for xy in sorted(thin, key=lambda line: -len(line)):
        if not lines or (len(xy) * cell > 2 * reach_px and _apart(xy, lines, reach_px)):
            _take_in(xy, lines, reaches, reach_px, across)
    if not lines:
        return [max(strokes, key=lambda stroke: stroke.length_px).points]
    width = np.median(samples[:, 2])
    whole = [_straight_ended(np.column_stack([line, np.full(len(line), width)])) for line in lines]
    return [_averaged(line, samples, reach, cell) for line, reach in zip(whole, reaches, strict=True)]


def _take_in(xy: Floats, lines: list[Floats], reaches: list[float], reach_px: float, across: bool) -> None:
    """Make a line part of the one beside whose middle, or at whose end, it lies; or add it.

    `reaches` grow with the opening between both sides.
    """
    for number, line in enumerate(lines):
        away, at = (np.asarray(found) for found in cKDTree(line).query(xy[[0, -1]]))
        if across and away.max() <= 2 * reach_px:  # the other side of an opening
            a, b = sorted(at.tolist())
            side = line[a : b + 1]
            if len(side) > 2 and 0.5 < len(side) / len(xy) < 2:
                other = resample(xy if at[0] <= at[1] else xy[::-1], len(side))
                lines[number] = np.vstack([line[:a], (side + other) / 2, line[b + 1 :]])
                reaches[number] = max(reaches[number], float(np.hypot(*(side - other).T).max()))
                return
        for end in np.flatnonzero(away <= 2 * reach_px).tolist():
            joined = _joined(line, int(at[end]), xy if end == 0 else xy[::-1], reach_px)
            if joined is not None:
                lines[number] = joined
                return
    lines.append(xy)
    reaches.append(reach_px)


def _joined(line: Floats, at: int, on: Floats, reach_px: float) -> Floats | None:
    """The line up to `at`, near one of its ends, and what goes on from there without a corner."""
    step = float(np.hypot(*(line[-1] - line[-2]))) or 1.0
    far = int(_TAIL * reach_px / step)
    if at < len(line) / 2:
        line, at = line[::-1], len(line) - 1 - at
    if len(line) - 1 - at > far or _ring(line):
        return None
    come, go = line[at] - line[max(at - far, 0)], on[min(far, len(on) - 1)] - on[0]
    turn = float(come @ go) / max(float(np.hypot(*come) * np.hypot(*go)), 1e-9)
    return np.vstack([line[: at + 1], on[1:]]) if turn > _ON_COS else None


def _straight_ended(line: Floats) -> Floats:
    """A thinned line whose open ends, which run into a corner of the union, go straight on instead."""
    cut = int(_CELLS)
    if _ring(line) or len(line) < 4 * cut:
        return line
    inner = line[cut:-cut]
    ways = (inner[0] - inner[cut]) / cut, (inner[-1] - inner[-1 - cut]) / cut
    steps = np.arange(1, cut + 1)[:, None]
    return np.vstack([(inner[0] + steps * ways[0])[::-1], inner, inner[-1] + steps * ways[1]])


def _apart(xy: Floats, lines: Sequence[Floats], reach_px: float) -> bool:
    """Whether most of it lies beside none of the lines."""
    if not lines:
        return True
    away, _ = cKDTree(np.vstack(lines)[:, :2]).query(xy)
    return float((np.asarray(away) > reach_px).mean()) > 0.5


def _union(dense: Sequence[Floats], low: Floats, high: Floats, cell: float, reach_px: float) -> Mask:
    """The strokes on a grid, closed as far as they lie apart, and farther until they hang together."""
    width, height = np.ceil((high - low) / cell + 2 * _MARGIN).astype(int).tolist()
    drawn = np.zeros((height + 1, width + 1), np.uint8)
    for line in dense:
        at = np.rint(((line[:, :2] - low) / cell + _MARGIN) * 16).astype(np.int32)
        cv2.polylines(drawn, [at], False, 1, 1, cv2.LINE_8, 4)
    radius = max(int(np.ceil(min(_spacing(dense), 2 * reach_px) / cell / 2)) + 1, 2)
    for size in range(radius, int(4 * _CELLS)):
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1))
        closed = cv2.morphologyEx(np.pad(drawn, size), cv2.MORPH_CLOSE, disc)[size:-size, size:-size]
        if cv2.connectedComponents(closed)[0] == 2:
            break
    if max(width, height) < 2 * _MARGIN + 4 * _CELLS:  # a small ring is a ring
        return np.asarray(closed > 0, np.bool_)
    _, holes = cv2.connectedComponents(1 - closed, connectivity=4)
    inside = cv2.distanceTransform(1 - closed, cv2.DIST_L2, cv2.DIST_MASK_5)
    hole = np.asarray(holes, np.int64)
    room = np.asarray(maximum(inside, hole, np.arange(int(hole.max()) + 1)))
    return np.asarray((closed > 0) | (room[hole] < _CELLS), np.bool_)


def _spacing(dense: Sequence[Floats]) -> float:
    """px within which most places of the strokes find another stroke."""
    trees = [cKDTree(line[:, :2]) for line in dense]
    apart = [
        np.min([np.asarray(tree.query(line[:, :2])[0]) for k, tree in enumerate(trees) if k != i], axis=0)
        for i, line in enumerate(dense)
    ]
    near = np.concatenate(apart)
    return float(np.quantile(near, 0.9))


def _averaged(line: Floats, samples: Floats, reach_px: float, step_px: float) -> Floats:
    tree = cKDTree(samples[:, :2])
    for _ in range(2):
        distance, near = tree.query(
            line[:, :2], k=min(_NEAR, len(samples)), distance_upper_bound=1.5 * reach_px
        )
        found = np.isfinite(distance)
        offset = samples[np.where(found, near, 0), :2] - line[:, None, :2]
        along = tangents(line[:, :2])
        normal = np.column_stack([along[:, 1], -along[:, 0]])
        weight = np.where(found, np.exp(-((np.einsum("nki,ni->nk", offset, along) / (2 * step_px)) ** 2)), 0)
        across = (np.einsum("nki,ni->nk", offset, normal) * weight).sum(axis=1)
        line = line.copy()
        line[:, :2] += normal * (across / np.maximum(weight.sum(axis=1), 1e-6))[:, None]
        line = blurred(line, reach_px / step_px / 2)
    return line


def _off(points: Floats, chosen: Sequence[int]) -> Floats:
    """(n,) px by which the curve through the chosen samples misses each sample."""
    some = points[chosen]
    leave, reach = handles(some[:, :2])
    chord = np.hypot(*np.diff(some[:, :2], axis=0).T)
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))])
    step = np.clip(np.searchsorted(chosen, np.arange(len(points)), side="right") - 1, 0, len(chord) - 1)
    along, span = arc - arc[chosen][step], np.diff(arc[chosen])[step]
    t = (along / np.maximum(span, 1e-9))[:, None]
    size, here, there = chord[step][:, None], some[step], some[step + 1]
    best = np.full(len(points), np.inf)
    for slack in _SLACK:
        u = np.clip(t + slack * t * (1 - t), 0, 1)
        xy = (
            (2 * u**3 - 3 * u**2 + 1) * here[:, :2]
            + (u**3 - 2 * u**2 + u) * size * leave[step]
            + (3 * u**2 - 2 * u**3) * there[:, :2]
            + (u**3 - u**2) * size * reach[step]
        )
        best = np.minimum(best, np.hypot(*(xy - points[:, :2]).T))
    width = np.abs(here[:, 2] * (1 - t[:, 0]) + there[:, 2] * t[:, 0] - points[:, 2]) / 2
    return np.asarray(np.maximum(best, width * _WIDTH), np.float64)


def _ring(points: Floats) -> bool:
    return float(np.hypot(*(points[0, :2] - points[-1, :2]))) < 1e-6
