"""Our policies written for Cedar as one naturally would, asked through cedarpy in a venv of its own."""

from __future__ import annotations

import json
import subprocess
import tempfile
import venv
from pathlib import Path
from typing import Any

from hwaryong.rights.policy import Policy
from hwaryong.rights.verdict import DIMENSIONS

Facts = dict[str, Any]
"""What Cedar is told of a take: place, class, step, learned, carded, each answer and its evidence."""

_WORKER = """
import json, sys, time
import cedarpy
asked = json.load(sys.stdin)
answers, seconds = [], 0.0
for policies, contexts in asked:
    who = {"principal": 'Studio::"s"', "action": 'Action::"deliver"', "resource": 'Film::"f"'}
    requests = [{**who, "context": one} for one in contexts]
    began = time.perf_counter()
    results = cedarpy.is_authorized_batch(requests, policies, [])
    seconds += time.perf_counter() - began
    answers.append([[one.decision == cedarpy.Decision.Allow, len(one.diagnostics.errors)] for one in results])
json.dump({"answers": answers, "seconds": seconds}, sys.stdout)
"""


class Cedar:
    """Cedar in a temporary venv; raises OSError or SubprocessError where it cannot be installed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="hwaryong-cedar-")
        self._python = Path(self._folder.name) / "bin" / "python"
        venv.create(self._folder.name, with_pip=True)
        install = [str(self._python), "-m", "pip", "install", "--quiet", "cedarpy"]
        subprocess.run(install, check=True, capture_output=True, timeout=180)

    def ask(self, asked: list[tuple[str, list[Facts]]]) -> tuple[list[list[tuple[bool, int]]], float]:
        """For each policy and its facts, whether it allows and how many rules erred; and Cedar's seconds."""
        said = subprocess.run(
            [self._python, "-c", _WORKER], input=json.dumps(asked), check=True, capture_output=True,
            text=True, timeout=600,
        )  # fmt: skip
        told = json.loads(said.stdout)
        return [[(allow, errors) for allow, errors in one] for one in told["answers"]], told["seconds"]

    def close(self) -> None:
        self._folder.cleanup()


def written(policy: Policy) -> str:
    """A policy in Cedar's language: everything is permitted, and each of our rules forbids."""
    forbidden = [
        f'context.place == "{place}" && !({_set(getattr(policy.delivery, place))}.contains(context.class))'
        for place in ("final", "temporary")
    ]
    if policy.run.learned_models == "refuse":
        forbidden.append("context.learned")
    for dimension in DIMENSIONS:
        accepted = _set(policy.cards.accept[dimension])
        forbidden.append(f"context.carded && !({accepted}.contains(context.{dimension}))")
        forbidden.append(_weak(dimension, policy.cards.evidence))
    for rule in policy.rule:
        steps = " || ".join(f'context.step like "{glob}"' for glob in rule.steps or ())
        if rule.evidence:
            forbidden += [f"({steps}) && {_weak(dimension, rule.evidence)}" for dimension in DIMENSIONS]
    rules = [f"forbid (principal, action, resource) when {{ {one} }};" for one in forbidden]
    return "\n".join(["permit (principal, action, resource);", *rules])


def _weak(dimension: str, evidence: str) -> str:
    needs = _set(("ok", "restricted"))
    weak = f"context.{dimension}_evidence < {int(evidence[1])}"
    return f"context.carded && {needs}.contains(context.{dimension}) && {weak}"


def _set(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(json.dumps(word) for word in words) + "]"
