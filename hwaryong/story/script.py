"""From a treatment in prose to a script in Fountain."""

from __future__ import annotations

from itertools import groupby
from typing import Literal

from hwaryong.errors import BadInput
from hwaryong.media.script import Element, Script
from hwaryong.media.text import Text
from hwaryong.story.dialogue import Narration, Piece, Speech, dialogue
from hwaryong.story.grammar import Grammar
from hwaryong.story.grammars import GRAMMARS
from hwaryong.story.treatment import Block, treatment
from hwaryong.tool import tool


@tool("story.script", version=1)
def script(prose: Text, *, lang: str, syntax: Literal["fountain", "json"] = "fountain") -> Script:
    """Write a treatment (Markdown prose) as a screenplay; JSON keeps each element's place and confidence.

    Scene headings become scenes, quotations become dialogue under their speaker's cue, everything else
    becomes action. Dialogue is always a verbatim span of the prose. A quotation whose speaker the prose does
    not name becomes a note and a flag; the script's confidence is the mean of its speeches' confidence.
    Raises BadInput for a language without rules.
    """
    grammar = GRAMMARS.get(lang)
    if grammar is None:
        raise BadInput(
            f"there are no rules for the language {lang!r}", mend=f"it knows {', '.join(GRAMMARS)}"
        )
    read = treatment(prose.text)
    page = {"Title": read.title} if read.title else {}
    spoken, scene = [], not any(block.kind == "scene" for block in read.blocks)
    for block in read.blocks:
        scene = block.kind == "scene" or (scene and block.kind != "section")
        spoken += [block] if scene and block.kind == "paragraph" else []
    pieces = dict(zip(map(id, spoken), dialogue(spoken, grammar), strict=True))
    elements = [
        element for block in read.blocks for element in _elements(block, pieces.get(id(block)), grammar)
    ]
    speeches = [piece for block in pieces.values() for piece in block if isinstance(piece, Speech)]
    confidence = sum(speech.confidence for speech in speeches) / len(speeches) if speeches else 1.0
    result = Script.of({**page, **read.keys}, elements, syntax)
    return result.flagged(*_flags(speeches, read.blocks), confidence=confidence)


def _elements(block: Block, pieces: list[Piece] | None, grammar: Grammar) -> list[Element]:
    """A block of the treatment as elements of the script; text outside scenes is a synopsis."""
    whole = (block.start, block.start + len(block.text))
    match block.kind:
        case "scene":
            words = grammar.heading(" ".join(block.text.split())).removeprefix(".")
            return [Element("scene_heading", words, whole, block.number)]
        case "section":
            return [Element("section", block.text, whole, level=block.level)]
        case "remark":
            return [Element("note", _note(block.text), whole)]
    if pieces is None:
        return [Element("synopsis", " ".join(block.text.split()), whole)]
    elements: list[Element] = []
    start = block.start  # of what no speech has taken yet
    for _, group in groupby(pieces, _voice):
        said = list(group)
        first = next((piece for piece in pieces[pieces.index(said[0]) :] if isinstance(piece, Speech)), None)
        elements += _spoken(said, grammar, (start, first.start if first else whole[1]))
        start = max([start, *(piece.end for piece in said if isinstance(piece, Speech))])
    return elements


def _voice(piece: Piece) -> object:
    """Speeches of one speaker that follow each other share a cue; narration stands alone."""
    return piece.speaker if isinstance(piece, Speech) and piece.speaker else id(piece)


def _spoken(group: list[Piece], grammar: Grammar, seen: tuple[int, int]) -> list[Element]:
    """What pieces of one voice are; `seen` is the span of narration."""
    first = group[0]
    if isinstance(first, Narration):
        return [Element("action", " ".join(first.text.split()), seen)]
    place = (first.start, first.end)
    if first.speaker is None:
        return [Element("note", f"{grammar.UNKNOWN}: {_note(first.text)}", place, confidence=0.0)]
    name, sure = first.speaker, min(piece.confidence for piece in group if isinstance(piece, Speech))
    elements = [Element("character", name, place, speaker=name, confidence=sure)]
    for piece in group:
        if isinstance(piece, Speech):
            place, sure = (piece.start, piece.end), piece.confidence
            if how := " ".join(piece.how.split()):
                elements.append(Element("parenthetical", f"({how})", place, speaker=name, confidence=sure))
            elements.append(Element("dialogue", piece.text, place, speaker=name, confidence=sure))
    return elements


def _note(text: str) -> str:
    """A note may hold neither an empty line nor its own end."""
    return " ".join(text.split()).replace("]]", "] ]")


def _flags(speeches: list[Speech], blocks: list[Block]) -> list[str]:
    flags = (
        []
        if any(block.kind == "scene" for block in blocks)
        else ["the treatment has no scene headings (## 1. place, time)"]
    )
    for speech in speeches:
        words = speech.text if len(speech.text) <= 40 else speech.text[:39] + "…"
        if speech.speaker is None:
            flags.append(f"nobody is named as the speaker of “{words}” (character {speech.start}); name one")
        elif speech.confidence < 1:
            flags.append(
                f"{speech.speaker} is inferred to say “{words}” (character {speech.start}); check it"
            )
    return flags
