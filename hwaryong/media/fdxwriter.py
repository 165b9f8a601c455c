"""A screenplay as a Final Draft file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from hwaryong.media.emphasis import Run, runs
from hwaryong.media.fdxreader import PLAIN, line_key
from hwaryong.media.markup import escaped
from hwaryong.media.screenplay import Element, ElementType

TYPES: Final[dict[ElementType, str]] = {
    "scene_heading": "Scene Heading", "action": "Action", "character": "Character", "dialogue": "Dialogue",
    "parenthetical": "Parenthetical", "lyrics": "Lyrics", "transition": "Transition", "centered": "Action",
    "synopsis": "Outline Body",
}  # fmt: skip
_SPOKEN: Final = frozenset({"character", "dialogue", "parenthetical", "lyrics"})
_POSITIONAL: Final = ("title", "credit", "author", "authors", "source", "contact")
_NOTE = re.compile(r" ?\[\[((?:[^\[\]]|\[(?!\[)|\](?!\]))*+)\]\]")
_BONEYARD = re.compile(r" ?/\*(?:[^*/]|\*(?!/)|/(?!\*))*+\*/")


class _Setting(NamedTuple):
    """How a kind of paragraph is set: edges in inches from the left, points before, what follows it."""

    left: str
    right: str
    before: int
    follows: str
    style: str = ""
    align: str = "Left"


SETTINGS: Final = {
    "General": _Setting("1.50", "7.50", 0, "General"),
    "Scene Heading": _Setting("1.50", "7.50", 24, "Action", "AllCaps"),
    "Action": _Setting("1.50", "7.50", 12, "Action"),
    "Character": _Setting("3.50", "7.25", 12, "Dialogue", "AllCaps"),
    "Parenthetical": _Setting("3.00", "5.50", 0, "Dialogue"),
    "Dialogue": _Setting("2.50", "6.00", 0, "Action"),
    "Transition": _Setting("5.50", "7.10", 12, "Scene Heading", "AllCaps", "Right"),
    "Shot": _Setting("1.50", "7.50", 24, "Action", "AllCaps"),
    "Cast List": _Setting("1.50", "7.50", 0, "Action", "AllCaps"),
    "Lyrics": _Setting("2.50", "6.50", 0, "Lyrics", "Italic"),
    "Outline 1": _Setting("1.50", "7.50", 24, "Outline Body", "Bold"),
    "Outline 2": _Setting("1.50", "7.50", 12, "Outline Body", "Bold"),
    "Outline 3": _Setting("1.50", "7.50", 12, "Outline Body", "Italic"),
    "Outline Body": _Setting("1.50", "7.50", 0, "Outline Body"),
}


def compose(title_page: Mapping[str, str], elements: Sequence[Element]) -> str:
    """A Final Draft script, version 5, of a title page and elements; `unheld` says what it has no place for.

    A scene's synopsis right behind its heading becomes its summary, a note a script note of the paragraph
    before it. Raises BadInput for characters that XML cannot hold.
    """
    shown = [part for element in elements for part in _split(element)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>',
        '<FinalDraft DocumentType="Script" Template="No" Version="5">',
        "",
        "  <Content>",
        *_content(shown),
        "  </Content>",
        *(_title_page(title_page) if title_page else ()),
        *_settings(),
        "</FinalDraft>",
    ]
    return "\n".join(lines) + "\n"


def unheld(elements: Iterable[Element]) -> tuple[str, ...]:
    """What of a screenplay a Final Draft file has no place for, a sentence each."""
    count = Counter[str]()
    for element in elements:
        count["boneyards were left out"] += element.type == "boneyard" or len(_BONEYARD.findall(element.text))
        if element.type != "note":
            count["notes inside a line follow it now"] += len(_NOTE.findall(element.text))
    return tuple(
        f"{number} {what}: Final Draft has no place for them" for what, number in count.items() if number
    )


def _split(element: Element) -> Iterator[Element]:
    """An element without what is hidden inside its text; the notes in it follow as elements."""
    if element.type == "boneyard":
        return
    shown = element.text if element.type == "note" else _BONEYARD.sub("", _NOTE.sub("", element.text))
    if shown.strip() or element.type == "page_break":
        yield replace(element, text=shown)
    if element.type != "note":
        yield from (Element("note", found.strip()) for found in _NOTE.findall(element.text))


def _content(elements: list[Element]) -> Iterator[str]:
    index, new_page = 0, False
    while index < len(elements):
        element = elements[index]
        if element.type == "page_break":
            if new_page:
                yield from _paragraph("Action", (), new_page=True)
            new_page, index = True, index + 1
            continue
        end = _dual_end(elements, index)
        if end > index:
            yield f"    <Paragraph{_attributes(StartsNewPage='Yes' if new_page else None)}>"
            yield "      <DualDialogue>"
            yield from (f"    {line}" for line in _each(elements[index:end]))
            yield "      </DualDialogue>"
            yield "    </Paragraph>"
        else:
            end = index + 1
            while end < len(elements) and elements[end].type in _trailing(elements[index:end]):
                end += 1
            yield from _group(elements[index:end], new_page)
        index, new_page = end, False
    if new_page:
        yield from _paragraph("Action", (), new_page=True)


def _trailing(group: list[Element]) -> tuple[ElementType, ...]:
    """What may stand inside the paragraph of the group's first element: synopses of a heading, then notes."""
    summed = group[0].type == "scene_heading" and group[-1].type in ("scene_heading", "synopsis")
    return ("synopsis", "note") if summed else ("note",)


