"""Pairs of lines for keys whose strokes share no ids: found by laying one key's lines on the other's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hwaryong.drawing.pairs import Pair, alone, dots, named
from hwaryong.drawing.registration import SURE_PART, Registration, registered
from hwaryong.drawing.samples import Samples
from hwaryong.drawing.trace import Mask, inked, separated, traced
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Mark, Point
from hwaryong.media.stroke import COLOURS, Stroke

_SPUR_PART = 1 / 160  # of the paper's longer side
_LEAST_PX = 4.0  # shorter strokes of a traced key are specks
_MARK_PART = 1 / 30  # of the paper's longer side: how far a mark may lie from its line
_LEAST_PART = 0.03  # of the figure: shorter pieces stay with the piece beside them


@dataclass(frozen=True)
class Match:
    """The pairs of two keys, and what tells how far they can be trusted (shares 0–1 of the ink, unless said).

    `moved` is the mean way as a part of the figure's size; `lost` the ink of the first key, `new` that of
    the last, without partner; `misfit` of the patches (0–1); `stretch` the mean |log| of lengths.
    """

    pairs: list[Pair]
    moved: float
    lost: float
    new: float
    misfit: float
    stretch: float
    size_px: float


def matched(first: Drawing, last: Drawing, marks: Sequence[Mark] = ()) -> Match:
    """Lay the first key's lines on the last's and pair what meets; the rest thins out or grows.

    Keys in pixels are traced; of keys with strokes their ink is taken. Raises BadInput where a key has none.
    """
    ends = [mark.first for mark in marks if mark.ends and mark.first]
    begins = [mark.last for mark in marks if mark.begins and mark.last]
    ours, going = _without(_lines(first, "first"), ends, first)
    theirs, coming = _without(_lines(last, "last"), begins, last)
    here = Samples.of(ours, first.width_px, first.height_px)
    there = Samples.of(theirs, last.width_px, last.height_px)
    ways = [(mark.first, mark.last) for mark in marks if mark.first and mark.last]
    laid = registered(here, there, ways)
    fewest = max(round(_LEAST_PART * here.size_px / here.step_px), 3)
    both = [*_both(here, there, laid, ours, theirs, fewest)]
    new = [*_new(here, there, laid, theirs, fewest)]
    kept = [pair for pair in both if all(pair.seen)] or both
    hidden = [[s for s in key.strokes if s.kind == "close"] for key in (first, last)]
    pairs = both + [alone(stroke, 0.5, 0, kept) for stroke in [*going, *hidden[0]]]
    pairs += [_joined(alone(stroke, 0.5, 1, kept), here, laid) for stroke in new]
    pairs += [alone(stroke, 0.5, 1, kept) for stroke in [*coming, *hidden[1]]]
    return Match(
        named(pairs) + dots(first, last, kept), float(np.hypot(*(laid.xy - here.xy).T).mean()) / here.size_px,
        float(1 - laid.found.mean()), sum(stroke.length_px for stroke in new) / _length(theirs),
        float(laid.misfit.mean()), float(laid.stretch.mean()), here.size_px,
    )  # fmt: skip


def _length(strokes: Sequence[Stroke]) -> float:
    return max(sum(stroke.length_px for stroke in strokes), 1e-9)


def _lines(key: Drawing, name: str) -> list[Stroke]:
    """The ink of a key as strokes, all in one colour where it is pixels."""
    if key.raster is None:
        return list(key.of_kind("ink"))
    mask = inked(separated(key)[0])
    colour = _colour(key, mask)
    spur = max(key.width_px, key.height_px) * _SPUR_PART
    found = [
        Stroke(s.id, s.points, "ink", colour) for s in traced(mask, spur_px=spur) if s.length_px >= _LEAST_PX
    ]
    if not found:
        raise BadInput(f"no lines are found in the {name} key", mend="draw it darker")
    return found


def _colour(key: Drawing, mask: Mask) -> str:
    """The ink's colour: the median of the masked pixels that are darkest."""
    assert key.raster is not None
    pixels = key.raster[mask]
    if not len(pixels):
        return COLOURS["ink"]
    luma = pixels[:, :3] @ np.array([0.2126, 0.7152, 0.0722])
    dark = pixels[luma <= np.quantile(luma, 0.2), :3]
    return "#" + bytes(np.median(dark, axis=0).astype(np.uint8).tolist()).hex()


