"""Tools that are slow or loud, or break on purpose."""

from __future__ import annotations

import os
import time

from pydantic import Field

from hwaryong.media.text import Text
from hwaryong.tool import tool


@tool("bench.slow", version=1)
def slow(text: Text, *, ms: int = Field(100, ge=0, le=60_000)) -> Text:
    """The text, after a while."""
    time.sleep(ms / 1000)
    return text


@tool("bench.chatter", version=1)
def chatter(text: Text) -> Text:
    """Prints where it should not."""
    print("{this is no answer")
    return text


@tool("bench.fail", version=1)
def fail(text: Text, *, n: int = 0) -> Text:
    """Raises, as a tool with a mistake in it."""
    raise ZeroDivisionError(f"the mistake number {n}")


@tool("bench.crash", version=1)
def crash(text: Text, *, n: int = 0) -> Text:
    """Takes its process down, as a C library with a mistake in it."""
    os.abort()


@tool("bench.hang", version=1, timeout_s=1.0)
def hang(text: Text, *, n: int = 0) -> Text:
    """Never ends."""
    while True:
        time.sleep(1)
