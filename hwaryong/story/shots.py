"""From a script to the shots that it asks for: a proposal that a director changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Many
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.emphasis import plain
from hwaryong.media.rate import Rate
from hwaryong.media.screenplay import Element
from hwaryong.media.script import Script
from hwaryong.media.shotlist import PlannedShot, Sequence, ShotList, Size
from hwaryong.story.clock import Pace, action_frames, pause_frames, speech_frames
from hwaryong.story.grammars import is_voice, mentions
from hwaryong.tool import tool

_SENTENCE = re.compile(r"[^.!?…。\n]+(?:[.!?…。]+[”’\"']*|$)", re.MULTILINE)
_NEAR: Final[dict[Size, re.Pattern[str]]] = {
    "insert": re.compile(
        r"\b(?:insert|fingers?|fingertips?|hands?|tip of|letter reads|screen reads)\b"
        r"|인서트|손끝|손가락|붓끝|끝이"
    ),
    "close": re.compile(
        r"\b(?:close(?:-?up)?|eyes?|face|lips?|tears?|pupils?|whispers?)\b"
        r"|클로즈업|눈동자|눈빛|눈이|얼굴|입술|눈물"
    ),
    "wide": re.compile(
        r"\b(?:wide|establishing|crowd|people|army|sky|sea|mountains?|city|village|landscape|far away)\b"
        r"|전경|군중|사람들|하늘|바다|산봉우리|산속|도시|마을|멀리"
    ),
}
_VERBLESS: Final = 3  # words: "A gunshot." is no shot of its own


@dataclass
class _Draft:
    """A shot while it is put together."""

    size: Size
    subject: str
    action: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    source: tuple[int, int] = (0, 0)
    happens: int = 0
    over: int = 0  # frames of voices that are heard meanwhile
    hears: bool = False

    @property
    def frames(self) -> int:
        return max(self.happens, self.over)

    def take(self, words: str, frames: int, source: tuple[int, int]) -> None:
        self.action += [words] if words else []
        if self.hears:
            self.over += frames
        else:
            self.happens += frames
        self.source = (min(self.source[0], source[0]), max(self.source[1], source[1]))


@tool("story.shots", version=1)
def shots(
    script: Script,
    *,
    lang: str,
    rate: Rate = "24/1",
    longest_ms: int = Field(8000, ge=1000, le=60_000),
    shortest_ms: int = Field(1000, ge=100, le=10_000),
    words_a_minute: int = Field(Pace.words_a_minute, ge=60, le=400),
    syllables_a_minute: int = Field(Pace.syllables_a_minute, ge=100, le=700),
    beat_ms: int = Field(Pace.beat_ms, ge=200, le=10_000),
) -> ShotList:
    """Propose sequences, one a scene, and their shots, numbered in tens so that others fit between.

    A scene begins with its place. Sentences of action share a shot while they are near the same thing and it
    stays under `longest_ms`; each speaker has a shot of his own, which goes on while he speaks; what would be
    shorter than `shortest_ms` joins the shot before it. A shot's subject are those of the speakers whom it
    names. Lines have the numbers of the breakdown.
    Raises BadInput where the script has no scene.
    """
    fps = Fraction(rate)
    planner = _Planner(
        fps, Pace(words_a_minute=words_a_minute, syllables_a_minute=syllables_a_minute, beat_ms=beat_ms),
        longest=int(longest_ms * fps / 1000), shortest=int(shortest_ms * fps / 1000),
        cast=frozenset(element.speaker for element in script.elements if element.speaker), lang=lang,
    )  # fmt: skip
    sequences = []
    for number, (heading, elements) in enumerate(_scenes(script.elements), 1):
        drafts = planner.scene(heading, elements)
        made = tuple(_named(draft, at) for at, draft in enumerate(drafts, 1))
        sequences.append(
            Sequence(
                name=f"sq{number * 10:03}", scene=number, heading=plain(heading.text).strip(), shots=made
            )
        )
    if not sequences:
        raise BadInput("the script has no scene heading", mend="write one such as INT. TEMPLE - NIGHT")
    return ShotList(fps, " ".join(plain(script.title_page.get("title", "")).split()), tuple(sequences))


def _scenes(elements: Many[Element]) -> Iterator[tuple[Element, list[Element]]]:
    heading: Element | None = None
    inside: list[Element] = []
    for element in elements:
        if element.type == "scene_heading":
            if heading:
                yield heading, inside
            heading, inside = element, []
        else:
            inside.append(element)
    if heading:
        yield heading, inside


def _named(draft: _Draft, at: int) -> PlannedShot:
    return PlannedShot(
        name=f"sh{at * 10:03}", size=draft.size, subject=draft.subject, action=" ".join(draft.action),
        lines=tuple(draft.lines), frames=max(1, draft.frames), source=draft.source,
    )  # fmt: skip


class _Planner:
    """Puts the elements of scene after scene into shots; it counts the lines on the way."""

    def __init__(
        self, rate: Fraction, pace: Pace, *, longest: int, shortest: int, cast: frozenset[str], lang: str
    ) -> None:
        self.rate, self.pace, self.longest, self.shortest = rate, pace, longest, shortest
        self.cast, self.lang = cast, lang
        self.line = 0

    def scene(self, heading: Element, elements: Many[Element]) -> list[_Draft]:
        drafts: list[_Draft] = []
        for element in elements:
            match element.type:
                case "action":
                    for sentence in _SENTENCE.findall(plain(element.text)):
                        self._act(drafts, " ".join(sentence.split()), element.source)
                case "character":
                    self.line += 1
                    self._speak(drafts, element)
                case "dialogue" | "lyrics" if drafts:
                    frames = speech_frames(plain(element.text), self.rate, self.pace)
                    drafts[-1].take("", frames, element.source)
                case "parenthetical" if drafts:
                    how = element.text.strip("() ")
                    drafts[-1].take(f"({how})", pause_frames(how, self.rate, self.pace), element.source)
        if not drafts:
            drafts.append(_Draft("wide", "", source=heading.source, happens=self.shortest))
        if drafts[0].lines or drafts[0].size not in ("wide", "insert", "close"):
            drafts[0].size = "wide" if not drafts[0].lines else "full"
        for draft in drafts:
            if not draft.lines:
                draft.subject = ", ".join(sorted(mentions(" ".join(draft.action), self.cast, self.lang)))
        return self._merged(drafts)

    def _act(self, drafts: list[_Draft], sentence: str, source: tuple[int, int]) -> None:
        if not sentence:
            return
        frames = action_frames(sentence, self.rate, self.pace)
        near = next((size for size, words in _NEAR.items() if words.search(sentence)), None)
        last = drafts[-1] if drafts else None
        goes_on = last is not None and not last.lines and last.frames + frames <= self.longest
        if last is not None and goes_on and (near in (None, last.size) or len(sentence.split()) <= _VERBLESS):
            last.hears = False
            last.take(sentence, frames, source)
            return
        draft = _Draft(near or "full", "", source=source)
        draft.take(sentence, frames, source)
        drafts.append(draft)

    def _speak(self, drafts: list[_Draft], cue: Element) -> None:
        who = cue.speaker or cue.text
        number = f"{self.line:03}"
        last = drafts[-1] if drafts else None
        voice = is_voice(cue)
        if last is not None and (voice or (last.subject == who and last.lines)):
            last.lines.append(number)
            last.hears = voice
            return
        drafts.append(_Draft("medium", who, lines=[number], source=cue.source))

    def _merged(self, drafts: list[_Draft]) -> list[_Draft]:
        """Shots too short to be seen join the one before; two short speeches so become a shot of two."""
        merged: list[_Draft] = []
        for draft in drafts:
            last = merged[-1] if merged else None
            if (
                last is not None
                and draft.frames < self.shortest
                and last.frames + draft.frames <= self.longest
            ):
                subjects = dict.fromkeys(filter(None, (last.subject, draft.subject)))
                merged[-1] = replace(
                    last, subject=", ".join(subjects), action=[*last.action, *draft.action],
                    lines=[*last.lines, *draft.lines], source=(last.source[0], draft.source[1]),
                    happens=last.happens + draft.happens, over=last.over + draft.over,
                )  # fmt: skip
            else:
                merged.append(draft)
        return merged


__all__ = ["shots"]
