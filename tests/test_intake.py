"""What people bring in: never overwritten, stale when its ground changes, honest about its origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import workshop
from hwaryong.errors import BadInput
from hwaryong.plan import Plan
from hwaryong.record.model import Take
from hwaryong.report import explain_element
from hwaryong.studio import Studio
from tests.conftest import HERS, LOCAL


def drafted(studio: Studio, n: int = 1) -> Plan:
    plan = workshop.plan_of(studio)
    draft = plan.make("draft", "bench.noop", text="text", n=n)
    plan.retouch(draft, (".md",), file="retouch/draft")
    plan.make("after", "bench.join", first=draft, second="other")
    return plan


def bring(studio: Studio, file: Path, **how: object) -> Take:
    said = {"kind": "text", "by": "key animator", "origin": "original", "from_": (), "statement": "", **how}
    return studio._intake.take_in("draft", file, **said)  # type: ignore[arg-type]


@pytest.fixture
def hers(tmp_path: Path) -> Path:
    (tmp_path / "hers.md").write_text("by hand\n")
    return tmp_path / "hers.md"


def test_a_person_s_take_stands_and_what_follows_is_made_from_it(studio: Studio, hers: Path) -> None:
    studio.make(drafted(studio), LOCAL)
    first = studio.record.takes("draft")[0]
    bring(studio, hers, origin="derived", from_=(first.id,))
    assert studio.make(drafted(studio), LOCAL).made == 1
    assert studio.store.read(studio.record.takes("after")[-1].digest) == b"by hand\nworld\n"


def test_it_goes_stale_visibly_when_its_ground_changes(studio: Studio, hers: Path) -> None:
    studio.make(drafted(studio), LOCAL)
    take = bring(studio, hers, origin="derived", from_=(studio.record.takes("draft")[0].id,))
    (studio.production.root / "text.md").write_text("changed\n")
    with Studio.open(studio.production.root) as again:
        again.make(drafted(again), LOCAL)
        history = again.history(drafted(again))
        assert history.stale(take.id) == ["text"]
        assert again.settled(drafted(again)).book.current["draft"].take == take.id


def test_a_retouch_that_lies_ready_is_taken_in_with_the_draft_it_was_made_from(
    folder: Path, plugins: None
) -> None:
    (folder / "retouch").mkdir()
    (folder / "retouch" / "draft.md").write_text("retouched\n")
    (folder / "production.toml").write_text(
        'name = "test"\n[[origin]]\nfiles = "retouch/*"\nby = "director"\nstatement = "Drawn over."\n'
        'from = "draft"\n' + HERS.partition("\n")[2]
    )
    with Studio.open(folder) as studio:
        plan = Plan(studio.production)
        for name in ("text", "other"):
            plan.given(name, (".md",))
        draft = plan.make("draft", "bench.noop", text="text")
        plan.retouch(draft, (".md",), file="retouch/draft")
        assert studio.make(plan, LOCAL).made == 2
        tool, person = studio.record.takes("draft")
        run = studio.record.run(person.run)
        assert (run.maker, run.origin, [given.take for given in run.inputs]) == (
            "director",
            "derived",
            [tool.id],
        )
        assert [one.klass for one in explain_element(studio, "draft").tellings] == [
            "algorithmic",
            "composite",
        ]
        assert studio.make(plan, LOCAL).made == 0


def test_classes_follow_from_what_was_declared(studio: Studio, hers: Path) -> None:
    studio.make(drafted(studio), LOCAL)
    bring(studio, hers)
    assert explain_element(studio, "draft").tellings[-1].klass == "human"
    assert explain_element(studio, "text").tellings[-1].klass == "human"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"by": " "}, "needs the name of the person who made it"),
        ({"kind": "film"}, "a film cannot be taken in as a file"),
        ({"origin": "derived", "from_": ("0000",)}, "'0000' names no take"),
    ],
)
def test_what_is_refused(studio: Studio, hers: Path, how: dict[str, object], says: str) -> None:
    studio.make(drafted(studio), LOCAL)
    with pytest.raises(BadInput, match=says):
        bring(studio, hers, **how)
    assert len(studio.record.takes("draft")) == 1


def test_a_file_that_is_none_of_its_kind_is_refused(studio: Studio, tmp_path: Path) -> None:
    studio.make(drafted(studio), LOCAL)
    (tmp_path / "bad.md").write_bytes(b"\x00\x01")
    with pytest.raises(BadInput, match="this is not a text file"):
        bring(studio, tmp_path / "bad.md")
    with pytest.raises(BadInput, match="the file is missing"):
        bring(studio, tmp_path / "missing.md")


def test_a_given_file_is_a_person_s_even_where_a_tool_once_gave_the_same(
    studio: Studio, tmp_path: Path
) -> None:
    """The oldest take decides: a drawing that a tool passes on unchanged stays the person's."""
    studio.make(workshop.plan_of(studio), LOCAL)
    plan = workshop.plan_of(studio)
    plan.make("draft", "bench.slow", text="text", ms=0)
    studio.make(plan, LOCAL)
    (tmp_path / "same.md").write_text("hello\n")
    assert bring(studio, tmp_path / "same.md").digest == studio.record.takes("text")[0].digest
