"""From a chapter of a novel to a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, Literal

from hwaryong.errors import BadInput
from hwaryong.media.script import Element, Script
from hwaryong.media.text import Text
from hwaryong.story import shifts_en, shifts_ko, speakers
from hwaryong.story.chapter import SENTENCE, Paragraph, chapter
from hwaryong.story.grammars import GRAMMARS
from hwaryong.story.heard import Heard, english
from hwaryong.story.koreanspeakers import korean_speech
from hwaryong.story.scenes import Scene, scenes
from hwaryong.story.shifts import Shifts
from hwaryong.story.stage import Said, Told, staged
from hwaryong.tool import tool

HEARD: Final = {"en": english, "ko": korean_speech}
SHIFTS: Final[dict[str, Shifts]] = {"en": shifts_en, "ko": shifts_ko}
INWARD: Final = 120
"""Characters from which on sentences that tell of thoughts are a note, not action."""
UNSEEN: Final = 0.6


@tool("story.adapt", version=1, cards=(speakers.CARD,), models=(speakers.MODEL,), libraries=("numpy",))
def adapt(prose: Text, *, lang: str, syntax: Literal["fountain", "json"] = "fountain") -> Script:
    """Write a chapter of a novel, or a whole one, as a screenplay.

    Scenes begin where place, time or cast change; headings name the place and the hour that the prose names,
    or say that they are unknown. Every dialogue element is `prose[start:end]` of its source, to the letter;
    its speaker is None, under a cue that says so, where nobody is sure enough. Narration becomes action
    without the tags of dialogue, and a note where it is long and tells of thoughts. What was inferred keeps
    its confidence, its alternatives and its reason in JSON. Raises BadInput for a language without rules.
    """
    if lang not in SHIFTS:
        raise BadInput(f"there are no rules for the language {lang!r}", mend=f"it knows {', '.join(SHIFTS)}")
    text, grammar = prose.text, GRAMMARS[lang]
    paragraphs = chapter(text, lang)
    heard = HEARD[lang](text, paragraphs)
    own = _by_paragraph(paragraphs, heard)
    names = {speech.speaker for speech in heard if speech.speaker}
    told = _masked(text, heard)
    cut = scenes(paragraphs, told, _casts(paragraphs, own, told, names), SHIFTS[lang])
    begins = {scene.first: scene for scene in cut}
    elements: list[Element] = []
    place = ""
    for number, paragraph in enumerate(paragraphs):
        if scene := begins.get(number):
            elements.append(_heading(scene, paragraph, place, SHIFTS[lang]))
            place = elements[-1].text
        if paragraph.kind == "title" and not own[number]:
            words = " ".join(text[paragraph.start : paragraph.end].strip("# ").split())
            elements.append(Element("section", words, (paragraph.start, paragraph.end), level=1))
        elif paragraph.kind != "break":
            pieces = staged(text, paragraph, own[number], grammar, names)
            elements += _elements(text, pieces, lang)
    sure = sum(speech.confidence for speech in heard) / len(heard) if heard else 1.0
    return Script.of({}, elements, syntax).flagged(*_flags(elements, heard), confidence=sure)


def _by_paragraph(paragraphs: Sequence[Paragraph], heard: Sequence[Heard]) -> list[list[Heard]]:
    """The speeches of each paragraph."""
    own: list[list[Heard]] = [[] for _ in paragraphs]
    number = 0
    for speech in heard:
        while number + 1 < len(paragraphs) and paragraphs[number + 1].start <= speech.outer[0]:
            number += 1
        own[number].append(speech)
    return own


def _masked(text: str, heard: Sequence[Heard]) -> str:
    """The text with blanks in place of what is spoken."""
    parts, at = [], 0
    for speech in heard:
        begin, end = speech.outer
        parts += [text[at:begin], " " * (end - begin)]
        at = end
    return "".join([*parts, text[at:]])


def _casts(
    paragraphs: Sequence[Paragraph], own: Sequence[Sequence[Heard]], told: str, names: set[str]
) -> list[set[str]]:
    """Who speaks or is named in each paragraph."""
    last = {name.split()[-1]: name for name in sorted(names)}
    called = re.compile("|".join(map(re.escape, sorted(last, key=len, reverse=True))) or r"(?!)")
    return [
        {last[match[0]] for match in called.finditer(told, paragraph.start, paragraph.end)}
        | {speech.speaker for speech in speeches if speech.speaker}
        for paragraph, speeches in zip(paragraphs, own, strict=True)
    ]


def _heading(scene: Scene, paragraph: Paragraph, before: str, shifts: Shifts) -> Element:
    words = shifts.heading(scene.place, scene.hour)
    others = ([before] if before and scene.place is None else []) + (["no new scene"] if before else [])
    sure = min(scene.confidence, scene.sure_of_place)
    return Element(
        "scene_heading", words, (paragraph.start, paragraph.end), confidence=sure,
        alternatives=tuple(others), why=scene.why,
    )  # fmt: skip


def _elements(text: str, pieces: Sequence[Told | Said], lang: str) -> list[Element]:
    """A paragraph's pieces; speeches of one speaker that follow each other share a cue."""
    elements: list[Element] = []
    voice: Heard | None = None
    for piece in pieces:
        if isinstance(piece, Told):
            elements += _narration(text, piece, SHIFTS[lang])
            voice = None
            continue
        speech, place = piece.heard, (piece.start, piece.end)
        name, sure = speech.speaker, speech.confidence
        if voice is None or name != voice.speaker:
            cue = GRAMMARS[lang].cue(name) if name else GRAMMARS[lang].UNKNOWN.upper()
            others = tuple(one for one in speech.likely if one != name)
            elements.append(Element(
                "character", cue, place, speaker=name, confidence=sure, alternatives=others, why=speech.why
            ))  # fmt: skip
        if how := " ".join(piece.how.split()):
            elements.append(Element("parenthetical", f"({how})", place, speaker=name, confidence=sure))
        words = text[piece.start : piece.end]
        elements.append(Element("dialogue", words, place, speaker=name, confidence=sure))
        voice = speech
    return elements


