"""Write a key drawing as SVG that any viewer shows and Hwaryong reads by its centrelines."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

from samples.dragon.draw.brush import outline
from samples.dragon.draw.figure import HEIGHT_PX, WIDTH_PX, Key

NAMESPACE = "https://hwaryong.invalid/ns/drawing/1"


def svg(key: Key, palette: dict[str, str]) -> str:
    """The drawing as SVG text; coordinates in px with one decimal, so it is the same everywhere."""
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:hw="{NAMESPACE}" width="{WIDTH_PX}"'
        f' height="{HEIGHT_PX}" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}">',
        '  <g id="strokes">',
    ]
    for s in key.strokes:
        line = " ".join(",".join(map(_px, row)) for row in s.line)
        d = "M" + " ".join(",".join(map(_px, row)) for row in outline(s.line)) + "Z"
        rows.append(
            f"    <path id={quoteattr(s.id)} hw:kind={quoteattr(s.kind)} fill={quoteattr(s.colour)}"
            f' hw:line="{line}" d="{d}"/>'
        )
    rows += ["  </g>", '  <g id="paint">']
    for dot in key.dots:
        rows.append(
            f'    <circle id={quoteattr(dot.id)} hw:paint={quoteattr(dot.paint)} cx="{_px(dot.x)}"'
            f' cy="{_px(dot.y)}" r="4" fill={quoteattr(palette[dot.paint])}/>'
        )
    return "\n".join([*rows, "  </g>", "</svg>", ""])


def _px(value: float) -> str:
    """One decimal, as short as it can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def write(key: Key, path: Path, palette: dict[str, str]) -> None:
    """Write the drawing to ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg(key, palette), encoding="utf-8")
