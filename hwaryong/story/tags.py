"""The narration around quotations: tags of dialogue, the sentences beside them, turns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hwaryong.story import lexicon as lex
from hwaryong.story.characters import Cast
from hwaryong.story.mentions import Mention
from hwaryong.story.prose import Prose
from hwaryong.story.quotations import Quotation

INVERTED, DIRECT, DISTANT, LED = 1, 2, 3, 4
"""`said Anna`; `Anna said`; words between subject and verb; no verb, but a comma or colon leads on."""

LONGEST = 20
"""Quotations in one turn, at most."""

OPENING, CLOSING = "“\"‘'(", "”\"’',)"
PAUSES = (",", ";", "—", "--")


@dataclass(frozen=True)
class Tag:
    """Who says it, by the narration beside a quotation; `how` is one of the four forms."""

    mention: Mention
    how: int


class Surroundings:
    """Quotations with the narration between them; `gaps[i]` are the words before quotation i."""

    def __init__(self, prose: Prose, quotes: Sequence[Quotation], people: Cast) -> None:
        self.prose, self.quotes, self.people = prose, quotes, people
        self._at = [mention.first for mention in people.mentions]
        self._outside = [m for m in people.mentions if not m.quoted and m.character >= 0]
        self._outside_at = [m.first for m in self._outside]
        self.begins = [prose.at(quote.outer[0]) for quote in quotes]
        self.finishes = [prose.at(quote.outer[1] - 1) + 1 for quote in quotes]
        self.gaps = list(zip([0, *self.finishes], [*self.begins, len(prose.words)], strict=True))
        self.inside = [self.all_between(quote.first, quote.last) for quote in quotes]

    def all_between(self, first: int, last: int) -> list[Mention]:
        """The mentions among the words `first:last`, those in quotations too."""
        return self.people.mentions[bisect_left(self._at, first) : bisect_left(self._at, last)]

    def between(self, first: int, last: int) -> list[Mention]:
        """The mentions of known characters in the narration among the words `first:last`."""
        return self._outside[bisect_left(self._outside_at, first) : bisect_left(self._outside_at, last)]

    def after(self, i: int) -> tuple[int, int]:
        """The words of the sentence that follows quotation i in its paragraph."""
        first, last = self.gaps[i + 1]
        words, sentence, paragraph = self.prose.words, self.prose.sentence, self.prose.paragraph
        while first < last and words[first] in CLOSING:
            first += 1
        own = paragraph[self.quotes[i].last - 1]
        end, limit = first, min(last, first + 40)
        while end < limit and sentence[end] == sentence[first] and paragraph[end] == own:
            end += 1
        return first, end

    def before(self, i: int) -> tuple[int, int]:
        """The words of the sentence that leads to quotation i."""
        first, last = self.gaps[i]
        words, sentence = self.prose.words, self.prose.sentence
        while last > first and words[last - 1] in OPENING:
            last -= 1
        begin = last
        while begin > max(first, last - 60) and sentence[begin - 1] == sentence[last - 1]:
            begin -= 1
        return begin, last

    def goes_on(self, i: int) -> int:
        """Whether quotation i goes on after a tag: 2 `…,” said he, “…`, 1 by its small letter only, 0 not."""
        if not 0 < i < len(self.quotes):
            return 0
        first, last = self.gaps[i]
        gap = [word for word in self.prose.words[first : min(last, first + 41)] if word not in "”“\"’‘'"]
        if not gap or last - first > 40 or (self.prose.laid_out and not self.same_paragraph(i)):
            return 0
        if self._stopped(i - 1) and gap[0][0].isupper():
            return 0
        if gap[-1] in PAUSES:
            return 2
        return int(self.prose.text[self.quotes[i].start].islower())

    def _stopped(self, i: int) -> bool:
        """Whether quotation i ends with a full stop; a tag would follow a comma."""
        return self.prose.text[self.quotes[i].end - 1] == "."

    def same_paragraph(self, i: int) -> bool:
        """Whether quotation i stands in the paragraph of the one before, where the text shows paragraphs."""
        paragraph = self.prose.paragraph
        own, before = self.quotes[i].first, self.quotes[i - 1].last - 1
        return self.prose.laid_out and i > 0 and paragraph[before] == paragraph[own]

    @cached_property
    def turns(self) -> list[list[int]]:
        """For each quotation the quotations of its turn: one paragraph, or one sentence around a tag.

        In a paragraph whose tags name two speakers each has a turn.
        """
        turns: list[list[int]] = []
        for i, quote in enumerate(self.quotes):
            joined = i > 0 and (self.goes_on(i) > 1 or self.same_paragraph(i) or quote.continues)
            if joined and len(turns[-1]) < LONGEST and not self._other_tag(turns[-1], i):
                turns[-1].append(i)
            else:
                turns.append([i])
        return [turn for turn in turns for _ in turn]

    def _other_tag(self, turn: list[int], i: int) -> bool:
        """Whether the tags of quotation i and of a turn before it cannot mean one speaker."""
        if self.goes_on(i) > 1:
            return False
        before = [tag.mention for j in turn for tag in self.tags[j] if tag and tag.how != LED]
        own = [tag.mention for tag in self.tags[i] if tag and tag.how != LED and tag.mention not in before]
        for mention in own:
            for other in before:
                named = {mention.kind, other.kind} <= {"name", "noun", "i"}
                genders = {mention.gender, other.gender, *(self._gender(m) for m in (mention, other))} - {""}
                if len(genders) > 1 or (named and mention.character != other.character):
                    return True
        return False

    def _gender(self, mention: Mention) -> str:
        return self.people.characters[mention.character].gender

    @cached_property
    def tags(self) -> list[tuple[Tag | None, Tag | None]]:
        """For each quotation the tag that follows and the tag that leads to it."""
        return [(self._after_tag(i), self._before_tag(i)) for i in range(len(self.quotes))]

    def turn_tag(self, i: int) -> Tag | None:
        """The clearest tag of a quotation's turn."""
        tags = [tag for j in self.turns[i] for tag in reversed(self.tags[j]) if tag]
        return min(tags, key=lambda tag: (tag.mention.kind in ("he", "she"), tag.how > DIRECT), default=None)

    def _after_tag(self, i: int) -> Tag | None:
        first, end = self.after(i)
        words, lower = self.prose.words, self.prose.lower
        if first >= end:
            return None
        if self._stopped(i) and words[first][0].isupper():
            return None  # a sentence of its own
        verb = first
        while verb < end and (
            lower[verb].endswith("ly") or lower[verb] in (",", "then", "now", "so", "thus")
        ):
            verb += 1
        people = self.between(first, end)
        if verb < end and lower[verb] in lex.SAYING:
            near = [mention for mention in people if verb < mention.first <= verb + 3]
            if near:
                return Tag(near[0], INVERTED)
        for mention in people[:2]:
            if mention.first > first + 2:
                break
            for place in range(mention.last, min(end, mention.last + 10)):
                if lower[place] in lex.SAYING:
                    if "that" in lower[place + 1 : place + 3]:
                        return None  # he replied that he had not
                    return Tag(mention, DIRECT if place <= mention.last + 3 else DISTANT)
                if place > mention.last + 3 and any(m.first <= place < m.last for m in people[1:]):
                    break
        return None

    def _before_tag(self, i: int) -> Tag | None:
        first, last = self.before(i)
        if first >= last:
            return None
        words, paragraph = self.prose.words, self.prose.paragraph
        leads = words[last - 1] in (",", ":", "—", "--") or self.goes_on(i) > 0
        same = paragraph[last - 1] == paragraph[self.quotes[i].first]
        if not leads or not (same or words[last - 1] in (":", "—", "--")):
            return None
        people = self.between(first, last)
        for verb in range(last - 1, first - 1, -1):
            if self.prose.lower[verb] in lex.SAYING and (tag := _subject(people, verb)):
                return tag
        return Tag(people[0], LED) if people and not (i and first == self.gaps[i][0]) else None


def _subject(people: list[Mention], verb: int) -> Tag | None:
    """The tag of a verb of saying that stands before a quotation."""
    inverted = [mention for mention in people if mention.first == verb + 1]
    before = [mention for mention in people if mention.last <= verb]
    subjects = [mention for mention in before if mention.subject] or before
    if inverted and (not before or (inverted[0].kind in ("he", "she", "i") and inverted[0].subject)):
        return Tag(inverted[0], DIRECT)
    if subjects and verb - subjects[-1].last < 12:
        return Tag(subjects[-1], INVERTED)
    if inverted:
        return Tag(inverted[0], DIRECT)
    return Tag(subjects[0], DISTANT) if subjects else None
