from __future__ import annotations

from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.script import Script
from hwaryong.media.text import Text
from hwaryong.story.breakdown import breakdown, line
from hwaryong.story.script import script

SAMPLES = Path(__file__).parents[2] / "samples"

EN = Script("""\
Title: Eyes

INT. TEMPLE - NIGHT #1#

The PAINTER grinds ink. The monk watches.

[[Props: brush, ink stone]]

PAINTER
(low)
Not yet.
Not
(pause)
now.

.THE WALL

The painter sleeps.

MONK (O.S.)
Why?
""")
KO = Script("""\
Title: 눈

.절 안 - 밤

화가가 먹을 간다.

@화가
아직이네.

.벽

@스님
어찌하여?
""")


def test_scenes_and_lines_correspond_over_the_languages() -> None:
    result = breakdown({"ko": KO, "en": EN})
    assert result.languages == ("en", "ko")
    assert result.title == {"en": "Eyes", "ko": "눈"}
    first, second = result.scenes
    assert (first.place, first.time) == ({"en": "TEMPLE", "ko": "절 안"}, {"en": "NIGHT", "ko": "밤"})
    assert second.time == {"en": "", "ko": ""}
    assert first.cast == ({"en": "PAINTER", "ko": "화가"}, {"en": "MONK", "ko": "스님"})
    assert second.cast == first.cast, "the painter is named in the action of the English scene"
    assert [(thing.name, thing.sure) for thing in first.things] == [
        ({"en": "brush"}, True),
        ({"en": "ink stone"}, True),
        ({"en": "ink", "ko": "먹"}, False),
    ]
    assert first.words["en"] == 11
    assert [(said.number, said.scene, said.text) for said in result.lines] == [
        ("001", 1, {"en": "Not yet. Not now.", "ko": "아직이네."}),
        ("002", 2, {"en": "Why?", "ko": "어찌하여?"}),
    ]
    assert result.lines[0].how == {"en": "low; pause"}
    assert result.lines[1].speaker == {"en": "MONK", "ko": "스님"}


def test_line_gives_the_text_of_one_language() -> None:
    both = breakdown({"ko": KO, "en": EN})
    assert line(both, line="002", lang="ko") == Text("어찌하여?")
    with pytest.raises(BadInput, match="no line '003'"):
        line(both, line="003", lang="ko")
    with pytest.raises(BadInput, match="no text in 'fr'; it is written in en, ko"):
        line(both, line="001", lang="fr")


def test_more_lines_in_one_language_are_refused_by_name() -> None:
    longer = Script(KO.text + "\n@화가\n눈을 그리면 날아가 버린다네.\n")
    with pytest.raises(BadInput, match="1 lines in scene 2 in en, 2 in ko; only ko has number 2 “화가: 눈을"):
        breakdown({"ko": longer, "en": EN})


def test_more_scenes_in_one_language_are_refused_by_name() -> None:
    longer = Script(EN.text + "\nEXT. SKY - DAY\n")
    with pytest.raises(BadInput, match=r"only en has number 3 “EXT. SKY - DAY"):
        breakdown({"ko": KO, "en": longer})


def test_lines_that_change_places_are_flagged() -> None:
    swapped = Script(".가\n\n@화가\n가.\n\n@스님\n나.\n\n@화가\n다.\n")
    english = Script(".A\n\nPAINTER\na\n\nMONK\nb\n\nMONK\nc\n")
    flags = breakdown({"ko": swapped, "en": english}).flags
    assert any("화가 (ko) has two names in another language; check lines 001, 003" in flag for flag in flags)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Only action.", "no scene heading"),
        ("MONK\nWhy?\n\n.WALL\n", "lets MONK speak before the first scene"),
    ],
)
def test_scripts_without_scenes_are_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        breakdown({"en": Script(text)})
    with pytest.raises(BadInput, match="no script"):
        breakdown({})


def test_eighths_grow_with_the_page() -> None:
    def eighths(paragraphs: int) -> int:
        return (
            breakdown({"en": Script("INT. A\n\n" + "Someone waits.\n\n" * paragraphs)})
            .scenes[0]
            .eighths["en"]
        )

    assert eighths(1) == 1
    assert eighths(27) == 8, "55 lines are a page"
    assert eighths(54) == 16


@pytest.mark.skipif(not (SAMPLES / "dragon/ep01").is_dir(), reason="the sample production is not there yet")
def test_sample_production_breaks_down() -> None:
    folder = SAMPLES / "dragon/ep01"
    scripts = {lang: script(Text.read(folder / f"treatment.{lang}.md"), lang=lang) for lang in ("ko", "en")}
    result = breakdown(scripts)
    assert result.flags == ()
    assert len(result.lines) >= 4
    assert all(set(said.text) == {"ko", "en"} for said in result.lines)


def test_a_voice_is_heard_while_things_happen() -> None:
    def frames(cue: str) -> int:
        return (
            breakdown({"en": Script(f"INT. A\n\nHe sits. He reads.\n\n{cue}\nOne two three.\n")})
            .scenes[0]
            .frames["en"]
        )

    assert frames("MONK") > frames("MONK (V.O.)") == frames("NARRATOR") == 96
