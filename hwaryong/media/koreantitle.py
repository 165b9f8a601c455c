"""The title page of the Korean layout: 제목, 각본, 감독."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hwaryong.media.koreancues import Line, plain
from hwaryong.media.koreanwords import FRONT_SECTIONS, TITLE_KEYS

_KEYED = re.compile(r"([^\W\d_](?:[\w ]{0,20}[^\W_])??)(\s*:\s*|\s{2,}|\t|\s)(\S.*)", re.DOTALL)
_EPISODE = re.compile(r"[<\[(〈《]?\s*제?\s*(\d{1,4})\s*(?:회|화|부|편)\s*[>\])〉》]?")
_QUOTED = re.compile(r"[「『《〈<\"“\[]\s*(.+?)\s*[」』》〉>\"”\]]", re.DOTALL)
_SHORT_KEYS = frozenset({"글", "고", "길이", "장르", "기획", "제작", "대본"})  # words of other sentences, too
_DEEP = 8  # columns


def title_page(front: Sequence[Line]) -> tuple[dict[str, str], int]:
    """The keys and values before the first scene, and how many lines they fill."""
    page: dict[str, str] = {}
    key, end = "", 0
    for at, line in enumerate(front):
        if line.gap:
            key = ""
            continue
        if key and line.indent and not keyed(line.words):
            page[key] += f"\n{line.words}"
        elif found := keyed(line.words):
            key, value = found
            page[key] = f"{page[key]}\n{value}" if key in page else value
        elif episode := _EPISODE.fullmatch(line.words):
            key, page["episode"] = "", episode[1]
        elif "title" not in page and (title := _title(front, at)):
            key, page["title"] = "", title
        else:
            break
        end = at + 1
    return page, end


def keyed(words: str) -> tuple[str, str] | None:
    """The key of Fountain and the value that a line gives; None where it gives none."""
    found = _KEYED.fullmatch(words)
    if not found:
        return None
    name, colon = "".join(found[1].split()), ":" in found[2]
    if name in TITLE_KEYS and (colon or name not in _SHORT_KEYS or len(found[2]) > 1 or len(found[3]) <= 12):
        return TITLE_KEYS[name], found[3].strip()
    return (found[1].lower(), found[3].strip()) if colon and found[1].isascii() else None


def _title(front: Sequence[Line], at: int) -> str | None:
    """The title that stands there without a key: quoted, set far in, or followed by a line with a key."""
    line = front[at]
    if plain(line.words) in FRONT_SECTIONS:
        return None
    if quoted := _QUOTED.fullmatch(line.words):
        return quoted[1]
    following = next((other for other in front[at + 1 :] if not other.gap), None)
    if line.indent >= _DEEP or (following and keyed(following.words)):
        return line.words
    return None
