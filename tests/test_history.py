"""Why something ran again, and what a review is about."""

from __future__ import annotations

from bench import workshop
from hwaryong.history import why_again
from hwaryong.plan import Plan
from hwaryong.studio import Studio
from tests.conftest import LOCAL


def plan(studio: Studio, n: int = 1, tool: str = "bench.noop") -> Plan:
    made = workshop.plan_of(studio)
    settings = {"n": n} if tool == "bench.noop" else {}
    made.make("a", tool, text="text", **settings)
    return made


def again(studio: Studio) -> list[str]:
    old, new = studio.record.takes("a")[-2:]
    return why_again(studio.history(), new, old)


def test_why_a_take_was_made_again(studio: Studio) -> None:
    studio.make(plan(studio), LOCAL)
    studio.make(plan(studio, n=2), LOCAL)
    assert again(studio) == ["settings changed: n"]
    studio.make(plan(studio, tool="bench.slow"), LOCAL)
    assert again(studio) == ["another maker: bench.noop → bench.slow", "settings changed: ms, n"]
    (studio.production.root / "text.md").write_text("changed\n")
    with Studio.open(studio.production.root) as edited:
        edited.make(plan(edited, tool="bench.slow"), LOCAL)
        assert again(edited) == ["text changed"]


def test_a_word_on_a_content_counts_for_the_same_content_later(studio: Studio) -> None:
    studio.make(plan(studio), LOCAL)
    first = studio.record.takes("a")[0]
    studio.review("a", "approve", by="director", take=first.id)
    studio.make(plan(studio, n=2), LOCAL)
    studio.store.set_aside(first.digest)
    studio.make(plan(studio), LOCAL)
    third = studio.record.takes("a")[-1]
    assert third.id != first.id
    assert third.digest == first.digest
    assert [review.by for review in studio.history().reviews(third.id)] == ["director"]
    assert again(studio) == ["settings changed: n"]
