"""A tool with two inputs."""

from __future__ import annotations

from hwaryong.media.text import Text
from hwaryong.tool import tool


@tool("bench.join", version=1)
def join(first: Text, second: Text) -> Text:
    """Two texts, one after the other."""
    return Text(first.text + second.text, first.suffix)
