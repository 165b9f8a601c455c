"""The people before the wall: a stout merchant, a lean scholar who points, a young woman; and cowering, seen small."""

from __future__ import annotations

from samples.dragon.draw import people
from samples.dragon.draw.figure import Figure, Key, placed

SOFT = people.SOFT


def merchant() -> Key:
    """Stout, laughing, one hand on his belly; faces left."""
    f = Figure()
    f.shape(
        "sleeve-far",
        "robe.dark",
        "470,420! 420,470 396,540 404,610 450,640! 500,600 520,500!",
        (0, 4, 6, "willow"),
    )
    f.shape(
        "robe",
        "robe.grey",
        "560,366! 496,392 450,450 424,540 420,640 440,800! 800,800! 812,660 800,540 770,450 720,400 660,372!",
        (0, 5, 8, "willow"),
        (6, 11, 8, "willow"),
    )
    f.shape(
        "robe.s",
        "robe.dark",
        "740,440! 730,540 740,680 716,800! 800,800! 810,660 798,540 772,456!",
        (0, 3, 3.4, "nail"),
    )
    f.line("belly", "470,560 520,620 600,640 690,616 730,560", 4.4, "willow")
    f.shape(
        "belt",
        "robe.deep",
        "428,654! 520,690 640,694 760,664! 764,694! 640,726 520,720 430,686!",
        (0, 3, 4, "swell"),
        (4, 7, 4, "swell"),
    )
    f.lines(
        "robe.f",
        (
            "500,440 520,500 512,560",
            "690,440 700,520 680,590",
            "470,720 476,760 468,800",
            "700,720 712,760 706,800",
            "600,730 604,764 598,800",
        ),
        4,
        "nail",
        SOFT,
    )
    f.place, f.scale = placed(720, 160, 1.3, -8, flip=True), 1.15
    people.neck(f, "head.")
    f.place, f.scale = None, 1.0
    f.shape(
        "collar",
        "robe.deep",
        "540,352! 512,386 530,450 572,520 604,560! 628,530! 590,470 566,400!",
        (0, 4, 4, "swell"),
        (5, 7, 3, "swell"),
    )
    f.shape(
        "collar-r",
        "white",
        "676,388! 700,410 664,470 626,530! 600,500 640,450!",
        (0, 3, 4, "swell"),
        (3, 5, 3, "swell"),
    )
    f.place, f.scale = placed(720, 150, 1.3, -8, flip=True), 1.15
    wide = f.place
    f.place = lambda p: wide((p - [100, 100]) * [1.18, 0.98] + [100, 100])
    people.face(f, "head.", look="laugh", mouth="laugh", age=0.0)
    f.shape(
        "hat",
        "robe.deep",
        "38,78! 34,36 44,2 76,-22 116,-24 146,-4 158,40! 130,26 92,26 62,44!",
        (0.4, 6, 5, "willow"),
        (6, 9, 3.4, "swell"),
    )
    f.line("hat.fold", "48,30 90,6 146,18", 2.6, "swell", "#8a857b")
    f.lines("whisk", ("112,138 94,140 78,150 66,148", "122,138 136,140 146,146 152,142"), 3.6, "nail")
    f.lines("chin", ("98,190 112,196 128,190", "104,172 112,176 120,172"), 2.6, "swell", SOFT)
    return f.key()


def merchant_hand() -> Key:
    """His hand slapping the belly."""
    f = Figure()
    f.place, f.scale = placed(560, 570, 0.95, -18), 1.1
    people.hand_open(f, "hand.")
    f.place, f.scale = None, 1.0
    f.shape(
        "sleeve",
        "robe.grey",
        "790,470! 812,560 800,640 740,690 690,690! 640,650! 646,590 660,540! 700,560 730,520 750,470!",
        (0, 4, 6.4, "willow"),
        (4, 5, 4, "swell"),
        (5, 7, 4.4, "swell"),
        (7, 9, 4, "nail"),
    )
    f.lines(
        "sleeve.f",
        ("770,520 780,590 740,660", "700,580 700,630 690,670", "740,550 744,600 720,650"),
        3.6,
        "nail",
        SOFT,
    )
    f.shape(
        "cuff",
        "white",
        "632,646! 640,590 656,536! 672,546 660,596 652,654!",
        (0, 2, 3.2, "swell"),
        (3, 5, 3, "swell"),
    )
    return f.key()


