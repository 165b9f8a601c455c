"""Jointed figures drawn in lines, with the colour of every region known: made up from a seed, not from data.

A figure has a head with hair and a face, a dressed body, two arms and two legs with bands, cuffs, soles and
patches, and things that it carries. It turns about its axis, swings its limbs, nods, opens its mouth; parts
hide one another, come into sight and split. Truth is painted by the same polygons as the lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from hwaryong.media.drawing import Drawing
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture

Points = NDArray[np.float64]
WIDTH_PX, HEIGHT_PX = 960, 720
_FINE = 3  # lines are drawn this much larger and reduced
_PEN = 5  # px of the enlarged picture
INK = (27, 25, 23)
# Skin, hair, cloth and metal: several of them are close to one another.
PALETTE = Palette(
    {
        "skin": "#f2cfae",
        "cheek": "#eeb79a",
        "hair": "#5b3a29",
        "hair.dark": "#472c20",
        "white": "#f7f4ee",
        "iris": "#3f7f8c",
        "mouth": "#9c3b3b",
        "coat": "#36558f",
        "coat.trim": "#2b4474",
        "shirt": "#e9e4d6",
        "tie": "#b23a3a",
        "belt": "#6b4a2f",
        "buckle": "#d8b24a",
        "skirt": "#7a4f86",
        "hem": "#68407a",
        "trousers": "#4d5a63",
        "knee": "#5d6a70",
        "boot": "#7b5638",
        "sole": "#3d2f27",
        "glove": "#c9a06c",
        "cape": "#a8443c",
        "lining": "#c9675a",
        "button": "#e0c267",
        "bag": "#8a6b45",
        "staff": "#94744c",
        "blade": "#c3cdd2",
        "gem": "#3fa36b",
        "ribbon": "#c44d78",
        "hat": "#2f6b55",
        "band": "#c8a94e",
    }
)
NAMES = tuple(PALETTE.colours)


@dataclass(frozen=True)
class Sheet:
    """One drawing: `lines` as they are handed in, `truth` (h, w) uint8 index + 1 in `NAMES`, 0 outside."""

    lines: Drawing
    truth: NDArray[np.uint8]

    def painted(self) -> Picture:
        """The drawing as somebody painted it: flat colours, the ink above, nothing outside."""
        table = np.array([(0, 0, 0, 0), *(PALETTE.rgba(name) for name in NAMES)], np.float32)
        flat = table[self.truth]
        ink = self.lines.ink()[..., None]
        alpha = ink + flat[..., 3:] / 255 * (1 - ink)
        flat[..., :3] = (np.array(INK) * ink + flat[..., :3] * flat[..., 3:] / 255 * (1 - ink)) / np.maximum(
            alpha, 1e-6
        )
        flat[..., 3:] = alpha * 255
        return Picture(np.rint(flat).astype(np.uint8))


def shot(seed: int, count: int = 8) -> Iterator[Sheet]:
    """The drawings of one shot in order; the same seed gives the same drawings."""
    figure = _Figure(seed)
    for number in range(count):
        yield figure.drawn(number)


def gapped(sheet: Sheet, gap_px: int, seed: int, count: int = 30) -> Sheet:
    """The drawing with `count` places of the lines rubbed out, each `gap_px` wide."""
    assert sheet.lines.raster is not None
    random = np.random.default_rng(seed)
    inside = cv2.erode((sheet.truth > 0).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    rows, columns = np.nonzero((sheet.lines.ink() > 0.6) & inside)
    pixels = sheet.lines.raster.copy()
    # Across the line all of it is rubbed out, along it the gap: a square turned like the line.
    for pick in random.choice(len(rows), count, replace=False):
        x, y = int(columns[pick]), int(rows[pick])
        near = np.hypot(columns - x, rows - y) < 6
        spread = np.linalg.svd(np.stack([columns[near] - x, rows[near] - y]))[0]
        along, across = spread[:, 0] * gap_px / 2, spread[:, 1] * 4
        box = np.array([along + across, along - across, -along - across, across - along])
        box += np.array([x, y])
        cv2.fillConvexPoly(pixels, np.rint(box * 16).astype(np.int32), (255, 255, 255, 255), cv2.LINE_8, 4)
    return Sheet(Drawing.from_pixels(pixels), sheet.truth)


class _Board:
    """Polygons laid one above the other: white with a black outline, and their colour as truth."""

    def __init__(self) -> None:
        self.lines = np.full((HEIGHT_PX * _FINE, WIDTH_PX * _FINE), 255, np.uint8)
        self.truth = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
        self.layers: list[tuple[float, str, Points, Points | None]] = []

    def lay(self, depth: float, colour: str, outline: Points, within: Points | None = None) -> None:
        """A shape at a depth (nearer is larger), cut to the shape `within` where one is given."""
        self.layers.append((depth, colour, outline, within))

    def pressed(self) -> Sheet:
        for _, colour, outline, within in sorted(self.layers, key=lambda layer: layer[0]):
            if len(outline) > 2:
                self._stamp(NAMES.index(colour) + 1, outline, within)
        small = cv2.resize(self.lines, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
        grey = np.rint(INK[0] + small * ((255 - INK[0]) / 255)).astype(np.uint8)
        raster = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
        return Sheet(Drawing.from_pixels(raster), self.truth)

    def _stamp(self, value: int, outline: Points, within: Points | None) -> None:
        fine, coarse = (np.rint(outline * scale * 16).astype(np.int32) for scale in (_FINE, 1))
        mask, flat = np.zeros_like(self.lines), np.zeros_like(self.truth)
        cv2.fillPoly(mask, [fine], 255, cv2.LINE_8, 4)
        cv2.fillPoly(flat, [coarse], 255, cv2.LINE_8, 4)
        edge = np.zeros_like(self.lines)
        cv2.polylines(edge, [fine], True, 255, _PEN, cv2.LINE_AA, 4)
        if within is not None:
            for area, scale in ((mask, _FINE), (flat, 1), (edge, _FINE)):
                cut = np.zeros_like(area)
                cv2.fillPoly(cut, [np.rint(within * scale * 16).astype(np.int32)], 255, cv2.LINE_8, 4)
                area &= cut
        self.lines[mask > 0] = 255
        self.lines = np.minimum(self.lines, 255 - edge)
        self.truth[flat > 0] = value


# fmt: off
class _Figure:
    """One character and its act, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        pick = random.uniform
        self.tall = pick(560, 640)
        self.head = pick(0.085, 0.12)  # radii and lengths are parts of the height
        self.broad, self.waist = pick(0.085, 0.125), pick(0.06, 0.09)
        self.arm, self.leg = pick(0.16, 0.19), pick(0.21, 0.24)
        self.thick = pick(0.03, 0.042)
        self.has = {name: bool(random.random() < 0.6) for name in (
            "hat", "cape", "skirt", "bag", "staff", "tie", "ribbon", "knee", "glove"
        )}
        self.locks, self.buttons, self.stripes = (int(random.integers(*ends)) for ends in ((3, 6), (2, 5),
            (1, 3)))
        self.swings = {name: (pick(0.15, 0.6), pick(0, 2 * np.pi), pick(0.25, 0.6)) for name in (
            "arm.l", "arm.r", "fore.l", "fore.r", "leg.l", "leg.r", "shin.l", "shin.r", "spine", "nod", "hair"
        )}
        # Left and right may be dressed differently, in colours that are close.
        self.wears = {part + side: str(random.choice(cloths)) for side in "lr" for part, cloths in (
            ("sleeve.", ("coat", "coat", "shirt", "coat.trim")), ("fore.", ("coat", "coat", "shirt", "skin")),
            ("leg.", ("trousers", "trousers", "knee")), ("shin.", ("boot", "boot", "bag", "trousers")),
        )}
        self.turn = (pick(-0.9, 0.9), pick(-0.16, 0.16))
        self.walk = (pick(0.35, 0.65) * WIDTH_PX, pick(-22, 22), pick(0, 12))
        self.grow = pick(-0.02, 0.02)

    def swing(self, name: str, number: int) -> float:
        size, phase, speed = self.swings[name]
        return float(size * np.sin(phase + speed * number))

    def drawn(self, number: int) -> Sheet:
        board = _Board()
        self.scale = self.tall * (1 + self.grow * number)
        self.yaw = self.turn[0] + self.turn[1] * number
        x = self.walk[0] + self.walk[1] * (number - 3)
        hip = np.array([x, HEIGHT_PX * 0.53 + self.walk[2] * np.sin(1.3 * number)])
        lean = 0.25 * self.swing("spine", number)
        up = _turned((0, -1), lean)
        chest = hip + up * 0.21 * self.scale
        self._body(board, hip, chest, number)
        for side, sign in (("l", -1), ("r", 1)):
            self._leg(board, hip, side, sign, number)
            self._arm(board, chest, side, sign, lean, number)
        self._head(board, chest + up * 0.015 * self.scale, lean + 0.3 * self.swing("nod", number), number)
        return board.pressed()

    def _round(self, at: float) -> tuple[float, float]:
        """Where something at this angle about the axis is seen: part of the radius to the right, depth."""
        return float(np.sin(at + self.yaw)), float(np.cos(at + self.yaw))

    def _body(self, board: _Board, hip: Points, chest: Points, number: int) -> None:
        s = self.scale
        flat = 0.75 + 0.25 * abs(np.cos(self.yaw))
        broad, waist = self.broad * s * flat, self.waist * s * flat
        coat = _limb(chest - _unit(chest - hip) * -0.02 * s, hip, broad, waist, bulge=0.12)
        frame = _Frame(chest, hip)
        board.lay(0, "coat", coat)
        shirt, depth = self._round(0)
        if depth > -0.2:
            width = 0.34 * broad * max(depth, 0.15)
            board.lay(0.01, "shirt", frame.at([(shirt * broad * 0.8 + u * width, v * 0.21 * s) for u, v in
                ((-1.2, -0.1), (1.2, -0.1), (0.7, 0.5), (0, 1), (-0.7, 0.5))]), coat)
            for sign in (-1, 1):  # collar
                board.lay(0.03, "coat.trim", frame.at([(shirt * broad * 0.8 + sign * width * u,
                    v * 0.21 * s) for u, v
                    in ((0.1, -0.12), (1.6, -0.12), (1.1, 0.4), (0.5, 0.25))]), coat)
            if self.has["tie"]:
                board.lay(0.02, "tie", frame.at([(shirt * broad * 0.8 + u * width, v * 0.21 * s) for u, v in
                    ((-0.2, 0), (0.2, 0), (0.34, 0.6), (0, 0.8), (-0.34, 0.6))]), coat)
            for index in range(self.buttons):
                across, seen = self._round(0.55)
                if seen > 0.15:
                    board.lay(0.02, "button", _disc(frame.at([(across * waist,
                        (0.09 + 0.035 * index) * s)])[0], 0.009 * s), coat)
        for angle in (-1.0, 1.0):  # pockets
            across, seen = self._round(angle)
            if seen > 0.2:
                at, half = across * waist * 1.02, 0.028 * s * seen
                board.lay(0.02, "coat.trim", frame.at([(at - half, 0.15 * s), (at + half, 0.15 * s),
                    (at + half, 0.185 * s), (at - half, 0.185 * s)]), coat)
        board.lay(0.05, "belt", frame.at([(-1.1 * waist, 0.2 * s), (1.1 * waist, 0.2 * s),
            (1.12 * waist, 0.226 * s), (-1.12 * waist, 0.226 * s)]))
        across, seen = self._round(0)
        if seen > 0.2:
            half = 0.018 * s * seen
            board.lay(0.06, "buckle", frame.at([(across * waist - half, 0.198 * s), (across * waist + half,
                0.198 * s),
                (across * waist + half, 0.23 * s), (across * waist - half, 0.23 * s)]))
        if self.has["skirt"]:
            sway = 0.25 * self.swing("hair", number)
            wide = waist * 1.75
            skirt = frame.at([(-waist, 0.215 * s), (waist, 0.215 * s), (wide + sway * waist, 0.36 * s),
                (sway * waist, 0.375 * s), (-wide + sway * waist, 0.36 * s)])
            board.lay(0.03, "skirt", _smooth(skirt))
            for index in range(3):  # folds
                at, seen = self._round(-0.9 + 0.9 * index)
                if seen > 0:
                    board.lay(0.034, "hem", frame.at([(at * waist, 0.26 * s),
                        (at * wide + sway * waist + 0.012 * s, 0.37 * s),
                        (at * wide + sway * waist - 0.012 * s, 0.37 * s)]), _smooth(skirt))
        if self.has["cape"]:
            back, depth = self._round(np.pi)
            sway = 0.6 * self.swing("hair", number)
            cape = frame.at([(-broad * 1.05, -0.02 * s), (broad * 1.05, -0.02 * s),
                (broad * 1.4 + sway * broad, 0.4 * s),
                (back * broad + sway * broad, 0.43 * s), (-broad * 1.4 + sway * broad, 0.4 * s)])
            board.lay(0.5 if depth > 0.3 else -2, "cape" if depth > 0.3 else "lining", _smooth(cape))
        if self.has["bag"]:
            across, seen = self._round(1.5)
            bag = frame.at([(across * waist * 1.25, 0.25 * s)])[0]
            board.lay(0.3 * np.sign(seen) + 0.2 * seen, "bag", _box(bag, 0.055 * s, 0.06 * s))
            board.lay(0.3 * np.sign(seen) + 0.2 * seen + 0.01, "belt", _box(bag + np.array([0, -0.012 * s]),
                0.055 * s, 0.02 * s))

    def _leg(self, board: _Board, hip: Points, side: str, sign: int, number: int) -> None:
        s, thick = self.scale, self.thick * self.scale * 1.15
        across, depth = self._round(sign * np.pi / 2)
        top = hip + np.array([across * self.waist * s * 0.55, 0.01 * s])
        facing = np.sin(self.yaw)
        thigh = 0.75 * self.swing(f"leg.{side}", number)
        knee = top + _turned((0, 1), thigh) * self.leg * s
        bend = thigh - (0.35 + 0.6 * abs(self.swing(f"shin.{side}", number))) * (1 if facing >= 0 else -1)
        ankle = knee + _turned((0, 1), bend) * self.leg * s * 0.92
        at = -0.6 + 0.25 * depth
        upper = _limb(top, knee, thick * 1.15, thick * 0.85)
        board.lay(at, self.wears[f"leg.{side}"], upper)
        lower = _limb(knee, ankle, thick * 0.9, thick * 0.7)
        board.lay(at + 0.02, self.wears[f"shin.{side}"], lower)
        frame = _Frame(knee, ankle)
        board.lay(at + 0.03, "band", frame.at([(-2 * thick, 0.01 * s), (2 * thick, 0.01 * s), (2 * thick,
            0.035 * s),
            (-2 * thick, 0.035 * s)]), lower)
        if self.has["knee"]:
            board.lay(at + 0.025, "knee", _disc(knee + np.array([0, -0.01 * s]), thick * 0.8))
        toe = ankle + _turned((1 if facing >= 0 else -1, 0.1), bend) * (0.05 + 0.03 * abs(facing)) * s
        foot = _limb(ankle, toe, thick * 0.75, thick * 0.6)
        board.lay(at + 0.021, "boot", foot)
        sole = _Frame(ankle, toe)
        board.lay(at + 0.022, "sole", sole.at([(u * thick * (1 if facing < 0 else -1), v * s) for u, v in
            ((0.35, -0.1), (2, -0.1), (2, 0.2), (0.35, 0.2))]), foot)

    def _arm(self, board: _Board, chest: Points, side: str, sign: int, lean: float, number: int) -> None:
        s, thick = self.scale, self.thick * self.scale
        across, depth = self._round(sign * np.pi / 2)
        shoulder = chest + _turned((across * self.broad * s * 0.95, 0.025 * s), lean)
        swing = 1.1 * self.swing(f"arm.{side}", number) - 0.25 * across
        elbow = shoulder + _turned((0, 1), swing) * self.arm * s
        bend = swing - (0.3 + 1.1 * abs(self.swing(f"fore.{side}", number))) * np.sign(across + 0.01)
        wrist = elbow + _turned((0, 1), bend) * self.arm * s * 0.9
        at = 0.9 * np.sign(depth + 0.12) + 0.1 * depth
        board.lay(at, self.wears[f"sleeve.{side}"], sleeve := _limb(shoulder, elbow, thick * 1.25, thick))
        frame = _Frame(shoulder, elbow)
        for index in range(self.stripes):
            y = (0.05 + 0.035 * index) * s
            board.lay(at + 0.01, "coat.trim", frame.at([(-2 * thick, y), (2 * thick, y), (2 * thick,
                y + 0.016 * s),
                (-2 * thick, y + 0.016 * s)]), sleeve)
        board.lay(at + 0.02, self.wears[f"fore.{side}"], fore := _limb(elbow, wrist, thick, thick * 0.85))
        cuff = _Frame(elbow, wrist)
        end = self.arm * s * 0.9
        board.lay(at + 0.03, "coat.trim", cuff.at([(-2 * thick, end - 0.03 * s), (2 * thick, end - 0.03 * s),
            (2 * thick, end + thick), (-2 * thick, end + thick)]), fore)
        hand = wrist + _turned((0, 1), bend) * 0.025 * s
        if self.has["staff"] and side == "r":
            axis = _turned((0, 1), bend - 1.2)
            board.lay(at + 0.035, "staff", _limb(hand - axis * 0.22 * s, hand + axis * 0.16 * s, 0.008 * s,
                0.008 * s))
            tip = hand - axis * 0.22 * s
            board.lay(at + 0.04, "blade", _smooth(_Frame(tip, tip - axis).at([(-0.03 * s, 0), (0.03 * s, 0),
                (0.02 * s, 0.07 * s), (0, 0.1 * s), (-0.02 * s, 0.07 * s)])))
            board.lay(at + 0.045, "gem", _disc(tip, 0.017 * s))
        board.lay(at + 0.05, "glove" if self.has["glove"] else "skin", _limb(wrist, hand, thick * 0.8,
            thick * 0.95))
        thumb = hand + _turned((-0.028 * s * np.sign(across + 0.01), -0.01 * s), bend)
        board.lay(at + 0.051, "glove" if self.has["glove"] else "skin", _limb(hand, thumb, thick * 0.35,
            thick * 0.3))

    def _head(self, board: _Board, neck: Points, lean: float, number: int) -> None:
        s, r = self.scale, self.head * self.scale
        up = _turned((0, -1), lean)
        centre = neck + up * (r * 1.05 + 0.01 * s)
        frame = _Frame(centre, centre - up)  # y down along the head
        front = np.cos(self.yaw)
        board.lay(0.1, "skin", _limb(neck - up * 0.03 * s, centre, 0.032 * s, 0.03 * s))
        sway = 0.5 * self.swing("hair", number)
        length = 1.2 + 0.3 * self.locks / 5
        board.lay(-1.5 if front > -0.2 else 1.3, "hair.dark" if front > -0.2 else "hair", _smooth(frame.at(
            [(-1.1 * r, -0.6 * r), (0, -1.2 * r), (1.1 * r, -0.6 * r), ((1.15 + sway * 0.5) * r,
                length * 0.6 * r),
             ((0.5 + sway) * r, length * r), ((-0.5 + sway) * r, length * r), ((-1.15 + sway * 0.5) * r,
                 length * 0.6 * r)])))
        face = _smooth(frame.at([(-0.86 * r, -0.5 * r), (0, -1.0 * r), (0.86 * r, -0.5 * r), (0.84 * r,
            0.3 * r),
            (0.4 * r, 0.85 * r), (0, 1.0 * r), (-0.4 * r, 0.85 * r), (-0.84 * r, 0.3 * r)]))
        board.lay(1.1, "skin", face)
        blink = np.sin(1.7 * number + self.swings["nod"][1]) > 0.9
        for sign in (-1, 1):
            across, depth = self._round(0.46 * sign)
            if depth > 0.3:
                x, half = across * 0.92 * r, 0.22 * r * depth
                high = (0.05 if blink else 0.2) * r
                white = _oval(frame.at([(x, 0.08 * r)])[0], half, high, lean)
                board.lay(1.12, "white", white)
                if not blink:
                    board.lay(1.13, "iris", _oval(frame.at([(x + 0.25 * half * np.sin(number),
                        0.09 * r)])[0], half * 0.55, high * 0.8, lean), white)
            across, depth = self._round(0.7 * sign)
            if depth > 0.45:
                board.lay(1.115, "cheek", _oval(frame.at([(across * 0.85 * r, 0.45 * r)])[0],
                    0.14 * r * depth, 0.09 * r, lean), face)
            across, depth = self._round(np.pi / 2 * sign)
            if depth > -0.6:
                board.lay(1.2 if depth > 0.2 else 1.05, "skin", _oval(frame.at([(across * 0.88 * r,
                    0.12 * r)])[0], 0.13 * r, 0.2 * r, lean))
        across, depth = self._round(0)
        if depth > 0.3:
            opened = 0.05 + 0.13 * abs(np.sin(0.9 * number + self.swings["hair"][1]))
            board.lay(1.12, "mouth", _oval(frame.at([(across * 0.9 * r, 0.6 * r)])[0], 0.22 * r * depth,
                opened * r, lean), face)
        if front > -0.2:
            roots = np.linspace(-1.5, 1.5, self.locks + 1)
            for index, (a, b) in enumerate(pairwise(roots)):  # bangs
                left, right = np.sin(np.clip([a + self.yaw, b + self.yaw], -1.5, 1.5)) * 1.0
                if right - left > 0.12:
                    tip = (left + right) / 2 + 0.15 * sway
                    board.lay(1.14 + 0.001 * (index % 2), "hair", frame.at([(left * r, -0.55 * r),
                        (left * 0.5 * r, -1.12 * r),
                        (right * 0.5 * r, -1.12 * r), (right * r, -0.55 * r), (tip * r, -0.12 * r)]))
        if self.has["hat"]:
            board.lay(1.35, "hat", _smooth(frame.at([(-1.05 * r, -0.62 * r), (-0.7 * r, -1.5 * r),
                (0.7 * r, -1.5 * r), (1.05 * r, -0.62 * r)])))
            board.lay(1.36, "band", frame.at([(-1.0 * r, -0.78 * r), (1.0 * r, -0.78 * r), (1.04 * r,
                -0.62 * r), (-1.04 * r, -0.62 * r)]))
        if self.has["ribbon"]:
            across, depth = self._round(1.2)
            at = frame.at([(across * 1.05 * r, -0.75 * r)])[0]
            order = 1.4 if depth > -0.3 else -1.6
            for sign in (-1, 1):
                board.lay(order, "ribbon", _limb(at, at + _turned((sign * 0.34 * r,
                    (-0.1 + 0.2 * sway) * r), lean), 0.05 * r, 0.2 * r))
            board.lay(order + 0.01, "tie", _disc(at, 0.11 * r))


