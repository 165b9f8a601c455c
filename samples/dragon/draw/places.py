"""The painted backgrounds by name; the paper and the room. Frame coordinates; a sheet reaches 100 px (60 px) beyond the frame on every side."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from samples.dragon.draw import outdoors, temple
from samples.dragon.draw.brush import curve
from samples.dragon.draw.nature import mist, mountain, pine
from samples.dragon.draw.wash import INK, Sheet, noise


def grain() -> Sheet:
    """Paper: fibres and grain, to be multiplied over every picture; the only noisy file."""
    s = Sheet(1280, 720, paper=True, seed=5, origin=(0, 0))
    n = noise(1280, 720, 3, 41, 1) * 0.5 + noise(1280, 720, 9, 42, 2) * 0.5
    fibres = np.zeros((720, 1280), np.uint8)
    rng = np.random.default_rng(43)
    for _ in range(520):
        p, a, long = rng.uniform([0, 0], [1280, 720]), rng.uniform(0, np.pi), rng.uniform(8, 46)
        b = a + rng.normal(0, 0.5)
        line = np.array(
            [
                p,
                p + long * 0.5 * np.array([np.cos(a), np.sin(a)]),
                p + long * np.array([np.cos(b), np.sin(b)]),
            ]
        )
        cv2.polylines(
            fibres,
            [np.round(curve(line, step=3)[0] * 16).astype(np.int32)],
            False,
            (int(rng.uniform(30, 120)),),
            1,
            cv2.LINE_AA,
            4,
        )
    tone = 252 - 16 * n - fibres.astype(np.float32) * 0.06
    s.colour = np.repeat(np.round(tone / 2)[..., None] * 2, 3, axis=2) * np.array(
        [1, 0.996, 0.985], np.float32
    )
    return s


def screen() -> Sheet:
    """The storyteller's room by night: a folding screen with mountains, lamplight from the right."""
    s = Sheet(paper=True, seed=21)
    s.lay(np.ones((s.h, s.w), np.float32) * 0.62, (122, 110, 92))
    tops = [
        (-120, 60),
        (70, 34),
        (250, 62),
        (440, 38),
        (610, 64),
        (800, 40),
        (980, 66),
        (1170, 42),
        (1360, 66),
    ]
    for k, ((xa, ya), (xb, yb)) in enumerate(zip(tops, tops[1:], strict=False)):
        panel = np.array([[xa, ya], [xb, yb], [xb, 640], [xa, 640]], float)
        s.lay(s.mask(panel, 0, 1), (214, 200, 170) if k % 2 else (226, 214, 186))
    inner = Sheet(seed=22)
    mountain(
        inner,
        "-120,360 0,300 80,180 130,150 190,260 280,330 380,280 450,190 500,240 560,350 700,420 900,440 1100,400 1200,280 1250,220 1300,300 1400,360",
        600,
        density=0.55,
        strokes=70,
    )
    mountain(
        inner,
        "-120,520 60,440 180,420 300,470 420,520 640,560 900,560 1060,500 1180,470 1400,520",
        660,
        density=0.5,
        strokes=50,
    )
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
        s.dry(f"{x},{676 - k * 3} {x - 22},{712 - k * 2}", 4, INK, 0.7, dryness=0.8)
        x = 556 + 30 * k
        s.dry(f"{x},{660 - k * 2} {x - 10},{698 - k}", 4, INK, 0.7, dryness=0.8)
    s.lay(s.mask("930,668! 1010,652 1080,660 1100,684! 1060,706 960,706 920,690!", 2, 1), (48, 45, 42))
    s.dry("930,668 1010,652 1080,660 1100,684 1060,706 960,706 920,690", 5, INK, 1, dryness=0.2)
    s.lay(s.mask("960,676 1010,668 1056,676 1010,688", 2, 1), (20, 19, 18))
    s.dry("1080,640 1160,650 1270,676", 8, (120, 98, 62), 1, dryness=0.15, profile="even")
    s.dry("1084,641 1056,638 1030,642", 11, INK, 1, dryness=0.2, profile="nail")
    return s


PLACES: dict[str, Callable[[], Sheet]] = {
    "paper/grain": grain,
    "mountains/sky": outdoors.sky,
    "mountains/far": outdoors.far,
    "mountains/ridge": outdoors.ridge,
    "mountains/pine": outdoors.near_pine,
    "room/screen": screen,
    "room/desk": desk,
    "temple/mural": temple.mural,
    "temple/bench": temple.bench,
    "temple/long-wall": temple.long_wall,
    "temple/onlookers": temple.onlookers,
    "temple/scales": temple.scales,
    "temple/court": temple.court,
    "temple/pillar": temple.pillar,
    "temple/eye": temple.eye,
    "temple/storm-wall": temple.storm_wall,
    "temple/broken": temple.broken,
    "temple/remaining": temple.remaining,
    "sky/storm": outdoors.storm,
    "sky/above": outdoors.above,
    "sky/clouds-far": outdoors.clouds_far,
    "sky/clouds-near": outdoors.clouds_near,
}
