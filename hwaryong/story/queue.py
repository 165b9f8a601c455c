"""What of a script that was made from prose a person should look at."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from hwaryong.media.reviewqueue import Doubt, Item, ReviewQueue
from hwaryong.media.script import Element, Script
from hwaryong.story import shifts_en, shifts_ko
from hwaryong.tool import tool

_NOWHERE: Final = (shifts_en.UNKNOWN, shifts_ko.UNKNOWN)
_LONGEST: Final = 160
_UNKNOWN: Final = "nobody"


@tool("story.queue", version=1)
def queue(script: Script, *, least: float = Field(0.8, ge=0.0, le=1.0)) -> ReviewQueue:
    """List what is less sure than `least`: speakers, scenes, places, and narration that may be no action.

    Reads the script as JSON, where each element keeps its confidence, its alternatives and its place in the
    prose (`source`, in characters); a script in another syntax has none of these, and its queue is empty.
    """
    elements = script.elements
    return ReviewQueue(tuple(
        Item(
            kind=kind, element=number, source=element.source, words=_words(elements, number),
            chosen=_chosen(element), alternatives=element.alternatives, confidence=element.confidence,
            why=element.why,
        )
        for number, element in enumerate(elements)
        if (kind := _doubt(element)) and element.confidence < least
    ))  # fmt: skip


def _doubt(element: Element) -> Doubt | None:
    """What a doubt about an element is about; a speech's is told once, with its cue."""
    match element.type:
        case "scene_heading":
            return "place" if element.text.startswith(_NOWHERE) else "scene"
        case "character":
            return "speaker"
        case "note":
            return "action" if element.alternatives else "speaker"  # a treatment's speech that nobody says
        case "action":
            return "action"
    return None


def _words(elements: tuple[Element, ...], number: int) -> str:
    """The beginning of what an item is about: the speech of a cue, the action below a heading."""
    own = elements[number]
    below = elements[number + 1 : number + 4] if own.type in ("scene_heading", "character") else ()
    about = next((one for one in below if one.type in ("dialogue", "action", "note")), own)
    words = " ".join(about.text.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _chosen(element: Element) -> str:
    if element.type == "character":
        return element.speaker or _UNKNOWN
    if element.type == "note":
        return "note" if element.alternatives else _UNKNOWN
    return element.text if element.type == "scene_heading" else "action"


__all__ = ["queue"]
