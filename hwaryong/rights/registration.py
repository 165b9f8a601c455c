"""Registration: where a draft's ink lies in the drawing that somebody made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike as Image
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Matrix = NDArray[np.float64]
Directions = NDArray[np.float32]

_COARSE_PX: Final = 192  # side of the square on which turn and scale are first guessed
_FINE_PX: Final = 512  # and for a mere shift
_TURNS: Final = tuple(range(-15, 16, 3))  # degrees
_SIZES: Final = tuple(1.07**n for n in range(-5, 6))
_TRIES: Final = 10
_POINTS: Final = 3000  # of the final's ink, drawn from it evenly
_REACHES_PX: Final = (
    14.0,
    14.0,
    10.0,
    7.0,
    5.0,
    4.0,
    3.0,
    3.0,
    2.5,
    2.5,
)  # how far a point looks for a partner
_PARALLEL: Final = float(np.cos(np.radians(2 * 20)))
_GOOD: Final = 0.3  # share of points on a line of the draft and along it; by chance it is a few hundredths
_VERY_GOOD: Final = 0.9  # from here on, no second round brings it nearer
_FITS_PX: Final = 1.5
_MOST_SCALED: Final = 1.6
_MOST_SHEARED: Final = 0.1


def registered(draft: Mask, final: Mask) -> tuple[Matrix, float]:
    """The (2, 3) matrix that lays the draft's pixels over the final's, both (h, w) masks of ink, and its fit.

    The fit is the share of the final's ink that lies on the draft's and along it; below a tenth it is chance.

    As it lies; else shifted by phase correlation (Kuglin and Hines 1975), also when it is turned by up to 15°
    and scaled by 0.7 to 1.4. Each guess is brought home by iterated closest points, point to line (Chen and
    Medioni 1992), over pairs that run the same way, with an affine map that hardly shears. The identity where
    either has no ink or nothing fits.
    """
    best, best_fit = np.eye(2, 3), 0.0
    if not draft.any() or not final.any():
        return best, best_fit
    there, here = _Points.of(draft, 4 * _POINTS), _Points.of(final, _POINTS)
    for guess in _guesses(draft, final):
        matrix, fit = _brought_home(guess, there, here)
        if fit > best_fit:
            best, best_fit = matrix, fit
        if best_fit >= _GOOD:
            break
    if best_fit < _VERY_GOOD:
        matrix, fit = _brought_home(best, there, here)
        return (matrix, fit) if fit > best_fit else (best, best_fit)
    return best, best_fit


def moved(image: Image, matrix: Matrix, shape: tuple[int, ...]) -> Image:
    """An image laid into a frame of `shape` (h, w) by a matrix of `registered`."""
    return cv2.warpAffine(image, matrix, (shape[1], shape[0]), flags=cv2.INTER_LINEAR)


def directions(ink: Mask) -> Directions:
    """(h, w, 2): cosine and sine of twice the angle across the line at each pixel.

    The structure tensor (Bigün and Granlund 1987); the length, 0 to 1, says how much there is one direction.
    """
    soft = cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 1.0)
    x, y = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    tensor = [cv2.GaussianBlur(part, (0, 0), 2.0) for part in (x * x - y * y, 2 * x * y, x * x + y * y)]
    return np.asarray(np.stack(tensor[:2], axis=2) / np.maximum(tensor[2], 1e-6)[..., None], np.float32)


def _guesses(draft: Mask, final: Mask) -> Iterator[Matrix]:
    yield np.eye(2, 3)
    fine = _small(draft, final.shape, _FINE_PX), _small(final, draft.shape, _FINE_PX)
    for x, y in _peaks(fine[0].image, fine[1].image):
        yield np.array([[1, 0, x * fine[0].scale], [0, 1, y * fine[0].scale]])
    old, new = _small(draft, final.shape, _COARSE_PX), _small(final, draft.shape, _COARSE_PX)
    tried = [_shifted(old, new, turn, size) for turn in _TURNS for size in _SIZES]
    for _, matrix in sorted(tried, key=lambda one: -one[0])[:_TRIES]:
        yield matrix


@dataclass(frozen=True)
class _Small:
    """A mask in the corner of a square, reduced and softened; `scale` leads back to full pixels."""

    image: Image
    scale: float


def _small(mask: Mask, other: tuple[int, ...], side_px: int) -> _Small:
    side = max(*mask.shape, *other)
    square = np.zeros((side, side), np.uint8)
    square[: mask.shape[0], : mask.shape[1]] = mask * np.uint8(255)
    small = cv2.resize(square, (side_px, side_px), interpolation=cv2.INTER_AREA)
    return _Small(cv2.GaussianBlur(small.astype(np.float64), (0, 0), 1.0), side / side_px)


def _shifted(draft: _Small, final: _Small, turn_deg: float, size: float) -> tuple[float, Matrix]:
    """How sharply the draft fits, turned and scaled about the middle and then shifted, and by which map."""
    side = draft.image.shape[0]
    matrix = np.asarray(cv2.getRotationMatrix2D((side / 2, side / 2), turn_deg, size), np.float64)
    turned = cv2.warpAffine(draft.image, matrix, (side, side))
    (x, y), response = cv2.phaseCorrelate(np.asarray(turned, np.float64), np.asarray(final.image, np.float64))
    matrix[:, 2] = (matrix[:, 2] + (x, y)) * draft.scale
    return response, matrix


def _peaks(draft: Image, final: Image) -> Iterator[tuple[float, float]]:
    """The shifts (x, y) that phase correlation finds most likely, the likeliest first."""
    cross = np.fft.rfft2(final) * np.conj(np.fft.rfft2(draft))
    surface = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-9), final.shape[:2])
    surface = np.asarray(cv2.GaussianBlur(surface, (0, 0), 1.0), np.float64)
    height, width = surface.shape
    for _ in range(_TRIES):
        y, x = np.unravel_index(int(surface.argmax()), surface.shape)
        surface[max(y - 3, 0) : y + 4, max(x - 3, 0) : x + 4] = -1
        yield float((x + width // 2) % width - width // 2), float((y + height // 2) % height - height // 2)


@dataclass(frozen=True)
class _Points:
    """Points of ink (n, 2) with the unit normals of their lines (n, 2)."""

    at: Matrix
    normals: Matrix

    @classmethod
    def of(cls, mask: Mask, count: int) -> _Points:
        """Up to `count` points of a mask, drawn from it evenly."""
        rows, columns = np.nonzero(mask)
        every = np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(int)
        across = directions(mask)[rows[every], columns[every]]
        angle = np.arctan2(across[:, 1], across[:, 0]).astype(np.float64) / 2
        at = np.column_stack([columns[every], rows[every]]).astype(np.float64)
        return cls(at, np.column_stack([np.cos(angle), np.sin(angle)]))


def _brought_home(matrix: Matrix, draft: _Points, final: _Points) -> tuple[Matrix, float]:
    """The matrix after the iteration, and the share of the final's points that it then explains."""
    for reach_px in _REACHES_PX:
        held, nearest = _pairs(matrix, draft, final, reach_px)
        if len(held) < 24:
            return matrix, 0.0
        x, n = draft.at[nearest], final.normals[held]
        rows = np.hstack([n[:, :1] * x, n[:, :1], n[:, 1:] * x, n[:, 1:]])
        gaps = (n * (final.at[held] - x @ matrix[:, :2].T - matrix[:, 2])).sum(axis=1)
        # What the lines leave open, such as sliding along a single one, stays as it is.
        scale = np.array([np.abs(x).max() + 1] * 2 + [1.0])
        rows = rows / np.tile(scale, 2)
        change = np.linalg.solve(rows.T @ rows + 1e-4 * len(rows) * np.eye(6), rows.T @ gaps)
        matrix = matrix + (change / np.tile(scale, 2)).reshape(2, 3)
        if not _hardly_changed(matrix):
            return matrix, 0.0
    return matrix, len(_pairs(matrix, draft, final, _FITS_PX)[0]) / len(final.at)


def _pairs(
    matrix: Matrix, draft: _Points, final: _Points, reach_px: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The final's points that have a point of the draft within reach whose line runs the same way."""
    from scipy.spatial import cKDTree  # slow to import, and most commands never call it

    tree = cKDTree(draft.at @ matrix[:, :2].T + matrix[:, 2])
    found = tree.query(final.at, distance_upper_bound=reach_px)
    gaps, nearest = np.asarray(found[0], np.float64), np.asarray(found[1], np.intp)
    held = np.flatnonzero(np.isfinite(gaps))
    turned = draft.normals[nearest[held]] @ matrix[:, :2].T
    turned /= np.hypot(*turned.T)[:, None]
    along = 2 * (turned * final.normals[held]).sum(axis=1) ** 2 - 1 >= _PARALLEL
    return held[along], nearest[held][along]


def _hardly_changed(matrix: Matrix) -> bool:
    """Whether a map is upright, scales within bounds, and both ways nearly alike."""
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    upright = np.linalg.det(matrix[:, :2]) > 0
    alike = large <= small * (1 + _MOST_SHEARED)
    return bool(upright and alike and large <= _MOST_SCALED and small * _MOST_SCALED >= 1)
