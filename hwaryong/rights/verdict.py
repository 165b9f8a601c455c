"""What may be done with a card's subject: six questions, answered by its worst ancestor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from hwaryong.rights.card import Bans, Card, Evidence, Expiry, Parent, Statements, Territory
from hwaryong.rights.graph import parents_first
from hwaryong.rights.shelf import Shelf

Dimension = Literal["commercial", "training_consent", "territory", "expiry", "likeness", "client_ban"]
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)
Answered = Literal["ok", "restricted", "unknown", "forbidden"]
_WORSE: Final[tuple[Answered, ...]] = get_args(Answered)  # best first; nothing turns unknown into ok


@dataclass(frozen=True)
class Use:
    """The use that is asked about. Without a client or countries only what is free of bans or bounds is ok;
    without a day every expiry is unknown and every notice holds."""

    client: str = ""
    countries: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Finding:
    """An answer, the way of card names to what decided it, the weakest evidence on that way, and the cure.

    `contradicted` are the places in the ancestry where sources answer differently, with what each says.
    """

    verdict: Answered
    path: tuple[str, ...]
    evidence: Evidence
    cure: str
    contradicted: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
        """Worse first: by the answer, then by weaker evidence, then by name so that order never matters."""
        return -_WORSE.index(self.verdict), int(self.evidence[1]), self.path, self.contradicted


Findings = dict[Dimension, Finding]


def verdicts(card: Card, cards: Mapping[str, Card], use: Use) -> Findings:
    """The six answers for a card: its own and those of all parents in `cards` (by digest), worst first.

    A parent whose card is not there, a statement that is missing or rests on E0, and every parent that an
    incomplete card may have left out are unknown. Cards that list the same file answer for each other. Where
    sources contradict each other, the worst answer holds. Raises HwaryongError where parents run in a circle.
    """
    shelf = (cards if isinstance(cards, Shelf) else Shelf(cards.values())).with_card(card)
    settled: dict[str, Findings] = {}
    for digest in parents_first(card.digest, shelf.before, settled, lambda digest: shelf[digest].name):
        settled[digest] = {
            dimension: _worst(_candidates(shelf, digest, settled, dimension, use)) for dimension in DIMENSIONS
        }
    return settled[card.digest]


def _worst(found: Iterable[Finding]) -> Finding:
    """The worst finding, with the contradictions of them all."""
    ranked = sorted(found, key=lambda one: one.rank)
    return replace(
        ranked[0], contradicted=tuple(sorted({line for one in ranked for line in one.contradicted}))
    )


def gaps(card: Card, cards: Mapping[str, Card], use: Use, dimension: Dimension) -> Iterator[Finding]:
    """All that bears on one question in a card's ancestry, each at the card or the edge where it lies.

    `verdicts` answers with the worst of these; whoever wants to clear it has to clear them all.
    """
    shelf = (cards if isinstance(cards, Shelf) else Shelf(cards.values())).with_card(card)
    for digest in parents_first(card.digest, shelf.before, (), lambda digest: shelf[digest].name):
        edge = Finding("ok", (), "E4", f"a document that says what {shelf[digest].name} was made from")
        clear = {known: {dimension: edge} for known in shelf}
        yield from _candidates(shelf, digest, clear, dimension, use)


def _candidates(
    shelf: Shelf, digest: str, settled: Mapping[str, Findings], dimension: Dimension, use: Use
) -> Iterator[Finding]:
    """All that bears on one question about a card's subject, from each card about it."""
    same = shelf.same(digest)
    for twin in same:
        card = shelf[twin]
        by_way_of = () if twin == digest else (shelf[digest].name,)
        for found in (_own(shelf, card, dimension, use), *_above(shelf, card, same, settled, dimension)):
            yield replace(found, path=(*by_way_of, *found.path))


def _above(
    shelf: Shelf, card: Card, same: Iterable[str], settled: Mapping[str, Findings], dimension: Dimension
) -> Iterator[Finding]:
    """What a card's parents bring, and those that it may have left out."""
    for edge in _edges(shelf.parents(card.digest)):
        at_hand = shelf.listing(edge.digest or "")
        for one in at_hand:
            if one not in same:
                yield _through(card, edge, settled[one][dimension])
        if not at_hand:
            cure = f"the card of {edge.name}, which {card.name} is {edge.relation}"
            yield Finding("unknown", (card.name, edge.name), edge.counted, cure)
    complete = [one.counted for said in shelf.said(card) for one in said.complete]
    if max(complete, default="E0") < "E3":
        unnamed = (card.name, "parents that the card does not name")
        yield Finding("unknown", unnamed, "E0", f"a complete card of {card.name} at E3 or better")


def _edges(parents: Iterable[Parent]) -> list[Parent]:
    """Each edge once, by its strongest source; an entry without a digest counts where its name has none."""
    best: dict[tuple[str, str], Parent] = {}
    resolved = {parent.name for parent in parents if parent.digest}
    for parent in parents:
        if parent.digest is None and parent.name in resolved:
            continue
        key = ("digest", parent.digest) if parent.digest else ("name", parent.name)
        best[key] = max(best.get(key, parent), parent, key=lambda one: (one.counted, one.relation, one.name))
    return list(best.values())


