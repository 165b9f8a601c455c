"""Heads, hats and hands, each drawn once in its own coordinates (a head is about 200 px tall)."""

from __future__ import annotations

from samples.dragon.draw.figure import Figure

SOFT = "#4a4742"
FAINT = "#7a746a"


def neck(fig: Figure, n: str, *, skin: str = "skin") -> None:
    """The neck under a face, to be laid before the collar."""
    fig.shape(
        f"{n}neck",
        skin,
        "64,150! 60,200 44,232! 96,262 142,226! 126,208 124,170!",
        (0, 2, 3.4, "swell"),
        (4, 5.6, 3.2, "nail"),
    )
    fig.line(f"{n}neck.s", "84,204 92,226 96,246", 2.2, "nail", FAINT, within=f"{n}neck")


def face(
    fig: Figure, n: str, *, skin: str = "skin", look: str = "calm", age: float = 1.0, mouth: str = "closed"
) -> None:
    """A face in three-quarter view, turned to the right; chin at 112,182, crown at about 96,0."""
    fig.shape(f"{n}ear", skin, "50,92! 38,84 28,94 32,116 42,134 52,132!", (0, 5, 3.6, "swell"))
    fig.line(f"{n}ear.in", "48,100 40,98 38,110 46,118", 2.0, "swell", SOFT)
    fig.shape(
        f"{n}face",
        skin,
        "58,40! 104,28 148,44! 153,64 149,84 157,106 153,132 138,160 116,182 98,182 72,164 54,138 47,104 48,70!",
        (2, 6, 3.6, "swell"),
        (6, 10.5, 4.2, "willow"),
        (10.5, 12, 3.0, "tail"),
    )
    # nose and the fold beside it
    fig.line(f"{n}nose", "120,84 124,100 134,120 131,129 120,130", 3.4, "willow")
    fig.line(f"{n}nostril", "108,124 104,130 111,134 120,131", 2.6, "swell")
    if age > 0.5:
        fig.line(f"{n}fold", "100,126 90,138 88,150", 2.4, "swell", SOFT)
        fig.line(f"{n}fold2", "140,126 146,136 143,148", 2.0, "swell", SOFT)
        fig.lines(f"{n}furrow", ("80,54 104,48 132,52", "86,62 106,58 126,60"), 1.8, "swell", FAINT)
        fig.lines(f"{n}crow", ("66,98 58,94", "66,103 57,104", "67,108 60,113"), 1.6, "nail", FAINT)
        fig.line(f"{n}cheek", "64,122 74,138 82,142", 2.0, "swell", FAINT)
    eyes(fig, n, look)
    if mouth == "closed":
        fig.line(f"{n}lips", "98,152 110,150 118,153 130,149", 3.2, "willow")
        fig.line(f"{n}lip2", "106,162 116,164 124,161", 2.2, "swell", SOFT)
    elif mouth == "laugh":
        fig.shape(
            f"{n}mouth",
            "dark",
            "92,144! 112,150 134,142! 132,160 116,170 100,162!",
            (0, 2, 3.4, "swell"),
            (2, 5.9, 3.2, "willow"),
        )
        fig.shape(f"{n}teeth", "white", "98,147! 112,151 129,146! 122,154 106,155!")
    elif mouth == "open":
        fig.shape(
            f"{n}mouth",
            "dark",
            "102,150! 114,147 126,149! 124,162 114,166 104,161!",
            (0, 2, 3.0, "swell"),
            (2, 5.9, 2.8, "willow"),
        )


