from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media import fdx
from hwaryong.media.emphasis import plain
from hwaryong.media.markup import escaped
from hwaryong.media.screenplay import Element
from hwaryong.media.script import Script

SHARED = Path(__file__).parents[3] / "shared/data/story/screenplain-examples"

SAMPLE = (Path(__file__).parents[2] / "bench/fdxfiles/nested.fdx").read_text(encoding="utf-8")
_, ELEMENTS = fdx.parse(SAMPLE)


def index(text: str) -> int:
    return next(number for number, element in enumerate(ELEMENTS) if element.text == text)


def test_elements_of_a_file_with_all_that_final_draft_nests() -> None:
    page, elements = fdx.parse(SAMPLE)
    assert page == {
        "title": "_Dotting the Eyes_", "credit": "written by", "author": "Somebody", "draft date": "1 May"
    }  # fmt: skip
    assert [(element.type, element.text) for element in elements] == [
        ("scene_heading", "INT. TEMPLE - DAY"),
        ("synopsis", "Where it begins."),
        ("note", "check the place"),
        ("action", "The wind *moves* the <pines> & bells 🔔."),
        ("note", "a pinned note"),
        ("action", "CLOSE ON A BRUSH"),
        ("centered", "**the end**"),
        ("note", "a later one"),
        ("page_break", ""),
        ("section", "Act two"),
        ("character", "화가 (CONT'D)"),
        ("parenthetical", "(낮게)"),
        ("dialogue", "눈은 <아직> & 아직."),
        ("character", "KIM"),
        ("dialogue", "Yes."),
        ("character", "LEE"),
        ("dialogue", "No."),
        ("scene_heading", "OMITTED"),
        ("boneyard", "EXT. YARD - DAY"),
        ("transition", "CUT TO:"),
    ]
    heading = elements[0]
    assert (heading.scene_number, heading.eighths) == ("1A", 11)
    assert elements[3].revision == "2"
    assert elements[9].level == 2
    assert [element.speaker for element in elements[10:17]] == ["화가"] * 3 + ["KIM"] * 2 + ["LEE"] * 2
    assert [element.dual for element in elements[12:18]] == [False, True, True, True, True, False]
    start, end = elements[5].source
    assert SAMPLE[start:end] == "CLOSE ON A BRUSH"


def test_an_edit_touches_nothing_but_its_words() -> None:
    changed = fdx.edit(SAMPLE, index("CLOSE ON A BRUSH"), "CLOSE ON THE BRUSH")
    assert changed == SAMPLE.replace(
        "CLOSE ON A BRUSH", "CLOSE ON THE BRUSH"
    ).replace('Range="75,80"', 'Range="77,82"')  # fmt: skip
    heading = fdx.edit(SAMPLE, 0, "INT. TEMPLE YARD - NIGHT")
    assert "<Text>INT. TEMPLE</Text><ScriptNote" in heading
    assert '<Text AdornmentStyle="0"> YARD - NIGHT</Text>' in heading
    assert 'Range="27,31"' in heading, "notes behind it move with their text"


def test_an_edit_keeps_the_runs_and_their_attributes() -> None:
    number = index("The wind *moves* the <pines> & bells 🔔.")
    said = fdx.edit(SAMPLE, number, "The wind *stirs* the <pines> & a bell.")
    assert '<Text Style="Italic" RevisionID="2">stirs </Text>' in said
    assert '<Text Font="X">the &lt;pines&gt; &amp; a bell.</Text>' in said
    bold = fdx.edit(SAMPLE, number, "The wind *moves* the **<pines>** & bells 🔔.")
    assert (
        '<Text Font="X">the </Text><Text Font="X" Style="Bold">&lt;pines&gt;</Text><Text Font="X"> &amp;'
        in bold
    )
    assert fdx.parse(bold)[1][number].text == "The wind *moves* the **<pines>** & bells 🔔."
    upright = fdx.edit(SAMPLE, number, "The wind moves the <pines> & bells 🔔.")
    assert '<Text Style="" RevisionID="2">moves</Text>' in upright


def test_edits_inside_cdata_and_of_a_bare_parenthetical() -> None:
    said = fdx.edit(SAMPLE, index("눈은 <아직> & 아직."), "눈은 <아직> & ]]> 아직이네.")
    assert fdx.parse(said)[1][index("눈은 <아직> & 아직.")].text == "눈은 <아직> & ]]> 아직이네."
    how = fdx.edit(SAMPLE, index("(낮게)"), "(크게)")
    assert "<Text>크게</Text>" in how


WORDS = st.text(st.sampled_from("ab *_\\&<>\n가🐉]()"), max_size=12)


@settings(deadline=None, max_examples=60)
@given(st.data(), WORDS)
def test_any_edit_keeps_every_other_attribute_and_element(data: st.DataObject, words: str) -> None:
    number = data.draw(
        st.sampled_from([i for i, element in enumerate(ELEMENTS) if element.type != "page_break"])
    )
    changed = fdx.edit(SAMPLE, number, words)
    kept = [element for element in ElementTree.fromstring(changed).iter() if element.tag != "Text"]
    before = [element for element in ElementTree.fromstring(SAMPLE).iter() if element.tag != "Text"]
    for one, other in zip(kept, before, strict=True):
        moved = one.tag == "ScriptNote"
        assert one.tag == other.tag
        assert (
            {**one.attrib, "Range": ""} == {**other.attrib, "Range": ""}
            if moved
            else one.attrib == other.attrib
        )
    if words.strip() and ELEMENTS[number].type == "action":
        assert plain(fdx.parse(changed)[1][number].text) == plain(words)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(WORDS, st.sampled_from(["", "Bold", "Italic", "Bold+Italic", "Underline"])), max_size=5
    )
)
def test_the_same_words_again_change_no_byte(written: list[tuple[str, str]]) -> None:
    runs = "".join(f'<Text Style="{style}">{escaped(words)}</Text>' for words, style in written)
    text = f'<FinalDraft><Content><Paragraph Type="Action">{runs}</Paragraph></Content></FinalDraft>'
    for number, element in enumerate(fdx.parse(text)[1]):
        assert plain(element.text).replace("[[", "") == "".join(words for words, _ in written).replace(
            "[[", ""
        )
        assert fdx.edit(text, number, element.text) == text


