"""Ink washes on paper, as pixels: pooled edges, granulation, dry bristles.

A ``Sheet`` is straight-alpha float32 RGBA, colours sRGB 0–255, alpha 0–1. All noise comes from seeded
generators, so a picture is the same every time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.dragon.draw.brush import Array, along, curve, outline, pressure
from samples.dragon.draw.figure import Key

Map = NDArray[np.floating[Any]]
Colour = tuple[int, int, int]

PAPER: Colour = (239, 230, 210)
INK: Colour = (38, 36, 34)
BLUE: Colour = (84, 96, 104)
OCHRE: Colour = (176, 150, 104)
RED: Colour = (179, 49, 42)


def rgb(text: str) -> Colour:
    """``#rrggbb`` as three numbers."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def noise(w: int, h: int, cell_px: float, seed: int, octaves: int = 3) -> Map:
    """Smooth noise, mean about 0.5, range about 0–1."""
    total = np.zeros((h, w), np.float32)
    weight = 0.0
    for k in range(octaves):
        size = max(cell_px / 2**k, 2.0)
        gw, gh = int(w / size) + 3, int(h / size) + 3
        grid = np.random.default_rng(seed * 97 + k).random((gh, gw), dtype=np.float32)
        big = cv2.resize(grid, (int(gw * size), int(gh * size)), interpolation=cv2.INTER_CUBIC)[:h, :w]
        total += big / 2**k
        weight += 1 / 2**k
    return np.asarray(np.clip(total / weight, 0, 1), np.float32)


