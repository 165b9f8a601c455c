"""Colours varied in a perceptual space: harmonies, the light of an hour, a reference picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import map_coordinates

from hwaryong.media.picture import Pixels
from hwaryong.media.stroke import Floats
from hwaryong.media.variation import Harmony, Hour, PaletteChange

# Ottosson 2020, "A perceptual color space for image processing" (OKLab): linear sRGB → LMS, LMS^⅓ → Lab.
_LMS = np.array([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
])  # fmt: skip
_LAB = np.array([
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
])  # fmt: skip
# Where hues beside the main one go, on its one side and on the other (degrees from it).
_SCHEMES: dict[Harmony, tuple[float, float]] = {
    "complementary": (180, -180),
    "analogous": (35, -35),
    "triadic": (120, -120),
    "split": (150, -150),
}
_ONE_HUE = (15.0, 40.0)  # up to the first a hue is the main one, from the second on it is another
# Light of an hour: gain on linear red, green and blue; what shines into the shadows; chroma.
_LIGHT: dict[Hour, tuple[tuple[float, float, float], tuple[float, float, float], float]] = {
    "none": ((1, 1, 1), (0, 0, 0), 1.0),
    "dawn": ((0.98, 0.80, 0.78), (0.030, 0.016, 0.034), 0.95),
    "noon": ((1.08, 1.06, 0.98), (0, 0, 0), 1.12),
    "dusk": ((0.98, 0.62, 0.40), (0.022, 0.008, 0.034), 1.1),
    "night": ((0.15, 0.22, 0.40), (0.002, 0.004, 0.012), 0.75),
}
_GREY = 0.02  # chroma under which a colour has no hue
_GRID = 33  # nodes a channel of the table for pixels
_ROWS = 256


def to_oklab(srgb: Floats) -> Floats:
    """(n, 3) sRGB 0–1 → OKLab."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _LMS.T) @ _LAB.T, np.float64)


