from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import koreans
from hwaryong.media import koreanscript
from hwaryong.media.koreanheading import Setting, korean, mark, setting
from hwaryong.media.screenplay import Element

SCENES = sorted(koreans.SCENES.glob("*.txt"))

SAMPLE = """\
제목: 눈
각본: 아무개

등장인물
민준 - 화가

S#1. 절 마당 (낮/밖)

바람이 분다.
종이 운다.

민준\t(웃으며) 아직이네.
\t(사이)
\t아직.
민준 母(E)\t밥 먹어라!

자막: 이튿날
민준이 떠난다.

CUT TO

S#1-1. 인서트
"""


def test_elements_of_a_script() -> None:
    page, elements = koreanscript.parse(SAMPLE)
    assert page == {"title": "눈", "author": "아무개"}
    assert [(element.type, element.text, element.speaker) for element in elements] == [
        ("section", "등장인물", None),
        ("action", "민준 - 화가", None),
        ("scene_heading", "절 마당 (낮/밖)", None),
        ("action", "바람이 분다.\n종이 운다.", None),
        ("character", "민준", "민준"),
        ("parenthetical", "(웃으며)", "민준"),
        ("dialogue", "아직이네.", "민준"),
        ("parenthetical", "(사이)", "민준"),
        ("dialogue", "아직.", "민준"),
        ("character", "민준 母(E)", "민준 母"),
        ("dialogue", "밥 먹어라!", "민준 母"),
        ("action", "자막: 이튿날", None),
        ("action", "민준이 떠난다.", None),
        ("transition", "CUT TO", None),
        ("scene_heading", "인서트", None),
    ]
    assert [element.scene_number for element in elements if element.type == "scene_heading"] == ["1", "1-1"]


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_every_hand_is_read_and_recognised(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    _, true = koreans.truth(path.with_suffix(".truth"))
    _, elements = koreanscript.parse(text)
    right, found, there = koreans.matched(koreans.items(elements), true)
    assert 2 * right / (found + there) >= 0.95
    assert koreanscript.looks_korean(text)
    for element in elements:
        start, end = element.source
        said = "".join(text[start:end].split())
        assert "".join(element.text.split()) in said or element.type == "section"
    spoken = [element for element in elements if element.type == "dialogue"]
    assert all(element.speaker for element in spoken)


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_every_hand_is_composed_in_one_layout(path: Path) -> None:
    page, elements = koreanscript.parse(path.read_text(encoding="utf-8"))
    text = koreanscript.compose(page, elements)
    again, read = koreanscript.parse(text)
    assert again == page
    assert [(one.type, " ".join(one.text.split()), one.scene_number) for one in read] == [
        (
            one.type,
            korean(setting(one.text)) if one.type == "scene_heading" else " ".join(one.text.split()),
            one.scene_number,
        )
        for one in elements
    ]
    assert koreanscript.compose(again, read) == text


WORD = st.text(st.sampled_from("가나다라마바사아자차"), min_size=1, max_size=5)
SENTENCE = st.lists(WORD, min_size=1, max_size=5).map(lambda words: " ".join(words) + "다.")
NAME = st.sampled_from(["민준", "수아", "형사 1", "민준 母"])
SPEECH = st.tuples(NAME, st.none() | WORD, SENTENCE).map(
    lambda said: [
        Element("character", said[0], speaker=said[0]),
        *([Element("parenthetical", f"({said[1]})", speaker=said[0])] if said[1] else []),
        Element("dialogue", said[2], speaker=said[0]),
    ]
)
OTHER = st.tuples(
    st.sampled_from(["action", "transition", "note", "synopsis", "centered", "lyrics"]), SENTENCE
).map(lambda one: [Element(*one)])
SCENE = st.tuples(WORD, st.lists(SPEECH | OTHER, max_size=5))


@settings(deadline=None, max_examples=40)
@given(st.lists(SCENE, min_size=1, max_size=4))
def test_what_is_composed_is_read_again(scenes: list[tuple[str, list[list[Element]]]]) -> None:
    elements = []
    for number, (place, blocks) in enumerate(scenes, 1):
        heading = Element("scene_heading", f"{place} (낮/안)", scene_number=str(number))
        said = [block for block in blocks if block[0].type != "lyrics"]
        elements += [heading, *(element for block in said for element in block)]
    _, read = koreanscript.parse(koreanscript.compose({}, elements))
    assert [replace(element, source=(0, 0)) for element in read] == elements


@pytest.mark.parametrize(
    ("heading", "number", "told"),
    [
        ("S#12. 경찰서 (낮/안)", "12", Setting("경찰서", "INT", "낮")),
        ("S# 12. 경찰서 안 (N)", "12", Setting("경찰서", "INT", "N")),
        ("#12 경찰서 / 낮 / 안", "12", Setting("경찰서", "INT", "낮")),
        ("씬12 경찰서. 해질녘. 실외", "12", Setting("경찰서", "EXT", "해질녘")),
        ("S#12-1 경찰서", "12-1", Setting("경찰서")),
        ("S#12A. 회상 - 병원, 밤", "12A", Setting("회상 - 병원", None, "밤")),
        ("12. 경찰서 - 낮", "12", Setting("경찰서", None, "낮")),
        ("[S#3] 2층 복도 / 새벽", "3", Setting("2층 복도", None, "새벽")),
        ("INT. POLICE STATION - DAY", None, Setting("POLICE STATION", "INT", "DAY")),
    ],
)
def test_headings(heading: str, number: str | None, told: Setting) -> None:
    found = mark(heading)
    assert found is not None
    assert found.number == number
    assert setting(heading[found.end :]) == told


def test_headings_are_written_in_korean() -> None:
    assert korean(setting("INT. POLICE STATION - DAY")) == "POLICE STATION (낮/안)"
    assert korean(setting("EXT. YARD - NIGHT")) == "YARD (밤/밖)"
    assert korean(setting("경찰서 안 / D")) == "경찰서 (낮/안)"
    assert korean(setting("몽타주")) == "몽타주"


@pytest.mark.parametrize(
    "text",
    [
        "INT. 경찰서 - 낮\n\n@민준\n그래.\n",
        ".절 마당 - 밤\n\n바람이 분다.\n",
        "1. 문을 연다.\n2. 불을 켠다.\n",
        "옛날에 민준이 살았다. 그는 화가였다.",
        "S#1. OFFICE (DAY)\n\nTOM\tHello.",
        "",
    ],
)
def test_other_texts_are_not_the_korean_layout(text: str) -> None:
    assert not koreanscript.looks_korean(text)


def test_lists_with_numbers_are_not_scenes() -> None:
    _, elements = koreanscript.parse(
        "1. 집 - 낮\n\n할 일.\n1. 문을 연다.\n2. 불을 켠다.\n\n2. 길 - 밤\n\n걷는다.\n"
    )
    assert [element.text for element in elements if element.type == "scene_heading"] == ["집 - 낮", "길 - 밤"]


def test_what_has_no_place_is_said() -> None:
    elements = [
        Element("boneyard", "cut"), Element("page_break", ""),
        Element("character", "민준", dual=True), Element("character", "수아", dual=True),
    ]  # fmt: skip
    assert [sentence.split()[0:2] for sentence in koreanscript.unheld(elements)] == [
        ["1", "boneyards"], ["1", "page"], ["2", "speeches"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "[[",
        "S#",
        "\t",
        "가\t",
        "민준: ",
        "\n",
        "S#1. 가\n민준\t나\n",
        "가\n",
        "#1 /",
        "가  (",
        "1. 낮\n\n",
    ],
)
@pytest.mark.parametrize("read", [koreanscript.parse, koreanscript.looks_korean])
def test_time_grows_with_the_text_alone(piece: str, read: Callable[[str], object]) -> None:
    text = piece * (60_000 // len(piece.encode()))
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 1
