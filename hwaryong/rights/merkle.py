"""Merkle trees by RFC 6962 §2.1: one root for all elements, a short proof for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 of a leaf, with its prefix so that no leaf passes for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The Merkle tree over `leaves`, in their order."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._build(map(leaf_hash, leaves))

    @classmethod
    def over(cls, hashes: Iterable[bytes]) -> Tree:
        """The tree over leaves of which only the hashes are known."""
        tree = cls.__new__(cls)
        tree._build(hashes)
        return tree

    def _build(self, hashes: Iterable[bytes]) -> None:
        self._levels = [list(hashes)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = [_node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
            # An odd last node rises as it is, which is RFC 6962's split at the largest power of two.
            self._levels.append(pairs + below[len(below) - len(below) % 2 :])

    @property
    def root(self) -> bytes:
        """The tree's hash; of no leaves, that of nothing."""
        return self._levels[-1][0] if self._levels[-1] else hashlib.sha256(b"").digest()

    def proof(self, index: int) -> list[bytes]:
        """The audit path of leaf `index` (counted from 0), leaf to root; raises IndexError."""
        if not 0 <= index < len(self._levels[0]):
            raise IndexError(index)
        path = []
        for level in self._levels[:-1]:
            if index ^ 1 < len(level):
                path.append(level[index ^ 1])
            index //= 2
        return path


def verify(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `leaf` stands at `index` in the tree of `size` leaves with this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, rest = leaf_hash(leaf), size - 1, list(proof)
    while last:
        if index % 2 or index < last:
            if not rest:
                return False
            other = rest.pop(0)
            node = _node_hash(other, node) if index % 2 else _node_hash(node, other)
        index, last = index // 2, last // 2
    return not rest and node == root
