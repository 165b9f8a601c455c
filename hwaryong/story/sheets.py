"""`story.cast`: character sheets drafted from a treatment, every entry with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.media.cast import Belief, Cast, Character, Feeling, Goal, Level, Relation, Rule
from hwaryong.media.text import Text
from hwaryong.story.people import Finder, Sentence, names, sentences, words_of
from hwaryong.story.sheetwords import SheetWords
from hwaryong.story.treatment import LIST_OF_NAMES, treatment
from hwaryong.tool import tool

Spots = list[tuple[int, int, str]]  # where the cast is named in a sentence: start, end, name
_MOST = 60  # characters; a treatment with more names has found words that are none
_FULL = 200  # entries of a kind
_CROWD = 8  # who is whose relative is not looked for among more
_LASTS = 0.99  # of a scene: a feeling is over with it


@tool("story.cast", version=1)
def sheets(treatment: Text) -> Cast:
    """Draft the sheets of all who are named in a treatment, by lists of words and sentence patterns.

    Goals come from what somebody wants, beliefs from what he knows or thinks, relations from kinship and from
    verbs of love, trust and duty, traits and values from adjectives, habits from `always` and `never`. Story
    time is the number of the scene; what stands before the scenes always holds. English and Korean. Every
    entry has its sentence and, as its note, the sentence's span in characters. Raises BadInput where nobody
    is found.
    """
    words = words_of(treatment.text)
    title, told = _told(words, treatment.text)
    cast = names(words, told)[:_MOST]
    if not cast:
        raise BadInput("nobody is found in the treatment", mend="list them under ## Characters")
    drafts = {name: _Draft(name) for name in cast}
    _Reader(words, drafts).read(told)
    made = Cast(title, tuple(draft.sheet() for draft in drafts.values()))
    return made.flagged("drafted by rules: a person has to read and correct every entry")


def _told(words: SheetWords, text: str) -> tuple[str, list[Sentence]]:
    """The title and all sentences with the scene that they stand in."""
    read = treatment(text)
    told: list[Sentence] = []
    scene, listed = 0, False
    for number, block in enumerate(read.blocks):
        if block.kind == "scene":
            scene, listed = scene + 1, False
        elif block.kind == "section":
            listed = bool(LIST_OF_NAMES.match(block.text))
        elif block.kind == "paragraph":
            told += sentences(words, block.text, block.start, 0 if listed else scene, number, listed)
    return read.title, told


@dataclass
class _Draft:
    """A sheet that is being written."""

    name: str
    levels: dict[str, dict[str, Level]] = field(default_factory=lambda: {"big_five": {}, "values": {}})
    rows: dict[str, list[Any]] = field(
        default_factory=lambda: {key: [] for key in ("goal", "relation", "rule", "belief", "feeling")}
    )

    def add(self, table: str, entry: Any) -> None:
        """Add an entry, unless the sheet has one with its id, or is full."""
        rows = self.rows[table]
        if len(rows) < _FULL and not (table in ("goal", "belief") and entry.id in {one.id for one in rows}):
            rows.append(entry)

    def relate(self, to: str, levels: dict[str, float], where: dict[str, Any]) -> None:
        """Add a relation; levels that were told before go on."""
        before = next((one for one in reversed(self.rows["relation"]) if one.to == to), None)
        kept = (
            {key: getattr(before, key) for key in ("affection", "duty", "power", "trust")} if before else {}
        )
        self.add("relation", Relation(to=to, **{**kept, **levels}, **where))

    def sheet(self) -> Character:
        """The sheet."""
        rows = {table: tuple(entries) for table, entries in self.rows.items()}
        return Character.model_validate({"name": self.name, **self.levels, **rows})


class _Reader:
    """Reads sentence by sentence; a pronoun stands for the sentence's first name, or the last one's."""

    def __init__(self, words: SheetWords, drafts: dict[str, _Draft]) -> None:
        self._words, self._drafts, self._find = words, drafts, Finder(words, list(drafts))
        longest = sorted(words.traits, key=len, reverse=True)
        self._trait = re.compile(words.trait.format(words="|".join(map(re.escape, longest))), re.IGNORECASE)

    def read(self, told: list[Sentence]) -> None:
        """Read all sentences into the drafts."""
        last, paragraph = "", -1
        for one in told:
            last = one.listed or (last if one.paragraph == paragraph else "")
            paragraph = one.paragraph
            named = self._find(one.told)
            spots = list(named)
            for found in self._words.pronouns.finditer(one.told):
                who = next((name for start, _, name in named if start < found.start()), last)
                if who:
                    spots.append((found.start(), found.end(), who))
            if one.listed:
                spots.insert(0, (0, 0, one.listed))
            spots.sort()
            if spots:
                self._sentence(one, spots)
                last = one.listed or spots[0][2]

    def _sentence(self, one: Sentence, spots: Spots) -> None:
        where: dict[str, Any] = {"source": one.text, "note": f"treatment, characters {one.start}–{one.end}"}
        if one.scene:
            where["from_"] = float(one.scene)
        self._goals(one, spots, where)
        self._beliefs(one, spots, where)
        self._levels(one, spots, where)
        self._feelings(one, spots, where)
        self._relations(one, spots, where)
        self._rules(one, spots, where)

    def _goals(self, one: Sentence, spots: Spots, where: dict[str, Any]) -> None:
        for found, weight in _first(self._words.wants, one.told):
            who, text = self._clause(one, spots, found, inner=True)
            if who and text:
                self._drafts[who].add(
                    "goal", Goal(id=_id("goal", text, one), text=text, weight=weight, **where)
                )

    def _beliefs(self, one: Sentence, spots: Spots, where: dict[str, Any]) -> None:
        for found, strength in _first(self._words.believes, one.told):
            who, text = self._clause(one, spots, found, inner=False)
            if who and text:
                about = next(
                    (name for start, _, name in spots if start >= found.start("what") and name != who), ""
                )
                rest = {key: where[key] for key in ("source", "note")}
                self._drafts[who].add("belief", Belief(
                    id=_id("belief", text, one), text=text, about=about, known_from=float(one.scene),
                    strength=strength, **rest,
                ))  # fmt: skip

    def _levels(self, one: Sentence, spots: Spots, where: dict[str, Any]) -> None:
        for found in self._trait.finditer(one.told):
            table, key, level = self._words.traits[found["word"].lower()]
            who = self._who(one, spots, found, near=True)
            if who and not found["not"]:
                self._drafts[who].levels[table].setdefault(key, Level(value=level, **where))

    def _feelings(self, one: Sentence, spots: Spots, where: dict[str, Any]) -> None:
        for word, (emotion, level) in self._words.feelings.items():
            edge = r"\b" if self._words.follows else ""
            found = re.search(rf"{edge}{word}{edge}", one.told)
            who = self._who(one, spots, found) if found else ""
            if who and one.scene:
                over = one.scene + _LASTS
                self._drafts[who].add("feeling", Feeling.model_validate(
                    {"emotion": emotion, "level": float(level), "until": over, **where}
                ))  # fmt: skip

    def _relations(self, one: Sentence, spots: Spots, where: dict[str, Any]) -> None:
        for pattern, key, level in self._words.regards:
            found = pattern.search(one.told)
            if not found:
                continue
            who = spots[0][2] if not self._words.follows else self._who(one, spots, found)
            after = [name for start, _, name in spots if start >= found.end()]
            others = after if self._words.follows else [name for _, _, name in spots[1:]]
            other = next((name for name in others if name != who), "")
            if who and other:
                self._drafts[who].relate(other, {key: float(level)}, where)
                break
        for who, other, kin in self._kin(one):
            affection, duty, power = self._words.kin[kin]
            self._drafts[who].relate(other, {"affection": affection, "duty": duty, "power": power}, where)
            self._drafts[other].relate(who, {"affection": affection, "duty": duty, "power": -power}, where)

    def _kin(self, one: Sentence) -> Iterator[tuple[str, str, str]]:
        """Who is whose relative, in a sentence that names both."""
        kin = "|".join(self._words.kin)
        named = dict.fromkeys(name for _, _, name in self._find(one.told))
        if one.listed:
            named = dict.fromkeys([one.listed, *named])
        few = list(named)[:_CROWD]
        for who in few:
            for other in few:
                if who != other and one.listed in ("", who):
                    start = "" if one.listed else re.escape(who)
                    pattern = self._words.kinship.format(one=start, other=re.escape(other), kin=kin)
                    found = re.search(pattern, one.told)
                    if found:
                        yield who, other, found["word"] or found["word2"]

    def _rules(self, one: Sentence, spots: Spots, where: dict[str, Any]) -> None:
        never = bool(self._words.never.search(one.told))
        if not never and not self._words.always.search(one.told):
            return
        tags = tuple(
            dict.fromkeys(tag for word, tag in self._words.habits.items() if self._has(word, one.told))
        )
        when = [tag for word, tag in self._words.circumstances.items() if re.search(word, one.told)]
        if tags:
            made = Rule(
                text=one.text,
                when=tuple(when[:1]),
                does=() if never else tags,
                avoids=tags if never else (),
                **where,
            )
            self._drafts[spots[0][2]].add("rule", made)

    def _has(self, word: str, told: str) -> bool:
        edge = r"\b" if self._words.follows else ""
        return bool(re.search(rf"{edge}(?:{word}){edge}", told))

    def _clause(self, one: Sentence, spots: Spots, found: re.Match[str], inner: bool) -> tuple[str, str]:
        """Who wants or believes something, and what, in words of the treatment.

        Where the subject stands before what is wanted (Korean), it is the last one with a subject's particle
        (`inner`) or the first, and what follows it is the text.
        """
        verbal = "thing" not in found.re.groupindex
        at = found.start("what" if verbal else "thing")
        if self._words.subject is None or one.listed:
            return self._who(one, spots, found), re.sub(r"^that\s+", "", found[found.re.groups].strip())
        text = found["what"] + (self._words.verbal if inner else "") if verbal else found["thing"]
        marked = [
            (part.end(), name)
            for _, end, name in spots
            if (part := self._words.subject.match(one.told, end)) and end <= found.end()
        ]
        if not marked:
            return self._who(one, spots, found), text.strip()
        end, who = marked[-1 if inner else 0]
        return who, text[max(0, end - at) :].strip()

    def _who(self, one: Sentence, spots: Spots, found: re.Match[str], near: bool = False) -> str:
        """Whom a pattern is about: in a list the one listed, else the one named last before it.

        A verb after `and` has the sentence's first name as its subject. With `near` a name right behind
        counts first (`the proud painter`).
        """
        if one.listed:
            return one.listed
        behind = [name for start, _, name in spots if near and 0 <= start - found.end() <= 2]
        before = [(end, name) for start, end, name in spots if start <= found.start()]
        if behind or not before:
            return (behind or [spots[0][2] if not self._words.follows else ""])[0]
        joined = re.fullmatch(
            r"\s*,?\s*(?:and|but|then|and then)\s*", one.told[before[-1][0] : found.start()]
        )
        return before[0][1] if joined else before[-1][1]


def _first(
    patterns: tuple[tuple[re.Pattern[str], float], ...], told: str
) -> Iterator[tuple[re.Match[str], float]]:
    """The first pattern that fits a place, for each place."""
    taken: list[tuple[int, int]] = []
    for pattern, level in patterns:
        for found in pattern.finditer(told):
            if not any(found.start() < end and start < found.end() for start, end in taken):
                taken.append(found.span())
                yield found, level


def _id(kind: str, text: str, one: Sentence) -> str:
    """An id out of the first words, or where these are not Latin, of the place."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40].strip("_")
    return plain or f"{kind}_{one.start}"


__all__ = ["sheets"]
