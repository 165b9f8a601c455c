"""Sequence 040: the flight, and what remains."""

from __future__ import annotations

import numpy as np

from samples.dragon.draw import murals, painter
from samples.dragon.draw.figure import Figure, Key, handles, placed, turned
from samples.dragon.draw.shot import GRAIN, Cel, Shot, cel, place


def wave(
    way: int, x: float, y: float, long: float, high: float, head: float, lean: float
) -> list[murals.Pose]:
    """One cycle of a body that winds through the air to the left, a wave running from head to tail; seven poses."""
    poses = []
    for k in range(7):
        phase = 2 * np.pi * k / 6
        u = np.linspace(0, 1, 25)
        reach = high * (0.16 + 0.84 * np.clip(u * 2.4, 0, 1)) * (1 - 0.25 * u)
        turn = 2 * np.pi * 1.3 * u - phase * way
        line = np.column_stack(
            [x + long * u + high * 0.22 * np.cos(turn) * u, y + reach * np.sin(turn) + 60 * (head / 0.74) * u]
        )
        tilt = lean + 7 * np.cos(phase)
        base = placed(0, 0, head, tilt, flip=True)(np.array([[112.0, 214.0]]))[0]
        poses.append(
            murals.Pose(line, placed(line[0, 0] - base[0] - 6, line[0, 1] - base[1], head, tilt, flip=True))
        )
    return poses


def sh100() -> Shot:
    """Two dragons over the clouds."""
    near = wave(1, 470, 350, 960, 118, 0.74, 10)
    hip, hind = np.asarray(near[0].spine)[[7, 15]]
    legs = {
        "leg-far": placed(hind[0], hind[1] + 24, 0.42, 20, flip=True),
        "leg": placed(hip[0], hip[1] + 20, 0.52, 24, flip=True),
    }
    far = wave(1, 860, 150, 400, 46, 0.35, 8)
    hip = np.asarray(far[0].spine)[8]
    a = murals.flying("n", near[0], 112, 0.78, legs, belly=1, scale_px=28)
    b = murals.flying(
        "f",
        far[0],
        50,
        0.42,
        {"leg": placed(hip[0], hip[1] + 8, 0.22, 24, flip=True)},
        belly=1,
        scale_px=24,
        rows=2,
    )
    numbers = range(1, 20, 3)
    a_keys = dict(
        zip(numbers, murals.within(a, *(murals.flown(a, near[0], p, 1080) for p in near[1:])), strict=True)
    )
    b_keys = dict(
        zip(numbers, murals.within(b, *(murals.flown(b, far[0], p, 430) for p in far[1:])), strict=True)
    )
    return Shot(
        "sq040/sh100",
        168,
        5,
        "구름 위로 · Above the clouds",
        [(0, 700, 400, 1.12), (167, 580, 320, 1.03)],
        [
            place("sky/above", 0.1),
            place("mountains/far", 0.25, y=170),
            place("sky/clouds-far", 0.35),
            cel("B", 0.6),
            cel("A"),
            place("sky/clouds-near", 1.5, x=-180, y=-120),
            GRAIN,
        ],
        {"009": 30},
        {
            "A": Cel(a_keys, [(n, 2) for n in range(1, 19)] * 4 + [(n, 2) for n in range(1, 13)], "linear"),
            "B": Cel(b_keys, [(n, 2) for n in range(7, 19)] + [(n, 2) for n in range(1, 19)] * 4, "linear"),
        },
    )


def seal(grow: float) -> Key:
    """The red seal: 화룡점정 cut in two columns."""
    f = Figure(place=placed(1120, 560, grow, -3), scale=1.0)
    f.shape("seal", "red", "-46,-50! 0,-53 47,-49! 50,0 47,50! 2,53 -48,49! -51,2!", ink="#b3312a")
    cut = (
        "-34,-38 -22,-38",
        "-38,-31 -18,-31",
        "-28,-27 -34,-22 -28,-17 -22,-22 -28,-27",
        "-28,-16 -28,-11",
        "-40,-10 -16,-10",
        "-12,-38 -12,-6",
        "-12,-22 -6,-22",
        "-36,8 -20,8 -20,14 -36,14 -36,21 -18,21",
        "-28,23 -28,26",
        "-40,27 -14,27",
        "-27,31 -35,36 -27,42 -19,36 -27,31",
        "10,-38 26,-38",
        "18,-38 10,-28",
        "18,-38 26,-28",
        "40,-40 40,-20",
        "33,-30 40,-30",
        "16,-20 16,-12 38,-12 38,-20 16,-20",
        "16,-16 38,-16",
        "12,6 28,6",
        "20,6 12,18",
        "20,6 28,18",
        "40,4 40,24",
        "33,13 40,13",
        "26,28 18,35 26,42 36,35 26,28",
    )
    for k, t in enumerate(cut, 1):
        f.line(f"cut{k}", t, 3.4 * grow, "even", ink="#f3e8d4")
    return f.key()


def sh110() -> Shot:
    """The two that remain, and the painter who looks after the two that left."""
    man = painter.from_behind()
    feet = [(290, 650, 0, 0), (370, 650, 0, 0), (330, 560, 0, 0)]
    up = man.moved(
        handles(
            *feet,
            (280, 450, -2, 2),
            (390, 450, 2, 2),
            (334, 420, 4, 4),
            (334, 370, 12, 6),
            (334, 320, 20, 12),
        )
    )
    walk = turned((0, 0), 0, by=(262, 14))
    return Shot(
        "sq040/sh110",
        192,
        6,
        "남은 두 마리 · The two that remain",
        [(0, 600, 380, 1.16), (130, 640, 362, 1.03), (191, 640, 360, 1.02)],
        [place("temple/remaining", 0.9), cel("A"), cel("B", 0.0), GRAIN],
        {"010": 18},
        {
            "A": Cel({1: man.moved(walk), 8: up.moved(walk)}, [(1, 30), (8, 60)]),
            "B": Cel({1: seal(1.25), 4: seal(1.0)}, [(0, 156), (1, 2), (4, 20)], "in"),
        },
    )
