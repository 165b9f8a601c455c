"""Who is there: the characters of a text, each with all its names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from hwaryong.story import lexicon as lex
from hwaryong.story.mentions import Gender, Mention, mentions
from hwaryong.story.prose import Prose

FAR = 800
"""Words after which `the man` is somebody else."""


@dataclass
class Character:
    """A person of the text: its names by how often they stand, and its gender as far as the text tells."""

    names: Counter[str] = field(default_factory=Counter)
    gender: Gender = ""
    kind: Literal["name", "noun", "i"] = "name"
    count: int = 0
    parts: list[str] = field(
        default_factory=list
    )  # the fullest name without titles, in small letters; or the noun
    titles: set[str] = field(default_factory=set)
    called_miss: bool = False  # Miss with her given name

    @property
    def name(self) -> str:
        """The longest of its frequent names."""
        most = self.names.most_common(1)[0][1] if self.names else 0
        often = [name for name, count in self.names.items() if count * 3 >= most]
        return max(often, key=lambda name: (self.names[name], len(name))) if often else ""


@dataclass
class Cast:
    """All mentions in order, and the characters by number; number 0 is the narrator who says I."""

    mentions: list[Mention]
    characters: list[Character]


def cast(prose: Prose, quoted: Sequence[bool]) -> Cast:
    """Find the persons of a text; `quoted[i]` tells whether word i stands in a quotation."""
    people = Cast(mentions(prose, quoted), [Character(Counter({"I": 0}), kind="i")])
    _name(people)
    _noun(prose, people)
    resolve(prose, people)
    return people


def _name(people: Cast) -> None:
    """Give every name a character: `Mr. Darcy`, `Darcy` and `Fitzwilliam Darcy` are one.

    A name that fits several characters (a surname in a family) means the one who was named last.
    """
    named = [mention for mention in people.mentions if mention.kind == "name"]
    counted = Counter(mention.key for mention in named)
    genders = _name_genders(people, counted)
    spoken = {" ".join(word.lower() for word in key.split()[:2]) for key in counted}
    fits: dict[str, list[int]] = {}
    holders: dict[str, list[int]] = defaultdict(list)
    for key in sorted(
        counted, key=lambda key: (-len(_parts(key)[1]), not _parts(key)[0], -counted[key], key)
    ):
        titles, parts = _parts(key)
        near = dict.fromkeys(n for word in parts or titles for n in holders[lex.NICKNAMES.get(word, word)])
        strict = set(titles) - lex.LOOSE_TITLES
        fits[key] = [n for n in near if _fits(strict, parts, genders[key], people.characters[n])]
        if not fits[key]:
            fits[key] = [len(people.characters)]
            called_miss = len(parts) > 1 and f"miss {parts[0]}" in spoken
            people.characters.append(Character(gender=genders[key], parts=parts, called_miss=called_miss))
        if len(fits[key]) == 1:
            character = people.characters[fits[key][0]]
            character.names[key] += counted[key]
            character.gender = character.gender or genders[key]
            character.titles |= strict
            if len(parts) == 2 and len(character.parts) < 2:
                character.parts = parts
            for word in parts or titles:
                if fits[key][0] not in holders[lex.NICKNAMES.get(word, word)]:
                    holders[lex.NICKNAMES.get(word, word)].append(fits[key][0])
    seen: dict[int, int] = {}
    for place, mention in enumerate(named):
        numbers = fits[mention.key]
        mention.character = max(
            numbers, key=lambda n: (seen.get(n, -1), sum(people.characters[n].names.values()), -n)
        )
        seen[mention.character] = place
        if len(numbers) > 1:
            people.characters[mention.character].names[mention.key] += 1


def _name_genders(people: Cast, counted: Counter[str]) -> dict[str, Gender]:
    """What title, given name, or else the pronouns that follow tell of each name's gender."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    outside = [m for m in people.mentions if m.kind != "i" and not m.quoted]
    for here, following in pairwise(outside):
        if here.kind == "name" and following.kind in ("he", "she") and following.first - here.first < 20:
            votes[here.key][following.gender] += 1
    return {key: _name_gender(key, votes[key]) for key in counted}


def _name_gender(key: str, votes: Counter[str]) -> Gender:
    titles, parts = _parts(key)
    given = parts[0] if parts and (len(parts) > 1 or not titles) else ""
    given = lex.NICKNAMES.get(given, given)
    known = _title_gender(titles)
    if known or given in lex.MALE_NAMES or given in lex.FEMALE_NAMES:
        return known or ("male" if given in lex.MALE_NAMES else "female")
    male, female = votes["male"], votes["female"]
    if male + female >= 2 and max(male, female) >= 3 * min(male, female):
        return "male" if male > female else "female"
    return ""


def _parts(key: str) -> tuple[list[str], list[str]]:
    """A name's titles and the words after them, in small letters."""
    words = [word.lower().rstrip(".") for word in key.split()]
    titles = []
    while words and words[0] in lex.TITLES:
        titles.append(words.pop(0))
    return titles, words


def _title_gender(titles: list[str]) -> Gender:
    for title in titles:
        if title in lex.MALE_TITLES:
            return "male"
        if title in lex.FEMALE_TITLES:
            return "female"
    return ""


