"""The key of a run: a digest of all that its result depends on, the same when planned and when checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hwaryong.canonical import sha256_json
from hwaryong.record.model import Run, RunInput, Take


def recipe_digest(
    *,
    tool: str,
    version: int,
    code: str,
    settings: Mapping[str, Any],
    seed: int,
    cards: Iterable[Mapping[str, str]],
    libraries: Mapping[str, str],
) -> str:
    """SHA-256 of all that a tool's run depends on besides its inputs."""
    return sha256_json({
        "tool": tool, "version": version, "code": code, "settings": dict(settings), "seed": seed,
        "cards": [dict(card) for card in cards], "libraries": dict(libraries),
    })  # fmt: skip


def tool_key(recipe: str, outputs: int, inputs: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 over the recipe's digest and a line for each input: parameter, name, digest."""
    lines = [recipe, str(outputs), *(f"{param}\t{name}\t{digest}" for param, name, digest in inputs)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def intake_key(
    element: str, by: str, origin: str, statement: str, digest: str, settings: Any, inputs: Iterable[RunInput]
) -> str:
    """SHA-256 of what somebody declared about a file, and of its content."""
    return sha256_json([element, by, origin, statement, digest, settings, [given.take for given in inputs]])


def key_of(run: Run, takes: Sequence[Take], digests: Mapping[str, str], recipes: dict[str, str]) -> str:
    """The key that a run must have, worked out from its own row, its takes and its inputs' digests by take.

    `recipes` remembers recipes from one call to the next.
    """
    if run.kind == "intake":
        take = takes[0]
        return intake_key(
            take.element, run.maker, run.origin, run.statement, take.digest, run.settings, run.inputs
        )
    facts = repr((run.maker, run.version, run.code, run.settings, run.seed, run.cards, run.libraries))
    if facts not in recipes:
        recipes[facts] = recipe_digest(
            tool=run.maker, version=run.version, code=run.code, settings=run.settings, seed=run.seed,
            cards=run.cards, libraries=run.libraries,
        )  # fmt: skip
    inputs = [(given.param, given.name, digests.get(given.take, "")) for given in run.inputs]
    return tool_key(recipes[facts], len(takes), inputs)
