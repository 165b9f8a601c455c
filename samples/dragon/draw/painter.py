"""The painter: at the wall in full figure, in bust, his hand at the eye, and small from behind."""

from __future__ import annotations

from samples.dragon.draw import people
from samples.dragon.draw.figure import Figure, Key, placed

SOFT, FAINT = people.SOFT, people.FAINT


def profile(f: Figure, n: str) -> None:
    """His head in profile, facing right: black cap, topknot with its red ribbon, beard."""
    f.shape(
        f"{n}neck",
        "skin",
        "62,140! 56,190 44,226! 110,236! 112,190 120,170!",
        (0, 2, 4, "swell"),
        (3, 4.6, 3.2, "nail"),
    )
    f.shape(
        f"{n}beard",
        "grey",
        "92,150! 120,160 150,166! 154,200 150,246 128,290! 116,250 100,210 84,176!",
        (2, 5, 3.4, "nail"),
        (5, 7.6, 3.0, "tail"),
    )
    f.shape(
        f"{n}face",
        "skin",
        "100,22! 132,36 140,58 142,72 140,84 152,104 164,118 158,128 146,130 150,140 144,148 150,158 144,168 132,176 108,172 84,152 66,120 60,70!",
        (1, 6, 3.8, "swell"),
        (6, 8.2, 4.0, "willow"),
        (8, 13, 3.0, "swell"),
    )
    f.line(f"{n}nostril", "146,122 140,124 138,130", 2.6, "swell")
    f.line(f"{n}lips", "148,149 138,150 130,154", 3.2, "nail")
    f.line(f"{n}lid", "138,88 126,84 112,90", 4.6, "willow")
    f.line(f"{n}pupil", "131,87 132,97", 7, "flat")
    f.line(f"{n}lid-low", "136,100 126,101 116,97", 2, "swell", SOFT)
    f.line(f"{n}brow", "146,72 132,68 108,76", 6.5, "tail")
    f.lines(f"{n}crow", ("106,92 96,90", "106,97 96,100"), 1.8, "nail", FAINT)
    f.line(f"{n}fold", "134,130 124,142 120,156", 2.2, "swell", SOFT)
    f.line(f"{n}cheek", "104,120 110,134 108,148", 2.2, "swell", FAINT)
    f.lines(f"{n}moustache", ("146,136 132,144 124,168 122,196", "146,136 136,148 132,176"), 3.6, "nail")
    f.lines(
        f"{n}strand",
        ("110,164 124,200 128,262", "126,168 138,204 136,256", "140,172 146,206 140,244"),
        2.2,
        "nail",
        SOFT,
    )
    f.shape(
        f"{n}ribbon",
        "red",
        "14,20! -14,36 -34,28 -62,54! -40,54 -10,56 24,40!",
        (0, 3, 3, "nail"),
        (3, 6, 3, "tail"),
    )
    f.shape(f"{n}knot", "hair", "34,8! 12,-8 10,-36 30,-52 58,-46 70,-24 64,0!", (0, 6, 4.4, "willow"))
    f.shape(
        f"{n}cap",
        "hair",
        "60,140! 34,118 18,80 24,36 56,2 96,-4 124,14 136,42! 116,50 96,62 90,86 84,112 74,128!",
        (0.4, 7, 5.0, "willow"),
        (7, 11, 3, "swell"),
    )
    f.line(f"{n}band", "24,56 56,30 96,18 130,30", 2.6, "swell", "#8a857b")
    f.shape(f"{n}ear", "skin", "82,92! 70,88 62,100 68,120 80,126!", (0, 4, 3.4, "swell"))
    f.line(f"{n}ear.in", "78,98 70,102 74,116", 2, "swell", SOFT)


