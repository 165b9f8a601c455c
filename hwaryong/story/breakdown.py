"""From scripts in one or more languages to scenes and numbered lines, and from those to one line's text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import ceil

from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown, Line, Scene, Words
from hwaryong.media.script import HEADING, Element, Script
from hwaryong.media.text import Text
from hwaryong.story.script import GRAMMARS
from hwaryong.tool import tool

PAGE_LINES = 55
COLUMNS = {"action": 61, "dialogue": 35, "lyrics": 35, "parenthetical": 25, "character": 38}
PROPS = re.compile(r"(?:props?|소품)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)


@dataclass
class _Spoken:
    """What one cue says."""

    speaker: str
    text: str = ""
    how: str = ""


@dataclass
class _Part:
    """A scene in one language."""

    heading: Element
    lines: list[_Spoken] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)


@tool("story.breakdown", version=1)
def breakdown(scripts: Mapping[str, Script]) -> Breakdown:
    """Break scripts, one a language, down into scenes and lines numbered "001", "002" … in script order.

    One cue with all that it says is one line; a line has the same number in every language. Props are those
    of notes such as [[Props: brush, ink]]. Eighths are estimated from the standard page (55 lines, action 61
    and dialogue 35 columns wide, Hangul two columns).
    Raises BadInput where scenes or lines of the languages do not correspond, naming the first that differs.
    """
    if not scripts:
        raise BadInput("there is no script to break down", mend="write one first")
    languages = tuple(sorted(scripts))
    parts = {lang: _parts(scripts[lang], lang) for lang in languages}
    _same_count("scenes", {lang: [part.heading.text for part in parts[lang]] for lang in languages})
    lines: list[Line] = []
    for number, row in enumerate(zip(*(parts[lang] for lang in languages), strict=True), 1):
        spoken = {lang: part.lines for lang, part in zip(languages, row, strict=True)}
        said = {lang: [f"{line.speaker}: {line.text}" for line in spoken[lang]] for lang in languages}
        _same_count(f"lines in scene {number}", said)
        for same in zip(*spoken.values(), strict=True):
            by_lang = dict(zip(languages, same, strict=True))
            lines.append(
                Line(
                    number=f"{len(lines) + 1:03}",
                    scene=number,
                    speaker={lang: line.speaker for lang, line in by_lang.items()},
                    text={lang: line.text for lang, line in by_lang.items()},
                    how={lang: line.how for lang, line in by_lang.items() if line.how},
                )
            )
    people = list({tuple(line.speaker.values()): line.speaker for line in lines}.values())
    scenes = tuple(
        _scene(number, {lang: parts[lang][number - 1] for lang in languages}, people)
        for number in range(1, len(parts[languages[0]]) + 1)
    )
    title = {lang: scripts[lang].title_page.get("title", "") for lang in languages}
    return Breakdown(languages, title, scenes, tuple(lines)).flagged(*_two_names(people, lines))


@tool("story.line", version=1)
def line(breakdown: Breakdown, *, line: str, lang: str) -> Text:
    """The text of one line in one language; raises BadInput where there is no such line or language."""
    found = breakdown.line(line)
    if lang not in found.text:
        known = ", ".join(found.text)
        raise BadInput(f"line {line} has no text in {lang!r}", mend=f"it is written in {known}")
    return Text(found.text[lang])


def _parts(script: Script, lang: str) -> list[_Part]:
    """The scenes of one script; raises BadInput where there is none, or a line before the first."""
    parts: list[_Part] = []
    for element in script.elements:
        if element.type == "scene_heading":
            parts.append(_Part(element))
        elif not parts:
            if element.type == "character":
                raise BadInput(
                    f"the {lang} script lets {element.speaker} speak before the first scene heading",
                    mend="put a heading before it",
                )
        else:
            parts[-1].elements.append(element)
            _hear(parts[-1].lines, element)
    if not parts:
        raise BadInput(
            f"the {lang} script has no scene heading", mend="write one such as INT. TEMPLE - NIGHT"
        )
    return parts


def _hear(lines: list[_Spoken], element: Element) -> None:
    words = " ".join(element.text.split())
    if element.type == "character":
        lines.append(_Spoken(element.speaker or words))
    elif element.type == "parenthetical" and element.speaker and lines:
        lines[-1].how = f"{lines[-1].how}; {words.strip('()')}".removeprefix("; ")
    elif element.type in ("dialogue", "lyrics") and element.speaker and lines:
        lines[-1].text = f"{lines[-1].text} {words}".strip()


def _same_count(what: str, texts: dict[str, list[str]]) -> None:
    """Raise BadInput that names the first text which another language does not have."""
    first, *others = texts
    for lang in others:
        a, b = texts[first], texts[lang]
        if len(a) == len(b):
            continue
        more = first if len(a) > len(b) else lang
        extra = texts[more][min(len(a), len(b))]
        extra = extra if len(extra) <= 60 else extra[:59] + "…"
        raise BadInput(
            f"the scripts do not correspond: {len(a)} {what} in {first}, {len(b)} in {lang}; "
            f"only {more} has number {min(len(a), len(b)) + 1} “{extra}”",
            mend="add or take away what one of them has more, and name every unknown speaker",
        )


def _scene(number: int, parts: dict[str, _Part], people: list[Words]) -> Scene:
    places = {lang: _place_time(part.heading.text) for lang, part in parts.items()}
    present = [
        person for person in people if any(_present(part, person[lang], lang) for lang, part in parts.items())
    ]
    return Scene(
        number=number,
        heading={lang: part.heading.text.strip() for lang, part in parts.items()},
        place={lang: place for lang, (place, _) in places.items()},
        time={lang: time for lang, (_, time) in places.items()},
        cast=tuple(present),
        props=tuple({lang: prop} for lang, part in parts.items() for prop in _props(part)),
        eighths={lang: _eighths(part) for lang, part in parts.items()},
        words={lang: _words(part) for lang, part in parts.items()},
    )


def _place_time(heading: str) -> tuple[str, str]:
    mark = HEADING.match(heading)
    words = heading[mark.end() :] if mark else heading
    place, _, time = words.strip().rpartition(" - ")
    return (place.strip(), time.strip()) if place else (time.strip(), "")


def _present(part: _Part, name: str, lang: str) -> bool:
    """Whether a person speaks in a scene or is named in its action."""
    action = "\n".join(element.text for element in part.elements if element.type == "action")
    return any(line.speaker == name for line in part.lines) or name in _mentions(action, {name}, lang)


def _mentions(text: str, names: Collection[str], lang: str) -> set[str]:
    grammar = GRAMMARS.get(lang)
    return (
        grammar.mentions(text, names) if grammar else {name for name in names if name.lower() in text.lower()}
    )


def _props(part: _Part) -> list[str]:
    notes = (PROPS.fullmatch(element.text.strip()) for element in part.elements if element.type == "note")
    return [prop.strip() for note in notes if note for prop in note[1].split(",") if prop.strip()]


def _eighths(part: _Part) -> int:
    lines = 2
    for element in part.elements:
        columns = COLUMNS.get(element.type)
        if columns:
            lines += sum(max(1, ceil(_width(text) / columns)) for text in element.text.split("\n"))
            lines += element.type in ("action", "character")
    return max(1, ceil(lines * 8 / PAGE_LINES))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _words(part: _Part) -> int:
    return sum(
        len(element.text.split())
        for element in part.elements
        if element.type in ("action", "dialogue", "lyrics")
    )


def _two_names(people: list[Words], lines: list[Line]) -> list[str]:
    """A flag for everybody whose name in one language goes with two names in another."""
    flags = []
    for lang in people[0] if people else ():
        names = [person[lang] for person in people]
        for name in sorted({name for name in names if names.count(name) > 1}):
            numbers = [line.number for line in lines if line.speaker[lang] == name]
            flags.append(
                f"{name} ({lang}) has two names in another language; check lines {', '.join(numbers)}"
            )
    return flags
