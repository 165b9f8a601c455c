"""Sequence 010: the mountains and the storyteller."""

from __future__ import annotations

from samples.dragon.draw import storyteller
from samples.dragon.draw.figure import Figure, Key, handles, placed, turned
from samples.dragon.draw.shot import GRAIN, Cel, Shot, cel, place


def crane(x: float, y: float, scale: float, up: float, name: str) -> Key:
    """A crane in flight to the left; ``up`` is 1 with raised wings, 0.3 with wings almost level."""
    f = Figure(place=placed(x, y, scale, -6), scale=scale)
    f.line(f"{name}legs", "52,6 96,16 140,24", 4, "nail")
    t = -84 * up
    f.shape(
        f"{name}far",
        "robe.shade",
        f"-18,-4! {4 + 8 * up:.0f},{t * 0.62:.0f} {34:.0f},{t * 0.95:.0f} 70,{t * 1.05:.0f}! 52,{t * 0.6:.0f} 40,{t * 0.28:.0f} 28,0!",
        (0, 3, 3.4, "nail"),
        (3, 6, 3, "swell"),
    )
    f.shape(
        f"{name}body",
        "white",
        "-62,-22! -36,-16 0,-14 40,-4 66,8! 36,16 0,14 -30,2!",
        (0, 4, 3.6, "swell"),
        (4, 7.8, 4.4, "willow"),
    )
    f.line(f"{name}neck", "-34,-8 -64,-22 -88,-38 -112,-38", 8, "nail", "#1b1917")
    f.line(f"{name}beak", "-108,-39 -126,-34 -140,-30", 4, "nail")
    f.shape(f"{name}tail", "robe.deep", "44,-4! 70,0 92,10! 70,18 40,14!", (0, 2, 3, "swell"))
    f.shape(
        f"{name}near",
        "white",
        f"-30,-8! {-34 + 6 * up:.0f},{t * 0.5:.0f} {-16:.0f},{t * 0.95:.0f} 26,{t * 1.25:.0f}! 40,{t * 0.9:.0f} 42,{t * 0.4:.0f} 34,2!",
        (0, 3, 4.4, "nail"),
        (3, 6, 3.2, "swell"),
    )
    for k, (a, b) in enumerate(((26, 1.25), (38, 1.02), (44, 0.78)), 1):
        f.line(f"{name}tip{k}", f"{a - 16},{t * b * 0.72:.0f} {a},{t * b:.0f}", 7, "nail")
    return f.key()


def sh010() -> Shot:
    """Morning mountains: the big multi-plane move."""

    def flock(dx: float, dy: float, up: float) -> Key:
        return (
            crane(650 + dx, 240 + dy, 0.62, up, "a.")
            + crane(780 + dx * 0.96, 196 + dy * 0.9, 0.5, 1.3 - up, "b.")
            + crane(720 + dx * 0.9, 300 + dy, 0.44, 0.3 + up * 0.6, "c.")
        )

    keys = {
        1: flock(110, 40, 1),
        5: flock(70, 28, 0.34),
        9: flock(28, 14, 1),
        13: flock(-14, 4, 0.34),
        17: flock(-58, -4, 1),
        21: flock(-100, -14, 0.34),
        25: flock(-146, -22, 1),
    }
    shown = [(n, 2) for n in sorted(keys)]
    shown = [(0, 18), *shown[:-1], (25, 96)]
    return Shot(
        "sq010/sh010",
        156,
        1,
        "산속의 안락사 · The temple in the mountains",
        [(0, 560, 400, 1.16), (155, 740, 345, 1.02)],
        [
            place("mountains/sky", 0.1),
            place("mountains/far", 0.4),
            cel("A", 0.6),
            place("mountains/ridge", 0.8),
            place("mountains/pine", 1.5),
            GRAIN,
        ],
        {"001": 34},
        {"A": Cel(keys, shown, "linear")},
    )


def sh020() -> Shot:
    """The storyteller, who speaks to us."""
    still = storyteller.body()
    pins = [(690, 60, 0, 0), (900, 60, 0, 0), (770, 300, 0, 0), (860, 330, 0, 0), (800, 420, 0, 0)]
    breath = still.moved(
        handles(
            *pins,
            (620, 520, -6, -9),
            (1000, 520, 6, -8),
            (800, 700, 0, -2),
            (500, 640, -4, -4),
            (1040, 760, 2, 0),
        )
    )
    arm = storyteller.arm()
    shoulder = (900.0, 560.0)
    root = [(890, 480, 0, 0), (860, 640, 0, 0), (930, 780, 0, 0)]
    out = arm.moved(handles(*root, (1080, 560, -20, -34), (1080, 300, -70, -24), (1250, 400, -30, -72)))
    low = arm.moved(turned(shoulder, 7)).moved(handles(*root, (1080, 600, 10, 14), (1130, 330, 30, 10)))
    return Shot(
        "sq010/sh020",
        192,
        2,
        "이야기꾼 · The storyteller",
        [(0, 640, 360, 1.03), (191, 700, 345, 1.14)],
        [
            place("room/screen", 0.6),
            cel("A"),
            'mouth = "narrator"',
            cel("B"),
            place("room/desk", 1.1, y=-70),
            GRAIN,
        ],
        {"002": 18},
        {
            "A": Cel({1: still, 6: breath}, [(1, 24), (6, 18), (1, 16), (6, 20), (1, 60)]),
            "B": Cel({1: low, 7: arm, 13: out}, [(1, 16), (7, 30), (13, 34), (7, 60)]),
        },
        storyteller.mouths(),
    )
