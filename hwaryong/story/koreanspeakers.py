"""Who says each quotation of a Korean chapter, by rules that vote; nothing is learned.

Tags and the sentence beside a speech come first (`hwaryong.story.dialogue`). For what these leave open,
the narration of the paragraphs beside it, whose turn it is and who is called vote; a weak vote abstains.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hwaryong.story import dialogue, korean
from hwaryong.story.chapter import SENTENCE, Paragraph
from hwaryong.story.grammars import GRAMMARS
from hwaryong.story.heard import Heard, outer
from hwaryong.story.treatment import Block

ENOUGH: Final = 0.42
SUREST: Final = 0.75
ROUNDS: Final = 3
REACH: Final = 80
"""Characters after a subject in which its verb is looked for."""
_DASH: Final = re.compile(r"[-–—―]\s*(?=[^\s\d-])")
_CORNERS: Final = str.maketrans("『』", "「」")
_ROLE: Final = re.compile(
    r"(?:꾼|님|씨|선생|남자|여자|아이|소년|소녀|청년|처녀|총각|노인|할머니|할아버지|어머니|아버지|엄마|아빠|아들|딸|형|누나|오빠|언니|"
    r"동생|아저씨|아주머니|아줌마|의사|간호사|경찰|형사|기사|사장|부장|과장|대리|비서|기자|학생|교수|왕|왕비|공주|왕자|임금|신하|장군|대감|"
    r"도령|낭자|스님|무사|제자|스승|주인|손님|하인|하녀|군인|대장|병사|마녀|마법사|사슴|호랑이|토끼|여우|도깨비)$"
)
_HUMAN: Final = re.compile(
    r"말|묻|물었|물어|대답|외치|외쳤|소리|속삭|웃|울었|울먹|보았|보고|봤|바라|쳐다|노려|들여다|고개|끄덕|앉|일어|걸어|뛰|달려|들어[서섰왔갔]|"
    r"나갔|나섰|나타났|다가|돌아|내밀|받아|잡|쥐|열었|닫|벗|숨|당기|당겼|가리키|가리켰|펼|엎드|불러|불렀|생각|기다|씻|살았|흐렸|두드|"
    r"터뜨|주저|찾아|깜빡|몰랐|알았"
)
_THING: Final = re.compile(
    r"(?:얼굴|손|눈|입|귀|목소리|소리|말|생각|웃음|표정|문|전화|비|바람|시간|마음|몸|발|머리|것|수|때|일|날|밤|아침|불빛|글씨|이름|고개|눈물|둘|사람|모두)$"
)
_IS: Final = re.compile(r"\W*([가-힣 ]{2,8}?)(?:이었다|였다|이다)\s*[.!]?\s*\Z")
_SURNAMED: Final = re.compile(
    r"(?<![가-힣])([김이박최정강조윤장임한오서신권황안송류홍문양손배백허유남심노하])\s"
    r"(선생|사장|부장|과장|대리|비서|기자|교수|형사|기사|대감|장군|박사|노인|의원)"
)
_PART: Final = re.compile(
    r"(?:\A|\s)([가-힣]{2,6})의\s(?:얼굴|눈|눈빛|손|목소리|표정|입|입술|어깨|고개|시선|몸)"
)
_OPENS: Final = re.compile(r"입을\s?(?:연|열)|말을\s?(?:꺼|걸)")
_GIVEN: Final = re.compile(r"([가-힣]{2,4})(?:에게|한테|께)(?![가-힣])")


@dataclass(frozen=True)
class _Turn:
    """The speeches of one paragraph, by their numbers, and the narration before and after them."""

    first: int
    last: int
    paragraph: int
    before: str
    after: str


def korean_speech(text: str, paragraphs: Sequence[Paragraph]) -> list[Heard]:
    """The speeches of a Korean chapter with their speakers.

    The marks are “ ”, " ", 「 」, 『 』, or a dash at the beginning of a paragraph.
    """
    plain = text.translate(_CORNERS)
    told = [_narration(plain[p.start : p.end]) if p.kind == "paragraph" else "" for p in paragraphs]
    people = persons(told)
    heard = list(_ruled(plain, paragraphs, people))
    talk = _Talk(plain, told, people, list(_turns(plain, paragraphs, heard)))
    for _ in range(ROUNDS):
        for number, turn in enumerate(talk.turns):
            votes = talk.votes(number, heard) if _open(heard[turn.first]) else {}
            for one in range(turn.first, turn.last) if votes else ():
                heard[one] = _voted(heard[one], votes) if _open(heard[one]) else heard[one]
    full = _full_names(told)
    return [_renamed(one, full) for one in heard]


def _open(speech: Heard) -> bool:
    """Whether no tag and no sentence beside it names the speaker."""
    return speech.speaker is None or speech.why == _VOTED


def _voted(speech: Heard, votes: Mapping[str, float]) -> Heard:
    """The speech with the speaker whom the votes name, None where they are weak."""
    order = sorted((name for name in votes if votes[name] > 0), key=lambda name: (-votes[name], name))[:3]
    second = votes[order[1]] / 2 if len(order) > 1 else 0.0
    sure = round(min(SUREST, votes[order[0]] - second), 2) if order else 0.0
    speaker = order[0] if sure >= ENOUGH else None
    return replace(speech, speaker=speaker, confidence=sure, likely=tuple(order), why=_VOTED)


def _renamed(speech: Heard, full: Mapping[str, str]) -> Heard:
    likely = tuple(full.get(name, name) for name in speech.likely)
    return replace(speech, speaker=full.get(speech.speaker or "", speech.speaker), likely=likely)


def persons(told: Sequence[str]) -> set[str]:
    """Who acts in the narration: subjects that act as persons do, whom one gives things, or roles."""
    seen: Counter[str] = Counter()
    for paragraph in told:
        for sentence in SENTENCE.split(paragraph):
            for name, after in _subjects(sentence):
                seen[name] += 1 + (_HUMAN.search(after) is not None) + 2 * (_ROLE.search(name) is not None)
        for match in _GIVEN.finditer(paragraph):
            seen[match[1]] += 1
    often = {name for name, count in seen.items() if count >= 3 and not _THING.search(name)}
    return {name for name in often if not name.endswith("님") or name[:-1] not in often}


def _subjects(sentence: str) -> Iterator[tuple[str, str]]:
    """The words with a subject's particle, with a surname before them, and what follows."""
    for word in re.finditer(r"\S+", sentence):
        match = korean.PARTICLE.fullmatch(word[0].rstrip(","))
        if not match or not korean.fits(match[1], match[2]) or match[1] in korean.PRONOUNS:
            continue
        stem = match[1]
        named = _ROLE.search(stem) or not korean.ADNOMINAL.search(stem)
        if named and (len(stem) > 1 or stem in korean.ONE_SYLLABLE):
            yield stem, sentence[word.end() : word.end() + REACH]


