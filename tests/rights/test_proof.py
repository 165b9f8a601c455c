from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.judge import Judge
from hwaryong.rights.policy import Policy
from hwaryong.rights.proof import Proof, prove, read_disclosure
from hwaryong.rights.redact import redact

SHOT = "ep01/sq010/sh010"


def made(memory: Any, count: int = 40) -> Disclosure:
    cels = [memory.person(f"{SHOT}/A/{n:04}") for n in range(count)]
    film = memory.add("ep01/film", [memory.add(f"{SHOT}/shot", cels, settings={"of": [f"{SHOT}/A/0001"]})])
    judge = Judge(Policy.named("open"), {}, day=date(2026, 11, 23))
    return disclose(memory, film, production="p", judge=judge, rehash=lambda take: take.digest)


def test_a_proof_is_small_and_quick_and_holds_only_for_its_root(memory: Any, tmp_path: Path) -> None:
    found = made(memory)
    (proof,) = prove(found, f"{SHOT}/A/0017")
    (tmp_path / "proof.json").write_bytes(proof.to_json())
    began = time.perf_counter()
    again = Proof.read(tmp_path / "proof.json")
    assert again.holds(found.merkle_root)
    assert time.perf_counter() - began < 0.05
    assert not again.holds("0" * 64)
    assert again.leaf.element == f"{SHOT}/A/0017"


def test_a_proof_of_ten_thousand_elements_stays_within_a_kibibyte(memory: Any) -> None:
    (proof,) = prove(made(memory), f"{SHOT}/A/0017")
    long = proof.model_copy(update={"path": "A" * (14 * 32 * 4 // 3 + 1), "size": 10_000, "index": 9_999})
    assert len(long.to_json()) <= 1024


def test_no_part_of_a_proof_can_be_changed(memory: Any) -> None:
    found = made(memory)
    (proof,) = prove(found, f"{SHOT}/A/0017")
    for field, value in {"klass": "generated", "digest": "0" * 64, "element": "x", "row": "0" * 64}.items():
        forged = proof.model_copy(update={"leaf": proof.leaf.model_copy(update={field: value})})
        assert not forged.holds(found.merkle_root), field
    for changed in ({"index": 3}, {"size": 10**9}, {"index": -1}, {"path": proof.path[:-4]}, {"path": "é"}):
        assert not proof.model_copy(update=changed).holds(found.merkle_root), changed


def test_an_element_that_is_not_there_has_no_proof(memory: Any) -> None:
    with pytest.raises(BadInput, match="no element"):
        prove(made(memory), "ep01/sq010/sh999/A/0001")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_lies_in_the_file_is_a_proof_or_bad_input(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "proof.json"
    path.write_bytes(data)
    for reader in (Proof.read, read_disclosure):
        with pytest.raises(BadInput):
            reader(path)


def test_a_disclosure_is_read_only_with_its_own_root(memory: Any, tmp_path: Path) -> None:
    found, path = made(memory), tmp_path / "disclosure.json"
    path.write_bytes(found.to_json())
    assert read_disclosure(path) == found
    path.write_bytes(found.to_json().replace(b'"class":"human"', b'"class":"generated"', 1))
    with pytest.raises(BadInput, match="Merkle root"):
        read_disclosure(path)


def test_a_redacted_view_is_read_and_proves_what_it_shows(memory: Any, tmp_path: Path) -> None:
    found = made(memory)
    view = redact(found, [f"{SHOT}/A/0001"])
    path = tmp_path / "disclosure.json"
    path.write_bytes(view.to_json())
    again = read_disclosure(path)
    (proof,) = prove(again, f"{SHOT}/A/0017")
    assert proof == prove(found, f"{SHOT}/A/0017")[0]
    with pytest.raises(BadInput):
        prove(again, f"{SHOT}/A/0001")
