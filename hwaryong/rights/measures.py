"""Measuring a film: what is seen, heard and said of each class, and what of the machines' drafts survived."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
import rfc8785

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.media.audio import RATE_HZ, Audio
from hwaryong.media.base import Media
from hwaryong.media.clip import Clip
from hwaryong.media.drawing import Drawing
from hwaryong.media.mattes import Mattes, Pictured
from hwaryong.media.picture import Picture
from hwaryong.media.script import Script
from hwaryong.media.text import Text
from hwaryong.media.timeline import Cut, Timeline
from hwaryong.record.model import Run, Take
from hwaryong.rights import survival
from hwaryong.rights.lineage import Class, Lineage, Matter, element_of
from hwaryong.rights.shares import UNITS, Measured, Shares, Tally

Fetch = Callable[[Take, Path], Path]
"""Bring a take's content to this path, checked against its digest; raises HwaryongError or OSError."""

COMPOSITOR, WEIGHER, MIXER = "edit.composite", "edit.mattes", "voice.mix"
_PICTURES: Final = ("cels", "backgrounds", "mouths")
_CELL_PX: Final = 16  # mattes are measured at a quarter of the width and height
_UNPRINTED: Final = ("note", "boneyard", "synopsis", "section", "page_break")
_HUSHED, _FAINT, _LOUD = (10 ** (decibel / 20) for decibel in (-70, -60, -50))

M = TypeVar("M", bound=Media)


class Unmeasured(NamedTuple):
    """Something that is there and could not be measured, or only between wide bounds."""

    element: str
    what: str


