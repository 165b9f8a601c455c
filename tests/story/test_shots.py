from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.script import Script
from hwaryong.media.shotlist import ShotList
from hwaryong.story.breakdown import breakdown
from hwaryong.story.breakdownpage import timeline
from hwaryong.story.shots import shots

SCRIPT = Script("""\
Title: Eyes

INT. TEMPLE - NIGHT

The painter grinds ink. The monk watches from the door.

His eyes are shut.

PAINTER
(beat)
Not yet, not before the moon has risen over the second wall.

MONK
And when it has, who will stop the dragon from leaving us here?

NARRATOR (V.O.)
Nobody would.

EXT. ROAD - DAY
""")


def test_a_scene_becomes_a_sequence_of_shots() -> None:
    made = shots(SCRIPT, lang="en")
    first, second = made.sequences
    assert (first.name, second.name) == ("sq010", "sq020")
    assert [(shot.name, shot.size, shot.subject, shot.lines) for shot in first.shots] == [
        ("sh010", "wide", "MONK, PAINTER", ()),
        ("sh020", "close", "", ()),
        ("sh030", "medium", "PAINTER", ("001",)),
        ("sh040", "medium", "MONK", ("002", "003")),
    ]
    assert [shot.size for shot in second.shots] == ["wide"], "an empty scene shows its place"
    assert all(shot.source[0] < shot.source[1] for shot in first.shots)


def test_lines_have_the_numbers_of_the_breakdown_and_scenes_its_length() -> None:
    made, broken = shots(SCRIPT, lang="en"), breakdown({"en": SCRIPT})
    assert [number for q in made.sequences for shot in q.shots for number in shot.lines] == [
        line.number for line in broken.lines
    ]
    assert made.sequences[0].frames >= broken.scenes[0].frames["en"] > 0


def test_the_timeline_is_as_long_as_the_shots(tmp_path: Path) -> None:
    made = shots(SCRIPT, lang="en", rate="25/1")
    cut = timeline(made)
    assert cut.frames == sum(sequence.frames for sequence in made.sequences)
    assert cut.cuts[0].shot == "sq010/sh010"
    assert ShotList.read(made.write(tmp_path / "shots")) == made


def test_a_script_without_scenes_is_refused() -> None:
    with pytest.raises(BadInput, match="no scene heading"):
        shots(Script("Somebody waits.\n"), lang="en")


action = st.sampled_from(["He runs.", "A hand opens the box and waits.", "The crowd roars.", "Silence."])
speech = st.sampled_from(["Yes.", "I never said that the wall would hold, did I?"])


@given(st.lists(st.one_of(action.map(lambda text: ("", text)), st.tuples(st.sampled_from("AB"), speech))))
def test_no_line_is_lost_and_none_is_twice(body: list[tuple[str, str]]) -> None:
    text = "INT. A - DAY\n\n" + "".join(
        f"{who}LICE\n{said}\n\n" if who else f"{said}\n\n" for who, said in body
    )
    made = shots(Script(text), lang="en")
    numbers = [number for shot in made.sequences[0].shots for number in shot.lines]
    assert numbers == [f"{n:03}" for n in range(1, sum(bool(who) for who, _ in body) + 1)]
