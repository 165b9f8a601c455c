"""Other words for one element of a Final Draft file, and nothing else of the file changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate, groupby, takewhile
from typing import NamedTuple

from hwaryong.errors import BadInput
from hwaryong.media.emphasis import Run, runs
from hwaryong.media.fdxreader import PLAIN, Letter, Part, grouped, letters, parts, places, root_of, units
from hwaryong.media.markup import Node, escaped

_STYLE = re.compile(r"""(\sStyle\s*=\s*)("[^"]*"|'[^']*')""")
_RANGE = re.compile(r"""(\sRange\s*=\s*["'])(\d{1,9}),(\d{1,9})(?=["'])""")
_COMPARABLE = 250_000  # pairs of words
_EMPHASIS = ("Bold", "Italic", "Underline")

Change = tuple[int, int, str]
"""A span of the file and what takes its place."""


class _Spot(NamedTuple):
    """Where a character stands: its span, its <Text>, and whether it is inside a CDATA section."""

    start: int
    end: int
    run: Node
    verbatim: bool


class _Hunk(NamedTuple):
    """Letters [first, last) that go, and those that take their place."""

    first: int
    last: int
    fresh: list[Letter]

    def behind(self, old: list[Letter]) -> bool:
        """Whether the fresh letters belong to the run before them, where none makes place for them."""
        style = old[self.first - 1][1] if self.first else None
        return self.first == self.last and (self.first == len(old) or self.fresh[0][1] == style)


def edit(text: str, index: int, words: str) -> str:
    """The file with other words in its element `index` (as it is counted by `parse`), and all else as it was.

    Words that stay keep the runs they are in; new words take the run in which they stand, or a run of their
    own where their emphasis differs. The ranges of script notes move with the text they are pinned to.
    Raises BadInput for an element that holds no words.
    """
    root = root_of(text)
    found = list(parts(root))
    if not 0 <= index < len(found):
        raise BadInput(f"the script has no element {index}", mend=f"it has {len(found)} of them, from 0")
    part = found[index]
    if part.element.type == "page_break":
        raise BadInput(f"element {index} is a page break, which has no words", mend="change another element")
    old, new = _letters(part, part.element.text), _letters(part, words)
    spots = list(_spots(part.node))[part.lead : part.lead + len(old)]
    hunks = list(_hunks(old, new))
    changes: list[Change] = []
    for hunk in hunks:
        changes += [(spot.start, spot.end, "") for spot in spots[hunk.first : hunk.last]]
        if hunk.fresh:
            behind = hunk.behind(old)
            at = hunk.first - behind
            place = spots[at].end if behind else spots[at].start
            changes.append((place, place, _inserted(text, spots[at], hunk.fresh, old[at][1])))
    changes += _moved_notes(text, root, part, hunks)
    return _changed(text, changes)


def _hunks(old: list[Letter], new: list[Letter]) -> Iterator[_Hunk]:
    """What differs between two texts, word by word; one hunk where they are too long to compare like that."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    one, other = _words(old[head : len(old) - tail]), _words(new[head : len(new) - tail])
    if len(one) * len(other) > _COMPARABLE:
        yield _Hunk(head, len(old) - tail, new[head : len(new) - tail])
        return
    starts = list(accumulate(map(len, one), initial=head))
    for kind, first, last, begin, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Hunk(starts[first], starts[last], [letter for word in other[begin:end] for letter in word])


def _words(letters_: list[Letter]) -> list[tuple[Letter, ...]]:
    """The letters cut into words and what stands between them."""
    return [tuple(group) for _, group in groupby(letters_, lambda letter: letter[0].isalnum())]


def _letters(part: Part, words: str) -> list[Letter]:
    """The words as they stand in the file: characters with their style."""
    if part.element.type in PLAIN:
        return letters([Run(words)])
    styled = letters(runs(words))
    parenthesised = len(styled) > 1 and styled[0][0] == "(" and styled[-1][0] == ")"
    return styled[1:-1] if part.bare and parenthesised else styled


def _common(first: list[Letter], second: list[Letter]) -> int:
    """How many letters two lists begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _spots(paragraph: Node) -> Iterator[_Spot]:
    for run in paragraph.all("Text"):
        for piece in run.pieces:
            for start, end in piece.spans():
                yield _Spot(start, end, run, piece.verbatim)


def _inserted(text: str, spot: _Spot, fresh: list[Letter], style: Run) -> str:
    """New characters at a spot of a style; those of another style stand in runs of their own."""
    out, again = "", text[spot.run.start : spot.run.inner]
    close, reopen = ("]]>", "<![CDATA[") if spot.verbatim else ("", "")
    for run in grouped(fresh):
        escape = run.text.replace("]]>", "]]]]><![CDATA[>") if spot.verbatim else escaped(run.text)
        if (run.bold, run.italic, run.underline) == (style.bold, style.italic, style.underline):
            out += escape
        else:
            tag = _tag(spot.run, again, run)
            out += f"{close}</Text>{tag}{escaped(run.text)}</Text>{again}{reopen}"
    return out


def _tag(node: Node, tag: str, run: Run) -> str:
    """The start tag of a <Text> with the emphasis of a run, and its other styles and attributes kept."""
    kept = [
        style for style in node.attributes.get("Style", "").split("+") if style and style not in _EMPHASIS
    ]
    wanted = [name for name in _EMPHASIS if getattr(run, name.lower())]
    value = f'"{"+".join(wanted + kept)}"'
    if _STYLE.search(tag):
        return _STYLE.sub(lambda match: match[1] + value, tag, count=1)
    return f"{tag[:-1]} Style={value}>"


def _moved_notes(text: str, root: Node, part: Part, hunks: list[_Hunk]) -> Iterator[Change]:
    """The ranges of script notes behind the hunks; text nested in a paragraph counts nothing to them."""
    place = next((start for start, _, child in places(root) if child is part.node), None)
    notes = root.first("ScriptNotes")
    if place is None or notes is None:
        return
    raw = "".join(run.words for run in part.node.all("Text"))

    def moved(at: int) -> int:
        to = at
        for first, last, fresh in hunks:
            start, end = (place + units(raw[: part.lead + letter]) for letter in (first, last))
            won = units("".join(letter for letter, _ in fresh))
            if at >= end:
                to += won - (end - start)
            elif at > start:
                to += min(at, start + won) - at
        return to

    for note in notes.all("ScriptNote"):
        found = _RANGE.search(text, note.start, note.inner)
        span = f"{moved(int(found[2]))},{moved(int(found[3]))}" if found else ""
        if found and span != text[found.start(2) : found.end(3)]:
            yield found.start(2), found.end(3), span


def _changed(text: str, changes: list[Change]) -> str:
    pieces, done = [], 0
    for start, end, piece in sorted(changes):
        pieces += [text[done:start], piece]
        done = end
    return "".join([*pieces, text[done:]])
