"""Lineage verdicts against licences that people verified, and how fast a withdrawn consent is followed.

Records: Data Provenance Initiative, `data_summaries*/*.json` (fields: `_template.json`). The declared input
is what platforms say, `Inferred Metadata`: the licences of Hugging Face and GitHub (E2, the vendor's text)
and of Papers with Code (E1, somebody else's). GitHub's licence is that of the repository's code. The answer
is `Licenses`, which a person read at the source; it never goes into the input, save in the rule that says so.

Truly clear: at least one verified licence, and `rights/licence.py` answers ok for each. False clear: cleared
and not truly clear, as a share of what was cleared; its 95% interval is Clopper and Pearson's. Records of one
collection are not independent of each other, so the true interval is wider.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scipy.stats import binomtest

from bench.measure import Measure
from hwaryong.canonical import sha256_json
from hwaryong.record.model import Run, RunInput, Take
from hwaryong.record.record import Record
from hwaryong.rights.card import Card
from hwaryong.rights.licence import Kind, answer_of
from hwaryong.rights.verdict import Use, gaps, verdicts

Json = dict[str, Any]
USE = Use(client="a client", countries=("KR",), day=date(2026, 11, 23))
HUB, REPOSITORY, CATALOGUE = "HF Yaml License", "GitHub License", "PwC License Name"
PLATFORMS = (HUB, REPOSITORY, CATALOGUE)
SILENT = ("", "Unspecified")
OWN_WORK = {
    "crowdsourced",
    "crowdsourced (amt)",
    "grammar-based",
    "human",
    "original",
    "volunteer annotations",
}
LINEAGE = ("Derived from Datasets", "Model Generated", "Text Sources")
LIMIT = 0.005
_SIGNED = "a signed statement that all parents are named"


@dataclass(frozen=True)
class Row:
    """A rule: how many records it clears, how many of these wrongly, how many truly clear ones it refuses."""

    rule: str
    cleared: int
    wrong: int
    refused: int
    clear: int

    def __str__(self) -> str:
        if not self.cleared:
            return f"{self.rule}: clears none, refuses {self.refused} of {self.clear} clear"
        interval = binomtest(self.wrong, self.cleared).proportion_ci(method="exact")
        return (
            f"{self.rule}: {self.wrong} of {self.cleared} cleared are wrong"
            f" = {self.wrong / self.cleared:.1%} [{interval.low:.1%}, {interval.high:.1%}],"
            f" refuses {self.refused / self.clear:.0%} of {self.clear} clear"
        )


def measures(material: Path | None) -> Iterator[Measure]:
    """The records under `material` (the folder `rights`), if it is given, and the speed of a revocation."""
    records = list(read(material / "data-provenance-collection")) if material else []
    if records:
        yield from _against_people(records)
    yield _withdrawn()


def read(folder: Path) -> Iterator[Json]:
    """Every record of every collection, in the files' order; other values are left out."""
    for file in sorted(folder.glob("data_summaries*/*.json")):
        found = json.loads(file.read_text("utf-8"))
        if not file.name.startswith("_") and isinstance(found, dict):
            yield from (record for record in found.values() if isinstance(record, dict))


def truly_clear(record: Json) -> bool:
    """Whether every licence that a person found at the source permits commercial use of the data."""
    return _all_ok([str(one.get("License") or "") for one in record.get("Licenses") or []], "data")


def declared(record: Json) -> dict[str, str]:
    """What each platform that says anything says."""
    inferred = record.get("Inferred Metadata") or {}
    said = {platform: str(inferred.get(platform) or "") for platform in PLATFORMS}
    said[HUB] = said[HUB] or str(inferred.get("HF Config License") or "")
    return {platform: name for platform, name in said.items() if name not in SILENT}


# The rivals: rules that people use.


def first_permissive(record: Json) -> bool:
    return any(answer_of(name, "data") == "ok" for name in declared(record).values())


def platform_s_word(record: Json) -> bool:
    return _all_ok(list(declared(record).values())[:1], "data")


def two_agree(record: Json) -> bool:
    return len(declared(record)) >= 2 and _all_ok(declared(record).values(), "data")


def all_agree(record: Json) -> bool:
    return len(declared(record)) == len(PLATFORMS) and _all_ok(declared(record).values(), "data")


def _all_ok(names: Iterable[str], kind: Kind) -> bool:
    answers = [answer_of(name, kind) for name in names]
    return bool(answers) and set(answers) == {"ok"}


# Ours: a card of the record, and the verdict on it.


def card_of(record: Json, *, lineage: bool = False, verified: bool = False) -> Card:
    """The card of what platforms say.

    With `lineage`, also the parents that the record names, as if somebody had signed that these are all;
    with `verified`, also the licences that a person read, as if signed for. Both stand for evidence that
    could be brought.
    """
    signed = {"evidence": "E3", "document": sha256_json(record), "source": "supposed: somebody signed for it"}
    platforms = {HUB: "E2", REPOSITORY: "E2", CATALOGUE: "E1"}
    licences: dict[str, list[Json]] = {"code": [], "data": []}
    for platform, name in declared(record).items():
        part: Kind = "code" if platform == REPOSITORY else "data"
        source = {"evidence": platforms[platform], "source": platform}
        licences[part].append({**source, "id": name, "commercial": answer_of(name, part) or "unknown"})
    for one in (record.get("Licenses") or []) if verified else []:
        name = str(one.get("License") or "") or "none"
        licences["data"].append({**signed, "id": name, "commercial": answer_of(name, "data") or "unknown"})
    known = lineage and all(isinstance(record.get(field), list) for field in LINEAGE)
    parents = [
        {**signed, "name": name, "relation": "includes"}
        for field in LINEAGE for name in (record[field] if known else ()) if name not in OWN_WORK
    ]  # fmt: skip
    return Card.model_validate_json(
        json.dumps({
            "format": "hwaryong.card/1", "name": str(record.get("Dataset Name") or "") or "a record",
            "version": "as declared", "kind": "dataset", "learned": False, "maker": "see the record",
            "files": {}, "licences": licences, "parents": parents, "complete": [signed] if known else [],
        })
    )  # fmt: skip


