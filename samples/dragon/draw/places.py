"""The painted backgrounds. Frame coordinates; a sheet reaches 100 px (60 px) beyond the frame on every side."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from samples.dragon.draw import building, murals
from samples.dragon.draw.brush import curve
from samples.dragon.draw.figure import placed
from samples.dragon.draw.nature import cloud, mist, mountain, pine
from samples.dragon.draw.palette import PALETTE
from samples.dragon.draw.wash import BLUE, INK, OCHRE, PAPER, Sheet, noise, smooth


def grain() -> Sheet:
    """Paper: fibres and grain, to be multiplied over every picture; the only noisy file."""
    s = Sheet(1280, 720, paper=True, seed=5, origin=(0, 0))
    n = noise(1280, 720, 3, 41, 1) * 0.5 + noise(1280, 720, 9, 42, 2) * 0.5
    fibres = np.zeros((720, 1280), np.uint8)
    rng = np.random.default_rng(43)
    for _ in range(520):
        p, a, long = rng.uniform([0, 0], [1280, 720]), rng.uniform(0, np.pi), rng.uniform(8, 46)
        b = a + rng.normal(0, 0.5)
        line = np.array([p, p + long * 0.5 * np.array([np.cos(a), np.sin(a)]), p + long * np.array([np.cos(b), np.sin(b)])])
        cv2.polylines(fibres, [np.round(curve(line, step=3)[0] * 16).astype(np.int32)], False, (int(rng.uniform(30, 120)),), 1, cv2.LINE_AA, 4)
    tone = 252 - 16 * n - fibres.astype(np.float32) * 0.06
    s.colour = np.repeat(np.round(tone / 2)[..., None] * 2, 3, axis=2) * np.array([1, 0.996, 0.985], np.float32)
    return s


def sky() -> Sheet:
    s = Sheet(paper=True, seed=11)
    s.wash(np.array([[-200, -100], [1500, -100], [1500, 260], [-200, 200]], float), BLUE, 0.22, pool=0, fade=(0, -60, 0, 260), rough_px=20, soft_px=20)
    xx, yy = s.grid()
    r = np.hypot(xx - 380, yy - 170)
    s.lay((1 - smooth(r, 60, 66)) * 0.75, (247, 240, 224))
    s.lay(smooth(r, 62, 66) * (1 - smooth(r, 66, 190)) * 0.16, OCHRE)
    return s


def far() -> Sheet:
    s = Sheet(seed=12)
    mountain(s, "-140,420 -40,330 60,300 130,200 180,170 230,250 300,330 380,350 470,300 540,250 600,330 700,380 800,330 900,290 990,350 1100,300 1200,240 1300,300 1420,360", 640, colour=BLUE, density=0.34, strokes=40, dark=0.25)
    mountain(s, "-140,500 0,430 100,400 200,440 320,470 420,400 480,380 560,450 700,500 900,470 1100,420 1260,380 1420,440", 700, colour=BLUE, density=0.44, strokes=60, dark=0.3)
    mist(s, 500, 80, 0.9)
    return s


def ridge() -> Sheet:
    """The mountain that bears the temple, two thirds to the right."""
    s = Sheet(seed=13)
    mountain(s, "420,700 520,600 600,520 650,420 690,300 720,200 752,150 790,190 820,280 850,330 900,330 1000,340 1060,320 1090,230 1120,130 1150,90 1190,120 1240,200 1300,260 1420,330", 860, density=0.8, strokes=110, dark=0.5, solid=True)
    mountain(s, "300,820 460,720 600,640 700,560 780,470 830,426 900,418 1000,418 1060,430 1120,500 1240,560 1420,600", 940, density=0.75, strokes=120, dark=0.5, solid=True)
    hall = building.hall(placed(930, 366, 0.86), 0.62)
    s.drawing(hall, PALETTE, line=0.95, fill=0.9, worn=0.15)
    small = building.hall(placed(1090, 412, 0.42), 0.34)
    s.drawing(small, PALETTE, line=0.9, fill=0.85, worn=0.15)
    for k, (x, y) in enumerate(((770, 470), (1050, 440), (806, 440), (1150, 500))):
        pine(s, f"{x},{y+54} {x-4},{y+24} {x+3},{y}", 8, [(x - 12, y + 14, 15), (x + 12, y + 4, 17), (x, y - 10, 14)], seed=20 + k)
    for k in range(16):
        x = 880 - 9 * k + 6 * (k % 2)
        s.dry(np.linspace([x, 462 + 15 * k], [x + 46 + 2 * k, 462 + 15 * k], 20), 3, INK, 0.55, dryness=0.5)
    mist(s, 640, 70, 0.95)
    return s


def near_pine() -> Sheet:
    s = Sheet(seed=14)
    pine(
        s, "-60,820 20,700 60,560 20,420 60,300 150,220 260,180", 74,
        [(330, 160, 110), (170, 120, 90), (250, 260, 80), (-10, 270, 90), (110, 400, 84), (-40, 470, 80), (420, 230, 66)], density=0.95, seed=5,
    )
    s.wash("-200,900 -200,680 -20,640 120,690 260,700 420,760 560,900", INK, 0.85, pool=0.4, fade=(0, 640, 100, 1000), rough_px=12)
    for x, y in ((300, 720), (200, 700), (120, 706), (360, 746)):
        for a in np.radians(np.linspace(-150, -30, 7)):
            s.dry(np.linspace([x, y], [x + 36 * np.cos(a), y + 36 * np.sin(a)], 12), 2.4, INK, 0.8, dryness=0.3, profile="nail")
    return s


def screen() -> Sheet:
    """The storyteller's room by night: a folding screen with mountains, lamplight from the right."""
    s = Sheet(paper=True, seed=21)
    s.lay(np.ones((s.h, s.w), np.float32) * 0.62, (122, 110, 92))
    tops = [(-120, 60), (70, 34), (250, 62), (440, 38), (610, 64), (800, 40), (980, 66), (1170, 42), (1360, 66)]
    for k, ((xa, ya), (xb, yb)) in enumerate(zip(tops, tops[1:], strict=False)):
        panel = np.array([[xa, ya], [xb, yb], [xb, 640], [xa, 640]], float)
        s.lay(s.mask(panel, 0, 1), (214, 200, 170) if k % 2 else (226, 214, 186))
    inner = Sheet(seed=22)
    mountain(inner, "-120,360 0,300 80,180 130,150 190,260 280,330 380,280 450,190 500,240 560,350 700,420 900,440 1100,400 1200,280 1250,220 1300,300 1400,360", 600, density=0.55, strokes=70)
    mountain(inner, "-120,520 60,440 180,420 300,470 420,520 640,560 900,560 1060,500 1180,470 1400,520", 660, density=0.5, strokes=50)
    mist(inner, 430, 40, 0.8)
    pine(inner, "60,600 90,520 70,440 120,380", 16, [(140, 370, 40), (60, 420, 36), (120, 460, 36)], seed=9)
    board = s.mask(np.array([[x, y + 40] for x, y in tops] + [[1360, 600], [-120, 600]], float), 0, 1)
    s.lay(inner.alpha * board * 0.75, INK)
    for k, ((xa, ya), (xb, yb)) in enumerate(zip(tops, tops[1:], strict=False)):
        shade = s.mask(np.array([[xa, ya], [xb, yb], [xb, 640], [xa, 640]], float), 0, 1)
        s.lay(shade * s.ramp(xa if k % 2 else xb, 0, xb if k % 2 else xa, 0) * 0.24, INK)
        s.dry(np.linspace([xa, ya], [xa, 640], 120), 9, INK, 0.85, dryness=0.35, profile="flat")
        s.dry(np.linspace([xa, ya], [xb, yb], 60), 12, INK, 0.85, dryness=0.35, profile="flat")
        s.dry(np.linspace([xa + 8, ya + 32], [xb - 8, yb + 32], 60), 3, INK, 0.5, dryness=0.4, profile="flat")
    xx, yy = s.grid()
    glow = np.exp(-(((xx - 1010) / 420) ** 2 + ((yy - 330) / 360) ** 2)).astype(np.float32)
    s.lay((1 - glow) * 0.52, (44, 38, 32))
    s.lay(glow * 0.16, (250, 226, 170))
    return s