LINE = st.text(st.sampled_from("abc 가나&<.,!"), min_size=1, max_size=9).map(str.strip).filter(bool)
SPEECH = st.tuples(LINE, LINE, st.sampled_from(["dialogue", "lyrics"])).map(
    lambda said: [Element("character", said[0], speaker=said[0]), Element(said[2], said[1], speaker=said[0])]
)
BLOCK = st.one_of(
    st.tuples(st.sampled_from(["action", "centered", "transition", "note"]), LINE).map(
        lambda e: [Element(*e)]
    ),
    st.tuples(LINE, st.sampled_from([None, "1", "12A"]), st.sampled_from([None, 3, 11])).map(
        lambda e: [Element("scene_heading", e[0], scene_number=e[1], eighths=e[2])]
    ),
    LINE.map(lambda text: [Element("section", text, level=2)]),
    st.just([Element("page_break", "")]),
    LINE.map(lambda text: [Element("synopsis", text)]),
    SPEECH,
    st.tuples(SPEECH, SPEECH).map(lambda both: [replace(part, dual=True) for said in both for part in said]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(BLOCK, max_size=8), st.dictionaries(st.sampled_from(["title", "author", "draft date"]), LINE))
def test_what_is_composed_is_read_again(blocks: list[list[Element]], page: dict[str, str]) -> None:
    elements = [element for block in blocks for element in block]
    text = fdx.compose(page, elements)
    again, read = fdx.parse(text)
    assert [replace(element, source=(0, 0)) for element in read] == elements
    assert again == page
    assert fdx.compose(again, read) == text


def test_what_has_no_place_is_said() -> None:
    elements = [Element("action", "Bells [[props: bell]] ring /* loud */."), Element("boneyard", "cut")]
    assert fdx.unheld(elements) == (
        "2 boneyards were left out: Final Draft has no place for them",
        "1 notes inside a line follow it now: Final Draft has no place for them",
    )
    _, read = fdx.parse(fdx.compose({}, elements))
    assert [(element.type, element.text) for element in read] == [
        ("action", "Bells ring."), ("note", "props: bell")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<FinalDraft><Content>", "the XML breaks at line 1, column 22"),
        ("<html/>", "no Final Draft file: it begins with <html>"),
        ("<FinalDraft/>", "no <Content>"),
        ("INT. HOUSE - DAY", "the XML breaks"),
        ("", "the XML breaks"),
        ("<FinalDraft><Content>&lol;</Content></FinalDraft>", "undefined entity"),
        ('<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>', "document type"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "document type"),
        ("<FinalDraft><Content>" + "<a>" * 200, "nested deeper than 100"),
        ("<FinalDraft><Content>" + "<a/>" * 250_000, "more than 200000 elements"),
        (
            "<FinalDraft><Content " + " ".join(f'a{i}="1"' for i in range(1_000_000)) + "/>",
            "longer than a megabyte",
        ),
        ("<FinalDraft>\ud800</FinalDraft>", "half a character"),
    ],
)
def test_hostile_files_get_one_sentence(text: str, message: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(BadInput) as error:
        fdx.parse(text)
    assert message in str(error.value)
    assert time.perf_counter() - begun < 4


def test_many_marks_take_no_time() -> None:
    begun = time.perf_counter()
    for words in ("*", "_", "[[", "&amp;", "(", "한"):
        body = words * (200_000 // len(words.encode()))
        fdx.parse(f"<FinalDraft><Content><Paragraph><Text>{body}</Text></Paragraph></Content></FinalDraft>")
    assert time.perf_counter() - begun < 8


def test_a_declared_encoding_does_not_matter_to_text() -> None:
    _, elements = fdx.parse(SAMPLE.replace("UTF-8", "UTF-16"))
    assert [element.text for element in elements] == [element.text for element in ELEMENTS]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the example scripts are not here")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.fountain")), ids=lambda path: path.stem)
def test_fountain_comes_back_from_final_draft(path: Path) -> None:
    script = Script.read(path)
    again = script.converted("fdx").converted("fountain")
    assert [
        (one.type, one.text, one.speaker, one.dual, one.scene_number, one.level) for one in again.tidy
    ] == [(one.type, one.text, one.speaker, one.dual, one.scene_number, one.level) for one in script.tidy]


def test_a_file_is_kept_to_the_byte_and_edited_in_place(tmp_path: Path) -> None:
    path = tmp_path / "nested.fdx"
    path.write_bytes(SAMPLE.replace("\n", "\r\n").encode("utf-16"))
    script = Script.read(path)
    assert script.write(tmp_path / "again").read_bytes() == path.read_bytes()
    changed = script.edited(index("CLOSE ON A BRUSH"), "CLOSE ON A PINE").text
    assert changed == script.text.replace("CLOSE ON A BRUSH", "CLOSE ON A PINE").replace("75,80", "74,79")
