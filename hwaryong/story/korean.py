"""Korean: the tags of dialogue (화가가 말했다), particles, names and scene headings."""

from __future__ import annotations

import re
from collections.abc import Collection

from hwaryong.story.grammar import Tag

UNKNOWN = "말하는 이 모름"
ROLES = frozenset(
    {"내레이터", "나레이터", "내레이션", "나레이션", "해설", "해설자", "이야기꾼", "목소리", "진행자", "앵커"}
)

NEUTRAL = r"말(?:하|한|했|할|씀)|되?묻|되?물(?:었|으|어)|대답|답(?:하|한|했)"
TELLING = (
    r"말(?:을\s?(?:건|걸|꺼|잇|이었|이어)|문을\s?(?:연|열))|외(?:치|친|쳤|쳐)|소리(?:치|친|쳤|쳐)|속삭|중얼|읊|덧붙|명령|명(?:한|했|하)|"
    r"청(?:한|했|하)|(?:부탁|탄식|한탄|감탄|호통|고백|재촉|설명|반문|당부|이야기|얘기|노래|선언|경고|약속|인사|제안|항의|고함)|꾸짖|"
    r"타이|타일|부르짖|아뢰|아뢴|아룁|여쭈|여쭌|여쭙|웅얼|투덜|고(?:한다|했다|하며)|입을\s?(?:연|열)|(?:들려|일러|알려)\s?(?:준|줬|주)|"
    r"비?웃|다그[치쳤친]|놀[리린렸]|조[르른]|우[기긴겼]|따[지진졌]|캐[묻물]|달[래랜]|위로|격려|빈정|윽박|나무[라란랐]|간청|애원|하소연|"
    r"흐느[끼낀꼈]|울부짖|울먹|한숨|혀를\s?[차찬찼]|맞장구|끼어[들든]|가로막|거[들든]|흥얼|기도|맹세|장담|주장|신음|비명|환호|소곤|수군|"
    r"쏘아붙|내뱉|되뇌|되뇐|더듬|시작(?:한|했|하)|(?:이어|덧붙여)\s?말|맺(?:는|었)"
)
SAY = re.compile(rf"(?<![가-힣])(?:(?P<neutral>{NEUTRAL})|{TELLING})[가-힣]*$")
ATTACHED = re.compile(r"\s*(?:이라고|라고|이라며|라며|이라면서|라면서|하고|하며|고)(?=[\s.,]|$)")
PARTICLE = re.compile(r"([가-힣A-Za-z0-9]+?)(께서는|께서|이|가|은|는|도)$")
PRONOUNS = frozenset(
    {"그", "그녀", "그들", "나", "내", "저", "제", "우리", "너", "네", "누군가", "누구", "아무", "모두"}
)
ONE_SYLLABLE = frozenset("왕용신종형말범")
ADVERB = re.compile(r"(?:없|직|윽|긋|뜻|듯|촉|숙|찍|낱|일)$")
ADNOMINAL = re.compile(
    r"(?:늙|젊|많|작|같|높|깊|검|붉|낮|좋|굵|얇|넓|밝|맑|굳|남|하|있|없|되|보|오|서|지|리|치|르|쓰|드|나|우|[나아어라러려와워져해]가|[보쌓모줄높속먹죽녹들]이)$"
)
DISTINGUISHING = re.compile(r"(?:첫째|둘째|셋째|넷째|젊은|늙은|어린|작은|큰|다른|붉은|흰|검은|나이\s든)$")
TIME = re.compile(
    r"(낮|밤|새벽|아침|저녁|정오|오전|오후|해\s?질\s?녘|해\s?질\s?무렵|황혼|노을|동틀\s?(?:녘|무렵)|한밤|자정|봄|여름|가을|겨울|"
    r"다음\s?날|이튿날|며칠\s?(?:뒤|후)|잠시\s?(?:뒤|후)|그날|같은\s?때|뒤|후)"
)


def before(text: str, cast: Collection[str]) -> Tag | None:
    """`화가가 붓을 놓으며 말한다.` or `스님이 묻는다:` right before a quotation."""
    start = _last_sentence(text)
    sentence = text[start:].rstrip(" \t\n.,:…")
    verb = SAY.search(sentence)
    if not verb:
        return None
    found = _subject(sentence[: verb.start()], cast)
    if found is None:
        return None
    name, first, last = found
    return Tag(name, _how(sentence[:first], sentence[last:], verb), start, len(text))


def after(text: str, quoted: str, before: str, cast: Collection[str]) -> Tag | None:
    """`라고 화가가 말했다`, `화가가 말했다` after a quotation; or `라고 말했다`, the subject before it."""
    attached = ATTACHED.match(text)
    start = attached.end() if attached else 0
    stop = re.compile(r"[.!?…]|$").search(text, start)
    end = stop.start() if stop else len(text)
    sentence = text[start:end].rstrip(" \t\n,")
    verb = SAY.search(sentence)
    if not verb:
        return None
    found = _subject(sentence[: verb.start()], cast)
    if found is not None:
        name, first, last = found
        return Tag(name, _how(sentence[:first], sentence[last:], verb), 0, min(end + 1, len(text)))
    clause = before[_last_sentence(before) :]
    found = _subject(clause, cast) if attached else None
    if found is None:
        return None
    name, first, last = found
    how = _how(clause[:first], f"{clause[last:].strip()} {sentence}", verb, end=len(verb[0]))
    return Tag(name, how, -len(clause), min(end + 1, len(text)))