def _narration(text: str, piece: Told, shifts: Shifts) -> Iterator[Element]:
    """Action, and notes where several sentences tell what nobody can see."""
    ends = [match.end() for match in SENTENCE.finditer(text, piece.start, piece.end)]
    sentences = list(pairwise([piece.start, *ends, piece.end]))
    runs = []
    for inward, run in groupby(sentences, lambda span: shifts.inward(text[span[0] : span[1]])):
        spans = list(run)
        start, end = spans[0][0], spans[-1][1]
        runs.append((inward and end - start >= INWARD, start, end))
    for note, joined in groupby(runs, lambda run: run[0]):
        own = list(joined)
        start, end = own[0][1], own[-1][2]
        end = start + len(text[start:end].rstrip())
        words = " ".join(text[start:end].split())
        if not note:
            yield Element("action", words, (start, end))
            continue
        yield Element(
            "note", words.replace("]]", "] ]"), (start, end), confidence=UNSEEN,
            alternatives=("action",), why="it tells what somebody thinks or feels, which nobody can see",
        )  # fmt: skip


def _flags(elements: Sequence[Element], heard: Sequence[Heard]) -> list[str]:
    """What a person has to look at, in numbers; the elements say where."""
    nobody = sum(speech.speaker is None for speech in heard)
    headings = [element for element in elements if element.type == "scene_heading"]
    nowhere = sum(element.confidence == 0 for element in headings)
    notes = sum(element.type == "note" for element in elements)
    return [
        *([f"{nobody} of {len(heard)} speeches have no speaker that is sure enough"] if nobody else []),
        *([f"{nowhere} of {len(headings)} scenes have no place that the prose names"] if nowhere else []),
        *([f"{notes} passages of thoughts are notes, not action"] if notes else []),
    ]


__all__ = ["adapt"]
