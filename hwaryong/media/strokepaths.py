"""Centrelines in another program's SVG: paths with a `stroke` and no fill, as strokes."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import numpy as np
from PIL import ImageColor
from svgelements import Arc, Close, Matrix, Move, Path, PathSegment

from hwaryong.media.stroke import MAX_POINTS, MAX_WIDTH_PX, Floats, Stroke, resample
from hwaryong.media.svg import MAX_DEPTH, XLINK, remove, tag

MAX_SAMPLES = 1_000_000
_MAX_DATA = 1_000_000  # characters of all path data
_MAX_SEGMENTS = 20_000
_MAX_CLOSES = 1000  # in one path: svgelements needs quadratic time for them
_STEP_PX = 5.0  # between samples
_BEND = math.radians(12)  # between samples, at most
_ID = "s{}"  # of a path without one: told by its geometry, so that a line that stays keeps it
_INHERITED = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
              "visibility", "color")  # fmt: skip
_START = {"fill": "black", "fill-opacity": "1", "stroke": "none", "stroke-width": "1", "stroke-opacity": "1",
          "stroke-dasharray": "none", "visibility": "visible", "color": "black"}  # fmt: skip
_CHANGES_LOOK = ("clip-path", "mask", "filter", "mix-blend-mode", "marker-start", "marker-mid", "marker-end")
_TOLD = {*_INHERITED, *_CHANGES_LOOK, "opacity", "display"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[.#]?[\w-]+")

Style = Mapping[str, str]


class _Otherwise(Exception):
    """The SVG shows something that strokes do not say."""


@dataclass
class _Page:
    """What is known while walking the tree: elements by id, rules of <style>, and the strokes so far."""

    width_px: int
    height_px: int
    by_id: dict[str, Element]
    rules: dict[str, dict[str, str]]
    strokes: list[Stroke] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    papers: list[Element] = field(default_factory=list)
    samples: int = 0
    segments: int = 0
    data: int = 0
    steps: int = 0


def strokes(root: Element, width_px: int, height_px: int, most: int) -> tuple[Stroke, ...]:
    """The strokes of a checked SVG tree, none where anything in it is more than a plain stroked line.

    Samples about 5 px apart in the paper's px; width is `stroke-width` times the transform's scale;
    the ids are the file's, or told by the geometry where it has none. A white rectangle that covers the
    whole paper is paper, and is taken out of the tree. Whoever uses the strokes compares them with the
    rendered file.
    """
    try:
        page = _Page(width_px, height_px, {}, _rules(root))
        for element in root.iter():
            page.by_id.setdefault(element.get("id", ""), element)
        start = _styled(root, _START, page)
        for child in root:
            _walk(child, _paper_matrix(root, page), start, 1.0, page, 1, most)
    except (_Otherwise, ValueError, TypeError, IndexError, KeyError, ArithmeticError, AttributeError):
        return ()  # svgelements raises most of these for bad path data, which resvg draws up to the error
    if page.strokes:
        remove(root, lambda element: element in page.papers)
    return tuple(page.strokes)


def _walk(
    element: Element, matrix: Matrix, style: Style, opacity: float, page: _Page, depth: int, most: int
) -> None:
    page.steps += 1
    if depth > MAX_DEPTH or page.steps > 2 * most:
        raise _Otherwise
    name = tag(element)
    if name in ("", "defs", "title", "desc", "metadata", "style", "clipPath", "mask", "linearGradient",
                "radialGradient"):  # fmt: skip
        return
    style = _styled(element, style, page)
    if style.get("display") == "none":
        return
    if any(style.get(key, "none") not in ("none", "normal") for key in _CHANGES_LOOK):
        raise _Otherwise
    opacity *= _fraction(style.get("opacity", "1"))
    if "transform" in element.attrib:
        matrix = Matrix(element.attrib["transform"]) * matrix
    if name == "g":
        for child in element:
            _walk(child, matrix, style, opacity, page, depth + 1, most)
    elif name == "use":
        target = page.by_id[(element.get("href") or element.get(f"{{{XLINK}}}href") or "").removeprefix("#")]
        moved = Matrix.translate(float(element.get("x", 0)), float(element.get("y", 0))) * matrix
        _walk(target, moved, style, opacity, page, depth + 1, most)
    elif style["visibility"] == "visible":
        _take(element, name, matrix, style, opacity, page, most)


def _take(
    element: Element, name: str, matrix: Matrix, style: Style, opacity: float, page: _Page, most: int
) -> None:
    lined = style["stroke"] != "none" and opacity * _fraction(style["stroke-opacity"]) > 0
    filled = name != "line" and style["fill"] != "none" and opacity * _fraction(style["fill-opacity"]) > 0
    data = _path_data(element, name)
    if filled and not lined and name == "rect" and _is_paper(element, matrix, style, page):
        page.papers.append(element)
        return
    if filled or style["stroke-dasharray"] not in ("none", "0"):
        raise _Otherwise
    if not lined:
        return
    page.data += len(data)
    if page.data > _MAX_DATA or data.lower().count("z") > _MAX_CLOSES:
        raise _Otherwise
    scale = math.sqrt(abs(matrix.determinant))
    width = _length(style["stroke-width"]) * scale
    colour = _colour(style, "stroke", opacity * _fraction(style["stroke-opacity"]))
    if not 0 < width <= MAX_WIDTH_PX:
        raise _Otherwise
    path = (Path(data) * matrix).reify()
    page.segments += sum(8 if isinstance(segment, Arc) else 1 for segment in path)
    if page.segments > _MAX_SEGMENTS:
        raise _Otherwise
    for line in _lines(path):
        if len(line) > MAX_POINTS:
            line = resample(line, MAX_POINTS)
        page.samples += len(line)
        if len(page.strokes) >= most or page.samples > MAX_SAMPLES or not np.isfinite(line).all():
            raise _Otherwise
        points = np.column_stack([line, np.full(len(line), width)])
        page.strokes.append(Stroke(_id(element, points, page), points, "ink", colour))


def _id(element: Element, points: Floats, page: _Page) -> str:
    stem = element.get("id") or _ID.format(hashlib.sha256(np.round(points, 1).tobytes()).hexdigest()[:10])
    id = stem
    while id in page.ids:
        page.ids[stem] += 1
        id = f"{stem}.{page.ids[stem]}"
    page.ids[id] += 1
    return id


def _lines(path: Path) -> Iterator[Floats]:
    """(n, 2) samples of each connected piece of a path."""
    line: list[Floats] = []
    for segment in path:
        if isinstance(segment, Move):
            if line:
                yield np.vstack(line)
            line = [np.array([[segment.end.x, segment.end.y]])]
        elif segment.start is None or (isinstance(segment, Close) and segment.end is None):
            continue
        else:
            if not line:
                line = [np.array([[segment.start.x, segment.start.y]])]
            parts = segment.as_cubic_curves() if isinstance(segment, Arc) else (segment,)
            line += [_sampled(part) for part in parts]
            if isinstance(segment, Close):
                yield np.vstack(line)
                line = []
    if len(line) > 1:
        yield np.vstack(line)


def _sampled(segment: PathSegment) -> Floats:
    """Samples of a line or Bézier curve without its start, by its control points."""
    control = [segment.start, *(getattr(segment, n) for n in ("control", "control1", "control2")
                                if hasattr(segment, n)), segment.end]  # fmt: skip
    points = np.array([[point.x, point.y] for point in control], np.float64)
    steps = np.diff(points, axis=0)
    size = np.hypot(steps[:, 0], steps[:, 1])
    if not np.isfinite(size).all() or size.sum() > 1e6:
        raise _Otherwise
    angle = np.arctan2(steps[:, 1], steps[:, 0])[size > 1e-6]
    bend = float(np.abs((np.diff(angle) + np.pi) % (2 * np.pi) - np.pi).sum())
    count = max(1, math.ceil(size.sum() / _STEP_PX), math.ceil(bend / _BEND) if size.sum() > 1 else 1)
    t = np.linspace(0, 1, count + 1)[1:, None]
    curve = points[:, None]
    while len(curve) > 1:  # de Casteljau, for all t at once
        curve = curve[:-1] * (1 - t) + curve[1:] * t
    return np.asarray(curve[0], np.float64)


def _path_data(element: Element, name: str) -> str:
    """The element as path data; raises _Otherwise for what is none."""
    if name == "path":
        return element.get("d", "")
    if name in ("polyline", "polygon"):
        points = element.get("points", "").strip()
        return f"M{points}{'Z' if name == 'polygon' else ''}" if points else ""
    if name == "line":
        x1, y1, x2, y2 = (_length(element.get(key, "0")) for key in ("x1", "y1", "x2", "y2"))
        return f"M{x1} {y1}L{x2} {y2}"
    if name == "rect" and not element.get("rx") and not element.get("ry"):
        x, y, w, h = (_length(element.get(key, "0")) for key in ("x", "y", "width", "height"))
        return f"M{x} {y}h{w}v{h}h{-w}Z"
    if name in ("circle", "ellipse"):
        cx, cy, r = (_length(element.get(key, "0")) for key in ("cx", "cy", "r"))
        rx, ry = (_length(element.get(key, str(r))) for key in ("rx", "ry"))
        return f"M{cx - rx} {cy}a{rx} {ry} 0 1 1 {2 * rx} 0a{rx} {ry} 0 1 1 {-2 * rx} 0Z"
    raise _Otherwise


def _is_paper(element: Element, matrix: Matrix, style: Style, page: _Page) -> bool:
    red, green, blue = bytes.fromhex(_colour(style, "fill", 1.0)[1:7])
    left, top, right, bottom = (Path(_path_data(element, "rect")) * matrix).bbox()
    covers = left <= 1 and top <= 1 and right >= page.width_px - 1 and bottom >= page.height_px - 1
    return covers and min(red, green, blue) >= 240 and not page.strokes


def _paper_matrix(root: Element, page: _Page) -> Matrix:
    """From the viewBox to the paper, xMidYMid meet, as SVG does where nothing else is asked."""
    box = [float(value) for value in root.get("viewBox", "").replace(",", " ").split()]
    if not box:
        return Matrix()
    if root.get("preserveAspectRatio", "xMidYMid meet") not in ("xMidYMid meet", "xMidYMid"):
        raise _Otherwise
    x, y, width, height = box
    scale = min(page.width_px / width, page.height_px / height)
    shift = ((page.width_px - width * scale) / 2, (page.height_px - height * scale) / 2)
    return Matrix(scale, 0, 0, scale, shift[0] - x * scale, shift[1] - y * scale)


def _styled(element: Element, above: Style, page: _Page) -> Style:
    """The style of an element: inherited, its attributes, the rules of <style>, and its own `style`."""
    style = {key: above[key] for key in _INHERITED}
    said = {key: value for key, value in element.attrib.items() if key in _TOLD}
    for selector in (tag(element), *(f".{name}" for name in element.get("class", "").split())):
        said |= page.rules.get(selector, {})
    said |= page.rules.get(f"#{element.get('id', '')}", {}) | _declarations(element.get("style", ""))
    return style | {key: value.strip() for key, value in said.items() if value.strip() != "inherit"}


def _rules(root: Element) -> dict[str, dict[str, str]]:
    """The rules of <style> for plain selectors; raises _Otherwise for anything cleverer."""
    rules: dict[str, dict[str, str]] = {}
    for element in root.iter():
        text = (
            re.sub(r"/\*.*?\*/", "", element.text or "", flags=re.DOTALL) if tag(element) == "style" else ""
        )
        if "@" in text:
            raise _Otherwise
        for selectors, body in _RULE.findall(text):
            for selector in selectors.split(","):
                if not _SELECTOR.fullmatch(selector.strip()):
                    raise _Otherwise
                rules.setdefault(selector.strip(), {}).update(_declarations(body))
    return rules


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";") if ":" in part)
    return {key.strip(): value.replace("!important", "").strip() for key, _, value in pairs}


def _colour(style: Style, key: str, opacity: float) -> str:
    text = style["color"] if style[key].lower() == "currentcolor" else style[key]
    red, green, blue, *alpha = ImageColor.getrgb(text)
    dense = round((alpha[0] if alpha else 255) * min(max(opacity, 0.0), 1.0))
    return f"#{red:02x}{green:02x}{blue:02x}" + (f"{dense:02x}" if dense < 255 else "")


def _length(text: str) -> float:
    value = float(text.strip().removesuffix("px"))
    if not math.isfinite(value):
        raise _Otherwise
    return value


def _fraction(text: str) -> float:
    return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