def smooth(a: Map, lo: float, hi: float) -> Map:
    """Smoothstep of a map between two levels."""
    t = np.clip((a - lo) / (hi - lo), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def blur(a: Map, sigma_px: float) -> Map:
    """Gaussian blur."""
    return np.asarray(cv2.GaussianBlur(a, (0, 0), sigma_px), np.float32)


class Sheet:
    """A sheet that takes washes; transparent, or paper all over."""

    def __init__(
        self,
        w: int = 1480,
        h: int = 840,
        paper: bool = False,
        seed: int = 1,
        origin: tuple[float, float] = (100.0, 60.0),
    ):
        self.w, self.h, self.seed = w, h, seed
        self.origin = np.array(origin)  # where the frame's upper left corner lies on the sheet
        self.colour: Map = np.empty((h, w, 3), np.float32)
        self.colour[:] = PAPER if paper else INK
        self.alpha: Map = np.full((h, w), 1.0 if paper else 0.0, np.float32)
        self._n = seed * 1000

    def _next(self) -> int:
        self._n += 1
        return self._n

    def lay(self, density: Map, colour: Colour) -> None:
        """Lay pigment over what is there; density 0–1."""
        d = np.clip(density, 0, 1).astype(np.float32)
        a = d + self.alpha * (1 - d)
        t = (d / np.maximum(a, 1e-6))[..., None]
        self.colour = self.colour * (1 - t) + np.array(colour, np.float32) * t
        self.alpha = a

    def lift(self, mask: Map) -> None:
        """Lift pigment off (mist): alpha falls to nothing where the mask is 1."""
        self.alpha = self.alpha * (1 - np.clip(mask, 0, 1))

    def mask(self, loop: str | Map, rough_px: float = 5.0, soft_px: float = 1.2) -> Map:
        """A closed loop as a soft mask whose edge wanders like wet paper."""
        p = (curve(loop, closed=True)[0] if isinstance(loop, str) else loop) + self.origin
        m = np.zeros((self.h, self.w), np.uint8)
        cv2.fillPoly(m, [np.round(p * 16).astype(np.int32)], (255,), cv2.LINE_AA, 4)
        out: Map = m.astype(np.float32) / 255
        if rough_px:
            yy, xx = np.mgrid[0 : self.h, 0 : self.w].astype(np.float32)
            dx = (noise(self.w, self.h, 60, self._next()) - 0.5) * 2 * rough_px
            dy = (noise(self.w, self.h, 60, self._next()) - 0.5) * 2 * rough_px
            out = np.asarray(cv2.remap(out, xx + dx, yy + dy, cv2.INTER_LINEAR), np.float32)
        return blur(out, soft_px)

    def wash(
        self,
        loop: str | Map,
        colour: Colour,
        density: float,
        *,
        pool: float = 0.35,
        grain: float = 0.25,
        fade: tuple[float, float, float, float] | None = None,
        rough_px: float = 5.0,
        soft_px: float = 1.2,
    ) -> None:
        """A wash: darker pooled edge, cloudy inside, fading from one point to another."""
        m = (
            loop
            if isinstance(loop, np.ndarray) and loop.shape == (self.h, self.w)
            else self.mask(loop, rough_px, soft_px)
        )
        d = m * (1 - grain + 2 * grain * (noise(self.w, self.h, 140, self._next()) - 0.25))
        if pool:
            inner = blur(m, 7)
            d = d + pool * np.clip(m - inner, 0, 1) * m * 1.6
        if fade:
            d = d * self.ramp(*fade)
        self.lay(d * density, colour)

    def grid(self) -> tuple[Map, Map]:
        """x and y of every pixel in frame coordinates."""
        yy, xx = np.mgrid[0 : self.h, 0 : self.w].astype(np.float32)
        return xx - np.float32(self.origin[0]), yy - np.float32(self.origin[1])

    def ramp(self, x0: float, y0: float, x1: float, y1: float) -> Map:
        """1 at the first point, 0 at the second, smooth between."""
        xx, yy = self.grid()
        d = np.array([x1 - x0, y1 - y0])
        t = ((xx - x0) * d[0] + (yy - y0) * d[1]) / float(d @ d)
        return 1 - smooth(t, 0.0, 1.0)

    def dry(
        self,
        text: str | Array,
        width: float,
        colour: Colour = INK,
        density: float = 0.8,
        *,
        dryness: float = 0.5,
        profile: str = "swell",
        seed: int | None = None,
    ) -> None:
        """One stroke of a brush whose bristles run dry along the way (비백)."""
        line = (curve(text, step=3)[0] if isinstance(text, str) else text) + self.origin
        rng = np.random.default_rng(self._next() if seed is None else seed)
        s = along(line)
        u = s / max(float(s[-1]), 1e-6)
        half = width / 2 * pressure(profile, u)
        t = np.gradient(line, axis=0)
        t /= np.maximum(np.hypot(t[:, 0], t[:, 1]), 1e-6)[:, None]
        side = np.column_stack([-t[:, 1], t[:, 0]])
        lo = np.floor(line.min(0) - width).astype(int)
        hi = np.ceil(line.max(0) + width).astype(int) + 1
        lo, hi = np.maximum(lo, 0), np.minimum(hi, [self.w, self.h])
        if (hi <= lo).any():
            return
        m = np.zeros((hi[1] - lo[1], hi[0] - lo[0]), np.uint8)
        count = max(3, int(width / 1.3))
        for k in range(count):
            v = (k + 0.5) / count * 2 - 1
            ink = (
                1.25
                - dryness * (0.25 + 1.25 * u)
                - 0.35 * abs(v) ** 3 * dryness
                - 0.7 * dryness * rng.random()
            )
            ink = ink + 0.35 * dryness * np.sin(rng.random() * 9 + u * (8 + 30 * rng.random()))
            p = line + side * (half * v)[:, None] + rng.normal(0, 0.3, 2) - lo
            on = ink > 0.42
            edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(int)))
            tone = int(205 + 50 * rng.random())
            for a, b in zip(edges[::2], edges[1::2], strict=True):
                if b - a > 1:
                    cv2.polylines(
                        m, [np.round(p[a:b] * 16).astype(np.int32)], False, (tone,), 2, cv2.LINE_AA, 4
                    )
        d = np.zeros((self.h, self.w), np.float32)
        d[lo[1] : hi[1], lo[0] : hi[0]] = m.astype(np.float32) / 255 * density
        self.lay_box(d, lo, hi, colour)

    def lay_box(self, d: Map, lo: Array, hi: Array, colour: Colour) -> None:
        """Lay pigment inside a box only (faster for small strokes)."""
        box = (slice(int(lo[1]), int(hi[1])), slice(int(lo[0]), int(hi[0])))
        part = d[box]
        a = part + self.alpha[box] * (1 - part)
        t = (part / np.maximum(a, 1e-6))[..., None]
        self.colour[box] = self.colour[box] * (1 - t) + np.array(colour, np.float32) * t
        self.alpha[box] = a

    def drawing(
        self,
        key: Key,
        palette: dict[str, str],
        *,
        line: float = 0.85,
        fill: float = 0.5,
        scale: float = 1.0,
        at: tuple[float, float] = (0.0, 0.0),
        worn: float = 0.35,
    ) -> None:
        """Paint a key drawing on the sheet as a mural: washes in its regions, worn ink lines."""
        shift = np.array(at) + self.origin

        def move(p: Array) -> Array:
            out: Array = p * scale + shift
            return out

        wall = np.zeros((self.h, self.w), np.uint8)
        for s in key.strokes:
            thick = np.column_stack([move(s.line[:, :2]), np.maximum(s.line[:, 2] * scale, 1.4)])
            cv2.fillPoly(wall, [np.round(outline(thick) * 16).astype(np.int32)], (255,), cv2.LINE_8, 4)
        labels = cv2.connectedComponents((wall == 0).astype(np.uint8), connectivity=4)[1]
        tones: dict[str, NDArray[np.uint8]] = {}
        for dot in key.dots:
            x, y = np.round(move(np.array([dot.x, dot.y]))).astype(int)
            if 0 <= x < self.w and 0 <= y < self.h and labels[y, x]:
                tones.setdefault(dot.paint, np.zeros((self.h, self.w), np.uint8))[labels == labels[y, x]] = (
                    255
                )
        for name in sorted(tones):
            m = cv2.dilate(tones[name], np.ones((5, 5), np.uint8)).astype(np.float32) / 255
            self.wash(blur(m, 1.0), rgb(palette[name]), fill, pool=0.8, grain=0.35)
        ink = np.zeros((self.h, self.w), np.uint8)
        for s in key.strokes:
            if s.kind == "ink":
                moved = np.column_stack([move(s.line[:, :2]), s.line[:, 2] * scale])
                shade = 255 if s.colour.lower() == "#1b1917" else 170
                cv2.fillPoly(ink, [np.round(outline(moved) * 16).astype(np.int32)], (shade,), cv2.LINE_AA, 4)
        wear = 1 - worn * smooth(noise(self.w, self.h, 5, self._next(), 2), 0.5, 0.72)
        wear = wear * (1 - worn * smooth(noise(self.w, self.h, 120, self._next()), 0.45, 0.75))
        self.lay(ink.astype(np.float32) / 255 * line * wear, INK)

    def write(self, path: Path, *, levels: int = 1) -> None:
        """Write as RGBA PNG; ``levels`` > 1 rounds values so that the file stays small."""
        rows = np.empty((self.h, self.w, 4), np.float32)
        rows[..., :3], rows[..., 3] = self.colour, self.alpha * 255
        out = np.clip(np.round(rows / levels) * levels, 0, 255).astype(np.uint8)
        out[out[..., 3] == 0] = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), cv2.cvtColor(out, cv2.COLOR_RGBA2BGRA), [cv2.IMWRITE_PNG_COMPRESSION, 9])
