"""A figure: shapes and lines laid back to front, clipped where something lies before them, then posed.

A figure is drawn once; its other key drawings are the same strokes moved by handles, so every stroke
keeps its id and every junction stays joined, also halfway between two keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from samples.dragon.draw.brush import CLOSE, INK, Array, Dot, Stroke, brushed, curve, outline, thinned

WIDTH_PX, HEIGHT_PX = 1280, 720
MARGIN_PX = 400  # a figure may reach beyond the frame while it is being drawn
SUB = 2  # masks are drawn at twice the size

Warp = Callable[[Array], Array]


@dataclass(frozen=True)
class Key:
    """A finished key drawing."""

    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]

    def moved(self, warp: Warp) -> Key:
        """Return the drawing moved by a warp of the plane."""
        dots = tuple(
            replace(d, x=float(q[0]), y=float(q[1]))
            for d in self.dots
            for q in [warp(np.array([[d.x, d.y]]))[0]]
        )
        return Key(tuple(s.moved(warp) for s in self.strokes), dots)

    def without(self, *starts: str) -> Key:
        """Leave out the strokes and dots whose ids start so."""
        strokes = tuple(s for s in self.strokes if not s.id.startswith(starts))
        return Key(strokes, tuple(d for d in self.dots if not d.id.startswith(starts)))

    def __add__(self, other: Key) -> Key:
        return Key(self.strokes + other.strokes, self.dots + other.dots)


@dataclass
class _Part:
    id: str
    strokes: list[Stroke]
    loop: Array | None = None
    paint: str = ""
    within: str = ""


@dataclass
class Figure:
    """Collects parts back to front; ``key()`` clips them and finds the place of each paint dot."""

    place: Warp | None = None  # moves written points into the frame
    scale: float = 1.0
    parts: list[_Part] = field(default_factory=list)

    def _placed(self, line: Array) -> Array:
        return self.place(line) if self.place else line

    def shape(
        self, name: str, paint: str, text: str | Array, *inks: tuple[float, float, float, str], ink: str = INK
    ) -> None:
        """A closed region; ``inks`` are (first point, last point, width, profile) along its edge."""
        loop, index = curve(text, closed=True)
        loop = self._placed(loop)
        n = index[-1]
        double = np.vstack([loop[:-1], loop])
        where = np.concatenate([index[:-1], index + n])
        strokes = []
        for k, (a, b, width, profile) in enumerate(inks, 1):
            part = double[(where >= a) & (where <= b)]
            sid = f"{name}.{k}"
            strokes.append(Stroke(sid, brushed(sid, part, width * self.scale, profile), "ink", ink))
        cuts = _cuts(loop)
        for k, (i, j) in enumerate(zip(cuts, cuts[1:], strict=False), 1):
            part = _longer(loop[i : j + 1], 2.0)
            strokes.append(
                Stroke(f"{name}.c{k}", np.column_stack([part, np.full(len(part), 2.2)]), "close", CLOSE)
            )
        self.parts.append(_Part(name, strokes, loop, paint))

    def line(
        self,
        name: str,
        text: str | Array,
        width: float,
        profile: str = "swell",
        ink: str = INK,
        within: str = "",
    ) -> None:
        """A line in front of what has been drawn so far; ``within`` keeps it inside that shape."""
        line = self._placed(curve(text)[0])
        s = Stroke(name, brushed(name, line, width * self.scale, profile), "ink", ink)
        self.parts.append(_Part(name, [s], within=within))

    def lines(
        self, name: str, texts: Iterable[str], width: float, profile: str = "swell", ink: str = INK
    ) -> None:
        """Several lines of one kind, numbered."""
        for k, text in enumerate(texts, 1):
            self.line(f"{name}{k}", text, width, profile, ink)

    def key(self) -> Key:
        """Clip every part by what lies before it and put one dot into each region that remains."""
        before = _canvas()
        kept: list[list[Stroke]] = []
        owner = np.full(before.shape, -1, np.int32)
        for z in range(len(self.parts) - 1, -1, -1):
            part = self.parts[z]
            mask = before
            if part.within:
                home = next(p for p in self.parts if p.id == part.within)
                assert home.loop is not None
                mask = np.maximum(before, 255 - _filled(home.loop))
            kept.append([piece for s in part.strokes for piece in _visible(s, mask)])
            if part.loop is not None:
                filled = _filled(part.loop)
                owner[(filled > 0) & (before == 0)] = z
                before = np.maximum(before, cv2.erode(filled, np.ones((3, 3), np.uint8)))
        strokes = [thinned(s) for group in reversed(kept) for s in group]
        return Key(tuple(strokes), tuple(self._dots(strokes, owner)))

    def _dots(self, strokes: Sequence[Stroke], owner: np.ndarray) -> Iterable[Dot]:
        wall = _canvas() + np.uint8(255)  # only what lies in the frame is painted
        lo, hi = (MARGIN_PX + 2) * SUB, ((MARGIN_PX + WIDTH_PX - 2) * SUB, (MARGIN_PX + HEIGHT_PX - 2) * SUB)
        wall[lo : hi[1], lo : hi[0]] = 0
        for s in strokes:
            cv2.fillPoly(wall, [_fixed(outline(s.line))], (255,), lineType=cv2.LINE_8, shift=4)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(
            (wall == 0).astype(np.uint8), connectivity=4
        )
        found: dict[int, int] = {}
        for n in range(1, count):
            x, y, w, h, area = stats[n]
            if area < 10 * SUB * SUB:
                continue
            inside = (labels[y : y + h, x : x + w] == n).astype(np.uint8)
            depth = cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
            at = np.unravel_index(int(np.argmax(depth)), depth.shape)
            z = int(owner[y + at[0], x + at[1]])
            if z < 0 or not self.parts[z].paint or depth[at] < 1.4 * SUB:
                continue
            found[z] = found.get(z, 0) + 1
            name = self.parts[z].id + (f"~{found[z]}" if found[z] > 1 else "")
            yield Dot(
                name,
                self.parts[z].paint,
                (x + int(at[1])) / SUB - MARGIN_PX,
                (y + int(at[0])) / SUB - MARGIN_PX,
            )


def steady(keys: Sequence[Key]) -> list[Key]:
    """Keep every dot clear of the lines in every key of a run: shift it a little, or leave it out of all of them."""
    moved: list[dict[str, Dot | None]] = []
    for key in keys:
        wall = _frame_wall(key.strokes)
        room = cv2.distanceTransform((wall == 0).astype(np.uint8), cv2.DIST_L2, 5)
        moved.append({d.id: _clear(d, room) for d in key.dots})
    lost = {name for dots in moved for name, dot in dots.items() if dot is None}
    return [
        replace(key, dots=tuple(dot for name, dot in dots.items() if dot is not None and name not in lost))
        for key, dots in zip(keys, moved, strict=True)
    ]


def _frame_wall(strokes: Sequence[Stroke]) -> np.ndarray:
    wall = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    for s in strokes:
        cv2.fillPoly(
            wall, [np.round(outline(s.line) * 16).astype(np.int32)], (255,), lineType=cv2.LINE_8, shift=4
        )
    return wall


def _clear(dot: Dot, room: np.ndarray) -> Dot | None:
    """The dot, climbed to where the lines leave the most room near by; None where there is none."""
    x, y = round(dot.x), round(dot.y)
    if not (0 <= x < WIDTH_PX and 0 <= y < HEIGHT_PX):
        return dot  # out of the picture in this key
    for _ in range(8):
        x0, y0 = max(x - 1, 0), max(y - 1, 0)
        near = room[y0 : y + 2, x0 : x + 2]
        dy, dx = np.unravel_index(int(np.argmax(near)), near.shape)
        if near[dy, dx] <= room[y, x] or (room[y, x] == 0 and near[dy, dx] == 0):
            break
        x, y = x0 + int(dx), y0 + int(dy)
    return replace(dot, x=float(x), y=float(y)) if room[y, x] >= 1.4 else None


def _canvas() -> np.ndarray:
    return np.zeros(((HEIGHT_PX + 2 * MARGIN_PX) * SUB, (WIDTH_PX + 2 * MARGIN_PX) * SUB), np.uint8)


def _fixed(p: Array) -> np.ndarray:
    """Points as cv2's fixed-point coordinates (4 fractional bits) on the mask."""
    return np.round((p + MARGIN_PX) * SUB * 16).astype(np.int32)


