"""The Open Job Description export, checked by the specification's own command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import workshop
from hwaryong.errors import BadInput
from hwaryong.executor import openjd
from hwaryong.executor.openjd import export_openjd
from hwaryong.plan import Plan
from hwaryong.studio import Studio

OPENJD = Path(sys.executable).with_name("openjd")
with_openjd = pytest.mark.skipif(not OPENJD.exists(), reason="openjd-cli is not installed")


def plan(studio: Studio) -> Plan:
    made = workshop.plan_of(studio)
    drafts = [made.make(f"d/{n}", "bench.noop", text="text", n=n) for n in range(5)]
    for n, draft in enumerate(drafts):
        made.make(f"j/{n}", "bench.join", first=draft, second="other")
    return made


def ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(OPENJD), *words], capture_output=True, text=True, check=False)


@with_openjd
def test_the_template_keeps_the_specification(studio: Studio, tmp_path: Path) -> None:
    out = tmp_path / "job.json"
    assert export_openjd(plan(studio), out) == 2
    said = ask("check", str(out))
    assert said.returncode == 0, said.stdout + said.stderr


@with_openjd
def test_a_task_runs_one_job_of_the_plan(studio: Studio, tmp_path: Path) -> None:
    out = tmp_path / "job.json"
    export_openjd(plan(studio), out)
    first = json.loads(out.read_text())["steps"][0]["name"]
    said = ask("run", str(out), "--step", first, "-p", "Hwaryong=echo")
    assert said.returncode == 0, said.stdout + said.stderr
    for n in range(5):
        assert f"make {studio.production.root} --only d/{n} --together --jobs 1" in said.stdout


@with_openjd
def test_a_template_that_lies_elsewhere_is_told_the_production(studio: Studio, tmp_path: Path) -> None:
    out = tmp_path / "farm" / "job.json"
    out.parent.mkdir()
    export_openjd(plan(studio), out)
    first = json.loads(out.read_text())["steps"][0]["name"]
    words = ["run", str(out), "--step", first, "-p", "Hwaryong=echo"]
    assert ask(*words).returncode != 0
    assert ask(*words, "-p", f"Production={studio.production.root}").returncode == 0


def test_steps_wait_for_what_they_read(studio: Studio, tmp_path: Path) -> None:
    export_openjd(plan(studio), tmp_path / "job.json")
    drafts, joins = json.loads((tmp_path / "job.json").read_text())["steps"]
    assert "dependencies" not in drafts
    assert joins["dependencies"] == [{"dependsOn": drafts["name"]}]


def test_a_step_too_large_for_the_format_is_cut(studio: Studio, tmp_path: Path) -> None:
    made = workshop.plan_of(studio)
    for n in range(openjd.MAX_TASKS + 1):
        made.make(f"d/{n}", "bench.noop", text="text", n=n)
    export_openjd(made, tmp_path / "job.json")
    steps = json.loads((tmp_path / "job.json").read_text())["steps"]
    sizes = [len(step["parameterSpace"]["taskParameterDefinitions"][0]["range"]) for step in steps]
    assert sizes == [openjd.MAX_TASKS, 1]


def test_a_plan_too_large_for_the_format_is_refused(studio: Studio, tmp_path: Path) -> None:
    made = workshop.plan_of(studio)
    before = "text"
    for n in range(openjd.MAX_STEPS + 1):
        before = made.make(f"d/{n}", "bench.noop", text=before)
    with pytest.raises(BadInput, match="export one episode at a time"):
        export_openjd(made, tmp_path / "job.json")
