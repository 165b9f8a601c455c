"""The eleven shots in the film's order."""

from __future__ import annotations

from samples.dragon.draw.sq010 import sh010, sh020
from samples.dragon.draw.sq020 import sh030, sh040, sh050, sh060
from samples.dragon.draw.sq030 import sh070, sh080, sh090
from samples.dragon.draw.sq040 import sh100, sh110

SHOTS = (sh010, sh020, sh030, sh040, sh050, sh060, sh070, sh080, sh090, sh100, sh110)