def _full_names(told: Sequence[str]) -> dict[str, str]:
    """선생 is 김 선생 where no other surname stands before it."""
    found: dict[str, set[str]] = {}
    for paragraph in told:
        for match in _SURNAMED.finditer(paragraph):
            found.setdefault(match[2], set()).add(f"{match[1]} {match[2]}")
    return {name: full.pop() for name, full in found.items() if len(full) == 1}


def _ruled(text: str, paragraphs: Sequence[Paragraph], people: set[str]) -> Iterator[Heard]:
    """Every speech, with the speaker that a tag or the sentence beside it names."""
    for paragraph in paragraphs:
        if paragraph.kind != "paragraph":
            continue
        words = text[paragraph.start : paragraph.end]
        dash = _DASH.match(words)
        if dash:
            start = paragraph.start + dash.end()
            yield Heard(start, paragraph.end, (paragraph.start, paragraph.end), None, 0.0)
            continue
        if not dialogue.QUOTES.search(words):
            continue
        block, here = Block("paragraph", words, paragraph.start), {name for name in people if name in words}
        for piece in dialogue.dialogue([block], GRAMMARS["ko"], here)[0]:
            if isinstance(piece, dialogue.Speech):
                sure, why = piece.confidence, _WHY.get(piece.confidence, "")
                likely = (piece.speaker,) if piece.speaker else ()
                around = outer(text, piece.start, piece.end)
                yield Heard(piece.start, piece.end, around, piece.speaker, sure, likely, why)


_VOTED: Final = "the narration beside it, and whose turn it is"
_WHY: Final = {
    1.0: "a tag or a colon names the speaker",
    dialogue.INFERRED: "the sentence beside it is about this character",
    0.0: "nobody is named near it",
}


def _narration(words: str) -> str:
    """A paragraph without what is quoted in it; nothing where it is all speech after a dash."""
    return "" if _DASH.match(words) else dialogue.QUOTES.sub(lambda match: " " * len(match[0]), words)


