"""A script in another syntax, or printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hwaryong.errors import BadInput
from hwaryong.media.pages import PaperName
from hwaryong.media.printedscript import PrintedScript
from hwaryong.media.script import Script, Syntax
from hwaryong.media.scriptpdf import set_pages, unprintable
from hwaryong.tool import tool

LOOK: Final = 0.85  # below it a person should look
_TOLD: Final = ("scene_heading", "action", "character", "transition", "centered", "page_break")


@tool("story.convert", version=1)
def convert(script: Script, *, to: Syntax, joined: bool = False) -> Script:
    """Write a script in another syntax; its own gives the same bytes.

    `joined` makes one line of each speech's lines, which a script from prose has where the prose was wrapped.
    Flagged with what the syntax has no place for and with what was read unsurely.
    """
    written = (_joined(script) if joined else script).converted(to)
    return written.flagged(*_unsure(script), confidence=_confidence(script))


@tool("story.typeset", version=1, libraries=("typst", "pylopdf-fonts-ko"))
def typeset(script: Script, *, paper: PaperName = "letter") -> PrintedScript:
    """Print a script in the industry's layout, on US Letter or A4; raises BadInput where nothing prints."""
    if not any(element.text.strip() for element in script.elements):
        raise BadInput("the script has nothing that could be printed", mend="write a scene in it")
    printed = PrintedScript(set_pages(script.title_page, script.tidy, paper=paper))
    missing = unprintable(script.title_page, script.tidy)
    flags = [f"no font has {missing}: an empty square is printed"] if missing else []
    return printed.flagged(*flags, *_unsure(script), confidence=_confidence(script))


def _joined(script: Script) -> Script:
    elements = [
        replace(one, text=" ".join(one.text.split())) if one.type == "dialogue" else one
        for one in script.elements
    ]
    return Script.of(script.title_page, elements, script.syntax)


def _unsure(script: Script) -> list[str]:
    """What a person should look at, a sentence for each element that was read unsurely.

    What prose decided (`why`) is in the review queue.
    """
    return [
        f"element {index} is perhaps no {element.type.replace('_', ' ')}: “{_short(element.text)}”"
        for index, element in enumerate(script.elements)
        if element.confidence < LOOK and element.type in _TOLD and not element.why
    ]


def _confidence(script: Script) -> float:
    """The mean over the elements."""
    sure = [element.confidence for element in script.elements]
    return sum(sure) / len(sure) if sure else 1.0


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39] + "…"


__all__ = ["convert", "typeset"]
