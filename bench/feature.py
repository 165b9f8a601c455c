"""A script of some 120 pages, written by a small grammar: every type of element, English or also Korean."""

from __future__ import annotations

import random
from collections.abc import Iterator

_PEOPLE = ("MARA", "OLD TOM", "DR. ÉLISE", "JONAS", "THE FERRYMAN", "CAPTAIN O’HARA", "LIN", "AUNT ZOFIA")
_PLACES = (
    "HARBOUR OFFICE",
    "LIGHTHOUSE",
    "MARA'S KITCHEN",
    "FISH MARKET",
    "CHAPEL",
    "ENGINE ROOM",
    "CAFÉ NOIR",
)
_TIMES = ("DAY", "NIGHT", "DAWN", "LATER", "CONTINUOUS", "THE NEXT MORNING")
_THINGS = (
    "lantern",
    "ledger",
    "brass key",
    "well-worn coat",
    "half-empty bottle",
    "letter",
    "rope",
    "music box",
)
_DOES = ("lifts", "hides", "drops", "turns over", "stares at", "slides away", "unwraps", "almost breaks")
_HOW = ("slowly", "without looking", "as if it were warm", "with both hands", "for the last time", "too fast")
_SAYS = (
    "I never asked for the {thing}.", "You kept the {thing} all these years?", "Then we sail tonight!",
    "Nobody crosses the bar in this wind -- nobody.", "It was yours, and you know it.",
    "“Wait for the bell,” she told me… so I waited.", "He said he’d come back with the {thing}. He didn’t.",
    "Listen.", "What if the light goes out while we are still on the rocks?",
    "That’s a twenty-year-old debt.",
    "I counted every wave between here and the island, and there were fewer than you think.",
)  # fmt: skip
_ASIDES = (
    "quietly",
    "to the window",
    "beat",
    "counting on her fingers",
    "in French; subtitled",
    "not turning round",
)
_SUNG = ("Low tide, low tide, the bells are in the sand,",
         "And who will light the harbour when the keeper’s gone?",
         "Row me over, row me home,")  # fmt: skip
_SHOWN = ("THE THIRD BELL", "SEVEN YEARS EARLIER", "— INTERMISSION —", "THE END OF SUMMER")
_CUTS = ("CUT TO:", "SMASH CUT TO:", "DISSOLVE TO:", "MATCH CUT TO:")
_KOREAN_PEOPLE = ("민준", "수아", "등대지기", "선장 박씨")
_KOREAN_PLACES = ("부두 사무실", "등대", "수아의 부엌", "어시장", "기관실")
_KOREAN_ACTION = (
    "{who}, 낡은 등불을 천천히 들어 올린다.",
    "창밖으로 안개가 밀려오고 종소리가 두 번 울린다.",
    "{who}은 편지를 접어 외투 안주머니에 깊숙이 넣고 문 쪽으로 걸어간다.", "아무도 움직이지 않는다.",
    "파도가 방파제를 넘어 쏟아지는 동안 {who}의 손은 밧줄을 놓지 않는다.",
)  # fmt: skip
_KOREAN_SAYS = (
    "그 열쇠는 처음부터 네 것이 아니었어.",
    "오늘 밤에는 배를 띄울 수 없습니다. 바람이 바뀌었어요.", "기다려.",
    "스무 해 동안 저 불빛 하나만 보고 살았는데, 이제 와서 끄라고?", "종이 세 번 울리면 그때 떠나자.",
)  # fmt: skip
_KOREAN_ASIDES = ("낮은 목소리로", "창을 보며", "사이")


def feature(*, scenes: int = 54, korean: bool = False, seed: int = 5) -> str:
    """Fountain text of a script of `scenes` scenes; with `korean` every third scene is Korean."""
    random_ = random.Random(seed)
    parts = [
        "Title:\n    _**THE FERRY BELL**_\nCredit: Written by\nAuthor: A. Grammar\n"
        "Source: Based on nothing that was written before\nDraft date: 28 November 2026\n"
        "Contact:\n    The Bench\n    12 Harbour Row"
    ]
    number = 0
    for scene in range(scenes):
        if scene % 25 == 0:
            parts += [f"# ACT {scene // 25 + 1}", "= What the act is about, which nobody prints."]
        insert = scene % 9 == 8
        number += not insert
        label = f"{number}{'A' if insert else ''}"
        write = _korean if korean and scene % 3 == 2 else _english
        parts += write(random_, label, scene)
        if scene % 40 == 39:
            parts.append("===")
    return "\n\n".join(parts) + "\n"


