"""The title page of the Korean layout: 제목, 각본, 감독."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hwaryong.media.koreancues import Line, plain
from hwaryong.media.koreanwords import FRONT_SECTIONS, TITLE_KEYS

_KEYED = re.compile(r"([^\W\d_][^:\n]{0,20}?)(?:(\s*:\s*)|\s{2,}|\t)(\S.*)", re.DOTALL)
_SPACED = re.compile(r"(\w+) (\S.{0,40})")
_EPISODE = re.compile(r"[<\[(〈《]?\s*제?\s*(\d{1,4})\s*(?:회|화|부|편)\s*[>\])〉》]?")
_QUOTED = re.compile(r"[「『《〈<\"“\[]\s*(.+?)\s*[」』》〉>\"”\]]", re.DOTALL)
_ALSO_WORDS = frozenset({"글", "날짜", "대본"})  # that need more than a space to be keys
_DRAFT = re.compile(r"(\S.*?)\s+\(?(제?\s?\d{1,2}\s?고)\)?")
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
            draft = _DRAFT.fullmatch(title)
            key, page["title"] = "", _unquoted(draft[1] if draft else title)
            page |= {"draft": draft[2]} if draft else {}
        else:
            break
        end = at + 1
    return page, end


def keyed(words: str) -> tuple[str, str] | None:
    """The key of Fountain and the value that a line gives; None where it gives none."""
    if found := _KEYED.fullmatch(words):
        name = "".join(found[1].split())
        if name in TITLE_KEYS:
            return TITLE_KEYS[name], found[3].strip()
        return (found[1].strip().lower(), found[3].strip()) if found[2] and found[1].isascii() else None
    found = _SPACED.fullmatch(words)
    if found and found[1] in TITLE_KEYS and found[1] not in _ALSO_WORDS:
        return TITLE_KEYS[found[1]], found[2]
    return None


def _title(front: Sequence[Line], at: int) -> str | None:
    """The title that stands there without a key: quoted, set far in, or followed by a line with a key."""
    line = front[at]
    if plain(line.words) in FRONT_SECTIONS:
        return None
    if _QUOTED.fullmatch(line.words):
        return line.words
    following = next((other for other in front[at + 1 :] if not other.gap), None)
    if line.indent >= _DEEP or (following and keyed(following.words)):
        return line.words
    return None


def _unquoted(title: str) -> str:
    quoted = _QUOTED.fullmatch(title)
    return quoted[1] if quoted else title