def _without(
    strokes: list[Stroke], points: Sequence[Point], key: Drawing
) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes but those nearest to the points, and those; one stroke is left in any case."""
    reach = max(key.width_px, key.height_px) * _MARK_PART
    left, taken = list(strokes), []
    for point in points:
        away = [float(np.hypot(*(s.points[:, :2] - point).T).min()) for s in left]
        if len(left) > 1 and min(away) <= reach:
            taken.append(left.pop(int(np.argmin(away))))
    return left, taken


def _both(
    here: Samples,
    there: Samples,
    laid: Registration,
    ours: Sequence[Stroke],
    theirs: Sequence[Stroke],
    fewest: int,
) -> Iterator[Pair]:
    """The first key's strokes, cut where a line is found in the last key and where not."""
    for stroke, a, b in zip(ours, here.starts[:-1].tolist(), here.starts[1:].tolist(), strict=True):
        other = theirs[there.stroke[laid.partner[(a + b) // 2]]]
        for start, stop, found in _runs(laid.found[a:b], fewest):
            piece = slice(
                a + start, a + min(stop + 1, b - a)
            )  # cut pieces share a sample, so they stay joined
            mine = np.column_stack([here.xy[piece], here.width_px[piece]])
            width = there.width_px[laid.partner[piece]] if found else here.width_px[piece]
            carried = np.column_stack([laid.xy[piece], width])
            colours = (stroke.colour, other.colour if found else stroke.colour)
            yield Pair(stroke.id, "ink", mine, carried, a / len(here.xy), colours, seen=(True, found))


def _runs(found: NDArray[np.bool_], fewest: int) -> list[tuple[int, int, bool]]:
    """Start, stop and value of the runs of a row; short ones go with the run before them."""
    cuts = [0, *(np.flatnonzero(np.diff(found.astype(np.int8))) + 1).tolist(), len(found)]
    runs: list[tuple[int, int, bool]] = []
    for start, stop in pairwise(cuts):
        value = bool(found[start])
        if runs and (stop - start < fewest or runs[-1][2] == value):
            runs[-1] = (runs[-1][0], stop, runs[-1][2])
        else:
            runs.append((start, stop, value))
    if len(runs) > 1 and runs[0][1] - runs[0][0] < fewest:
        runs[:2] = [(0, runs[1][1], runs[1][2])]
    return runs


def _new(
    here: Samples, there: Samples, laid: Registration, strokes: Sequence[Stroke], fewest: int
) -> Iterator[Stroke]:
    """The pieces of the last key's strokes on which nothing of the first key came to lie."""
    drawn = laid.xy[laid.found] if laid.found.any() else laid.xy
    away, _ = cKDTree(drawn).query(there.xy)
    new = np.asarray(away) > 1.5 * SURE_PART * here.size_px
    for stroke, a, b in zip(strokes, there.starts[:-1].tolist(), there.starts[1:].tolist(), strict=True):
        for start, stop, uncovered in _runs(new[a:b], fewest):
            if uncovered:
                piece = slice(a + start, a + stop)
                yield stroke.moved(np.column_stack([there.xy[piece], there.width_px[piece]]))


def _joined(new: Pair, here: Samples, laid: Registration) -> Pair:
    """A piece of the last key, carried to the first: its ends go to what they touch, the rest follows."""
    at = new.last[:, :2]
    away, near = laid.tree.query(at[[0, -1]])
    missed = here.xy[near] + at[[0, -1]] - laid.xy[near] - new.first[[0, -1], :2]
    missed[away > 3 * here.step_px] = 0
    share = np.linspace(0, 1, len(at))[:, None]
    first = new.first.copy()
    first[:, :2] += (1 - share) * missed[0] + share * missed[1]
    first[:, 2] = new.last[:, 2]
    return replace(new, first=first)
