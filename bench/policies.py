"""Policies: 20 of them over 10,000 elements with offences and cures, beside Cedar on the same facts."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import scipy.sparse.csgraph  # noqa: F401  loading a library is no part of judging

from bench.cedar import Cedar, Facts, written
from bench.measure import Measure
from hwaryong.record.model import Damage, Review, Run, RunInput, Take
from hwaryong.rights.ancestry import GIVEN, Ancestry, Step
from hwaryong.rights.card import Card
from hwaryong.rights.judge import Judge
from hwaryong.rights.lineage import Lineage
from hwaryong.rights.policy import Policy, packaged
from hwaryong.rights.shelf import Shelf
from hwaryong.rights.verdict import DIMENSIONS, Use, verdicts

DAY = date(2026, 11, 23)
SHOTS, DRAWINGS, FILMS, SAMPLE = 100, 49, 150, 2000
LIMIT_S = 2.0


class Film:
    """A history in memory: what a record would say of a film's takes."""

    def __init__(self) -> None:
        self.takes: dict[str, Take] = {}
        self.runs: dict[str, Run] = {}
        self.steps: dict[str, Step] = {}

    def take(self, id: str) -> Take:
        return self.takes[id]

    def run(self, id: str) -> Run:
        return self.runs[id]

    def reviews(self, take: str) -> Sequence[Review]:
        return ()

    def stale(self, take: str) -> Sequence[str]:
        return ()

    def damage(self) -> Sequence[Damage]:
        return ()

    def add(
        self,
        element: str,
        inputs: Sequence[str] = (),
        *,
        tool: str = "",
        step: str = "",
        card: str = "",
        by: str = "an animator",
        kind: str = "drawing",
    ) -> str:
        """A take by a tool, or where none is named by a person; without a name its origin is unclear."""
        number = f"{len(self.takes)}"
        origin: Any = "" if tool else "unclear" if not by else "derived" if inputs else "original"
        self.runs[number] = Run(
            number, number, "tool" if tool else "intake", tool or by, 1, "", {}, 0,
            ({"name": "a model", "digest": card},) if card else (), {}, origin,
            "" if tool or not by else "mine",
            tuple(RunInput("from", str(n), one) for n, one in enumerate(inputs)), "local", "", "",
        )  # fmt: skip
        self.takes[number] = Take(number, number, element, number, kind, ".svg", 1, "")
        self.steps[element] = Step(step or tool) if step or tool else GIVEN
        return number


def shelf() -> tuple[Shelf, list[str]]:
    """Four cards: cleared by documents, by the vendor's word, with a parent unknown, a likeness refused."""
    signed = {"evidence": "E4", "source": "the training log", "document": "d" * 64}
    said = {"evidence": "E2", "source": "the vendor's page"}
    consent = {"answer": "ok", "scope": "all"}
    licence = {**signed, "id": "Apache-2.0", "commercial": "ok"}
    full: dict[str, Any] = {
        "format": "hwaryong.card/1", "version": "1", "kind": "model", "learned": True, "maker": "a maker",
        "licences": {"code": licence, "weights": licence, "data": licence}, "complete": signed,
        "training_consent": {**signed, **consent}, "likeness": {**signed, **consent},
        "territory": {**signed, "worldwide": True}, "expiry": signed, "bans": {**signed, "clients": ()},
    }  # fmt: skip
    changes: list[dict[str, Any]] = [
        {}, {"training_consent": {**said, **consent}},
        {"parents": ({**said, "name": "a crawl", "relation": "trained-on"},)},
        {"likeness": {**signed, "answer": "forbidden", "scope": "none"}},
    ]  # fmt: skip
    cards = [
        Card.model_validate({**full, "name": f"model {n}", "files": {"f": f"{n + 1}" * 64}, **change})
        for n, change in enumerate(changes)
    ]
    return Shelf(cards), [card.digest for card in cards]


