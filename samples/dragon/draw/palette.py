"""The production's colours: greys and off-whites, ochres, one red."""

from __future__ import annotations

PALETTE = {
    "ink": "#1b1917",
    "ink-wash": "#4a4742",
    "dark": "#33302c",
    "hair": "#37342f",
    "hat": "#2a2825",
    "grey": "#c9c4b7",
    "white": "#f6f0e2",
    "skin": "#ecdcc0",
    "skin.tan": "#ddc6a2",
    "skin.shade": "#d8c3a0",
    "robe.light": "#e9e1cf",
    "robe.shade": "#cfc6b2",
    "robe.grey": "#a9a69b",
    "robe.blue": "#8a949a",
    "robe.dark": "#55534e",
    "robe.deep": "#3f3d3a",
    "robe.ochre": "#c3ad82",
    "sash": "#6a6862",
    "wood": "#a58a5c",
    "bowl": "#8d8778",
    "fan": "#f4ecd8",
    "red": "#b3312a",
    "dragon.body": "#c3c5bd",
    "dragon.belly": "#e6dcc4",
    "dragon.mane": "#5d5e5a",
    "dragon.brow": "#807f78",
    "dragon.horn": "#d6c8a6",
    "dragon.mouth": "#33302c",
    "dragon.tongue": "#8c8378",
    "dragon.bone": "#f3ecdb",
    "dragon.eye": "#f6f0e2",
    "cloud": "#efe6d2",
    "light": "#fbf6e8",
    "plaster": "#ddd0b4",
}


def toml() -> str:
    """The palette file."""
    rows = [f'"{name}" = "{colour}"' for name, colour in PALETTE.items()]
    return "\n".join(
        [
            "# sRGB; the only red is the ribbon, the drop on the brush, the eye and the seal.",
            "[colours]",
            *rows,
            "",
        ]
    )
