import contextlib
import random
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media import pdftext
from hwaryong.media.pages import PaperName
from hwaryong.media.screenplay import Element, ElementType
from hwaryong.media.scriptmelt import melt
from hwaryong.media.scriptpdf import set_pages
from tests.media import pdffiles
from tests.media.pdffiles import typed

EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "story" / "screenplain-examples"
TITLE = {
    "title": "_**THE BELL**_", "credit": "Written by", "author": "A. Writer", "source": "Based on a song",
    "draft date": "28 November 2026", "contact": "The Bench\n12 Harbour Row",
}  # fmt: skip


def told(elements: tuple[Element, ...]) -> list[tuple[str, str]]:
    return [(element.type, " ".join(element.text.split())) for element in elements]


def spoken(name: str, *said: str, dual: bool = False) -> list[Element]:
    kinds: list[ElementType] = ["parenthetical" if text[0] == "(" else "dialogue" for text in said]
    return [
        Element("character", name, speaker=name.split(" (")[0], dual=dual),
        *(
            Element(kind, text, speaker=name.split(" (")[0], dual=dual)
            for kind, text in zip(kinds, said, strict=True)
        ),
    ]  # fmt: skip


SCRIPT = [
    Element("scene_heading", "INT. BELL TOWER - NIGHT", scene_number="12A"),
    Element(
        "action",
        "Rain.  *Old* **stone** and _rope_, a well-worn coat; “curly” café words that run on.",
    ),
    Element("action", "One line\nand the next."),
    *spoken(
        "ANNA (V.O.)", "(low, to a bell that nobody has rung for years)", "Is it time? " * 5, "(beat)", "No."
    ),
    Element("scene_heading", "the same place, later"),
    Element("action", "BANG!"),
    *spoken("ANNA", "(quietly)", "Yes, I said so.", dual=True),
    *spoken("BEN", "Never in my life, nor after it.", dual=True),
    Element("lyrics", "La la la", speaker=None),
    Element("transition", "Slowly to grey."),
    Element("scene_heading", "종탑 - 밤", scene_number="13"),
    Element(
        "action",
        "형사 **민준**이 낡은 의자에 앉아 *천천히* 고개를 든다. 창밖에는 _비가 내리고_ 있고 고요하다.",
    ),
    *spoken("민준", "(낮게)", "거짓말하지 마. 네가 어젯밤 그 열쇠를 들고 있는 걸 수아가 봤어."),
    Element("centered", "THE END"),
]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_what_we_print_comes_back(paper: PaperName) -> None:
    title, elements = melt(set_pages(TITLE, SCRIPT, paper=paper), "script.pdf")
    assert title == TITLE
    assert told(elements) == told(tuple(SCRIPT))
    for before, after in zip(SCRIPT, elements, strict=True):
        assert (after.scene_number, after.speaker, after.dual) == (
            before.scene_number,
            before.speaker,
            before.dual,
        )


def test_speeches_and_paragraphs_over_pages_are_whole_again() -> None:
    paragraph = Element(
        "action", "The sea comes in, and nobody on the wall says a word about what it brings. " * 6
    )
    script = [
        one for number in range(40)
        for one in (paragraph, *spoken(f"GUEST {number}", "We stay. " * 17, "(pause)", "Or we go. " * 5))
    ]  # fmt: skip
    _, elements = melt(set_pages({}, script), "script.pdf")
    assert told(elements) == told(tuple(script))


def test_a_page_break_is_seen_by_the_empty_rest_of_its_page() -> None:
    script = [Element("action", "One.\n" * 36), Element("page_break", ""), Element("action", "Two."),
              Element("page_break", ""), Element("action", "Three.\n" * 54)]  # fmt: skip
    _, elements = melt(set_pages({}, script), "script.pdf")
    assert [element.type for element in elements] == [
        "action",
        "page_break",
        "action",
        "page_break",
        "action",
    ]
    assert elements[1].confidence < 0.8


FOREIGN = [
    (90.0, "EXT. QUAY - DAY"), (90.0, ""),
    (90.0, "The ferry leaves without its bell, and the whole town looks on."), (90.0, ""),
    (230.0, "MARA"), (190.0, "(shouts)"), (160.0, "Come back with it!"), (160.0, "You promised."), (90.0, ""),
    (90.0, "Nobody turns round. The gulls are the only ones who answer her."), (90.0, ""), (230.0, "TOM"),
    (160.0, "They never do."), (90.0, ""), (430.0, "CUT TO:"),
]  # fmt: skip


def foreign(*more: tuple[float, float, str], extra: bytes = b"") -> bytes:
    """Another program's layout, its margins unlike ours."""
    lines = [(x, 700.0 - 12 * row, text) for row, (x, text) in enumerate(FOREIGN) if text]
    return typed(*lines, *more, extra=extra)


