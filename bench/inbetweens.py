"""In-betweens of held-out triplets against rivals: how near the drawings are, how sure of them, how fast."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from bench import contact, rivals
from bench.intervals import interval, told
from bench.measure import Measure
from bench.person import corrected
from bench.rivals import Drawn, Rife
from bench.skeletons import NEAR_PX, Grey, Lines, Score, f_score, score
from bench.triplets import Triplet, characters, made_up, triplets
from hwaryong.drawing.inbetween import inbetween
from hwaryong.drawing.matched import matched
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import UNSURE

BUILD = Path(__file__).parent.parent / "build" / "bench"
SHEETS = BUILD / "drawing"
TIMES = (0.5, 0.35, 0.65)  # half way first: it is the one that is timed
CHART = tuple(np.round(np.arange(0.1, 0.97, 0.05), 2).tolist())
WORKERS = 2  # processes that draw at the same time
WRONG_PART = 0.03  # of the figure: a point that is laid further off has the wrong line
WRECK = 0.4  # F at the best of TIMES, below which a drawing is of no use
SIMPLE: dict[str, rivals.Between] = {
    "copy key": rivals.copy_key,
    "cross-fade": rivals.cross_fade,
    "DIS flow": rivals.dis_flow,
    "TPS-RPM": rivals.tps_rpm,
}


@dataclass(frozen=True)
class Doubts:
    """Of the known points of one triplet: all, those on strokes said to be unsure, laid wrong, and both."""

    points: int
    unsure: int
    wrong: int
    told: int


@dataclass(frozen=True)
class Result:
    """What one method drew of one triplet: at t = .5, at the best of TIMES, and at the best of CHART.

    `beside` is at t = .5 with the keys around the pair, where there are any; `even` the share of known points
    that come to lie on a line of the truth if they move evenly.
    """

    triplet: Triplet
    half: Score
    best: Score
    shown: Grey
    seconds: float = 0.0
    cpu_s: float = 0.0
    chart: Score | None = None
    beside: Score | None = None
    flagged: bool = False
    confidence: float = 0.0
    even: float | None = None
    doubts: Doubts | None = None
    marks: int = 0


Results = Sequence[Result]
Rivals = Mapping[str, Results]


def measures(material: Path | None) -> Iterator[Measure]:
    """The table of in-betweens of the drawings in a folder; contact sheets go to build/bench/drawing."""
    left_out: list[str] = []
    drawn = list(triplets(material, left_out)) if material else []
    posed = [triplet for folder in _rigs(material) for triplet in characters(folder)]
    if not drawn and not posed:
        yield Measure("in-betweens", "measured", "not measured: no --data with drawings", False)
        return
    everything = [*drawn, *posed, *made_up()]
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        rows = list(pool.map(_row, everything))
    ours = [row.ours for row in rows]
    marked = [row.marked for row in rows if row.marked]
    others = {name: [row.rivals[name] for row in rows] for name in SIMPLE}
    missing = ""
    try:
        others["RIFE"] = _rife(everything)
    except (OSError, subprocess.SubprocessError) as error:
        missing = f"; RIFE not measured: {error}"
    _sheets(ours, marked, others)
    count = len(drawn) + len(posed)  # the figures that were made up have a row of their own
    yield from _table(
        ours[:count],
        marked,
        {name: rows[:count] for name, rows in others.items()},
        f"{len(drawn)} of clips, {len(left_out)} left out, {len(posed)} of rigs{missing}",
    )
    yield _made_up(ours[count:], {name: rows[count:] for name, rows in others.items()})


def _rigs(material: Path | None) -> list[Path]:
    """The folders of rigged characters in the material, or in the form desk's beside it."""
    places = [material, material.resolve().parent / "form"] if material else []
    found = [sorted({file.parent for file in place.rglob("*.glb")}) for place in places]
    return next(filter(None, found), [])


@dataclass(frozen=True)
class _Row:
    """All that is drawn of one triplet but RIFE's."""

    ours: Result
    marked: Result | None
    rivals: dict[str, Result]


