"""When consent is withdrawn or a licence ends: the notice in the record, and all that is affected by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hwaryong.errors import BadInput
from hwaryong.record.model import Delivery, Notice
from hwaryong.record.record import new_id, now
from hwaryong.rights.card import Card
from hwaryong.rights.verdict import Dimension
from hwaryong.studio import Studio


@dataclass(frozen=True)
class Affected:
    """What was made with a card or with one below it: the cards' names, (take, element), deliveries."""

    cards: tuple[str, ...]
    takes: tuple[tuple[str, str], ...]
    deliveries: tuple[Delivery, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements of these takes, each once, in the order in which they were made."""
        return tuple(dict.fromkeys(element for _, element in self.takes))


def affected_by(studio: Studio, card: Card) -> Affected:
    """Every take whose run used the card, one of the same file or one below it; and what holds such a take.

    Runs that used an edition of the card which is no longer at hand are found by its name.
    """
    shelf = studio.shelf()
    cards = [shelf[digest] for digest in shelf.descending(card)]
    known = {card.digest for card in cards} | {name for card in cards for name in card.names}
    takes = tuple(studio.record.made_with(known))
    made = {take for take, _ in takes}
    deliveries = tuple(one for one in studio.record.deliveries() if one.take in made)
    return Affected(tuple(sorted({card.name for card in cards})), takes, deliveries)


def notice_about(card: Card, dimension: Dimension, *, by: str, source: str, from_day: date) -> Notice:
    """That a card's subject is forbidden from a day on; raises BadInput without a person or a source."""
    if not by.strip():
        raise BadInput("a notice needs the name of the person who gives it", mend="say --by NAME")
    if not source.strip():
        raise BadInput(
            "a notice needs its source", mend="say --source: the letter, mail or page, with its day"
        )
    return Notice(
        new_id(), card.digest, card.names, tuple(sorted(set(card.files.values()))), dimension, "forbidden",
        by.strip(), source.strip(), "E2", now(), from_day.isoformat(),
    )  # fmt: skip


def give(studio: Studio, notice: Notice) -> None:
    """Write the notice into the record, from which nothing takes it away."""
    studio.record.add_notice(notice)
    studio.anchor.drop()
