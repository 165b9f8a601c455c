"""A printed script in the Korean layout (S#, 지문, 대사) as the text that was typed."""

from __future__ import annotations

from collections.abc import Sequence

from hwaryong.media.meltrows import Measures, Row, segments

_APART = 2.2  # columns: what is wider than spaces is a tab


def retyped(measures: Measures, found: Sequence[Row]) -> str:
    """The rows as lines of text: a line that ran on over rows is one again, a tab parts names from speech."""
    left = min((row.x0 for row in found), default=0.0)
    right = max((row.x1 for row in found), default=0.0)
    right = max(right, measures.width - left)  # where few lines are full, the margins are taken for equal
    lines: list[str] = []
    above: Row | None = None
    for row in found:
        if above is not None and not row.gap and _runs_on(above, row, right, measures.pitch):
            lines[-1] += " " + row.text
        else:
            lines += [""] * min(row.gap or 0, 2)
            parts = segments(row.words, measures.pitch, _APART)
            words = "\t".join(" ".join(word.text for word in part) for part in parts)
            lines.append(" " * round((row.x0 - left) / measures.pitch) + words)
        above = row
    return "\n".join(lines)


def _runs_on(above: Row, row: Row, right: float, pitch: float) -> bool:
    """Whether a row goes on with the one above: no room was left there, and it begins under its words."""
    word = row.words[0].x1 - row.words[0].x0
    starts = [part[0].x0 for part in segments(above.words, pitch, _APART)]
    under = min(abs(row.x0 - start) for start in starts) < 0.7 * pitch
    return under and above.x1 + word + 0.5 * pitch > right
