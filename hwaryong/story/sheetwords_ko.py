"""Korean words for drafting character sheets."""

from __future__ import annotations

import re

from hwaryong.story.sheetwords import SheetWords

_WHAT = r"(?P<what>[^.,!?…“”\"]{2,80}?)"
_THING = _WHAT.replace("what", "thing")
_CLAUSE = r"(?P<what>[^.,!?…“”\"]{2,80}?[다라])"
_KNOWS = r"(?:안다|알았|알고|알게|깨닫|깨달|듣|들었|기억)"


def _levels(table: str, words: str) -> dict[str, tuple[str, str, float]]:
    """`호기심 openness 1 | …` as a mapping."""
    rows = (row.split() for row in words.split("|"))
    return {word: (table, key, float(level)) for word, key, level in rows}


_TRAITS = _levels(
    "big_five",
    """호기심 openness 1 | 상상력 openness 2 | 고지식 openness -1 | 성실 conscientiousness 2 | 부지런
    conscientiousness 2 | 꼼꼼 conscientiousness 2 | 신중 conscientiousness 1 | 참을성
    conscientiousness 1 | 게으 conscientiousness -2 | 덜렁 conscientiousness -1 | 충동적
    conscientiousness -1 | 쾌활 extraversion 1 | 명랑 extraversion 1 | 활달 extraversion 1 | 대담
    extraversion 1 | 수다스 extraversion 1 | 수줍 extraversion -2 | 과묵 extraversion -2 | 조용한
    extraversion -1 | 내성적 extraversion -2 | 다정 agreeableness 1 | 온화 agreeableness 1 | 친절
    agreeableness 1 | 너그러 agreeableness 2 | 겸손 agreeableness 1 | 잔인 agreeableness -2 | 고집
    agreeableness -1 | 오만 agreeableness -2 | 거만 agreeableness -2 | 이기적 agreeableness -2 |
    냉정 agreeableness -1 | 질투 agreeableness -1 | 자존심 agreeableness -1 | 불안 neuroticism 1 |
    겁이 neuroticism 1 | 소심 neuroticism 1 | 예민 neuroticism 1 | 다혈질 neuroticism 2 | 침착
    neuroticism -2 | 차분 neuroticism -1 | 용감 neuroticism -1 | 담담 neuroticism -1""",
) | _levels(
    "values",
    """자유분방 self_direction 2 | 독립적 self_direction 2 | 모험심 stimulation 2 | 야심 achievement 2 |
    야망 achievement 2 | 탐욕 power 2 | 욕심 power 1 | 권력욕 power 2 | 조심스 security 1 | 순종적
    conformity 2 | 예의 conformity 1 | 반항적 conformity -2 | 신앙심 tradition 2 | 독실 tradition 2
    | 효성 tradition 1 | 충성 benevolence 2 | 의리 benevolence 2 | 자비 benevolence 1 | 인정
    benevolence 1 | 무자비 benevolence -2 | 정의로 universalism 2 | 공정 universalism 1""",
)

