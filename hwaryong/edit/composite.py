"""Compositing: a shot's layers, exposed by its sheet, under its camera."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pydantic import Field

from hwaryong.edit.multiplane import Plate, Shown, Stand, covers, plane, ready
from hwaryong.errors import BadInput
from hwaryong.media.clip import Clip
from hwaryong.media.ffmpeg import Frame
from hwaryong.media.layout import Layer, Layout, View
from hwaryong.media.mouths import Mouths
from hwaryong.media.picture import Picture
from hwaryong.media.rate import Rate
from hwaryong.media.sheet import Sheet
from hwaryong.tool import scratch, tool

TWOS = 2
REMEMBERED = 24  # pictures kept ready: mouths and cycles come back


@tool("edit.composite", version=1, libraries=("opencv-python-headless", "numpy", "imageio-ffmpeg"))
def composite(
    layout: Layout,
    sheet: Sheet | None,
    cels: Mapping[str, Picture],
    backgrounds: Mapping[str, Picture],
    mouths: Mapping[str, Picture],
    cues: Mapping[str, Mouths],
    *,
    rate: Rate,
    width_px: int = Field(1280, ge=2, le=8192, multiple_of=2),
    height_px: int = Field(720, ge=2, le=8192, multiple_of=2),
    ground: str = Field("#ffffff", pattern="^#[0-9a-fA-F]{6}$"),
    bleed_px: float = Field(0.0, ge=0, le=16),
) -> Clip:
    """Photograph a shot frame by frame: a multiplane camera on ones over drawings on twos.

    `cels` are painted drawings by layer and number ("A/0001"), `backgrounds` by place, `mouths` by Rhubarb's
    shape (A–H, X), `cues` by line number, of the layout's speaker only. Pictures are RGBA sRGB of any size
    and are blended as they are, in sRGB. Mouth shapes change on even frames. `ground` (sRGB) lies behind
    all; `bleed_px` is the standard deviation by which cels creep into the paper. The result is flagged where
    the camera leaves the hindmost background. Raises BadInput that names layer and frame of what is missing.
    """
    fps = Fraction(rate)
    shot = Shot(layout, sheet, cels, backgrounds, mouths, cues, fps, width_px, height_px)
    clip = Clip.encode(
        shot.photographed((int(ground[1:3], 16), int(ground[3:5], 16), int(ground[5:7], 16)), bleed_px),
        scratch() / "shot.mp4", rate=fps, width_px=width_px, height_px=height_px,
    )  # fmt: skip
    return clip.flagged(*shot.uncovered())


@dataclass(frozen=True)
class Shot:
    """What a shot shows on each of its frames, checked before the first; raises BadInput."""

    layout: Layout
    sheet: Sheet | None
    cels: Mapping[str, Picture]
    backgrounds: Mapping[str, Picture]
    mouths: Mapping[str, Picture]
    cues: Mapping[str, Mouths]
    rate: Fraction
    width_px: int
    height_px: int

    def __post_init__(self) -> None:
        """Refuse before the first frame what could only fail in the middle."""
        sheet, layout = self.sheet, self.layout
        if sheet and (sheet.frames != layout.frames or sheet.rate != self.rate):
            raise BadInput(
                f"{self._name}: the exposure sheet has {sheet.frames} frames at {sheet.rate}, "
                f"the layout {layout.frames} at {self.rate}",
                mend="make both the same",
            )
        if stray := sorted(set(self.cues) - set(layout.lines)):
            raise BadInput(
                f"{self._name}: line {stray[0]} has mouth cues and no start", mend="add it to [lines]"
            )
        for frame in range(layout.frames):
            for layer in layout.layers:
                self._picture(layer, frame)

    def photographed(self, ground: tuple[int, int, int], bleed_px: float) -> Iterator[Frame]:
        """All frames in order, (h, w, 3) uint8 sRGB."""
        stand = Stand(self.width_px, self.height_px, ground)
        for shown in self.exposed(bleed_px):
            yield stand.shoot(shown)

    def exposed(self, bleed_px: float, margin_px: int = 0) -> Iterator[list[Shown]]:
        """What lies under the camera on each frame, from back to front, one for each layer of the layout."""

        @lru_cache(REMEMBERED)
        def plate(index: int, name: str) -> Plate | None:
            layer = self.layout.layers[index]
            picture = self._pictures(layer)[name]
            bleed = 0.0 if layer.place else bleed_px
            return ready(picture.pixels, opacity=layer.opacity, bleed_px=bleed, margin_px=margin_px)

        for frame in range(self.layout.frames):
            view, shown = self._view(frame), []
            for index, layer in enumerate(self.layout.layers):
                name = self._picture(layer, frame)
                where = plane(layer, view, self.width_px, self.height_px)
                shown.append(Shown((name, where), plate(index, name) if name else None, layer.blend))
            yield shown

    def uncovered(self) -> list[str]:
        """The reason for a person to look, where the camera sees past the hindmost background."""
        back = self.layout.layers[0]
        if not back.place:
            return []
        pixels = self.backgrounds[back.place].pixels
        for frame in range(self.layout.frames):
            where = plane(back, self._view(frame), self.width_px, self.height_px)
            if not covers(where, pixels.shape, self.width_px, self.height_px):
                return [f"at frame {frame} the camera sees past the edge of {back.name}"]
        return []

    @property
    def _name(self) -> str:
        return f"shot {self.layout.title!r}"

    def _view(self, frame: int) -> View:
        if self.layout.camera is None:
            return View(self.width_px / 2, self.height_px / 2, 1.0)
        return self.layout.camera.at(frame)

    @staticmethod
    def param(layer: Layer) -> str:
        """The compositor's input from which a layer takes its pictures."""
        return "backgrounds" if layer.place else "cels" if layer.cel else "mouths"

    def _pictures(self, layer: Layer) -> Mapping[str, Picture]:
        return {"backgrounds": self.backgrounds, "cels": self.cels, "mouths": self.mouths}[self.param(layer)]

    def _picture(self, layer: Layer, frame: int) -> str:
        """The name of what a layer shows on a frame, empty for nothing; raises BadInput for a missing one."""
        if layer.place:
            name = layer.place
        elif layer.cel:
            number = self._drawing(layer.cel, frame)
            name = f"{layer.cel}/{number:04}" if number else ""
        else:
            name = self._mouth(frame - frame % TWOS)
        if name and name not in self._pictures(layer):
            raise BadInput(
                f"{self._name}, layer {layer.name}, frame {frame}: the picture {name!r} is missing",
                mend="make it or take it out of the layout",
            )
        return name

    def _drawing(self, cel: str, frame: int) -> int:
        if self.sheet is None:
            raise BadInput(
                f"{self._name}, layer cel {cel}: there is no exposure sheet", mend="add sheet.json"
            )
        return self.sheet.drawing_at(cel, frame)

    def _mouth(self, frame: int) -> str:
        """The speaker's mouth: the cues of the line begun last, at rest outside of lines."""
        begun = [(self.layout.lines[line], line) for line in self.cues if self.layout.lines[line] <= frame]
        if not begun:
            return "X"
        start, line = max(begun)
        return self.cues[line].at(frame - start, self.rate)
