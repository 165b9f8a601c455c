"""Shares on planted scenes: films whose true shares are known because they were written that way."""

from __future__ import annotations

import hashlib
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.measure import Measure
from hwaryong.edit.mattes import mattes
from hwaryong.media.audio import Audio
from hwaryong.media.base import Media
from hwaryong.media.drawing import Drawing
from hwaryong.media.layout import Layout
from hwaryong.media.picture import Picture
from hwaryong.media.script import Script
from hwaryong.media.stroke import Stroke
from hwaryong.media.text import Text
from hwaryong.media.timeline import Cut, Timeline
from hwaryong.record.model import Damage, Review, Run, RunInput, Take
from hwaryong.rights import survival
from hwaryong.rights.lineage import Class, Lineage
from hwaryong.rights.measures import Measurer
from hwaryong.rights.shares import Measured, Shares, counted

SCENES = 200
FIRST_SEED = 2000  # margins and thresholds were chosen on scenes before these
RATE = Fraction(24)
RATE_HZ = 48_000
W, H = 1280, 720
_WORDS = 5000
MAKERS: dict[Class, dict[str, Any]] = {
    "human": {"kind": "intake", "maker": "a person", "origin": "original", "statement": "drawn by hand"},
    "algorithmic": {"kind": "tool", "maker": "a tool"},
    "generated": {"kind": "tool", "maker": "a model", "cards": ({"name": "a model", "digest": "f" * 64},)},
}
Truth = dict[Class, float]
Floats = NDArray[np.float64]


@dataclass
class History:
    """A record in memory whose contents lie in a folder."""

    folder: Path
    takes: dict[str, Take] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)

    def take(self, id: str) -> Take:
        return self.takes[id]

    def run(self, id: str) -> Run:
        return self.runs[id]

    def reviews(self, take: str) -> Sequence[Review]:
        return ()

    def stale(self, take: str) -> Sequence[str]:
        return ()

    def damage(self) -> Sequence[Damage]:
        return ()

    def add(self, content: Media | None, inputs: Sequence[tuple[str, str, str]] = (), **run: Any) -> str:
        """A run and its take; `inputs` are (parameter, name, take)."""
        n = len(self.takes)
        path = content.write(self.folder / f"t{n}") if content else self.folder / f"t{n}"
        data = path.read_bytes() if content else b""
        fields: dict[str, Any] = {
            "id": f"r{n}", "key": "", "kind": "tool", "maker": "a tool", "version": 1, "code": "", "seed": 0,
            "settings": {}, "cards": (), "libraries": {}, "origin": "", "statement": "", "engine": "",
            "began": "", "ended": "", "inputs": tuple(RunInput(*given) for given in inputs),
        }  # fmt: skip
        self.runs[f"r{n}"] = Run(**{**fields, **run})
        digest = hashlib.sha256(data + str(n if content is None else "").encode()).hexdigest()
        kind = content.kind if content else "clip"
        self.takes[f"t{n}"] = Take(f"t{n}", f"r{n}", f"e{n}", digest, kind, path.suffix, len(data), "")
        return f"t{n}"

    def retouch(self, content: Media, draft: str) -> str:
        """What a person made of a draft."""
        return self.add(content, [("from", "", draft)], **{**MAKERS["human"], "origin": "derived"})

    def shares(self, film: str, weighed: Sequence[str] = ()) -> dict[Measured, Shares]:
        lineage = Lineage(self)
        found = Measurer(
            lineage, film, lambda take, _: self.folder / f"{take.id}{take.suffix}", weighed
        ).shares()
        shown = [take for take in lineage.shipped(film) if take != film]
        return {"final": counted(map(lineage.klass, shown)), **found}


# Scenes. Each answers the shares as measured and the truth.

Scene = Callable[[History, np.random.Generator], tuple[Measured, dict[Measured, Shares], Truth]]


