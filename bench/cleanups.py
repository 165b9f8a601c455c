"""Clean-up beside rivals: lines found again, bytes, corners, and rough strokes told apart."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from bench import corners, scap
from bench.measure import Measure
from bench.skeletons import Lines
from hwaryong.drawing.centrelines import centrelines
from hwaryong.drawing.cleanup import cleanup
from hwaryong.drawing.cluster import clusters
from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Stroke

_VTRACER = "vtracer==0.6.15"
_SHEET_PX = 480


def measures(data: Path | None = None, sheets: Path | None = None) -> Iterator[Measure]:
    """`data` holds `jostc/clean` and `strokestrip`; contact sheets go into the folder `sheets`."""
    if data is None:
        return
    if (data / "jostc/clean/raster").is_dir():
        yield from _clean(data / "jostc/clean")
    if (data / "strokestrip").is_dir():
        yield from _rough(sorted((data / "strokestrip").glob("*.scap")), sheets)


def _clean(folder: Path) -> Iterator[Measure]:
    """Clean drawings in pixels, at the tool's default strength."""
    files = sorted((folder / "raster").glob("*.png"))
    keys = [Drawing.read(file) for file in files]
    started = time.process_time()
    ours = [cleanup(key) for key in keys]
    seconds = (time.process_time() - started) / len(keys)
    found = np.array([_f(Lines.of(one), Lines.of(key)) for one, key in zip(ours, keys, strict=True)])
    naive = [_naive(key) for key in keys]
    beside = np.mean([_f(Lines.of(one), Lines.of(key)) for one, key in zip(naive, keys, strict=True)])
    yield Measure(
        f"clean-up of {len(keys)} clean drawings: centreline F at 1 px, mean (worst)", "≥ .99",
        f"{found.mean():.4f} ({found.min():.4f}); {seconds:.1f} CPU s a drawing",
        bool(found.mean() >= 0.99), f"naive skeleton {beside:.4f}",
    )  # fmt: skip
    size = sum(len(one.svg().encode()) for one in ours)
    rivals = {"colour (default)": _vtracer(files, "color"), "binary": _vtracer(files, "binary")}
    told = ", ".join(f"vtracer {name} {bytes:,}" for name, bytes in rivals.items() if bytes)
    unthinned = sum(len(one.svg().encode()) for one in naive)
    default = rivals["colour (default)"]
    yield Measure(
        "the same: bytes of the SVGs", "≤ 1/10 of vtracer's default", f"{size:,}",
        bool(default and size <= default / 10), f"{told or 'no vtracer'}, naive {unthinned:,}",
    )  # fmt: skip
    yield _plain(keys, ours, rivals["binary"])
    yield from corners.measures(folder)


def _plain(keys: Sequence[Drawing], ours: Sequence[Drawing], binary: int) -> Measure:
    """The same strokes written for other programs, and read back."""
    with tempfile.TemporaryDirectory(prefix="hwaryong-lines-") as folder:
        files = [centrelines(one).write(Path(folder) / f"{number}") for number, one in enumerate(ours)]
        size = sum(file.stat().st_size for file in files)
        read = [Drawing.read(file) for file in files]
    found = np.array([_f(Lines.of(one), Lines.of(key)) for one, key in zip(read, keys, strict=True)])
    strokes = sum(one.raster is None for one in read)
    return Measure(
        "the same as plain centrelines: bytes; read back as strokes; F", "≤ 1/10 of vtracer's binary",
        f"{size:,}; {strokes} of {len(read)}; {found.mean():.4f} ({found.min():.4f})",
        bool(binary and size <= binary / 10), f"vtracer binary {binary:,}" if binary else "no vtracer",
    )  # fmt: skip


def _f(drawn: Lines, truth: Lines) -> float:
    """Harmonic mean of the shares of each skeleton within 1 px of the other."""
    if not drawn.length or not truth.length:
        return float(drawn.length == truth.length)
    precision = float((truth.away[drawn.skeleton] <= 1).mean())
    recall = float((drawn.away[truth.skeleton] <= 1).mean())
    return 2 * precision * recall / max(precision + recall, 1e-9)


