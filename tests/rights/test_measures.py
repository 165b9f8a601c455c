from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import planted
from bench.planted import MAKERS, History
from hwaryong.errors import HwaryongError
from hwaryong.media.audio import Audio
from hwaryong.media.drawing import Drawing
from hwaryong.media.mattes import Mattes, Pictured, Seen
from hwaryong.media.script import Script
from hwaryong.media.text import Text
from hwaryong.media.timeline import Cut, Timeline
from hwaryong.record.model import Take
from hwaryong.rights.disclose import disclose
from hwaryong.rights.judge import Judge
from hwaryong.rights.lineage import Lineage
from hwaryong.rights.measures import Measurer
from hwaryong.rights.policy import Policy
from hwaryong.rights.shares import Measured, Shares
from hwaryong.rights.shelf import Shelf

W, H, FRAMES = 40, 20, 12
SETTINGS = {"rate": "24/1", "width_px": W, "height_px": H}
Made = tuple[str, str, str]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def film(
    history: History, *, settings: Any = SETTINGS, weigher: str = "edit.mattes", cuts: Sequence[Cut] = ()
) -> Made:
    """A shot of a model's wall (3/4) behind a person's cel (1/4); answers film, shot and mattes."""
    given = [
        ("backgrounds", "wall", history.add(None, **MAKERS["generated"])),
        ("cels", "A/0001", history.add(None, **MAKERS["human"])),
    ]
    wall, cel = Pictured("backgrounds", "wall"), Pictured("cels", "A/0001")
    seen = {wall: (Seen(0, 6, 600), Seen(6, 6, 400)), cel: (Seen(0, 12, 200),)}
    shot = history.add(None, given, maker="edit.composite", settings=SETTINGS)
    mattes = history.add(Mattes(W, H, FRAMES, seen), given, maker=weigher, settings=settings)
    timeline = Timeline.of(cuts or [Cut("sh", 0, FRAMES)], rate=Fraction(24), title="")
    cut = history.add(timeline, [("shots", "sh", shot)], maker="edit.cut")
    return history.add(None, [("cut", "", cut), ("shots", "sh", shot)], maker="edit.film"), shot, mattes


def measured(
    history: History, film: str, mattes: Sequence[str] = (), lost: Sequence[str] = ()
) -> tuple[dict[Measured, Shares], list[str]]:
    def fetch(take: Take, _: Path) -> Path:
        if take.id in lost:
            raise HwaryongError("The stored content is missing.")
        return history.folder / f"{take.id}{take.suffix}"

    measurer = Measurer(Lineage(history), film, fetch, mattes)
    return measurer.shares(), [one.element for one in measurer.unmeasured]


def points(shares: Shares, klass: Any) -> tuple[float, float]:
    return tuple(100 * end / shares.total for end in (shares.classes[klass].low, shares.classes[klass].high))  # type: ignore[return-value]


@pytest.mark.parametrize(
    "scene", [planted.seen, planted.heard, planted.said], ids=lambda scene: scene.__name__
)
def test_planted_shares_are_found_to_a_point(scene: planted.Scene) -> None:
    found = planted.errors(scene, 12)
    assert max(found.ours) <= 1
    assert not found.missed


@pytest.mark.parametrize("scene", [planted.redrawn, planted.rewritten, planted.rerecorded])
def test_what_survives_lies_in_the_interval(scene: planted.Scene) -> None:
    assert not planted.errors(scene, 4).missed


def test_pixels_go_to_the_class_of_the_picture_that_is_seen(history: History) -> None:
    made, _, mattes = film(history)
    shares, unmeasured = measured(history, made, [mattes])
    assert not unmeasured
    assert (shares["pixels"].unit, shares["pixels"].total) == ("pixel-frames", W * H * FRAMES)
    for klass, truth in (("generated", 62.5), ("human", 25), ("algorithmic", 12.5)):
        low, high = points(shares["pixels"], klass)
        assert low <= truth <= high


def test_only_the_frames_in_the_cut_count(history: History) -> None:
    made, _, mattes = film(history, cuts=[Cut("sh", 6, 4), Cut("", 0, 2), Cut("sh", 6, 4)])
    pixels = measured(history, made, [mattes])[0]["pixels"]
    assert pixels.total == W * H * 10
    low, high = points(pixels, "generated")
    assert low <= 40 <= high  # half of the shot's frames, and a fifth is black


@pytest.mark.parametrize(
    "how", [{"settings": {**SETTINGS, "bleed_px": 1.0}}, {"weigher": "somebody.mattes"}, {"none": True}]
)
def test_a_shot_without_mattes_of_its_own_raises_only_high(history: History, how: dict[str, Any]) -> None:
    none = how.pop("none", False)
    made, shot, mattes = film(history, **how)
    shares, unmeasured = measured(history, made, [] if none else [mattes])
    assert unmeasured == [history.take(shot).element]
    classes = shares["pixels"].classes
    assert all(share.low == 0 for share in classes.values())
    assert {klass for klass, share in classes.items() if share.high} == {"generated", "human", "algorithmic"}


def test_a_lost_matte_is_an_open_question(history: History) -> None:
    made, shot, mattes = film(history)
    shares, unmeasured = measured(history, made, [mattes], lost=[mattes])
    assert unmeasured == [history.take(mattes).element, history.take(shot).element]
    assert shares["pixels"].classes["generated"].low == 0