def policies() -> list[Policy]:
    """The packaged policies, each for four territories."""
    territories = ((), ("KR",), ("KR", "JP"), ("US",))
    named = [Policy.named(name) for name in packaged()]
    return [policy.model_copy(update={"countries": where}) for policy in named for where in territories]


def series(cards: list[str]) -> tuple[Film, str]:
    """A film of 10,000 elements: keys, in-betweens by program and by model, retouches, some unclear files."""
    film, shots = Film(), []
    for shot in range(SHOTS):
        cels, last = [], ""
        for number in range(DRAWINGS):
            name, turn = f"ep01/sq010/sh{shot:03}/A/{number:04}", number % 10
            if turn < 3 or not last:
                last = film.add(name, by="" if turn == 2 and shot % 10 == 0 else "an animator")
            elif turn < 6:
                last = film.add(name, [last], tool="drawing.inbetween")
            else:
                last = film.add(name, [last], tool="a.guess", step="drawing.inbetween", card=cards[turn % 3])
                if turn == 9:
                    last = film.add(name, [last])
            cels.append(film.add(f"{name}/paint", [last], tool="drawing.paint"))
        shots.append(film.add(f"ep01/sq010/sh{shot:03}/shot", cels, tool="edit.composite", kind="clip"))
    return film, film.add("ep01/film", shots, tool="edit.film", kind="film")


def small(cards: list[str], chance: random.Random) -> tuple[Film, str]:
    """A film of a few takes by anybody from anything."""
    film, ids = Film(), list[str]()
    for number in range(chance.randint(1, 6)):
        inputs = chance.sample(ids, min(len(ids), chance.randint(0, 2)))
        step = chance.choice(["drawing.inbetween", "voice.speak"])
        match chance.choice(["person", "unclear", "tool", "model", "model"]):
            case "person":
                ids.append(film.add(f"e/{number}", inputs))
            case "unclear":
                ids.append(film.add(f"e/{number}", by=""))
            case "tool":
                ids.append(film.add(f"e/{number}", inputs, tool=step))
            case _:
                card = chance.choice(cards)
                ids.append(film.add(f"e/{number}", inputs, tool="a.guess", step=step, card=card))
    return film, film.add("film", ids, tool="edit.film")


def facts(ancestry: Ancestry, cards: Shelf, use: Use) -> list[Facts]:
    """What Cedar is told of each take in each of its places."""
    told = []
    for place, groups in ancestry.alike.items():
        for number in (number for group in groups for number in group):
            made = ancestry.takes[number]
            one: Facts = {
                "place": place, "class": ancestry.classes[number], "step": made.step,
                "carded": bool(made.cards), "learned": bool(made.cards),
            }  # fmt: skip
            if made.cards:
                for dimension, found in verdicts(cards[made.cards[0]], cards, use).items():
                    one |= {dimension: found.verdict, f"{dimension}_evidence": int(found.evidence[1])}
            else:
                one |= dict.fromkeys(DIMENSIONS, "ok") | {f"{one}_evidence": 4 for one in DIMENSIONS}
            told.append(one)
    return told


