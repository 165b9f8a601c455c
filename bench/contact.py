"""Contact sheets: the drawings of many triplets in rows, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.skeletons import Grey, Lines

TILE_PX, ROWS, CAPTION_PX = 300, 6, 18
Tile = tuple[str, NDArray[np.uint8]]


def write(folder: Path, name: str, rows: Sequence[Sequence[Tile]]) -> list[Path]:
    """Write pages of rows of captioned drawings (h, w[, 3]) uint8 BGR as PNG; answers their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for start in range(0, len(rows), ROWS):
        page = rows[start : start + ROWS]
        wide = max(len(row) for row in page)
        tiles = [np.hstack([_tile(*tile) for tile in [*row, *[_BLANK] * (wide - len(row))]]) for row in page]
        pages.append(folder / f"{name}-{start // ROWS + 1:02}.png")
        cv2.imwrite(str(pages[-1]), np.vstack(tiles))
    return pages


def laid_over(drawn: Lines, truth: Lines) -> NDArray[np.uint8]:
    """(h, w, 3) BGR: the true lines in blue, the drawn ones in red, both in black."""
    both = np.full((*truth.grey.shape, 3), 255, np.uint8)
    both[..., :2] = np.minimum(both[..., :2], drawn.grey[..., None])
    both[..., 1:] = np.minimum(both[..., 1:], truth.grey[..., None])
    return both


def _tile(caption: str, drawing: NDArray[np.uint8]) -> NDArray[np.uint8]:
    scale = (TILE_PX - 4) / max(drawing.shape[:2])
    small = cv2.resize(drawing, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    colour = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR) if small.ndim == 2 else small
    tile = np.full((TILE_PX + CAPTION_PX, TILE_PX, 3), 255, np.uint8)
    tile[CAPTION_PX : CAPTION_PX + colour.shape[0], : colour.shape[1]] = colour
    cv2.putText(tile, caption, (3, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (90, 90, 90), 1, cv2.LINE_AA)
    return tile


_BLANK: tuple[str, Grey] = ("", np.full((TILE_PX, TILE_PX), 255, np.uint8))
