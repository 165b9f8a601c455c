"""Fountain, the plain text of screenplays (https://fountain.io/syntax, version 1.1), read line by line.

Where the specification and Fountain's own tests of 2015 (nyousefi/Fountain) leave room: a boneyard or note
that fills its lines is an element, inside other lines it stays in their text; a transition ends with its
colon and no space after it; "FADE OUT." and "FADE TO BLACK." are transitions too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hwaryong.media.fountainlines import (
    HEADING,
    LINE_END,
    MARKED,
    is_cue,
    is_forced_heading,
    is_name,
    is_transition,
    lines_of,
    opened_in,
    read_title_page,
)  # fmt: skip
from hwaryong.media.fountainreader import Reader
from hwaryong.media.screenplay import Element

_WORDY: Final = ("scene_heading", "action", "character", "dialogue", "parenthetical")  # nothing without words


def parse(text: str) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page (keys in lower case) and the elements; linear in the length of the text."""
    lines = lines_of(text)
    page, first = read_title_page(lines)
    return page, tuple(Reader(lines, text).elements(first))


def compose(title_page: Mapping[str, str], elements: Sequence[Element]) -> str:
    """Fountain text that is read back as these elements; a type is forced only where the text needs it.

    Fountain knows no revisions, no cue without a speech, and no empty line within an action.
    """
    blocks: list[str] = []
    speaking = left = False  # within a speech; after the first half of a dual dialogue
    for at, element in enumerate(elements):
        if not element.text.strip() and element.type in _WORDY:
            continue
        aside = element.type in ("note", "boneyard") and any(map(_spoken, elements[at + 1 : at + 2]))
        if speaking and (aside or _spoken(element)):
            blocks[-1] += written(element) + "\n"
            continue
        speaking = element.type == "character"
        right = speaking and element.dual and left
        left = speaking and element.dual and not right
        blocks.append(written(element, beside=right) + "\n")
    page = _page(title_page)
    if not page and blocks and read_title_page(lines_of(blocks[0]))[0]:
        return "\n" + "\n".join(blocks)  # it would be taken for a title page
    return "\n".join([page, *blocks] if page else blocks)


def edit(text: str, index: int, words: str) -> str:
    """The text with other words in element `index`, and nothing outside its span changed.

    `words` are as in `Element.text`. Line ends stay as they are in the text.
    """
    element = parse(text)[1][index]
    start, end = element.source
    beside = element.type == "character" and text[start:end].rstrip().endswith("^")
    fresh = written(replace(element, text=words), beside=beside)
    line_end = LINE_END.search(text)
    fresh = fresh.replace("\n", line_end[0]) if line_end else fresh
    return text[:start] + fresh + text[end:]


def unheld(elements: Sequence[Element]) -> tuple[str, ...]:
    """What of a screenplay Fountain has no place for, a sentence each."""
    revised = sum(element.revision is not None for element in elements)
    measured = sum(element.eighths is not None for element in elements)
    return (
        *([f"{revised} revision marks were left out: Fountain has no place for them"] if revised else ()),
        *(
            [f"{measured} stored scene lengths were left out: Fountain has no place for them"]
            if measured
            else ()
        ),
    )


def written(element: Element, *, beside: bool = False) -> str:
    """One element as Fountain text without its last line end; `beside` marks a dual dialogue's second cue."""
    text = element.text.strip("\r\n") if element.type == "boneyard" else _harmless(element.text.strip("\r\n"))
    match element.type:
        case "action":
            return _written_action(text.split("\n"))
        case "dialogue":
            return "\n".join(line if line.strip() else "  " for line in text.split("\n"))
        case "lyrics":
            return "\n".join(f"~{line}" for line in _harmless(element.text).split("\n"))
        case "note":
            inner = "\n".join(
                line if line.strip() else "  " for line in text.replace("]]", "] ]").split("\n")
            )
            return f"[[{inner}]]"
        case "boneyard":
            inner = text.replace("*/", "* /")
            return f"/*\n{inner}\n*/" if "\n" in inner else f"/* {inner} */"
        case "page_break":
            return "==="
        case _:
            return _written_line(element, re.sub(r"\s*\n\s*", " ", text), beside)


def _written_line(element: Element, text: str, beside: bool) -> str:
    match element.type:
        case "scene_heading":
            number = re.sub(r"[^\w.\-]+", "-", element.scene_number or "")
            text = text if number else text.rstrip()
            gap = "" if text[-1:].isspace() else " "
            return ("" if HEADING.match(text) else ".") + text + (f"{gap}#{number}#" if number else "")
        case "character":
            return ("" if is_cue(text) else "@") + text + (" ^" if beside else "")
        case "parenthetical":
            return text if text.startswith("(") and text.endswith(")") else f"({text})"
        case "transition":
            natural = is_transition(text) and text[0].isalnum() and not HEADING.match(text)
            return text if natural else f"> {text}"
        case "centered":
            return f"> {text} <"
        case "section":
            return f"{'#' * max(1, element.level)} {text}".rstrip()
        case _:
            return f"= {text}".rstrip()


def _spoken(element: Element) -> bool:
    return element.type in ("dialogue", "parenthetical") or (
        element.type == "lyrics" and element.speaker is not None
    )


def _harmless(text: str) -> str:
    """The text with no boneyard that is opened in a line and not closed there."""
    if "/*" not in text:
        return text
    lines = text.split("\n")
    return "\n".join(line if opened_in(line) < 0 else line.replace("/*", "/ *") for line in lines)


def _written_action(lines: list[str]) -> str:
    first = lines[0].strip()
    if len(lines) == 1:
        forced = bool(HEADING.match(first)) or is_transition(lines[0].lstrip())
    else:
        forced = is_cue(first) or is_name(first)
    forced = forced or first.startswith(("@", "[[")) or is_forced_heading(first)
    marked = [line.lstrip().startswith((*MARKED, "!", "/*")) for line in lines]
    marked[0] = marked[0] or forced
    return "\n".join(f"!{line}" if force else line for line, force in zip(lines, marked, strict=True))


def _page(title_page: Mapping[str, str]) -> str:
    """The title page's lines; a value of several lines is indented below its key."""
    page = []
    for key, value in title_page.items():
        lines = [line.strip() for line in value.split("\n") if line.strip()]
        name = re.sub(r"[:\s]+", " ", key).strip().capitalize()
        if len(lines) == 1:
            page.append(f"{name}: {lines[0]}\n")
        elif lines:
            page += [f"{name}:\n", *(f"    {line}\n" for line in lines)]
    return "".join(page)


__all__ = ["HEADING", "compose", "edit", "parse", "unheld", "written"]