def seen(history: History, chance: np.random.Generator) -> tuple[Measured, dict[Measured, Shares], Truth]:
    """Rectangles over each other, solid or half clear, under a camera that may move."""
    w, h = [(640, 360), (320, 180), (1280, 720)][chance.integers(3)]
    frames = int(chance.integers(2, 9))
    layers = [
        _rectangle(chance, w, h, whole=n == 0 and chance.random() < 0.7) for n in range(chance.integers(2, 7))
    ]
    keys = [_view(chance, w, h) for _ in range(chance.integers(1, 3))]
    text = [f"frames = {frames}", "[camera]", 'ease = "linear"', "keys = ["]
    text += [
        f"{{frame = {n * (frames - 1)}, x = {x}, y = {y}, zoom = {z}}}," for n, (x, y, z) in enumerate(keys)
    ]
    text += ["]"]
    for n, layer in enumerate(layers):
        text += ["[[layer]]", f'place = "p{n}"', f"x = {layer.x}", f"y = {layer.y}"]
        text += [f"parallax = {layer.parallax}", f"opacity = {layer.opacity}"]
    layout = Layout.parse("\n".join(text))
    pictures = {f"p{n}": layer.picture() for n, layer in enumerate(layers)}
    classes = {name: chance.choice(list(MAKERS)) for name in pictures}
    given = [("backgrounds", name, history.add(pictures[name], **MAKERS[classes[name]])) for name in pictures]
    settings: dict[str, Any] = {"rate": "24/1", "width_px": w, "height_px": h}
    weighed = mattes(layout, None, {}, pictures, {}, {}, **settings)
    shot = history.add(None, given, maker="edit.composite", settings=settings)
    scales = history.add(weighed, given, maker="edit.mattes", settings=settings)
    timeline = Timeline.of([Cut("sh", 0, frames)], rate=RATE, title="planted")
    cut = history.add(timeline, [("shots", "sh", shot)], maker="edit.cut")
    film = history.add(None, [("cut", "", cut), ("shots", "sh", shot)], maker="edit.film")
    truth: Truth = dict.fromkeys(MAKERS, 0.0)
    for frame in range(frames):
        t = frame / (frames - 1)
        view = np.array(keys[0]) + (np.array(keys[-1]) - keys[0]) * t
        weights = _weights([(*layer.edges(view, w, h), layer.opacity) for layer in layers], w, h)
        for name, weight in zip(pictures, weights, strict=True):
            truth[classes[name]] += weight / (w * h * frames)
    truth["algorithmic"] += 1 - sum(truth.values())
    return "pixels", history.shares(film, [scales]), truth


