"""The studio: the only door to tools, record and store.

Everything that makes, takes in, approves or tells goes through here: policy → key → run → hash → record.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from hwaryong.book import Book
from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput, Refused
from hwaryong.executor.base import Executor
from hwaryong.history import RecordHistory
from hwaryong.intake import Intake
from hwaryong.making import Making, Outcome, Watch
from hwaryong.media.marks import Marks
from hwaryong.pipeline import corridor
from hwaryong.plan import Plan
from hwaryong.production import Production
from hwaryong.record.anchor import Anchor
from hwaryong.record.model import Damage, Review, Take
from hwaryong.record.record import Record, new_id, now
from hwaryong.rights.ancestry import GIVEN, NO_STEPS, Step, Steps
from hwaryong.rights.catalogue import Catalogue
from hwaryong.rights.judge import Judge
from hwaryong.rights.policy import Policy
from hwaryong.rights.shelf import Shelf
from hwaryong.rights.verify import Known
from hwaryong.store import Store
from hwaryong.tools import find


class Studio:
    """One production with its record and store; open it with `Studio.open`, close it when done."""

    def __init__(self, production: Production, record: Record, store: Store) -> None:
        self.production, self.record, self.store = production, record, store
        self.anchor = Anchor(record)
        self._intake = Intake(production, record, store)

    @classmethod
    def open(cls, folder: Path) -> Studio:
        """Open a production; raises BadInput for all that is wrong with it, its record or its folder."""
        production = Production.open(folder)
        places = production.settings.house
        try:
            production.house.mkdir(exist_ok=True)
        except OSError as error:
            raise BadInput(
                f"the folder may not be written ({error.strerror})", where=production.root,
                mend="give yourself write permission",
            ) from None  # fmt: skip
        record = Record.open(places.record or f"sqlite:///{production.house / 'record.db'}")
        return cls(production, record, Store(places.store or str(production.house / "store")))

    def close(self) -> None:
        self.record.close()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Making.

    def plan(self, only: str = "") -> Plan:
        """The corridor's plan, or the part that the elements matching `only` need."""
        plan = corridor(self.production)
        return plan.only(only) if only else plan

    def make(
        self,
        plan: Plan,
        engine: Callable[[], Executor],
        *,
        approve_drafts: bool = False,
        retry: bool = False,
        together: bool = False,
        watch: Watch = lambda outcome, total, element: None,
    ) -> Outcome:
        """Run what has no take yet; raises BadInput where another make runs on this production.

        With `together` other makes of that kind may run beside it; the same job may then run twice.
        """
        with self.lock(together):
            if not together:
                shutil.rmtree(
                    self.production.house / "scratch", ignore_errors=True
                )  # of a make that was killed
            making = self._making(plan, self._book(plan, take_in=True), approve_drafts, retry, watch)
            making.settle()
            outcome = making.run(engine) if making.todo else making.finish()
            self.anchor.drop()
            return outcome

    def foresee(self, plan: Plan, *, approve_drafts: bool = False) -> list[str]:
        """The elements that `make` would make or take in now."""
        book = self._book(plan, take_in=False)
        new = [element for element in plan.files if not book.current[element].take]
        making = self._making(plan, book, approve_drafts)
        return [*new, *making.foresee()]

    # People.

    def intake(
        self,
        element: str,
        file: Path,
        *,
        by: str,
        origin: Literal["original", "derived"],
        from_: tuple[str, ...] = (),
        statement: str = "",
    ) -> Take:
        """Take in a person's file for an element; raises BadInput without an origin statement."""
        kind = self.current(element).kind
        take = self._intake.take_in(
            element, file, kind=kind, by=by, origin=origin, from_=from_, statement=statement
        )
        self.anchor.drop()
        return take

    def mark(self, element: str, marks: Marks, *, by: str, keys: tuple[str, str]) -> Take:
        """Take in a person's marks, `ep01/sq010/sh020/marks/A0001-A0009`, put on these takes of two keys."""
        take = self._intake.mark(element, marks, by=by, keys=keys)
        self.anchor.drop()
        return take

    def review(
        self,
        element: str,
        verdict: Literal["approve", "retake"],
        *,
        by: str,
        note: str = "",
        frame: int | None = None,
        take: str = "",
    ) -> Review:
        """A person's word on the current take of an element, or on the take that is named."""
        if not by.strip():
            raise BadInput("a review needs the name of the person", mend="say --by NAME")
        about = self.record.take(take) if take else self.current(element)
        review = Review(new_id(), about.id, verdict, by.strip(), note.strip(), frame, now())
        self.record.add_review(review)
        self.anchor.drop()
        return review

    # Telling.

    def history(self, plan: Plan | None = None) -> RecordHistory:
        """The whole record with what is current and stale now, and every damage found in it."""
        return RecordHistory(self.record, self.settled(plan or self.plan()).book, self.damages())

    def settled(self, plan: Plan) -> Making:
        """A making that has settled all that needs no run: what is current now, and what would run."""
        making = self._making(plan, self._book(plan, take_in=False), approve_drafts=True)
        making.settle()
        return making

    def damages(self) -> list[Damage]:
        """Where record or anchor do not hold together; contents are checked when they are read."""
        return [*self.anchor.damages(), *self.record.damages()]

    def current(self, element: str) -> Take:
        """The current take of an element; raises BadInput where it has none."""
        book = self.settled(self.plan()).book
        leaf = book.current.get(element) or book.person.get(element)
        if leaf is None or not leaf.take:
            raise BadInput(
                f"{element!r} has no take yet", mend="run `hwaryong make`, or see `hwaryong status`"
            )
        return self.record.take(leaf.take)

    def known(self) -> Known:
        """What this production's record knows about files that left the house."""
        folder = self.production.house / "verify"
        shutil.rmtree(folder, ignore_errors=True)
        return Known(
            takes={take.digest: take for take in self.record.takes()},
            deliveries={delivery.signed for delivery in self.record.sealed_deliveries()},
            file=lambda take: self.store.fetch(take.digest, folder / f"{new_id()}{take.suffix}"),
            catalogue=Catalogue(self.production.house / "catalogue.db"),
        )

    # What making needs.

    def _book(self, plan: Plan, *, take_in: bool) -> Book:
        """The record as this make sees it, with the given files settled (and taken in, if asked)."""
        book = Book.of(self.record, self.store.digests())
        self._intake.settle_given(plan, book, take_in=take_in)
        return book

    def _making(
        self,
        plan: Plan,
        book: Book,
        approve_drafts: bool,
        retry: bool = False,
        watch: Watch = lambda outcome, total, element: None,
    ) -> Making:
        return Making(
            plan, book, self.record, self.store,
            scratch=self.production.house / "scratch" / new_id(), approved=self._approved(),
            judge=self.judge(plan), shelf=self.shelf(),
            bring=lambda draft: self._intake.bring_retouch(plan, book, draft),
            approve_drafts=approve_drafts, retry=retry, watch=watch,
        )  # fmt: skip

    def _approved(self) -> set[tuple[str, str]]:
        takes = {take.id: take for take in self.record.takes()} if self.record.reviews() else {}
        approved: set[tuple[str, str]] = set()
        for review in self.record.reviews():
            about = (takes[review.take].element, takes[review.take].digest)
            approved.add(about) if review.verdict == "approve" else approved.discard(about)
        return approved

    def judge(self, plan: Plan | None = None, policy: Policy | None = None) -> Judge:
        """A policy, by default the production's own, with the cards at hand and the steps of a plan."""
        shelf, today = self.shelf(), datetime.now(UTC).date()
        return Judge(
            policy or self.policy(), shelf, day=today, client=self.production.settings.client,
            steps=_steps(plan, shelf) if plan else NO_STEPS,
        )  # fmt: skip

    def policy(self) -> Policy:
        """The policy that production.toml names."""
        choice, root = self.production.settings.policy, self.production.root
        return Policy.read(root / choice.file) if choice.file else Policy.named(choice.name)

    def shelf(self) -> Shelf:
        """The production's cards and attestations, the packaged cards, and the notices in the record."""
        return Shelf.read(self.production.root / "cards", notices=self.record.notices(), packaged=True)

    @contextlib.contextmanager
    def lock(self, together: bool = False) -> Iterator[None]:
        """One make at a time on a production; raises BadInput that names the other one's process."""
        lock = os.open(self.production.house / "make.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(lock, (fcntl.LOCK_SH if together else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except OSError:
                other = os.pread(lock, 32, 0).decode() or "another process"
                raise BadInput(
                    f"another make is at work on this production (process {other})",
                    where=self.production.root,
                    mend="wait for it or stop it",
                ) from None  # fmt: skip
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(lock)


def _steps(plan: Plan, shelf: Shelf) -> Steps:
    """The step of each element of a plan, by the tool that the corridor names for it."""
    steps = {tool: _step(tool, shelf) for tool in {job.default for job in plan.jobs}}
    made = {element: steps[job.default] for job in plan.jobs for element in job.elements}
    return dict.fromkeys(plan.files, GIVEN) | made


def _step(id: str, shelf: Shelf) -> Step:
    tool = find(id)
    try:
        cards = shelf.for_tool(id, tool.cards, [sha256_file(path) for path in tool.models])
    except Refused:
        return Step(id, None, tool.network)
    return Step(id, tuple(card.digest for card in cards), tool.network)
