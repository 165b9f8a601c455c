"""The temple: its hall seen from afar, its wall, pillars and eaves from near, and the cracks."""

from __future__ import annotations

import numpy as np

from samples.dragon.draw.brush import Array, curve
from samples.dragon.draw.figure import Figure, Key, Warp
from samples.dragon.draw.wash import INK, OCHRE, PAPER, Colour, Sheet, noise, smooth

PLASTER: Colour = (226, 214, 186)


def hall(place: Warp, scale: float) -> Key:
    """A hall with a hipped roof whose corners rise, on a terrace; about 320 px wide around 0,0."""
    f = Figure(place=place, scale=scale)
    f.shape(
        "terrace",
        "robe.shade",
        "-150,74! 150,74! 168,112! -168,112!",
        (0, 1, 4, "swell"),
        (1, 2, 3, "swell"),
        (2, 3, 5, "willow"),
        (3, 4, 3, "swell"),
    )
    f.shape("wall", "plaster", "-112,6! 112,6! 112,74! -112,74!", (0, 4, 2.4, "swell"))
    f.shape("door", "ink-wash", "-26,20! 26,20! 26,74! -26,74!", (0, 4, 2.4, "swell"))
    f.shape("window-l", "sash", "-86,26! -48,26! -48,58! -86,58!")
    f.shape("window-r", "sash", "48,26! 86,26! 86,58! 48,58!")
    for k, x in enumerate((-112, -66, -36, 36, 66, 112), 1):
        f.line(f"post{k}", f"{x},4 {x},76", 6, "flat")
    f.shape(
        "roof",
        "robe.dark",
        "-66,-74! -40,-68 40,-68 66,-74! 84,-44 116,-12 172,0 184,-10! 178,10 150,20 60,24 -60,24 -150,20 -178,10 -184,-10! -172,0 -116,-12 -84,-44!",
        (0, 3, 6, "swell"),
        (3, 7, 5, "willow"),
        (7, 14, 6, "willow"),
        (14, 18, 5, "willow"),
    )
    for k, x in enumerate(np.linspace(-0.86, 0.86, 13), 1):
        f.line(f"tile{k}", f"{60 * x:.0f},-60 {86 * x:.0f},-30 {136 * x:.0f},9", 2.4, "nail", "#1b1917")
    f.line("ridge", "-72,-78 -40,-72 40,-72 72,-78", 7, "willow")
    return f.key()


def plaster(s: Sheet, *, dark: float = 0.5) -> None:
    """Old plaster: uneven washes, stains that ran down, a darker foot and corners."""
    full = np.ones((s.h, s.w), np.float32)
    s.lay(full, PLASTER)
    n = noise(s.w, s.h, 300, s._next(), 4)
    s.lay(smooth(n, 0.42, 0.9) * 0.32, OCHRE)
    s.lay(smooth(1 - n, 0.5, 0.95) * 0.5, PAPER)
    xx, yy = s.grid()
    edge = ((xx - 640) / 900) ** 2 + ((yy - 330) / 560) ** 2
    s.lay(smooth(edge.astype(np.float32), 0.35, 1.3) * 0.42 * dark, INK)
    rng = np.random.default_rng(s._next())
    for _ in range(9):
        x, y = rng.uniform(-80, 1360), rng.uniform(-60, 200)
        long = rng.uniform(120, 420)
        s.dry(
            np.linspace([x, y], [x + rng.normal(0, 6), y + long], 60),
            rng.uniform(14, 46),
            OCHRE,
            0.13,
            dryness=0.6,
            profile="nail",
        )


