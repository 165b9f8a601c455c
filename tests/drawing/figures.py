"""Small figures that the drawing desk's tests draw."""

from __future__ import annotations

import numpy as np

from hwaryong.media.drawing import Drawing
from hwaryong.media.palette import Palette
from hwaryong.media.stroke import Dot, Floats, Kind, Stroke, resample

PALETTE = Palette({"robe": "#d8d2c4", "red": "#b03a2e", "skin": "#e7c9a9"})


def line(
    id: str, *points: tuple[float, float], width: float = 5, count: int = 20, kind: Kind = "ink"
) -> Stroke:
    corners = np.array(points, float)
    return Stroke(id, resample(np.column_stack([corners, np.full(len(corners), width)]), count), kind)


def ring(id: str, x: float, y: float, radius: float, *, gap_px: float = 0, kind: Kind = "ink") -> Stroke:
    angle = np.linspace(0, 2 * np.pi - gap_px / radius, 60)
    circle = np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle), np.full(60, 4.0)])
    return Stroke(id, circle, kind)


def turned(points: Floats, x: float, y: float, degrees: float) -> Floats:
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.column_stack([(points[:, :2] - (x, y)) @ turn + (x, y), points[:, 2]])


def arm(degrees: float) -> Drawing:
    """A body of four lines and a closed arm that turns about the shoulder at 200, 100."""
    corners = [(120, 80), (120, 280), (200, 280), (200, 80), (120, 80)]
    body = [line(id, a, b) for id, a, b in zip("lbrt", corners, corners[1:], strict=False)]
    limb = [
        line("arm.t", (200, 90), (340, 92)),
        line("arm.e", (340, 92), (340, 108)),
        line("arm.b", (340, 108), (200, 110)),
        line("arm.c", (200, 110), (200, 90), kind="close"),
    ]
    moved = [stroke.moved(turned(stroke.points, 200, 100, degrees)) for stroke in limb]
    hand = turned(np.array([[300.0, 100, 0]]), 200, 100, degrees)[0]
    dots = (Dot("body", "robe", 160, 200), Dot("arm", "red", hand[0], hand[1]))
    return Drawing(480, 360, (*body, *moved), dots)