# fmt: on
class _Frame:
    """Coordinates along the way from one point to another (y) and to its side (x), px."""

    def __init__(self, start: Points, end: Points) -> None:
        self.start, self.y = start, _unit(end - start)
        self.x = np.array([self.y[1], -self.y[0]])

    def at(self, points: list[tuple[float, float]]) -> Points:
        xy = np.array(points, float)
        return np.asarray(self.start + xy[:, :1] * self.x + xy[:, 1:] * self.y)


def _unit(vector: Points) -> Points:
    return np.asarray(vector / max(float(np.hypot(*vector)), 1e-9))


def _turned(vector: tuple[float, float], angle: float) -> Points:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]])


def _limb(start: Points, end: Points, first: float, last: float, bulge: float = 0.0) -> Points:
    """The outline of a limb: half as wide as `first` and `last` say at its ends, with round caps."""
    frame, length = _Frame(start, end), float(np.hypot(*(end - start)))
    t = np.linspace(0, 1, 16)
    half = first + (last - first) * t + bulge * first * np.sin(np.pi * t)
    cap = np.linspace(0, np.pi, 10)[1:-1]
    rows = [
        *zip(half, t * length, strict=True),
        *zip(last * np.cos(cap), length + last * np.sin(cap), strict=True),
        *zip(-half[::-1], t[::-1] * length, strict=True),
        *zip(-first * np.cos(cap), -first * np.sin(cap), strict=True),
    ]
    return frame.at([(float(x), float(y)) for x, y in rows])


def _oval(at: Points, across: float, high: float, lean: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    return np.array([at + _turned((across * np.cos(a), high * np.sin(a)), lean) for a in turn])


def _disc(at: Points, radius: float) -> Points:
    return _oval(at, radius, radius, 0)


def _box(at: Points, across: float, high: float) -> Points:
    return np.array([(-across, -high), (across, -high), (across, high), (-across, high)]) / 2 + at


def _smooth(corners: Points) -> Points:
    """A closed curve through the middles of the sides, by Chaikin's corner cutting."""
    for _ in range(3):
        after = np.roll(corners, -1, axis=0)
        corners = np.stack([0.75 * corners + 0.25 * after, 0.25 * corners + 0.75 * after], 1).reshape(-1, 2)
    return corners
