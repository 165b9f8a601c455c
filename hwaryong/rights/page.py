"""The disclosure as a page that a producer can read, print and send: one file, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from hwaryong.errors import BadInput
from hwaryong.rights.disclosure import Disclosure, Element
from hwaryong.rights.lineage import CLASSES, Class
from hwaryong.rights.shares import MEASURES, Measured, Shares

_CLASSES: Final[dict[Class, tuple[str, str, str]]] = {  # Korean, English, sRGB colour
    "human": ("사람", "human", "#2f5d8a"),
    "algorithmic": ("규칙 기반 프로그램", "algorithmic, no learned model", "#7b8794"),
    "assisted": ("사람이 고친 AI", "assisted", "#c98a1b"),
    "generated": ("AI 생성", "generated", "#b3261e"),
    "composite": ("혼합", "composite", "#6d5a8c"),
    "unclear": ("출처 불명", "unclear", "#1b1917"),
}
_MEASURES: Final[dict[Measured, tuple[str, str]]] = {  # Korean, English
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
_QUESTIONS: Final = {
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
_WORDS: Final = {
    "approved": ("승인", "approved"),
    "retake": ("리테이크", "retake"),
    "pending": ("대기", "pending"),
}
_WIDTH_PX: Final = 360


def page(disclosure: Disclosure, *, pictures: Mapping[str, str] | None = None) -> str:
    """HTML of a disclosure, in Korean and English; `pictures` are small `data:image/…` URLs by take id.

    The same disclosure and pictures give the same text. Raises BadInput for a picture that is no data URL.
    """
    pictures = pictures or {}
    for take, url in pictures.items():
        if not url.startswith("data:image/"):
            raise BadInput(f"the picture of take {take} is no data:image URL")
    environment = Environment(
        loader=PackageLoader("hwaryong.rights"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("disclosure.html.j2").render(
        d=disclosure,
        sha256=disclosure.sha256,
        classes=_CLASSES,
        question_words=_QUESTIONS,
        review_words=_WORDS,
        bars={name: _bars(disclosure.shares[name]) for name in MEASURES if name in disclosure.shares},
        measures=_MEASURES,
        width=_WIDTH_PX,
        groups=_groups(disclosure.elements),
        tools=_tools(disclosure.elements),
        pictures=pictures,
    )


def _bars(shares: Shares) -> list[dict[str, Any]]:
    """A bar a class: solid up to low, hatched from low to high."""
    bars = []
    for klass in CLASSES:
        share, total = shares.classes[klass], max(shares.total, 1)
        low, high = (round(_WIDTH_PX * count / total, 1) for count in (share.low, share.high))
        percent = "–".join(dict.fromkeys(f"{100 * count / total:.1f}" for count in (share.low, share.high)))
        bars.append(
            {"klass": klass, "share": share, "low": low, "rest": round(high - low, 1), "percent": percent}
        )
    return bars


def _group(row: Element) -> str:
    parts = row.element.split("/")
    in_shot = len(parts) > 3 and parts[1].startswith("sq")
    return "/".join(parts[:3]) if in_shot else parts[0]


def _groups(elements: Iterable[Element]) -> list[tuple[str, list[Element]]]:
    """Elements by shot, the rest by episode or shared folder."""
    ordered = sorted(elements, key=lambda row: (_group(row), row.element, row.take))
    return [(name, list(rows)) for name, rows in groupby(ordered, key=_group)]


def _tools(elements: Iterable[Element]) -> list[dict[str, Any]]:
    found: dict[tuple[str, int, str], dict[str, Any]] = {}
    for row in elements:
        if row.maker.kind == "tool":
            key = (row.maker.name, row.maker.version, row.maker.code)
            found.setdefault(key, {"maker": row.maker, "count": 0})["count"] += 1
    return [found[key] for key in sorted(found)]