def _dual_end(elements: list[Element], index: int) -> int:
    """The index after two speeches said at once that begin at `index`; `index` where there are none."""
    cues, end = 0, index
    while end < len(elements) and elements[end].dual and elements[end].type in (*_SPOKEN, "note"):
        cues += elements[end].type == "character"
        if cues > 2:
            break
        end += 1
    return end if cues >= 2 else index


def _each(elements: list[Element]) -> Iterator[str]:
    index = 0
    while index < len(elements):
        end = index + 1
        while end < len(elements) and elements[end].type == "note":
            end += 1
        yield from _group(elements[index:end], False)
        index = end


def _group(group: list[Element], new_page: bool) -> Iterator[str]:
    """A paragraph with the synopses and notes that hang on it; a note alone has an empty one."""
    element, nested = group[0], group[1:]
    if element.type == "note":
        yield from _paragraph("General", (), nested=_notes(group), new_page=new_page)
        return
    name = f"Outline {min(max(element.level, 1), 9)}" if element.type == "section" else TYPES[element.type]
    words = (Run(element.text),) if element.type in PLAIN else runs(element.text)
    summaries = [part for part in nested if part.type == "synopsis"]
    notes = [part for part in nested if part.type == "note"]
    yield from _paragraph(
        name, words,
        nested=[*_properties(element, summaries), *_notes(notes)],
        new_page=new_page, number=element.scene_number, revision=element.revision,
        align="Center" if element.type == "centered" else None,
    )  # fmt: skip


def _paragraph(
    name: str, words: Iterable[Run], *, nested: Iterable[str] = (), new_page: bool = False,
    number: str | None = None, revision: str | None = None, align: str | None = None,
) -> Iterator[str]:  # fmt: skip
    attributes = _attributes(
        Alignment=align, Number=number, StartsNewPage="Yes" if new_page else None, Type=name
    )
    yield f"    <Paragraph{attributes}>"
    yield from (f"      {line}" for line in nested)
    yield from (f"      {_text(run, revision)}" for run in words)
    yield "    </Paragraph>"


def _properties(heading: Element, summaries: list[Element]) -> Iterator[str]:
    if heading.type != "scene_heading" or (heading.eighths is None and not summaries):
        return
    length = None if heading.eighths is None else _length(heading.eighths)
    yield f"<SceneProperties{_attributes(Length=length, Title='')}>"
    if summaries:
        yield "  <Summary>"
        yield from (f"    <Paragraph>{_text(Run(summary.text))}</Paragraph>" for summary in summaries)
        yield "  </Summary>"
    yield "</SceneProperties>"


def _notes(notes: Iterable[Element]) -> Iterator[str]:
    return (f"<ScriptNote><Paragraph>{_text(Run(note.text))}</Paragraph></ScriptNote>" for note in notes)


def _text(run: Run, revision: str | None = None) -> str:
    names = [name for name in ("Bold", "Italic", "Underline") if getattr(run, name.lower())]
    return (
        f"<Text{_attributes(RevisionID=revision, Style='+'.join(names) or None)}>{escaped(run.text)}</Text>"
    )


def _length(eighths: int) -> str:
    """Eighths of a page as Final Draft writes them: 3/8, 1 3/8, 2."""
    pages, rest = divmod(eighths, 8)
    return " ".join([*([str(pages)] if pages or not rest else []), *([f"{rest}/8"] if rest else [])])


def _title_page(page: Mapping[str, str]) -> Iterator[str]:
    """Title, credit, author and source centred, the contact at the left, any other key with its name."""
    laid: dict[str, str] = {}
    for key in _POSITIONAL:
        line = "".join(run.text for run in runs(page.get(key, ""))).strip()
        if line and line_key(line, key != "contact", laid) == key.removesuffix("s"):
            laid[key.removesuffix("s")] = page[key]
    named = {key: words for key, words in page.items() if key.removesuffix("s") not in laid}
    yield "  <TitlePage>"
    yield "    <Content>"
    for key, words in (laid | named).items():
        alignment = "Center" if key in laid and key != "contact" else "Left"
        yield f"      <Paragraph{_attributes(Alignment=alignment)}>"
        yield from (
            f"        {_text(run)}" for run in runs(words if key in laid else f"{key.capitalize()}: {words}")
        )
        yield "      </Paragraph>"
    yield "    </Content>"
    yield "  </TitlePage>"


def _settings() -> Iterator[str]:
    for number, (name, setting) in enumerate(SETTINGS.items()):
        yield f'  <ElementSettings Type="{name}">'
        yield f'    <FontSpec Font="Courier Final Draft" Size="12" Style="{setting.style}"/>'
        yield (
            f'    <ParagraphSpec Alignment="{setting.align}" FirstIndent="0.00" Leading="Regular"'
            f' LeftIndent="{setting.left}" RightIndent="{setting.right}" SpaceBefore="{setting.before}"'
            ' Spacing="1" StartsNewPage="No"/>'
        )
        yield f'    <Behavior PaginateAs="{name}" ReturnKey="{setting.follows}" Shortcut="{number % 10}"/>'
        yield "  </ElementSettings>"


def _attributes(**values: str | None) -> str:
    return "".join(f' {name}="{escaped(value)}"' for name, value in values.items() if value is not None)
