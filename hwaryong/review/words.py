"""The words of the page in English and Korean, as studios say them."""

from __future__ import annotations

from collections.abc import Iterable

LANGUAGES = ("en", "ko")

_WORDS: dict[str, tuple[str, str]] = {
    # reviews
    "approve": ("Approve", "승인"),
    "retake": ("Retake", "리테이크"),
    "pending": ("pending", "검토 전"),
    "approved": ("approved", "승인됨"),
    "retaken": ("retake", "리테이크"),
    "by": ("Your name", "이름"),
    "note": ("Note", "메모"),
    "on frame": ("on frame", "프레임"),
    "notes": ("Notes", "메모"),
    "no notes": ("No notes yet.", "아직 메모가 없습니다."),
    "word on take": ("Your word on this take", "이 테이크에 대한 의견"),
    "said": ("Noted: {0}.", "기록했습니다: {0}."),
    # classes
    "human": ("human", "사람"),
    "algorithmic": ("algorithmic", "규칙 기반"),
    "assisted": ("assisted", "사람이 고친 AI"),
    "generated": ("generated", "AI 생성"),
    "composite": ("composite", "혼합"),
    "unclear": ("unclear origin", "출처 불명"),
    # states
    "stale": ("stale", "낡음"),
    "stale because": ("Stale: {0}", "낡음: {0}"),
    "flagged": ("look at it", "확인 요청"),
    "draft": ("draft", "드래프트"),
    "not made": ("not made yet", "아직 없음"),
    "gate": ("waits for approval", "승인 대기"),
    "in the film": ("in the film", "현재 테이크"),
    # places
    "shots": ("Shots", "컷"),
    "film": ("Film", "필름"),
    "watch": ("Watch the film frame by frame", "필름을 프레임 단위로 보기"),
    "waiting": ("Waits for a person", "사람을 기다리는 것"),
    "nothing waits": ("Nothing waits for a person.", "기다리는 것이 없습니다."),
    "more": ("and {0} more", "외 {0}개"),
    "episode": ("Episode", "화"),
    "whole episode": ("The whole episode", "한 화 전체"),
    "shared": ("Sheets and places", "시트와 배경"),
    "sequence": ("Sequence", "시퀀스"),
    "frames": ("frames", "프레임"),
    "elements": ("elements", "요소"),
    "takes": ("Takes", "테이크"),
    "light table": ("Light table", "라이트 테이블"),
    "panels": ("Panels", "콘티"),
    "drawings": ("Drawings", "원화와 동화"),
    "painted": ("Painted cels", "채색한 셀"),
    "lines": ("Lines", "대사"),
    "papers": ("Layout and sheet", "레이아웃과 타임시트"),
    "mouths": ("Mouths", "입 모양"),
    "key": ("key", "원화"),
    "inbetween": ("in-between", "동화"),
    # lineage
    "made by": ("made by", "만든 이"),
    "statement": ("Statement of origin", "출처 선언"),
    "made from": ("Made from", "원천"),
    "from nothing": ("It was made from no other take.", "다른 테이크에서 나오지 않았습니다."),
    "settings": ("Settings", "설정"),
    "cards": ("Cards", "계보 카드"),
    "again": ("Why it ran again", "다시 실행된 이유"),
    "on screen": ("On screen", "화면에 있는 것"),
    "shot": ("shot", "컷"),
    "panel": ("panel", "콘티"),
    "background": ("background", "배경"),
    "cel": ("cel", "셀"),
    "mouth": ("mouth", "입"),
    "line": ("line", "대사"),
    # uploads
    "upload": ("Bring in a retouch", "가필 올리기"),
    "file": ("File", "파일"),
    "maker": ("Who made it", "그린 사람"),
    "derived": ("Made from takes", "테이크에서 고침"),
    "original": ("Original: from no other work", "오리지널: 다른 작업에서 나오지 않음"),
    "statement words": ("How it was made (goes into the disclosure)", "제작 방법 (공개서에 그대로 실립니다)"),
    "send": ("Send", "올리기"),
    "brought": ("Taken in as take {0}. Run `hwaryong make` to carry it into the film.",
                "테이크 {0}(으)로 들어왔습니다. `hwaryong make` 로 필름에 반영하세요."),
    # player
    "play": ("Play", "재생"),
    "back": ("Back a frame", "한 프레임 뒤로"),
    "forward": ("On a frame", "한 프레임 앞으로"),
    "first": ("First frame", "첫 프레임"),
    "last": ("Last frame", "마지막 프레임"),
    "onion": ("Onion skin", "어니언 스킨"),
    "unsure lines": ("unsure lines", "불확실한 선"),
    "keys help": (
        "←/→ a frame, shift ±1 s, space plays, home and end",
        "←/→ 한 프레임, shift 1초, space 재생, home·end",
    ),
    "table help": (
        "←/→ a drawing, space plays, 0–3 onion skin, wheel zooms, F fits",
        "←/→ 한 장, space 재생, 0–3 어니언 스킨, 휠 확대, F 맞춤",
    ),
    "opacity": ("Opacity", "불투명도"),
    "fit": ("Fit", "맞춤"),
    "undo": ("Undo", "되돌리기"),
    "pace": ("Play", "재생"),
    "as the sheet": ("as the sheet says", "타임시트대로"),
    "on ones": ("on ones", "1콤마"),
    "on twos": ("on twos", "2콤마"),
    "on threes": ("on threes", "3콤마"),
    # marks
    "run": ("Run", "구간"),
    "marks": ("Marks", "표시"),
    "look": ("Look", "보기"),
    "mark": ("Mark", "대응점"),
    "ends": ("Ends here", "여기서 끝남"),
    "begins": ("Begins here", "여기서 시작"),
    "look hint": ("Drag a mark to move it, its way to bend it. Drag the paper to move it.",
                  "표시를 끌어 옮기고, 경로를 끌어 구부립니다. 종이를 끌어 움직입니다."),
    "mark hint": ("Click a point on the first key, in red.", "첫 원화(빨강)에서 한 점을 클릭하세요."),
    "mark last hint": (
        "Now the same point on the last key, in green. Shift-click for a way between, Esc gives up.",
        "이제 마지막 원화(초록)의 같은 점. Shift-클릭은 중간 경로, Esc는 취소.",
    ),
    "ends hint": ("Click a line of the first key that goes away.", "사라지는 첫 원화의 선을 클릭하세요."),
    "begins hint": ("Click a line of the last key that comes new.",
                    "새로 생기는 마지막 원화의 선을 클릭하세요."),
    "joins": ("is the same point", "같은 점"),
    "way": ("goes this way", "이 경로로 이동"),
    "lost": ("Lost", "잃음"),
    "delete mark": ("Delete mark", "표시 지우기"),
    "no marks": ("No marks on this run yet.", "이 구간에는 아직 표시가 없습니다."),
    "save marks": ("Save and draw again", "저장하고 다시 그리기"),
    "draw again": ("Draw again", "다시 그리기"),
    "drawing": ("Drawing the in-betweens…", "동화를 그리는 중…"),
    "marked": ("Marks kept: {0}. The run is drawn again.",
               "표시 {0}개를 저장했습니다. 구간을 다시 그립니다."),
    "drawn again": ("Drawn again: {0} in-betweens. Run `hwaryong make` to carry them into the film.",
                    "동화 {0}장을 다시 그렸습니다. `hwaryong make` 로 필름에 반영하세요."),
    "confidence": ("Confidence", "신뢰도"),
    "beside": ("newer draft beside", "새 드래프트 있음"),
    "damaged": ("The record or the store is damaged", "기록이나 저장소가 손상되었습니다"),
    # the door
    "log in": ("Log in", "들어가기"),
    "token": ("Token", "토큰"),
    "wrong token": ("That is not the token.", "토큰이 맞지 않습니다."),
    "log out": ("Log out", "나가기"),
    "not there": ("There is nothing of that name here.", "그런 이름이 없습니다."),
    "skip": ("Skip to the content", "본문으로"),
}  # fmt: skip


class Words:
    """The words in one language; `words("approve")`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]

    def __call__(self, key: str, *given: object) -> str:
        return _WORDS[key][LANGUAGES.index(self.lang)].format(*given)


def preferred(accepted: str) -> str:
    """The first language of an Accept-Language header that the page has."""
    asked: Iterable[str] = (part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return next((lang for lang in asked if lang in LANGUAGES), LANGUAGES[0])