def eyes(fig: Figure, n: str, look: str) -> None:
    """Brows and eyes: calm, laugh, wide, down or stern."""
    if look == "laugh":
        fig.line(f"{n}lid-l", "72,104 86,92 104,103", 4.4, "willow")
        fig.line(f"{n}lid-r", "124,102 136,91 148,100", 4.0, "willow")
        fig.line(f"{n}brow-l", "64,82 84,68 106,76", 7, "nail")
        fig.line(f"{n}brow-r", "122,74 138,66 152,76", 6, "tail")
        fig.lines(f"{n}bag", ("76,112 88,108 100,112", "126,110 136,106 146,109"), 2.0, "swell", SOFT)
        return
    wide = look == "wide"
    y = -4 if wide else 0
    if look == "down":
        fig.line(f"{n}lid-l", "72,100 86,106 106,104", 4.2, "willow")
        fig.line(f"{n}lid-r", "124,103 138,106 150,98", 3.8, "willow")
        fig.line(f"{n}crease-l", "74,93 88,92 104,97", 2.0, "swell", SOFT)
    else:
        low = 110 if wide else 107
        fig.shape(
            f"{n}eye-l",
            "white",
            f"72,102! 84,{94 + y} 98,{95 + y} 107,103! 96,{low} 82,{low}!",
            (0, 3, 4.6, "willow"),
            (3.4, 5.6, 1.8, "swell"),
        )
        fig.line(f"{n}pupil-l", f"93,{96 + y} 94,{low - 1}", 9.5 if not wide else 8, "flat")
        fig.shape(
            f"{n}eye-r",
            "white",
            f"124,102! 134,{93 + y} 144,{94 + y} 150,100! 142,{low - 1} 132,{low - 1}!",
            (0, 3, 4.2, "willow"),
            (3.4, 5.6, 1.6, "swell"),
        )
        fig.line(f"{n}pupil-r", f"139,{95 + y} 140,{low - 2}", 8.5 if not wide else 7, "flat")
        fig.line(f"{n}crease-l", f"74,{92 + y} 88,{87 + y} 104,{93 + y}", 2.0, "swell", SOFT)
    brow = {
        "calm": ("64,86 84,76 108,82", "122,80 138,74 152,82"),
        "wide": ("62,78 84,62 108,70", "122,68 138,60 152,70"),
        "stern": ("62,78 86,78 110,88", "122,86 138,76 152,74"),
        "down": ("64,86 84,78 108,86", "122,84 138,78 152,84"),
    }[look]
    fig.line(f"{n}brow-l", brow[0], 7, "nail")
    fig.line(f"{n}brow-r", brow[1], 6, "tail")


def beard(fig: Figure, n: str, paint: str, long: float = 1.0, mouth_free: bool = True) -> None:
    """Moustache and a chin beard that hangs in strands."""
    e = 186 + 90 * long
    y0 = 168 if mouth_free else 160
    fig.shape(
        f"{n}beard",
        paint,
        f"86,{y0 + 6}! 98,{y0 + 4} 112,{y0} 128,{y0}! 134,{y0 + 26} 130,{e - 40} 112,{e}! 98,{e - 36} 84,{y0 + 34}!",
        (3, 6, 2.6, "nail"),
        (6, 8.6, 2.6, "tail"),
    )
    for k, x in enumerate((94, 103, 112, 121), 1):
        fig.line(
            f"{n}strand{k}",
            f"{x},{y0 + 4} {x + 3},{(y0 + e) / 2:.0f} {108 + (x - 108) * 0.3:.0f},{e - 8 + k % 2 * 8}",
            2.2,
            "nail",
            SOFT,
        )
    fig.lines(
        f"{n}moustache",
        (
            "112,140 98,142 84,154 78,174",
            "114,141 102,146 92,158 88,172",
            "122,140 134,142 142,152 144,168",
            "121,141 130,146 136,156",
        ),
        3.4,
        "nail",
    )


