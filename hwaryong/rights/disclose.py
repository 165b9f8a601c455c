"""Making a disclosure: every class, hash and share is worked out again from the record and the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Literal

from hwaryong import __version__
from hwaryong.errors import HwaryongError
from hwaryong.record.model import Run, Take
from hwaryong.rights.disclosure import (
    Cure,
    Disclosure,
    Element,
    Found,
    Gate,
    Maker,
    Question,
    Saying,
    Source,
    Used,
    Word,
    leaf_hashes,
)
from hwaryong.rights.judge import Judge, Verdict
from hwaryong.rights.lineage import History, Lineage, Matter, element_of, iptc
from hwaryong.rights.measures import Fetch, Measurer
from hwaryong.rights.merkle import Tree
from hwaryong.rights.shares import Measured, Shares, counted

Rehash = Callable[[Take], str]
"""Read a take's content from the store again and answer its SHA-256, of a folder that of its listing after
every member was read too; raises HwaryongError or OSError where it cannot."""

_SERIOUS = ("record", "content", "lost", "unclear", "policy", "card", "stale", "approval", "share", "flag")


def disclose(
    history: History,
    film: str,
    *,
    production: str,
    judge: Judge,
    rehash: Rehash,
    fetch: Fetch | None = None,
    mattes: Iterable[str] = (),
    gates: Mapping[str, str] = MappingProxyType({}),
    draft: bool = False,
    made: str | None = None,
) -> Disclosure:
    """The disclosure of the film with this take id.

    `gates` are the elements that need a named person's approval, each with its current take, which need not
    be an ancestor of the film's (an animatic is not); where one is not approved the film is a draft. With
    `fetch` the shares are measured in the contents too; `mattes` are the takes that weigh the film's shots.
    Raises LookupError where the film's own take is not in the record, HwaryongError for a circle in it.
    """
    take = history.take(film)
    survey = _Survey(history, film, judge, rehash)
    elements = tuple(sorted(survey.elements(), key=lambda row: (row.element, row.take)))
    approvals = tuple(survey.gate(gate, gates[gate]) for gate in sorted(gates))
    verdict = judge.judge_delivery(history, film)
    shares = dict(_counts(elements, film))
    questions = [*survey.questions(elements), *_unapproved(approvals), *_against_policy(verdict)]
    if fetch:
        measurer = Measurer(survey.lineage, film, fetch, mattes)
        shares |= measurer.shares()
        questions += [
            Question(about="share", element=one.element, what=one.what) for one in measurer.unmeasured
        ]
    klass, matter = survey.lineage.klass(film), survey.lineage.matter(film)
    return Disclosure(
        production=production,
        film=take.element,
        take=film,
        digest=take.digest,
        klass=klass,
        iptc=iptc(klass, matter),
        draft=draft or any(gate.review.verdict != "approved" for gate in approvals),
        made=made,
        maker=f"Hwaryong {__version__}",
        policy=judge.policy.name,
        policy_digest=judge.policy.digest,
        allowed=verdict.allow,
        cures=tuple(Cure(**asdict(cure)) for cure in verdict.cures),
        open_questions=tuple(sorted(questions, key=lambda q: (_SERIOUS.index(q.about), q.element, q.what))),
        statements=_sayings(elements),
        shares=shares,
        gates=approvals,
        elements=elements,
        cards=tuple(survey.cards()),
        merkle_root=Tree.over(leaf_hashes(elements)).root.hex(),
    )


class _Survey:
    """The film's ancestry, looked at once."""

    def __init__(self, history: History, film: str, judge: Judge, rehash: Rehash) -> None:
        self.history, self.film, self.judge, self.rehash = history, film, judge, rehash
        self.lineage = Lineage(history, judge.cards)
        self.takes = self.lineage.ancestors(film)
        self._seen = frozenset(self.lineage.shipped(film))
        self._unsound: dict[str, str] = {}

    def elements(self) -> Iterator[Element]:
        for id in self.takes:
            try:
                take = self.history.take(id)
            except LookupError:
                continue
            yield self._element(take)

    def cards(self) -> Iterator[Used]:
        runs = filter(None, map(self.lineage.run_of, self.takes))
        used = {card.get("digest", ""): card.get("name", "") for run in runs for card in run.cards}
        for digest in sorted(used):
            card = self.judge.cards.get(digest)
            found = self.judge.findings(card) if card else {}
            yield Used(
                name=used[digest],
                digest=digest,
                at_hand=card is not None,
                learned=card is None or card.learned,
                verdicts={dimension: Found(**asdict(one)) for dimension, one in found.items()},
            )

    def questions(self, elements: Iterable[Element]) -> Iterator[Question]:
        """All that is open in the record, the store and the lineage; call it after `elements`."""
        for damage in self.history.damage():
            yield Question(about="record", element=damage.where, what=damage.what)
        yield from self._lost_and_unclear()
        for row in elements:
            if row.take in self._unsound:
                yield Question(about="content", element=row.element, what=self._unsound[row.take])
            if row.seen and row.maker.kind == "person":
                for change in self.history.stale(row.take):
                    yield Question(about="stale", element=row.element, what=f"made before {change} changed")
            if row.seen and row.review.verdict == "retake":
                what = f"{row.review.by} asked for a retake: {row.review.note}".removesuffix(": ")
                yield Question(about="approval", element=row.element, what=what)
            if row.seen and row.review.verdict != "approved":
                for flag in row.flags:
                    yield Question(about="flag", element=row.element, what=flag)
        for card in self.cards():
            if not card.at_hand:
                yield Question(about="card", element=card.name, what="its lineage card is not at hand")

    def _lost_and_unclear(self) -> Iterator[Question]:
        runs = {take: self.lineage.run_of(take) for take in self.takes}
        unclear = [take for take, run in runs.items() if run and Matter.UNCLEAR in self.lineage.own(run)]
        lost = [take for take, run in runs.items() if run is None]
        for take, path in sorted(self.lineage.paths(self.film, [*unclear, *lost]).items()):
            names = tuple(element_of(self.history, step) for step in path)
            if runs[take] is None:
                yield Question(
                    about="lost", element=names[-1], path=names, what="the record has lost its origin"
                )
            else:
                what = "nobody has said where it comes from"
                yield Question(about="unclear", element=names[-1], path=names, what=what)

    def _element(self, take: Take) -> Element:
        run = self.lineage.run_of(take.id)
        klass = self.lineage.klass(take.id)
        return Element(
            element=take.element,
            take=take.id,
            digest=take.digest,
            kind=take.kind,
            klass=klass,
            iptc=iptc(klass, self.lineage.matter(take.id)),
            seen=take.id in self._seen,
            sound=self._sound(take),
            maker=_maker(run, self.lineage),
            origin=run.origin if run else "",
            statement=run.statement if run else "",
            inputs=tuple(
                Source(
                    param=given.param,
                    name=given.name,
                    element=element_of(self.history, given.take),
                    take=given.take,
                )
                for given in (run.inputs if run else ())
            ),
            settings=run.settings if run else {},
            seed=run.seed if run else 0,
            flags=take.flags,
            review=self._word(take.id),
            salt=_salt(take),
        )

    def _sound(self, take: Take) -> bool:
        try:
            found = self.rehash(take)
        except (HwaryongError, OSError) as error:
            self._unsound[take.id] = f"its content cannot be read: {error}"
            return False
        if found != take.digest:
            self._unsound[take.id] = f"its content is {found[:12]}…, the record says {take.digest[:12]}…"
        return found == take.digest

    def gate(self, element: str, take: str) -> Gate:
        """A gate with the last word on its current take; a take that is not there is not approved."""
        return Gate(element=element, take=take, review=self._word(take) if take else Word(verdict="pending"))

    def _word(self, take: str) -> Word:
        reviews = self.history.reviews(take)
        if not reviews:
            return Word(verdict="pending")
        last = reviews[-1]
        verdict: Literal["approved", "retake", "pending"] = "pending"
        if last.verdict == "retake":
            verdict = "retake"
        elif last.by.strip():
            verdict = "approved"
        return Word(verdict=verdict, by=last.by, at=last.at, note=last.note)