def _row(triplet: Triplet) -> _Row:
    rivals = {name: _rival(between, triplet) for name, between in SIMPLE.items()}
    began, worked = time.perf_counter(), time.process_time()
    try:
        (half,) = _between(triplet, TIMES[:1])
    except BadInput:  # refused: nothing is delivered, and the copy stands for what a person would have
        copied = _result(triplet, [triplet.lines[0].grey] * len(TIMES))
        return _Row(replace(copied, flagged=True), None, rivals)
    seconds, cpu_s = time.perf_counter() - began, time.process_time() - worked
    ours = replace(_ours(triplet, half), seconds=seconds, cpu_s=cpu_s)
    return _Row(ours, _marked(triplet, half) if triplet.ways else None, rivals)


def _ours(triplet: Triplet, half: Drawing) -> Result:
    at = sorted({*TIMES[1:], *CHART})
    more = dict(zip(at, _between(triplet, at), strict=True))
    greys = [Lines.of(drawing).grey for drawing in (half, *(more[t] for t in TIMES[1:]))]
    charted = max((Lines.of(more[t]) for t in CHART), key=lambda one: f_score(one, triplet.lines[1]))
    beside = None
    if triplet.before or triplet.after:
        beside = _score(triplet, Lines.of(_between(triplet, TIMES[:1], around=True)[0]))
    return replace(
        _result(triplet, greys), chart=_score(triplet, charted), beside=beside, flagged=bool(half.flags),
        confidence=half.confidence or 0.0, even=_even(triplet) if triplet.ways else None,
        doubts=_doubts(triplet) if triplet.ways else None,
    )  # fmt: skip


def _even(triplet: Triplet) -> float:
    """Share of the points with a known way that lie on a line of the truth if they move evenly."""
    middle = np.array([np.add(way.first, way.last) / 2 for way in triplet.ways])
    away = triplet.lines[1].away
    column, row = np.rint(middle).astype(int).T
    inside = np.clip(row, 0, away.shape[0] - 1), np.clip(column, 0, away.shape[1] - 1)
    return float((away[inside] <= NEAR_PX).mean())


def _between(triplet: Triplet, at: Sequence[float], *, around: bool = False) -> list[Drawing]:
    """Ours between the keys; with the keys `around` them where that is said."""
    before, after = (triplet.before, triplet.after) if around else (None, None)
    frames = inbetween(
        triplet.first, triplet.last, before=before, after=after, at=list(at), spans=triplet.spans
    )
    return [frame for frame in frames.items.values() if isinstance(frame, Drawing)]


def _doubts(triplet: Triplet) -> Doubts:
    """Whether strokes are said to be unsure where known points are laid wrong on the last key."""
    pairs = matched(triplet.first, triplet.last).pairs
    first, last = (np.concatenate([getattr(pair, key)[:, :2] for pair in pairs]) for key in ("first", "last"))
    unsure = np.concatenate([np.full(len(pair.first), pair.sure < UNSURE) for pair in pairs])
    begin, end = (np.array([getattr(way, key) for way in triplet.ways]) for key in ("first", "last"))
    sample = np.asarray(cKDTree(first).query(begin)[1])
    off = np.hypot(*(last[sample] + begin - first[sample] - end).T)
    wrong = off > WRONG_PART * np.hypot(*np.ptp(first, axis=0))
    said = unsure[sample]
    return Doubts(len(wrong), int(said.sum()), int(wrong.sum()), int((wrong & said).sum()))


def _marked(triplet: Triplet, draft: Drawing) -> Result:
    done = corrected(triplet, draft)
    lines = Lines.of(done.drawing)
    half = _score(triplet, lines)
    return Result(triplet, half, half, lines.grey, marks=len(done.marks))


def _rival(between: rivals.Between, triplet: Triplet) -> Result:
    drawn = rivals.simple(between, triplet, TIMES)
    return _result(triplet, drawn.drawings, seconds=drawn.seconds)


