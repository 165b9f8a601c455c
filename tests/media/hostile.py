"""What the tests of the readers share: broken files are refused in one sentence or read, nothing else."""

from __future__ import annotations

import random
from pathlib import Path

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing


def read_or_refused(path: Path) -> str:
    """The sentence with which the file is refused, "" where it is read; any other error passes through."""
    try:
        drawing = Drawing.read(path)
        assert drawing.ink().shape == (drawing.height_px, drawing.width_px)
    except BadInput as error:
        said = str(error)
        assert "\n" not in said
        assert said.endswith(".")
        return said
    return ""


def damaged(data: bytes, seed: int) -> bytes:
    """The bytes with some of them changed, taken away or doubled."""
    rng = random.Random(seed)
    changed = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(min(len(changed), rng.choice((64, 1024, len(changed)))))
        match rng.randrange(5):
            case 0:
                changed[at] = rng.choice((0, 1, 127, 128, 255))
            case 1:
                changed[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", bytes(4)))
            case 2:
                del changed[at : at + rng.randint(1, 16)]
            case 3:
                changed[at:at] = changed[at : at + rng.randint(1, 64)]
            case _:
                del changed[max(at, 8) :]
        if not changed:
            return b"\0"
    return bytes(changed)
