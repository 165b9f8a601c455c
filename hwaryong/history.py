"""The record and the store as the rights desk reads them: whole, checked, and with what has gone stale."""

from __future__ import annotations

from collections.abc import Sequence

from hwaryong.book import Book
from hwaryong.record.model import Damage, Review, Run, Take
from hwaryong.record.record import Record


class RecordHistory:
    """Everything the record says, held in memory; `book` tells what is current."""

    def __init__(self, record: Record, book: Book, damages: Sequence[Damage] = ()) -> None:
        self.takes = {take.id: take for take in record.takes()}
        self.runs = record.runs()
        self._reviews: dict[tuple[str, str], list[Review]] = {}
        for review in record.reviews():
            about = self.takes.get(review.take)
            if about is None:  # the record is damaged, and says so
                continue
            self._reviews.setdefault((about.element, about.digest), []).append(review)
        self.book, self._damages = book, damages

    def add(self, run: Run, takes: Sequence[Take]) -> None:
        """Learn of a run that was committed after the record was read."""
        self.runs[run.id] = run
        self.takes.update((take.id, take) for take in takes)

    def take(self, id: str, /) -> Take:
        return self.takes[id]

    def run(self, id: str, /) -> Run:
        return self.runs[id]

    def reviews(self, take: str, /) -> Sequence[Review]:
        """The reviews of a take, oldest first; a word on the same content of the element counts too."""
        same = self.takes[take]
        return self._reviews.get((same.element, same.digest), [])

    def damage(self) -> Sequence[Damage]:
        return self._damages

    def stale(self, take: str, /) -> Sequence[str]:
        """What changed upstream since a person made this take from others."""
        changes: list[str] = []
        own = self.take(take).element
        for given in self.run(self.take(take).run).inputs:
            if given.take not in self.takes:
                changes.append("a take that is lost")
                continue
            before = self.take(given.take)
            leaf = self.book.drafts.get(before.element)
            if leaf is None and before.element != own:
                leaf = self.book.current.get(before.element)
            if leaf is not None and leaf.digest != before.digest:
                changes += self._difference(before)
        return list(dict.fromkeys(changes))

    def _difference(self, before: Take) -> list[str]:
        """Which inputs, settings or tool made a draft come out otherwise than `before`."""
        draft = self.book.drafts.get(before.element)
        if draft is None:
            return [f"{before.element} has a newer take"]
        old, new = self.run(before.run), self.run(self.take(draft.take).run)
        earlier = {(given.param, given.name): self.take(given.take).digest for given in old.inputs}
        changed = [
            self.take(given.take).element
            for given in new.inputs
            if earlier.get((given.param, given.name)) != self.take(given.take).digest
        ]
        if old.settings != new.settings:
            changed.append(f"the settings of {new.maker}")
        if (old.maker, old.code) != (new.maker, new.code):
            changed.append(f"the tool {new.maker}")
        return changed or [before.element]


def why_again(history: RecordHistory, new: Take, old: Take) -> list[str]:
    """What differs between the runs of two takes of an element: why the newer one ran."""
    before, after = history.run(old.run), history.run(new.run)
    changed = []
    if (before.maker, before.version) != (after.maker, after.version):
        changed.append(f"another maker: {before.maker} → {after.maker}")
    elif before.code != after.code:
        changed.append(f"the code of {after.maker} changed")
    if before.settings != after.settings:
        names = [name for name in {*before.settings, *after.settings}
                 if before.settings.get(name) != after.settings.get(name)]  # fmt: skip
        changed.append(f"settings changed: {', '.join(sorted(names))}")
    if before.libraries != after.libraries:
        changed.append("other library versions")
    digests = {(given.param, given.name): history.take(given.take).digest for given in before.inputs}
    changed += [
        f"{history.take(given.take).element} changed"
        for given in after.inputs
        if digests.get((given.param, given.name)) != history.take(given.take).digest
    ]
    return changed or ["its stored content was missing"]
