"""A treatment in Markdown, cut into headings and paragraphs that know where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
NUMBERED = re.compile(r"(?:(?:scene|sc\.?|장면|씬|신|S#)\s*)?(\d+[A-Za-z]?)\s*[.):]?\s+(.*)", re.IGNORECASE)
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|(?:\* ){2,}\*)\s*$")
FRONT_KEY = re.compile(r"([\w .\-]{1,40}):\s+(.*)")
LIST_OF_NAMES = re.compile(
    r"(characters|cast|dramatis personae|notes|등장\s?인물|인물|주|메모)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a remark; `start` is where `text` begins in the treatment, in characters."""

    kind: Literal["scene", "section", "paragraph", "remark"]
    text: str
    start: int
    number: str | None = None
    level: int = 0


@dataclass
class Treatment:
    """The title, the keys of the front matter, and the blocks in order."""

    title: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


def treatment(text: str) -> Treatment:
    """Read Markdown prose.

    `# …` is the title; the numbered headings are the scenes, or all `##` headings where none has a number.
    Everything else that stands as a heading is a section. HTML comments are remarks.
    """
    result = Treatment()
    start = _front_matter(text, result)
    for block in _blocks(text, start):
        if block.kind == "section" and block.level == 1 and not result.title:
            result.title = block.text
        else:
            result.blocks.append(block)
    numbered = any(block.number for block in result.blocks)
    result.blocks = [_heading(block, numbered) for block in result.blocks]
    return result


def _heading(block: Block, numbered: bool) -> Block:
    if block.kind != "section":
        return block
    scene = bool(block.number) if numbered else block.level == 2 and not LIST_OF_NAMES.match(block.text)
    return Block("scene" if scene else "section", block.text, block.start, block.number, block.level)


def _front_matter(text: str, result: Treatment) -> int:
    """Read the keys between two lines of `---` at the very start; answers where the prose begins."""
    if not text.startswith("---\n"):
        return 0
    end = text.find("\n---", 4)
    matches = [FRONT_KEY.fullmatch(line.strip()) for line in text[4:end].splitlines() if line.strip()]
    if end < 0 or not all(matches):
        return 0
    for match in matches:
        if match:
            result.keys[match[1].strip().capitalize()] = match[2].strip().strip('"')
    result.title = result.keys.pop("Title", "")
    return end + 4


def _blocks(text: str, start: int) -> list[Block]:
    blocks: list[Block] = []
    first = last = -1
    for begin, end in _lines(text, start):
        line = text[begin:end]
        heading = HEADING.match(line)
        if line.strip() and not heading and not RULE.match(line):
            first, last = (begin, end) if first < 0 else (first, end)
            continue
        blocks += _paragraph(text, first, last)
        first = -1
        if heading:
            numbered = NUMBERED.match(heading[2]) if len(heading[1]) > 1 else None
            title = numbered[2] if numbered else heading[2]
            number = numbered[1] if numbered else None
            blocks.append(Block("section", title, begin + line.find(title), number, len(heading[1])))
    return blocks + _paragraph(text, first, last)


def _paragraph(text: str, first: int, last: int) -> list[Block]:
    """A paragraph without the marks of a quotation or list, and the comments in it as remarks."""
    if first < 0:
        return []
    blocks: list[Block] = []
    for comment in COMMENT.finditer(text, first, last):
        if text[first : comment.start()].strip():
            blocks.append(Block("paragraph", text[first : comment.start()].rstrip(), first))
        remark = comment[1].strip()
        blocks.append(Block("remark", remark, text.index(remark, comment.start(1))))
        first = comment.end()
    if text[first:last].strip():
        mark = re.compile(r"\s*(?:>\s?|[-*+]\s+)*").match(text, first, last)
        first = mark.end() if mark else first
        blocks.append(Block("paragraph", text[first:last].rstrip(), first))
    return blocks


def _lines(text: str, start: int) -> list[tuple[int, int]]:
    lines = []
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        lines.append((start, end - (text[start:end].endswith("\r"))))
        start = end + 1
    return lines


__all__ = ["Block", "Treatment", "treatment"]
