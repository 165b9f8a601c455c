"""Further evidence about a card: it lies beside the card and leaves the card's digest as it is."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from hwaryong.canonical import sha256_json
from hwaryong.rights.card import Card, Sha256, Statements, Text


class Attestation(Statements):
    """What somebody adds about a card: `about` is the card's digest, or that of a file that cards list."""

    format: Literal["hwaryong.attestation/1"]
    about: Sha256
    by: Text

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the whole attestation."""
        return sha256_json(self.model_dump(mode="json"))

    def concerns(self, card: Card) -> bool:
        """Whether this is about that card or one of its files."""
        return self.about == card.digest or self.about in card.files.values()
