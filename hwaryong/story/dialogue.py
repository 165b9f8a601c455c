"""Who says what in a treatment: quotations, their speakers, and the narration between them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from hwaryong.story.grammar import Grammar, Tag
from hwaryong.story.treatment import Block

QUOTES = re.compile(r"“([^“”]*)(”|$)|「([^「」]*)(」|$)|(?<![\w\"])\"([^\"]*)(\"|$)")
ENDED = re.compile(r"[.?!…,—–~][\s*_'’]*$")
COLON = re.compile(
    r"(\*\*|__)?([^:“”\"「」\n*_()]{1,40}?)(?:\s*\(([^()\n]{1,60})\))?(\*\*|__)?\s*[::](\*\*|__)?\s*(?=\S)"
)
INFERRED = 0.75
BESIDE = 400
"""Characters on each side of a quotation that tell whether it is spoken."""


@dataclass(frozen=True)
class Narration:
    """Words of the treatment that are seen, not heard."""

    text: str


@dataclass(frozen=True)
class Speech:
    """Words that are heard: `source[start:end]` of the treatment, without the quotation marks.

    `speaker` is None where nothing says who speaks. `confidence` is 1 for a tag and less for a speaker who
    follows from the sentence beside it.
    """

    text: str
    start: int
    end: int
    speaker: str | None = None
    how: str = ""
    confidence: float = 1.0


Piece = Narration | Speech


def dialogue(paragraphs: list[Block], grammar: Grammar, known: Collection[str] = ()) -> list[list[Piece]]:
    """The pieces of every paragraph, in order.

    The paragraphs are read twice: first for the names that a tag or a colon gives for certain, then with
    these names as the cast; `known` are names of the cast from elsewhere.
    """
    everything = "\n\n".join(block.text for block in paragraphs)
    names = set(known)
    for _ in range(2):
        pieces = list(_paragraphs(paragraphs, grammar, names, everything))
        names = set(known) | {
            piece.speaker
            for block in pieces
            for piece in block
            if isinstance(piece, Speech) and piece.speaker
        }
    same = _same(names)
    return [
        [
            replace(piece, speaker=same.get(piece.speaker or "", piece.speaker))
            if isinstance(piece, Speech)
            else piece
            for piece in block
        ]
        for block in pieces
    ]


def _same(names: Collection[str]) -> dict[str, str]:
    """Names with a word more than another name: THE OLD PAINTER is the PAINTER, if only one such is there."""
    same: dict[str, str] = {}
    for name in names:
        longer = [other for other in names if other.endswith(" " + name)]
        if len(longer) == 1:
            same[longer[0]] = name
    return same


def _paragraphs(
    paragraphs: list[Block], grammar: Grammar, cast: Collection[str], everything: str
) -> Iterator[list[Piece]]:
    previous = ""
    for block in paragraphs:
        pieces = _colon(block, grammar, cast, everything)
        pieces = pieces or _quoted(block.text, block.start, grammar, cast, previous)
        yield pieces
        last = pieces[-1] if pieces else None
        previous = last.text if isinstance(last, Narration) else ""


def _colon(block: Block, grammar: Grammar, cast: Collection[str], everything: str) -> list[Piece]:
    """`Name (how): words`, the words quoted or not; nothing where the word before the colon is no name."""
    match = COLON.match(block.text)
    if not match or not grammar.is_name(match[2].strip()):
        return []
    name = grammar.cue(match[2])
    rest, start = block.text[match.end() :], block.start + match.end()
    quoted = QUOTES.match(rest) is not None
    named = (
        name in cast or name in grammar.ROLES or bool(match[1]) or _elsewhere(match[2].strip(), everything)
    )
    if not quoted and not named:
        return []
    how = match[3] or ""
    if not quoted:
        return [Speech(rest.rstrip(), start, start + len(rest.rstrip()), name, how)]
    pieces = _quoted(rest, start, grammar, {*cast, name}, "")
    own = [
        replace(piece, speaker=name, confidence=1.0)
        if isinstance(piece, Speech) and (number == 0 or piece.confidence < 1 or piece.speaker is None)
        else piece
        for number, piece in enumerate(pieces)
    ]
    first = own[0]
    return [replace(first, how=how or first.how), *own[1:]] if isinstance(first, Speech) else own


def _elsewhere(name: str, everything: str) -> bool:
    return len(re.findall(rf"(?<!\w){re.escape(name)}", everything, re.IGNORECASE)) > 1


def _quoted(text: str, offset: int, grammar: Grammar, cast: Collection[str], previous: str) -> list[Piece]:
    """Cut a paragraph at its quotations, and give each the speaker that the words beside it name."""
    quotes = [match for match in QUOTES.finditer(text) if _is_speech(match, text, grammar, cast)]
    pieces: list[Piece] = []
    used = 0  # how far quotations and tags have been written
    for number, match in enumerate(quotes):
        before = text[used : match.start()]
        following = quotes[number + 1].start() if number + 1 < len(quotes) else len(text)
        after = text[match.end() : following]
        tag = _tag(before, match, after, grammar, cast)
        left, spent = _spend(tag, before, after)
        speech = _speech(match, offset, tag)
        if speech.speaker is None:
            speech = _resolve(speech, tag, before[:left], after, pieces, grammar, cast, previous)
        if speech.speaker is None:  # a tag that names nobody stays in the narration
            speech, left, spent = replace(speech, how=""), len(before), 0
        pieces += [*_narration(before[:left], cut=left < len(before)), speech]
        used = match.end() + spent
    return _without_commas(pieces) + _narration(text[used:])


def _without_commas(pieces: list[Piece]) -> list[Piece]:
    """Speeches without the comma that parts them from their tag; one that goes on after the tag keeps it."""
    result: list[Piece] = []
    for piece, following in zip_longest(pieces, pieces[1:]):
        goes_on = (
            isinstance(following, Speech) and isinstance(piece, Speech) and following.speaker == piece.speaker
        )
        if isinstance(piece, Speech) and piece.text.endswith(",") and not goes_on:
            piece = replace(
                piece, text=piece.text[:-1].rstrip(), end=piece.start + len(piece.text[:-1].rstrip())
            )
        result.append(piece)
    return result


def _tag(
    before: str, quote: re.Match[str], after: str, grammar: Grammar, cast: Collection[str]
) -> Tag | None:
    """A tag that leads to the quotation (`says:`) comes before one that follows it."""
    words = _words(quote)
    return grammar.before(before, cast) or grammar.after(after, words, before, cast)


def _spend(tag: Tag | None, before: str, after: str) -> tuple[int, int]:
    """How much of the narration before is left, and how much of the narration after is used up by the tag."""
    if tag is None:
        return len(before), 0
    if tag.end == len(before) and tag.start >= 0 and before[tag.start :].strip():
        return tag.start, 0
    return len(before) + min(tag.start, 0), tag.end


def _resolve(
    speech: Speech, tag: Tag | None, narration: str, after: str, pieces: list[Piece],
    grammar: Grammar, cast: Collection[str], previous: str,
) -> Speech:  # fmt: skip
    """A quotation without a name: the speaker goes on, or the subject of the sentence beside it speaks."""
    earlier = next((piece for piece in reversed(pieces) if isinstance(piece, Speech)), None)
    if tag is not None:  # a pronoun: the only one of the cast who is named before it
        named = grammar.mentions(narration, cast) or grammar.mentions(previous, cast)
        return replace(speech, speaker=named.pop(), confidence=INFERRED) if len(named) == 1 else speech
    if earlier is not None and earlier.speaker and not grammar.mentions(narration, cast):
        return replace(speech, speaker=earlier.speaker, confidence=earlier.confidence)
    sentences = [part for part in re.split(r"(?<=[.!?…])\s+", narration.strip()) if part]
    if not sentences and not re.search(r"[,:]\s*$", after):  # which would lead to the next quotation
        sentences = re.split(r"(?<=[.!?…])\s+", after.strip())[:1]
    speaker = grammar.subject(sentences[-1], cast) if sentences else None
    if speaker and len(grammar.mentions(sentences[-1], cast)) == 1:
        return replace(speech, speaker=speaker, confidence=INFERRED)
    leading = grammar.before(previous, cast) if not (pieces or narration.strip()) else None
    return replace(speech, speaker=leading.name, confidence=INFERRED) if leading and leading.name else speech


def _is_speech(quote: re.Match[str], text: str, grammar: Grammar, cast: Collection[str]) -> bool:
    """Whether a quotation is heard: it ends like a sentence, stands alone, or has a tag or a colon."""
    words = _words(quote).strip()
    if not words:
        return False
    before = text[max(0, quote.start() - BESIDE) : quote.start()]
    after = text[quote.end() : quote.end() + BESIDE]
    if ENDED.search(words) or re.search(r"[,:]\s*$", before) or not (before + after).strip(" .,"):
        return True
    return grammar.after(after, words, before, cast) is not None


def _words(quote: re.Match[str]) -> str:
    return quote[1] or quote[3] or quote[5] or ""


def _speech(quote: re.Match[str], offset: int, tag: Tag | None) -> Speech:
    group = next(number for number in (1, 3, 5) if quote[number] is not None)
    words = quote[group]
    start = offset + quote.start(group) + len(words) - len(words.lstrip())
    how = tag.how if tag else ""
    speaker = tag.name if tag and tag.name else None
    confidence = 1.0 if speaker else 0.0
    return Speech(words.strip(), start, start + len(words.strip()), speaker, how, confidence)


def _narration(text: str, *, cut: bool = False) -> list[Piece]:
    """Narration that says something; where a tag was cut off its end, a full stop closes it."""
    text = re.sub(r"^[\s,;.:]+(?=\w|$)", "", text).strip()
    if cut and text[-1:] not in tuple(".!?…”’\"')"):
        text = text.rstrip(",;: ") + "."
    return [Narration(text)] if re.search(r"\w", text) else []
