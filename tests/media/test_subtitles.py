from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.subtitles import Cue, Subtitles

LINES = st.lists(
    st.text(alphabet="ab가나 -7.,", min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda text: text and "-->" not in text),
    min_size=1,
    max_size=2,
).map("\n".join)


@given(st.lists(st.tuples(st.integers(1, 9000), st.integers(0, 9000), LINES), max_size=8))
def test_subtitles_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[int, int, str]]
) -> None:
    starts = list(accumulate((length + gap for length, gap, _ in parts), initial=0))
    cues = tuple(
        Cue(start, start + length, text) for start, (length, _, text) in zip(starts, parts, strict=False)
    )
    if not cues:
        return
    path = Subtitles(cues).write(tmp_path_factory.getbasetemp() / "a")
    again = Subtitles.read(path)
    assert again.cues == cues
    assert again.flags == ()


def test_line_ends_byte_order_marks_and_dots_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    text = "\ufeff1\n00:00:01.5 --> 00:00:02,000 X1:0\n용\n\n\n2\n00:00:03,000 --> 00:00:04,000\n눈"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert Subtitles.read(path).cues == (Cue(1500, 2000, "용"), Cue(3000, 4000, "눈"))


def test_overlapping_cues_are_flagged(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:03,000\na\n\n2\n00:00:02,000 --> 00:00:04,000\nb\n")
    assert Subtitles.read(path).flags == ("cues 1 and 2 overlap",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"no times here", "no time"),
        (b"1\n00:00:02,000 --> 00:00:01,000\na", "ends before it starts"),
        (b"1\n-00:00:02,000 --> 00:00:01,000\na", "line 2"),
        (b"1\n00:00:99,000 --> 00:01:00,000\na", "line 2"),
        ("1\n00:00:01,000 --> 00:00:02,000\n용".encode("cp949"), "UTF-8"),
    ],
)
def test_bad_subtitles_are_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=words):
        Subtitles.read(path)
