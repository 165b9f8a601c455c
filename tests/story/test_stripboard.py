from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown, Scene
from hwaryong.media.stripboard import Stripboard
from hwaryong.story.stripboard import stripboard

pytest.importorskip("ortools", reason="the stripboard needs OR-Tools")


def broken(*scenes: tuple[str, str, int, str]) -> Breakdown:
    """Scenes as (place, hour, eighths, cast as letters)."""
    return Breakdown(
        Fraction(24), ("en",), {"en": ""},
        tuple(
            Scene.model_validate({
                "number": number, "heading": {"en": place}, "place": {"en": place}, "time": {"en": hour},
                "hour": hour, "eighths": {"en": eighths}, "cast": [{"en": name} for name in cast],
            })
            for number, (place, hour, eighths, cast) in enumerate(scenes, 1)
        ),
        (),
    )  # fmt: skip


def days(board: Stripboard) -> list[set[int]]:
    return [{strip.scene for strip in day} for day in board.days]


def test_scenes_of_a_place_are_made_together() -> None:
    board = stripboard(
        broken(("A", "day", 4, ""), ("B", "day", 4, ""), ("A", "day", 4, ""), ("B", "day", 4, "")),
        lang="en", day_eighths=8,
    )  # fmt: skip
    assert sorted(days(board), key=min) == [{1, 3}, {2, 4}]
    assert board.best
    assert (board.tally.moves, board.in_script_order.moves) == (1, 3)


def test_nobody_waits_where_he_need_not() -> None:
    board = stripboard(
        broken(("A", "day", 8, "x"), ("B", "day", 8, "y"), ("C", "day", 8, "x"), ("D", "day", 8, "y")),
        lang="en", day_eighths=8,
    )  # fmt: skip
    assert (board.tally.holds, board.in_script_order.holds) == (0, 2)


def test_a_day_is_not_longer_than_it_may_be_and_a_long_scene_stands_alone() -> None:
    board = stripboard(
        broken(("A", "day", 30, ""), ("A", "day", 3, ""), ("A", "night", 5, ""), ("A", "day", 4, "")),
        lang="en", day_eighths=8,
    )  # fmt: skip
    for day in board.days:
        assert len(day) == 1 or sum(strip.eighths for strip in day) <= 8
    assert sorted(strip.scene for day in board.days for strip in day) == [1, 2, 3, 4]


def test_the_same_breakdown_gives_the_same_board_and_it_is_read_as_written(tmp_path: Path) -> None:
    scenes = [
        (f"P{i % 5}", ("day", "night")[i % 2], 1 + i % 7, "abcdef"[i % 6 : i % 6 + 2]) for i in range(18)
    ]
    first, again = (stripboard(broken(*scenes), lang="en", day_eighths=12, effort=1.0) for _ in range(2))
    assert first == again
    assert Stripboard.read(first.write(tmp_path / "board")) == first
    cost = [10 * t.moves + 4 * t.holds + t.lights for t in (first.tally, first.in_script_order)]
    assert cost[0] < cost[1]


def test_a_language_that_is_not_there_and_too_many_scenes_are_refused() -> None:
    with pytest.raises(BadInput, match="it is in en"):
        stripboard(broken(("A", "day", 1, "")), lang="ko")
    with pytest.raises(BadInput, match="401 scenes"):
        stripboard(broken(*[("A", "day", 1, "")] * 401), lang="en")
