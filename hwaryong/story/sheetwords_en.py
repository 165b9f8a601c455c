"""English words for drafting character sheets."""

from __future__ import annotations

import re

from hwaryong.story.sheetwords import SheetWords

_WHAT = r"(?P<what>[^.;:!?—]{3,160})"
_CLAUSE = r"(?P<what>(?:that|how|who|what|where|why|whom)\b[^.;:!?—]{3,160})"


_OPINION = rf"(?!of\b|about\b|in\b){_WHAT}"


def _then(verbs: str, what: str) -> re.Pattern[str]:
    """Verbs and what follows them."""
    return re.compile(rf"\b(?:{verbs})\s+{what}")


def _verb(verbs: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{verbs})\b")


def _levels(table: str, words: str) -> dict[str, tuple[str, str, float]]:
    """`curious openness 1 | …` as a mapping."""
    rows = (row.split() for row in words.split("|"))
    return {word: (table, key, float(level)) for word, key, level in rows}


_TRAITS = _levels(
    "big_five",
    """curious openness 1 | imaginative openness 2 | inventive openness 1 | dreamy openness 1 | artistic
    openness 1 | narrow-minded openness -2 | unimaginative openness -2 | practical openness -1 | careful
    conscientiousness 1 | diligent conscientiousness 2 | dutiful conscientiousness 2 | meticulous
    conscientiousness 2 | patient conscientiousness 1 | reliable conscientiousness 1 | careless
    conscientiousness -1 | lazy conscientiousness -2 | reckless conscientiousness -2 | idle
    conscientiousness -1 | impulsive conscientiousness -1 | talkative extraversion 1 | cheerful
    extraversion 1 | lively extraversion 1 | bold extraversion 1 | boisterous extraversion 2 | loud
    extraversion 1 | shy extraversion -2 | quiet extraversion -1 | reserved extraversion -1 | silent
    extraversion -1 | solitary extraversion -2 | kind agreeableness 1 | gentle agreeableness 1 |
    generous agreeableness 2 | modest agreeableness 1 | humble agreeableness 1 | trusting agreeableness
    1 | cruel agreeableness -2 | stubborn agreeableness -1 | proud agreeableness -1 | arrogant
    agreeableness -2 | selfish agreeableness -2 | quarrelsome agreeableness -2 | cold agreeableness -1 |
    jealous agreeableness -1 | anxious neuroticism 2 | nervous neuroticism 1 | timid neuroticism 1 |
    fearful neuroticism 1 | moody neuroticism 1 | melancholy neuroticism 1 | hot-tempered neuroticism 2
    | calm neuroticism -2 | serene neuroticism -2 | fearless neuroticism -2 | brave neuroticism -1 |
    steady neuroticism -1""",
) | _levels(
    "values",
    """independent self_direction 2 | free-spirited self_direction 2 | headstrong self_direction 1 |
    adventurous stimulation 2 | restless stimulation 1 | pleasure-loving hedonism 2 | greedy power 2 |
    ambitious achievement 2 | power-hungry power 2 | domineering power 1 | cautious security 1 | prudent
    security 1 | obedient conformity 2 | polite conformity 1 | rebellious conformity -2 | pious
    tradition 2 | devout tradition 2 | faithful benevolence 1 | loyal benevolence 2 | merciful
    benevolence 1 | caring benevolence 1 | heartless benevolence -2 | just universalism 1 | fair-minded
    universalism 1""",
)

