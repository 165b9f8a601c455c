from __future__ import annotations

from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.text import Text


def test_text_keeps_its_bytes_and_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# 화룡점정\r\n\n눈.".encode())
    text = Text.read(tmp_path / "a.md")
    assert text.write(tmp_path / "line.003.ko") == tmp_path / "line.003.ko.md"
    assert (tmp_path / "line.003.ko.md").read_bytes() == (tmp_path / "a.md").read_bytes()


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfabc")
    assert Text.read(tmp_path / "a.txt").text == "abc"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "nothing but white space"),
        ("용의 눈".encode("cp949"), "not UTF-8 at byte 0"),
        (b"\x89PNG\r\n", "not UTF-8"),
        (b"abc\x00def", "control code 0 at character 3"),
    ],
)
def test_bad_text_is_one_sentence_with_the_file(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(BadInput) as error:
        Text.read(path)
    assert words in str(error.value)
    assert "bad.txt" in str(error.value)
    assert "\n" not in str(error.value)
