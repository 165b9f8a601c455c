from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.cast import Belief, Cast, Character, Feeling, Goal, Level, Relation, Rule
from hwaryong.media.decision import Change, Decision
from hwaryong.media.situation import Option, Step, Treatment
from hwaryong.story.appraisal import KINDS
from hwaryong.story.decide import decide
from hwaryong.story.decisiontree import node
from hwaryong.story.flips import Flips
from hwaryong.story.utility import chances, fitted, likeliest
from tests.story import painter

EVEN = dict.fromkeys(KINDS, 1.0)
SOME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@pytest.fixture
def decided(tmp_path: Path) -> Decision:
    return decide(painter.cast(tmp_path), painter.situation(tmp_path))


TWO, ANY = st.sampled_from([-2.0, -1.0, 0.5, 1.0, 2.0]), st.floats(-3, 3)
ENTRIES = st.one_of(
    st.builds(lambda one, at: ("values.benevolence", Level(value=one, from_=at)), TWO, ANY),
    st.builds(lambda one, at: ("big_five.openness", Level(value=one, from_=at)), TWO, ANY),
    st.builds(lambda one, at: ("goal.0", Goal(id="peace", text="peace", weight=one, from_=at)), TWO, ANY),
    st.builds(lambda one, at: ("relation.0", Relation(to="B", affection=one, duty=one, from_=at)), TWO, ANY),
    st.builds(lambda at: ("rule.0", Rule(does=("helps",), from_=at)), ANY),
    st.builds(lambda at: ("belief.0", Belief(id="fire", text="fire", known_from=at)), ANY),
    st.builds(lambda one, at: ("feeling.0", Feeling(emotion="anger", level=abs(one), from_=at)), TWO, ANY),
)
EFFECTS = st.builds(
    lambda id, a, b, c, needs: Option(
        id=id, text=id, goals={"peace": a}, values={"benevolence": b}, traits={"openness": c},
        relations={"B": Treatment(affection=b, duty=a)}, emotions={"anger": c}, beliefs={"fire": a},
        patterns=("helps",) if b > 0 else (), risk=abs(a), needs_belief=("fire",) if needs else (),
    ),
    st.uuids().map(lambda one: f"o{one.hex[:8]}"), TWO, TWO, TWO, st.booleans(),
)  # fmt: skip
STEPS = st.lists(EFFECTS, min_size=2, max_size=4, unique_by=lambda one: one.id).map(
    lambda options: Step(who="A", when=0.0, text="now", option=tuple(options))
)


def applied(sheet: Character, change: Change) -> Character:
    """The sheet with a stated change made by hand."""
    address = change.entry.rpartition(": ")[2]
    table = address.partition(".")[0]
    entry = dict(sheet.entries()).get(address)
    if entry is None and table == "goal":
        entry = Goal(id=change.of, text="new", weight=0.0)
    elif entry is None:
        entry = Relation(to=change.of) if table == "relation" else Level(value=0.0)
    return sheet.with_entry(address, entry.model_copy(update={change.key: change.then}))


def built(rows: list[tuple[str, object]]) -> Cast:
    """A cast of two whose first has these entries."""
    sheet = Character(name="A")
    for address, entry in dict(rows).items():
        sheet = sheet.with_entry(address, entry)  # type: ignore[arg-type]
    return Cast("", (sheet, Character(name="B", goal=(Goal(id="peace", text="peace", weight=2.0),))))


@SOME
@given(st.lists(ENTRIES, max_size=7), ENTRIES, STEPS)
def test_what_is_known_later_changes_nothing(
    rows: list[tuple[str, object]], late: tuple[str, object], step: Step
) -> None:
    address, entry = late
    rows = [row for row in rows if row[0] != address]
    cast = built(rows)
    moved = {"known_from": 1.0} if isinstance(entry, Belief) else {"from_": 1.0}
    future = built([*rows, (address, entry.model_copy(update=moved))])  # type: ignore[attr-defined]
    assert chances(future, step, EVEN) == chances(cast, step, EVEN)