def _through(card: Card, edge: Parent, above: Finding) -> Finding:
    path, evidence = (card.name, *above.path), min(edge.counted, above.evidence)
    if edge.counted == "E0" and above.verdict != "forbidden":
        cure = f"a source for what {card.name} is {edge.relation}"
        return replace(above, verdict="unknown", path=path, evidence="E0", cure=cure)
    return replace(above, path=path, evidence=evidence)


class _Said(NamedTuple):
    """One source's answer to a question."""

    answer: Answered
    evidence: Evidence
    source: str

    def __str__(self) -> str:
        return f"{self.answer} ({self.evidence}, {self.source})"


class _Answer(NamedTuple):
    """What several sources answer: the worst, on the strongest evidence for it; and what contradicts it."""

    answer: Answered
    evidence: Evidence
    conflict: str = ""


_UNKNOWN: Final = _Answer("unknown", "E0")


def _own(shelf: Shelf, card: Card, dimension: Dimension, use: Use) -> Finding:
    """What is said of the card itself, notices included."""
    said = shelf.said(card)
    notices = [
        _Said(notice.verdict, notice.evidence, f"{notice.by}: {notice.source}")
        for notice in shelf.notices_about(card)
        if notice.dimension == dimension and (use.day is None or notice.from_day <= use.day.isoformat())
    ]
    if dimension == "commercial":
        found = _commercial(card, said, notices)
    else:
        stated = [one for given in said for one in _answers(given, dimension, use)]
        found = {dimension.replace("_", " "): _together([*stated, *notices])}
    worst = max(
        found.values(), key=lambda one: (_WORSE.index(one.answer), -int(one.evidence[1]), one.conflict)
    )
    words = " and the ".join(words for words, one in found.items() if one.answer == worst.answer)
    conflicts = tuple(f"{card.name}: {one.conflict}" for one in found.values() if one.conflict)
    return Finding(worst.answer, (card.name,), worst.evidence, _cure(card.name, words, worst), conflicts)


def _cure(name: str, words: str, answer: _Answer) -> str:
    if answer.conflict:
        return f"what settles the {words} of {name}: {answer.conflict}"
    if answer.answer == "unknown":
        return f"a source for the {words} of {name}"
    return "" if answer.answer == "ok" else f"another source than {name}, or its maker's written permission"


def _together(said: Iterable[_Said]) -> _Answer:
    """The worst answer that has any evidence; contradictions are never averaged."""
    sourced = sorted(one for one in said if one.evidence > "E0")
    if not sourced:
        return _UNKNOWN
    worst = max((one.answer for one in sourced), key=_WORSE.index)
    by = [one for one in sourced if one.answer == worst]
    against = [one for one in sourced if one.answer != worst]
    conflict = f"{', '.join(map(str, by))} against {', '.join(map(str, against))}" if against else ""
    return _Answer(worst, max(one.evidence for one in by), conflict)


def _commercial(card: Card, said: Iterable[Statements], notices: list[_Said]) -> dict[str, _Answer]:
    """The licences that matter, by their words: all three of what was learned, else those of the data."""
    found = {"commercial use": _together(notices)} if notices else {}
    for part in ("code", "weights", "data"):
        stated = [licence for given in said for licence in getattr(given.licences, part)]
        if stated or card.learned or part == "data":
            sources = [
                _Said(one.commercial, one.counted, f"{part}, {one.id}: {one.source}") for one in stated
            ]
            found[f"licence of the {part}"] = _together(sources)
    return found


def _answers(said: Statements, dimension: Dimension, use: Use) -> Iterator[_Said]:
    """What each source in a card or an attestation answers about a use."""
    match dimension:
        case "training_consent":
            yield from (_Said(one.answer, one.counted, one.source) for one in said.training_consent)
        case "likeness":
            yield from (_Said(one.answer, one.counted, one.source) for one in said.likeness)
        case "territory":
            yield from (_Said(_inside(one, use), one.counted, one.source) for one in said.territory)
        case "expiry":
            yield from (_Said(_in_time(one, use), one.counted, one.source) for one in said.expiry)
        case "client_ban":
            yield from (_Said(_not_banned(one, use), one.counted, one.source) for one in said.bans)


def _inside(stated: Territory, use: Use) -> Answered:
    if stated.worldwide:
        return "ok"
    if not use.countries:
        return "unknown"
    return "ok" if set(use.countries) <= set(stated.countries) else "forbidden"


def _in_time(stated: Expiry, use: Use) -> Answered:
    if use.day is None:
        return "unknown"
    return "forbidden" if stated.last_day is not None and stated.last_day < use.day else "ok"


def _not_banned(stated: Bans, use: Use) -> Answered:
    if stated.clients and not use.client:
        return "unknown"
    return "forbidden" if use.client in stated.clients else "ok"
