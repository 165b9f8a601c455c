"""One tool for files that lie anywhere: the same contract and record, in a production that is thrown away.

Nobody has said who made the files, so they come in as of unclear origin, and so is what is made from them.
They become ingredients of its credentials, each with what its own credentials say.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from hwaryong.book import Book
from hwaryong.errors import BadInput
from hwaryong.executor.local import LocalExecutor
from hwaryong.history import RecordHistory
from hwaryong.intake import Intake
from hwaryong.making import Making, Watch
from hwaryong.media.base import Media
from hwaryong.plan import Plan
from hwaryong.production import Production
from hwaryong.record.model import Take
from hwaryong.record.record import Record
from hwaryong.rights.judge import Judge
from hwaryong.rights.lineage import Lineage, iptc
from hwaryong.rights.policy import Policy
from hwaryong.rights.shelf import Shelf
from hwaryong.rights.signing import Claim, sign
from hwaryong.store import Store

M = TypeVar("M", bound=Media)


class Bench:
    """A throw-away production: bring files, plan with `plan`, `run`, and `hand_out` what was made.

    `watch` is told after each job.
    """

    def __init__(self, folder: Path, watch: Watch) -> None:
        (folder / "production.toml").write_text('name = "alone"\n', "utf-8")
        self.production = Production.open(folder)
        self.production.house.mkdir()
        self.record = Record.open(f"sqlite:///{self.production.house / 'record.db'}")
        self.store = Store(str(self.production.house / "store"))
        self.plan = Plan(self.production)
        self._watch = watch
        self._book = Book()
        self._intake = Intake(self.production, self.record, self.store)

    def bring(self, element: str, file: Path) -> str:
        """Take in a file of unclear origin; raises BadInput where it cannot be read.

        FILE.psd#NAME (or .ora) is the layer of that name.
        """
        whole, _, layer = str(file).partition("#")
        if layer and not file.is_file():
            inside = self.bring(f"{element}/file", Path(whole))
            return self.plan.make(element, "drawing.layer", file=inside, name=layer)
        if not file.is_file():
            raise BadInput("the file is missing", where=file, mend="correct the name")
        self.plan.files[element] = str(file)
        self._book.current[element] = self._intake.take_in_unclear(element, file)
        return element

    def run(self) -> None:
        """Carry out the plan; raises HwaryongError with the first job's reason where one fails."""
        for why in self.tried().values():
            raise BadInput(why.rstrip("."))

    def tried(self) -> dict[str, str]:
        """Carry out the plan as far as it goes: why elements could not be made, by element."""
        shelf = Shelf.read(packaged=True)
        making = Making(
            self.plan, self._book, self.record, self.store, scratch=self.production.house / "scratch",
            approved=set(), bring=lambda draft: None,
            judge=Judge(Policy.named("open"), shelf, day=datetime.now(UTC).date()), shelf=shelf,
            watch=self._watch,
        )  # fmt: skip
        making.settle()
        outcome = making.run(lambda: LocalExecutor(1))
        if outcome.stopped:
            raise KeyboardInterrupt
        return dict(outcome.failed)

    def take(self, element: str) -> Take:
        """The take of an element that was made."""
        return self.record.take(self._book.current[element].take)

    def value(self, element: str, media: type[M]) -> M:
        """What was made for an element, as a value."""
        take = self.take(element)
        return media.read(self._fetched(take.digest, take.suffix))

    def hand_out(self, element: str, target: Path) -> Take:
        """Write an element's content to `target` with its credentials (a folder's, member by member).

        Raises BadInput where that would write over a file that was given.
        """
        take = self.take(element)
        members = self.store.listing(take.digest) if take.suffix == "/" else []
        if members:
            for member in members:
                self._sign(take, member["digest"], target / member["name"])
        else:
            self._sign(take, take.digest, target)
        return take

    def place(self, target: Path) -> Path:
        """Make a file's folder; raises BadInput where the file was given, or its folder is a file."""
        if target.exists() and any(target.samefile(given) for given in self.plan.files.values()):
            raise BadInput(
                "the file was given and is not written over", where=target, mend="name another OUT"
            )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(
                f"there can be no folder here ({error.strerror})",
                where=target.parent,
                mend="name another OUT",
            ) from None
        return target

    def _fetched(self, digest: str, suffix: str) -> Path:
        kept = self.production.root / "out" / f"{digest}{suffix}"
        return kept if kept.exists() else self.store.fetch(digest, kept)

    def _sign(self, take: Take, digest: str, target: Path) -> None:
        lineage = Lineage(RecordHistory(self.record, self._book))
        klass = lineage.klass(take.id)
        claim = Claim(take.element, digest, klass, iptc(klass, lineage.matter(take.id)), draft=False)
        source = self._fetched(digest, target.suffix)
        behind = {self.record.take(id).element for id in lineage.ancestors(take.id)}
        parents = [Path(file) for element, file in self.plan.files.items() if element in behind]
        sign(source, self.place(target), claim, parents=parents)


@contextlib.contextmanager
def bench(watch: Watch = lambda outcome, total, element: None) -> Iterator[Bench]:
    """A bench in a temporary folder that is gone afterwards; `watch` is told after each job."""
    with tempfile.TemporaryDirectory(prefix="hwaryong-") as folder:
        made = Bench(Path(folder), watch)
        try:
            yield made
        finally:
            made.record.close()
