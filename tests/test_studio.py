"""The studio: what it tells, and that its doors hold."""

from __future__ import annotations

import pytest

from bench import workshop
from hwaryong.errors import BadInput
from hwaryong.report import explain_element, status_rows
from hwaryong.studio import Studio
from tests.conftest import LOCAL
from tests.test_making import diamond


def test_explain_tells_the_whole_story(studio: Studio) -> None:
    studio.make(diamond(studio), LOCAL)
    studio.review("d", "retake", by="director", note="too dark", frame=3, take=studio.record.takes("d")[0].id)
    told = explain_element(studio, "d")
    (take,) = told.as_json()["takes"]
    b, c = (studio.record.takes(name)[0] for name in "bc")
    assert take["maker"] == "bench.join v1"
    assert take["inputs"] == [f"first = b (take {b.id})", f"second = c (take {c.id})"]
    assert (take["class"], take["review"], take["engine"], take["settings"]) == (
        "algorithmic",
        "retake",
        "local",
        {},
    )
    assert told.as_json()["damages"] == []
    assert "made by   bench.join v1 (local)" in told.as_text()
    assert "by hand" in explain_element(studio, "text").as_text()


def test_status_names_every_element_that_there_is(studio: Studio) -> None:
    studio.make(diamond(studio), LOCAL)
    rows = {row.element: row for row in status_rows(studio)}
    assert set(rows) == {"text", "other", "a", "b", "c", "d"}
    assert rows["text"].klass == "human"


def test_an_element_that_is_none(studio: Studio) -> None:
    with pytest.raises(BadInput, match="'nothing' has no take; see `hwaryong status`"):
        explain_element(studio, "nothing")
    with pytest.raises(BadInput, match="'nothing' has no take yet; run `hwaryong make`"):
        studio.current("nothing")


def test_a_review_is_about_one_take(studio: Studio) -> None:
    studio.make(diamond(studio), LOCAL)
    take = studio.record.takes("a")[0]
    review = studio.review("a", "approve", by=" director ", note=" good ", take=take.id)
    assert (review.take, review.by, review.note) == (take.id, "director", "good")
    with pytest.raises(BadInput, match="names no take"):
        studio.review("a", "approve", by="director", take="ffff")


def test_two_makes_together_do_not_tidy_each_other_away(studio: Studio) -> None:
    """A farm's tasks run beside each other; what one has in scratch stays when the other ends."""
    seen: list[int] = []

    def other_make(*_: object) -> None:
        if not seen:
            with Studio.open(studio.production.root) as beside:
                plan = workshop.plan_of(beside)
                plan.make("beside", "bench.noop", text="text", n=99)
                seen.append(beside.make(plan, LOCAL, together=True).made)

    outcome = studio.make(diamond(studio), LOCAL, together=True, watch=other_make)
    assert seen == [1]
    assert (outcome.made, outcome.failed) == (4, [])
    assert studio.damages() == []


def test_a_tidy_house_keeps_no_scratch(studio: Studio) -> None:
    studio.make(diamond(studio), LOCAL)
    scratch = studio.production.house / "scratch"
    assert not scratch.exists() or not list(scratch.iterdir())
