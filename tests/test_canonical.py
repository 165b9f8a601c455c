"""Canonical JSON: one value, one digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hwaryong.canonical import sha256_file, sha256_json

numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), values, min_size=2, max_size=5))
def test_the_order_of_keys_makes_no_difference(value: dict[str, object]) -> None:
    assert sha256_json(value) == sha256_json(dict(reversed(value.items())))


@given(values)
def test_a_round_trip_through_json_makes_no_difference(value: object) -> None:
    assert sha256_json(json.loads(json.dumps(value))) == sha256_json(value)


def test_known_digests(tmp_path: Path) -> None:
    assert sha256_json({"b": 1.0, "a": "용"}) == hashlib.sha256('{"a":"용","b":1}'.encode()).hexdigest()
    (tmp_path / "file").write_bytes(b"abc")
    assert sha256_file(tmp_path / "file").startswith("ba7816bf")
