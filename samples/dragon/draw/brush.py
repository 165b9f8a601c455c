"""A brush: a curve through points, pressed along its length.

Points are written as text, ``"412,301 415,310! 430,333"``; ``!`` marks a corner, everything else is
passed smoothly (centripetal Catmull-Rom). Coordinates are pixels of the 1280×720 frame, y down.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hwaryong.media.stroke import Kind

Array = NDArray[np.float64]

INK = "#1b1917"
CLOSE = "#2b6cff"


@dataclass(frozen=True)
class Stroke:
    """One stroke: ``line`` holds n rows of x, y, full width in px."""

    id: str
    line: Array
    kind: Kind = "ink"
    colour: str = INK

    def moved(self, warp: Callable[[Array], Array]) -> Stroke:
        """Return the stroke with its centreline moved by ``warp`` (n×2 → n×2)."""
        return replace(self, line=np.column_stack([warp(self.line[:, :2]), self.line[:, 2]]))


@dataclass(frozen=True)
class Dot:
    """A paint dot: region ``id`` gets the palette colour ``paint``."""

    id: str
    paint: str
    x: float
    y: float


def points(text: str) -> tuple[Array, list[bool]]:
    """Read ``"x,y x,y! …"`` into n×2 points and their corner flags."""
    words = text.split()
    rows = [[float(v) for v in word.rstrip("!").split(",")] for word in words]
    return np.array(rows, dtype=np.float64), [word.endswith("!") for word in words]


def _spline(p: Array, step: float) -> tuple[Array, Array]:
    """Centripetal Catmull-Rom through ``p``; returns the dense line and the control index along it."""
    if len(p) == 2:
        n = max(2, int(np.hypot(*(p[1] - p[0])) / step))
        u = np.linspace(0.0, 1.0, n)
        return p[0] + u[:, None] * (p[1] - p[0]), u
    ends = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    out: list[Array] = []
    index: list[Array] = []
    for i in range(len(p) - 1):
        a, b, c, d = ends[i : i + 4]
        t0 = 0.0
        t1 = t0 + max(float(np.hypot(*(b - a))), 1e-6) ** 0.5
        t2 = t1 + max(float(np.hypot(*(c - b))), 1e-6) ** 0.5
        t3 = t2 + max(float(np.hypot(*(d - c))), 1e-6) ** 0.5
        n = max(2, int(np.hypot(*(c - b)) / step))
        s = np.linspace(0.0, 1.0, n, endpoint=False)
        t = (t1 + s * (t2 - t1))[:, None]
        ab, bc, cd = (
            a + (b - a) * (t - t0) / (t1 - t0),
            b + (c - b) * (t - t1) / (t2 - t1),
            c + (d - c) * (t - t2) / (t3 - t2),
        )
        abc = ab + (bc - ab) * (t - t0) / (t2 - t0)
        bcd = bc + (cd - bc) * (t - t1) / (t3 - t1)
        out.append(abc + (bcd - abc) * (t - t1) / (t2 - t1))
        index.append(i + s)
    return np.vstack([*out, p[-1:]]), np.append(np.concatenate(index), float(len(p) - 1))


def curve(text: str | Array, closed: bool = False, step: float = 1.5) -> tuple[Array, Array]:
    """Pass a line through written points; returns dense n×2 points and the control index of each."""
    p, corner = points(text) if isinstance(text, str) else (text, [False] * len(text))
    if closed:
        smooth = not corner[0]
        p, corner = np.vstack([p, p[:1]]), [*corner, corner[0]]
        if smooth and not any(corner):  # a round loop: run over the seam on both sides, keep the middle
            wide = np.vstack([p[-4:-1], p, p[1:4]])
            line, index = _spline(wide, step)
            keep = (index >= 3) & (index <= len(p) + 2)
            return line[keep], index[keep] - 3
    cuts = [0, *[i for i in range(1, len(p) - 1) if corner[i]], len(p) - 1]
    parts = [(_spline(p[a : b + 1], step), a) for a, b in zip(cuts, cuts[1:], strict=False)]
    line = np.vstack([part[0][:-1] for part, _ in parts] + [p[-1:]])
    index = np.concatenate([part[1][:-1] + a for part, a in parts] + [np.array([len(p) - 1.0])])
    return line, index


def along(line: Array) -> Array:
    """Arc length at every point, px."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line[:, :2], axis=0).T))])


def resample(line: Array, count: int) -> Array:
    """Return ``count`` rows evenly spaced along the line (all columns)."""
    s = along(line)
    t = np.linspace(0.0, s[-1], count)
    return np.column_stack([np.interp(t, s, line[:, k]) for k in range(line.shape[1])])


def pressure(profile: str, u: Array) -> Array:
    """Pressure 0–1 along a stroke (u from 0 to 1) for the named way of handling the brush."""
    bell = np.sin(np.pi * np.clip(u, 0, 1))
    shapes: dict[str, Array] = {
        "swell": 0.16 + 0.84 * bell**0.75,
        "nail": np.clip(0.55 + 3.5 * u, 0, 1) * (1 - 0.88 * u**1.25),  # pressed at the start, drawn out
        "tail": np.clip(0.55 + 3.5 * (1 - u), 0, 1) * (1 - 0.88 * (1 - u) ** 1.25),
        "even": np.clip(0.35 + 6 * np.minimum(u, 1 - u), 0, 1) * 0.9,
        "willow": 0.3 + 0.45 * bell + 0.28 * np.sin(3 * np.pi * u) ** 2,  # swelling twice, like a willow leaf
        "flat": np.ones_like(u),
    }
    return shapes[profile]


def brushed(name: str, line: Array, width: float, profile: str = "swell") -> Array:
    """Give a dense line its width along the length: pressure, and the slight unevenness of a hand."""
    u = along(line)
    u = u / max(u[-1], 1e-6)
    seed = zlib.crc32(name.encode()) / 2**32 * 2 * np.pi
    hand = 1 + 0.10 * np.sin(seed + u * 7.3) + 0.06 * np.sin(2.1 * seed + u * 17.0)
    w = np.maximum(width * pressure(profile, u) * hand, 0.7)
    return np.column_stack([line, w])


def stroke(
    name: str, text: str | Array, width: float, profile: str = "swell", kind: Kind = "ink", colour: str = INK
) -> Stroke:
    """One free stroke through written points."""
    return thinned(Stroke(name, brushed(name, curve(text)[0], width, profile), kind, colour))


def thinned(s: Stroke) -> Stroke:
    """Keep 8–60 samples of a dense stroke: one every six pixels or so, fewer on a boundary."""
    length = float(along(s.line)[-1])
    return replace(s, line=resample(s.line, int(np.clip(length / (6.5 if s.kind == "ink" else 11.0), 8, 60))))


def outline(line: Array) -> Array:
    """The stroke's filled outline as a polygon, m×2, with tapered ends."""
    p, w = line[:, :2], line[:, 2]
    tangent = np.gradient(p, axis=0)
    norm = np.hypot(tangent[:, 0], tangent[:, 1])
    tangent = tangent / np.maximum(norm, 1e-6)[:, None]
    side = np.column_stack([-tangent[:, 1], tangent[:, 0]]) * (w / 2)[:, None]
    tip_a, tip_b = p[0] - tangent[0] * w[0] * 0.5, p[-1] + tangent[-1] * w[-1] * 0.5
    return np.vstack([tip_a, p + side, tip_b, (p - side)[::-1]])
