"""The elements of a Final Draft file, and where their words stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from hwaryong.errors import BadInput
from hwaryong.media.emphasis import Run, marked
from hwaryong.media.markup import Node, tree
from hwaryong.media.screenplay import Element, ElementType

TYPES: Final[dict[str, ElementType]] = {
    "Scene Heading": "scene_heading", "Action": "action", "General": "action", "Shot": "action",
    "Cast List": "action", "Character": "character", "Dialogue": "dialogue", "Dialog": "dialogue",
    "Parenthetical": "parenthetical", "Transition": "transition", "Lyrics": "lyrics", "Singing": "lyrics",
    "New Act": "centered", "End of Act": "centered", "Section": "section", "Section Heading": "section",
    "Synopsis": "synopsis", "Summary": "synopsis", "Outline Body": "synopsis", "Note": "note",
}  # fmt: skip
PLAIN: Final = frozenset(
    {"scene_heading", "character", "transition", "section", "synopsis", "note", "boneyard"}
)  # their words are taken without emphasis: its marks are characters
SPOKEN: Final = frozenset({"character", "dialogue", "parenthetical", "lyrics"})
_NOWHERE: Final = 10**9  # behind every place of a range
_SOURCES: Final = ("based on", "story by", "from the", "adapted from", "inspired by")
_KEPT: Final = frozenset({"action", "dialogue"})  # white space at their edges is the writer's
_OUTLINE = re.compile(r"Outline (\d)")
_LENGTH = re.compile(r"\s*(\d{1,4}(?!\d*/))?\s*(?:([0-7])/8)?\s*")
_RANGE = re.compile(r"\s*(\d{1,9})\s*,\s*(\d{1,9})\s*")
_EXTENSION = re.compile(r"\([^()]*\)")
_KEY_LINE = re.compile(r"([^\W\d_][\w ]{0,30}):\s*(.*)", re.DOTALL)

Letter = tuple[str, Run]
"""A character, and an empty run of its style."""


class Part(NamedTuple):
    """An element and the paragraph that holds it; `lead` counts the spaces before its text.

    `bare` is a parenthetical whose file leaves its parentheses out.
    """

    element: Element
    node: Node
    lead: int = 0
    bare: bool = False


def root_of(text: str) -> Node:
    """The root of a Final Draft file; raises BadInput for other XML, and for a file without content."""
    root = tree(text, words_of=frozenset({"Text"}))
    if root.name != "FinalDraft":
        raise BadInput(
            f"this XML is no Final Draft file: it begins with <{root.name[:40]}>", mend="give a .fdx"
        )
    if root.first("Content") is None:
        raise BadInput("this Final Draft file has no <Content>", mend="save it again from Final Draft")
    return root


def parts(root: Node) -> Iterator[Part]:
    """The elements in reading order; notes that are pinned by their range follow their paragraph."""
    pinned = sorted(_pinned(root), key=lambda pin: pin[0])
    speaker: str | None = None
    for _, end, child in places(root):
        for part in _child(child):
            element = part.element
            if element.type == "character":
                speaker = _EXTENSION.sub("", element.text).strip() or element.text
            elif element.type not in SPOKEN and element.type != "note":
                speaker = None
            yield part._replace(element=replace(element, speaker=speaker)) if element.type in SPOKEN else part
        while pinned and pinned[0][0] < end:
            yield from _noted(pinned.pop(0)[1])
    for _, note in pinned:
        yield from _noted(note)


def places(root: Node) -> Iterator[tuple[int, int, Node]]:
    """What stands directly in the content, with its span in the units that script notes count.

    A unit is a UTF-16 code unit of a paragraph's own text; the end of a paragraph is one, and a block nested
    in it (dual dialogue, an omitted scene) two.
    """
    content = root.first("Content")
    start = 0
    for child in content.children if content else ():
        blocks = sum(nested.name in ("DualDialogue", "OmittedScene") for nested in child.children)
        end = start + sum(units(run.words) for run in child.all("Text")) + 2 * blocks + 1
        yield start, end, child
        start = end


def units(words: str) -> int:
    """The length of words in UTF-16 code units."""
    return len(words) + sum(letter > "\uffff" for letter in words)


def letters(runs: Iterable[Run]) -> list[Letter]:
    """Every character of some runs with its style."""
    return [(letter, style) for run in runs for style in [replace(run, text="")] for letter in run.text]


def grouped(styled: Iterable[Letter]) -> Iterator[Run]:
    """The runs of some characters: neighbours of one style together."""
    for style, group in groupby(styled, lambda letter: letter[1]):
        yield replace(style, text="".join(letter for letter, _ in group))


def title_page(root: Node) -> dict[str, str]:
    """The title page as keys and values.

    Final Draft lays it out in lines and knows no keys: the first centred line is the title, one that ends in
    "by" the credit, the next the author, "based on …" the source, what stands at the left the contact. A line
    such as "Draft date: 1 May" names its key.
    """
    page = root.first("TitlePage")
    content = page.first("Content") if page else None
    keys: dict[str, str] = {}
    for paragraph in content.all("Paragraph") if content else ():
        runs = [replace(run_style(run), text=run.words) for run in paragraph.all("Text")]
        line = "".join(run.text for run in runs).strip()
        if not line:
            continue
        centred = paragraph.attributes.get("Alignment") == "Center"
        named = None if centred else _KEY_LINE.fullmatch(line)
        key = line_key(line, centred, keys)
        words = named[2] if named else marked(_stripped(runs))
        keys[key] = f"{keys[key]}\n{words}" if key in keys else words
    return keys


def line_key(line: str, centred: bool, keys: Mapping[str, str]) -> str:
    """The key of a title page's line, by its place and the keys before; a line at the left may name it."""
    named = None if centred else _KEY_LINE.fullmatch(line)
    if named:
        return named[1].strip().lower()
    if not centred or "contact" in keys:
        return "contact"
    if not keys:
        return "title"
    if line.lower().startswith(_SOURCES):
        return "source"
    return "credit" if line.lower().endswith("by") and "author" not in keys else "author"