def measures() -> Iterator[Measure]:
    """Speed on a series, the same verdicts on small films, and what becomes of a missing attribute."""
    cards, digests = shelf()
    film, last = series(digests)
    began, before = time.perf_counter(), time.process_time()
    ancestry = Ancestry.of(Lineage(film, cards), last, film.steps)
    said = [Judge(policy, cards, day=DAY).judge(ancestry) for policy in policies()]
    seconds, busy = time.perf_counter() - began, time.process_time() - before
    cures = sum(bool(verdict.cures) for verdict in said)
    ours = f"{seconds:.2f} s ({busy:.2f} s CPU) for {len(film.takes):,} elements × {len(said)}, {cures} cures"
    refused = sum(not verdict.allow for verdict in said)
    try:
        cedar = Cedar()
    except (OSError, subprocess.SubprocessError) as error:
        why = f"Cedar skipped: cedarpy could not be installed ({type(error).__name__})"
        yield _speed(ours, seconds, why)
        return
    try:
        sample = facts(ancestry, cards, Use(day=DAY))[:: len(film.takes) // SAMPLE]
        _, taken = cedar.ask([(written(Policy.named("in-house-or-licensed-only")), sample)])
        scaled = taken / len(sample) * len(film.takes) * len(said)
        rival = f"Cedar: {scaled:.0f} s (scaled from {len(sample):,} decisions), no ways and no cures"
        yield _speed(f"{ours}; {refused} refused", seconds, rival)
        yield _agreement(cedar, cards, digests)
        yield _missing(cedar)
    finally:
        cedar.close()


def _speed(ours: str, seconds: float, rival: str) -> Measure:
    name = "10,000 elements × 20 policies with offences and cures"
    return Measure(name, f"≤ {LIMIT_S:.0f} s", ours, seconds <= LIMIT_S, rival)


def _agreement(cedar: Cedar, cards: Shelf, digests: list[str]) -> Measure:
    """A film is allowed by Cedar where it allows every take; the same films under the same policies here."""
    chance, asked, ours = random.Random(11), [], []
    films = [small(digests, chance) for _ in range(FILMS)]
    spans: list[tuple[int, int, int]] = []
    for number, policy in enumerate(policies()):
        contexts: list[Facts] = []
        for film, last in films:
            ancestry = Ancestry.of(Lineage(film, cards), last, film.steps)
            ours.append(Judge(policy, cards, day=DAY).judge(ancestry).allow)
            told = facts(ancestry, cards, Use(policy.client, policy.countries, DAY))
            spans.append((number, len(contexts), len(contexts) + len(told)))
            contexts += told
        asked.append((written(policy), contexts))
    answers, _ = cedar.ask(asked)
    theirs = [all(allow for allow, _ in answers[number][first:end]) for number, first, end in spans]
    same = sum(one == other for one, other in zip(ours, theirs, strict=True))
    name = f"verdicts on {FILMS} small films × {len(asked)} policies"
    return Measure(
        name, "the same as Cedar's, where nothing is missing", f"{same:,} of {len(ours):,} the same",
        same == len(ours), f"{sum(theirs):,} allowed by Cedar, {sum(ours):,} here",
    )  # fmt: skip


def _missing(cedar: Cedar) -> Measure:
    """Facts that every policy but `open` refuses, without the one attribute that it refuses them for."""
    bad = {
        "place": "final",
        "class": "unclear",
        "step": "drawing.inbetween",
        "carded": False,
        "learned": False,
    }
    bad |= dict.fromkeys(DIMENSIONS, "ok") | {f"{one}_evidence": 4 for one in DIMENSIONS}
    strict = [Policy.named(name) for name in packaged() if name != "open"]
    asked = [(written(policy), [{k: v for k, v in bad.items() if k != "class"}, bad]) for policy in strict]
    answers, _ = cedar.ask(asked)
    whole = sum(not answer[1][0] for answer in answers)
    passed = sum(answer[0][0] for answer in answers)
    noticed = sum(answer[0][1] > 0 for answer in answers)
    plain: dict[str, Any] = {
        "element": "e", "tool": "drawing.inbetween", "step": "drawing.inbetween", "cards": (), "network": (),
        "classes": frozenset({"human"}),
    }  # fmt: skip
    shut = [
        not Judge(policy, {}, day=DAY).judge_run(**{**plain, fact: None}).allow
        for policy in (*strict, Policy.named("open"))
        for fact in plain
    ]
    return Measure(
        "a fact is missing", "refused", f"{sum(shut)} of {len(shut)} runs refused", all(shut),
        f"Cedar, naturally written: refuses unclear work {whole} of {len(strict)} times, and allows it"
        f" {passed} of {len(strict)} times without its class (errors in its diagnostics: {noticed})",
    )  # fmt: skip