class Measurer:
    """Measures one film; `unmeasured` grows with what could not be.

    `mattes` are the takes that may hold mattes of its shots: one counts only where a run of the weighing tool
    made it from the same contents with the same settings as the shot.
    """

    def __init__(self, lineage: Lineage, film: str, fetch: Fetch, mattes: Iterable[str] = ()) -> None:
        self.lineage, self.film, self._fetch = lineage, film, fetch
        self.unmeasured: list[Unmeasured] = []
        self._mattes: dict[bytes, str] = {}
        for take in mattes:
            run = lineage.run_of(take)
            if run and run.kind == "tool" and run.maker == WEIGHER and (recipe := self._recipe(run)):
                self._mattes[recipe] = take

    def shares(self) -> dict[Measured, Shares]:
        """Every measure of content that the film has something for."""
        tallies: dict[Measured, Tally] = {
            "pixels": self.pixels(),
            "sound": self.sound(),
            "words": self.words(),
        }
        tallies |= self.surviving()
        return {name: tally.shares() for name, tally in tallies.items() if tally.total}

    # What is seen.

    def pixels(self) -> Tally:
        """Pixel-frames of the film by the class of the pictures that are seen in them.

        What no picture covers is the compositor's ground or black between the shots: algorithmic. A shot
        that another tool or a person made is of the class of its take as a whole.
        """
        tally = Tally(UNITS["pixels"])
        shots = {name: take for _, name, take in self._inputs(self.film, "shots")}
        cuts = [take for _, _, take in self._inputs(self.film, "cut")]
        timeline = self._read(Timeline, cuts[0]) if cuts and shots else None
        size = self._size(shots.values()) if timeline else None
        if timeline and size:
            for cut in timeline.cuts:
                area = size[0] * size[1] * cut.frames
                if cut.shot in shots:
                    tally.add(area, self._seen(shots[cut.shot], cut, area))
                else:
                    tally.add_all(area, "algorithmic")
        return tally

    def _seen(self, shot: str, cut: Cut, area: int) -> Mapping[Class, tuple[int, int]]:
        run = self.lineage.run_of(shot)
        if run is None or run.kind != "tool" or run.maker != COMPOSITOR:
            return {self.lineage.klass(shot): (area, area)}
        classes = {
            Pictured(given.param, given.name): self.lineage.klass(given.take)
            for given in run.inputs if given.param in _PICTURES
        }  # fmt: skip
        weighed = self._weighed(shot, run, cut)
        if weighed is None or not weighed.keys() <= classes.keys():
            self._open(shot, "what is seen of each of its pictures was not measured; make its mattes")
            return dict.fromkeys([*classes.values(), "algorithmic"], (0, area))
        seen = dict.fromkeys([*classes.values(), "algorithmic"], 0)
        for picture, pixels in weighed.items():
            seen[classes[picture]] += pixels
        seen["algorithmic"] += area - sum(seen.values())
        return {klass: _about(pixels, area, cut.frames) for klass, pixels in seen.items()}

    def _weighed(self, shot: str, run: Run, cut: Cut) -> dict[Pictured, int] | None:
        recipe = self._recipe(run)
        take = self._mattes.get(recipe) if recipe else None
        mattes = self._read(Mattes, take) if take else None
        if mattes is None or cut.first + cut.frames > mattes.frames:
            return None
        return mattes.visible(cut.first, cut.frames)

    def _recipe(self, run: Run) -> bytes | None:
        """What a shot is made of: the same for a shot and its mattes; None where the record lost a part."""
        try:
            given = sorted((i.param, i.name, self.lineage.history.take(i.take).digest) for i in run.inputs)
        except LookupError:
            return None
        return rfc8785.dumps([given, run.settings])

    def _size(self, shots: Iterable[str]) -> tuple[int, int] | None:
        """Width and height of the film in px: all its shots have the same."""
        for shot in shots:
            run = self.lineage.run_of(shot)
            if run and run.maker == COMPOSITOR and {"width_px", "height_px"} <= run.settings.keys():
                return int(run.settings["width_px"]), int(run.settings["height_px"])
        for shot in shots:
            if clip := self._read(Clip, shot):
                return clip.width_px, clip.height_px
        return None

    # What is heard.

    def sound(self) -> Tally:
        """Samples at 48 kHz of the lines that are heard in the film's mixes, by the class of each line.

        Silence of 20 ms and more is left out. A mix that another tool made counts as a whole; a bed of the
        mixing tool is not counted.
        """
        tally = Tally(UNITS["sound"])
        for _, _, mix in self._inputs(self.film, "mixes"):
            run = self.lineage.run_of(mix)
            lines = list(self._inputs(mix, "lines"))
            if run is None or run.kind != "tool" or run.maker != MIXER or not lines:
                self._hear(tally, mix, None)
                continue
            for _, name, take in lines:
                self._hear(tally, take, _room(run, name))
        return tally

    def _hear(self, tally: Tally, take: str, room: int | None) -> None:
        """Add the part of a sound that is heard within its first `room` samples."""
        klass = self.lineage.klass(take)
        audio = self._read(Audio, take)
        if audio is None:
            tally.add_some(self._at_most(take, 2), [klass])
            return
        samples = np.abs(audio.samples[:room]).max(axis=1, initial=0.0)
        low, heard, high = (int(survival.audible(samples, level).sum()) for level in (_LOUD, _FAINT, _HUSHED))
        tally.add(heard, {klass: (low, high)})

    # What is said.

    def words(self) -> Tally:
        """Words of the scripts that are used in the film, what a script does not print left out."""
        tally = Tally(UNITS["words"])
        for take in self._of_kind(self.lineage.shipped(self.film), Script):
            script = self._read(Script, take)
            if script is None:
                tally.add_some(self._at_most(take, 2), [self.lineage.klass(take)])
                continue
            printed = (element.text for element in script.elements if element.type not in _UNPRINTED)
            tally.add_all(sum(len(survival.words(text)) for text in printed), self.lineage.klass(take))
        return tally

    # What people retouched.

    def surviving(self) -> dict[Measured, Tally]:
        """For every take in the film that a person made from a machine's: whose each part of it still is.

        What is found in the draft is of the draft's class, the rest human; or unclear, where nobody says who
        made the take.
        """
        found: dict[Measured, Tally] = {}
        for take, drafts in self._retouches():
            kind = self.lineage.history.take(take).kind
            if kind in (Drawing.kind, Picture.kind):
                self._compare(found, "surviving", take, drafts, Drawing if kind == Drawing.kind else Picture)
            elif kind == Audio.kind:
                self._compare(found, "surviving-sound", take, drafts, Audio)
            elif kind in (Text.kind, Script.kind):
                self._compare(found, "surviving-words", take, drafts, Text)
            elif kind == Clip.kind:
                self._open(take, "how much of the draft survives in moving pictures is not measured")
        return found

    def _retouches(self) -> Iterator[tuple[str, list[str]]]:
        for take in self.lineage.shipped(self.film):
            if self._by_hand(take) and (drafts := list(self._drafts(take))):
                yield take, drafts

    def _by_hand(self, take: str) -> bool:
        run = self.lineage.run_of(take)
        return run is not None and run.kind == "intake" and run.origin != "program"

    def _drafts(self, take: str) -> Iterator[str]:
        """The nearest machines' takes behind a person's, through what other people did in between."""
        waiting, met = list(self.lineage.parents(take)), set[str]()
        while waiting:
            parent = waiting.pop()
            if parent not in met:
                met.add(parent)
                if self._by_hand(parent):
                    waiting += self.lineage.parents(parent)
                else:
                    yield parent

    def _compare(
        self,
        found: dict[Measured, Tally],
        measure: Measured,
        take: str,
        drafts: Iterable[str],
        media: type[Media],
    ) -> None:
        """Add what is found of the drafts in a take; one that cannot be read may be all of it."""
        final = self._read(media, take)
        if final is None:
            return
        run = self.lineage.run_of(take)
        hand: Class = "human" if run and Matter.HUMAN in self.lineage.own(run) else "unclear"
        weights = _weights(final)
        compared: list[tuple[Class, survival.Found]] = []
        for draft in drafts:
            if not self._comparable(draft, media):
                continue
            compared.append((self.lineage.klass(draft), self._surviving_of(draft, final, len(weights))))
        if compared:
            tally = found.setdefault(measure, Tally(UNITS[measure]))
            total, parts = int(weights.sum()), survival.parts(weights, compared, hand)
            tally.add(total, survival.widened(parts, total, survival.MARGIN if measure == "surviving" else 0))

    def _surviving_of(self, draft: str, final: Media, units: int) -> survival.Found:
        there = self._read(type(final), draft)
        try:
            if there is not None:
                return _found(there, final)
        except BadInput as error:
            self._open(draft, f"what survives of it could not be measured: {error.what}")
        return np.zeros(units, bool), np.ones(units, bool)

    def _comparable(self, draft: str, media: type[Media]) -> bool:
        return any(True for _ in self._of_kind([draft], *_ALIKE.get(media, (media,))))

    # The record and the store.

    def _inputs(self, take: str, param: str) -> Iterator[tuple[str, str, str]]:
        run = self.lineage.run_of(take)
        for given in run.inputs if run else ():
            if given.param == param:
                yield given.param, given.name, given.take

    def _of_kind(self, takes: Iterable[str], *media: type[Media]) -> Iterator[str]:
        for take in takes:
            try:
                if self.lineage.history.take(take).kind in [one.kind for one in media]:
                    yield take
            except LookupError:
                continue

    def _read(self, media: type[M], id: str) -> M | None:
        """A take's content; None, and an open question, where it cannot be read."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                take = self.lineage.history.take(id)
                return media.read(self._fetch(take, Path(folder) / f"take{take.suffix}"))
            except (HwaryongError, OSError, LookupError) as error:
                self._open(id, f"it could not be measured: {error}")
                return None

    def _at_most(self, take: str, unit_bytes: int) -> int:
        """How many units a content holds at most, going by its size."""
        return self.lineage.history.take(take).size // unit_bytes

    def _open(self, take: str, what: str) -> None:
        self.unmeasured.append(Unmeasured(element_of(self.lineage.history, take), what))


_ALIKE: Final[dict[type[Media], tuple[type[Media], ...]]] = {
    Drawing: (Drawing, Picture), Picture: (Drawing, Picture), Text: (Text, Script),
}  # fmt: skip


def _weights(final: Media) -> survival.Weights:
    """The units of a person's take and what each counts."""
    if isinstance(final, Drawing):
        return np.ones(int(survival.inked(final).sum()), np.int64)
    if isinstance(final, Picture):
        return np.ones(int(survival.painted(final)[1].sum()), np.int64)
    if isinstance(final, Audio):
        return survival.windows_of(final.mono)
    assert isinstance(final, Text)
    return np.ones(len(survival.words(final.text)), np.int64)


