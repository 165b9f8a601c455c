from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from defusedxml import ElementTree

from hwaryong.errors import BadInput
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.judge import Judge
from hwaryong.rights.label import proposals
from hwaryong.rights.page import page
from hwaryong.rights.policy import Policy
from hwaryong.rights.shelf import Shelf

PICTURE = "data:image/png;base64,iVBORw0KGgo="


def made(memory: Any, film: str) -> Disclosure:
    judge = Judge(Policy.named("in-house-or-licensed-only"), {}, day=date(2026, 11, 23))
    return disclose(
        memory, film, production="화룡점정", judge=judge, rehash=lambda take: take.digest, gates={"cut": ""}
    )


def test_open_questions_stand_before_everything_else(memory: Any) -> None:
    film = memory.add("ep01/film", [memory.unclear("ep01/sq010/sh010/A/0001")])
    text = page(made(memory, film))
    headings = re.findall(r"<h2>([^ <]+)", text)
    assert headings[0] == "열린"
    assert "nobody has said where it comes from" in text
    assert "초안 DRAFT" in text
    assert "불허 refused" in text


def test_pictures_shots_and_plots_are_in_the_file(memory: Any) -> None:
    key = memory.person("ep01/sq010/sh010/A/0001")
    film = memory.add("ep01/film", [key], settings={"draft": True})
    text = page(made(memory, film), pictures={key: PICTURE})
    assert text.count(PICTURE) == 1
    assert "<h3>ep01/sq010/sh010</h3>" in text
    plots = re.findall(r"<svg viewBox.*?</svg>", text, re.S)
    assert len(plots) == 3
    assert 'width="1000.0" height="26" fill="#2f5d8a"' in plots[0]  # the only element is a person's
    assert all(ElementTree.fromstring(plot).tag == "svg" for plot in plots)


def test_it_fetches_and_runs_nothing(memory: Any) -> None:
    text = page(made(memory, memory.person("ep01/film")))
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|src=\"(?!data:)|url\((?!#)|https?://", text)


def test_what_people_wrote_stays_text(memory: Any) -> None:
    film = memory.person("ep01/film", by="<script>alert(1)</script>", statement="</blockquote><img src=x>")
    text = page(made(memory, film))
    assert "<script>" not in text
    assert "<img src=x" not in text


def test_a_picture_from_elsewhere_is_refused(memory: Any) -> None:
    film = memory.person("ep01/film")
    with pytest.raises(BadInput, match="data:image"):
        page(made(memory, film), pictures={film: "https://example.org/a.png"})


def test_the_same_disclosure_gives_the_same_page(memory: Any) -> None:
    found = made(memory, memory.person("ep01/film"))
    assert page(found) == page(found)


def test_what_may_be_of_any_class_is_hatched(memory: Any) -> None:
    film = memory.add("ep01/film", [memory.person("a"), memory.unclear("b")])
    text = page(made(memory, film))
    assert "50.0–100.0 %" in text
    assert 'width="500.0" height="26" fill="url(#maybe)"' in text


def test_cards_show_their_way_evidence_and_cure(memory: Any, card: Any) -> None:
    shelf = Shelf([card(training_consent=())])
    film = memory.add("ep01/film", [memory.model("a", digest=next(iter(shelf)))])
    judge = Judge(Policy.named("open"), shelf, day=date(2026, 11, 23))
    found = disclose(memory, film, production="p", judge=judge, rehash=lambda take: take.digest)
    text = page(found)
    assert "학습 동의 training consent" in text
    assert found.cards[0].verdicts["training_consent"].cure in text


def test_labels_stand_with_their_source_and_doubts(memory: Any) -> None:
    found = made(memory, memory.add("ep01/film", [memory.person("a")]))
    labels = proposals(found)
    text = html.unescape(page(found, labels=labels))
    for one in labels:
        assert one.rule_date in text
        assert one.notice in text
