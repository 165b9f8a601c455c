"""LitBank (Bamman and others, CC BY 4.0): excerpts of novels with their quotations, speakers and mentions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from hwaryong.story.characters import Cast, Character, resolve
from hwaryong.story.mentions import Mention, place
from hwaryong.story.prose import Prose
from hwaryong.story.quotations import Quotation

TIGHT = frozenset(".,;:!?)]”’…%") | {"n't", "n’t", "...", "...."}
SUFFIX = re.compile(r"['’](?:s|d|ll|m|re|ve|S|t)$")
MARKS = "“”\"‘’'— -_"
HE, SHE = frozenset(["he", "him", "his", "himself"]), frozenset(["she", "her", "hers", "herself"])


@dataclass(frozen=True)
class Named:
    """A gold mention: characters of the text, category (PER …), kind (PROP, NOM, PRON), entity."""

    start: int
    end: int
    category: str
    kind: str
    entity: str


@dataclass(frozen=True)
class Book:
    """One excerpt as running text (LitBank keeps no paragraphs), gold quotations with speaker, gold
    mentions."""

    name: str
    text: str
    quotes: tuple[tuple[int, int, str], ...]
    mentions: tuple[Named, ...]


def files(folder: Path) -> list[Path]:
    """All files that are read, in order; `folder` holds `quotations` and `coref`."""
    texts = sorted((folder / "quotations/tsv").glob("*.txt"))
    return [
        file for text in texts
        for file in (text, text.with_suffix(".ann"), folder / "coref/tsv" / f"{text.stem}.ann")
    ]  # fmt: skip


def books(folder: Path) -> list[Book]:
    """The excerpts that have quotations."""
    found = [_book(text, folder) for text in sorted((folder / "quotations/tsv").glob("*.txt"))]
    return [book for book in found if book.quotes]


def _book(path: Path, folder: Path) -> Book:
    text, places = _plain(path.read_text("utf-8").split("\n"))
    quotes, speakers = {}, {}
    for line in path.with_suffix(".ann").read_text("utf-8").splitlines():
        kind, name, *fields = line.split("\t")
        if kind == "QUOTE":
            a, i, b, j = map(int, fields[:4])
            quotes[name] = (places[a][i][0], places[b][j][1])
        else:
            speakers[name] = fields[0]
    named, mentions = {}, []
    for line in (folder / "coref/tsv" / f"{path.stem}.ann").read_text("utf-8").splitlines():
        kind, name, *fields = line.split("\t")
        if kind == "MENTION":
            a, i, b, j = map(int, fields[:4])
            named[name] = (places[a][i][0], places[b][j][1], fields[5], fields[6])
        elif kind == "COREF" and name in named:
            mentions.append(Named(*named[name], fields[0]))
    spoken = tuple(sorted((*span, speakers[name]) for name, span in quotes.items()))
    ordered = tuple(sorted(mentions, key=lambda m: (m.start, m.end)))
    return Book(path.stem.removesuffix("_brat"), text, spoken, ordered)


def _plain(lines: list[str]) -> tuple[str, list[list[tuple[int, int]]]]:
    """Tokens put together as prose, and where each piece of each line stands in it."""
    text, places, last, underlined = "", [], "", False
    for line in lines:
        row = []
        for piece in line.split(" "):
            tight = not text or piece in TIGHT or SUFFIX.match(piece) or last in ("(", "[", "“", "‘")
            tight = tight or (underlined and "_" in (piece, last))
            if piece in ("“", "‘"):
                tight = not text
            if piece and not tight:
                text += " "
            row.append((len(text), len(text) + len(piece)))
            text += piece
            underlined ^= piece == "_"
            last = piece or last
        places.append(row)
    return text, places


def gold_quotations(book: Book, prose: Prose) -> list[Quotation]:
    """The gold quotations without their marks."""
    found = []
    for start, end, _ in book.quotes:
        words = book.text[start:end]
        core = words.strip(MARKS) or words
        begin = start + words.find(core)
        stop = begin + len(core)
        found.append(Quotation(begin, stop, prose.at(begin), prose.at(stop - 1) + 1, (start, end)))
    return found


def entities(book: Book, prose: Prose, people: Cast) -> dict[int, str]:
    """For each character found in the text the gold entity that most of its mentions mean.

    A mention means the gold mention that begins or ends where it does; names and nouns count three times.
    """
    at: dict[tuple[str, int], list[Named]] = defaultdict(list)
    for mention in book.mentions:
        at["start", mention.start].append(mention)
        at["end", mention.end].append(mention)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for found in people.mentions:
        start, end = prose.starts[found.first], prose.ends[found.last - 1]
        near = at["end", end] + at["start", start]
        if found.character >= 0 and near:
            best = min(near, key=lambda m: abs(m.start - start) + abs(m.end - end))
            votes[found.character][best.entity] += 3 if found.kind in ("name", "noun") else 1
    return {number: vote.most_common(1)[0][0] for number, vote in votes.items()}


def gold_cast(book: Book, prose: Prose, quoted: list[bool]) -> tuple[Cast, dict[int, str]]:
    """A cast from gold names and nouns of persons, their entities and genders; pronouns stay to be resolved.

    A gender is that of the entity's gold pronouns. Also the entity of each character.
    """
    genders: dict[str, Counter[str]] = defaultdict(Counter)
    narrators: Counter[str] = Counter()
    for mention in book.mentions:
        word = book.text[mention.start : mention.end].lower()
        if mention.kind == "PRON":
            genders[mention.entity]["male"] += word in HE
            genders[mention.entity]["female"] += word in SHE
            narrators[mention.entity] += word in ("i", "me", "my") and not quoted[prose.at(mention.start)]
    numbers = {name: 0 for name, count in narrators.most_common(1) if count >= 4}
    people, found, taken = [Character(Counter({"I": 0}), kind="i")], [], set()
    for mention in book.mentions:
        if mention.kind == "PRON" or mention.category != "PER":
            continue
        named = mention.kind == "PROP"
        if mention.entity not in numbers:
            numbers[mention.entity] = len(people)
            vote = +genders[mention.entity]
            gender = vote.most_common(1)[0][0] if vote else ""
            people.append(Character(gender=gender, kind="noun"))  # type: ignore[arg-type]
        number = numbers[mention.entity]
        if named and number:
            people[number].kind = "name"
        first, last = prose.at(mention.start), prose.at(mention.end - 1) + 1
        key = book.text[mention.start : mention.end]
        people[number].names[key] += 1
        found.append(Mention(first, last, "name" if named else "noun", key, quoted[first], character=number))
        taken.update(range(first, last))
    for i, word in enumerate(prose.lower):
        if i in taken and word not in ("his", "her", "my"):
            continue
        if word in HE or word in SHE:
            kind, gender = ("he", "male") if word in HE else ("she", "female")
            found.append(Mention(i, i + 1, kind, word, quoted[i], gender))  # type: ignore[arg-type]
        elif word in ("i", "me", "my", "mine", "myself") and not quoted[i]:
            found.append(Mention(i, i + 1, "i", word, False))
    found.sort(key=lambda mention: (mention.first, -mention.last))
    result = Cast(found, people)
    place(prose, found)
    resolve(prose, result)
    return result, {number: name for name, number in numbers.items()}
