"""Korean: jumps in time, ways to a place, thoughts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hwaryong.media.breakdown import Setting
from hwaryong.story.shifts import Place, Shift

UNKNOWN = "장소 모름"
CLOSE = 160

INSIDE: Final = tuple(
    """안방 건넌방 사랑방 골방 다락방 작업실 화실 연구실 교실 강의실 도서관 서재 서점 책방 부엌 주방 거실 침실
    방 대합실 사무실 회의실 응접실 병실 진료실 병원 약국 경찰서 파출소 감옥 감방 법정 식당 주막 술집 찻집
    다방 카페 커피숍 가게 상점 편의점 창고 지하실 지하도 극장 영화관 교회 성당 법당 대웅전 복도 계단 현관
    욕실 화장실 여관 호텔 객실 객잔 기차 열차 객차 버스 택시 지하철 전철 승강장 선실 선창 공장 은행 우체국
    관아 동헌 대청 마루 헛간 외양간 대장간 방앗간 오두막 움막 집 동굴 천막 체육관 강당 양호실 교무실 휴게실
    수술실 엘리베이터""".split()  # noqa: SIM905
)
OUTSIDE: Final = tuple(
    """마당 뜰 정원 골목 골목길 길 거리 큰길 산길 오솔길 들판 들 논 밭 논둑 언덕 고개 산 산속 산꼭대기 숲
    숲속 강가 강변 강 개울 냇가 돌다리 바다 바닷가 해변 부둣가 부두 항구 나루 나루터 갯벌 섬 공원 놀이터
    운동장 시장 장터 광장 옥상 지붕 성벽 성문 대문 우물가 묘지 무덤가 주차장 정류장 호숫가 절벽 계곡 골짜기
    사막 초원 마을 장독대 둑 방파제 들길""".split()  # noqa: SIM905
)
EITHER: Final = tuple(
    """절 사찰 암자 궁 궁궐 대궐 성 학교 대학교 역 터미널 공항 시골 고향 농장 과수원 문간 처소 갑판""".split()  # noqa: SIM905
)
_ALL = sorted((*INSIDE, *OUTSIDE, *EITHER), key=lambda noun: (-len(noun), noun))
_LONG, _SHORT = ("|".join(n for n in _ALL if (len(n) > 1) is long) for long in (True, False))
_TAIL = r"(?:\s?(?:안|앞|뒤|옆|밖|아래|위|한가운데|구석|어귀|입구))?"
_PHRASE = (  # a noun of one syllable is a word of its own: 가방 is no 방
    r"(?<![가-힣])(?P<noun>(?:(?!그|그녀|나|내|너|저|우리)[가-힣]+의\s)?"
    rf"(?:[가-힣]{{0,4}}?(?:{_LONG})|(?:{_SHORT})){_TAIL})"
)
_ARRIVES = re.compile(
    rf"{_PHRASE}(?:에|으로|로|을|를|까지)\s(?:[가-힣]+\s){{0,2}}?(?:도착|들어(?:서|섰|선|가|갔|간|왔|온)|다다르|다다랐|이르렀|"
    r"닿았|돌아(?:왔|갔|온|간)|향했|올라(?:갔|섰|왔)|내려(?:갔|섰|왔)|뛰어(?:갔|들|나갔)|달려(?:갔|왔|나갔)|찾아(?:갔|왔)|나갔|나왔|나섰|"
    r"건너갔|걸어(?:갔|들어)|옮겼|갔다|왔다|올랐|숨었)"
)
_LEAVES = re.compile(
    rf"{_PHRASE}(?:을|를|에서)\s(?:[가-힣]+\s){{0,1}}?(?:나섰|나왔|나갔|떠났|빠져나|뛰쳐나|내렸|벗어났)"
)
_SET = re.compile(rf"\W*(?:그때|그날|이윽고|한편|마침내)?\s*{_PHRASE}(?:에서는|에서|에는|은|는|에)\s")
_IS_AT = re.compile(rf"{_PHRASE}(?:에서|에는|에|으로|로|까지)(?![가-힣])")
_COUNT = (
    r"(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|서너|몇|\d+|보름|사흘|나흘|닷새|이틀|하루|며칠|"
    r"일주일|한참|수)"
)
_TIME = re.compile(
    r"\W*(?:그리고\s|그러나\s|하지만\s|바로\s)?(?P<words>(?:다음|이튿|그다음)\s?날(?:\s?(?:아침|새벽|저녁|밤|낮|오후|오전))?|"
    r"(?:그날|그|이날|어느\s?날|어느)\s?(?:밤|저녁|아침|새벽|오후|오전|날|해|봄|여름|가을|겨울)(?![가-힣]{2,})|"
    rf"{_COUNT}\s?(?:시간|날|달|해|년|주|주일|개월|계절|밤)?\s?(?:뒤|후|만에|이\s지나|가\s지나|이\s흘러|가\s흘러|이\s흘렀|가\s흘렀)|"
    r"(?:날이|해가|동이|밤이|아침이|저녁이|새벽이|봄이|여름이|가을이|겨울이)\s(?:밝|저물|트|텄|졌|지자|떠올|깊|왔|되|찾아|돌아)|"
    r"(?:아침|새벽|저녁|밤|한밤중|자정|정오|해\s?질\s?(?:녘|무렵)|동틀\s?무렵)(?:이\s?되|에는|에|,|\s))"
)
_SOON = re.compile(
    r"\W*(?P<words>(?:잠시|조금|얼마)\s?(?:뒤|후|있다가|지나)|한편|그동안|그\s?사이|몇\s?분\s?(?:뒤|후)|[가-힣\d]+\s?분\s?(?:뒤|후)|"
    r"눈을\s?(?:떴|뜨)|잠에서\s?(?:깨|깼))"
)
_HOUR = re.compile(
    r"(?<![가-힣])(이튿날\s?아침|해\s?질\s?(?:녘|무렵)|동틀\s?(?:녘|무렵)|새벽|아침|정오|한낮|대낮|오전|오후|저녁|한밤중|한밤|자정|밤)"
    r"(?=(?:에|이|은|의|부터|까지|,|\s|늦게|녘|\.|$)|[가-힣]{0,2}\s)"
)
_INWARD = re.compile(
    r"(?:생각했|생각이|생각하|궁금했|느꼈|느껴졌|알고\s?있|알았|몰랐|기억났|기억했|떠올렸|떠올랐|믿었|바랐|두려웠|"
    r"후회했|그리웠|싶었|것\s?같았|깨달았|의심했|짐작했|걱정|상상했|마음(?:이|속)|외로웠|슬펐|미웠)"
)


def time(sentence: str) -> Shift | None:
    """`이튿날 …`, `그날 밤 …`, `두 시간 뒤 …`; weaker: `잠시 뒤 …`."""
    for pattern, weight in ((_TIME, 0.6), (_SOON, 0.3)):
        if match := pattern.match(sentence):
            return Shift(weight, " ".join(match["words"].split()).rstrip(","))
    return None


def moved(sentence: str) -> Shift | None:
    """`… 도서관에 도착했다`, `방으로 들어섰다`, `집을 나섰다`; or a sentence that begins `마당에서는 …`."""
    best: Shift | None = None
    for pattern, weight in ((_ARRIVES, 0.55), (_LEAVES, 0.4), (_SET, 0.35)):
        match = pattern.match(sentence) if pattern is _SET else pattern.search(sentence)
        if match and (best is None or weight > best.weight):
            place = None if pattern is _LEAVES else _place(match)
            best = Shift(weight, " ".join(match[0].split()), place)
    return best


def places(text: str) -> Iterator[Place]:
    """`도서관에서`, `마당에`."""
    return (_place(match) for match in _IS_AT.finditer(text))


def hour(text: str) -> str:
    """아침, 밤 …"""
    match = _HOUR.search(text)
    return " ".join(match[1].split()) if match else ""


def inward(sentence: str) -> bool:
    """`… 궁금했다`."""
    return _INWARD.search(sentence) is not None


def heading(place: Place | None, hour: str) -> str:
    """`도서관 - 아침`."""
    return (place.name if place else UNKNOWN) + (f" - {hour}" if hour else "")


def _place(match: re.Match[str]) -> Place:
    name = " ".join(match["noun"].split())
    core = re.sub(r"\s?(?:안|앞|뒤|옆|밖|아래|위|한가운데|구석|어귀|입구)$", "", name)
    out = max((len(noun) for noun in OUTSIDE if core.endswith(noun)), default=0)
    inn = max((len(noun) for noun in INSIDE if core.endswith(noun)), default=0)
    setting: Setting = "" if out == inn else "ext" if out > inn else "int"
    return Place(name, setting)
