"""The dragons as they are painted on the wall, and as they fly."""

from __future__ import annotations

from functools import cache

from samples.dragon.draw import dragon
from samples.dragon.draw.figure import Figure, Key, Warp, placed


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


def flying(spine: str, width: float, head: Warp, head_scale: float, legs: list[tuple[str, Warp]], *, belly: int, name: str, length_px: float) -> Key:
    """A living dragon along a spine; head placed by a warp."""
    f = Figure()
    s = dragon.spine(spine, width, belly=belly)
    for leg, where in legs:
        if leg.endswith("far"):
            dragon.leg(f, f"{name}.{leg}", where)
    dragon.body(f, s, f"{name}.body", ink=width / 26, scale_px=width / 5, first=0.02, length_px=length_px)
    for leg, where in legs:
        if not leg.endswith("far"):
            dragon.leg(f, f"{name}.{leg}", where)
    f.place, f.scale = head, head_scale
    dragon.head(f, eye="dotted", name=f"{name}.head")
    return f.key()
