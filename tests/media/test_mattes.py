from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.mattes import FORMAT, Mattes, Pictured, Seen

CEL, WALL = Pictured("cels", "A/0001"), Pictured("backgrounds", "temple/wall")
MATTES = Mattes(40, 20, 12, {CEL: (Seen(0, 4, 100), Seen(6, 6, 50)), WALL: (Seen(0, 12, 700),)})


def written(path: Path, **changes: Any) -> Path:
    plain = {
        "format": FORMAT, "width_px": 40, "height_px": 20, "frames": 12,
        "pictures": [{"picture": CEL, "seen": [[0, 4, 100]]}],
    }  # fmt: skip
    path.write_text(json.dumps(plain | changes), "utf-8")
    return path


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    assert Mattes.read(MATTES.write(tmp_path / "mattes")) == MATTES


def test_part_of_a_shot_is_weighed_to_the_frame() -> None:
    assert MATTES.visible(0, 12) == {CEL: 700, WALL: 8400}
    assert MATTES.visible(3, 4) == {CEL: 150, WALL: 2800}
    with pytest.raises(BadInput, match="has 12"):
        MATTES.visible(10, 3)


@given(cut=st.integers(1, 11))
def test_the_parts_of_a_shot_sum_to_the_whole(cut: int) -> None:
    first, last = MATTES.visible(0, cut), MATTES.visible(cut, 12 - cut)
    assert {picture: first[picture] + last[picture] for picture in first} == MATTES.visible(0, 12)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"pictures": [{"picture": CEL, "seen": [[0, 4, 801]]}]}, "more is seen"),
        ({"pictures": [{"picture": CEL, "seen": [[4, 4, 1], [3, 1, 1]]}]}, "out of order"),
        ({"pictures": [{"picture": CEL, "seen": [[4, 9, 1]]}]}, "too late"),
        ({"pictures": [{"picture": CEL, "seen": []}] * 2}, "twice"),
        ({"frames": 0}, "frames"),
        ({"format": "hwaryong.mattes/2"}, "format"),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        Mattes.read(written(tmp_path / "mattes.json", **wrong))


@settings(max_examples=100, deadline=None)
@given(text=st.text() | st.recursive(st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput):
        Mattes.read(path)
