"""Bold, italic and underlined words as Fountain marks them: **bold**, *italic*, ***both***, _underlined_."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, takewhile

_MARK = re.compile(r"[*_\\]")
_TOKEN = re.compile(r"\\[*_\\]|\*+|_|[^\\*_]+|\\")
_HIDDEN = re.compile(
    r" ?\[\[(?:[^\[\]]|\[(?!\[)|\](?!\]))*+\]\]| ?/\*(?:[^*/]|\*(?!/)|/(?!\*))*+\*/"
)  # the innermost ones: no text is looked at twice
_OPENED = {"_": ("_",), "*": ("*",), "**": ("**",), "***": ("**", "*")}
_STYLE = {"_": "underline", "**": "bold", "*": "italic"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks around it, the outermost first."""
        if not (self.bold or self.italic or self.underline):
            return ()
        return tuple(mark for mark, name in _STYLE.items() if getattr(self, name))


@dataclass(slots=True)
class _Token:
    """A piece of a line; `closes` and `opens` are the marks that it turned out to be, the rest is text."""

    text: str
    closes: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)

    @property
    def literal(self) -> str:
        if self.text.startswith("\\"):
            return self.text[-1]
        return self.text[len("".join((*self.closes, *self.opens))) :]


def runs(text: str) -> tuple[Run, ...]:
    """The runs of an element's text, marks taken out; marks pair within a line; linear time."""
    if not _MARK.search(text):
        return (Run(text),) if text else ()
    styled: list[tuple[str, frozenset[str]]] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            styled.append(("\n", frozenset()))
        inside: frozenset[str] = frozenset()
        for token in _paired(line):
            inside -= {*token.closes}
            styled.append((token.literal, inside))
            inside |= {*token.opens}
    return tuple(
        Run(words, **{_STYLE[mark]: True for mark in style})
        for style, group in groupby(styled, lambda piece: piece[1])
        if (words := "".join(piece for piece, _ in group))
    )


def marked(styled: Iterable[Run]) -> str:
    """The text whose runs these are; marks lie close to words and end with their line."""
    pieces: list[str] = []
    gap, now = "", tuple[str, ...]()  # white space after the last word, and the marks that are open there
    for marks, group in groupby(styled, lambda run: run.marks):
        text = "".join(run.text for run in group)
        for part in re.findall(r"\n|[^\S\n]+|\S(?:[^\n]*\S)?", text):
            if part == "\n":
                pieces += [*reversed(now), gap, part]
                gap, now = "", ()
            elif part.isspace():
                gap += part
            else:
                same = takewhile(lambda pair: pair[0] == pair[1], zip(now, marks, strict=False))
                kept = sum(1 for _ in same)
                pieces += [*reversed(now[kept:]), gap, *marks[kept:], re.sub(r"([\\*_])", r"\\\1", part)]
                gap, now = "", marks
    return "".join([*pieces, *reversed(now), gap])


def printed(text: str) -> tuple[Run, ...]:
    """The runs that are printed: without the notes and boneyards inside the text, and their gap."""
    return runs(_HIDDEN.sub("", text))


def plain(text: str) -> str:
    """What is printed of a text, without marks."""
    return "".join(run.text for run in printed(text))


def _paired(line: str) -> list[_Token]:
    """The tokens of a line, each mark paired with the nearest open one of its kind."""
    tokens = [_Token(text) for text in _TOKEN.findall(line)]
    waiting: list[tuple[_Token, str]] = []
    at = 0
    for token in tokens:
        before, after = line[max(at - 1, 0) : at], line[at + len(token.text) : at + len(token.text) + 1]
        at += len(token.text)
        if token.text[0] not in "*_":
            continue
        open_marks = {mark for _, mark in waiting}
        if before.strip():
            token.closes = _closed(token.text, open_marks)
            for mark in token.closes:
                _close(waiting, mark)
        left = token.text[len("".join(token.closes)) :]
        if after.strip():
            token.opens = [mark for mark in _OPENED.get(left, ()) if mark not in {m for _, m in waiting}]
            waiting += [(token, mark) for mark in token.opens]
    for token, mark in waiting:
        token.opens.remove(mark)
    return tokens


def _closed(text: str, open_marks: set[str]) -> list[str]:
    """The marks that a token closes, of those that are open: `***` after a bold word closes bold only."""
    if text == "_":
        return [mark for mark in "_" if mark in open_marks]
    both = {"**", "*"} <= open_marks
    if "**" in open_marks and len(text) >= 2:
        return ["*", "**"] if both and len(text) >= 3 else ["**"]
    return ["*"] if "*" in open_marks and len(text) != 2 else []


def _close(waiting: list[tuple[_Token, str]], mark: str) -> None:
    """Take a mark off those that wait for their partner; what was opened within stays text."""
    kept: list[tuple[_Token, str]] = []
    while True:
        token, open_mark = waiting.pop()
        if open_mark == mark:
            waiting += [pair for pair in kept if pair[0] is token]
            for other, crossed in kept:
                if other is not token:
                    other.opens.remove(crossed)
            return
        kept.append((token, open_mark))