WANTED = [
    ("scene_heading", "EXT. QUAY - DAY"),
    ("action", "The ferry leaves without its bell, and the whole town looks on."),
    ("character", "MARA"), ("parenthetical", "(shouts)"), ("dialogue", "Come back with it! You promised."),
    ("action", "Nobody turns round. The gulls are the only ones who answer her."), ("character", "TOM"),
    ("dialogue", "They never do."), ("transition", "CUT TO:"),
]  # fmt: skip


def test_other_margins_are_found() -> None:
    assert told(melt(foreign(), "")[1]) == WANTED


def test_page_furniture_is_left_out() -> None:
    turned = b"BT /F 60 Tf 0.7 0.7 -0.7 0.7 200 200 Tm (COPY 7) Tj ET "
    watermark = turned + b"BT /F 12 Tf 0.95 g 1 0 0 1 90 640 Tm (JOHN) Tj ET"
    data = foreign(
        (540, 750, "7."), (90, 735, "CONTINUED:"), (560, 700, "12"), (60, 700, "12"), (572, 676, "*"),
        (450, 100, "(CONTINUED)"), extra=watermark,
    )  # fmt: skip
    _, elements = melt(data, "")
    assert told(elements) == WANTED
    assert elements[0].scene_number == "12"


def test_the_korean_layout_is_read_as_its_typists_meant_it() -> None:
    lines = [
        "S#1. 등대 앞 (새벽/밖)", "",
        "안개 낀 바다. 등대 불빛이 느리게 돌고 아무도 서 있지 않은 밤, 뱃고동이 길게 울린다.", "",
        "수아          (숨을 고르며) 아직 안 꺼졌네.", "순길          왔냐.", "",
        "S#2. 등대 안 (새벽/안)", "",
        "수아, 냄비 뚜껑을 연다.", "", "수아          밥은?",
    ]  # fmt: skip
    _, elements = melt(set_pages({}, [Element("action", "\n".join(lines))]), "script.pdf")
    assert [(element.type, element.speaker) for element in elements] == [
        ("scene_heading", None), ("action", None), ("character", "수아"), ("parenthetical", "수아"),
        ("dialogue", "수아"), ("character", "순길"), ("dialogue", "순길"), ("scene_heading", None),
        ("action", None), ("character", "수아"), ("dialogue", "수아"),
    ]  # fmt: skip
    assert elements[1].text == lines[2]
    assert [element.scene_number for element in elements if element.scene_number] == ["1", "2"]


def test_a_caps_line_is_a_heading_that_a_person_should_look_at() -> None:
    _, elements = melt(foreign((90, 480, "THE EMPTY QUAY")), "")
    assert (elements[-1].type, elements[-1].text) == ("scene_heading", "THE EMPTY QUAY")
    assert elements[-1].confidence < 0.8
    assert elements[1].confidence == 1.0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdffiles.locked(), "encrypted; open it with its password"),
        (pdffiles.scanned(), "scan: it has pictures and no text; recognise its text"),
        (pdffiles.page(b""), "has no text"),
        (foreign()[:-40], "cut off"),
        (b"FADE IN:", "no PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9 + b"%%EOF", "damaged"),
        (pdffiles.pdf(b"<< /Type /Catalog /Pages 2 0 R >>",
                      b"<< /Type /Pages /Count 9999 /Kids [" + b"3 0 R " * 9999 + b"] >>",
                      b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"), "more than 2000 pages"),
        (pdffiles.page(b"BT /F 1 Tf " + b"(AAAAAAAAA) Tj " * 9000 + b"ET", pdffiles.COURIER),
         "more text than"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        melt(data, "script.pdf")
    assert str(refused.value).startswith("script.pdf: ")
    assert "\n" not in str(refused.value)


def test_a_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdftext, "TIMEOUT_S", 1.0)
    with pytest.raises(BadInput, match="within 1 seconds"):
        melt(pdffiles.page(b"q Q " * 40_000_000), "bomb.pdf")


def test_damaged_files_are_read_or_refused() -> None:
    whole = foreign()
    for seed in range(8):
        rng = random.Random(seed)
        data = bytearray(whole)
        for _ in range(rng.randint(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with contextlib.suppress(BadInput):
            melt(bytes(data), "damaged.pdf")


@pytest.mark.parametrize("name", ["Brick-and-Steel", "The-Last-Birthday-Card"])
def test_screenplain_s_pages_melt_to_their_source(name: str) -> None:
    from bench.pdfs import f1
    from hwaryong.media.script import Script

    if not EXAMPLES.is_dir():
        pytest.skip("screenplain's examples are not here")
    source = Script.read(EXAMPLES / f"{name}.fountain")
    title, elements = melt((EXAMPLES / f"{name}.pdf").read_bytes(), name)
    assert f1(source, elements, marks=True) >= 0.995
    assert title == source.title_page
