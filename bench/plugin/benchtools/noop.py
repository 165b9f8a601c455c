"""As little work as a tool can do."""

from __future__ import annotations

from hwaryong.media.text import Text
from hwaryong.tool import tool


@tool("bench.noop", version=1)
def noop(text: Text, *, n: int = 0) -> Text:
    """The text with a number behind it: as little work as a tool can do."""
    return Text(f"{text.text.rstrip()} {n}\n", text.suffix)
