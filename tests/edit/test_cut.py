from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from hwaryong.edit.cut import cut
from hwaryong.errors import BadInput
from hwaryong.media.clip import Clip

MakeClip = Callable[..., Clip]


def test_shots_follow_each_other_by_name_for_their_lengths(make_clip: MakeClip) -> None:
    shots = {"sq020/sh010": make_clip("b"), "sq010/sh020": make_clip("a", frames=9)}
    timeline = cut(shots, lengths={"sq020/sh010": 4, "sq010/sh020": 9}, rate="24/1", title="T")
    assert [(part.shot, part.first, part.frames) for part in timeline.cuts] == [
        ("sq010/sh020", 0, 9),
        ("sq020/sh010", 0, 4),
    ]
    for part in timeline.cuts:
        assert part.take == hashlib.sha256(shots[part.shot].path.read_bytes()).hexdigest()
    assert (timeline.title, timeline.rate, timeline.frames) == ("T", 24, 13)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"lengths": {"a": 7}}, "shot a has 6 frames, 7 are asked"),
        ({"lengths": {"a": 0}}, "shot a has 6 frames, 0 are asked"),
        ({"lengths": {}}, "shot a has no length"),
        ({"lengths": {"a": 6, "b": 6}}, "shot b has no clip"),
        ({"rate": "25/1"}, "shot a runs at 24 frames a second, the film at 25"),
        ({"rate": "24.0"}, "the setting 'rate' is not usable"),
        ({"rate": "24/0"}, "the setting 'rate' is not usable"),
    ],
)
def test_what_does_not_fit_is_refused(make_clip: MakeClip, settings: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        cut({"a": make_clip("a")}, **{"lengths": {"a": 6}, "rate": "24/1", "title": "", **settings})


def test_no_shots_are_no_cut() -> None:
    with pytest.raises(BadInput, match="there are no shots to cut"):
        cut({}, lengths={}, rate="24/1", title="")
