"""The cards that are at hand, with what was said of them later; found by digest, by name, or by a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from hwaryong.errors import BadInput, Refused
from hwaryong.record.model import Notice
from hwaryong.rights.attestation import Attestation
from hwaryong.rights.card import Card, Parent, Statements
from hwaryong.rights.document import fit, read_plain
from hwaryong.rights.graph import nearest_first

_PACKAGED: Final = Path(__file__).parent / "cards"
_EMPTY_FILE: Final = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class Shelf(Mapping[str, Card]):
    """Cards by their digest, with the attestations and notices about them.

    Cards that list the same file tell of the same thing, whatever they are called. Those `behind` give way to
    the others where somebody asks by name, and nowhere else.
    """

    def __init__(
        self,
        cards: Iterable[Card] = (),
        attestations: Iterable[Attestation] = (),
        notices: Iterable[Notice] = (),
        *,
        behind: Iterable[Card] = (),
    ) -> None:
        front = {card.digest: card for card in cards}
        self._front = frozenset(front)
        self._cards = {card.digest: card for card in behind} | front
        self._named: dict[str, list[Card]] = {}
        self._listing: dict[str, list[str]] = {}
        for digest, card in self._cards.items():
            for name in dict.fromkeys(card.names):
                self._named.setdefault(name, []).append(card)
            for file in {*card.files.values(), digest} - {_EMPTY_FILE}:
                self._listing.setdefault(file, []).append(digest)
        self._about: dict[str, list[Attestation]] = {}
        for attestation in attestations:
            self._about.setdefault(attestation.about, []).append(attestation)
        self.notices = tuple(notices)

    @classmethod
    def read(cls, *folders: Path, notices: Iterable[Notice] = (), packaged: bool = False) -> Shelf:
        """Read every card and attestation in these folders (`*.toml`, `*.json`); raises BadInput.

        With `packaged`, the cards that come with Hwaryong stand behind them.
        """
        papers = [paper for folder in folders for paper in _papers(folder)]
        cards = [paper for paper in papers if isinstance(paper, Card)]
        attestations = [paper for paper in papers if isinstance(paper, Attestation)]
        return cls(cards, attestations, notices, behind=_packaged() if packaged else ())

    def __getitem__(self, digest: str) -> Card:
        return self._cards[digest]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def with_card(self, card: Card) -> Shelf:
        """This shelf with one card more."""
        if card.digest in self:
            return self
        attestations = [one for about in self._about.values() for one in about]
        return Shelf([*self.values(), card], attestations, self.notices)

    # What belongs together.

    def listing(self, digest: str) -> tuple[str, ...]:
        """The cards that have this digest or list a file that has it."""
        return tuple(self._listing.get(digest, ()))

    def same(self, digest: str) -> tuple[str, ...]:
        """A card and all others that list one of its files: they are about the same thing.

        Where one of these is made from another, those that list a file of that one belong to it as well.
        """
        same = list(self._sharing(digest))
        for one in same:  # it grows while it is walked
            inside = [
                up for parent in self.parents(one) for up in self.listing(parent.digest or "") if up in same
            ]
            same += dict.fromkeys(more for up in inside for more in self._sharing(up) if more not in same)
        return tuple(same)

    def _sharing(self, digest: str) -> tuple[str, ...]:
        files = self._cards[digest].files.values()
        return tuple(dict.fromkeys([digest, *(card for file in files for card in self.listing(file))]))

    def said(self, card: Card) -> tuple[Statements, ...]:
        """All that is said of a card: the card, and the attestations about it or one of its files."""
        about = dict.fromkeys([card.digest, *card.files.values()])
        return (card, *(one for digest in about for one in self._about.get(digest, ())))

    def notices_about(self, card: Card) -> tuple[Notice, ...]:
        """The notices that were given about a card, about one of its files, or under one of its names."""
        names, files = set(card.names), {card.digest, *card.files.values()}
        return tuple(
            one for one in self.notices
            if one.about in files or names.intersection(one.names) or files.intersection(one.files)
        )  # fmt: skip

    def parents(self, digest: str) -> tuple[Parent, ...]:
        """What a card's subject was made from, as the card and the attestations about it name it."""
        return tuple(parent for said in self.said(self._cards[digest]) for parent in said.parents)

    def before(self, digest: str) -> tuple[str, ...]:
        """The cards at hand of what this one's subject was made from."""
        same = self.same(digest)
        above = [
            up for one in same for parent in self.parents(one) for up in self.listing(parent.digest or "")
        ]
        return tuple(dict.fromkeys(up for up in above if up not in same))

    def descending(self, card: Card) -> frozenset[str]:
        """A card, those about the same thing, and every card at hand that descends from one of them."""
        below: dict[str, list[str]] = {}
        for digest in self:
            for above in (*self.before(digest), *self.same(digest)):
                below.setdefault(above, []).append(digest)
        return frozenset(nearest_first(card.digest, lambda digest: below.get(digest, ())))

    # Finding one.

    def named(self, name: str) -> Card | None:
        """The only card of this name; raises BadInput where two would fit."""
        found = self._named.get(name, [])
        found = [card for card in found if card.digest in self._front] or found
        if len(found) > 1:
            raise BadInput(f"{len(found)} cards are named {name!r}", mend="name the card by its digest")
        return found[0] if found else None

    def find(self, name: str) -> Card:
        """The card of this name or other name, digest or beginning of one (8 digits); raises BadInput."""
        by_digest = [card for digest, card in self.items() if len(name) >= 8 and digest.startswith(name)]
        found = by_digest[0] if len(by_digest) == 1 else self.named(name)
        if found is None:
            raise BadInput(f"there is no card {name!r}", mend="see `hwaryong card list`")
        return found

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


def read_paper(path: Path) -> Card | Attestation:
    """The card or the attestation in a file; raises BadInput."""
    plain = read_plain(path)
    attests = isinstance(plain, dict) and plain.get("format") == "hwaryong.attestation/1"
    return fit(plain, Attestation, path) if attests else fit(plain, Card, path)


def _papers(folder: Path) -> list[Card | Attestation]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [read_paper(file) for file in files if file.suffix in (".toml", ".json")]


@cache
def _packaged() -> tuple[Card, ...]:
    """The example chains, and the cards of what Hwaryong trained itself (`own`)."""
    papers = [*_papers(_PACKAGED), *_papers(_PACKAGED / "own")]
    return tuple(paper for paper in papers if isinstance(paper, Card))
