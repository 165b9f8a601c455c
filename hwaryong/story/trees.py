"""Boosted regression trees, read from JSON and evaluated with numpy; LightGBM grew them and is not needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Trees:
    """All trees as one table of nodes (Friedman 2001, Ke et al. 2017).

    Node n goes left where `rows[feature[n]] <= limit[n]` (or the value is missing and `missing_left[n]`), to
    `left[n]` or `right[n]`. A leaf goes to itself and adds `value[n]`. `roots` are the first nodes,
    `depth` is that of the deepest tree.
    """

    feature: Ints
    limit: Floats
    left: Ints
    right: Ints
    missing_left: NDArray[np.bool_]
    value: Floats
    roots: Ints
    depth: int

    @classmethod
    def read(cls, plain: list[list[Any]]) -> Trees:
        """Read trees as nested lists: `[value]`, or `[feature, limit, missing goes left (0, 1), left,
        right]`."""
        nodes: list[tuple[int, float, int, int, bool, float]] = []
        deepest = 0

        def add(node: list[Any], depth: int) -> int:
            nonlocal deepest
            deepest = max(deepest, depth)
            number = len(nodes)
            if len(node) == 1:
                nodes.append((0, 0.0, number, number, False, float(node[0])))
                return number
            nodes.append((0, 0.0, 0, 0, False, 0.0))
            left, right = add(node[3], depth + 1), add(node[4], depth + 1)
            nodes[number] = (int(node[0]), float(node[1]), left, right, bool(node[2]), 0.0)
            return number

        roots = [add(tree, 0) for tree in plain]
        feature, limit, left, right, missing, value = zip(*nodes, strict=True)
        return cls(
            np.array(feature, np.int32), np.array(limit), np.array(left, np.int32), np.array(right, np.int32),
            np.array(missing), np.array(value), np.array(roots, np.int32), deepest,
        )  # fmt: skip

    def predict(self, rows: Floats) -> Floats:
        """The sum over all trees for each row: (rows, features) to (rows,)."""
        total = np.zeros(len(rows))
        every = np.arange(len(rows))
        for root in self.roots:
            node = np.full(len(rows), root, np.int32)
            for _ in range(self.depth):
                seen = rows[every, self.feature[node]]
                goes_left = np.where(np.isnan(seen), self.missing_left[node], seen <= self.limit[node])
                node = np.where(goes_left, self.left[node], self.right[node])
            total += self.value[node]
        return total
