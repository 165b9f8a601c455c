"""Clean-up: one sure line for many searching ones."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from pydantic import Field

from hwaryong.drawing.cluster import clusters, doubled, reach_px
from hwaryong.drawing.edges import weight
from hwaryong.drawing.fit import middle, simplified
from hwaryong.drawing.trace import Mask, inked, reduced, separated, traced
from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.ink import Coverage
from hwaryong.media.picture import Pixels
from hwaryong.media.stroke import Floats, Stroke
from hwaryong.tool import tool

_REFERENCE_PX = 720  # settings are for paper with this shorter side and grow with it
_SLIT_PX = 5.0  # between a rough's lines that are closed before they are followed, at full strength
_REACH_PX = 7.0  # from a clean line, ink that it explains, at full strength
_SPUR_PX = (3.0, 22.0)  # shorter twigs of a rough fall, at no and at full strength
_SPECK_PX = (2.0, 20.0)  # the same on a clean drawing
_PEN_PX = (1.4, 5.0)  # least and greatest width of a line that stands for several
_SMOOTH_PX = (1.0, 1.0)  # along the line, at no and at full strength
_CALM_PX = (1.0, 4.0)  # the same on a rough
_CUT_PX = 2  # from a clean drawing's corner, where its arms are straight
_CALM_CUT_PX = 3  # the same on a rough
_LOOSE = 2.0  # looseness of the clusters at full strength
_WIDEST = (4.0, 1.5)  # a line, beside most of the drawing
_WITHIN_PX = (0.35, 0.7)  # of the line, a curve
_CLEAN = (0.21, 0.015)  # of the lines' length: where less means one line with others, or runs beside one
_LEAST_INK_PX = 16
_LEAST_LINE_PX, _LEAST_LINES = 20.0, 0.4  # ink that hangs together over less is a speck; the share of lines
_MOST_COVERED = 1 / 3  # of the paper, by lines
_MOST_PX = 4000  # a side that is worked on


@tool("drawing.cleanup", version=4, libraries=("numpy", "scipy", "opencv-python-headless", "scikit-image"))
def cleanup(
    rough: Drawing, *, strength: float = Field(0.5, ge=0.0, le=1.0), construction: bool = False
) -> Drawing:
    """Redraw a rough drawing with clean strokes "s0001"… of ink.

    A scan's uneven paper is flattened, coloured construction lines are left out (`construction` keeps them
    behind the ink, as strokes "c0001"… of their kind and colour), and the ink is followed along its middle;
    of a drawing of strokes these are the lines. Lines that mean one (see `cluster.clusters`; how near they
    need to be grows with `strength`) become one along their middle, short twigs fall, the rest is smoothed
    except at corners. `confidence` is the share of the rough's ink that the clean lines explain; below 0.6
    the result is flagged. A scan of more than 4000 px a side is reduced to that first. Raises BadInput for
    a rough without lines: blank, or nothing but specks and tone.
    """
    if rough.raster is not None and max(rough.width_px, rough.height_px) > _MOST_PX:
        small = reduced(rough, _MOST_PX)
        return _enlarged(cleanup(small, strength=strength, construction=construction), rough)
    scale = min(rough.width_px, rough.height_px) / _REFERENCE_PX
    ink, coloured = separated(rough)
    mask = inked(ink)
    _check(rough, mask, scale)
    within = _between(_WITHIN_PX, strength)
    if rough.raster is None:
        drawn = _united(rough.of_kind("ink"), strength, scale, in_turn=True)
    else:
        drawn = _capped(_weighed(_of_scan(ink, mask, strength, scale), ink, mask), strength)
    strokes = [Stroke(f"s{i:04}", simplified(s.points, within)) for i, s in enumerate(drawn, 1)]
    if construction:
        strokes[:0] = _construction(rough, coloured, strength, scale)
    clean = Drawing(rough.width_px, rough.height_px, tuple(strokes))
    explained = _explained(mask, clean, 2 + strength * _REACH_PX * scale)
    reasons = [f"the clean lines explain only {explained:.0%} of the rough"] if explained < 0.6 else []
    return clean.flagged(*rough.flags, *reasons, confidence=round(explained, 3))


def _enlarged(clean: Drawing, rough: Drawing) -> Drawing:
    factor = max(rough.width_px, rough.height_px) / _MOST_PX
    strokes = tuple(stroke.moved(stroke.points * factor) for stroke in clean.strokes)
    larger = Drawing(rough.width_px, rough.height_px, strokes)
    return larger.flagged(*clean.flags, confidence=clean.confidence)


def _check(rough: Drawing, mask: Mask, scale: float) -> None:
    """Raise BadInput where no lines are."""
    if rough.blank or mask.sum() < _LEAST_INK_PX:
        raise BadInput("nothing is drawn on the rough", mend="scan it darker or draw it")
    if rough.raster is None:
        return
    _, _, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    size = facts[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    lines = facts[1:, cv2.CC_STAT_AREA][size > _LEAST_LINE_PX * scale].sum()
    if mask.mean() > _MOST_COVERED or lines < mask.sum() * _LEAST_LINES:
        raise BadInput(
            "the rough shows specks or tone, and hardly any lines",
            mend="scan it with more contrast, or draw its lines more firmly",
        )


def _between(ends: tuple[float, float], strength: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * strength


def _of_scan(ink: Coverage, mask: Mask, strength: float, scale: float) -> Sequence[Stroke]:
    """The lines of a scan as they are where they are clean already; else slits closed, and united."""
    lines = _followed(mask, ink, strength, scale, _SPECK_PX, _SMOOTH_PX, _CUT_PX)
    if _clean(lines, _groups(lines, strength, in_turn=False)):
        return lines
    closed = _closed(mask, strength * _SLIT_PX * scale)
    return _united(
        _followed(closed, None, strength, scale, _SPUR_PX, _CALM_PX, _CALM_CUT_PX),
        strength,
        scale,
        in_turn=False,
    )


def _construction(rough: Drawing, coloured: Coverage, strength: float, scale: float) -> list[Stroke]:
    """The help lines in their own colours: a drawing's strokes of that kind, or a scan's coloured lines."""
    within = _between(_WITHIN_PX, strength)
    if rough.raster is None:
        drawn = [(line.points, line.colour) for line in rough.of_kind("construction")]
    else:
        seen = rough.on_paper()
        lines = _of_scan(coloured, inked(coloured), strength, scale)
        drawn = [(simplified(line.points, within), _colour(seen, line)) for line in lines]
    return [Stroke(f"c{i:04}", points, "construction", colour) for i, (points, colour) in enumerate(drawn, 1)]


def _colour(seen: Pixels, line: Stroke) -> str:
    """The colour of a picture along a line, "#rrggbb": the median of its darker half."""
    x, y = np.clip(line.points[:, :2].astype(int).T, 0, np.array(seen.shape[1::-1])[:, None] - 1)
    along = seen[y, x]
    dark = np.argsort(along.sum(axis=1), kind="stable")[: len(along) // 2 + 1]
    return "#" + bytes(np.median(along[dark], axis=0).astype(np.uint8).tolist()).hex()


def _followed(
    mask: Mask,
    darkness: Coverage | None,
    strength: float,
    scale: float,
    spur_px: tuple[float, float],
    smooth_px: tuple[float, float],
    cut_px: int,
) -> tuple[Stroke, ...]:
    spur, smooth = (_between(ends, strength) * scale for ends in (spur_px, smooth_px))
    smooth = max(smooth, smooth_px[0])
    hooks = darkness is not None
    return traced(mask, darkness, spur_px=spur, hooks=hooks, smooth_px=smooth, step_px=1.5, cut_px=cut_px)


def _groups(lines: Sequence[Stroke], strength: float, *, in_turn: bool) -> list[list[int]]:
    """Those that mean one line; at no strength all are apart."""
    return (
        clusters(lines, _LOOSE * strength, in_turn=in_turn)
        if strength > 0
        else [[i] for i in range(len(lines))]
    )


def _clean(lines: Sequence[Stroke], groups: Sequence[Sequence[int]]) -> bool:
    """Whether hardly any line means one with others, or those that do only go on from one another."""
    merged = sum(lines[i].length_px for group in groups if len(group) > 1 for i in group)
    few = merged <= _CLEAN[0] * sum(line.length_px for line in lines)
    return few or doubled(lines, groups) <= _CLEAN[1]


def _closed(mask: Mask, slit_px: float) -> Mask:
    """The mask with slits up to `slit_px` wide closed."""
    if slit_px < 1:
        return mask
    size = int(slit_px / 2) * 2 + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    closed = cv2.morphologyEx(np.pad(mask, size).astype(np.uint8), cv2.MORPH_CLOSE, disc)
    closed = closed[size:-size, size:-size]
    _, holes, facts, _ = cv2.connectedComponentsWithStats(1 - closed, connectivity=4)
    small = facts[:, cv2.CC_STAT_AREA] < 2 * slit_px**2
    return np.asarray((closed > 0) | small[holes], np.bool_)


def _united(lines: Sequence[Stroke], strength: float, scale: float, *, in_turn: bool) -> list[Stroke]:
    """One line for those that mean one."""
    united: list[Stroke] = []
    for group in _groups(lines, strength, in_turn=in_turn):
        if len(group) == 1:
            united.append(lines[group[0]])
            continue
        middles = middle([lines[i] for i in group], reach_px(lines, _LOOSE * strength), across=in_turn)
        united += [lines[group[0]].moved(_penned(points, scale)) for points in middles]
    return united


def _weighed(lines: Sequence[Stroke], ink: Coverage, mask: Mask) -> Sequence[Stroke]:
    """Soft or grey lines narrower, as they are drawn dark: there shall not be more ink than there was."""
    height, width = ink.shape
    drawn = tuple(Stroke(str(i), line.points) for i, line in enumerate(lines))
    thinner = min(weight(Drawing(width, height, drawn), ink, mask), 1.0) if lines else 1.0
    return [line.moved(line.points * (1, 1, thinner)) for line in lines]


def _capped(lines: Sequence[Stroke], strength: float) -> list[Stroke]:
    """No line much wider than most of the drawing is: a blot is no line."""
    if not lines or strength == 0:
        return list(lines)
    widths = np.sort(np.concatenate([line.points[:, 2] for line in lines]))
    most = float(widths[len(widths) // 2]) * _between(_WIDEST, strength)
    return [line.moved(np.minimum(line.points, [np.inf, np.inf, most])) for line in lines]


def _penned(points: Floats, scale: float) -> Floats:
    """The line as a pen draws it: of even width, with pointed ends."""
    width = np.full(len(points), np.clip(points[0, 2], _PEN_PX[0] * scale, _PEN_PX[1] * scale))
    if not np.array_equal(points[0, :2], points[-1, :2]):
        arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))])
        width *= np.clip(np.minimum(arc, arc[-1] - arc) / (14 * scale) + 0.35, 0, 1)
    return np.column_stack([points[:, :2], width])


def _explained(mask: Mask, clean: Drawing, reach_px: float) -> float:
    """The share of the rough's ink that lies within `reach_px` of a clean line."""
    away = cv2.distanceTransform((clean.ink() < 0.5).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return float((away[mask] <= reach_px).mean())
