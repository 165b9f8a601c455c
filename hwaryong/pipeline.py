"""The corridor: a treatment enters, a film leaves. Read this file to know the system.

Each line names the element it makes, the tool, and what the tool reads. Nothing runs here: the corridor
only writes the plan, which `Studio.make` carries out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from hwaryong.errors import BadInput
from hwaryong.media.drawing import DRAWINGS
from hwaryong.media.layout import Layout
from hwaryong.media.sheet import Beside, Layer, Sheet
from hwaryong.plan import Plan
from hwaryong.production import Episode, Production

MOUTHS = "ABCDEFGHX"


def corridor(production: Production) -> Plan:
    """The plan for every episode of a production."""
    film = Plan(production)
    for episode in production.episodes:
        shots = [Shot(film, name) for name in episode.shots]
        film.release()
        write(film, episode)
        speak(film, episode, shots)
        board(film, episode, shots)
        for shot in shots:
            draw(film, shot)
            shoot(film, shot)
        cut(film, episode, shots)
    film.check_overrides()
    return film


class Shot:
    """A shot while it is planned: its layout and exposure sheet, read from the given files."""

    def __init__(self, film: Plan, name: str) -> None:
        self.name = name
        files = film.production.files
        self.layout = Layout.read(files[f"{name}/shot.toml"])
        sheet = film.production.find(f"{name}/sheet", (".json", ".xdts", ".csv"))
        self.sheet = Sheet.read(files[sheet]) if sheet else None
        if self.sheet and self.sheet.frames != self.layout.frames:
            raise BadInput(
                f"the exposure sheet has {self.sheet.frames} frames, shot.toml {self.layout.frames}",
                where=files[f"{name}/shot.toml"], mend="make them the same",
            )  # fmt: skip
        tight = next((layer.name for layer in self.sheet.layers if layer.called), "") if self.sheet else ""
        if sheet and tight:  # the names of its drawings would change with every ○ that is put in
            raise BadInput(
                f"the keys of layer {tight} are numbered without room for the in-betweens",
                where=files[sheet], mend="number them with room: 1 ○ ○ 4",
            )  # fmt: skip
        self.cels: dict[str, str] = {}
        self.mouths = {layer.mouth for layer in self.layout.layers if layer.mouth}


def write(film: Plan, episode: Episode) -> None:
    """Treatment → script → breakdown."""
    scripts = {}
    for lang in languages(film):
        prose = film.given(f"{episode.name}/treatment.{lang}", (".md", ".txt"))
        scripts[lang] = film.make(f"{episode.name}/script.{lang}", "story.script", prose=prose, lang=lang)
    film.make(
        f"{episode.name}/breakdown", "story.breakdown", scripts=scripts, rate=film.production.settings.rate
    )
    film.hold(*scripts.values())


def speak(film: Plan, episode: Episode, shots: list[Shot]) -> None:
    """Lines → scratch voices → mouths → mix and subtitles, in every language."""
    for lang in languages(film):
        texts, voices = {}, {}
        for shot in shots:
            for number in shot.layout.lines:
                name = f"{shot.name}/line/{number}.{lang}"
                texts[number] = film.make(
                    f"{name}/text",
                    "story.line",
                    breakdown=f"{episode.name}/breakdown",
                    line=number,
                    lang=lang,
                )
                voices[number] = film.make(
                    name, "voice.speak", text=texts[number], lang=lang, **voice(film, shot, number, lang)
                )
                if lang == languages(film)[0]:
                    film.make(
                        f"{name}/mouths", "voice.lips", audio=voices[number], text=texts[number], lang=lang
                    )
        when = {"starts": starts(shots), "frames": length(shots), "rate": film.production.settings.rate}
        film.make(f"{episode.name}/mix.{lang}", "voice.mix", lines=voices, **when)
        film.make(
            f"{episode.name}/subtitles.{lang}", "voice.subtitle", texts=texts, audio=voices, lang=lang, **when
        )


def board(film: Plan, episode: Episode, shots: list[Shot]) -> None:
    """Rough panels → clean panels → animatic."""
    panels = {}
    for shot in shots:
        rough = film.given(f"{shot.name}/rough", DRAWINGS)
        panels[shot.name] = film.make(f"{shot.name}/panel", "drawing.cleanup", rough=rough)
    animatic = film.make(
        f"{episode.name}/animatic", "edit.animatic", panels=panels,
        mix=f"{episode.name}/mix.{languages(film)[0]}", lengths=lengths(shots),
        rate=film.production.settings.rate, **size(film),
    )  # fmt: skip
    film.hold(animatic)


def draw(film: Plan, shot: Shot) -> None:
    """Keys, exposure sheet and a person's marks → in-betweens → flat colour."""
    palette = film.given("sheets/palette", (".toml",))
    if shot.sheet:
        film.given(f"{shot.name}/sheet", (".json", ".xdts", ".csv"))
        for layer in shot.sheet.layers:
            for number in layer.keys:
                film.given(
                    drawing(shot, layer.name, number),
                    DRAWINGS,
                    file=f"{shot.name}/keys/{layer.name}{number:04}",
                )
            for first, last, between in shot.sheet.runs(layer.name):
                film.make_each(
                    [drawing(shot, layer.name, number) for number, _ in between],
                    "drawing.inbetween",
                    first=drawing(shot, layer.name, first),
                    last=drawing(shot, layer.name, last),
                    marks=marks(film, shot, layer.name, first, last),
                    at=[at for _, at in between],
                    hints=around(shot, layer.name, first, last),
                )
                for number, _ in between:
                    film.retouch(
                        drawing(shot, layer.name, number), DRAWINGS,
                        file=f"{shot.name}/retouch/{layer.name}{number:04}",
                    )  # fmt: skip
            for number in shown(layer):
                lines = drawing(shot, layer.name, number)
                shot.cels[f"{layer.name}/{number:04}"] = film.make(
                    f"{lines}/paint", "drawing.paint", lines=lines, palette=palette
                )
    for mouth in MOUTHS if shot.mouths else "":
        lines = film.given(f"{shot.name}/mouths/{mouth}", DRAWINGS)
        film.make(f"{lines}/paint", "drawing.paint", lines=lines, palette=palette)


