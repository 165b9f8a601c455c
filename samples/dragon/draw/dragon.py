"""The dragon: a head drawn once, a body along a spine, legs, mane, and the eye that is or is not dotted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samples.dragon.draw.brush import Array, curve, resample
from samples.dragon.draw.figure import Figure, Warp

SOFT = "#4a4742"


def lock(a: tuple[float, float], b: tuple[float, float], tip: tuple[float, float], bend: float) -> str:
    """A flame of hair from the base a–b to its tip, bent sideways twice."""
    pa, pb, pt = np.array(a), np.array(b), np.array(tip)
    base = (pa + pb) / 2
    d = pt - base
    side = np.array([-d[1], d[0]])

    def at(u: float, s: float, root: Array) -> str:
        q = root * (1 - u) + pt * u + side * s
        return f"{q[0]:.1f},{q[1]:.1f}"

    return " ".join(
        [
            f"{pa[0]:.1f},{pa[1]:.1f}!",
            at(0.33, bend * 0.9, pa),
            at(0.66, bend * 0.35, pa),
            at(0.86, -bend * 0.25, pa),
            f"{pt[0]:.1f},{pt[1]:.1f}!",
            at(0.80, -bend * 0.45, pb),
            at(0.58, bend * 0.05, pb),
            at(0.30, bend * 0.55, pb),
            f"{pb[0]:.1f},{pb[1]:.1f}!",
        ]
    )


def locks(fig: Figure, name: str, paint: str, rows: list[tuple[float, ...]], width: float = 3.0) -> None:
    """Locks of hair, each (base ax, ay, bx, by, tip x, y, bend), back to front."""
    for k, (ax, ay, bx, by, tx, ty, bend) in enumerate(rows, 1):
        text = lock((ax, ay), (bx, by), (tx, ty), bend)
        fig.shape(f"{name}{k}", paint, text, (0, 4, width, "nail"), (4, 8, width * 0.8, "tail"))
        d = np.array([tx - (ax + bx) / 2, ty - (ay + by) / 2])
        s = np.array([-d[1], d[0]]) * bend
        root = np.array([(ax + bx) / 2, (ay + by) / 2])
        pts = [root + d * u + s * v for u, v in ((0.08, 0.1), (0.35, 0.62), (0.62, 0.18), (0.8, -0.3))]
        text = " ".join(f"{p[0]:.1f},{p[1]:.1f}" for p in pts)
        fig.line(f"{name}{k}.h", text, width * 0.55, "nail", within=f"{name}{k}")


def head(fig: Figure, *, eye: str = "blank", name: str = "head", detail: bool = True) -> None:
    """The head in its own coordinates (about 400×300, facing right, neck at 110,210)."""
    p = f"{name}."
    locks(
        fig,
        p + "mane",
        "dragon.mane",
        [
            (96, 236, 128, 262, -70, 372, 0.16),
            (80, 206, 104, 240, -128, 312, -0.14),
            (70, 172, 88, 214, -172, 222, 0.15),
            (74, 140, 74, 180, -150, 128, -0.15),
            (90, 112, 76, 150, -96, 44, 0.13),
        ],
        4.0,
    )
    # far horn, near horn
    fig.shape(
        p + "horn-far",
        "dragon.horn",
        "182,92! 150,62 112,40 66,30! 108,24 160,38 206,84!",
        (0, 3, 3.2, "nail"),
        (3, 6, 3.6, "tail"),
    )
    # mouth inside, tongue
    fig.shape(p + "mouth", "dragon.mouth", "196,190! 260,166 330,140 388,140! 380,190 330,216 250,224!")
    fig.shape(
        p + "tongue",
        "dragon.tongue",
        "222,204! 262,190 300,186 326,170 344,172! 336,192 306,206 262,214!",
        (0, 4, 3, "nail"),
        (4, 7, 3, "tail"),
    )
    for k, t in enumerate(
        (
            "262,216! 268,196 278,216!",
            "286,218! 293,200 302,217!",
            "310,214! 318,196 326,210!",
            "346,196! 357,158 368,190!",
        ),
        1,
    ):
        fig.shape(f"{p}tooth-l{k}", "dragon.bone", t, (0, 1, 2.4, "nail"), (1, 2, 2.4, "tail"))
    # the beard hangs behind the jaw
    locks(
        fig,
        p + "beard",
        "dragon.mane",
        [
            (330, 240, 352, 228, 392, 300, -0.22),
            (290, 252, 326, 242, 338, 334, 0.18),
            (236, 258, 284, 253, 262, 344, -0.16),
            (186, 250, 232, 258, 190, 338, 0.14),
        ],
        3.0,
    )
    # lower jaw
    fig.shape(
        p + "jaw",
        "dragon.body",
        "204,194! 240,213 286,219 326,209 352,189! 368,182 380,194 370,216 336,238 290,252 240,258 190,252 146,240 132,214!",
        (0, 4, 3.6, "swell"),
        (4, 12.6, 6.6, "willow"),
    )
    fig.line(p + "jaw.in", "226,222 270,232 316,228 350,210", 2.4, "swell", SOFT)
    # upper teeth hang before the dark of the mouth
    for k, t in enumerate(
        (
            "226,184! 238,206 250,174!",
            "256,174! 266,197 278,168!",
            "284,168! 293,188 303,155!",
            "330,141! 341,186 356,144!",
            "362,146! 369,166 378,147!",
        ),
        1,
    ):
        fig.shape(f"{p}tooth-u{k}", "dragon.bone", t, (0, 1, 2.4, "nail"), (1, 2, 2.4, "tail"))
    # skull and upper jaw
    fig.shape(
        p + "skull",
        "dragon.body",
        "104,222! 84,176 100,128 146,98 192,84 226,88 250,110 286,111 320,102 348,82 382,80 406,102 404,132 388,150!"
        " 362,145 338,139 316,150 286,168 246,176 206,198 166,222!",
        (1.2, 6.2, 6.4, "willow"),
        (6.0, 13, 7.0, "willow"),
        (13, 19.3, 5.2, "swell"),
    )
    # cheek fins
    locks(
        fig,
        p + "fin",
        "dragon.belly",
        [
            (168, 236, 146, 246, 96, 296, 0.14),
            (176, 210, 150, 236, 66, 262, -0.14),
            (170, 178, 152, 212, 52, 206, 0.16),
        ],
        3.4,
    )
    fig.shape(
        p + "cheek",
        "dragon.body",
        "206,196! 186,160 160,170 146,206 156,240 182,238 200,220!",
        (0.1, 5, 4.2, "willow"),
    )
    fig.lines(
        p + "cheek.s",
        (
            "164,186 172,194 182,192",
            "160,206 170,214 182,210",
            "166,226 176,230 186,226",
            "180,176 188,184 196,182",
        ),
        2.2,
        "swell",
        SOFT,
    )
    # ear, near horn
    fig.shape(
        p + "ear",
        "dragon.body",
        "140,132! 108,112 76,114 58,98! 66,132 96,152 134,152!",
        (0, 3, 4, "nail"),
        (3, 6, 4, "tail"),
    )
    fig.line(p + "ear.in", "128,140 104,130 82,122", 2.4, "nail", SOFT)
    fig.shape(
        p + "horn",
        "dragon.horn",
        "150,112! 128,70 92,36 34,18 -22,22! 8,4 44,0! 30,-14 6,-30! 50,-22 86,-2 124,26 160,58 184,100!",
        (0, 4, 5, "nail"),
        (4, 6, 3.2, "swell"),
        (6, 8, 3.2, "swell"),
        (8, 13, 5.4, "tail"),
    )
    fig.lines(
        p + "horn.r",
        ("138,86 150,78 158,62", "118,62 130,56 136,42", "94,40 104,34 110,20"),
        2.4,
        "nail",
        SOFT,
    )
    # snout: nostril, ridges, wrinkles, lip
    fig.shape(p + "nostril", "dragon.mouth", "352,112! 362,98 380,100 386,114 372,110!", (0, 4, 4, "swell"))
    fig.line(p + "nose.wing", "346,122 340,104 352,92 372,90", 4.2, "tail")
    fig.line(p + "nose.low", "390,120 382,130 366,128 356,118", 3.0, "nail")
    fig.lines(
        p + "wrinkle",
        (
            "336,104 326,116 326,130",
            "318,110 308,122 308,138",
            "300,116 290,128 288,146",
            "280,120 270,134 268,152",
        ),
        3.0,
        "nail",
        SOFT,
    )
    fig.line(p + "lip", "384,142 360,138 338,132 314,142 284,160 246,168 214,184", 2.6, "swell", SOFT)
    fig.line(p + "smile", "206,198 196,184 200,170", 4.4, "nail")
    # eye and brow
    white = "dragon.eye"
    fig.shape(
        p + "eye",
        white,
        "202,136! 214,118 236,112 254,122 262,138! 246,148 222,150!",
        (0, 4, 6.0, "willow"),
        (4, 7, 3.0, "swell"),
    )
    fig.line(p + "eye.fold", "196,142 206,156 230,160 256,152", 3.0, "swell", SOFT)
    fig.line(p + "eye.fold2", "192,154 204,168 226,170", 2.2, "swell", SOFT)
    if eye == "dotted":
        fig.shape(p + "pupil", "red", "224,129 233,118 245,123 247,135 237,143 226,139", (0, 6, 4, "even"))
        fig.line(p + "slit", "235,122 236,131 235,140", 4, "swell")
        fig.shape(p + "glint", "dragon.bone", "237,123! 241,122 242,127 238,128!")
    locks(
        fig,
        p + "brow",
        "dragon.brow",
        [
            (196, 132, 210, 116, 146, 132, 0.2),
            (200, 122, 220, 106, 142, 92, -0.2),
            (212, 112, 238, 102, 176, 58, 0.2),
            (226, 106, 262, 112, 226, 54, -0.24),
        ],
        3.6,
    )
    fig.line(p + "brow.b", "200,130 222,110 246,106 268,118", 6.0, "willow")
    # whiskers
    fig.line(p + "whisker1", "392,124 424,104 452,116 462,160 446,214 468,262 520,270", 5.0, "nail")
    fig.line(p + "whisker2", "356,126 372,170 410,196 420,240 400,296 414,336", 3.6, "nail", SOFT)


@dataclass(frozen=True)
class Spine:
    """The middle of a body with its left and right edges, from head end to tail end."""

    middle: Array
    normal: Array
    half: Array  # half width px

    def at(self, u: float, v: float) -> Array:
        """The point at u (0 head … 1 tail) along and v (−1 back … 1 belly) across."""
        n = len(self.middle) - 1
        i = np.clip(u, 0, 1) * n
        k = np.arange(n + 1)
        q = [np.interp(i, k, a) for a in (*self.middle.T, *self.normal.T, self.half)]
        return np.array([q[0] + q[2] * q[4] * v, q[1] + q[3] * q[4] * v])


def spine(
    text: str | Array, width: float, swell: str = "0,.62 .12,.8 .35,1 .65,.9 .88,.45 1,.04", belly: int = 1
) -> Spine:
    """A spine through written points; ``swell`` gives the width along it; belly +1 lies right of the way."""
    middle = resample(curve(text, step=3)[0], 241)
    tangent = np.gradient(middle, axis=0)
    tangent /= np.hypot(tangent[:, 0], tangent[:, 1])[:, None]
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) * belly
    u, w = np.array([[float(v) for v in x.split(",")] for x in swell.split()]).T
    half = np.interp(np.linspace(0, 1, 241), u, w) * width / 2
    half = np.convolve(np.pad(half, 12, mode="edge"), np.ones(25) / 25, mode="valid")
    return Spine(middle, normal, half)


def _text(rows: list[Array]) -> Array:
    return np.array(rows)


def body(
    fig: Figure,
    s: Spine,
    name: str = "body",
    *,
    first: float = 0.0,
    last: float = 1.0,
    ink: float = 6.0,
    scale_px: float = 24.0,
    fins: bool = True,
    seed: int = 7,
    rows: int = 4,
) -> None:
    """The stretch of a body from ``first`` to ``last`` (0 head … 1 tail): belly, scales, fins."""
    n = max(8, round(26 * (last - first)))
    us = np.linspace(first, last, n)
    length = float(np.hypot(*np.diff(s.middle, axis=0).T).sum())
    if fins:
        step = scale_px * 1.7 / length
        for k, u in enumerate(np.arange(first + step, last - step * 1.2, step), 1):
            h = 0.42 + 0.16 * np.sin(k * 2.3)
            pts = np.array(
                [
                    s.at(u - step * 0.5, -0.96),
                    s.at(u + step * 0.35, -1 - h * 0.8),
                    s.at(u + step * 0.9, -1 - h),
                    s.at(u + step * 0.55, -0.96),
                ]
            )
            text = " ".join(f"{p[0]:.1f},{p[1]:.1f}{'!' if i != 1 else ''}" for i, p in enumerate(pts))
            fig.shape(
                f"{name}.fin{k}", "dragon.mane", text, (0, 2, ink * 0.55, "nail"), (2, 3, ink * 0.4, "swell")
            )
    back = [s.at(u, -1) for u in us]
    front = [s.at(u, 1) for u in us[::-1]]
    loop = " ".join(
        f"{p[0]:.1f},{p[1]:.1f}" + ("!" if i in (0, n - 1, n, 2 * n - 1) else "")
        for i, p in enumerate(back + front)
    )
    fig.shape(
        name, "dragon.body", loop, (0, n - 1, ink * 1.15, "willow"), (n, 2 * n - 1, ink * 0.85, "willow")
    )
    # belly: its own paler region
    inner = [s.at(u, 0.45 + 0.08 * np.sin(u * 40)) for u in us]
    loop = " ".join(
        f"{p[0]:.1f},{p[1]:.1f}" + ("!" if i in (0, n - 1, n, 2 * n - 1) else "")
        for i, p in enumerate(inner + front)
    )
    fig.shape(
        f"{name}.belly",
        "dragon.belly",
        loop,
        (0, n - 1, ink * 0.55, "willow"),
        (n, 2 * n - 1, ink * 0.8, "willow"),
    )
    step = scale_px * 0.9 / length
    for k, u in enumerate(np.arange(first + step, last - step, step), 1):
        pts = np.array([s.at(u, 0.50), s.at(u + step * 0.5, 0.72), s.at(u + step * 0.45, 0.93)])
        fig.line(f"{name}.plate{k}", pts, ink * 0.42, "nail", SOFT, within=f"{name}.belly")
    rng = np.random.default_rng(seed)
    step = scale_px / length
    across = (-0.72, -0.42, -0.12, 0.18)[:rows]
    for k, u in enumerate(np.arange(first + step, last - step, step * 0.92), 1):
        for j, v in enumerate(across, 1):
            keep = 0.5 + 0.5 * np.sin(u * 31 + seed) > 0.22 + 0.18 * j + 0.25 * rng.random() - 0.35
            if not keep:
                continue
            uu = u + (step * 0.46 if j % 2 else 0)
            pts = np.array(
                [
                    s.at(uu, v - 0.125),
                    s.at(uu + step * 0.42, v - 0.07),
                    s.at(uu + step * 0.46, v + 0.07),
                    s.at(uu, v + 0.125),
                ]
            )
            fig.line(f"{name}.scale{k}.{j}", pts, ink * 0.42, "swell", SOFT, within=name)


def leg(fig: Figure, name: str, place: Warp) -> None:
    """A leg in its own coordinates: hip at 0,0, knee forward, four claws spread around 150,150."""
    old = fig.place
    fig.place = place if old is None else (lambda p: old(place(p)))
    locks(
        fig,
        f"{name}.hair",
        "dragon.mane",
        [(60, 60, 40, 84, -30, 130, 0.2), (44, 36, 30, 64, -46, 86, -0.2)],
        3,
    )
    claws = (
        "150,120! 190,112 214,124 226,150! 206,136 184,140 160,148!",
        "158,138! 190,150 206,172 204,202! 192,178 176,168 148,162!",
        "140,150! 156,176 156,204 138,226! 140,200 134,182 118,164!",
        "112,140! 96,160 76,168 52,164! 72,154 88,144 104,124!",
    )
    for k, t in enumerate(claws, 1):
        fig.shape(f"{name}.claw{k}", "dragon.bone", t, (0, 3, 4, "swell"), (3, 6, 3.4, "swell"))
    fig.shape(
        f"{name}.limb",
        "dragon.body",
        "-46,-30! 10,-44 60,-20 92,22 110,66 140,100 166,122 160,156 128,166 104,146 92,110 66,82 30,64 -20,40!",
        (0.2, 5, 6, "willow"),
        (5, 9, 4.4, "swell"),
        (9, 13, 5.4, "willow"),
    )
    fig.lines(
        f"{name}.s",
        (
            "40,-8 50,4 44,18",
            "62,14 72,28 64,42",
            "82,42 92,56 84,68",
            "100,74 108,88 100,98",
            "20,10 28,24 20,36",
            "46,36 54,48 46,60",
        ),
        2.4,
        "swell",
        SOFT,
    )
    fig.lines(f"{name}.k", ("150,118 142,130 146,142", "134,140 128,150 132,160"), 2.6, "nail", SOFT)
    fig.place = old
