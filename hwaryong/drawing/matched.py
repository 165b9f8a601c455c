"""Pairs of lines for keys whose strokes share no ids: found by laying one key's lines on the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hwaryong.drawing.pairs import Pair, alone, dots
from hwaryong.drawing.registration import registered
from hwaryong.drawing.samples import Samples
from hwaryong.drawing.settling import Registration
from hwaryong.drawing.trace import Mask, inked, reduced, separated, traced
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Mark, Point
from hwaryong.media.stroke import COLOURS, Stroke

_SPUR_PART = 1 / 160  # of the paper's longer side
_MOST_PX = 2000  # a side that is traced
_LEAST_PX = 4.0  # shorter strokes of a traced key are specks
_MARK_PART = 1 / 30  # of the paper's longer side: how far a mark may lie from its line


@dataclass(frozen=True)
class Match:
    """The lines of one key with their places in the other, and what tells how far they can be trusted.

    `moved` is the mean way as a part of the figure's size; `lost` the share of the ink here, `new` of that
    there, without partner; `misfit` of the patches (0–1); `stretch` the mean |log| of lengths,
    `bent` how far shapes gave (0–1), `spread` how far another solution is, as a part of the figure's size.
    """

    pairs: list[Pair]
    moved: float
    lost: float
    new: float
    misfit: float
    stretch: float
    bent: float
    spread: float


def matched(here: Drawing, there: Drawing, marks: Sequence[Mark] = ()) -> Match:
    """Lay the lines of one key on those of the other; what finds no line there goes along with the rest.

    Keys in pixels are traced; of keys with strokes their ink is taken. Raises BadInput where a key has none.
    """
    ends = [mark.first for mark in marks if mark.ends and mark.first]
    begins = [mark.last for mark in marks if mark.begins and mark.last]
    ours, going = _without(_lines(here), ends, here)
    theirs, _ = _without(_lines(there), begins, there)
    mine = Samples.of(ours, here.width_px, here.height_px)
    others = Samples.of(theirs, there.width_px, there.height_px)
    laid = registered(mine, others, [(mark.first, mark.last) for mark in marks if mark.first and mark.last])
    pairs = _pairs(mine, others, laid, ours, theirs)
    kept = [s for s in here.strokes if s.kind == "close"]
    pairs += [replace(alone(stroke, 1.0, 0, pairs), seen=(True, True)) for stroke in [*going, *kept]]
    return Match(
        pairs + dots(here, there, pairs), float(np.hypot(*(laid.xy - mine.xy).T).mean()) / mine.size_px,
        laid.lost, laid.new, float(laid.misfit.mean()), float(laid.stretch.mean()), laid.bent, laid.spread,
    )  # fmt: skip


def _pairs(
    mine: Samples, others: Samples, laid: Registration, ours: Sequence[Stroke], theirs: Sequence[Stroke]
) -> list[Pair]:
    """Each stroke with its places in the other key; width and colour there are those of what it met."""
    found = []
    for stroke, a, b in zip(ours, mine.starts[:-1].tolist(), mine.starts[1:].tolist(), strict=True):
        width = np.where(laid.found[a:b], others.width_px[laid.partner[a:b]], mine.width_px[a:b])
        other = theirs[others.stroke[laid.partner[(a + b) // 2]]]
        first = np.column_stack([mine.xy[a:b], mine.width_px[a:b]])
        last = np.column_stack([laid.xy[a:b], width])
        found.append(Pair(stroke.id, "ink", first, last, a / len(mine.xy), (stroke.colour, other.colour)))
    return found


def _lines(key: Drawing) -> list[Stroke]:
    """The ink of a key as strokes, all in one colour where it is pixels."""
    if key.raster is None:
        return list(key.of_kind("ink"))
    longer = max(key.width_px, key.height_px)
    if longer > _MOST_PX:
        factor = longer / _MOST_PX
        return [stroke.moved(stroke.points * factor) for stroke in _lines(reduced(key, _MOST_PX))]
    mask = inked(separated(key)[0])
    colour = _colour(key, mask)
    spur = longer * _SPUR_PART
    found = [
        Stroke(s.id, s.points, "ink", colour) for s in traced(mask, spur_px=spur) if s.length_px >= _LEAST_PX
    ]
    if not found:
        raise BadInput("no lines are found in a key", mend="draw it darker")
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