def desk() -> Sheet:
    """The table before him: a book, an ink stone, a brush."""
    s = Sheet(seed=23)
    s.lay(s.mask(np.array([[-140, 640], [1420, 624], [1420, 860], [-140, 860]], float), 2, 1.4), (92, 76, 58))
    for k in range(9):
        y = 640 + 22 * k
        s.dry(np.linspace([-140, y + 4], [1420, y - 10], 260), 20, INK, 0.5, dryness=0.75, profile="flat")
    s.dry(np.linspace([-140, 641], [1420, 626], 260), 9, INK, 0.95, dryness=0.25, profile="flat")
    page_l = "250,690! 330,652 420,644 500,668! 470,730 380,712 300,716 210,752!"
    page_r = "500,668! 580,636 670,634 740,660! 760,720 660,704 560,706 470,730!"
    for page, tone in ((page_l, (226, 215, 190)), (page_r, (238, 229, 208))):
        s.lay(s.mask(page, 1, 1), tone)
        s.dry(curve(page, closed=True)[0], 4, INK, 0.85, dryness=0.3, profile="flat")
    for k in range(6):
        x = 300 + 30 * k
        s.dry(f"{x},{676-k*3} {x-22},{712-k*2}", 4, INK, 0.7, dryness=0.8)
        x = 556 + 30 * k
        s.dry(f"{x},{660-k*2} {x-10},{698-k}", 4, INK, 0.7, dryness=0.8)
    s.lay(s.mask("930,668! 1010,652 1080,660 1100,684! 1060,706 960,706 920,690!", 2, 1), (48, 45, 42))
    s.dry("930,668 1010,652 1080,660 1100,684 1060,706 960,706 920,690", 5, INK, 1, dryness=0.2)
    s.lay(s.mask("960,676 1010,668 1056,676 1010,688", 2, 1), (20, 19, 18))
    s.dry("1080,640 1160,650 1270,676", 8, (120, 98, 62), 1, dryness=0.15, profile="even")
    s.dry("1084,641 1056,638 1030,642", 11, INK, 1, dryness=0.2, profile="nail")
    return s


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
    for x, y, r, hat in ((120, 590, 84, 0), (400, 640, 66, 1), (760, 640, 90, 0), (1120, 600, 70, 1), (1330, 640, 84, 0), (1640, 610, 90, 0), (1960, 610, 72, 1)):
        p = [[x - r * 2.2, 900], [x - r * 1.7, y + r * 1.35], [x - r * 0.7, y + r], [x - r * 0.8, y], [x - r * 0.5, y - r * 0.8], [x, y - r], [x + r * 0.5, y - r * 0.8], [x + r * 0.8, y], [x + r * 0.7, y + r], [x + r * 1.7, y + r * 1.35], [x + r * 2.2, 900]]
        s.wash(np.array(curve(np.array(p, float), closed=True)[0]), (46, 43, 40), 0.96, pool=0, grain=0.08, soft_px=3.5, rough_px=4)
        knot = [[x - r * 0.3, y - r * 0.9], [x - r * 0.34, y - r * 1.3], [x, y - r * 1.5], [x + r * 0.34, y - r * 1.3], [x + r * 0.3, y - r * 0.9]]
        if hat:
            knot = [[x - r * 0.86, y - r * 0.2], [x - r * 0.78, y - r * 1.2], [x - r * 0.2, y - r * 1.42], [x + r * 0.74, y - r * 1.2], [x + r * 0.84, y - r * 0.2]]
        s.wash(np.array(curve(np.array(knot, float), closed=True)[0]), (40, 38, 35), 0.97, pool=0, grain=0.08, soft_px=3, rough_px=2)
    return s


