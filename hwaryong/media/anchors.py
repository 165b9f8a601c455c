"""Where marks hold on: what a point of a mark lies on in its key, and where that is on a redrawn key."""

from __future__ import annotations

import numpy as np

from hwaryong.media.drawing import Drawing
from hwaryong.media.inkpatch import NEAR, WIDE, Paper
from hwaryong.media.marks import Anchor, Mark, Marks, Point
from hwaryong.media.stroke import Floats, Stroke

_ON_LINE = 1 / 60  # of the paper's longer side: how near a line a point must lie to belong to it
_OTHER = 2.5  # a line so many times longer or shorter is another line under the same id


def anchored(marks: Marks, first: Drawing, last: Drawing) -> Marks:
    """The marks, each point with what it lies on in its key; lost marks keep what they knew."""
    keys = _Key(first), _Key(last)
    return Marks([mark if mark.lost else _held(mark, *keys) for mark in marks.items])


def carried(marks: Marks, first: Drawing, last: Drawing) -> Marks:
    """The marks on the keys as they are drawn now; what cannot be carried says so in its `lost`.

    A point on a stroke goes to the same share of arc length of the stroke of that id; else to where the ink
    around it is found again (see `Paper.again`). A point that remembers nothing stays.
    """
    keys = _Key(first), _Key(last)
    return Marks([_carried(mark, *keys) for mark in marks.items])


class _Key:
    """A key's lines and its ink."""

    def __init__(self, drawing: Drawing) -> None:
        self.paper = Paper(drawing)
        self.strokes = {stroke.id: stroke for stroke in drawing.of_kind("ink")}


def _held(mark: Mark, first: _Key, last: _Key) -> Mark:
    return mark.model_copy(
        update={
            "first_on": _anchor(first, mark.first) if mark.first else None,
            "last_on": _anchor(last, mark.last) if mark.last else None,
        }
    )


def _anchor(key: _Key, point: Point) -> Anchor | None:
    """What a point lies on; None on empty paper."""
    ink, wide = (key.paper.remembered(point, reach) for reach in (NEAR, WIDE))
    if not ink:
        return None
    reach, found = key.paper.size * _ON_LINE, Anchor(ink=ink, wide=wide)
    for stroke in key.strokes.values():
        along, off = _foot(stroke, point)
        if float(np.hypot(*off)) < reach:
            reach = float(np.hypot(*off))
            length = round(stroke.length_px, 1)
            found = Anchor(stroke=stroke.id, along=along, off=off, length=length, ink=ink, wide=wide)
    return found


def _carried(mark: Mark, first: _Key, last: _Key) -> Mark:
    points, lost = [], []
    for name, key, point, anchor in (
        ("first", first, mark.first, mark.first_on),
        ("last", last, mark.last, mark.last_on),
    ):
        place = _found(key, point, anchor) if point and anchor else point
        if point and anchor and not place:
            line = f"its line {anchor.stroke!r}" if anchor.stroke else "what it lay on"
            lost.append(f"{line} is not found on the redrawn {name} key")
        points.append(place or point)
    return mark.model_copy(
        update={
            "first": points[0],
            "last": points[1],
            "path": _bent(mark, points[0], points[1]),
            "lost": "; ".join(lost)[:400],
        }
    )


def _bent(mark: Mark, first: Point | None, last: Point | None) -> tuple[Point, ...]:
    """The path's points, which go along with the ends, the nearer in time the more."""
    if not mark.path:
        return ()
    share = np.linspace(0, 1, len(mark.path) + 2)[1:-1, None]
    ends, moved = np.array([mark.first, mark.last], np.float64), np.array([first, last], np.float64)
    points = np.array(mark.path) + (1 - share) * (moved - ends)[0] + share * (moved - ends)[1]
    return tuple((round(x, 2), round(y, 2)) for x, y in points.tolist())


def _found(key: _Key, point: Point, anchor: Anchor) -> Point | None:
    stroke = key.strokes.get(anchor.stroke)
    if stroke and 1 / _OTHER <= (stroke.length_px + 1) / (anchor.length + 1) <= _OTHER:
        x, y = _at(stroke.points, anchor.along)
        return round(x + anchor.off[0], 2), round(y + anchor.off[1], 2)
    return key.paper.again(point, anchor.ink, anchor.wide) if anchor.ink and anchor.wide else None


def _foot(stroke: Stroke, point: Point) -> tuple[float, Point]:
    """The share of a stroke's arc length at its nearest place to a point, and the way from there."""
    line = stroke.points[:, :2]
    if len(line) == 1 or stroke.length_px == 0:
        return 0.0, (round(point[0] - line[0, 0], 2), round(point[1] - line[0, 1], 2))
    steps = np.diff(line, axis=0)
    long = np.maximum((steps**2).sum(axis=1), 1e-12)
    part = np.clip(((np.array(point) - line[:-1]) * steps).sum(axis=1) / long, 0, 1)
    feet = line[:-1] + part[:, None] * steps
    best = int(np.argmin(((feet - point) ** 2).sum(axis=1)))
    arc = np.concatenate([[0.0], np.cumsum(np.sqrt(long))])
    off = np.array(point) - feet[best]
    along = (arc[best] + part[best] * np.sqrt(long[best])) / arc[-1]
    return round(min(float(along), 1.0), 6), (round(float(off[0]), 2), round(float(off[1]), 2))


def _at(points: Floats, along: float) -> tuple[float, float]:
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))])
    x, y = (float(np.interp(along * arc[-1], arc, column)) for column in points[:, :2].T)
    return x, y
