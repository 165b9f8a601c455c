"""From scripts in one or more languages to scenes and numbered lines, and from those to one line's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown, Line, Scene, Words
from hwaryong.media.emphasis import plain
from hwaryong.media.pages import PaperName, paginate
from hwaryong.media.rate import Rate
from hwaryong.media.screenplay import Element
from hwaryong.media.script import Script
from hwaryong.media.text import Text
from hwaryong.story.clock import Pace, action_frames, pause_frames, speech_frames
from hwaryong.story.grammars import is_voice, mentions
from hwaryong.story.inventory import inventory
from hwaryong.story.slugline import slugline
from hwaryong.tool import tool

T = TypeVar("T")


@dataclass
class _Spoken:
    """What one cue says; `over` where the speaker is heard over other pictures."""

    speaker: str
    over: bool = False
    text: str = ""
    how: str = ""


@dataclass
class _Part:
    """A scene in one language; `page` and `eighths` are those of the script's pages."""

    heading: Element
    page: int = 1
    eighths: int = 1
    lines: list[_Spoken] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)


@tool("story.breakdown", version=2)
def breakdown(
    scripts: Mapping[str, Script],
    *,
    rate: Rate = "24/1",
    paper: PaperName = "letter",
    words_a_minute: int = Field(Pace.words_a_minute, ge=60, le=400),
    syllables_a_minute: int = Field(Pace.syllables_a_minute, ge=100, le=700),
    beat_ms: int = Field(Pace.beat_ms, ge=200, le=10_000),
) -> Breakdown:
    """Break scripts, one a language, down into scenes and lines numbered "001", "002" … in script order.

    One cue with all that it says is one line; a line has the same number in every language. A scene's cast
    speak in it or are named in its action; what else it needs is listed in notes ([[Props: brush, ink]]) or
    found by a list of words, which a person checks. Pages and eighths are those of the script set on `paper`;
    frames those of the animation clock at `rate` (`hwaryong.story.clock`).
    Raises BadInput where scenes or lines of the languages do not correspond, naming the first that differs.
    """
    if not scripts:
        raise BadInput("there is no script to break down", mend="write one first")
    languages = tuple(sorted(scripts))
    pace = Pace(words_a_minute=words_a_minute, syllables_a_minute=syllables_a_minute, beat_ms=beat_ms)
    clock = _Clock(Fraction(rate), pace)
    parts = {lang: _parts(scripts[lang], lang, paper) for lang in languages}
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
                    frames={lang: clock.speech(line) for lang, line in by_lang.items()},
                )
            )
    people = list({tuple(line.speaker.values()): line.speaker for line in lines}.values())
    scenes = tuple(
        _scene(number, {lang: parts[lang][number - 1] for lang in languages}, people, clock)
        for number in range(1, len(parts[languages[0]]) + 1)
    )
    title = {lang: " ".join(plain(scripts[lang].title_page.get("title", "")).split()) for lang in languages}
    made = Breakdown(Fraction(rate), languages, title, scenes, tuple(lines))
    return made.flagged(*_two_names(people, lines))


@tool("story.line", version=1)
def line(breakdown: Breakdown, *, line: str, lang: str) -> Text:
    """The text of one line in one language; raises BadInput where there is no such line or language."""
    found = breakdown.line(line)
    if lang not in found.text:
        known = ", ".join(found.text)
        raise BadInput(f"line {line} has no text in {lang!r}", mend=f"it is written in {known}")
    return Text(found.text[lang])


@dataclass(frozen=True)
class _Clock:
    """The animation clock at a rate."""

    rate: Fraction
    pace: Pace

    def speech(self, line: _Spoken) -> int:
        return speech_frames(line.text, self.rate, self.pace) + pause_frames(line.how, self.rate, self.pace)

    def scene(self, part: _Part) -> int:
        """Frames of a scene: what people say in it, after what happens; a voice is heard while it happens."""
        acted = (element.text for element in part.elements if element.type == "action")
        happens = sum(action_frames(text, self.rate, self.pace) for text in acted)
        over = sum(self.speech(line) for line in part.lines if line.over)
        return max(happens, over) + sum(self.speech(line) for line in part.lines if not line.over)


def _parts(script: Script, lang: str, paper: PaperName) -> list[_Part]:
    """The scenes of one script; raises BadInput where there is none, or a line before the first."""
    lengths = {
        scene.element: scene for scene in paginate(script.title_page, script.elements, paper=paper).scenes
    }
    parts: list[_Part] = []
    for index, element in enumerate(script.elements):
        if element.type == "scene_heading":
            parts.append(_Part(element, lengths[index].page, lengths[index].eighths))
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
    words = " ".join(plain(element.text).split())
    if element.type == "character":
        lines.append(_Spoken(element.speaker or words, is_voice(element)))
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


def _scene(number: int, parts: dict[str, _Part], people: list[Words], clock: _Clock) -> Scene:
    heads = {lang: slugline(plain(part.heading.text)) for lang, part in parts.items()}
    present = [
        person for person in people if any(_present(part, person[lang], lang) for lang, part in parts.items())
    ]
    return Scene(
        number=number,
        printed=next((part.heading.scene_number for part in parts.values() if part.heading.scene_number), ""),
        heading={lang: plain(part.heading.text).strip() for lang, part in parts.items()},
        place={lang: head.place for lang, head in heads.items()},
        time={lang: head.time for lang, head in heads.items()},
        setting=_first(head.setting for head in heads.values()),
        hour=_first(head.hour for head in heads.values()),
        cast=tuple(present),
        things=tuple(
            inventory(
                {lang: part.elements for lang, part in parts.items()},
                (name for person in people for name in person.values()),
            )
        ),
        page={lang: part.page for lang, part in parts.items()},
        eighths={lang: part.eighths for lang, part in parts.items()},
        words={lang: _words(part) for lang, part in parts.items()},
        frames={lang: clock.scene(part) for lang, part in parts.items()},
    )


def _first(told: Iterable[T]) -> T:
    """What the first language that says something says, else nothing."""
    found = list(told)
    return next((one for one in found if one), found[0])


def _present(part: _Part, name: str, lang: str) -> bool:
    """Whether a person speaks in a scene or is named in its action."""
    action = "\n".join(plain(element.text) for element in part.elements if element.type == "action")
    return any(line.speaker == name for line in part.lines) or name in mentions(action, {name}, lang)


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
