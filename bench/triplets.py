"""Held-out triplets: two keys and the drawing that an animator, or a rig, put between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from bench import looked, puppets
from bench.figures import Figure, View
from bench.skeletons import Lines, f_score
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.marks import Point

LARGEST_PX = 720  # drawings are reduced to this longer side
MOST = 4  # triplets of one clip, spread evenly over it
HOLD = 0.95  # F of two drawings of a triplet from which on it is left out: nothing moves there
_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".svg")
SEED, POSED = 20261128, 24
FIRST_FIGURE, MADE_UP = 501, 12  # seeds that nothing was fitted on
GAPS = (2, 4, 6, 8)  # frames between the keys, at 24 frames a second
_WAYS_PX = 10.0  # between the points whose ways are kept
_NEAR_PX = 4.0  # how far the ways' points may lie from a line of each drawing
_EVERY = 7  # th pixel of the truth is tried
_NUMBERED = re.compile(r"(?P<name>.*?)[-_. ]?(?P<number>\d+)")


@dataclass(frozen=True)
class Way:
    """A point of the figure in the first key, the true drawing and the last key, px."""

    first: Point
    truth: Point
    last: Point


@dataclass(frozen=True)
class Triplet:
    """Two keys of a `clip` and the `truth` between them, pixels of at most 720 px.

    `before` and `after` are the drawings next to the keys, as far away in time as `spans` say (1 is the time
    between the keys). `ways` of points are known where the drawings are of a rig, or somebody has looked.
    `group` is what the clip is of.
    """

    clip: str
    name: str
    first: Drawing
    truth: Drawing
    last: Drawing
    ways: Sequence[Way] = field(default=(), repr=False)
    group: Literal["clips", "rigs", "figures"] = "clips"
    before: Drawing | None = None
    after: Drawing | None = None
    spans: tuple[float, float] = (1.0, 1.0)

    @cached_property
    def lines(self) -> tuple[Lines, Lines, Lines]:
        """Of the first key, the truth and the last key."""
        return Lines.of(self.first), Lines.of(self.truth), Lines.of(self.last)

    @property
    def holds(self) -> bool:
        """Whether two of the three drawings are as good as the same."""
        a, b, c = self.lines
        return any(f_score(one, other) >= HOLD for one, other in ((a, b), (b, c), (a, c)))


def clips(folder: Path) -> dict[str, list[Path]]:
    """The runs of three and more numbered drawings under a folder: `NAME-0.png …`, `NAME/0001.png …`."""
    runs: dict[tuple[Path, str, str], list[tuple[int, Path]]] = defaultdict(list)
    for file in sorted(folder.rglob("*")):
        numbered = _NUMBERED.fullmatch(file.stem)
        if numbered and file.suffix.lower() in _SUFFIXES and not file.name.startswith("."):
            run = (file.parent, numbered["name"], file.suffix.lower())
            runs[run].append((int(numbered["number"]), file))
    return {
        "/".join(filter(None, [*place.relative_to(folder).parts, name])): [file for _, file in sorted(run)]
        for (place, name, _), run in sorted(runs.items())
        if len(run) >= 3
    }


def triplets(folder: Path, left_out: list[str] | None = None) -> Iterator[Triplet]:
    """The triplets of the clips under a folder: drawing, next, next but one; at most four of one clip.

    Left out, whatever a method makes of them, and named in `left_out`: holds (see `Triplet.holds`), blank
    drawings, drawings of different sizes, and files that are no drawings.
    """
    left_out = [] if left_out is None else left_out
    for clip, files in clips(folder).items():
        spare = len(files) - 3
        for start in sorted({round(at) for at in np.linspace(0, spare, min(spare + 1, MOST))}):
            try:
                first, truth, last = (drawing(file) for file in files[start : start + 3])
            except BadInput:
                left_out.append(f"{clip}:{start}")
                continue
            three = (first, truth, last)
            sizes = {(one.width_px, one.height_px) for one in three}
            triplet = Triplet(clip, f"{clip}:{start}", *three)
            if len(sizes) > 1 or any(one.blank for one in three) or triplet.holds:
                left_out.append(triplet.name)
                continue
            known = looked.places(clip, start, triplet.lines)
            (before, left), (after, right) = _next(files, start, -1), _next(files, start + 2, 1)
            yield replace(
                triplet, ways=tuple(Way(*places) for places in known),
                before=before, after=after, spans=(left, right),
            )  # fmt: skip


def _next(files: Sequence[Path], key: int, side: int) -> tuple[Drawing | None, float]:
    """The drawing two before or behind a key, or else the one beside it, and how far that is."""
    for steps in (2, 1):
        if 0 <= key + side * steps < len(files):
            try:
                return drawing(files[key + side * steps]), steps / 2
            except BadInput:
                continue
    return None, 1.0


def drawing(file: Path) -> Drawing:
    """A file as pixels on white, reduced to at most 720 px; raises BadInput."""
    return reduced(Lines.of(Drawing.read(file)).grey)


def reduced(grey: np.ndarray) -> Drawing:
    """(h, w) uint8 as a drawing of at most 720 px."""
    scale = LARGEST_PX / max(grey.shape)
    if scale < 1:
        size = (round(grey.shape[1] * scale), round(grey.shape[0] * scale))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    opaque = np.full_like(grey, 255)
    return Drawing.from_pixels(np.dstack([grey, grey, grey, opaque]))


def characters(folder: Path, count: int = POSED, seed: int = SEED) -> Iterator[Triplet]:
    """Triplets of rigged characters (.glb) in their animations, drawn as lines; the same for the same seed.

    Characters and gaps take turns; animation, time and camera are drawn by lot, and again where it holds.
    """
    figures = [Figure(file) for file in sorted(folder.glob("*.glb"))]
    lot = np.random.default_rng(seed)
    for number in range(count if figures else 0):
        figure = figures[number % len(figures)]
        gap = GAPS[(number + number // len(figures)) % len(GAPS)]  # every character has every gap
        triplet, views = _posed(figure, gap, lot)
        while triplet.holds:
            triplet, views = _posed(figure, gap, lot)
        yield replace(triplet, ways=_ways(figure, views), group="rigs")


def made_up(count: int = MADE_UP) -> Iterator[Triplet]:
    """Triplets of jointed figures that a seed makes up (`puppets`), with the keys around them."""
    for seed in range(FIRST_FIGURE, FIRST_FIGURE + count):
        before, first, truth, last, after = (
            reduced(Lines.of(sheet.lines).grey)
            for number, sheet in enumerate(puppets.shot(seed, 7))
            if number in (0, 2, 3, 4, 6)
        )
        yield Triplet(
            f"figure {seed}",
            f"figure {seed}:2",
            first,
            truth,
            last,
            group="figures",
            before=before,
            after=after,
        )


def _posed(figure: Figure, gap: int, lot: np.random.Generator) -> tuple[Triplet, list[View]]:
    moving = [name for name in sorted(figure.animations) if figure.length_s(name) * 24 > gap + 1]
    name = str(lot.choice(moving))
    frame = int(lot.integers(0, int(figure.length_s(name) * 24) - gap))
    azimuth, elevation = np.deg2rad(lot.uniform((-75, -5), (75, 25)))
    held = next((prop for prop in sorted(figure.props) if prop.startswith(name[:3])), None)
    beside = {side: at for side, at in (("before", frame - gap), ("after", frame + 2 * gap)) if at >= 0}
    beside = {side: at for side, at in beside.items() if at <= figure.length_s(name) * 24}
    poses = [figure.posed(name, at / 24) for at in (frame, frame + gap // 2, frame + gap, *beside.values())]
    views = figure.drawn(poses, float(azimuth), float(elevation), figure.props - {held}, framed=3)
    clip = f"{figure.name}/{name}"
    first, truth, last, *more = (reduced(view.grey) for view in views)
    triplet = Triplet(clip, f"{clip}:{frame}+{gap}", first, truth, last)
    return replace(triplet, **dict(zip(beside, more, strict=True))), views[:3]


def _ways(figure: Figure, views: Sequence[View]) -> tuple[Way, ...]:
    """Of points on the truth's lines that are seen, and lie on lines, in all three drawings."""
    lines = [Lines(view.grey) for view in views]
    ways: list[Way] = []
    for y, x in np.argwhere(lines[1].skeleton)[::_EVERY]:
        spot = np.array([x, y], float)
        if any(np.hypot(*(spot - way.truth)) < _WAYS_PX for way in ways):
            continue
        places = figure.places(views, 1, spot)
        if places is not None and all(_on_line(one, place) for one, place in zip(lines, places, strict=True)):
            ways.append(Way(*((round(float(a), 1), round(float(b), 1)) for a, b in places)))
    return tuple(ways)


def _on_line(lines: Lines, place: np.ndarray) -> bool:
    x, y = np.rint(place).astype(int)
    inside = 0 <= y < lines.grey.shape[0] and 0 <= x < lines.grey.shape[1]
    return bool(inside and lines.away[y, x] <= _NEAR_PX)
