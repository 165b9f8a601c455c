from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.cast import Belief, Cast, Character, Entry, Goal, Level, Relation, Rule
from tests.story import painter

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
LEVEL = st.floats(-2, 2)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    cast = painter.cast(tmp_path)
    again = Cast.read(cast.write(tmp_path / "again"))
    assert again.characters == cast.characters
    assert again.write(tmp_path / "third").read_bytes() == (tmp_path / "again.toml").read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(TEXT, TEXT, LEVEL, st.floats(-1e9, 1e9), st.booleans())
def test_any_words_and_levels_survive(
    tmp_path: Path, name: str, said: str, level: float, when: float, yes: bool
) -> None:
    sheet = Character(
        name=name, note=said,
        big_five={"openness": Level(value=level, source=said, from_=when)},
        goal=(Goal(id="g", text=said, weight=level, source=said),),
        relation=(Relation(to=said, affection=level, until=when),) if yes else (),
        rule=(Rule(does=("helps",), text=said),),
        belief=(Belief(id="b", text=said, known_from=when, source=said),),
    )  # fmt: skip
    cast = Cast(said, (sheet,))
    assert Cast.read(cast.write(tmp_path / "cast")).characters == (sheet,)


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100))
def test_an_entry_holds_from_its_beginning_to_its_end(begin: float, end: float, when: float) -> None:
    entry = Entry(from_=begin, until=end)
    assert entry.holds(when) == (begin <= when <= end)
    assert Belief(id="b", text="it", known_from=begin).holds(when) == (begin <= when)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("openness = {", "opennes = {", 'character 1 "Zhang", big_five, opennes: input should be'),
        ("weight = 1.5", "weight = 15", 'character 2 "Abbot", goal 2 "wall_famous", weight: input'),
        ("weight = 1.5", "weight = true", "weight: input should be a valid number"),
        ("weight = 1.5", "weight = nan", "weight: input should be a finite number"),
        ("known_from = 1\n", "", "belief 1 \"eyes_wake\", known_from: field required"),
        ("affection = -1", "affecton = -1", "there is no such key; its keys are affection, duty, from"),
        ('does = ["confronts"]', "", "a rule needs does or avoids"),
        ('id = "wall_famous"', 'id = "temple_stands"', "the goal 'temple_stands' is there twice at one time"),
        ('name = "Crowd"', 'name = "zhang"', "the name 'Zhang' is there twice"),
        ('name = "Crowd"', "name = ", "this is no TOML"),
        ('id = "eyes_wake"', 'id = "Eyes wake"', "string should match pattern"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in painter.CAST
    with pytest.raises(BadInput) as caught:
        painter.cast(tmp_path, painter.CAST.replace(old, new, 1))
    assert told.casefold() in str(caught.value).casefold()
    assert "cast.toml" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", "이름".encode("cp949"), b"a = " + b"[" * 100_000, b"a = " + b"9" * 10_000,
     b"x" * 3_000_000, b"character = 3", b"[[character]]\nname = 1979-05-27",
     b"[[character]]\nname = \"\"", b"\x00"],
    ids=["empty", "utf16", "cp949", "deep", "digits", "large", "number", "date", "nameless", "nul"],
)  # fmt: skip
def test_hostile_files_get_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cast.toml").write_bytes(content)
    with pytest.raises(BadInput, match=r"cast\.toml"):
        Cast.read(tmp_path / "cast.toml")


def test_a_name_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    cast = painter.cast(tmp_path)
    assert cast.character("THE PAINTER").name == "Zhang"
    with pytest.raises(BadInput, match="did you mean 'Abbot'"):
        cast.character("Abot")
