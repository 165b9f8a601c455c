"""Sequence 020: the painter, the wall, the people."""

from __future__ import annotations

from samples.dragon.draw import folk, painter
from samples.dragon.draw.brush import Array, stroke
from samples.dragon.draw.figure import Key, handles, turned
from samples.dragon.draw.shot import GRAIN, Cel, Shot, cel, place


def sh030() -> Shot:
    """The painter at the wall, drawing the whisker."""
    left = turned((0, 0), 0, by=(-70, 0))
    body, arm = painter.at_wall().moved(left), painter.arm_at_wall().moved(left)
    feet = [(200, 650, 0, 0), (320, 655, 0, 0), (130, 640, 0, 0)]
    back = body.moved(
        handles(*feet, (260, 450, -8, 0), (250, 310, -20, 4), (270, 210, -28, 8), (420, 400, -18, 6))
    )
    on = body.moved(
        handles(*feet, (260, 450, 8, -2), (270, 310, 20, -2), (290, 210, 28, 4), (430, 400, 20, -4))
    )
    pivot = (255.0, 320.0)
    arms = {
        1: arm.moved(turned(pivot, -15, by=(-18, 4))),
        9: arm,
        17: arm.moved(turned(pivot, 15, by=(20, -2))).moved(
            handles((260, 320, 0, 0), (330, 360, 0, 0), (500, 400, 4, 6), (600, 330, 10, 4))
        ),
    }
    tips = {n: next(s for s in a.strokes if s.id == "hand.tuft.1").line[-1, :2] for n, a in arms.items()}

    def whisker(name: str, rows: list[Array]) -> Key:
        text = " ".join(f"{x:.1f},{y:.1f}" for x, y in rows)
        return Key((stroke(name, text, 7.0, "nail"),), ())

    a, b, c = tips[1], tips[9], tips[17]
    ab, bc = (a + b) / 2 + (16, -4), (b + c) / 2 + (18, 2)
    lines = {
        1: whisker("whisker", [a, a + (3, 1), a + (6, 3)]),
        9: whisker("whisker", [a, ab, b]),
        17: whisker("whisker", [a, ab, b, bc, c]),
    }
    return Shot(
        "sq020/sh030",
        120,
        3,
        "벽 앞의 화가 · The painter at the wall",
        [(0, 660, 372, 1.03), (119, 610, 345, 1.16)],
        [
            place("temple/mural", 0.9),
            cel("C"),
            place("temple/bench"),
            cel("A"),
            cel("B"),
            place("temple/pillar", 1.5, x=1060, y=-120),
            GRAIN,
        ],
        {},
        {
            "A": Cel({1: back, 9: body, 17: on}, [(1, 14), (9, 12), (17, 60)]),
            "B": Cel(arms, [(1, 14), (9, 12), (17, 60)]),
            "C": Cel(lines, [(1, 14), (9, 12), (17, 60)]),
        },
    )


def sh040() -> Shot:
    """A pan along the wall, past the people, to the eye that is not there."""
    return Shot(
        "sq020/sh040",
        108,
        3,
        "눈 없는 용 · The dragon without eyes",
        [(0, 600, 380, 1.04), (24, 620, 380, 1.04), (96, 1290, 300, 1.34)],
        [place("temple/long-wall"), place("temple/onlookers", 1.35), GRAIN],
        {"003": 36},
    )


