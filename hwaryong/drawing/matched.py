"""Pairs of lines for keys whose strokes share no ids: found by laying one key's lines on the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hwaryong.drawing.blots import ROUND
from hwaryong.drawing.hues import hues
from hwaryong.drawing.keylines import key_lines
from hwaryong.drawing.pairs import Pair, alone, dots
from hwaryong.drawing.registration import registered, turned
from hwaryong.drawing.riding import ridden
from hwaryong.drawing.samples import Samples
from hwaryong.drawing.settling import Registration, settled
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Mark, Point
from hwaryong.media.paper import HUES, hue_of
from hwaryong.media.stroke import Floats, Stroke

_MARK_PART = 1 / 30  # of the paper's longer side: how far a mark may lie from its line
_MET = 0.5  # of a close line: where less finds one there, it rides


@dataclass(frozen=True)
class Match:
    """The lines of one key with their places in the other, and what tells how far they can be trusted.

    `lost` is the share of the ink here, `new` of that there, without partner; `misfit` of the patches (0–1);
    `stretch` the mean |log| of lengths; `sure` the chance (0–1) that a sample lies where its line is.
    """

    pairs: list[Pair]
    lost: float
    new: float
    misfit: float
    stretch: float
    sure: float


@dataclass(frozen=True)
class _Key:
    """A key's ink as strokes and samples; `going` are those that a mark has end, or begin, here.

    `close` are its lines that bound paint.
    """

    drawing: Drawing
    strokes: list[Stroke]
    going: list[Stroke]
    close: list[Stroke]
    samples: Samples

    @classmethod
    def of(cls, drawing: Drawing, leaving: Sequence[Point]) -> _Key:
        ink, close = key_lines(drawing)
        strokes, going = _without(ink, leaving, drawing)
        return cls(drawing, strokes, going, close, Samples.of(strokes, drawing.width_px, drawing.height_px))

    @property
    def bounds(self) -> Samples:
        """The close lines, each of its hue, as samples of the figure that they belong to."""
        of = Samples.of(self.close, self.drawing.width_px, self.drawing.height_px)
        hued = of.hued([HUES.index(hue_of(line.colour)) for line in self.close])
        return replace(hued, size_px=self.samples.size_px)


def matched(first: Drawing, last: Drawing, marks: Sequence[Mark] = ()) -> Match:
    """Lay the lines of the first key on those of the last; what finds no line there goes along with the rest.

    Keys in pixels are traced; of keys with strokes their ink is taken. Raises BadInput where a key has none.
    """
    here, there = _keys(first, last, marks)
    return _match(here, there, registered(here.samples, there.samples, _ways(marks)))


def matched_both(first: Drawing, last: Drawing, marks: Sequence[Mark] = ()) -> tuple[Match, Match]:
    """As `matched`, and the same solution seen from the last key."""
    here, there = _keys(first, last, marks)
    onward = registered(here.samples, there.samples, _ways(marks))
    back = turned(there.samples, here.samples, onward, [(end, begin) for begin, end in _ways(marks)])
    return _match(here, there, onward), _match(there, here, back)


def _keys(first: Drawing, last: Drawing, marks: Sequence[Mark]) -> tuple[_Key, _Key]:
    ends = [mark.first for mark in marks if mark.ends and mark.first]
    begins = [mark.last for mark in marks if mark.begins and mark.last]
    here, there = _Key.of(first, ends), _Key.of(last, begins)
    hue = hues(here.strokes, there.strokes)
    here, there = (
        replace(key, samples=key.samples.hued([hue(stroke) for stroke in key.strokes]))
        for key in (here, there)
    )
    return here, there


def _ways(marks: Sequence[Mark]) -> list[tuple[Point, Point]]:
    return [(mark.first, mark.last) for mark in marks if mark.first and mark.last]


def _match(here: _Key, there: _Key, laid: Registration) -> Match:
    pairs = _pairs(here, there, laid)
    pairs += [replace(alone(stroke, 1.0, 0, pairs), seen=(True, True)) for stroke in here.going]
    pairs += _close(here, there, laid) if here.close else []
    return Match(
        pairs + dots(here.drawing, there.drawing, pairs),
        *(laid.lost, laid.new),
        *(float(each.mean()) for each in (laid.misfit, laid.stretch, laid.sure)),
    )


def _pairs(here: _Key, there: _Key, laid: Registration) -> list[Pair]:
    """Each stroke with its places in the other key; width and colour there are those of what it met.

    Where that is of another hue (the other key has none of its own), it keeps its colour.
    """
    mine, others = here.samples, there.samples
    found = []
    for stroke, a, b in zip(here.strokes, mine.starts[:-1].tolist(), mine.starts[1:].tolist(), strict=True):
        width = np.where(laid.found[a:b], others.width_px[laid.partner[a:b]], mine.width_px[a:b])
        partner = laid.partner[(a + b) // 2]
        other = there.strokes[others.stroke[partner]] if others.hue[partner] == mine.hue[a] else stroke
        first = np.column_stack([mine.xy[a:b], mine.width_px[a:b]])
        last = np.column_stack([laid.xy[a:b], width])
        if stroke.closed and b - a < ROUND:
            first, last = _rounded(stroke, first, last)
        colours, sure = (stroke.colour, other.colour), float(laid.sure[a:b].mean())
        found.append(Pair(stroke.id, "ink", first, last, a / len(mine.xy), colours, sure=sure))
    return found


def _rounded(ring: Stroke, first: Floats, last: Floats) -> tuple[Floats, Floats]:
    """A small ring in both keys with samples enough to be round; they go as the few of it go."""
    fine = ring.resampled(ROUND)
    at, of = np.linspace(0, 1, ROUND), np.linspace(0, 1, len(first))
    return fine, fine + np.column_stack([np.interp(at, of, column) for column in (last - first).T])


def _close(here: _Key, there: _Key, laid: Registration) -> list[Pair]:
    """The close lines: they ride with the ink, and settle on those of their hue that they meet."""
    mine = here.bounds
    riding = ridden(mine.xy, here.samples.xy, laid.xy)
    still = np.zeros(len(riding))
    met = settled(mine, there.bounds, riding, still, [], near=True) if there.close else None
    found = []
    for stroke, a, b in zip(here.close, mine.starts[:-1].tolist(), mine.starts[1:].tolist(), strict=True):
        last_xy = met.xy if met and met.found[a:b].mean() >= _MET else riding
        first, last = (np.column_stack([xy[a:b], mine.width_px[a:b]]) for xy in (mine.xy, last_xy))
        found.append(Pair(stroke.id, "close", first, last, 1.0, (stroke.colour,) * 2))
    return found


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
