"""Writes a plan as an Open Job Description template (jobtemplate-2023-09) for render farms that speak it.

One step for each step of the corridor, one task for each job; a task runs `hwaryong make --only ELEMENT`
on the shared production. The format allows 100 steps of 1,024 tasks.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.plan import Job, Plan, needs

MAX_STEPS, MAX_TASKS = 100, 1024


def export_openjd(plan: Plan, out: Path) -> int:
    """Write the template as JSON; answers the number of steps; raises BadInput where there are too many."""
    steps = _steps(plan)
    if len(steps) > MAX_STEPS:
        raise BadInput(
            f"the plan needs {len(steps)} steps, an Open Job Description holds {MAX_STEPS}",
            mend="export one episode at a time with --only",
        )
    made_in = {element: name for name, jobs in steps.items() for job in jobs for element in job.elements}
    template = {
        "specificationVersion": "jobtemplate-2023-09",
        "name": f"hwaryong {plan.production.settings.name}",
        "parameterDefinitions": [
            {"name": "Production", "type": "PATH", "objectType": "DIRECTORY", "dataFlow": "INOUT",
             **_default(plan.production.root, out)},
            {"name": "Hwaryong", "type": "STRING", "default": "hwaryong"},
        ],
        "steps": [_step(name, jobs, made_in) for name, jobs in steps.items()],
    }  # fmt: skip
    out.write_text(json.dumps(template, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(steps)


def _default(root: Path, out: Path) -> dict[str, str]:
    """The format only takes a default below the template's folder; elsewhere the farm is told the place."""
    folder = out.resolve().parent
    return {"default": str(root.relative_to(folder))} if root.is_relative_to(folder) else {}


def _steps(plan: Plan) -> dict[str, list[Job]]:
    """The jobs by step and depth, in the plan's order, so that a step only reads what earlier ones made."""
    depth: dict[str, int] = {}
    steps: dict[tuple[str, int], list[Job]] = {}
    for job in plan.jobs:
        level = 1 + max((depth.get(element, 0) for element in (*needs(job), *job.holds)), default=0)
        depth.update(dict.fromkeys(job.elements, level))
        steps.setdefault((job.step, level), []).append(job)
    return {
        re.sub(r"\W", "-", f"{step}-{level}-{number}"): jobs
        for (step, level), all_jobs in sorted(steps.items(), key=lambda item: item[0][1])
        for number, jobs in enumerate(_batches(all_jobs))
    }


def _batches(jobs: list[Job]) -> list[list[Job]]:
    return [jobs[first : first + MAX_TASKS] for first in range(0, len(jobs), MAX_TASKS)]


def _step(name: str, jobs: list[Job], made_in: dict[str, str]) -> dict[str, Any]:
    before = {made_in[element] for job in jobs for element in (*needs(job), *job.holds) if element in made_in}
    step: dict[str, Any] = {
        "name": name,
        "parameterSpace": {
            "taskParameterDefinitions": [
                {"name": "Element", "type": "STRING", "range": [job.elements[0] for job in jobs]}
            ]
        },
        "script": {"actions": {"onRun": {
            "command": "{{Param.Hwaryong}}",
            "args": [
                "make", "{{Param.Production}}", "--only", "{{Task.Param.Element}}",
                "--together", "--jobs", "1",
            ],
        }}},
    }  # fmt: skip
    if before - {name}:
        step["dependencies"] = [{"dependsOn": other} for other in sorted(before - {name})]
    return step
