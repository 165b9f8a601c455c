"""A make runs what has no take, once; failures stop what stands behind them and nothing else."""

from __future__ import annotations

from pathlib import Path

from bench import workshop
from bench.incremental import pretend
from hwaryong.plan import Plan
from hwaryong.studio import Studio
from tests.conftest import HERS, LOCAL


def diamond(studio: Studio, n: int = 1) -> Plan:
    """text → a → b, c → d."""
    plan = workshop.plan_of(studio)
    a = plan.make("a", "bench.noop", text="text", n=n)
    b, c = (plan.make(name, "bench.noop", text=a, n=i) for i, name in enumerate("bc"))
    plan.make("d", "bench.join", first=b, second=c)
    return plan


def runs_of(studio: Studio) -> dict[str, int]:
    """How often each tool ran."""
    counts: dict[str, int] = {}
    for run in studio.record.runs().values():
        if run.kind == "tool":
            counts[run.maker] = counts.get(run.maker, 0) + 1
    return counts


def test_all_is_made_and_then_nothing(studio: Studio) -> None:
    first = studio.make(diamond(studio), LOCAL)
    assert (first.made, first.reused, first.failed, first.blocked) == (4, 0, [], [])
    assert studio.store.read(studio.record.takes("d")[0].digest) == b"hello 1 0\nhello 1 1\n"
    second = studio.make(diamond(studio), LOCAL)
    assert (second.made, second.reused) == (0, 4)
    assert studio.foresee(diamond(studio)) == []


def test_the_same_work_gives_the_same_contents_elsewhere(studio: Studio, tmp_path: Path) -> None:
    studio.make(diamond(studio), LOCAL)
    twin = workshop.production(tmp_path / "twin", {"text": "hello\n", "other": "world\n"}, HERS)
    with Studio.open(twin) as other:
        other.make(diamond(other), LOCAL)
        mine, theirs = ({take.element: take.digest for take in one.record.takes()} for one in (studio, other))
        assert mine == theirs
        keys = [{run.key for run in one.record.runs().values()} for one in (studio, other)]
        assert keys[0] == keys[1]


def test_an_edit_runs_its_descendants_and_no_others(studio: Studio) -> None:
    plan = diamond(studio)
    plan.make("e", "bench.noop", text="other")
    studio.make(plan, LOCAL)
    (studio.production.root / "text.md").write_text("changed\n")
    with Studio.open(studio.production.root) as again:
        plan = diamond(again)
        plan.make("e", "bench.noop", text="other")
        assert again.foresee(plan) == ["text", "a", "b", "c", "d"]
        assert again.make(plan, LOCAL).made == 4


def test_an_edit_without_an_effect_stops_where_it_has_none(studio: Studio) -> None:
    """The text ends in spaces now, which the first tool strips: what follows is reused."""
    studio.make(diamond(studio), LOCAL)
    (studio.production.root / "text.md").write_text("hello   \n")
    with Studio.open(studio.production.root) as again:
        outcome = again.make(diamond(again), LOCAL)
    assert (outcome.made, outcome.reused) == (1, 3)


def test_long_chains_of_reused_takes_need_no_stack(studio: Studio) -> None:
    """One job runs and gives what it gave before; the 1,500 behind it are then reused one by one."""

    def chain(studio: Studio) -> Plan:
        plan = workshop.plan_of(studio)
        before = plan.make("strip", "bench.noop", text="text")
        for n in range(1500):
            before = plan.make(f"c/{n}", "bench.noop", text=before, n=n)
        return plan

    studio.make(workshop.plan_of(studio), LOCAL)
    pretend(studio, chain(studio), content=b"hello 0\n")
    (studio.production.root / "text.md").write_text("hello   \n")
    with Studio.open(studio.production.root) as again:
        outcome = again.make(chain(again), LOCAL)
    assert (outcome.made, outcome.reused) == (1, 1500)


def test_several_elements_of_one_run(studio: Studio) -> None:
    plan = workshop.plan_of(studio)
    frames = [plan.make(name, "bench.frame", text="text", n=n, effort=1) for n, name in enumerate("ab")]
    plan.make_each(["m/1", "m/2", "m/3"], "bench.between", first=frames[0], last=frames[1], count=3)
    assert studio.make(plan, LOCAL).made == 5
    assert len({take.run for element in ("m/1", "m/2", "m/3") for take in studio.record.takes(element)}) == 1


