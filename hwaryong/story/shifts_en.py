"""English: jumps in time, ways to a place, thoughts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hwaryong.media.breakdown import Setting
from hwaryong.story.shifts import Place, Shift

UNKNOWN = "PLACE UNKNOWN"
CLOSE = 400

INSIDE: Final = frozenset(
    """anteroom apartment apartments attic bakery ballroom bar bar-room barn barracks basement
    bathroom bedchamber bed-chamber bedroom bed-room boudoir box breakfast-room bungalow cabin cafe
    café carriage castle cathedral cave cavern cell cellar chamber chapel church classroom coach
    coffee-house cockpit compartment conservatory consulting-room corridor cottage counting-house
    court-room courtroom crypt dairy den dining-hall dining-room dormitory drawing-room dressing-room
    elevator entry factory farmhouse fireside flat galley garret gallery greenhouse hall hallway
    hospital hostel hotel house hovel hut inn jail kitchen laboratory larder landing laundry library
    lift living-room lobby lodge lodging lodgings loft mansion mill morning-room museum nursery office
    operating-room pantry parlor parlour passage pavilion pavillion prison pub public-house refectory
    restaurant room saloon salon schoolhouse schoolroom school-room scullery shanty shed shop shrine
    sitting-room smoking-room stable stables staircase stairs stairway store storehouse store-room
    study studio surgery synagogue tavern tea-room temple tenement tent theater theatre toolshed tower
    train tunnel turret upstairs vault vestibule vestry wagon waiting-room ward warehouse washroom
    workroom workshop cab omnibus""".split()  # noqa: SIM905
)
OUTSIDE: Final = frozenset(
    """alley alleyway arbour arbor avenue backyard balcony bay beach boulevard bridge brook camp canal
    causeway cemetery churchyard clearing cliff cliffs coast common compound court courtyard copse
    cove creek crossroads deck desert dock dockyard downs drawbridge drive embankment farm farmyard
    field fields forest ford fountain front-yard garden gardens gate gateway glade glen graveyard
    green grove gulch harbor harbour heath highway hill hillside hilltop island jungle lake lane lawn
    market market-place marketplace marsh meadow meadows moat moor mountain oak orchard park pasture
    path pavement pier piazza pine plain plains platform plaza playground pond porch prairie promenade
    quadrangle quarry quay ranch ravine ridge river riverbank riverside road roadside roof rooftop
    sands sea seashore seaside shore shrubbery sidewalk spring square stable-yard stream street
    streets summit swamp terrace thicket towpath track trail tree valley veranda verandah village
    vineyard waterfall waterside wharf wilderness wood woodland woods yard""".split()  # noqa: SIM905
)
EITHER: Final = frozenset(
    """abbey academy airport bank bazaar boat bower campus circus city college convent district doorway
    dungeon emporium estate fair fort fortress fair-ground grounds homestead manor monastery palace
    parsonage plantation quarters rectory ruin ruins school ship station town university vessel
    vicarage workhouse saw-mill door end neighbourhood neighborhood top foot summit head corner
    home""".split()  # noqa: SIM905
)
LOOSE: Final = frozenset(
    ["door", "end", "top", "foot", "summit", "head", "corner", "box", "home", "tree", "oak"]
)
"""Nouns that make a place only with another (`the foot of the stairs`), or a weak one."""

_NOUN = "|".join(sorted(map(re.escape, INSIDE | OUTSIDE | EITHER), key=lambda noun: (-len(noun), noun)))
_DET = r"(?:the|a|an|his|her|their|our|my|its|this|that|another|one\s+of\s+the)"
_NOT = (
    r"(?:below|above|toward|towards|before|off|near|and|of|or|in|on|at|to|with|by|who|whose|which|that|is|was|"
    r"had|for|from|as|where|when)\b"
)
_PART_OF = (
    r"(?:door|wall|gate|window|windows|table|bell|floor|fire|roof|chimney|clock|key|steps|boy|maid|man)\b"
)
_PHRASE = (
    rf"(?:(?P<det>{_DET}\s+)(?P<noun>(?:(?!{_NOT})[\w’'-]+\s+){{0,3}}?(?:{_NOUN})"
    rf"(?:\s+of\s+{_DET}\s+(?:[\w-]+\s+)?(?:{_NOUN}))?)\b(?!-|\s+{_PART_OF})"
    r"|(?P<proper>[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'-]+))*\s+(?:Street|Road|Lane|Square|Avenue|Park|House|Hall|"
    r"Hotel|Bridge|Castle|Abbey|Court|Manor|Garden|Gardens|Place|Inn|Station|Farm|Church|Palace|Terrace|Row|"
    r"Drive))\b)"
)
_WENT = (
    r"(?:went|walked|ran|hurried|came|passed|returned|crossed|climbed|descended|ascended|stepped|slipped|crept|"
    r"strode|rode|drove|fled|wandered|strolled|followed|led|rushed|dashed|marched|tramped|stumbled|staggered|"
    r"stole|turned|got|moved|retired|retreated|repaired|made\s+(?:his|her|their)\s+way|darted|galloped|sailed|"
    r"travelled|traveled|proceeded|withdrew|flew|trotted|tiptoed|headed|emerged|"
    r"(?:was|were)\s+(?:shown|led|taken|carried|assisted|driven|ushered|brought)|"
    r"carried\s+\w+|took\s+\w+(?:\s+\w+)?|bound(?:ed)?|toiled|mounted|shut\s+\w+self)"
)
_GOES = re.compile(
    rf"(?<!\bhad )(?<!\bto )(?<!would )(?<!could )(?<!should )(?<!never )(?<!that )"
    rf"(?<!which )\b{_WENT}\b(?:\s+(?!(?:into|to|"
    rf"towards?|through|onto|upon)\b)[\w’'-]+,?){{0,5}}?\s+(?:into|to|through|onto|out\s+of|out\s+into|on\s+to|over\s+to|"
    rf"back\s+to|up\s+to|down|up|across|along|inside|outside|behind|beneath)\s+{_PHRASE}"
)
_GETS = re.compile(
    r"(?<!\bhad )(?<!\bto )(?<!would )(?<!could )(?<!should )\b(?:reached|reaching|entered|entering|"
    r"re-entered|left|leaving|approached|mounted|opened\s+(?:the|his|her|their)\s+(?:\w+\s+)?door\s+(?:of|into|to)|"
    rf"arriv(?:ed|ing)\s+(?:at|in))\s+{_PHRASE}"
)
_STAIRS = re.compile(
    r"(?<!\bhad )(?<!\bto )\b(?:went|ran|walked|hurried|led\s+the\s+way|came|crept|rushed|carried\s+\w+|"
    r"mounted|descended|climbed)\s+(?:back\s+|slowly\s+|quickly\s+)?"
    r"(?P<noun>upstairs|downstairs|outside|outdoors|out\s+of\s+doors|indoors|ashore|on\s+deck|home)\b"
)
_SET = re.compile(
    r"\W*(?:(?:Then|And|But|Now|Here|Meanwhile|Soon|Presently|At\s+last),?\s+)?"
    r"(?:In|On|At|Outside|Inside|Within|Through|Along|Beneath|Behind|Beyond|Across|Down|Up|in|on|at|outside|inside|"
    rf"through|along|beneath|behind|beyond|across|down|up)\s+{_PHRASE}"
)
_STANDS = re.compile(
    r"(?<!\bhad )\b(?:stood|sat|(?:was|were|am|is|are)\s+(?:sitting|seated|standing|lying|waiting|walking|"
    rf"wandering|riding|driving)|lay|found\s+\w+sel(?:f|ves))\s+(?:[\w-]+\s+){{0,5}}?(?:in|on|at|before|within|into)\s+{_PHRASE}"
)
_IS_AT = re.compile(
    r"\b(?:[Ii]n|[Ii]nto|[Aa]t|[Ii]nside|[Oo]utside|[Tt]hrough|[Oo]n|[Aa]long|[Aa]cross|[Ww]ithin|entered|"
    rf"reached)\s+{_PHRASE}"
)
_TOWN = re.compile(
    r"\b(?:reached|got\s+to|arrived\s+(?:at|in))\s+(?!(?:Mr|Mrs|Miss|Ms|Dr|Lady|Lord|Sir|St)\b)"
    r"(?P<noun>[A-Z][\w’-]+(?:[ -][A-Z][\w’-]+)*)"
)

_WAYS: Final = ((_GETS, 0.55), (_TOWN, 0.5), (_GOES, 0.5), (_STAIRS, 0.4), (_SET, 0.4), (_STANDS, 0.3))
_LEFT = re.compile(r"^left|^leaving|\bout\s+of\b")
_HAD = re.compile(r"\bhad\b")
_ONCE = re.compile(r"one\s", re.IGNORECASE)
_USUAL = re.compile(
    r"\b(?:would|always|usually|generally|often|sometimes|now\s+and\s+then|used\s+to|every)\b", re.IGNORECASE
)
_WITHIN = re.compile(
    r"\b(?:across|behind|beneath|up|down|along)\s+(?:the|his|her)\s+(?:room|bar|hall|shop|bank)\b"
)
_ARRIVAL = re.compile(
    r"\b(?:[Aa]n?|[Aa]nother)\s+(?:[\w-]+\s+){1,3}(?:entered|came|approached|ran|walked|rode)\b"
)

_UNIT = r"(?:hours?|days?|weeks?|months?|years?|nights?|evenings?|mornings?|fortnight)"
_MONTH = r"(?:January|February|(?-i:March|May)|April|June|July|August|September|October|November|December)"
_PART = (
    r"(?:morning|afternoon|evening|night|day|noon|midnight|week|month|year|summer|winter|spring|autumn|"
    rf"(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day|{_MONTH})"
)
_COUNT = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|half\s+an?|several|some|"
    r"many|a\s+few|\d+|a\s+couple\s+of)"
)
_LEAD = (
    r"[\W_]*(?:(?:And|But|So|Then|Now|Early|Late|Towards?|On|In|At|By|About|During|All|Only|Just|Very|Long|Not|"
    r"For|It\s+was|It\s+was\s+(?:now|about|nearly|almost|only|already|not\s+until|on|in|a|the)|Until)\s+){0,3}"
)
_STRONG = (
    rf"(?:the\s+|that\s+)?(?:very\s+)?(?:next|following)\s+(?:\w+\s+)?{_PART}",
    rf"(?:that|this|one|the\s+same|the\s+first|the\s+second|the\s+third|the\s+last)\s+(?:(?!{_NOT}|the\b)[\w-]+\s+){{0,3}}{_PART}(?!\s+that\b)",
    rf"{_COUNT}\s+(?:\w+\s+)?{_UNIT}\s+(?:later|after|afterwards|passed|went\s+by|had\s+passed|elapsed)",
    r"(?:the\s+)?(?:\w+\s+)?(?:days?|weeks?|months?|years?)\s+(?:passed|went\s+by|later)",
    r"(?:dawn|dusk|sunset|sunrise|noon|midday|midnight|daybreak|nightfall|twilight|Christmas|Easter)\b",
    r"(?:[\w-]+|\d\d?)(?:\s+\w+)?\s+o['’ ]?\s?clock",
    r"(?:the\s+)?(?:morning|afternoon|evening|night|day|dawn|sun|dusk)\s+(?:\w+\s+)?(?:came|fell|broke|dawned|"
    r"had\s+come|rose|set)",
    r"the\s+(?:\w+\s+)?(?:morning|afternoon|evening)(?=[\s,]+(?:when|after|before|of|\w+\s+(?:was|were|went|came)))",
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}",
    rf"{_MONTH}\s+\d{{1,2}}",
    r"(?:morning|evening|night|afternoon)\b(?=[\s,]+(?:when|and|after|\w+\s+(?:awoke|woke|was|sat|went|came)))",
    r"it\s+was\s+(?:[\w-]+\s+){0,5}?(?:dawn|dusk|sunset|sunrise|noon|midnight|daybreak|nightfall|twilight|morning|"
    r"evening|night|afternoon)",
    r"a\s+(?:week|month|year|fortnight|day|day\s+or\s+two)\s+(?:later|after|passed|went)",
)
_TIME = re.compile(_LEAD + rf"(?P<words>{'|'.join(_STRONG)})\b", re.IGNORECASE)
_WAKES = re.compile(
    r"\W*(?P<words>(?:When|As|After)\s+(?:\w+\s+){1,3}(?:awoke|awakened|woke|wakened|came\s+to|returned|came\s+back|"
    r"(?:had\s+)?(?:finished|gone|left|departed))|(?:After|Before)\s+(?:the\s+)?(?:breakfast|dinner|supper|lunch|"
    r"luncheon|tea)\b|After\s+that\b)"
)
_MINUTES = re.compile(
    rf"\W*(?P<words>(?:Within\s+|In\s+)?{_COUNT}\s+(?:\w+\s+)?minutes?\s+(?:later|after|afterwards))",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"\W*(?P<words>Meanwhile|In\s+the\s+meantime|Meantime|Later\b|Some\s+time\s+(?:later|after)|While\s+\w+|Once\b|Presently)",
    re.IGNORECASE,
)
_HOURS: Final = (
    ("DAWN", "dawn|daybreak|sunrise"), ("MORNING", "morning|breakfast"), ("NOON", "noon|midday"),
    ("AFTERNOON", "afternoon|luncheon"), ("DUSK", "dusk|sunset|twilight|nightfall"),
    ("EVENING", "evening|supper"),
    ("NIGHT", "night|midnight|moonlight|starlight"), ("DAY", "daylight|sunshine"),
)  # fmt: skip
_HOUR = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _HOURS), re.IGNORECASE)
_INWARD = re.compile(
    r"\b(?:thought|wondered|felt|knew|remembered|believed|hoped|feared|imagined|reali[sz]ed|considered|supposed|"
    r"wished|understood|reflected|fancied|dreaded|doubted|regretted|recollected|recalled|longed|guessed|hated|"
    r"loved|desired|seemed\s+to\s+(?:him|her|me|them)|it\s+(?:occurred|struck|appeared)\s+to|"
    r"ha[ds]\s+(?:always|never|been)|conscious|aware|to\s+(?:his|her|my)\s+mind)\b",
    re.IGNORECASE,
)


def time(sentence: str) -> Shift | None:
    """`The next morning …`, `It was eleven o'clock when …`, `Two hours later …`; weaker: `Presently …`."""
    head = sentence[:110]
    for pattern, weight in ((_TIME, 0.6), (_WAKES, 0.45), (_MINUTES, 0.45), (_SOON, 0.25)):
        if match := pattern.match(head):
            told_of = _USUAL.search(sentence) or (_ONCE.match(match["words"]) and _HAD.search(sentence))
            return Shift(weight - 0.3 * bool(told_of), " ".join(match["words"].split()))
    return None


def moved(sentence: str) -> Shift | None:
    """`… went into the library`, `they reached the inn`; or a sentence that begins `In the hall …`."""
    best: Shift | None = None
    for pattern, weight in _WAYS:
        match = pattern.match(sentence) if pattern is _SET else pattern.search(sentence)
        if match is None:
            continue
        place = None if pattern is _STAIRS else _place(match)
        loose = place is not None and place.name.split()[-1].lower() in LOOSE
        here = re.search(r"\bthe\s+room\Z", match[0]) is not None and not _LEFT.search(match[0])
        earlier = _HAD.search(sentence, 0, match.start()) or _USUAL.search(sentence)
        within = _WITHIN.search(match[0]) or _ARRIVAL.search(sentence[: match.end()])
        left = _LEFT.search(match[0]) is not None
        weight -= 0.3 * loose + 0.25 * here + 0.25 * bool(earlier) + 0.2 * bool(within) + 0.1 * left
        if best is None or weight > best.weight:
            place = None if left or loose else place
            best = Shift(round(weight, 2), " ".join(match[0].split()), place)
    return best


def places(text: str) -> Iterator[Place]:
    """`in the library`, `through Dover Street`."""
    for match in _IS_AT.finditer(text):
        place = _place(match)
        if place.name.split()[-1].lower() not in LOOSE:
            yield place


def hour(text: str) -> str:
    """MORNING, NIGHT …"""
    match = _HOUR.search(text)
    return str(match.lastgroup) if match else ""


def inward(sentence: str) -> bool:
    """`She wondered …`, where nobody goes anywhere in it."""
    return _INWARD.search(sentence[:60]) is not None and not (
        _GOES.search(sentence) or _GETS.search(sentence) or _STAIRS.search(sentence)
    )


def heading(place: Place | None, hour: str) -> str:
    """`INT. LIBRARY - MORNING`."""
    mark = {"int": "INT. ", "ext": "EXT. "}.get(place.setting, "") if place else ""
    return mark + (place.name.upper() if place else UNKNOWN) + (f" - {hour}" if hour else "")


def _place(match: re.Match[str]) -> Place:
    found = match.groupdict()
    group = "noun" if found["noun"] else "proper"
    name = " ".join(match[group].split())
    last = name.lower().split(" of ")[0].split()[-1]
    setting: Setting = "int" if last in INSIDE else "ext" if last in OUTSIDE else ""
    if group == "proper" and last in ("row", "place", "drive"):
        setting = "ext"
    return Place(name, setting)
