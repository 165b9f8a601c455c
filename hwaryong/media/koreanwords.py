"""The words of the Korean script layout: keys, times, transitions, and what stands beside a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hwaryong.media.screenplay import ElementType


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, listed in words.items() for word in listed.split()}


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


TITLE_KEYS: Final = _by_word(
    {
        "title": "제목 타이틀 작품명",
        "subtitle": "부제",
        "author": "각본 극본 작가 글 대본 집필 시나리오",
        "source": "원작",
        "director": "감독 연출",
        "producer": "제작 기획 제작사 프로듀서",
        "contact": "연락처 이메일",
        "draft date": "날짜 작성일 탈고",
        "episode": "회차",
        "copyright": "저작권",
        "genre": "장르",
    }
)
"""What a title page says, and Fountain's key for it; the first word for a key is the one that is written."""

FRONT_SECTIONS: Final = _words(
    "등장인물 인물 인물소개 주요인물 나오는사람들 시놉시스 줄거리 기획의도 작의 로그라인"
)

TIMES: Final = _by_word(
    {
        "DAY": "낮 한낮 D",
        "NIGHT": "밤 한밤중 심야 N",
        "MORNING": "아침 오전 M",
        "EVENING": "저녁 초저녁 E",
        "DAWN": "새벽",
        "SUNRISE": "동틀녘",
        "NOON": "정오 점심",
        "AFTERNOON": "오후",
        "SUNSET": "노을",
        "DUSK": "해질녘 해질무렵 황혼",
    }
)
"""Times of day in Korean headings, and in English ones."""

KOREAN_TIMES: Final = {english: word for word, english in reversed(TIMES.items()) if not word.isascii()}
"""For each English time the first Korean word."""

SIDES: Final = _by_word(
    {
        "INT": "안 실내 내부 내 INT",
        "EXT": "밖 실외 외부 외 야외 EXT",
        "INT/EXT": "안팎 안밖 실내외 내외",
    }
)
"""Inside or outside, in Korean headings and in English ones."""

KOREAN_SIDES: Final = {"INT": "안", "EXT": "밖", "INT/EXT": "안팎"}

TRANSITIONS: Final = _words(
    """
    CUT CUTTO CUTIN CUTBACK CUTTOBLACK JUMPCUT JUMPCUTTO MATCHCUT MATCHCUTTO SMASHCUT SMASHCUTTO CROSSCUT
    FI FO FADEIN FADEOUT FADETO FADETOBLACK FADETOWHITE DIS DISS DISSOLVE DISSOLVETO OL OVERLAP WIPE WIPETO
    IRISIN IRISOUT BLACKOUT WHITEOUT
    컷투 점프컷 매치컷 스매시컷 크로스컷 페이드인 페이드아웃 디졸브 오버랩 와이프 암전 화면암전 용암
    """
)
"""Transitions without their dots and spaces."""

ENDINGS: Final = _words("끝 엔딩 대단원 END THEEND FIN")

SHOTS: Final = _words(
    "자막 인서트 INSERT INS 몽타주 몽타쥬 플래시백 플래쉬백 효과음 효과 타이틀 E M S.E SE F.B C.U"
)
"""What begins a line of its own among the action: titles on the screen, inserts, sounds."""

NARRATORS: Final = _words("N NA")

NOT_NAMES: Final = SHOTS | _words(
    """
    장소 시간 때 곳 인물 등장인물 배경 날짜 소품 의상 조명 음악 BGM 카메라 화면 주 참고 제목
    정적 침묵 사이 회상 현재 과거
    """
)
"""What may stand before a colon or alone in a line, and does not speak."""

EXTENSIONS: Final = _words(
    """
    E N NA VO OS OC OFF ON F OL CONTD 소리 목소리 음성 내레이션 나레이션 독백 속마음 마음의소리 필터
    전화 전화음 화면밖 화면밖소리 계속
    """
)
"""What tells in parentheses how a voice is heard, without dots and spaces; all else tells how it is said."""

SIGNS: Final[dict[str, ElementType]] = {
    "■": "section",
    "◆": "section",
    "▷": "synopsis",
    "※": "note",
    "♪": "lyrics",
    "♬": "lyrics",
    "→": "transition",
}
"""Signs that begin a line of another kind; the first of a kind is the one that is written."""