@SOME
@given(st.lists(ENTRIES, max_size=7), STEPS)
def test_nobody_acts_on_what_he_does_not_know(rows: list[tuple[str, object]], step: Step) -> None:
    cast = built(rows)
    knows = any(one.known_from <= 0 for one in cast.characters[0].belief)
    found = chances(cast, step, EVEN)
    for one in found:
        possible = knows or not one.option.needs_belief
        assert (one.probability > 0) == possible
    total = sum(one.probability for one in found)
    assert math.isclose(total, 1) or not any(one.probability for one in found)


@SOME
@given(st.lists(ENTRIES, max_size=7), STEPS)
def test_terms_add_up_and_a_deleted_entry_moves_the_probability_as_stated(
    rows: list[tuple[str, object]], step: Step
) -> None:
    cast = built(rows)
    told = node(cast, step, EVEN)
    ways = [way for way in told.options if way.probability]
    utilities = {way.id: math.exp(sum(term.value for term in way.terms)) for way in ways}
    for way in ways:
        assert math.isclose(way.probability, utilities[way.id] / sum(utilities.values()), abs_tol=1e-6)
    for at, way in enumerate(told.options):
        for term in way.terms:
            if term.entries:
                name, _, address = term.entries[0].rpartition(": ")
                left = cast.with_character(cast.character(name).with_entry(address, None))
                assert term.without is not None
                assert math.isclose(chances(left, step, EVEN)[at].probability, term.without, abs_tol=1e-6)


@SOME
@given(st.lists(ENTRIES, max_size=7), STEPS)
def test_a_stated_flip_flips(rows: list[tuple[str, object]], step: Step) -> None:
    cast = built(rows)
    found = chances(cast, step, EVEN)
    assume(any(one.probability for one in found))
    top = likeliest(found)
    for at, flip in enumerate(Flips(cast, step, EVEN, found).all()):
        if flip:
            changed = cast.characters[0]
            for change in flip.changes:
                changed = applied(changed, change)
            now = likeliest(chances(cast.with_character(changed), step, EVEN))
            assert now == flip.to
            assert (now == at) == (at != top)


def test_the_smallest_single_change_is_at_the_tie() -> None:
    """Two options that one value tells apart: it has to change its sign, and no more."""
    ways = (
        Option(id="a", text="a", values={"power": 1.0}),
        Option(id="b", text="b", traits={"openness": 1.0}),
    )
    cast = Cast("", (Character(name="A", values={"power": Level(value=1.0)}),))
    step = Step(who="A", when=0.0, text="now", option=ways)
    flips = Flips(cast, step, EVEN, chances(cast, step, EVEN)).all()
    assert flips[1] is not None
    (change,) = flips[1].changes
    assert change.then in (-0.1, 1.1)  # power below 0 or openness above 1


def test_two_changes_are_found_where_one_is_too_little() -> None:
    ways = (
        Option(id="a", text="a", values={"power": 2.0}, traits={"openness": 2.0}),
        Option(id="b", text="b", effort=0.0),
    )
    sheet = Character(name="A", values={"power": Level(value=2.0)}, big_five={"openness": Level(value=2.0)})
    step = Step(who="A", when=0.0, text="now", option=ways)
    cast = Cast("", (sheet,))
    flips = Flips(cast, step, EVEN, chances(cast, step, EVEN)).all()
    assert flips[1] is not None
    assert {change.what for change in flips[1].changes} == {"power", "openness"}


def test_no_flip_is_an_answer() -> None:
    ways = (Option(id="a", text="a", values={"power": 0.5}), Option(id="b", text="b", risk=2.0))
    cast = Cast("", (Character(name="A", rule=(Rule(does=("waits",)),)),))
    step = Step(who="A", when=0.0, text="now", option=ways)
    told = node(cast, step, {**EVEN, "value": 0.1, "nerve": 0.0})
    assert told.options[1].changes == ()
    assert (
        told.options[1].flip == "No change of one entry of A's sheet, nor of two, makes this the likeliest."
    )


