"""Words for what a scene needs, by category: `english/other|korean/other`.

A name with a question mark is also another word (to watch, 말을 걸다): it counts where an article stands
before it, or the other language's script names the same thing in the same scene.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hwaryong.media.breakdown import Category

_WORDS: Final[dict[Category, str]] = {
    "crowd": """
        crowd|군중, people|사람들, villagers|마을 사람들, soldiers|병사들/군인들, guards|경비병들,
        children|아이들, students|학생들, onlookers|구경꾼/구경꾼들, passers-by/passersby|행인/행인들,
        audience|관객/관객들, guests|손님들, monks|스님들, workers|일꾼들/노동자들, reporters|기자들,
        officers|경찰들, dancers|무용수들, army|군대, mob|폭도, neighbours/neighbors|이웃들,
        customers|고객들
    """,
    "props": """
        brush|붓, ink|먹?, inkstone|벼루, paper|종이, scroll|두루마리, book|책, letter|편지, note?|쪽지,
        notebook|공책/수첩, pen|펜, pencil|연필, knife|칼, sword|검/장검, dagger|단도,
        gun/pistol/revolver|총/권총, rifle|소총, bow?|활, arrow|화살, spear|창?, shield|방패, axe|도끼,
        hammer|망치, rope|밧줄, chain|쇠사슬, key?|열쇠, lock?|자물쇠, lamp|등잔/램프, lantern|등불/초롱,
        candle|촛불/양초, torch|횃불, flashlight/torchlight|손전등, match?|성냥, lighter|라이터,
        cigarette|담배, pipe|담뱃대/파이프, cup|컵/잔?, glass|유리잔, bottle|병?, bowl|그릇/사발,
        plate|접시, spoon|숟가락, chopsticks|젓가락, kettle|주전자, pot|냄비, tray|쟁반, basket|바구니,
        bag|가방, suitcase|여행 가방/캐리어, box?|상자, chest|궤짝, purse/wallet|지갑, coin/coins|동전,
        money|돈, ring?|반지, necklace|목걸이, mirror|거울, comb|빗, fan?|부채, umbrella|우산,
        stick?|막대기, cane/staff|지팡이, broom|빗자루, phone/telephone|전화/전화기,
        cellphone/smartphone|휴대폰/핸드폰/스마트폰, computer|컴퓨터, laptop|노트북, camera|카메라,
        television/tv|텔레비전, radio|라디오, clock|시계, watch?|손목시계, photograph/photo|사진,
        painting|그림, map|지도, newspaper|신문, file?|서류, envelope|봉투, stamp?/seal?|도장,
        flag?|깃발, ball|공?, doll|인형, toy|장난감, kite|연?, flower/flowers|꽃, bouquet|꽃다발,
        apple|사과, bread|빵, rice|밥, tea|차?, coffee|커피, wine|포도주, beer|맥주, cake|케이크,
        medicine|약?, syringe|주사기, bandage|붕대, table|탁자/책상, chair|의자, bench|걸상, bed|침대,
        screen|병풍, ladder|사다리, bucket|양동이, shovel|삽?, drum|북?, bell|종?, flute|피리,
        guitar|기타, piano|피아노, violin|바이올린, mask?|가면, puppet|꼭두각시, needle|바늘, thread|실?,
        cloth|천?, blanket|이불/담요, pillow|베개, handcuffs|수갑, badge|배지, ticket|표?, passport|여권,
        card|카드, bomb|폭탄
    """,
    "vehicles": """
        car|자동차/승용차, taxi|택시, bus|버스, truck|트럭, van|승합차, motorcycle/motorbike|오토바이,
        bicycle/bike|자전거, train?|기차/열차, subway|지하철, boat|배?/나룻배, ship|선박/군함,
        aeroplane/airplane|비행기, helicopter|헬리콥터, carriage|마차, cart/wagon|수레/달구지,
        palanquin|가마, ambulance|구급차, tank|탱크, spaceship|우주선, tractor|트랙터, sled/sleigh|썰매,
        raft|뗏목, canoe|카누, rocket|로켓
    """,
    "animals": """
        dog|개?/강아지, cat|고양이, horse|말?, cow|소?/암소, ox|황소, pig|돼지, goat|염소, sheep|양?,
        chicken/hen|닭/암탉, rooster|수탉, duck?|오리, goose|거위, bird/birds|새?/새들,
        crane/cranes|학/두루미, crow|까마귀, magpie|까치, owl|부엉이, eagle|독수리, dove/pigeon|비둘기,
        tiger|호랑이, bear?|곰, wolf|늑대, fox|여우, rabbit|토끼, deer|사슴, monkey|원숭이,
        elephant|코끼리, lion|사자, snake|뱀, frog|개구리, turtle|거북, fish?|물고기, whale|고래,
        shark|상어, butterfly|나비, bee|벌?, spider|거미, mouse/rat|쥐, dragon/dragons|용, phoenix|봉황
    """,
    "wardrobe": """
        hat|모자, gat|갓, coat|외투, cloak|망토, robe|도포, hanbok|한복, dress|드레스, skirt|치마,
        shirt|셔츠, trousers/pants|바지, suit?|양복/정장, uniform|제복/교복, shoes|신발/구두, boots|장화,
        sandals|샌들, gloves|장갑, scarf|목도리, veil|베일, crown|왕관, glasses|안경,
        sunglasses|선글라스, apron|앞치마, armour/armor|갑옷, helmet|투구/헬멧, kimono|기모노,
        pyjamas/pajamas|잠옷, raincoat|비옷, necktie/tie?|넥타이
    """,
    "effects": """
        fire?|불/불길, flames|불꽃, smoke?|연기, explosion|폭발, lightning|번개, rain?|비?,
        snow?|눈보라/함박눈, storm?|폭풍, wind?|바람, fog/mist|안개/물안개, clouds|구름, dust?|먼지,
        sparks|불똥, blood|피, waves?|파도, splash?|물보라, light?|빛, shadow|그림자, glow?|광채,
        earthquake|지진, flood?|홍수, bubbles|거품, steam|김?/수증기, cracks?|균열, leaves?|낙엽,
        petals|꽃잎, magic|마법, ghost|유령, reflection|반사
    """,
    "sound": """
        thunder|천둥, gunshot/gunshots|총성, footsteps|발소리, knock?/knocking|노크, scream?|비명,
        siren|사이렌, alarm?|경보, applause|박수, laughter|웃음소리, ringing|벨소리,
        barking|개 짖는 소리, bang?|쾅, crash?|와장창, whistle?|휘파람, heartbeat|심장 소리,
        echo?|메아리
    """,
    "music": """
        music|음악, song|노래, melody|선율, orchestra|관현악, lullaby|자장가, drumbeat|북소리
    """,
}


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of thing: its names by language, and those of them that are doubtful."""

    category: Category
    names: dict[str, tuple[str, ...]]
    doubtful: frozenset[str]


def _kinds() -> Iterator[Kind]:
    for category, text in _WORDS.items():
        for row in text.split(","):
            english, _, korean = (side.split("/") for side in row.strip().partition("|"))
            doubtful = frozenset(name.rstrip("?") for name in (*english, *korean) if name.endswith("?"))
            names = {"en": english, "ko": korean}
            plain = {lang: tuple(name.rstrip("?") for name in given) for lang, given in names.items()}
            yield Kind(category, plain, doubtful)


KINDS: Final = tuple(_kinds())

__all__ = ["KINDS", "Kind"]
