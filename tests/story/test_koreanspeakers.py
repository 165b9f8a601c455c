from __future__ import annotations

import pytest

from hwaryong.story.chapter import chapter
from hwaryong.story.koreanspeakers import korean_speech, persons

PAIR = "민준은 고개를 들었다. 수아는 창가에 앉아 있었다. 민준이 웃었다. 수아가 돌아보았다.\n\n"


def said(prose: str) -> list[tuple[str | None, str]]:
    text = PAIR + prose
    return [(one.speaker, text[one.start : one.end]) for one in korean_speech(text, chapter(text, "ko"))]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("“왜?” 수아가 물었다.", [("수아", "왜?")]),
        ("『왜?』 수아가 물었다.", [("수아", "왜?")]),
        ("“왜?” 수아였다.", [("수아", "왜?")]),
        ("수아는 책을 덮었다. “가자.”", [("수아", "가자.")]),
        ("수아는 책을 덮었다.\n\n“가자.”", [("수아", "가자.")]),
        (
            "“왜?” 수아가 물었다.\n\n“그냥.”\n\n“그냥?”",
            [("수아", "왜?"), ("민준", "그냥."), ("수아", "그냥?")],
        ),
        ("- 가자.\n\n수아가 말했다.", [("수아", "가자.")]),
        ("『용』이라는 글자가 있었다.", []),
        ("“누구냐?”\n\n문이 열렸다.", [(None, "누구냐?")]),
    ],
)
def test_speakers(prose: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(prose) == expected


def test_who_is_called_does_not_speak() -> None:
    assert said("수아는 책을 덮었다.\n\n“수아야, 가자.”") != [("수아", "수아야, 가자.")]


def test_a_surname_stays_with_its_name() -> None:
    prose = "김 선생이 들어왔다. 김 선생은 앉았다. “앉아라.” 김 선생이 말했다."
    assert said(prose) == [("김 선생", "앉아라.")]


def test_persons_act_and_things_do_not() -> None:
    assert persons(["지호가 웃었다. 지호는 앉았다. 문이 열렸다. 문이 닫혔다. 눈이 왔다. 눈이 그쳤다."]) == {
        "지호"
    }