WORDS = SheetWords(
    roles=frozenset(
        """화가 스님 주지 왕 임금 황제 왕비 왕자 공주 장군 병사 군인 상인 선비 학자 스승 제자 선생 학생 의사
        형사 경찰 도둑 노인 소년 소녀 아이 남자 여자 청년 아버지 어머니 할아버지 할머니 형 누나 오빠
        언니 동생 아들 딸 남편 아내 농부 어부 사냥꾼 하인 하녀 신하 재상 목수 시인 악사 무당 마녀
        마법사 기사 선장 조종사 로봇 이야기꾼 낯선이 친구""".split()  # noqa: SIM905
    ),
    role=r"(?<![가-힣])(?P<name>{roles})(?=(?:은|는|이|가|을|를|에게|의|와|과|도|께서|한테)(?![가-힣]))",
    name=r"(?<![가-힣])(?P<name>[가-힣]{2,4}?)(?=(?:은|는|이는|이가|가|에게|한테|께서)(?![가-힣]))",
    no_names=frozenset(
        """그것 이것 저것 그녀 그들 우리 여기 거기 저기 지금 오늘 내일 어제 다음 사람 사람들 모두 하나 아무
        누구 무엇 자신 자기 마음 눈물 하늘 바람 세상 이야기 소리 얼굴 그림 나라 마을 시간 순간 이제
        처음 결국 하지만 그리고 그러나 그런데 번개 구름 장면 때 하지 않지 먹지 가지 보지 있지 없지
        되지 알지 밤에 낮에 모습 생각 목소리 손가락 아침 저녁""".split()  # noqa: SIM905
    ),
    pronouns=re.compile(r"(?<![가-힣])(?:그|그녀)(?=(?:는|가|의|를|에게)(?![가-힣]))"),
    sentence_end=re.compile(r"(?<![.!?…])[.!?…]+[”’\"')」』]*(?=\s|$)"),
    traits=_TRAITS,
    trait=r"(?P<word>{words})(?P<not>[가-힣]*지 않)?",
    wants=(
        (re.compile(rf"{_WHAT}(?:고 싶지 않|기(?:를|가)? (?:거부|두려워|무서워|싫어))"), -2),
        (re.compile(rf"{_WHAT}(?:(?:겠|리)(?:다|라)고 (?:맹세|결심|다짐)|기를 (?:꿈꾸|갈망|간절히))"), 3),
        (re.compile(rf"{_WHAT}(?:고 싶어|고 싶다|고 싶었|(?:으)?려고? (?:한다|했다|애쓴다|애썼다))"), 2),
        (re.compile(rf"{_WHAT}기(?:를|만을)? (?:원|바라|바란|바랐|희망)"), 2),
        (re.compile(rf"{_THING}(?:을|를) (?:원한다|원했다|갖고 싶|바란다|탐낸다)"), 2),
    ),
    believes=(
        (re.compile(rf"{_CLAUSE}(?:는|던) (?:것|걸|사실|소식|말)(?:을|를)? ?{_KNOWS}"), 2),
        (re.compile(rf"{_CLAUSE}고 (?:생각|믿|여기|여긴|여겼|의심|짐작)"), 1),
    ),
    regards=(
        (re.compile(r"사랑한다|사랑했다|사랑하|연모"), "affection", 2),
        (re.compile(r"좋아한다|좋아했다|좋아하|아낀다|아꼈다|존경|동경"), "affection", 1),
        (re.compile(r"증오|미워|경멸"), "affection", -2),
        (re.compile(r"싫어한다|싫어했다|질투한다|시기한다|원망"), "affection", -1),
        (re.compile(r"신뢰|의지한다|의지했다|굳게 믿"), "trust", 2),
        (re.compile(r"불신|믿지 않|의심한다|의심했다"), "trust", -1),
        (re.compile(r"빚을? ?(?:지|졌|진)|은혜를? ?(?:입|갚)"), "duty", 2),
        (re.compile(r"복종|섬긴다|섬겼다|모신다|따른다"), "power", -1),
        (re.compile(r"다스린다|거느린다|부린다|명령한다"), "power", 1),
    ),
    feelings={
        "화가 나": ("anger", 1), "화가 난": ("anger", 1), "분노": ("anger", 2), "격분": ("anger", 2),
        "두려움에": ("fear", 2), "겁에 질": ("fear", 2), "부끄러": ("shame", 1), "수치": ("shame", 2),
        "슬픔에": ("grief", 2), "슬퍼": ("grief", 1), "희망에": ("hope", 1), "기뻐": ("joy", 1),
        "역겨": ("disgust", 1), "자랑스러": ("pride", 1),
    },
    kin={
        "어머니": (1, 1, 1), "아버지": (1, 1, 1), "할아버지": (1, 1, 1), "할머니": (1, 1, 1),
        "아들": (1, 1, -1), "딸": (1, 1, -1), "형": (1, 1, 1), "오빠": (1, 1, 1), "누나": (1, 1, 1),
        "언니": (1, 1, 1), "동생": (1, 1, -1), "남편": (1, 1, 0), "아내": (1, 1, 0), "친구": (1, 1, 0),
        "스승": (0, 1, 1), "제자": (0, 1, -1), "하인": (0, 1, -1), "원수": (-2, 0, 0),
        "라이벌": (-1, 0, 0),
    },
    kinship=r"{one}(?:은|는|이|가)?:? ?{other}의 (?:\w+ )?(?P<word>{kin})(?P<word2>)",
    verbal="기",
    subject=re.compile(r"(?:은|는|이는|이|가|께서)(?![가-힣])"),
    always=re.compile(r"항상|언제나|늘|마다|으레"),
    never=re.compile(r"절대|결코|한 번도"),
    habits={
        "맞선|맞서|따진|따져": "confronts", "도망|달아난": "flees", "거짓말|속인|속이": "deceives",
        "고백|털어놓": "confesses", "용서": "forgives", "복수": "avenges", "복종|순종": "obeys",
        "거역|대든": "defies", "돕는|도와": "helps", "버린다|저버": "abandons", "기다": "waits",
        "흥정": "bargains", "자랑한|뽐낸": "boasts", "굴복": "submits", "숨긴|숨기|감춘": "conceals",
        "포기": "gives_up", "비웃|조롱": "mocks", "지킨|지켜|보호": "protects", "훔": "steals",
        "농담": "jokes", "운다|울": "weeps", "기도": "prays", "공격|덤빈": "attacks", "살려": "spares",
        "떠난|떠나": "leaves", "경고": "warns", "약속을 (?:어기|어긴|깬)": "breaks_promise",
        "거절": "refuses", "나눠|베푼|베풀": "gives", "입을 다문|침묵": "keeps_silent",
    },
    circumstances={
        "모욕|비웃|놀림|조롱": "insulted", "위협|협박": "threatened", "유혹": "tempted",
        "명령": "ordered", "의심받|누명": "accused", "거절당|버림받": "rejected", "배신": "betrayed",
        "위험": "in_danger", "친구": "friend_in_need", "부탁": "asked", "혼자": "alone",
    },
    follows=False,
)  # fmt: skip

__all__ = ["WORDS"]
