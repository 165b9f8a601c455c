from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import HwaryongError
from hwaryong.rights.lineage import CLASSES, Lineage, Matter, iptc


def test_intakes(memory: Any) -> None:
    lineage = Lineage(memory)
    assert lineage.klass(memory.person("key")) == "human"
    assert lineage.klass(memory.program("key")) == "algorithmic"
    assert lineage.klass(memory.unclear("key")) == "unclear"


@pytest.mark.parametrize(
    "missing", [{"statement": " "}, {"maker": ""}, {"origin": "derived"}, {"origin": "nonsense"}]
)
def test_a_declaration_with_a_hole_is_unclear(memory: Any, missing: dict[str, str]) -> None:
    assert Lineage(memory).klass(memory.person("key", **missing)) == "unclear"


def test_a_program_keeps_no_human_authorship_of_its_own(memory: Any) -> None:
    first, last = memory.person("A/0001"), memory.person("A/0005")
    assert Lineage(memory).klass(memory.add("A/0003", [first, last])) == "algorithmic"


def test_a_model_supplies_what_it_makes(memory: Any) -> None:
    assert Lineage(memory).klass(memory.model("A/0003", [memory.person("A/0001")])) == "generated"


def test_a_persons_hand_over_a_model_is_assisted_and_stays_so(memory: Any) -> None:
    retouch = memory.person("A/0003", [memory.model("A/0003")])
    again = memory.person("A/0003", [retouch])
    painted = memory.add("A/0003/paint", [retouch])
    lineage = Lineage(memory)
    assert [lineage.klass(take) for take in (retouch, again, painted)] == ["assisted"] * 3


def test_a_persons_hand_over_a_program_is_a_composite(memory: Any) -> None:
    assert Lineage(memory).klass(memory.person("A/0003", [memory.program("A/0001")])) == "composite"


def test_joining_unlike_takes_is_a_composite(memory: Any) -> None:
    film = memory.add("film", [memory.person("wall"), memory.model("cel")])
    lineage = Lineage(memory)
    assert lineage.klass(film) == "composite"
    assert iptc("composite", lineage.matter(film)) == (
        "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    )


def test_a_composite_without_models_is_iptcs_plain_composite(memory: Any) -> None:
    film = memory.add("film", [memory.person("wall"), memory.program("cel")])
    lineage = Lineage(memory)
    assert lineage.klass(film) == "composite"
    assert (
        iptc("composite", lineage.matter(film)) == "http://cv.iptc.org/newscodes/digitalsourcetype/composite"
    )


def test_only_an_underived_replacement_removes_what_is_unclear(memory: Any) -> None:
    found = memory.unclear("wall")
    traced, redrawn = memory.person("wall", [found]), memory.person("wall")
    lineage = Lineage(memory)
    assert lineage.klass(memory.add("film", [traced])) == "unclear"
    assert lineage.klass(memory.add("film", [redrawn])) == "algorithmic"


def test_a_data_card_is_no_learned_model(memory: Any, card: Any) -> None:
    words = card(name="a word list", kind="dataset", learned=False)
    take = memory.model("line", digest=words.digest)
    assert Lineage(memory, {words.digest: words}).klass(take) == "algorithmic"
    assert Lineage(memory).klass(take) == "generated", "a card that is not at hand counts as a model's"


def test_an_intake_that_names_a_model_is_generated_whoever_brings_it(memory: Any) -> None:
    take = memory.person("wall", cards=({"name": "an outside model", "digest": "e" * 64},))
    assert Lineage(memory).klass(take) == "generated"


def test_a_gap_in_the_record_is_unclear(memory: Any) -> None:
    wall = memory.person("wall")
    film = memory.add("film", [wall, "never-recorded"])
    memory.lose_run(wall)
    lineage = Lineage(memory)
    assert lineage.klass(wall) == lineage.klass("never-recorded") == lineage.klass(film) == "unclear"


def test_a_circle_is_refused(memory: Any) -> None:
    memory.add("a", ["t1"])
    memory.add("b", ["t0"])
    with pytest.raises(HwaryongError, match="circle"):
        Lineage(memory).klass("t0")


def test_what_a_person_drew_over_is_not_seen(memory: Any) -> None:
    draft = memory.model("A/0003")
    retouch = memory.person("A/0003", [draft])
    film = memory.add("film", [retouch])
    lineage = Lineage(memory)
    assert set(lineage.ancestors(film)) == {draft, retouch, film}
    assert set(lineage.shipped(film)) == {retouch, film}


KINDS = ("person", "program", "unclear", "model", "add")


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[str, tuple[int, ...]]]:
    """Nodes in an order where every input comes before."""
    nodes: list[tuple[str, tuple[int, ...]]] = []
    for n in range(draw(st.integers(1, 12))):
        inputs = draw(st.lists(st.integers(0, n - 1), max_size=3, unique=True)) if n else []
        nodes.append((draw(st.sampled_from(KINDS)), tuple(inputs)))
    return nodes


def build(memory: Any, nodes: list[tuple[str, tuple[int, ...]]]) -> Any:
    for n, (kind, inputs) in enumerate(nodes):
        takes = [f"t{i}" for i in inputs]
        memory.unclear(f"e{n}") if kind == "unclear" else getattr(memory, kind)(f"e{n}", takes)
    return memory


@given(graphs())
def test_matter_grows_with_every_ancestor_and_decides_the_class(
    make_memory: Any, nodes: list[tuple[str, tuple[int, ...]]]
) -> None:
    memory = build(make_memory(), nodes)
    lineage = Lineage(memory)
    for take in memory.takes:
        matter, klass = lineage.matter(take), lineage.klass(take)
        assert klass in CLASSES
        for parent in lineage.parents(take):
            assert lineage.matter(parent) in matter
        assert (klass == "unclear") == (Matter.UNCLEAR in matter)
        if klass in ("human", "algorithmic"):
            assert Matter.GENERATED not in matter
        if klass in ("assisted", "generated"):
            assert Matter.GENERATED in matter


@given(graphs(), st.randoms(use_true_random=False))
def test_neither_the_order_of_inputs_nor_of_questions_matters(
    make_memory: Any, nodes: list[tuple[str, tuple[int, ...]]], chance: random.Random
) -> None:
    shuffled = [(kind, tuple(chance.sample(inputs, len(inputs)))) for kind, inputs in nodes]
    one, two = Lineage(build(make_memory(), nodes)), Lineage(build(make_memory(), shuffled))
    asked = [f"t{n}" for n in range(len(nodes))]
    classes = {take: one.klass(take) for take in asked}
    chance.shuffle(asked)
    assert classes == {take: two.klass(take) for take in asked}


def test_a_series_is_classed_in_a_second(memory: Any) -> None:
    chance = random.Random(1)
    for n in range(1000):
        memory.person(f"key/{n}")
    for n in range(1000, 100_000):
        memory.add(f"e/{n}", [f"t{max(0, n - chance.randrange(1, 900))}" for _ in range(3)])
    film = memory.add("film", [f"t{n}" for n in range(99_000, 100_000)])
    began = time.process_time()
    assert Lineage(memory).klass(film) == "composite"
    assert time.process_time() - began < 1.5
