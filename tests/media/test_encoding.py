from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.encoding import decode, encode

HERE = Path("a.txt")
KOREAN = "S#1. 경찰서 (낮/안)\r\n\r\n화가: 눈은 아직.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp949"])
def test_an_encoding_is_told_by_its_bytes_and_kept(encoding: str) -> None:
    data = encode(KOREAN, encoding)
    assert decode(data, HERE) == (KOREAN, encoding)
    assert encode(*decode(data, HERE)) == data


def test_xml_says_its_encoding() -> None:
    text = '<?xml version="1.0" encoding="windows-1252"?>\n<a>don’t</a>'
    assert decode(text.encode("windows-1252"), HERE) == (text, "windows-1252")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("don’t".encode("windows-1252"), "not UTF-8 at byte 3"),
        (b"\xef\xbb\xbfa\xff", "not UTF-8 at byte 4"),
        (b"\xff\xfea", "not UTF-16-LE at byte"),
        (b"\x00\x01", "control code 0 at character 0"),
        (b"PK\x03\x04\xff\xff", "not UTF-8"),
        ("화가".encode("cp949") + b"\xff\xff", "not UTF-8"),
    ],
)
def test_other_bytes_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        decode(data, HERE)


def test_a_letter_that_an_encoding_lacks_is_named() -> None:
    with pytest.raises(BadInput, match="CP949 has no letter '龘' \\(character 1\\); save it as UTF-8"):
        encode("a龘", "cp949")


@given(st.binary(max_size=40))
def test_bytes_are_refused_or_kept(data: bytes) -> None:
    try:
        text, encoding = decode(data, HERE)
    except BadInput:
        return
    assert encode(text, encoding) == data
