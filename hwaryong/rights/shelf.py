"""The cards that are at hand, found by digest, by name, or by the file of a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hwaryong.errors import BadInput, Refused
from hwaryong.rights.card import Card
from hwaryong.rights.document import read_document


class Shelf(Mapping[str, Card]):
    """Cards by their digest."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._cards = {card.digest: card for card in cards}
        self._named: dict[str, list[Card]] = {}
        for card in self._cards.values():
            self._named.setdefault(card.name, []).append(card)

    @classmethod
    def read(cls, *folders: Path) -> Shelf:
        """Read every card in these folders (`*.toml`, `*.json`), in name order; raises BadInput."""
        files = [file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir())]
        return cls(read_document(file, Card) for file in files if file.suffix in (".toml", ".json"))

    def __getitem__(self, digest: str) -> Card:
        return self._cards[digest]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def named(self, name: str) -> Card | None:
        """The only card of this name; raises BadInput where two would fit."""
        found = self._named.get(name, [])
        if len(found) > 1:
            raise BadInput(f"{len(found)} cards are named {name!r}", mend="name the card by its digest")
        return found[0] if found else None

    def for_tool(self, tool: str, names: tuple[str, ...], files: Iterable[str]) -> tuple[Card, ...]:
        """The cards that a tool declares, where `files` are the SHA-256 of the model files that it uses.

        Raises Refused for a name without a card, and for a file that none of these cards lists.
        """
        cards = []
        for name in names:
            card = self.named(name)
            if card is None:
                raise Refused(
                    f"{tool} uses {name!r}, and there is no card of that name; put one into cards/."
                )
            cards.append(card)
        listed = {digest for card in cards for digest in card.files.values()}
        for digest in files:
            if digest not in listed:
                raise Refused(f"{tool} uses a model file ({digest[:12]}…) that none of its cards lists.")
        return tuple(cards)
