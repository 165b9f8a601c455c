"""Label texts for the audience, proposed from the shares; a person chooses, and nothing is legal advice."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from importlib import resources
from typing import Final, Literal, get_args

from pydantic import model_validator

from hwaryong.rights.card import Text
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.document import Strict, read_document
from hwaryong.rights.lineage import Class
from hwaryong.rights.shares import Measured
from hwaryong.rights.words import bars

Extent = Literal["generated", "assisted", "unclear", "temporary", "none"]
"""How far AI is in a film: shown in it as generated, or as retouched by people; perhaps, as something is
unclear; only behind it; not at all."""

_SHOWN: Final[dict[Measured, tuple[str, str]]] = {
    "final": ("요소", "of the elements"),
    "pixels": ("화면", "of what is seen"),
    "sound": ("소리", "of what is heard"),
    "words": ("글", "of the script"),
}
_AI: Final[dict[Class, tuple[str, str]]] = {
    "generated": ("AI 생성", "AI-generated"),
    "assisted": ("사람이 고친 AI", "retouched by people"),
}


class Wording(Strict):
    """One text and why it applies; `{ko}` and `{en}` stand for the shares."""

    why: Text
    ko: Text
    en: Text


class Label(Strict):
    """What one law or platform asks for, with its source and what is uncertain about it."""

    format: Literal["hwaryong.label/1"]
    name: Text
    about: Text
    source: Text
    rule_date: date
    read: date
    uncertain: Text
    notice: Text
    texts: dict[Extent, Wording]

    @model_validator(mode="after")
    def _every_extent(self) -> Label:
        missing = [extent for extent in get_args(Extent) if extent not in self.texts]
        if missing:
            raise ValueError(f"there is no text for {', '.join(missing)}")
        return self


@dataclass(frozen=True)
class Choice:
    """A text that may be chosen."""

    extent: Extent
    why: str
    ko: str
    en: str


@dataclass(frozen=True)
class Proposal:
    """The text that the shares speak for, and the others, for a label."""

    label: str
    about: str
    proposed: Choice
    others: tuple[Choice, ...]
    source: str
    rule_date: str
    read: str
    uncertain: str
    notice: str


def packaged_labels() -> list[Label]:
    """The labels that come with the package, by name."""
    folder = resources.files("hwaryong.rights") / "labels"
    with resources.as_file(folder) as path:
        return [read_document(file, Label) for file in sorted(path.glob("*.toml"))]


def proposals(disclosure: Disclosure) -> list[Proposal]:
    """What each packaged label would say of this film."""
    extent = extent_of(disclosure)
    return [_proposal(label, extent, disclosure) for label in packaged_labels()]


def extent_of(disclosure: Disclosure) -> Extent:
    """How far AI is in the film, by what is certain; what is unclear is never taken for nothing."""
    shown = [disclosure.shares[name] for name in _SHOWN if name in disclosure.shares]
    behind = disclosure.shares["ancestry"]
    if any(shares.classes["generated"].low for shares in shown):
        return "generated"
    if any(shares.classes["assisted"].low for shares in shown):
        return "assisted"
    if any(shares.classes[klass].high for shares in shown for klass in _AI):
        return "unclear"
    if any(behind.classes[klass].low for klass in _AI):
        return "temporary"
    return "unclear" if any(behind.classes[klass].high for klass in _AI) else "none"


def to_json(found: list[Proposal]) -> bytes:
    """The proposals as JSON."""
    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2).encode()


def to_text(found: list[Proposal]) -> str:
    """The proposals for people, in Korean and English."""
    blocks = []
    for one in found:
        others = "\n".join(f"  [{choice.extent}] {choice.ko}\n    {choice.en}" for choice in one.others)
        blocks.append(
            f"{one.about}\n{'=' * 72}\n"
            f"Proposed [{one.proposed.extent}]: {one.proposed.why}\n\n"
            f"  {one.proposed.ko}\n  {one.proposed.en}\n\n"
            f"Others to choose from:\n{others}\n\n"
            f"Source: {one.source} (in force or published {one.rule_date}, read {one.read})\n"
            f"Uncertain: {one.uncertain}\n{one.notice}\n"
        )
    return "\n\n".join(blocks)


def _proposal(label: Label, extent: Extent, disclosure: Disclosure) -> Proposal:
    ko, en = _figures(disclosure)
    choices = {
        name: Choice(name, text.why, text.ko.format(ko=ko), text.en.format(en=en))
        for name, text in label.texts.items()
    }
    return Proposal(
        label.name, label.about, choices[extent],
        tuple(choices[name] for name in get_args(Extent) if name != extent),
        label.source, label.rule_date.isoformat(), label.read.isoformat(), label.uncertain, label.notice,
    )  # fmt: skip


def _figures(disclosure: Disclosure) -> tuple[str, str]:
    """The shares of AI in what is shown, in Korean and English: "AI 생성 화면 3.1–4.0 %" and so on."""
    ko, en = [], []
    for bar in bars({name: disclosure.shares[name] for name in _SHOWN if name in disclosure.shares}):
        for band in bar.bands:
            if band.klass in _AI:
                words, (where_ko, where_en) = _AI[band.klass], _SHOWN[bar.measure]
                ko.append(f"{words[0]} {where_ko} {band.percent}")
                en.append(f"{words[1]} {band.percent} {where_en}")
    return ", ".join(ko) or "어느 기준으로도 AI 0 %", ", ".join(en) or "AI 0 % by every measure"
