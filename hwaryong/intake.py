"""The intake: where files that people or their programs made come into the house, each with its origin."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Literal

from hwaryong.book import Book, Leaf
from hwaryong.digests import FileDigests
from hwaryong.errors import BadInput
from hwaryong.media.anchors import anchored
from hwaryong.media.audio import Audio
from hwaryong.media.base import Media
from hwaryong.media.clip import Clip
from hwaryong.media.drawing import DRAWINGS, Drawing
from hwaryong.media.layout import Layout
from hwaryong.media.marks import Marks
from hwaryong.media.palette import Palette
from hwaryong.media.picture import Picture
from hwaryong.media.script import Script
from hwaryong.media.sheet import Sheet
from hwaryong.media.subtitles import Subtitles
from hwaryong.media.text import Text
from hwaryong.plan import Plan
from hwaryong.production import Origin, Production
from hwaryong.record.key import intake_key
from hwaryong.record.model import Run, RunInput, Take
from hwaryong.record.record import Record, new_id, now
from hwaryong.store import Store


class Intake:
    """Takes files in for one production."""

    def __init__(self, production: Production, record: Record, store: Store) -> None:
        self.production, self.record, self.store = production, record, store
        self._digests = FileDigests(production.house / "files.json")

    def is_new(self, book: Book, element: str, file: str) -> bool:
        """Whether a given file has another content than the one last taken in."""
        known = book.file.get((element, file))
        return known is None or known.digest != self._digests.of(self.production.files[file])

    def settle_given(self, plan: Plan, book: Book, *, take_in: bool) -> None:
        """Make the given files the current takes of their elements; with `take_in` new ones come in first."""
        if take_in:
            stored = self.store.digests()
            new = [
                (element, file) for element, file in plan.files.items()
                if self.is_new(book, element, file) or book.file[(element, file)].digest not in stored
            ]  # fmt: skip
            made = [self._given(element, file, plan.kinds.get(element, "")) for element, file in new]
            self.record.add_all((run, (take,)) for run, take in made)
            for (_, file), (_, take) in zip(new, made, strict=True):
                book.take_in(_leaf(take), file)
                self._digests.of(self.production.files[file])
            self._digests.save()
        for element, file in plan.files.items():
            fresh = not take_in and self.is_new(book, element, file)
            kind = plan.kinds.get(element, "")
            book.current[element] = self._untaken(element, file, kind) if fresh else book.person[element]

    def bring_retouch(self, plan: Plan, book: Book, draft: Leaf) -> tuple[Run, Take] | None:
        """Take in the retouch that lies ready for a draft, when it was not taken in before."""
        file = plan.retouches.get(draft.element)
        if file is None or not self.is_new(book, draft.element, file):
            return None
        run, take = self._given(draft.element, file, draft.kind, (RunInput("from", "", draft.take),))
        self.record.add(run, [take])
        book.take_in(_leaf(take), file)
        self._digests.save()
        return run, take

    def take_in(
        self,
        element: str,
        file: Path,
        *,
        kind: str,
        by: str,
        origin: Literal["original", "derived"],
        from_: tuple[str, ...],
        statement: str,
        given: str = "",
    ) -> Take:
        """A person's file for an element, checked by reading it; raises BadInput.

        `given` is the name in the production's files under which the same content is kept.
        """
        if not by.strip():
            raise BadInput(
                "a file needs the name of the person who made it", where=file, mend="say --by NAME"
            )
        _reader(file, kind).read(file)
        said = statement or _STATEMENTS[origin].format(by=by.strip())
        inputs = tuple(RunInput("from", "", self.record.take(id).id) for id in from_)
        settings = {"file": given} if given else {}
        run, take = self._run(element, file, by.strip(), origin, said, inputs, settings, kind)
        self.record.add(run, [take])
        return take

    def mark(self, element: str, marks: Marks, *, by: str, keys: tuple[str, str]) -> Take:
        """A person's marks between two keys, given as takes; kept with the production's files as well.

        Each point is told what it lies on, so that it is found again when a key is redrawn.
        """
        takes = [self.record.take(key) for key in keys]
        with tempfile.TemporaryDirectory(prefix="hwaryong-marks-") as folder:
            first, last = (
                Drawing.read(self.store.fetch(take.digest, Path(folder, f"{take.id}{take.suffix}")))
                for take in takes
            )
            file = anchored(marks, first, last).write(Path(folder, "marks"))
            kept = self.production.root / f"{element}.json"
            kept.parent.mkdir(parents=True, exist_ok=True)
            beside = kept.with_name(f".{kept.name}.new")
            with beside.open("wb") as target:
                target.write(file.read_bytes())
                target.flush()
                os.fsync(target.fileno())
            try:
                take = self.take_in(
                    element, file, kind=Marks.kind, by=by, origin="derived", from_=keys, statement="",
                    given=f"{element}.json",
                )  # fmt: skip
            except BaseException:
                beside.unlink()
                raise
            os.replace(beside, kept)
        return take

    def _untaken(self, element: str, file: str, kind: str) -> Leaf:
        """A given file that is not taken in yet: it has a content and no take."""
        path = self.production.files[file]
        return Leaf("", element, self._digests.of(path), kind or _KINDS.get(path.suffix, ""), path.suffix)

    def take_in_unclear(self, element: str, file: Path) -> Leaf:
        """A file of which nobody says where it comes from; it stays unclear, as does what is made of it."""
        said = "Nobody has said who made this file, or from what."
        run, take = self._run(element, file, "unknown", "unclear", said, (), {}, _KINDS.get(file.suffix, ""))
        self.record.add(run, [take])
        return _leaf(take)

    def _given(
        self, element: str, file: str, kind: str, inputs: tuple[RunInput, ...] = ()
    ) -> tuple[Run, Take]:
        origin = self.production.origin(file)
        if origin is None:
            raise BadInput(
                f"nobody says who made {file}", where=self.production.root / "production.toml",
                mend=f'add an [[origin]] with files = "{file}", by and statement',
            )  # fmt: skip
        path = self.production.files[file]
        word: Literal["program", "derived", "original"] = _origin(origin)
        return self._run(
            element,
            path,
            origin.by,
            word,
            origin.statement,
            inputs,
            {"file": file},
            kind or _KINDS.get(path.suffix, ""),
        )

    def _run(
        self,
        element: str,
        path: Path,
        by: str,
        origin: Literal["original", "derived", "program", "unclear"],
        statement: str,
        inputs: tuple[RunInput, ...],
        settings: dict[str, Any],
        kind: str,
    ) -> tuple[Run, Take]:
        began = now()
        digest, size = self.store.put(path)
        drafted = self.record.first_take_of(digest)
        if drafted and self.record.run(drafted.run).kind == "tool":
            raise BadInput(
                f"this is byte for byte what a tool made (take {drafted.id[:12]} of {drafted.element})",
                where=path, mend="approve that take, or bring in what a person changed in it",
            )  # fmt: skip
        key = intake_key(element, by, origin, statement, digest, settings, inputs)
        run = Run(
            new_id(), key, "intake", by, 0, "", settings, 0, (), {}, origin, statement, inputs,
            "intake", began, now(),
        )  # fmt: skip
        take = Take(new_id(), run.id, element, digest, kind or "file", path.suffix, size, now())
        return run, take


def _origin(origin: Origin) -> Literal["program", "derived", "original"]:
    if origin.program:
        return "program"
    return "derived" if origin.from_ else "original"


def _leaf(take: Take) -> Leaf:
    return Leaf(take.id, take.element, take.digest, take.kind, take.suffix)


_STATEMENTS = {
    "original": "{by} declares that this work derives from no other work.",
    "derived": "{by} made this from the takes that are named.",
}
_KINDS = {
    **dict.fromkeys(DRAWINGS, "drawing"),
    ".md": "text",
    ".txt": "text",
    ".toml": "layout",
    ".json": "sheet",
}
READERS: dict[str, type[Media]] = {
    media.kind: media
    for media in (Audio, Clip, Drawing, Layout, Marks, Palette, Picture, Script, Sheet, Subtitles, Text)
}  # fmt: skip


def _reader(file: Path, kind: str) -> type[Media]:
    """The medium that can check a file; raises BadInput where a file of this kind cannot come in."""
    if kind not in READERS:
        raise BadInput(f"a {kind} cannot be taken in as a file", where=file)
    return READERS[kind]