def _found(draft: Media, final: Media) -> survival.Found:
    """What of a draft is found in a person's take, both read as the same kind."""
    if isinstance(draft, Drawing) and isinstance(final, Drawing):
        return survival.ink_found(survival.inked(draft), survival.inked(final))
    if isinstance(draft, Picture) and isinstance(final, Picture):
        return survival.paint_found(survival.painted(draft), survival.painted(final))
    if isinstance(draft, Audio) and isinstance(final, Audio):
        return survival.sound_found(draft.mono, final.mono)
    assert isinstance(draft, Text)
    assert isinstance(final, Text)
    return survival.words_found(survival.words(draft.text), survival.words(final.text))


def _about(pixels: int, area: int, frames: int) -> tuple[int, int]:
    """[low, high] of a measured area: exact to less than a pixel along its outline, and for slivers to a cell
    of the frames on which the mattes were measured."""
    rest = min(pixels, area - pixels)
    outline = 4 * np.sqrt(max(rest / frames, _CELL_PX)) * frames if rest else 0
    margin = round(outline + 0.002 * pixels)
    return max(pixels - margin, 0), min(pixels + margin, area)


def _room(mix: Run, line: str) -> int | None:
    """How many samples at 48 kHz a line has up to the end of its mix; None where the mix does not say."""
    try:
        rate, frames = Fraction(mix.settings["rate"]), int(mix.settings["frames"])
        return frames * RATE_HZ // rate - int(mix.settings["starts"][line]) * RATE_HZ // rate
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None
