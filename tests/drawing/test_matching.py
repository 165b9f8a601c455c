from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.drawing.cel import Cel
from hwaryong.drawing.matching import Painted, Regions, chances, matched, overlaid
from hwaryong.drawing.shot import coloured
from hwaryong.media.drawing import Drawing
from tests.drawing.figures import ring

GAP_PX = 3


def regions(*middles: tuple[float, float, float]) -> Regions:
    rings = tuple(ring(f"r{number}", *middle) for number, middle in enumerate(middles))
    return Regions(Cel.of(Drawing(400, 300, rings), GAP_PX).graph)


TWO = [(100.0, 150.0, 50.0), (280.0, 150.0, 30.0)]


@given(st.lists(st.floats(-50, 50), min_size=6, max_size=6), st.floats(-50, 50))
def test_chances_and_what_is_none_make_one(odds: list[float], none: float) -> None:
    features = np.array(odds).reshape(2, 3, 1)
    chance = chances(features, np.array([1.0, none]))
    lacks = 1 - chance.sum(axis=1)
    assert ((chance >= 0) & (lacks[:, None] >= -1e-12)).all()
    likelier = features[..., 0] > none + 1e-6
    assert (chance[likelier] >= np.broadcast_to(lacks[:, None], chance.shape)[likelier] - 1e-12).all()


def test_regions_find_themselves_where_they_moved_and_their_order_changed() -> None:
    there = regions(*TWO)
    here = regions((300.0, 160.0, 30.0), (120.0, 145.0, 50.0))
    belief = matched(here, Painted(there, np.eye(3)[[1, 2]]))
    large_here, large_there = here.graph.area.argmax(), there.graph.area.argmax()
    assert belief[large_here].argmax() == large_there
    assert belief[1 - large_here].argmax() == 1 - large_there
    assert belief.max(axis=1).min() > 0.8


def test_the_same_drawing_is_told_by_place() -> None:
    there = regions(*TWO)
    assert np.array_equal(overlaid(there, Painted(there, np.eye(3)[[1, 2]])), np.eye(2))


def test_of_two_models_the_surest_is_believed_and_what_is_not_known_stays_so() -> None:
    graph = regions(*TWO).graph
    large = int(graph.area.argmax())
    doubtful, sure, unknown = np.zeros((3, 2, 4))
    doubtful[:, 1], sure[large, 2] = 0.6, 0.95
    moved = regions(*((x + 5, y, radius) for x, y, radius in TWO)).graph
    told = coloured(
        {"0": moved},
        {"a": Painted(Regions(graph), doubtful), "b": Painted(Regions(graph), sure)},
        {"0": {}},
        4,
    )["0"]
    row = int(moved.area.argmax())
    assert told[row].argmax() == 2
    assert told[1 - row].argmax() == 1
    assert told[1 - row].sum() < 0.65
    assert not coloured({"0": moved}, {"a": Painted(Regions(graph), unknown)}, {"0": {}}, 4)["0"].any()


def test_a_part_that_the_last_drawing_hides_is_found_in_the_one_before() -> None:
    whole, hidden = regions(*TWO).graph, regions(TWO[0]).graph
    small = int(whole.area.argmin())
    model = Painted(Regions(hidden), np.array([[0.0, 1.0, 0.0]]))
    told = coloured(
        {"0": hidden, "1": whole, "2": hidden, "3": whole},
        {"0": model}, {"0": {}, "1": {small: 2}, "2": {}, "3": {}}, 3,
    )  # fmt: skip
    assert told["3"][small].argmax() == 2
    assert told["3"][small].max() > 0.8
