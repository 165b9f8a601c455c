"""The edit desk: layers become shots, shots become the cut, the cut becomes the film."""

from __future__ import annotations

from hwaryong.edit.animatic import animatic
from hwaryong.edit.composite import composite
from hwaryong.edit.cut import cut
from hwaryong.edit.film import film

__all__ = ["animatic", "composite", "cut", "film"]
