"""Rates: frames a second, always a fraction."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from hwaryong.errors import BadInput

Rate = Annotated[str, Field(pattern=r"^[1-9]\d{0,5}/[1-9]\d{0,3}$", description='frames a second, "24/1"')]


def rate_text(rate: Fraction) -> str:
    """A rate as the house writes it: "24/1"."""
    return f"{rate.numerator}/{rate.denominator}"


def exact_rate(rate: float) -> Fraction:
    """The rational rate that a rounded one stands for: 23.976 → 24000/1001, 25.0 → 25/1."""
    if not 1 <= rate <= 1000:
        raise BadInput(f"{rate:g} frames a second are no film's rate")
    ntsc = Fraction(round(rate * 1.001) * 1000, 1001)
    candidates = (Fraction(round(rate)), ntsc, Fraction(rate).limit_denominator(1000))
    return next(exact for exact in candidates if abs(float(exact) - rate) < 0.002)


__all__ = ["Rate", "exact_rate", "rate_text"]