def to_srgb(lab: Floats) -> Floats:
    """(n, 3) OKLab → sRGB 0–1; a colour outside of sRGB keeps lightness and hue and loses chroma."""
    low, high = np.zeros(len(lab)), np.ones(len(lab))
    for _ in range(12):
        middle = (low + high) / 2
        inside = _inside(_linear(_scaled(lab, middle)))
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    share = np.where(_inside(_linear(lab)), 1.0, low)
    linear = np.clip(_linear(_scaled(lab, share)), 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def recoloured(
    srgb: Floats, change: PaletteChange, weights: Floats, base: Floats, reference: Floats | None
) -> Floats:
    """(n, 3) sRGB 0–1 changed; (m, 3) `base` with (m,) `weights` says what the drawing's colours are.

    Order: the reference's colours (Reinhard et al. 2001, "Color transfer between images": mean and
    spread, in OKLab, lightness by a third), harmony and turn of hue, chroma, light. Lightness stays in
    all but the first and the last, so that what could be read still can.
    """
    lab, own = to_oklab(srgb), to_oklab(base)
    if change.reference and reference is not None:
        lab = _transferred(lab, own, weights, to_oklab(reference), change.reference)
        own = _transferred(own, own, weights, to_oklab(reference), change.reference)
    chroma, hue = np.hypot(lab[:, 1], lab[:, 2]), np.arctan2(lab[:, 2], lab[:, 1])
    hue = _harmonised(hue, change, _main_hue(own, weights))
    chroma = chroma * change.chroma
    done = to_srgb(np.column_stack([lab[:, 0], chroma * np.cos(hue), chroma * np.sin(hue)]))
    return _lit(done, change.hour) if change.hour != "none" else done


def recoloured_hex(
    colours: Sequence[str], change: PaletteChange, base: Sequence[str], reference: Floats | None
) -> list[str]:
    """Colours "#rrggbb[aa]" changed, alpha kept."""
    if not colours:
        return []
    own = of_hex(base)
    done = recoloured(of_hex(colours), change, np.ones(len(own)), own, reference)
    whole = np.rint(done * 255).astype(np.uint8)
    return ["#" + bytes(rgb.tolist()).hex() + old[7:] for rgb, old in zip(whole, colours, strict=True)]


def recoloured_pixels(pixels: Pixels, change: PaletteChange, reference: Floats | None) -> Pixels:
    """(h, w, 4) uint8 changed by a table of 33³ colours, alpha kept."""
    nodes = np.linspace(0, 1, _GRID)
    grid = np.stack(np.meshgrid(nodes, nodes, nodes, indexing="ij"), -1).reshape(-1, 3)
    base = sampled(pixels)
    table = recoloured(grid, change, np.ones(len(base)), base, reference).reshape((_GRID,) * 3 + (3,))
    done = pixels.copy()
    for row in range(0, len(pixels), _ROWS):
        part = np.s_[row : row + _ROWS]
        at = pixels[part][..., :3].reshape(-1, 3).T * ((_GRID - 1) / 255)
        mixed = [map_coordinates(table[..., channel], at, order=1) for channel in range(3)]
        done[part][..., :3] = np.rint(np.stack(mixed, -1) * 255).reshape(*pixels[part].shape[:2], 3)
    return done


def sampled(pixels: Pixels, count: int = 20_000) -> Floats:
    """(n, 3) sRGB 0–1 of evenly spread opaque pixels; white where there are none."""
    flat = pixels.reshape(-1, 4)[:: max(1, pixels.shape[0] * pixels.shape[1] // count)]
    seen = flat[flat[:, 3] > 127, :3] / 255.0
    return seen if len(seen) else np.ones((1, 3))


def of_hex(colours: Sequence[str]) -> Floats:
    """(n, 3) sRGB 0–1 of colours "#rrggbb[aa]"."""
    rows = [list(bytes.fromhex(colour[1:7])) for colour in colours]
    return np.array(rows, np.float64).reshape(-1, 3) / 255


def _harmonised(hue: Floats, change: PaletteChange, main: float) -> Floats:
    """Hues turned by `hue_deg`; in a scheme the main one stays, others go where the scheme has its next."""
    turn = np.deg2rad(change.hue_deg)
    if change.harmony == "none":
        return np.asarray(hue + turn, np.float64)
    away = np.rad2deg((hue - main + np.pi) % (2 * np.pi) - np.pi)
    other = np.clip((np.abs(away) - _ONE_HUE[0]) / (_ONE_HUE[1] - _ONE_HUE[0]), 0, 1)
    place = np.where(away > 0, *_SCHEMES[change.harmony]) * other * other * (3 - 2 * other)
    return np.asarray(main + turn + np.deg2rad(place), np.float64)


def _main_hue(lab: Floats, weights: Floats) -> float:
    """The hue with most chroma, as the peak of a smooth histogram (rad)."""
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    weight = weights * np.where(chroma > _GREY, chroma, 0)
    hue = np.arctan2(lab[:, 2], lab[:, 1])
    tries = np.deg2rad(np.arange(0, 360, 5))
    peaks = np.exp(8 * np.cos(hue[:, None] - tries[None])).T @ weight
    return float(tries[int(peaks.argmax())])


def _transferred(lab: Floats, own: Floats, weights: Floats, other: Floats, strength: float) -> Floats:
    mean = np.average(own, axis=0, weights=weights)
    spread = np.sqrt(np.average((own - mean) ** 2, axis=0, weights=weights))
    ratio = np.clip(other.std(axis=0) / np.maximum(spread, 0.01), 0.6, 2.5)
    moved = (lab - mean) * ratio + other.mean(axis=0)
    share = strength * np.array([1 / 3, 1, 1])
    return np.asarray(lab + (moved - lab) * share, np.float64)


def _lit(srgb: Floats, hour: Hour) -> Floats:
    gain, shadow, chroma = _LIGHT[hour]
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lit = linear * gain + np.array(shadow) * (1 - linear)
    lab = np.cbrt(lit @ _LMS.T) @ _LAB.T
    return to_srgb(lab * (1, chroma, chroma))


def _scaled(lab: Floats, share: Floats) -> Floats:
    return np.column_stack([lab[:, 0], lab[:, 1:] * share[:, None]])


def _linear(lab: Floats) -> Floats:
    return np.asarray((lab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T, np.float64)


def _inside(linear: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(((linear > -1e-4) & (linear < 1 + 1e-4)).all(axis=1), np.bool_)
