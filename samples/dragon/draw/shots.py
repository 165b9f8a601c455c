"""The eleven shots: what is seen, how it moves, when it is said."""

from __future__ import annotations

import numpy as np

from samples.dragon.draw import building, folk, murals, painter, storyteller
from samples.dragon.draw.brush import Stroke, curve, stroke
from samples.dragon.draw.figure import Figure, Key, handles, placed, turned
from samples.dragon.draw.shot import Cel, Shot

GRAIN = 'place = "paper/grain"; parallax = 0.0; blend = "multiply"'


def place(name: str, parallax: float = 1.0, x: float = -100, y: float = -60) -> str:
    """A background layer; sheets reach beyond the frame by 100 and 60 px."""
    return f'place = "{name}"; x = {x:g}; y = {y:g}; parallax = {parallax:g}'


def cel(name: str, parallax: float = 1.0) -> str:
    """A layer of the exposure sheet."""
    return f'cel = "{name}"; parallax = {parallax:g}'


def crane(x: float, y: float, scale: float, up: float, name: str) -> Key:
    """A crane in flight to the left; ``up`` is 1 with raised wings, 0.3 with wings almost level."""
    f = Figure(place=placed(x, y, scale, -6), scale=scale)
    f.line(f"{name}legs", "52,6 96,16 140,24", 4, "nail")
    t = -84 * up
    f.shape(f"{name}far", "robe.shade", f"-18,-4! {4+8*up:.0f},{t*0.62:.0f} {34:.0f},{t*0.95:.0f} 70,{t*1.05:.0f}! 52,{t*0.6:.0f} 40,{t*0.28:.0f} 28,0!", (0, 3, 3.4, "nail"), (3, 6, 3, "swell"))
    f.shape(f"{name}body", "white", "-62,-22! -36,-16 0,-14 40,-4 66,8! 36,16 0,14 -30,2!", (0, 4, 3.6, "swell"), (4, 7.8, 4.4, "willow"))
    f.line(f"{name}neck", "-34,-8 -64,-22 -88,-38 -112,-38", 8, "nail", "#1b1917")
    f.line(f"{name}beak", "-108,-39 -126,-34 -140,-30", 4, "nail")
    f.shape(f"{name}tail", "robe.deep", "44,-4! 70,0 92,10! 70,18 40,14!", (0, 2, 3, "swell"))
    f.shape(f"{name}near", "white", f"-30,-8! {-34+6*up:.0f},{t*0.5:.0f} {-16:.0f},{t*0.95:.0f} 26,{t*1.25:.0f}! 40,{t*0.9:.0f} 42,{t*0.4:.0f} 34,2!", (0, 3, 4.4, "nail"), (3, 6, 3.2, "swell"))
    for k, (a, b) in enumerate(((26, 1.25), (38, 1.02), (44, 0.78)), 1):
        f.line(f"{name}tip{k}", f"{a-16},{t*b*0.72:.0f} {a},{t*b:.0f}", 7, "nail")
    return f.key()


def sh010() -> Shot:
    """Morning mountains: the big multi-plane move."""
    def flock(dx: float, dy: float, up: float) -> Key:
        return (
            crane(560 + dx, 240 + dy, 0.62, up, "a.") + crane(690 + dx * 0.96, 196 + dy * 0.9, 0.5, 1.3 - up, "b.")
            + crane(640 + dx * 0.9, 300 + dy, 0.44, 0.3 + up * 0.6, "c.")
        )
    keys = {1: flock(110, 40, 1), 5: flock(70, 28, 0.34), 9: flock(28, 14, 1), 13: flock(-14, 4, 0.34), 17: flock(-58, -4, 1),
            21: flock(-100, -14, 0.34), 25: flock(-146, -22, 1)}
    shown = [(n, 2) for n in sorted(keys)]
    shown = [(0, 18), *shown[:-1], (25, 96)]
    return Shot(
        "sq010/sh010", 132, 1, "산속의 안락사 · The temple in the mountains",
        [(0, 560, 400, 1.16), (131, 730, 345, 1.02)],
        [place("mountains/sky", 0.1), place("mountains/far", 0.4), cel("A", 0.6), place("mountains/ridge", 0.8), place("mountains/pine", 1.5), GRAIN],
        {"001": 36}, {"A": Cel(keys, shown, "linear")},
    )


