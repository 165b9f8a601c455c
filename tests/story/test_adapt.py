from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.script import Script
from hwaryong.media.text import Text
from hwaryong.story.adapt import HEARD, adapt
from hwaryong.story.chapter import chapter

ENGLISH = """\
CHAPTER III. The Lantern

The next morning Anna went into the library. Dust lay on every shelf.

“You are late,” said Mr. Brown, without looking up. “Sit down.”

“I am sorry, sir.” She sat down at the long table. She wondered whether he had slept; she thought of the
letter in her pocket, and knew that he would never forgive her if he read it. She feared him.

“Where is the lantern?” Mr. Brown asked.

Two hours later they reached the inn. The landlord stood in the yard and held his hat.

“We have no lantern,” the landlord said, and he spat on the stones of the yard as if somebody had paid him.

* * *

In the garden the children were playing.
"""
KOREAN = """\
제3장 등불

이튿날 아침, 수아는 도서관에 들어섰다. 민준이 창가에 있었다.

“늦었네.” 민준이 고개도 들지 않고 말했다.

“미안해.” 수아는 의자를 당겼다. “등불은?”

두 시간 뒤, 두 사람은 주막에 도착했다. 주인은 마당에서 장작을 패고 있었다.

「등불은 없소.」 주인이 말했다.
"""


def told(script: Script) -> list[tuple[str, str]]:
    """What an audience gets: headings, action and notes, and speakers with their words."""
    kinds = ("scene_heading", "action", "note", "dialogue", "section", "parenthetical")
    return [
        (one.speaker or one.type if one.type == "dialogue" else one.type, one.text)
        for one in script.elements
        if one.type in kinds
    ]


def test_english_chapter() -> None:
    script = adapt(Text(ENGLISH), lang="en", syntax="json")
    assert told(script) == [
        ("section", "CHAPTER III. The Lantern"),
        ("scene_heading", "INT. LIBRARY - MORNING"),
        ("action", "The next morning Anna went into the library. Dust lay on every shelf."),
        ("parenthetical", "(without looking up)"),
        ("Mr. Brown", "You are late,"),
        ("Mr. Brown", "Sit down."),
        ("Anna", "I am sorry, sir."),
        ("action", "She sat down at the long table."),
        ("note", "She wondered whether he had slept; she thought of the letter in her pocket, and knew "
         "that he would never forgive her if he read it. She feared him."),
        ("Mr. Brown", "Where is the lantern?"),
        ("scene_heading", "INT. INN"),
        ("action", "Two hours later they reached the inn. The landlord stood in the yard and held his hat."),
        ("The landlord", "We have no lantern"),
        ("action", "he spat on the stones of the yard as if somebody had paid him."),
        ("scene_heading", "EXT. GARDEN"),
        ("action", "In the garden the children were playing."),
    ]  # fmt: skip
    assert script.flags == ("1 passages of thoughts are notes, not action",)


def test_korean_chapter() -> None:
    script = adapt(Text(KOREAN), lang="ko", syntax="json")
    assert told(script) == [
        ("section", "제3장 등불"),
        ("scene_heading", "도서관 - 이튿날 아침"),
        ("action", "이튿날 아침, 수아는 도서관에 들어섰다. 민준이 창가에 있었다."),
        ("parenthetical", "(고개도 들지 않고)"),
        ("민준", "늦었네."),
        ("수아", "미안해."),
        ("action", "수아는 의자를 당겼다."),
        ("수아", "등불은?"),
        ("scene_heading", "주막"),
        ("action", "두 시간 뒤, 두 사람은 주막에 도착했다. 주인은 마당에서 장작을 패고 있었다."),
        ("주인", "등불은 없소."),
    ]  # fmt: skip