def _rife(everything: Sequence[Triplet]) -> list[Result]:
    rife = Rife(BUILD / "rife")
    with tempfile.TemporaryDirectory(prefix="rife-") as folder:
        drawn: list[Drawn] = rife.draw(everything, TIMES, Path(folder))
    return [
        _result(triplet, one.drawings, seconds=one.seconds)
        for triplet, one in zip(everything, drawn, strict=True)
    ]


def _score(triplet: Triplet, lines: Lines) -> Score:
    first, truth, last = triplet.lines
    return score(lines, truth, first, last)


def _result(triplet: Triplet, greys: Sequence[Grey], *, seconds: float = 0.0) -> Result:
    scores = [_score(triplet, Lines(grey)) for grey in greys]
    return Result(triplet, scores[0], max(scores, key=lambda one: one.f), greys[0], seconds)


# The table.


def _table(ours: Results, marked: Results, others: Rivals, what: str) -> Iterator[Measure]:
    yield _mean("F at 2 px, t = .5", ours, others, lambda one: one.half.f, (0.57, 1), what)
    yield _paired("F above each rival, t = .5 (paired)", ours, others)
    yield _paired(
        "the same, ours with the keys around where there are any",
        [replace(one, half=one.beside or one.half) for one in ours],
        others,
    )
    yield _known([one for one in ours if one.even is not None])
    yield _mean("F at 2 px, best of t = .35, .5, .65", ours, others, lambda one: one.best.f, (0.65, 1))
    charted = [one for one in ours if one.chart]
    yield _mean("F at 2 px, spacing given (best of 18 times)", charted, {},
                lambda one: one.chart.f if one.chart else 0.0, (0.70, 1))  # fmt: skip
    yield _beside([one for one in ours if one.beside])
    yield _mean(
        "skeleton error at the best t, px", ours, others, lambda one: one.best.skel, (3.5, -1), digits=1
    )
    yield _mean(
        "chamfer distance × 1e5 at the best t", ours, others, lambda one: one.best.cd, (15, -1), digits=1
    )
    yield _ink(ours, others)
    yield _ends(ours, others)
    kept = sum(one.marks for one in marked) / max(len(marked), 1)
    yield _mean("F at 2 px with ≤ 3 marks, t = .5", marked, {}, lambda one: one.half.f, (0.85, 1),
                f"{len(marked)} triplets, {kept:.1f} marks each")  # fmt: skip
    yield _flags(ours)
    yield _told_unsure([one.doubts for one in ours if one.doubts])
    cpu_s = np.mean([one.cpu_s for one in ours])
    yield _mean(
        f"s per drawing (of ours {cpu_s:.1f} s of CPU)",
        ours,
        others,
        lambda one: one.seconds,
        (3, -1),
        digits=1,
    )
    yield _worst(ours, others)


def _mean(
    name: str, ours: Results, others: Rivals, value: Callable[[Result], float],
    target: tuple[float, int], note: str = "", *, digits: int = 2,
) -> Measure:  # fmt: skip
    """A mean against its target (the figure, and 1 for at least, −1 for at most), for all and by group."""
    goal, way = target
    clips = [one.triplet.clip for one in ours]
    said = [f"{told([value(one) for one in ours], clips, digits)}"]
    for group in ("clips", "rigs"):
        some = [one for one in ours if one.triplet.group == group]
        if some and len(some) < len(ours):
            said.append(
                f"{group} {told([value(one) for one in some], [o.triplet.clip for o in some], digits)}"
            )
    rivals_said = [
        f"{key} {np.mean([value(one) for one in rows]):.{digits}f}" for key, rows in others.items()
    ]
    mean = interval([value(one) for one in ours], clips)[0]
    return Measure(
        name + (f" ({note})" if note else ""), f"{'≥' if way > 0 else '≤'} {goal:g}", "; ".join(said),
        bool(way * mean >= way * goal), ", ".join(rivals_said),
    )  # fmt: skip


