"""Runs in the rivals' own environment: reads texts with one of them, and tells its elements as JSON."""

from __future__ import annotations

import io
import json
import re
import sys
import time


def screenplain(text):
    from screenplain.parsers import fountain
    from screenplain.types import Action, Dialog, DualDialog, PageBreak, Section, Slug, Transition

    def told(one, dual=False):
        if isinstance(one, Slug):
            yield {
                "type": "scene_heading",
                "text": str(one.line),
                "number": str(one.scene_number or "") or None,
            }
        elif isinstance(one, DualDialog):
            yield from told(one.left, True)
            yield from told(one.right, True)
        elif isinstance(one, Dialog):
            yield {"type": "character", "text": str(one.character), "dual": dual}
            for aside, line in one.blocks:
                yield {"type": "parenthetical" if aside else "dialogue", "text": str(line), "dual": dual}
        elif isinstance(one, Action):
            yield {"type": "action", "text": "\n".join(map(str, one.lines)), "centered": bool(one.centered)}
        elif isinstance(one, Section):
            yield {"type": "section", "text": str(one.text), "level": one.level}
        elif isinstance(one, Transition):
            yield {"type": "transition", "text": str(one.line)}
        elif isinstance(one, PageBreak):
            yield {"type": "page_break", "text": ""}
        if getattr(one, "synopsis", None):
            yield {"type": "synopsis", "text": str(one.synopsis)}

    script = fountain.parse(io.StringIO(text))
    page = {key.lower(): list(map(str, value)) for key, value in script.title_page.items()}
    return page, [element for one in script for element in told(one)], None


def screenplay_tools(text):
    from screenplay_tools.fountain.parser import Parser
    from screenplay_tools.fountain.writer import Writer

    names = {"HEADING": "scene_heading", "LYRIC": "lyrics", "PAGEBREAK": "page_break"}
    parser = Parser()
    parser.add_text(text)
    kept = {"[[": ("note", parser.script.notes), "/*": ("boneyard", parser.script.boneyards)}
    elements = []
    for one in parser.script.elements:
        kind = names.get(one.type.value, one.type.value.lower())
        words = one.text_raw or ""
        if kind == "character":
            words = one.name + (f" ({one.extension})" if one.extension else "")
        told = {
            "type": kind,
            "centered": getattr(one, "centered", False),
            "dual": getattr(one, "is_dual_dialogue", False),
            "number": getattr(one, "scene_number", None),
            "level": getattr(one, "level", 0),
        }
        # It keeps notes and boneyards aside, and leaves their numbers where they were.
        for part in re.split(r"(?:^|\n)\s*((?:\[\[|/\*)\d+(?:\]\]|\*/))\s*(?:\n|$)", words):
            hidden = re.fullmatch(r"(\[\[|/\*)(\d+)(?:\]\]|\*/)", part)
            if hidden:
                name, aside = kept[hidden[1]]
                elements.append({"type": name, "text": aside[int(hidden[2])].text})
            elif part.strip() or part == words:
                elements.append({**told, "text": part})
    page = {one.key.lower(): one.text_raw.strip("\n").split("\n") for one in parser.script.titleEntries}
    return page, elements, Writer().write(parser.script)


def fountain_py(text):
    from fountain.parser import FountainParser

    document = FountainParser().parse(text)

    def told(one):
        inner = [value for value in one.metadata.values() if hasattr(value, "metadata")]
        inner += [part for value in one.metadata.values() if isinstance(value, list) for part in value]
        if one.type.value == "dual_dialogue" and inner:
            for part in inner:
                yield from ({**element, "dual": True} for element in told(part))
            return
        words = one.text.strip()
        if one.type.value in ("note", "boneyard"):
            words = words[2:-2].strip()
        number = one.metadata.get("scene_number")
        yield {
            "type": one.type.value,
            "text": words if one.type.value in ("note", "boneyard") else one.text,
            "number": str(number) if number else None,
            "centered": one.type.value == "centered",
            "level": one.metadata.get("level", one.metadata.get("section_level", 0)),
            "dual": bool(
                one.metadata.get("dual_dialogue") or one.metadata.get("dual") or one.metadata.get("is_dual")
            ),
        }

    page = {key.lower(): str(value).split("\n") for key, value in document.metadata.items()}
    return page, [element for one in document.elements for element in told(one)], None


def jouvence(text):
    from jouvence.document import _scene_element_type_str
    from jouvence.parser import JouvenceParser

    names = {"CENTEREDACTION": "action", "DIALOG": "dialogue", "PAGEBREAK": "page_break"}
    document = JouvenceParser().parseString(text)
    elements = []
    for scene in document.scenes:
        if scene.header:
            number = re.search(r"#([\w.\-]+)#\s*$", scene.header)
            words = scene.header[: number.start()] if number else scene.header
            elements.append({"type": "scene_heading", "text": words, "number": number[1] if number else None})
        for one in scene.paragraphs:
            name = _scene_element_type_str(one.type)
            elements.append(
                {
                    "type": names.get(name, name.lower()),
                    "text": one.text or "",
                    "centered": name == "CENTEREDACTION",
                    "level": getattr(one, "depth", 0),
                }
            )
    page = {key.lower(): str(value).strip().split("\n") for key, value in document.title_values.items()}
    return page, elements, None


def fountain_parser(text):
    from fountain_parser import parse

    script = parse(text)
    elements = []
    for one in script.elements:
        name = one.element_type.value
        words = one.name if name == "character" else getattr(one, "text", "")
        elements.append(
            {
                "type": "section" if name == "section_heading" else name,
                "text": words,
                "number": getattr(one, "scene_number", None),
                "centered": getattr(one, "is_centered", False),
                "dual": getattr(one, "is_dual", False),
                "level": getattr(one, "level", 0),
            }
        )
    page = {key.lower(): list(value) for key, value in script.title_page.items()}
    return page, elements, None


def main():
    sys.setrecursionlimit(10_000)
    asked = json.load(sys.stdin)
    read, told = globals()[sys.argv[1]], []
    for text in asked:
        began = time.perf_counter()
        try:
            page, elements, written = read(text)
        except Exception as error:
            told.append({"error": f"{type(error).__name__}: {error}"[:200]})
            continue
        seconds = time.perf_counter() - began
        told.append({"page": page, "elements": elements, "written": written, "seconds": seconds})
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
