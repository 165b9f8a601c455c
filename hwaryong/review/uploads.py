"""Files that people send: streamed to a temporary file, looked at, and handed to the studio's intake."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from starlette.datastructures import UploadFile

from hwaryong.errors import BadInput
from hwaryong.intake import READERS
from hwaryong.review.guard import UPLOAD_BYTES

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "drawing": (".svg", ".png"),
    "picture": (".png",),
    "audio": (".wav",),
    "clip": (".mp4",),
    "text": (".txt", ".md"),
    "script": (".fountain",),
    "sheet": (".json", ".xdts", ".csv"),
    "layout": (".toml",),
    "palette": (".toml",),
    "subtitles": (".srt",),
    "marks": (".json",),
    "mouths": (".json",),
}
SUFFIXES = {kind: suffixes for kind, suffixes in _KNOWN.items() if kind in READERS}
_HEAD_BYTES = 64 * 1024


@contextmanager
def landed(upload: UploadFile, kind: str) -> Iterator[Path]:
    """The upload as a file that lives as long as the block; raises BadInput where it is not what it says.

    Of the name that came with it only a known suffix is used. The studio's intake reads the whole file with
    the reader of its kind afterwards; here the first bytes are checked, so that no reader sees a stranger.
    """
    name = PurePosixPath((upload.filename or "").replace("\\", "/")).name
    suffix = next((known for known in SUFFIXES.get(kind, ()) if name.lower().endswith(known)), "")
    if not suffix:
        wanted = " or ".join(SUFFIXES.get(kind, ())) or "nothing: it is only made"
        raise BadInput(
            f"a {kind} does not come in as this file", where=name or "the upload", mend=f"send {wanted}"
        )
    if upload.size is not None and upload.size > UPLOAD_BYTES:
        raise BadInput(f"the file is larger than {UPLOAD_BYTES // 2**20} MiB", where=name)
    with tempfile.TemporaryDirectory(prefix="hwaryong-upload-") as folder:
        path = Path(folder, f"upload{suffix}")
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        _check(path, suffix, name)
        try:
            yield path
        except BadInput as error:  # its place is our temporary file: name the person's file instead
            where = name if error.where == str(path) else error.where
            raise BadInput(error.what, where=where, mend=error.mend) from None


def _check(path: Path, suffix: str, name: str) -> None:
    """Raises BadInput where the first bytes are not those of the suffix."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise BadInput("the file is empty", where=name, mend="save it again")
    if not _looks_like(suffix, head):
        raise BadInput(
            f"the content is no {suffix[1:].upper()}", where=name, mend="send the file that it says it is"
        )


def _looks_like(suffix: str, head: bytes) -> bool:
    match suffix:
        case ".png":
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        case ".wav":
            return head.startswith(b"RIFF") and head[8:12] == b"WAVE"
        case ".mp4":
            return head[4:8] == b"ftyp"
        case ".svg":
            return b"\0" not in head and b"<svg" in head
        case _:
            return _is_text(head)


def _is_text(head: bytes) -> bool:
    """Whether the bytes are UTF-8; a character that the end cuts through is no fault."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode("utf-8")
    return "\0" not in text