def test_a_speech_that_nobody_is_sure_of_keeps_its_words_under_an_unknown_speaker() -> None:
    script = adapt(Text("The rain fell.\n\n“Who goes there?”\n"), lang="en", syntax="json")
    cue, speech = script.elements[-2:]
    assert (cue.type, cue.text, cue.speaker) == ("character", "SPEAKER UNKNOWN", None)
    assert (speech.type, speech.text, speech.speaker) == ("dialogue", "Who goes there?", None)
    assert "1 of 1 speeches have no speaker that is sure enough" in script.flags
    again = Script(adapt(Text("The rain fell.\n\n“Who goes there?”\n"), lang="en").text)
    assert again.elements[-1].text == "Who goes there?"


def test_a_place_that_is_not_named_is_said_to_be_unknown() -> None:
    prose = "Anna laughed.\n\n* * *\n\nShe wept the whole day, and nobody came.\n"
    headings = [
        one for one in adapt(Text(prose), lang="en", syntax="json").elements if one.type == "scene_heading"
    ]
    assert [one.text for one in headings] == ["PLACE UNKNOWN", "PLACE UNKNOWN"]
    assert [one.confidence for one in headings] == [0.0, 0.0]
    assert headings[1].why == "a break stands before it"


def test_language_without_rules_is_refused() -> None:
    with pytest.raises(BadInput, match="'fr'; it knows en, ko"):
        adapt(Text("x"), lang="fr")


PARTS = {
    "en": [
        "“Why?”", "“Why", '"Not yet,"', "said the monk.", "The painter turns and says,",
        "he nods, and he goes.",
        "\n\n", "\n\n", "* * *\n\n", "CHAPTER II\n\n", "‘No.’", "Mr. Brown", "[[x]]",
        "He went into the hall.",
        "(low)", "The next day", "—", "She wondered.",
    ],
    "ko": [
        "“왜?”", "“왜", "「가자.」", "『가자!』", '"왜?"', "화가가 말했다.", "라고 그가 말한다.",
        "스님이 웃는다.", "\n\n", "\n\n", "\n\n- 가요.\n\n", "제2장\n\n", "이튿날 아침,",
        "방으로 들어섰다.", "(낮게)", "그는", "궁금했다.",
    ],
}  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(["en", "ko"]))
def test_every_speech_is_a_span_of_the_prose_once_and_in_no_action(data: st.DataObject, lang: str) -> None:
    parts = data.draw(st.lists(st.sampled_from(PARTS[lang]), min_size=1, max_size=14))
    prose = " ".join(parts)
    elements = adapt(Text(prose), lang=lang, syntax="json").elements
    spoken = HEARD[lang](prose, chapter(prose, lang))
    said = [one for one in elements if one.type == "dialogue"]
    assert [one.source[0] for one in said] == [speech.start for speech in spoken]
    for one, speech in zip(said, spoken, strict=True):
        assert prose[slice(*one.source)] == one.text
        assert speech.end - one.source[1] in range(3), "a comma at most is left off"
    for one, following in pairwise(said):
        assert one.source[1] <= following.source[0]
    for one in elements:
        if one.type in ("action", "note"):
            words = " ".join(prose[slice(*one.source)].split())
            assert one.text in (words, words.replace("]]", "] ]"))
            assert not any(speech.start < one.source[1] and speech.end > one.source[0] for speech in spoken)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "ko"]))
def test_any_text_becomes_a_script(text: str, lang: str) -> None:
    assert isinstance(adapt(Text(text), lang=lang), Script)


def test_long_hostile_paragraphs_take_little_time() -> None:
    for piece in (
        '"',
        "“",
        "a ",
        "the ",
        "went ",
        "into the ",
        "The room of the ",
        "화가가 ",
        "방 ",
        "* ",
        "- ",
        "\n\n",
    ):
        for lang in ("en", "ko"):
            adapt(Text(piece * 5000), lang=lang)


def test_the_same_prose_gives_the_same_bytes() -> None:
    assert adapt(Text(ENGLISH), lang="en").text == adapt(Text(ENGLISH), lang="en").text
    assert not re.search(r"0x[0-9a-f]{6}", adapt(Text(ENGLISH), lang="en", syntax="json").text)
