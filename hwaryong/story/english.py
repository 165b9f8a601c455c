"""English: the tags of dialogue ("said the painter"), names and scene headings."""

from __future__ import annotations

import re
from collections.abc import Collection

from hwaryong.story.grammar import Tag

UNKNOWN = "Speaker unknown"
ROLES = frozenset({"NARRATOR", "STORYTELLER", "VOICE", "ANNOUNCER", "NEWSREADER", "HOST"})

NEUTRAL = frozenset(
    """say says said saying ask asks asked asking answer answers answered reply replies replied
    tell tells told""".split()  # noqa: SIM905
)
TELLING = frozenset(
    """add added adds agree agreed agrees announce announced announces beg began begged begin begins begs
    bellow bellowed bellows boast boasted boasts breathe breathed breathes call called calls chant
    chanted chants chuckle chuckled chuckles command commanded commands continue continued continues
    correct corrected corrects cried cries crow crowed crows cry declare declared declares demand
    demanded demands echo echoed echos exclaim exclaimed exclaims explain explained explains gasp gasped
    gasps giggle giggled giggles groan groaned groans growl growled growls hiss hissed hisses insist
    insisted insists interrupt interrupted interrupts jeer jeered jeers joke joked jokes laugh laughed
    laughs mumble mumbled mumbles murmur murmured murmurs mutter muttered mutters observe observed
    observes order ordered orders plead pleaded pleads pray prayed prays promise promised promises
    protest protested protests reason reasoned reasons recite recited recites remark remarked remarks
    repeat repeated repeats retort retorted retorts roar roared roars sang scoff scoffed scoffs scold
    scolded scolds scream screamed screams shout shouted shouts sigh sighed sighs sing sings snap snaped
    snaps sneer sneered sneers sob sobed sobs speak speaks spoke stammer stammered stammers tease teased
    teases urge urged urges warn warned warns whimper whimpered whimpers whisper whispered whispers
    wonder wondered wonders yell yelled yells""".split()  # noqa: SIM905
)
SAY = rf"(?:{'|'.join(sorted(NEUTRAL | TELLING))})"
DETERMINER = r"(?:the|a|an|his|her|their|my|our|your|this|that|one|another)"
PRONOUN = r"(?:he|she|they|it|i|we|you)"
STOP = frozenset(
    """and or but to with as in at from without into who while then again before after of on over under
    behind beside beyond by for near off out through until up down like because when where that which is
    are was were has does this his its always perhaps besides towards""".split()  # noqa: SIM905
)
WORD = r"[A-Za-z][\w'’\-]*"
PROPER = r"[A-Z][\w'’\-]*"
NOUN_PHRASE = rf"(?:{DETERMINER}\s+{WORD}(?:\s+{WORD}){{0,2}}?|{PROPER}(?:\s+{PROPER}){{0,2}}?)"
SUBJECT_VERB = re.compile(
    rf"(?P<name>(?i:\b{PRONOUN})|\b(?i:{DETERMINER}\s+){WORD}(?:\s+{WORD}){{0,2}}?|\b{PROPER}(?:\s+{PROPER}){{0,2}}?)"
    rf"\s+(?:(?P<adverb>\w+ly)\s+)?(?P<verb>{SAY})\b(?P<rest>[^.!?:“”\"]*)"
)
VERB_FIRST = re.compile(rf"[\s,]*(?P<verb>{SAY}|[a-z]{{3,}}(?:s|ed)\b)\s+(?P<tail>[^.!?“”\"]*)")
VERB_LAST = re.compile(
    rf"(?:,|\band)\s+(?:then\s+)?(?:(?P<adverb>\w+ly)\s+)?(?P<verb>{SAY})\b(?P<rest>[^.!?:“”\"]*)$"
)
TIME = re.compile(
    r"\b(day|night|dawn|dusk|morning|noon|midday|afternoon|evening|midnight|sunset|sunrise|twilight|later|continuous|"
    r"moments?|same|winter|spring|summer|autumn|hours?|daybreak|nightfall)\b",
    re.IGNORECASE,
)
INSIDE = re.compile(r"\b(inside|interior|room|hall|kitchen|office|corridor|studio|chamber)\b", re.IGNORECASE)
OUTSIDE = re.compile(
    r"\b(outside|exterior|courtyard|street|sky|garden|hills?|mountains?|river|fields?|road|forest|sea|beach|roof|rooftop)\b",
    re.IGNORECASE,
)