def at_wall() -> Key:
    """Full figure before the wall, weight on the front foot, back arched, a bowl in the far hand."""
    f = Figure()
    # far arm with the bowl
    f.shape(
        "sleeve-far",
        "robe.shade",
        "380,352! 430,384 470,404! 478,440! 466,492 430,520 396,486 370,430!",
        (0, 2, 4.4, "willow"),
        (3, 7, 4.4, "willow"),
    )
    f.place = placed(492, 392, 0.5)
    f.shape("hand-far", "skin", "-34,20! 0,-2 40,4 62,24 50,48 10,60 -30,52!", (0, 5, 4.6, "willow"))
    f.place = None
    f.shape(
        "bowl",
        "bowl",
        "474,380! 500,376 530,384! 524,404 508,412 486,406!",
        (0, 2, 3, "swell"),
        (2, 5.8, 3.8, "willow"),
    )
    f.line("bowl.ink", "480,382 502,388 524,386", 3, "swell")
    # shoes
    f.shape(
        "shoe-far",
        "robe.deep",
        "356,628! 384,630 412,644 416,656! 380,660 350,656!",
        (0, 3, 3.6, "swell"),
        (3, 5.6, 4, "swell"),
    )
    f.shape(
        "shoe",
        "robe.deep",
        "236,634! 270,634 304,650 312,664! 270,668 228,664!",
        (0, 3, 3.6, "swell"),
        (3, 5.6, 4.4, "swell"),
    )
    f.shape(
        "robe",
        "robe.light",
        "318,284! 286,306 258,362 252,420 258,450! 236,500 214,560 196,622 200,644! 250,636 300,650 350,640 404,646!"
        " 420,600 418,530 404,470 398,446! 412,400 406,346 380,298!",
        (0, 4, 7.5, "willow"),
        (4, 8, 7.5, "willow"),
        (8, 12, 4.6, "swell"),
        (12, 16, 6.4, "willow"),
        (16, 19, 5.4, "willow"),
    )
    f.shape(
        "robe.s",
        "robe.shade",
        "270,470! 280,520 262,580 250,634! 204,640! 216,570 240,510 258,468!",
        (0, 3, 3, "nail"),
    )
    f.shape(
        "belt",
        "sash",
        "256,440! 300,452 350,452 400,438! 402,460! 350,474 300,474 254,462!",
        (0, 3, 3.8, "swell"),
        (4, 7, 3.8, "swell"),
    )
    f.shape(
        "belt-end",
        "sash",
        "366,466! 376,520 366,590! 386,594! 398,520 390,464!",
        (0, 2, 3.2, "nail"),
        (3, 5, 3.4, "swell"),
    )
    f.lines(
        "robe.f",
        (
            "330,478 322,540 334,640",
            "296,480 282,560 290,642",
            "350,480 360,560 354,634",
            "404,480 398,560 404,636",
            "286,330 300,380 296,436",
            "270,400 288,424 320,440",
            "392,390 370,420 340,440",
        ),
        3.6,
        "nail",
        SOFT,
    )
    f.line("collar", "340,280 372,318 388,370 396,430", 5.4, "nail")
    f.line("collar2", "326,286 360,326 378,380 384,436", 3, "nail", SOFT)
    f.place, f.scale = placed(296, 158, 0.66, -6), 0.85
    profile(f, "head.")
    return f.key()


def arm_at_wall() -> Key:
    """The near arm raised, the brush laid to the wall; shoulder at 320,310, brush tip about 640,236."""
    f = Figure()
    f.place, f.scale = placed(642, 232, 0.62, -112, flip=True), 0.8
    people.hand_brush(f, "hand.")
    f.place, f.scale = None, 1.0
    f.shape(
        "sleeve",
        "robe.light",
        "302,316! 330,296 366,300 420,304 480,276 528,262! 560,300! 556,360 532,430 492,492 452,514! 420,476 392,430 352,396 316,372!",
        (0, 5, 7, "willow"),
        (5, 6, 4.4, "swell"),
        (6, 10, 6.4, "willow"),
        (10, 13.4, 5, "swell"),
    )
    f.shape(
        "sleeve.s",
        "robe.shade",
        "430,400! 480,380 520,340 552,316! 554,366 530,430 492,490 454,510!",
        (0, 3, 3, "nail"),
    )
    f.lines(
        "sleeve.f",
        (
            "366,302 380,340 370,386",
            "420,306 426,350 410,400",
            "470,284 462,340 430,390",
            "512,290 500,350 470,400",
            "336,306 344,340 336,372",
        ),
        3.4,
        "nail",
        SOFT,
    )
    f.shape(
        "cuff",
        "white",
        "518,268! 530,256 552,272 570,300! 562,312 544,296!",
        (0, 3, 3.2, "swell"),
        (3, 5.6, 3, "swell"),
    )
    return f.key()


