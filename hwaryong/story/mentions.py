"""Where persons are named in prose: names, nouns such as `the old man`, and pronouns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hwaryong.story import lexicon as lex
from hwaryong.story.prose import Prose

Gender = Literal["male", "female", ""]
Kind = Literal["name", "noun", "he", "she", "i"]
POSSESSIVE = ("'s", "’s")
STRIPPED = frozenset(
    ["mr", "mrs", "ms", "dr", "st", "capt", "col", "gen", "prof", "rev"]
)  # titles that are written with a full stop
OBLIQUE = frozenset(["his", "her", "my", "him", "me", "himself", "herself", "hers", "mine", "myself"])
JOINING = frozenset(["and", "but", "that", "when", "while", "as", "if", "then", "because", "so"])
GIVEN = lex.MALE_NAMES | lex.FEMALE_NAMES | frozenset(lex.NICKNAMES)
ARTICLES = frozenset(["the", "a", "an", "another"])
CALLS_BEFORE = frozenset(
    [
        ",",
        "“",
        '"',
        "‘",
        "'",
        "!",
        "?",
        ".",
        "—",
        "--",
        "oh",
        "my",
        "dear",
        "well",
        "yes",
        "no",
        "you",
        "o",
        "ah",
        "poor",
        "old",
        "and",
    ]
)
CALLS_AFTER = frozenset([",", "!", "?", ".", "”", '"', "’", ";", "—", "--", "'"])


@dataclass
class Mention:
    """A person named by the words `first:last`; `quoted` where it stands inside a quotation.

    `key` is the name, or the noun with the adjective that tells two persons of one noun apart. `character` is
    the number of whom it means, -1 while nobody knows.
    """

    first: int
    last: int
    kind: Kind
    key: str
    quoted: bool
    gender: Gender = ""
    character: int = -1
    subject: bool = False
    opens: bool = False  # the first mention of its sentence
    addressed: bool = False  # called by name, set off by commas, within a quotation


def mentions(prose: Prose, quoted: Sequence[bool]) -> list[Mention]:
    """All mentions in order, none within another; `quoted[i]` tells whether word i stands in a quotation."""
    found = _apart(_owned(prose, list(_mentions(prose, quoted))))
    place(prose, found)
    return found


def _owned(prose: Prose, mentions: list[Mention]) -> list[Mention]:
    """`my brother's wife` is the wife, not the brother."""
    words, lower = prose.words, prose.lower
    for mention in mentions:
        if (
            mention.kind not in ("name", "noun")
            or mention.last + 1 >= len(words)
            or lower[mention.last] not in ("'s", "’s")
        ):
            continue
        for place in range(mention.last + 1, min(mention.last + 4, len(words))):
            if not lower[place][0].isalpha():
                break
            if lower[place] in lex.KIN or (lower[place] in lex.PERSON_NOUNS and lower[place] != "other"):
                mention.kind, mention.last, mention.gender = "noun", place + 1, _noun_gender(lower[place])
                mention.key = f"{mention.key} {lower[place]}"
                break
    return mentions


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Mentions that do not overlap, the longer ones first."""
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.first >= kept[-1].last:
            kept.append(mention)
    return kept


def _mentions(prose: Prose, quoted: Sequence[bool]) -> Iterator[Mention]:
    named = _name_words(prose, quoted)
    words, lower = prose.words, prose.lower
    index, count = 0, len(words)
    while index < count:
        low = lower[index]
        if low in lex.DETERMINERS and (noun := _noun_phrase(prose, index, named)):
            yield Mention(
                index,
                noun,
                "noun",
                _noun_key(prose, index, noun),
                quoted[index],
                _noun_gender(lower[noun - 1]),
            )
            index = noun
            continue
        if end := _name_at(prose, index, named):
            key = " ".join(words[index:end]).replace(" .", ".")
            yield Mention(index, end, "name", key, quoted[index])
            index = end
            continue
        if low in lex.HE:
            yield Mention(index, index + 1, "he", low, quoted[index], "male")
        elif low in lex.SHE:
            yield Mention(index, index + 1, "she", low, quoted[index], "female")
        elif low in lex.ME and not quoted[index] and (low != "i" or words[index] == "I"):
            yield Mention(index, index + 1, "i", low, False)
        index += 1


def _name_words(prose: Prose, quoted: Sequence[bool]) -> set[str]:
    """The capitalised words that are names: seldom without a capital, and not of places."""
    middle: Counter[str] = Counter()
    first: Counter[str] = Counter()
    small: Counter[str] = Counter()
    places: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    words, lower = prose.words, prose.lower
    for index, word in enumerate(words):
        if not word[0].isalpha() or len(word) < 2:
            continue
        if word[0].islower():
            small[word] += 1
            continue
        if word.isupper() and len(word) > 3 and index and words[index - 1].isupper():
            continue
        before = lower[index - 1] if index else "."
        opening = (
            not (before[0].isalpha() or before in (",", ";"))
            or prose.sentence[index] != prose.sentence[index - 1]
        )
        low = lower[index]
        after = lower[index + 1] if index + 1 < len(words) else ""
        if before == "." and index > 1 and lower[index - 2] in lex.TITLES:
            opening = False
        (first if opening else middle)[low] += 1
        titled = before in lex.TITLES or (before == "." and index > 1 and lower[index - 2] in lex.TITLES)
        if titled or after in lex.SAYING or before in lex.SAYING or after in ("'s", "’s"):
            persons[low] += 1 + 3 * titled
        if before in lex.PLACE_PREPOSITIONS or before in ("the", "of"):
            places[low] += 1
        elif after in lex.AUXILIARY or (after.endswith("ed") and len(after) > 4):
            persons[low] += 1
        persons[low] += 2 * (low in GIVEN)
    return {
        word
        for word in middle.keys() | first.keys()
        if word not in lex.NO_NAMES
        and (middle[word] > 2 * small[word] or (not small[word] and persons[word]))
        and places[word] <= 2 * persons[word] + (middle[word] + first[word]) // 4
    }