def test_a_thin_sheet_is_not_enough_evidence(tmp_path: Path) -> None:
    thin = Cast(
        "",
        (Character(name="Zhang", values={"power": Level(value=1.0)}), *painter.cast(tmp_path).characters[1:]),
    )
    step = painter.situation(tmp_path).first.model_copy(update={"who": "Zhang"})
    told = node(thin, step, fitted())
    assert not told.enough_evidence
    assert "how much Zhang values achievement" in told.missing
    assert node(painter.cast(tmp_path), painter.situation(tmp_path).first, fitted()).enough_evidence


def test_a_belief_of_later_makes_an_option_impossible_and_says_so(decided: Decision) -> None:
    way = decided.branch("clear_temple")
    assert way.probability == 0
    assert way.impossible == "At 3 Zhang does not know: “lightning will burn the temple” (known from 5)."
    assert way.flip.startswith("If Zhang knew at 3, not from 5 on, that “lightning will burn the temple”")


def test_consequences_reach_those_who_decide_later(decided: Decision, tmp_path: Path) -> None:
    after = decided.branch("paint_one").next
    assert after is not None
    assert decided.branch("warn").probability > 0  # he learned of the fire by painting
    (liked,) = [
        term for term in decided.branch("paint_other").terms if term.name.startswith("affection")
    ] or [None]
    assert liked is None  # −1 and +1: indifferent now
    whole = sum(way.cumulative for way in after.options)
    assert math.isclose(whole, decided.branch("paint_one").probability, abs_tol=1e-6)
    assert decided.branch("paint_one").then == ("Zhang towards Crowd: affection +1",
                                                "Zhang learns: lightning will burn the temple")  # fmt: skip


def test_beam_and_depth_prune_and_say_so(tmp_path: Path) -> None:
    cut = decide(painter.cast(tmp_path), painter.situation(tmp_path), depth=1)
    assert cut.tree.pruned == 1
    assert all(way.next is None for way in cut.tree.options)


def test_the_same_input_gives_the_same_bytes_and_reads_again(tmp_path: Path, decided: Decision) -> None:
    first = decided.write(tmp_path / "one")
    again = decide(painter.cast(tmp_path), painter.situation(tmp_path)).write(tmp_path / "two")
    assert first.read_bytes() == again.read_bytes()
    assert Decision.read(first).tree == decided.tree


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("dragons_stay = 1 }", "dragon_stay = 1 }", "names the goal 'dragon_stay', which nobody has"),
        ("eyes_wake = -1", "eyes = -1", "names the belief 'eyes', which nobody has"),
        ('who = "the painter"', 'who = "Zang"', "did you mean 'Zhang'"),
        ('learns = "temple_burns"', 'learns = "x"', "names the belief 'x', which Zhang has"),
    ],
)  # fmt: skip
def test_what_the_cast_does_not_have_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in painter.SITUATION
    with pytest.raises(BadInput) as caught:
        decide(painter.cast(tmp_path), painter.situation(tmp_path, painter.SITUATION.replace(old, new)))
    assert told in str(caught.value)


def test_the_files_of_the_documentation_are_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/story.md").read_text("utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```", page, re.S | re.M)
    (cast,) = [block for block in blocks if "[[character]]" in block]
    (situation,) = [block for block in blocks if "[[option]]" in block]
    decided = decide(painter.cast(tmp_path, cast), painter.situation(tmp_path, situation))
    assert decided.branch("warn").impossible.startswith("At 3 Zhang does not know")
    assert {way.id for way in decided.tree.branches()} == {"paint_one", "warn", "forgive", "expel"}