def scholar() -> Key:
    """Lean, one brow up, a finger towards the wall; faces left, stands to the right."""
    f = Figure()
    f.shape(
        "robe",
        "robe.blue",
        "950,330! 890,356 856,420 846,540 836,800! 1130,800! 1128,600 1112,470 1080,380 1030,346!",
        (0, 4, 7.5, "willow"),
        (5, 9, 7.5, "willow"),
    )
    f.lines(
        "robe.f",
        (
            "900,420 910,520 896,640",
            "1060,420 1080,540 1070,700",
            "960,520 970,640 958,790",
            "1010,560 1030,680 1024,790",
            "880,600 884,700 876,790",
        ),
        4,
        "nail",
        SOFT,
    )
    f.place, f.scale = placed(1084, 110, 1.12, 4, flip=True), 1.05
    people.neck(f, "head.")
    f.place, f.scale = None, 1.0
    f.shape(
        "collar",
        "white",
        "936,316! 906,350 930,420 966,480! 992,450! 962,400 952,350!",
        (0, 3, 3.4, "swell"),
        (4, 6, 3, "swell"),
    )
    f.shape(
        "collar-r",
        "white",
        "1036,330! 1030,390 992,460 966,520! 950,500 976,440 1000,380!",
        (0, 3, 3.2, "swell"),
    )
    f.place, f.scale = placed(1084, 110, 1.12, 4, flip=True), 1.05
    slim = f.place
    f.place = lambda p: slim((p - [100, 100]) * [0.92, 1.04] + [100, 100])
    people.face(f, "head.", look="stern", mouth="open", age=1)
    people.topknot(f, "cap.")
    people.beard(f, "chin.", "hair", 0.42)
    return f.key().without("cap.ribbon")


def scholar_arm() -> Key:
    """His pointing arm, across to the left and up."""
    f = Figure()
    f.place, f.scale = placed(768, 452, 0.86, 16), 1.0
    people.hand_point(f, "hand.")
    f.place, f.scale = None, 1.0
    f.shape(
        "sleeve",
        "robe.blue",
        "1092,420! 1040,420 970,440 900,452 862,456! 856,510! 880,590 930,640 990,650! 1050,590 1110,540!",
        (0, 4, 6.6, "willow"),
        (4, 5, 4, "swell"),
        (5, 8, 6, "willow"),
        (8, 10, 5, "swell"),
    )
    f.lines(
        "sleeve.f",
        (
            "1040,430 1030,490 990,540",
            "970,446 960,510 930,570",
            "910,462 906,520 920,590",
            "1080,450 1070,520 1030,570",
        ),
        3.6,
        "nail",
        SOFT,
    )
    f.shape(
        "cuff",
        "white",
        "852,452! 868,446 876,480 870,516! 854,516 858,482!",
        (0, 3, 3.2, "swell"),
        (3, 5, 3, "swell"),
    )
    return f.key()