def bust(look: str = "calm", mouth: str = "closed") -> Key:
    """Bust in three-quarter view, turned to the right."""
    f = Figure()
    f.shape(
        "robe",
        "robe.light",
        "352,430! 290,452 222,486 176,560 150,660 140,800! 760,800! 752,660 720,560 664,496 590,462 520,430!",
        (0, 5, 8, "willow"),
        (6.4, 11, 8, "willow"),
    )
    f.shape(
        "robe.s",
        "robe.shade",
        "250,520! 300,600 312,700 300,800! 146,800! 154,670 184,570!",
        (0, 3, 3.6, "nail"),
    )
    f.lines(
        "robe.f",
        (
            "300,520 340,600 350,700 340,790",
            "640,540 668,620 660,740",
            "590,560 600,640 590,760",
            "700,600 716,680 712,780",
            "210,560 226,640 220,740",
        ),
        4.2,
        "nail",
        SOFT,
    )
    f.place, f.scale = placed(300, 96, 1.55), 1.25
    people.neck(f, "head.")
    f.place, f.scale = None, 1.0
    f.shape("inner-r", "white", "532,420! 520,480 450,580! 436,560 480,490 508,430!", (2, 5, 3.2, "swell"))
    f.shape("inner", "white", "380,430! 410,490 476,580! 462,604 396,510 366,440!", (0, 2, 3.2, "swell"))
    f.shape(
        "collar-r",
        "robe.dark",
        "532,396! 566,440 546,510 500,600 458,690 446,800! 396,800! 418,700 470,590 520,480!",
        (1, 5, 4, "swell"),
    )
    f.shape(
        "collar-l",
        "robe.dark",
        "372,404! 336,446 372,520 430,600 484,662! 510,610! 456,548 404,476!",
        (1, 4, 4, "swell"),
    )
    f.place, f.scale = placed(300, 96, 1.55), 1.25
    people.face(f, "head.", look=look, mouth=mouth)
    people.topknot(f, "cap.")
    people.beard(f, "chin.", "grey", 0.95)
    return f.key()


def gesture() -> Key:
    """His near arm: a wide sleeve and an open hand that shows what would fly."""
    f = Figure()
    f.place, f.scale = placed(846, 470, 1.18, -14, flip=True), 1.2
    people.hand_open(f, "hand.")
    f.place, f.scale = None, 1.0
    f.shape(
        "sleeve",
        "robe.light",
        "520,640! 570,590 640,560 700,530 734,488! 790,540! 800,620 780,700 740,800! 420,800! 460,710!",
        (0, 4, 8, "willow"),
        (4, 5, 5, "swell"),
        (5, 8, 7, "willow"),
        (9, 11, 6, "swell"),
    )
    f.shape(
        "sleeve.s",
        "robe.shade",
        "600,700! 680,670 750,610 786,560! 798,620 776,704 738,800! 640,800!",
        (0, 3, 3.4, "nail"),
    )
    f.lines(
        "sleeve.f",
        (
            "570,600 600,660 580,740",
            "640,566 660,620 640,690",
            "700,540 706,600 676,660",
            "520,680 540,740 530,790",
        ),
        4,
        "nail",
        SOFT,
    )
    f.shape(
        "cuff",
        "white",
        "724,494! 738,476 776,504 802,540! 792,554 766,522!",
        (0, 3, 4, "swell"),
        (3, 5.6, 3.6, "swell"),
    )
    return f.key()


def hand_at_eye() -> Key:
    """The hand with the brush, very near; the tip at 532,368, the sleeve falls away to the right."""
    f = Figure()
    f.place, f.scale = placed(532, 368, 1.6, 30), 1.7
    people.hand_brush(f, "hand.", wet="red")
    f.place, f.scale = placed(-10, -40), 1.0
    f.shape(
        "sleeve",
        "robe.light",
        "748,180! 800,120 880,60 980,0 1080,-60! 1460,-60! 1460,640! 1340,600 1200,560 1060,520 940,470 860,400 800,320!",
        (0, 4, 9, "willow"),
        (7, 12, 9, "willow"),
        (12, 13, 7, "swell"),
    )
    f.shape(
        "sleeve.s",
        "robe.shade",
        "900,360! 1000,420 1140,440 1300,440 1460,420! 1460,640! 1340,600 1200,558 1060,516 950,470!",
        (0, 4, 5, "nail"),
    )
    f.lines(
        "sleeve.f",
        (
            "880,80 900,180 880,300",
            "980,30 1010,160 990,330",
            "1100,0 1150,160 1130,360",
            "860,320 940,350 1040,340",
            "1260,20 1290,200 1270,400",
        ),
        5.4,
        "nail",
        SOFT,
    )
    f.shape(
        "cuff",
        "white",
        "716,206! 740,160 776,150 812,200 826,300 816,340! 780,330 740,270!",
        (0, 5, 5, "swell"),
        (5, 7.6, 4.4, "swell"),
    )
    return f.key()


