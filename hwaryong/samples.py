"""The sample productions that come with Hwaryong."""

from __future__ import annotations

from pathlib import Path

from hwaryong.errors import BadInput

_PLACES = (Path(__file__).parent / "samples", Path(__file__).parent.parent / "samples")


def sample(name: str) -> Path:
    """The folder of a sample; raises BadInput that lists what there is."""
    folders = {
        path.name: path for place in _PLACES if place.is_dir() for path in place.iterdir() if path.is_dir()
    }
    productions = {name: path for name, path in folders.items() if (path / "production.toml").exists()}
    if name not in productions:
        raise BadInput(
            f"there is no sample {name!r}", mend=f"take one of {', '.join(sorted(productions)) or 'none'}"
        )
    return productions[name]