def topknot(fig: Figure, n: str) -> None:
    """Hair drawn up into a black cloth cap, as painters of the Liang wore it."""
    fig.shape(
        f"{n}ribbon",
        "red",
        "30,46! 4,66 -22,62 -44,88! -26,86 6,88 40,62!",
        (0, 3, 3, "nail"),
        (3, 6, 3, "tail"),
    )
    fig.shape(
        f"{n}knot",
        "hair",
        "62,6! 52,-22 62,-44 88,-50 108,-38 110,-14 100,6!",
        (0, 6, 4.4, "willow"),
    )
    fig.shape(
        f"{n}cap",
        "hair",
        "46,110! 40,78 40,44 58,14 92,0 128,8 150,34 154,54! 128,44 96,46 66,60 58,84 56,106!",
        (0.5, 7, 4.6, "willow"),
        (7, 10, 3.0, "swell"),
    )
    fig.line(f"{n}cap.band", "44,62 70,40 104,30 148,40", 2.6, "swell", "#8a857b")
    fig.line(f"{n}cap.fold", "66,8 82,14 100,6", 2.4, "swell", "#8a857b")


def gat(fig: Figure, n: str) -> None:
    """A horsehair hat with a wide brim, and its string of beads."""
    fig.shape(
        f"{n}hairline",
        "hair",
        "44,106! 42,66 58,34 104,22 152,34 154,62! 128,50 96,50 66,64 56,104!",
        (0, 1, 3, "swell"),
    )
    fig.shape(
        f"{n}crown",
        "hat",
        "52,22! 58,-58 62,-84 100,-92 138,-84 144,-54 152,22!",
        (0, 2.4, 4.4, "nail"),
        (2, 4, 4, "swell"),
        (3.6, 6, 4.4, "tail"),
    )
    fig.shape(
        f"{n}brim",
        "hat",
        "-62,34! -20,16 40,6 104,4 170,10 224,24 262,44! 220,52 160,50 100,48 30,46 -20,44!",
        (0, 6, 4.4, "willow"),
        (6, 12, 5.6, "willow"),
    )
    fig.line(f"{n}brim.in", "20,22 60,30 104,32 150,30 184,22", 2.8, "swell", "#8a857b")
    fig.lines(
        f"{n}weave",
        ("74,-78 70,-20 70,14", "100,-84 100,-20 100,20", "126,-78 132,-20 134,14"),
        1.6,
        "swell",
        "#8a857b",
    )


def hand_brush(fig: Figure, n: str, *, brush: bool = True, wet: str = "ink-wash", skin: str = "skin") -> None:
    """A right hand that holds a brush upright; the tip is at 0,0, the hand around 10,−120."""
    if brush:
        fig.shape(
            f"{n}shaft", "wood", "-7,-54! -5,-280! 5,-280! 8,-54!", (0, 1, 3, "swell"), (2, 3, 3.4, "swell")
        )
        fig.shape(
            f"{n}tuft",
            "ink-wash",
            "-8,-58! -12,-40 -8,-18 0,2! 8,-18 12,-40 9,-58!",
            (0, 3, 3, "swell"),
            (3, 6, 3.6, "tail"),
        )
        fig.shape(f"{n}wet", wet, "-10,-27! -7,-14 0,2! 7,-14 10,-28! 4,-24 -4,-30!")
        fig.lines(f"{n}hair", ("-3,-52 -4,-26 0,-4", "4,-52 4,-28 0,-6"), 2.2, "nail", "#3a3733")
    # back of the hand and wrist
    fig.shape(
        f"{n}palm",
        skin,
        "22,-196! 58,-186 92,-150 128,-112! 104,-66 84,-62! 60,-72 30,-84 14,-104!",
        (0.2, 3, 4.4, "willow"),
        (3, 5.4, 4.0, "swell"),
        (5, 8, 3.4, "swell"),
    )
    # fingers from the little finger up, each before the last
    fig.shape(
        f"{n}f4", skin, "48,-104! 28,-98 8,-86 2,-76 8,-66 22,-68 44,-76 60,-86!", (0, 7, 3.2, "willow")
    )
    fig.shape(
        f"{n}f3", skin, "52,-128! 26,-122 -2,-106 -12,-94 -8,-84 8,-84 38,-94 58,-106!", (0, 7, 3.4, "willow")
    )
    fig.shape(
        f"{n}f2",
        skin,
        "52,-156! 22,-152 -8,-132 -16,-118 -10,-108 8,-108 36,-116 58,-130!",
        (0, 7, 3.6, "willow"),
    )
    fig.shape(
        f"{n}f1",
        skin,
        "60,-184! 26,-188 -4,-166 -16,-148 -10,-136 6,-138 34,-150 60,-158!",
        (0, 7, 3.8, "willow"),
    )
    fig.lines(
        f"{n}nail",
        ("-14,-146 -6,-144 -2,-150", "-14,-116 -6,-115 -2,-121", "-10,-92 -3,-91 0,-97"),
        1.8,
        "swell",
        SOFT,
    )
    fig.shape(
        f"{n}thumb",
        skin,
        "88,-146! 60,-150 34,-142 10,-146 0,-138 4,-126 24,-122 52,-120 82,-108!",
        (0.2, 7.6, 4.0, "willow"),
    )
    fig.line(f"{n}thumb.n", "2,-138 10,-140 14,-132", 1.8, "swell", SOFT)
    fig.line(f"{n}knuckle", "70,-174 80,-166 84,-156", 2.2, "swell", SOFT)


