"""What the studio tells about its elements: the status of all, and the story of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.history import RecordHistory, why_again
from hwaryong.making import Making
from hwaryong.plan import needs
from hwaryong.record.model import Damage, Run, Take
from hwaryong.rights.lineage import Lineage, element_of
from hwaryong.studio import Studio

_LOST = Run(
    "", "", "tool", "nobody knows", 0, "", {}, 0, (), {}, "", "", (), "the record has lost its run", "", ""
)

UNTAKEN = "its file, which the next make takes in"


@dataclass(frozen=True)
class Row:
    """One element as `status` shows it; `stale` says what changed, empty where it is up to date."""

    element: str
    kind: str
    take: str
    maker: str
    klass: str
    review: str
    stale: tuple[str, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Telling:
    """One take of an element, with what it was made from."""

    take: Take
    maker: str
    klass: str
    inputs: tuple[str, ...]
    cards: tuple[str, ...]
    settings: dict[str, Any]
    review: str
    stale: tuple[str, ...]
    again: tuple[str, ...]
    statement: str
    engine: str


@dataclass(frozen=True)
class Story:
    """All takes of an element, newest last, and every damage of the record that touches them."""

    element: str
    tellings: tuple[Telling, ...]
    damages: tuple[Damage, ...]

    def as_json(self) -> dict[str, Any]:
        """The fixed machine format of `explain --json`, with a few fields more."""
        return {
            "element": self.element,
            "takes": [
                {
                    "take": telling.take.id, "digest": telling.take.digest, "kind": telling.take.kind,
                    "maker": telling.maker, "class": telling.klass, "inputs": list(telling.inputs),
                    "cards": list(telling.cards), "settings": telling.settings, "review": telling.review,
                    "stale": list(telling.stale), "again": list(telling.again), "made": telling.take.made,
                    "statement": telling.statement, "flags": list(telling.take.flags),
                    "confidence": telling.take.confidence, "engine": telling.engine,
                }
                for telling in self.tellings
            ],
            "damages": [f"{damage.where}: {damage.what}" for damage in self.damages],
        }  # fmt: skip

    def as_text(self) -> str:
        """The same for people."""
        lines = [self.element]
        for telling in self.tellings:
            lines += [
                f"  take {telling.take.id}  {telling.take.made[:19]}  {telling.klass}  "
                f"review: {telling.review}"
            ]
            lines += [f"    made by   {telling.maker} ({telling.engine})"]
            lines += [f"    statement {telling.statement}"] if telling.statement else []
            lines += [f"    from      {line}" for line in telling.inputs]
            lines += [f"    settings  {name} = {value}" for name, value in telling.settings.items()]
            lines += [f"    card      {card}" for card in telling.cards]
            lines += [f"    ran again {line}" for line in telling.again]
            lines += [f"    look at   {flag}" for flag in telling.take.flags]
            lines += [f"    stale, {line} changed" for line in telling.stale]
        lines += [f"  DAMAGED   {damage.where}: {damage.what}" for damage in self.damages]
        return "\n".join(lines)


def status_rows(studio: Studio) -> list[Row]:
    """Every element of the plan in the film's order, made or not, then what people brought beside it."""
    plan = studio.plan()
    making = studio.settled(plan)
    history = RecordHistory(studio.record, making.book)
    lineage = Lineage(history, studio.shelf())
    changed = _changed(making)
    elements = [*plan.files, *(element for job in plan.jobs for element in job.elements)]
    newest = {take.element: take for take in history.takes.values()}
    rows = []
    for element in dict.fromkeys([*elements, *newest]):
        leaf = making.book.current.get(element)
        take = history.take(leaf.take) if leaf and leaf.take else newest.get(element)
        why = changed.get(element, () if take else ("not made yet",))
        if leaf and not leaf.take and take:
            why = (UNTAKEN,)
        if take:
            rows.append(_row(take, history, lineage, why))
        else:
            rows.append(Row(element, "", "", "", "", "pending", why))
    return rows


def explain_element(studio: Studio, element: str) -> Story:
    """All takes of one element; raises BadInput where there is none."""
    history = studio.history()
    lineage = Lineage(history, studio.shelf())
    takes = [take for take in history.takes.values() if take.element == element]
    if not takes:
        raise BadInput(f"{element!r} has no take", mend="see `hwaryong status` for the names")
    older: list[Take | None] = [None, *takes]
    tellings = tuple(
        _telling(take, before, history, lineage) for take, before in zip(takes, older, strict=False)
    )
    touched = {element, *(name for take in takes for name in (take.id, take.run))}
    damages = tuple(
        damage for damage in history.damage()
        if damage.where == "the record" or damage.where.startswith("seal ")
        or any(name == damage.where or name in damage.what for name in touched)
    )  # fmt: skip
    return Story(element, tellings, (*damages, *_content_damages(studio, takes)))


def _row(take: Take, history: RecordHistory, lineage: Lineage, changed: tuple[str, ...]) -> Row:
    run = lineage.run_of(take.id) or _LOST
    stale = (*changed, *(history.stale(take.id) if run.kind == "intake" else ()))
    return Row(
        take.element,
        take.kind,
        take.id,
        run.maker,
        lineage.klass(take.id),
        _word(history, take),
        stale,
        take.flags,
    )


def _changed(making: Making) -> dict[str, tuple[str, ...]]:
    """Why each element that would be made now would be made: what it waits for."""
    ahead = set(making.foresee())
    changed: dict[str, tuple[str, ...]] = {}
    for job in making.plan.jobs:
        if job.elements[0] in ahead:
            behind = tuple(dict.fromkeys(element for element in needs(job) if element in ahead))
            for element in job.elements:
                changed[element] = behind or ("its inputs, settings or tool changed",)
    return changed


def _telling(take: Take, before: Take | None, history: RecordHistory, lineage: Lineage) -> Telling:
    run = lineage.run_of(take.id) or _LOST
    inputs = tuple(
        f"{given.param}{f'[{given.name}]' if given.name else ''} = {element_of(history, given.take)} "
        f"(take {given.take})"
        for given in run.inputs
    )
    again = _again(history, take, before) if before and run.kind == "tool" else ()
    maker = f"{run.maker} v{run.version}" if run.kind == "tool" else run.maker
    stale = tuple(history.stale(take.id)) if run.kind == "intake" else ()
    cards = tuple(card["name"] for card in run.cards)
    return Telling(
        take, maker, lineage.klass(take.id), inputs, cards, run.settings, _word(history, take), stale, again,
        run.statement, run.engine,
    )  # fmt: skip


def _again(history: RecordHistory, take: Take, before: Take) -> tuple[str, ...]:
    try:
        return tuple(why_again(history, take, before))
    except LookupError:
        return ("nobody knows why: the record has lost a part",)


def _word(history: RecordHistory, take: Take) -> str:
    reviews = history.reviews(take.id)
    return {"approve": "approved", "retake": "retake"}[reviews[-1].verdict] if reviews else "pending"


def _content_damages(studio: Studio, takes: list[Take]) -> list[Damage]:
    return [
        Damage(take.element, f"take {take.id}: {what}")
        for take in takes
        if (what := studio.store.fault(take.digest, folder=take.suffix == "/"))
    ]
