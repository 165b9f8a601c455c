"""Proportion and pose: heads larger, limbs longer, a lean; the whole drawing bends along smoothly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from hwaryong.drawing.linework import warped
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Floats, Stroke
from hwaryong.media.variation import PoseChange

Field = Callable[[Floats], Floats]
_HEAD = {"head", "hat", "hair", "face", "skull", "beard", "chin", "neck"}
_LIMBS = {
    "arm": {"arm", "sleeve", "hand", "cuff", "palm", "finger", "thumb", "elbow", "fan"},
    "leg": {"leg", "foot", "shoe", "boot", "knee", "paw", "trouser"},
}
_FAR = {"far", "l", "left"}
_HANDLES = 40  # a part
_SOFT = 0.07  # of the figure's height: over this the parts' moves blend
_FALL = 1.5  # exponent of the handles' weight
_HEAD_ENDS, _LEGS_BEGIN = 0.28, 0.58  # of the height, where no parts are named
_STEP_PX = 8  # between places whose source is worked out, for pixels
_ROUNDS = 25
_INKED = 0.3  # darkness from which on a pixel counts as the figure's
_EDGE_PLACES = 4000


def posed(drawing: Drawing, change: PoseChange) -> Drawing:
    """The drawing with its figure's proportion and pose changed; ids, kinds, widths and paints stay.

    Parts are told by words in the strokes' ids ("head", "sleeve-far"); where there are none, and for
    pixels, the figure's height counts: the upper part as head, the lower as legs.
    """
    ink = [stroke for stroke in drawing.strokes if stroke.kind != "construction"]
    box = _box(drawing, ink)
    parts = _parts(ink)
    shape = _by_parts(parts, box, change) if len(parts) > 1 else _by_height(drawing, box, change)

    fit = _kept_in(drawing, box, _leaned(shape(_edge(drawing, ink, box)), box, change.lean_deg))

    def field(places: Floats) -> Floats:
        return fit(_leaned(shape(places), box, change.lean_deg))

    if drawing.raster is not None:
        return Drawing.from_pixels(warped(drawing.raster, _sources(drawing, field), _STEP_PX), drawing.dots)
    strokes = tuple(
        stroke.moved(np.column_stack([field(stroke.points[:, :2]), stroke.points[:, 2]]))
        for stroke in drawing.strokes
    )
    dots = tuple(
        replace(dot, x=float(x), y=float(y))
        for dot, (x, y) in zip(
            drawing.dots, field(np.array([[d.x, d.y] for d in drawing.dots]).reshape(-1, 2)), strict=True
        )
    )
    return Drawing(drawing.width_px, drawing.height_px, strokes, dots)


def part_of(id: str) -> str:
    """ "head", "arm", "arm far", "leg", "leg far" or "body", by the words of a stroke's id."""
    words = re.split(r"[^a-z]+", id.lower())
    for word in words:
        if word in _HEAD:
            return "head"
        for limb, names in _LIMBS.items():
            if word in names:
                return limb + (" far" if _FAR & set(words) else "")
    return "body"


def head_of(drawing: Drawing) -> Floats | None:
    """The middle of the strokes that name a head, None without."""
    head = _parts(drawing.strokes).get("head")
    return None if head is None else np.asarray(head.mean(axis=0), np.float64)


def _parts(strokes: Sequence[Stroke]) -> dict[str, Floats]:
    """(n, 2) places along the lines of each part."""
    places: dict[str, list[Floats]] = defaultdict(list)
    for stroke in strokes:
        places[part_of(stroke.id)].append(stroke.points[:, :2])
    return {part: np.vstack(lines) for part, lines in places.items()}


def _by_parts(parts: dict[str, Floats], box: Floats, change: PoseChange) -> Field:
    """Moving least squares with similarities (Schaefer, McPhail, Warren 2006), driven by the parts."""
    body = parts.get("body", np.vstack(list(parts.values())))
    trunk = body.mean(axis=0)
    before, after = [], []
    for part, places in parts.items():
        handles = places[np.linspace(0, len(places) - 1, min(_HANDLES, len(places))).astype(int)]
        joint = places[((places - trunk) ** 2).sum(axis=1).argmin()]
        moved = handles
        if part == "head":
            moved = joint + (handles - joint) * change.head
        elif part != "body":
            along = places[((places - joint) ** 2).sum(axis=1).argmax()] - joint
            unit = along / max(float(np.hypot(*along)), 1e-9)
            moved = handles + np.outer((handles - joint) @ unit, unit) * (change.limbs - 1)
        before.append(handles)
        after.append(moved)
    p, q = (np.vstack(places) @ np.array([1, 1j]) for places in (before, after))
    soft = (_SOFT * (box[1, 1] - box[0, 1])) ** 2 + 1.0

    def field(places: Floats) -> Floats:
        v = places @ np.array([1, 1j])
        weight = 1 / (np.abs(v[:, None] - p[None]) ** 2 + soft) ** _FALL
        weight /= weight.sum(axis=1, keepdims=True)
        middle_p, middle_q = weight @ p, weight @ q
        near_p, near_q = p[None] - middle_p[:, None], q[None] - middle_q[:, None]
        turn = (weight * np.conj(near_p) * near_q).sum(axis=1) / np.maximum(
            (weight * np.abs(near_p) ** 2).sum(axis=1), 1e-9
        )
        moved = turn * (v - middle_p) + middle_q
        return np.column_stack([moved.real, moved.imag])

    return field


