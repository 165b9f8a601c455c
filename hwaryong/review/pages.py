"""What each page shows, gathered from a snapshot; the templates only lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from hwaryong.errors import HwaryongError
from hwaryong.history import why_again
from hwaryong.media.clip import Clip
from hwaryong.media.drawing import Drawing
from hwaryong.media.layout import Layout
from hwaryong.media.sheet import Sheet
from hwaryong.record.model import Damage, Review, Take
from hwaryong.report import Row
from hwaryong.review.contents import Contents
from hwaryong.review.onscreen import OnScreen, Span
from hwaryong.review.snapshot import Snapshot
from hwaryong.review.uploads import SUFFIXES
from hwaryong.thumbnails import pictured

MOVING = ("clip", "film")
_FACES = ("shot", "panel", "rough")  # what stands for a shot in small, best first
_WAITING = 24
_TEXTS = (
    "text",
    "script",
    "breakdown",
    "subtitles",
    "mouths",
    "sheet",
    "layout",
    "marks",
    "timeline",
    "palette",
    "file",
)


@dataclass(frozen=True)
class Card:
    """An element in small: its row of the status, and whether a picture shows it."""

    row: Row
    pictured: bool
    gate: bool = False
    draft: bool = False
    name: str = ""


@dataclass(frozen=True)
class ShotCard:
    """A shot in small; the counts are of its elements."""

    shot: str
    title: str
    frames: int
    face: Card | None
    made: int
    flagged: int
    stale: int
    retakes: int


@dataclass(frozen=True)
class Episode:
    """An episode: its film, the `face` of the shot that stands for it, its sequences of shots, what waits
    for a person, and what belongs to no shot."""

    name: str
    film: Card | None
    face: Card | None
    sequences: list[tuple[str, list[ShotCard]]]
    waiting: list[Card]
    more_waiting: int
    loose: list[Card]


@dataclass(frozen=True)
class Shot:
    """A shot: its layers for the light table, and its elements in groups."""

    name: str
    title: str
    frames: int
    clip: Card | None
    layers: list[str]
    groups: list[tuple[str, list[Card]]]
    before: str
    after: str


@dataclass(frozen=True)
class Source:
    """One take that another was made from, and as what."""

    param: str
    take: Take


@dataclass(frozen=True)
class Moving:
    """What the player needs: frames, rate and size, shots and notes on the timeline."""

    frames: int
    rate: Fraction
    width_px: int
    height_px: int
    spans: list[Span]
    notes: list[Review]


@dataclass(frozen=True)
class TakeView:
    """A take with all that is known about it."""

    take: Take
    number: int
    maker: str
    klass: str
    verdict: str
    current: bool
    draft: bool
    how: str
    text: str
    moving: Moving | None
    sources: list[Source]
    settings: dict[str, Any]
    cards: tuple[str, ...]
    again: list[str]
    stale: tuple[str, ...]
    statement: str
    reviews: list[Review]


@dataclass(frozen=True)
class Drawn:
    """A drawing of a layer on the light table, and a tool's newer draft beside a person's take.

    `unsure` tells whether there are strokes of which the tool was not sure.
    """

    number: int
    key: bool
    card: Card
    confidence: float | None = None
    beside: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class Table:
    """A layer's drawings in order; `exposures` are (frame, drawing) over the shot's `frames`, `runs` the
    names of the runs between its keys by the first key."""

    name: str
    shot: str
    rate: Fraction
    frames: int
    drawings: list[Drawn]
    exposures: list[tuple[int, int]]
    runs: dict[int, str]


class Pages:
    """The pages of one snapshot; LookupError where the production has no such thing."""

    def __init__(self, snapshot: Snapshot, contents: Contents) -> None:
        self.snapshot, self.contents = snapshot, contents
        self.on_screen = OnScreen(snapshot, contents)
        self.shots = {
            shot: episode.name for episode in snapshot.production.episodes for shot in episode.shots
        }
        self._of_shot: dict[str, list[Row]] = {shot: [] for shot in self.shots}
        for element, row in snapshot.rows.items():
            shot = self.shot_of(element)
            if shot:
                self._of_shot[shot].append(row)

    def shot_of(self, element: str) -> str:
        """The shot that an element belongs to, empty for none."""
        shot = "/".join(element.split("/")[:3])
        return shot if shot in self.shots else ""

    @property
    def damages(self) -> list[Damage]:
        return list(self.snapshot.history.damage())

    def episodes(self) -> list[str]:
        return [episode.name for episode in self.snapshot.production.episodes]

    def card(self, row: Row, name: str = "") -> Card:
        take = self.snapshot.current(row.element)
        return Card(
            row, take is not None and pictured(take), row.element in self.snapshot.gates,
            take is not None and self._draft(take), name or row.element.rpartition("/")[2],
        )  # fmt: skip

    def episode(self, name: str) -> Episode:
        """One episode; what no episode owns (sheets, places) goes with each."""
        shots = next(episode.shots for episode in self.snapshot.production.episodes if episode.name == name)
        rows = self.snapshot.rows
        mine = [row for element, row in rows.items() if element.startswith(f"{name}/")]
        shared = [row for element, row in rows.items() if element.partition("/")[0] not in self.episodes()]
        waiting = [row for row in (*shared, *mine) if self._waits(row)]
        cards = [self._shot_card(shot) for shot in shots]
        sequences = groupby(cards, key=lambda card: card.shot.split("/")[1])
        film = rows.get(f"{name}/film")
        return Episode(
            name, self.card(film) if film and film.take else None,
            cards[len(cards) // 2].face if cards else None,
            [(sequence, list(group)) for sequence, group in sequences],
            [self.card(row, row.element) for row in waiting[:_WAITING]], max(0, len(waiting) - _WAITING),
            [self.card(row, row.element.removeprefix(f"{name}/"))
             for row in (*mine, *shared) if not self.shot_of(row.element)],
        )  # fmt: skip

    def shot(self, name: str) -> Shot:
        rows = self._of_shot[name]
        order = [shot for shot, episode in self.shots.items() if episode == self.shots[name]]
        place = order.index(name)
        clip = self.snapshot.rows.get(f"{name}/shot")
        groups: dict[str, list[Card]] = {}
        for row in rows:
            if row is not clip:
                groups.setdefault(_group(row.element[len(name) + 1 :]), []).append(
                    self.card(row, row.element[len(name) + 1 :])
                )
        title, frames = self._facts(name)
        return Shot(
            name, title, frames, self.card(clip) if clip else None,
            [layer.name for layer in sheet.layers] if (sheet := self.sheet(name)) else [],
            [(group, sorted(groups[group], key=_by_name)) for group in _GROUPS if group in groups],
            order[place - 1] if place else "", order[place + 1] if place + 1 < len(order) else "",
        )  # fmt: skip

    def element(self, name: str) -> list[TakeView]:
        """All takes of an element, newest last; LookupError where nobody knows it."""
        row = self.snapshot.rows[name]
        takes = self.snapshot.takes.get(name, ())
        before: list[Take | None] = [None, *takes]
        return [
            self._take(take, number, older, row)
            for number, (take, older) in enumerate(zip(takes, before, strict=False), 1)
        ]

    def film(self, episode: str) -> TakeView:
        """The film of an episode; LookupError where it is not made."""
        take = self.snapshot.current(f"{episode}/film")
        if take is None:
            raise LookupError(episode)
        return next(view for view in self.element(take.element) if view.take == take)

    def table(self, layer: str) -> Table:
        """The light table of a layer, `ep01/sq010/sh010/A`."""
        shot, _, name = layer.rpartition("/")
        sheet = self.sheet(shot) if shot in self.shots else None
        found = next((known for known in sheet.layers if known.name == name), None) if sheet else None
        if sheet is None or found is None:
            raise LookupError(layer)
        rows = [row for row in self._of_shot[shot] if row.element.rpartition("/")[0] == layer and row.take]
        drawings = [
            self._drawn(row, number, number in found.keys)
            for row in rows if (number := _number(row.element)) is not None
        ]  # fmt: skip
        return Table(
            name, shot, sheet.rate, sheet.frames, sorted(drawings, key=lambda drawn: drawn.number),
            [(exposure.frame, exposure.drawing) for exposure in found.exposures],
            {first: f"{name}{first:04}-{name}{last:04}" for first, last, _ in sheet.runs(name)},
        )  # fmt: skip

    def sheet(self, shot: str) -> Sheet | None:
        """The exposure sheet of a shot."""
        found: Sheet | None = self._media(f"{shot}/sheet", Sheet)
        return found

    # Inside.

    def _shot_card(self, shot: str) -> ShotCard:
        rows = self._of_shot[shot]
        faces = (self.snapshot.rows.get(f"{shot}/{face}") for face in _FACES)
        face = next((self.card(row) for row in faces if row and row.take), None)
        title, frames = self._facts(shot)
        return ShotCard(
            shot, title, frames, face, sum(bool(row.take) for row in rows),
            sum(bool(row.flags) for row in rows), sum(bool(row.stale) and bool(row.take) for row in rows),
            sum(row.review == "retake" for row in rows),
        )  # fmt: skip

    def _waits(self, row: Row) -> bool:
        """Whether a person is asked: an open gate, a flag, a retake, or hand work gone stale."""
        if not row.take or row.review.startswith("approve"):
            return False
        take = self.snapshot.take(row.take)
        stale = bool(row.stale) and self.snapshot.run(take).kind == "intake"
        return row.element in self.snapshot.gates or bool(row.flags) or row.review == "retake" or stale

    def _draft(self, take: Take) -> bool:
        return bool(self.snapshot.run(take).settings.get("draft"))

    def _facts(self, shot: str) -> tuple[str, int]:
        layout = self._media(f"{shot}/layout", Layout)
        return (layout.title, layout.frames) if layout else ("", 0)

    def _drawn(self, row: Row, number: int, key: bool) -> Drawn:
        take, draft = self.snapshot.take(row.take), self.snapshot.history.book.drafts.get(row.element)
        known = {take.digest, *(given.digest for _, given in self.snapshot.given(take))}
        beside = draft.take if draft and draft.digest not in known else ""
        unsure = take.suffix == ".svg" and bool(self.contents.media(take, Drawing).unsure)
        return Drawn(number, key, self.card(row), take.confidence, beside, unsure)

    def _media(self, element: str, kind: type[Any]) -> Any:
        take = self.snapshot.current(element)
        return self.contents.media(take, kind) if take else None

    def _take(self, take: Take, number: int, before: Take | None, row: Row) -> TakeView:
        run, history = self.snapshot.run(take), self.snapshot.history
        maker = f"{run.maker} v{run.version}" if run.kind == "tool" else run.maker
        how = _how(take)
        return TakeView(
            take, number, maker, self.snapshot.klass(take), self.snapshot.verdict(take), take.id == row.take,
            self._draft(take), how, self.contents.text(take) if how == "text" else "",
            self._moving(take) if how == "moving" else None,
            [Source(given.param, found) for given, found in self.snapshot.given(take)],
            run.settings, tuple(card["name"] for card in run.cards),
            self._again(take, before) if before and run.kind == "tool" else [],
            row.stale if take.id == row.take else (), run.statement, list(history.reviews(take.id)),
        )  # fmt: skip

    def _again(self, take: Take, before: Take) -> list[str]:
        try:
            return why_again(self.snapshot.history, take, before)
        except LookupError:  # the record has lost a part of it, which the page says above
            return []

    def _moving(self, take: Take) -> Moving | None:
        try:
            clip = self.contents.media(take, Clip)
        except HwaryongError:
            return None
        notes = [review for review in self.snapshot.history.reviews(take.id) if review.frame is not None]
        return Moving(
            clip.frames, clip.rate, clip.width_px, clip.height_px, self.on_screen.spans(take), notes
        )


def accepts(kind: str) -> str:
    """The suffixes of what people may bring in for a kind, for the form's `accept`; empty for none."""
    return ",".join(SUFFIXES.get(kind, ()))


def _how(take: Take) -> str:
    """How a take is shown: moving, picture, sound, text or nothing."""
    if take.kind in MOVING:
        return "moving"
    if take.kind == "audio":
        return "sound"
    if pictured(take):
        return "picture"
    return "text" if take.kind in _TEXTS else ""


_GROUPS = ("panels", "drawings", "painted", "papers", "lines", "mouths")


def _group(name: str) -> str:
    """The group of a shot's page in which an element, named within the shot, is shown."""
    first, last = name.partition("/")[0], name.rpartition("/")[2]
    if first in ("rough", "panel"):
        return "panels"
    if first in ("layout", "sheet", "marks"):
        return "papers"
    return {"line": "lines", "mouths": "mouths"}.get(first, "painted" if last == "paint" else "drawings")


def _by_name(card: Card) -> str:
    return card.name


def _number(element: str) -> int | None:
    last = element.rpartition("/")[2]
    return int(last) if last.isdecimal() else None