def _english(random_: random.Random, label: str, scene: int) -> Iterator[str]:
    where = random_.choice(("INT.", "EXT.", "INT./EXT."))
    heading = f"{where} {random_.choice(_PLACES)} - {random_.choice(_TIMES)}"
    yield f"{heading} #{label}#" if scene % 4 else heading
    cast = random_.sample(_PEOPLE, 3)
    for turn in range(random_.randint(4, 9)):
        yield _action(random_, cast)
        for _ in range(random_.randint(1, 3)):
            yield _speech(random_, cast)
        yield from _rarer(random_, cast, scene, turn)
    if scene % 3 == 0:
        yield random_.choice(_CUTS)


def _rarer(random_: random.Random, cast: list[str], scene: int, turn: int) -> Iterator[str]:
    """What a scene has now and then."""
    match (scene * 7 + turn) % 23:
        case 1:
            first, second = cast[:2]
            yield f"{first}\n{_said(random_, 1)}"
            yield f"{second} ^\n({random_.choice(_ASIDES)})\n{_said(random_, 1)}"
        case 3:
            yield f"> {random_.choice(_SHOWN)} <"
        case 5:
            yield f"{cast[0]} (SINGING)\n" + "\n".join(f"~{line}" for line in random_.sample(_SUNG, 2))
        case 7:
            yield "[[A note: check the tide table.]]"
        case 9:
            yield f".THE {random_.choice(_THINGS).upper()}, CLOSE"
        case 11:
            yield "/* A boneyard with\nan old line. */"
        case 13:
            yield f"          {random_.choice(_THINGS).title()} --\n          three crates, paid in full"
        case 15:
            yield f"@McALLISTER (V.O.)\n{_said(random_)}"
        case 17:
            yield "BANG!"
        case 19:
            yield "> Everything we know fades to grey."


def _action(random_: random.Random, cast: list[str]) -> str:
    sentences = []
    for _ in range(random_.randint(1, 4)):
        thing = random_.choice(_THINGS)
        shown = random_.choice((thing, thing, thing, f"*{thing}*", f"**{thing}**", f"_{thing}_"))
        sentences.append(
            f"{random_.choice(cast)} {random_.choice(_DOES)} the {shown} {random_.choice(_HOW)}."
        )
    return random_.choice((" ", "  ", " ", "\n")).join(sentences)


def _speech(random_: random.Random, cast: list[str]) -> str:
    """A speech of somebody else than the last who spoke: the cast's first goes to its end."""
    cast.append(cast.pop(random_.randrange(len(cast) - 1)))
    lines = [cast[-1] + random_.choice(("", "", "", "", " (O.S.)"))]
    for _ in range(random_.choice((1, 1, 1, 2))):
        if random_.random() < 0.2:
            lines.append(f"({random_.choice(_ASIDES)})")
        lines.append(_said(random_))
    return "\n".join(lines)


def _said(random_: random.Random, most: int = 5) -> str:
    said = random_.sample(_SAYS, min(most, random_.choice((1, 1, 2, 3, 5))))
    return " ".join(said).format(thing=random_.choice(_THINGS))


def _korean(random_: random.Random, label: str, scene: int) -> Iterator[str]:
    yield f".{random_.choice(_KOREAN_PLACES)} - {random_.choice(('낮', '밤', '새벽'))} #{label}#"
    cast = random_.sample(_KOREAN_PEOPLE, 2)
    for turn in range(random_.randint(3, 7)):
        yield " ".join(random_.sample(_KOREAN_ACTION, random_.randint(1, 3))).format(who=random_.choice(cast))
        aside = f"({random_.choice(_KOREAN_ASIDES)})\n" if turn % 3 == 1 else ""
        said = " ".join(random_.sample(_KOREAN_SAYS, random_.randint(1, 4)))
        yield f"@{random_.choice(cast)}\n{aside}{said}"
