"""What may be done with a card's subject: six questions, answered by its worst ancestor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from hwaryong.rights.card import Card, Evidence, Parent, Statement
from hwaryong.rights.graph import parents_first

Dimension = Literal["commercial", "training_consent", "territory", "expiry", "likeness", "client_ban"]
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)
Answered = Literal["ok", "restricted", "unknown", "forbidden"]
_WORSE: Final[tuple[Answered, ...]] = get_args(Answered)  # best first; nothing turns unknown into ok


@dataclass(frozen=True)
class Use:
    """The use that is asked about. Without a client or countries only what is free of bans or bounds is ok;
    without a day every expiry is unknown."""

    client: str = ""
    countries: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Finding:
    """An answer, the way of card names to what decided it, the weakest evidence on that way, and the cure."""

    verdict: Answered
    path: tuple[str, ...]
    evidence: Evidence
    cure: str

    @property
    def rank(self) -> tuple[int, int, tuple[str, ...]]:
        """Worse first: by the answer, then by weaker evidence, then by name so that order never matters."""
        return -_WORSE.index(self.verdict), int(self.evidence[1]), self.path


Findings = dict[Dimension, Finding]


def verdicts(card: Card, cards: Mapping[str, Card], use: Use) -> Findings:
    """The six answers for a card: its own and those of all parents in `cards` (by digest), worst first.

    A parent whose card is not there, a statement that is missing or rests on E0, and every parent that an
    incomplete card may have left out are unknown. Raises HwaryongError where parents run in a circle.
    """
    known = {**cards, card.digest: card}
    settled: dict[str, Findings] = {}
    for digest in parents_first(card.digest, lambda id: _parents(known, id), settled):
        settled[digest] = _settle(known[digest], settled, use)
    return settled[card.digest]


def _parents(cards: Mapping[str, Card], digest: str) -> list[str]:
    return [parent.digest for parent in cards[digest].parents if parent.digest in cards and parent.digest]


def _settle(card: Card, settled: Mapping[str, Findings], use: Use) -> Findings:
    findings: Findings = {}
    for dimension in DIMENSIONS:
        found = [_own(card, dimension, use)]
        found += [_through(card, parent, settled, dimension) for parent in card.parents]
        if card.complete is None or card.complete.evidence < "E3":
            unnamed = (card.name, "parents that the card does not name")
            found.append(Finding("unknown", unnamed, "E0", f"a complete card of {card.name} at E3 or better"))
        findings[dimension] = min(found, key=lambda finding: finding.rank)
    return findings


def _through(card: Card, parent: Parent, settled: Mapping[str, Findings], dimension: Dimension) -> Finding:
    if parent.digest is None or parent.digest not in settled:
        cure = f"the card of {parent.name}, which {card.name} is {parent.relation}"
        return Finding("unknown", (card.name, parent.name), parent.evidence, cure)
    above = settled[parent.digest][dimension]
    return Finding(above.verdict, (card.name, *above.path), min(parent.evidence, above.evidence), above.cure)


def _own(card: Card, dimension: Dimension, use: Use) -> Finding:
    said = _said(card, dimension, use)
    if said is None or said[1].evidence == "E0":
        words = dimension.replace("_", " ")
        return Finding("unknown", (card.name,), "E0", f"a source for the {words} of {card.name}")
    answer, statement = said
    cure = "" if answer == "ok" else f"another source than {card.name}, or its maker's written permission"
    return Finding(answer, (card.name,), statement.evidence, cure)


def _said(card: Card, dimension: Dimension, use: Use) -> tuple[Answered, Statement] | None:
    match dimension:
        case "commercial":
            return _commercial(card)
        case "training_consent":
            return (card.training_consent.answer, card.training_consent) if card.training_consent else None
        case "likeness":
            return (card.likeness.answer, card.likeness) if card.likeness else None
        case "territory":
            return _territory(card, use.countries)
        case "expiry":
            if card.expiry is None or use.day is None:
                return None
            over = card.expiry.last_day is not None and card.expiry.last_day < use.day
            return ("forbidden" if over else "ok", card.expiry)
        case "client_ban":
            if card.bans is None or (card.bans.clients and not use.client):
                return None
            return ("forbidden" if use.client in card.bans.clients else "ok", card.bans)


def _territory(card: Card, countries: tuple[str, ...]) -> tuple[Answered, Statement] | None:
    stated = card.territory
    if stated is None or not (stated.worldwide or countries):
        return None
    inside = stated.worldwide or set(countries) <= set(stated.countries)
    return "ok" if inside else "forbidden", stated


def _commercial(card: Card) -> tuple[Answered, Statement] | None:
    """The worst of the licences that matter: all three of what was learned, else that of the data."""
    licences = card.licences
    needed = [licences.code, licences.weights, licences.data] if card.learned else [licences.data]
    stated = [licence for licence in (licences.code, licences.weights, licences.data) if licence]
    bad = [licence for licence in stated if licence.commercial == "forbidden" and licence.evidence != "E0"]
    if not bad and (None in needed or any(licence.evidence == "E0" for licence in stated)):
        return None
    worst = max(bad or stated, key=lambda said: (_WORSE.index(said.commercial), -int(said.evidence[1])))
    return worst.commercial, worst
