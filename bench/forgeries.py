"""Attacks on what a model says of itself: renamed, forged, cut short, turned in a circle."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from bench.measure import Measure
from hwaryong.errors import BadInput, HwaryongError, Refused
from hwaryong.rights.card import Card
from hwaryong.rights.document import fit
from hwaryong.rights.judge import Judge
from hwaryong.rights.policy import Policy
from hwaryong.rights.shelf import Shelf

POLICY = Policy.named("in-house-or-licensed-only")
DAY = date(2026, 11, 23)
COUNT = 20
STATEMENTS = ("complete", "training_consent", "likeness", "territory", "expiry", "bans")


def measures() -> Iterator[Measure]:
    """Each class of forgery, and the honest cards that must pass."""
    for name, attack in ATTACKS.items():
        tried = list(attack())
        caught = sum(tried)
        yield Measure(f"  {name}", "all", f"{caught} of {len(tried)}", caught == len(tried),
                      "C2PA alone: says nothing about models")  # fmt: skip
    refused = sum(bool(_judged(Shelf([card(n)]), card(n))) for n in range(COUNT))
    yield Measure("  honest cards and tools", "0 refused", f"{refused} of {COUNT} refused", not refused)


def card(number: int, **fields: Any) -> Card:
    """A card on which everything is said at E4; its file is known by the number."""
    said = {"evidence": "E4", "source": "the training log", "document": "b" * 64}
    ok = {**said, "answer": "ok", "scope": "everything"}
    licence = {**said, "id": "Apache-2.0", "commercial": "ok"}
    plain: dict[str, Any] = {
        "format": "hwaryong.card/1", "name": f"model {number}", "version": "1", "kind": "model",
        "learned": True, "maker": "the studio", "files": {"model.bin": digest(number)},
        "licences": {"code": licence, "weights": licence, "data": licence}, "complete": said,
        "training_consent": ok, "likeness": ok, "territory": {**said, "worldwide": True}, "expiry": said,
        "bans": {**said, "clients": ()},
    }  # fmt: skip
    said_of_it = {name: value for name, value in {**plain, **fields}.items() if value is not None}
    return Card.model_validate(said_of_it)


def digest(number: int) -> str:
    return hashlib.sha256(f"weights {number}".encode()).hexdigest()


def banned(number: int) -> Card:
    """A model that may not be used, as its own card says."""
    said = {"evidence": "E3", "source": "the licence", "document": "c" * 64}
    return card(
        number, name=f"foreign {number}", training_consent={**said, "answer": "forbidden", "scope": "any"}
    )


def _judged(shelf: Shelf, used: Card) -> tuple[str, ...]:
    """Why the policy refuses a run with a card; empty where it allows it."""
    verdict = Judge(POLICY, shelf, day=DAY).judge_run(
        element="ep01/sq010/sh010/A/0001", tool="drawing.inbetween", step="drawing.inbetween",
        cards=(used.digest,), network=(), classes=frozenset({"human"}),
    )  # fmt: skip
    return verdict.reasons


def renamed_file() -> Iterator[bool]:
    """The weights are another model's, under the name of an allowed one."""
    for n in range(COUNT):
        try:
            Shelf([card(n)]).for_tool("drawing.guess", (f"model {n}",), [digest(n + 1000)])
            yield False
        except Refused as error:
            yield digest(n + 1000)[:12] in str(error)


def renamed_card() -> Iterator[bool]:
    """A clean card under a new name for the file of a model that may not be used."""
    for n in range(COUNT):
        real, clean = banned(n), card(n, name=f"our own {n}")
        reasons = _judged(Shelf([real, clean]), clean)
        yield any(clean.name in reason and "consent" in reason for reason in reasons)


def forged_card() -> Iterator[bool]:
    """The card is made better after the run that names it."""
    for n in range(COUNT):
        real = banned(n)
        better = card(n, name=real.name)
        yield any(real.digest[:12] in reason for reason in _judged(Shelf([better]), real))


def cut_card() -> Iterator[bool]:
    """A statement that would tell is taken out of a card."""
    for n, name in enumerate(STATEMENTS):
        cut = card(n, **{name: None})
        yield any(cut.name in reason for reason in _judged(Shelf([cut]), cut))


def cut_policy() -> Iterator[bool]:
    """A field is taken out of a packaged policy."""
    for name in ("open", "in-house-or-licensed-only", "client-forbids-ai", "assistive-only"):
        text = resources.files("hwaryong.rights").joinpath("policies", f"{name}.toml").read_text("utf-8")
        for cut, without in _without_one(tomllib.loads(text)):
            if not cut.startswith("rule"):
                yield _is_refused(without, cut)


def _is_refused(plain: dict[str, Any], cut: str) -> bool:
    try:
        fit(plain, Policy, Path("policy.toml"))
    except BadInput as error:
        return cut.rpartition(".")[2] in str(error)
    return False


def _without_one(plain: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in plain.items():
        yield prefix + key, {name: kept for name, kept in plain.items() if name != key}
        if isinstance(value, dict):
            for cut, inner in _without_one(value, f"{prefix}{key}."):
                yield cut, {**plain, key: inner}


def cut_facts() -> Iterator[bool]:
    """A fact about a run is not known."""
    used = card(0)
    judge = Judge(Policy.named("open"), Shelf([used]), day=DAY)
    facts: dict[str, Any] = {
        "element": "ep01/a", "tool": "drawing.guess", "step": "drawing.guess", "cards": (used.digest,),
        "network": (), "classes": frozenset({"human"}),
    }  # fmt: skip
    for name in ("element", "tool", "cards", "network", "classes"):
        yield not judge.judge_run(**{**facts, name: None}).allow


def circle() -> Iterator[bool]:
    """A model is said to be trained on another, and by a second card of its file the other on it."""
    said = {"evidence": "E4", "source": "the training log", "document": "b" * 64, "relation": "trained-on"}
    for n in range(COUNT):
        first = card(n)
        second = card(n + 1000, parents=({**said, "name": first.name, "digest": first.digest},))
        again = card(n, name=f"again {n}", parents=({**said, "name": second.name, "digest": second.digest},))
        try:
            yield any(second.name in why for why in _judged(Shelf([first, second, again]), again))
        except HwaryongError as error:
            yield second.name in str(error) or first.name in str(error)


ATTACKS: dict[str, Callable[[], Iterator[bool]]] = {
    "weights under another model's name": renamed_file,
    "a clean card for a banned model's file": renamed_card,
    "a card made better afterwards": forged_card,
    "a statement taken out of a card": cut_card,
    "a field taken out of a policy": cut_policy,
    "a fact taken out of a question": cut_facts,
    "a circle of parents": circle,
}