def pillar(
    s: Sheet, x: float, width: float, *, top: float = -80, foot: float = 800, density: float = 0.85
) -> None:
    """A wooden pillar in a few loaded strokes, lit from the left."""
    half = width / 2
    s.lay(
        s.mask(
            np.array([[x - half, top], [x + half, top], [x + half, foot], [x - half, foot]], float), 1.5, 1.2
        )
        * 0.96,
        (150, 132, 104),
    )
    for k, (dx, w, d) in enumerate(
        ((0.22, 0.62, 0.5), (0.34, 0.34, 0.65), (-0.1, 0.3, 0.22), (-0.36, 0.16, 0.3))
    ):
        p = np.linspace([x + dx * width, top], [x + dx * width + k % 2 * 2, foot], 160)
        s.dry(p, width * w, INK, density * d, dryness=0.65, profile="flat")
    for dx in (-0.5, 0.5):
        s.dry(
            np.linspace([x + dx * width, top], [x + dx * width, foot], 160),
            5,
            INK,
            density,
            dryness=0.4,
            profile="flat",
        )


def beam(
    s: Sheet, y: float, height: float, *, x0: float = -120, x1: float = 1400, density: float = 0.85
) -> None:
    """A beam across, with brackets of wood under it."""
    s.lay(
        s.mask(np.array([[x0, y], [x1, y], [x1, y + height], [x0, y + height]], float), 1.5, 1.2) * 0.96,
        (142, 124, 98),
    )
    for dy, w, d in ((0.3, 0.5, 0.35), (0.7, 0.62, 0.6), (0.9, 0.2, 0.8)):
        s.dry(
            np.linspace([x0, y + dy * height], [x1, y + dy * height], 260),
            height * w,
            INK,
            density * d,
            dryness=0.6,
            profile="flat",
        )
    s.dry(
        np.linspace([x0, y + height], [x1, y + height + 2], 260),
        6,
        INK,
        density,
        dryness=0.35,
        profile="flat",
    )
    s.dry(np.linspace([x0, y], [x1, y], 260), 4, INK, density, dryness=0.5, profile="flat")


def floor(s: Sheet, y: float) -> None:
    """Stone flags before a wall, in perspective towards 640."""
    s.lay(
        s.mask(np.array([[-200, y], [1500, y], [1500, 900], [-200, 900]], float), 2, 1.5) * 0.95,
        (196, 184, 158),
    )
    s.wash(
        np.array([[-200, y], [1500, y], [1500, y + 90], [-200, y + 90]], float),
        INK,
        0.5,
        pool=0,
        fade=(0, y - 10, 0, y + 80),
    )
    s.dry(np.linspace([-120, y], [1400, y + 2], 240), 6, INK, 0.8, dryness=0.4, profile="flat")
    for x in range(-700, 2100, 170):
        s.dry(np.linspace([640 + (x - 640) * 0.62, y + 4], [x, 900], 60), 3, INK, 0.4, dryness=0.7)
    for k in (0.16, 0.42, 0.8):
        s.dry(
            np.linspace([-120, y + 220 * k], [1400, y + 220 * k], 200),
            3,
            INK,
            0.38,
            dryness=0.75,
            profile="flat",
        )


def crack(
    start: tuple[float, float], heading_deg: float, length: float, seed: int, fork: int = 2
) -> list[Array]:
    """A crack as broken lines: the main one first, its forks after it."""
    rng = np.random.default_rng(seed)
    p, a = np.array(start, float), np.radians(heading_deg)
    rows = [p]
    while length > 0:
        step = rng.uniform(14, 34)
        p = p + step * np.array([np.cos(a + rng.normal(0, 0.55)), np.sin(a + rng.normal(0, 0.55))])
        rows.append(p)
        length -= step
    out = [np.array(rows)]
    for k in range(fork):
        i = int(rng.integers(1, max(2, len(rows) - 1)))
        out += crack(
            tuple(rows[i]),
            heading_deg + rng.choice([-1, 1]) * rng.uniform(30, 65),
            40 + 50 * rng.random(),
            seed * 7 + k,
            0,
        )
    return out


def straight(p: Array) -> Array:
    """A broken line through points, dense, with its corners kept."""
    return curve(" ".join(f"{x:.1f},{y:.1f}!" for x, y in p), step=3)[0]
