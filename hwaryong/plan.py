"""A plan: the jobs that would make a production, in the film's order, before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.production import Production, check_name, matches
from hwaryong.tools import find

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Job:
    """One tool for one element (or for several, when it draws a run of drawings).

    `inputs` are (parameter, name within it, element); `holds` are gates whose approval it waits for;
    `default` is the tool that the corridor names for the step, `tool` the one that production.toml chose.
    """

    step: str
    default: str
    tool: str
    elements: tuple[str, ...]
    inputs: tuple[tuple[str, str, str], ...]
    settings: str
    holds: tuple[str, ...]


class Plan:
    """Collects jobs as the corridor names them; elements are plain names and can be passed on at once."""

    def __init__(self, production: Production) -> None:
        self.production = production
        self.jobs: list[Job] = []
        self.files: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.retouches: dict[str, str] = {}
        self.gates: list[str] = []
        self._known: set[str] = set()
        self._holds: tuple[str, ...] = ()
        self._overrides = {
            step: [override for override in production.settings.override if override.step == step]
            for step in {override.step for override in production.settings.override}
        }

    def given(self, element: str, suffixes: tuple[str, ...], *, file: str = "", kind: str = "") -> str:
        """An element that somebody hands in as a file, of the `kind` that its suffix does not tell.

        Raises BadInput where the file is missing.
        """
        if element in self.files:
            return element
        stem = check_name(file or element, where=self.production.root)
        found = self.production.find(stem, suffixes)
        if found is None:
            raise BadInput(
                f"{stem}{suffixes[0]} is missing", where=self.production.root,
                mend="put the file there or take its name out of what asks for it",
            )  # fmt: skip
        self.files[element] = found
        self._known.add(element)
        if kind:
            self.kinds[element] = kind
        return element

    def retouch(self, element: str, suffixes: tuple[str, ...], *, file: str) -> None:
        """A person's take of an element that a tool drafts, where such a file lies ready."""
        found = self.production.find(check_name(file, where=self.production.root), suffixes)
        if found:
            self.retouches[element] = found

    def make(self, element: str, tool: str, /, **named: Any) -> str:
        """An element that a tool makes; media are given by element names, everything else is a setting."""
        return self.make_each([element], tool, **named)[0]

    def make_each(
        self, elements: list[str], tool: str, /, *, hints: Mapping[str, Any] = _NONE, **named: Any
    ) -> list[str]:
        """Several elements that one run of a tool makes, in this order.

        `hints` are inputs and settings that another tool on the step need not know; raises BadInput where it
        does not know one of the others.
        """
        step, asked = tool.rpartition(".")[2], find(tool).inputs
        default = tool
        tool, extra = self._overridden(step, elements[0], tool)
        chosen = find(tool)
        # Another tool may name its inputs otherwise.
        called = dict(zip(asked, chosen.inputs, strict=False))
        known = {*called, *chosen.settings.model_fields}
        named |= {name: value for name, value in hints.items() if name in known}
        inputs: list[tuple[str, str, str]] = []
        settings: dict[str, Any] = {}
        if chosen.told_of_drafts:
            settings["draft"] = True  # until the make tells it that every gate is approved
        for name, value in named.items():
            if name not in asked:
                settings[name] = value
            elif value is not None and name not in called:
                raise BadInput(
                    f"{tool} on the step {step!r} takes no {name}, and {elements[0]} has some",
                    where=self.production.root / "production.toml",
                    mend=f"leave {default} on the step there",
                )  # fmt: skip
            elif isinstance(value, Mapping):
                inputs += [(called[name], key, value[key]) for key in sorted(value)]
            elif value is not None:
                inputs.append((called[name], "", value))
        for element in elements:
            if element in self._known:
                raise HwaryongError(f"Two steps would make {element}; correct the production's shots.")
            self._known.add(element)
        settings |= extra
        plain = _checked(tool, _encoded(settings) if settings else "{}")
        self.jobs.append(Job(step, default, tool, tuple(elements), tuple(inputs), plain, self._holds))
        if step in self.production.settings.gates.steps:
            self.gates += elements
        return elements

    def hold(self, *elements: str) -> None:
        """Let all that is planned from here on wait for these, where their step is a gate."""
        self._holds = (*self._holds, *(element for element in elements if element in self.gates))

    def release(self) -> None:
        """Let what follows wait for nothing: a new episode begins."""
        self._holds = ()

    def check_overrides(self) -> None:
        """Raises BadInput where production.toml names a step or gate that no job has."""
        steps = {job.step for job in self.jobs}
        for step in (*self._overrides, *self.production.settings.gates.steps):
            if self.jobs and step not in steps:
                raise BadInput(
                    f"there is no step {step!r}", where=self.production.root / "production.toml",
                    mend=f"take one of {', '.join(sorted(steps))}",
                )  # fmt: skip

    def only(self, pattern: str, *, held: bool = True) -> Plan:
        """The part of the plan that the elements matching a glob need, with the gates before it if `held`."""
        makers = {element: job for job in self.jobs for element in job.elements}
        waiting = [element for element in (*makers, *self.files) if matches(element, pattern)]
        if not waiting:
            raise BadInput(
                f"nothing in the production matches {pattern!r}", mend="see `hwaryong status` for names"
            )
        wanted: set[str] = set()
        while waiting:
            element = waiting.pop()
            if element not in wanted:
                wanted.add(element)
                if element in makers:
                    job = makers[element]
                    waiting += [*job.elements, *(job.holds if held else ()), *needs(job)]
        part = Plan(self.production)
        part.jobs = [job for job in self.jobs if job.elements[0] in wanted]
        part.files = {element: file for element, file in self.files.items() if element in wanted}
        part.kinds = self.kinds
        part.retouches = {element: file for element, file in self.retouches.items() if element in wanted}
        part.gates = [gate for gate in self.gates if gate in wanted]
        return part

    def _overridden(self, step: str, element: str, tool: str) -> tuple[str, dict[str, Any]]:
        settings: dict[str, Any] = {}
        for override in self._overrides.get(step, ()):
            if matches(element, override.where):
                tool = override.tool or tool
                settings |= override.settings
        return tool, settings


def needs(job: Job) -> list[str]:
    """The elements that a job reads."""
    return [element for _, _, element in job.inputs]


_encoded = json.JSONEncoder(sort_keys=True).encode  # json.dumps would build an encoder for every job


@lru_cache(maxsize=65536)
def _checked(tool: str, settings: str) -> str:
    """The settings as JSON with all defaults, checked once for all jobs that share them."""
    return json.dumps(find(tool).plain(json.loads(settings)), sort_keys=True, ensure_ascii=False)
