from __future__ import annotations

import pytest

from hwaryong.media.breakdown import Thing
from hwaryong.media.screenplay import Element
from hwaryong.story.inventory import inventory
from hwaryong.story.things import KINDS


def found(en: str = "", ko: str = "", *, notes: str = "", cast: tuple[str, ...] = ()) -> list[Thing]:
    scene = {
        lang: [Element("action", text, (0, len(text)))] + ([Element("note", notes, (0, 9))] if notes else [])
        for lang, text in (("en", en), ("ko", ko))
        if text
    }
    return inventory(scene, cast)


def names(things: list[Thing]) -> list[tuple[str, dict[str, str]]]:
    return [(thing.category, thing.name) for thing in things]


def test_things_are_found_in_both_languages_and_are_one() -> None:
    assert names(found("He takes the brushes.", "그가 붓을 든다.")) == [
        ("props", {"en": "brush", "ko": "붓"})
    ]


def test_a_note_is_sure_and_a_list_of_words_is_not() -> None:
    things = found("A sword and a letter.", notes="Props: sword,  old map")
    assert [(thing.name["en"], thing.sure) for thing in things] == [
        ("sword", True),
        ("old map", True),
        ("letter", False),
    ]
    assert found("He waits.", notes="Remember: call the mayor") == []


@pytest.mark.parametrize("text", ["They watch the sea.", "He knocks and lights up.", "She rings and waves."])
def test_verbs_are_no_things(text: str) -> None:
    assert found(text) == []


def test_an_article_or_the_other_language_settles_doubt() -> None:
    assert names(found("He looks at his watch.")) == [("props", {"en": "watch"})]
    assert found(ko="그가 말을 건다.") == []
    assert names(found("A horse waits.", "말이 기다린다.")) == [("animals", {"en": "horse", "ko": "말"})]


def test_korean_names_end_where_a_particle_does() -> None:
    assert names(found(ko="학자가 칼국수를 먹는다.")) == []
    assert names(found(ko="모자를 쓴 칼잡이")) == [("wardrobe", {"ko": "모자"})]


def test_the_cast_is_left_out_and_capitals_want_sorting() -> None:
    assert names(found("The DRAGON wakes. A CLATTER.", cast=("DRAGON",))) == [("unsorted", {"en": "clatter"})]
    assert names(found("The DRAGON wakes.")) == [("animals", {"en": "dragon"})]
    assert found("ALL IS LOST") == []


def test_no_name_stands_for_two_kinds() -> None:
    for lang in ("en", "ko"):
        every = [name for kind in KINDS for name in kind.names[lang]]
        assert len(every) == len(set(every)), lang
        assert all(every)
