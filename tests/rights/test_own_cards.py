"""The cards of what Hwaryong trained itself name the files that are shipped, and the data by its listing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hwaryong.rights.card import Card
from hwaryong.rights.document import read_document
from hwaryong.rights.shelf import Shelf
from training import decisions

ROOT = Path(__file__).parents[2]
OWN = [read_document(file, Card) for file in sorted((ROOT / "hwaryong/rights/cards/own").glob("*.toml"))]


def test_they_stand_on_the_packaged_shelf_with_their_links() -> None:
    shelf = Shelf.read(packaged=True)
    for card in OWN:
        assert shelf[card.digest] == card
        assert all(edge.digest in shelf for edge in card.parents)


def test_every_file_of_an_own_model_is_the_one_that_is_shipped() -> None:
    for card in OWN:
        for name, digest in card.files.items():
            (file,) = (ROOT / "hwaryong").rglob(name)
            assert hashlib.sha256(file.read_bytes()).hexdigest() == digest, name


def test_the_decisions_rest_on_the_canon_as_it_lies_here() -> None:
    listing = hashlib.sha256(decisions.listing().encode()).hexdigest()
    cards = {card.name: card for card in OWN}
    assert {licence.document for licence in cards["Hwaryong decisions"].licences.weights} == {listing}
    assert {licence.document for licence in cards["Hwaryong canon decisions"].licences.data} == {listing}
