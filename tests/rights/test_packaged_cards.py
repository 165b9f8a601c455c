"""The example chains that come with the package: read, linked, sourced, judged as the documentation says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hwaryong.rights.card import Card, Licences, Statement
from hwaryong.rights.document import read_document
from hwaryong.rights.shelf import Shelf
from hwaryong.rights.verdict import DIMENSIONS, Use, verdicts

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "hwaryong/rights/cards").glob("*.toml"))
CARDS = {file.stem: read_document(file, Card) for file in FILES}
BY_NAME = {card.name: card for card in CARDS.values()}
SHELF = Shelf.read(packaged=True)
USE = Use(client="a client", countries=("KR",), day=date(2026, 11, 23))
HEADS = [
    "Morphic Frames to Video", "Jimeng", "Nano Banana Pro", "RIFE 4.21", "Kokoro-82M", "Whisper",
    "Piper en_US-joe-medium",
]  # fmt: skip


def statements(card: Card) -> Iterator[Statement]:
    licences: Licences = card.licences
    yield from (*licences.code, *licences.weights, *licences.data, *card.parents)
    yield from (*card.complete, *card.training_consent, *card.likeness, *card.territory)
    yield from (*card.expiry, *card.bans)


def ways(card: Card) -> Iterator[str]:
    """Every way from a card up to where nothing more is known, each step with its evidence."""
    if not card.parents:
        yield card.name
    for edge in card.parents:
        above = ways(BY_NAME[edge.name]) if edge.name in BY_NAME else iter([edge.name])
        for way in above:
            name, arrow, rest = way.partition(" → ")
            yield f"{card.name} → {name} ({edge.evidence}){arrow}{rest}"


def test_they_stand_on_every_shelf() -> None:
    assert len(CARDS) == 15
    assert {card.digest for card in CARDS.values()} <= set(SHELF)
    names = list(itertools.chain(*(card.names for card in CARDS.values())))
    assert len(names) == len(set(names))


@pytest.mark.parametrize("stem", CARDS)
def test_links_hold(stem: str) -> None:
    for edge in CARDS[stem].parents:
        known = BY_NAME.get(edge.name)
        right = known.digest if known else None
        assert edge.digest == right, f"{stem}.toml: the digest of {edge.name} is {right}"


@pytest.mark.parametrize("stem", CARDS)
def test_every_statement_says_where_and_when_it_was_read(stem: str) -> None:
    card = CARDS[stem]
    assert list(statements(card))
    for said in statements(card):
        assert said.evidence in ("E1", "E2")  # nobody signed anything, nothing was trained here
        assert len(said.source) > 20
        assert said.read is not None
        assert date(2026, 1, 1) <= said.read <= USE.day  # type: ignore[operator]


@pytest.mark.parametrize("stem", CARDS)
def test_no_example_is_clear(stem: str) -> None:
    found = verdicts(CARDS[stem], SHELF, USE)
    assert {found[dimension].verdict for dimension in DIMENSIONS} <= {"unknown", "forbidden"}
    assert CARDS[stem].complete == ()


@pytest.mark.parametrize(
    ("name", "verdict", "evidence", "path"),
    [
        ("Morphic Frames to Video", "forbidden", "E1", ("Wan2.2-I2V-A14B", "Koala-36M", "HD-VILA-100M")),
        ("Wan2.2", "forbidden", "E1", ("Koala-36M", "HD-VILA-100M")),
        ("Koala-36M", "forbidden", "E1", ("HD-VILA-100M",)),
        ("HD-VILA-100M", "forbidden", "E2", ()),
        ("en_US-joe-medium", "forbidden", "E1", ("Piper en_US-lessac-medium", "Blizzard 2013 Lessac")),
        ("Jimeng", "unknown", "E0", ()),
        ("Gemini 3 Pro Image", "unknown", "E0", ()),
        ("RIFE 4.21", "unknown", "E0", ()),
        ("Kokoro-82M", "unknown", "E0", ()),
        ("Whisper", "unknown", "E0", ()),
    ],
)
def test_commercial_use(name: str, verdict: str, evidence: str, path: tuple[str, ...]) -> None:
    card = SHELF.find(name)
    found = verdicts(card, SHELF, USE)["commercial"]
    assert (found.verdict, found.evidence, found.path) == (verdict, evidence, (card.name, *path))
    assert found.cure


def test_the_link_from_wan_to_koala_rests_on_press_alone() -> None:
    (edge,) = [edge for edge in BY_NAME["Wan2.2-I2V-A14B"].parents if edge.name == "Koala-36M"]
    assert edge.evidence == "E1"
    assert "no primary source found" in edge.source


def test_a_new_name_for_a_known_file_clears_nothing(card: Any) -> None:
    joe = BY_NAME["Piper en_US-joe-medium"]
    renamed = card(
        name="our own voice", kind="voice", files={"voice.onnx": joe.files["en_US-joe-medium.onnx"]}
    )
    found = verdicts(renamed, SHELF.with_card(renamed), USE)["commercial"]
    assert found.verdict == "forbidden"
    assert found.path[-1] == "Blizzard 2013 Lessac"


def test_the_documentation_s_table_is_that_of_the_cards() -> None:
    text = (ROOT / "docs/rights.md").read_text("utf-8")
    for name in HEADS:
        card = BY_NAME[name]
        found = verdicts(card, SHELF, USE)["commercial"]
        row = f"| {'<br>'.join(ways(card))} | {found.verdict}, {found.evidence} |"
        assert row in text, f"docs/rights.md lacks the row {row}"
    below = {edge.name for card in CARDS.values() for edge in card.parents}
    assert {card.name for card in CARDS.values()} - below == set(HEADS)