def run_style(run: Node) -> Run:
    """The emphasis of a <Text> as an empty run."""
    styles = run.attributes.get("Style", "").split("+")
    return Run("", "Bold" in styles, "Italic" in styles, "Underline" in styles)


def _child(node: Node) -> Iterator[Part]:
    if node.name == "DualDialogue":
        for paragraph in node.all("Paragraph"):
            yield from _paragraph(paragraph, dual=True)
    elif node.name == "Paragraph":
        yield from _paragraph(node)


def _paragraph(node: Node, dual: bool = False) -> Iterator[Part]:
    """What a paragraph holds: a page break before it, its own words, and what is nested in it."""
    if node.attributes.get("StartsNewPage") == "Yes":
        yield Part(Element("page_break", "", (node.start, node.inner)), node)
    yield from _own(node, dual)
    for child in node.children:
        match child.name:
            case "SceneProperties":
                for summary in child.all("Summary"):
                    for paragraph in summary.all("Paragraph"):
                        yield from _own(paragraph, as_type="synopsis")
            case "ScriptNote":
                yield from _noted(child)
            case "DualDialogue":
                yield from _child(child)
            case "OmittedScene":
                for paragraph in child.all("Paragraph"):
                    yield from _own(paragraph, as_type="boneyard")


def _noted(note: Node) -> Iterator[Part]:
    for paragraph in note.all("Paragraph"):
        yield from _own(paragraph, as_type="note")


def _own(node: Node, dual: bool = False, as_type: ElementType | None = None) -> Iterator[Part]:
    """The element of a paragraph's own <Text>, which may be cut into many; none where there is no word."""
    texts = list(node.all("Text"))
    raw = "".join(run.words for run in texts)
    if not raw.strip():
        return
    type_, level = (as_type, 0) if as_type else _type(node)
    words = raw if type_ in _KEPT else raw.strip()
    lead = raw.index(words)
    bare = type_ == "parenthetical" and not (words[0] == "(" and words[-1] == ")")
    if type_ not in PLAIN:
        styled = letters(replace(run_style(run), text=run.words) for run in texts)
        words = marked(grouped(styled[lead : lead + len(words)]))
    heading = type_ == "scene_heading"
    pieces = [piece for run in texts for piece in run.pieces]
    element = Element(
        type_, f"({words})" if bare else words, (pieces[0].start, pieces[-1].end),
        scene_number=(node.attributes.get("Number") or None) if heading else None,
        dual=dual, level=level, revision=_revision(texts), eighths=_eighths(node) if heading else None,
    )  # fmt: skip
    yield Part(element, node, lead, bare)


def _type(node: Node) -> tuple[ElementType, int]:
    """The type of a paragraph and its level, by Final Draft's name for it; an unknown name is action."""
    name = node.attributes.get("Type", "")
    if outline := _OUTLINE.fullmatch(name):
        return "section", max(1, int(outline[1]))
    type_ = TYPES.get(name, "action")
    if type_ == "action" and node.attributes.get("Alignment") == "Center":
        return "centered", 0
    return type_, int(type_ == "section")


def _revision(texts: list[Node]) -> str | None:
    """The revision that Final Draft marks on the words; where it marks several, the last."""
    marks = [mark for run in texts if (mark := run.attributes.get("RevisionID", "0")).isdecimal()]
    last = max(marks, key=lambda mark: (len(mark), mark), default="0")
    return None if not last.strip("0") else last


def _eighths(heading: Node) -> int | None:
    """The length of a scene as Final Draft stored it: "1 3/8" is 11 eighths."""
    properties = heading.first("SceneProperties")
    length = _LENGTH.fullmatch(properties.attributes.get("Length", "")) if properties else None
    return (8 * int(length[1] or 0) + int(length[2] or 0) or None) if length else None


def _pinned(root: Node) -> Iterator[tuple[int, Node]]:
    """The script notes that stand outside the content, with the place where their range begins."""
    for notes in (*root.all("ScriptNotes"), *root.all("UnanchoredScriptNotes")):
        for note in notes.all("ScriptNote"):
            span = _RANGE.fullmatch(note.attributes.get("Range", ""))
            yield (int(span[1]) if span else _NOWHERE), note


def _stripped(runs: list[Run]) -> Iterator[Run]:
    styled = letters(runs)
    words = "".join(letter for letter, _ in styled)
    lead = len(words) - len(words.lstrip())
    return grouped(styled[lead : lead + len(words.strip())])


__all__ = [
    "PLAIN",
    "Letter",
    "Part",
    "grouped",
    "letters",
    "line_key",
    "parts",
    "places",
    "root_of",
    "title_page",
    "units",
]