def before(text: str, cast: Collection[str]) -> Tag | None:
    """`The painter says softly,` or `The painter turns and says:` right before a quotation."""
    if not re.search(r"[,:]\s*$", text):
        return None
    start = _last_sentence(text)
    sentence = text[start:].rstrip().rstrip(",:")
    match = max(SUBJECT_VERB.finditer(sentence), key=lambda found: found.start(), default=None)
    if match and match.end() == len(sentence) and (name := _phrase(match["name"])) is not None:
        how = _how(match["verb"], match["adverb"], match["rest"])
        begin = start if not sentence[: match.start()].strip() else start + match.start()
        return Tag(name, how, begin, len(text))
    last = VERB_LAST.search(sentence)
    if last:
        name = _leading(sentence, cast)
        if name is not None:
            return Tag(
                name, _how(last["verb"], last["adverb"], last["rest"]), start + last.start(), len(text)
            )
    return None


def after(text: str, quoted: str, before: str, cast: Collection[str]) -> Tag | None:
    """`said the painter`, `the painter said` or `Anna said` right after a quotation.

    A verb that stands before its subject tells of speech, whichever verb it is.
    """
    match = VERB_FIRST.match(text)
    if match and match["verb"] not in STOP:
        phrase, rest = _take_phrase(match["tail"])
        name = _phrase(phrase)
        if name is not None:
            end = match.start("tail") + len(match["tail"])
            return Tag(name, _how(match["verb"], None, rest), 0, _past_stop(text, end))
    head = re.match(r"[\s,]*", text)
    subject = SUBJECT_VERB.match(text, head.end() if head else 0)
    new_sentence = subject and subject["name"][0].isupper() and quoted.rstrip()[-1:] in ".?!…"
    if (
        subject
        and not (new_sentence and text.rstrip()[-1:] in (",", ":"))
        and not (new_sentence and quoted[-1:] == ".")
    ):
        name = _phrase(subject["name"])
        if name is not None:
            how = _how(subject["verb"], subject["adverb"], subject["rest"])
            return Tag(name, how, 0, _past_stop(text, subject.end()))
    return None


def subject(sentence: str, cast: Collection[str]) -> str | None:
    """The one of the cast with whom the sentence begins."""
    name = _leading(sentence, cast)
    return name if name in cast else None


def mentions(text: str, cast: Collection[str]) -> set[str]:
    """Names of the cast that stand in the text as whole words, in any letter case."""
    return {name for name in cast if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)}


def cue(phrase: str) -> str:
    """Capitals, without an article: "the old painter" → "OLD PAINTER"."""
    return re.sub(rf"^{DETERMINER}\s+", "", phrase.strip(), flags=re.IGNORECASE).upper()


def heading(text: str) -> str:
    """`Temple courtyard, dusk` → `EXT. TEMPLE COURTYARD - DUSK`; a dot forces what is neither in nor out."""
    place, time = _place_time(text)
    words = f"{place} - {time}" if time else place
    if re.match(r"(?:INT|EXT|I/E)[. /]", words, re.IGNORECASE):
        return words.upper()
    inside, outside = INSIDE.search(place), OUTSIDE.search(place)
    mark = "INT. " if inside and not outside else "EXT. " if outside and not inside else "."
    return mark + words.upper()