def sh050() -> Shot:
    """He turns and answers."""
    calm = painter.bust("calm")
    hips = [(160, 700, 0, 0), (740, 700, 0, 0), (450, 740, 0, 0)]
    bow = handles(
        *hips,
        (250, 480, 0, 4),
        (640, 500, -4, 8),
        (450, 380, -14, 22),
        (440, 200, -34, 30),
        (420, 60, -50, 38),
    )
    down, glance = painter.bust("down").moved(bow), calm.moved(bow)
    up = calm.moved(
        handles(
            *hips,
            (250, 480, 0, -4),
            (640, 500, 4, -6),
            (450, 380, 6, -4),
            (440, 200, 12, -8),
            (430, 60, 18, -12),
        )
    )
    arm = painter.gesture()
    low = arm.moved(turned((520, 700), 24)).moved(
        handles((440, 760, 0, 0), (520, 700, 0, 20), (800, 720, -10, 60))
    )
    high = arm.moved(
        handles(
            (440, 760, 0, 0), (520, 640, 0, 0), (720, 760, 0, 0), (760, 520, 14, -36), (900, 440, 40, -76)
        )
    )
    return Shot(
        "sq020/sh050",
        132,
        3,
        "화가의 대답 · The painter's answer",
        [(0, 660, 372, 1.03), (131, 600, 350, 1.12)],
        [place("temple/scales", 0.6), cel("A"), cel("B"), GRAIN],
        {"004": 26},
        {
            "A": Cel({1: down, 2: glance, 7: calm, 12: up}, [(1, 18), (2, 2), (7, 16), (12, 60)]),
            "B": Cel({1: low, 7: arm, 12: high}, [(1, 26), (7, 8), (12, 60)]),
        },
    )


def sh060() -> Shot:
    """They laugh and press him."""
    man, hand = folk.merchant(), folk.merchant_hand()
    seat = [(440, 780, 0, 0), (790, 780, 0, 0), (600, 690, 0, 0)]
    back = man.moved(
        handles(
            *seat,
            (460, 480, 4, -6),
            (780, 480, 10, 4),
            (620, 380, 24, -2),
            (640, 240, 46, 4),
            (650, 120, 64, 14),
        )
    )
    fore = man.moved(
        handles(
            *seat,
            (460, 480, -8, 6),
            (780, 480, -6, 2),
            (620, 380, -16, 10),
            (620, 240, -28, 16),
            (610, 120, -38, 20),
        )
    )
    slap = hand.moved(turned((760, 500), -7))
    lean, arm = folk.scholar(), folk.scholar_arm()
    root = [(860, 780, 0, 0), (1110, 780, 0, 0), (980, 640, 0, 0)]
    stern = lean.moved(
        handles(
            *root,
            (900, 420, -12, 4),
            (1080, 420, -8, 4),
            (990, 330, -26, 8),
            (980, 200, -42, 12),
            (970, 60, -52, 18),
        )
    )
    held = arm.moved(turned((1060, 480), -20)).moved(
        handles(
            (1060, 480, 0, 0), (1090, 430, 0, 0), (980, 620, 0, 10), (840, 560, 60, 26), (760, 560, 90, 40)
        )
    )
    thrust = arm.moved(
        handles((1090, 430, 0, 0), (1060, 560, 0, 0), (860, 470, -26, -14), (730, 460, -40, -26))
    )
    girl = folk.woman()
    look = girl.moved(
        handles(
            (220, 780, 0, 0),
            (450, 780, 0, 0),
            (330, 640, 0, 0),
            (250, 520, 2, -2),
            (420, 520, 4, -2),
            (330, 380, 10, -6),
            (330, 250, 16, -8),
        )
    )
    return Shot(
        "sq020/sh060",
        168,
        3,
        "사람들 · The people",
        [(0, 600, 380, 1.08), (80, 620, 372, 1.05), (167, 760, 345, 1.16)],
        [place("temple/court", 0.6), cel("C"), cel("D"), cel("A"), cel("B"), cel("E"), GRAIN],
        {"005": 10, "006": 94},
        {
            "A": Cel({1: man, 5: back, 9: fore}, [(1, 6), (5, 4), (9, 4), (5, 4), (9, 4), (5, 20), (1, 60)]),
            "B": Cel({1: hand, 4: slap}, [(1, 8), (4, 2), (1, 2), (4, 2), (1, 2), (4, 2), (1, 60)]),
            "C": Cel({1: girl, 6: look}, [(1, 60), (6, 60)]),
            "D": Cel({1: lean, 7: stern}, [(1, 80), (7, 60)]),
            "E": Cel({1: held, 7: thrust}, [(1, 82), (7, 60)]),
        },
    )
