from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hwaryong.rights.lineage import CLASSES, Class
from hwaryong.rights.shares import MEASURES, UNITS, Tally, counted

Item = tuple[int, dict[Class, tuple[int, int]]]


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """Amounts that are sure, unknown among some classes, or split with a doubtful rest."""
    result: list[Item] = []
    for _ in range(draw(st.integers(0, 12))):
        total = draw(st.integers(0, 1000))
        classes = draw(st.lists(st.sampled_from(CLASSES), min_size=1, unique=True))
        cuts = sorted(draw(st.lists(st.integers(0, total), min_size=len(classes), max_size=len(classes))))
        lows = [b - a for a, b in zip([0, *cuts], cuts, strict=False)]
        rest = total - sum(lows)
        result.append((total, {klass: (low, low + rest) for klass, low in zip(classes, lows, strict=True)}))
    return result


def tallied(found: list[Item]) -> Tally:
    tally = Tally("pixel-frames")
    for total, parts in found:
        tally.add(total, parts)
    return tally


@given(found=items())
def test_the_lows_never_pass_the_total_and_the_highs_always_reach_it(found: list[Item]) -> None:
    shares = tallied(found).shares()
    assert sum(share.low for share in shares.classes.values()) <= shares.total
    assert sum(share.high for share in shares.classes.values()) >= shares.total
    assert all(share.low <= share.high for share in shares.classes.values())


@given(found=items(), amount=st.integers(1, 1000))
def test_unclear_raises_only_high(found: list[Item], amount: int) -> None:
    before, tally = tallied(found).shares(), tallied(found)
    tally.add_all(amount, "unclear")
    after = tally.shares()
    for klass in CLASSES:
        assert after.classes[klass].high == before.classes[klass].high + amount
        assert after.classes[klass].low == before.classes[klass].low + (amount if klass == "unclear" else 0)


@given(found=items(), amount=st.integers(1, 1000), classes=st.sets(st.sampled_from(CLASSES), min_size=1))
def test_what_was_not_measured_raises_only_high(found: list[Item], amount: int, classes: set[Class]) -> None:
    before, tally = tallied(found).shares(), tallied(found)
    tally.add_some(amount, classes)
    after = tally.shares()
    assert {k: share.low for k, share in after.classes.items()} == {
        k: share.low for k, share in before.classes.items()
    }
    for klass in classes:
        assert after.classes[klass].high == before.classes[klass].high + amount


@given(found=items())
def test_order_does_not_matter(found: list[Item]) -> None:
    assert tallied(found).shares() == tallied(found[::-1]).shares()


def test_elements_are_counted() -> None:
    shares = counted(["human", "generated", "generated", "unclear"])
    assert (shares.unit, shares.total) == ("elements", 4)
    assert (shares.classes["generated"].low, shares.classes["generated"].high) == (2, 3)
    assert (shares.classes["composite"].low, shares.classes["composite"].high) == (0, 1)


def test_every_measure_has_its_unit() -> None:
    assert set(UNITS) == set(MEASURES)
