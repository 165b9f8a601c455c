"""The encodings of texts from outside, told apart and kept: UTF-8, UTF-16, CP949, what XML declares."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from hwaryong.errors import BadInput

CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"
}  # fmt: skip
_HANGUL: Final = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")  # the 2,350 syllables of KS X 1001
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9.\-]{1,20})["']""")
_CODECS: Final = re.compile(r"iso-8859-\d\d?|windows-125\d|euc-kr|cp949")
_LEAST_HANGUL: Final = 0.7


def decode(data: bytes, where: Path) -> tuple[str, str]:
    """The text of a file without its byte order mark, and its encoding's name for `encode`.

    CP949 is taken only where nearly all bytes beyond ASCII are Hangul syllables. Raises BadInput for other
    encodings and for what is no text.
    """
    encoding = _encoding(data)
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    try:
        text = data[len(mark) :].decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        what = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
        raise BadInput(
            f"the text is not {what} at byte {error.start + len(mark)}", where=where, mend="save it as UTF-8"
        ) from None
    control = CONTROL.search(text)
    if control:
        what = f"this is not a text file (control code {ord(control[0])} at character {control.start()})"
        raise BadInput(what, where=where, mend="save it as plain UTF-8 text")
    return text, encoding


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text, with its byte order mark; raises BadInput for a letter that the encoding lacks."""
    mark = next((mark for mark, name in _MARKS.items() if name == encoding), b"")
    try:
        return mark + text.encode(encoding.removesuffix("-sig"))
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise BadInput(
            f"{encoding.upper()} has no letter {letter!r} (character {error.start})", mend="save it as UTF-8"
        ) from None


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return name
    declared = _DECLARED.match(data[:200])
    if declared and _CODECS.fullmatch(name := declared[1].decode().lower()):
        return name
    try:
        data.decode()
    except UnicodeDecodeError:
        high = len(_HIGH.findall(data))
        if 2 * len(_HANGUL.findall(data)) >= _LEAST_HANGUL * high:
            try:
                data.decode("cp949")
            except UnicodeDecodeError:
                return "utf-8"
            return "cp949"
    return "utf-8"


__all__ = ["CONTROL", "decode", "encode"]