def _turns(text: str, paragraphs: Sequence[Paragraph], heard: Sequence[Heard]) -> Iterator[_Turn]:
    number = 0
    for index, paragraph in enumerate(paragraphs):
        first = number
        while number < len(heard) and heard[number].start < paragraph.end:
            number += 1
        if number > first:
            before = text[paragraph.start : heard[first].outer[0]]
            yield _Turn(first, number, index, before, text[heard[number - 1].outer[1] : paragraph.end])


class _Talk:
    """What is told around the turns of a chapter, and who may speak them."""

    def __init__(
        self, text: str, told: Sequence[str], people: Collection[str], turns: Sequence[_Turn]
    ) -> None:
        self.text, self.told, self.people, self.turns = text, told, people, turns
        self.acting = [_acting(narration, people) for narration in told]
        self.spoken = {turn.paragraph for turn in turns}
        names = "|".join(map(re.escape, sorted(people, key=lambda name: (-len(name), name)))) or "(?!)"
        self.called = re.compile(rf"({names})(?:아|야|이|씨|님|\s씨)?[,!?]")

    def votes(self, number: int, heard: Sequence[Heard]) -> dict[str, float]:
        """What speaks for each person as the speaker of a turn that no tag names."""
        turn = self.turns[number]
        votes: defaultdict[str, float] = defaultdict(float)
        for name, weight in self._beside(turn):
            votes[name] += weight
        near = {offset: self._speaker(number, offset, heard) for offset in (-2, -1, 1, 2)}
        for offset, weight in ((-1, -0.5), (1, -0.4), (-2, 0.6), (2, 0.45)):
            whose, sure = near[offset]
            if whose and (abs(offset) == 1 or near[offset // 2][0] != whose):
                votes[whose] += weight * sure
        lately = {
            name for part in self.acting[max(0, turn.paragraph - 4) : turn.paragraph + 1] for name in part
        }
        others = (lately | {name for name, _ in near.values() if name}) - {near[-1][0], near[1][0]}
        if len(others) == 1 and near[-1][0]:
            votes[others.pop()] += 0.5 * near[-1][1]
        start, end = heard[turn.first].start, heard[turn.last - 1].end
        for match in self.called.finditer(self.text, start, end):
            votes[match[1]] -= 0.6
        return votes

    def _beside(self, turn: _Turn) -> Iterator[tuple[str, float]]:
        """Who acts in the narration of the same paragraph and in that before, who speaks by that after."""
        named = _IS.match(turn.after)
        if named and named[1].strip() in self.people:
            yield named[1].strip(), 0.9
        if name := _last_subject(turn.before, self.people):
            yield name, 0.7
        before, after = turn.paragraph - 1, turn.paragraph + 1
        alone = not turn.before.strip() and not turn.after.strip()
        below = self.told[after] if alone and after < len(self.told) and after not in self.spoken else ""
        if name := _last_subject(SENTENCE.split(below)[0], self.people):
            yield name, 0.8 if _is_tag(below) else 0.3
        if not turn.before.strip() and before >= 0 and before not in self.spoken:
            told = self.told[before]
            others = before - 1 in self.spoken and _is_tag(told) and not _OPENS.search(told)
            for name in self.acting[before]:
                yield name, -0.4 if others else 0.6 if len(self.acting[before]) == 1 else 0.25

    def _speaker(self, number: int, offset: int, heard: Sequence[Heard]) -> tuple[str | None, float]:
        """Who speaks a turn beside it, where little is told between the two, and how sure that is."""
        there = number + offset
        if not 0 <= there < len(self.turns):
            return None, 0.0
        turn = self.turns[there]
        if abs(turn.paragraph - self.turns[number].paragraph) > 3:
            return None, 0.0
        return heard[turn.last - 1].speaker, heard[turn.last - 1].confidence


def _acting(narration: str, people: Collection[str]) -> set[str]:
    """The persons who act in a narration."""
    sentences = SENTENCE.split(narration.strip())
    return {name for sentence in sentences if (name := _last_subject(sentence, people))}


def _is_tag(paragraph: str) -> bool:
    """Whether a paragraph is one sentence that says that somebody speaks."""
    sentences = SENTENCE.split(paragraph.strip())
    return len(sentences) == 1 and korean.SAY.search(sentences[0].rstrip(" .!")) is not None


def _last_subject(narration: str, people: Collection[str]) -> str | None:
    """The person who acts last."""
    for sentence in reversed(SENTENCE.split(narration.strip())):
        part = _PART.search(sentence)
        name = korean.subject(sentence, people) or (part[1] if part else None)
        if name in people:
            return name
    return None


__all__ = ["korean_speech", "persons"]
