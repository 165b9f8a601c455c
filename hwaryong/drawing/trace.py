"""Lines out of pixels: ink told from paper and help lines, thinned, and followed as strokes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from hwaryong.drawing.edges import fitted
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import Coverage
from hwaryong.media.picture import Pixels
from hwaryong.media.stroke import Floats, Stroke, resample

Mask = NDArray[np.bool_]
_PAPER_PART = 1 / 24  # of the longer side: what is darker over a wider place is paper, not line
_COARSE = 4  # the paper's shade is looked for on a picture reduced by this,
_COARSE_PX = 500  # of a large one to about this side
_ROWS = 512  # worked on at a time
_COLOURED = 0.22  # chroma (max − min of sRGB, 0–1) from which on a line is a coloured help line
_CLEAR = 0.3  # darkness of a clear line
_PENCIL = 0.2  # of the coloured lines: where less is ink, the drawing is in coloured pencil
_FAINTEST = 0.12  # least darkness of a line
_EDGE_PX = 7  # a line's darkest place is looked for so far around
_STEP_PX = 5.0  # between samples of a stroke
_MOST_SAMPLES = 4000  # of one stroke
_ARM_PX = 8  # on both sides of a corner
_CUT_PX = 3  # so near to it a line is straight
_CORNER = np.radians(45)  # the turn from which on it is one
_SUDDEN = 0.6  # of it happens between arms of half the length: else it is a bow
_HOOK = 1.5  # reaches beyond the ink of its crossing, a twig is a line,
_WHOLE = 0.6  # of which keeps so much of its width to its end
_STRAIGHT_ON = -0.7  # cosine from which on two lines at a crossing are one


@dataclass
class _Path:
    """Skeleton pixels from end to end, and the node (crossing) at each end, −1 where it is free."""

    pixels: Floats
    ends: tuple[int, int]

    @property
    def length_px(self) -> float:
        return float(np.hypot(*np.diff(self.pixels, axis=0).T).sum())

    def turned(self) -> _Path:
        return _Path(self.pixels[::-1], self.ends[::-1])


def reduced(drawing: Drawing, longest_px: int) -> Drawing:
    """A drawing in pixels as dark lines on white, its longer side made that long; its flags stay."""
    factor = longest_px / max(drawing.width_px, drawing.height_px)
    size = (max(round(drawing.width_px * factor), 1), max(round(drawing.height_px * factor), 1))
    small = cv2.resize(drawing.on_paper(), size, interpolation=cv2.INTER_AREA)
    opaque = np.full(small.shape[:2], 255, np.uint8)
    return Drawing.from_pixels(np.dstack([small, opaque]).astype(np.uint8)).flagged(*drawing.flags)


def separated(drawing: Drawing) -> tuple[Coverage, Coverage]:
    """Darkness 0–1 of ink and of coloured (construction) lines, (h, w) each, over flattened paper.

    Where there is hardly any ink beside the colour, that is the pen's, and all is ink.
    """
    if drawing.raster is None:
        return drawing.ink(), drawing.ink(("construction",))
    seen = drawing.on_paper()
    shade = _shade(seen)
    ink, help_lines = (np.empty(seen.shape[:2], np.float32) for _ in range(2))
    for row in range(0, len(seen), _ROWS):  # some rows at a time, as large scans need the memory
        part = np.s_[row : row + _ROWS]
        flat = np.clip(seen[part] / _enlarged(shade, seen.shape, row, len(seen[part])), 0, 1)
        darkness = 1 - flat.min(axis=2)
        coloured = flat.max(axis=2) - flat.min(axis=2) > np.maximum(_COLOURED, 0.5 * darkness)
        grey = 1 - flat @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        ink[part], help_lines[part] = np.where(coloured, 0, grey), np.where(coloured, darkness, 0)
    if np.count_nonzero(ink > _CLEAR) < _PENCIL * np.count_nonzero(help_lines > _CLEAR):
        np.maximum(ink, help_lines, out=ink)
        help_lines[:] = 0
    return ink, help_lines


def _shade(seen: Pixels) -> NDArray[np.float32]:
    """The paper's colour 0–255, a quarter as large or less: the lightest of each place, blurred."""
    longer = max(seen.shape[:2])
    coarse = max(_COARSE, longer // _COARSE_PX)
    size = max(int(longer * _PAPER_PART / coarse), 3) | 1
    small = cv2.resize(seen, None, fx=1 / coarse, fy=1 / coarse, interpolation=cv2.INTER_AREA)
    light = cv2.dilate(small, np.ones((size, size), np.uint8)).astype(np.float32)
    return np.maximum(np.asarray(cv2.GaussianBlur(light, (0, 0), size / 2), np.float32), np.float32(12))


def _enlarged(shade: NDArray[np.float32], shape: tuple[int, ...], row: int, rows: int) -> NDArray[np.float32]:
    """Some rows of the paper's colour at full size."""
    down, across = shade.shape[0] / shape[0], shade.shape[1] / shape[1]
    way = np.array([[across, 0, across / 2 - 0.5], [0, down, (row + 0.5) * down - 0.5]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    large = cv2.warpAffine(shade, way, (shape[1], rows), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(large, np.float32)


def inked(darkness: Coverage) -> Mask:
    """Where the lines are: Otsu's threshold for their cores, half of it for what hangs on them.

    A line ends where it is half as dark as in its middle, so that its width is the drawn one.
    """
    strong = darkness[darkness > _FAINTEST / 2]
    if strong.size < 8 or darkness.max() < _FAINTEST:
        return np.zeros(darkness.shape, np.bool_)
    from skimage import filters  # slow to import, and most commands never call it

    otsu = float(filters.threshold_otsu(strong))  # type: ignore[no-untyped-call]
    high = min(max(otsu, _FAINTEST), 0.9 * float(darkness.max()))  # a scan of one bit has but one darkness
    lines = filters.apply_hysteresis_threshold(darkness, high / 2, high)  # type: ignore[no-untyped-call]
    peak = cv2.dilate(darkness, np.ones((_EDGE_PX, _EDGE_PX), np.uint8))
    return np.asarray(lines & (darkness > peak / 2), np.bool_)


def traced(
    mask: Mask,
    darkness: Coverage | None = None,
    *,
    spur_px: float,
    hooks: bool = False,
    smooth_px: float = 2.0,
    step_px: float = _STEP_PX,
    cut_px: int = _CUT_PX,
    around: int = 2,
) -> tuple[Stroke, ...]:
    """Strokes along the middle of a mask, "s0001"… from top to bottom, as wide as it is.

    Thinned by Zhang and Suen (1984), and fitted to the edges of the mask, or of the `darkness` 0–1 that it
    is of (see `edges.fitted`). Twigs shorter than `spur_px` fall, but not `hooks`: those that are lines. At
    a crossing, lines that go straight on are one stroke. `smooth_px` is the standard deviation along the
    line, which stops at corners; `step_px` lies between samples, of which a ring has at least so many
    `around`; within `cut_px` of a corner, which thinning rounds, both arms are straight.
    """
    padded = np.pad(mask, 1)
    reach = np.asarray(
        cv2.distanceTransform(padded.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5), np.float64
    )
    soft = np.pad(darkness, 1) if darkness is not None else padded.astype(np.float32)
    from skimage import morphology  # slow to import, and most commands never call it

    thin = np.asarray(morphology.skeletonize(padded), np.bool_)  # type: ignore[no-untyped-call]
    paths = _joined(_pruned(_joined(_bridged(_paths(thin), reach)), reach, spur_px, hooks))
    lines = [_smoothed(path, reach, soft, smooth_px, step_px, cut_px, around) for path in paths]
    return tuple(Stroke(f"s{number:04d}", line) for number, line in enumerate(lines, 1))


def _paths(skeleton: Mask) -> list[_Path]:
    """The skeleton cut at its crossings; rings stay whole."""
    ones = skeleton.astype(np.uint8)
    neighbours = cv2.filter2D(ones, cv2.CV_8U, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT) - 1
    crossing = (ones > 0) & (neighbours > 2)
    _, node_of, _, centres = cv2.connectedComponentsWithStats(crossing.astype(np.uint8), connectivity=8)
    nodes, centres = np.asarray(node_of, np.int32), centres[1:]
    count, piece_of = cv2.connectedComponents(((ones > 0) & ~crossing).astype(np.uint8), connectivity=8)
    pixels = defaultdict(list)
    for y, x in np.argwhere(piece_of > 0).tolist():
        pixels[int(piece_of[y, x])].append((x, y))
    paths = []
    for piece in range(1, count):
        order = _ordered(pixels[piece])
        ends = tuple(_node_at(nodes, *order[at]) for at in (0, -1))
        if len(order) == 1:
            ends = (ends[0], _other_node(nodes, *order[0], ends[0]))
        points = np.array(order, np.float64)
        if ends[0] >= 0:
            points = np.vstack([centres[ends[0]], points])
        if ends[1] >= 0:
            points = np.vstack([points, centres[ends[1]]])
        elif ends[0] < 0 and len(order) > 8 and max(np.abs(points[0] - points[-1])) <= 1:
            points = np.vstack([points, points[:1]])
        if len(points) > 1:
            paths.append(_Path(points, (ends[0], ends[1])))
    return paths


def _ordered(pixels: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pixels of a piece without crossings, from one end to the other."""
    left = set(pixels)
    ends = [p for p in pixels if sum(q in left for q in _around(*p)) <= 1]
    here = ends[0] if ends else pixels[0]
    order = [here]
    left.discard(here)
    while left:
        step = next((q for q in _around(*here) if q in left), None)
        if step is None:
            break
        order.append(step)
        left.discard(step)
        here = step
    return order


def _around(x: int, y: int) -> Iterator[tuple[int, int]]:
    """The eight neighbours, straight ones first."""
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
        yield x + dx, y + dy


def _node_at(node_of: NDArray[np.int32], x: int, y: int) -> int:
    return next((int(node_of[b, a]) - 1 for a, b in _around(x, y) if node_of[b, a]), -1)


def _other_node(node_of: NDArray[np.int32], x: int, y: int, known: int) -> int:
    return next(
        (int(node_of[b, a]) - 1 for a, b in _around(x, y) if node_of[b, a] and node_of[b, a] - 1 != known), -1
    )


def _bridged(paths: Sequence[_Path], reach: Floats) -> list[_Path]:
    """Where lines cross aslant, thinning leaves a bridge as long as they are wide: its ends become one."""
    nodes: dict[int, int] = {}

    def root(node: int) -> int:
        while node in nodes:
            node = nodes[node]
        return node

    kept = []
    for path in paths:
        x, y = np.rint(path.pixels[len(path.pixels) // 2]).astype(int)
        bridge = min(path.ends) >= 0 and path.length_px <= 2.5 * reach[y, x]
        ends = (root(path.ends[0]), root(path.ends[1]))
        if bridge and ends[0] != ends[1]:
            nodes[ends[1]] = ends[0]
        elif not bridge:
            kept.append(path)
    return [_Path(path.pixels, (root(path.ends[0]), root(path.ends[1]))) for path in kept]


def _pruned(paths: Sequence[_Path], reach: Floats, spur_px: float, hooks: bool) -> list[_Path]:
    """Without twigs, and without specks that hang on nothing."""
    return [
        path
        for path in paths
        if min(path.ends) >= 0
        or path.length_px >= spur_px
        or (hooks and max(path.ends) >= 0 and _hook(path, reach))
    ]


def _hook(path: _Path, reach: Floats) -> bool:
    """Whether a twig is a line that ends, and no bump: it leaves its crossing's ink and does not thin out."""
    pixels = path.pixels if path.ends[0] >= 0 else path.pixels[::-1]
    x, y = np.rint(pixels).astype(int).T
    wide = reach[y, x]
    beyond = wide[np.hypot(*(pixels - pixels[0]).T) > wide[0]]
    return len(beyond) >= _HOOK * wide[0] and bool(beyond[-2:].max() >= _WHOLE * np.median(beyond))


def _joined(paths: Sequence[_Path]) -> list[_Path]:
    """Paths that go straight on at a crossing made one, the straightest couples first."""
    paths = list(paths)
    at: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, path in enumerate(paths):
        for end in (0, 1):
            if path.ends[end] >= 0:
                at[path.ends[end]].append((index, end))
    couples = []
    for arms in at.values():
        for i, a in enumerate(arms):
            for b in arms[i + 1 :]:
                bend = float(_leaving(paths[a[0]], a[1]) @ _leaving(paths[b[0]], b[1]))
                if a[0] != b[0] and (bend < _STRAIGHT_ON or len(arms) == 2):
                    couples.append((bend, a, b))
    partner: dict[tuple[int, int], tuple[int, int]] = {}
    for _, a, b in sorted(couples):
        if a not in partner and b not in partner:
            partner[a], partner[b] = b, a
    return list(_chains(paths, partner))


def _chains(paths: Sequence[_Path], partner: dict[tuple[int, int], tuple[int, int]]) -> Iterator[_Path]:
    used: set[int] = set()
    starts = [i for i in range(len(paths)) if (i, 0) not in partner or (i, 1) not in partner]
    for start in [*starts, *range(len(paths))]:
        if start in used:
            continue
        out = 1 if (start, 0) not in partner else 0
        chain = paths[start] if out == 1 else paths[start].turned()
        used.add(start)
        end = (start, out)
        while end in partner and partner[end][0] not in used:
            index, side = partner[end]
            used.add(index)
            following = paths[index] if side == 0 else paths[index].turned()
            chain = _Path(np.vstack([chain.pixels, following.pixels[1:]]), (chain.ends[0], following.ends[1]))
            end = (index, 1 - side)
        yield chain


def _leaving(path: _Path, end: int) -> Floats:
    """Unit direction away from the crossing at this end, over some pixels."""
    pixels = path.pixels if end == 0 else path.pixels[::-1]
    way = pixels[min(10, len(pixels) - 1)] - pixels[0]
    return np.asarray(way / max(float(np.hypot(*way)), 1e-9), np.float64)


def _smoothed(
    path: _Path, reach: Floats, darkness: Coverage, smooth_px: float, step_px: float, cut_px: int, around: int
) -> Floats:
    """(n, 3) samples of a path on the unpadded paper, on the ink's middle and as wide as it is."""
    at = np.rint(path.pixels).astype(int)
    inside = np.column_stack([path.pixels, reach[at[:, 1], at[:, 0]]])
    inside = resample(inside, max(int(path.length_px) + 1, 2))
    dense = fitted(inside[:, :2], inside[:, 2], darkness)
    even = np.vstack(
        [
            _even(blurred(piece, smooth_px), step_px, around)[(1 if k else 0) :]
            for k, piece in enumerate(_at_corners(dense, cut_px))
        ]
    )
    if len(even) > _MOST_SAMPLES:
        even = resample(even, _MOST_SAMPLES)
    even[:, :2] += 0.5 - 1.0  # pixel centres; the padding is taken off
    return np.asarray(even, np.float64)


def _even(line: Floats, step_px: float, around: int) -> Floats:
    least = around if np.array_equal(line[0, :2], line[-1, :2]) else 2
    length = float(np.hypot(*np.diff(line[:, :2], axis=0).T).sum())
    return resample(line, max(least, round(length / step_px) + 1))


def _at_corners(dense: Floats, cut_px: int) -> list[Floats]:
    """A line of samples 1 px apart in pieces that meet at its corners; a ring without corners stays whole."""
    soft = blurred(dense, 1.0)[:, :2]
    if len(soft) < 4 * _ARM_PX:
        return [dense]
    turn = _turns(soft, _ARM_PX)
    sharp = (turn > _CORNER) & (turn == maximum_filter1d(turn, 2 * _ARM_PX + 1))
    sharp &= _turns(soft, _ARM_PX // 2) > _SUDDEN * turn
    cuts = [0, *np.flatnonzero(sharp).tolist(), len(dense) - 1]
    pieces = [dense[a : b + 1].copy() for a, b in pairwise(cuts) if b > a]
    for before, after in pairwise(pieces):
        _sharpened(before, after, cut_px)
    return pieces


def _turns(line: Floats, arm: int) -> Floats:
    """(n,) radians by which a line turns between the arms of so many samples around each; 0 near its ends."""
    arms = line[arm:] - line[:-arm]
    back, on = arms[:-arm], arms[arm:]
    turn = np.zeros(len(line))
    across = back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0]
    turn[arm:-arm] = np.abs(np.arctan2(across, (back * on).sum(axis=1)))
    return turn


def _sharpened(before: Floats, after: Floats, cut_px: int) -> None:
    """Move the corner where two pieces meet to where their arms point: thinning cuts it short."""
    if min(len(before), len(after)) <= _ARM_PX:
        return
    a, b = before[-cut_px - 1, :2], after[cut_px, :2]
    along, back = a - before[-_ARM_PX - 1, :2], b - after[_ARM_PX, :2]
    across = float(along[0] * back[1] - along[1] * back[0])
    if abs(across) < 0.3 * float(np.hypot(*along) * np.hypot(*back)):
        return
    gap = b - a
    corner = a + along * float(gap[0] * back[1] - gap[1] * back[0]) / across
    if np.hypot(*(corner - before[-1, :2])) > cut_px:
        return
    steps = np.linspace(0, 1, cut_px + 1)[:, None]
    before[-cut_px - 1 :, :2] = a + (corner - a) * steps
    after[: cut_px + 1, :2] = corner + (b - corner) * steps


def blurred(dense: Floats, sigma: float) -> Floats:
    """Gaussian along a line whose ends stay; a ring (first sample = last) is blurred around."""
    if np.abs(dense[0] - dense[-1])[:2].max() < 1e-6:
        ring = gaussian_filter1d(dense[:-1], sigma, axis=0, mode="wrap")
        return np.vstack([ring, ring[:1]])
    straight = np.linspace(dense[0], dense[-1], len(dense))
    # Around its chord the line is odd at both ends: mirrored with its sign turned, the ends stay.
    rest = dense - straight
    odd = np.vstack([-rest[:0:-1], rest, -rest[-2::-1]])
    soft = straight + gaussian_filter1d(odd, sigma, axis=0)[len(dense) - 1 : 2 * len(dense) - 1]
    soft[:, 2] = np.maximum(soft[:, 2], 0.3)
    return np.asarray(soft, np.float64)
