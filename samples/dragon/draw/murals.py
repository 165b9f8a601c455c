"""The dragons as they are painted on the wall, and as they fly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from samples.dragon.draw import dragon
from samples.dragon.draw.brush import Array, Stroke, along, curve
from samples.dragon.draw.figure import Figure, Key, Warp, placed


@cache
def facing_left(eye: str = "blank") -> Key:
    """The dragon that looks at the painter: its head at the middle, its body in a great S to the right."""
    f = Figure()
    s = dragon.spine(
        "800,260 900,190 1030,210 1090,310 1040,420 900,470 800,540 850,640 990,650 1110,590 1240,560 1400,640",
        150,
        belly=1,
    )
    dragon.leg(f, "leg-b", placed(1000, 420, 0.62, 60, flip=True))
    dragon.body(f, s, ink=5.0, scale_px=26, first=0.02)
    dragon.leg(f, "leg-a", placed(860, 470, 0.66, -8, flip=True))
    f.place, f.scale = placed(962, 112, 0.94, 4, flip=True), 0.9
    dragon.head(f, eye=eye)
    return f.key()


@cache
def facing_right() -> Key:
    """Its fellow, turned the other way and lower."""
    f = Figure()
    s = dragon.spine(
        "420,330 300,250 170,260 110,370 170,480 320,520 420,580 400,670 270,700 120,660 -30,680 -200,600",
        140,
        belly=-1,
    )
    dragon.leg(f, "leg-b", placed(220, 470, 0.56, -50))
    dragon.body(f, s, ink=5.0, scale_px=26, first=0.02, seed=11)
    dragon.leg(f, "leg-a", placed(330, 510, 0.6, 10))
    f.place, f.scale = placed(330, 190, 0.84, 8), 0.85
    dragon.head(f, eye="blank")
    return f.key()


@cache
def great_head(eye: str, place: Warp, scale: float) -> Key:
    """The head and a piece of the neck, very near."""
    f = Figure(place=place, scale=scale)
    f.shape(
        "neck",
        "dragon.body",
        "170,104! 60,112 -40,150 -140,230! -300,420! 40,420! 110,320 180,252!",
        (0, 3, 6, "willow"),
        (5, 7, 5, "willow"),
    )
    f.shape(
        "neck.belly",
        "dragon.belly",
        "172,250! 110,300 40,420! -90,420! 20,300 110,226!",
        (0, 2, 5, "willow"),
        (3, 5, 3, "swell"),
    )
    rows = ("60,290 84,306 104,306", "36,318 58,336 76,338", "14,350 34,366 54,368", "86,262 108,278 126,278")
    f.lines("neck.plate", rows, 2.6, "nail", dragon.SOFT)
    for k, (x, y) in enumerate(
        (
            (30, 150),
            (70, 160),
            (0, 190),
            (40, 200),
            (-30, 230),
            (10, 240),
            (-60, 270),
            (-20, 282),
            (50, 240),
            (90, 200),
        ),
        1,
    ):
        f.line(
            f"neck.scale{k}",
            f"{x},{y - 14} {x - 16},{y - 4} {x - 14},{y + 10} {x + 2},{y + 16}",
            2.6,
            "swell",
            dragon.SOFT,
        )
    dragon.head(f, eye=eye)
    return f.key()


@dataclass(frozen=True)
class Pose:
    """Where a flying dragon is: the spine from head to tail, and the place of its head."""

    spine: str | Array
    head: Warp


def flying(
    name: str,
    pose: Pose,
    width: float,
    head_scale: float,
    legs: dict[str, Warp],
    *,
    belly: int,
    scale_px: float,
    rows: int = 4,
    last: float = 1.0,
) -> Key:
    """A living dragon, its eyes dotted."""
    f = Figure()
    s = dragon.spine(pose.spine, width, belly=belly)
    for leg, where in legs.items():
        if leg.endswith("far"):
            dragon.leg(f, f"{name}.{leg}", where)
    dragon.body(f, s, f"{name}.body", ink=width / 26, scale_px=scale_px, first=0.02, last=last, rows=rows)
    for leg, where in legs.items():
        if not leg.endswith("far"):
            dragon.leg(f, f"{name}.{leg}", where)
    f.place, f.scale = pose.head, head_scale
    dragon.head(f, eye="dotted", name=f"{name}.head")
    return f.key()


def flown(key: Key, rest: Pose, pose: Pose, length_px: float) -> Key:
    """The same dragon in another pose: the body goes along with its spine, the head stays whole."""
    (p, tp, np_), (q, tq, nq) = _frames(rest, length_px), _frames(pose, length_px)
    head = _rigid(rest.head, pose.head)

    def warp(v: Array) -> Array:
        i = ((v[:, None, :] - p[None]) ** 2).sum(-1).argmin(1)
        d = v - p[i]
        along_px, across_px = (d * tp[i]).sum(1), (d * np_[i]).sum(1)
        skin = q[i] + along_px[:, None] * tq[i] + across_px[:, None] * nq[i]
        u = np.clip(i / len(p) * 6.0, 0, 1)[:, None]  # the neck gives way over the first sixth
        t = u * u * (3 - 2 * u)
        out: Array = head(v) * (1 - t) + skin * t
        return out

    return key.moved(warp)


def _frames(pose: Pose, length_px: float) -> tuple[Array, Array, Array]:
    """Points, tangents and normals along the spine, evenly spaced over ``length_px``."""
    line = curve(pose.spine, step=3)[0]
    s = along(line)
    at = np.linspace(0.0, min(length_px, float(s[-1]) - 4), 400)
    p = np.column_stack([np.interp(at, s, line[:, 0]), np.interp(at, s, line[:, 1])])
    t = np.gradient(p, axis=0)
    t = np.column_stack([np.convolve(np.pad(c, 9, mode="edge"), np.ones(19) / 19, "valid") for c in t.T])
    t /= np.hypot(t[:, 0], t[:, 1])[:, None]
    return p, t, np.column_stack([-t[:, 1], t[:, 0]])


def _rigid(a: Warp, b: Warp) -> Warp:
    """The move that takes a head placed by ``a`` to where ``b`` places it."""
    base = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    pa, pb = a(base), b(base)
    m = np.linalg.inv(pa[1:] - pa[0]) @ (pb[1:] - pb[0])
    return lambda v: (v - pa[0]) @ m + pb[0]


def within(key: Key, *others: Key) -> list[Key]:
    """Leave out of all poses the ink that none of them shows in the frame; boundaries stay, so regions stay closed."""

    def shown(s: Stroke) -> bool:
        x, y = s.line[:, 0], s.line[:, 1]
        return bool(x.max() > 0 and x.min() < 1280 and y.max() > 0 and y.min() < 720)

    ids = {s.id for k in (key, *others) for s in k.strokes if s.kind == "close" or shown(s)}
    dots = {d.id for k in (key, *others) for d in k.dots if 0 < d.x < 1280 and 0 < d.y < 720}
    return [
        Key(tuple(s for s in k.strokes if s.id in ids), tuple(d for d in k.dots if d.id in dots))
        for k in (key, *others)
    ]