def sh020() -> Shot:
    """The storyteller, who speaks to us."""
    still = storyteller.body()
    pins = [(690, 60, 0, 0), (900, 60, 0, 0), (770, 300, 0, 0), (860, 330, 0, 0), (800, 420, 0, 0)]
    breath = still.moved(handles(*pins, (620, 520, -6, -9), (1000, 520, 6, -8), (800, 700, 0, -2), (500, 640, -4, -4), (1040, 760, 2, 0)))
    arm = storyteller.arm()
    shoulder = (900.0, 560.0)
    root = [(890, 480, 0, 0), (860, 640, 0, 0), (930, 780, 0, 0)]
    out = arm.moved(handles(*root, (1080, 560, -20, -34), (1080, 300, -70, -24), (1250, 400, -30, -72)))
    low = arm.moved(turned(shoulder, 7)).moved(handles(*root, (1080, 600, 10, 14), (1130, 330, 30, 10)))
    return Shot(
        "sq010/sh020", 192, 2, "이야기꾼 · The storyteller",
        [(0, 640, 360, 1.03), (191, 700, 345, 1.14)],
        [place("room/screen", 0.6), cel("A"), 'mouth = "narrator"', cel("B"), place("room/desk", 1.1, y=-70), GRAIN],
        {"002": 18},
        {
            "A": Cel({1: still, 6: breath}, [(1, 24), (6, 18), (1, 16), (6, 20), (1, 60)]),
            "B": Cel({1: low, 7: arm, 13: out}, [(1, 16), (7, 30), (13, 34), (7, 60)]),
        },
        storyteller.mouths(),
    )


def sh030() -> Shot:
    """The painter at the wall, drawing the whisker."""
    left = turned((0, 0), 0, by=(-70, 0))
    body, arm = painter.at_wall().moved(left), painter.arm_at_wall().moved(left)
    feet = [(200, 650, 0, 0), (320, 655, 0, 0), (130, 640, 0, 0)]
    back = body.moved(handles(*feet, (260, 450, -8, 0), (250, 310, -20, 4), (270, 210, -28, 8), (420, 400, -18, 6)))
    on = body.moved(handles(*feet, (260, 450, 8, -2), (270, 310, 20, -2), (290, 210, 28, 4), (430, 400, 20, -4)))
    pivot = (255.0, 320.0)
    arms = {
        1: arm.moved(turned(pivot, -15, by=(-18, 4))),
        9: arm,
        17: arm.moved(turned(pivot, 15, by=(20, -2))).moved(handles((260, 320, 0, 0), (330, 360, 0, 0), (500, 400, 4, 6), (600, 330, 10, 4))),
    }
    tips = {n: next(s for s in a.strokes if s.id == "hand.tuft.1").line[-1, :2] for n, a in arms.items()}
    def whisker(name: str, rows: list) -> Key:
        text = " ".join(f"{x:.1f},{y:.1f}" for x, y in rows)
        return Key((stroke(name, text, 7.0, "nail"),), ())
    a, b, c = tips[1], tips[9], tips[17]
    ab, bc = (a + b) / 2 + (16, -4), (b + c) / 2 + (18, 2)
    lines = {1: whisker("whisker", [a, a + (3, 1), a + (6, 3)]), 9: whisker("whisker", [a, ab, b]), 17: whisker("whisker", [a, ab, b, bc, c])}
    return Shot(
        "sq020/sh030", 120, 3, "벽 앞의 화가 · The painter at the wall",
        [(0, 660, 372, 1.03), (119, 610, 345, 1.16)],
        [place("temple/mural", 0.9), cel("C"), place("temple/bench"), cel("A"), cel("B"), place("temple/pillar", 1.5, x=1060, y=-120), GRAIN],
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
        "sq020/sh040", 108, 3, "눈 없는 용 · The dragon without eyes",
        [(0, 600, 380, 1.04), (24, 620, 380, 1.04), (96, 1290, 300, 1.34)],
        [place("temple/long-wall"), place("temple/onlookers", 1.35), GRAIN],
        {"003": 36},
    )


