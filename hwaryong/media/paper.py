"""Pixels as dark lines on light paper, however they came; and lines told apart by their hue."""

from __future__ import annotations

from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Coverage = NDArray[np.float32]
Polarity = Literal["dark", "light", "alpha"]
Hue = Literal["black", "red", "green", "blue"]
HUES: tuple[Hue, ...] = get_args(Hue)
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)  # Rec. 709, on sRGB values
SAID: dict[Polarity, str] = {
    "dark": "",
    "light": "the drawing is light on dark: its lines are read as dark on light paper",
    "alpha": "the lines are light on nothing: they are read as ink",
}
_ROWS = 512  # worked on at a time, so that a large scan needs little memory
_LOOK_PX = 1024  # the polarity is told from a picture reduced to about this side
_DARK_PAPER = 0.5  # luma under which paper may be the dark part
_UNSEEN = 0.12  # darkness below which nothing shows on white paper
_COLOURED = 0.45  # chroma per density from which on a line has a hue


def polarity(pixels: Pixels) -> Polarity:
    """How the lines of (h, w, 4) uint8 stand out: `dark` on light, `light` on dark, or by `alpha` alone.

    Light on dark: the median is dark, and what differs from it is lighter (positive skewness). By alpha
    alone: some of the picture is transparent, and on white paper nothing would be seen.
    """
    step = max(1, max(pixels.shape[:2]) // _LOOK_PX)
    # Every step-th pixel as it is: averages would drown thin lines.
    small = np.concatenate([pixels[i::step, i::step].reshape(-1, 4) for i in {0, step // 2}])
    values = small.astype(np.float32) / np.float32(255)
    alpha, luma = values[:, 3], values[:, :3] @ LUMA
    if alpha.min() < 0.9 and alpha.max() > 0.1 and float(((1 - luma) * alpha).max()) < _UNSEEN:
        return "alpha"
    shown = luma * alpha + 1 - alpha
    middle = float(np.median(shown))
    return "light" if middle < _DARK_PAPER and float(((shown - middle) ** 3).sum()) > 0 else "dark"


def on_paper(pixels: Pixels, way: Polarity) -> Pixels:
    """(h, w, 4) uint8 → (h, w, 3) uint8 sRGB: dark lines on white paper, hues kept."""
    if way == "dark" and pixels[..., 3].min() == 255:
        return pixels[..., :3]
    paper = np.empty((*pixels.shape[:2], 3), np.uint8)
    for row in range(0, len(pixels), _ROWS):
        part = np.s_[row : row + _ROWS]
        alpha = pixels[part][..., 3:].astype(np.uint16)
        if way == "alpha":
            paper[part] = 255 - alpha
            continue
        white = (pixels[part][..., :3] * alpha + (255 - alpha) * 255 + 127) // 255
        # Light lines on dark: lightness is turned over and hue kept, so that red stays red.
        turned = white + 255 - (white.max(axis=2, keepdims=True) + white.min(axis=2, keepdims=True))
        paper[part] = white if way == "dark" else turned
    return paper


def darkness(paper: Pixels) -> Coverage:
    """(h, w, 3) uint8 sRGB → (h, w) float32 0–1: 1 − Rec. 709 luma."""
    dark = np.empty(paper.shape[:2], np.float32)
    for row in range(0, len(paper), _ROWS):
        part = np.s_[row : row + _ROWS]
        dark[part] = 1 - paper[part].astype(np.float32) @ (LUMA / 255)
    return dark


def hue_of(colour: str) -> Hue:
    """The hue of an ink "#rrggbb…" (sRGB), told as `by_hue` tells it."""
    density = 1 - np.frombuffer(bytes.fromhex(colour[1:7]), np.uint8) / 255
    coloured = density.max() - density.min() > _COLOURED * max(float(density.max()), 0.05)
    return HUES[1 + int(density.argmin())] if coloured else "black"


def by_hue(paper: Pixels) -> dict[Hue, Coverage]:
    """(h, w, 3) uint8 sRGB of dark lines on even white paper → (h, w) float32 0–1 of each hue's lines.

    Every pixel belongs to one hue, by the channels that its ink takes away from white: all alike is
    black; green and blue gone is red; and so on. Soft edges have their line's hue (densities are blurred
    over a pixel before they are compared), and where a coloured line crosses a black one it is black.
    """
    apart = {hue: np.zeros(paper.shape[:2], np.float32) for hue in HUES}
    for row in range(0, len(paper), _ROWS):
        top, bottom = max(row - 2, 0), min(row + _ROWS + 2, len(paper))
        density = 1 - paper[top:bottom].astype(np.float32) / np.float32(255)
        soft = np.asarray(cv2.GaussianBlur(density, (0, 0), 1.0), np.float32)
        most, least = soft.max(axis=2), soft.min(axis=2)
        coloured = most - least > _COLOURED * np.maximum(most, np.float32(0.05))
        kind = np.where(coloured, 1 + soft.argmin(axis=2), 0)[row - top :][:_ROWS]
        strength = density.max(axis=2)[row - top :][:_ROWS]
        for index, hue in enumerate(HUES):
            apart[hue][row : row + _ROWS] = np.where(kind == index, strength, 0)
    return apart
