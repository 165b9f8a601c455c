"""In-betweens: the drawings between two keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from hwaryong.drawing.confidence import trusted
from hwaryong.drawing.matched import Match, matched, matched_both
from hwaryong.drawing.pairs import Pair, pairs
from hwaryong.drawing.spacing import Neighbour, Spacing
from hwaryong.drawing.tween import Tween
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.frames import Frames
from hwaryong.media.marks import Mark, Marks
from hwaryong.media.paper import HUES, hue_of
from hwaryong.media.stroke import Dot, Floats, Stroke
from hwaryong.tool import tool

_SHARED = 0.5  # of the ink of both keys: from here on ids tell which stroke is which
_LONELY, _STRAINED, _TURNED = 0.35, 0.35, 0.15
_HALF_TURN = np.deg2rad(150)
Around = tuple[Neighbour | None, Neighbour | None]
Span = Annotated[float, Field(gt=0, le=1000)]


@tool("drawing.inbetween", version=10, libraries=("numpy", "scipy", "opencv-python-headless", "scikit-image"))
def inbetween(
    first: Drawing,
    last: Drawing,
    marks: Marks | None = None,
    before: Drawing | None = None,
    after: Drawing | None = None,
    *,
    count: int | None = Field(None, ge=1, le=23),
    at: Annotated[list[float], Field(max_length=240)] | None = None,
    arcs: bool = True,
    spans: tuple[Span, Span] = (1.0, 1.0),
) -> Frames:
    """Draw the drawings between two keys, named "0001"…, each with `confidence` and `flags`.

    Either `count` drawings evenly spaced (one by default) or one at each of `at`, 0 < t < 1. Strokes that
    share their ids are paired by them; keys in pixels, and strokes without common ids, are laid on one
    another line by line (see `matched`). `arcs` lets groups that turn move on arcs; `marks` say which point
    is which; strokes of which it is not sure say so (`Stroke.sure`). `before` and `after` are the keys next
    to the pair in its run, as far from it in time as `spans` say (1 is the time of the pair): by them lines
    speed up, slow down and move in curves (see `Spacing`), unless the path of a mark tells the timing. Equal
    keys are a hold and are copied. Where the result is not to be trusted it is flagged with the reason.
    Raises BadInput for keys of different sizes, a blank key, and times that are not between.
    """
    times = _times(count, at)
    held = marks.held if marks else ()
    if _size(first) != _size(last):
        raise BadInput(
            f"the first key is {first.width_px}×{first.height_px} px and the last "
            f"{last.width_px}×{last.height_px} px",
            mend="draw both on the same paper",
        )
    for name, key in (("first", first), ("last", last)):
        if key.blank:
            raise BadInput(
                f"the {name} key is blank", mend="draw it, or let the layer show nothing in the sheet"
            )
    if _same(first, last):
        drawings = [_copy(first) for _ in times]
    else:
        timed = any(mark.path for mark in held)
        around = (None, None) if timed else _around(first, last, before, after, spans)
        if _share_ids(first, last):
            paired = pairs(first, last, held)
            tween = Tween(paired, held, arcs=arcs)
            spacing = Spacing(paired, *around)
            drawings = [
                _judged(drawing, paired, tween, strain)
                for drawing, strain in _tweened(first, tween, spacing, times)
            ]
        else:
            drawings = _laid(first, last, times, held, around, arcs)
    of_keys = [
        f"the {name} key: {flag}" for name, key in (("first", first), ("last", last)) for flag in key.flags
    ]
    return Frames({f"{number:04d}": drawing.flagged(*of_keys) for number, drawing in enumerate(drawings, 1)})


def _times(count: int | None, at: Sequence[float] | None) -> list[float]:
    if count is not None and at is not None:
        raise BadInput("in-betweens have a count or their times, not both")
    if at is None:
        return [number / ((count or 1) + 1) for number in range(1, (count or 1) + 1)]
    wrong = next((t for t in at if not 0 < t < 1), None)
    if wrong is not None or not at:
        raise BadInput(f"the time {wrong} is not between 0 and 1" if at else "no time is given")
    return list(at)


def _size(key: Drawing) -> tuple[int, int]:
    return key.width_px, key.height_px


def _same(first: Drawing, last: Drawing) -> bool:
    if first.raster is not None and last.raster is not None:
        return bool(np.array_equal(first.raster, last.raster))
    keys = [[(s.id, s.kind, s.colour, s.points.tobytes()) for s in key.strokes] for key in (first, last)]
    return first.raster is last.raster and keys[0] == keys[1] and first.dots == last.dots


def _copy(key: Drawing) -> Drawing:
    return Drawing(key.width_px, key.height_px, key.strokes, key.dots, key.raster).flagged(confidence=1.0)


def _laid(
    first: Drawing, last: Drawing, times: Sequence[float], marks: Sequence[Mark], around: Around, arcs: bool
) -> list[Drawing]:
    """Each drawing from the lines of the nearer key, laid on those of the other."""
    onward, back = matched_both(first, last, marks)
    tweens = (
        Tween(onward.pairs, marks, arcs=arcs),
        Tween(back.pairs, [mark.turned() for mark in marks], arcs=arcs),
    )
    confidence, reasons = trusted(onward, *tweens, marked=bool(marks))
    one_sided = [*_alone("first", onward, back), *_alone("last", back, onward)]
    drawn: dict[float, Drawing] = {}
    for key, tween, beside, near in (
        (first, tweens[0], around, {t: t for t in times if t <= 0.5}),
        (last, tweens[1], around[::-1], {t: 1 - t for t in times if t > 0.5}),
    ):
        spacing = Spacing(tween.pairs, *beside)
        for t, (drawing, _) in zip(near, _tweened(key, tween, spacing, list(near.values())), strict=True):
            drawn[t] = drawing.flagged(*reasons, *one_sided, confidence=confidence)
    return [drawn[t] for t in times]


def _alone(name: str, key: Match, other: Match) -> Iterator[str]:
    """Which coloured lines only this key has."""
    own, others = (
        {hue_of(pair.colours[0]) for pair in match.pairs if pair.kind == "close"} for match in (key, other)
    )
    for hue in HUES:
        if hue in own and hue not in others:
            yield f"the {name} key alone has {hue} lines: they are there for half of the way"


def _share_ids(first: Drawing, last: Drawing) -> bool:
    """Whether most of the ink of both keys is in strokes that both have."""
    if first.raster is not None or last.raster is not None:
        return False
    common = {s.id for s in first.strokes} & {s.id for s in last.strokes}
    ink = [(s.length_px + 1, s.id in common) for key in (first, last) for s in key.of_kind("ink")]
    return sum(length for length, both in ink if both) >= _SHARED * sum(length for length, _ in ink)


def _around(
    first: Drawing, last: Drawing, before: Drawing | None, after: Drawing | None, spans: tuple[float, float]
) -> Around:
    """The keys next to the pair, each laid on its key; a hold, a blank or another paper tells nothing."""
    return _neighbour(first, before, spans[0]), _neighbour(last, after, spans[1])


def _neighbour(key: Drawing, beyond: Drawing | None, span: float) -> Neighbour | None:
    if beyond is None or beyond.blank or _size(beyond) != _size(key) or _same(key, beyond):
        return None
    if _share_ids(key, beyond):
        return Neighbour(pairs(key, beyond), span, 1.0)
    match = matched(key, beyond)
    return Neighbour(match.pairs, span, match.sure)


def _tweened(
    paper: Drawing, tween: Tween, spacing: Spacing, times: Sequence[float]
) -> Iterator[tuple[Drawing, float]]:
    """The drawing at each time, and its strain."""
    for t in times:
        samples, strain = tween.at(t)
        samples = spacing.moved(samples, t)
        shown = [(pair, points) for pair, points in zip(tween.pairs, samples, strict=True) if _shown(pair, t)]
        strokes = tuple(_stroke(pair, points, t) for pair, points in shown if not pair.paints[0])
        dots = tuple(_dot(pair, points, t) for pair, points in shown if pair.paints[0])
        yield Drawing(paper.width_px, paper.height_px, strokes, dots), strain


def _shown(pair: Pair, t: float) -> bool:
    """Ink of one key thins out or grows; what is not ink cannot, and changes half way."""
    if all(pair.seen) or (pair.kind == "ink" and not pair.paints[0]):
        return True
    return pair.seen[0] == (t < 0.5)


def _stroke(pair: Pair, points: Floats, t: float) -> Stroke:
    return Stroke(pair.id, points, pair.kind, mixed(*pair.colours, t), pair.sure)


def _dot(pair: Pair, points: Floats, t: float) -> Dot:
    return Dot(pair.id, pair.paints[t >= 0.5], points[0, 0], points[0, 1])


def _judged(drawing: Drawing, paired: Sequence[Pair], tween: Tween, strain: float) -> Drawing:
    """Confidence from ink without partner, strain, and turns near half a circle; reasons where it is low."""
    length = np.array([np.hypot(*np.diff(p.first[:, :2], axis=0).T).sum() for p in paired])
    total = max(float(length.sum()), 1e-9)
    lonely = float(length[[not all(pair.seen) for pair in paired]].sum()) / total
    turned = float(length[np.abs(tween.turn) > _HALF_TURN].sum()) / total
    reasons = [
        f"{share:.0%} {what}"
        for share, limit, what in (
            (lonely, _LONELY, "of the ink has no partner in the other key"),
            (strain, _STRAINED, "strain: the strokes could not keep their shape and stay together"),
            (turned, _TURNED, "of the ink turns by about half a circle, the way round is a guess"),
        )
        if share > limit
    ]
    confidence = float(np.clip((1 - lonely) * (1 - turned) * np.exp(-strain), 0, 1))
    return drawing.flagged(*reasons, confidence=round(confidence, 3))


def mixed(first: str, last: str, t: float) -> str:
    """Two sRGB colours "#rrggbb" or "#rrggbbaa" blended in linear light."""
    if first == last:
        return first
    a, b = (np.frombuffer(bytes.fromhex((colour + "ff")[1:9]), np.uint8) / 255 for colour in (first, last))
    light = (1 - t) * _linear(a[:3]) + t * _linear(b[:3])
    srgb = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    alpha = (1 - t) * a[3] + t * b[3]
    return "#" + bytes(np.rint(np.append(srgb, alpha) * 255).astype(np.uint8).tolist()).hex().removesuffix(
        "ff"
    )


def _linear(srgb: Floats) -> Floats:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