def subject(sentence: str, cast: Collection[str]) -> str | None:
    """The one of the cast who carries the subject's particle (이/가/은/는/께서/도) in a sentence."""
    found = _subject(sentence, cast)
    return found[0] if found and found[0] in cast else None


def mentions(text: str, cast: Collection[str]) -> set[str]:
    """Names of the cast that stand in the text with a particle or alone."""
    tail = r"(?:들?(?:이|가|은|는|을|를|의|와|과|도|만|에게서|에게|께서|께|한테|이여|여|야|아)?)(?![가-힣])"
    return {name for name in cast if re.search(rf"(?<![가-힣]){re.escape(name)}{tail}", text)}


def cue(phrase: str) -> str:
    """The words without spaces around them."""
    return " ".join(phrase.split())


def heading(text: str) -> str:
    """`절 마당, 해 질 녘` → `.절 마당 - 해 질 녘`; the dot makes any words a heading."""
    place, time = _place_time(text)
    words = f"{place} - {time}" if time else place
    return words if re.match(r"(?:INT|EXT|I/E)[. /]", words, re.IGNORECASE) else f".{words}"


def is_name(phrase: str) -> bool:
    """At most three words of Hangul, twelve characters together."""
    return len(phrase) <= 12 and re.fullmatch(r"[가-힣]+\d?(?: [가-힣]+\d?){0,2}", phrase) is not None


def _place_time(text: str) -> tuple[str, str]:
    parts = re.split(r"\s+[-–—]\s+|,\s*|\s*/\s*|\s*\(", text.strip().rstrip("."))
    if len(parts) > 1 and (TIME.search(parts[-1]) or len(parts) == 2):
        last = text.rindex(parts[-1])
        return text[:last].rstrip(" -–—/,("), parts[-1].rstrip(")")
    return text.strip(), ""


def _last_sentence(text: str) -> int:
    """Where the last sentence of a narration begins; its own full stop does not count."""
    body = text.rstrip(" \t\n.,:…")
    ends = [match.end() for match in re.finditer(r"[.!?…]['’”\"」]?\s+", body)]
    return ends[-1] if ends else len(text) - len(text.lstrip())


def _subject(clause: str, cast: Collection[str]) -> tuple[str, int, int] | None:
    """The subject of a clause ("" for a pronoun) and its span.

    The batchim decides which particle can be one (이, 은 after a final consonant; 가, 는 after a vowel),
    so that 아이 or 누군가 is no subject by itself. Of several, one of the cast comes first, then 이 or 가,
    then 은, 는 or 도.
    """
    found: list[tuple[int, int, str, int]] = []
    for word in re.finditer(r"\S+", clause):
        match = PARTICLE.fullmatch(word[0].rstrip(","))
        if not match or not fits(match[1], match[2]):
            continue
        stem, particle = match[1], match[2]
        name, start = ("", word.start()) if stem in PRONOUNS else _distinguished(clause, word.start(), stem)
        known = name in cast or stem in cast
        topic = particle in ("은", "는", "도")
        if not known and stem not in PRONOUNS:
            if len(stem) == 1 and stem not in ONE_SYLLABLE:
                continue
            if (topic and ADNOMINAL.search(stem)) or (particle == "이" and ADVERB.search(stem)):
                continue
        found.append(
            (
                0 if known else 2 if topic else 1,
                start,
                name if name in cast or not known else stem,
                word.end(),
            )
        )
    if not found:
        return None
    _, start, name, end = min(found)
    return name, start, end


def _distinguished(clause: str, start: int, stem: str) -> tuple[str, int]:
    """The name with a word before it that tells two of the same name apart: 둘째 제자."""
    near = max(0, start - 12)
    match = DISTINGUISHING.search(clause[near:start].rstrip())
    return (f"{match[0]} {stem}", near + match.start()) if match else (stem, start)


def fits(stem: str, particle: str) -> bool:
    """Whether a particle can follow a stem: 이, 은 after a final consonant, 가, 는 after a vowel."""
    last = stem[-1]
    if not "가" <= last <= "힣" or particle in ("도", "께서", "께서는"):
        return True
    batchim = (ord(last) - 0xAC00) % 28 > 0
    return batchim == (particle in ("이", "은"))


def _how(head: str, tail: str, verb: re.Match[str], *, end: int | None = None) -> str:
    """What a tag says beyond who speaks: the words around the name, and a verb but for 말하다."""
    tail = tail[: len(tail) - len(verb[0])] if tail.endswith(verb[0]) else tail
    words = " ".join(f"{head} {tail}".split()).strip(" ,")
    return words if verb["neutral"] else f"{words} {verb[0]}".strip()
