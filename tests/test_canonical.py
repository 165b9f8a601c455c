"""Canonical JSON: one value, one digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.canonical import canonical_json, sha256_file, sha256_json

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


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(anything)
def test_it_writes_what_the_standards_own_implementation_writes(value: Any) -> None:
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical_json(value)
    else:
        assert canonical_json(value) == expected


NUMBERS = (0.0, -0.0, 1.0, 1e15, 1e16, 1e21, 1e-4, 1e-5, 1e-7, 0.1, -2.5, 123456789.125)
OTHERS: tuple[Any, ...] = ("\x7f\u2028\x1f", {"\U0001f600": 1, "\uffff": 2}, ())


@pytest.mark.parametrize("value", [*NUMBERS, *OTHERS])
def test_numbers_and_keys_at_the_edges(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)