def _by_height(drawing: Drawing, box: Floats, change: PoseChange) -> Field:
    """Stretch by height: the upper part grows as a head, the lower as legs; the foot of the figure stays."""
    (_, top), (_, bottom) = box
    nodes = np.linspace(top, bottom, 257)
    share = (nodes - top) / max(bottom - top, 1.0)
    head = 1 - _smooth(share, _HEAD_ENDS - 0.08, _HEAD_ENDS + 0.08)
    legs = _smooth(share, _LEGS_BEGIN - 0.1, _LEGS_BEGIN + 0.1)
    tall = 1 + (change.head - 1) * head + (change.limbs - 1) * legs
    wide = 1 + (change.head - 1) * head
    step = np.diff(nodes) * (tall[:-1] + tall[1:]) / 2
    to = bottom - np.concatenate([np.cumsum(step[::-1])[::-1], [0.0]])
    middle = _upper_middle(drawing, box)

    def field(places: Floats) -> Floats:
        x, y = places[:, 0], places[:, 1]
        inner = np.interp(y, nodes, to) + np.minimum(y - top, 0) * change.head + np.maximum(y - bottom, 0)
        return np.column_stack([middle + (x - middle) * np.interp(y, nodes, wide), inner])

    return field


def _leaned(places: Floats, box: Floats, lean_deg: float) -> Floats:
    """Places bent about the foot of the figure, the more the higher they are."""
    if not lean_deg:
        return places
    foot = np.array([box[:, 0].mean(), box[1, 1]])
    height = max(float(box[1, 1] - box[0, 1]), 1.0)
    high = np.clip((foot[1] - places[:, 1]) / height, 0, 1.5)
    angle = np.deg2rad(lean_deg) * high / 1.2
    away = places - foot
    turned = (away[:, 0] + 1j * away[:, 1]) * np.exp(1j * angle)
    return np.column_stack([foot[0] + turned.real, foot[1] + turned.imag])


def _edge(drawing: Drawing, strokes: Sequence[Stroke], box: Floats) -> Floats:
    """Places that tell where the figure ends: those on its lines, or every some of its inked pixels."""
    if drawing.raster is None and strokes:
        return np.vstack([stroke.points[:, :2] for stroke in strokes])
    rows, columns = np.nonzero(drawing.ink() > _INKED)
    inked = np.column_stack([columns, rows]).astype(np.int32)
    if not len(inked):
        return box
    hull = cv2.convexHull(inked).reshape(-1, 2)
    return np.vstack([hull, inked[:: max(1, len(inked) // _EDGE_PLACES)]]).astype(np.float64)


def _kept_in(drawing: Drawing, before: Floats, moved: Floats) -> Field:
    """What brings a figure back that has grown out of the paper: a shift, and a smaller size where it must.

    Where the paper's edge cut the figure off before, it still may.
    """
    paper = np.array([[0, 0], [drawing.width_px, drawing.height_px]], np.float64)
    margin = 0.02 * drawing.height_px * np.array([[1], [-1]])
    free = np.array([before[0] < 1, before[1] > paper[1] - 1])
    room = np.array(
        [np.minimum(before[0], paper[0] + margin[0]), np.maximum(before[1], paper[1] + margin[1])]
    )
    now = np.array([moved.min(axis=0), moved.max(axis=0)])
    held = ~free.any(axis=0)
    size = float(np.min(np.where(held, (room[1] - room[0]) / np.maximum(now[1] - now[0], 1), 1), initial=1))
    foot = np.array([before[:, 0].mean(), before[1, 1]])
    now = foot + (now - foot) * size
    shift = np.where(free[0], 0, np.maximum(room[0] - now[0], 0))
    shift -= np.where(free[1], 0, np.maximum(now[1] + shift - room[1], 0))
    return lambda places: np.asarray(foot + (places - foot) * size + shift, np.float64)


def _sources(drawing: Drawing, field: Field) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Where the picture at every 8th place comes from: the field turned round by iteration."""
    ys, xs = np.mgrid[0 : drawing.height_px + _STEP_PX : _STEP_PX, 0 : drawing.width_px + _STEP_PX : _STEP_PX]
    wanted = np.column_stack([xs.ravel(), ys.ravel()]).astype(np.float64)
    source = wanted.copy()
    for _ in range(_ROUNDS):
        source += 0.7 * (wanted - field(source))
    return source.reshape(*xs.shape, 2).astype(np.float32)


def _box(drawing: Drawing, strokes: Sequence[Stroke]) -> Floats:
    """Least and greatest x, y of the ink."""
    if drawing.raster is None and strokes:
        places = np.vstack([stroke.points[:, :2] for stroke in strokes])
        return np.array([places.min(axis=0), places.max(axis=0)])
    x, y, w, h = cv2.boundingRect((drawing.ink() > _INKED).astype(np.uint8))
    return np.array([[x, y], [x + w, y + h]], np.float64)


def _upper_middle(drawing: Drawing, box: Floats) -> float:
    (_, top), (_, bottom) = box
    rows = drawing.ink()[max(int(top), 0) : max(int(top + (bottom - top) * _HEAD_ENDS), int(top) + 1)]
    weight = rows.sum(axis=0)
    return (
        float(np.average(np.arange(len(weight)), weights=weight)) if weight.sum() else float(box[:, 0].mean())
    )


def _smooth(value: Floats, low: float, high: float) -> Floats:
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float64)
