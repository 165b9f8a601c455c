"""A screenplay in one consistent Korean layout: S#n. place (time/side), action, name, tab, speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from hwaryong.media.koreancues import columns, plain, transition
from hwaryong.media.koreanheading import korean, setting
from hwaryong.media.koreanwords import ENDINGS, SIGNS, TITLE_KEYS
from hwaryong.media.screenplay import Element, ElementType

_SPOKEN: Final = frozenset({"character", "dialogue", "parenthetical", "lyrics"})
_PAGE: Final = 64  # columns
_LEAST_INDENT: Final = 20
_UNHELD: Final[dict[ElementType, str]] = {"boneyard": "boneyards", "page_break": "page breaks"}


def compose(title_page: Mapping[str, str], elements: Sequence[Element]) -> str:
    """A script in the modern Korean layout; `unheld` says what it has no place for.

    Sides and times of headings are written in Korean; scenes without a number get the next one.
    """
    blocks = ["\n".join(_title_page(title_page))] if title_page else []
    number, at = 0, 0
    while at < len(elements):
        element, end = elements[at], at + 1
        if element.type == "scene_heading":
            number = _next(element, number)
            place = korean(setting(_line(element.text)))
            blocks.append(f"S#{element.scene_number or number}. {place}".rstrip())
        elif element.type == "character" or (element.type in _SPOKEN and element.type != "lyrics"):
            while end < len(elements) and elements[end].type in _SPOKEN - {"character"}:
                end += 1
            blocks.append("\n".join(_speech(elements[at:end])))
        elif element.type not in _UNHELD:
            blocks.append(_block(element))
        at = end
    return "\n\n".join(block for block in blocks if block) + "\n"


def unheld(elements: Iterable[Element]) -> tuple[str, ...]:
    """What of a screenplay the layout has no place for, a sentence each."""
    count = Counter[str]()
    for element in elements:
        count[_UNHELD.get(element.type, "")] += 1
        count["dual dialogues"] += element.dual and element.type == "character"
    lost = [
        f"{count[what]} {what} were left out: the Korean layout has no place for them"
        for what in _UNHELD.values()
        if count[what]
    ]
    if count["dual dialogues"]:
        lost.append(
            f"{count['dual dialogues']} speeches said at once follow one another in the Korean layout"
        )
    return tuple(lost)


def _next(heading: Element, number: int) -> int:
    found = re.search(r"\d{1,6}", heading.scene_number or "")
    return int(found[0]) if found else number + 1 if heading.scene_number is None else number


def _title_page(page: Mapping[str, str]) -> Iterator[str]:
    names: dict[str, str] = {}
    for name, key in TITLE_KEYS.items():
        names.setdefault(key, name)
    names["authors"] = names["author"]
    for key, value in page.items():
        yield f"{names.get(key, key)}: " + "\n\t".join(value.split("\n"))


def _speech(spoken: Sequence[Element]) -> Iterator[str]:
    """The lines of a speech: the name and a tab before the first, a tab before the others."""
    name, said, how = "", [], ""
    for element in spoken:
        words = [line.strip() for line in element.text.split("\n") if line.strip()]
        match element.type:
            case "character":
                name = _line(element.text)
            case "parenthetical":
                how += f"{' '.join(words)} "
            case "lyrics":
                said.append(f"{how}♪ {' '.join(words)}")
                how = ""
            case _:
                said += [how + line if at == 0 else line for at, line in enumerate(words)]
                how = ""
    said += [how.rstrip()] if how else []
    for at, line in enumerate(said):
        yield f"{'' if at else name}\t{line}"


def _block(element: Element) -> str:
    words = _line(element.text)
    match element.type:
        case "action":
            return "\n".join(_line(line) for line in element.text.split("\n") if line.strip())
        case "centered":
            indent = max((_PAGE - columns(words)) // 2, _LEAST_INDENT)
            return words if plain(words) in ENDINGS else " " * indent + words
        case "transition" if transition(words):
            return words
    sign = next(sign for sign, type_ in SIGNS.items() if type_ == element.type)
    return f"{sign * max(1, element.level)} {words}"


def _line(words: str) -> str:
    return " ".join(words.split())
