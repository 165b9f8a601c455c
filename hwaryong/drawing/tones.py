"""Light and shadow: parts of a region that coloured lines part take a tone of its colour."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from hwaryong.drawing.graph import Graph
from hwaryong.drawing.regions import Labels
from hwaryong.drawing.stops import TONES
from hwaryong.media.stroke import Floats


def toned(
    graph: Graph, labels: Labels, whole: Labels, lines: NDArray[np.uint8], names: list[str], light_deg: float
) -> list[str]:
    """The colours' ids with tones: "skin" becomes "skin.shadow" or "skin.light"; "" stays without colour.

    `labels` and `whole` (h, w) are the regions with and without the coloured lines, `lines` (h, w) uint8
    their tones (see `Stops`). Parts of one whole share its colour, that of the largest part which has one;
    across a shadow line the part further from the light is in shadow, across a line of light the nearer one
    is lit. The light comes from `light_deg`, counter-clockwise from the right. An id that names a tone
    already is kept.
    """
    parts = _parts(labels, whole, len(graph))
    done = list(names)
    for rows in parts.values():
        known = [row for row in rows if names[row]]
        if len(rows) > 1 and known:
            largest = max(known, key=lambda row: float(graph.area[row]))
            for row in rows:
                done[row] = names[row] or _plain(names[largest])
    of_whole = {row: number for number, rows in parts.items() for row in rows}
    light = graph.centre @ np.array([math.cos(math.radians(light_deg)), -math.sin(math.radians(light_deg))])
    for value, tone in enumerate(TONES, 1):
        border = _border(graph.full, lines == value, len(graph))
        for j, k in np.argwhere(np.triu(border) > 0).tolist():
            if of_whole.get(j) is None or of_whole.get(j) != of_whole.get(k):
                continue
            further, nearer = (j, k) if light[j] < light[k] else (k, j)
            row = further if tone == "shadow" else nearer
            if done[row] and done[row] == _plain(done[row]):
                done[row] = f"{done[row]}.{tone}"
    return done


def _plain(name: str) -> str:
    stem, _, tone = name.rpartition(".")
    return stem if tone in TONES else name


def _parts(labels: Labels, whole: Labels, count: int) -> dict[int, list[int]]:
    """The rows of the regions that lie in each whole one."""
    inside = (labels > 0) & (whole > 0)
    votes: Floats = np.zeros((count, int(whole.max(initial=0)) + 1))
    np.add.at(votes, (labels[inside] - 1, whole[inside]), 1)
    found: dict[int, list[int]] = defaultdict(list)
    for row in range(count):
        if votes[row].any():
            found[int(votes[row].argmax())].append(row)
    return found


def _border(full: Labels, on: NDArray[np.bool_], count: int) -> Floats:
    """(n, n) px of border between regions that lies on the marked lines."""
    touch = np.zeros((count + 1) ** 2)
    for first, second, marked in ((full[:, :-1], full[:, 1:], on[:, 1:]), (full[:-1], full[1:], on[1:])):
        here = (first != second) & marked
        touch += np.bincount(first[here].astype(np.int64) * (count + 1) + second[here], minlength=len(touch))
    both = touch.reshape(count + 1, count + 1)
    return (both + both.T)[1:, 1:]
