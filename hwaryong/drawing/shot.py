"""Colours carried through a shot: from painted drawings to the nearest, and on from drawing to drawing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hwaryong.drawing.graph import Graph
from hwaryong.drawing.matching import Painted, Regions
from hwaryong.media.stroke import Floats

_DOUBT = 0.1  # what a painted drawing may be wrong, over all colours
_MODELS = 2  # painted drawings that are asked, beside the neighbour


def coloured(
    graphs: Mapping[str, Graph],
    models: Mapping[str, Painted],
    pinned: Mapping[str, Mapping[int, int]],
    columns: int,
) -> dict[str, Floats]:
    """For each drawing (n, colours): how sure its regions are to have which colour, in the drawings' order.

    A model stands where the drawing of its name is, or else at the drawing whose silhouette is most like
    its own. From there colour goes on to the neighbours, and each drawing is told by its neighbour that is
    done and by the two nearest models; their beliefs are multiplied. `pinned` names columns that a
    person has set for rows.
    """
    names = list(graphs)
    stands = {
        name: names.index(name) if name in graphs else _most_alike(model.regions.graph, list(graphs.values()))
        for name, model in models.items()
    }
    done: dict[str, Painted] = {}

    def away(index: int) -> int:
        return min((abs(index - stand) for stand in stands.values()), default=0)

    for index in sorted(range(len(names)), key=lambda index: (away(index), index)):
        here = Regions(graphs[names[index]])
        nearest = sorted(models, key=lambda name: abs(index - stands[name]))[:_MODELS]
        telling = [models[name] for name in nearest]
        if away(index) == 0:
            telling = [models[name] for name in nearest if stands[name] == index]
        beside = [names[i] for i in (index - 1, index + 1) if 0 <= i < len(names) and away(i) < away(index)]
        telling += [done[name] for name in beside]
        sure = np.ones((len(here.graph), columns))
        for painted in telling:
            told = painted.tells(here)
            sure *= told + (1 - told.sum(axis=1, keepdims=True) + _DOUBT) / columns
        for row, column in pinned[names[index]].items():
            sure[row] = np.arange(columns) == column
        sure /= np.maximum(sure.sum(axis=1, keepdims=True), 1e-300)
        done[names[index]] = Painted(here, sure)
    return {name: done[name].colours for name in names}


def _most_alike(model: Graph, graphs: list[Graph]) -> int:
    """The drawing whose silhouette covers the model's best when their middles lie on one another."""
    return int(np.argmax([_overlap(model, graph) for graph in graphs]))


def _overlap(one: Graph, other: Graph) -> float:
    if not len(one) or not len(other):
        return 0.0
    a, b = one.full[::2, ::2] > 0, other.full[::2, ::2] > 0
    ways = [
        int(np.mean(at_b) - np.mean(at_a)) for at_a, at_b in zip(np.nonzero(a), np.nonzero(b), strict=True)
    ]
    laid = np.roll(a, ways, axis=(0, 1))
    return float((laid & b).sum() / max((laid | b).sum(), 1))
