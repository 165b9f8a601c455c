"""What speaks for a character as the speaker of a quotation: features of the text, and of the talk."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from hwaryong.story.characters import Character
from hwaryong.story.mentions import Mention
from hwaryong.story.tags import Surroundings

Floats = NDArray[np.float64]
BEFORE, AFTER, MOST = 1500, 150, 12
"""Words before and after a quotation in which candidates are named, and how many candidates there are."""

TEXT = (
    "after_tag", "after_tag_is", "before_tag", "before_tag_is", "follows_is", "leads_is", "last_is",
    "first_is", "between_is", "turn_tag_is", "named_before", "named_after", "words_since",
    "words_since_name", "words_until", "rank", "rank_of_gender", "addressed", "mentioned",
    "addressed_before", "addressed_two_before", "addressed_next", "mentioned_before", "mentioned_next",
    "turn_addressed", "turn_mentioned", "gender", "kind", "count", "share", "near", "gap_before",
    "gap_after", "same_paragraph", "next_same_paragraph", "opens_paragraph", "length", "goes_on",
    "goes_on_next", "leading_colon", "continues", "says_i", "asks", "asked", "people_near",
)  # fmt: skip
"""Features that the text alone gives; `…_is` says how a mention relates to the candidate, see `_is`."""

TALK = (
    "back_1", "back_2", "back_3", "back_4", "next_1", "next_2", "next_3", "since", "six_back", "six_next",
    "surest_back", "surest_next", "gap_two_back", "self", "rank_in_talk", "own_turn", "turn_back",
    "turn_next",
)  # fmt: skip
"""Features of who is held to speak the quotations around, from the pass before."""

Belief = Mapping[int, float]
"""For one quotation how likely each candidate speaks."""


def candidates(around: Surroundings, i: int) -> list[int]:
    """The characters who may speak quotation i: named near, the nearest and most frequent first."""
    start, end = around.begins[i], around.finishes[i]
    scores: dict[int, float] = {}
    for mention in around.all_between(start - BEFORE, end + AFTER):
        if mention.character < 0 or start <= mention.first < end:
            continue
        earlier = mention.first < start
        distance = start - mention.first if earlier else 1.5 * (mention.first - end)
        weight = (0.5 if mention.quoted else 1.0) * (1.0 if earlier else 0.7)
        scores[mention.character] = scores.get(mention.character, 0.0) + weight / (20.0 + distance)
    return sorted(scores, key=lambda number: (-scores[number], number))[:MOST]


def text_rows(around: Surroundings, i: int, numbers: Sequence[int]) -> Floats:
    """One row of `TEXT` for each candidate of quotation i: (candidates, features)."""
    people = [around.people.characters[number] for number in numbers]
    start, end = around.begins[i], around.finishes[i]
    after_tag, before_tag = around.tags[i]
    turn_tag = around.turn_tag(i)
    lead, follow = around.between(*around.before(i)), around.between(*around.after(i))
    gap, next_gap = around.between(*around.gaps[i]), around.between(*around.gaps[i + 1])
    pointing = [
        after_tag.mention if after_tag else None, before_tag.mention if before_tag else None,
        follow[0] if follow else None, next((m for m in lead if m.subject), lead[0] if lead else None),
        gap[-1] if gap else None, gap[0] if gap else None, next_gap[0] if next_gap else None,
        turn_tag.mention if turn_tag else None,
    ]  # fmt: skip
    quoted = around.inside
    own, back, back_two = quoted[i], quoted[i - 1] if i else [], quoted[i - 2] if i > 1 else []
    following = quoted[i + 1] if i + 1 < len(quoted) else []
    turn = [mention for j in around.turns[i] for mention in quoted[j]]
    last, named, near, until = _distances(around, start, end)
    ranks = {n: rank for rank, n in enumerate(sorted(numbers, key=lambda n: -last.get(n, -1)))}
    gender = next((m.gender for m in reversed(pointing[:2]) if m and m.kind in ("he", "she")), "")
    agreeing = [
        n
        for n in ranks
        if gender in ("", around.people.characters[n].gender) or not around.people.characters[n].gender
    ]
    total = max(sum(person.count for person in people), 1)
    shared = _shared(around, i)
    rows = []
    for number, person in zip(numbers, people, strict=True):
        is_ = [_is(mention, number, person) for mention in pointing]
        rows.append([
            after_tag.how if after_tag else 0, is_[0], before_tag.how if before_tag else 0, *is_[1:],
            sum(m.character == number for m in gap), sum(m.character == number for m in next_gap),
            _log(start - last[number]) if number in last else 9.0,
            _log(start - named[number]) if number in named else 9.0,
            _log(until[number] - end) if number in until else 9.0,
            ranks[number], agreeing.index(number) if number in agreeing else 20,
            _called(own, number), _spoken_of(own, number), _called(back, number), _called(back_two, number),
            _called(following, number), _spoken_of(back, number), _spoken_of(following, number),
            _called(turn, number), _spoken_of(turn, number),
            {"": 0, "male": 1, "female": 2}[person.gender], {"name": 0, "noun": 1, "i": 2}[person.kind],
            _log(person.count), person.count / total, near.get(number, 0), *shared,
        ])  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(numbers), len(TEXT))


def talk_rows(around: Surroundings, i: int, numbers: Sequence[int], beliefs: Sequence[Belief]) -> Floats:
    """One row of `TALK` for each candidate of quotation i, from what is held of all quotations."""
    count, turn = len(beliefs), around.turns[i]
    back = [beliefs[i - k] if i >= k else None for k in range(1, 13)]
    forth = [beliefs[i + k] if i + k < count else None for k in range(1, 7)]
    wide = [beliefs[k] for k in range(max(0, i - 8), min(count, i + 9)) if k != i]
    heard = {number: sum(belief.get(number, 0.0) for belief in wide) for number in numbers}
    order = sorted(numbers, key=lambda number: -heard[number])
    turn_back = around.turns[turn[0] - 1] if turn[0] else []
    turn_next = around.turns[turn[-1] + 1] if turn[-1] + 1 < count else []
    two_back = around.gaps[i - 1] if i > 1 else (0, 8102)
    rows = []
    for number in numbers:
        since = next((k for k, b in enumerate(back, 1) if b is None or b.get(number, 0.0) > 0.5), 13)
        rows.append([
            *(-1.0 if b is None else b.get(number, 0.0) for b in (*back[:4], *forth[:3])),
            20 if since < 13 and back[since - 1] is None else since,
            sum(b.get(number, 0.0) for b in back[:6] if b is not None),
            sum(b.get(number, 0.0) for b in forth if b is not None),
            *(-1.0 if b is None else max(b.values(), default=0.0) for b in (back[0], forth[0])),
            _log(two_back[1] - two_back[0]), beliefs[i].get(number, 0.0), order.index(number),
            max((beliefs[k].get(number, 0.0) for k in turn if k != i), default=-1.0),
            max((beliefs[k].get(number, 0.0) for k in turn_back), default=-1.0),
            max((beliefs[k].get(number, 0.0) for k in turn_next), default=-1.0),
        ])  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(numbers), len(TALK))


def _distances(
    around: Surroundings, start: int, end: int
) -> tuple[dict[int, int], dict[int, int], dict[int, int], dict[int, int]]:
    """By character: the last mention before, the last by name, how many in 200 words, the first one after."""
    last: dict[int, int] = {}
    named: dict[int, int] = {}
    near: dict[int, int] = {}
    for mention in around.between(start - BEFORE, start):
        last[mention.character] = mention.first
        if mention.kind in ("name", "noun"):
            named[mention.character] = mention.first
        if mention.first > start - 200:
            near[mention.character] = near.get(mention.character, 0) + 1
    until: dict[int, int] = {}
    for mention in around.between(end, end + 200):
        until.setdefault(mention.character, mention.first)
    return last, named, near, until


def _shared(around: Surroundings, i: int) -> list[float]:
    """What is the same for all candidates: the gaps, the paragraphs, the words of the quotation."""
    prose, quotes, quote = around.prose, around.quotes, around.quotes[i]
    gap, next_gap = around.gaps[i], around.gaps[i + 1]
    same = next_same = opens = math.nan  # unknown, in a running text
    if prose.laid_out:
        first = around.begins[i]
        same = float(around.same_paragraph(i))
        next_same = float(i + 1 < len(quotes) and around.same_paragraph(i + 1))
        opens = float(first == 0 or prose.paragraph[first - 1] != prose.paragraph[quote.first])
    before = quotes[i - 1] if i else None
    return [
        _log(gap[1] - gap[0]), _log(next_gap[1] - next_gap[0]), same, next_same, opens,
        _log(quote.last - quote.first),
        around.goes_on(i), around.goes_on(i + 1), ":" in prose.words[max(gap[0], gap[1] - 2) : gap[1]],
        quote.continues, "i" in prose.lower[quote.first : quote.last],
        "?" in prose.text[quote.end - 2 : quote.end + 1],
        before is not None and "?" in prose.text[before.end - 2 : before.end + 1],
        len({m.character for m in around.between(around.begins[i] - 150, around.begins[i])}),
    ]  # fmt: skip


def _is(mention: Mention | None, number: int, person: Character) -> float:
    """How a mention relates to a candidate.

    3 its name, 2 a pronoun held to mean it, 1 a pronoun that fits, 0.5 one that may fit, 0 no mention,
    -1 another's name, -2 a pronoun that cannot mean it.
    """
    if mention is None:
        return 0.0
    own = mention.character == number
    if mention.kind in ("name", "noun"):
        return 3.0 if own else -1.0
    if mention.kind == "i":
        return 3.0 if own else -2.0
    if own:
        return 2.0
    if person.kind == "i":
        return -2.0
    return 0.5 if not person.gender else 1.0 if person.gender == mention.gender else -2.0


def _called(mentions: Sequence[Mention], number: int) -> bool:
    return any(mention.character == number and mention.addressed for mention in mentions)


def _spoken_of(mentions: Sequence[Mention], number: int) -> bool:
    return any(mention.character == number and not mention.addressed for mention in mentions)


def _log(value: float) -> float:
    return math.log1p(max(value, 0.0))
