"""A plan collects jobs and refuses what cannot be made, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import workshop
from hwaryong.errors import BadInput, HwaryongError
from hwaryong.plan import Plan, needs
from hwaryong.production import Production
from hwaryong.studio import Studio
from tests.conftest import HERS
from tests.test_making import diamond


def test_inputs_and_settings_are_told_apart(studio: Studio) -> None:
    job = diamond(studio).jobs[-1]
    assert job.inputs == (("first", "", "b"), ("second", "", "c"))
    assert list(needs(job)) == ["b", "c"]
    assert (job.step, job.tool, job.elements, job.settings) == ("join", "bench.join", ("d",), "{}")


def test_defaults_are_a_part_of_the_settings(studio: Studio) -> None:
    plan = workshop.plan_of(studio)
    plan.make("a", "bench.noop", text="text")
    plan.make("b", "bench.noop", text="text", n=0)
    assert plan.jobs[0].settings == plan.jobs[1].settings == '{"n": 0}'


def test_two_steps_for_one_element_are_refused(studio: Studio) -> None:
    plan = diamond(studio)
    with pytest.raises(HwaryongError, match="Two steps would make a"):
        plan.make("a", "bench.noop", text="text")


def test_only_takes_what_the_wanted_elements_need(studio: Studio) -> None:
    part = diamond(studio).only("b")
    assert [job.elements[0] for job in part.jobs] == ["a", "b"]
    assert set(part.files) == {"text"}
    assert [job.elements[0] for job in diamond(studio).only("?").jobs] == ["a", "b", "c", "d"]
    with pytest.raises(BadInput, match="nothing in the production matches 'x/\\*\\*'"):
        diamond(studio).only("x/**")


def test_overrides_by_place(folder: Path, plugins: None) -> None:
    override = '[[override]]\nstep = "noop"\nwhere = "b"\nsettings = {n = 77}\n'
    (folder / "production.toml").write_text(HERS + override)
    plan = Plan(Production.open(folder))
    text = plan.given("text", (".md",))
    for name in "ab":
        plan.make(name, "bench.noop", text=text, n=1)
    assert [job.settings for job in plan.jobs] == ['{"n": 1}', '{"n": 77}']


def test_a_wrong_setting_is_named(studio: Studio) -> None:
    with pytest.raises(BadInput, match=r"bench\.frame: the setting 'effort' is not usable"):
        workshop.plan_of(studio).make("a", "bench.frame", text="text", n=1, effort=0)
    with pytest.raises(BadInput, match=r"the setting 'colour' is not usable .*it has n"):
        workshop.plan_of(studio).make("a", "bench.noop", text="text", colour="red")
    with pytest.raises(HwaryongError, match=r"There is no tool 'bench\.nothing'; installed are"):
        workshop.plan_of(studio).make("a", "bench.nothing", text="text")
