"""XML as a tree that knows where its pieces stand in the text, so that a change leaves the rest alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.parsers import expat

from hwaryong.errors import BadInput

MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 100
_TAG = re.compile(r"""<[^"'>]*+(?:(?:"[^"]*"|'[^']*')[^"'>]*+)*+>""")
_ENDLESS = re.compile(r"<[^<>]{1048576}")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Piece(NamedTuple):
    """Characters inside a node and their span in the text; a reference such as &amp; is one of its own."""

    words: str
    start: int
    end: int
    verbatim: bool

    def spans(self) -> Iterator[tuple[int, int]]:
        """The span of each of its characters."""
        if len(self.words) == self.end - self.start:
            yield from ((at, at + 1) for at in range(self.start, self.end))
        else:
            yield self.start, self.end


@dataclass(slots=True, eq=False)
class Node:
    """An element: `start` is its first character, `inner` the one behind its start tag, `end` behind all."""

    name: str
    attributes: dict[str, str]
    start: int
    inner: int
    end: int = 0
    children: list[Node] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The characters directly inside it."""
        return "".join(piece.words for piece in self.pieces)

    def all(self, name: str) -> Iterator[Node]:
        """Its children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Node | None:
        """Its first child of a name."""
        return next(self.all(name), None)


def tree(text: str, *, words_of: frozenset[str]) -> Node:
    """The root of an XML document; only the elements in `words_of` keep their characters.

    The encoding that the document declares is ignored: `text` is decoded. Document types are refused, and
    with them every entity of one's own. Raises BadInput for text that is no well-formed XML, and past
    MAX_NODES elements or a depth of MAX_DEPTH.
    """
    if endless := _ENDLESS.search(text):
        raise BadInput(f"a tag of the XML is longer than a megabyte, at character {endless.start()}")
    reader = _Reader(text, words_of)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = False
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attributes: reader.open(
        parser.CurrentByteIndex, name, attributes
    )
    parser.EndElementHandler = lambda name: reader.close(parser.CurrentByteIndex)
    parser.CharacterDataHandler = lambda words: reader.characters(parser.CurrentByteIndex, words)
    parser.StartCdataSectionHandler = lambda: reader.verbatim(True)
    parser.EndCdataSectionHandler = lambda: reader.verbatim(False)
    try:
        parser.Parse(reader.data, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise BadInput(
            f"the XML breaks at line {error.lineno}, column {error.offset + 1} ({why})",
            mend="save it again from the program that wrote it",
        ) from None
    return reader.root


def escaped(words: str) -> str:
    """Characters as XML text or the value of an attribute; raises BadInput for those that XML cannot hold."""
    forbidden = _FORBIDDEN.search(words)
    if forbidden:
        raise BadInput(
            f"XML cannot hold the character U+{ord(forbidden[0]):04X}", mend="take it out of the text"
        )
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return words.replace('"', "&quot;").replace("\r", "&#13;")


class _Reader:
    """Builds the tree out of expat's events, and counts characters where expat counts bytes."""

    root: Node

    def __init__(self, text: str, words_of: frozenset[str]) -> None:
        try:
            self.data = text.encode()
        except UnicodeEncodeError as error:
            raise BadInput(
                f"the text holds half a character at {error.start}", mend="save it as UTF-8"
            ) from None
        self.text, self.words_of = text, words_of
        self.place: Callable[[int], int] = (lambda byte: byte) if text.isascii() else self._counted
        self.byte = self.character = self.nodes = 0
        self.open_nodes: list[Node] = []
        self.cdata = False

    def open(self, byte: int, name: str, attributes: dict[str, str]) -> None:
        start = self.place(byte)
        tag = _TAG.match(self.text, start)
        node = Node(name, attributes, start, tag.end() if tag else start)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise BadInput(f"the XML has more than {MAX_NODES} elements", mend="split the file")
        if len(self.open_nodes) >= MAX_DEPTH:
            raise BadInput(f"the XML is nested deeper than {MAX_DEPTH} elements at character {start}")
        if self.open_nodes:
            self.open_nodes[-1].children.append(node)
        else:
            self.root = node
        self.open_nodes.append(node)

    def close(self, byte: int) -> None:
        node, at = self.open_nodes.pop(), self.place(byte)
        empty = self.text.startswith("/>", node.inner - 2)
        node.end = node.inner if empty else self.text.index(">", at) + 1

    def characters(self, byte: int, words: str) -> None:
        node = self.open_nodes[-1]
        if node.name not in self.words_of:
            return
        start = self.place(byte)
        if not self.cdata and self.text[start] == "&":
            end = self.text.index(";", start) + 1
        elif words == "\n":
            end = start + (2 if self.text.startswith("\r\n", start) else 1)
        else:
            end = start + len(words)
        node.pieces.append(Piece(words, start, end, self.cdata))

    def verbatim(self, inside: bool) -> None:
        self.cdata = inside

    def _counted(self, byte: int) -> int:
        self.character += len(self.data[self.byte : byte].decode())
        self.byte = byte
        return self.character


def _refuse_doctype(*_: object) -> None:
    raise BadInput(
        "the XML declares a document type, which could hide entities", mend="take <!DOCTYPE …> out"
    )


__all__ = ["Node", "Piece", "escaped", "tree"]
