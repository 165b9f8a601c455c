"""Mountains, mist, pines and clouds in wash."""

from __future__ import annotations

import numpy as np

from samples.dragon.draw.brush import curve
from samples.dragon.draw.wash import BLUE, INK, PAPER, Colour, Sheet, noise, smooth


def mountain(
    s: Sheet,
    ridge: str,
    foot_y: float,
    *,
    colour: Colour = INK,
    density: float = 0.5,
    strokes: int = 60,
    dark: float = 0.4,
    solid: bool = False,
) -> None:
    """A mountain: a wash that is dark at the ridge and sinks into mist, with hemp-fibre strokes (피마준)."""
    line = curve(ridge, step=3)[0]
    rng = np.random.default_rng(s._next())
    line = line + np.column_stack(
        [np.zeros(len(line)), np.convolve(rng.normal(0, 5, len(line) + 8), np.ones(9) / 9, "valid")]
    )
    loop = np.vstack([line, [line[-1][0], foot_y], [line[0][0], foot_y]])
    top = line[:, 1].min()
    m = s.mask(loop, 4, 1.4)
    xx, yy = s.grid()
    crest = np.interp(xx[0], line[:, 0], line[:, 1]).astype(np.float32)[None, :]
    depth = np.clip((yy - crest) / max(foot_y - top, 1), 0, 1)
    n = noise(s.w, s.h, 90, s._next(), 4)
    if solid:  # hide what lies behind, less and less towards the mist
        s.lay(m * (1 - smooth(depth, 0.45, 0.95)), PAPER)
    tone = np.exp(-depth * 5.5) * 0.85 + 0.35 * np.exp(-depth * 1.6) * (0.5 + n)
    tone *= 1 - smooth(depth + 0.35 * (n - 0.5), 0.55, 1.0)
    s.wash(m * np.clip(tone, 0, 1.2), colour, density, pool=0.0, grain=0.2)
    for _ in range(strokes):
        k = int(rng.integers(2, len(line) - 2))
        x, y = line[k]
        slope = (line[k + 2][1] - line[k - 2][1]) / max(line[k + 2][0] - line[k - 2][0], 1)
        run = (foot_y - top) * rng.uniform(0.12, 0.42)
        lean = np.sign(slope or 1) * run * rng.uniform(0.1, 0.5) + rng.normal(0, 6)
        off = rng.uniform(2, run * 0.9)
        p = np.array([[x, y + off], [x + lean * 0.25, y + off + run * 0.4], [x + lean, y + off + run]])
        s.dry(
            curve(p, step=3)[0],
            rng.uniform(3, 7),
            colour,
            density * dark * rng.uniform(0.4, 1.2),
            dryness=0.9,
            profile="nail",
        )
    ridge_dry(s, line, colour, density, rng)


def ridge_dry(s: Sheet, line: np.ndarray, colour: Colour, density: float, rng: np.random.Generator) -> None:
    """The broken contour of a ridge."""
    a = 0
    while a < len(line) - 12:
        b = min(len(line), a + int(rng.integers(25, 90)))
        s.dry(
            line[a:b], rng.uniform(3.0, 6.5), colour, min(1.0, density * 1.25), dryness=0.55, profile="willow"
        )
        a = b - int(rng.integers(-8, 6))


def mist(s: Sheet, y: float, height: float, strength: float = 0.9) -> None:
    """Lift a drifting band of mist out of the sheet."""
    yy = s.grid()[1]
    n = noise(s.w, s.h, 260, s._next(), 3)
    d = np.abs(yy - y - (n - 0.5) * height * 1.6) / height
    s.lift((1 - smooth(d, 0.25, 1.0)) * strength)