def _fits(titles: set[str], parts: list[str], gender: Gender, character: Character) -> bool:
    """Whether a name can be one of a character's: no two genders, titles, given names or surnames."""
    if gender and character.gender and gender != character.gender:
        return False
    if titles and character.titles and not titles & character.titles:
        return False
    own = character.parts
    if not parts or not own:
        return parts == own
    if titles & lex.OWN_TITLES and not titles & character.titles:
        return False
    if titles == {"miss"} and parts == own[-1:] and character.called_miss:
        return False  # with a Miss Lucy Steele about, Miss Steele is her elder sister
    if len(parts) > 1 and len(own) > 1:
        return _given(parts[0]) == _given(own[0]) and parts[-1] == own[-1]
    if len(parts) == 1 and len(own) > 1:
        by_given = _given(parts[0]) == _given(own[0]) and not titles & lex.SURNAME_TITLES
        by_surname = (
            parts[0] == own[-1] and "sir" not in titles and (bool(titles) or character.gender != "female")
        )
        return by_given or by_surname
    return _given(parts[0]) == _given(own[0])


def _given(name: str) -> str:
    return lex.NICKNAMES.get(name, name)


def _noun(prose: Prose, people: Cast) -> None:
    """Give every noun phrase a character: the last one of the same noun, if it is not far away."""
    last: dict[str, tuple[int, int]] = {}
    previous: Mention | None = None
    for mention in people.mentions:
        if mention.kind == "noun":
            head = mention.key.split()[-1]
            if previous and _apposition(prose, previous, mention):
                mention.character = previous.character
            else:
                mention.character = _same_noun(prose, people, mention, last)
            last[mention.key] = last[head] = (mention.first, mention.character)
        previous = mention


def _apposition(prose: Prose, name: Mention, noun: Mention) -> bool:
    """`Mr. Brown, the doctor,`."""
    words = prose.words
    return (
        name.kind == "name" and not noun.quoted and name.last + 1 == noun.first and words[name.last] == ","
        and noun.last < len(words) and words[noun.last] in ",;."
    )  # fmt: skip


def _same_noun(prose: Prose, people: Cast, mention: Mention, last: dict[str, tuple[int, int]]) -> int:
    """The character of a noun phrase, a new one where none fits: `a man`, another adjective, long ago."""
    head = mention.key.split()[-1]
    place, number = last.get(mention.key) or last.get(head) or (-FAR - 1, -1)
    fresh = prose.lower[mention.first] in ("a", "an", "another") or mention.first - place > FAR
    character = people.characters[number]
    marked = " " in mention.key and mention.key not in last and any(" " in part for part in character.parts)
    genders = {character.gender, mention.gender} - {""}
    if number < 0 or fresh or marked or len(genders) > 1:
        number = len(people.characters)
        character = Character(gender=mention.gender, kind="noun", parts=[mention.key])
        people.characters.append(character)
    if character.kind == "noun":
        character.names[" ".join(prose.words[mention.first : mention.last])] += 1
    return number


def resolve(prose: Prose, people: Cast) -> None:
    """Give each he and she of the narration, and I, a character, and count how often each is mentioned.

    The nearest fitting one before counts, subjects of the same or the last sentence and those who are often
    named first. A character whose gender nothing tells takes that of the first pronoun.
    """
    _genders(people)
    named = Counter(m.character for m in people.mentions if m.kind in ("name", "noun"))
    taken: dict[int, str] = {}
    recent: list[Mention] = []
    for mention in people.mentions:
        if mention.kind == "i":
            mention.character = 0
        elif mention.kind in ("he", "she") and not mention.quoted:
            mention.character = _antecedent(prose, people, recent, mention, named, taken)
        if mention.character > 0 and not mention.quoted:
            recent.append(mention)
            del recent[:-24]
    for mention in people.mentions:
        if mention.character >= 0:
            people.characters[mention.character].count += 1


def _genders(people: Cast) -> None:
    """Genders that are still open, from the pronouns that follow."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for here, following in pairwise([m for m in people.mentions if m.kind != "i" and not m.quoted]):
        if here.character > 0 and following.kind in ("he", "she") and following.first - here.first < 25:
            votes[here.character][following.gender] += 1
    for number, vote in votes.items():
        character = people.characters[number]
        if not character.gender and max(vote.values()) >= 2 * min(vote["male"], vote["female"]):
            character.gender = "male" if vote["male"] > vote["female"] else "female"


def _antecedent(
    prose: Prose,
    people: Cast,
    recent: list[Mention],
    mention: Mention,
    named: Counter[int],
    taken: dict[int, str],
) -> int:
    best, score = -1, -1e9
    sentence = prose.sentence[mention.first]
    for rank, before in enumerate(reversed(recent)):
        gender = people.characters[before.character].gender or taken.get(before.character, "")
        distance = sentence - prose.sentence[before.first]
        if distance > 12:
            break
        if gender not in ("", mention.gender):
            continue
        value = 1.5 * before.subject + 0.5 * before.opens + 1.5 * bool(gender) - distance - 0.3 * rank
        value += min(named[before.character], 20) / 10 - 0.5 * (before.kind == "noun")
        if value > score:
            best, score = before.character, value
    if best > 0:
        taken.setdefault(best, mention.gender)
    return best
