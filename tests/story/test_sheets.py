from __future__ import annotations

import time

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.cast import Cast, Character
from hwaryong.media.text import Text
from hwaryong.story.sheets import sheets

ENGLISH = """# The painted dragon

## Characters

- **Zhang**: a proud, curious painter who never lies. He wants to be remembered.
- **Mei**: Zhang's daughter, shy and loyal. She always helps strangers.
- **Abbot**: a pious old man. He owes Zhang a wall.

## 1. Temple courtyard, dusk

Zhang paints four dragons without eyes. He knows that a dragon with eyes flies away. Mei loves Zhang and \
hopes to learn his art.

The merchant laughs. “I want to go home. Why?” asks the merchant. The merchant does not trust Zhang.

## 2. The wall, night

Mei learns that the merchant plans to burn the wall. She is afraid. The abbot is calm, and he wants \
the temple to be famous. Zhang is not cruel.
"""
KOREAN = """# 화룡점정

## 등장인물

- 장승요: 자존심 강하고 호기심 많은 화가. 결코 거짓말을 하지 않는다.
- 수아: 장승요의 딸. 수줍지만 의리가 있다.

## 1. 안락사 벽 앞, 낮

그림이 끝났다. 장승요는 눈을 그리면 용이 날아간다는 것을 안다. 수아는 아버지의 그림을 배우고 싶어 한다.

상인이 웃는다. 상인은 장승요를 믿지 않는다.

## 2. 벽 앞, 밤

수아는 상인이 벽을 태우려 한다는 사실을 알게 된다. 수아는 겁에 질린다. 장승요는 수아를 사랑한다.
"""


def people(text: str) -> dict[str, Character]:
    return {one.name: one for one in sheets(Text(text, ".md")).characters}


def test_english() -> None:
    cast = people(ENGLISH)
    assert set(cast) == {"Zhang", "Mei", "Abbot", "merchant"}
    zhang, mei, abbot, merchant = (cast[name] for name in ("Zhang", "Mei", "Abbot", "merchant"))
    assert {key: level.value for key, level in zhang.big_five.items()} == {"openness": 1, "agreeableness": -1}
    assert [(goal.text, goal.from_) for goal in zhang.goal] == [("be remembered", None)]
    assert [(one.text, one.known_from) for one in zhang.belief] == [("a dragon with eyes flies away", 1)]
    assert zhang.rule[0].avoids == ("deceives",)
    assert [(goal.text, goal.from_) for goal in mei.goal] == [("learn his art", 1)]
    assert [(one.to, one.affection, one.from_) for one in mei.relation] == [
        ("Zhang", 1, None),
        ("Zhang", 2, 1),
    ]
    assert mei.values["benevolence"].value == 2
    assert (mei.rule[0].when, mei.rule[0].does) == (("stranger_in_need",), ("helps",))
    assert [(one.about, one.known_from) for one in mei.belief] == [("merchant", 2)]
    assert [(one.emotion, one.from_, one.until) for one in mei.feeling] == [("fear", 2, 2.99)]
    assert [goal.text for goal in abbot.goal] == ["the temple to be famous"]
    assert abbot.relation[0].duty == 2
    assert [(one.to, one.trust) for one in merchant.relation] == [("Zhang", -2)]
    assert [goal.text for goal in merchant.goal] == ["burn the wall"]  # what he says himself is not read


def test_korean() -> None:
    cast = people(KOREAN)
    assert set(cast) == {"장승요", "수아", "상인"}
    zhang, mei, merchant = (cast[name] for name in ("장승요", "수아", "상인"))
    assert {key: level.value for key, level in zhang.big_five.items()} == {"openness": 1, "agreeableness": -1}
    assert [(one.text, one.known_from) for one in zhang.belief] == [("눈을 그리면 용이 날아간다", 1)]
    assert [(one.to, one.affection, one.from_) for one in zhang.relation] == [
        ("수아", 1, None),
        ("수아", 2, 2),
    ]
    assert [goal.text for goal in mei.goal] == ["아버지의 그림을 배우기"]
    assert [(one.text, one.about, one.known_from) for one in mei.belief] == [
        ("상인이 벽을 태우려 한다", "상인", 2)
    ]
    assert mei.feeling[0].emotion == "fear"
    assert [goal.text for goal in merchant.goal] == ["벽을 태우기"]
    assert merchant.relation[0].trust == -1


@pytest.mark.parametrize("text", [ENGLISH, KOREAN])
def test_every_entry_has_its_sentence_and_where_it_stands(text: str) -> None:
    for one in people(text).values():
        for _, entry in one.entries():
            start, end = map(int, entry.note.removeprefix("treatment, characters ").split("–"))
            assert text[start:end] == entry.source


def test_a_draft_is_for_a_person_to_correct_and_reads_again(tmp_path) -> None:  # type: ignore[no-untyped-def]
    drafted = sheets(Text(ENGLISH, ".md"))
    assert drafted.flags == ("drafted by rules: a person has to read and correct every entry",)
    assert Cast.read(drafted.write(tmp_path / "cast")).characters == drafted.characters


def test_nobody_is_told() -> None:
    with pytest.raises(BadInput, match="list them under ## Characters"):
        sheets(Text("It rains.", ".txt"))


@pytest.mark.parametrize(
    "text",
    ["“" * 500_000, "." * 500_000, "Zhang is. " * 50_000, "Zhang wants to go " * 30_000, "- A: " * 100_000,
     "장승요는 원한다 " * 50_000],
    ids=["quotes", "stops", "sentences", "no stop", "list", "korean"],
)  # fmt: skip
def test_hostile_treatments_end_soon(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(BadInput):
        sheets(Text(text, ".txt"))
    assert time.perf_counter() - began < 5