@dataclass(frozen=True)
class _Rectangle:
    x: int
    y: int
    width: int
    height: int
    parallax: float
    opacity: float

    def picture(self) -> Picture:
        return Picture(np.full((self.height, self.width, 4), (90, 60, 30, 255), np.uint8))

    def edges(self, view: Floats, w: int, h: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom on the frame, by the formula of docs/edit.md."""
        scale = 1 + self.parallax * (view[2] - 1)
        centre = np.array([w, h]) / 2
        seen_at = centre + self.parallax * (view[:2] - centre)
        corners = np.array([[self.x, self.y], [self.x + self.width, self.y + self.height]])
        (left, top), (right, bottom) = scale * (corners - seen_at) + centre
        return left, top, right, bottom


def _rectangle(chance: np.random.Generator, w: int, h: int, whole: bool) -> _Rectangle:
    parallax = float(chance.choice([0.0, 0.5, 1.0, 1.0, 1.5]))
    if whole:
        return _Rectangle(-w, -h, 3 * w, 3 * h, parallax, 1.0)
    width, height = int(chance.integers(w // 20, w)), int(chance.integers(h // 20, h))
    x, y = (
        int(chance.integers(-width // 2, w - width // 2)),
        int(chance.integers(-height // 2, h - height // 2)),
    )
    return _Rectangle(x, y, width, height, parallax, float(chance.choice([1.0, 1.0, 0.5, 0.25])))


def _view(chance: np.random.Generator, w: int, h: int) -> tuple[float, float, float]:
    x, y = w / 2 + chance.normal(0, w / 10), h / 2 + chance.normal(0, h / 10)
    return round(float(x), 2), round(float(y), 2), round(float(chance.uniform(0.8, 1.6)), 3)


def _weights(rectangles: Sequence[tuple[float, float, float, float, float]], w: int, h: int) -> list[float]:
    """The visible weight of each rectangle in px, back to front, exact: the frame is cut at every edge."""
    xs = sorted({0.0, float(w), *(min(max(r[i], 0), w) for r in rectangles for i in (0, 2))})
    ys = sorted({0.0, float(h), *(min(max(r[i], 0), h) for r in rectangles for i in (1, 3))})
    weights = [0.0] * len(rectangles)
    for (x0, x1), (y0, y1) in itertools.product(itertools.pairwise(xs), itertools.pairwise(ys)):
        x, y, clear = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) * (y1 - y0)
        for index in reversed(range(len(rectangles))):
            left, top, right, bottom, opacity = rectangles[index]
            if left < x < right and top < y < bottom:
                weights[index] += clear * opacity
                clear *= 1 - opacity
    return weights


def heard(history: History, chance: np.random.Generator) -> tuple[Measured, dict[Measured, Shares], Truth]:
    """Lines with pauses between their phrases, some of which run beyond the film's end."""
    truth: Truth = dict.fromkeys(MAKERS, 0.0)
    given, starts, frames = [], {}, int(chance.integers(72, 240))
    for n in range(chance.integers(1, 8)):
        phrases, klass = [], chance.choice(list(MAKERS))
        for _ in range(chance.integers(1, 5)):
            sound = chance.normal(0, 0.1, chance.integers(4000, 60_000))
            sound[[0, -1]] = 0.1
            phrases += [sound, np.zeros(chance.integers(2000, 40_000))]
        samples = np.concatenate(phrases).astype(np.float32)
        start = int(chance.integers(0, frames))
        audible = np.concatenate([np.full(len(phrase), bool(phrase[0])) for phrase in phrases])
        end = (frames - start) * RATE_HZ // 24
        if end <= len(samples) and audible[end - 1]:
            samples[end - 1] = 0.1  # a phrase that is cut off ends loud, too
        truth[klass] += int(audible[:end].sum())
        given.append(("lines", f"{n:03}", history.add(Audio(samples), **MAKERS[klass])))
        starts[f"{n:03}"] = start
    settings = {"starts": starts, "frames": frames, "rate": "24/1"}
    mix = history.add(None, given, maker="voice.mix", settings=settings)
    film = history.add(None, [("mixes", "ko", mix)], maker="edit.film")
    return "sound", history.shares(film), _normal(truth)


def said(history: History, chance: np.random.Generator) -> tuple[Measured, dict[Measured, Shares], Truth]:
    """Scripts of known length, with notes that nobody prints."""
    truth: Truth = dict.fromkeys(MAKERS, 0.0)
    given = []
    for n in range(chance.integers(1, 5)):
        klass, count = chance.choice(list(MAKERS)), int(chance.integers(20, 2000))
        prose = [" ".join(_vocabulary(chance, min(40, count - at))) + "\n" for at in range(0, count, 40)]
        script = Script("\n".join([*prose, "[[ a note for the animator ]]\n"]))
        truth[klass] += count
        given.append(("scripts", str(n), history.add(script, **MAKERS[klass])))
    return "words", history.shares(history.add(None, given)), _normal(truth)


def redrawn(history: History, chance: np.random.Generator) -> tuple[Measured, dict[Measured, Shares], Truth]:
    """A model's line drawing of which a person redraws some strokes, and moves, turns or scales it whole."""
    matrix = np.eye(2, 3)
    match chance.integers(4):
        case 1:
            matrix[:, 2] = chance.uniform(-100, 100, 2)
        case 2:
            turn, size = chance.uniform(-10, 10), chance.uniform(0.85, 1.15)
            matrix = np.asarray(cv2.getRotationMatrix2D((W / 2, H / 2), turn, size))
        case 3:
            matrix[:, 2] = chance.normal(0, 0.5, 2)
    drawn = [stroke(chance, str(n)) for n in range(chance.integers(15, 60))]
    drawn = [stroke for stroke in drawn if _inside(stroke) and _inside(_laid(stroke, matrix))]
    redone = chance.choice([0.0, 0.1, 0.25, 0.5, 0.75, 1.0])
    kept = tuple(_laid(stroke, matrix) for stroke in drawn if chance.random() >= redone)
    new = tuple(stroke(chance, f"new {n}") for n in range(max(len(drawn) - len(kept), 0 if kept else 1)))
    draft = history.add(Drawing(W, H, tuple(drawn)), **MAKERS["generated"])
    final = Drawing(W, H, kept + new)
    film = history.add(None, [("shots", "a", history.retouch(final, draft))])
    ink = survival.inked(final)
    survives = float(survival.inked(Drawing(W, H, kept))[ink].mean()) if kept else 0.0
    return "surviving", history.shares(film), {"generated": survives, "human": 1 - survives}


def rewritten(
    history: History, chance: np.random.Generator
) -> tuple[Measured, dict[Measured, Shares], Truth]:
    """A model's text in which a person writes some sentences anew and moves a passage."""
    sentences = [_vocabulary(chance, int(chance.integers(6, 20))) for _ in range(chance.integers(5, 60))]
    redone = chance.random(len(sentences)) < chance.choice([0.0, 0.1, 0.25, 0.5, 0.75, 1.0])
    final = [
        _vocabulary(chance, len(old), "b") if again else old
        for old, again in zip(sentences, redone, strict=True)
    ]
    cut = int(chance.integers(len(final)))
    order = [*range(cut, len(final)), *range(cut)]
    draft = history.add(_text(sentences), **MAKERS["generated"])
    film = history.add(None, [("text", "", history.retouch(_text([final[n] for n in order]), draft))])
    words = sum(map(len, final))
    survives = sum(len(one) for one, again in zip(final, redone, strict=True) if not again) / words
    return "surviving-words", history.shares(film), {"generated": survives, "human": 1 - survives}


def rerecorded(
    history: History, chance: np.random.Generator
) -> tuple[Measured, dict[Measured, Shares], Truth]:
    """A machine's line of which a person records some parts again, cut to tenths, shifted and louder."""
    step = RATE_HZ // 10
    parts = chance.integers(10, 60)
    old, new = (chance.normal(0, 0.1, (parts, step)) for _ in range(2))
    again = chance.random(parts) < chance.choice([0.0, 0.1, 0.25, 0.5, 0.75, 1.0])
    final = np.where(again[:, None], new, old * chance.uniform(0.5, 2)).ravel()
    final[[0, -1]] = 0.1
    lead = np.zeros(6 * int(chance.integers(0, 4000)))
    draft = history.add(Audio(np.concatenate([lead, old.ravel()]).astype(np.float32)), **MAKERS["generated"])
    person = history.retouch(Audio(final.astype(np.float32)), draft)
    survives = 1 - float(again.mean())
    film = history.add(None, [("lines", "001", person)])
    return "surviving-sound", history.shares(film), {"generated": survives, "human": 1 - survives}


def _normal(truth: Truth) -> Truth:
    return {klass: amount / max(sum(truth.values()), 1) for klass, amount in truth.items()}


def _vocabulary(chance: np.random.Generator, count: int, own: str = "a") -> list[str]:
    """Words by Zipf's law; the twenty that come most often are everybody's, the others the writer's own."""
    ranks = np.minimum(np.exp(chance.uniform(0, np.log(_WORDS), count)).astype(int), _WORDS)
    return [f"{own if rank > 20 else 'c'}{'aeiou'[rank % 5] * (1 + rank // 5 % 7)}{rank}" for rank in ranks]


def _text(sentences: Sequence[Sequence[str]]) -> Text:
    return Text("\n".join(" ".join(sentence) for sentence in sentences) + "\n")


def stroke(chance: np.random.Generator, id: str) -> Stroke:
    """A curved line somewhere on the paper."""
    at, angle, step = (
        chance.uniform((80, 80), (W - 80, H - 80)),
        chance.uniform(0, 6.28),
        chance.uniform(10, 40),
    )
    points = []
    for _ in range(8):
        points.append([*at, chance.uniform(2.5, 5)])
        angle += chance.normal(0, 0.35)
        at = at + step * np.array([np.cos(angle), np.sin(angle)])
    return Stroke(id, np.array(points))


def _laid(stroke: Stroke, matrix: Floats) -> Stroke:
    points = stroke.points.copy()
    points[:, :2] = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    points[:, 2] *= np.sqrt(np.linalg.det(matrix[:, :2]))
    return Stroke(stroke.id, points)


def _inside(stroke: Stroke) -> bool:
    x, y = stroke.points[:, :2].T
    return bool(min(x.min(), y.min()) > 8 and x.max() < W - 8 and y.max() < H - 8)


# What comes out.


@dataclass
class Errors:
    """Errors in points (hundredths of the whole) over the scenes of one kind."""

    ours: list[float] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    counting: list[float] = field(default_factory=list)
    missed: int = 0

    def add(self, found: Shares, elements: Shares, truth: Truth) -> None:
        """The worst class of a scene: our interval's middle, its width, and a count of elements instead."""
        ours, widths, counting, covered = [0.0], [0.0], [0.0], True
        for klass, part in truth.items():
            low, high = (
                end / max(found.total, 1) for end in (found.classes[klass].low, found.classes[klass].high)
            )
            half = 0.5 / max(found.total, 1)  # a share is told in whole units
            covered &= low - half <= part <= high + half
            ours.append(100 * abs((low + high) / 2 - part))
            widths.append(100 * (high - low))
            counting.append(100 * abs(elements.classes[klass].low / max(elements.total, 1) - part))
        self.ours.append(max(ours))
        self.widths.append(max(widths))
        self.counting.append(max(counting))
        self.missed += not covered


def errors(scene: Scene, scenes: int = SCENES) -> Errors:
    """Plant and measure so many scenes of one kind."""
    result = Errors()
    for seed in range(FIRST_SEED, FIRST_SEED + scenes):
        with tempfile.TemporaryDirectory() as folder:
            name, shares, truth = scene(History(Path(folder)), np.random.default_rng(seed))
        if name in shares:  # a scene may fall silent
            result.add(shares[name], shares["final"], truth)
    return result


def measures(scenes: int = SCENES) -> Iterator[Measure]:
    """How far the measured shares lie from the planted ones, with a count of elements beside them."""
    for scene, name in (
        (seen, "pixels seen"), (heard, "sound heard"), (said, "words of the script"),
        (redrawn, "ink that survives a retouch"), (rewritten, "words that survive"),
        (rerecorded, "sound that survives"),
    ):  # fmt: skip
        found = errors(scene, scenes)
        count = len(found.ours)
        yield Measure(
            f"shares on {count} planted scenes: {name}",
            "error ≤ 1 point, the interval always covers",
            f"worst {max(found.ours):.2f}, median {np.median(found.ours):.2f} points; "
            f"covers {count - found.missed}/{count}; interval up to {max(found.widths):.1f} points wide",
            max(found.ours) <= 1 and not found.missed,
            f"count of elements: worst {max(found.counting):.0f}, "
            f"median {np.median(found.counting):.0f} points",
        )