def is_name(phrase: str) -> bool:
    """At most three words, each in capitals or with one, or one or two words after `the`."""
    words = re.sub(r"^the\s+", "", phrase, flags=re.IGNORECASE).split()
    article = phrase.lower().startswith("the ")
    fits = all(re.fullmatch(WORD, word) and word.lower() not in STOP for word in words)
    return 0 < len(words) <= 3 and fits and (article or all(word[0].isupper() for word in words))


def _place_time(text: str) -> tuple[str, str]:
    parts = re.split(r"\s+[-–—/]\s+|,\s+|\s*/\s*", text.strip().rstrip("."))
    if len(parts) > 1 and (TIME.search(parts[-1]) or len(parts) == 2):
        last = text.rindex(parts[-1])
        return text[:last].rstrip(" -–—/,"), parts[-1]
    return text.strip(), ""


def _last_sentence(text: str) -> int:
    """Where the last sentence of a narration begins."""
    ends = [match.end() for match in re.finditer(r"[.!?…]['’”\"]?\s+", text)]
    return ends[-1] if ends else len(text) - len(text.lstrip())


def _phrase(text: str) -> str | None:
    """A noun phrase as a name, "" for a pronoun, None where it cannot be one."""
    if re.fullmatch(PRONOUN, text, re.IGNORECASE):
        return ""
    words = text.split()
    if not words or any(word.lower() in STOP for word in words):
        return None
    determined = re.match(rf"{DETERMINER}\s", text, re.IGNORECASE) is not None
    return cue(text) if determined or all(word[0].isupper() for word in words) else None


def _take_phrase(text: str) -> tuple[str, str]:
    """Cut the noun phrase off the words after a verb: "the monk in a hurry" → "the monk", "in a hurry"."""
    words = re.match(r"[^,;—–]*", text)
    taken: list[str] = []
    determined = False
    for word in (words[0] if words else "").split():
        plain = word.lower()
        if not taken and re.fullmatch(DETERMINER, plain):
            determined = True
            taken.append(word)
        elif not taken and re.fullmatch(PRONOUN, plain):
            return word, text[text.find(word) + len(word) :]
        elif (
            plain in STOP
            or re.fullmatch(r"\w+ly|\w{3,}ing", plain)
            or len(taken) == 4
            or not (determined or word[0].isupper())
        ):
            break
        else:
            taken.append(word)
    phrase = " ".join(taken)
    rest = text[text.find(taken[-1]) + len(taken[-1]) :] if taken else text
    return phrase, rest


def _leading(sentence: str, cast: Collection[str]) -> str | None:
    """The noun phrase at the head of a sentence: one of the cast, or words before a verb in -s or -ed."""
    sentence = sentence.strip()
    pronoun = re.match(rf"{PRONOUN}\b", sentence, re.IGNORECASE)
    if pronoun:
        return ""
    for name in sorted(cast, key=len, reverse=True):
        if re.match(
            rf"(?:{DETERMINER}\s+)?(?:[a-z\-]+\s+)?{re.escape(name)}\b(?!['’]s)", sentence, re.IGNORECASE
        ):
            return name
    match = re.match(
        rf"({DETERMINER}\s+{WORD}(?:\s+{WORD}){{0,2}}?|{PROPER})\s+[a-z]+(?:[^s\W]s|ed)\b",
        sentence,
        re.IGNORECASE,
    )
    return _phrase(match[1]) if match else None


def _how(verb: str, adverb: str | None, rest: str) -> str:
    """What a tag says beyond who speaks: a telling verb, an adverb, the rest of its clause."""
    telling = "" if verb.lower() in NEUTRAL else verb
    parts = [part for part in (telling, adverb or "") if part]
    return ", ".join(part for part in (" ".join(parts), rest.strip(" ,;:—–\n")) if part)


def _past_stop(text: str, end: int) -> int:
    """Past the full stop or comma that closes a tag."""
    while end < len(text) and text[end] in ".,;:":
        end += 1
    return end
