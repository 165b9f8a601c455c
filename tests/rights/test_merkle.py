from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.rights.merkle import Tree, leaf_hash, verify


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1 as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


def test_the_known_answers_of_certificate_transparency() -> None:
    leaves = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243")]
    assert Tree([]).root.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Tree(leaves[:1]).root.hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert Tree(leaves).root.hex() == "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_tree_is_the_rfcs(leaves: list[bytes]) -> None:
    assert Tree(leaves).root == slow_root(leaves)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_a_proof_holds_for_its_leaf_only(leaves: list[bytes], data: st.DataObject) -> None:
    tree, index = Tree(leaves), data.draw(st.integers(0, len(leaves) - 1))
    proof = tree.proof(index)
    assert verify(leaves[index], index, len(leaves), proof, tree.root)
    assert not verify(leaves[index] + b"x", index, len(leaves), proof, tree.root)
    assert not verify(leaves[index], index, len(leaves), [*proof, b"\0" * 32], tree.root)
    assert not verify(leaves[index], len(leaves), len(leaves), proof, tree.root)
    if proof:
        assert not verify(leaves[index], index, len(leaves), proof[1:], tree.root)


def test_a_proof_of_ten_thousand_is_short() -> None:
    tree = Tree([str(n).encode() for n in range(10_000)])
    assert max(32 * len(tree.proof(index)) for index in (0, 1, 4999, 9999)) <= 1024


def test_there_is_no_proof_outside() -> None:
    with pytest.raises(IndexError):
        Tree([b"a"]).proof(1)
