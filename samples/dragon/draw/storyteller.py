"""The storyteller in half figure: body, the arm with the fan, and nine mouths."""

from __future__ import annotations

from samples.dragon.draw import people
from samples.dragon.draw.figure import Figure, Key, placed

FACE = placed(690, 176, 1.28)
SOFT = people.SOFT


def body() -> Key:
    """Sitting behind the table, turned to us from the left; mouth left free."""
    f = Figure()
    # far sleeve and hand resting on the table
    f.shape(
        "sleeve-far",
        "robe.light",
        "618,470! 540,520 470,590 440,660 452,722 520,760 640,770! 700,700 690,560!",
        (0, 4, 6, "willow"),
        (4, 6, 4, "swell"),
    )
    f.lines(
        "sleeve-far.f",
        ("560,520 528,590 520,680", "600,560 570,640 580,730", "640,600 620,680 640,750"),
        3.4,
        "nail",
        SOFT,
    )
    f.shape(
        "robe",
        "robe.light",
        "746,440! 690,458 628,486 590,560 584,660 600,800! 1040,800! 1050,680 1030,560 984,490 930,462 872,438!",
        (0, 4.6, 7.5, "willow"),
        (6, 11, 7.5, "willow"),
    )
    f.shape(
        "robe.s",
        "robe.shade",
        "640,520! 690,600 690,700 664,800! 604,800! 588,690 600,580!",
        (0, 2.6, 3.0, "nail"),
    )
    f.lines(
        "robe.f",
        (
            "700,640 720,700 716,790",
            "900,560 930,640 930,780",
            "960,540 1000,640 1004,760",
            "860,700 850,740 856,800",
            "660,500 676,530 680,566",
        ),
        3.8,
        "nail",
        SOFT,
    )
    f.place, f.scale = FACE, 1.15
    people.neck(f, "head.")
    f.place, f.scale = None, 1.0
    # collar: dark outer band, white inner band, crossed over the chest
    f.shape("inner-r", "white", "880,420! 884,470 830,540! 806,520 846,476 862,430!", (2, 5, 3, "swell"))
    f.shape("inner", "white", "756,428! 772,470 836,552! 826,572 776,510 748,450!", (0, 2, 3, "swell"))
    f.shape(
        "collar-r",
        "robe.deep",
        "878,404! 906,440 884,500 840,580 800,660 790,720! 752,700! 776,640 820,540 862,460!",
        (1, 4.6, 3.4, "swell"),
    )
    f.shape(
        "collar-l",
        "robe.deep",
        "752,420! 724,452 752,520 800,590 838,640! 862,596! 820,548 776,476!",
        (1, 4, 3.4, "swell"),
    )
    f.shape("tie", "robe.deep", "812,640! 836,632 862,642 870,672 852,690 822,684!", (0, 5.6, 3.4, "willow"))
    f.shape(
        "tie-a",
        "robe.deep",
        "826,684! 812,740 796,800! 830,806! 840,740 846,688!",
        (0, 2, 3.2, "nail"),
        (3, 5, 3.2, "swell"),
    )
    f.shape(
        "tie-b",
        "robe.deep",
        "848,686! 866,730 896,780! 918,766! 884,720 862,676!",
        (0, 2, 3.2, "nail"),
        (3, 5, 3.2, "swell"),
    )
    f.place, f.scale = FACE, 1.15
    people.face(f, "head.", look="calm", mouth="none")
    people.gat(f, "hat.")
    people.beard(f, "chin.", "grey", 0.62)
    f.lines("string.", ("40,112 46,160 66,200 96,240", "150,108 148,150 138,184 118,232"), 2.6, "swell")
    return f.key()


def arm() -> Key:
    """The near arm: a wide sleeve, the open fan."""
    f = Figure(place=placed(-70, 0))
    f.shape(
        "sleeve",
        "robe.light",
        "952,476! 1010,520 1056,580 1090,600 1120,566 1150,540! 1206,590! 1204,650 1170,716 1100,770 1010,780! 940,700 916,580!",
        (0, 5, 7, "willow"),
        (5, 6, 4.6, "swell"),
        (6, 10, 6, "willow"),
    )
    f.shape(
        "sleeve.s",
        "robe.shade",
        "1010,640! 1080,670 1150,650 1196,612! 1204,650 1170,714 1100,768 1030,776!",
        (0, 3, 3.2, "nail"),
    )
    f.lines(
        "sleeve.f",
        (
            "1050,590 1040,630 1000,660",
            "1090,604 1100,640 1150,640",
            "990,540 1000,600 980,680",
            "1010,690 1050,720 1120,730",
        ),
        3.6,
        "nail",
        SOFT,
    )
    f.shape(
        "cuff",
        "white",
        "1140,548! 1152,534 1176,544 1204,574 1210,594! 1196,600 1170,570!",
        (0, 4, 3.4, "swell"),
        (4, 6.6, 3, "swell"),
    )
    f.place, f.scale = placed(1080, 500, 0.92, 14), 1.05
    people.fan(f, "fan.")
    return f.key()


_LIPS = {
    # upper lip outer, lower lip outer, open?, teeth?, tongue?
    "X": None,
    "A": None,
    "B": ("94,151! 110,148 130,149! 122,157 102,158!", True, False),
    "C": ("94,148! 112,144 130,146! 126,161 112,167 99,160!", True, False),
    "D": ("92,146! 112,141 132,144! 129,167 113,176 97,166!", True, True),
    "E": ("99,147! 113,143 127,146! 126,162 113,168 101,161!", False, False),
    "F": ("105,149! 114,146 122,149! 122,158 114,161 106,158!", False, False),
    "G": ("95,150! 111,146 130,149! 122,157 103,158!", True, False),
    "H": ("94,147! 112,142 131,145! 126,163 113,170 99,162!", True, True),
}


def mouths() -> dict[str, Key]:
    """The nine mouth shapes of Rhubarb, for the face as it stands in ``body``."""
    return {name: _mouth(name) for name in _LIPS}


def _mouth(name: str) -> Key:
    f = Figure(place=FACE, scale=1.15)
    lips = _LIPS[name]
    if lips is None:
        if name == "A":  # pressed together
            f.line("lips", "96,153 112,153 128,151", 4.6, "willow")
            f.line("lip-low", "104,161 114,163 124,160", 2.6, "swell", SOFT)
        else:  # at rest
            f.line("lips", "98,152 110,150 118,153 130,149", 3.4, "willow")
            f.line("lip-low", "106,162 116,164 124,161", 2.2, "swell", SOFT)
        return f.key()
    text, teeth, tongue = lips
    f.shape("mouth", "dark", text, (0, 2, 3.6, "willow"), (2, 5 if text.count(" ") > 4 else 4, 3.0, "willow"))
    if tongue:
        f.shape(
            "tongue",
            "dragon.tongue",
            "102,164! 113,158 125,163! 120,170 108,171!"
            if name == "D"
            else "104,160! 114,150 124,158! 120,165 108,166!",
        )
    if teeth:
        low = {"B": "155", "C": "151", "D": "150", "G": "154", "H": "149"}[name]
        top = {"B": 150, "C": 147.5, "D": 145, "G": 149.5, "H": 146}[name]
        f.shape("teeth", "white", f"98,{top + 1}! 112,{top - 1} 127,{top}! 122,{low} 103,{low}!")
    if name == "G":
        f.line("bite", "101,157 112,155 124,156", 2.4, "swell", SOFT)
    if name == "F":
        f.line("purse", "99,148 97,153 100,158", 2.0, "swell", SOFT)
    return f.key()
