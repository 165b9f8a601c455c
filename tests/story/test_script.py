from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.script import Script
from hwaryong.media.text import Text
from hwaryong.story.script import script

SAMPLES = Path(__file__).parents[2] / "samples"


def write(prose: str, lang: str) -> Script:
    return script(Text(f"# T\n\n## 1. A, day\n\n{prose}\n"), lang=lang)


def told(prose: str, lang: str) -> list[tuple[str, str]]:
    """What is told: ("", action) and (speaker, words), the parenthetical before the words."""
    result: list[tuple[str, str]] = []
    how = ""
    for element in write(prose, lang).elements[1:]:
        if element.type == "parenthetical":
            how = element.text + " "
        elif element.type in ("dialogue", "action", "note"):
            result.append((element.speaker or "", how + element.text))
            how = ""
    return result


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("“Why?” asks the monk.", [("MONK", "Why?")]),
        ('"Stay," says Anna.', [("ANNA", "Stay")]),
        ("“Stop!” Anna Lee shouted.", [("ANNA LEE", "(shouted) Stop!")]),
        ("“Look,” the monk said softly, turning to the wall. “It moves.”",
         [("MONK", "(softly, turning to the wall) Look,\nIt moves.")]),
        ("“Why,” asks the monk, “have they no eyes?”", [("MONK", "Why,\nhave they no eyes?")]),
        ("The painter turns and says, “Not yet.”", [("", "The painter turns."), ("PAINTER", "Not yet.")]),
        ("He comes. The old painter answers: “Soon.”", [("", "He comes."), ("OLD PAINTER", "Soon.")]),
        ("“Now.” The monk asks, “Now?”", [("", "Speaker unknown: Now."), ("MONK", "Now?")]),
        ("“Dot them!” urges the crowd behind him.", [("CROWD", "(urges, behind him) Dot them!")]),
        ("Painter (low): “Soon.”", [("PAINTER", "(low) Soon.")]),
        ("**Painter:** Soon.", [("PAINTER", "Soon.")]),
        ("Narrator: Long ago.", [("NARRATOR", "Long ago.")]),
        ("One thing is clear: he left.", [("", "One thing is clear: he left.")]),
        ("The word “dragon” is on the gate.", [("", "The word “dragon” is on the gate.")]),
        ("A voice is heard. “Stop!”", [("", "A voice is heard."), ("", "Speaker unknown: Stop!")]),
        ("He nods. “Yes.”", [("", "He nods."), ("", "Speaker unknown: Yes.")]),
        ("He whispers: “Yes.”", [("", "He whispers:"), ("", "Speaker unknown: Yes.")]),
    ],
)  # fmt: skip
def test_english_dialogue(prose: str, expected: list[tuple[str, str]]) -> None:
    assert told(prose, "en") == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("“왜?” 스님이 묻는다.", [("스님", "왜?")]),
        ("“왜?”라고 스님이 물었다.", [("스님", "왜?")]),
        ("「왜?」 하고 어린 제자가 조용히 물었다.", [("어린 제자", "(조용히) 왜?")]),
        ("화가가 고개를 저으며 말한다. “아직.”", [("화가", "(고개를 저으며) 아직.")]),
        ("화가는 스님에게 “물러서게.”라고 말했다.", [("화가", "(스님에게) 물러서게.")]),
        ("“날아라.” 화가가 속삭인다.", [("화가", "(속삭인다) 날아라.")]),
        ("“가자!” 왕이 외쳤다. “어서!”", [("왕", "(외쳤다) 가자!\n어서!")]),
        ("이야기꾼: 옛날 옛적에.", [("이야기꾼", "옛날 옛적에.")]),
        ("화가(낮게): “아직.”", [("화가", "(낮게) 아직.")]),
        ("‘점정’이라는 말이 있다.", [("", "‘점정’이라는 말이 있다.")]),
        ("“용”이라는 글자가 있다.", [("", "“용”이라는 글자가 있다.")]),
        ("아이 하나가 온다. “왜요?”", [("", "아이 하나가 온다."), ("", "말하는 이 모름: 왜요?")]),
        ("누군가 말했다. “왜요?”", [("", "누군가 말했다."), ("", "말하는 이 모름: 왜요?")]),
        ("문이 열린다. “누구냐?”", [("", "문이 열린다."), ("", "말하는 이 모름: 누구냐?")]),
    ],
)
def test_korean_dialogue(prose: str, expected: list[tuple[str, str]]) -> None:
    assert told(prose, "ko") == expected


def test_two_people_of_one_name_stay_apart_and_one_of_two_names_is_one() -> None:
    both = told("“A!” says the old monk.\n\n“B!” says the young monk.", "en")
    assert [speaker for speaker, _ in both] == ["OLD MONK", "YOUNG MONK"]
    one = told("“A!” says the old monk.\n\n“B!” says the monk.", "en")
    assert [speaker for speaker, _ in one] == ["MONK", "MONK"]
    two = told("“가!” 첫째 제자가 말한다.\n\n“나!” 둘째 제자가 말한다.", "ko")
    assert [speaker for speaker, _ in two] == ["첫째 제자", "둘째 제자"]


