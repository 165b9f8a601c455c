from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdfium2
from PIL import Image

from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.judge import Judge
from hwaryong.rights.label import proposals
from hwaryong.rights.pdf import MAX_LISTED, pdf
from hwaryong.rights.policy import Policy
from hwaryong.rights.redact import redact


def made(memory: Any, **options: Any) -> tuple[Disclosure, str]:
    key = memory.person("ep01/sq010/sh010/A/0001", statement='#panic("x") *굵게* $x$ <b> \\ 손으로 그림')
    film = memory.add("ep01/film", [key, memory.unclear("ep01/sq010/sh020/B/0001"), memory.model("a")])
    judge = Judge(Policy.named("client-forbids-ai"), {}, day=date(2026, 11, 23))
    found = disclose(
        memory, film, production="화룡점정", judge=judge, rehash=lambda take: take.digest, gates={"cut": ""}
    )
    return found, key


def text_of(document: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(document)
    try:
        return [pages[number].get_textpage().get_text_range() for number in range(len(pages))]
    finally:
        pages.close()


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (240, 135), (200, 30, 30)).save(out, "JPEG")
    return out.getvalue()


def test_korean_can_be_copied_out_and_open_questions_come_first(memory: Any) -> None:
    found, _ = made(memory)
    first = text_of(pdf(found))[0]
    assert "화룡점정" in first
    assert "초안 DRAFT" in first
    assert first.index("열린 문제 Open questions") < first.index("부류별 비율")
    assert "nobody has said where it comes from" in first
    assert "불허 refused" in first


def test_what_people_wrote_stays_text(memory: Any) -> None:
    found, _ = made(memory)
    everything = " ".join("".join(text_of(pdf(found))).split())
    assert '#panic("x") *굵게* $x$ <b> \\ 손으로 그림' in everything


def test_pictures_cards_labels_and_hashes_are_in_it(memory: Any) -> None:
    found, key = made(memory)
    labels = proposals(found)
    document = pdf(found, pictures={key: jpeg()}, labels=labels)
    assert len(document) > len(pdf(found, labels=labels))
    everything = "".join(text_of(document)).replace("\u200b", "")
    for said in ("A/0001", "its lineage card is not at hand", labels[0].proposed.ko, found.merkle_root):
        assert said in everything


def test_the_same_disclosure_gives_the_same_bytes(memory: Any) -> None:
    found, key = made(memory)
    assert pdf(found, pictures={key: jpeg()}) == pdf(found, pictures={key: jpeg()})


def test_its_fonts_are_in_it(memory: Any) -> None:
    document = pdf(made(memory)[0])
    assert b"NotoSansKR" in document
    assert b"NotoSerifKR" in document


def test_nothing_hidden_is_in_it(memory: Any) -> None:
    found, _ = made(memory)
    view = redact(found, ["ep01/sq010/sh020/*"], client="a client")
    everything = "".join(text_of(pdf(view))).replace("\u200b", "")
    assert "sh020" not in everything
    assert "a client" in everything


def test_a_long_film_is_shown_by_shot(memory: Any) -> None:
    cels = [memory.person(f"ep01/sq010/sh{n // 100:03}/A/{n:04}") for n in range(MAX_LISTED + 1)]
    film = memory.add("ep01/film", cels)
    judge = Judge(Policy.named("open"), {}, day=date(2026, 11, 23))
    found = disclose(memory, film, production="p", judge=judge, rehash=lambda take: take.digest)
    everything = "".join(text_of(pdf(found))).replace("\u200b", "")
    assert "A/0007" not in everything
    assert "ep01/sq010/sh003" in everything
