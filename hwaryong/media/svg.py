"""SVG from outside: parse it without harm, refuse what could reach out of the file, rasterise the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import (
    Element,
    ParseError,
    TreeBuilder,
    register_namespace,
    tostring,
)

import cv2
import numpy as np
import resvg_py
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from numpy.typing import NDArray

from hwaryong.errors import BadInput

SVG = "http://www.w3.org/2000/svg"
HW = "https://hwaryong.invalid/ns/drawing/1"
XLINK = "http://www.w3.org/1999/xlink"
MAX_SIDE_PX = 8192
MAX_DEPTH = 64
MAX_ELEMENTS = 100_000
PLAIN = "convert it to plain paths"

_DRAWN = {"path", "polyline", "polygon", "line", "rect", "circle", "ellipse", "use"}
_OTHER = {"svg", "g", "defs", "symbol", "title", "desc", "metadata", "clipPath", "mask", "style",
          "linearGradient", "radialGradient", "stop"}  # fmt: skip
_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
}
_LENGTH = re.compile(r"\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_REACHES_OUT = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:", re.IGNORECASE)

for _prefix, _uri in (("", SVG), ("hw", HW), ("xlink", XLINK)):
    register_namespace(_prefix, _uri)


def tag(element: Element) -> str:
    """The local name of an SVG element, "" for one of another namespace."""
    name = str(element.tag)
    return name.removeprefix(f"{{{SVG}}}") if name.startswith(f"{{{SVG}}}") else ""


def parse(data: bytes, where: Path) -> Element:
    """Bytes of an SVG → its checked tree; raises BadInput for broken, hostile or unsupported content.

    Elements of other namespaces (an editor's own notes) are dropped.
    """
    try:
        parser = _Parser(where)
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException:
        raise BadInput(
            "the SVG declares a document type or entities",
            where=where,
            mend="save it as plain SVG",
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise BadInput(f"the SVG is broken ({error})", where=where, mend="save it again") from None
    if tag(root) != "svg":
        raise BadInput("the file is XML but no SVG", where=where)
    for element in root.iter():
        _check(element, where)
    return root


def size_px(root: Element, where: Path) -> tuple[int, int]:
    """Width and height of the paper in whole px, from width/height or the viewBox."""
    box = root.get("viewBox", "").replace(",", " ").split()
    sides = []
    for name, fallback in (("width", 2), ("height", 3)):
        text = root.get(name, "100%")
        if text.endswith("%") and len(box) == 4:
            text = box[fallback]
        match = _LENGTH.fullmatch(text)
        if not match or match[2].lower() not in _PX:
            raise BadInput(
                f"the SVG's {name} {text!r} is no length",
                where=where,
                mend="give it in px",
            )
        sides.append(float(match[1]) * _PX[match[2].lower()])
    check_size(sides[0], sides[1], where)
    return round(sides[0]), round(sides[1])


def check_size(width: float, height: float, where: str | Path) -> None:
    """Raise BadInput unless both sides are within 1 to MAX_SIDE_PX px."""
    if not (1 <= width <= MAX_SIDE_PX and 1 <= height <= MAX_SIDE_PX):
        raise BadInput(
            f"the picture is {width:.0f}×{height:.0f} px, not within 1 to {MAX_SIDE_PX} px a side",
            where=where,
        )


def draws(element: Element) -> bool:
    """Whether the element leaves marks on the paper."""
    return tag(element) in _DRAWN


def remove(root: Element, unwanted: Callable[[Element], bool]) -> None:
    """Take every element below the root that is unwanted out of a tree."""
    for parent in list(root.iter()):
        for child in list(parent):
            if unwanted(child):
                parent.remove(child)


def rasterise(root: Element, width_px: int, height_px: int, where: str | Path) -> NDArray[np.uint8]:
    """A checked tree → (h, w, 4) uint8 sRGB, straight alpha."""
    return render(tostring(root, encoding="unicode"), width_px, height_px, where)


def render(text: str, width_px: int, height_px: int, where: str | Path = "") -> NDArray[np.uint8]:
    """Checked SVG text → (h, w, 4) uint8 sRGB, straight alpha, by resvg; no fonts, no files."""
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=text,
            width=width_px,
            height=height_px,
            skip_system_fonts=True,
            dpi=96,
        )
    except ValueError as error:
        raise BadInput(f"the SVG cannot be drawn ({error})", where=where, mend=PLAIN) from None
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.shape != (height_px, width_px, 4):
        raise BadInput("the SVG's paper does not match its viewBox", where=where)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA), np.uint8)


class _Parser(DefusedXMLParser):
    """Allows the plain W3C document type that Krita and Illustrator write."""

    def __init__(self, where: Path) -> None:
        super().__init__(target=_Tree(where), forbid_dtd=True)

    def defused_start_doctype_decl(self, name: str, sysid: Any, pubid: Any, has_internal_subset: Any) -> None:
        if has_internal_subset or not str(pubid).startswith("-//W3C//DTD SVG"):
            super().defused_start_doctype_decl(name, sysid, pubid, has_internal_subset)


class _Tree(TreeBuilder):
    """Counts depth and elements while they come."""

    def __init__(self, where: Path) -> None:
        super().__init__()
        self._where, self._depth, self._count = where, 0, 0

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> Element:
        self._depth, self._count = self._depth + 1, self._count + 1
        if self._depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise BadInput(
                f"the SVG is nested deeper than {MAX_DEPTH} or has more than {MAX_ELEMENTS} elements",
                where=self._where, mend="simplify it",
            )  # fmt: skip
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def _check(element: Element, where: Path) -> None:
    for child in list(element):
        if not tag(child):
            element.remove(child)
    name = tag(element)
    if name not in _DRAWN | _OTHER:
        raise BadInput(
            f"the SVG has a <{name}>, which is not taken from outside",
            where=where,
            mend=PLAIN,
        )
    for key, value in element.attrib.items():
        local = key.rpartition("}")[2].lower()
        if local.startswith("on") or _REACHES_OUT.search(value):
            raise BadInput(
                f"the SVG's <{name}> has a script or an outside link in {local!r}",
                where=where,
                mend=PLAIN,
            )
        if local in ("href", "src") and not value.startswith("#"):
            raise BadInput(
                f"the SVG's <{name}> links to {value[:60]!r} outside of the file",
                where=where,
                mend=PLAIN,
            )
    if name == "style" and _REACHES_OUT.search(element.text or ""):
        raise BadInput("the SVG's <style> links outside of the file", where=where, mend=PLAIN)
