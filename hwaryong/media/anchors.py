"""Where marks hold on: what a point of a mark lies on in its key, and where that is on a redrawn key."""

from __future__ import annotations

import base64
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import CELLS, Anchor, Mark, Marks, Point
from hwaryong.media.stroke import Floats, Stroke

_AROUND = 1 / 32  # half that side, as a part of the paper's longer side
_AWAY = 1 / 8  # how far from its place a point is looked for, likewise
_ON_LINE = 1 / 60  # how near a line a point must lie to belong to it
_BESIDE = 1 / 80  # how far from the place found the nearest ink may be
_DARK = 0.35  # of the way from the paper's tone to black: ink
_SOFT = 1.3  # cells by which ink is blurred before it is compared
_TOUCHED = 0.08  # of a cell: so much ink counts
_LIKE = 0.62  # the least likeness (cosine of blurred ink) of the place found
_STRAY = 0.2  # likeness that the farthest place loses to the nearest
_OTHER = 2.5  # a line so many times longer or shorter is another line under the same id

Cells = NDArray[np.float32]


def anchored(marks: Marks, first: Drawing, last: Drawing) -> Marks:
    """The marks, each point with what it lies on in its key; lost marks keep what they knew."""
    keys = _Key(first), _Key(last)
    return Marks([mark if mark.lost else _held(mark, *keys) for mark in marks.items])


def carried(marks: Marks, first: Drawing, last: Drawing) -> Marks:
    """The marks on the keys as they are drawn now; what cannot be carried says so in its `lost`.

    A point on a stroke goes to the same share of arc length of the stroke of that id; else to where the ink
    around it is found again (normalised cross-correlation of blurred ink, near places first), and from
    there to the nearest ink. A point that remembers nothing stays.
    """
    keys = _Key(first), _Key(last)
    return Marks([_carried(mark, *keys) for mark in marks.items])


class _Key:
    """A key's lines and its ink, looked at once."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.size = max(drawing.width_px, drawing.height_px)
        self.strokes = {stroke.id: stroke for stroke in drawing.of_kind("ink")}

    @cached_property
    def ink(self) -> Cells:
        """(h, w) 1 where there is ink; of pixels what is darker than the paper."""
        ink = self.drawing.ink()
        paper = float(np.median(ink)) if self.drawing.raster is not None else 0.0
        return np.asarray(ink - paper > _DARK * (1 - paper), np.float32)

    def around(self, point: Point, reach: float) -> NDArray[np.uint8]:
        """(n, n) whether there is ink in each cell of the square `reach` px to each side of a point."""
        half = max(round(reach), 1)
        side = 2 * half + 1
        x, y = round(point[0]), round(point[1])
        square = np.zeros((side, side), np.float32)
        top, left = max(y - half, 0), max(x - half, 0)
        part = self.ink[top : max(y + half + 1, 0), left : max(x + half + 1, 0)]
        if part.size:
            below, right = top - (y - half), left - (x - half)
            square[below : below + part.shape[0], right : right + part.shape[1]] = part
        cells = 2 * round((side * self.cells_a_px - 1) / 2) + 1
        return np.asarray(
            cv2.resize(square, (cells, cells), interpolation=cv2.INTER_AREA) > _TOUCHED, np.uint8
        )

    def remembered(self, point: Point) -> str:
        """The ink around a point as an anchor keeps it; empty where there is none."""
        bits = self.around(point, self.size * _AROUND)
        return base64.b64encode(np.packbits(bits).tobytes()).decode() if bits.any() else ""

    @property
    def cells_a_px(self) -> float:
        return CELLS / (2 * max(round(self.size * _AROUND), 1) + 1)


def _held(mark: Mark, first: _Key, last: _Key) -> Mark:
    return mark.model_copy(
        update={
            "first_on": _anchor(first, mark.first) if mark.first else None,
            "last_on": _anchor(last, mark.last) if mark.last else None,
        }
    )


def _anchor(key: _Key, point: Point) -> Anchor | None:
    """What a point lies on; None on empty paper."""
    ink = key.remembered(point)
    if not ink:
        return None
    reach, found = key.size * _ON_LINE, Anchor(ink=ink)
    for stroke in key.strokes.values():
        along, off = _foot(stroke, point)
        if float(np.hypot(*off)) < reach:
            reach = float(np.hypot(*off))
            found = Anchor(stroke=stroke.id, along=along, off=off, length=round(stroke.length_px, 1), ink=ink)
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
    return _again(key, point, anchor.ink) if anchor.ink else None


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


def _again(key: _Key, point: Point, ink: str) -> Point | None:
    """Where the ink that an anchor remembers is on this key; None where nothing near is like it."""
    if ink == key.remembered(point):
        return point
    bits = np.unpackbits(np.frombuffer(base64.b64decode(ink), np.uint8))[: CELLS * CELLS]
    wanted = _soft(bits.reshape(CELLS, CELLS))
    field = key.around(point, key.size * (_AROUND + _AWAY))
    like = cv2.matchTemplate(_soft(field), wanted, cv2.TM_CCORR_NORMED)
    like = np.nan_to_num(like, posinf=0.0, neginf=0.0)
    middle = (np.array(like.shape) - 1) // 2
    rows, columns = np.indices(like.shape)
    away = np.hypot(rows - middle[0], columns - middle[1]) / max(middle[0], 1)
    best = np.unravel_index(np.argmax(like - _STRAY * away), like.shape)
    if like[best] < _LIKE:
        return None
    step = (np.array(best) - middle) / key.cells_a_px
    return _snapped(key, (point[0] + float(step[1]), point[1] + float(step[0])), key.size * _BESIDE)


def _snapped(key: _Key, point: Point, reach: float) -> Point | None:
    """The nearest ink to a point, within `reach` px; the point itself where it is on ink."""
    rows, columns = np.nonzero(key.ink)
    if not len(rows):
        return None
    away = np.hypot(columns - point[0], rows - point[1])
    near = int(np.argmin(away))
    if away[near] > reach:
        return None
    if away[near] < 1:
        return round(point[0], 2), round(point[1], 2)
    return float(columns[near]), float(rows[near])


def _soft(bits: NDArray[np.uint8]) -> Cells:
    return np.asarray(cv2.GaussianBlur(bits.astype(np.float32), (0, 0), _SOFT), np.float32)