def _paired(name: str, ours: Results, others: Rivals) -> Measure:
    """F at t = .5 minus each rival's, of the same triplets."""
    clips = [one.triplet.clip for one in ours]
    ahead, behind = [], []
    for rival, rows in others.items():
        gains = [a.half.f - b.half.f for a, b in zip(ours, rows, strict=True)]
        ahead.append(f"{rival} {told(gains, clips)}")
        if interval(gains, clips)[1] <= 0:
            behind.append(rival)
    return Measure(
        name, "95 % interval above 0", "; ".join(ahead), not behind,
        f"not surely above {', '.join(behind)}" if behind else "",
    )  # fmt: skip


def _known(ours: Results) -> Measure:
    """What perfect tracking could reach with even spacing, beside what ours reaches."""
    said = []
    for group in ("clips", "rigs"):
        some = [one for one in ours if one.triplet.group == group]
        if some:
            even, f = np.mean([(one.even or 0.0, one.half.f) for one in some], axis=0)
            said.append(f"{group} {even:.2f}, F of ours {f:.2f}")
    return Measure(
        "points with a known way that even spacing brings within 2 px of a line, t = .5",
        "said", "; ".join(said), True,
    )  # fmt: skip


def _beside(ours: Results) -> Measure:
    """F at t = .5 with the keys around the pair, and what they add; only where there are any."""
    clips = [one.triplet.clip for one in ours]
    with_, gains = (
        [one.beside.f - less for one, less in zip(ours, without, strict=True) if one.beside]
        for without in ([0.0] * len(ours), [one.half.f for one in ours])
    )
    said = [f"{told(with_, clips)}, {told(gains, clips)} above without them"]
    for group in ("clips", "rigs"):
        some = [i for i, one in enumerate(ours) if one.triplet.group == group]
        if some:
            own = [clips[i] for i in some]
            said.append(
                f"{group} {told([with_[i] for i in some], own)}, gain {told([gains[i] for i in some], own)}"
            )
    worse = sum(gain < -0.02 for gain in gains)
    said.append(f"{worse} of {len(ours)} lose more than .02")
    return Measure(
        f"F at 2 px, spacing from the keys around the pair, t = .5 ({len(ours)} triplets that have some)",
        "≥ 0.7", "; ".join(said), bool(with_) and float(np.mean(with_)) >= 0.7,
    )  # fmt: skip


def _made_up(ours: Results, others: Rivals) -> Measure:
    """The jointed figures that a seed makes up: fast limbs, turning bodies, things that hide one another."""
    clips = [one.triplet.clip for one in ours]
    f = {
        "t = .5": [one.half.f for one in ours],
        "best t": [one.best.f for one in ours],
        "spacing given": [one.chart.f for one in ours if one.chart],
        "keys around": [one.beside.f for one in ours if one.beside],
    }
    wrecks = [one for one in ours if one.best.f < WRECK]
    flags = f"{sum(one.flagged for one in wrecks)} of {len(wrecks)} wrecks"
    false = f"{sum(one.flagged for one in ours if one not in wrecks)} of {len(ours) - len(wrecks)} others"
    said = [f"{name} {told(values, clips[: len(values)])}" for name, values in f.items()]
    said.append(f"flagged {flags} and {false}")
    rest = [
        f"{name} {np.mean([r.half.f for r in rows]):.2f}, best {np.mean([r.best.f for r in rows]):.2f}"
        for name, rows in others.items()
    ]
    return Measure(
        f"F at 2 px of {len(ours)} figures made up from a seed", "≥ 0.57 at t = .5",
        "; ".join(said), bool(np.mean(f["t = .5"]) >= 0.57), "; ".join(rest),
    )  # fmt: skip


def _ink(ours: Results, others: Rivals) -> Measure:
    sure = [one for one in ours if not one.flagged]
    out = sorted(
        (one for one in sure if not 0.9 <= one.half.ink <= 1.1), key=lambda one: abs(one.half.ink - 1)
    )
    said = f"{len(sure) - len(out)} of {len(sure)}"
    if out:
        said += f"; furthest {out[-1].half.ink:.2f} ({out[-1].triplet.name})"
    means = [f"{name} {np.mean([one.half.ink for one in rows]):.2f}" for name, rows in others.items()]
    return Measure(
        "ink length / keys' mean, t = .5, unflagged", "all .9–1.1", said, not out, ", ".join(means)
    )