def hand_open(fig: Figure, n: str, *, skin: str = "skin") -> None:
    """An open hand, palm up, offered to the left; wrist at 120,20."""
    fig.shape(f"{n}f4", skin, "44,30! 14,38 -14,40 -28,36! -14,28 14,20 40,10!", (0, 6, 3, "willow"))
    fig.shape(f"{n}f3", skin, "40,18! 6,24 -28,24 -46,18! -28,10 4,6 36,0!", (0, 6, 3, "willow"))
    fig.shape(f"{n}f2", skin, "38,6! 4,8 -32,2 -50,-8! -30,-12 6,-12 40,-14!", (0, 6, 3.2, "willow"))
    fig.shape(
        f"{n}palm",
        skin,
        "132,-14! 96,-22 60,-30 34,-18 30,2 38,26 64,44 100,44 134,40!",
        (0, 3, 3.6, "willow"),
        (4.6, 8, 4.4, "willow"),
    )
    fig.shape(
        f"{n}f1", skin, "50,-26! 22,-30 -8,-36 -32,-48! -28,-54 -4,-50 30,-46 62,-34!", (0, 7, 3.4, "willow")
    )
    fig.shape(f"{n}thumb", skin, "94,-20! 76,-40 60,-58 44,-62! 46,-50 58,-34 72,-14!", (0, 6, 3.4, "willow"))
    fig.lines(f"{n}crease", ("96,-10 74,-2 56,14", "60,-12 50,2 48,20"), 2.0, "swell", FAINT)


def hand_point(fig: Figure, n: str, *, skin: str = "skin") -> None:
    """A hand that points to the left; the finger's tip at −60,−10, the wrist at 120,20."""
    fig.shape(
        f"{n}palm",
        skin,
        "130,-12! 92,-26 56,-26 30,-16 22,10 34,40 66,50 100,44 132,40!",
        (0, 3, 4.0, "willow"),
        (5, 8, 4.2, "willow"),
    )
    fig.shape(f"{n}f4", skin, "70,50! 46,54 28,46 30,36 48,34 70,36!", (0, 5, 3, "willow"))
    fig.shape(f"{n}f3", skin, "70,38! 42,42 20,34 20,22 40,20 68,22!", (0, 5, 3, "willow"))
    fig.shape(f"{n}f2", skin, "70,24! 40,28 16,20 16,8 38,6 68,8!", (0, 5, 3.2, "willow"))
    fig.shape(
        f"{n}f1",
        skin,
        "64,-24! 28,-26 -20,-24 -58,-20 -64,-12 -56,-6 -18,-4 30,0 60,4!",
        (0, 8, 3.8, "willow"),
    )
    fig.shape(f"{n}thumb", skin, "92,-6! 70,-14 44,-10 34,-4 40,8 62,8 88,14!", (0, 6, 3.4, "willow"))