def test_subject_of_the_sentence_beside_is_inferred_and_flagged() -> None:
    prose = "“Why?” asks the monk.\n\nThe monk kneels. “Forgive us.”"
    assert told(prose, "en")[-1] == ("MONK", "Forgive us.")
    result = write(prose, "en")
    assert len(result.flags) == 1
    assert "MONK is inferred to say “Forgive us.” (character" in result.flags[0]
    assert result.confidence == pytest.approx((1 + 0.75) / 2)


def test_unknown_speaker_is_flagged_with_its_place() -> None:
    result = write("“Stop!”", "en")
    assert [element.type for element in result.elements] == ["scene_heading", "note"]
    assert result.flags == ("nobody is named as the speaker of “Stop!” (character 20); name one",)
    assert result.confidence == 0


@pytest.mark.parametrize(
    ("lang", "heading", "fountain"),
    [
        ("en", "1. Temple courtyard, dusk", "EXT. TEMPLE COURTYARD - DUSK #1#"),
        ("en", "2. The storyteller's room, night", "INT. THE STORYTELLER'S ROOM - NIGHT #2#"),
        ("en", "3. The wall, west side, night", ".THE WALL, WEST SIDE - NIGHT #3#"),
        ("en", "4A. INT. Hall - day", "INT. HALL - DAY #4A#"),
        ("ko", "1. 절 마당, 해 질 녘", ".절 마당 - 해 질 녘 #1#"),
        ("ko", "S#2 경찰서 (낮)", ".경찰서 - 낮 #2#"),
        ("ko", "3. 하늘", ".하늘 #3#"),
    ],
)
def test_scene_headings(lang: str, heading: str, fountain: str) -> None:
    result = script(Text(f"# T\n\n## {heading}\n\nx\n"), lang=lang)
    assert fountain in result.text.split("\n")
    assert result.elements[0].type == "scene_heading"


def test_words_outside_of_scenes_are_kept_as_synopses() -> None:
    prose = "# T\n\nA “legend”.\n\n## Cast\n\nMonk: old\n\n## 1. Wall, day\n\nx <!-- later -->\n"
    result = script(Text(prose), lang="en")
    assert [(element.type, element.text) for element in result.elements] == [
        ("synopsis", "A “legend”."), ("section", "Cast"), ("synopsis", "Monk: old"),
        ("scene_heading", "WALL - DAY "), ("action", "x"), ("note", "later"),
    ]  # fmt: skip


def test_prose_without_headings_is_flagged_and_kept() -> None:
    result = script(Text("The monk waits. “Why?” asks the monk."), lang="en")
    assert [element.type for element in result.elements] == ["action", "character", "dialogue"]
    assert any("no scene headings" in flag for flag in result.flags)


def test_language_without_rules_is_refused() -> None:
    with pytest.raises(BadInput, match="'fr'; it knows en, ko"):
        script(Text("x"), lang="fr")


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


PARTS = [
    "“Why?”", "asks the monk.", "The painter turns and says,", "“Not yet,”", "He nods.", "\n\n", '"',
    "Anna: go.", "“왜?”", "화가가 말했다.", "라고 그가 말한다.", "스님이 웃는다.", "[[x]]",
    "*", "(low)", "그는", "a", "—",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=12), st.sampled_from(["en", "ko"]))
def test_dialogue_is_verbatim_and_every_quotation_is_kept(parts: list[str], lang: str) -> None:
    prose = " ".join(parts)
    result = write(prose, lang)
    for element in result.elements:
        if element.type == "dialogue":
            assert all(line in prose for line in element.text.split("\n"))
    kept = letters(" ".join(element.text for element in result.elements))
    for word in re.findall(r"“(.*?)”", prose):
        assert letters(word) in kept


@given(st.text(max_size=300), st.sampled_from(["en", "ko"]))
def test_any_text_becomes_a_script(text: str, lang: str) -> None:
    assert isinstance(script(Text(text), lang=lang), Script)


def test_long_hostile_paragraphs_take_little_time() -> None:
    for piece in ('"', "“", "a:", "the ", "and says ", "화가가 ", "말", "<!--", "("):
        write(piece * 5000, "en")
        write(piece * 5000, "ko")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*/treatment.*.md")), ids=lambda path: path.name)
def test_sample_treatments_come_out_whole(path: Path) -> None:
    prose = path.read_text("utf-8")
    result = script(Text(prose), lang=path.name.split(".")[-2])
    said = [element for element in result.elements if element.type == "dialogue"]
    quotations = re.findall(r"[\"“]([^\"“”]+)[\"”]", prose)
    assert [element.text for element in said] == [words.removesuffix(",") for words in quotations]
    assert result.flags == ()
    told = letters(
        " ".join(element.text for element in result.elements if element.type in ("action", "dialogue"))
    )
    for paragraph in prose.split("\n\n"):
        if not paragraph.startswith("#") and not re.search(r"[\"“]", paragraph):
            assert letters(paragraph) in told