def scales() -> Sheet:
    """The wall near: a coil of the painted body out of focus behind the painter."""
    s = Sheet(paper=True, seed=35)
    building.plaster(s)
    s.drawing(murals.facing_left(), PALETTE, line=0.62, fill=0.4, at=(-300, -270), scale=1.75, worn=0.5)
    s.colour = cv2.GaussianBlur(s.colour, (0, 0), 2.2)
    s.lay(0.2 + s.ramp(-100, 0, 900, 0) * 0.2, PAPER)
    return s


def court() -> Sheet:
    """The court behind the people: eaves above, a tree and a far wall in mist."""
    s = Sheet(paper=True, seed=36)
    inner = Sheet(seed=37)
    mountain(inner, "-140,420 0,300 90,210 150,180 230,280 330,360 470,330 640,420 900,380 1100,300 1220,260 1420,340", 660, colour=BLUE, density=0.34, strokes=40)
    mist(inner, 420, 60, 0.8)
    s.lay(inner.alpha, BLUE)
    s.drawing(building.hall(placed(250, 400, 1.25), 0.8), PALETTE, line=0.5, fill=0.4, worn=0.4)
    pine(s, "60,700 40,600 70,500 40,420", 24, [(0, 400, 60), (90, 430, 54), (30, 500, 60)], density=0.55, seed=14)
    s.wash(np.array([[-200, 560], [1500, 540], [1500, 900], [-200, 900]], float), OCHRE, 0.3, pool=0.1, fade=(0, 900, 0, 520))
    building.pillar(s, 1210, 110)
    building.beam(s, -70, 110)
    return s


