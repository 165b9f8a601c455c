"""The disclosure as a PDF for a client, set by Typst; its Korean can be searched and copied."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

from hwaryong.errors import HwaryongError
from hwaryong.rights import words
from hwaryong.rights.disclosure import Disclosure, Element
from hwaryong.rights.label import Proposal

MAX_LISTED = 400
"""A film of more elements is shown by shot; page and JSON hold each element."""
MAX_QUESTIONS = 60
MAX_PICTURES = 18  # of a shot
_TAGGED = 2000  # above, the tags that a screen reader wants weigh more than the pages


def pdf(
    disclosure: Disclosure, *, pictures: Mapping[str, bytes] | None = None, labels: Sequence[Proposal] = ()
) -> bytes:
    """A4 pages in Korean and English; `pictures` are small JPEGs by take id.

    The same disclosure, pictures and labels give the same bytes: no clock, no random id, no system font.
    """
    import pylopdf_fonts_ko
    import typst

    with tempfile.TemporaryDirectory(prefix="hwaryong-pdf-") as name:
        folder = Path(name)
        for take, jpeg in (pictures or {}).items():
            (folder / f"{take}.jpg").write_bytes(jpeg)
        said = _said(disclosure, labels, frozenset(pictures or ()))
        (folder / "said.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        template = resources.files("hwaryong.rights") / "templates" / "disclosure.typ"
        (folder / "disclosure.typ").write_bytes(template.read_bytes())
        try:
            return bytes(
                typst.compile(
                    folder / "disclosure.typ",
                    root=folder,
                    font_paths=[pylopdf_fonts_ko.sans_path().parent],
                    ignore_system_fonts=True,
                    pdf_tags=len(disclosure.elements) <= _TAGGED,
                )
            )
        except typst.TypstError as error:
            raise HwaryongError(
                f"The disclosure cannot be set as PDF ({str(error).splitlines()[0]})."
            ) from None


def _said(d: Disclosure, labels: Sequence[Proposal], pictured: frozenset[str]) -> dict[str, Any]:
    """All that the pages say, as plain JSON; the template only sets it."""
    groups = words.by_place(d.rows)
    return {
        "production": d.production,
        "film": d.film,
        "draft": d.draft,
        "made": d.made or "",
        "maker": d.maker,
        "class": _class(d.klass),
        "policy": d.policy,
        "allowed": d.allowed,
        "gates": [_gate(gate.element, gate.review) for gate in d.gates],
        "elements": len(d.elements),
        "hidden": d.redacted.hidden if d.redacted else 0,
        "client": d.redacted.client if d.redacted else "",
        "hashes": [["필름 (서명 전) film before signing", d.digest], ["명세서 JSON disclosure", d.sha256],
                   ["머클 루트 Merkle root", d.merkle_root]],
        "questions": [
            {"about": " ".join(words.QUESTION_WORDS[q.about]), "element": q.element, "what": q.what,
             "path": list(q.path) if len(q.path) > 1 else []}
            for q in d.open_questions[:MAX_QUESTIONS]
        ],
        "more_questions": max(len(d.open_questions) - MAX_QUESTIONS, 0),
        "questions_in_all": len(d.open_questions),
        "cures": [{"sentence": one.sentence, "count": len(one.elements), "elements": list(one.elements[:6])}
                  for one in d.cures],
        "measures": [_measure(bar) for bar in words.bars(d.shares)],
        "cards": [_card(card) for card in d.cards],
        "statements": [{"text": s.statement, "by": s.by, "origin": s.origin, "count": len(s.elements),
                        "elements": list(s.elements[:4])} for s in d.statements],
        "labels": [asdict(one) for one in labels],
        "sheets": [_sheet(name, shown) for name, rows in groups
                   if (shown := [row for row in rows if row.take in pictured])],
        "places": [_place(name, rows) for name, rows in groups],
        "listed": [[row.element, *_class(row.klass)[:2], row.maker.name, row.digest[:16], row.seen, row.sound]
                   for _, rows in groups for row in rows] if len(d.rows) <= MAX_LISTED else [],
        "tools": [[maker.name, str(maker.version), maker.code[:16],
                   ", ".join(f"{name} {version}" for name, version in sorted(maker.libraries.items())), count]
                  for maker, count in words.tools_of(d.rows)],
    }  # fmt: skip


def _class(klass: Any) -> list[str]:
    korean, _, colour = words.CLASS_WORDS[klass]
    return [korean, klass, colour]


def _gate(element: str, review: Any) -> list[str]:
    return [
        element,
        review.verdict,
        " ".join(words.REVIEW_WORDS[review.verdict]),
        review.by,
        review.at,
        review.note,
    ]


def _measure(bar: words.Bar) -> dict[str, Any]:
    korean, english = words.MEASURE_WORDS[bar.measure]
    return {
        "korean": korean,
        "english": english,
        "total": f"{bar.total:,} {words.UNIT_WORDS[bar.unit]} {bar.unit}",
        "open": bar.open_permille,
        "bands": [[*_class(band.klass), band.permille, band.percent] for band in bar.bands],
    }


def _card(card: Any) -> dict[str, Any]:
    return {
        "name": card.name,
        "digest": card.digest[:16],
        "learned": card.learned,
        "answers": [
            {"question": list(words.DIMENSION_WORDS[dimension]), "answer": found.verdict,
             "colour": words.ANSWER_COLOURS[found.verdict], "path": list(found.path),
             "evidence": found.evidence, "cure": found.cure, "contradicted": list(found.contradicted)}
            for dimension, found in card.verdicts.items()
        ],
    }  # fmt: skip


def _sheet(name: str, rows: Sequence[Element]) -> dict[str, Any]:
    """The pictures of a shot; of many some that lie evenly, the last one with them."""
    step = max(len(rows) / MAX_PICTURES, 1)
    shown = [rows[-1 - int(number * step)] for number in range(min(len(rows), MAX_PICTURES))][::-1]
    return {"name": name, "pictures": list(map(_picture, shown)), "more": len(rows) - len(shown)}


def _picture(row: Element) -> dict[str, str]:
    name = row.element.removeprefix(words.place(row)).strip("/") or row.element
    return {"file": f"{row.take}.jpg", "name": name, "colour": words.CLASS_WORDS[row.klass][2]}


def _place(name: str, rows: Sequence[Element]) -> list[Any]:
    """A shot, its number of elements, and the classes of those that are seen, most first."""
    seen = Counter(row.klass for row in rows if row.seen)
    replaced = sum(not row.seen for row in rows)
    return [name, len(rows), [[*_class(klass), count] for klass, count in seen.most_common()], replaced]