def _naive(key: Drawing) -> Drawing:
    """The contours of the skeleton as OpenCV follows them, of one width."""
    lines = Lines.of(key)
    width = 2 * float(
        cv2.distanceTransform(lines.mask.astype(np.uint8), cv2.DIST_L2, 3)[lines.skeleton].mean()
    )
    contours, _ = cv2.findContours(lines.skeleton.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    strokes = []
    for number, contour in enumerate(contours):
        xy = contour[:4096, 0].astype(np.float64) + 0.5
        strokes.append(Stroke(f"n{number}", np.column_stack([xy, np.full(len(xy), max(width - 1, 1.0))])))
    return Drawing(key.width_px, key.height_px, tuple(strokes))


def _vtracer(files: Sequence[Path], mode: str) -> int:
    """Bytes of vtracer's SVGs, from a venv of its own; 0 where it cannot be installed."""
    run = "import sys, vtracer\nfor i, f in enumerate(sys.argv[3:]):\n"
    run += " vtracer.convert_image_to_svg_py(f, f'{sys.argv[1]}/{i}.svg', colormode=sys.argv[2])"
    with tempfile.TemporaryDirectory(prefix="hwaryong-vtracer-") as folder:
        python = Path(folder) / "venv/bin/python"
        try:
            venv.create(python.parents[1], with_pip=True)
            install = [str(python), "-m", "pip", "install", "-q", _VTRACER]
            subprocess.run(install, check=True, capture_output=True, timeout=300)
            command = [str(python), "-c", run, folder, mode, *map(str, files)]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"vtracer: {error}", file=sys.stderr)
            return 0
        return sum(file.stat().st_size for file in Path(folder).glob("*.svg"))


def _rough(files: Sequence[Path], sheets: Path | None) -> Iterator[Measure]:
    """Rough strokes with known clusters; every second file was used when the limits were chosen."""
    rows, tiles = [], []
    for file in files:
        sketch = scap.read(file)
        label = np.empty(len(sketch.cluster), np.int64)
        for number, group in enumerate(clusters(sketch.drawing.strokes)):
            label[group] = number
        clean = cleanup(sketch.drawing)
        wanted = len(set(sketch.cluster))
        rows.append(
            (_pairs(label, np.array(sketch.cluster)), len(set(label)) / wanted, len(clean.strokes) / wanted)
        )
        tiles.append(np.hstack([_tile(sketch.drawing), _tile(clean)]))
    table = np.array(rows)
    for name, half in (("seen when limits were chosen", table[::2]), ("unseen", table[1::2])):
        f, groups, drawn = half.mean(axis=0)
        within = float((np.abs(half[:, 2] - 1) <= 0.1).mean())
        yield Measure(
            f"rough strokes, {len(half)} drawings {name}: pairwise clustering F1, mean (worst)", "≥ .90",
            f"{f:.3f} ({half[:, 0].min():.3f})", bool(f >= 0.9),
        )  # fmt: skip
        yield Measure(
            "the same: strokes drawn, by clusters in the file; drawings within 10 %", ".9–1.1, all",
            f"{drawn:.2f} (clusters {groups:.2f}); {within:.0%}", bool(within == 1.0),
        )  # fmt: skip
    if sheets is not None and tiles:
        sheets.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(sheets / "cleanup.png"), np.vstack(tiles))


def _pairs(found: np.ndarray, truth: np.ndarray) -> float:
    """F1 of the pairs of strokes that are in one cluster."""
    upper = np.triu_indices(len(found), 1)
    mine = (found[:, None] == found)[upper]
    theirs = (truth[:, None] == truth)[upper]
    return float(2 * (mine & theirs).sum() / max(mine.sum() + theirs.sum(), 1))


def _tile(drawing: Drawing) -> np.ndarray:
    grey = np.rint(255 * (1 - drawing.ink())).astype(np.uint8)
    scale = _SHEET_PX / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:_SHEET_PX, :_SHEET_PX]
    tile = np.full((_SHEET_PX, _SHEET_PX), 255, np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small
    return tile
