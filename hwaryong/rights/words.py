"""The words and colours of a disclosure, in Korean and English, as page and PDF show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hwaryong.rights.disclosure import Element, Maker
from hwaryong.rights.lineage import CLASSES, Class
from hwaryong.rights.shares import MEASURES, Measured, Shares, Unit
from hwaryong.rights.verdict import Answered, Dimension

CLASS_WORDS: Final[dict[Class, tuple[str, str, str]]] = {  # Korean, English, sRGB colour
    "human": ("사람", "human", "#2f5d8a"),
    "algorithmic": ("규칙 기반 프로그램", "algorithmic, no learned model", "#8d97a3"),
    "assisted": ("사람이 고친 AI", "assisted", "#c98a1b"),
    "generated": ("AI 생성", "generated", "#b3261e"),
    "composite": ("혼합", "composite", "#6d5a8c"),
    "unclear": ("출처 불명", "unclear", "#1b1917"),
}
MEASURE_WORDS: Final[dict[Measured, tuple[str, str]]] = {
    "final": ("필름에 보이는 요소", "elements that can be seen in the film"),
    "temporary": ("사람의 작업이 대체한 요소", "elements that a person's work has replaced"),
    "ancestry": ("필름이 나온 모든 요소", "all elements that it descends from, replaced drafts included"),
    "pixels": ("화면에 보이는 화소", "what is seen, in pixel-frames"),
    "sound": ("들리는 소리", "what is heard, in samples"),
    "words": ("각본의 어절", "the words of the script"),
    "surviving": ("손본 그림에 남은 것", "retouched drawings: whose ink it still is"),
    "surviving-sound": ("손본 소리에 남은 것", "retouched sound: whose sound it still is"),
    "surviving-words": ("손본 글에 남은 것", "retouched text: whose words they still are"),
}
UNIT_WORDS: Final[dict[Unit, str]] = {
    "elements": "요소", "pixel-frames": "화소·프레임", "samples": "샘플", "words": "어절",
    "ink-pixels": "선 화소",
}  # fmt: skip
QUESTION_WORDS: Final = {
    "record": ("기록 훼손", "the record"),
    "content": ("내용 불일치", "a content"),
    "lost": ("기록 유실", "a lost origin"),
    "unclear": ("출처 불명", "unclear origin"),
    "policy": ("정책 위반", "the policy"),
    "card": ("계보 카드 없음", "a card"),
    "stale": ("낡은 수작업", "stale hand work"),
    "approval": ("승인 없음", "approval"),
    "share": ("측정 불가", "a share that was not measured"),
    "flag": ("확인 요청", "flagged by a tool"),
}
REVIEW_WORDS: Final = {
    "approved": ("승인", "approved"),
    "retake": ("리테이크", "retake"),
    "pending": ("대기", "pending"),
}
DIMENSION_WORDS: Final[dict[Dimension, tuple[str, str]]] = {
    "commercial": ("상업 이용", "commercial use"),
    "training_consent": ("학습 동의", "training consent"),
    "territory": ("지역", "territory"),
    "expiry": ("기한", "expiry"),
    "likeness": ("초상·음성", "likeness and voice"),
    "client_ban": ("의뢰인의 금지", "client's ban"),
}
ANSWER_COLOURS: Final[dict[Answered, str]] = {
    "ok": "#3d6b45",
    "restricted": "#c98a1b",
    "unknown": "#6b6459",
    "forbidden": "#b3261e",
}


@dataclass(frozen=True)
class Band:
    """A class's part of a measure: what is certain in per mille of the whole, and its range in per cent."""

    klass: Class
    low: int
    high: int
    permille: float
    percent: str


@dataclass(frozen=True)
class Bar:
    """One measure as a bar: a band a class, and what is left because it may be of any class."""

    measure: Measured
    total: int
    unit: Unit
    bands: tuple[Band, ...]
    open_permille: float


def bars(shares: dict[Measured, Shares]) -> list[Bar]:
    """The measures that were taken, in their order; classes without anything in them are left out."""
    return [_bar(name, shares[name]) for name in MEASURES if name in shares]


def _bar(name: Measured, shares: Shares) -> Bar:
    whole = max(shares.total, 1)
    bands = tuple(
        Band(
            klass,
            low,
            high,
            round(1000 * low / whole, 2) if klass != "unclear" else 0.0,
            _percent(low, high, whole),
        )
        for klass, low, high in (
            (name, shares.classes[name].low, shares.classes[name].high) for name in CLASSES
        )
        if high
    )
    settled = sum(band.low for band in bands if band.klass != "unclear")
    return Bar(name, shares.total, shares.unit, bands, round(1000 * (shares.total - settled) / whole, 2))


def _percent(low: int, high: int, whole: int) -> str:
    """One or two figures; what is there is never shown as nothing, and what is not all never as all."""
    shown = dict.fromkeys(_figure(count, whole) for count in (low, high))
    return "–".join(shown) + " %"


def _figure(count: int, whole: int) -> str:
    text = f"{100 * count / whole:.1f}"
    if text == "0.0" and count:
        return "<0.1"
    return ">99.9" if text == "100.0" and count != whole else text


def place(row: Element) -> str:
    """The shot of an element; of one outside the shots its episode or shared folder."""
    parts = row.element.split("/")
    in_shot = len(parts) > 3 and parts[1].startswith("sq")
    return "/".join(parts[:3]) if in_shot else parts[0]


def by_place(elements: Iterable[Element]) -> list[tuple[str, list[Element]]]:
    """Elements by shot, the rest by episode or shared folder."""
    ordered = sorted(elements, key=lambda row: (place(row), row.element, row.take))
    return [(name, list(rows)) for name, rows in groupby(ordered, key=place)]


def tools_of(elements: Iterable[Element]) -> list[tuple[Maker, int]]:
    """Each tool, by its code, with the number of takes that it made."""
    found: dict[tuple[str, int, str], tuple[Maker, int]] = {}
    for row in elements:
        if row.maker.kind == "tool":
            key = (row.maker.name, row.maker.version, row.maker.code)
            found[key] = (row.maker, found.get(key, (row.maker, 0))[1] + 1)
    return [found[key] for key in sorted(found)]