def _filled(loop: Array) -> np.ndarray:
    mask = _canvas()
    cv2.fillPoly(mask, [_fixed(loop)], (255,), shift=4)
    return mask


def _visible(s: Stroke, hidden: np.ndarray) -> Iterable[Stroke]:
    """The pieces of a stroke that nothing hides, each tucked a little under what hides it."""
    x = np.clip(((s.line[:, 0] + MARGIN_PX) * SUB).astype(int), 0, hidden.shape[1] - 1)
    y = np.clip(((s.line[:, 1] + MARGIN_PX) * SUB).astype(int), 0, hidden.shape[0] - 1)
    seen = hidden[y, x] == 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    spacing = max(float(np.median(np.hypot(*np.diff(s.line[:, :2], axis=0).T))), 0.2)
    tuck = max(1, round(2.5 / spacing))
    n = 0
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        if b - a < 3:
            continue
        n += 1
        part = s.line[max(0, a - tuck) : min(len(s.line), b + tuck)]
        yield replace(s, id=s.id + (f"~{n}" if n > 1 else ""), line=part)


def _cuts(loop: Array, longest: float = 240.0) -> list[int]:
    """Where to cut a loop into boundary strokes: at its corners, and at least every ``longest`` px."""
    d = np.diff(loop, axis=0)
    heading = np.unwrap(np.arctan2(d[:, 1], d[:, 0]))
    cuts = [0]
    run = 0.0
    for i in range(1, len(loop) - 1):
        run += float(np.hypot(*d[i - 1]))
        if run > longest or (abs(heading[i] - heading[i - 1]) > 0.5 and run > 6):
            cuts.append(i)
            run = 0.0
    return [*cuts, len(loop) - 1]