def pillar() -> Sheet:
    """A pillar near the camera."""
    s = Sheet(420, 960, seed=38, origin=(210, 120))
    building.pillar(s, 0, 190, top=-130, foot=860, density=1.0)
    s.lay(s.alpha * 0.55, (34, 31, 28))
    s.alpha = cv2.GaussianBlur(s.alpha, (0, 0), 2.0)
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


def storm() -> Sheet:
    """A sky of rolled ink over the broken wall, from below."""
    s = Sheet(paper=True, seed=43)
    xx, yy = s.grid()
    n = noise(s.w, s.h, 420, 77, 4)
    s.lay(smooth(n + 0.35 - (yy / 900) * 0.5, 0.35, 0.95) * 0.72, (58, 60, 64))
    r = np.hypot((xx - 700) / 460, (yy - 170) / 300).astype(np.float32)
    s.lay((1 - smooth(r, 0.0, 1.0)) * 0.62, PAPER)
    for k, (x, y, q) in enumerate(((120, 130, 110), (330, 60, 90), (1180, 150, 120), (1010, 50, 90), (60, 300, 80), (1250, 330, 90))):
        cloud(s, x, y, q, density=0.72, body=(150, 146, 136) if k < 4 else (190, 184, 168), flip=bool(k % 2))
    return s


def broken() -> Sheet:
    """The broken wall in the foreground, seen from below: a jagged mouth in the plaster."""
    s = Sheet(seed=44)
    edge = "-140,900! -140,430! -60,446! 20,410! 90,450! 170,430! 230,500! 300,480! 350,556! 420,548! 470,610! 560,600! 640,636! 730,604! 800,620! 860,560! 930,566! 980,500! 1050,510! 1100,440! 1180,460! 1250,410! 1420,430! 1420,900!"
    s.lay(s.mask(edge, 2, 1), (186, 172, 142))
    s.wash(edge, INK, 0.6, pool=0.2, fade=(0, 900, 0, 380), rough_px=2)
    for x0, y0 in ((60, 520), (240, 560), (1060, 560), (1220, 520), (420, 640), (900, 640)):
        s.wash(f"{x0},{y0} {x0+70},{y0-8} {x0+120},{y0+40} {x0+60},{y0+64} {x0-8},{y0+40}", OCHRE, 0.3, pool=0.8)
    s.dry(curve(edge, step=3)[0][8:-8], 9, INK, 0.95, dryness=0.35, profile="flat")
    for k, (x, y, a) in enumerate(((90, 450, 80), (300, 480, 110), (470, 610, 60), (860, 560, 100), (1100, 440, 70), (1180, 460, 120), (640, 636, 90))):
        for q in building.crack((x, y), a, 150, 50 + k, 1):
            s.dry(building.straight(q), 5, INK, 0.9, dryness=0.3, profile="nail")
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
    for x, y, r, f in ((180, 150, 60, 0), (1060, 120, 70, 1), (660, 90, 44, 0), (1220, 420, 60, 0), (60, 470, 60, 1)):
        cloud(s, x, y, r, density=0.42, flip=bool(f))
    return s