def shoot(film: Plan, shot: Shot) -> None:
    """Layers and camera → the shot, and the mattes that tell how much of it each layer is."""
    lang = languages(film)[0]
    layers = {
        "layout": film.given(f"{shot.name}/layout", (".toml",), file=f"{shot.name}/shot"),
        "sheet": f"{shot.name}/sheet" if shot.sheet else None,
        "cels": shot.cels,
        "backgrounds": {
            place: film.given(f"places/{place}", (".png",)) for place in shot.layout.places
        },
        "mouths": {mouth: f"{shot.name}/mouths/{mouth}/paint" for mouth in MOUTHS} if shot.mouths else {},
        "cues": {
            number: f"{shot.name}/line/{number}.{lang}/mouths"
            for number, speaker in shot.layout.voices.items() if speaker in shot.mouths
        },
    }  # fmt: skip
    film.make(
        f"{shot.name}/shot", "edit.composite", rate=film.production.settings.rate, **layers, **size(film)
    )
    photographed = film.jobs[-1]
    if photographed.tool == "edit.composite":  # another compositor's layers cannot be weighed
        film.make(f"{shot.name}/mattes", "edit.mattes", **layers, **json.loads(photographed.settings))


def cut(film: Plan, episode: Episode, shots: list[Shot]) -> None:
    """Shots → cut → film."""
    settings = film.production.settings
    title = settings.title.get(languages(film)[0], settings.name)
    clips = {shot.name: f"{shot.name}/shot" for shot in shots}
    timeline = film.make(
        f"{episode.name}/cut",
        "edit.cut",
        shots=clips,
        lengths=lengths(shots),
        rate=settings.rate,
        title=title,
    )
    film.hold(timeline)
    film.make(
        f"{episode.name}/film",
        "edit.film",
        cut=timeline,
        shots=clips,
        mixes={lang: f"{episode.name}/mix.{lang}" for lang in languages(film)},
        subtitles={lang: f"{episode.name}/subtitles.{lang}" for lang in languages(film)},
        title=title,
        first_language=languages(film)[0],
    )


# What the steps share.


def languages(film: Plan) -> tuple[str, ...]:
    return film.production.settings.languages


def size(film: Plan) -> dict[str, int]:
    return {"width_px": film.production.settings.width_px, "height_px": film.production.settings.height_px}


def drawing(shot: Shot, layer: str, number: int) -> str:
    return f"{shot.name}/{layer}/{number:04}"


def marks(film: Plan, shot: Shot, layer: str, first: int, last: int) -> str | None:
    """What a person marked between two keys, carried to them as they are drawn now; None without a mark."""
    name = marks_of(shot.name, layer, first, last)
    if not film.production.find(name, (".json",)):
        return None
    return film.make(
        f"{name}/carried", "drawing.carry",
        marks=film.given(name, (".json",), kind="marks"),
        first=drawing(shot, layer, first), last=drawing(shot, layer, last),
    )  # fmt: skip


def around(shot: Shot, layer: str, first: int, last: int) -> dict[str, Any]:
    """The keys next to a pair that tell its spacing, where no chart of the sheet does."""
    beside = shot.sheet.beside(layer, first, last) if shot.sheet else Beside()
    keys = {"before": beside.before, "after": beside.after}
    return {"spans": beside.spans} | {
        side: drawing(shot, layer, key) for side, key in keys.items() if key is not None
    }


def marks_of(shot: str, layer: str, first: int, last: int) -> str:
    """The element of the marks between two keys, `ep01/sq010/sh020/marks/A0001-A0009`."""
    return f"{shot}/marks/{layer}{first:04}-{layer}{last:04}"


def shown(layer: Layer) -> list[int]:
    """The drawings that a layer of the exposure sheet shows, each once."""
    return sorted({exposure.drawing for exposure in layer.exposures} - {0})


def length(shots: Iterable[Shot]) -> int:
    """The film's length in frames."""
    return sum(shot.layout.frames for shot in shots)


def lengths(shots: Iterable[Shot]) -> dict[str, int]:
    return {shot.name: shot.layout.frames for shot in shots}


def starts(shots: Iterable[Shot]) -> dict[str, int]:
    """The frame of the film at which each line starts, by its number."""
    found, before = {}, 0
    for shot in shots:
        for number, frame in shot.layout.lines.items():
            if number in found:
                raise BadInput(f"the line {number} is spoken twice", where=f"{shot.name}/shot.toml")
            found[number] = before + frame
        before += shot.layout.frames
    return found


def voice(film: Plan, shot: Shot, number: str, lang: str) -> dict[str, str | int]:
    """The settings of the voice that speaks a line in a language."""
    name = shot.layout.voices.get(number)
    if name is None:
        raise BadInput(
            f"nobody is named who speaks line {number}", where=f"{shot.name}/shot.toml",
            mend=f'add "{number}" = "a voice of production.toml" to [voices]',
        )  # fmt: skip
    try:
        return film.production.settings.voices[name][lang].model_dump()
    except KeyError:
        raise BadInput(
            f"there is no voice {name!r} for the language {lang!r}",
            where=film.production.root / "production.toml",
            mend=f'add [voices."{name}"] with {lang} = {{voice = …}}',
        ) from None  # fmt: skip
