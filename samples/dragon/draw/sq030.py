"""Sequence 030: the eye is dotted, the wall breaks."""

from __future__ import annotations

from samples.dragon.draw import building, folk, murals, painter
from samples.dragon.draw.brush import Stroke, curve, stroke
from samples.dragon.draw.figure import Figure, Key, handles, placed, turned
from samples.dragon.draw.shot import GRAIN, Cel, Shot, cel, place


def sh070() -> Shot:
    """The brush at the eye."""
    tip = (532.0, 368.0)
    hand = painter.hand_at_eye()
    far = hand.moved(turned((1200, 200), 4, by=(250, -190)))
    near = hand.moved(turned((1200, 200), 1.5, by=(40, -44)))
    press = hand.moved(
        handles(
            (*tip, -10, 6),
            (548, 330, 8, 6),
            (600, 250, 6, 4),
            (760, 250, 4, 4),
            (1000, 200, 2, 2),
            (1200, 500, 0, 0),
        )
    )
    away = hand.moved(turned((1200, 200), 3, by=(120, -84)))

    def drop(r: float) -> Key:
        f = Figure(place=placed(526, 372, r), scale=r)
        f.shape("pupil", "red", "-4,-60 26,-46 44,-10 40,34 10,62 -26,52 -44,14 -36,-32", (0, 8, 9, "willow"))
        f.line("slit", "0,-40 5,0 2,42", 10, "swell")
        return f.key()

    touch = hand.moved(
        handles((*tip, -4, 2), (548, 330, 4, 2), (600, 250, 4, 2), (1000, 200, 0, 0), (1200, 500, 0, 0))
    )
    x, y = tip
    extra = [
        f"{x + 26},{y - 70} {x + 8},{y - 30} {x - 12},{y + 2}",
        f"{x + 40},{y - 60} {x + 26},{y - 24} {x + 14},{y + 4}",
        f"{x + 32},{y - 66} {x + 14},{y - 26} {x + 2},{y + 6}",
    ]
    splay = tuple(stroke(f"hand.splay{k}", t, 4.2, "nail") for k, t in enumerate(extra, 1))
    return Shot(
        "sq030/sh070",
        144,
        4,
        "눈에 점을 찍다 · Dotting the eye",
        [(0, 660, 352, 1.04), (60, 640, 356, 1.1), (143, 560, 362, 1.42)],
        [place("temple/eye", 0.9), cel("B"), cel("A"), GRAIN],
        {"007": 6, "008": 112},
        {
            "A": Cel({1: far, 9: near, 13: press, 21: away}, [(1, 8), (9, 18), (13, 26), (21, 50)]),
            "B": Cel({1: drop(0.42), 7: drop(0.78)}, [(0, 56), (1, 2), (7, 60)], "out"),
        },
        retouch={"A0011": Key((*touch.strokes, *splay), touch.dots)},
    )


def cracks(grow: float) -> Key:
    """Cracks that run out from behind the head; ``grow`` 0–1."""
    rows: list[Stroke] = []
    for k, (x, y, a, long) in enumerate(
        (
            (300, 120, 200, 360),
            (420, 80, 260, 240),
            (980, 120, 320, 330),
            (1010, 330, 10, 380),
            (900, 560, 50, 300),
            (520, 600, 110, 260),
            (250, 420, 170, 330),
            (690, 90, 280, 220),
        ),
        1,
    ):
        for j, p in enumerate(building.crack((x, y), a, long, 300 + k, 2), 1):
            keep = p[0] + (p - p[0]) * (0.06 + 0.94 * grow)
            text = " ".join(f"{q[0]:.1f},{q[1]:.1f}!" for q in keep)
            rows.append(stroke(f"crack{k}.{j}", text, 11 if j == 1 else 6, "nail"))
    return Key(tuple(rows), ())