def woman() -> Key:
    """Young, behind the others, hand before her mouth; faces left."""
    f = Figure()
    f.shape(
        "robe",
        "robe.ochre",
        "300,470! 240,500 206,570 196,680 190,800! 470,800! 460,660 440,560 400,500 356,474!",
        (0, 4, 6.6, "willow"),
        (5, 9, 6.6, "willow"),
    )
    f.lines(
        "robe.f",
        ("250,560 262,650 250,760", "420,580 430,680 420,780", "330,620 340,700 332,790"),
        3.6,
        "nail",
        SOFT,
    )
    f.place, f.scale = placed(424, 282, 0.98, -3, flip=True), 0.95
    people.neck(f, "head.")
    f.place, f.scale = None, 1.0
    f.shape(
        "collar",
        "white",
        "290,462! 270,490 296,560 330,620! 350,596! 316,540 304,486!",
        (0, 3, 3.2, "swell"),
        (4, 6, 3, "swell"),
    )
    f.shape(
        "collar-r", "white", "372,464! 366,510 342,570 330,606! 318,590 336,540 350,500!", (0, 3, 3, "swell")
    )
    f.place, f.scale = placed(424, 282, 0.98, -3, flip=True), 0.95
    people.face(f, "head.", look="wide", mouth="open", age=0)
    f.shape("bun", "hair", "60,10! 34,-10 30,-46 60,-70 100,-66 122,-40 110,-6!", (0, 6, 4.4, "willow"))
    f.shape(
        "hair",
        "hair",
        "52,140! 30,110 26,60 50,14 96,-4 138,14 154,60! 130,40 108,30 84,50 62,78 58,110!",
        (0.4, 6, 4.6, "willow"),
        (6, 11, 3, "swell"),
    )
    f.line("pin", "14,-30 60,-34 126,-44", 4.4, "even", "#8a857b")
    f.lines("hair.f", ("44,70 70,30 108,16", "60,40 90,20 120,24"), 2, "swell", "#8a857b")
    return f.key()


def cowering() -> Key:
    """Three people thrown down in the foreground, seen from behind, small under what rises."""
    f = Figure()
    f.shape(
        "a",
        "robe.dark",
        "118,800! 112,690 140,620 190,588 250,600 300,650 330,720 340,800!",
        (0, 7, 6, "willow"),
    )
    f.lines("a.f", ("190,620 200,690 190,770", "250,640 266,710 262,780"), 3.4, "nail", "#8a857b")
    f.shape(
        "a.head", "hair", "178,596! 170,560 186,528 216,522 240,540 244,576 228,600!", (0, 6, 4.6, "willow")
    )
    f.shape("a.knot", "hair", "200,526! 192,506 206,490 224,494 230,512 222,528!", (0, 5, 3.6, "swell"))
    f.shape(
        "a.arm",
        "robe.dark",
        "282,650! 310,600 318,540 330,500! 356,510! 362,570 350,640 316,700!",
        (0, 3, 5, "willow"),
        (4, 7, 5, "willow"),
    )
    f.shape(
        "a.hand",
        "skin",
        "328,502! 322,478 330,456 336,474 342,450 348,472 358,456 358,480 368,478 356,512!",
        (0, 9, 3.2, "willow"),
    )
    f.shape(
        "b", "robe.deep", "360,800! 366,730 400,680 450,664 500,680 530,740 536,800!", (0, 6, 5.6, "willow")
    )
    f.shape(
        "b.head",
        "robe.deep",
        "420,676! 404,650 410,620 440,606 470,616 482,646 468,676!",
        (0, 6, 4.2, "willow"),
    )
    f.line("b.band", "410,646 440,656 478,646", 2.4, "swell", "#8a857b")
    f.lines("b.f", ("440,690 446,740 440,800", "486,700 500,750 500,800"), 3, "nail", "#8a857b")
    f.shape(
        "c",
        "robe.grey",
        "1010,800! 1020,730 1064,680 1120,668 1180,690 1220,740 1236,800!",
        (0, 6, 5.6, "willow"),
    )
    f.lines("c.f", ("1080,700 1090,750 1080,800", "1150,700 1170,750 1168,800"), 3, "nail", SOFT)
    f.shape(
        "c.head",
        "hair",
        "1086,676! 1068,646 1076,614 1108,600 1138,614 1146,648 1130,678!",
        (0, 6, 4.2, "willow"),
    )
    f.shape("c.bun", "hair", "1090,606! 1086,586 1102,572 1122,578 1126,598 1114,608!", (0, 5, 3.4, "swell"))
    f.shape(
        "c.arm",
        "robe.grey",
        "1060,700! 1030,680 1010,640 1012,604! 1036,596! 1046,640 1080,672!",
        (0, 3, 4.4, "willow"),
        (4, 6, 4, "swell"),
    )
    f.shape(
        "c.hand",
        "skin",
        "1012,606! 1004,586 1010,566 1018,584 1022,560 1028,582 1036,566 1038,598!",
        (0, 7, 2.8, "willow"),
    )
    return f.key()
