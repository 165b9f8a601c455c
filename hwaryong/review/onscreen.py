"""What is seen and heard on one frame of a film or clip, followed through the runs that made it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from hwaryong.media.audio import RATE_HZ, Audio
from hwaryong.media.layout import Layer, Layout
from hwaryong.media.mouths import Mouths
from hwaryong.media.sheet import Sheet
from hwaryong.media.timeline import Timeline
from hwaryong.record.model import Take
from hwaryong.review.contents import Contents
from hwaryong.review.snapshot import Snapshot

Named = dict[str, Take]


@dataclass(frozen=True)
class Seen:
    """A take on the screen (or in the ear) and its role: shot, panel, background, cel, mouth or line."""

    role: str
    take: Take


@dataclass(frozen=True)
class Span:
    """A shot within a film: `frames` frames from the film's frame `first` on, from its own `start` on."""

    shot: str
    first: int
    frames: int
    start: int = 0


class OnScreen:
    """Answers for films and clips; frames are counted from 0."""

    def __init__(self, snapshot: Snapshot, contents: Contents) -> None:
        self._snapshot, self._contents = snapshot, contents

    def spans(self, take: Take) -> list[Span]:
        """The shots of a film in order; of anything else none."""
        cut = self._given(take, "cut").get("")
        spans: list[Span] = []
        before = 0
        for part in self._contents.media(cut, Timeline).cuts if cut else ():
            spans.append(Span(part.shot, before, part.frames, part.first))
            before += part.frames
        return spans

    def at(self, take: Take, frame: int) -> list[Seen]:
        """What is seen on this frame, from the front to the back, then what is said."""
        for span in self.spans(take):
            if span.first <= frame < span.first + span.frames:
                shot = self._given(take, "shots").get(span.shot)
                seen = self._shot(shot, frame - span.first + span.start) if shot else []
                return seen + self._spoken(take, frame)
        return self._shot(take, frame)

    def _shot(self, shot: Take, frame: int) -> list[Seen]:
        layout = self._given(shot, "layout").get("")
        if layout is None:
            return [Seen("shot", shot)]
        layers = [self._layer(shot, layer, frame) for layer in self._contents.media(layout, Layout).layers]
        return [Seen("shot", shot), *(seen for seen in reversed(layers) if seen)]

    def _layer(self, shot: Take, layer: Layer, frame: int) -> Seen | None:
        if layer.place:
            take = self._given(shot, "backgrounds").get(layer.place)
            return Seen("background", take) if take else None
        if layer.cel:
            sheet = self._given(shot, "sheet").get("")
            number = self._contents.media(sheet, Sheet).drawing_at(layer.cel, frame) if sheet else 0
            take = self._given(shot, "cels").get(f"{layer.cel}/{number:04}")
            return Seen("cel", take) if take else None
        take = self._given(shot, "mouths").get(self._mouth(shot, frame - frame % 2))
        return Seen("mouth", take) if take else None

    def _mouth(self, shot: Take, frame: int) -> str:
        """The mouth's shape, by the rule of `edit.composite`: the line begun last, judged on even frames."""
        starts = self._contents.media(self._given(shot, "layout")[""], Layout).lines
        begun = [
            (starts[line], line) for line in self._given(shot, "cues") if starts.get(line, frame + 1) <= frame
        ]
        if not begun:
            return "X"
        start, line = max(begun)
        cues = self._contents.media(self._given(shot, "cues")[line], Mouths)
        return cues.at(frame - start, Fraction(self._snapshot.run(shot).settings["rate"]))

    def _spoken(self, film: Take, frame: int) -> list[Seen]:
        mix = self._given(film, "mixes").get(self._snapshot.production.settings.languages[0])
        if mix is None:
            return []
        settings = self._snapshot.run(mix).settings
        lines = self._given(mix, "lines")
        return [
            Seen("line", lines[number])
            for number, start in sorted(settings.get("starts", {}).items())
            if number in lines and start <= frame < start + self._length(lines[number], settings["rate"])
        ]

    def _length(self, line: Take, rate: str) -> int:
        """A line's length in film frames, begun ones included."""
        return ceil(Fraction(self._contents.media(line, Audio).length, RATE_HZ) * Fraction(rate))

    def _given(self, take: Take, param: str) -> Named:
        """What the run of a take read through one parameter, by name."""
        return {given.name: found for given, found in self._snapshot.given(take) if given.param == param}
