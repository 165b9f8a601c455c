"""What a scene needs besides its cast, found in its action lines and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from hwaryong.media.breakdown import Category, Thing
from hwaryong.media.screenplay import Element
from hwaryong.story.things import KINDS, Kind

NOTES: Final[dict[Category, tuple[str, ...]]] = {
    "crowd": ("crowd", "extras", "엑스트라"),
    "props": ("prop", "props", "소품"),
    "vehicles": ("vehicle", "vehicles", "차량"),
    "animals": ("animal", "animals", "동물"),
    "wardrobe": ("wardrobe", "costume", "의상"),
    "effects": ("fx", "effects", "효과"),
    "sound": ("sound", "sfx", "음향"),
    "music": ("music", "음악"),
}
_NOTE = re.compile(r"\s*([^\W\d_]+)\s*:\s*(\S.*)", re.DOTALL)
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:['’-][A-Z]+)*(?: [A-Z]{2,}(?:['’-][A-Z]+)*)*\b")
_ARTICLE = r"(?:an?|the|his|her|their|its|my|your|our|this|that|one|two|three|some|old|with|of)"
_PARTICLES = (
    "(?:들)?(?:을|를|이|가|은|는|에|에서|에게|로|으로|과|와|도|의|만|까지|부터|처럼|이나|나|한|하나|두|세)?"
)


@dataclass(frozen=True)
class _Found:
    kind: Kind
    name: str
    source: tuple[int, int]
    doubtful: bool


def inventory(scene: Mapping[str, Iterable[Element]], cast: Iterable[str]) -> list[Thing]:
    """What a scene's elements, by language, name: by a note (sure), a list of words, or English capitals.

    Names of the cast are left out. One thing that several languages name is one `Thing`.
    """
    people = {name.casefold() for name in cast}
    noted: list[Thing] = []
    found: dict[str, dict[Kind, _Found]] = {}
    loud: list[Thing] = []
    for lang, elements in scene.items():
        kinds = found.setdefault(lang, {})
        for element in elements:
            if element.type == "note":
                noted += _noted(element, lang)
            elif element.type == "action":
                for one in _named(element, lang):
                    if not {name.casefold() for name in one.kind.names.get(lang, ())} & people:
                        best = kinds.get(one.kind)
                        kinds[one.kind] = one if best is None or best.doubtful > one.doubtful else best
                loud += _loud(element, lang, people) if lang == "en" else []
    listed = _listed(found)
    known = {name.casefold() for thing in (*noted, *listed) for name in thing.name.values()}
    for thing in loud:
        if thing.name["en"].casefold().rstrip("s") not in {name.rstrip("s") for name in known}:
            known.add(thing.name["en"].casefold())
            listed.append(thing)
    told = {(lang, name.casefold()) for thing in noted for lang, name in thing.name.items()}
    fresh = [thing for thing in listed if not {(lang, n.casefold()) for lang, n in thing.name.items()} & told]
    return [*noted, *fresh]


def _noted(element: Element, lang: str) -> list[Thing]:
    """What a note such as [[Props: brush, ink]] lists."""
    note = _NOTE.fullmatch(element.text)
    if note is None:
        return []
    category = next((one for one, words in NOTES.items() if note[1].casefold() in words), None)
    if category is None:
        return []
    names = dict.fromkeys(" ".join(name.split()) for name in note[2].split(",") if name.strip())
    return [
        Thing(category=category, name={lang: name}, source={lang: element.source}, sure=True)
        for name in names
    ]


def _named(element: Element, lang: str) -> Iterator[_Found]:
    """The kinds of things that a line of action names, doubtful or not."""
    pattern, kinds = _pattern(lang)
    if pattern is None:
        return
    for match in pattern.finditer(element.text):
        name = match["name"].casefold()
        name = next(one for one in (name, name[:-1], name[:-2]) if one in kinds)  # of brushes, the brush
        kind = kinds[name]
        doubtful = name in kind.doubtful
        if (
            doubtful
            and lang == "en"
            and re.search(rf"\b{_ARTICLE} $", element.text[: match.start("name")], re.IGNORECASE)
        ):
            doubtful = False
        yield _Found(kind, name, element.source, doubtful)


@cache
def _pattern(lang: str) -> tuple[re.Pattern[str] | None, dict[str, Kind]]:
    kinds = {name.casefold(): kind for kind in KINDS for name in kind.names.get(lang, ())}
    if not kinds:
        return None, kinds
    names = "|".join(re.escape(name) for name in sorted(kinds, key=len, reverse=True))
    if lang == "ko":
        return re.compile(rf"(?<![가-힣])(?P<name>{names}){_PARTICLES}(?![가-힣])"), kinds
    return re.compile(rf"\b(?P<name>(?:{names})(?:e?s)?)\b", re.IGNORECASE), kinds


def _listed(found: Mapping[str, Mapping[Kind, _Found]]) -> list[Thing]:
    """One thing a kind; a doubtful name needs another language that names the kind."""
    things = []
    for kind in dict.fromkeys(kind for kinds in found.values() for kind in kinds):
        by_lang = {lang: kinds[kind] for lang, kinds in found.items() if kind in kinds}
        if len(by_lang) == 1 and all(one.doubtful for one in by_lang.values()):
            continue
        things.append(
            Thing(
                category=kind.category,
                name={lang: one.name for lang, one in by_lang.items()},
                source={lang: one.source for lang, one in by_lang.items()},
                sure=False,
            )
        )
    return things


def _loud(element: Element, lang: str, people: set[str]) -> list[Thing]:
    """Words in capitals: a screenplay introduces people, sounds and things so; a person sorts them."""
    if element.text.isupper():
        return []
    return [
        Thing(
            category="unsorted",
            name={lang: match[0].casefold()},
            source={lang: element.source},
            sure=False,
        )
        for match in _CAPITALS.finditer(element.text)
        if not {match[0].casefold(), *match[0].casefold().split()} & people
    ]


__all__ = ["inventory"]
