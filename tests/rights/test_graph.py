from __future__ import annotations

import pytest

from hwaryong.errors import HwaryongError
from hwaryong.rights.graph import nearest_first, parents_first, way


def test_parents_come_before_children_and_each_once() -> None:
    graph = {"film": ["a", "b"], "a": ["c"], "b": ["c", "a"], "c": []}
    assert list(parents_first("film", graph.__getitem__)) == ["c", "a", "b", "film"]


def test_a_circle_is_refused_and_named() -> None:
    graph = {"film": ["a"], "a": ["b"], "b": ["a"]}
    with pytest.raises(HwaryongError, match="circle through a"):
        list(parents_first("film", graph.__getitem__))


def test_a_very_deep_chain_needs_no_recursion() -> None:
    walk = list(parents_first("50000", lambda id: [str(int(id) - 1)] if id != "0" else []))
    assert walk[0] == "0"
    assert len(walk) == 50_001


def test_the_shortest_way_wins() -> None:
    graph = {"film": ["a", "c"], "a": ["b"], "b": ["c"], "c": []}
    assert way(nearest_first("film", graph.__getitem__), "c") == ("film", "c")