def _ends(ours: Results, others: Rivals) -> Measure:
    """All open ends over all that the keys have: one drawing alone may have none to compare with."""
    ratio = {
        name: sum(one.half.ends[0] for one in rows) / max(sum(one.half.ends[1] for one in rows), 1)
        for name, rows in {"ours": ours, **others}.items()
    }
    mine = ratio.pop("ours")
    rest = ", ".join(f"{name} {value:.2f}" for name, value in ratio.items())
    return Measure("open ends / keys' mean, t = .5, of all", "≤ 1.2", f"{mine:.2f}", mine <= 1.2, rest)


def _flags(ours: Results) -> Measure:
    bad = [one for one in ours if one.best.f < WRECK]
    good = [one for one in ours if one.best.f >= WRECK]
    caught = sum(one.flagged for one in bad) / max(len(bad), 1)
    false = sum(one.flagged for one in good) / max(len(good), 1)
    said = f"{caught:.0%} of {len(bad)}, with {false:.0%} of {len(good)}"
    if bad and good:
        apart = np.array([[g.confidence - b.confidence for g in good] for b in bad])
        area = float(((apart > 0) + 0.5 * (apart == 0)).mean())
        said += f"; confidence tells them apart with an area of {area:.2f} under its curve"
    return Measure(
        "wrecks (F < .4 at the best t) flagged", "≥ 90 %, with ≤ 25 % of the good ones", said,
        (caught >= 0.9 or not bad) and false <= 0.25,
    )  # fmt: skip


def _told_unsure(doubts: Sequence[Doubts]) -> Measure:
    points, unsure, wrong, told_ = (
        sum(getattr(one, name) for one in doubts) for name in ("points", "unsure", "wrong", "told")
    )
    return Measure(
        f"known points ({points}) laid wrong by over 3 % of the figure, on strokes said to be unsure",
        "said",
        f"{told_} of {wrong}; {unsure / max(points, 1):.0%} of all points lie on such strokes",
        True,
    )


def _worst(ours: Results, others: Rivals) -> Measure:
    index = min(range(len(ours)), key=lambda i: ours[i].best.f)
    worst = ours[index]
    said = f"{worst.triplet.name}: F {worst.best.f:.2f}, {'flagged' if worst.flagged else 'not flagged'}"
    rest = ", ".join(f"{name} {rows[index].best.f:.2f}" for name, rows in others.items())
    return Measure(
        "worst triplet, F at the best t", "flagged", said, worst.flagged or worst.best.f >= WRECK, rest
    )


def _sheets(ours: Results, marked: Results, others: Rivals) -> None:
    """A row a triplet: the keys around the truth, ours, ours over the truth, with marks, and the rivals."""
    corrections = {one.triplet.name: one for one in marked}
    rows = []
    for index, one in enumerate(ours):
        first, truth, last = one.triplet.lines
        flag = ", flagged" if one.flagged else ""
        row: list[contact.Tile] = [
            (one.triplet.name[-44:], first.grey), ("truth", truth.grey), ("last key", last.grey),
            (f"ours {one.half.f:.2f}, best {one.best.f:.2f}{flag}", one.shown),
            ("ours red, truth blue", contact.laid_over(Lines(one.shown), truth)),
        ]  # fmt: skip
        if one.triplet.name in corrections:
            again = corrections[one.triplet.name]
            row.append(
                (f"{again.marks} marks {again.half.f:.2f}", contact.laid_over(Lines(again.shown), truth))
            )
        row += [(f"{name} {rows_[index].half.f:.2f}", rows_[index].shown) for name, rows_ in others.items()]
        rows.append(row)
    contact.write(SHEETS, "inbetweens", rows)