def _longer(line: Array, by: float) -> Array:
    """Let a line run on at both ends."""
    a, b = line[0] - line[min(3, len(line) - 1)], line[-1] - line[max(-4, -len(line))]
    a, b = a / max(np.hypot(*a), 1e-6), b / max(np.hypot(*b), 1e-6)
    return np.vstack([line[0] + a * by, line, line[-1] + b * by])


def turned(
    about: tuple[float, float], degrees: float, scale: float = 1.0, by: tuple[float, float] = (0, 0)
) -> Warp:
    """A turn (clockwise on the screen) and scale about a point, then a shift."""
    t = np.radians(degrees)
    m = scale * np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])
    c, shift = np.array(about, float), np.array(by, float)
    return lambda p: (p - c) @ m + c + shift


def placed(x: float, y: float, scale: float = 1.0, degrees: float = 0.0, flip: bool = False) -> Warp:
    """Move written points (around 0,0) into the frame: flip, turn, scale, shift."""
    t = np.radians(degrees)
    m = scale * np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])
    sx = np.array([-1.0 if flip else 1.0, 1.0])
    return lambda p: (p * sx) @ m + np.array([x, y])


def handles(*moves: tuple[float, float, float, float], stiff: float = 1.2) -> Warp:
    """Pull a drawing by handles (x, y, dx, dy): rigid moving least squares.

    Schaefer, McPhail, Warren, "Image deformation using moving least squares" (2006), section 2.3.
    """
    p = np.array([m[:2] for m in moves], float)
    q = p + np.array([m[2:] for m in moves], float)

    def warp(v: Array) -> Array:
        d2 = ((v[:, None, :] - p[None]) ** 2).sum(-1)
        w = 1.0 / np.maximum(d2, 1e-4) ** stiff
        w = w / w.sum(1, keepdims=True)
        ps, qs = w @ p, w @ q
        ph, qh = p[None] - ps[:, None], q[None] - qs[:, None]
        a = (w * (ph * qh).sum(-1)).sum(1)
        b = (w * (ph[..., 0] * qh[..., 1] - ph[..., 1] * qh[..., 0])).sum(1)
        r = np.maximum(np.hypot(a, b), 1e-9)
        c, s = a / r, b / r
        e = v - ps
        out: Array = np.column_stack([c * e[:, 0] - s * e[:, 1], s * e[:, 0] + c * e[:, 1]]) + qs
        return out

    return warp
