from __future__ import annotations

from pathlib import Path

import pytest

from hwaryong.media import plainscript
from hwaryong.media.script import Script, recognised

EXAMPLES = Path(__file__).parents[3] / "shared/data/story/screenplain-examples"
TYPED = """\
                                                            12.

INT. STUDIO - NIGHT

The painter puts the brush down. He looks at the wall for a
long time, and so does everybody else in the room.

                      PAINTER
               (low)
          Not yet. If I dot the eyes of the
          dragons they fly away.

                      MONK (O.S.)
          Why?

(CONTINUED)

                                                    CUT TO:
"""


def test_columns_tell_what_is_what() -> None:
    assert recognised(TYPED, ".txt") == "plain"
    script = Script(TYPED, "plain")
    assert [(one.type, one.text, one.speaker) for one in script.elements] == [
        ("scene_heading", "INT. STUDIO - NIGHT", None),
        ("action", "The painter puts the brush down. He looks at the wall for a long time, and so does "
         "everybody else in the room.", None),
        ("character", "PAINTER", "PAINTER"),
        ("parenthetical", "(low)", "PAINTER"),
        ("dialogue", "Not yet. If I dot the eyes of the dragons they fly away.", "PAINTER"),
        ("character", "MONK (O.S.)", "MONK"),
        ("dialogue", "Why?", "MONK"),
        ("transition", "CUT TO:", None),
    ]  # fmt: skip
    for element in script.elements:
        first, last = element.text.split()[0], element.text.split()[-1]
        span = TYPED[slice(*element.source)]
        assert span.startswith(first)
        assert span.endswith(last)


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the public scripts are not beside this checkout")
@pytest.mark.parametrize("name", ["Brick-and-Steel", "The-Last-Birthday-Card"])
def test_printed_scripts_are_read_back(name: str) -> None:
    script = Script.read(EXAMPLES / f"{name}.fountain")
    typed = script.converted("plain")
    assert recognised(typed.text, ".txt") == "plain"
    assert typed.title_page == script.title_page
    printed = [one for one in script.tidy if one.type not in ("section", "synopsis", "note", "boneyard")]
    assert [one.type for one in typed.elements] == [one.type for one in printed]


def test_what_is_not_printed_is_told() -> None:
    script = Script("# Act\n\n[[why?]]\n\nHe *goes*.\n")
    typed = script.converted("plain")
    assert typed.text == "He goes.\n"
    assert [flag.partition(":")[0] for flag in typed.flags] == [
        "2 sections, synopses, notes and boneyards were left out", "1 emphasised elements lost their marks"
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\f", " \n", "((((", "A\n", "\f\fx", "화가\n\t아직."])
def test_odd_texts_are_read(text: str) -> None:
    page, elements = plainscript.parse(text)
    assert page == {}
    assert all(0 <= one.source[0] <= one.source[1] <= len(text) for one in elements)
