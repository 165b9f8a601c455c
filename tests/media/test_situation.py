from __future__ import annotations

from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.situation import Situation
from tests.story import painter


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    situation = painter.situation(tmp_path)
    again = Situation.read(situation.write(tmp_path / "again"))
    assert (again.first, again.next) == (situation.first, situation.next)
    after = situation.after("paint_one")
    assert after is not None
    assert (after.when, situation.after("refuse")) == (4, None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("risk = 2\neffort", "riks = 2\neffort", 'option 1 "paint_one", riks: there is no such key'),
        ("dragons_stay = 2,", "dragons_stay = 3,", "option 2 \"refuse\", goals, dragons_stay"),
        ('after = ["paint_one"]', 'after = ["paint_on"]', "'paint_on', which is not there"),
        ("when = 4", "when = 3", "does not come later"),
        ('id = "refuse"', 'id = "paint_one"', "the option 'paint_one' is there twice"),
        ('learns = "temple_burns"', "", "a consequence has learns, or to"),
        ("when = 3\n", "", "when: field required"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in painter.SITUATION
    with pytest.raises(BadInput) as caught:
        painter.situation(tmp_path, painter.SITUATION.replace(old, new, 1))
    assert told in str(caught.value)
    assert "situation.toml" in str(caught.value)


def test_two_situations_after_one_option_are_refused(tmp_path: Path) -> None:
    twice = painter.SITUATION + painter.SITUATION[painter.SITUATION.index("[[next]]") :].replace(
        'id = "', 'id = "x_'
    )
    with pytest.raises(BadInput, match="two situations follow"):
        painter.situation(tmp_path, twice)