def from_behind() -> Key:
    """Small, standing with his back to us, looking up; feet at 330,650."""
    f = Figure()
    f.shape("shoe-l", "robe.deep", "290,640! 284,656 300,664 322,658! 324,640!", (0, 4, 3, "swell"))
    f.shape("shoe-r", "robe.deep", "346,640! 346,656 364,664 384,656! 376,638!", (0, 4, 3, "swell"))
    f.shape(
        "brush", "wood", "402,548! 424,624! 430,622! 409,546!", (0, 1, 2.6, "swell"), (2, 3, 2.6, "swell")
    )
    f.shape(
        "brush.tip",
        "ink-wash",
        "423,622! 424,640 434,656! 436,638 431,620!",
        (0, 2, 2.6, "swell"),
        (2, 4, 2.6, "swell"),
    )
    f.shape(
        "robe",
        "robe.light",
        "312,430! 280,442 262,486 268,540! 262,590 256,650! 300,644 340,652 398,646! 394,590 390,540! 404,490 386,444 356,430!",
        (0, 3, 5.6, "willow"),
        (3, 5, 5.6, "willow"),
        (5, 8, 3.6, "swell"),
        (8, 10, 5.0, "willow"),
        (10, 13, 5.2, "willow"),
    )
    f.shape(
        "sleeve-l",
        "robe.light",
        "282,446! 256,480 240,540 238,590! 262,598 284,588! 290,540 296,490!",
        (0, 3, 5.4, "willow"),
        (3, 5, 3.6, "swell"),
        (5, 7, 3.6, "swell"),
    )
    f.shape(
        "sleeve-r",
        "robe.light",
        "384,446! 410,476 424,530 420,578! 398,586 380,576! 376,530 372,490!",
        (0, 3, 5.4, "willow"),
        (3, 5, 3.6, "swell"),
        (5, 7, 3.6, "swell"),
    )
    f.shape(
        "belt",
        "sash",
        "292,536! 334,544 380,536! 380,552! 334,560 290,552!",
        (0, 2, 2.6, "swell"),
        (3, 5, 2.6, "swell"),
    )
    f.lines(
        "robe.f",
        (
            "334,566 330,600 336,644",
            "310,560 300,600 304,640",
            "360,560 366,604 362,640",
            "334,450 336,490 332,530",
        ),
        2.8,
        "nail",
        SOFT,
    )
    f.shape(
        "neck",
        "skin",
        "318,404! 316,424 308,436! 360,436! 350,424 350,404!",
        (0, 2, 2.8, "swell"),
        (3, 5, 2.8, "swell"),
    )
    f.line("collar", "306,436 334,444 362,436", 4.2, "swell")
    f.shape(
        "knot", "hair", "322,344! 312,332 318,316 334,310 350,316 354,332 344,346!", (0, 6, 3.2, "willow")
    )
    f.shape(
        "ribbon",
        "red",
        "326,344! 310,352 300,366 286,368! 300,376 318,366 336,350!",
        (0, 3, 2, "nail"),
        (3, 6, 2, "tail"),
    )
    f.shape("ear-l", "skin", "304,376! 296,378 296,392 304,398!", (0, 3, 2.6, "swell"))
    f.shape("ear-r", "skin", "362,376! 370,378 370,392 362,398!", (0, 3, 2.6, "swell"))
    f.shape(
        "cap",
        "hair",
        "304,400! 300,372 308,350 334,340 358,350 366,372 362,400! 334,412!",
        (0, 6, 4, "willow"),
        (6, 8, 3, "swell"),
    )
    f.line("band", "304,384 334,394 362,384", 2.2, "swell", "#8a857b")
    return f.key()