def sh050() -> Shot:
    """He turns and answers."""
    calm = painter.bust("calm")
    hips = [(160, 700, 0, 0), (740, 700, 0, 0), (450, 740, 0, 0)]
    bow = handles(*hips, (250, 480, 0, 4), (640, 500, -4, 8), (450, 380, -14, 22), (440, 200, -34, 30), (420, 60, -50, 38))
    down, glance = painter.bust("down").moved(bow), calm.moved(bow)
    up = calm.moved(handles(*hips, (250, 480, 0, -4), (640, 500, 4, -6), (450, 380, 6, -4), (440, 200, 12, -8), (430, 60, 18, -12)))
    arm = painter.gesture()
    low = arm.moved(turned((520, 700), 24)).moved(handles((440, 760, 0, 0), (520, 700, 0, 20), (800, 720, -10, 60)))
    high = arm.moved(handles((440, 760, 0, 0), (520, 640, 0, 0), (720, 760, 0, 0), (760, 520, 14, -36), (900, 440, 40, -76)))
    return Shot(
        "sq020/sh050", 132, 3, "화가의 대답 · The painter's answer",
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
    back = man.moved(handles(*seat, (460, 480, 4, -6), (780, 480, 10, 4), (620, 380, 24, -2), (640, 240, 46, 4), (650, 120, 64, 14)))
    fore = man.moved(handles(*seat, (460, 480, -8, 6), (780, 480, -6, 2), (620, 380, -16, 10), (620, 240, -28, 16), (610, 120, -38, 20)))
    slap = hand.moved(turned((760, 500), -7))
    lean, arm = folk.scholar(), folk.scholar_arm()
    root = [(860, 780, 0, 0), (1110, 780, 0, 0), (980, 640, 0, 0)]
    stern = lean.moved(handles(*root, (900, 420, -12, 4), (1080, 420, -8, 4), (990, 330, -26, 8), (980, 200, -42, 12), (970, 60, -52, 18)))
    held = arm.moved(turned((1060, 480), -20)).moved(handles((1060, 480, 0, 0), (1090, 430, 0, 0), (980, 620, 0, 10), (840, 560, 60, 26), (760, 560, 90, 40)))
    thrust = arm.moved(handles((1090, 430, 0, 0), (1060, 560, 0, 0), (860, 470, -26, -14), (730, 460, -40, -26)))
    girl = folk.woman()
    look = girl.moved(handles((220, 780, 0, 0), (450, 780, 0, 0), (330, 640, 0, 0), (250, 520, 2, -2), (420, 520, 4, -2), (330, 380, 10, -6), (330, 250, 16, -8)))
    return Shot(
        "sq020/sh060", 168, 3, "사람들 · The people",
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


def sh070() -> Shot:
    """The brush at the eye."""
    tip = (532.0, 368.0)
    hand = painter.hand_at_eye()
    far = hand.moved(turned((1200, 200), 4, by=(250, -190)))
    near = hand.moved(turned((1200, 200), 1.5, by=(40, -44)))
    press = hand.moved(handles((*tip, -10, 6), (548, 330, 8, 6), (600, 250, 6, 4), (760, 250, 4, 4), (1000, 200, 2, 2), (1200, 500, 0, 0)))
    away = hand.moved(turned((1200, 200), 3, by=(120, -84)))
    def drop(r: float) -> Key:
        f = Figure(place=placed(526, 372, r), scale=r)
        f.shape("pupil", "red", "-4,-60 26,-46 44,-10 40,34 10,62 -26,52 -44,14 -36,-32", (0, 8, 9, "willow"))
        f.line("slit", "0,-40 5,0 2,42", 10, "swell")
        return f.key()
    touch = hand.moved(handles((*tip, -4, 2), (548, 330, 4, 2), (600, 250, 4, 2), (1000, 200, 0, 0), (1200, 500, 0, 0)))
    x, y = tip
    extra = [f"{x+26},{y-70} {x+8},{y-30} {x-12},{y+2}", f"{x+40},{y-60} {x+26},{y-24} {x+14},{y+4}", f"{x+32},{y-66} {x+14},{y-26} {x+2},{y+6}"]
    splay = tuple(stroke(f"hand.splay{k}", t, 4.2, "nail") for k, t in enumerate(extra, 1))
    return Shot(
        "sq030/sh070", 144, 4, "눈에 점을 찍다 · Dotting the eye",
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
    for k, (x, y, a, long) in enumerate(((300, 120, 200, 360), (420, 80, 260, 240), (980, 120, 320, 330), (1010, 330, 10, 380), (900, 560, 50, 300), (520, 600, 110, 260), (250, 420, 170, 330), (690, 90, 280, 220)), 1):
        for j, p in enumerate(building.crack((x, y), a, long, 300 + k, 2), 1):
            keep = p[0] + (p - p[0]) * (0.06 + 0.94 * grow)
            text = " ".join(f"{q[0]:.1f},{q[1]:.1f}!" for q in keep)
            rows.append(stroke(f"crack{k}.{j}", text, 11 if j == 1 else 6, "nail"))
    return Key(tuple(rows), ())


def sh080() -> Shot:
    """The eye sees; the wall cracks."""
    still = murals.great_head("dotted", placed(300, 190, 1.72, -4), 1.5)
    drawn = still.moved(turned((320, 520), -5, 0.97, by=(-36, 10)))
    lunge = still.moved(handles((200, 600, 0, 0), (150, 400, -6, 0), (420, 420, 30, -8), (700, 380, 70, -26), (990, 340, 110, -60), (640, 600, 60, 36), (900, 540, 90, 84), (300, 180, 6, -14)))
    return Shot(
        "sq030/sh080", 60, 4, "깨어나는 눈 · The eye sees",
        [(0, 640, 372, 1.3), (20, 650, 366, 1.24), (59, 690, 350, 1.04)],
        [place("temple/storm-wall", 0.8), cel("B"), cel("A"), GRAIN],
        {},
        {
            "A": Cel({1: still, 6: drawn, 11: lunge}, [(1, 18), (6, 4), (11, 30)], "in"),
            "B": Cel({1: cracks(0.0), 6: cracks(0.35), 11: cracks(1.0)}, [(0, 8), (1, 2), (6, 6), (11, 30)], "out"),
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
    full = murals.Pose("800,268 700,226 570,236 450,320 436,450 550,540 680,610 676,730 570,850 400,970 200,1080 0,1160 -300,1260", placed(622, 62, 1.1, -14))
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
    duck = low.moved(handles((140, 790, 0, 0), (330, 790, 0, 0), (520, 790, 0, 0), (1020, 790, 0, 0), (1230, 790, 0, 0), (210, 560, -16, 34), (345, 500, 20, 24), (445, 640, 6, 26), (1108, 640, 14, 28), (1022, 590, -8, 20)))
    bolts = {1: bolt("bolt", (1030, -30), 96, 420, 11), 2: bolt("bolt", (250, -30), 82, 360, 23)}
    return Shot(
        "sq030/sh090", 120, 4, "벽을 뚫고 · Out of the wall",
        [(0, 660, 400, 1.16), (70, 640, 340, 1.05), (119, 640, 330, 1.02)],
        [place("sky/storm", 0.4), cel("C", 0.5), cel("A"), place("temple/broken", 1.1), cel("B", 1.25), GRAIN],
        {},
        {
            "A": Cel(rise, [(1, 12), (9, 2), (17, 50)], "in-out"),
            "B": Cel({1: low, 7: duck}, [(1, 10), (7, 60)], "out"),
            "C": Cel(bolts, [(0, 4), (1, 4), (0, 2), (1, 4), (0, 40), (2, 4), (0, 4), (2, 4), (0, 20)]),
        },
    )


def sh100() -> Shot:
    """Two dragons over the clouds."""
    near = wave(1, 470, 350, 960, 118, 0.74, 10)
    hip, hind = np.asarray(near[0].spine)[[7, 15]]
    legs = {"leg-far": placed(hind[0], hind[1] + 24, 0.42, 20, flip=True), "leg": placed(hip[0], hip[1] + 20, 0.52, 24, flip=True)}
    far = wave(1, 860, 150, 400, 46, 0.35, 8)
    hip = np.asarray(far[0].spine)[8]
    a = murals.flying("n", near[0], 112, 0.78, legs, belly=1, scale_px=28)
    b = murals.flying("f", far[0], 50, 0.42, {"leg": placed(hip[0], hip[1] + 8, 0.22, 24, flip=True)}, belly=1, scale_px=24, rows=2)
    numbers = range(1, 20, 3)
    a_keys = dict(zip(numbers, murals.within(a, *(murals.flown(a, near[0], p, 1080) for p in near[1:])), strict=True))
    b_keys = dict(zip(numbers, murals.within(b, *(murals.flown(b, far[0], p, 430) for p in far[1:])), strict=True))
    return Shot(
        "sq040/sh100", 168, 5, "구름 위로 · Above the clouds",
        [(0, 700, 400, 1.12), (167, 580, 320, 1.03)],
        [place("sky/above", 0.1), place("mountains/far", 0.25, y=170), place("sky/clouds-far", 0.35), cel("B", 0.6), cel("A"), place("sky/clouds-near", 1.5, x=-180, y=-120), GRAIN],
        {"009": 30},
        {
            "A": Cel(a_keys, [(n, 2) for n in range(1, 19)] * 4 + [(n, 2) for n in range(1, 13)], "linear"),
            "B": Cel(b_keys, [(n, 2) for n in range(7, 19)] + [(n, 2) for n in range(1, 19)] * 4, "linear"),
        },
    )


def wave(way: int, x: float, y: float, long: float, high: float, head: float, lean: float) -> list[murals.Pose]:
    """One cycle of a body that winds through the air to the left, a wave running from head to tail; seven poses."""
    poses = []
    for k in range(7):
        phase = 2 * np.pi * k / 6
        u = np.linspace(0, 1, 25)
        reach = high * (0.16 + 0.84 * np.clip(u * 2.4, 0, 1)) * (1 - 0.25 * u)
        turn = 2 * np.pi * 1.3 * u - phase * way
        line = np.column_stack([x + long * u + high * 0.22 * np.cos(turn) * u, y + reach * np.sin(turn) + 60 * (head / 0.74) * u])
        tilt = lean + 7 * np.cos(phase)
        base = placed(0, 0, head, tilt, flip=True)(np.array([[112.0, 214.0]]))[0]
        poses.append(murals.Pose(line, placed(line[0, 0] - base[0] - 6, line[0, 1] - base[1], head, tilt, flip=True)))
    return poses


def seal(grow: float) -> Key:
    """The red seal: 화룡점정 cut in two columns."""
    f = Figure(place=placed(1120, 560, grow, -3), scale=1.0)
    f.shape("seal", "red", "-46,-50! 0,-53 47,-49! 50,0 47,50! 2,53 -48,49! -51,2!", ink="#b3312a")
    cut = (
        "-34,-38 -22,-38", "-38,-31 -18,-31", "-28,-27 -34,-22 -28,-17 -22,-22 -28,-27", "-28,-16 -28,-11", "-40,-10 -16,-10", "-12,-38 -12,-6", "-12,-22 -6,-22",
        "-36,8 -20,8 -20,14 -36,14 -36,21 -18,21", "-28,23 -28,26", "-40,27 -14,27", "-27,31 -35,36 -27,42 -19,36 -27,31",
        "10,-38 26,-38", "18,-38 10,-28", "18,-38 26,-28", "40,-40 40,-20", "33,-30 40,-30", "16,-20 16,-12 38,-12 38,-20 16,-20", "16,-16 38,-16",
        "12,6 28,6", "20,6 12,18", "20,6 28,18", "40,4 40,24", "33,13 40,13", "26,28 18,35 26,42 36,35 26,28",
    )
    for k, t in enumerate(cut, 1):
        f.line(f"cut{k}", t, 3.4 * grow, "even", ink="#f3e8d4")
    return f.key()


def sh110() -> Shot:
    """The two that remain, and the painter who looks after the two that left."""
    man = painter.from_behind()
    feet = [(290, 650, 0, 0), (370, 650, 0, 0), (330, 560, 0, 0)]
    up = man.moved(handles(*feet, (280, 450, -2, 2), (390, 450, 2, 2), (334, 420, 4, 4), (334, 370, 12, 6), (334, 320, 20, 12)))
    walk = turned((0, 0), 0, by=(262, 14))
    return Shot(
        "sq040/sh110", 192, 6, "남은 두 마리 · The two that remain",
        [(0, 600, 380, 1.16), (130, 640, 362, 1.03), (191, 640, 360, 1.02)],
        [place("temple/remaining", 0.9), cel("A"), cel("B", 0.0), GRAIN],
        {"010": 18},
        {
            "A": Cel({1: man.moved(walk), 8: up.moved(walk)}, [(1, 30), (8, 60)]),
            "B": Cel({1: seal(1.25), 4: seal(1.0)}, [(0, 156), (1, 2), (4, 20)], "in"),
        },
    )


SHOTS = (sh010, sh020, sh030, sh040, sh050, sh060, sh070, sh080, sh090, sh100, sh110)