def test_a_tool_that_makes_too_few_fails_with_a_sentence(studio: Studio) -> None:
    plan = workshop.plan_of(studio)
    frame = plan.make("f", "bench.frame", text="text", n=1, effort=1)
    plan.make_each(["m/1", "m/2"], "bench.between", first=frame, last=frame, count=3)
    outcome = studio.make(plan, LOCAL)
    assert [element for element, _ in outcome.failed] == ["m/1", "m/2"]
    assert "bench.between made 3 drawings where 2 were asked for." in outcome.failed[0][1]


def test_a_failure_blocks_what_is_behind_it_only(studio: Studio) -> None:
    plan = workshop.plan_of(studio)
    bad = plan.make("bad", "bench.fail", text="text")
    behind = plan.make("behind", "bench.join", first=bad, second="other")
    plan.make("further", "bench.noop", text=behind)
    plan.make("good", "bench.noop", text="text")
    outcome = studio.make(plan, LOCAL)
    assert [element for element, _ in outcome.failed] == ["bad"]
    assert outcome.blocked == ["behind", "further"]
    assert outcome.made == 1


def test_a_job_that_crashes_is_dead_after_three_tries_and_stays_dead(studio: Studio) -> None:
    def plan() -> Plan:
        made = workshop.plan_of(studio)
        made.make("child", "bench.noop", text=made.make("bad", "bench.crash", text="text"))
        return made

    outcome = studio.make(plan(), LOCAL)
    assert outcome.failed == [("bad", "dead: bench.crash crashed 3 times; mend it, then `make --retry`")]
    assert outcome.blocked == ["child"]
    assert [attempt.outcome for attempt in studio.record.attempts()] == ["crashed"] * 3
    again = studio.make(plan(), LOCAL)
    assert len(studio.record.attempts()) == 3
    assert "dead" in again.failed[0][1]
    studio.make(plan(), LOCAL, retry=True)
    assert len(studio.record.attempts()) == 6


def test_a_damaged_content_is_set_aside_and_made_anew(studio: Studio) -> None:
    studio.make(diamond(studio), LOCAL)
    digest = studio.record.takes("a")[0].digest
    path = studio.production.house / "store" / digest[:2] / digest[2:]
    path.chmod(0o644)
    path.write_text("rubbish")

    def longer() -> Plan:
        plan = diamond(studio)
        plan.make("e", "bench.join", first="a", second="d")
        return plan

    assert "not what its digest says" in studio.make(longer(), LOCAL).failed[0][1]
    outcome = studio.make(longer(), LOCAL)
    assert (outcome.made, outcome.failed) == (2, [])
    assert studio.store.read(digest) == b"hello 1\n"


def test_a_gate_waits_for_a_person(folder: Path, plugins: None) -> None:
    (folder / "production.toml").write_text(HERS + '[gates]\nsteps = ["noop"]\n')
    with Studio.open(folder) as studio:

        def gated() -> Plan:
            plan = workshop.plan_of(studio)
            draft = plan.make("draft", "bench.noop", text="text")
            plan.hold(draft)
            plan.make("after", "bench.join", first="text", second="other")
            return plan

        outcome = studio.make(gated(), LOCAL)
        assert (outcome.made, outcome.waiting, outcome.draft) == (1, ["draft"], True)
        outcome = studio.make(gated(), LOCAL, approve_drafts=True)
        assert (outcome.made, outcome.waiting, outcome.draft) == (1, ["draft"], True)
        studio.review("draft", "approve", by="director", take=studio.record.takes("draft")[0].id)
        outcome = studio.make(gated(), LOCAL)
        assert (outcome.made, outcome.reused, outcome.waiting, outcome.draft) == (0, 2, [], False)
        studio.review("draft", "retake", by="director", note="no", take=studio.record.takes("draft")[0].id)
        assert studio.make(gated(), LOCAL).waiting == ["draft"]
