from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.record.model import Damage
from hwaryong.rights.bom import bill_of_materials
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure, Hidden, leaf_hashes
from hwaryong.rights.judge import Judge
from hwaryong.rights.merkle import Tree
from hwaryong.rights.page import page
from hwaryong.rights.policy import Policy
from hwaryong.rights.redact import redact

SHOTS = ("ep01/sq010/sh010", "ep01/sq010/sh020", "ep01/sq020/sh030")
ELEMENTS = [f"{shot}/{end}" for shot in SHOTS for end in ("A/0001", "A/0002", "shot")]


def made(memory: Any) -> Disclosure:
    """Three shots with two cels each, one of unclear origin; the cut's settings name every shot."""
    shots = []
    for shot in SHOTS:
        cels = [
            memory.person(f"{shot}/A/0001", statement=f"drawn for {shot} by hand"),
            memory.unclear(f"{shot}/A/0002"),
        ]
        shots.append(memory.add(f"{shot}/shot", cels, maker="edit.composite"))
    cut = memory.add("ep01/cut", settings={"lengths": dict.fromkeys(SHOTS, 24)})
    memory.damages = (Damage(f"{SHOTS[0]}/A/0001", "its seal is broken"),)
    memory.review(shots[0], "retake", note=f"as in {SHOTS[1]}/A/0001")
    film = memory.add("ep01/film", [*shots, cut], maker="edit.film")
    judge = Judge(Policy.named("client-forbids-ai"), {}, day=date(2026, 11, 23))
    gates = {f"{SHOTS[0]}/shot": shots[0], "ep01/cut": cut}
    return disclose(memory, film, production="p", judge=judge, rehash=lambda take: take.digest, gates=gates)


def test_nothing_that_is_hidden_is_named_anywhere(memory: Any) -> None:
    found = made(memory)
    gone = [row for row in found.rows if row.element.startswith(SHOTS[0])]
    view = redact(found, [f"{SHOTS[0]}/*"], client="a client")
    for written in (view.to_json().decode(), page(view), bill_of_materials(view, {}).decode()):
        for row in gone:
            for secret in (row.element, SHOTS[0], f'"{row.take}"', row.digest, row.salt):
                assert secret not in written
        assert f"drawn for {SHOTS[0]} by hand" not in written
        assert SHOTS[2] in written


def test_root_shares_and_verdict_stay(memory: Any) -> None:
    found = made(memory)
    view = redact(found, ["*/A/0001"])
    assert Tree.over(leaf_hashes(view.elements)).root.hex() == view.merkle_root == found.merkle_root
    assert (view.shares, view.allowed, view.cards) == (found.shares, found.allowed, found.cards)
    assert len(view.open_questions) == len(found.open_questions)
    assert [q.about for q in view.open_questions] == [q.about for q in found.open_questions]
    assert view.redacted
    assert view.redacted.whole == found.sha256
    assert Disclosure.model_validate_json(view.to_json()) == view


def test_what_speaks_of_a_hidden_element_is_hidden_too(memory: Any) -> None:
    view = redact(made(memory), [f"{SHOTS[1]}/*"])
    shown = {row.element for row in view.rows}
    assert "ep01/cut" not in shown  # its settings name the shot
    assert f"{SHOTS[0]}/shot" not in shown  # the note of its review names an element of the shot
    assert "ep01/film" in shown  # its inputs are sealed
    film = next(row for row in view.rows if row.element == "ep01/film")
    assert len(film.inputs) == 4
    assert [source.element for source in film.sources] == [f"{SHOTS[2]}/shot"]


def test_a_guess_at_a_hidden_leaf_cannot_be_confirmed(memory: Any) -> None:
    """Whoever has all of an element but its salt and take does not find its leaf."""
    found = made(memory)
    view = redact(found, [f"{SHOTS[0]}/A/0001"])
    leaves = {row.leaf for row in view.elements if isinstance(row, Hidden)}
    row = next(row for row in found.rows if row.element == f"{SHOTS[0]}/A/0001")
    for salt in ("", "0" * 32, hashlib.sha256(row.digest.encode()).hexdigest()[:32]):
        guess = row.model_copy(update={"salt": salt})
        rows = [guess if one.take == row.take else one for one in found.elements]
        assert not leaves & {digest.hex() for digest in leaf_hashes(rows)}


@pytest.mark.parametrize("glob", ["nothing/*", "ep01/film", "*"])
def test_a_glob_that_matches_nothing_or_the_film_is_refused(memory: Any, glob: str) -> None:
    with pytest.raises(BadInput):
        redact(made(memory), [glob])


def test_a_view_is_not_redacted_again(memory: Any) -> None:
    view = redact(made(memory), [f"{SHOTS[0]}/*"])
    with pytest.raises(BadInput, match="already"):
        redact(view, [f"{SHOTS[1]}/*"])


@settings(max_examples=25, deadline=None)
@given(hidden=st.sets(st.sampled_from(ELEMENTS), min_size=1))
def test_any_set_of_elements_can_be_hidden(make_memory: Any, hidden: set[str]) -> None:
    found = made(make_memory())
    view = redact(found, sorted(hidden))
    texts = json.dumps(json.loads(view.to_json()))
    assert not any(f'"{name}"' in texts for name in hidden)
    assert Tree.over(leaf_hashes(view.elements)).root.hex() == found.merkle_root