def clouds_near() -> Sheet:
    s = Sheet(1640, 960, seed=53, origin=(180, 120))
    for x, y, r, f in ((-30, 690, 150, 0), (420, 760, 140, 1), (860, 780, 130, 0), (1290, 690, 160, 1), (1380, 130, 90, 0)):
        cloud(s, x, y, r, density=0.72, flip=bool(f))
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
    mountain(inner, "440,400 540,350 600,270 640,230 690,300 740,330 800,290 840,310 920,380", 560, colour=BLUE, density=0.42, strokes=18)
    s.lay(inner.alpha * light, BLUE)
    for x, y, q in ((640, 120, 1.0), (742, 166, 0.66)):
        p = np.array([[-70, 14], [-46, -4], [-22, 8], [2, 22], [26, 4], [52, -12], [78, 2], [100, 12]]) * q + [x, y]
        s.dry(curve(p, step=2)[0], 10 * q, INK, 0.85, dryness=0.3, profile="nail")
        for d in ((-86, 8), (-80, 22), (-66, -8)):
            s.dry(np.linspace(p[0], np.array(d) * q + [x, y], 8), 5 * q, INK, 0.85, dryness=0.2, profile="nail")
        for d in ((-50, -22), (-40, -20)):
            s.dry(np.linspace(p[0], np.array(d) * q + [x, y], 8), 3 * q, INK, 0.85, dryness=0.2, profile="nail")
    rim = curve(hole, closed=True)[0]
    s.dry(rim, 9, INK, 0.95, dryness=0.3, profile="flat")
    s.dry(rim + [-8, 5], 5, OCHRE, 0.7, dryness=0.5, profile="flat")
    for k, (x, y, a) in enumerate(((470, 70, 200), (530, 170, 170), (560, 330, 160), (690, 500, 90), (784, 400, 30), (868, 220, 0), (890, 110, 340), (612, 420, 130))):
        for q in building.crack((x, y), a, 110, 80 + k, 1):
            s.dry(building.straight(q), 4, INK, 0.85, dryness=0.35, profile="nail")
    building.floor(s, 640)
    for x, y, r in ((600, 668, 22), (660, 690, 30), (720, 672, 18), (770, 684, 26), (560, 700, 16)):
        s.lay(s.mask(f"{x-r},{y}! {x-r*0.3:.0f},{y-r*0.7:.0f}! {x+r*0.7:.0f},{y-r*0.4:.0f}! {x+r},{y+r*0.3:.0f}! {x-r*0.5:.0f},{y+r*0.45:.0f}!", 1, 1), (204, 190, 160))
        s.dry(f"{x-r},{y}! {x-r*0.3:.0f},{y-r*0.7:.0f}! {x+r*0.7:.0f},{y-r*0.4:.0f}! {x+r},{y+r*0.3:.0f}! {x-r*0.5:.0f},{y+r*0.45:.0f}! {x-r},{y}", 3, INK, 0.9, dryness=0.3)
    building.pillar(s, 40, 90)
    building.pillar(s, 1250, 90)
    building.beam(s, -70, 96)
    return s


PLACES: dict[str, Callable[[], Sheet]] = {
    "paper/grain": grain,
    "mountains/sky": sky, "mountains/far": far, "mountains/ridge": ridge, "mountains/pine": near_pine,
    "room/screen": screen, "room/desk": desk,
    "temple/mural": mural, "temple/bench": bench, "temple/long-wall": long_wall, "temple/onlookers": onlookers,
    "temple/scales": scales, "temple/court": court, "temple/pillar": pillar, "temple/eye": eye,
    "temple/storm-wall": storm_wall, "temple/broken": broken, "temple/remaining": remaining,
    "sky/storm": storm, "sky/above": above, "sky/clouds-far": clouds_far, "sky/clouds-near": clouds_near,
}  # fmt: skip
