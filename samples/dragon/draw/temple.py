"""The temple wall through the story, and what stands before it. Frame coordinates; a sheet reaches 100 px (60 px) beyond the frame on every side."""

from __future__ import annotations

import numpy as np

from samples.dragon.draw import building, murals
from samples.dragon.draw.brush import curve
from samples.dragon.draw.figure import placed
from samples.dragon.draw.nature import mist, mountain, pine
from samples.dragon.draw.palette import PALETTE
from samples.dragon.draw.wash import BLUE, INK, OCHRE, PAPER, Sheet, blur, smooth


def mural() -> Sheet:
    """The wall while it is painted: one dragon looks to the left, its body runs out of the picture."""
    s = Sheet(paper=True, seed=31)
    building.plaster(s)
    s.drawing(murals.facing_left(), PALETTE, line=0.78, fill=0.42)
    building.floor(s, 676)
    building.beam(s, -70, 96)
    return s


def bench() -> Sheet:
    """The bench on which the painter stands, and his pots."""
    s = Sheet(seed=32)
    for x in (170, 430):
        s.dry(np.linspace([x, 668], [x - 10, 800], 60), 20, (96, 78, 54), 1, dryness=0.2, profile="flat")
        s.dry(np.linspace([x + 8, 668], [x - 2, 800], 60), 7, INK, 0.9, dryness=0.3, profile="flat")
    s.lay(s.mask(np.array([[120, 658], [490, 654], [496, 680], [114, 684]], float), 1, 1), (150, 126, 88))
    s.dry(np.linspace([112, 682], [498, 678], 90), 8, INK, 0.95, dryness=0.3, profile="flat")
    s.dry(np.linspace([118, 658], [490, 654], 90), 4, INK, 0.9, dryness=0.4, profile="flat")
    return s


def long_wall() -> Sheet:
    """The wall for the pan: from the tail along the body to the head without eyes."""
    s = Sheet(2160, 840, paper=True, seed=33)
    building.plaster(s, dark=0.3)
    s.drawing(murals.facing_right(), PALETTE, line=0.8, fill=0.42, at=(160, -30), scale=1.0)
    s.drawing(murals.facing_left(), PALETTE, line=0.8, fill=0.42, at=(420, -60), scale=1.12)
    building.beam(s, -70, 84, x1=2100)
    return s


def onlookers() -> Sheet:
    """Heads before the wall, out of focus: dark shapes that the pan leaves behind."""
    s = Sheet(2400, 840, seed=34)
    for x, y, r, hat in (
        (120, 590, 84, 0),
        (400, 640, 66, 1),
        (760, 640, 90, 0),
        (1120, 600, 70, 1),
        (1330, 640, 84, 0),
        (1640, 610, 90, 0),
        (1960, 610, 72, 1),
    ):
        p = [
            [x - r * 2.2, 900],
            [x - r * 1.7, y + r * 1.35],
            [x - r * 0.7, y + r],
            [x - r * 0.8, y],
            [x - r * 0.5, y - r * 0.8],
            [x, y - r],
            [x + r * 0.5, y - r * 0.8],
            [x + r * 0.8, y],
            [x + r * 0.7, y + r],
            [x + r * 1.7, y + r * 1.35],
            [x + r * 2.2, 900],
        ]
        s.wash(
            np.array(curve(np.array(p, float), closed=True)[0]),
            (46, 43, 40),
            0.96,
            pool=0,
            grain=0.08,
            soft_px=3.5,
            rough_px=4,
        )
        knot = [
            [x - r * 0.3, y - r * 0.9],
            [x - r * 0.34, y - r * 1.3],
            [x, y - r * 1.5],
            [x + r * 0.34, y - r * 1.3],
            [x + r * 0.3, y - r * 0.9],
        ]
        if hat:
            knot = [
                [x - r * 0.86, y - r * 0.2],
                [x - r * 0.78, y - r * 1.2],
                [x - r * 0.2, y - r * 1.42],
                [x + r * 0.74, y - r * 1.2],
                [x + r * 0.84, y - r * 0.2],
            ]
        s.wash(
            np.array(curve(np.array(knot, float), closed=True)[0]),
            (40, 38, 35),
            0.97,
            pool=0,
            grain=0.08,
            soft_px=3,
            rough_px=2,
        )
    return s


