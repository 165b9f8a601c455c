"""Runs in the rivals' own environment: reads a Final Draft file with one of them and writes it again."""

from __future__ import annotations

import sys


def screenplay_tools(text):
    from screenplay_tools.fdx.parser import Parser
    from screenplay_tools.fdx.writer import Writer

    return Writer().write(Parser().parse(text))


def open_fdx_toolkit(text):
    from fdx_builder import FDXDocument, Paragraph, scene_from_parsed
    from fdx_parser import parse_fdx

    document = FDXDocument()
    for scene in parse_fdx(text):
        said = [Paragraph(part.type, part.text) for part in scene.paragraphs]
        document.add_scene(scene_from_parsed(scene, said))
    return document.to_xml(pretty=False)


if __name__ == "__main__":
    print(
        {"screenplay-tools": screenplay_tools, "open-fdx-toolkit": open_fdx_toolkit}[sys.argv[1]](
            sys.stdin.read()
        )
    )
