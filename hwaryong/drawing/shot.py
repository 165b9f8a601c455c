"""Colours carried through a shot: from painted drawings to the nearest, and on from drawing to drawing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hwaryong.drawing.graph import Graph
from hwaryong.drawing.matching import Painted, Regions, overlaid
from hwaryong.media.stroke import Floats

_MODELS = 2  # painted drawings that are asked
_BACK = 2  # drawings that are done and are asked: what the last one hides, the one before it may show


def coloured(
    graphs: Mapping[str, Graph],
    models: Mapping[str, Painted],
    pinned: Mapping[str, Mapping[int, int]],
    columns: int,
) -> dict[str, Floats]:
    """For each drawing (n, colours): how sure its regions are to have which colour, in the drawings' order.

    A model stands where the drawing of its name is, and paints that as it lies on it; or else at the drawing
    whose silhouette is most like its own. From there colour goes on: each drawing asks the two nearest models
    and the two drawings before it that are done, and each of its regions believes the one that is surest (to
    multiply beliefs would count one painted drawing several times). What a row lacks to 1 is not known.
    `pinned` names columns that a person has set for rows.
    """
    names = list(graphs)
    stands = {
        name: names.index(name) if name in graphs else _most_alike(model.regions.graph, list(graphs.values()))
        for name, model in models.items()
    }
    away = [min((abs(index - stand) for stand in stands.values()), default=0) for index in range(len(names))]
    done: dict[str, Painted] = {}
    for index in sorted(range(len(names)), key=lambda index: (away[index], index)):
        here = Regions(graphs[names[index]])
        told = np.zeros((1, len(here.graph), columns))
        if names[index] in models:
            told[0] = overlaid(here, models[names[index]]) @ models[names[index]].colours
        else:
            nearest = sorted(models, key=lambda name: abs(index - stands[name]))[:_MODELS]
            around = range(max(index - _BACK, 0), min(index + _BACK + 1, len(names)))
            beside = [names[i] for i in around if away[i] < away[index] and names[i] not in nearest]
            asked = [*(models[name] for name in nearest), *(done[name] for name in beside)]
            told = np.stack([*told, *(painted.tells(here) for painted in asked)])
        sure = told[told.max(axis=2).argmax(axis=0), np.arange(len(here.graph))]
        for row, column in pinned[names[index]].items():
            sure[row] = np.arange(columns) == column
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