def ours(**evidence: bool) -> Callable[[Json], bool]:
    """Our verdict on commercial use, with the evidence of `card_of`."""
    return lambda record: verdicts(card_of(record, **evidence), {}, USE)["commercial"].verdict == "ok"


def _both(one: Callable[[Json], bool], other: Callable[[Json], bool]) -> Callable[[Json], bool]:
    return lambda record: one(record) and other(record)


def _against_people(records: list[Json]) -> Iterator[Measure]:
    named = ours(lineage=True)
    rules = {
        "the verdict, from declared metadata": ours(),
        "+ signed: no other parents than the record names": named,
        "+ two platforms agree": _both(named, two_agree),
        "+ three platforms agree": _both(named, all_agree),
        "+ licence read and signed for (the answer itself)": ours(lineage=True, verified=True),
    }
    rivals = {
        "first permissive licence": first_permissive,
        "the platform's word": platform_s_word,
        "two platforms, none against": two_agree,
        "all three platforms": all_agree,
    }
    rows = [_row(name, rule, records) for name, rule in rules.items()]
    share = rows[0].wrong / rows[0].cleared if rows[0].cleared else 0.0
    baselines = "\n".join(str(_row(name, rule, records)) for name, rule in rivals.items())
    collections = {str(record.get("Collection") or "") for record in records}
    name = f"lineage: commercial use, {len(records)} records of {len(collections)} collections"
    yield Measure(name, "false clear ≤ 0.5%", "\n".join(map(str, rows)), share <= LIMIT, baselines)
    cures = _cures([record for record in records if truly_clear(record)])
    lines = "\n".join(f"{count}: {cure}" for cure, count in cures.most_common())
    yield Measure("lineage: what would clear the truly clear", "counted", lines, True)


def _row(name: str, rule: Callable[[Json], bool], records: list[Json]) -> Row:
    answers = [(rule(record), truly_clear(record)) for record in records]
    return Row(
        name,
        cleared=sum(cleared for cleared, _ in answers),
        wrong=sum(cleared and not clear for cleared, clear in answers),
        refused=sum(clear and not cleared for cleared, clear in answers),
        clear=sum(clear for _, clear in answers),
    )


def _cures(records: list[Json]) -> Counter[str]:
    """All that each record needs, if it has no other parents than those that it names."""
    missing: Counter[str] = Counter()
    for record in records:
        card = card_of(record, lineage=True)
        found = {one.cure for one in gaps(card, {}, USE, "commercial") if one.verdict != "ok"}
        missing[" + ".join(sorted({_kind(cure) for cure in found} | {_SIGNED}))] += 1
    return missing


def _kind(cure: str) -> str:
    kinds = {
        "a complete card": _SIGNED,
        "a source for": "a licence of the data",
        "the card of": "the cards of its parents",
        "what settles": "a word that settles a contradiction",
        "another source": "a written permission",
    }
    return next(kind for start, kind in kinds.items() if cure.startswith(start))


# A withdrawn consent.

TAKES = 100_000


def _withdrawn() -> Measure:
    """Of 100,000 takes every fifth is made with the card; what was made of these is three takes in five."""
    with TemporaryDirectory() as folder:
        record = Record.open(f"sqlite:///{folder}/record.db")
        record.add_all(_made())
        began = time.perf_counter()
        found = record.made_with({"a" * 64})
        ours = time.perf_counter() - began
        began = time.perf_counter()
        walked = _walk(record, "a" * 64)
        rival = time.perf_counter() - began
        record.close()
    told = f"{len(found):,} takes in {ours:.2f} s"
    same = {take for take, _ in found} == walked
    return Measure(
        f"affected by a notice, of {TAKES:,} takes",
        "≤ 3 s",
        told,
        ours <= 3 and same,
        f"a walk over all rows: {rival:.2f} s",
    )


def _made() -> Iterator[tuple[Run, tuple[Take, ...]]]:
    day, card = "2026-11-23T00:00:00Z", ({"name": "a voice", "digest": "a" * 64},)
    for n in range(TAKES):
        cards = card if n % 5 == 0 else ()
        inputs = (RunInput("from", "", f"t{n - 1}"),) if n % 5 in (1, 2) else ()
        run = Run(
            f"r{n}", f"{n:064x}", "tool", "voice.speak", 1, "c" * 64, {}, 0, cards, {}, "", "", inputs,
            "local", day, day,
        )  # fmt: skip
        yield run, (Take(f"t{n}", f"r{n}", f"line/{n}", f"{n:064x}", "audio", ".wav", 1, day),)


def _walk(record: Record, card: str) -> set[str]:
    """The rival: read every take and run, and go on until nothing is added."""
    runs, takes = record.runs(), record.takes()
    hit = {take.id for take in takes if any(one["digest"] == card for one in runs[take.run].cards)}
    while True:
        more = {take.id for take in takes if any(given.take in hit for given in runs[take.run].inputs)} - hit
        if not more:
            return hit
        hit |= more
