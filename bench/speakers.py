"""Who speaks: LitBank held out book by book, and novels outside it annotated; rival: nearest mention.

Two protocols on LitBank, whose excerpts are running text without paragraphs. *Given people*: quotations,
names and nouns of persons with their entities, and genders are gold, pronouns are not; a speaker is right
when it is the gold entity. *From plain text*: nothing is given; a gold quotation is right when the found
quotation that covers most of it has a character most of whose mentions mean the gold speaker's entity.
History is predicted in both. The novels are read whole, from plain text; a speaker is right when the name is
one of the person's own.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.measure import Measure
from hwaryong.story.prose import Prose
from hwaryong.story.quotations import Quotation, quotations
from hwaryong.story.speakers import Speech, attribute, surroundings, weigh
from hwaryong.story.tags import Surroundings
from hwaryong.story.trees import Trees
from training.litbank import Book, books, entities, gold_cast, gold_quotations
from training.speakers import Sample, folds, learn

STORY = Path(__file__).parents[2] / "shared/data/story"
NOVELS = Path(__file__).parent / "novels"
PACKAGE = Path("/usr/lib/R/site-library/janeaustenr/data/Rdata.rdb")
FOLDS = 4
GIVEN = "speakers, LitBank by book, given people"
OTHER = "speakers, chapters of novels outside LitBank, from plain text"
PLAIN = "speakers, LitBank by book, from plain text"
Answer = tuple[float, bool, str]
"""Confidence, whether right, type of the quotation."""


def measures(data: Path | None = None) -> Iterator[Measure]:
    """The lines of the table; `data` is a folder with `litbank` and, if at hand, `novels/KEY.txt`."""
    folder = data or STORY
    if (folder / "litbank").is_dir():
        yield from _litbank(books(folder / "litbank"))
    else:
        yield Measure("speakers, LitBank", ">= .75", "not measured: LitBank is not at hand", False)
    yield from _novels(folder)


def _litbank(given: Sequence[Book]) -> Iterator[Measure]:
    fold = folds([book.name for book in given], [len(book.quotes) for book in given], FOLDS)
    people: list[Answer] = []
    plain: list[Answer] = []
    nearest, rival, spans = 0, 0, [0, 0, 0]
    for left_out in range(FOLDS):
        seen = [book for book in given if fold[book.name] != left_out]
        unseen = [book for book in given if fold[book.name] == left_out]
        trees = _learned([_given_people(book) for book in seen])
        for book in unseen:
            sample = _given_people(book)
            people += _answers(sample, trees)
            nearest += sum(_nearest(sample.around, i, sample.who, s) for i, s in enumerate(sample.speakers))
        trees = _learned([_own_people(book) for book in seen])
        for book in unseen:
            answers, close, counts = _from_plain_text(book, trees)
            plain += answers
            rival += close
            spans = [a + b for a, b in zip(spans, counts, strict=True)]
    total = len(people)
    yield _accuracy(GIVEN, people, f"nearest mention {nearest / total:.3f}")
    yield _coverage(GIVEN, people)
    yield _accuracy(PLAIN, plain, f"nearest mention {rival / total:.3f}")
    yield _coverage(PLAIN, plain)
    score = 2 * spans[0] / (spans[1] + spans[2])
    name = "spans of quotations, LitBank, exact to the character without marks"
    yield Measure(name, "-", f"F1 {score:.3f} ({spans[1]} found, {spans[2]} gold)", True)


def _given_people(book: Book) -> Sample:
    prose = Prose(book.text, laid_out=False)
    quotes = gold_quotations(book, prose)
    people, who = gold_cast(book, prose, _quoted(prose, quotes))
    return Sample.of(book.name, Surroundings(prose, quotes, people), [s for *_, s in book.quotes], who)


def _own_people(book: Book) -> Sample:
    prose = Prose(book.text, laid_out=False)
    around = surroundings(prose, gold_quotations(book, prose))
    return Sample.of(book.name, around, [s for *_, s in book.quotes], entities(book, prose, around.people))


def _quoted(prose: Prose, quotes: Sequence[Quotation]) -> list[bool]:
    inside = {word for quote in quotes for word in range(quote.first, quote.last)}
    return [word in inside for word in range(len(prose.words))]


def _learned(given: Sequence[Sample]) -> list[Trees]:
    return [Trees.read(trees) for trees in learn(given)[0]]


def _answers(sample: Sample, trees: Sequence[Trees]) -> list[Answer]:
    answers = []
    for i, belief in enumerate(weigh(sample.around, trees)):
        best = max(belief, key=lambda number: belief[number], default=-1)
        right = sample.who.get(best) == sample.speakers[i]
        answers.append((belief.get(best, 0.0), right, _kind(sample.around, i)))
    return answers


def _from_plain_text(book: Book, trees: Sequence[Trees]) -> tuple[list[Answer], int, list[int]]:
    """Answers for gold quotations, how often the nearest mention is right, and spans: both, found, gold."""
    prose = Prose(book.text, laid_out=False)
    around = surroundings(prose, quotations(prose))
    who = entities(book, prose, around.people)
    beliefs = weigh(around, trees)
    gold = gold_quotations(book, prose)
    answers, close = [], 0
    for quote, (*_, speaker) in zip(gold, book.quotes, strict=True):
        i = covering([(q.start, q.end) for q in around.quotes], quote.start, quote.end)
        if i is None:
            answers.append((0.0, False, "not found"))
            continue
        best = max(beliefs[i], key=lambda number: beliefs[i][number], default=-1)
        answers.append((beliefs[i].get(best, 0.0), who.get(best) == speaker, _kind(around, i)))
        close += _nearest(around, i, who, speaker)
    found, wanted = {(q.start, q.end) for q in around.quotes}, {(q.start, q.end) for q in gold}
    return answers, close, [len(found & wanted), len(found), len(wanted)]


def covering(spans: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """The span that covers most of another, at least half of it."""
    shared = [min(b, end) - max(a, start) for a, b in spans]
    best = max(range(len(spans)), key=lambda i: shared[i], default=None)
    return best if best is not None and 2 * shared[best] >= end - start else None


def _nearest(around: Surroundings, i: int, who: dict[int, str], speaker: str | None) -> bool:
    """Whether the name or noun in the narration that is nearest to the quotation is its speaker."""
    start, end = around.begins[i], around.finishes[i]
    near = [m for m in around.between(start - 300, end + 300) if m.kind in ("name", "noun")]
    near.sort(key=lambda m: start - m.last if m.first < start else m.first - end)
    return bool(near) and who.get(near[0].character) == speaker


def _kind(around: Surroundings, i: int) -> str:
    tag = around.turn_tag(i)
    return "implicit" if tag is None else "anaphoric" if tag.mention.kind in ("he", "she") else "explicit"


def _accuracy(name: str, answers: Sequence[Answer], rivals: str) -> Measure:
    share = sum(right for _, right, _ in answers) / len(answers)
    kinds = []
    for kind in ("explicit", "anaphoric", "implicit", "found", "not found"):
        own = [right for _, right, k in answers if k == kind]
        kinds += [f"{kind} {sum(own) / len(own):.3f} of {len(own)}"] if own else []
    return Measure(
        name, ">= .75", f"{share:.3f} of {len(answers)} ({', '.join(kinds)})", share >= 0.75, rivals
    )


def _coverage(name: str, answers: Sequence[Answer]) -> Measure:
    """The largest share of the surest answers of which 95% are right."""
    right, best = 0, 0
    for count, (_, hit, _) in enumerate(sorted(answers, key=lambda a: -a[0]), 1):
        right += hit
        best = count if right >= 0.95 * count else best
    share = best / len(answers)
    return Measure(f"{name}: coverage at 95% precision", ">= 60%", f"{share:.0%}", share >= 0.6)


def _novels(folder: Path) -> Iterator[Measure]:
    texts = novel_texts(folder)
    answers: list[Answer] = []
    last: list[Answer] = []
    for file in sorted(NOVELS.glob("*.json")):
        novel = json.loads(file.read_text("utf-8"))
        text = texts.get(novel["sha256"])
        if text is None:
            missing = f"not measured: the text of {novel['package']} is not at hand"
            yield Measure(f"speakers, {novel['title']}", ">= .75", missing, False)
            continue
        speeches = attribute(text, least=0.0)
        for chapter in novel["chapters"]:
            own = _hand(novel, chapter, speeches)
            answers += own
            last += own if "at_first_sight" in chapter else []
    if answers:
        yield _accuracy(OTHER, answers, "")
        yield _coverage(OTHER, answers)
        yield _accuracy(f"{OTHER}, the chapter annotated last (.722 at first sight)", last, "")
    yield from _speed("".join(texts.values()))


def _hand(novel: dict[str, Any], chapter: dict[str, Any], speeches: Sequence[Speech]) -> list[Answer]:
    spans = [(speech.start, speech.end) for speech in speeches]
    answers = []
    for start, end, code in chapter["quotes"]:
        i = covering(spans, start, end)
        speech = speeches[i] if i is not None else None
        named = (speech.speaker or "").replace(".", "") if speech else ""
        kind = "found" if speech else "not found"
        answers.append((speech.confidence if speech else 0.0, named in novel["names"][code], kind))
    return answers


def novel_texts(folder: Path) -> dict[str, str]:
    """The novels at hand by SHA-256: `novels/*.txt`, and those of Debian's r-cran-janeaustenr.

    Its file is a row of R vectors: four bytes of length, then zlib; a vector's strings follow the length byte
    of each. An R string vector has type 16, its elements type 9.
    """
    found = [file.read_text("utf-8") for file in sorted((folder / "novels").glob("*.txt"))]
    raw = PACKAGE.read_bytes() if PACKAGE.is_file() else b""
    while len(raw) > 4:
        stream = zlib.decompressobj()
        vector = stream.decompress(raw[4:])
        raw = stream.unused_data
        found.append(_lines(vector))
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in found}


def _lines(vector: bytes) -> str:
    place = vector.find(b"\x00\x00\x00\x10") + 4
    count = int.from_bytes(vector[place : place + 4], "big")
    place += 4
    lines = []
    for _ in range(count):
        size = max(int.from_bytes(vector[place + 4 : place + 8], "big", signed=True), 0)
        lines.append(vector[place + 8 : place + 8 + size].decode())
        place += 8 + size
    return "\n".join(lines) + "\n"


def _speed(text: str) -> Iterator[Measure]:
    name = "speakers of 1 MB of prose (some 500 pages), one core"
    if len(text) < 1_000_000:
        return
    begin = time.perf_counter()
    found = len(attribute(text[:1_000_000]))
    taken = time.perf_counter() - begin
    yield Measure(name, "<= 60 s", f"{taken:.0f} s, {found} quotations", taken <= 60)
