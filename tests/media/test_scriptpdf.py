import ctypes
import hashlib
import re
from importlib import resources

import pypdfium2
import pypdfium2.raw as raw
import pytest

from hwaryong.media.pages import PAPERS
from hwaryong.media.pdftext import read_pages
from hwaryong.media.screenplay import Element
from hwaryong.media.scriptpdf import _TYPEWRITTEN, FIRST_BASELINE_PT, PITCH_PT, set_pages, unprintable

FONTS = {  # Courier Prime as Google Fonts releases it
    "CourierPrime-Regular.ttf": "b4da920fa50d874bce2cab0517e4732384a6eef8fe7e1e653d2befcb8aac1aa6",
    "CourierPrime-Italic.ttf": "a3d9cde252cabc9102d92e0c54c774563ffc613401b190584012f0d5212daab4",
    "CourierPrime-Bold.ttf": "1170ca4279b38da20d390544636462ff1c76d744b15fe5db43568424d5690f8f",
    "CourierPrime-BoldItalic.ttf": "88c2d60089ef6a8cd60c816a90d2c5b83dc38adc27aa0b19e02682f01c697a29",
}


def drawn(data: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Each character that PDFium finds, with the x and y of its origin (from the bottom)."""
    text = pypdfium2.PdfDocument(data)[page].get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    for index in range(text.count_chars()):
        raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
        found.append((chr(raw.FPDFText_GetUnicode(text, index)), x.value, y.value))
    return [one for one in found if not one[0].isspace()]


def action(text: str) -> list[Element]:
    return [Element("action", text)]


@pytest.mark.parametrize("name", FONTS)
def test_the_fonts_are_as_they_were_released(name: str) -> None:
    font = (resources.files("hwaryong.media") / "fonts" / name).read_bytes()
    assert hashlib.sha256(font).hexdigest() == FONTS[name]


def test_every_character_of_the_typewriter_stands_in_its_column() -> None:
    letters = [chr(code) for code in range(0x21, 0x2600) if re.match(f"[{_TYPEWRITTEN}]", chr(code))]
    letters = [letter for letter in letters if not letter.isspace() and letter not in "*_\\-\xad\u2011"]
    rows = ["".join(letters[at : at + 50]) for at in range(0, len(letters), 50)]
    found = drawn(set_pages({}, action("\n".join(rows))))
    assert [letter for letter, _, _ in found] == letters
    for at, (letter, x, y) in enumerate(found):
        assert x == pytest.approx((15 + at % 50) * PITCH_PT, abs=0.02), letter
        assert y == pytest.approx(792 - FIRST_BASELINE_PT - 12 * (at // 50), abs=0.02), letter


def test_every_hangul_syllable_can_be_taken_out_again() -> None:
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4)]
    rows = ["".join(syllables[at : at + 30]) for at in range(0, len(syllables), 30)]
    data = set_pages({}, action("\n".join(rows)))
    found = "".join(line.text for page in read_pages(data, "") for line in page.lines)
    assert [letter for letter in found if "가" <= letter <= "힣"] == syllables


def test_korean_words_stay_whole_for_whoever_copies_them() -> None:
    text = "형사 **민준이** 낡은 *의자에* 앉아 _천천히_ 고개를 든다. “왜?” 묻는다… 그리고, 끝!"
    page = pypdfium2.PdfDocument(set_pages({}, action(text)))[0].get_textpage()
    said = " ".join(page.get_text_range().split())
    assert said == text.replace("*", "").replace("_", "")


def test_bold_italic_and_underline_are_seen() -> None:
    text = "plain **bold** *slanted* _under_ **굵게** *기울여* _밑줄_"
    (page,) = read_pages(set_pages({}, action(text)), "")
    styles = {word.text: set(word.styles) for line in page.lines for word in line.words}
    assert styles == {
        "plain": {"0"}, "bold": {"1"}, "slanted": {"2"}, "under": {"4"}, "굵게": {"1"}, "기울여": {"2"},
        "밑줄": {"4"},
    }  # fmt: skip


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_pages_have_the_paper_s_size_and_the_same_bytes(paper: str) -> None:
    data = set_pages({"title": "가"}, action("One.\nTwo."), paper=paper)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    assert document[1].get_size() == pytest.approx((PAPERS[paper].width_pt, PAPERS[paper].height_pt), abs=0.1)
    assert data == set_pages({"title": "가"}, action("One.\nTwo."), paper=paper)


def test_all_fonts_are_embedded() -> None:
    data = set_pages({}, action("a *b* **c** ***d*** 가 漢 Ж"))
    assert data.count(b"/FontDescriptor ") == data.count(b"/FontFile") == 5


def test_what_no_font_has_is_told_and_shown_as_a_square() -> None:
    text = "ok 😀 龘 é Ж 漢 ①"
    assert unprintable({}, action(text)) == "龘😀"
    assert [letter for letter, _, _ in drawn(set_pages({}, action(text)))] == list("ok□□éЖ漢①")


def test_hostile_words_are_only_words() -> None:
    text = '#panic("x") \\ " ${} #read("/etc/passwd")'
    found = "".join(
        letter for letter, _, _ in drawn(set_pages({"title": '")#'}, action(text), paper="a4"), 1)
    )
    assert found == text.replace(" ", "").replace("\\", "\\")
