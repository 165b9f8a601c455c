"""LazyBrush: dots of paint as wishes; colours meet where the lines leave the narrowest openings."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from hwaryong.drawing.graph import Ints
from hwaryong.drawing.regions import Labels, Seed, Window

_SOFT_PX = 300  # px of opening that it may cost to follow a dot
_HARD_PX = 1_000_000
_NEAR_PX = 6  # how far from a dot on a line its place is looked for
_PLATEAU_PX = 1.0  # distances are blurred by this, so that a corridor is no chain of places


def brushed(window: Window, seeds: Mapping[int, Seed]) -> tuple[Labels, dict[int, str]]:
    """Fill from dots: labels (h, w) = number + 1 of a seed of the colour, and why a seed got none.

    Multiway cut, one colour after the other against the rest (Sýkora, Dingliana, Collins 2009,
    "LazyBrush: Flexible painting tool for hand-drawn cartoons", §4–5), not on pixels but on the basins of
    the distance to the lines, whose borders are the narrowest places; ink is never crossed. The paper
    around the drawing is the last colour, so a gap of any width is closed where it is the shortest cut.
    A dot is a wish of 300 px: it loses where the openings around it are wider, or others outvote it.
    """
    places = _places(window)
    i, j, width = _openings(places)
    paints = sorted({seed.paint for seed in seeds.values()})
    count = int(places.max(initial=0)) + 1
    wishes = np.zeros((count, len(paints) + 1), np.int64)
    wishes[np.unique(places[window.rim]), -1] = _HARD_PX
    at = {number: _place(window, places, seed) for number, seed in seeds.items()}
    for number, place in at.items():
        wishes[place, paints.index(seeds[number].paint)] += _SOFT_PX
    owner = np.full(count, -1)
    for column in range(len(paints)):
        left = owner < 0
        left[0] = False  # ink
        against = np.delete(wishes, column, axis=1).sum(axis=1)
        owner[_cut(left, i, j, width, wishes[:, column], against)] = column
    labels = np.zeros(places.shape, np.int32)
    trouble: dict[int, str] = {}
    for column, paint in enumerate(paints):
        first = min(number for number, seed in seeds.items() if seed.paint == paint)
        labels[(owner == column)[places]] = first + 1
    for number, place in at.items():
        if place == 0:
            trouble[number] = "lies on a line or off the drawing"
        elif owner[place] != paints.index(seeds[number].paint):
            trouble[number] = "is outvoted by what is open around it"
    return labels, trouble


def _places(window: Window) -> Labels:
    """(h, w) the basins 1…n of the distance to the lines, 0 on ink."""
    from skimage.segmentation import watershed  # slow to import, and most fills never call it

    soft = cv2.GaussianBlur(window.distance_px, (0, 0), _PLATEAU_PX)
    found = watershed(-np.rint(soft * 4), mask=window.free > 0)  # type: ignore[no-untyped-call]
    return np.asarray(found, np.int32)


def _openings(places: Labels) -> tuple[Ints, Ints, Ints]:
    """Pairs of touching places and how wide they are open to each other, px."""
    count = int(places.max(initial=0)) + 1
    codes = []
    for first, second in ((places[:, :-1], places[:, 1:]), (places[:-1], places[1:])):
        apart = (first != second) & (first > 0) & (second > 0)
        a, b = first[apart].astype(np.int64), second[apart].astype(np.int64)
        codes.append(np.minimum(a, b) * count + np.maximum(a, b))
    code, width = np.unique(np.concatenate(codes), return_counts=True)
    return code // count, code % count, width.astype(np.int64)


def _place(window: Window, places: Labels, seed: Seed) -> int:
    """The place at a dot or nearest to it, 0 for none."""
    x, y = seed.x - window.x, seed.y - window.y
    top, left = max(y - _NEAR_PX, 0), max(x - _NEAR_PX, 0)
    part = places[top : max(y + _NEAR_PX + 1, 0), left : max(x + _NEAR_PX + 1, 0)]
    rows, columns = np.nonzero(part)
    if not len(rows):
        return 0
    nearest = int(((rows + top - y) ** 2 + (columns + left - x) ** 2).argmin())
    return int(part[rows[nearest], columns[nearest]])


def _cut(
    left: NDArray[np.bool_],
    i: Ints,
    j: Ints,
    width: Ints,
    wanted: Ints,
    against: Ints,
) -> Ints:
    """The places on the side of one colour in the smallest cut between it and the others."""
    count = len(left)
    source, sink = count, count + 1
    open_ = left[i] & left[j]
    i, j, width = i[open_], j[open_], width[open_]
    wishing, refusing = np.flatnonzero(left & (wanted > 0)), np.flatnonzero(left & (against > 0))
    rows = np.concatenate([i, j, np.full(len(wishing), source), refusing])
    columns = np.concatenate([j, i, wishing, np.full(len(refusing), sink)])
    room = np.concatenate([width, width, wanted[wishing], against[refusing]]).astype(np.int32)
    network = csr_array(coo_array((room, (rows, columns)), (count + 2, count + 2)))
    residual = network - maximum_flow(network, source, sink).flow
    residual.eliminate_zeros()
    side = breadth_first_order(residual, source, return_predecessors=False)
    return np.asarray(side[side < count], np.int64)