def test_a_shot_that_a_person_brought_is_all_theirs(history: History) -> None:
    shot = history.add(None, **MAKERS["human"])
    composed = film(history)[1]
    timeline = Timeline.of([Cut("own", 0, 10), Cut("sh", 0, 10)], rate=Fraction(24), title="")
    shots = [("shots", "own", shot), ("shots", "sh", composed)]
    made = history.add(None, [("cut", "", history.add(timeline)), *shots], maker="edit.film")
    assert points(measured(history, made)[0]["pixels"], "human") == (50, 100)


def test_a_line_that_cannot_be_read_raises_only_high(history: History) -> None:
    sound = np.full(48_000, 0.5, np.float32)
    person = history.add(Audio(sound), **MAKERS["human"])
    model = history.add(Audio(sound), **MAKERS["generated"])
    settings = {"starts": {"001": 0, "002": 24}, "frames": 48, "rate": "24/1"}
    lines = [("lines", "001", person), ("lines", "002", model)]
    mix = history.add(None, lines, maker="voice.mix", settings=settings)
    made = history.add(None, [("mixes", "ko", mix)], maker="edit.film")
    whole = measured(history, made)[0]["sound"]
    assert (whole.total, points(whole, "generated")) == (96_000, (50, 50))
    partly, unmeasured = measured(history, made, lost=[model])
    assert unmeasured == [history.take(model).element]
    assert partly["sound"].classes["generated"].low == 0
    assert partly["sound"].classes["generated"].high >= 48_000
    assert partly["sound"].classes["human"].low == 48_000


def test_a_mix_that_a_person_made_counts_as_a_whole(history: History) -> None:
    mix = history.add(Audio(np.full(4800, 0.5, np.float32)), **MAKERS["human"])
    found = measured(history, history.add(None, [("mixes", "ko", mix)]))[0]["sound"]
    assert (found.total, points(found, "human")) == (4800, (100, 100))


def test_a_script_that_a_person_rewrote_is_counted_once(history: History) -> None:
    draft = history.add(Script("A dragon without eyes.\n"), **MAKERS["generated"])
    final = history.retouch(Script("A dragon with eyes.\n\n[[why?]]\n"), draft)
    shares = measured(history, history.add(None, [("scripts", "en", final)]))[0]
    assert (shares["words"].total, points(shares["words"], "assisted")) == (4, (100, 100))
    assert shares["surviving-words"].classes["generated"].high >= 3


def chain(history: History, *, hand: dict[str, Any]) -> Shares:
    """A model's draft, retouched by one person and again by another."""
    chance = np.random.default_rng(3)
    drawn = [planted.stroke(chance, str(n)) for n in range(24)]
    w, h = planted.W, planted.H
    draft = history.add(Drawing(w, h, tuple(drawn)), **MAKERS["generated"])
    once = history.retouch(Drawing(w, h, tuple(drawn[:16])), draft)
    final = Drawing(w, h, (*drawn[:8], *(planted.stroke(chance, f"n{n}") for n in range(8))))
    twice = history.add(final, [("from", "", once)], **hand)
    return measured(history, history.add(None, [("shots", "a", twice)]))[0]["surviving"]


def test_a_retouch_of_a_retouch_is_compared_with_the_machines_draft(history: History) -> None:
    found = chain(history, hand={**MAKERS["human"], "origin": "derived"})
    assert 20 < points(found, "generated")[0] < points(found, "generated")[1] < 80
    assert points(found, "human")[0] > 20


def test_what_nobody_claims_as_theirs_stays_unclear(history: History) -> None:
    found = chain(history, hand={"kind": "intake", "maker": "", "origin": "unclear"})
    assert found.classes["unclear"].low > 0
    assert found.classes["human"].low == 0
    assert found.classes["human"].high >= found.classes["unclear"].low


def test_texts_too_long_to_compare_may_be_all_the_drafts(history: History) -> None:
    long = Text("word " * 60_000)
    made = history.retouch(long, history.add(long, **MAKERS["generated"]))
    shares, unmeasured = measured(history, history.add(None, [("text", "", made)]))
    assert unmeasured
    assert points(shares["surviving-words"], "generated") == (0, 100)
    assert points(shares["surviving-words"], "human") == (0, 100)


@pytest.mark.parametrize("wrong", [{}, {"starts": {}}, {"rate": "0/0"}, {"rate": 1, "frames": "many"}])
def test_a_mix_that_tells_no_starts_counts_its_lines_whole(history: History, wrong: dict[str, Any]) -> None:
    line = history.add(Audio(np.full(4800, 0.5, np.float32)), **MAKERS["human"])
    mix = history.add(None, [("lines", "001", line)], maker="voice.mix", settings=wrong)
    assert measured(history, history.add(None, [("mixes", "ko", mix)]))[0]["sound"].total == 4800


def test_the_disclosure_holds_the_measures_and_asks_what_was_not_measured(history: History) -> None:
    made, shot, mattes = film(history)
    judge = Judge(Policy.named("open"), Shelf(), day=date(2026, 11, 23))

    def told(weighed: Sequence[str], fetch: Callable[[Take, Path], Path] | None) -> Any:
        return disclose(
            history, made, production="p", judge=judge, rehash=lambda take: take.digest, fetch=fetch,
            mattes=weighed,
        )  # fmt: skip

    def fetch(take: Take, _: Path) -> Path:
        return history.folder / f"{take.id}{take.suffix}"

    assert "pixels" not in told([mattes], None).shares
    assert "pixels" in told([mattes], fetch).shares
    open_to_us = [q.element for q in told([], fetch).open_questions if q.about == "share"]
    assert open_to_us == [history.take(shot).element]
