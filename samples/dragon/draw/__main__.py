"""Write every drawing of the sample production: ``python -m samples.dragon.draw [folder] [part …]``.

Parts are names of shots (``sh030``), of places (``temple/eye``), or ``sheets``; without any, everything is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from samples.dragon.draw import palette, rough, sheets
from samples.dragon.draw.places import PLACES
from samples.dragon.draw.shots import SHOTS


def draw(root: Path, parts: set[str]) -> None:
    """Write the drawings below ``root``; ``parts`` limits what is written."""
    (root / "sheets").mkdir(parents=True, exist_ok=True)
    (root / "sheets" / "palette.toml").write_text(palette.toml(), encoding="utf-8")
    if not parts or "sheets" in parts:
        sheets.painter_model().write(root / "sheets" / "painter.png", levels=3)
    for name, paint in PLACES.items():
        if not parts or name in parts:
            paint().write(root / "places" / f"{name}.png", levels=1 if name == "paper/grain" else 3)
    for make in SHOTS:
        if parts and make.__name__ not in parts:
            continue
        shot = make()
        shot.write(root / "ep01")
        rough.panel(shot).write(root / "ep01" / shot.name / "rough.png", levels=12)


if __name__ == "__main__":
    rest = sys.argv[1:]
    folder = Path(rest.pop(0)) if rest and Path(rest[0]).is_dir() else Path(__file__).parents[1]
    draw(folder, set(rest))
