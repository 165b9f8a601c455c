"""The dragons as they are painted on the wall, and as they fly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from samples.dragon.draw import dragon
from samples.dragon.draw.brush import Array, Stroke, along, curve
from samples.dragon.draw.figure import Figure, Key, Warp, handles, placed


@cache
def facing_left(eye: str = "blank") -> Key:
    """The dragon that looks at the painter: its head at the middle, its body in a great S to the right."""
    f = Figure()
    s = dragon.spine("800,260 900,190 1030,210 1090,310 1040,420 900,470 800,540 850,640 990,650 1110,590 1240,560 1400,640", 150, belly=1)
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
    s = dragon.spine("420,330 300,250 170,260 110,370 170,480 320,520 420,580 400,670 270,700 120,660 -30,680 -200,600", 140, belly=-1)
    dragon.leg(f, "leg-b", placed(220, 470, 0.56, -50))
    dragon.body(f, s, ink=5.0, scale_px=26, first=0.02, seed=11)
    dragon.leg(f, "leg-a", placed(330, 510, 0.6, 10))
    f.place, f.scale = placed(330, 190, 0.84, 8), 0.85
    dragon.head(f, eye="blank")
    return f.key()


@cache
def great_head(eye: str, place: Warp, scale: float) -> Key:
    """The head alone, very near."""
    f = Figure(place=place, scale=scale)
    dragon.head(f, eye=eye)
    return f.key()


@dataclass(frozen=True)
class Pose:
    """Where a flying dragon is: the spine from head to tail, and the place of its head."""

    spine: str | Array
    head: Warp


def flying(name: str, pose: Pose, width: float, head_scale: float, legs: dict[str, Warp], *, belly: int, scale_px: float) -> Key:
    """A living dragon, its eyes dotted."""
    f = Figure()
    s = dragon.spine(pose.spine, width, belly=belly)
    for leg, where in legs.items():
        if leg.endswith("far"):
            dragon.leg(f, f"{name}.{leg}", where)
    dragon.body(f, s, f"{name}.body", ink=width / 26, scale_px=scale_px, first=0.02)
    for leg, where in legs.items():
        if not leg.endswith("far"):
            dragon.leg(f, f"{name}.{leg}", where)
    f.place, f.scale = pose.head, head_scale
    dragon.head(f, eye="dotted", name=f"{name}.head")
    return f.key()


def flown(key: Key, rest: Pose, pose: Pose, length_px: float, half_px: float) -> Key:
    """The same dragon in another pose: handles along both edges of its spine and around its head."""
    a, b = _stations(rest, length_px, half_px), _stations(pose, length_px, half_px)
    return key.moved(handles(*((x, y, u - x, v - y) for (x, y), (u, v) in zip(a, b, strict=True)), stiff=1.6))


def _stations(pose: Pose, length_px: float, half_px: float) -> Array:
    line = curve(pose.spine, step=3)[0]
    s = along(line)
    at = np.linspace(0.0, min(length_px, float(s[-1]) - 4), 27)[1:]
    p = np.column_stack([np.interp(at, s, line[:, 0]), np.interp(at, s, line[:, 1])])
    t = np.gradient(p, axis=0)
    t /= np.hypot(t[:, 0], t[:, 1])[:, None]
    side = np.column_stack([-t[:, 1], t[:, 0]]) * half_px
    face = pose.head(np.array([[110, 210], [110, 110], [400, 110], [330, 240], [40, 0], [-100, 200], [230, 160]], float))
    return np.vstack([p + side, p - side, face])


def within(key: Key, *others: Key) -> list[Key]:
    """Leave out of all poses the strokes that none of them shows in the frame."""
    def shown(s: Stroke) -> bool:
        x, y = s.line[:, 0], s.line[:, 1]
        return bool(x.max() > 0 and x.min() < 1280 and y.max() > 0 and y.min() < 720)

    ids = {s.id for k in (key, *others) for s in k.strokes if shown(s)}
    dots = {d.id for k in (key, *others) for d in k.dots if 0 < d.x < 1280 and 0 < d.y < 720}
    return [
        Key(tuple(s for s in k.strokes if s.id in ids), tuple(d for d in k.dots if d.id in dots)) for k in (key, *others)
    ]