def fan(fig: Figure, n: str, spread: float = 1.0) -> None:
    """An open folding fan above a closed hand; its rivet at 0,0."""
    import numpy as np

    angles = np.radians(np.linspace(-90 - 62 * spread, -90 + 62 * spread, 11))
    outer = [(230 * np.cos(a), 230 * np.sin(a)) for a in angles]
    inner = [(92 * np.cos(a), 92 * np.sin(a)) for a in angles]
    text = " ".join(f"{x:.1f},{y:.1f}" + ("!" if i in (0, 10) else "") for i, (x, y) in enumerate(outer))
    text += " " + " ".join(
        f"{x:.1f},{y:.1f}" + ("!" if i in (0, 10) else "") for i, (x, y) in enumerate(inner[::-1])
    )
    for k, a in enumerate(angles[::2], 1):
        fig.line(f"{n}rib{k}", f"0,0 {96 * np.cos(a):.1f},{96 * np.sin(a):.1f}", 4.4, "flat")
    fig.shape(
        f"{n}leaf",
        "fan",
        text,
        (0, 10, 4.0, "willow"),
        (10, 11, 3.4, "swell"),
        (11, 21, 2.6, "swell"),
        (21, 22, 3.4, "swell"),
    )
    for k, a in enumerate(angles[1:-1], 1):
        fig.line(
            f"{n}pleat{k}",
            f"{98 * np.cos(a):.1f},{98 * np.sin(a):.1f} {212 * np.cos(a):.1f},{212 * np.sin(a):.1f}",
            1.8,
            "nail",
            FAINT,
        )
    a = angles
    fig.line(
        f"{n}orchid1",
        f"{110 * np.cos(a[3]):.0f},{110 * np.sin(a[3]):.0f} {150 * np.cos(a[5]):.0f},{150 * np.sin(a[5]):.0f} {200 * np.cos(a[8]):.0f},{200 * np.sin(a[8]):.0f}",
        5,
        "nail",
    )
    fig.line(
        f"{n}orchid2",
        f"{112 * np.cos(a[3]):.0f},{112 * np.sin(a[3]):.0f} {170 * np.cos(a[4]):.0f},{170 * np.sin(a[4]):.0f} {214 * np.cos(a[4]):.0f},{214 * np.sin(a[4]):.0f}",
        4,
        "nail",
    )
    fig.line(
        f"{n}orchid3",
        f"{110 * np.cos(a[3]):.0f},{110 * np.sin(a[3]):.0f} {140 * np.cos(a[6]):.0f},{140 * np.sin(a[6]):.0f} {160 * np.cos(a[8]):.0f},{160 * np.sin(a[8]):.0f}",
        3.4,
        "nail",
        SOFT,
    )
    # the hand around the sticks
    fig.shape(
        f"{n}hand",
        "skin",
        "-26,6! -30,-20 -14,-40 14,-42 34,-28 40,0 44,36! 20,60 -14,56 -34,30!",
        (0.2, 6, 4.0, "willow"),
    )
    for k, y in enumerate((30, 14, -2, -18), 1):
        fig.shape(
            f"{n}f{k}",
            "skin",
            f"24,{y - 16}! -6,{y - 18} -34,{y - 12} -38,{y - 2} -28,{y + 4} 0,{y + 2} 26,{y + 2}!",
            (0, 6, 3.2, "willow"),
        )
    fig.shape(
        f"{n}thumb", "skin", "36,0! 22,-24 8,-46 -2,-50 -8,-42 -2,-26 12,-4 22,12!", (0, 7, 3.6, "willow")
    )