WORDS = SheetWords(
    roles=frozenset(
        """abbot actor admiral apprentice baker baron boy brother captain carpenter chief child clerk cook
        count countess daughter detective doctor driver duke emperor empress farmer father fisherman
        general girl governess governor grandfather grandmother guard hermit hunter husband
        innkeeper journalist judge king knight lawyer lieutenant man master mayor merchant messenger
        miller minister monk mother musician nun nurse officer painter pilot poet policeman priest
        prince princess prisoner professor queen robot sailor scholar sculptor sergeant servant
        shepherd sister smith soldier son sorcerer stranger student tailor teacher thief uncle aunt
        villager widow wife witch wizard woman writer""".split()  # noqa: SIM905
    ),
    role=r"\b[Tt]he (?:(?:old|young|great|poor|rich) )?(?P<name>{roles})\b",
    name=r"\b(?P<name>[A-Z][a-z’'\-]+(?: [A-Z][a-z’'\-]+){0,2})\b",
    no_names=frozenset(
        """A All An And As At But By For From He Her His How I If In It Its Many Most My No Not Now Of On One
        Only Or Our Scene She So Some Soon That The Their Then There These They This Those Thus To
        Two We What When Where Who Why With Yes You Your Monday Tuesday Wednesday Thursday Friday
        Saturday Sunday January February March April May June July August September October November
        December God Lord Mr Mrs Miss Sir Even Every Once Suddenly Later Today Tomorrow Yesterday
        Nobody Everybody Someone Everyone Nothing After Before Behind Below Above Outside Inside Day
        Night Characters Cast Notes""".split()  # noqa: SIM905
    ),
    pronouns=re.compile(r"\b(?:[Hh]e|[Ss]he)\b"),
    sentence_end=re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<![.!?…])[.!?…]+[”’\"')]*(?=\s|$)"),
    traits=_TRAITS,
    trait=r"\b(?P<not>not |never |no longer )?(?:(?:very|rather|too|so|always|quite) )?(?P<word>{words})\b",
    wants=(
        (_then(r"(?:does|did|do)(?: not|n[’']t) (?:want|wish) to|refuse(?:s|d)? to", _WHAT), -2),
        (_then(r"(?:fears?|feared|dreads?|dreaded)(?: that| to)?", _WHAT), -2),
        (_then(r"(?:longs?|longed|dreams?|dreamed|yearns?|yearned) (?:to|of|for)", _WHAT), 3),
        (_then(r"(?:vows?|vowed|swears?|swore|(?:is|was) determined) to", _WHAT), 3),
        (_then(r"(?:wants?|wanted|hopes?|hoped|wish(?:es|ed)?|means|meant) (?:to|for)", _WHAT), 2),
        (_then(r"(?:intends?|intended|plans?|planned|tries|tried|seeks?|sought|aims?|aimed) to", _WHAT), 2),
        (_then(r"(?:wants|wanted|desires|desired)", _WHAT), 2),
    ),
    believes=(
        (_then(r"(?:knows?|knew|learns?|learned|learnt|discovers?|discovered)", _CLAUSE), 2),
        (_then(r"(?:finds? out|found out|reali[sz]e[sd]?|hears?|heard|sees|saw)", _CLAUSE), 2),
        (_then(r"(?:(?:is|was) told|remembers?|remembered|understands?|understood)", _CLAUSE), 2),
        (_then(r"(?:thinks?|thought|believes?|believed|suspects?|suspected)", _OPINION), 1),
        (_then(r"(?:assumes?|assumed|guesse[sd]|imagines?|imagined)", _OPINION), 1),
    ),
    regards=(
        (_verb("does not trust|did not trust"), "trust", -2),
        (_verb("loves?|loved|adores?|adored|worships?|worshipped"), "affection", 2),
        (_verb("likes?|liked|is fond of|was fond of|admires?|admired"), "affection", 1),
        (_verb("cares? for|cared for|befriends?|befriended|pities|pitied"), "affection", 1),
        (_verb("hates?|hated|loathes?|loathed|despises?|despised"), "affection", -2),
        (_verb("dislikes?|disliked|envies|envied|resents?|resented|mocks?|mocked"), "affection", -1),
        (_verb("trusts?|trusted|relies on|relied on|confides? in|confided in"), "trust", 2),
        (_verb("distrusts?|distrusted|mistrusts?|mistrusted|suspects|suspected"), "trust", -1),
        (_verb("owes?|owed|is indebted to|was indebted to"), "duty", 2),
        (_verb("obeys?|obeyed|serves|served|fears|feared"), "power", -1),
        (_verb("commands?|commanded|rules over|ruled over|orders|ordered"), "power", 1),
    ),
    feelings={
        "angry": ("anger", 1), "furious": ("anger", 2), "enraged": ("anger", 2), "afraid": ("fear", 1),
        "frightened": ("fear", 1), "terrified": ("fear", 2), "ashamed": ("shame", 1),
        "humiliated": ("shame", 2), "grieving": ("grief", 2), "heartbroken": ("grief", 2),
        "mourning": ("grief", 2), "sad": ("grief", 1), "hopeful": ("hope", 1), "overjoyed": ("joy", 2),
        "happy": ("joy", 1), "disgusted": ("disgust", 1),
    },
    kin={
        "mother": (1, 1, 1), "father": (1, 1, 1), "grandfather": (1, 1, 1), "grandmother": (1, 1, 1),
        "son": (1, 1, -1), "daughter": (1, 1, -1), "brother": (1, 1, 0), "sister": (1, 1, 0),
        "wife": (1, 1, 0), "husband": (1, 1, 0), "friend": (1, 1, 0), "master": (0, 1, 1),
        "teacher": (0, 1, 1), "apprentice": (0, 1, -1), "pupil": (0, 1, -1), "servant": (0, 1, -1),
        "enemy": (-2, 0, 0), "rival": (-1, 0, 0),
    },
    kinship=(
        r"{one}(?:,| is| was)? ?(?:the |his |her )?(?:{adjective})?"
        r"(?:{other}[’']s (?:{adjective})?(?P<word>{kin})|(?P<word2>{kin}) (?:of|to) {other})\b"
    ).replace("{adjective}", r"(?:old|young|elder|younger|only|best|sworn) "),
    verbal="",
    subject=None,
    always=re.compile(r"\b(?:always|whenever|every time|invariably|usually|as ever)\b", re.IGNORECASE),
    never=re.compile(r"\bnever\b", re.IGNORECASE),
    habits={
        r"confronts?": "confronts", r"flees?|runs? away": "flees",
        r"lies|deceives?|cheats?": "deceives", r"confess(?:es)?": "confesses", r"forgives?": "forgives",
        r"avenges?|takes? revenge": "avenges", r"obeys?": "obeys", r"def(?:y|ies)": "defies",
        r"helps?": "helps", r"abandons?|deserts?": "abandons", r"waits?": "waits",
        r"bargains?|haggles?": "bargains", r"boasts?|brags?": "boasts", r"submits?|yields?": "submits",
        r"hides?|conceals?": "conceals", r"gives? up": "gives_up", r"mocks?|jeers?": "mocks",
        r"protects?|shields?": "protects", r"accuses?": "accuses", r"steals?": "steals",
        r"jokes?": "jokes", r"weeps?|cries": "weeps", r"prays?": "prays",
        r"attacks?|strikes?": "attacks", r"spares?": "spares", r"leaves?|walks? away": "leaves",
        r"warns?": "warns", r"promises?": "promises",
        r"breaks? (?:his|her|a) (?:word|promise)": "breaks_promise", r"refuses?": "refuses",
        r"shares?|gives?": "gives", r"keeps? silent|says? nothing": "keeps_silent",
    },
    circumstances={
        r"insult|mock|laugh(?:s|ed)? at|slight": "insulted", r"threat": "threatened",
        r"tempt": "tempted", r"\border|command": "ordered", r"accus": "accused", r"reject": "rejected",
        r"betray": "betrayed", r"danger": "in_danger", r"\bfriend": "friend_in_need",
        r"stranger": "stranger_in_need", r"\basks?\b|\basked\b|beg": "asked", r"alone": "alone",
        r"forb[ai]d": "forbidden",
    },
    follows=True,
)  # fmt: skip

__all__ = ["WORDS"]
