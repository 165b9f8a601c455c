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
    for s in key.framed().strokes:
        line = " ".join(f"{x:.1f},{y:.1f},{w:.1f}" for x, y, w in s.line)
        d = "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in outline(s.line)) + "Z"
        rows.append(
            f"    <path id={quoteattr(s.id)} hw:kind={quoteattr(s.kind)} fill={quoteattr(s.colour)}"
            f' hw:line="{line}" d="{d}"/>'
        )
    rows += ["  </g>", '  <g id="paint">']
    for dot in key.dots:
        rows.append(
            f"    <circle id={quoteattr(dot.id)} hw:paint={quoteattr(dot.paint)} cx=\"{dot.x:.1f}\""
            f' cy="{dot.y:.1f}" r="4" fill={quoteattr(palette[dot.paint])}/>'
        )
    return "\n".join([*rows, "  </g>", "</svg>", ""]).replace("-0.0", "0.0")


def write(key: Key, path: Path, palette: dict[str, str]) -> None:
    """Write the drawing to ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg(key, palette), encoding="utf-8")