def scales() -> Sheet:
    """The wall near: a coil of the painted body out of focus behind the painter."""
    s = Sheet(paper=True, seed=35)
    building.plaster(s)
    s.drawing(murals.facing_left(), PALETTE, line=0.62, fill=0.4, at=(-300, -270), scale=1.75, worn=0.5)
    s.colour = blur(s.colour, 2.2)
    s.lay(0.2 + s.ramp(-100, 0, 900, 0) * 0.2, PAPER)
    return s


def court() -> Sheet:
    """The court behind the people: eaves above, a tree and a far wall in mist."""
    s = Sheet(paper=True, seed=36)
    inner = Sheet(seed=37)
    mountain(
        inner,
        "-140,420 0,300 90,210 150,180 230,280 330,360 470,330 640,420 900,380 1100,300 1220,260 1420,340",
        660,
        colour=BLUE,
        density=0.34,
        strokes=40,
    )
    mist(inner, 420, 60, 0.8)
    s.lay(inner.alpha, BLUE)
    s.drawing(building.hall(placed(250, 400, 1.25), 0.8), PALETTE, line=0.5, fill=0.4, worn=0.4)
    pine(
        s,
        "60,700 40,600 70,500 40,420",
        24,
        [(0, 400, 60), (90, 430, 54), (30, 500, 60)],
        density=0.55,
        seed=14,
    )
    s.wash(
        np.array([[-200, 560], [1500, 540], [1500, 900], [-200, 900]], float),
        OCHRE,
        0.3,
        pool=0.1,
        fade=(0, 900, 0, 520),
    )
    building.pillar(s, 1210, 110)
    building.beam(s, -70, 110)
    return s


def pillar() -> Sheet:
    """A pillar near the camera."""
    s = Sheet(420, 960, seed=38, origin=(210, 120))
    building.pillar(s, 0, 190, top=-130, foot=860, density=1.0)
    s.lay(s.alpha * 0.55, (34, 31, 28))
    s.alpha = blur(s.alpha, 2.0)
    return s


EYE = placed(-540, -147, 4.4, -4)


def eye() -> Sheet:
    """The eye without a pupil, very near."""
    s = Sheet(paper=True, seed=41)
    building.plaster(s, dark=0.7)
    s.drawing(murals.great_head("blank", EYE, 2.3), PALETTE, line=0.86, fill=0.46, worn=0.22)
    return s


def storm_wall() -> Sheet:
    """The wall under the storm, dark towards its edges, for the head that wakes."""
    s = Sheet(paper=True, seed=42)
    building.plaster(s, dark=0.9)
    xx, yy = s.grid()
    d = np.hypot((xx - 700) / 760, (yy - 330) / 430).astype(np.float32)
    s.lay(smooth(d, 0.45, 1.15) * 0.72, (44, 44, 46))
    return s


def broken() -> Sheet:
    """The broken wall in the foreground, seen from below: a jagged mouth in the plaster."""
    s = Sheet(seed=44)
    edge = "-140,900! -140,430! -60,446! 20,410! 90,450! 170,430! 230,500! 300,480! 350,556! 420,548! 470,610! 560,600! 640,636! 730,604! 800,620! 860,560! 930,566! 980,500! 1050,510! 1100,440! 1180,460! 1250,410! 1420,430! 1420,900!"
    s.lay(s.mask(edge, 2, 1), (186, 172, 142))
    s.wash(edge, INK, 0.6, pool=0.2, fade=(0, 900, 0, 380), rough_px=2)
    for x0, y0 in ((60, 520), (240, 560), (1060, 560), (1220, 520), (420, 640), (900, 640)):
        s.wash(
            f"{x0},{y0} {x0 + 70},{y0 - 8} {x0 + 120},{y0 + 40} {x0 + 60},{y0 + 64} {x0 - 8},{y0 + 40}",
            OCHRE,
            0.3,
            pool=0.8,
        )
    s.dry(curve(edge, step=3)[0][8:-8], 9, INK, 0.95, dryness=0.35, profile="flat")
    for k, (x, y, a) in enumerate(
        (
            (90, 450, 80),
            (300, 480, 110),
            (470, 610, 60),
            (860, 560, 100),
            (1100, 440, 70),
            (1180, 460, 120),
            (640, 636, 90),
        )
    ):
        for q in building.crack((x, y), a, 150, 50 + k, 1):
            s.dry(building.straight(q), 5, INK, 0.9, dryness=0.3, profile="nail")
    return s