def _name_at(prose: Prose, index: int, named: set[str]) -> int:
    """Where the name ends that begins here: `Mr. Fitzwilliam Darcy`, `Aunt Polly`; 0 where none begins."""
    words, lower, count = prose.words, prose.lower, len(prose.words)
    place, titles = index, 0
    while place < count and titles < 3 and lower[place] in lex.TITLES and words[place][0].isupper():
        place += 1
        titles += 1
        if place < count and words[place] == "." and lower[place - 1] in STRIPPED:
            place += 1
    begin = place
    while place < count and words[place][0].isupper() and place - begin < 4:
        low = lower[place]
        if low in named or (titles and place == begin and len(words[place]) > 1 and low not in ("i", "and")):
            place += 1
            continue
        break
    if place > begin:
        if (
            place + 1 < count
            and lower[place] in ("de", "von", "van", "du", "la", "d'")
            and lower[place + 1] in named
        ):
            place += 2
        return place
    low = lower[index]
    return (
        index + 1
        if titles == 1
        and words[index][0].isupper()
        and low in lex.PERSON_NOUNS
        and low not in ("sir", "lord", "old")
        else 0
    )


def _noun_phrase(prose: Prose, index: int, named: set[str]) -> int:
    """Where a phrase such as `the old man` ends; 0 where the noun is no person."""
    words, lower, count = prose.words, prose.lower, len(prose.words)
    for place in range(index + 1, min(index + 5, count)):
        low, following = lower[place], lower[place + 1] if place + 1 < count else "."
        if not low[0].isalpha() or low in lex.DETERMINERS or low in lex.AUXILIARY or low in lex.PREPOSITIONS:
            break
        if words[place][0].isupper() and (
            low in named or (low in lex.TITLES and words[min(place + 1, count - 1)][0].isupper())
        ):
            break
        if _is_person(low) and following not in lex.PERSON_NOUNS:
            adjective = low in ("other", "old", "elder", "voice") and following.isalpha()
            if not adjective or following in lex.SAYING | lex.AUXILIARY:
                return place + 1
    before = lower[index - 1] if index else ""
    if before in lex.SAYING - {"put", "went", "told", "cut", "thought"} and lower[index] in ARTICLES:
        for place in range(index + 1, min(index + 4, count)):  # said the gryphon,
            if not lower[place][0].isalpha() or lower[place] in lex.PREPOSITIONS | {"and", "who"}:
                return place if place > index + 1 or lower[index] == "another" else 0
    return 0


def _is_person(noun: str) -> bool:
    part = noun.rpartition("-")[2]
    return part in lex.PERSON_NOUNS or (len(noun) > 5 and noun.endswith(("man", "woman")))


def _noun_key(prose: Prose, first: int, last: int) -> str:
    marks = [prose.lower[i] for i in range(first + 1, last - 1) if prose.lower[i] in lex.MARKING]
    return " ".join([*marks[-1:], prose.lower[last - 1]])


def _noun_gender(noun: str) -> Gender:
    noun = noun if noun in lex.PERSON_NOUNS else noun.rpartition("-")[2]
    if noun not in lex.PERSON_NOUNS and noun.endswith("man"):
        return "female" if noun.endswith("woman") else "male"
    return "male" if noun in lex.MALE_NOUNS else "female" if noun in lex.FEMALE_NOUNS else ""


def place(prose: Prose, found: list[Mention]) -> None:
    """Mark where each mention stands: subject, first of its sentence, called by name."""
    lower, words = prose.lower, prose.words
    sentence = -1
    for mention in found:
        before = lower[mention.first - 1] if mention.first else "."
        after = lower[mention.last] if mention.last < len(words) else "."
        own = prose.sentence[mention.first]
        mention.opens, sentence = own != sentence, own
        oblique = after in POSSESSIVE or (mention.kind in ("he", "she", "i") and mention.key in OBLIQUE)
        starts = mention.opens or not before[0].isalpha() or before in JOINING or before in lex.SAYING
        mention.subject = starts and not oblique and before not in lex.PREPOSITIONS
        if mention.quoted and mention.kind in ("name", "noun"):
            own_words = mention.kind == "name" or lower[mention.first] in ("my", "old", "dear")
            mention.addressed = own_words and before in CALLS_BEFORE and after in CALLS_AFTER
