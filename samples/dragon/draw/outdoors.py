"""Mountains and skies. Frame coordinates; a sheet reaches 100 px (60 px) beyond the frame on every side."""

from __future__ import annotations

import numpy as np

from samples.dragon.draw import building
from samples.dragon.draw.figure import placed
from samples.dragon.draw.nature import cloud, mist, mountain, pine
from samples.dragon.draw.palette import PALETTE
from samples.dragon.draw.wash import BLUE, INK, OCHRE, PAPER, Sheet, noise, smooth


def sky() -> Sheet:
    s = Sheet(paper=True, seed=11)
    s.wash(
        np.array([[-200, -100], [1500, -100], [1500, 260], [-200, 200]], float),
        BLUE,
        0.22,
        pool=0,
        fade=(0, -60, 0, 260),
        rough_px=20,
        soft_px=20,
    )
    xx, yy = s.grid()
    r = np.hypot(xx - 380, yy - 170)
    s.lay((1 - smooth(r, 60, 66)) * 0.75, (247, 240, 224))
    s.lay(smooth(r, 62, 66) * (1 - smooth(r, 66, 190)) * 0.16, OCHRE)
    return s


def far() -> Sheet:
    s = Sheet(seed=12)
    mountain(
        s,
        "-140,420 -40,330 60,300 130,200 180,170 230,250 300,330 380,350 470,300 540,250 600,330 700,380 800,330 900,290 990,350 1100,300 1200,240 1300,300 1420,360",
        640,
        colour=BLUE,
        density=0.34,
        strokes=40,
        dark=0.25,
    )
    mountain(
        s,
        "-140,500 0,430 100,400 200,440 320,470 420,400 480,380 560,450 700,500 900,470 1100,420 1260,380 1420,440",
        700,
        colour=BLUE,
        density=0.44,
        strokes=60,
        dark=0.3,
    )
    mist(s, 500, 80, 0.9)
    return s


def ridge() -> Sheet:
    """The mountain that bears the temple, two thirds to the right."""
    s = Sheet(seed=13)
    mountain(
        s,
        "420,700 520,600 600,520 650,420 690,300 720,200 752,150 790,190 820,280 850,330 900,330 1000,340 1060,320 1090,230 1120,130 1150,90 1190,120 1240,200 1300,260 1420,330",
        860,
        density=0.8,
        strokes=110,
        dark=0.5,
        solid=True,
    )
    mountain(
        s,
        "300,820 460,720 600,640 700,560 780,470 830,426 900,418 1000,418 1060,430 1120,500 1240,560 1420,600",
        940,
        density=0.75,
        strokes=120,
        dark=0.5,
        solid=True,
    )
    hall = building.hall(placed(930, 366, 0.86), 0.62)
    s.drawing(hall, PALETTE, line=0.95, fill=0.9, worn=0.15)
    small = building.hall(placed(1090, 412, 0.42), 0.34)
    s.drawing(small, PALETTE, line=0.9, fill=0.85, worn=0.15)
    for k, (x, y) in enumerate(((770, 470), (1050, 440), (806, 440), (1150, 500))):
        pine(
            s,
            f"{x},{y + 54} {x - 4},{y + 24} {x + 3},{y}",
            8,
            [(x - 12, y + 14, 15), (x + 12, y + 4, 17), (x, y - 10, 14)],
            seed=20 + k,
        )
    for k in range(16):
        x = 880 - 9 * k + 6 * (k % 2)
        s.dry(np.linspace([x, 462 + 15 * k], [x + 46 + 2 * k, 462 + 15 * k], 20), 3, INK, 0.55, dryness=0.5)
    mist(s, 640, 70, 0.95)
    return s


def near_pine() -> Sheet:
    s = Sheet(seed=14)
    pine(
        s,
        "-60,820 20,700 60,560 20,420 60,300 150,220 260,180",
        74,
        [
            (330, 160, 110),
            (170, 120, 90),
            (250, 260, 80),
            (-10, 270, 90),
            (110, 400, 84),
            (-40, 470, 80),
            (420, 230, 66),
        ],
        density=0.95,
        seed=5,
    )
    s.wash(
        "-200,900 -200,680 -20,640 120,690 260,700 420,760 560,900",
        INK,
        0.85,
        pool=0.4,
        fade=(0, 640, 100, 1000),
        rough_px=12,
    )
    for x, y in ((300, 720), (200, 700), (120, 706), (360, 746)):
        for a in np.radians(np.linspace(-150, -30, 7)):
            s.dry(
                np.linspace([x, y], [x + 36 * np.cos(a), y + 36 * np.sin(a)], 12),
                2.4,
                INK,
                0.8,
                dryness=0.3,
                profile="nail",
            )
    return s


def storm() -> Sheet:
    """A sky of rolled ink over the broken wall, from below."""
    s = Sheet(paper=True, seed=43)
    xx, yy = s.grid()
    n = noise(s.w, s.h, 420, 77, 4)
    s.lay(smooth(n + 0.35 - (yy / 900) * 0.5, 0.35, 0.95) * 0.72, (58, 60, 64))
    r = np.hypot((xx - 700) / 460, (yy - 170) / 300).astype(np.float32)
    s.lay((1 - smooth(r, 0.0, 1.0)) * 0.62, PAPER)
    for k, (x, y, q) in enumerate(
        ((120, 130, 110), (330, 60, 90), (1180, 150, 120), (1010, 50, 90), (60, 300, 80), (1250, 330, 90))
    ):
        cloud(s, x, y, q, density=0.72, body=(150, 146, 136) if k < 4 else (190, 184, 168), flip=bool(k % 2))
    return s


def above() -> Sheet:
    """The sky for the flight: pale height, ink below."""
    s = Sheet(paper=True, seed=51)
    xx, yy = s.grid()
    n = noise(s.w, s.h, 380, 91, 4)
    s.lay(smooth(n + 0.1, 0.45, 0.95) * 0.34, BLUE)
    r = np.hypot((xx - 900) / 420, (yy - 200) / 260).astype(np.float32)
    s.lay((1 - smooth(r, 0.1, 1.0)) * 0.6, (247, 240, 224))
    return s


def clouds_far() -> Sheet:
    s = Sheet(seed=52)
    for x, y, r, f in (
        (180, 150, 60, 0),
        (1060, 120, 70, 1),
        (660, 90, 44, 0),
        (1220, 420, 60, 0),
        (60, 470, 60, 1),
    ):
        cloud(s, x, y, r, density=0.42, flip=bool(f))
    return s


def clouds_near() -> Sheet:
    s = Sheet(1640, 960, seed=53, origin=(180, 120))
    for x, y, r, f in (
        (-30, 690, 150, 0),
        (420, 760, 140, 1),
        (860, 780, 130, 0),
        (1290, 690, 160, 1),
        (1380, 130, 90, 0),
    ):
        cloud(s, x, y, r, density=0.72, flip=bool(f))
    return s