def sh080() -> Shot:
    """The eye sees; the wall cracks."""
    still = murals.great_head("dotted", placed(300, 190, 1.72, -4), 1.5)
    drawn = still.moved(turned((320, 520), -5, 0.97, by=(-36, 10)))
    lunge = still.moved(
        handles(
            (200, 600, 0, 0),
            (150, 400, -6, 0),
            (420, 420, 30, -8),
            (700, 380, 70, -26),
            (990, 340, 110, -60),
            (640, 600, 60, 36),
            (900, 540, 90, 84),
            (300, 180, 6, -14),
        )
    )
    return Shot(
        "sq030/sh080",
        60,
        4,
        "깨어나는 눈 · The eye sees",
        [(0, 640, 372, 1.3), (20, 650, 366, 1.24), (59, 690, 350, 1.04)],
        [place("temple/storm-wall", 0.8), cel("B"), cel("A"), GRAIN],
        {},
        {
            "A": Cel({1: still, 6: drawn, 11: lunge}, [(1, 18), (6, 4), (11, 30)], "in"),
            "B": Cel(
                {1: cracks(0.0), 6: cracks(0.35), 11: cracks(1.0)}, [(0, 8), (1, 2), (6, 6), (11, 30)], "out"
            ),
        },
    )


def bolt(name: str, start: tuple[float, float], heading_deg: float, length: float, seed: int) -> Key:
    """Forked lightning: strokes of paper light."""
    rows: list[Stroke] = []
    for k, p in enumerate(building.crack(start, heading_deg, length, seed, 3), 1):
        text = " ".join(f"{x:.1f},{y:.1f}!" for x, y in p)
        rows.append(stroke(f"{name}{k}", text, 17 if k == 1 else 8, "nail", colour="#fbf6e8"))
    return Key(tuple(rows), ())


def sh090() -> Shot:
    """From below: it bursts out of the wall."""
    full = murals.Pose(
        "800,268 700,226 570,236 450,320 436,450 550,540 680,610 676,730 570,850 400,970 200,1080 0,1160 -300,1260",
        placed(622, 62, 1.1, -14),
    )
    rising = turned((560, 640), 9, by=(-60, 190))
    low_pose = turned((560, 640), 16, by=(-40, 420))
    line = curve(str(full.spine), step=8)[0]
    half = murals.Pose(rising(line), lambda p: rising(full.head(p)))
    head = murals.Pose(low_pose(line), lambda p: low_pose(full.head(p)))
    legs = {"leg-far": placed(470, 320, 0.8, 96), "leg": placed(560, 520, 0.95, -34)}
    out = murals.flying("d", full, 152, 1.15, legs, belly=-1, scale_px=32, last=0.5)
    half_key, head_key = (murals.flown(out, full, p, 1700) for p in (half, head))
    rise = dict(zip((1, 9, 17), murals.within(head_key, half_key, out), strict=True))
    low = folk.cowering()
    duck = low.moved(
        handles(
            (140, 790, 0, 0),
            (330, 790, 0, 0),
            (520, 790, 0, 0),
            (1020, 790, 0, 0),
            (1230, 790, 0, 0),
            (210, 560, -16, 34),
            (345, 500, 20, 24),
            (445, 640, 6, 26),
            (1108, 640, 14, 28),
            (1022, 590, -8, 20),
        )
    )
    bolts = {1: bolt("bolt", (1030, -30), 96, 420, 11), 2: bolt("bolt", (250, -30), 82, 360, 23)}
    return Shot(
        "sq030/sh090",
        120,
        4,
        "벽을 뚫고 · Out of the wall",
        [(0, 660, 400, 1.16), (70, 640, 340, 1.05), (119, 640, 330, 1.02)],
        [
            place("sky/storm", 0.4),
            cel("C", 0.5),
            cel("A"),
            place("temple/broken", 1.1),
            cel("B", 1.25),
            GRAIN,
        ],
        {},
        {
            "A": Cel(rise, [(1, 12), (9, 2), (17, 50)], "in-out"),
            "B": Cel({1: low, 7: duck}, [(1, 10), (7, 60)], "out"),
            "C": Cel(bolts, [(0, 4), (1, 4), (0, 2), (1, 4), (0, 40), (2, 4), (0, 4), (2, 4), (0, 20)]),
        },
    )