def _salt(take: Take) -> str:
    """16 bytes from the ids of a take and its run, which are random; no disclosure holds a run's id."""
    return hashlib.sha256(f"{take.run} {take.id}".encode()).hexdigest()[:32]


def _counts(elements: Iterable[Element], film: str) -> Iterator[tuple[Measured, Shares]]:
    """Shares by number of elements; the film itself is not counted."""
    rows = [row for row in elements if row.take != film]
    yield "final", counted(row.klass for row in rows if row.seen)
    yield "temporary", counted(row.klass for row in rows if not row.seen)
    yield "ancestry", counted(row.klass for row in rows)


def _maker(run: Run | None, lineage: Lineage) -> Maker:
    if run is None:
        return Maker(kind="unknown", name="unknown")
    cards = tuple((card.get("name", ""), card.get("digest", "")) for card in run.cards)
    if run.kind == "tool":
        return Maker(
            kind="tool",
            name=run.maker,
            version=run.version,
            code=run.code,
            cards=cards,
            libraries=run.libraries,
        )
    if run.origin == "program":
        return Maker(kind="program", name=run.maker, cards=cards)
    person = lineage.own(run) == Matter.HUMAN
    return Maker(kind="person" if person else "unknown", name=run.maker or "unknown", cards=cards)


def _unapproved(gates: Iterable[Gate]) -> Iterator[Question]:
    for gate in gates:
        if not gate.take:
            yield Question(about="approval", element=gate.element, what="it needs approval and is not made")
        elif gate.review.verdict == "pending":
            yield Question(about="approval", element=gate.element, what="no named person has approved it")


def _against_policy(verdict: Verdict) -> Iterator[Question]:
    for offence in verdict.offending:
        yield Question(about="policy", element=offence.element, path=offence.path, what=offence.why)


def _sayings(elements: Iterable[Element]) -> tuple[Saying, ...]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in elements:
        if row.statement:
            found.setdefault((row.statement, row.maker.name, row.origin), []).append(row.element)
    return tuple(
        Saying(statement=statement, by=by, origin=origin, elements=tuple(found[statement, by, origin]))
        for statement, by, origin in sorted(found)
    )