def remaining() -> Sheet:
    """The wall afterwards: two dragons without eyes, and between them the open sky."""
    s = Sheet(paper=True, seed=61)
    building.plaster(s, dark=0.7)
    s.drawing(murals.facing_right(), PALETTE, line=0.72, fill=0.4, at=(-76, 90), scale=0.8)
    s.drawing(murals.facing_left(), PALETTE, line=0.72, fill=0.4, at=(392, 110), scale=0.8)
    hole = (
        "470,20! 500,70! 486,120! 530,170! 520,230! 566,270! 560,330! 604,360! 612,420! 660,440! 690,500! 724,440! 770,430! 784,370!"
        " 830,340! 826,270! 868,220! 850,150! 890,110! 876,60! 900,20!"
    )
    light = s.mask(hole, 1, 1)
    s.lay(light, (246, 240, 225))
    inner = Sheet(seed=62)
    mountain(
        inner,
        "440,400 540,350 600,270 640,230 690,300 740,330 800,290 840,310 920,380",
        560,
        colour=BLUE,
        density=0.42,
        strokes=18,
    )
    s.lay(inner.alpha * light, BLUE)
    for x, y, q in ((640, 120, 1.0), (742, 166, 0.66)):
        p = np.array(
            [[-70, 14], [-46, -4], [-22, 8], [2, 22], [26, 4], [52, -12], [78, 2], [100, 12]]
        ) * q + [x, y]
        s.dry(curve(p, step=2)[0], 10 * q, INK, 0.85, dryness=0.3, profile="nail")
        for d in ((-86, 8), (-80, 22), (-66, -8)):
            s.dry(
                np.linspace(p[0], np.array(d) * q + [x, y], 8), 5 * q, INK, 0.85, dryness=0.2, profile="nail"
            )
        for d in ((-50, -22), (-40, -20)):
            s.dry(
                np.linspace(p[0], np.array(d) * q + [x, y], 8), 3 * q, INK, 0.85, dryness=0.2, profile="nail"
            )
    rim = curve(hole, closed=True)[0]
    s.dry(rim, 9, INK, 0.95, dryness=0.3, profile="flat")
    s.dry(rim + [-8, 5], 5, OCHRE, 0.7, dryness=0.5, profile="flat")
    for k, (x, y, a) in enumerate(
        (
            (470, 70, 200),
            (530, 170, 170),
            (560, 330, 160),
            (690, 500, 90),
            (784, 400, 30),
            (868, 220, 0),
            (890, 110, 340),
            (612, 420, 130),
        )
    ):
        for way in building.crack((x, y), a, 110, 80 + k, 1):
            s.dry(building.straight(way), 4, INK, 0.85, dryness=0.35, profile="nail")
    building.floor(s, 640)
    for x, y, r in ((600, 668, 22), (660, 690, 30), (720, 672, 18), (770, 684, 26), (560, 700, 16)):
        s.lay(
            s.mask(
                f"{x - r},{y}! {x - r * 0.3:.0f},{y - r * 0.7:.0f}! {x + r * 0.7:.0f},{y - r * 0.4:.0f}! {x + r},{y + r * 0.3:.0f}! {x - r * 0.5:.0f},{y + r * 0.45:.0f}!",
                1,
                1,
            ),
            (204, 190, 160),
        )
        s.dry(
            f"{x - r},{y}! {x - r * 0.3:.0f},{y - r * 0.7:.0f}! {x + r * 0.7:.0f},{y - r * 0.4:.0f}! {x + r},{y + r * 0.3:.0f}! {x - r * 0.5:.0f},{y + r * 0.45:.0f}! {x - r},{y}",
            3,
            INK,
            0.9,
            dryness=0.3,
        )
    building.pillar(s, 40, 90)
    building.pillar(s, 1250, 90)
    building.beam(s, -70, 96)
    return s