def pine(
    s: Sheet,
    trunk: str,
    width: float,
    boughs: list[tuple[float, float, float]],
    *,
    density: float = 0.85,
    seed: int = 3,
) -> None:
    """A pine: scaly trunk, and pads of needles (x, y, radius)."""
    rng = np.random.default_rng(seed)
    line = curve(trunk, step=3)[0]
    s.dry(line, width, (120, 112, 98), 1.0, dryness=0.0, profile="tail")
    s.dry(line, width * 0.95, INK, density * 0.5, dryness=0.75, profile="tail")
    s.dry(line + [width * 0.24, 0], width * 0.5, INK, density * 0.85, dryness=0.7, profile="tail")
    for k in range(6, len(line) - 4, 4):
        a = rng.uniform(0, np.pi)
        r = width * rng.uniform(0.06, 0.15) * (0.4 + 0.6 * k / len(line))
        q = line[k] + rng.normal(0, width * 0.15, 2)
        arc = np.radians(np.linspace(0, 200, 7)) + a
        p = q + r * np.column_stack([np.cos(arc), np.sin(arc) * 1.4])
        s.dry(curve(p, step=2)[0], 2.0, INK, density * rng.uniform(0.4, 0.9), dryness=0.4, profile="nail")
    for x, y, r in boughs:
        near = line[int(np.argmin(np.hypot(*(line - [x, y]).T)))]
        p = np.array([near, (near + [x, y]) / 2 + [0, r * 0.25], [x, y + r * 0.15]])
        s.dry(curve(p, step=3)[0], max(4, width * 0.22), INK, density * 0.9, dryness=0.5, profile="nail")
        pad = np.array(
            [
                [x - r * 1.25, y + r * 0.1],
                [x - r * 0.6, y - r * 0.42],
                [x + r * 0.3, y - r * 0.5],
                [x + r * 1.2, y - r * 0.05],
                [x + r * 0.4, y + r * 0.28],
                [x - r * 0.6, y + r * 0.25],
            ]
        )
        s.wash(curve(pad, closed=True)[0], BLUE, density * 0.34, pool=0.2, soft_px=4, rough_px=9)
        for _ in range(int(4 + r * 0.32)):
            c = np.array([x + rng.normal(0, r * 0.55), y - abs(rng.normal(0, r * 0.16)) + r * 0.12])
            for a in np.radians(np.linspace(-168, -12, 11) + rng.normal(0, 6)):
                tip = c + r * 0.34 * np.array([np.cos(a), np.sin(a) * 0.8]) * rng.uniform(0.8, 1.1)
                s.dry(
                    np.linspace(c, tip, 7),
                    1.6,
                    INK,
                    density * rng.uniform(0.3, 0.85),
                    dryness=0.1,
                    profile="nail",
                )


def cloud(
    s: Sheet,
    x: float,
    y: float,
    r: float,
    *,
    density: float = 0.5,
    colour: Colour = INK,
    body: Colour = PAPER,
    flip: bool = False,
) -> None:
    """A bank of cloud: lobes heaped towards the middle, each lifted to paper and drawn by its upper edge only."""
    rng = np.random.default_rng(s._next())
    f = -1.0 if flip else 1.0
    xx, yy = s.grid()
    rows = []
    for tier, (count, reach, level) in enumerate(((4, 0.7, -0.55), (6, 1.5, -0.2), (8, 2.3, 0.16))):
        for u in np.linspace(-1, 1, count) + rng.uniform(-0.1, 0.1, count):
            size = (0.62 - 0.12 * tier) * (1 - 0.55 * abs(u)) * rng.uniform(0.75, 1.15) + 0.1
            rows.append(
                (u * reach + 0.12, level + 0.3 * abs(u) * (1 - 0.3 * tier) + rng.uniform(-0.06, 0.06), size)
            )
    for k, (lx, ly, lr) in enumerate(rows):
        cx, cy, cr = x + f * r * lx, y + r * ly, r * lr
        q = np.hypot((xx - cx) / 1.25, yy - cy) / cr
        falling = 1 - smooth((yy - cy) / cr, 0.0, 1.25)
        disc = (1 - smooth(q, 0.95, 1.04)) * falling
        s.lay(disc * 0.96, body)
        s.lay(disc * smooth(q, 0.25, 1.0) * density * 0.3, colour)
        a = np.radians(np.linspace(186 + rng.uniform(-8, 22), 350 + rng.uniform(-20, 26), 24))
        arc = np.column_stack([cx + f * cr * 1.25 * np.cos(a), cy + cr * np.sin(a)])
        if k % 3 == 1:  # some lobes end in a curl
            b = np.linspace(a[-1], a[-1] + 4.6, 18)
            turn = np.linspace(1.0, 0.3, 18) * cr
            arc = np.vstack(
                [arc, np.column_stack([cx + f * turn * 1.25 * np.cos(b), cy + turn * np.sin(b) * 0.92])[1:]]
            )
        s.dry(
            arc,
            max(2.2, cr * 0.1) * rng.uniform(0.8, 1.3),
            colour,
            min(1.0, density * rng.uniform(0.8, 1.3)),
            dryness=0.65,
            profile="nail",
        )
